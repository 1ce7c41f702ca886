//! The records for programs: `data.csv` (RFC 4180), `data.json`, and `data.jsonld` with the schema.org types Dataset
//! and Observation. Pages link to them and never include them, so that readers do not download them with a page.
//!
//! Values are exact and plain, with the point as decimal mark. In JSON, a value is a number, digit for digit, except that
//! of the unit `ratio`, which is a text, since `2/3` is not a JSON number. Texts are in the site's first language; in `data.json` of
//! a site with several languages, each is a mapping from language to text. Unknown values are empty or missing. `data.csv` begins with a byte order mark and holds
//! no cell that a spreadsheet would run (see [`cell`]); the other two hold texts as they are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::cell;
use super::figures::machine;
use crate::config::Text;
use crate::marks;
use crate::output::{Artifact, MediaType};
use crate::read::{Number, Period, SourceRecord, Statistic, Unit};
use crate::site::{RECORDS, Site};

/// All exports with their paths; none for a site without statistics.
#[must_use]
pub fn all(site: &Site) -> Vec<(String, Artifact)> {
    if site.statistics.is_empty() {
        return Vec::new();
    }
    let [as_csv, as_json, as_linked] = RECORDS.map(str::to_owned);
    vec![
        (as_csv, Artifact::new(MediaType::Csv, csv(site))),
        (as_json, Artifact::new(MediaType::Json, json(site))),
        (as_linked, Artifact::new(MediaType::JsonLd, linked(site))),
    ]
}

/// Writes indented JSON. Reading refuses characters that a page cannot hold; one that is here all the same is replaced.
pub fn json_text(mut value: Value) -> String {
    replace_forbidden(&mut value);
    indented(&value)
}

fn indented(value: &impl Serialize) -> String {
    // Only a map with keys that are not text, or a value that fails by itself, cannot be written; there is none.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A list whose items are made one at a time while it is written: the records of a site as one JSON tree take several
/// times the memory of the records themselves.
struct Items<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = ExportedRecord>> Serialize for Items<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)().map(|mut record| {
            record.fields.values_mut().for_each(replace_forbidden);
            record
        }))
    }
}

