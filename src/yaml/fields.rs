//! Reads a mapping key by key. Each method takes one key; [`Fields::finish`] reports the keys that were not read.

mod unread;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Entry, Node, Value, parse_day, slips};
use crate::limits::YAML_TEXT_BYTES;
use crate::report::{Certainty, Finding, Place, SourceFile, catalog, literal};

/// A mapping being read.
pub struct Fields<'a> {
    file: &'a Arc<SourceFile>,
    /// Where a missing key is reported.
    head: Range<usize>,
    entries: Vec<Option<&'a Entry>>,
    /// Keys that were read: the known ones.
    known: Vec<&'a str>,
    findings: &'a mut Vec<Finding>,
    /// What the mapping is, for messages: `the front matter`.
    subject: &'static str,
    /// Keys that are there without a value.
    empty: Vec<&'a Entry>,
    /// Keys that take a mapping, and have none.
    mappings: Vec<&'static str>,
    /// Those that must be there.
    required: Vec<String>,
    /// Where each entry starts.
    starts: Vec<usize>,
    /// Numbers that were read, with their keys.
    read_numbers: Vec<&'a Entry>,
    /// Keys whose value is invalid and reported.
    invalid_keys: Vec<String>,
    /// Places of the values that were read.
    ranges: Vec<(&'a str, Range<usize>)>,
}

/// A mapping in a list of records, with the place of its first line.
pub struct Record<'a> {
    /// Its entries.
    pub entries: &'a [Entry],
    /// Bytes of its first line, where a missing key is reported.
    pub head: Range<usize>,
}

impl<'a> Record<'a> {
    /// The mapping that `node` is, if it is one.
    #[must_use]
    pub fn from_node(file: &SourceFile, node: &'a Node) -> Option<Self> {
        let Value::Map(entries) = &node.value else { return None };
        let start = entries.first().map_or(node.range.start, |entry| entry.key_range.start);
        let rest = &file.text()[start..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        Some(Self { entries, head: start..start + rest[..length].trim_end().len() })
    }
}

impl<'a> Fields<'a> {
    /// Starts reading `entries` of `file`; `head` is where missing keys are reported.
    pub fn new(
        file: &'a Arc<SourceFile>,
        head: Range<usize>,
        entries: &'a [Entry],
        subject: &'static str,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self {
            file,
            head,
            entries: entries.iter().map(Some).collect(),
            known: Vec::new(),
            findings,
            subject,
            empty: Vec::new(),
            mappings: Vec::new(),
            required: Vec::new(),
            starts: entries.iter().map(|entry| entry.key_range.start).collect(),
            read_numbers: Vec::new(),
            invalid_keys: Vec::new(),
            ranges: Vec::new(),
        }
    }

    /// The value of a key, if it is there and not empty.
    pub fn node(&mut self, key: &'a str) -> Option<&'a Node> {
        self.known.push(key);
        let slot = self.entries.iter_mut().find(|slot| slot.is_some_and(|entry| entry.key == key))?;
        let entry = slot.take()?;
        match entry.node.value {
            Value::Null => {
                self.empty.push(entry);
                None
            }
            _ => {
                if matches!(entry.node.value, Value::Number(_)) {
                    self.read_numbers.push(entry);
                }
                self.ranges.push((key, first_line(self.file, &entry.node.range)));
                self.has_usual_length(&entry.node, key).then_some(&entry.node)
            }
        }
    }

    /// Whether a value is a text of a length that a page can show, or no text. A longer one is reported.
    pub fn has_usual_length(&mut self, node: &Node, key: &str) -> bool {
        let (Value::Text(text) | Value::Number(text)) = &node.value else { return true };
        if text.len() <= YAML_TEXT_BYTES {
            return true;
        }
        let place = Place::new(self.file, first_line(self.file, &node.range));
        self.findings.push(catalog::yaml::text_too_long(place, key, YAML_TEXT_BYTES));
        self.invalid_keys.push(key.to_owned());
        false
    }

    /// Whether a key is there with a value, and has not been read yet.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().flatten().any(|entry| entry.key == key && !matches!(entry.node.value, Value::Null))
    }

