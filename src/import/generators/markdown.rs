//! A folder of Markdown, as GitHub shows it, and documentation systems that add little to it: folders for languages, MDX,
//! includes of DocFX.

use std::collections::BTreeSet;

use super::{Generator, anchors, shared};
use crate::import::left::{Kind, Notes};
use crate::import::original::{Original, join, name_of};
use crate::import::site::{Language, Site};

mod docfx;

pub(super) const GENERATOR: Generator = Generator {
    name: "markdown",
    describes: "a folder of Markdown",
    detect: |_| true,
    read,
    body: docfx::convert,
    anchor: anchors::github,
};

/// Names of the settings of documentation systems that publish pages at the address of their file.
const SYSTEMS: [&str; 2] = ["astro.config.", "docusaurus.config."];
/// Folders of such systems that hold pages and files.
const PAGES: [&str; 4] = ["src/content/docs", "docs", "content", "src/pages"];
const STATIC: [&str; 2] = ["public", "static"];

fn read(original: &Original<'_>, notes: &mut Notes) -> Site {
    let config =
        original.paths().find(|path| SYSTEMS.iter().any(|start| path.starts_with(start)) && !path.contains('/'));
    let config = config.map(str::to_owned);
    let has_pages = |folder: &&&str| original.below(folder).any(shared::is_markdown);
    let root = config.as_ref().and_then(|_| PAGES.iter().find(has_pages)).map_or("", |folder| *folder);
    let mut site = Site {
        links_follow_addresses: config.is_some(),
        falls_back: config.is_some(),
        roots: vec![root.to_owned()],
        ..Site::default()
    };
    docfx::settings(original, &mut site, notes);
    if !root.is_empty() {
        site.roots.push(String::new());
    }
    if let Some(path) = &config {
        match original.text(path) {
            Ok(file) => {
                let title = shared::quoted_after(file.text(), "title");
                site.title = title.map(str::to_owned);
                let url = ["site", "url"].iter().find_map(|key| shared::quoted_after(file.text(), key));
                site.base_url = url.filter(|url| url.starts_with("http")).map(str::to_owned);
                notes.file(Kind::Setting, path, "it is a program; only the title and the address were read");
            }
            Err(why) => notes.file(Kind::Unreadable, path, why),
        }
    }
    languages(original, root, &mut site);
    let is_page = |path: &&str| shared::is_markdown(path) && !is_left_out(&path[root.len()..]);
    for path in original.below(root).filter(is_page) {
        let (language, below) = place(&site, root, path);
        let new = format!("{}.md", shared::stem(below));
        let address = if config.is_some() { address(&site, language, below) } else { String::new() };
        if let Some(mut page) = shared::page(original, path, language, new, address, notes) {
            if let Some(slug) = page.fields.take("slug").and_then(|slug| slug.text().map(str::to_owned)) {
                page.address = format!("/{}/", slug.trim_matches('/')).replace("//", "/");
            }
            page.order = shared::position_in(&page.fields, "sidebar.order");
            site.pages.push(page);
        }
    }
    shared::folder_pages(&mut site.pages);
    let pages: BTreeSet<&str> = site.pages.iter().map(|page| page.file.path()).collect();
    let mut files = Vec::new();
    for path in original.paths().filter(|path| !pages.contains(path) && !is_left_out(path)) {
        let in_static = STATIC.iter().find_map(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
        if let (Some(below), true) = (in_static, config.is_some()) {
            files.push(shared::linked(path, format!("/{below}"), 0, below.to_owned()));
        } else if let Some(below) =
            path.strip_prefix(root).map(|below| below.trim_start_matches('/')).filter(|_| !root.is_empty())
        {
            let (language, rest) = place(&site, root, path);
            files.push(shared::linked(path, format!("/{below}"), language, rest.to_owned()));
        } else {
            let (language, rest) = if root.is_empty() { place(&site, root, path) } else { (0, path) };
            files.push(shared::linked(path, format!("/{path}"), language, rest.to_owned()));
        }
    }
    drop(pages);
    site.files = files;
    if site.title.is_none() {
        let names: Vec<String> = ["index.md", "README.md", "index.mdx"].iter().map(|name| join(root, name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        site.title = shared::title_from(&site, &names);
    }
    site
}

/// Whether a file is of no concern to readers.
fn is_left_out(path: &str) -> bool {
    shared::is_of_tools(path.trim_start_matches('/'))
}

/// The languages: folders of the root that are called like languages, if there are several.
fn languages(original: &Original<'_>, root: &str, site: &mut Site) {
    let folders = original.folders(root);
    let has_pages = |folder: &&&str| original.below(&join(root, folder)).any(shared::is_markdown);
    let named: Vec<&str> = folders.iter().filter(|name| shared::is_language(name)).filter(has_pages).copied().collect();
    let at = |tag: &str| format!("/{tag}/");
    if named.len() < 2 {
        site.languages.push(Language { tag: "en".to_owned(), at: "/".to_owned() });
        return;
    }
    let rest = original.below(root).any(|path| {
        let below = path[root.len()..].trim_start_matches('/');
        shared::is_markdown(path) && !named.iter().any(|tag| below.starts_with(&format!("{tag}/")))
    });
    let main = if named.contains(&"en") { "en" } else { named[0] };
    let is_at_root = rest && !named.contains(&"en");
    if is_at_root {
        site.languages.push(Language { tag: "en".to_owned(), at: "/".to_owned() });
    } else {
        site.languages.push(Language { tag: main.to_owned(), at: at(main) });
    }
    for tag in named.iter().filter(|tag| is_at_root || **tag != main) {
        site.languages.push(Language { tag: (*tag).replace('_', "-"), at: at(tag) });
    }
}

/// The language of a path, and the path below its folder.
fn place<'p>(site: &Site, root: &str, path: &'p str) -> (usize, &'p str) {
    let below = path[root.len()..].trim_start_matches('/');
    let found = below.split_once('/').and_then(|(first, rest)| Some((site.language(&first.replace('_', "-"))?, rest)));
    found.filter(|_| site.languages.len() > 1).unwrap_or((0, below))
}

/// The address of a page in a system that takes it from the path of the file.
fn address(site: &Site, language: usize, below: &str) -> String {
    let stem = shared::stem(below);
    let stem =
        if matches!(name_of(stem), "index" | "README") { &stem[..stem.len() - name_of(stem).len()] } else { stem };
    let stem = stem.trim_end_matches('/').to_lowercase();
    let at = &site.languages[language].at;
    if stem.is_empty() { at.clone() } else { format!("{at}{stem}/") }
}
