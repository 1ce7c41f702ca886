//! mdBook: the chapters of `SUMMARY.md` in their order, with what they include.

use std::collections::{BTreeSet, HashSet};

use super::{Generator, anchors, shared, tags};
use crate::import::ImportContext;
use crate::import::destinations::is_within;
use crate::import::edits::Edits;
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::original::{Original, folder_of, join, name_of, resolve};
use crate::import::redirects::Redirect;
use crate::import::site::{OriginalLanguage, OriginalPage, OriginalSite};
use crate::import::value::{DataValue, Map};

mod include;

pub(super) const GENERATOR: Generator = Generator {
    name: "mdbook",
    description: "an mdBook",
    detect: |original| original.has("book.toml") && original.has(&summary_path(original)),
    read,
    body,
    anchor: anchors::github,
};

fn source_folder(original: &Original<'_>) -> String {
    let settings = shared::settings(original, "book.toml", &mut Losses::default());
    let folder = settings.text_at("book.src").unwrap_or("src").to_owned();
    resolve("", &folder).unwrap_or_default()
}

fn summary_path(original: &Original<'_>) -> String {
    join(&source_folder(original), "SUMMARY.md")
}

/// An entry of `SUMMARY.md`.
#[derive(Debug)]
struct Chapter {
    title: String,
    /// The path of its file; empty for a draft chapter, and for one that leads out of the book.
    path: String,
    /// Where it leads out of the book.
    outside: Option<String>,
    /// Its depth in the list, from 0.
    depth: usize,
    /// The title of the part it belongs to.
    part: Option<String>,
    range: std::ops::Range<usize>,
}

fn read(original: &Original<'_>, losses: &mut Losses) -> OriginalSite {
    let settings = shared::settings(original, "book.toml", losses);
    let folder = source_folder(original);
    let mut site = OriginalSite {
        title: settings.text_at("book.title").map(str::to_owned),
        base_url: None,
        links_follow_addresses: false,
        roots: vec![folder.clone()],
        made: &["print.html", "toc.html"],
        ..OriginalSite::default()
    };
    let tag = settings.text_at("book.language").filter(|tag| crate::config::is_tag(tag)).unwrap_or("en");
    site.languages.push(OriginalLanguage { tag: tag.to_owned(), at: "/".to_owned() });
    let base = settings.text_at("output.html.site-url").unwrap_or("/");
    if base.starts_with("http") {
        site.base_url = Some(base.to_owned());
    }
    if let Some(DataValue::Map(redirects)) = settings.at("output.html.redirect") {
        add_redirects(original, redirects, &mut site);
    }
    let preprocessors = settings.at("preprocessor").and_then(DataValue::map);
    for name in preprocessors.into_iter().flat_map(Map::iter) {
        losses.file(LossKind::Setting, "book.toml", format!("the preprocessor `{}` is not run", name.0));
    }
    let summary = summary_path(original);
    let chapters = match original.text(&summary) {
        Ok(file) => {
            let chapters = chapters(file.text(), &folder);
            for chapter in chapters.iter().filter(|chapter| chapter.path.is_empty()) {
                let (kind, why) = match &chapter.outside {
                    Some(path) => (LossKind::Outside, format!("it leads out of the book, to `{path}`")),
                    None => (LossKind::Setting, "the chapter has no page yet".to_owned()),
                };
                losses.add(kind, &file, chapter.range.clone(), &chapter.title, why);
            }
            chapters
        }
        Err(why) => {
            losses.file(LossKind::Unreadable, &summary, why);
            Vec::new()
        }
    };
    add_pages(original, &mut site, &chapters, &folder, losses);
    add_files(original, &mut site, &folder, &summary, losses);
    site
}

/// Adds the redirects of the settings. One that leads from a heading only browsers can follow.
fn add_redirects(original: &Original<'_>, redirects: &Map, site: &mut OriginalSite) {
    let Ok(file) = original.text("book.toml") else { return };
    for (from, to) in redirects.iter() {
        let Some(to) = to.text() else { continue };
        let start = file.text().find(from).unwrap_or(0);
        let range = start..(start + from.len()).min(file.text().len());
        let from = format!("/{}", from.trim_start_matches('/'));
        let to = match to {
            _ if to.contains("://") || to.starts_with('/') => to.to_owned(),
            _ => format!("/{}", resolve(folder_of(from.trim_start_matches('/')), to).unwrap_or_default()),
        };
        let is_rule = from.contains('#');
        site.redirects.push(Redirect { from, to, is_rule, file: file.clone(), range });
    }
}

