//! Stories of numbers in prose.

use super::{Example, PAGE, STATISTICS, Story};
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::LooseNumber,
        means: "The text of a page contains a number that is not part of a record, an event, a date, a numbered heading or \
                a declared name. Numbers in English words count too if a unit follows them.",
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
                source gives as exact, `only` before more than half.",
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
