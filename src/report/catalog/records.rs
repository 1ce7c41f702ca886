//! Findings about records.

use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Place};

/// Maximum number of further places that a finding about a cycle names.
const SHOWN_OF_CYCLE: usize = 4;

/// Two records with the same id; `first` is the place of the first.
#[must_use]
pub fn duplicate(place: Place, id: &str, first: Place) -> Finding {
    Finding::new(Code::DuplicateRecord, place, format!("the id `{id}` is already taken by another record"))
        .help("give this one another id")
        .label(first, "the first")
}

/// An unknown source id.
#[must_use]
pub fn unknown_source(place: Place, id: &str, known: &[&str]) -> Finding {
    Finding::new(Code::UnknownSource, place, format!("there is no source `{id}`"))
        .did_you_mean(id, known.iter().copied(), Certainty::Suggested)
        .note("sources are records in content/sources.yaml")
}

/// A value that differs from `given`, the result of its formula.
#[must_use]
pub fn derived_mismatch(place: Place, id: &str, written: &str, given: &str) -> Finding {
    Finding::new(Code::DerivedMismatch, place, format!("`{id}` is {written}, but its formula gives {given}"))
        .help("correct the value or the formula")
}

/// A formula that divides by zero.
#[must_use]
pub fn division_by_zero(place: Place, id: &str) -> Finding {
    Finding::new(Code::DerivedMismatch, place, format!("the formula of `{id}` divides by zero"))
        .help("correct the formula or the record that it divides by")
}

/// A formula whose exact value needs more than `bits` bits.
#[must_use]
pub fn formula_too_large(place: Place, id: &str, bits: u64) -> Finding {
    let message = format!("the formula of `{id}` cannot be checked: its exact fraction needs more than {bits} bits");
    Finding::new(Code::TooMuch, place, message)
        .help("derive the number in fewer steps, or from numbers with fewer digits")
}

/// Formulas of a file with more than `limit` words in all; `place` is the first that is not read.
#[must_use]
pub fn too_many_formula_words(place: Place, limit: usize) -> Finding {
    let message = format!("the formulas of this file have more than {} words in all", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message)
        .help("shorten them, or give intermediate results records of their own")
        .note("this formula and those after it were not read")
}

/// Parts whose exact sum needs more than `bits` bits.
#[must_use]
pub fn sum_too_large(place: Place, id: &str, bits: u64) -> Finding {
    let message = format!("the parts of `{id}` cannot be added up: their exact sum needs more than {bits} bits");
    Finding::new(Code::TooMuch, place, message).help("list fewer parts, or parts with fewer digits")
}

/// A number derived from itself, directly or through other records, whose formulas are at `others`.
#[must_use]
pub fn derived_from_itself(place: Place, id: &str, others: Vec<Place>) -> Finding {
    let finding = Finding::new(Code::DerivedMismatch, place, format!("`derived` forms a cycle through `{id}`"))
        .help("derive it from records that do not depend on it");
    of_cycle(finding, others)
}

/// Adds the places of the other references of a cycle, of which the first few show its way.
fn of_cycle(finding: Finding, others: Vec<Place>) -> Finding {
    others.into_iter().take(SHOWN_OF_CYCLE).fold(finding, |finding, place| finding.label(place, "a part of the cycle"))
}

/// A number that differs from `sum`, the sum of its parts.
#[must_use]
pub fn parts_mismatch(place: Place, id: &str, written: &str, sum: &str) -> Finding {
    Finding::new(Code::PartsMismatch, place, format!("`{id}` is {written}, but its parts add up to {sum}"))
        .help("correct the total or a part, or add the missing part to `parts`")
}

/// A part whose unit differs from that of its whole; `units` are those of the part and of the whole.
#[must_use]
pub fn part_of_other_unit(place: Place, part: &str, whole: &str, units: (&str, &str)) -> Finding {
    let message = format!("the unit of `{part}` is {}, but that of its total `{whole}` is {}", units.0, units.1);
    Finding::new(Code::PartsMismatch, place, message).help("give both records the same unit, or remove the part")
}

/// Records in one figure that differ in more than what is compared; `how` lists the other differences in the plural.
#[must_use]
pub fn side_by_side(place: Place, name: &str, how: &[&str]) -> Finding {
    let how = match how {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        few => few.join(""),
    };
    Finding::new(Code::SideBySide, place, format!("this {name} compares numbers of different {how}"))
        .note("the page says so below the figure")
}

/// A number whose review date is before the day `at`.
#[must_use]
pub fn review_due(place: Place, id: &str, day: &str, at: &str) -> Finding {
    Finding::new(Code::ReviewDue, place, format!("`{id}` was due for review by {day}"))
        .help(
            "compare it with its source, then set a later date, or name the record that replaces it in `superseded_by`",
        )
        .note(format!("the site is built for {at}"))
}

/// A record on a page that the record `by`, at `later`, replaces.
#[must_use]
pub fn superseded(place: Place, id: &str, by: &str, later: Place) -> Finding {
    Finding::new(Code::SupersededStatistic, place, format!("`{id}` is superseded by a later record"))
        .help(format!("write `{by}`, and check that the text around it is still true"))
        .rename(id, by, Certainty::Suggested)
        .label(later, "the later record")
}

/// A record superseded by itself, directly or through others, whose `superseded_by` are at `others`.
#[must_use]
pub fn superseded_cycle(place: Place, id: &str, others: Vec<Place>) -> Finding {
    let finding = super::yaml::invalid_value(place, format!("`superseded_by` forms a cycle through `{id}`"))
        .help("remove `superseded_by` from the latest record");
    of_cycle(finding, others)
}

/// A text by language that the languages `missing` of the site lack; `key` holds it.
#[must_use]
pub fn missing_translation(place: Place, key: &str, missing: &[&str]) -> Finding {
    let named = missing.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ");
    let first = missing.first().copied().unwrap_or("en");
    Finding::new(Code::MissingTranslation, place, format!("`{key}` has no text in {named}"))
        .help(format!("add `{first}: …` to `{key}`, or write one text for all languages: `{key}: …`"))
        .note("until then, pages in a language without a text show that of another language")
}

/// A file with more than `limit` records.
#[must_use]
pub fn too_many(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("this file contains more than {} records", thousands(limit as u64)))
        .help("keep the records that pages use, and publish the rest as a file")
}
