//! Sources: where numbers and sentences come from.

use std::sync::Arc;

use super::{Records, id, known, required_text, text, unique};
use crate::config::Text;
use crate::report::{Finding, Place, SourceFile};
use crate::yaml::{Fields, Record};

/// Where numbers and sentences come from. Unknown stays unknown.
#[derive(Clone, Debug)]
pub struct SourceRecord {
    /// Its id, which records name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its publisher.
    pub publisher: Option<Text>,
    /// Its edition.
    pub edition: Option<Text>,
    /// When it was published, as an ISO 8601 date or in words.
    pub date: Option<Text>,
    /// Its web address.
    pub address: Option<String>,
    /// When it was read.
    pub retrieved: Option<Text>,
    /// Its licence.
    pub licence: Option<Text>,
    /// A note for readers.
    pub note: Option<Text>,
    /// Where the record begins.
    pub place: Place,
}

/// Reads `content/sources.yaml`.
pub fn sources(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Records<SourceRecord> {
    let mut records = Records::read(file, "a source", findings, |record, fields| source(file, record, fields));
    records.kept = unique(records.kept, |source| (&source.id, &source.place), findings);
    records
}

fn source(file: &Arc<SourceFile>, record: &Record<'_>, fields: &mut Fields<'_>) -> Option<SourceRecord> {
    let id = id(fields);
    let title = required_text(fields, "title");
    let source = SourceRecord {
        id: String::new(),
        title: Text::default(),
        publisher: known(fields, "publisher"),
        edition: known(fields, "edition"),
        date: known(fields, "date"),
        address: address(fields),
        retrieved: known(fields, "retrieved"),
        licence: known(fields, "licence"),
        note: text(fields, "note"),
        place: Place::new(file, record.head.clone()),
    };
    Some(SourceRecord { id: id?, title: title?, ..source })
}

fn address(fields: &mut Fields<'_>) -> Option<String> {
    let (text, range) = fields.located_text("address")?;
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(text);
    }
    fields.invalid(range, format!("`{text}` is not a valid web address"), Some("begin it with `https://`".into()));
    None
}
