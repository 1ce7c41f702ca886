//! Blocks of MDX that Markdown reads otherwise: Markdown in elements of HTML, and text that is indented.

use std::ops::Range;

use super::code::{fences, indented_code};
use crate::import::destinations::{is_within, tag};
use crate::import::edits::Edits;

/// Elements that begin a block of HTML in Markdown, and hold Markdown in MDX.
const BLOCKS: [&str; 23] = [
    "details",
    "summary",
    "div",
    "section",
    "aside",
    "figure",
    "figcaption",
    "center",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "article",
    "blockquote",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// Puts blank lines between the tags of a block and its text, which would not be Markdown otherwise.
pub fn blocks(text: &str, body: &Range<usize>, code: &[Range<usize>], edits: &mut Edits) {
    let mut at = body.start;
    for line in text[body.clone()].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        let name = trimmed.trim_start_matches(['<', '/']);
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = &name[..length];
        if !trimmed.starts_with('<') || !BLOCKS.contains(&name) || is_within(code, start) {
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let open = start + indent.len();
        let next = text[at..body.end].lines().next().unwrap_or("").trim();
        let gap = if next.is_empty() || next.starts_with('<') { "" } else { "\n" };
        let content = if trimmed.starts_with("</") { at } else { open + tag(&text[open..at], length + 1, |_, _| {}) };
        let end = format!("</{name}>");
        let close = text[content..at].trim_end().strip_suffix(end.as_str()).map(|words| content + words.len());
        let words = text[content..close.unwrap_or(at).max(content)].trim();
        // A heading in one line is one of Markdown.
        let level = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()).unwrap_or(1);
        if let (true, Some(close)) = (name.starts_with('h'), close) {
            let is_bare = content - open == name.len() + 2 && (1..=6).contains(&level);
            if is_bare && !words.is_empty() {
                edits.replace(open..content, format!("{} ", "#".repeat(level)));
                edits.replace(close..close + end.len(), "");
            }
            continue;
        }
        if words.contains(['*', '_', '[', '`']) && !words.contains(end.as_str()) {
            edits.replace(content..content, format!("\n\n{indent}"));
            if let Some(close) = close {
                edits.replace(close..close, format!("\n\n{indent}"));
                edits.replace(at..at, gap);
            } else {
                edits.replace(at..at, "\n");
            }
        } else if trimmed.ends_with('>') {
            edits.replace(at..at, gap);
        }
    }
}

/// Turns paragraphs of HTML into those of Markdown.
pub fn paragraphs(text: &str, body: &Range<usize>, code: &[Range<usize>], edits: &mut Edits) {
    for sign in ["<p>", "</p>"] {
        for (found, _) in text[body.clone()].match_indices(sign) {
            let at = body.start + found;
            if is_within(code, at) {
                continue;
            }
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = &text[start..at];
            let is_line_start = before.trim().is_empty();
            let is_line_end = text[at + sign.len()..].lines().next().unwrap_or("").trim().is_empty();
            // A paragraph begins and ends with the line, after the mark of a list.
            let gap = match sign {
                "<p>" if is_line_start => format!("\n{before}"),
                "</p>" if is_line_end => "\n".to_owned(),
                _ => String::new(),
            };
            edits.replace(at..at + sign.len(), gap);
        }
    }
}

/// Moves to the left what Markdown takes for indented code, which MDX does not have; `None` if there is nothing of the kind.
pub fn outdented(text: &str) -> Option<Edits> {
    let mut edits = Edits::default();
    let indent = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start..].lines().next().unwrap_or("");
        start..start + line.len() - line.trim_start_matches([' ', '\t']).len()
    };
    for fence in fences(text, &(0..text.len())) {
        // The end of a fence may be indented as it likes.
        let (open, close) = (indent(fence.start), indent(text[..fence.end].trim_end().len()));
        if close.len() > open.len() + 3 && text[close.end..].starts_with(['`', '~']) && open != close {
            edits.replace(close, &text[open]);
        }
    }
    for block in indented_code(text) {
        let start = text[..block.start].rfind('\n').map_or(0, |at| at + 1);
        let mut at = start;
        for line in text[start..block.end].split_inclusive('\n') {
            let bare = line.trim_start_matches([' ', '\t', '>']);
            let prefix = &line[..line.len() - bare.len()];
            let from = prefix.rfind('>').map_or(0, |mark| mark + 1);
            let by = if prefix[from..].starts_with('\t') { 1 } else { (prefix.len() - from).min(4) };
            edits.replace(at + from..at + from + by, "");
            at += line.len();
        }
    }
    (!edits.is_empty()).then_some(edits)
}
