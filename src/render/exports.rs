//! The records for programs: `data.csv` (RFC 4180), `data.json`, and `data.jsonld` with the schema.org types Dataset
//! and Observation. Pages link to them and never include them, so that readers do not download them with a page.
//!
//! Values are exact and plain, with the point as decimal mark. In JSON, a value is a number, digit for digit, except that
//! of the unit `ratio`, which is a text, since `2/3` is not a JSON number. Texts are in the site's first language, in
//! `data.csv` below a further language in that one; in `data.json` of a site with several languages, each is a mapping from language to
//! text. Unknown values are empty or missing. `data.csv` begins with a byte order mark and holds
//! no cell that a spreadsheet would run (see [`cell`]); the other two hold texts as they are.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::cell;
use super::figures::machine;
use super::linked_data::linked;
use crate::config::Text;
use crate::marks;
use crate::output::{Artifact, MediaType};
use crate::read::{Number, Period, SourceRecord, Statistic, Unit};
use crate::site::{RECORDS, Site, output_path, tables};

/// All exports with their paths; none for a site without statistics.
#[must_use]
pub fn all(site: &Site) -> Vec<(String, Artifact)> {
    if site.statistics.is_empty() {
        return Vec::new();
    }
    let [_, as_json, as_linked] = RECORDS.map(str::to_owned);
    let tables = tables(&site.config, &site.statistics).into_iter().map(|(language, address)| {
        let table = csv(site, &site.config.languages[language].tag);
        (output_path(&address), Artifact::new(MediaType::Csv, table))
    });
    let others = [
        (as_json, Artifact::new(MediaType::Json, json(site))),
        (as_linked, Artifact::new(MediaType::JsonLd, linked(site))),
    ];
    tables.chain(others).collect()
}

/// Writes indented JSON. Reading refuses characters that a page cannot hold; one that is here all the same is replaced.
pub fn json_text(mut value: Value) -> String {
    replace_forbidden(&mut value);
    indented(&value)
}

pub(super) fn indented(value: &impl Serialize) -> String {
    // Only a map with keys that are not text, or a value that fails by itself, cannot be written; there is none.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A list whose items are made one at a time while it is written: the records of a site as one JSON tree take several
/// times the memory of the records themselves.
pub(super) struct Items<F>(pub F);

impl<F: Fn() -> I, I: Iterator<Item = ExportedRecord>> Serialize for Items<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)().map(|mut record| {
            record.fields.values_mut().for_each(replace_forbidden);
            record
        }))
    }
}

/// A record as JSON.
pub(super) struct ExportedRecord {
    fields: Map<String, Value>,
    /// What is written for the field `value`: a tree of values keeps only as many digits as a binary fraction has.
    number: Option<Box<RawValue>>,
}

impl From<Map<String, Value>> for ExportedRecord {
    fn from(fields: Map<String, Value>) -> Self {
        Self { fields, number: None }
    }
}

impl ExportedRecord {
    /// The record of a statistic whose field `value` is yet to be set.
    pub fn with_value(fields: Map<String, Value>, statistic: &Statistic) -> Self {
        Self { fields, number: number(statistic) }
    }
}

impl Serialize for ExportedRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (key, value) in &self.fields {
            match &self.number {
                Some(number) if key == VALUE => map.serialize_entry(key, number)?,
                _ => map.serialize_entry(key, value)?,
            }
        }
        map.end()
    }
}

/// The field of a record that holds its number.
pub(super) const VALUE: &str = "value";

fn replace_forbidden(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(clean) = marks::without_forbidden(text) {
                *text = clean;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(replace_forbidden),
        Value::Object(map) => map.values_mut().for_each(replace_forbidden),
        _ => {}
    }
}

/// `data.json`.
#[derive(Serialize)]
struct ExportedRecords<A: Serialize, B: Serialize> {
    statistics: A,
    sources: B,
}

/// `data.jsonld`.
#[derive(Serialize)]
pub(super) struct Linked<A: Serialize> {
    #[serde(rename = "@context")]
    pub context: &'static str,
    #[serde(rename = "@graph")]
    pub graph: A,
}

fn sources(site: &Site) -> HashMap<&str, &SourceRecord> {
    site.sources.iter().map(|source| (source.id.as_str(), source)).collect()
}

/// Columns of the table, in their order. Names follow SDMX where it has one for the thing.
const COLUMNS: [&str; 21] = [
    "id",
    "value",
    "unit",
    "decimals",
    "as_written",
    "population",
    "population_date",
    "indicator",
    "area",
    "period",
    "period_label",
    "status",
    "qualifier",
    "attributed_to",
    "derived",
    "parts",
    "review_by",
    "superseded_by",
    "source",
    "source_title",
    "note",
];

/// The table with the texts of one language.
fn csv(site: &Site, tag: &str) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let own = |text: &Option<Text>| text.as_ref().map_or_else(String::new, |text| text.get(tag).to_owned());
    let period = |period: &Option<Period>| period.as_ref().map_or_else(String::new, |period| period.text.clone());
    let sources = sources(site);
    let rows = site.statistics.iter().map(|statistic| {
        let parts: Vec<&str> = statistic.parts.iter().map(|(id, _)| id.as_str()).collect();
        [
            statistic.id.clone(),
            machine(statistic),
            statistic.unit.name().to_owned(),
            statistic.decimals.map_or_else(String::new, |decimals| decimals.to_string()),
            own(&statistic.as_written),
            own(&statistic.of),
            period(&statistic.of_date),
            own(&statistic.indicator),
            own(&statistic.area),
            period(&statistic.period),
            own(&statistic.period_label),
            statistic.status.unwrap_or_default().to_owned(),
            own(&statistic.qualifier),
            own(&statistic.attributed_to),
            statistic.derived.as_ref().map_or_else(String::new, |(formula, _)| formula.text.clone()),
            parts.join(" "),
            statistic.review_by.as_ref().map_or_else(String::new, |(day, _)| day.to_string()),
            statistic.superseded_by.as_ref().map_or_else(String::new, |(by, _)| by.clone()),
            statistic.source.clone(),
            sources.get(&*statistic.source).map_or_else(String::new, |source| source.title.get(tag).to_owned()),
            own(&statistic.note),
        ]
    });
    // Writing to memory cannot fail.
    let _ = table.write_record(COLUMNS);
    for row in rows {
        let _ = table.write_record(row.iter().map(|text| cell::safe(text)).map(Cow::into_owned));
    }
    // Without a byte order mark, spreadsheets take UTF-8 for the encoding of the system's language.
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.append(&mut table.into_inner().unwrap_or_default());
    bytes
}

