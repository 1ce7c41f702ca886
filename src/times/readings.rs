//! Compares an event record with its source: whether all times of the source give the same instant, whether its labels
//! are true on any possible day, and whether the record agrees. For a contradiction it lists every consistent reading
//! of the source; only an editor can decide which of them is right.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use super::survey::{ClockState, LAST_DAY, LabelledTime, Snapshot, Survey, days, snapshot};
use super::{ClockRange, FIRST_DAY, Zone};

/// The maximum number of readings in a contradiction.
const MOST_READINGS: usize = 4;

/// The settings of all clocks of a source: offsets in seconds, and abbreviations.
type ClockSettings = Vec<(i32, Option<String>)>;

/// Days, with the state of the clocks on each.
type DaySnapshots = Vec<(Date, Snapshot)>;

/// A record and its source, as input of [`judge`].
#[derive(Clone, Copy, Debug)]
pub struct JudgementInput<'a> {
    /// The record's zone.
    pub zone: &'a Zone,
    /// The record's start, in local time.
    pub start: Time,
    /// The record's day and the instant at which the event begins; `None` if the day is unknown.
    pub begins: Option<(Date, Timestamp)>,
    /// Zones that the record names; they take precedence for abbreviations without a place.
    pub near: &'a [&'a Zone],
    /// The first day that the source can be about.
    pub from: Date,
    /// The times in the source.
    pub source: &'a [ClockRange],
    /// Whether to search the rest of the year for consistent days if the record's day is not one.
    pub surveys_year: bool,
}

/// The result of comparing a record with its source.
#[derive(Clone, Debug)]
pub enum Judgement {
    /// The record may be right.
    Fits,
    /// There is a contradiction.
    Contradicts(Box<Contradiction>),
}

/// A contradiction within the source, or between source and record.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// Its kind.
    pub kind: ContradictionKind,
    /// The byte range of the source that it is about.
    pub span: Range<usize>,
    /// Two times of the source that differ as labelled.
    pub apart: Option<TimeDifference>,
    /// Labels that are never true together.
    pub never: Option<NeverTrue>,
    /// Every consistent reading, up to a maximum number; those that hold on the most days come first.
    pub readings: Vec<Reading>,
}

/// The kinds of contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContradictionKind {
    /// The source contradicts itself.
    Within,
    /// The source's times are the same instant on the record's day, but a label is not true on it.
    Label,
    /// The source may be right, but the record has a different time.
    Record,
}

/// Two times of a source that are not the same instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeDifference {
    /// The difference in minutes, at most half a day.
    pub minutes: i32,
    /// The first time, and the setting of its clock.
    pub first: (Time, String),
    /// The first time in UTC.
    pub utc: Time,
    /// The first time by the clock of the other time, and the setting of that clock.
    pub there: (Time, String),
    /// The other time, as the source gives it.
    pub stated: Time,
    /// The day whose clock settings were used, if the source does not give them.
    pub on: Option<Date>,
}

/// Labels that are not true together on any day from `from` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeverTrue {
    /// Each place and what the source says about it: `New York`, `at UTC−5`.
    pub statements: Vec<(String, String)>,
    /// The first day that was checked.
    pub from: Date,
    /// The last day before `from` on which all labels were true.
    pub last: Option<Date>,
}

/// A consistent reading of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The season, if all clocks that change are in the same one.
    pub season: Option<Season>,
    /// The state of each clock.
    pub shown: Vec<ClockState>,
    /// Start and end in UTC.
    pub utc: (Time, Option<Time>),
    /// The start in the record's zone, in local time.
    pub record: Time,
    /// A day on which it holds.
    pub day: Date,
    /// The number of days in a year on which it holds, and that year, if no day is given.
    pub days: Option<(usize, i16)>,
}

/// The season that clocks are set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// Summer time.
    Summer,
    /// Standard time.
    Winter,
}

/// Compares a record with its source.
#[must_use]
pub fn judge(input: JudgementInput<'_>) -> Judgement {
    let labelled = || input.source.iter().filter(|range| !range.label.is_empty());
    let claims: Vec<LabelledTime<'_>> = labelled().map(|range| LabelledTime::new(range, input.near)).collect();
    if claims.is_empty() {
        return by_the_record_alone(input);
    }
    let anchor = claims.iter().find(|claim| claim.has_zone()).unwrap_or(&claims[0]);
    let span = span(labelled());
    let contradiction = match input.begins {
        Some((day, begins)) => on_the_day(input, &claims, anchor, (day, begins), span),
        None => on_any_day(input, &claims, anchor, span),
    };
    contradiction.map_or(Judgement::Fits, |found| Judgement::Contradicts(Box::new(found)))
}

/// Compares times without any label with the record; they are read as times in the record's zone.
fn by_the_record_alone(input: JudgementInput<'_>) -> Judgement {
    let mut bare = input.source.iter().filter(|range| !range.label.is_unread).peekable();
    let Some(first) = bare.peek().map(|range| range.span.clone()) else { return Judgement::Fits };
    if bare.any(|range| range.start == input.start) {
        return Judgement::Fits;
    }
    let found =
        Contradiction { kind: ContradictionKind::Record, span: first, apart: None, never: None, readings: Vec::new() };
    Judgement::Contradicts(Box::new(found))
}

