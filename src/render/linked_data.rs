//! The records as linked data: `data.jsonld`, with the types Dataset and Observation of schema.org. Texts are in the site's first
//! language, or say their own.

use std::iter;

use serde_json::{Map, Value, json};

use super::exports::{ExportedRecord, Items, Linked, VALUE, indented, put};
use super::figures::machine;
use crate::config::Text;
use crate::read::{SourceRecord, Statistic, Unit};
use crate::site::Site;

/// Writes `data.jsonld`.
pub(super) fn linked(site: &Site) -> String {
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
    put(&mut dataset, "name", Some(in_language(&site.config.title, tag)));
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

/// A text as a value of JSON-LD: plain, or with its language if that is another than the one with this tag.
pub fn in_language(text: &Text, tag: &str) -> Value {
    let shown = text.shown(tag);
    with_language(shown.text.trim_end(), shown.other)
}

fn with_language(text: &str, other: Option<&str>) -> Value {
    match other {
        Some(other) => json!({ "@value": text, "@language": other }),
        None => json!(text),
    }
}

/// The name of a source in the file at this address.
fn of_source(file: &str, id: &str) -> String {
    format!("{file}#source-{id}")
}

/// A source as a creative work; unknown stays unknown.
fn work(source: &SourceRecord, tag: &str, file: &str) -> Map<String, Value> {
    let text = |text: &Option<Text>| text.as_ref().map(|text| in_language(text, tag));
    let mut work = Map::new();
    put(&mut work, "@type", Some(json!("CreativeWork")));
    put(&mut work, "@id", Some(json!(of_source(file, &source.id))));
    put(&mut work, "name", Some(in_language(&source.title, tag)));
    let publisher =
        source.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": in_language(name, tag) }));
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
    let names: Vec<_> =
        [&statistic.of, &statistic.indicator].into_iter().flatten().map(|text| text.shown(tag)).collect();
    let name = match names.first() {
        Some(first) if names.iter().all(|name| name.other == first.other) => {
            with_language(&names.iter().map(|name| name.text).collect::<Vec<_>>().join(", "), first.other)
        }
        Some(_) => json!(names.iter().map(|name| with_language(name.text, name.other)).collect::<Vec<_>>()),
        None => json!(statistic.id),
    };
    put(&mut variable, "name", Some(name.clone()));
    let mut node = Map::new();
    put(&mut node, "@type", Some(json!("Observation")));
    put(&mut node, "@id", Some(json!(format!("{file}#stat-{}", statistic.id))));
    put(&mut node, "name", Some(name));
    let description =
        [of_attributed(statistic, tag), of(&statistic.note)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    put(&mut node, "description", (!description.is_empty()).then(|| json!(description)));
    let subject_of = [json!({ "@id": dataset }), json!({ "@id": of_source(file, &statistic.source) })];
    put(&mut node, "subjectOf", Some(json!(subject_of)));
    put(&mut node, "variableMeasured", Some(Value::Object(variable)));
    let area = statistic.area.as_ref().map(|area| json!({ "@type": "Place", "name": in_language(area, tag) }));
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
