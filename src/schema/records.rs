//! The schemas of statistics, sources and translations.

use serde_json::{Value, json};

use super::parts::{form, list_of_records, mapping, one_of, optional, required};
use crate::read::{STATUSES, Scale, Unit};

/// The schema of `content/statistics.yaml`.
pub(super) fn statistics() -> Value {
    list_of_records(&mapping([
        required("id", form("id"), "The id that pages use for it"),
        required("value", json!({ "type": ["number", "string"] }), "The number, or a ratio such as \"2/3\""),
        required("unit", unit(), "What the number counts or measures"),
        required(
            "period",
            form("period"),
            "The time that it describes: 2019, 2019-12, 2019-12-31, 2019/2021, or unknown",
        ),
        required("source", form("nonempty"), "The id of a record in content/sources.yaml"),
        optional("of", form("shown"), "The population: households"),
        optional("indicator", form("shown"), "What is measured: with a radio"),
        optional("area", form("shown"), "A place or a group"),
        optional("scale", one_of(Scale::ALL.iter().map(|(name, _)| *name)), "The value is multiplied by it"),
        optional("decimals", json!({ "type": "integer", "minimum": 0, "maximum": 12 }), "The number of decimals shown"),
        optional("as_written", form("shown"), "The number exactly as the source writes it"),
        optional("sentence", form("shown"), "The number in words, with {value} in its place"),
        optional("of_date", form("period"), "The date of a group that changes over time"),
        optional("period_label", form("shown"), "The period as the source words it"),
        optional("qualifier", form("shown"), "A word that the text may use with the number: only"),
        optional("status", one_of(STATUSES), "How final it is"),
        optional("attributed_to", form("shown"), "Whom the source cites"),
        optional("note", form("shown"), "Anything else that readers must know"),
        optional("derived", form("text"), "How it follows from others: 100 - other-id"),
        optional("parts", form("texts"), "The ids of the records that add up to it"),
        optional("review_by", form("day"), "The day after which it must be reviewed"),
        optional("superseded_by", form("text"), "The id of the record that replaces it"),
    ]))
}

fn unit() -> Value {
    json!({ "anyOf": [
        one_of(Unit::names()),
        { "type": "string", "pattern": "^[A-Z]{3}$", "description": "The code of a currency" },
    ] })
}

/// The schema of `content/sources.yaml`.
pub(super) fn sources() -> Value {
    let shown = |name, means| optional(name, form("shown"), means);
    list_of_records(&mapping([
        required("id", form("id"), "The id that records use for it"),
        required("title", form("shown"), "Its title"),
        shown("publisher", "Who published it"),
        shown("edition", "Its edition"),
        shown("date", "When it was published"),
        optional("address", form("address"), "Its web address"),
        shown("retrieved", "When it was read"),
        shown("licence", "Its licence"),
        shown("note", "Anything else that readers must know"),
    ]))
}

/// The schema of `content/translations.yaml`.
pub(super) fn translations() -> Value {
    let hash = json!({ "type": "string", "pattern": "^[0-9a-f]{8}$" });
    let blocks = json!({ "type": "array", "items": hash });
    let entry = mapping([
        required("original", form("nonempty"), "The page that it was made from, below content/: en/about.md"),
        required("blocks", blocks, "A hash of each paragraph of the original, as it was"),
    ]);
    let paths = json!({ "pattern": "^[^/]+/.+\\.md$" });
    json!({ "type": ["object", "null"], "propertyNames": paths, "additionalProperties": entry })
}
