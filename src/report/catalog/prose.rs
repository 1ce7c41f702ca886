//! Findings about numbers in prose.

use crate::report::story::{Example, PAGE, STATISTICS, Story};
use crate::report::{Certainty, Code, Finding, Place, literal};

/// Maximum number of currencies that a help lists.
const SHOWN_CURRENCIES: usize = 6;
/// Maximum number of records that a finding about a title points to.
const SHOWN_RECORDS: usize = 3;

/// A quantity that is not backed by a record; `record` is one of it, as lines of content/statistics.yaml. `currencies` are
/// the codes that it may be in, where it is money and the text does not name the country; none if it is unknown.
#[must_use]
pub fn loose_quantity(place: Place, written: &str, record: &str, currencies: Option<&[&str]>) -> Finding {
    let unit = match currencies {
        None => String::new(),
        Some([]) => " (its unit is the code of the currency)".to_owned(),
        Some([codes @ .., last]) if codes.len() < SHOWN_CURRENCIES => {
            format!(" (its unit is the code of the currency: {} or {last})", codes.join(", "))
        }
        Some(codes) => {
            let codes = codes[..SHOWN_CURRENCIES].join(", ");
            format!(" (its unit is the code of the currency, such as {codes})")
        }
    };
    Finding::new(Code::LooseNumber, place, format!("`{written}` is not backed by a record"))
        .help(format!("write `{{{{ stat(id=\"…\") }}}}` here, and in content/statistics.yaml{unit}:\n{record}"))
}

/// A number where shortcodes are not read: in a title, a description or the alternative text of an image.
#[must_use]
pub fn loose_in_plain(place: Place, written: &str) -> Finding {
    let message = format!("`{written}` is not backed by a record, and a shortcode cannot be used here");
    Finding::new(Code::LooseNumber, place, message)
        .help("leave the number out here and give it in the page text with `stat`")
}

/// A time of day that is not backed by an event.
#[must_use]
pub fn loose_time(place: Place, written: &str) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("`{written}` is a time of day that is not part of an event"))
        .help("add an event with its date and zone to content/events.yaml, and write `{{ event(id=\"…\") }}` here; for opening hours and the like, \
               write `expect: [{ finding: loose-number, reason: \"…\" }]` in the front matter")
}

/// A word that contains digits and is not a declared name.
#[must_use]
pub fn loose_name(place: Place, written: &str) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("`{written}` contains digits and is not listed in `names`"))
        .help(format!("if it is a name, add it to `names` in content/site.yaml, as in `names: [{written}]`"))
        .gathered()
}

/// A table with numbers that are not backed by a record.
#[must_use]
pub fn loose_table(place: Place, count: usize) -> Finding {
    Finding::new(Code::LooseNumber, place, format!("a table with {count} numbers that are not backed by a record"))
        .help(
            "add a record for each, and write `{{ data_table(ids=[\"…\", \"…\"], title=\"…\") }}` instead of the table",
        )
}

/// A record that words are about.
pub struct Described<'r> {
    /// Its id.
    pub id: &'r str,
    /// Its value, in words.
    pub value: &'r str,
    /// Where it is.
    pub place: Place,
}

fn does_not_fit(place: Place, words: &str, record: Described<'_>) -> Finding {
    let message = format!("`{words}` does not fit `{}`, which is {}", record.id, record.value);
    Finding::new(Code::WordsDoNotFit, place, message).label(record.place, "the record")
}

/// Words for a share that do not match the record beside them. `tolerance` is the range that the words cover, `other` are
/// words that would fit.
#[must_use]
pub fn share_does_not_fit(
    place: Place,
    words: &str,
    record: Described<'_>,
    tolerance: &str,
    other: Option<&str>,
) -> Finding {
    does_not_fit(place, words, record)
        .maybe_help(other.map(|other| format!("`{other}` would fit")))
        .note(format!("`{words}` fits {tolerance}"))
}

/// Words for a share in a title that match none of the records shown.
#[must_use]
pub fn title_does_not_fit(
    place: Place,
    words: &str,
    shortcode: &str,
    records: Vec<Described<'_>>,
    tolerance: &str,
    other: Option<&str>,
) -> Finding {
    let message = format!("`{words}` does not fit any number shown by this `{shortcode}`");
    let values = records.iter().map(|record| record.value).collect::<Vec<_>>().join(", ");
    let finding = Finding::new(Code::WordsDoNotFit, place, message);
    let shown = records.into_iter().take(SHOWN_RECORDS);
    shown
        .fold(finding, |finding, record| finding.label(record.place, format!("the record with {}", record.value)))
        .maybe_help(other.map(|other| format!("`{other}` would fit")))
        .note(format!("`{words}` fits {tolerance}; the values shown are {values}"))
}

/// A hedge such as `nearly` that the record does not support.
#[must_use]
pub fn hedge_does_not_fit(place: Place, words: &str, record: Described<'_>) -> Finding {
    does_not_fit(place, words, record).help(leave_out(words))
}

/// `only` before a share above half.
#[must_use]
pub fn only_does_not_fit(place: Place, words: &str, record: Described<'_>) -> Finding {
    does_not_fit(place, words, record)
        .help(leave_out(words))
        .note(format!("`{words}` is accepted for shares of 50 percent or less"))
}

/// `fell by`, `rose by`, `lower` or `higher` beside a record that is shown with a minus sign; `is_fall` for a fall.
#[must_use]
pub fn change_does_not_fit(place: Place, words: &str, record: Described<'_>, is_fall: bool) -> Finding {
    let (verb, help) = match is_fall {
        true => ("fall", "give the record a positive value, or write words without a direction, such as `changed by`"),
        false => ("rise", "say that it fell and give the record a positive value, or write `changed by`"),
    };
    does_not_fit(place, words, record)
        .help(help)
        .note(format!("a {verb} by a negative number is a {}", opposite(is_fall)))
}

