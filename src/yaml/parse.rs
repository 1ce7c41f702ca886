//! Parses text into a tree of nodes, within limits.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use super::explain::explain;
use super::forbidden::forbidden_in;
use super::{Entry, Node, Value};
use crate::limits::{
    YAML_ALIAS_BYTES, YAML_ALIAS_EVENTS, YAML_ANCHORED_EVENTS, YAML_DATA_NODES, YAML_DEPTH, YAML_NODES,
};
use crate::report::{Finding, SourceFile};

/// Limits on the size of a document.
#[derive(Clone, Copy, Debug)]
pub enum Limits {
    /// Front matter and `site.yaml`: 20,000 nodes.
    Small,
    /// Data files: 900,000 nodes. A bomb of aliases must not profit from it, so those are bounded on their own.
    Data,
}

/// Parses the bytes `range` of a file as one YAML document. Empty text is [`Value::Null`].
///
/// # Errors
///
/// Findings with their exact places: the text is not YAML, repeats a key, or passes the limits; or values hold
/// characters that no page can hold.
pub fn parse(file: &Arc<SourceFile>, range: Range<usize>, limits: Limits) -> Result<Node, Vec<Finding>> {
    // A byte order mark would count as a column, or as the start of a text.
    let mark = if range.start == 0 && file.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let range = range.start + mark..range.end;
    let text = &file.text()[range.clone()];
    match read(text, limits) {
        Ok(Some(raw)) => {
            let mut findings = Vec::new();
            // Only an escape or a tag makes a character that the text itself does not hold.
            if memchr::memchr2(b'\\', b'!', text.as_bytes()).is_some() {
                forbidden_in(&raw, text, file, range.start, &mut findings);
            }
            if findings.is_empty() { Ok(locate(raw, text, range.start)) } else { Err(findings) }
        }
        Ok(None) => Ok(Node { range: range.start..range.start, value: Value::Null }),
        Err(error) => Err(explain(error, file, range, limits)),
    }
}

/// Reads a text; `None` if it holds no value.
pub(super) fn read(text: &str, limits: Limits) -> Result<Option<Spanned<Raw>>, serde_yaml::Error> {
    let max_nodes = limits.nodes();
    // Hardly more is kept than aliases may repeat.
    let max_anchored = match limits {
        Limits::Small => YAML_ALIAS_EVENTS * 3 / 2,
        Limits::Data => YAML_ANCHORED_EVENTS,
    };
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: YAML_ALIAS_EVENTS },
        budget: serde_yaml::budget! {
            max_nodes: max_nodes,
            max_recorded_anchor_events: max_anchored,
            max_events: max_nodes.saturating_mul(4),
            max_total_scalar_bytes: text.len() + YAML_ALIAS_BYTES,
            max_depth: YAML_DEPTH,
            flow_nesting_limit: YAML_DEPTH,
        },
    };
    serde_yaml::from_str_with_options(text, options)
}

/// The line, from 1, on which the parser stopped; 0 if it is unknown.
pub(super) fn line_of_error(error: &serde_yaml::Error) -> usize {
    error.location().map_or(0, |location| usize::try_from(location.line()).unwrap_or(0))
}

impl Limits {
    /// The maximum number of values.
    pub(super) fn nodes(self) -> usize {
        match self {
            Self::Small => YAML_NODES,
            Self::Data => YAML_DATA_NODES,
        }
    }
}

/// A value as the parser hands it over.
pub(super) enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

fn locate(raw: Spanned<Raw>, text: &str, base: usize) -> Node {
    let local = bytes_of(&raw.referenced, text);
    let defined = bytes_of(&raw.defined, text);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Number => Value::Number(text[defined].trim().to_owned()),
        Raw::Text(value) => Value::Text(value),
        Raw::List(items) => Value::List(items.into_iter().map(|item| locate(item, text, base)).collect()),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, node)| Entry {
                    key_range: shift(bytes_of(&key.referenced, text), base),
                    key: key.value,
                    node: locate(node, text, base),
                })
                .collect(),
        ),
    };
    Node { range: shift(whole(&value, local, text, base), base), value }
}

/// The parser knows only where a list or a mapping begins; it ends after its last value, or its bracket.
fn whole(value: &Value, local: Range<usize>, text: &str, base: usize) -> Range<usize> {
    let (last, bracket) = match value {
        Value::List(items) => (items.last().map(|item| item.range.end), ('[', ']')),
        Value::Map(entries) => (entries.last().map(|entry| entry.node.range.end.max(entry.key_range.end)), ('{', '}')),
        _ => return local,
    };
    // The values of an alias are elsewhere.
    if text[local.start..].starts_with('*') {
        return local;
    }
    let mut end = last.map_or(local.end, |end| end.saturating_sub(base).max(local.end));
    if text[local.start..].starts_with(bracket.0) {
        let rest = &text[end..];
        let inner = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if inner.starts_with(bracket.1) {
            end += rest.len() - inner.len() + 1;
        }
    }
    local.start..end
}

pub(super) fn shift(range: Range<usize>, base: usize) -> Range<usize> {
    range.start + base..range.end + base
}

/// The bytes of a location; a block's span ends where the next token starts, so trailing white space is cut off.
pub(super) fn bytes_of(location: &serde_yaml::Location, text: &str) -> Range<usize> {
    let span = location.span();
    let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) else {
        return line_of(location, text);
    };
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
    let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(text.len());
    match text.get(start..end) {
        Some(part) => start..start + part.trim_end().len(),
        None => line_of(location, text),
    }
}

/// From the column to the end of its line, where the parser knows no bytes.
pub(super) fn line_of(location: &serde_yaml::Location, text: &str) -> Range<usize> {
    let line = usize::try_from(location.line()).unwrap_or(1).max(1);
    let column = usize::try_from(location.column()).unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text[start..].split(['\n', '\r']).next().unwrap_or("");
    let offset = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
    start + offset..start + rest.len()
}
