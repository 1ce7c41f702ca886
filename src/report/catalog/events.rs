//! Findings about events: what their sources say of times, and what clocks do.

use crate::report::text::thousands;
use crate::report::{Code, Finding, Place, nearest};

/// No event of this id.
#[must_use]
pub fn unknown_event(place: Place, id: &str, known: &[&str]) -> Finding {
    Finding::new(Code::UnknownEvent, place, format!("there is no event `{id}`"))
        .maybe_help(nearest(id, known.iter().copied()).map(|name| format!("did you mean `{name}`?")))
        .note("events are records in content/events.yaml")
}

/// Times of a source that are not one; `gap` is by how much, `day` the day that clocks were looked at, where the source
/// leaves open how they are set.
#[must_use]
pub fn times_apart(place: Place, count: usize, gap: &str, day: Option<&str>) -> Finding {
    let times = if count == 2 { "its two times are".to_owned() } else { format!("two of its {count} times are") };
    let when = day.map_or("as labelled".to_owned(), |day| format!("on {day}"));
    contradiction(place, format!("this source contradicts itself: {when}, {times} {gap} apart"))
}

/// Times of a source that are one on no day, by clocks whose setting it leaves open.
#[must_use]
pub fn never_one(place: Place) -> Finding {
    contradiction(place, "this source contradicts itself: on no day are its times one")
}

/// Labels of a source that are true on no day, though their arithmetic is right.
#[must_use]
pub fn labels_never_true(place: Place) -> Finding {
    contradiction(place, "this source contradicts itself: what it says of zones is true on no day")
}

/// Times of a source that are one on some days, and labels that are true on others.
#[must_use]
pub fn never_together(place: Place) -> Finding {
    contradiction(place, "this source contradicts itself: on no day are its times one and its labels true")
}

/// A label that is wrong on the day of the event; `who` is at `setting` then.
#[must_use]
pub fn label_wrong_on(place: Place, label: &str, day: &str, who: &str, setting: &str) -> Finding {
    contradiction(place, format!("`{label}` is wrong on {day}: {who} is at {setting}"))
        .help("if the record is right, say why: `resolution: { choice: record, reason: \"…\" }`")
}

/// A record that gives another time than its source.
#[must_use]
pub fn record_not_in_source(place: Place, time: &str, city: &str) -> Finding {
    contradiction(place, format!("the record's {time} in {city} is none of the times that its source gives"))
        .help("correct the record: its `start`, its `zone` or its `date`; `source_text` stays as the source has it")
}

/// `choice: record` where the record fits no consistent reading on its day.
#[must_use]
pub fn record_fits_no_reading(place: Place, day: &str) -> Finding {
    contradiction(place, format!("on {day} the record fits no consistent reading of its source"))
        .help("correct the record, or show the contradiction to readers with `choice: quote`")
}

/// `choice: record` where no day is known that could decide.
#[must_use]
pub fn record_without_day(place: Place) -> Finding {
    contradiction(place, "`choice: record` decides nothing while the date is unknown")
        .help("give the date of the event as `date: …`, or write `choice: quote`")
}

fn contradiction(place: Place, message: impl Into<String>) -> Finding {
    Finding::new(Code::EventTimesContradict, place, message)
}

/// What to do about a source that contradicts itself; `readings` is how many are consistent.
#[must_use]
pub fn decide(readings: usize, dated: bool) -> String {
    let quote = "`resolution: { choice: quote, reason: \"…\" }`";
    match (readings, dated) {
        (0, _) => format!("ask who wrote it; until then, quote it to readers: {quote}"),
        (_, true) => format!("correct the date, or quote the source to readers: {quote}"),
        (1, false) => {
            format!("give the date as `date: …`, which shows whether the reading holds; or quote the source: {quote}")
        }
        (_, false) => {
            format!("give the date as `date: …`, which decides between the readings; or quote the source: {quote}")
        }
    }
}

/// The arithmetic: a time, what it is in UTC and by the other clock, and what the source has there.
#[must_use]
pub fn arithmetic(first: &str, utc: &str, there: &str, stated: &str) -> String {
    format!("{first} is {utc} UTC, which is {there}, not {stated}")
}

/// The zone data: what is said of whom, the span that was searched, and when it last was so.
#[must_use]
pub fn never(says: &[(String, String)], (from, why, to): (&str, &str, &str), last: Option<&str>) -> String {
    let says: Vec<String> = says.iter().map(|(who, what)| format!("{who} is {what}")).collect();
    let last = last.map_or(String::new(), |last| format!("; the last such day was {last}"));
    let said = says.join(" while ");
    format!("by zone data there is no day from {from} ({why}) to {to} on which {said}{last}")
}

