//! Finds and reads front matter: YAML between `---`, TOML between `+++`, or a JSON object.

use std::ops::Range;
use std::sync::Arc;

use super::value::{DataValue, Map, from_table};
use crate::report::SourceFile;
use crate::yaml::{self, Limits};

/// The front matter of a file.
#[derive(Debug, Default)]
pub struct Front {
    /// Its keys and values.
    pub fields: Map,
    /// Its place, without its delimiters; empty where there is none.
    pub range: Range<usize>,
    /// Where the body begins.
    pub body: usize,
    /// Whether the file begins with front matter, even with an empty one.
    pub is_there: bool,
    /// Why it could be read only in part or not at all, what was read, and where.
    pub problem: Option<(Range<usize>, String)>,
}

/// The format of front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DataFormat {
    Yaml,
    Toml,
    Json,
    /// A program whose result the data is, as Eleventy has it.
    Program,
}

/// Where front matter may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// In the first line.
    AtOnce,
    /// After any white space too, as Hugo and Zola have it.
    AfterSpace,
}

/// Reads the front matter of a file, which begins in its first line.
#[must_use]
pub fn read(file: &Arc<SourceFile>) -> Front {
    read_from(file, Start::AtOnce)
}

/// Reads the front matter of a file.
#[must_use]
pub fn read_from(file: &Arc<SourceFile>, start: Start) -> Front {
    let text = file.text();
    let rest = text.trim_start_matches('\u{feff}');
    let rest = if start == Start::AfterSpace { rest.trim_start() } else { rest };
    let start = text.len() - rest.len();
    let Some((format, range, body)) = cut(text, start) else {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        return Front { body: start, range: start..start, ..Front::default() };
    };
    let (fields, problem) = match parse(file, &range, format) {
        Ok(fields) => (fields, None),
        Err((at, why)) if format == DataFormat::Program => (Map::default(), Some((at, why))),
        Err((at, why)) => (lines(&text[range.clone()]), Some((at, format!("{why}; it was read line by line")))),
    };
    Front { fields, range, body, is_there: true, problem }
}

/// Reads a whole file of settings by the ending of its name. `None` if it is none of the three formats.
#[must_use]
pub fn settings(file: &Arc<SourceFile>) -> Option<Result<Map, Unreadable>> {
    Some(data(file)?.and_then(|value| as_map(value, 0)))
}

/// Reads a whole file of data by the ending of its name. `None` if it is none of the three formats.
#[must_use]
pub fn data(file: &Arc<SourceFile>) -> Option<Result<DataValue, Unreadable>> {
    let format = match file.path().rsplit('.').next()? {
        "yaml" | "yml" => DataFormat::Yaml,
        "toml" => DataFormat::Toml,
        "json" => DataFormat::Json,
        _ => return None,
    };
    Some(parse_value(file, &(0..file.text().len()), format))
}

/// The lines of a text that begin with a key, without their line breaks.
pub fn lines_of<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start().trim_start_matches(['"', '\'', '[']);
        let is_it = trimmed.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key))
            && !trimmed[key.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
        is_it.then_some(start..start + line.trim_end().len())
    })
}

