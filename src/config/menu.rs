//! Reads the setting `menu`: pages, groups of pages and addresses, in the order in which the menu shows them.

use std::sync::Arc;

use super::{BaseUrl, Located, Text, text_by_language};
use crate::report::{Place, SourceFile};
use crate::yaml::{Fields, Node, Value};

/// An entry of the menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// The path of a page in the folder of each language: `about.md`.
    Page(Located),
    /// A title or a page, and the pages below it.
    Group {
        /// The title; if absent, the title of the group's page is used.
        title: Option<Text>,
        /// Where the title is written.
        place: Place,
        /// The path of the page at its head.
        head: Option<Located>,
        /// Their paths.
        pages: Vec<Located>,
    },
    /// A title, and an address elsewhere.
    Address {
        /// The title.
        title: Text,
        /// Where it is written.
        place: Place,
        /// The address, with its scheme.
        url: String,
    },
}

/// What an entry can be, for messages.
const ENTRY: &str = "a page such as `about.md`, `{ title: …, pages: [about.md] }`, `{ page: about.md, pages: [people.md] }`, or \
     `{ title: …, url: \"https://…\" }`";

/// Schemes of addresses in the menu.
const SCHEMES: [&str; 5] = ["https://", "http://", "mailto:", "tel:", "sms:"];

/// Reads `menu`; `None` if there is none, so that the menu has the pages with an `order`.
pub(super) fn read(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> Option<Vec<MenuEntry>> {
    if !fields.has("menu") {
        fields.node("menu");
        return None;
    }
    let nodes = fields.list("menu");
    Some(nodes.iter().filter_map(|node| entry(file, node, fields)).collect())
}

fn entry(file: &Arc<SourceFile>, node: &Node, fields: &mut Fields<'_>) -> Option<MenuEntry> {
    match &node.value {
        Value::Text(text) => {
            Some(MenuEntry::Page(Located { text: text.clone(), place: Some(Place::new(file, node.range.clone())) }))
        }
        Value::Map(entries) => {
            let mut findings = Vec::new();
            let mut own = Fields::new(file, node.range.clone(), entries, "an entry of `menu`", &mut findings);
            let entry = group_or_address(file, &mut own);
            own.finish();
            findings.into_iter().for_each(|finding| fields.report(finding));
            entry
        }
        _ => {
            fields.wrong(node, "menu", ENTRY);
            None
        }
    }
}

fn group_or_address(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> Option<MenuEntry> {
    let title = text_by_language(fields, "title");
    let place = fields.place(fields.range_of("title"));
    let head = fields.located_text("page");
    if title.is_none() && head.is_none() {
        fields.missing("title");
    }
    let pages = fields.texts("pages");
    let url = fields.located_text("url");
    let located = |(text, range)| Located { text, place: Some(Place::new(file, range)) };
    let head = head.map(located);
    let pages = pages.into_iter().map(located);
    match (pages.collect::<Vec<_>>(), url) {
        (pages, None) if !pages.is_empty() => {
            (title.is_some() || head.is_some()).then_some(MenuEntry::Group { title, place, head, pages })
        }
        (pages, Some((url, range))) => {
            let other = if pages.is_empty() { head.as_ref().map(|_| "page") } else { Some("pages") };
            if let Some(other) = other {
                let help = format!("make two entries of it: one with `{other}`, one with `url`");
                fields.invalid(range, format!("an entry has either `{other}` or `url`"), Some(help));
                return None;
            }
            let is_known = SCHEMES.iter().any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
            if !is_known || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
                let with_scheme = format!("https://{url}");
                let help = match BaseUrl::parse(&with_scheme) {
                    _ if url.ends_with(".md") => format!("write `pages: [{url}]` for a page of this site"),
                    Ok(_) if url.contains('.') && !is_known => format!("write `{with_scheme}`"),
                    _ => "write an address such as `https://example.org/`".to_owned(),
                };
                fields.invalid(range, format!("`{url}` is not an address elsewhere"), Some(help));
                return None;
            }
            Some(MenuEntry::Address { title: title?, place, url })
        }
        _ => {
            if title.is_some() || head.is_some() {
                fields.missing("pages");
            }
            None
        }
    }
}
