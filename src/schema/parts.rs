//! Building blocks of schemas: mappings with known keys, and the forms of values that several of them have.

use serde_json::{Map, Value, json};

/// The tag of a language.
pub(super) const TAG: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

/// A key of a mapping.
pub(super) struct Key {
    name: String,
    is_required: bool,
    value: Value,
}

/// A key that must be there, and what it means.
pub(super) fn required(name: &str, value: Value, means: &str) -> Key {
    Key { name: name.to_owned(), is_required: true, value: described(value, means) }
}

/// A key that may be there; if it is, with a value.
pub(super) fn filled(name: &str, value: Value, means: &str) -> Key {
    Key { name: name.to_owned(), is_required: false, value: described(value, means) }
}

/// A key that may be there, with or without a value.
pub(super) fn optional(name: &str, value: Value, means: &str) -> Key {
    let forms = vec![value, json!({ "type": "null" })];
    filled(name, json!({ "anyOf": forms }), means)
}

fn described(mut value: Value, means: &str) -> Value {
    value["description"] = json!(means);
    value
}

/// A mapping with these keys and no others.
pub(super) fn mapping(keys: impl IntoIterator<Item = Key>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in keys {
        if key.is_required {
            required.push(json!(key.name));
        }
        properties.insert(key.name, key.value);
    }
    let mut mapping = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        mapping["required"] = json!(required);
    }
    mapping
}

/// A file that is a list of records.
pub(super) fn list_of_records(record: &Value) -> Value {
    json!({ "type": ["array", "null"], "items": record })
}

/// One of these names.
pub(super) fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "enum": names.into_iter().collect::<Vec<_>>() })
}

/// A form that is defined once; see [`definitions`].
pub(super) fn form(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// Forms of values, by the names that [`form`] takes.
pub(super) fn definitions() -> Value {
    let shown = json!({ "anyOf": [{ "type": "string", "pattern": "\\S" }, { "type": "number" }] });
    json!({
        // As it was typed: a bare number, `true` or `false` is a text here.
        "text": { "type": ["string", "number", "boolean"] },
        "nonempty": { "anyOf": [{ "type": "string", "pattern": "\\S" }, { "type": ["number", "boolean"] }] },
        "shown": {
            "description": "A text, or one for each language",
            "anyOf": [
                shown,
                { "type": "object", "minProperties": 1, "propertyNames": { "pattern": TAG }, "additionalProperties": shown },
            ],
        },
        "texts": {
            "description": "A list of texts, or one",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": ["string", "number"] } }],
        },
        "day": { "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" },
        "address": { "type": "string", "pattern": "^https?://\\S+$" },
        "id": { "anyOf": [{ "type": "string", "pattern": "^[\\p{Alphabetic}\\p{N}._-]+$" }, { "type": "number" }] },
        "period": {
            "description": "A year, a month or a day, two of them with / between, or unknown",
            "anyOf": [
                { "type": "string", "pattern": "^(unknown|\\d{4}(-\\d{2}){0,2}(/\\d{4}(-\\d{2}){0,2})?)$" },
                { "type": "integer", "minimum": 1000, "maximum": 9999 },
            ],
        },
    })
}
