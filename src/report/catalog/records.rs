//! Findings about records.

use crate::report::story::{Example, PAGE, SITE, STATISTICS, Story};
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
pub fn part_of_other_unit(place: Place, part: &str, whole: &str, units: (&str, &str), of_part: Place) -> Finding {
    let message = format!("the unit of `{part}` is {}, but that of its total `{whole}` is {}", units.0, units.1);
    Finding::new(Code::PartsMismatch, place, message)
        .help("give both records the same unit, or remove the part")
        .label(of_part, "the unit of the part")
}

/// Records in one figure that differ in more than what is compared; `how` lists the other differences in the plural.
#[must_use]
pub fn side_by_side(place: Place, name: &str, how: &[&str]) -> Finding {
    let how = match how {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        few => few.join(""),
    };
    Finding::new(Code::SideBySide, place, format!("this {name} compares numbers of different {how}"))
        .note("a note below the figure tells readers about the difference")
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

/// A text of a record by language that the languages `missing` of the site lack; `page` is the file of a page that shows it.
#[must_use]
pub fn untranslated_record(place: Place, key: &str, missing: &[&str], page: Option<&str>) -> Finding {
    let mut finding = missing_translation(place, key, missing);
    if let Some(page) = page {
        finding.notes = vec![format!("until then, {page} shows the text of another language")];
    }
    finding
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

const SOURCES: &str = "content/sources.yaml";
/// A site in English and French.
const TWO_LANGUAGES: (&str, &str) = (SITE, "languages: { en: { at: / }, fr: { at: /fr/ } }");

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::UnknownStatistic,
        means: "A shortcode names a statistic that is not in content/statistics.yaml.",
        matters: "Every number on the site comes from a record with its unit, population, period and source.",
        wrong: Example::Files(&[(PAGE, "{{ stat(id=\"ldc\") }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "Correct the id, or add the record to content/statistics.yaml.",
    },
    Story {
        code: Code::UnknownSource,
        means: "A record names a source that is not in content/sources.yaml.",
        matters: "A reader who wants to check the number would not find where it comes from.",
        wrong: Example::Files(&[(STATISTICS, "- id: mobile\n  source: survy")]),
        right: Example::Files(&[(STATISTICS, "- id: mobile\n  source: survey")]),
        act: "Correct the id, or add the source to content/sources.yaml.",
    },
    Story {
        code: Code::DuplicateRecord,
        means: "Two records in one file have the same id.",
        matters: "It would be unclear which of the two numbers a page shows.",
        wrong: Example::Files(&[(STATISTICS, "- id: mobile\n  value: 19\n- id: mobile\n  value: 27")]),
        right: Example::Files(&[(STATISTICS, "- id: mobile-2019\n  value: 19\n- id: mobile-2021\n  value: 27")]),
        act: "Give each record a different id. An id with the year in it leaves room for the next edition.",
    },
    Story {
        code: Code::MissingTranslation,
        means: "A text of the settings, such as the title of the site or of an entry of the menu, or a text of a record is given \
                by language, and a language of the site is missing. A text that is written once counts for all languages.",
        matters: "Pages in that language show the text of another language, which their readers may not understand. It says its \
                  language, so that screen readers change the voice.",
        wrong: Example::Files(&[
            TWO_LANGUAGES,
            ("content/fr/index.md", ""),
            (SOURCES, "- id: survey\n  title: { fr: Enquête sur les radios }"),
        ]),
        right: Example::Files(&[
            TWO_LANGUAGES,
            ("content/fr/index.md", ""),
            (SOURCES, "- id: survey\n  title: { en: Survey of radios, fr: Enquête sur les radios }"),
        ]),
        act: "Add the text in the missing language, or write one text for all languages.",
    },
    Story {
        code: Code::MixedUnits,
        means: "A chart compares values of different units, such as percent with a number of people.",
        matters: "Bars are compared by their length. The lengths of bars with different units cannot be compared, so \
                  the chart would show a difference that does not exist.",
        wrong: Example::Files(&[(PAGE, "{{ chart(ids=[\"ldc-2019\", \"north\"], title=\"People online\") }}")]),
        right: Example::Files(&[(PAGE, "{{ chart(ids=[\"ldc-2019\", \"world-2019\"], title=\"People online\") }}")]),
        act: "Make a chart for each unit.",
    },
    Story {
        code: Code::SameLabel,
        means: "A chart, a table or a trend shows two records whose labels read the same, or lists one record twice.",
        matters: "A label holds every field in which the records differ. Two rows with the same label and two numbers \
                  leave readers to guess which number is whose.",
        wrong: Example::Files(&[(PAGE, "{{ data_table(ids=[\"ldc-2019\", \"ldc-2019\"], title=\"People online\") }}")]),
        right: Example::Files(&[(
            PAGE,
            "{{ data_table(ids=[\"ldc-2019\", \"world-2019\"], title=\"People online\") }}",
        )]),
        act: "Write what differs into `area`, `of`, `indicator` or `period` of both records, or list one of them.",
    },
    Story {
        code: Code::MixedDenominators,
        means: "A page shows one share as a number of marks out of ten and another out of a hundred.",
        matters: "People compare what they can count. Two of ten looks like less than nineteen of a hundred, although \
                  it is more.",
        wrong: Example::Files(&[(
            PAGE,
            "{{ icons(id=\"radio\", of=10, title=\"Radio\") }}\n\n{{ icons(id=\"phone\", of=100, title=\"Phone\") }}",
        )]),
        right: Example::Files(&[(
            PAGE,
            "{{ icons(id=\"radio\", of=100, title=\"Radio\") }}\n\n{{ icons(id=\"phone\", of=100, title=\"Phone\") }}",
        )]),
        act: "Use the same `of` for all `icons` of a page, or put them on separate pages.",
    },
    Story {
        code: Code::SideBySide,
        means: "A chart, trend or table compares records that differ in more than one thing: for example groups of \
                different years, or numbers from different sources.",
        matters: "Readers take the difference between two bars for the difference between two groups. Part of it may \
                  come from another year or another way of counting. A note below the figure tells readers.",
        wrong: Example::Files(&[(PAGE, "{{ chart(ids=[\"world-2019\", \"ldc-2021\"], title=\"People online\") }}")]),
        right: Example::Files(&[(PAGE, "{{ chart(ids=[\"world-2019\", \"ldc-2019\"], title=\"People online\") }}")]),
        act: "Compare records of one period and one source if you can. Otherwise leave it: readers see the note on \
              the page.",
    },
    Story {
        code: Code::PartsMismatch,
        means: "The sum of the records listed in `parts` differs from the value of the record. Rounding of each part \
                to its last digit is allowed.",
        matters: "Readers add up. A total that does not match its parts makes them doubt all numbers of the page.",
        wrong: Example::Files(&[(
            STATISTICS,
            "- id: households\n  value: 90\n  unit: count\n  parts: [north, south]   # 40 and 60",
        )]),
        right: Example::Files(&[(
            STATISTICS,
            "- id: households\n  value: 100\n  unit: count\n  parts: [north, south]   # 40 and 60",
        )]),
        act: "Correct the total or the part that is wrong, or add the missing part to `parts`.",
    },
    Story {
        code: Code::DerivedMismatch,
        means: "A record gives the formula for its value, and the formula has another result.",
        matters: "A number that was calculated by hand becomes wrong when one of its inputs is corrected. Firstflight \
                  calculates it again in each build, exactly, and allows for rounding to its last digit.",
        wrong: Example::Files(&[(
            STATISTICS,
            "- id: offline\n  value: 48\n  derived: \"100 - world-2019\"   # that is 51",
        )]),
        right: Example::Files(&[(
            STATISTICS,
            "- id: offline\n  value: 49\n  derived: \"100 - world-2019\"   # that is 51",
        )]),
        act: "Correct the value or the formula.",
    },
    Story {
        code: Code::ReviewDue,
        means: "The `review_by` date of a record is before the day of the build.",
        matters: "An old number looks like a new one. The date is a reminder to check whether there is a newer one.",
        wrong: Example::Files(&[(STATISTICS, "- id: mobile\n  review_by: 2025-11-30")]),
        right: Example::Files(&[(STATISTICS, "- id: mobile\n  review_by: 2099-11-30")]),
        act: "Compare the record with its source, then set the next date; or add the newer number as another record \
              and name it in `superseded_by`.",
    },
    Story {
        code: Code::SupersededStatistic,
        means: "A page shows a record with `superseded_by`: there is a later number.",
        matters: "Readers take the number on the page for the latest one.",
        wrong: Example::Files(&[
            (STATISTICS, "- id: mobile-2019\n  superseded_by: mobile-2021\n- id: mobile-2021"),
            (PAGE, "{{ stat(id=\"mobile-2019\") }} have a phone."),
        ]),
        right: Example::Files(&[
            (STATISTICS, "- id: mobile-2019\n  superseded_by: mobile-2021\n- id: mobile-2021"),
            (PAGE, "{{ stat(id=\"mobile-2021\") }} have a phone."),
        ]),
        act: "Use the later record and read the sentence again. If the page is about the past, add the finding to \
              `expect` in its front matter.",
    },
];
