//! Tags of a page that marks are resolved in.

use crate::config::{is_right_to_left, is_tag};
use crate::marks::{FOREIGN_END, Opening, is_of_language, opening};
use crate::markup::tag_length;

/// Elements without an end.
const EMPTY: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];
/// Elements whose end may be left out before the beginning of another one like them.
const LISTED: [&str; 9] = ["li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody"];
/// Elements that end a paragraph.
const BLOCKS: [&str; 20] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h2",
    "h3",
    "header",
    "hr",
    "nav",
    "ol",
    "p",
    "section",
    "table",
];

/// The end of the tag or the comment that a text begins with.
pub(super) fn end_of_tag(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    tag_length(text).unwrap_or(text.len())
}

/// The name of the element that a tag begins or ends, in lower case; empty for comments and the like.
pub(super) fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
    inner[..length].to_ascii_lowercase()
}

/// Whether an element has no content.
pub(super) fn is_empty(name: &str) -> bool {
    EMPTY.contains(&name)
}

/// Whether the beginning of one element ends another one.
pub(super) fn ends(begun: &str, open: &str) -> bool {
    match open {
        "p" => BLOCKS.contains(&begun) || begun == "ul",
        "dt" | "dd" => matches!(begun, "dt" | "dd"),
        "td" | "th" => matches!(begun, "td" | "th" | "tr"),
        _ => open == begun && LISTED.contains(&open),
    }
}

/// The attributes of a tag: names with values, without their quotes.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.trim_start_matches(|c: char| !c.is_ascii_whitespace()).trim_end_matches('>');
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() {
            return None;
        }
        rest = rest[length..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
        let value = value.trim_start();
        let (value, after) = match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((value, "")),
        };
        rest = after;
        Some((name, value))
    })
}

/// The language of a text that is one marked text and nothing else: its tag, and whether it is written from right to left.
pub(super) fn whole(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    let (length, Opening::Language(tag)) = opening(text)? else { return None };
    let inner = text[length..].strip_suffix(FOREIGN_END)?;
    let is_one = !inner.contains(|c| is_of_language(c) && c != FOREIGN_END) && !inner.contains(FOREIGN_END);
    (is_one && is_tag(&tag)).then(|| {
        let is_right_to_left = is_right_to_left(&tag);
        (tag, is_right_to_left)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let found: Vec<_> = attributes("<a href=x title = \"a > b\" hidden b='c d'>").collect();
        assert_eq!(found, [("href", "x"), ("title", "a > b"), ("hidden", ""), ("b", "c d")]);
        assert_eq!(attributes("<br/>").count() + attributes("</p>").count(), 0);
    }
}
