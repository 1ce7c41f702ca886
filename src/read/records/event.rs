//! Reads events: what happens, in which time zone, and what the source says about it.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::{Records, choice, id, known, required_text, text, unique};
use crate::config::Text;
use crate::limits::NEAR_SEARCHES;
use crate::report::{Certainty, Finding, Place, SourceFile, catalog, literal};
use crate::times::{self, Occurrence, Zone, ZoneError, offset_name};
use crate::yaml::{Fields, Record, Value};

/// The maximum length of `source_text` in bytes. Words about times are few; a whole announcement would only slow the search
/// for cities.
const LONGEST_SOURCE: usize = 2_000;

/// Something that happens at a time. What the source does not say stays unknown.
#[derive(Clone, Debug)]
pub struct EventRecord {
    /// Its name in calls and in front matter.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// The local date on which it begins; `None` where it is unknown.
    pub date: Option<Date>,
    /// The local date on which it ends, where that is another day.
    pub end_date: Option<Date>,
    /// The local time at which it begins, with its place.
    pub start: (Time, Range<usize>),
    /// The local time at which it ends, with its place.
    pub end: (Time, Range<usize>),
    /// Its time zone.
    pub zone: Zone,
    /// Further zones in which its time is shown.
    pub also_show: Vec<Zone>,
    /// Where it takes place.
    pub place_name: Option<Text>,
    /// Whether and where it takes place online.
    pub online: Option<Online>,
    /// Who organises it.
    pub organiser: Option<Text>,
    /// The id of its source, with its place.
    pub source: Option<(String, Range<usize>)>,
    /// The wording of the source, with its place.
    pub source_text: Option<(String, Range<usize>)>,
    /// The first day that the source can mean, where the record says so.
    pub not_before: Option<Date>,
    /// What the editor decided about a source that contradicts itself.
    pub resolution: Option<Resolution>,
    /// The address for registration, with its place.
    pub register: Option<(String, Range<usize>)>,
    /// Which of the two is meant where clocks show a time twice, with its place.
    pub occurrence: Option<(Occurrence, Range<usize>)>,
    /// The instant of the record's last change.
    pub updated: Option<Timestamp>,
    /// A note for readers.
    pub note: Option<Text>,
    /// Where the record begins.
    pub place: Place,
}

/// How an event takes place online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Online {
    /// Online, without an address.
    Somewhere,
    /// At this address.
    At(String),
}

/// What an editor decided about a source that contradicts itself.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// The decision.
    pub choice: Choice,
    /// The place of the decision.
    pub range: Range<usize>,
    /// The reason, for readers.
    pub reason: Text,
}

/// How a contradiction is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The time stays unknown: the source is quoted and no instant is given.
    Quote,
    /// The record is right; the zone in the source is wrong.
    Record,
}

impl EventRecord {
    /// A range of the file that holds the record.
    #[must_use]
    pub fn at(&self, range: &Range<usize>) -> Place {
        Place::new(self.place.file(), range.clone())
    }

    /// Whether the source is quoted instead of naming an instant.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.resolution.as_ref().is_some_and(|resolution| resolution.choice == Choice::Quote)
    }

    /// The day it ends, where its date is known.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.date.map(|date| self.end_date.unwrap_or(date))
    }
}

