//! Converts shortcodes with content of other systems to equivalent calls of the embedded themes. Callers check whether the
//! theme of the site has that shortcode.

use std::fmt;

/// The arguments of a tag, each with its name, if it has one.
type Arguments = [(Option<String>, String)];

/// Kinds of boxes: what themes call them, and the kind that the theme of Firstflight has.
const KINDS: [(&str, &str); 15] = [
    ("note", "note"),
    ("info", "note"),
    ("primary", "note"),
    ("secondary", "note"),
    ("default", "note"),
    ("tip", "tip"),
    ("success", "tip"),
    ("hint", "tip"),
    ("important", "important"),
    ("warning", "warning"),
    ("warn", "warning"),
    ("attention", "warning"),
    ("caution", "caution"),
    ("danger", "caution"),
    ("error", "caution"),
];

/// Names of shortcodes for boxes with an argument for the kind.
const BOXES: [&str; 8] = ["box", "callout", "alert", "notice", "admonition", "hint", "message", "pageinfo"];

/// Keys for the kind of a box.
const KIND_KEYS: [&str; 8] = ["kind", "type", "color", "colour", "context", "style", "level", "class"];

/// All keys of a box that are understood: those for its kind, and those for its title.
const BOX_KEYS: [&str; 11] =
    ["kind", "type", "color", "colour", "context", "style", "level", "class", "title", "heading", "caption"];

fn kind(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name)).map(|(_, ours)| *ours)
}

/// A call of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquivalentCall {
    /// The name of the shortcode.
    pub name: &'static str,
    /// Its arguments, each with its value as it is written.
    pub arguments: Vec<(&'static str, String)>,
    /// Whether all arguments of the original call are converted.
    pub is_complete: bool,
}

impl fmt::Display for EquivalentCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments: Vec<String> = self.arguments.iter().map(|(key, value)| format!("{key}={value}")).collect();
        write!(f, "{}({})", self.name, arguments.join(", "))
    }
}

/// The call of the theme that opens the body of a shortcode of another system; `None` if there is no equivalent.
#[must_use]
pub fn equivalent(name: &str, arguments: &Arguments) -> Option<EquivalentCall> {
    let first = |keys: &[&str], position: Option<usize>| {
        let named = keys.iter().find_map(|key| argument(arguments, key, None));
        named.or_else(|| argument(arguments, "", position)).filter(|value| !value.trim().is_empty())
    };
    let mut found = Vec::new();
    let (own, keys) = match name {
        "details" | "expand" | "collapse" | "spoiler" | "faq" => {
            let summary = first(&["summary", "title", "label"], Some(0)).unwrap_or("Details");
            found.push(("summary", quoted(summary)?));
            let is_open = argument(arguments, "open", None).is_some_and(|open| open == "true");
            found.extend(is_open.then(|| ("open", "true".to_owned())));
            ("details", &["summary", "title", "label", "open"][..])
        }
        "quote" | "blockquote" => {
            if let Some(by) = first(&["author", "by", "name", "attribution"], Some(0)) {
                found.push(("by", quoted(by)?));
            }
            ("quote", &["author", "by", "name", "attribution"][..])
        }
        name if BOXES.contains(&name) || kind(name).is_some() => {
            let position = BOXES.contains(&name).then_some(0);
            let own = first(&KIND_KEYS, position).and_then(kind).or_else(|| kind(name)).unwrap_or("note");
            found.push(("kind", quoted(own)?));
            // Any other word at the first place is a title.
            let placed = argument(arguments, "", Some(0)).filter(|word| position.is_none() || kind(word).is_none());
            let title = first(&["title", "heading", "caption"], None).or(placed.filter(|word| !word.is_empty()));
            if let Some(title) = title {
                found.push(("title", quoted(title)?));
            }
            ("box", &BOX_KEYS[..])
        }
        _ => return None,
    };
    let is_used = |(key, _): &&(Option<String>, String)| key.as_deref().is_some_and(|key| keys.contains(&key));
    let (used, others): (Vec<_>, Vec<_>) = arguments.iter().partition(is_used);
    // An unknown kind would be lost. An unnamed argument must be the only one, since a second may repeat its meaning.
    let is_known = |(key, value): &&(Option<String>, String)| {
        key.as_deref().is_none_or(|key| own != "box" || !KIND_KEYS.contains(&key) || kind(value).is_some())
    };
    let is_named = others.is_empty() && used.len() <= found.len() && used.iter().all(is_known);
    let is_complete = is_named || used.is_empty() && matches!(others[..], [(None, _)]);
    Some(EquivalentCall { name: own, arguments: found, is_complete })
}

