//! Stories of numbers in prose.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::LooseNumber,
        means: "The text of a page holds a number that belongs to no record, no event, no date, no numbered heading and \
                no declared name. Numbers in English words count too, where they stand in front of a unit.",
        matters: "A reader can ask of such a number neither who counted, nor what, nor when; and when it changes, \
                  nobody will find all the places where it was typed.",
        wrong: "Only 19 % of people there are online.",
        right: "Only {{ stat(id=\"ldc-internet-2019\") }} of people there are online.",
        act: "Paste the record that the finding shows into content/statistics.yaml, fill in what it leaves open, and \
              call it by its id. A time of the day belongs to an event. A name with digits in it is declared once, as \
              in `names: [COVID-19]`, in content/site.yaml. The title of the site is a name by itself.",
    },
    Story {
        code: Code::WordsDoNotFit,
        means: "Words near a number say of it what its record does not: `half` beside 19 percent, `nearly` before a \
                value that the source gives as it is, `only` before more than half.",
        matters: "Readers keep the words and forget the number. The words were true of last year's number, as a rule, \
                  and nobody read the sentence again when the record changed.",
        wrong: "Just over half ({{ stat(id=\"ldc-internet-2019\") }}) are online.",
        right: "Nearly one in five ({{ stat(id=\"ldc-internet-2019\") }}) are online.",
        act: "Write words that fit, or none. What each phrase allows is in the finding: alone, a part of a whole may be \
              two points away. Words that the source itself uses go into the record, as in `qualifier: only`.",
    },
    Story {
        code: Code::PercentagePoint,
        means: "A number in percentage points is followed by `percent`, or one in percent by `percentage points`; or a \
                record that is the difference of two shares calls its unit percent.",
        matters: "From 19 to 51 percent are 32 percentage points, but 168 percent. Whoever reads the one for the other \
                  is wrong by a factor of five.",
        wrong: "- id: gap\n  value: 32\n  unit: percent\n  derived: \"world - ldc\"",
        right: "- id: gap\n  value: 32\n  unit: percentage-points\n  derived: \"world - ldc\"",
        act: "Correct the words or the unit, whichever is wrong. A rest of the whole, as in `100 - world`, stays percent.",
    },
];
