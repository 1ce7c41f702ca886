//! Titles that pages have as a heading of raw HTML, `<h1 align="center">Title</h1>`.

use std::ops::Range;

use super::destinations::{HeadingText, tag};
use crate::escape::unescape;

/// Elements within a line that a title may hold: its text says what they say.
#[rustfmt::skip]
const INLINE: [&str; 31] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Elements that may be left without the heading at their start.
const AROUND: [&str; 12] =
    ["article", "body", "br", "center", "div", "header", "hgroup", "hr", "img", "main", "p", "section"];
/// Elements whose content is not text of the page.
const HIDDEN: [&str; 5] = ["pre", "script", "style", "template", "textarea"];

/// A heading of the first level in raw HTML.
#[derive(Debug)]
pub struct HtmlTitle {
    /// Its bytes; where nothing else is on its lines, whole lines.
    range: Range<usize>,
    text: String,
    id: Option<String>,
    /// Whether the rest of its block stays what it is without the heading.
    can_leave: bool,
}

impl HtmlTitle {
    /// The heading; it can be the title at the start of the page if nothing but raw HTML is before it. `other` is the place of
    /// the first text that is not raw HTML.
    #[must_use]
    pub fn heading(self, other: usize) -> HeadingText {
        let is_first = self.can_leave && self.range.start < other;
        HeadingText { level: 1, range: self.range, text: self.text, id: self.id, is_first }
    }
}

/// The first `<h1>` with words in the raw HTML of a text, if it is before the byte `end`.
#[must_use]
pub fn find(text: &str, html: &[Range<usize>], end: usize) -> Option<HtmlTitle> {
    html.iter().take_while(|block| block.start < end).find_map(|block| in_block(text, block))
}

/// The first `<h1>` of a block.
fn in_block(text: &str, block: &Range<usize>) -> Option<HtmlTitle> {
    let html = &text[block.clone()];
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let open = at + found;
        if html[open..].starts_with("<!--") {
            at = open + html[open..].find("-->")?;
            continue;
        }
        let name = name_at(html, open + 1);
        at = open + 1 + name.len();
        if HIDDEN.iter().any(|hidden| name.eq_ignore_ascii_case(hidden)) {
            at += html[at..].find(&format!("</{name}"))?;
        } else if name.eq_ignore_ascii_case("h1") {
            return heading(text, block, block.start + open);
        }
    }
    None
}

/// The heading that begins at a byte of a block, if it ends there and has words.
fn heading(text: &str, block: &Range<usize>, open: usize) -> Option<HtmlTitle> {
    let mut id = None;
    let name_end = open + "<h1".len();
    let start = tag(&text[..block.end], name_end, |(_, name), value| {
        if name.eq_ignore_ascii_case("id") {
            id = Some(text[value.clone()].to_owned());
        }
    });
    let is_end = |at: &usize| text[*at..block.end].get(..4).is_some_and(|end| end.eq_ignore_ascii_case("</h1"));
    let close = text[start..block.end].match_indices('<').map(|(at, _)| start + at).find(is_end)?;
    let end = close + text[close..block.end].find('>')? + 1;
    let (words, is_inline) = words(&text[start..close]);
    if words.is_empty() {
        return None;
    }
    let line = text[..open].rfind('\n').map_or(0, |at| at + 1);
    let next = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let is_alone = text[line..open].trim().is_empty() && text[end..next].trim().is_empty();
    let range = if is_alone { line..next } else { open..end };
    let before = &text[block.start.min(range.start)..range.start];
    let after = &text[range.end.min(block.end)..block.end];
    let can_leave = is_inline && is_left_whole(before, after);
    Some(HtmlTitle { range, text: words, id, can_leave })
}

