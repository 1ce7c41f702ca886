//! Findings about records.

use crate::report::text::thousands;
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

/// A value that its formula does not give; `given` is what it gives.
#[must_use]
pub fn derived_mismatch(place: Place, id: &str, written: &str, given: &str) -> Finding {
    Finding::new(Code::DerivedMismatch, place, format!("`{id}` is {written}, but its formula gives {given}"))
        .help("correct the value or the formula, whichever is wrong")
}

/// A formula that divides by nothing.
#[must_use]
pub fn division_by_zero(place: Place, id: &str) -> Finding {
    Finding::new(Code::DerivedMismatch, place, format!("the formula of `{id}` divides by zero"))
        .help("correct the formula, or the record that it divides by")
}

/// A formula whose exact value takes more than `bits` bits.
#[must_use]
pub fn formula_too_large(place: Place, id: &str, bits: u64) -> Finding {
    let message = format!("the formula of `{id}` cannot be checked: its exact fraction needs more than {bits} bits");
    Finding::new(Code::TooMuch, place, message)
        .help("derive the number in fewer steps, or from numbers of fewer digits")
}

/// Formulas of a file with more than `limit` words in all; `place` is the first that is not read.
#[must_use]
pub fn too_many_formula_words(place: Place, limit: usize) -> Finding {
    let message = format!("the formulas of this file have more than {} words in all", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message)
        .help("shorten them, or give intermediate results records of their own")
        .note("this formula and those after it were not read")
}

/// Parts whose exact sum takes more than `bits` bits.
#[must_use]
pub fn sum_too_large(place: Place, id: &str, bits: u64) -> Finding {
    let message = format!("the parts of `{id}` cannot be added up: their exact sum needs more than {bits} bits");
    Finding::new(Code::TooMuch, place, message).help("name fewer parts, or parts with fewer digits")
}

/// A number derived, over one or more records, from itself.
#[must_use]
pub fn derived_from_itself(place: Place, id: &str) -> Finding {
    Finding::new(Code::DerivedMismatch, place, format!("`{id}` is derived from itself, which proves nothing"))
        .help("derive it from records that have a source of their own")
}

/// A number that its parts do not add up to; `sum` is what they give.
#[must_use]
pub fn parts_mismatch(place: Place, id: &str, written: &str, sum: &str) -> Finding {
    Finding::new(Code::PartsMismatch, place, format!("`{id}` is {written}, but its parts add up to {sum}"))
        .help("correct the total or a part, or name the part that is missing")
}

/// A part that counts in another unit than its whole; `units` are theirs, in this order.
#[must_use]
pub fn part_of_other_unit(place: Place, part: &str, whole: &str, units: (&str, &str)) -> Finding {
    let message = format!("`{part}` is in {}, and `{whole}`, which it is a part of, in {}", units.0, units.1);
    Finding::new(Code::PartsMismatch, place, message).help("give both records the same unit, or take the part out")
}

/// Records of one figure that differ in more than what is compared; `how` names it in the plural.
#[must_use]
pub fn side_by_side(place: Place, name: &str, how: &[&str]) -> Finding {
    let how = match how {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        few => few.join(""),
    };
    Finding::new(Code::SideBySide, place, format!("this {name} sets numbers of different {how} side by side"))
        .note("the page says so beside it")
}

/// A number whose day of review has passed on the day `at`.
#[must_use]
pub fn review_due(place: Place, id: &str, day: &str, at: &str) -> Finding {
    Finding::new(Code::ReviewDue, place, format!("`{id}` was to be looked at again by {day}"))
        .help("compare it with its source, then set a later day, or name the record that replaces it with `superseded_by`")
        .note(format!("the site is built for {at}"))
}

/// A number on a page that the record `by` replaces.
#[must_use]
pub fn superseded(place: Place, id: &str, by: &str) -> Finding {
    Finding::new(Code::SupersededStatistic, place, format!("`{id}` is replaced by a later record"))
        .help(format!("write `{by}`, and check that the words around it still fit"))
}

/// A record replaced, over one or more others, by itself.
#[must_use]
pub fn superseded_by_itself(place: Place, id: &str) -> Finding {
    super::yaml::invalid_value(place, format!("`{id}` is replaced by itself in the end"))
        .help("let the latest record be replaced by none")
}

/// More records than a file may hold.
#[must_use]
pub fn too_many(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("this file contains more than {} records", thousands(limit as u64)))
        .help("keep those that the site's pages use, and publish the rest as a file")
}
