//! Texts that are shown to readers, in one language or in several.

use super::Text;
use crate::yaml::{Fields, Node, Value};

/// Reads a text that is shown to readers: one for all languages, or a mapping from language to text. `None` if the key is
/// missing.
pub fn text_by_language(fields: &mut Fields<'_>, key: &'static str) -> Option<Text> {
    let Some(node) = fields.node(key) else {
        fields.takes_mapping(key);
        return None;
    };
    if matches!(&node.value, Value::Text(text) if text.trim().is_empty()) {
        fields.report_empty(key, node.range.clone());
        return Some(Text::default());
    }
    text_or_empty(fields, node, key)
}

/// Reads the text of `node`, or one for each language. Returns `None` for an empty text, which is valid, as the empty `alt`
/// of HTML is.
pub(super) fn text_or_empty(fields: &mut Fields<'_>, node: &Node, key: &str) -> Option<Text> {
    match &node.value {
        Value::Text(text) if text.trim().is_empty() => None,
        Value::Text(text) | Value::Number(text) => Some(Text::plain(text.clone())),
        Value::Map(entries) if entries.is_empty() => {
            fields.report_empty(key, node.range.clone());
            Some(Text::default())
        }
        Value::Map(entries) => {
            let mut texts = Vec::with_capacity(entries.len());
            for entry in entries {
                match &entry.node.value {
                    Value::Text(text) | Value::Number(text) => {
                        if fields.has_usual_length(&entry.node, key) {
                            texts.push((entry.key.clone(), text.clone()));
                        }
                    }
                    _ => fields.wrong(&entry.node, key, "a text for each language"),
                }
            }
            Some(Text::by_language(texts))
        }
        _ => {
            fields.wrong(node, key, "a text, or a text for each language");
            Some(Text::default())
        }
    }
}