/// Whether a block of HTML is still one of the same elements with content without the heading between these parts.
fn is_left_whole(before: &str, after: &str) -> bool {
    match before.trim_end().rfind('<') {
        Some(at) => {
            let name = name_at(before, at + 1);
            name.is_empty() || AROUND.iter().any(|known| name.eq_ignore_ascii_case(known))
        }
        // What follows begins the block: a tag begins one of HTML.
        None => {
            let indent = after.len() - after.trim_start_matches(' ').len();
            after.trim().is_empty() || indent < 4 && after.trim_start_matches(' ').starts_with('<')
        }
    }
}

/// The words of HTML, with those of images, and whether it holds only text and elements within a line.
fn words(html: &str) -> (String, bool) {
    let mut out = String::new();
    let mut is_inline = true;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let open = at + found;
        out += &html[at..open];
        let from = open + 1 + usize::from(html[open + 1..].starts_with('/'));
        let name = name_at(html, from);
        if name.is_empty() {
            // A comment, or a sign.
            let is_comment = html[open..].starts_with("<!--");
            let end = html[open..].find("-->").filter(|_| is_comment).map_or(open + 1, |end| open + end + 3);
            if !is_comment {
                out.push('<');
            }
            at = end;
            continue;
        }
        is_inline &= INLINE.iter().any(|known| name.eq_ignore_ascii_case(known));
        if name.eq_ignore_ascii_case("br") {
            out.push(' ');
        }
        at = tag(html, from + name.len(), |(_, attribute), value| {
            if attribute.eq_ignore_ascii_case("alt") {
                out.push(' ');
                out += &html[value.clone()];
                out.push(' ');
            }
        });
    }
    out += &html[at..];
    let words: Vec<&str> = out.split_whitespace().collect();
    (unescape(&words.join(" ")).into_owned(), is_inline)
}

/// The name of the element at a byte.
fn name_at(html: &str, from: usize) -> &str {
    let rest = &html[from..];
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) { &rest[..length] } else { "" }
}

#[cfg(test)]
mod tests {
    use super::super::destinations::structure;
    use super::*;

    /// The first heading, and the text without it if it can leave.
    fn title(text: &str) -> Option<(String, Option<String>)> {
        let first: Option<HeadingText> = structure(text).headings.into_iter().next();
        first.map(|it| (it.text, it.is_first.then(|| format!("{}{}", &text[..it.range.start], &text[it.range.end..]))))
    }

    #[test]
    fn a_heading_of_html_at_the_start_is_the_title() {
        for (text, words, rest) in [
            ("<h1 align=\"center\">My Tool</h1>\n\n## A\n", "My Tool", Some("\n## A\n")),
            ("<H1>A &amp; <b>b</b><br>c</H1>", "A & b c", Some("")),
            ("<div>\n  <h1>\n    A\n  </h1>\n    <p>b</p>\n</div>\n", "A", Some("<div>\n    <p>b</p>\n</div>\n")),
            ("<!-- <h1>b</h1> -->\n<div><h1>A<!-- c --></h1></div>", "A", Some("<!-- <h1>b</h1> -->\n<div></div>")),
            // Its picture, its link or its block would be lost.
            ("<h1><img src=\"a.png\" alt=\"A\"> b</h1>\n", "A b", None),
            ("<a href=\"b\">\n<h1>A</h1>\n</a>\n", "A", None),
            ("<h1>A</h1>\n*b*\n", "A", None),
            // It is not at the start.
            ("Text.\n\n<h1>A</h1>\n", "A", None),
            ("Text.\n\n<div>\n<h1>A</h1>\n</div>\n\n# B\n", "A", None),
        ] {
            assert_eq!(title(text), Some((words.to_owned(), rest.map(str::to_owned))), "{text}");
        }
        for text in ["<h1>\n\nA\n\n</h1>\n", "<h1></h1>", "<pre><h1>a</h1></pre>", "`<h1>a</h1>`", "<h10>a</h10>"] {
            assert_eq!(title(text), None, "{text}");
        }
        assert_eq!(structure("## A\n\n<h1>b</h1>\n").headings.len(), 1);
    }
}
