//! The schema of the front matter of a page.

use serde_json::{Value, json};

use super::parts::{form, mapping, one_of, optional, required};
use crate::report::Code;

/// The schema of front matter, with the keys of taxonomies.
pub(super) fn front_matter<'a>(taxonomies: impl IntoIterator<Item = &'a str>) -> Value {
    let bool = || json!({ "type": "boolean" });
    let alias = json!({ "type": "string", "pattern": "^/." });
    let aliases = json!({ "anyOf": [alias, { "type": "array", "items": alias }] });
    let mut keys = vec![
        optional("title", form("nonempty"), "The title; required unless the text begins with a heading # Title"),
        optional("menu_title", form("text"), "A shorter title for the menu"),
        optional("description", form("text"), "One sentence for lists and search engines"),
        optional("date", form("day"), "When the page was written"),
        optional("updated", form("day"), "When it last changed"),
        optional("order", json!({ "type": "integer" }), "Its position among the pages of its folder"),
        optional("ordered", bool(), "In an index.md: whether readers page through the folder"),
        optional("slug", form("text"), "The last part of the address, instead of the name of the file"),
        optional("draft", bool(), "Whether it is published only with --drafts"),
        optional("noindex", bool(), "Whether search engines are asked to leave the page out"),
        optional("publish", form("day"), "The first day on which it is published"),
        optional("expires", form("day"), "The first day on which it no longer is"),
        optional("template", form("text"), "The template; by default page, or section for an index.md"),
        optional("event", form("text"), "The id of an event, shown below the title"),
        optional(
            "translation_of",
            form("text"),
            "The file of a page in another language that this one is a translation of",
        ),
        optional("aliases", aliases, "Old addresses that lead here, as in /old/name/"),
        optional("authors", form("texts"), "Who wrote the page"),
        optional("images", one_of(["offered", "inline"]), "How its images are shown, if not as the settings say"),
        optional("expect", expect(), "Findings that you accept on this page"),
        optional("extra", json!({ "type": "object" }), "Values of your own, for templates"),
    ];
    keys.extend(taxonomies.into_iter().map(|name| optional(name, form("texts"), "Terms of a taxonomy")));
    let mut front = mapping(keys);
    front["type"] = json!(["object", "null"]);
    front
}

fn expect() -> Value {
    let codes = Code::ALL.iter().filter(|code| code.allows_choice()).map(|code| code.as_str());
    let expectation = mapping([
        required("finding", one_of(codes), "The name of the finding"),
        required("reason", form("nonempty"), "Why it is right on this page"),
    ]);
    json!({ "type": "array", "items": expectation })
}
