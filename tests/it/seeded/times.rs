//! Faults in times.

use firstflight::report::Code;

use super::In::{Bulletin, First};
use super::Seed;

const EVENTS: &str = "events.yaml";

/// Zone and end of the vaccination day in the town.
const TOWN: &str = "end: \"16:00\"\n  zone: Africa/Niamey\n";

/// What the record of the call with the partners says of its source.
const CALL: &str = "  source_text: 14:00 – 15:00 (Niamey) / 15:00 – 16:00 (CET)\n  resolution:\n    choice: record\n    reason:\n      en: >-\n        The letter labels its second time CET. On that day Paris still kept summer time, CEST, and only then are both times\n        the same hour; the organisers met at 14:00 in Niamey.\n      fr: >-\n        La lettre donne sa seconde heure en CET. Ce jour-là, Paris vivait encore à l’heure d’été, CEST, et les deux heures\n        ne coïncident qu’ainsi\u{a0}; les organisateurs se sont réunis à 14:00 à Niamey.\n      ar: >-\n        تذكر الرسالة وقتها الثاني بتوقيت CET. وفي ذلك اليوم كانت باريس لا تزال على التوقيت الصيفي، CEST، ولا يتطابق\n        الوقتان إلا بذلك؛ وقد اجتمع المنظمون في نيامي الساعة 14:00.\n";

