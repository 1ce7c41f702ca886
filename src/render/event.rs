//! Events as templates see them: times in each zone, their days, and how certain they are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use tera::Value;

use super::figures::Figures;
use super::links::Linker;
use super::marked::TextMarker;
use super::{Renderer, text};
use crate::config::Text;
use crate::read::Online;
use crate::site::{OutlineEvent, Site};
use crate::times::{Interval, LocalTime, Zone, offset_name};

/// What a template needs to show an event. `state` says what is known: `known`, an instant; `undated`, clock times
/// without a date; `quoted`, only what the source says.
#[must_use]
pub fn value(event: &OutlineEvent<'_>, renderer: &Renderer<'_>, language: usize, linker: &Linker) -> Value {
    let mut fields = fields(event, renderer.site, &renderer.context.figures[language]);
    let link = |address: String| if is_known(event) { text(&linker.link(&address)) } else { Value::none() };
    let [calendar, data] = event.files_in(language, &renderer.site.config);
    fields.insert("calendar_url", link(calendar));
    fields.insert("data_url", link(data));
    Value::from(fields)
}

/// An event in the outline: as [`value`], with addresses of the site instead of links from a page. `page` is the address of
/// the page about the event.
#[must_use]
pub fn listed(
    event: &OutlineEvent<'_>,
    (site, language): (&Site, usize),
    figures: &Figures,
    page: Option<&str>,
) -> Value {
    let mut fields = fields(event, site, figures);
    let address = |address: String| if is_known(event) { text(&address) } else { Value::none() };
    let [calendar, data] = event.files_in(language, &site.config);
    fields.insert("calendar_address", address(calendar));
    fields.insert("data_address", address(data));
    fields.insert("address", page.map_or_else(Value::none, text));
    Value::from(fields)
}

/// Whether its instant is known and asserted.
fn is_known(event: &OutlineEvent<'_>) -> bool {
    event.interval.is_some() && !event.is_quoted
}

fn fields(event: &OutlineEvent<'_>, site: &Site, figures: &Figures) -> BTreeMap<&'static str, Value> {
    // Without `..`, so that nothing is added to the outline that templates do not see.
    let &OutlineEvent {
        id,
        title,
        interval,
        is_past,
        is_quoted,
        date,
        end_date,
        start,
        end,
        zone,
        also_show,
        place,
        online,
        organiser,
        register,
        source,
        source_text,
        reason,
        note,
    } = event;
    let optional = |value: Option<&str>| value.map_or_else(Value::none, text);
    let marker = figures.marker();
    let in_language = |value: Option<&Text>| value.map_or_else(Value::none, |value| marker.shown(value));
    let interval = interval.filter(|_| !is_quoted);
    let state = match interval {
        _ if is_quoted => "quoted",
        Some(_) => "known",
        None => "undated",
    };
    // What the source contradicts is not asserted.
    let asserted = |value: Option<String>| optional(value.filter(|_| !is_quoted).as_deref());
    let day = |day: Option<Date>| asserted(day.filter(|_| interval.is_some()).map(|day| day.to_string()));
    let source = source.and_then(|id| site.sources.iter().position(|source| source.id == id));
    let online = match online {
        Some(Online::At(address)) => text(address),
        Some(Online::Somewhere) => Value::from(true),
        None => Value::none(),
    };
    let clocks = interval.map_or_else(Vec::new, |interval| clocks(zone, also_show, interval, marker));
    let quote = source_text.filter(|_| is_quoted).into_iter().flat_map(|source| source.trim_end().lines());
    BTreeMap::from([
        ("id", text(id)),
        ("title", marker.shown(title)),
        ("state", text(state)),
        // Of a time that is not known, nothing is said.
        ("past", Value::from(is_past && interval.is_some())),
        ("date", day(date)),
        ("end_date", day(end_date)),
        ("start", asserted(Some(clock(start)))),
        ("end", asserted(Some(clock(end)))),
        ("zone", asserted(Some(zone.name().to_owned()))),
        ("city", if is_quoted { Value::none() } else { marker.left_to_right(&zone.city()) }),
        ("place", in_language(place)),
        ("online", online),
        ("organiser", in_language(organiser)),
        ("register", optional(register)),
        ("reason", in_language(reason)),
        ("note", in_language(note)),
        ("source", source.map_or_else(Value::none, |source| figures.sources[source].clone())),
        ("clocks", Value::from(clocks)),
        ("quote", Value::from(quote.map(|line| marker.plain(line)).collect::<Vec<_>>())),
    ])
}

/// The event by the clocks of its own zone, then by UTC, then by those of other cities, each once.
fn clocks(zone: &Zone, also_show: &[Zone], interval: Interval, marker: &TextMarker) -> Vec<Value> {
    let utc = Zone::named("UTC");
    let mut zones: Vec<&Zone> = vec![zone];
    for zone in utc.iter().chain(also_show) {
        if !zones.iter().any(|shown| shown.name() == zone.name() || (shown.is_utc() && zone.is_utc())) {
            zones.push(zone);
        }
    }
    let own = zone.at(interval.start).wall.date();
    zones.iter().enumerate().map(|(number, zone)| by_zone(zone, interval, (own, number == 0), marker)).collect()
}

/// One row: the day is there where it is not the record's, or the first.
fn by_zone(zone: &Zone, interval: Interval, (own, first): (Date, bool), marker: &TextMarker) -> Value {
    let (start, end) = (zone.at(interval.start), zone.at(interval.end));
    let (day, last) = (start.wall.date(), end.wall.date());
    let date = |date: Date, shown: bool| if shown { text(&date.to_string()) } else { Value::none() };
    Value::from(BTreeMap::from([
        ("city", marker.left_to_right(&zone.city())),
        ("setting", setting(zone, &start, &end).map_or_else(Value::none, |setting| marker.left_to_right(&setting))),
        ("date", date(day, first || day != own)),
        ("start", text(&clock(start.wall.time()))),
        ("end_date", date(last, last != day)),
        ("end", text(&clock(end.wall.time()))),
        ("start_datetime", text(&datetime(&start, interval.start))),
        ("end_datetime", text(&datetime(&end, interval.end))),
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

/// `09:50`; seconds only where a historical offset has some.
fn clock(time: Time) -> String {
    let minutes = format!("{:02}:{:02}", time.hour(), time.minute());
    if time.second() == 0 { minutes } else { format!("{minutes}:{:02}", time.second()) }
}
