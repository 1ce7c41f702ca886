//! Stories of records: statistics, sources, charts of them.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::UnknownStatistic,
        means: "A shortcode names a statistic that is not in content/statistics.yaml.",
        matters: "A number on the site comes from a record with its unit, population, period and source, or it does \
                  not appear. There is no record here to take it from.",
        wrong: "{{ stat(id=\"ldc-internet\") }}",
        right: "{{ stat(id=\"ldc-internet-2019\") }}",
        act: "Correct the id, or add the record to content/statistics.yaml.",
    },
    Story {
        code: Code::UnknownSource,
        means: "A record names a source that is not in content/sources.yaml.",
        matters: "A reader who wants to check the number would find a name that leads nowhere.",
        wrong: "source: session-descripton",
        right: "source: session-description",
        act: "Correct the id, or add the source to content/sources.yaml.",
    },
    Story {
        code: Code::DuplicateRecord,
        means: "Two records of one file have the same id.",
        matters: "Which of the two numbers a page shows would be left to chance.",
        wrong: "- id: ldc-internet\n  value: 19\n- id: ldc-internet\n  value: 27",
        right: "- id: ldc-internet-2019\n  value: 19\n- id: ldc-internet-2021\n  value: 27",
        act: "Give each record an id of its own. An id with the year in it leaves room for the next edition.",
    },
    Story {
        code: Code::MixedUnits,
        means: "A chart sets values of different units side by side, such as percent beside a count of people.",
        matters: "Bars are compared by their length. Bars of different units have lengths that cannot be compared, so \
                  the chart would show a difference that does not exist.",
        wrong: "{{ chart(ids=[\"ldc-internet-2019\", \"ldc-population-2019\"]) }}",
        right: "{{ chart(ids=[\"ldc-internet-2019\", \"world-internet-2019\"]) }}",
        act: "Make a chart for each unit.",
    },
    Story {
        code: Code::MixedDenominators,
        means: "A page shows one proportion as so many marks of ten and another as so many of a hundred.",
        matters: "People compare what they can count. Two of ten looks smaller than nineteen of a hundred, though it is more.",
        wrong: "{{ icons(id=\"radio\", of=10, title=\"…\") }}\n{{ icons(id=\"phone\", of=100, title=\"…\") }}",
        right: "{{ icons(id=\"radio\", of=100, title=\"…\") }}\n{{ icons(id=\"phone\", of=100, title=\"…\") }}",
        act: "Give all marks of the page the same `of`, or put them on pages of their own.",
    },
    Story {
        code: Code::SideBySide,
        means: "A chart, a trend or a table sets records side by side that differ in more than the one thing that is compared: \
                groups of different years, say, or numbers of different sources.",
        matters: "A reader takes the difference between two bars for the difference between two groups. Part of it may come \
                  from another year or another way of counting. The page says so beside the figure, and this note tells you.",
        wrong: "{{ chart(ids=[\"world-internet-2019\", \"ldc-internet-2021\"], title=\"…\") }}",
        right: "{{ chart(ids=[\"world-internet-2019\", \"ldc-internet-2019\"], title=\"…\") }}",
        act: "Compare records of one period and one source where you can. Where you cannot, leave it: the note stands on the page.",
    },
    Story {
        code: Code::PartsMismatch,
        means: "A record names the records that it is the sum of, in `parts`, and they add up to something else.",
        matters: "Readers add up. A total that its own parts contradict takes the trust from all other numbers of the page. \
                  The rounding of each part to the digits that are written is allowed for.",
        wrong: "- id: households\n  value: 90\n  parts: [north, south]   # 40 and 60",
        right: "- id: households\n  value: 100\n  parts: [north, south]",
        act: "Correct the total or the part that is wrong, or name the part that is missing.",
    },
    Story {
        code: Code::DerivedMismatch,
        means: "A record says how its value follows from other records, and the formula gives another value.",
        matters: "A number that was worked out by hand goes wrong the day one of its parts is corrected. Firstflight \
                  works it out again in each build, exactly, and allows for the rounding to the digits that are written.",
        wrong: "- id: offline\n  value: 48\n  derived: \"100 - online\"   # online is 51",
        right: "- id: offline\n  value: 49\n  derived: \"100 - online\"",
        act: "Correct the value or the formula.",
    },
    Story {
        code: Code::ReviewDue,
        means: "A record has a `review_by` date, and the site is built on a later day.",
        matters: "Numbers age without looking any older. The date is a promise to look whether a newer one is there.",
        wrong: "review_by: 2025-11-30",
        right: "review_by: 2027-11-30",
        act: "Compare the record with its source, then set the next date; or write the newer number as a record of its \
              own and name it with `superseded_by`.",
    },
    Story {
        code: Code::SupersededStatistic,
        means: "A page shows a record that has `superseded_by`: a later number is there.",
        matters: "Readers take the number on the page for the latest that is known.",
        wrong: "{{ stat(id=\"ldc-internet-2019\") }}",
        right: "{{ stat(id=\"ldc-internet-2021\") }}",
        act: "Name the later record and read the sentence again, or expect the finding in the page's front matter where \
              the page speaks of the past on purpose.",
    },
];
