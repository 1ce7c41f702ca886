//! What must hold for any input: addresses, links, ids and words. Each property builds real sites in memory,
//! from front matter to finished bytes.

use std::collections::{BTreeSet, HashSet};

use firstflight::config::LinkStyle;
use firstflight::pipeline::Built;
use firstflight::site::relative;
use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::support::{Folder, cases, main_text, page};

pub fn select<'d>(document: &'d Html, selector: &str) -> Vec<scraper::ElementRef<'d>> {
    document.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// Where a browser goes that follows `link` on the page `from`: RFC 3986, section 5.2, for relative paths.
fn resolve(from: &str, link: &str) -> String {
    let link = link.split(['#', '?']).next().unwrap_or("");
    if link.is_empty() {
        return from.to_owned();
    }
    let folder = &from[..=from.rfind('/').expect("an address starts with /")];
    let path = if link.starts_with('/') { link.to_owned() } else { format!("{folder}{link}") };
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = path[1..].split('/').collect();
    for (at, part) in all.iter().enumerate() {
        let is_last = at + 1 == all.len();
        match *part {
            "." | ".." => {
                if *part == ".." {
                    parts.pop();
                }
                if is_last {
                    parts.push("");
                }
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| byte == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("addresses are UTF-8")
}

/// Every link of every page leads to something that is published, with a fragment that is there.
fn assert_links_lead_somewhere(built: &Built) {
    for (path, html, _) in built.output.pages() {
        let from = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        let document = Html::parse_document(std::str::from_utf8(&html.joined()).expect("UTF-8"));
        for link in select(&document, "a[href]") {
            let href = link.attr("href").unwrap_or("");
            if href.contains("://") || href.starts_with("mailto:") {
                continue;
            }
            let to = decode(&resolve(&from, href));
            let file = if to.ends_with('/') { format!("{}index.html", &to[1..]) } else { to[1..].to_owned() };
            let target = built.output.get(&file);
            assert!(target.is_some(), "{from}: {href} leads to {to}, where nothing is");
            if let Some((_, fragment)) = href.split_once('#') {
                let target = Html::parse_document(&page(built, &file));
                let ids: HashSet<&str> = select(&target, "[id]").iter().filter_map(|e| e.attr("id")).collect();
                assert!(ids.contains(decode(fragment).as_str()), "{from}: {href} has no place in {file}");
            }
        }
    }
}

fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-c]{1,2}",
        1 => "[a-zA-Z0-9_~-][a-zA-Z0-9._~-]{0,6}",
        1 => "[а-яéß数字हिन]{1,4}",
        1 => Just("a.b".to_owned()),
        1 => Just("index".to_owned()),
    ]
}

fn address() -> impl Strategy<Value = String> {
    prop::collection::vec(segment(), 0..5)
        .prop_map(|parts| parts.iter().fold("/".to_owned(), |address, part| format!("{address}{part}/")))
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn a_relative_link_leads_to_its_address(from in address(), to in address(), file in prop::option::of("[a-z:]{1,6}\\.pdf")) {
        let to = format!("{to}{}", file.unwrap_or_default());
        prop_assert_eq!(resolve(&from, &relative(&from, &to, LinkStyle::Pages)), to.clone());
        let link = relative(&from, &to, LinkStyle::Files);
        let as_file = if to.ends_with('/') { format!("{to}index.html") } else { to };
        // A page that is opened as a file is one itself.
        prop_assert_eq!(resolve(&format!("{from}index.html"), &link), as_file);
        prop_assert!(!link.starts_with('/'), "{link} leaves the folder");
    }
}

/// A tree of pages with few names, so that they meet often.
fn pages() -> impl Strategy<Value = Vec<(Vec<String>, Option<String>, Vec<usize>)>> {
    let name = prop_oneof![4 => "[ab]", 1 => Just("index".to_owned()), 1 => "[AB ]{1,2}", 1 => "[é数!]{1,2}"];
    let path = prop::collection::vec(name, 1..4);
    let slug = prop::option::weighted(0.2, "[abB]");
    prop::collection::vec((path, slug, prop::collection::vec(0usize..12, 0..3)), 1..12)
}