/// Reads `content/events.yaml`.
pub fn events(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Records<EventRecord> {
    let mut records = Records::read(file, "an event", findings, |record, fields| event(file, record, fields));
    records.kept = unique(records.kept, |event| (&event.id, &event.place), findings);
    records
}

fn event(file: &Arc<SourceFile>, record: &Record<'_>, fields: &mut Fields<'_>) -> Option<EventRecord> {
    let id = id(fields);
    let title = required_text(fields, "title");
    let date = date(fields);
    let known_date = date.ok().flatten();
    let end_date = end_date(fields, date);
    let start = time(fields, "start");
    let end = time(fields, "end");
    let zone =
        fields.required_located_text("zone").and_then(|(name, range)| named_zone(fields, &name, range, known_date));
    let also_show: Vec<Zone> = fields
        .texts("also_show")
        .into_iter()
        .filter_map(|(name, range)| named_zone(fields, &name, range, known_date))
        .collect();
    let place_name = known(fields, "place");
    let online = online(fields);
    let organiser = known(fields, "organiser");
    let source = fields.located_text("source");
    let source_text = source_text(fields);
    let not_before = not_before(fields, known_date);
    let mut resolution = resolution(file, fields);
    let quotes = |it: &Option<Resolution>| it.as_ref().is_some_and(|it| it.choice == Choice::Quote);
    if let (Ok(Some(Resolution { range, .. })), Ok(None)) = (&resolution, &source_text)
        && resolution.as_ref().is_ok_and(quotes)
    {
        let help = Some("quote the source, word for word, as `source_text: …`".to_owned());
        fields.invalid(range.clone(), "there is no `source_text` to quote", help);
        resolution = Err(Invalid);
    }
    let register = web_address(fields, "register");
    let occurrences = [("first", Occurrence::First), ("second", Occurrence::Second)];
    let occurrence_range = fields.peek("occurrence");
    let occurrence = choice(fields, "occurrence", &occurrences, false).zip(occurrence_range);
    let updated = updated(fields);
    let note = text(fields, "note");
    Some(EventRecord {
        id: id?,
        title: title?,
        date: date.ok()?,
        end_date: end_date.ok()?,
        start: start?,
        end: end?,
        zone: zone?,
        also_show,
        place_name,
        online,
        organiser,
        source,
        source_text: source_text.ok()?,
        not_before,
        resolution: resolution.ok()?,
        register,
        occurrence,
        updated,
        note,
        place: Place::new(file, record.head.clone()),
    })
}

/// Reads `source_text`.
fn source_text(fields: &mut Fields<'_>) -> Result<Option<(String, Range<usize>)>, Invalid> {
    let given = fields.located_text("source_text").filter(|(text, _)| !text.trim().is_empty());
    if let Some((_, range)) = given.as_ref().filter(|(text, _)| text.len() > LONGEST_SOURCE) {
        let line = crate::yaml::first_line(fields.file(), range);
        let message = format!("`source_text` is longer than {LONGEST_SOURCE} bytes");
        fields.invalid(line, message, Some("keep only the lines about times".to_owned()));
        return Err(Invalid);
    }
    Ok(given)
}

/// A value that is invalid and reported, as opposed to one that is missing.
#[derive(Clone, Copy)]
struct Invalid;

/// Reads `date`: a day, or `unknown`.
fn date(fields: &mut Fields<'_>) -> Result<Option<Date>, Invalid> {
    let (text, range) = fields.required_located_text("date").ok_or(Invalid)?;
    if text == "unknown" {
        return Ok(None);
    }
    let date = match crate::yaml::parse_day(&text) {
        Ok(date) => date,
        Err(help) => {
            let help = help.unwrap_or_else(|| "write year-month-day, as in 2026-11-23, or `unknown`".to_owned());
            fields.invalid(range, format!("`{text}` is not a valid date"), Some(help));
            return Err(Invalid);
        }
    };
    if date < times::FIRST_DAY {
        let message = format!("{date} is before 1970, when time zones are not known well enough");
        fields.invalid(range, message, None);
        return Err(Invalid);
    }
    Ok(Some(date))
}

/// Reads `end_date`.
fn end_date(fields: &mut Fields<'_>, date: Result<Option<Date>, Invalid>) -> Result<Option<Date>, Invalid> {
    let Some((end_date, range)) = fields.date("end_date") else { return Ok(None) };
    match date {
        Ok(None) => {
            let help = Some("write the `date`, or remove `end_date`".to_owned());
            fields.invalid(range, "an event of unknown date cannot have an end date", help);
            Err(Invalid)
        }
        Ok(Some(date)) if end_date < date => {
            let message = format!("the event ends on {end_date}, before it begins on {date}");
            let start = fields.place(fields.range_of("date"));
            fields.report(catalog::events::ends_before_start(fields.place(range), message, None, start));
            Err(Invalid)
        }
        _ => Ok(Some(end_date)),
    }
}

/// Reads `not_before`: the first day that the source can mean. The event cannot be before it.
fn not_before(fields: &mut Fields<'_>, date: Option<Date>) -> Option<Date> {
    let (first, range) = fields.date("not_before")?;
    let Some(date) = date.filter(|date| *date < first) else { return Some(first) };
    let message = format!("the event is on {date}, before {first}, the first day that its source can mean");
    let finding = catalog::yaml::invalid_value(fields.place(range), message).help("correct `not_before` or `date`");
    fields.report(finding.label(fields.place(fields.range_of("date")), "the date"));
    None
}

/// Reads `updated`: a day, or an instant for corrections on one day.
fn updated(fields: &mut Fields<'_>) -> Option<Timestamp> {
    let (text, range) = fields.located_text("updated")?;
    match crate::yaml::parse_instant(&text) {
        Ok(instant) => Some(instant),
        Err(help) => {
            fields.invalid(range, format!("`{text}` is not a valid date"), Some(help));
            None
        }
    }
}

/// Reads a time of day such as `09:50`.
fn time(fields: &mut Fields<'_>, key: &'static str) -> Option<(Time, Range<usize>)> {
    let (text, range) = fields.required_located_text(key)?;
    let strict = || {
        let (hour, minute) = text.split_once(':').filter(|_| text.len() == 5)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i8>().ok()).flatten();
        Time::new(digits(hour)?, digits(minute)?, 0, 0).ok()
    };
    if let Some(time) = strict() {
        return Some((time, range));
    }
    let help = match times::parse_clock(&text) {
        Some(_) if text.trim().starts_with("24") => "write \"00:00\" and give the next day as `end_date`".to_owned(),
        Some(time) => format!("write \"{:02}:{:02}\"", time.hour(), time.minute()),
        None => "write hours and minutes on the 24-hour clock, as in \"09:50\"".to_owned(),
    };
    let meant = times::parse_clock(&text).filter(|_| !text.trim().starts_with("24"));
    let meant = meant.map(|time| format!("\"{:02}:{:02}\"", time.hour(), time.minute()));
    let place = fields.place(range.clone());
    let edit = meant.filter(|_| literal(&place, &text).is_some()).map(|meant| (range, meant));
    let finding = catalog::yaml::invalid_value(place, format!("`{text}` is not a valid time"));
    fields.report(finding.help(help).maybe_edit(edit, Certainty::Certain));
    None
}

