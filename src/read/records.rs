//! Records: `content/statistics.yaml` and `content/sources.yaml`. Each file is a list; what is wrong in one record is
//! found without hiding the others.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::formula::Formula;
use super::numbers::{Number, Scale, Unit, value};
use crate::report::{Finding, Place, SourceFile, catalog, nearest};
use crate::yaml::{self, Fields, Limits, Node, Record, Value};

/// A number with its pedigree.
#[derive(Clone, Debug)]
pub struct Statistic {
    /// Its name in calls.
    pub id: String,
    /// Its value.
    pub value: Number,
    /// What it counts in.
    pub unit: Unit,
    /// The power of ten that its value is given in, with the word the source uses.
    pub scale: Option<Scale>,
    /// How its source writes it, where that is to be kept: `19 %`.
    pub as_written: Option<String>,
    /// The population: `people in the least developed countries`.
    pub of: Option<String>,
    /// What is measured: `using the internet`.
    pub indicator: Option<String>,
    /// Where.
    pub area: Option<String>,
    /// When, in ISO 8601: a date, a month, a year or an interval of them.
    pub period: Option<String>,
    /// The period as the source says it: `end of 2019`.
    pub period_label: Option<String>,
    /// Words that prose may use with it: `only`.
    pub qualifier: Option<String>,
    /// How final it is.
    pub status: Option<String>,
    /// Who is cited by the source.
    pub attributed_to: Option<String>,
    /// How it follows from other records, and where that stands.
    pub derived: Option<(Formula, Range<usize>)>,
    /// The day by which it is to be looked at again, and where that stands.
    pub review_by: Option<(Date, Range<usize>)>,
    /// Id of the record that replaces it, and where that stands.
    pub superseded_by: Option<(String, Range<usize>)>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Id of the source it comes from.
    pub source: String,
    /// Where the source is named.
    pub source_place: Place,
    /// Where the record begins.
    pub place: Place,
}

/// Where numbers and sentences come from. Unknown stays unknown.
#[derive(Clone, Debug)]
pub struct SourceRecord {
    /// Its name in records.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Which edition.
    pub edition: Option<String>,
    /// When, as an ISO 8601 date, or in words.
    pub date: Option<String>,
    /// Where it can be read.
    pub address: Option<String>,
    /// When it was read.
    pub retrieved: Option<String>,
    /// Under which terms.
    pub licence: Option<String>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Where the record begins.
    pub place: Place,
}

const STATUSES: [&str; 5] = ["final", "provisional", "estimate", "forecast", "as-published"];

/// The records of a file, and what was refused, so that whoever names a refused one is not told that it is not there.
#[derive(Debug)]
pub struct Records<T> {
    /// Those that can be used, in the order of the file.
    pub kept: Vec<T>,
    /// Those that were found wrong.
    pub refused: Refused,
}

/// Records that exist and cannot be used.
#[derive(Debug, Default)]
pub struct Refused {
    /// The whole file could not be read.
    all: bool,
    ids: HashSet<String>,
}

impl Refused {
    /// Every record of a file that cannot be read.
    #[must_use]
    pub fn all() -> Self {
        Self { all: true, ids: HashSet::new() }
    }

    /// Whether a record of this id may exist and was found wrong.
    #[must_use]
    pub fn may_hold(&self, id: &str) -> bool {
        self.all || self.ids.contains(id)
    }

    fn add(&mut self, record: &Record<'_>) {
        let id = record.entries.iter().find(|entry| entry.key == "id").map(|entry| &entry.node.value);
        match id {
            Some(Value::Text(id) | Value::Number(id)) => drop(self.ids.insert(id.clone())),
            // Nobody knows what it should be called.
            _ => self.all = true,
        }
    }
}

impl Statistic {
    /// A range of the file that holds the record.
    #[must_use]
    pub fn at(&self, range: &Range<usize>) -> Place {
        Place::new(self.place.file(), range.clone())
    }
}

impl<T> Records<T> {
    /// What is known of a file that cannot be read.
    #[must_use]
    pub fn unreadable() -> Self {
        Self { kept: Vec::new(), refused: Refused::all() }
    }

