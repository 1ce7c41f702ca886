//! Finds keys under `extra` that are keys of front matter now. Imports by earlier versions, which had no such keys, put them
//! there.

use std::ops::Range;

use super::terms;
use crate::config::Taxonomies;
use crate::yaml::{Entry, Fields, Node, Value};

/// A key under `extra` that belongs outside of it.
#[derive(Clone, Debug, PartialEq)]
pub struct MisplacedKey {
    /// The key.
    pub key: String,
    /// Its place.
    pub range: Range<usize>,
    /// The edit that moves it out of `extra`: bytes of the file, and what replaces them. None for what is not a key of pages.
    pub edit: Option<(Range<usize>, String)>,
}

/// Keys for the menus that a page is in, in other generators.
pub const MENUS: [&str; 2] = ["menus", "menu"];
/// The key for who wrote a page.
const AUTHORS: &str = "authors";

/// Finds the keys in `extra`, whose key is at `head` and whose value at `whole`.
pub(super) fn find(
    (head, whole): (&Range<usize>, &Range<usize>),
    entries: &[Entry],
    taxonomies: &Taxonomies,
    fields: &Fields<'_>,
) -> Vec<MisplacedKey> {
    let text = fields.file().text();
    let mut found = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let key = entry.key.as_str();
        let is_menu = MENUS.contains(&key);
        let is_taxonomy = taxonomies.list.iter().any(|taxonomy| taxonomy.name == key);
        if !is_menu && !((is_taxonomy || key == AUTHORS) && !fields.has_key(key) && is_list(&entry.node, is_taxonomy)) {
            continue;
        }
        let edit = match text[whole.clone()].starts_with('{') {
            _ if is_menu => None,
            true => moved_in_flow(text, (head, whole), (number, entries)),
            false => moved_in_block(text, head, (number, entries)),
        };
        // A key whose value cannot be moved unchanged is not reported.
        if edit.is_some() || is_menu {
            found.push(MisplacedKey { key: key.to_owned(), range: entry.key_range.clone(), edit });
        }
    }
    found
}

/// Whether a value is one text or a list of texts, all different, each of which can be a word where words are wanted.
fn is_list(node: &Node, of_words: bool) -> bool {
    let text = |node: &Node| match &node.value {
        Value::Text(text) | Value::Number(text) => Some(terms::folded(text.trim())),
        _ => None,
    };
    let items = match &node.value {
        Value::List(items) => items.iter().map(text).collect::<Option<Vec<String>>>(),
        // A text with commas may be meant as several.
        _ => text(node).filter(|text| !text.contains(',')).map(|text| vec![text]),
    };
    items.is_some_and(|items| {
        let is_distinct = items.iter().enumerate().all(|(number, item)| !items[..number].contains(item));
        let can_be_word = |item: &String| !item.is_empty() && (!of_words || terms::problem(item).is_none());
        !items.is_empty() && is_distinct && items.iter().all(can_be_word)
    })
}

/// Moves an entry of `extra: { … }` to a line above it.
fn moved_in_flow(
    text: &str,
    (head, whole): (&Range<usize>, &Range<usize>),
    (number, entries): (usize, &[Entry]),
) -> Option<(Range<usize>, String)> {
    let entry = &entries[number];
    let value = &text[entry.node.range.clone()];
    if value.contains('\n') || !is_line_start(text, head.start) {
        return None;
    }
    let line = format!("{}: {value}", entry.key);
    let range = head.start..whole.end;
    let cut = match (entries.get(number + 1), number.checked_sub(1)) {
        (Some(next), _) => entry.key_range.start..next.key_range.start,
        (None, Some(before)) => entries[before].node.range.end..entry.node.range.end,
        (None, None) => return Some((range, line)),
    };
    let rest = [&text[range.start..cut.start], &text[cut.end..range.end]].concat();
    Some((range, format!("{line}\n{rest}")))
}

/// Moves the lines of an entry of `extra` above it.
fn moved_in_block(
    text: &str,
    head: &Range<usize>,
    (number, entries): (usize, &[Entry]),
) -> Option<(Range<usize>, String)> {
    let entry = &entries[number];
    let line = text[..entry.key_range.start].rfind('\n')? + 1;
    let indent = &text[line..entry.key_range.start];
    let last = text[..entry.node.range.end].trim_end().len();
    let end = last + text[last..].find('\n')? + 1;
    let is_apart = entries.get(number + 1).is_none_or(|next| next.key_range.start >= end);
    if !is_line_start(text, head.start) || line <= head.end || !indent.bytes().all(|byte| byte == b' ') || !is_apart {
        return None;
    }
    let mut moved = String::new();
    for own in text[line..end].split_inclusive('\n') {
        moved.push_str(if own.trim().is_empty() { own } else { own.strip_prefix(indent)? });
    }
    let above = &text[head.start..line];
    if entries.len() > 1 {
        moved.push_str(above);
    } else if above.trim_end() != "extra:" {
        return None;
    }
    Some((head.start..end, moved))
}

fn is_line_start(text: &str, at: usize) -> bool {
    text[..at].ends_with('\n')
}