fn add_pages(
    original: &Original<'_>,
    site: &mut OriginalSite,
    chapters: &[Chapter],
    folder: &str,
    losses: &mut Losses,
) {
    let mut seen = HashSet::new();
    let first = chapters.iter().find(|chapter| !chapter.path.is_empty()).map(|chapter| chapter.path.clone());
    let home = ["index.md", "README.md"].map(|name| join(folder, name));
    let home =
        chapters.iter().find(|chapter| home.contains(&chapter.path)).map(|chapter| chapter.path.clone()).or(first);
    // The folders of the chapters around the current one.
    let mut around: Vec<String> = Vec::new();
    for (number, chapter) in chapters.iter().enumerate() {
        around.truncate(chapter.depth);
        let above = around.last().cloned().unwrap_or_default();
        let below = chapter.path.strip_prefix(folder).unwrap_or(&chapter.path).trim_start_matches('/');
        let stem = shared::stem(below);
        let own = match name_of(stem).to_ascii_lowercase().as_str() {
            "readme" | "index" if !folder_of(stem).is_empty() => name_of(folder_of(stem)),
            _ => name_of(stem),
        };
        let has_children = chapters.get(number + 1).is_some_and(|next| next.depth > chapter.depth);
        let is_readme = own != name_of(stem);
        let kept = if is_readme { folder_of(folder_of(stem)) } else { folder_of(stem) };
        // A top-level chapter keeps its folder.
        let above = if above.is_empty() { kept.to_owned() } else { above };
        let inner = join(&above, if chapter.path.is_empty() { "planned" } else { own });
        let is_home = home.as_ref() == Some(&chapter.path) && chapter.depth == 0;
        around.push(if is_home { String::new() } else { inner.clone() });
        if chapter.path.is_empty() || !seen.insert(chapter.path.clone()) {
            continue;
        }
        let path = match (is_home, has_children) {
            (true, _) => "index.md".to_owned(),
            (false, true) => format!("{inner}/index.md"),
            (false, false) => format!("{inner}.md"),
        };
        let is_folder_page = name_of(stem).eq_ignore_ascii_case("readme");
        let address = match is_folder_page {
            true => format!("/{}", join(folder_of(stem), "index.html")),
            false => format!("/{stem}.html"),
        };
        if let Some(mut page) = shared::page(original, &chapter.path, 0, (path, address), front::Start::AtOnce, losses)
        {
            page.order = i64::try_from(number + 1).ok();
            page.is_ordered = true;
            page.title = Some(chapter.title.clone());
            if let Some(part) = &chapter.part {
                page.fields.set("part", DataValue::Text(part.clone()));
            }
            site.pages.push(page);
        }
    }
}

fn add_files(original: &Original<'_>, site: &mut OriginalSite, folder: &str, summary: &str, losses: &mut Losses) {
    let pages: BTreeSet<String> = site.pages.iter().map(|page| page.file.path().to_owned()).collect();
    for path in original.below(folder).filter(|path| !pages.contains(*path) && *path != summary) {
        let below = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
        if shared::is_of_tools(below) {
            continue;
        }
        if shared::is_markdown(path) {
            losses.file(LossKind::Template, path, "SUMMARY.md does not list it, so mdBook does not publish it");
        } else {
            site.files.push(shared::linked(path, format!("/{below}"), 0, below.to_owned()));
        }
    }
}

/// The chapters that `SUMMARY.md` lists.
fn chapters(text: &str, folder: &str) -> Vec<Chapter> {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let mut chapters = Vec::new();
    let (mut depth, mut part, mut heading) = (0_usize, None, None::<String>);
    let mut open: Option<(String, String, std::ops::Range<usize>)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth = depth.saturating_sub(1),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                // The first heading is the title of the book.
                let title = heading.take().filter(|title| !title.trim().is_empty());
                part = if chapters.is_empty() { None } else { title };
            }
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((dest_url.to_string(), String::new(), range)),
            Event::End(TagEnd::Link) => {
                if let Some((path, title, range)) = open.take() {
                    let written = crate::percent::decode(&path);
                    let path = if written.is_empty() { Some(String::new()) } else { resolve(folder, &written) };
                    let outside = path.is_none().then_some(written);
                    let (path, depth) = (path.unwrap_or_default(), depth.saturating_sub(1));
                    chapters.push(Chapter { title, path, outside, depth, part: part.clone(), range });
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title, _)) = &mut open {
                    title.push_str(&words);
                } else if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    chapters
}

