//! The sources of records as templates see them.

use std::collections::{BTreeMap, HashMap, HashSet};

use tera::Value;

use super::Figures;
use crate::config::Text;
use crate::read::SourceRecord;
use crate::render::marked::TextMarker;
use crate::render::text;
use crate::site::Site;

/// A source as templates see it.
pub(super) fn source_value(source: &SourceRecord, marker: &TextMarker) -> Value {
    let optional = |value: Option<&Text>| value.map_or_else(Value::none, |value| marker.shown(value));
    Value::from(BTreeMap::from([
        ("id", text(&source.id)),
        ("title", marker.shown(&source.title)),
        ("publisher", optional(source.publisher.as_ref())),
        ("edition", optional(source.edition.as_ref())),
        ("date", optional(source.date.as_ref())),
        ("url", source.address.as_deref().map_or_else(Value::none, text)),
        ("retrieved", optional(source.retrieved.as_ref())),
        ("licence", optional(source.licence.as_ref())),
        ("note", optional(source.note.as_ref())),
    ]))
}

/// The sources of these records, each once, in the order in which they are met.
pub(super) fn sources(figures: &Figures, site: &Site, numbers: &[usize]) -> Value {
    let mut met = HashSet::new();
    let named = numbers.iter().map(|&number| site.statistics[number].source.as_str());
    let named: Vec<&str> = named.filter(|source| met.insert(*source)).collect();
    // Most figures name one source, which is searched for; others need a table.
    let known: HashMap<&str, usize> = match named[..] {
        [] | [_] => HashMap::new(),
        _ => site.sources.iter().enumerate().map(|(number, source)| (source.id.as_str(), number)).collect(),
    };
    let of = |id: &&str| match named.len() {
        1 => site.sources.iter().position(|source| source.id == **id),
        _ => known.get(*id).copied(),
    };
    Value::from(named.iter().filter_map(of).map(|source| figures.sources[source].clone()).collect::<Vec<_>>())
}
