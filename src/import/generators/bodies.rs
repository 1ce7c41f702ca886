//! Shortcodes with content of other generators and their themes that the theme of Firstflight has too. Each is written with a
//! mark instead of its delimiters, so that nothing takes it for a call of the original, which would be escaped.

use std::ops::Range;

use crate::import::edits::Edits;
use crate::marks::IMPORTED;
use crate::read::markdown::equivalent;

/// The arguments of a tag.
type Arguments = [(Option<String>, String)];

/// Converts a shortcode with content if there is an equivalent and its tags begin and end lines of their own.
pub fn convert(
    text: &str,
    name: &str,
    arguments: &Arguments,
    (open, end): (&Range<usize>, &Range<usize>),
    edits: &mut Edits,
) -> bool {
    let Some(call) = equivalent(name, arguments) else { return false };
    let line_start = text[..open.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line_start..open.start];
    let after = text[end.end..].split('\n').next().unwrap_or("");
    let content = &text[open.end..end.start];
    let inner = content.trim();
    if !indent.bytes().all(|byte| byte == b' ') || !after.trim().is_empty() || inner.is_empty() {
        return false;
    }
    // One blank line on each side of the content, so that no line of it is read as part of the same paragraph. The indentation
    // of its first line stays.
    let start = open.end + (content.len() - content.trim_start().len());
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1).max(open.end);
    let first_indent = if first > open.end { &text[first..start] } else { indent };
    edits.replace(open.start..start, format!("{IMPORTED}{call}{IMPORTED}\n\n{first_indent}"));
    let inner_end = start + inner.len();
    let is_followed_by_blank = text[end.end..].split('\n').nth(1).is_none_or(|line| line.trim().is_empty());
    let gap = if is_followed_by_blank { "" } else { "\n" };
    edits.replace(inner_end..end.end, format!("\n\n{indent}{IMPORTED}end{IMPORTED}{gap}"));
    true
}

/// A call of a shortcode without content, marked like the others.
pub fn call(call: &str) -> String {
    format!("{IMPORTED}{{ {call} }}{IMPORTED}")
}

/// Writes the converted calls with their delimiters.
pub fn with_delimiters(text: String) -> String {
    if !text.contains(IMPORTED) {
        return text;
    }
    let mut parts = text.split(IMPORTED);
    let mut out = parts.next().unwrap_or("").to_owned();
    while let (Some(call), after) = (parts.next(), parts.next()) {
        match call.strip_prefix('{') {
            Some(call) => out.extend(["{{", call, "}"]),
            None => out.extend(["{% ", call, " %}"]),
        }
        out.push_str(after.unwrap_or(""));
    }
    out
}