fn body(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let folder = folder_of(page.file.path()).to_owned();
    let includer = include::Includer { original: context.original };
    let mut includes = shared::Included::default();
    let tags = tags::find(text, page.body.clone(), "{{#", "}}");
    let code = mdx::code(text, &page.body);
    let fences = mdx::fences(text, &page.body);
    for tag in &tags {
        if text[..tag.range.start].ends_with('\\') {
            // In prose, the backslash does the same in Firstflight.
            if is_within(&code, tag.range.start) {
                edits.replace(tag.range.start - 1..tag.range.start, "");
            }
            continue;
        }
        let (name, rest) = tag.words();
        match name {
            "include" | "rustdoc_include" | "playground" | "playpen" => {
                // Attributes of the code may follow the path of a playground.
                let path = if name.starts_with("play") { rest.split_whitespace().next().unwrap_or("") } else { rest };
                match includer.include(&folder, path).and_then(|text| includes.add(text)) {
                    Ok(included) => {
                        let is_alone = included.ends_with('\n') && text[tag.range.end..].starts_with('\n');
                        let included = if is_alone { included.trim_end_matches('\n') } else { &included };
                        let included = if name.starts_with("play") {
                            format!("```rust\n{included}\n```")
                        } else if is_within(&fences, tag.range.start) && is_rust(text, tag.range.start, &fences) {
                            without_hidden(included)
                        } else {
                            included.to_owned()
                        };
                        edits.replace(tag.range.clone(), included);
                    }
                    Err(why) => {
                        losses.add(LossKind::Include, &page.file, tag.range.clone(), &text[tag.range.clone()], why);
                    }
                }
            }
            "title" => shared::remove_line(text, tag.range.clone(), edits),
            _ => shared::note_syntax(page, tag.range.clone(), losses),
        }
    }
    hidden_lines(text, &fences, edits);
    let components = mdx::component_tags(text, &page.body, &code);
    mdx::components(page, &components, mdx::Syntax::Preprocessor, edits, losses);
}

/// Whether the fence around a byte holds Rust.
fn is_rust(text: &str, at: usize, fences: &[std::ops::Range<usize>]) -> bool {
    let number = fences.partition_point(|fence| fence.start <= at);
    let fence = number.checked_sub(1).map(|number| &fences[number]).filter(|fence| fence.contains(&at));
    fence.is_some_and(|fence| holds_rust(&text[fence.clone()]))
}

fn holds_rust(fence: &str) -> bool {
    let info = fence.lines().next().unwrap_or("").trim_start().trim_start_matches(['`', '~', '>', ' ']);
    info.trim().split([',', ' ', '{']).next() == Some("rust")
}

/// Removes the lines of Rust that mdBook does not show.
fn hidden_lines(text: &str, fences: &[std::ops::Range<usize>], edits: &mut Edits) {
    for fence in fences.iter().filter(|fence| holds_rust(&text[(*fence).clone()])) {
        let mut at = fence.start;
        let is_quoted = text[fence.clone()].trim_start().starts_with('>');
        for line in text[fence.clone()].split_inclusive('\n') {
            // In a quotation, each line begins with its mark.
            let bare = if is_quoted { line.trim_start_matches([' ', '\t', '>']) } else { line };
            let from = at + line.len() - bare.len();
            match visible(bare) {
                None => edits.replace(at..at + line.len(), ""),
                Some(shown) if shown.len() != bare.len() => edits.replace(from..at + line.len(), shown),
                Some(_) => {}
            }
            at += line.len();
        }
    }
}

/// Text of Rust without the lines that mdBook does not show.
fn without_hidden(text: &str) -> String {
    let shown: String = text.split_inclusive('\n').filter_map(visible).collect();
    shown.trim_end_matches('\n').to_owned()
}

/// A line of Rust as mdBook shows it: `# ` hides a line, `##` is an escaped `#`.
fn visible(line: &str) -> Option<String> {
    let trimmed = line.trim_start_matches([' ', '\t']);
    let Some(rest) = trimmed.strip_prefix('#') else { return Some(line.to_owned()) };
    if rest.starts_with(' ') || rest.trim_end().is_empty() {
        return None;
    }
    let indent = &line[..line.len() - trimmed.len()];
    Some(if rest.starts_with('#') { format!("{indent}{rest}") } else { line.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_have_their_depth_and_part() {
        let text = "# Summary\n\n[Intro](intro.md)\n\n# Part\n\n- [A `b`](a.md)\n  - [C](c/d.md)\n- [Later]()\n";
        let found: Vec<_> =
            chapters(text, "src").into_iter().map(|it| (it.title, it.path, it.depth, it.part)).collect();
        let part = Some("Part".to_owned());
        assert_eq!(
            found,
            [
                ("Intro".to_owned(), "src/intro.md".to_owned(), 0, None),
                ("A b".to_owned(), "src/a.md".to_owned(), 0, part.clone()),
                ("C".to_owned(), "src/c/d.md".to_owned(), 1, part.clone()),
                ("Later".to_owned(), String::new(), 0, part),
            ]
        );
    }

    #[test]
    fn a_chapter_that_leads_out_of_the_book_has_no_page() {
        let found = chapters("- [A](a.md)\n- [Out](../../b%20c.md)\n", "src");
        assert_eq!((found[1].path.as_str(), found[1].outside.as_deref()), ("", Some("../../b c.md")));
        assert_eq!((found[0].path.as_str(), found[0].outside.as_deref()), ("src/a.md", None));
    }

    #[test]
    fn hidden_lines_are_distinguished_from_attributes() {
        assert_eq!(visible("# use x;\n"), None);
        assert_eq!(visible("    #\n"), None);
        assert_eq!(visible("#[derive(X)]\n").as_deref(), Some("#[derive(X)]\n"));
        assert_eq!(visible("  ## a\n").as_deref(), Some("  # a\n"));
    }
}
