//! Ids that elements get because links lead to them: terms of definition lists, and calls that are kept as text. In the original,
//! `id="x"` in a call of `def` makes `x` or `def-x`.

use std::collections::BTreeSet;

use super::destinations::{MarkdownStructure, is_within, structure};
use super::edits::Edits;
use super::generators::tags;

/// An element that gets an id because a link leads to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WantedId {
    /// The term of this number in the definition lists of a page.
    Term(usize, String),
    /// The first call that makes this id in the original.
    Call(String),
}

/// A call with an id.
#[derive(Debug, PartialEq, Eq)]
pub struct CallWithId {
    /// Where it begins.
    pub start: usize,
    /// The ids that it may make: its own, and the same after its name.
    pub ids: [String; 2],
}

/// The calls with ids in a text, outside of code and HTML, in order.
#[must_use]
pub fn calls_with_ids(text: &str, structure: &MarkdownStructure) -> Vec<CallWithId> {
    let mut calls = Vec::new();
    if !text.contains("id=") || !(text.contains("{{") || text.contains("{%")) {
        return calls;
    }
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for mut tag in tags::find(text, 0..text.len(), open, close) {
            let start = tag.range.start;
            // The second brace of `{{%` begins no tag of its own.
            let is_second = open == "{%" && text[..start].ends_with('{');
            if is_second || is_within(&structure.code, start) || is_within(&structure.html, start) {
                continue;
            }
            tag.inner = tag.inner.trim_matches(['<', '>', '%', '/', '-', ' ']).to_owned();
            let (name, rest) = tag.words();
            let arguments = tags::arguments(rest.trim_start_matches('(').trim_end_matches(')'));
            let id = tags::argument(&arguments, "id", None).filter(|id| is_id(id));
            calls.extend(id.map(|id| CallWithId { start, ids: [id.to_owned(), format!("{name}-{id}")] }));
        }
    }
    calls.sort_by_key(|call| call.start);
    calls
}

/// The edits that give terms of definition lists and calls the ids that links to them need.
#[must_use]
pub fn edits(text: &str, wanted: &BTreeSet<WantedId>) -> Edits {
    let structure = structure(text);
    let calls = calls_with_ids(text, &structure);
    let mut edits = Edits::default();
    for wanted in wanted {
        let (at, id) = match wanted {
            WantedId::Term(number, id) => (structure.terms.get(*number).map(|(_, range)| range.start), id),
            WantedId::Call(id) => (calls.iter().find(|call| call.ids.contains(id)).map(|call| call.start), id),
        };
        if let Some(at) = at {
            edits.replace(at..at, format!("<a id=\"{}\"></a>", id.replace(['"', '<', '&'], "")));
        }
    }
    edits
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '&' | '{' | '}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_every_generator_have_ids() {
        let text = "{{% def id=\"CA\" %}} a {{% /def %}} {{< x 5 id=y >}} {{ fig(id='z') }} {% w id=\"v\" %}\n`{{< c id=d >}}`\n\n<!-- {{< c id=\"e\" >}} -->\n";
        let calls = calls_with_ids(text, &structure(text));
        let ids: Vec<&str> = calls.iter().map(|call| call.ids[1].as_str()).collect();
        assert_eq!(ids, ["def-CA", "x-y", "fig-z", "w-v"]);
    }
}