/// Adds the fields that are known.
pub(super) fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value);
    }
}

/// Writes a text: plain on a site of one language, else by language. One for all languages is given in each, so that a field is
/// of the same type in all records.
fn texts(text: &Text, site: &Site) -> Value {
    let languages = &site.config.languages;
    if languages.len() < 2 {
        return json!(text.get(site.config.first_tag()));
    }
    let tags = languages.iter().map(|language| language.tag.as_str());
    let own = tags.filter_map(|tag| Some((tag.to_owned(), json!(text.own(tag)?))));
    own.collect::<Map<_, _>>().into()
}

fn json(site: &Site) -> String {
    let texts = |text: &Text| texts(text, site);
    let text = |text: &Option<Text>| text.as_ref().map(texts);
    let period = |period: &Option<Period>| period.as_ref().map(|period| json!(period.text));
    let statistic = |statistic: &Statistic| {
        let mut map = Map::new();
        put(&mut map, "id", Some(json!(statistic.id)));
        put(&mut map, VALUE, Some(json!(machine(statistic))));
        put(&mut map, "unit", Some(json!(statistic.unit.name())));
        put(&mut map, "decimals", statistic.decimals.map(|decimals| json!(decimals)));
        put(&mut map, "as_written", text(&statistic.as_written));
        put(&mut map, "sentence", text(&statistic.sentence));
        put(&mut map, "population", text(&statistic.of));
        put(&mut map, "population_date", period(&statistic.of_date));
        put(&mut map, "indicator", text(&statistic.indicator));
        put(&mut map, "area", text(&statistic.area));
        put(&mut map, "period", period(&statistic.period));
        put(&mut map, "period_label", text(&statistic.period_label));
        put(&mut map, "status", statistic.status.map(|status| json!(status)));
        put(&mut map, "qualifier", text(&statistic.qualifier));
        put(&mut map, "attributed_to", text(&statistic.attributed_to));
        put(&mut map, "derived", statistic.derived.as_ref().map(|(formula, _)| json!(formula.text)));
        let parts: Vec<&str> = statistic.parts.iter().map(|(id, _)| id.as_str()).collect();
        put(&mut map, "parts", (!parts.is_empty()).then(|| json!(parts)));
        put(&mut map, "review_by", statistic.review_by.as_ref().map(|(day, _)| json!(day.to_string())));
        put(&mut map, "superseded_by", statistic.superseded_by.as_ref().map(|(by, _)| json!(by)));
        put(&mut map, "source", Some(json!(statistic.source)));
        put(&mut map, "note", text(&statistic.note));
        ExportedRecord::with_value(map, statistic)
    };
    let source = |source: &SourceRecord| {
        let mut map = Map::new();
        put(&mut map, "id", Some(json!(source.id)));
        put(&mut map, "title", Some(texts(&source.title)));
        put(&mut map, "publisher", text(&source.publisher));
        put(&mut map, "edition", text(&source.edition));
        put(&mut map, "date", text(&source.date));
        put(&mut map, "address", source.address.as_ref().map(|address| json!(address)));
        put(&mut map, "retrieved", text(&source.retrieved));
        put(&mut map, "licence", text(&source.licence));
        put(&mut map, "note", text(&source.note));
        ExportedRecord::from(map)
    };
    let statistics = Items(|| site.statistics.iter().map(statistic));
    let sources = Items(|| site.sources.iter().map(source));
    indented(&ExportedRecords { statistics, sources })
}

/// A number as JSON writes it, digit for digit. There is none for the unit `ratio`, whatever the record holds: what a field
/// holds depends on the unit alone.
fn number(statistic: &Statistic) -> Option<Box<RawValue>> {
    let is_number = statistic.unit != Unit::Ratio && matches!(statistic.value, Number::Decimal(_));
    RawValue::from_string(machine(statistic)).ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    #[test]
    fn json_replaces_characters_that_no_page_can_hold_at_every_depth() {
        let value = || json!({ "a": "x\u{0}y", "b": ["\u{1}", { "c": "\u{fffe}z" }], "d": "é" });
        let clean: Value = serde_json::from_str(&json_text(value())).unwrap_or_default();
        assert_eq!(clean, json!({ "a": "x\u{fffd}y", "b": ["\u{fffd}", { "c": "\u{fffd}z" }], "d": "é" }));
        let record = || iter::once(ExportedRecord::from(value().as_object().cloned().unwrap_or_default()));
        let records = ExportedRecords { statistics: Items(iter::empty), sources: Items(record) };
        let clean: Value = serde_json::from_str(&indented(&records)).unwrap_or_default();
        assert_eq!(clean["sources"][0]["b"][1]["c"], "\u{fffd}z");
        assert_eq!(clean["statistics"], json!([]));
    }
}