    /// Reads each record of a list with `one`.
    fn read(
        file: &Arc<SourceFile>,
        subject: &'static str,
        findings: &mut Vec<Finding>,
        one: impl Fn(&Record<'_>, &mut Fields<'_>) -> Option<T>,
    ) -> Self {
        let Some(nodes) = list(file, findings) else { return Self::unreadable() };
        let mut records = Self { kept: Vec::new(), refused: Refused::default() };
        for node in &nodes {
            let Some(record) = mapping(file, node, subject, findings) else {
                records.refused.all = true;
                continue;
            };
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

/// Reads `content/statistics.yaml`.
pub fn statistics(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Records<Statistic> {
    let mut records = Records::read(file, "a statistic", findings, |record, fields| statistic(file, record, fields));
    records.kept = unique(records.kept, |statistic| (&statistic.id, &statistic.place), findings);
    records
}

fn statistic(file: &Arc<SourceFile>, record: &Record<'_>, fields: &mut Fields<'_>) -> Option<Statistic> {
    let id = id(fields);
    let unit = choice(fields, "unit", &Unit::ALL, true);
    let value = value(fields, unit);
    let scale = choice(fields, "scale", &Scale::ALL, false);
    let as_written = fields.text("as_written");
    let of = fields.text("of");
    let indicator = fields.text("indicator");
    let area = fields.text("area");
    let period = period(fields);
    let period_label = fields.text("period_label");
    let qualifier = fields.text("qualifier");
    let statuses = STATUSES.map(|name| (name, name));
    let status = choice(fields, "status", &statuses, false).map(str::to_owned);
    let attributed_to = fields.text("attributed_to");
    let note = fields.text("note");
    let derived = derived(fields);
    let review_by = fields.date("review_by");
    let superseded_by = fields.located_text("superseded_by");
    let (source, source_range) = fields.required_located_text("source")?;
    Some(Statistic {
        id: id?,
        value: value?,
        unit: unit?,
        scale,
        as_written,
        of,
        indicator,
        area,
        period,
        period_label,
        qualifier,
        status,
        attributed_to,
        derived,
        review_by,
        superseded_by,
        note,
        source,
        source_place: Place::new(file, source_range),
        place: Place::new(file, record.head.clone()),
    })
}

fn derived(fields: &mut Fields<'_>) -> Option<(Formula, Range<usize>)> {
    let (text, range) = fields.located_text("derived")?;
    match Formula::parse(&text) {
        Ok(formula) => Some((formula, range)),
        Err(why) => {
            let help = "write numbers and ids with + - * / and spaces between them, as in `100 - world-internet-2019`";
            fields.invalid(range, format!("`{text}` is no formula: {why}"), Some(help.to_owned()));
            None
        }
    }
}

/// Reads `content/sources.yaml`.
pub fn sources(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Records<SourceRecord> {
    let mut records = Records::read(file, "a source", findings, |record, fields| source(file, record, fields));
    records.kept = unique(records.kept, |source| (&source.id, &source.place), findings);
    records
}

fn source(file: &Arc<SourceFile>, record: &Record<'_>, fields: &mut Fields<'_>) -> Option<SourceRecord> {
    let id = id(fields);
    let title = fields.required_text("title");
    let source = SourceRecord {
        id: String::new(),
        title: String::new(),
        publisher: known(fields, "publisher"),
        edition: known(fields, "edition"),
        date: known(fields, "date"),
        address: address(fields),
        retrieved: known(fields, "retrieved"),
        licence: known(fields, "licence"),
        note: fields.text("note"),
        place: Place::new(file, record.head.clone()),
    };
    Some(SourceRecord { id: id?, title: title?, ..source })
}

/// The items of a file; `None` if it cannot be read.
fn list(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Option<Vec<Node>> {
    match yaml::parse(file, 0..file.text().len(), Limits::Data) {
        Ok(Node { value: Value::List(items), .. }) => Some(items),
        Ok(Node { value: Value::Null, .. }) => Some(Vec::new()),
        Ok(node) => {
            let place = Place::first_line(file);
            let kind = node.value.kind();
            let finding = catalog::yaml::wrong_whole(place, file.path(), "a list of records", kind);
            findings.push(finding.help("begin each record with a line `- id: …`"));
            None
        }
        Err(finding) => {
            findings.push(*finding);
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
    let record = Record::of(file, node);
    if record.is_none() {
        let place = Place::new(file, yaml::first_line(file, &node.range));
        let finding = catalog::yaml::wrong_whole(place, what, "a mapping of keys to values", node.value.kind());
        findings.push(finding.help("begin it with a line `- id: …`"));
    }
    record
}

fn id(fields: &mut Fields<'_>) -> Option<String> {
    let (text, range) = fields.required_located_text("id")?;
    let fine = text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if !fine {
        fields.invalid(range, format!("`{text}` is no id"), Some("use letters, digits and `-`".into()));
    }
    fine.then_some(text)
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
        let close = nearest(&text, names.iter().map(|(name, _)| *name));
        let help = match close {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("one of {}", names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")),
        };
        fields.invalid(range, format!("`{text}` is no {key} that Firstflight knows"), Some(help));
    }
    found
}

/// `unknown` is an answer too, and the honest one; it is kept as no value.
fn known(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    fields.text(key).filter(|text| text != "unknown")
}

/// A date, a month, a year, or two of them with `/` between.
fn period(fields: &mut Fields<'_>) -> Option<String> {
    let (text, range) = fields.located_text("period").filter(|(text, _)| text != "unknown")?;
    let fine = text.split('/').count() <= 2 && text.split('/').all(is_period);
    if !fine {
        let help = Some("write a year, month or date as in \"2019\", \"2019-12\" or \"2019-12-31\"".to_owned());
        fields.invalid(range, format!("`{text}` is no period"), help);
    }
    fine.then_some(text)
}

fn is_period(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    full.parse::<jiff::civil::Date>().is_ok()
}

fn address(fields: &mut Fields<'_>) -> Option<String> {
    let (text, range) = fields.located_text("address")?;
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(text);
    }
    fields.invalid(range, format!("`{text}` is no web address"), Some("write it with https://".into()));
    None
}

/// Keeps the first of each id and reports the others where they begin.
fn unique<T>(records: Vec<T>, key: impl Fn(&T) -> (&String, &Place), findings: &mut Vec<Finding>) -> Vec<T> {
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut kept = Vec::with_capacity(records.len());
    for record in records {
        let (id, place) = key(&record);
        if let Some(first) = seen.get(id) {
            findings.push(catalog::records::duplicate(place.clone(), id, &first.to_string()));
        } else {
            seen.insert(id.clone(), place.clone());
            kept.push(record);
        }
    }
    kept
}
