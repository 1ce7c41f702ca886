//! The schema of events.

use serde_json::{Value, json};

use super::parts::{form, list_of_records, mapping, one_of, optional, required};

/// The schema of `content/events.yaml`.
pub(super) fn events() -> Value {
    let date = json!({ "anyOf": [form("day"), { "const": "unknown" }] });
    let time = || json!({ "type": "string", "pattern": "^\\d{2}:\\d{2}$" });
    let online = json!({ "anyOf": [{ "type": "boolean" }, form("address"), { "const": "unknown" }] });
    let instant = json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}([Tt ]\\d{2}:\\d{2}.*)?$" });
    list_of_records(&mapping([
        required("id", form("id"), "The id that pages use for it"),
        required("title", form("shown"), "Its title"),
        required("date", date, "The local date on which it begins, or unknown"),
        required("start", time(), "The local time at which it begins, as in \"09:50\""),
        required("end", time(), "The local time at which it ends"),
        required("zone", form("nonempty"), "Its time zone, as in Europe/Zurich"),
        optional("end_date", form("day"), "The date on which it ends, if that is another day"),
        optional("also_show", form("texts"), "Further zones in which its time is shown"),
        optional("place", form("shown"), "Where it takes place"),
        optional("online", online, "Whether it is online, or its address"),
        optional("organiser", form("shown"), "Who organises it"),
        optional("source", form("text"), "The id of a record in content/sources.yaml"),
        optional("source_text", form("text"), "The times in the words of the source"),
        optional("not_before", form("day"), "The first day that the source can mean"),
        optional("resolution", resolution(), "What you decided about a source that contradicts itself"),
        optional("register", form("address"), "The address for registration"),
        optional("occurrence", one_of(["first", "second"]), "Which of the two is meant if clocks show the time twice"),
        optional("updated", instant, "The record's last change, for calendars"),
        optional("note", form("shown"), "Anything else that readers must know"),
    ]))
}

fn resolution() -> Value {
    mapping([
        required("choice", one_of(["quote", "record"]), "Whether the source is quoted, or the record is right"),
        required("reason", form("shown"), "Why, for readers"),
    ])
}
