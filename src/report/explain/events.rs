//! Stories of events: times that contradict each other, clocks that skip and repeat, zones that are none.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::UnknownEvent,
        means: "A page names an event that is not in content/events.yaml.",
        matters: "A time on the site comes from a record with its date, zone and source, or it does not appear.",
        wrong: "{{ event(id=\"opening\") }}",
        right: "{{ event(id=\"opening-2027\") }}",
        act: "Correct the id, or add the record to content/events.yaml.",
    },
    Story {
        code: Code::EventTimesContradict,
        means: "A source gives one event's time by several clocks, and they do not name one instant; or what it says of a \
                zone is true on no day; or the record says something else. Firstflight works it out from the time zone \
                database, day by day, over the span that the finding names, and lists each reading that would be \
                consistent. It never chooses one.",
        matters: "Half of the readers would come an hour late, or leave before it begins. A calendar file made of such a \
                  time asserts an instant that nobody knows.",
        wrong: "date: unknown\nsource_text: 9:50 (New York, -5 GMT) / 15:50 (CEST)",
        right: "date: 2021-05-25\nsource_text: 9:50 (New York, -5 GMT) / 15:50 (CEST)\nresolution: { choice: record, \
                reason: \"…\" }",
        act: "Find out the date: it decides. Then `choice: record` says that the record holds and the source's label is \
              wrong, with your reason. Where the date cannot be had, `choice: quote` shows readers the source's own words \
              with your reason beside them, and no machine is told a time.",
    },
    Story {
        code: Code::EventEndsBeforeStart,
        means: "By the clocks of its zone the event ends before it starts, or at the same time.",
        matters: "A calendar refuses such an event, or puts it on a day on which it is not.",
        wrong: "start: \"23:00\"\nend: \"01:00\"",
        right: "start: \"23:00\"\nend: \"01:00\"\nend_date: 2027-03-02",
        act: "Correct the times, or give the day on which it ends as `end_date`.",
    },
    Story {
        code: Code::UnequalDurations,
        means: "Two ranges that are to be one event do not last equally long.",
        matters: "At least one end is wrong, and readers in one of the places would leave early or wait.",
        wrong: "9:50-11:20 (New York) / 15:50-17:00 (Geneva)",
        right: "9:50-11:20 (New York) / 15:50-17:20 (Geneva)",
        act: "Correct the record. Where the source itself is wrong, leave its words as they are and quote it, with your \
              reason.",
    },
    Story {
        code: Code::NonexistentTime,
        means: "On that day the clocks of the zone are put forward over this time: no clock there ever shows it.",
        matters: "Programs guess, some an hour early and some an hour late.",
        wrong: "date: 2027-03-28\nstart: \"02:30\"\nzone: Europe/Zurich",
        right: "date: 2027-03-28\nstart: \"03:30\"\nzone: Europe/Zurich",
        act: "Correct the time, the date or the zone.",
    },
    Story {
        code: Code::AmbiguousTime,
        means: "On that day the clocks of the zone are put back, and show this time twice, an hour apart.",
        matters: "Nobody can know which of the two is meant, so half of the guesses are wrong by an hour.",
        wrong: "date: 2027-10-31\nstart: \"02:30\"\nzone: Europe/Zurich",
        right: "date: 2027-10-31\nstart: \"02:30\"\nzone: Europe/Zurich\noccurrence: first",
        act: "Say which with `occurrence: first` or `occurrence: second`.",
    },
    Story {
        code: Code::UnknownZone,
        means: "The time zone database, which is part of the program, has no zone of this name.",
        matters: "Without the zone nobody can say what the time is anywhere else.",
        wrong: "zone: Europe/Geneva",
        right: "zone: Europe/Zurich",
        act: "Name the zone of the city whose clocks decide; the largest city that shares its clocks names the zone.",
    },
    Story {
        code: Code::FixedOffsetZone,
        means: "Zones such as `Etc/GMT+5` have the sign of their offset reversed: this one is five hours behind UTC.",
        matters: "Who reads it as it is written is ten hours off. It also never changes in summer, as clocks of cities do.",
        wrong: "zone: Etc/GMT+5",
        right: "zone: America/Lima",
        act: "Name the zone of a city.",
    },
    Story {
        code: Code::OffsetWithoutZone,
        means: "An offset such as `UTC-5`, or an abbreviation such as `CEST`, stands where a zone should.",
        matters: "An offset holds for half of the year in most places, and many abbreviations have several meanings: `IST` \
                  is said in Kolkata, in Jerusalem and in Dublin. Both follow from the zone and the date.",
        wrong: "zone: UTC-5",
        right: "zone: America/New_York",
        act: "Name the zone of the city whose clocks decide. `UTC` is a zone of its own.",
    },
    Story {
        code: Code::PastRegistration,
        means: "A record has `register`, and the site is built on a day after the event.",
        matters: "Readers follow the invitation, at their cost, to something that is over.",
        wrong: "date: 2021-05-25\nregister: https://example.org/",
        right: "date: 2021-05-25",
        act: "Take `register` out of the record.",
    },
];
