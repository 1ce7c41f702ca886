//! Stories of records: statistics, sources, and charts of them.

use super::{Example, PAGE, SITE, STATISTICS, Story};
use crate::report::Code;

const SOURCES: &str = "content/sources.yaml";
/// A site in English and French.
const TWO_LANGUAGES: (&str, &str) = (SITE, "languages: { en: { at: / }, fr: { at: /fr/ } }");

pub(super) const STORIES: &[Story] = &[
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
        means: "The title of the site, or a text of a record, is given by language, and a language of the site is missing. \
                A text that is written once counts for all languages.",
        matters: "Pages in that language show the text of another language, which their readers may not understand.",
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
                  come from another year or another way of counting. The page says so below the figure.",
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