/// `rose by` or `higher` beside a record of a fall that is shown without its minus sign.
#[must_use]
pub fn change_is_opposite(place: Place, words: &str, record: Described<'_>) -> Finding {
    does_not_fit(place, words, record)
        .help("say that it fell, or correct the value of the record")
        .note("`as_written` shows the number without its minus sign, so only the words give the direction")
}

/// `fell by`, `rose by`, `lower` or `higher` beside a negative number in digits; `is_fall` for a fall.
#[must_use]
pub fn change_of_number(place: Place, words: &str, number: &str, is_fall: bool) -> Finding {
    let (verb, help) = match is_fall {
        true => ("fall", "write the number without its minus sign"),
        false => ("rise", "say that it fell, and write the number without its minus sign"),
    };
    Finding::new(Code::WordsDoNotFit, place, format!("`{words}` does not fit `{number}`, which is negative"))
        .help(help)
        .note(format!("a {verb} by a negative number is a {}", opposite(is_fall)))
}

fn opposite(is_fall: bool) -> &'static str {
    if is_fall { "rise" } else { "fall" }
}

fn leave_out(words: &str) -> String {
    let words = words.to_lowercase();
    format!("leave it out, or write `qualifier: {words}` in the record if the source says so")
}

/// `percent` after a record in percentage points, or the other way round; `unit` is the unit of the record in words, with
/// its place.
#[must_use]
pub fn percentage_point(place: Place, words: &str, id: &str, (unit, of_record): (&str, Place)) -> Finding {
    let written = literal(&place, words);
    Finding::new(Code::PercentagePoint, place, format!("`{words}` follows `{id}`, whose unit is {unit}"))
        .help(format!("write `{unit}`, or correct the unit of the record"))
        .maybe_edit(written.map(|range| (range, unit.to_owned())), Certainty::Suggested)
        .label(of_record, "the unit of the record")
        .note("a rise from 19 to 51 percent is 32 percentage points, or 168 percent")
}

/// A difference of two shares whose unit is percent; each share with the place of its unit.
#[must_use]
pub fn difference_in_percent(place: Place, id: &str, shares: [(&str, Place); 2]) -> Finding {
    let [(from, of_from), (less, of_less)] = shares;
    let message = format!("`{id}` is a difference of two shares, so its unit is percentage points");
    Finding::new(Code::PercentagePoint, place, message)
        .help("write `unit: percentage-points`")
        .rename("percent", "percentage-points", Certainty::Suggested)
        .label(of_from, format!("the unit of `{from}`"))
        .label(of_less, format!("the unit of `{less}`"))
        .note(format!(
            "`{from}` and `{less}` are both in percent; a rise from 19 to 51 percent is 32 percentage points"
        ))
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::LooseNumber,
        means: "The text of a page contains a number that is not part of a record, an event, a date, a numbered heading or \
                a declared name. Numbers in words count too if a unit follows them, in Arabic, Chinese, English, French, \
                Portuguese, Russian and Spanish. On a page that shows code, and on a site where a quarter of the pages do, \
                only what was counted or measured in the world is reported: other numbers are values, limits and \
                examples.",
        matters: "A reader cannot find out who counted, what was counted, or when. When the number changes, nobody will \
                  find all the places where it was typed.",
        wrong: Example::Files(&[(PAGE, "Only 19 % of people there are online.")]),
        right: Example::Files(&[(PAGE, "Only {{ stat(id=\"ldc-2019\") }} of people there are online.")]),
        act: "Paste the record that the finding shows into content/statistics.yaml, fill in what it leaves open, and \
              use it by its id. Times of day belong in events. Declare a name with digits once, as in \
              `names: [COVID-19]`, in content/site.yaml. The title of the site counts as a name.",
    },
    Story {
        code: Code::WordsDoNotFit,
        means: "Words near a number do not match its record: `half` beside 19 percent, `nearly` before a value that the \
                source gives as exact, `only` before more than half, `fell by` or `lower` beside a number that already \
                has a minus sign. The `sentence` of a record is checked in the same way.",
        matters: "Readers remember the words and forget the number. Usually the words were true of last year's number, \
                  and nobody read the sentence again when the record changed.",
        wrong: Example::Files(&[(PAGE, "Just over half ({{ stat(id=\"ldc-2019\") }}) are online.")]),
        right: Example::Files(&[(PAGE, "Nearly one in five ({{ stat(id=\"ldc-2019\") }}) are online.")]),
        act: "Write words that fit, or none. The finding gives the range of each phrase; without a word such as \
              `nearly`, a share may be two points away. If the source itself uses the words, add them to the record, as \
              in `qualifier: only`.",
    },
    Story {
        code: Code::PercentagePoint,
        means: "A number in percentage points is followed by `percent`, or one in percent by `percentage points`; or the \
                unit of a difference of two shares is percent.",
        matters: "A rise from 19 to 51 percent is 32 percentage points, but 168 percent. Readers who take one for the \
                  other are wrong by a factor of five.",
        wrong: Example::Files(&[(
            STATISTICS,
            "- id: gap\n  value: 32\n  unit: percent\n  derived: \"world-2019 - ldc-2019\"",
        )]),
        right: Example::Files(&[(
            STATISTICS,
            "- id: gap\n  value: 32\n  unit: percentage-points\n  derived: \"world-2019 - ldc-2019\"",
        )]),
        act: "Correct the words or the unit. What remains of a whole, as in `100 - world`, is still in percent.",
    },
];
