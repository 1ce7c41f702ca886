//! Finds slips that are valid YAML and mean something else than their author.

use std::ops::Range;

use super::{Entry, Node, Value};

/// A text where a list belongs, or an item of a list, that shows dashes that begin no item: the place, the message and
/// the help.
pub(super) fn dash(text: &str, node: &Node) -> Option<(Range<usize>, &'static str, String)> {
    let found = match &node.value {
        Value::Text(_) => without_space(text, node),
        Value::List(items) => items.iter().find_map(|item| without_space(text, item).or_else(|| too_deep(text, item))),
        _ => None,
    };
    found.map(|(at, message, help)| (at..at + 1, message, help))
}

/// `-item` without a space.
fn without_space(text: &str, node: &Node) -> Option<(usize, &'static str, String)> {
    let written = &text[node.range.clone()];
    let rest = written.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphanumeric))?;
    matches!(node.value, Value::Text(_)).then_some(())?;
    let first = rest.lines().next().unwrap_or(rest).trim_end();
    Some((node.range.start, "there is no space after `-`", format!("write `- {first}`")))
}

/// A dash that is indented further than the item above it, so that YAML reads it as part of that item.
fn too_deep(text: &str, node: &Node) -> Option<(usize, &'static str, String)> {
    let written = &text[node.range.clone()];
    if !matches!(node.value, Value::Text(_)) || written.starts_with(['"', '\'', '|', '>', '*']) {
        return None;
    }
    let break_at = written.match_indices('\n').map(|(at, _)| at + 1);
    let mut dashes = break_at.map(|at| at + written[at..].len() - written[at..].trim_start_matches(' ').len());
    let dash = dashes.find(|at| written[*at..].starts_with("- "))?;
    let help = "indent it like the `-` above it".to_owned();
    Some((node.range.start + dash, "this `-` is indented too far to begin an item", help))
}

/// A number with a comma between brackets, as in `{ page: 8,500 }`, which YAML reads as a number and a key: the place of
/// both, the key of the number, and its digits.
pub(super) fn comma_in_number<'e>(
    text: &str,
    numbers: &[&'e Entry],
    entry: &Entry,
) -> Option<(Range<usize>, &'e str, String)> {
    let is_digits = entry.key.len() == 3 && entry.key.bytes().all(|b| b.is_ascii_digit());
    if !is_digits || !matches!(entry.node.value, Value::Null) {
        return None;
    }
    let number = numbers.iter().find(|number| text.get(number.node.range.end..entry.key_range.start) == Some(","))?;
    let range = number.node.range.start..entry.key_range.end;
    Some((range.clone(), &number.key, text[range].replace(',', "")))
}
