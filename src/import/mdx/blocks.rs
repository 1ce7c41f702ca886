//! Markdown in elements of HTML, which plain Markdown does not read as such.

use std::ops::Range;

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
    let mut start = body.start;
    for line in text[body.clone()].split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = line.trim_end().len();
        for sign in ["<p>", "</p>"] {
            for (at, _) in line.match_indices(sign).filter(|(at, _)| !is_within(code, start + at)) {
                // A paragraph begins and ends with the line, after the mark of a list.
                let gap = match sign {
                    "<p>" if at == indent.len() => format!("\n{indent}"),
                    "</p>" if at + sign.len() == end => "\n".to_owned(),
                    _ => String::new(),
                };
                edits.replace(start + at..start + at + sign.len(), gap);
            }
        }
        start += line.len();
    }
}