/// A record as JSON.
struct ExportedRecord {
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
    fn with_value(fields: Map<String, Value>, statistic: &Statistic) -> Self {
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
const VALUE: &str = "value";

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
struct Linked<A: Serialize> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: A,
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

fn csv(site: &Site) -> Vec<u8> {
    let tag = site.config.first_tag();
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
fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
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

fn linked(site: &Site) -> String {
    let tag = site.config.first_tag();
    let base = site.config.base_url.as_ref();
    let at = |path: &str| base.map_or_else(|| path.to_owned(), |base| base.join(path));
    let title = site.config.title.get(tag);
    let download =
        |path: &str, kind: &str| json!({ "@type": "DataDownload", "encodingFormat": kind, "contentUrl": at(path) });
    let mut dataset = Map::new();
    put(&mut dataset, "@type", Some(json!("Dataset")));
    let about = format!("{}#dataset", at("data.jsonld"));
    put(&mut dataset, "@id", Some(json!(about)));
    put(&mut dataset, "name", Some(json!(title)));
    let description = format!("Every number of the site {title}, each with its unit, population, period and source.");
    put(&mut dataset, "description", Some(json!(description)));
    put(&mut dataset, "url", base.map(|base| json!(base.as_str())));
    put(&mut dataset, "inLanguage", Some(json!(tag)));
    let file = at("data.jsonld");
    let sources: Vec<Value> =
        site.sources.iter().map(|source| json!({ "@id": of_source(&file, &source.id) })).collect();
    put(&mut dataset, "isBasedOn", (!sources.is_empty()).then(|| json!(sources)));
    let downloads = [download("data.csv", "text/csv"), download("data.json", "application/json")];
    put(&mut dataset, "distribution", Some(json!(downloads)));
    let graph = Items(|| {
        let works = site.sources.iter().map(|source| work(source, tag, &file));
        let observations = site.statistics.iter().map(|statistic| observation(statistic, tag, &file, &about));
        iter::once(dataset.clone()).chain(works).map(ExportedRecord::from).chain(observations)
    });
    indented(&Linked { context: "https://schema.org", graph })
}

/// The name of a source in the file at this address.
fn of_source(file: &str, id: &str) -> String {
    format!("{file}#source-{id}")
}

/// A source as a creative work; unknown stays unknown.
fn work(source: &SourceRecord, tag: &str, file: &str) -> Map<String, Value> {
    let text = |text: &Option<Text>| text.as_ref().map(|text| json!(text.get(tag)));
    let mut work = Map::new();
    put(&mut work, "@type", Some(json!("CreativeWork")));
    put(&mut work, "@id", Some(json!(of_source(file, &source.id))));
    put(&mut work, "name", Some(json!(source.title.get(tag))));
    let publisher = source.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": name.get(tag) }));
    put(&mut work, "publisher", publisher);
    put(&mut work, "version", text(&source.edition));
    put(&mut work, "datePublished", text(&source.date));
    put(&mut work, "url", source.address.as_ref().map(|address| json!(address)));
    put(&mut work, "license", text(&source.licence));
    work
}

fn observation(statistic: &Statistic, tag: &str, file: &str, dataset: &str) -> ExportedRecord {
    let mut variable = Map::new();
    put(&mut variable, "@type", Some(json!("StatisticalVariable")));
    let of = |text: &Option<Text>| text.as_ref().map(|text| text.get(tag).to_owned());
    let name: Vec<String> = [of(&statistic.of), of(&statistic.indicator)].into_iter().flatten().collect();
    let name = if name.is_empty() { statistic.id.clone() } else { name.join(", ") };
    put(&mut variable, "name", Some(json!(name)));
    let mut node = Map::new();
    put(&mut node, "@type", Some(json!("Observation")));
    put(&mut node, "@id", Some(json!(format!("{file}#stat-{}", statistic.id))));
    put(&mut node, "name", Some(json!(name)));
    let description =
        [of_attributed(statistic, tag), of(&statistic.note)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    put(&mut node, "description", (!description.is_empty()).then(|| json!(description)));
    let subject_of = [json!({ "@id": dataset }), json!({ "@id": of_source(file, &statistic.source) })];
    put(&mut node, "subjectOf", Some(json!(subject_of)));
    put(&mut node, "variableMeasured", Some(Value::Object(variable)));
    let area = statistic.area.as_ref().map(|area| json!({ "@type": "Place", "name": area.get(tag) }));
    put(&mut node, "observationAbout", area);
    put(&mut node, "observationDate", statistic.period.as_ref().map(|period| json!(period.text)));
    put(&mut node, VALUE, Some(json!(machine(statistic))));
    put(&mut node, "unitText", Some(json!(statistic.unit.name())));
    put(&mut node, "unitCode", unit_code(statistic.unit).map(|code| json!(code)));
    ExportedRecord::with_value(node, statistic)
}

/// The attribution as a sentence.
fn of_attributed(statistic: &Statistic, tag: &str) -> Option<String> {
    statistic.attributed_to.as_ref().map(|who| format!("Attributed to {}.", who.get(tag)))
}

/// The code of a unit in UN/CEFACT recommendation 20, which schema.org requires.
fn unit_code(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Percent | Unit::PercentChange => Some("P1"),
        Unit::Count => Some("C62"),
        Unit::Measure("years") => Some("ANN"),
        Unit::Measure("months") => Some("MON"),
        Unit::Measure("weeks") => Some("WEE"),
        Unit::Measure("days") => Some("DAY"),
        Unit::Measure("hours") => Some("HUR"),
        Unit::Measure("minutes") => Some("MIN"),
        Unit::Measure("seconds") => Some("SEC"),
        Unit::Measure("kilometres") => Some("KMT"),
        Unit::Measure("megabytes") => Some("4L"),
        Unit::Measure("gigabytes") => Some("E34"),
        Unit::Measure("kbit-per-second") => Some("C74"),
        Unit::Measure("mbit-per-second") => Some("E20"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
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
