//! Findings about numbers in prose.

use crate::report::{Code, Finding, Place};

/// A quantity that belongs to no record; `record` is one of it, as lines of content/statistics.yaml.
#[must_use]
pub fn loose_quantity(place: Place, written: &str, record: &str) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("`{written}` belongs to no record"))
        .help(format!("write `{{{{ stat(id=\"…\") }}}}` here, and in content/statistics.yaml:\n{record}"))
}

/// A number where no call can stand: in a title, in a description, in the words for an image.
#[must_use]
pub fn loose_in_plain(place: Place, written: &str) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("`{written}` belongs to no record, and none can be called here"))
        .help("say it without the number here, and tell the number in the text of the page, from a record")
}

/// A time of the day that belongs to no event.
#[must_use]
pub fn loose_time(place: Place, written: &str) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("`{written}` is a time of the day that belongs to no event"))
        .help("make it a record in content/events.yaml, with its date and zone, and call `{{ event(id=\"…\") }}` here")
}

/// A word with digits in it that is no declared name.
#[must_use]
pub fn loose_name(place: Place, written: &str) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("`{written}` holds digits and is no name that this site declares"))
        .help(format!("if it is a name, write `names: [{written}]` in content/site.yaml, or add it there"))
}

/// A table with numbers that are not backed by a record.
#[must_use]
pub fn loose_table(place: Place, count: usize) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("a table with {count} numbers that are not backed by a record"))
        .help("make each a record, and write `{{ data_table(ids=[\"…\", \"…\"]) }}` instead of the table")
}

/// Words for a part of a whole that a record is not; `value` is what the record says, `tolerance` what the words fit,
/// `other` words that would fit.
#[must_use]
pub fn share_does_not_fit(
    place: Place,
    words: &str,
    id: &str,
    value: &str,
    tolerance: &str,
    other: Option<&str>,
) -> Finding {
    Finding::new(Code::WordsDoNotFit, place, format!("`{words}` does not fit `{id}`, which is {value}"))
        .maybe_help(other.map(|other| format!("`{other}` would fit")))
        .note(format!("`{words}` fits {tolerance}"))
}

/// Words in a title for a part of a whole that none of its records is; `values` is what they say.
#[must_use]
pub fn title_does_not_fit(
    place: Place,
    words: &str,
    shortcode: &str,
    values: &str,
    tolerance: &str,
    other: Option<&str>,
) -> Finding {
    let message = format!("`{words}` fits no number that this `{shortcode}` shows");
    Finding::new(Code::WordsDoNotFit, place, message)
        .maybe_help(other.map(|other| format!("`{other}` would fit")))
        .note(format!("`{words}` fits {tolerance}; shown is {values}"))
}

/// Words that make a record's value say something else than the record.
#[must_use]
pub fn hedge_does_not_fit(place: Place, words: &str, id: &str, value: &str) -> Finding {
    Finding::new(Code::WordsDoNotFit, place, format!("`{words}` says something else than `{id}`, which is {value}"))
        .help(leave_out(words))
}

/// `only` before more than half of a whole.
#[must_use]
pub fn only_does_not_fit(place: Place, words: &str, id: &str, value: &str) -> Finding {
    Finding::new(Code::WordsDoNotFit, place, format!("`{words}` does not fit `{id}`, which is {value}"))
        .help(leave_out(words))
        .note(format!("`{words}` fits at most half of a whole"))
}

fn leave_out(words: &str) -> String {
    let words = words.to_lowercase();
    format!("leave it out; or, if the source says so, write `qualifier: {words}` in the record")
}

/// Percent behind a record in percentage points, or the other way round; `unit` is the record's, in words.
#[must_use]
pub fn percentage_point(place: Place, words: &str, id: &str, unit: &str) -> Finding {
    Finding::new(Code::PercentagePoint, place, format!("`{words}` stands behind `{id}`, which counts in {unit}"))
        .help(format!("write `{unit}`, or correct the unit of the record"))
        .note("from 19 to 51 percent are 32 percentage points, and 168 percent")
}

/// A difference of two shares that calls itself a share.
#[must_use]
pub fn difference_in_percent(place: Place, id: &str, from: &str, less: &str) -> Finding {
    let message = format!("`{id}` is a difference of two shares, and those are counted in percentage points");
    Finding::new(Code::PercentagePoint, place, message)
        .help("write `unit: percentage-points`")
        .note(format!("`{from}` and `{less}` are both percent; from 19 to 51 percent are 32 percentage points"))
}
