//! Findings about records.

use crate::report::{Code, Finding, Place, nearest};

/// Two records of one id; `first` is where the first one stands.
#[must_use]
pub fn duplicate(place: Place, id: &str, first: &str) -> Finding {
    Finding::new(Code::DuplicateRecord, place, format!("a record with the id `{id}` exists already"))
        .help("give this one another id")
        .note(format!("the first is at {first}"))
}

/// No source of this id.
#[must_use]
pub fn unknown_source(place: Place, id: &str, known: &[&str]) -> Finding {
    Finding::new(Code::UnknownSource, place, format!("there is no source `{id}`"))
        .maybe_help(nearest(id, known.iter().copied()).map(|name| format!("did you mean `{name}`?")))
        .note("sources are records in content/sources.yaml")
}