/// A consistent reading: its season, the chain of equal times, when it holds, and what would be wrong then.
#[must_use]
pub fn reading(season: Option<&str>, chain: &[String], holds: &str, wrong: &[&str]) -> String {
    let name = season.map_or("a reading".to_owned(), |season| format!("the {season} reading"));
    let wrong: Vec<String> = wrong.iter().map(|label| format!("`{label}`")).collect();
    let verb = if wrong.len() == 1 { "is" } else { "are" };
    let then = if wrong.is_empty() { String::new() } else { format!("; then {} {verb} wrong", wrong.join(" and ")) };
    format!("{name}: {}, {holds}{then}", chain.join(" = "))
}

/// An event that ends before it starts, or at once.
#[must_use]
pub fn ends_before_start(place: Place, message: impl Into<String>, help: Option<String>) -> Finding {
    Finding::new(Code::EventEndsBeforeStart, place, message).maybe_help(help)
}

/// Times that do not last equally long; `other` is what differs from `this`, and `which` names it.
#[must_use]
pub fn unequal_durations(place: Place, which: &str, this: &str, other: &str) -> Finding {
    Finding::new(Code::UnequalDurations, place, format!("this lasts {this}, but {which} {other}"))
        .help("correct whichever is wrong; a source that is wrong itself can be quoted: `resolution: { choice: quote, reason: \"…\" }`")
}

/// A time that clocks leave out.
#[must_use]
pub fn nonexistent_time(place: Place, time: &str, city: &str, day: &str, (before, after): (&str, &str)) -> Finding {
    Finding::new(Code::NonexistentTime, place, format!("there is no {time} in {city} on {day}"))
        .help("correct the time, the date or the zone")
        .note(format!("that day the clocks of {city} are put forward over this time, from {before} to {after}"))
}

/// A time that clocks show twice; each with its offset and its time in UTC.
#[must_use]
pub fn ambiguous_time(place: Place, time: &str, city: &str, day: &str, both: [(&str, &str); 2]) -> Finding {
    let [(first, first_utc), (second, second_utc)] = both;
    Finding::new(Code::AmbiguousTime, place, format!("{time} happens twice in {city} on {day}"))
        .help("say which: add `occurrence: first` or `occurrence: second`")
        .note(format!(
            "that day the clocks of {city} are put back: first it is {time} at {first} ({first_utc} UTC), then again at \
             {second} ({second_utc} UTC)"
        ))
}

/// `occurrence` where the clocks show neither time twice.
#[must_use]
pub fn happens_once(place: Place, city: &str, day: Option<&str>) -> Finding {
    let message = match day {
        Some(day) => format!("the clocks of {city} show neither time twice on {day}"),
        None => "without a date no clock shows a time twice".to_owned(),
    };
    super::yaml::invalid_value(place, message).help("take `occurrence` out")
}

/// No zone of this name.
#[must_use]
pub fn unknown_zone(place: Place, name: &str, nearest: Option<&str>) -> Finding {
    Finding::new(Code::UnknownZone, place, format!("there is no time zone `{name}`"))
        .maybe_help(nearest.map(|name| format!("did you mean `{name}`?")))
        .note("zones are those of the IANA time zone database, named after a city: `America/New_York`; or `UTC`")
}

/// A zone such as `Etc/GMT+5`; `cities` are zones that are at `offset`.
#[must_use]
pub fn fixed_offset_zone(place: Place, name: &str, offset: &str, cities: &[String]) -> Finding {
    Finding::new(Code::FixedOffsetZone, place, format!("`{name}` means {offset}: the sign in its name is reversed"))
        .maybe_help(of_city(cities))
        .note(format!("it stands still at {offset}, while a city's clocks may change in summer"))
}

/// An offset or an abbreviation instead of a zone.
#[must_use]
pub fn offset_without_zone(place: Place, name: &str, offset: Option<&str>, cities: &[String]) -> Finding {
    let message = match offset {
        Some(_) => format!("`{name}` is an offset, not a zone"),
        None => format!("`{name}` is what people call a time, not a zone"),
    };
    Finding::new(Code::OffsetWithoutZone, place, message)
        .maybe_help(
            of_city(cities).map(|help| if offset == Some("UTC±0") { format!("write `UTC`, or {help}") } else { help }),
        )
        .note("which offset holds on a day, and what it is called, follows from the zone; it is never typed")
}

fn of_city(cities: &[String]) -> Option<String> {
    let (last, others) = cities.split_last()?;
    let list = if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) };
    Some(format!("name the zone of the city whose clocks decide, such as {list}"))
}

/// An event that is over and still invites readers to register.
#[must_use]
pub fn past_registration(place: Place, ended: &str, at: &str) -> Finding {
    Finding::new(
        Code::PastRegistration,
        place,
        format!("this event ended on {ended} and still invites readers to register"),
    )
    .help("take `register` out")
    .note(format!("the site is built for {at}"))
}

/// More events without a date, each with a source, than are judged.
#[must_use]
pub fn too_many_undated(place: Place, limit: usize) -> Finding {
    let message = format!("more than {} events have a `source_text` and no date", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message).help("write the `date` of each event as soon as it is known")
}
