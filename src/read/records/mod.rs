//! Reads records: `content/statistics.yaml`, `content/sources.yaml` and `content/events.yaml`. Each file is a list; a
//! mistake in one record does not hide the others. Each kind has its own file; shared code is here.

mod event;
mod period;
mod source;
mod statistic;

pub use event::{Choice, EventRecord, Online, Resolution, events};
pub use period::Period;
pub use source::{SourceRecord, sources};
pub use statistic::{HERE, STATUSES, Statistic, statistics};

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::config::{Text, text_by_language};
use crate::limits::{ID_BYTES, RECORDS};
use crate::report::{Certainty, Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Fields, Limits, Node, Record, Value};

/// The records of a file and which ones are invalid, so that a call that names an invalid one is not reported as well.
#[derive(Clone, Debug)]
pub struct Records<T> {
    /// Those that can be used, in the order of the file.
    pub kept: Vec<T>,
    /// Those that are invalid.
    pub refused: InvalidRecords,
    /// Where each of them begins.
    pub starts: RecordStarts,
}

/// Where the records of a file begin, valid or not, each with its id if it has one. There are none if the file cannot be
/// read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordStarts(Vec<(usize, Option<String>)>);

impl RecordStarts {
    /// The id of the record that contains the byte `offset` of the file.
    #[must_use]
    pub fn id_at(&self, offset: usize) -> Option<&str> {
        let after = self.0.partition_point(|(start, _)| *start <= offset);
        self.0[..after].last()?.1.as_deref()
    }

    /// The ids in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(_, id)| id.as_deref())
    }

    fn add(&mut self, start: usize, record: Option<&Record<'_>>) {
        let start = record.map_or(start, |record| record.head.start.min(start));
        self.0.push((start, record.and_then(written_id).map(str::to_owned)));
    }
}

/// The id of a record as it is written, valid or not.
fn written_id<'n>(record: &Record<'n>) -> Option<&'n str> {
    match &record.entries.iter().find(|entry| entry.key == "id")?.node.value {
        Value::Text(id) | Value::Number(id) => Some(id),
        _ => None,
    }
}

/// Records that exist but are invalid.
#[derive(Clone, Debug, Default)]
pub struct InvalidRecords {
    /// The whole file could not be read.
    all: bool,
    ids: HashSet<String>,
}

impl InvalidRecords {
    /// Every record of a file that cannot be read.
    #[must_use]
    pub fn all() -> Self {
        Self { all: true, ids: HashSet::new() }
    }

    /// Whether a record with this id may exist but is invalid.
    #[must_use]
    pub fn may_hold(&self, id: &str) -> bool {
        self.all || self.ids.contains(id)
    }

    fn add(&mut self, record: &Record<'_>) {
        match written_id(record) {
            Some(id) => drop(self.ids.insert(id.to_owned())),
            None => self.all = true,
        }
    }
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), refused: InvalidRecords::default(), starts: RecordStarts::default() }
    }
}

impl<T> Records<T> {
    /// The value for a file that cannot be read.
    #[must_use]
    pub fn unreadable() -> Self {
        Self { refused: InvalidRecords::all(), ..Self::default() }
    }

    /// Reads each record of a list with `one`.
    fn read(
        file: &Arc<SourceFile>,
        subject: &'static str,
        findings: &mut Vec<Finding>,
        one: impl Fn(&Record<'_>, &mut Fields<'_>) -> Option<T>,
    ) -> Self {
        let Some(nodes) = list(file, findings) else { return Self::unreadable() };
        let mut records = Self::default();
        for (number, node) in nodes.iter().enumerate() {
            if number == RECORDS {
                findings
                    .push(catalog::records::too_many(Place::new(file, yaml::first_line(file, &node.range)), RECORDS));
                records.refused.all = true;
                records.starts.add(node.range.start, None);
                break;
            }
            let Some(record) = mapping(file, node, subject, findings) else {
                records.refused.all = true;
                records.starts.add(node.range.start, None);
                continue;
            };
            records.starts.add(node.range.start, Some(&record));
            let mut fields = Fields::new(file, record.head.clone(), record.entries, subject, findings);
            let read = one(&record, &mut fields);
            fields.finish();
            match read {
                Some(read) => records.kept.push(read),
                None => records.refused.add(&record),
            }
        }
        records
    }
}

