//! Stories of events: contradictory times, times that clocks skip or repeat, invalid zones.

use super::{EVENTS, Example, PAGE, Story};
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::UnknownEvent,
        means: "A page names an event that is not in content/events.yaml.",
        matters: "Every time on the site comes from a record with its date, zone and source.",
        wrong: Example::Files(&[(PAGE, "{{ event(id=\"opening\") }}")]),
        right: Example::Files(&[(PAGE, "{{ event(id=\"opening-2027\") }}")]),
        act: "Correct the id, or add the record to content/events.yaml.",
    },
    Story {
        code: Code::EventTimesContradict,
        means: "A source gives the time of an event by several clocks, and these times are not the same instant; or \
                what it says about a time zone is never true; or the record differs from its source. Firstflight \
                checks this against the time zone database, day by day, over the span that the finding names, and \
                lists every reading that would be consistent. It never chooses one.",
        matters: "Half of the readers would come an hour late, or leave before the event begins. A calendar file with \
                  such a time asserts an instant that nobody knows.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: unknown\n  start: \"09:50\"\n  zone: America/New_York\n  source_text: 9:50 (New York, -5 GMT) / 15:50 (CEST)",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: 2021-05-25\n  start: \"09:50\"\n  zone: America/New_York\n  source_text: 9:50 (New York, -5 GMT) / 15:50 (CEST)\n  resolution: { choice: record, reason: \"New York was at UTC-4\" }",
        )]),
        act: "Find out the date, which decides. Then `choice: record` states that the record is right and the label \
              in the source is wrong, with your reason. If the date is not known, `choice: quote` shows readers the \
              source's own words with your reason, and no calendar file is made.",
    },
    Story {
        code: Code::EventEndsBeforeStart,
        means: "By the clocks of its zone, the event does not end after it starts.",
        matters: "A calendar refuses such an event, or shows it on the wrong day.",
        wrong: Example::Files(&[(EVENTS, "- id: party\n  date: 2027-03-01\n  start: \"23:00\"\n  end: \"01:00\"")]),
        right: Example::Files(&[(
            EVENTS,
            "- id: party\n  date: 2027-03-01\n  start: \"23:00\"\n  end: \"01:00\"\n  end_date: 2027-03-02",
        )]),
        act: "Correct the times, or add the day on which the event ends as `end_date`.",
    },
    Story {
        code: Code::UnequalDurations,
        means: "Two time ranges of the same event have different lengths.",
        matters: "At least one end is wrong, and readers in one of the places would leave early or wait.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: 2021-05-25\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: America/New_York\n  source_text: 9:50-11:20 (New York) / 15:50-17:00 (Geneva)",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: 2021-05-25\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: America/New_York\n  source_text: 9:50-11:20 (New York) / 15:50-17:20 (Geneva)",
        )]),
        act: "Correct the record. If the source itself is wrong, leave its words as they are and quote it, with your \
              reason.",
    },
    Story {
        code: Code::NonexistentTime,
        means: "The clocks of the zone skip this time on that day, because they are put forward.",
        matters: "Programs guess, some an hour early and some an hour late.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-03-28\n  start: \"02:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-03-28\n  start: \"03:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich",
        )]),
        act: "Correct the time, the date or the zone.",
    },
    Story {
        code: Code::AmbiguousTime,
        means: "The clocks of the zone show this time twice on that day, an hour apart, because they are put back.",
        matters: "Nobody can know which of the two is meant, so half of the guesses are wrong by an hour.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-10-31\n  start: \"02:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-10-31\n  start: \"02:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich\n  occurrence: first",
        )]),
        act: "Add `occurrence: first` or `occurrence: second`.",
    },
    Story {
        code: Code::UnknownZone,
        means: "The time zone database, which is part of the program, has no zone with this name.",
        matters: "Without the zone nobody can tell what the time is anywhere else.",
        wrong: Example::Files(&[(EVENTS, "- id: opening\n  zone: Europe/Geneva")]),
        right: Example::Files(&[(EVENTS, "- id: opening\n  zone: Europe/Zurich")]),
        act: "Write the zone of the city where the event takes place. Zones are named after the largest city with the \
              same clocks.",
    },
    Story {
        code: Code::FixedOffsetZone,
        means: "Zones such as `Etc/GMT+5` have the sign of their offset reversed: this one is five hours behind UTC.",
        matters: "Someone who takes the name literally is ten hours off. Such a zone also ignores daylight saving \
                  time.",
        wrong: Example::Files(&[(EVENTS, "- id: opening\n  zone: Etc/GMT+5")]),
        right: Example::Files(&[(EVENTS, "- id: opening\n  zone: America/Lima")]),
        act: "Write the zone of a city.",
    },
    Story {
        code: Code::OffsetWithoutZone,
        means: "The zone is an offset such as `UTC-5`, or an abbreviation such as `CEST`.",
        matters: "In many places an offset applies for only half of the year, and many abbreviations have several \
                  meanings: `IST` is used in Kolkata, in Jerusalem and in Dublin. Both follow from the zone and the \
                  date.",
        wrong: Example::Files(&[(EVENTS, "- id: opening\n  zone: UTC-5")]),
        right: Example::Files(&[(EVENTS, "- id: opening\n  zone: America/New_York")]),
        act: "Write the zone of the city where the event takes place. `UTC` is also a zone.",
    },
    Story {
        code: Code::PastRegistration,
        means: "A record has `register`, and the event was over on the day of the build.",
        matters: "Readers who follow the invitation waste their time on something that is over.",
        wrong: Example::Files(&[(EVENTS, "- id: webinar\n  date: 2021-05-25\n  register: https://example.org/")]),
        right: Example::Files(&[(EVENTS, "- id: webinar\n  date: 2021-05-25")]),
        act: "Remove `register` from the record.",
    },
];
