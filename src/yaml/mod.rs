//! Reads YAML and keeps places: a text becomes a tree of [`Node`]s with their byte ranges, and [`Fields`] reads typed
//! values from a mapping, reporting every mistake instead of stopping at the first.

mod cause;
mod dates;
mod diagnosis;
mod draft;
mod explain;
mod false_spaces;
mod fields;
mod forbidden;
mod lines;
mod parse;
mod repair;
mod slips;

pub use dates::{nonexistent_day, parse_day, parse_instant};
pub use false_spaces::false_spaces;
pub use fields::{Fields, Record, first_line};
pub use parse::{Limits, parse};

use std::ops::Range;

/// A value with its place in the file.
#[derive(Clone, Debug)]
pub struct Node {
    /// Bytes of the file that it takes; of an alias, those of the alias.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// A YAML value by the core schema of YAML 1.2: `no`, `on`, `012` and `1_000` are text.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing: `key:` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without quotes, as it was typed, so that `0.10` keeps its second decimal.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Bytes of the file that the key takes.
    pub key_range: Range<usize>,
    /// Its value.
    pub node: Node,
}

impl Value {
    /// What kind of value this is, in words for an editor.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

impl Node {
    /// The same value for templates, which know no places.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.clone())),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Map(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect())
            }
        }
    }
}