/// Returns the byte range from the first labelled time to the last label.
fn span<'a>(ranges: impl Iterator<Item = &'a ClockRange>) -> Range<usize> {
    let spans = ranges.map(|range| {
        let label = range.label.span.clone().unwrap_or_else(|| range.span.clone());
        range.span.start.min(label.start)..range.span.end.max(label.end)
    });
    spans.reduce(|all, one| all.start.min(one.start)..all.end.max(one.end)).unwrap_or(0..0)
}

fn on_the_day(
    input: JudgementInput<'_>,
    claims: &[LabelledTime<'_>],
    anchor: &LabelledTime<'_>,
    (day, begins): (Date, Timestamp),
    span: Range<usize>,
) -> Option<Contradiction> {
    let now = snapshot(claims, begins);
    if now.is_same_instant() && now.has_true_labels() {
        return None;
    }
    let found = |kind, snapshot: &Snapshot| Contradiction {
        kind,
        span: span.clone(),
        apart: None,
        never: None,
        readings: vec![reading(input, snapshot, day)],
    };
    if now.is_same_instant() {
        return Some(found(ContradictionKind::Label, &now));
    }
    // The date at the place of a time may be the day before or after.
    let near = days(day.saturating_sub(1.day()), day.saturating_add(1.day()));
    let snapshots = near.flat_map(|day| anchor.instants(day)).map(|instant| snapshot(claims, instant));
    let nearest = snapshots
        .filter(Snapshot::is_same_instant)
        .min_by_key(|snapshot| snapshot.instant.duration_since(begins).abs());
    if let Some(snapshot) = nearest {
        return Some(found(ContradictionKind::Record, &snapshot));
    }
    // The rest of the year shows on which dates the source would be consistent.
    let from = Date::new(day.year(), 1, 1).unwrap_or(day);
    let survey = || on_any_day(JudgementInput { from, ..input }, claims, anchor, span.clone());
    let elsewhere = if input.surveys_year { survey() } else { None };
    let readings = elsewhere.map_or_else(Vec::new, |found| found.readings);
    Some(Contradiction {
        kind: ContradictionKind::Within,
        span,
        apart: apart(claims, &now, day),
        never: None,
        readings,
    })
}

fn on_any_day(
    input: JudgementInput<'_>,
    claims: &[LabelledTime<'_>],
    anchor: &LabelledTime<'_>,
    span: Range<usize>,
) -> Option<Contradiction> {
    let from = input.from.min(LAST_DAY);
    let mut ever_true = false;
    let mut holds = false;
    let mut holds_with_record = false;
    let mut sample: Option<(Date, Snapshot)> = None;
    let mut groups: Vec<DaySnapshots> = Vec::new();
    let mut numbers: BTreeMap<ClockSettings, usize> = BTreeMap::new();
    // For each clock of the anchor, the last state of all clocks and the index of its group.
    let mut last: Vec<(usize, Rc<Vec<ClockState>>, usize)> = Vec::new();
    let mut survey = Survey::new(claims, anchor);
    for day in days(from, LAST_DAY) {
        for (clock, snapshot) in survey.on(day) {
            // A difference is shown for a day on which the labels are true, if there is one.
            if sample.is_none() || (snapshot.has_true_labels() && !ever_true) {
                sample = Some((day, snapshot.clone()));
            }
            ever_true |= snapshot.has_true_labels();
            if snapshot.is_same_instant() {
                holds |= snapshot.has_true_labels();
                holds_with_record |= snapshot.has_true_labels() && agrees(input, &snapshot);
                let known = last.iter().find(|(by, shown, _)| *by == clock && Rc::ptr_eq(shown, &snapshot.shown));
                let number = if let Some((.., number)) = known {
                    *number
                } else {
                    let key = snapshot.shown.iter().map(|shown| (shown.offset.seconds(), shown.abbreviation.clone()));
                    let number = *numbers.entry(key.collect()).or_insert(groups.len());
                    if number == groups.len() {
                        groups.push(DaySnapshots::new());
                    }
                    last.retain(|(by, ..)| *by != clock);
                    last.push((clock, snapshot.shown.clone(), number));
                    number
                };
                groups[number].push((day, snapshot));
            }
        }
    }
    if holds_with_record {
        return None;
    }
    let mut groups: Vec<DaySnapshots> =
        numbers.into_values().map(|number| std::mem::take(&mut groups[number])).collect();
    if holds {
        groups.retain(|group| group.iter().any(|(_, snapshot)| snapshot.has_true_labels()));
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0].0));
    groups.truncate(MOST_READINGS);
    let year = common_year(input.from, &groups);
    let readings = groups.iter().map(|group| typical(input, group, year)).collect();
    if holds {
        return Some(Contradiction { kind: ContradictionKind::Record, span, apart: None, never: None, readings });
    }
    Some(Contradiction {
        kind: ContradictionKind::Within,
        span,
        apart: sample.and_then(|(day, sample)| apart(claims, &sample, day)),
        never: (!ever_true).then(|| never(claims, anchor, from)),
        readings,
    })
}