/// A text between quotes that it does not contain.
fn quoted(text: &str) -> Option<String> {
    let is_plain = !text.contains(['\n', '\\']) && !text.contains(crate::marks::is_forbidden) && !text.contains("%}");
    let quote = ['"', '\''].into_iter().find(|quote| is_plain && !text.contains(*quote))?;
    Some(format!("{quote}{text}{quote}"))
}

/// Reads the arguments of a tag of another system: each with its name, if it has one.
#[must_use]
pub fn arguments(text: &str) -> Vec<(Option<String>, String)> {
    let mut arguments = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_length = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        let after = rest[name_length..].trim_start();
        let name = (name_length > 0 && after.starts_with('=')).then(|| rest[..name_length].to_owned());
        if name.is_some() {
            rest = after[1..].trim_start();
        }
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let value = match quote {
            Some(quote) => {
                let inner = &rest[1..];
                let mut escaped = false;
                let end = inner.find(|c: char| {
                    let ends = c == quote && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                let end = end.unwrap_or(inner.len());
                rest = inner.get(end + 1..).unwrap_or("");
                inner[..end].replace("\\\"", "\"")
            }
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
                let value = rest[..end].to_owned();
                rest = &rest[end..];
                value
            }
        };
        arguments.push((name, value));
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    arguments
}

/// The value of a named argument, or of the one at a position without a name.
#[must_use]
pub fn argument<'a>(arguments: &'a Arguments, name: &str, position: Option<usize>) -> Option<&'a str> {
    let named = arguments.iter().find(|(own, _)| own.as_deref() == Some(name));
    let placed = || arguments.iter().filter(|(own, _)| own.is_none()).nth(position?);
    named.or_else(placed).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_have_names_or_places() {
        let found = arguments("\"a b\" src=\"c\" alt='d' 5, last=true");
        assert_eq!(argument(&found, "src", Some(0)), Some("c"));
        assert_eq!(argument(&found, "path", Some(0)), Some("a b"));
        assert_eq!(argument(&found, "n", Some(1)), Some("5"));
        assert_eq!(argument(&found, "last", None), Some("true"));
        assert_eq!(argument(&found, "alt", None), Some("d"));
    }

    #[test]
    fn shortcodes_of_themes_have_equivalents() {
        for (name, given, expected) in [
            ("details", "\"How?\"", Some("details(summary=\"How?\")")),
            ("details", "summary='Say \"how\"' open=true", Some("details(summary='Say \"how\"', open=true)")),
            ("details", "summary=\"It's \\\"so\\\"\"", None),
            ("alert", "title=\"Mind\" color=\"warning\"", Some("box(kind=\"warning\", title=\"Mind\")")),
            ("callout", "danger", Some("box(kind=\"caution\")")),
            ("hint", "info", Some("box(kind=\"note\")")),
            ("tip", "\"Do this\"", Some("box(kind=\"tip\", title=\"Do this\")")),
            ("quote", "author=\"A. Person\"", Some("quote(by=\"A. Person\")")),
            ("blockquote", "", Some("quote()")),
            ("tabs", "", None),
        ] {
            assert_eq!(
                equivalent(name, &arguments(given)).map(|call| call.to_string()).as_deref(),
                expected,
                "{name} {given}"
            );
        }
    }
}
