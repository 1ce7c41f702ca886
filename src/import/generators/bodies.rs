//! Shortcodes with content of other generators and their themes that the theme of Firstflight has too. Each is written with a
//! mark instead of its delimiters, so that nothing takes it for a call of the original, which would be escaped.

use std::ops::Range;

use super::tags::argument;
use crate::import::edits::Edits;
use crate::marks::{self, IMPORTED};

/// The arguments of a tag.
type Arguments = [(Option<String>, String)];

/// Kinds of boxes: what themes call them, and the kind that the theme of Firstflight has.
const KINDS: [(&str, &str); 15] = [
    ("note", "note"),
    ("info", "note"),
    ("primary", "note"),
    ("secondary", "note"),
    ("default", "note"),
    ("tip", "tip"),
    ("success", "tip"),
    ("hint", "tip"),
    ("important", "important"),
    ("warning", "warning"),
    ("warn", "warning"),
    ("attention", "warning"),
    ("caution", "caution"),
    ("danger", "caution"),
    ("error", "caution"),
];

/// Names of shortcodes that are a box whose kind an argument names.
const BOXES: [&str; 8] = ["box", "callout", "alert", "notice", "admonition", "hint", "message", "pageinfo"];

fn kind(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name)).map(|(_, ours)| *ours)
}

/// The call, without delimiters, that opens the body of a shortcode; `None` if there is no equivalent.
fn call(name: &str, arguments: &Arguments) -> Option<String> {
    let first = |keys: &[&str], position: Option<usize>| {
        let named = keys.iter().find_map(|key| argument(arguments, key, None));
        named.or_else(|| argument(arguments, "", position)).filter(|value| !value.trim().is_empty())
    };
    let mut out = match name {
        "details" | "expand" | "collapse" | "spoiler" | "faq" => {
            let summary = first(&["summary", "title", "label"], Some(0)).unwrap_or("Details");
            let is_open = argument(arguments, "open", None).is_some_and(|open| open == "true");
            format!("details(summary={}{}", quoted(summary)?, if is_open { ", open=true" } else { "" })
        }
        "quote" | "blockquote" => match first(&["author", "by", "name", "attribution"], Some(0)) {
            Some(by) => format!("quote(by={}", quoted(by)?),
            None => "quote(".to_owned(),
        },
        name if BOXES.contains(&name) || kind(name).is_some() => {
            let named = ["kind", "type", "color", "colour", "context", "style", "level", "class"];
            let position = BOXES.contains(&name).then_some(0);
            let own = first(&named, position).and_then(kind).or_else(|| kind(name)).unwrap_or("note");
            // Any other word at the first place is a title.
            let placed = argument(arguments, "", Some(0)).filter(|word| position.is_none() || kind(word).is_none());
            let title = first(&["title", "heading", "caption"], None).or(placed.filter(|word| !word.is_empty()));
            match title {
                Some(title) => format!("box(kind=\"{own}\", title={}", quoted(title)?),
                None => format!("box(kind=\"{own}\""),
            }
        }
        _ => return None,
    };
    out.push(')');
    Some(out)
}

/// A text between quotes that it does not contain.
fn quoted(text: &str) -> Option<String> {
    let is_plain = !text.contains(['\n', '\\']) && !text.contains(marks::is_forbidden) && !text.contains("%}");
    let quote = ['"', '\''].into_iter().find(|quote| is_plain && !text.contains(*quote))?;
    Some(format!("{quote}{text}{quote}"))
}

/// Converts a shortcode with content if there is an equivalent and its tags begin and end lines of their own.
pub fn convert(
    text: &str,
    name: &str,
    arguments: &Arguments,
    (open, end): (&Range<usize>, &Range<usize>),
    edits: &mut Edits,
) -> bool {
    let Some(call) = call(name, arguments) else { return false };
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

/// Writes the converted calls with their delimiters.
pub fn with_delimiters(text: String) -> String {
    if !text.contains(IMPORTED) {
        return text;
    }
    let mut parts = text.split(IMPORTED);
    let mut out = parts.next().unwrap_or("").to_owned();
    for (number, part) in parts.enumerate() {
        out.push_str(if number % 2 == 0 { "{% " } else { " %}" });
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tags::arguments;
    use super::*;

    #[test]
    fn shortcodes_of_themes_have_equivalents() {
        for (name, given, expected) in [
            ("details", "\"How?\"", Some("details(summary=\"How?\")")),
            ("details", "summary='Say \"how\"' open=true", Some("details(summary='Say \"how\"', open=true)")),
            ("details", "summary=\"It's \\\"so\\\"\"", None),
            ("alert", "title=\"Mind\" color=\"warning\"", Some("box(kind=\"warning\", title=\"Mind\")")),
            ("callout", "danger", Some("box(kind=\"caution\")")),
            ("hint", "info", Some("box(kind=\"note\")")),
            ("tip", "\"Do this\"", Some("box(kind=\"tip\", title=\"Do this\")")),
            ("quote", "author=\"A. Person\"", Some("quote(by=\"A. Person\")")),
            ("blockquote", "", Some("quote()")),
            ("tabs", "", None),
        ] {
            assert_eq!(call(name, &arguments(given)).as_deref(), expected, "{name} {given}");
        }
    }
}
