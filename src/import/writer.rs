//! Writes values as YAML that reads back as the same values.

use std::fmt::Write as _;

use super::value::{DataValue, Map};

/// Writes a mapping, one key on each line, with values in blocks.
#[must_use]
pub fn write(map: &Map) -> String {
    let mut out = String::new();
    entries(map, 0, &mut out);
    out
}

fn entries(map: &Map, indent: usize, out: &mut String) {
    for (key, value) in map.iter() {
        out.extend(std::iter::repeat_n(' ', indent));
        scalar(key, true, out);
        out.push(':');
        below(value, indent, out);
    }
}

/// Writes what follows `key:` or `-`.
fn below(value: &DataValue, indent: usize, out: &mut String) {
    match value {
        DataValue::Map(map) if !map.is_empty() => {
            out.push('\n');
            entries(map, indent + 2, out);
        }
        DataValue::List(items) if !items.is_empty() && items.iter().all(is_short) && length(items) < 80 => {
            out.push_str(" [");
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                inline(item, out);
            }
            out.push_str("]\n");
        }
        DataValue::List(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                out.extend(std::iter::repeat_n(' ', indent + 2));
                out.push('-');
                below(item, indent + 2, out);
            }
        }
        DataValue::Null => out.push('\n'),
        other => {
            out.push(' ');
            inline(other, out);
            out.push('\n');
        }
    }
}

fn inline(value: &DataValue, out: &mut String) {
    match value {
        DataValue::Null => out.push_str("null"),
        DataValue::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        DataValue::Number(text) => out.push_str(text),
        DataValue::Text(text) => scalar(text, false, out),
        DataValue::List(_) => out.push_str("[]"),
        DataValue::Map(_) => out.push_str("{}"),
    }
}

fn is_short(value: &DataValue) -> bool {
    matches!(value, DataValue::Text(_) | DataValue::Number(_) | DataValue::Bool(_))
}

fn length(items: &[DataValue]) -> usize {
    items.iter().map(|item| item.text().map_or(5, |text| text.len() + 2)).sum()
}

/// Writes a text, in quotes unless every version of YAML reads it as text without them.
fn scalar(text: &str, is_key: bool, out: &mut String) {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | ' ' | '(' | ')' | '’');
    let plain = (text.starts_with(|c: char| c.is_alphabetic())
        || (!is_key && (text.starts_with('/') || text.starts_with("../"))))
        && text.chars().all(is_plain)
        && !text.ends_with(' ')
        && !is_reserved(text)
        && text.len() < 200;
    if plain || (!is_key && (is_date(text) || is_url(text))) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Line separators, which end a text of YAML, and invisible characters.
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            // Characters that pages cannot contain.
            c if crate::marks::is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether a text is a day, as in `2027-05-25`.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Whether a text is a simple address on the web.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/".contains(&b))
    })
}

/// Words that some version of YAML reads as something other than text.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 11] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::SourceFile;
    use crate::yaml::{Limits, parse};

    fn read_back(map: &Map) -> DataValue {
        let text = write(map);
        let file = SourceFile::new("a.yaml", text.as_str());
        let node = parse(&file, 0..text.len(), Limits::Small).unwrap_or_else(|found| panic!("{text}\n{found:?}"));
        DataValue::from(&node)
    }

    fn value() -> impl Strategy<Value = DataValue> {
        let text = prop_oneof![
            "\\PC{0,20}",
            "[ -~\\n\\t]{0,30}",
            "(2024-01-02|https://a.b/c|\\+2024-01-0|true|No|~|null|0x1F|010|1_0|- a|a: b|a #b|!x|&a|\\*a|@a|`|'|\"|>|\\||%|\\? a|2024-01-02|12:30|=|<<|---|\\.\\.\\.)",
        ];
        let leaf = prop_oneof![
            Just(DataValue::Null),
            any::<bool>().prop_map(DataValue::Bool),
            (-1000i64..1000).prop_map(|number| DataValue::Number(number.to_string())),
            text.prop_map(|text: String| DataValue::Text(crate::marks::without_forbidden(&text).into_owned())),
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(DataValue::List),
                prop::collection::vec(("[a-zA-Z0-9_ .:#-]{1,8}", inner), 0..5)
                    .prop_map(|pairs| DataValue::Map(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn written_values_read_back_unchanged(pairs in prop::collection::vec(("[a-zA-Z][a-zA-Z0-9_ -]{0,8}[a-z]", value()), 1..6)) {
            let map: Map = pairs.into_iter().collect();
            prop_assert_eq!(read_back(&map), DataValue::Map(map));
        }
    }

    #[test]
    fn values_are_written_as_people_would() {
        let map: Map = [
            ("title".to_owned(), DataValue::Text("A page".into())),
            ("order".to_owned(), DataValue::Number("0.10".into())),
            (
                "aliases".to_owned(),
                DataValue::List(vec![DataValue::Text("/old/".into()), DataValue::Text("a: b".into())]),
            ),
            (
                "extra".to_owned(),
                DataValue::Map([("no".to_owned(), DataValue::Text("no".into()))].into_iter().collect()),
            ),
        ]
        .into_iter()
        .collect();
        assert_eq!(write(&map), "title: A page\norder: 0.10\naliases: [/old/, \"a: b\"]\nextra:\n  \"no\": \"no\"\n");
    }
}