fn cut(text: &str, start: usize) -> Option<(DataFormat, Range<usize>, usize)> {
    let first = text[start..].split_inclusive('\n').next()?;
    let (close, format): (&[&str], _) = match first.trim_end() {
        "---" | "---yaml" | "--- yaml" => (&["---", "..."], DataFormat::Yaml),
        "+++" => (&["+++"], DataFormat::Toml),
        "---toml" | "--- toml" => (&["---"], DataFormat::Toml),
        "---json" | "--- json" => (&["---"], DataFormat::Json),
        "---js" | "--- js" | "---javascript" | "--- javascript" | "---node" | "--- node" => {
            (&["---"], DataFormat::Program)
        }
        line if line.starts_with('{') && !line.starts_with("{{") && !line.starts_with("{%") => {
            let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<serde_json::Value>();
            values.next()?.ok().filter(serde_json::Value::is_object)?;
            let end = start + values.byte_offset();
            let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
            return text[end..line_end].trim().is_empty().then_some((DataFormat::Json, start..end, line_end));
        }
        _ => return None,
    };
    let from = start + first.len();
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if close.contains(&line.trim_end()) {
            return Some((format, from..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Why a value cannot be read, and where.
type Unreadable = (Range<usize>, String);

fn parse(file: &Arc<SourceFile>, range: &Range<usize>, format: DataFormat) -> Result<Map, Unreadable> {
    parse_value(file, range, format).and_then(|value| as_map(value, range.start))
}

fn as_map(value: DataValue, start: usize) -> Result<Map, Unreadable> {
    match value {
        DataValue::Map(map) => Ok(map),
        DataValue::Null => Ok(Map::default()),
        _ => Err((start..start, "it is not a mapping of keys to values".to_owned())),
    }
}

fn parse_value(file: &Arc<SourceFile>, range: &Range<usize>, format: DataFormat) -> Result<DataValue, Unreadable> {
    let text = &file.text()[range.clone()];
    match format {
        DataFormat::Yaml => {
            yaml::parse(file, range.clone(), Limits::Small).map(|node| DataValue::from(&node)).map_err(|findings| {
                let first = findings.into_iter().next();
                let at = first.as_ref().and_then(|finding| finding.place.as_ref()?.range());
                let why = first.map_or_else(|| "it is not YAML".to_owned(), |finding| finding.message);
                (at.unwrap_or(range.start..range.start), why)
            })
        }
        DataFormat::Toml => text
            .parse::<toml_edit::DocumentMut>()
            .map(|document| DataValue::Map(from_table(document.as_table())))
            .map_err(|error: toml_edit::TomlError| {
                let at = error.span().unwrap_or(0..0);
                (range.start + at.start..range.start + at.end, error.message().to_owned())
            }),
        DataFormat::Json => serde_json::from_str::<serde_json::Value>(text)
            .or_else(|error| serde_json::from_str(&without_trailing(text)).map_err(|_| error))
            .map(DataValue::from)
            .map_err(|error| (range.start..range.start, error.to_string())),
        DataFormat::Program => Err((range.start..range.start, "it is a program; nothing was read from it".to_owned())),
    }
}

/// JSON without the comments, and the commas after a last entry, that many programs accept.
fn without_trailing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => {
                let mut escaped = false;
                let end = rest[1..].find(|c: char| {
                    let is_end = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    is_end
                });
                end.map_or(rest.len(), |end| end + 2)
            }
            '/' if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest.split_once("*/").map_or("", |(_, after)| after);
                continue;
            }
            '}' | ']' => {
                let end = out.trim_end().len();
                if out[..end].ends_with(',') {
                    out.remove(end - 1);
                }
                1
            }
            c => c.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The keys and texts of invalid front matter, as far as single lines have them.
fn lines(text: &str) -> Map {
    let mut map = Map::default();
    for line in text.lines() {
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let (key, value) = (key.trim_end(), value.trim());
        let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if !is_key || value.is_empty() || value.starts_with(['[', '{', '|', '>', '&', '*', '!']) {
            continue;
        }
        let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        let value = match inner.unwrap_or(value) {
            "true" if inner.is_none() => DataValue::Bool(true),
            "false" if inner.is_none() => DataValue::Bool(false),
            text if inner.is_none() && text.parse::<i64>().is_ok() => DataValue::Number(text.to_owned()),
            text => DataValue::Text(text.to_owned()),
        };
        map.set(key, value);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> (Front, String) {
        let file = SourceFile::new("a.md", text);
        let front = read(&file);
        let body = text[front.body..].to_owned();
        (front, body)
    }

    #[test]
    fn front_matter_is_read_in_three_formats() {
        for text in [
            "---\ntitle: A\nweight: 2\n---\nbody",
            "\u{feff}---\r\ntitle: A\r\nweight: 2\r\n...\r\nbody",
            "+++\ntitle = \"A\"\nweight = 2\n+++\nbody",
            "{\n  \"title\": \"A\",\n  \"weight\": 2\n}\nbody",
            "---json\n{ \"title\": \"A\", \"weight\": 2 }\n---\nbody",
        ] {
            let (front, body) = fields(text);
            assert_eq!(front.fields.text_at("title"), Some("A"), "{text}");
            assert_eq!(front.fields.get("weight"), Some(&DataValue::Number("2".into())), "{text}");
            assert_eq!(body, "body", "{text}");
            assert!(front.problem.is_none());
        }
    }

    #[test]
    fn text_that_only_looks_like_front_matter_is_text() {
        for text in ["{{ call() }}\n", "{% tag %}", "---\nno end", "{ not json\n", "# Title\n---\n", ""] {
            let (front, body) = fields(text);
            assert!(!front.is_there, "{text}");
            assert_eq!(body, text);
        }
    }

    #[test]
    fn invalid_front_matter_is_read_line_by_line() {
        let (front, body) = fields("---\ntitle: A: b\ndraft: true\nlist: [a\n---\nbody");
        assert_eq!(front.fields.text_at("title"), Some("A: b"));
        assert!(front.fields.get("draft").is_some_and(DataValue::is_true));
        assert!(front.problem.is_some());
        assert_eq!(body, "body");
    }

    #[test]
    fn programs_are_front_matter_that_is_not_read() {
        for name in ["---js", "--- javascript", "---node"] {
            let (front, body) = fields(&format!("{name}\nconst title = \"A\";\ntitle: b\n---\nbody"));
            assert!(front.is_there && front.fields.is_empty(), "{name}");
            assert_eq!(front.problem.map(|(_, why)| why).as_deref(), Some("it is a program; nothing was read from it"));
            assert_eq!(body, "body");
        }
    }

    #[test]
    fn json_may_have_comments_and_commas_at_the_end() {
        let text = "{ // one\n \"a\": [1, 2,], /* two, } */ \"b\": \"x, // ] \\\" ,]\", \n}";
        let file = SourceFile::new("a.json", text);
        let map = settings(&file).unwrap().unwrap();
        assert_eq!(map.get("a").map(|list| list.list().len()), Some(2));
        assert_eq!(map.text_at("b"), Some("x, // ] \" ,]"));
        assert!(settings(&SourceFile::new("a.json", "{ \"a\": 1 ")).unwrap().is_err());
    }

    #[test]
    fn dates_of_toml_are_text() {
        let (front, _) = fields("+++\ndate = 2024-01-02T10:00:00Z\n[extra]\na = 1.50\n+++\n");
        assert_eq!(front.fields.text_at("date"), Some("2024-01-02T10:00:00Z"));
        assert_eq!(front.fields.text_at("extra.a"), Some("1.50"));
    }
}
