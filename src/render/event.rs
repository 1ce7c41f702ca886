//! Events as templates see them: times in each zone, their days, and how certain they are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use tera::Value;

use super::links::Linker;
use super::{Renderer, text};
use crate::read::Online;
use crate::site::Event;
use crate::times::{LocalTime, Moment, Zone, offset_name};

/// What a template needs to show an event. `state` says what is known: `known`, an instant; `undated`, clock times
/// without a date; `quoted`, only what the source says.
#[must_use]
pub fn value(event: &Event, renderer: &Renderer<'_>, language: usize, linker: &Linker) -> Value {
    let (site, figures) = (renderer.site, &renderer.context.figures[language]);
    let tag = site.config.languages[language].tag.as_str();
    let record = &event.record;
    let optional = |value: Option<&str>| value.map_or_else(Value::none, text);
    let state = match (&event.moment, record.is_quoted()) {
        (_, true) => "quoted",
        (Some(_), false) => "known",
        (None, false) => "undated",
    };
    let reason = record.resolution.as_ref().map(|resolution| resolution.reason.get(tag));
    let source = record.source.as_ref().and_then(|(id, _)| site.sources.iter().position(|source| source.id == *id));
    let online = match &record.online {
        Some(Online::At(address)) => text(address),
        Some(Online::Somewhere) => Value::from(true),
        None => Value::none(),
    };
    let mut fields = BTreeMap::from([
        ("id", text(&record.id)),
        ("title", text(record.title.get(tag))),
        ("state", text(state)),
        ("place", optional(record.place_name.as_ref().map(|place| place.get(tag)))),
        ("online", online),
        ("organiser", optional(record.organiser.as_ref().map(|who| who.get(tag)))),
        ("register", optional(record.register.as_ref().map(|(address, _)| address.as_str()))),
        ("reason", optional(reason)),
        ("note", optional(record.note.as_ref().map(|note| note.get(tag)))),
        ("source", source.map_or_else(Value::none, |source| figures.sources[source].clone())),
        ("clocks", Value::from(Vec::<Value>::new())),
        ("quote", Value::from(Vec::<Value>::new())),
        ("start", Value::none()),
        ("end", Value::none()),
        ("city", Value::none()),
        ("calendar_url", Value::none()),
        ("data_url", Value::none()),
    ]);
    match (&event.moment, state) {
        (Some(moment), "known") => {
            fields.insert("clocks", Value::from(clocks(event, *moment)));
            fields.insert("calendar_url", text(&linker.link(&event.calendar())));
            fields.insert("data_url", text(&linker.link(&event.data())));
        }
        (_, "quoted") => {
            let lines = record.source_text.iter().flat_map(|(source, _)| source.trim_end().lines());
            fields.insert("quote", Value::from(lines.map(text).collect::<Vec<_>>()));
        }
        _ => {
            fields.insert("start", text(&clock(record.start.0)));
            fields.insert("end", text(&clock(record.end.0)));
            fields.insert("city", text(&record.zone.city()));
        }
    }
    Value::from(fields)
}

/// The event by the clocks of its own zone, then by UTC, then by those of other cities, each once.
fn clocks(event: &Event, moment: Moment) -> Vec<Value> {
    let record = &event.record;
    let utc = Zone::named("UTC");
    let mut zones: Vec<&Zone> = vec![&record.zone];
    for zone in utc.iter().chain(&record.also_show) {
        if !zones.iter().any(|shown| shown.name() == zone.name() || (shown.is_utc() && zone.is_utc())) {
            zones.push(zone);
        }
    }
    let own = record.zone.at(moment.start).wall.date();
    zones.iter().enumerate().map(|(number, zone)| by_zone(zone, moment, own, number == 0)).collect()
}

/// One row: the day is there where it is not the record's, or the first.
fn by_zone(zone: &Zone, moment: Moment, own: Date, first: bool) -> Value {
    let (start, end) = (zone.at(moment.start), zone.at(moment.end));
    let (day, last) = (start.wall.date(), end.wall.date());
    let date = |date: Date, shown: bool| if shown { text(&date.to_string()) } else { Value::none() };
    Value::from(BTreeMap::from([
        ("city", text(&zone.city())),
        ("setting", setting(zone, &start, &end).map_or_else(Value::none, |setting| text(&setting))),
        ("date", date(day, first || day != own)),
        ("start", text(&clock(start.wall.time()))),
        ("end_date", date(last, last != day)),
        ("end", text(&clock(end.wall.time()))),
        ("start_datetime", text(&datetime(&start, moment.start))),
        ("end_datetime", text(&datetime(&end, moment.end))),
    ]))
}

/// `EDT, UTC−4`, and what it changes to where the clocks are changed meanwhile. UTC needs no such words.
fn setting(zone: &Zone, start: &LocalTime, end: &LocalTime) -> Option<String> {
    let one = |local: &LocalTime| {
        let offset = offset_name(local.offset);
        local.abbreviation.as_ref().map_or(offset.clone(), |name| format!("{name}, {offset}"))
    };
    let (before, after) = (one(start), one(end));
    let setting = if before == after { before } else { format!("{before} → {after}") };
    (!zone.is_utc()).then_some(setting)
}

/// `2021-05-25T09:50-04:00`, as HTML takes it; offsets with seconds, which it does not take, become UTC.
fn datetime(local: &LocalTime, instant: Timestamp) -> String {
    let seconds = local.offset.seconds();
    if seconds % 60 != 0 {
        let wall = Offset::UTC.to_datetime(instant);
        return format!("{}T{:02}:{:02}:{:02}Z", wall.date(), wall.hour(), wall.minute(), wall.second());
    }
    format!("{}T{}{}", local.wall.date(), clock(local.wall.time()), offset_in_iso(local.offset))
}

/// `-04:00`
pub fn offset_in_iso(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", seconds.abs() / 3_600, seconds.abs() / 60 % 60)
}

/// `09:50`; seconds only where a zone of long ago makes some.
fn clock(time: Time) -> String {
    let minutes = format!("{:02}:{:02}", time.hour(), time.minute());
    if time.second() == 0 { minutes } else { format!("{minutes}:{:02}", time.second()) }
}