fn named_zone(fields: &mut Fields<'_>, name: &str, range: Range<usize>, date: Option<Date>) -> Option<Zone> {
    let place = fields.place(range);
    let cities = |cities: &[(&'static str, bool)]| -> Vec<String> {
        let times = if date.is_some() { "on that day" } else { "for a part of the year" };
        let named = |(city, all_year): &(&str, bool)| match all_year {
            true => format!("`{city}`"),
            false => format!("`{city}` ({times})"),
        };
        cities.iter().map(named).collect()
    };
    let finding = match Zone::parse_with(name, date, fields.count() < NEAR_SEARCHES) {
        Ok(zone) => return Some(zone),
        Err(ZoneError::Unknown { nearest }) => catalog::events::unknown_zone(place, name, nearest),
        Err(ZoneError::Fixed { offset, cities: named }) => {
            catalog::events::fixed_offset_zone(place, name, &offset_name(offset), &cities(&named))
        }
        Err(ZoneError::Bare { offset, cities: named }) => {
            let offset = offset.map(offset_name);
            catalog::events::offset_without_zone(place, name, offset.as_deref(), &cities(&named))
        }
    };
    fields.report(finding);
    None
}

fn online(fields: &mut Fields<'_>) -> Option<Online> {
    let node = fields.node("online")?;
    match &node.value {
        Value::Bool(online) => online.then_some(Online::Somewhere),
        Value::Text(text) if is_web_address(text) => Some(Online::At(text.clone())),
        Value::Text(text) if text == "unknown" => None,
        _ => {
            fields.wrong(node, "online", "true, false or an address that begins with https://");
            None
        }
    }
}

fn is_web_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn web_address(fields: &mut Fields<'_>, key: &'static str) -> Option<(String, Range<usize>)> {
    let (text, range) = fields.located_text(key)?;
    if is_web_address(&text) {
        return Some((text, range));
    }
    fields.invalid(range, format!("`{text}` is not a valid web address"), Some("begin it with `https://`".into()));
    None
}

/// Reads `resolution`.
fn resolution(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> Result<Option<Resolution>, Invalid> {
    let Some(node) = fields.node("resolution") else { return Ok(None) };
    let Some(record) = Record::from_node(file, node) else {
        fields.wrong(node, "resolution", "`{ choice: …, reason: \"…\" }`");
        return Err(Invalid);
    };
    let mut findings = Vec::new();
    let mut inner = Fields::new(file, record.head, record.entries, "a resolution", &mut findings);
    let range = inner.peek("choice");
    let choice = choice(&mut inner, "choice", &[("quote", Choice::Quote), ("record", Choice::Record)], true);
    let reason = required_text(&mut inner, "reason");
    inner.finish();
    findings.into_iter().for_each(|finding| fields.report(finding));
    let read = choice.zip(range).zip(reason);
    read.map(|((choice, range), reason)| Some(Resolution { choice, range, reason })).ok_or(Invalid)
}