    /// Whether a key is there, read or not, with or without a value.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        let is_unread = || self.entries.iter().flatten().any(|entry| entry.key == key);
        self.ranges.iter().any(|(read, _)| *read == key) || self.empty.iter().any(|it| it.key == key) || is_unread()
    }

    /// The place of a value that was read already; the head of the mapping where it has none.
    #[must_use]
    pub fn range_of(&self, key: &str) -> Range<usize> {
        self.ranges.iter().find(|(read, _)| *read == key).map_or_else(|| self.head.clone(), |(_, range)| range.clone())
    }

    /// Text; a bare number or word is taken as it was typed.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.located_text(key).map(|(text, _)| text)
    }

    /// Text and its place.
    pub fn located_text(&mut self, key: &'static str) -> Option<(String, Range<usize>)> {
        let node = self.node(key)?;
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Number(text) => text.clone(),
            Value::Bool(value) => value.to_string(),
            _ => {
                self.wrong(node, key, "text");
                return None;
            }
        };
        Some((text, node.range.clone()))
    }

    /// Text that must be there. Its absence, or emptiness, is a finding.
    pub fn required_text(&mut self, key: &'static str) -> Option<String> {
        self.required_located_text(key).map(|(text, _)| text)
    }

    /// Text that must be there, and its place.
    pub fn required_located_text(&mut self, key: &'static str) -> Option<(String, Range<usize>)> {
        match self.located_text(key) {
            Some((text, range)) if !text.trim().is_empty() => Some((text, range)),
            Some((_, range)) => {
                let place = Place::new(self.file, range);
                self.findings.push(catalog::yaml::empty_key(place, key, self.subject, ""));
                None
            }
            None => {
                self.missing(key);
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn bool(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        let meant = match &node.value {
            Value::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some("true"),
                "false" | "no" | "off" => Some("false"),
                _ => None,
            },
            _ => None,
        };
        self.wrong_with(node, key, "true or false", meant.map(str::to_owned));
        None
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<i64> {
        let node = self.node(key)?;
        if let Value::Number(text) = &node.value {
            if let Ok(value) = text.parse() {
                return Some(value);
            }
            let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            let got = if digits { "a number of this size" } else { "a fraction" };
            let place = Place::new(self.file, node.range.clone());
            self.findings.push(catalog::yaml::wrong_type(place, key, "a whole number", got));
            return None;
        }
        let meant = match &node.value {
            Value::Text(text) => text.parse::<i64>().ok().map(|number| number.to_string()),
            _ => None,
        };
        self.wrong_with(node, key, "a whole number", meant);
        None
    }

    /// A day, and its place.
    pub fn date(&mut self, key: &'static str) -> Option<(Date, Range<usize>)> {
        let (text, range) = self.located_text(key)?;
        match parse_day(&text) {
            Ok(date) => Some((date, range)),
            Err(help) => {
                let help = help.unwrap_or_else(|| "write year-month-day, as in 2026-11-23".to_owned());
                self.invalid(range, format!("`{text}` is not a valid date"), Some(help));
                None
            }
        }
    }

    /// A list of texts. One bare text is taken as a list of one.
    pub fn texts(&mut self, key: &'a str) -> Vec<(String, Range<usize>)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if let Some((range, message, help)) = slips::dash(self.file.text(), node) {
            self.invalid(range, message, Some(help));
            return Vec::new();
        }
        match &node.value {
            Value::Text(text) => vec![(text.clone(), node.range.clone())],
            Value::List(items) => items
                .iter()
                .filter_map(|item| match &item.value {
                    Value::Text(text) | Value::Number(text) => Some((text.clone(), item.range.clone())),
                    _ => {
                        self.wrong(item, key, "text for each item");
                        None
                    }
                })
                .collect(),
            _ => {
                self.wrong(node, key, "a list of texts");
                Vec::new()
            }
        }
    }

    /// A mapping; `wanted` describes it in messages.
    pub fn map(&mut self, key: &'static str, wanted: &str) -> Option<(&'a [Entry], Range<usize>)> {
        let Some(node) = self.node(key) else {
            self.takes_mapping(key);
            return None;
        };
        if let Value::Map(entries) = &node.value {
            return Some((entries, node.range.clone()));
        }
        self.wrong(node, key, wanted);
        None
    }

    /// A list.
    pub fn list(&mut self, key: &'static str) -> &'a [Node] {
        let Some(node) = self.node(key) else { return &[] };
        if let Value::List(items) = &node.value {
            return items;
        }
        self.wrong(node, key, "a list");
        &[]
    }

    /// Reports a value that has the right type but is invalid.
    pub fn invalid(&mut self, range: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let place = Place::new(self.file, range);
        self.findings.push(catalog::yaml::invalid_value(place, message).maybe_help(help));
    }

    /// Reports a value `written` that is none of `names`, with the closest of them, which is at most as certain as `most`;
    /// `otherwise` is the help if none is close.
    pub fn unknown_name<'n>(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        (written, names): (&str, impl IntoIterator<Item = &'n str>),
        most: Certainty,
        otherwise: Option<String>,
    ) {
        let finding = catalog::yaml::invalid_value(Place::new(self.file, range), message).maybe_help(otherwise);
        self.findings.push(finding.did_you_mean(written, names, most));
    }

    /// Reports any finding.
    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// How many findings there are so far, in this record and in those before it.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings.len()
    }

    /// Reports a value of the wrong type.
    pub fn wrong(&mut self, node: &Node, key: &str, wanted: &str) {
        self.wrong_with(node, key, wanted, None);
    }

    /// Reports a text of the wrong type, and what is `meant` by it, as YAML, if only one value can be.
    fn wrong_with(&mut self, node: &Node, key: &str, wanted: &str, meant: Option<String>) {
        let place = Place::new(self.file, first_line(self.file, &node.range));
        let is_literal = matches!(&node.value, Value::Text(text) if literal(&place, text).is_some());
        let edit = meant.filter(|_| is_literal).map(|meant| (node.range.clone(), meant));
        let finding = catalog::yaml::wrong_type(place, key, wanted, node.value.kind());
        self.findings.push(finding.maybe_edit(edit, Certainty::Certain));
        self.invalid_keys.push(key.to_owned());
    }

    /// Reports that a key is missing, unless a key close to it is there and will be reported as unknown: one finding
    /// for one cause.
    pub fn missing(&mut self, key: &str) {
        if self.invalid_keys.iter().any(|wrong| wrong == key) {
            return;
        }
        if let Some(entry) = self.empty.iter().copied().find(|entry| entry.key == key) {
            // Whether keys after it belong to it is known only at the end.
            if self.mappings.contains(&key) {
                self.required.push(key.to_owned());
            } else {
                self.findings.push(self.empty_value(entry));
            }
            return;
        }
        if !self.is_misspelt(key) {
            let place = Place::new(self.file, self.head.clone());
            self.findings.push(catalog::yaml::missing_key(place, key, self.subject));
        }
    }

    /// Whether a key is missing and no invalid or misspelt key is meant for it.
    #[must_use]
    pub fn lacks(&self, key: &str) -> bool {
        !self.has_key(key) && !self.invalid_keys.iter().any(|wrong| wrong == key) && !self.is_misspelt(key)
    }

    fn is_misspelt(&self, key: &str) -> bool {
        self.entries.iter().flatten().any(|entry| crate::report::nearest(&entry.key, [key]).is_some())
    }

    /// The place of the value of a key; the key still counts as unread.
    #[must_use]
    pub fn peek(&self, key: &str) -> Option<Range<usize>> {
        self.entries.iter().flatten().find(|entry| entry.key == key).map(|entry| entry.node.range.clone())
    }

    /// A range of the file being read.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.file, range)
    }

    /// Where missing keys are reported.
    #[must_use]
    pub fn head(&self) -> Range<usize> {
        self.head.clone()
    }

    /// The file being read.
    #[must_use]
    pub fn file(&self) -> &'a Arc<SourceFile> {
        self.file
    }

    /// The keys that have not been read so far.
    pub fn unread_keys(&self) -> impl Iterator<Item = &'a str> {
        self.entries.iter().flatten().map(|entry| entry.key.as_str())
    }
}

/// The part of a range on its first line: carets under forty lines of a block do not help.
#[must_use]
pub fn first_line(file: &SourceFile, range: &Range<usize>) -> Range<usize> {
    let text = &file.text()[range.clone()];
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    range.start..range.start + text[..length].trim_end().len()
}