/// The items of a file; `None` if it cannot be read.
fn list(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Option<Vec<Node>> {
    match yaml::parse(file, 0..file.text().len(), Limits::Data) {
        Ok(Node { value: Value::List(items), .. }) => Some(items),
        Ok(Node { value: Value::Null, .. }) => Some(Vec::new()),
        Ok(node) => {
            let place = Place::first_line(file);
            let kind = node.value.kind();
            let finding = catalog::yaml::wrong_subject_type(place, file.path(), "a list of records", kind);
            findings.push(finding.help("begin each record with a line `- id: …`"));
            None
        }
        Err(found) => {
            findings.extend(found);
            None
        }
    }
}

fn mapping<'n>(
    file: &Arc<SourceFile>,
    node: &'n Node,
    what: &'static str,
    findings: &mut Vec<Finding>,
) -> Option<Record<'n>> {
    let record = Record::from_node(file, node);
    if record.is_none() {
        let place = Place::new(file, yaml::first_line(file, &node.range));
        let finding = catalog::yaml::wrong_subject_type(place, what, "a mapping of keys to values", node.value.kind());
        findings.push(finding.help("begin it with a line `- id: …`"));
    }
    record
}

fn id(fields: &mut Fields<'_>) -> Option<String> {
    let (text, range) = fields.required_located_text("id")?;
    if text.len() > ID_BYTES {
        let help = Some("write a shorter id".to_owned());
        fields.invalid(range, format!("the id `{text}` has more than {ID_BYTES} bytes"), help);
        return None;
    }
    let is_valid = text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if !is_valid {
        fields.invalid(
            range,
            format!("`{text}` is not a valid id"),
            Some("use letters, digits, `-`, `_` and `.`".into()),
        );
    }
    is_valid.then_some(text)
}

fn choice<T: Copy>(
    fields: &mut Fields<'_>,
    key: &'static str,
    names: &[(&'static str, T)],
    required: bool,
) -> Option<T> {
    let (text, range) = if required { fields.required_located_text(key)? } else { fields.located_text(key)? };
    let found = names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        let otherwise = Some(format!("write one of: {}", names.join(", ")));
        let message = format!("unknown {key} `{text}`");
        fields.unknown_name(range, message, (&text, names), Certainty::Certain, otherwise);
    }
    found
}

/// A shown text, one for all languages or one for each; nothing where it is empty.
fn text(fields: &mut Fields<'_>, key: &'static str) -> Option<Text> {
    text_by_language(fields, key).filter(|text| text.all().next().is_some())
}

/// The same, for a key that must be there.
fn required_text(fields: &mut Fields<'_>, key: &'static str) -> Option<Text> {
    let there = fields.has(key);
    let text = text(fields, key);
    if !there {
        fields.missing(key);
    }
    text
}

/// Reads a text that may be `unknown`, which counts as no value.
fn known(fields: &mut Fields<'_>, key: &'static str) -> Option<Text> {
    text(fields, key).filter(|text| !text.all().all(|text| text == "unknown"))
}

/// Keeps the first of each id and reports the others where they begin.
fn unique<T>(records: Vec<T>, key: impl Fn(&T) -> (&String, &Place), findings: &mut Vec<Finding>) -> Vec<T> {
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut kept = Vec::with_capacity(records.len());
    for record in records {
        let (id, place) = key(&record);
        if let Some(first) = seen.get(id) {
            findings.push(catalog::records::duplicate(place.clone(), id, first.clone()));
        } else {
            seen.insert(id.clone(), place.clone());
            kept.push(record);
        }
    }
    kept
}