/// Each with the finding that it must make.
pub const FAULTS: &[Seed] = &[
    // Zones
    (
        "a zone that is nowhere",
        Bulletin,
        &[(EVENTS, TOWN, "end: \"16:00\"\n  zone: ⟦Africa/Niamy⟧\n")],
        Code::UnknownZone,
    ),
    (
        "another clock's zone that is nowhere",
        Bulletin,
        &[(EVENTS, "also_show: [Africa/Nairobi, Asia/Kolkata]", "also_show: [Africa/Nairobi, ⟦Asia/Kolkatta⟧]")],
        Code::UnknownZone,
    ),
    (
        "a zone whose sign is reversed",
        Bulletin,
        &[(EVENTS, TOWN, "end: \"16:00\"\n  zone: ⟦Etc/GMT-1⟧\n")],
        Code::FixedOffsetZone,
    ),
    ("an offset for a zone", Bulletin, &[(EVENTS, TOWN, "end: \"16:00\"\n  zone: ⟦UTC+1⟧\n")], Code::OffsetWithoutZone),
    (
        "an abbreviation for a zone",
        Bulletin,
        &[(EVENTS, TOWN, "end: \"16:00\"\n  zone: ⟦WAT⟧\n")],
        Code::OffsetWithoutZone,
    ),
    (
        "an abbreviation for New York",
        First,
        &[(EVENTS, "zone: America/New_York", "zone: ⟦EDT⟧")],
        Code::OffsetWithoutZone,
    ),
    // Clock times and days
    (
        "an end before its start",
        Bulletin,
        &[(EVENTS, "start: \"07:30\"\n  end: \"15:30\"", "start: \"07:30\"\n  end: ⟦\"05:30\"⟧")],
        Code::EventEndsBeforeStart,
    ),
    ("an end at its start", First, &[(EVENTS, "end: \"11:20\"", "end: ⟦\"09:50\"⟧")], Code::EventEndsBeforeStart),
    (
        "a time that the clocks leave out",
        Bulletin,
        &[(
            EVENTS,
            "date: 2027-01-14\n  start: \"10:00\"\n  end: \"11:30\"",
            "date: 2027-03-28\n  start: ⟦\"02:30\"⟧\n  end: \"04:00\"",
        )],
        Code::NonexistentTime,
    ),
    (
        "a time that the clocks show twice",
        Bulletin,
        &[(
            EVENTS,
            "date: 2027-01-14\n  start: \"10:00\"\n  end: \"11:30\"",
            "date: 2027-10-31\n  start: ⟦\"02:30\"⟧\n  end: \"04:00\"",
        )],
        Code::AmbiguousTime,
    ),
    (
        "a choice between two where there is one",
        Bulletin,
        &[(EVENTS, "date: 2027-01-14\n", "date: 2027-01-14\n  occurrence: ⟦first⟧\n")],
        Code::InvalidValue,
    ),
    ("half a clock", Bulletin, &[(EVENTS, "start: \"07:30\"", "start: ⟦\"7.30 am\"⟧")], Code::InvalidValue),
    ("a day that does not exist", Bulletin, &[(EVENTS, "date: 2026-12-12", "date: ⟦2026-12-32⟧")], Code::InvalidValue),
    // What the source says
    (
        "two labels that cannot both be true",
        First,
        &[
            (
                EVENTS,
                "9:50-11:20 (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST)",
                "⟦9:50-11:20 (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST)⟧",
            ),
            (
                EVENTS,
                "  resolution:\n    choice: quote\n    reason: >-\n      No date is given, and the labels disagree: 09:50 at UTC−5 is 14:50 UTC, but 15:50 CEST is 13:50 UTC. Only the date\n      tells which is wrong; ask the organiser.\n",
                "",
            ),
        ],
        Code::EventTimesContradict,
    ),
    (
        "a label that is wrong on the day",
        Bulletin,
        &[(EVENTS, CALL, "  source_text: 14:00 – 15:00 (Niamey) / 15:00 – 16:00 (⟦CET⟧)\n")],
        Code::EventTimesContradict,
    ),
    (
        "a record at none of its source's times",
        Bulletin,
        &[
            (EVENTS, "start: \"20:30\"\n  end: \"22:30\"", "start: \"20:00\"\n  end: \"22:00\""),
            (EVENTS, "20:30–22:30 (Niamey) / 19:30–21:30 UTC", "⟦20:30–22:30 (Niamey) / 19:30–21:30 UTC⟧"),
        ],
        Code::EventTimesContradict,
    ),
    (
        "ranges of a source that do not last equally long",
        Bulletin,
        &[(EVENTS, "(Niamey) / 19:30–21:30 UTC", "(Niamey) / ⟦19:30–21:15⟧ UTC")],
        Code::UnequalDurations,
    ),
    (
        "a record that lasts longer than its source says",
        Bulletin,
        &[(EVENTS, "start: \"20:30\"\n  end: \"22:30\"", "start: \"20:30\"\n  end: ⟦\"23:00\"⟧")],
        Code::UnequalDurations,
    ),
    (
        "a resolution without a reason",
        First,
        &[(
            EVENTS,
            "    choice: quote\n    reason: >-\n      No date is given, and the labels disagree: 09:50 at UTC−5 is 14:50 UTC, but 15:50 CEST is 13:50 UTC. Only the date\n      tells which is wrong; ask the organiser.\n",
            "    ⟦choice: quote⟧\n",
        )],
        Code::MissingKey,
    ),
    (
        "a resolution that fits no reading",
        Bulletin,
        &[(EVENTS, "date: 2026-10-15", "date: 2026-10-29"), (EVENTS, "choice: record", "choice: ⟦record⟧")],
        Code::EventTimesContradict,
    ),
    (
        "a resolution in a record without a day",
        First,
        &[(EVENTS, "choice: quote", "choice: ⟦record⟧")],
        Code::EventTimesContradict,
    ),
    (
        "a source that cannot be so old",
        Bulletin,
        &[(EVENTS, "date: 2026-12-01\n", "date: 2026-12-01\n  not_before: ⟦2027-01-01⟧\n")],
        Code::InvalidValue,
    ),
    // Pages
    (
        "an invitation to what is over",
        Bulletin,
        &[
            (EVENTS, "date: 2026-12-01", "date: 2026-11-20"),
            (
                EVENTS,
                "register: https://course.lirandou.example/register",
                "register: ⟦https://course.lirandou.example/register⟧",
            ),
        ],
        Code::PastRegistration,
    ),
    (
        "an unknown event in front matter",
        First,
        &[("en/session.md", "event: c2r-broadband-webinar", "event: ⟦c2r-broadband-seminar⟧")],
        Code::UnknownEvent,
    ),
    (
        "an unknown event in a call",
        Bulletin,
        &[("fr/index.md", "{{ event(id=\"vaccination-day-town\") }}", "{{ event(id=⟦\"vaccination-day-city\"⟧) }}")],
        Code::UnknownEvent,
    ),
    (
        "a time of the day in prose",
        First,
        &[("en/session.md", "## Who is welcome", "It begins at ⟦9:50⟧ sharp.\n\n## Who is welcome")],
        Code::LooseNumber,
    ),
];
