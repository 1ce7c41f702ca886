//! The home page of the layout `home`, which lists posts.

use crate::import::edits::Edits;
use crate::import::generators::bodies;
use crate::import::site::OriginalPage;

/// Whether it is the page that the layout `home` shows with a list of the posts.
fn lists_posts(page: &OriginalPage) -> bool {
    page.path == "index.md" && page.fields.text_at("layout") == Some("home")
}

fn has_posts(pages: &[OriginalPage], language: usize) -> bool {
    pages.iter().any(|page| page.language == language && page.path.starts_with("posts/") && !page.is_withheld())
}

/// Adds the page of the folder of posts, which lists of posts need.
pub fn add_posts(pages: &mut Vec<OriginalPage>) {
    let homes = pages.iter().filter(|page| lists_posts(page) && has_posts(pages, page.language));
    let is_there = |language| pages.iter().any(|page| page.language == language && page.path == "posts/index.md");
    let missing: Vec<usize> = homes.map(|page| page.language).filter(|language| !is_there(*language)).collect();
    let path = || "posts/index.md".to_owned();
    pages.extend(missing.into_iter().map(|language| OriginalPage::generated(language, path(), String::new())));
}

/// Adds the list of posts to the page that shows it below its text.
pub fn list_posts(pages: &[OriginalPage], page: &OriginalPage, edits: &mut Edits) {
    if lists_posts(page) && has_posts(pages, page.language) {
        let end = page.file.text().len();
        edits.replace(end..end, format!("\n{}\n", bodies::call("pages(section=\"posts\")")));
    }
}