/// Whether clocks in the record's zone show the record's time.
fn agrees(input: JudgementInput<'_>, snapshot: &Snapshot) -> bool {
    input.zone.at(snapshot.instant).wall.time() == input.start
}

fn reading(input: JudgementInput<'_>, snapshot: &Snapshot, day: Date) -> Reading {
    let settings: Vec<bool> = snapshot.shown.iter().filter_map(|shown| shown.summer).collect();
    let season = match settings.first() {
        Some(first) if settings.iter().any(|setting| setting != first) => None,
        Some(true) => Some(Season::Summer),
        Some(false) => Some(Season::Winter),
        None => None,
    };
    let first = &snapshot.shown[0];
    let utc = |time: Time| shifted(time, -first.offset.seconds());
    Reading {
        season,
        utc: (utc(first.time.0), first.time.1.map(utc)),
        record: input.zone.at(snapshot.instant).wall.time(),
        shown: snapshot.shown.to_vec(),
        day,
        days: None,
    }
}

/// Returns the first whole year in which each reading holds on some day, or else the first in which any reading does.
fn common_year(from: Date, groups: &[DaySnapshots]) -> Option<i16> {
    let whole = |year: i16| Date::new(year, 1, 1).is_ok_and(|first| first >= from);
    let years = || (from.year()..=LAST_DAY.year()).filter(|year| whole(*year));
    let has = |group: &[(Date, Snapshot)], year: i16| group.iter().any(|(day, _)| day.year() == year);
    let all = years().find(|year| groups.iter().all(|group| has(group, *year)));
    all.or_else(|| years().find(|year| groups.iter().any(|group| has(group, *year))))
}

/// Creates the reading for a group of days, with a day in the middle of its longest run in a year as example.
fn typical(input: JudgementInput<'_>, group: &[(Date, Snapshot)], year: Option<i16>) -> Reading {
    let year = year.filter(|year| group.iter().any(|(day, _)| day.year() == *year));
    let of_year: Vec<&(Date, Snapshot)> =
        group.iter().filter(|(day, _)| year.is_none_or(|year| day.year() == year)).collect();
    let mut stretch = 0..0;
    let mut start = 0;
    for at in 0..of_year.len() {
        if at > 0 && of_year[at - 1].0.tomorrow().ok() != Some(of_year[at].0) {
            start = at;
        }
        if at + 1 - start > stretch.len() {
            stretch = start..at + 1;
        }
    }
    let (day, snapshot) = of_year[usize::midpoint(stretch.start, stretch.end)];
    Reading { days: year.map(|year| (of_year.len(), year)), ..reading(input, snapshot, *day) }
}

/// Finds the first time that differs from the time before all others. Clocks are set as labelled, or else as they are
/// on `day`.
fn apart(claims: &[LabelledTime<'_>], snapshot: &Snapshot, day: Date) -> Option<TimeDifference> {
    let set: Vec<(Offset, String, bool)> = claims
        .iter()
        .zip(snapshot.shown.iter())
        .map(|(claim, shown)| match claim.stated_offset() {
            Some((offset, how)) => (offset, how, true),
            None => (shown.offset, setting(shown), false),
        })
        .collect();
    let time = |number: usize| claims[number].range.start;
    let utc = shifted(time(0), -set[0].0.seconds());
    (1..claims.len()).find_map(|other| {
        let there = shifted(utc, set[other].0.seconds());
        let later = super::minutes_between(time(other), there);
        (later != 0).then(|| TimeDifference {
            minutes: later.min(24 * 60 - later),
            first: (time(0), set[0].1.clone()),
            utc,
            there: (there, set[other].1.clone()),
            stated: time(other),
            on: (!set[0].2 || !set[other].2).then_some(day),
        })
    })
}

/// `New York (EDT, UTC−4)`
fn setting(shown: &ClockState) -> String {
    let offset = super::offset_name(shown.offset);
    let set = shown.abbreviation.as_ref().map_or(offset.clone(), |name| format!("{name}, {offset}"));
    shown.place.as_ref().map_or(format!("({set})"), |place| format!("{place} ({set})"))
}

fn never(claims: &[LabelledTime<'_>], anchor: &LabelledTime<'_>, from: Date) -> NeverTrue {
    let mut survey = Survey::new(claims, anchor);
    let until = from.yesterday().unwrap_or(FIRST_DAY);
    let last = days(FIRST_DAY, until)
        .filter(|day| survey.on(*day).iter().any(|(_, snapshot)| snapshot.has_true_labels()))
        .last();
    NeverTrue { statements: claims.iter().filter_map(LabelledTime::statement).collect(), from, last }
}

/// Adds seconds to a time of day.
fn shifted(time: Time, seconds: i32) -> Time {
    time.wrapping_add(i64::from(seconds).seconds())
}

#[cfg(test)]
mod tests;