/// How a page in the folder `from` links to `to`, both below `content/en/`.
fn written(from: &[String], to: &str) -> String {
    format!("<{}{to}>", "../".repeat(from.len() - 1))
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn addresses_are_given_once_and_links_lead_somewhere(pages in pages()) {
        let folder = Folder::new();
        let files: Vec<String> = pages.iter().map(|(path, ..)| format!("{}.md", path.join("/"))).collect();
        for ((path, slug, links), file) in pages.iter().zip(&files) {
            let slug = slug.as_ref().map_or_else(String::new, |slug| format!("slug: {slug}\n"));
            let links: String = links
                .iter()
                .filter_map(|&link| files.get(link))
                .map(|to| format!("[to]({})\n", written(path, to)))
                .collect();
            folder.write(&format!("content/en/{file}"), &format!("---\ntitle: T\n{slug}---\n{links}\n"));
        }
        let built = folder.build();
        // Unique also where upper and lower case are one.
        let paths: Vec<String> = built.output.iter().map(|(path, _)| path.to_lowercase()).collect();
        let unique: BTreeSet<&String> = paths.iter().collect();
        prop_assert_eq!(unique.len(), paths.len());
        for path in &paths {
            let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
            for folder in folders {
                prop_assert!(!paths.iter().any(|other| other == folder), "{} lies in a file", path);
            }
        }
        if !built.report.has_errors() {
            assert_links_lead_somewhere(&built);
        }
    }

    #[test]
    fn ids_are_unique_and_the_contents_lead_to_them(headings in prop::collection::vec(heading(), 3..14)) {
        let folder = Folder::new();
        let body = headings.iter().fold(String::new(), |body, heading| format!("{body}## {heading}\n\nText.[^1]\n\n"));
        folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{body}\n[^1]: Note.\n"));
        let built = folder.build_clean();
        let html = page(&built, "a/index.html");
        let document = Html::parse_document(&html);
        let ids: Vec<&str> = select(&document, "[id]").iter().filter_map(|element| element.attr("id")).collect();
        let unique: HashSet<&&str> = ids.iter().collect();
        prop_assert_eq!(unique.len(), ids.len(), "{:?}", ids);
        prop_assert!(ids.iter().all(|id| !id.is_empty() && !id.contains(char::is_whitespace)), "{:?}", ids);
        assert_links_lead_somewhere(&built);
    }

    #[test]
    fn every_word_of_a_page_survives(blocks in prop::collection::vec(block(), 1..14)) {
        let mut words = 0;
        let mut body = String::new();
        for block in &blocks {
            for piece in block.split_inclusive('@') {
                match piece.strip_suffix('@') {
                    Some(text) => {
                        body.push_str(&format!("{text}word{words:03}"));
                        words += 1;
                    }
                    None => body.push_str(piece),
                }
            }
            body.push_str("\n\n");
        }
        let folder = Folder::new();
        folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{body}"));
        let built = folder.build_clean();
        let html = page(&built, "a/index.html");
        let text = main_text(&html);
        for word in 0..words {
            let word = format!("word{word:03}");
            prop_assert!(text.contains(&word), "{} is lost from\n{}\n{}", word, body, html);
        }
        assert_well_nested(&html);
    }

}

/// Headings as people write them, and those that would take an id that is in use.
fn heading() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-c]{1,2}( [a-c]){0,2}",
        1 => prop::sample::select(vec!["Main", "fn1", "fnref1", "fnref1-2", "top", "Menu", "Contents", "fn1-2", "a-2", "a 2"])
            .prop_map(str::to_owned),
        1 => "[éßЖ数हि?!]{1,5}",
        1 => "\\PC{1,12}".prop_filter_map("a heading of its own", |text| {
            let text: String = text.chars().filter(|c| c.is_alphanumeric() || " .,".contains(*c)).collect();
            (!text.trim().is_empty()).then_some(text)
        }),
    ]
}

/// Blocks of Markdown with `@` where a word stands.
fn block() -> impl Strategy<Value = String> {
    let inline = prop::sample::select(vec![
        "@",
        "*@*",
        "**@**",
        "`@`",
        "~~@~~",
        "[@](index.md)",
        "[@](https://a.example/)",
        "@ & @",
        "\"@\"",
        "@\\\n@",
        "@ < @ > @",
        "<https://a.example/@>",
        "@, @; @.",
        "![@](https://a.example/x.png)",
        "*@ **@** @*",
    ]);
    let line = prop::collection::vec(inline, 1..5).prop_map(|parts| parts.join(" "));
    (0usize..11, line.clone(), line).prop_map(|(form, a, b)| match form {
        0 => format!("{a}\n{b}"),
        1 => format!("- {a}\n- {b}"),
        2 => format!("1. {a}\n\n   {b}\n\n2. @"),
        3 => format!("> {}\n>\n> - @", a.replace('\n', "\n> ")),
        4 => format!("> [!NOTE]\n> {}", b.replace('\n', "\n> ")),
        5 => format!("| @ | @ |\n|---|--:|\n| {} | @ |", a.replace("\\\n", "")),
        6 => "```\n@ <b> @\n  @\n```".to_owned(),
        7 => format!("## {}", b.replace("\\\n", "")),
        8 => format!("@\n: {}", a.replace("\\\n", "")),
        9 => format!("- [ ] {}\n- [x] @", a.replace("\\\n", "")),
        _ => format!("- {a}\n  - @\n    > @\n\n    @"),
    })
}

/// No element was closed early by its content: that would leave an empty paragraph.
pub fn assert_well_nested(html: &str) {
    let document = Html::parse_document(html);
    for paragraph in select(&document, "main p") {
        let is_empty =
            paragraph.text().all(|text| text.trim().is_empty()) && paragraph.child_elements().next().is_none();
        assert!(!is_empty, "an empty paragraph in\n{html}");
    }
    assert_eq!(select(&document, "main").len(), 1, "{html}");
    assert_eq!(select(&document, "body > footer").len(), 1, "the foot is not where it belongs in\n{html}");
}
