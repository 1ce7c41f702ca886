//! The judgement: do the times that a source gives name one instant, is what it says of zones true on any day that it
//! may speak of, and does the record agree? Where not, every reading that would be consistent; which of them holds is
//! not ours to say.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use super::survey::{Claim, LAST_DAY, Shown, Sight, Survey, days, sight};
use super::{ClockRange, FIRST_DAY, Zone};

/// More readings than this help nobody.
const MOST_READINGS: usize = 4;

/// How all clocks of a source are set: offsets in seconds, and names.
type Settings = Vec<(i32, Option<String>)>;

/// Days, with what the clocks show on each.
type Days = Vec<(Date, Sight)>;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The record's zone.
    pub zone: &'a Zone,
    /// Its start, by the clocks of that zone.
    pub start: Time,
    /// Its day, and the instant that it begins; `None` where the day is not known.
    pub begins: Option<(Date, Timestamp)>,
    /// Zones that the record names elsewhere: abbreviations without a place are first looked for in them.
    pub near: &'a [&'a Zone],
    /// The first day that the source can speak of.
    pub from: Date,
    /// What the source says.
    pub source: &'a [ClockRange],
    /// Whether the other days of the year are looked at where the day of the record does not do.
    pub surveys_year: bool,
}

/// The answer.
#[derive(Clone, Debug)]
pub enum Judgement {
    /// Nothing speaks against the record.
    Fits,
    /// Something does.
    Contradicts(Box<Contradiction>),
}

/// What does not go together.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// What kind of contradiction it is.
    pub kind: Kind,
    /// The bytes of the source that take part.
    pub span: Range<usize>,
    /// By how much the times are apart as they are labelled.
    pub apart: Option<Apart>,
    /// What is true on no day.
    pub never: Option<Never>,
    /// Every consistent reading, those of the most days first.
    pub readings: Vec<Reading>,
}

/// The kinds of contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The source contradicts itself.
    Within,
    /// The source's times are one on the record's day, but what it says of a zone is not true on it.
    Label,
    /// The source may be right, but the record gives another time.
    Record,
}

/// Two times that are not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// By how many minutes, at most half a day.
    pub minutes: i32,
    /// A time, and how its clock is set.
    pub first: (Time, String),
    /// What that is in UTC.
    pub utc: Time,
    /// What that is by the clock of the other time, and how that clock is set.
    pub there: (Time, String),
    /// The other time, as the source gives it.
    pub stated: Time,
    /// The day that the clocks were looked at, where the source does not say how they are set.
    pub on: Option<Date>,
}

/// What is true on no day of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    /// Who, and what is said of them: `New York`, `at UTC−5`.
    pub says: Vec<(String, String)>,
    /// The first day that was looked at.
    pub from: Date,
    /// The last day before that on which all of it was true.
    pub last: Option<Date>,
}

/// A reading that is consistent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether all clocks that are changed are at their summer or at their winter setting.
    pub season: Option<Season>,
    /// What each clock shows.
    pub shown: Vec<Shown>,
    /// Start and end in UTC.
    pub utc: (Time, Option<Time>),
    /// What the clocks of the record's zone show at the start.
    pub record: Time,
    /// A day on which it holds.
    pub day: Date,
    /// On how many days of a year it holds, where no day is given.
    pub days: Option<(usize, i16)>,
}

/// A setting of clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// Put forward.
    Summer,
    /// Not put forward.
    Winter,
}

/// Judges a record by its source.
#[must_use]
pub fn judge(question: Question<'_>) -> Judgement {
    let labelled = || question.source.iter().filter(|range| !range.label.is_empty());
    let claims: Vec<Claim<'_>> = labelled().map(|range| Claim::of(range, question.near)).collect();
    if claims.is_empty() {
        return by_the_record_alone(question);
    }
    let anchor = claims.iter().find(|claim| claim.has_zone()).unwrap_or(&claims[0]);
    let span = span(labelled());
    let contradiction = match question.begins {
        Some((day, begins)) => on_the_day(question, &claims, anchor, (day, begins), span),
        None => on_any_day(question, &claims, anchor, span),
    };
    contradiction.map_or(Judgement::Fits, |found| Judgement::Contradicts(Box::new(found)))
}

/// Times without any label are those of the record's zone.
fn by_the_record_alone(question: Question<'_>) -> Judgement {
    let mut bare = question.source.iter().filter(|range| !range.label.unread).peekable();
    let Some(first) = bare.peek().map(|range| range.span.clone()) else { return Judgement::Fits };
    if bare.any(|range| range.start == question.start) {
        return Judgement::Fits;
    }
    let found = Contradiction { kind: Kind::Record, span: first, apart: None, never: None, readings: Vec::new() };
    Judgement::Contradicts(Box::new(found))
}

/// From the first labelled range to the last label.
fn span<'a>(ranges: impl Iterator<Item = &'a ClockRange>) -> Range<usize> {
    let spans = ranges.map(|range| {
        let label = range.label.span.clone().unwrap_or_else(|| range.span.clone());
        range.span.start.min(label.start)..range.span.end.max(label.end)
    });
    spans.reduce(|all, one| all.start.min(one.start)..all.end.max(one.end)).unwrap_or(0..0)
}

fn on_the_day(
    question: Question<'_>,
    claims: &[Claim<'_>],
    anchor: &Claim<'_>,
    (day, begins): (Date, Timestamp),
    span: Range<usize>,
) -> Option<Contradiction> {
    let now = sight(claims, begins);
    if now.is_one() && now.is_true() {
        return None;
    }
    let found = |kind, sight: &Sight| Contradiction {
        kind,
        span: span.clone(),
        apart: None,
        never: None,
        readings: vec![reading(question, sight, day)],
    };
    if now.is_one() {
        return Some(found(Kind::Label, &now));
    }
    // Elsewhere it may be the day before or the day after.
    let near = days(day.saturating_sub(1.day()), day.saturating_add(1.day()));
    let sights = near.flat_map(|day| anchor.instants(day)).map(|instant| sight(claims, instant));
    let nearest = sights.filter(Sight::is_one).min_by_key(|sight| sight.instant.duration_since(begins).abs());
    if let Some(sight) = nearest {
        return Some(found(Kind::Record, &sight));
    }
    // The other days of that year show which dates would do.
    let from = Date::new(day.year(), 1, 1).unwrap_or(day);
    let survey = || on_any_day(Question { from, ..question }, claims, anchor, span.clone());
    let elsewhere = if question.surveys_year { survey() } else { None };
    let readings = elsewhere.map_or_else(Vec::new, |found| found.readings);
    Some(Contradiction { kind: Kind::Within, span, apart: apart(claims, &now, day), never: None, readings })
}

fn on_any_day(
    question: Question<'_>,
    claims: &[Claim<'_>],
    anchor: &Claim<'_>,
    span: Range<usize>,
) -> Option<Contradiction> {
    let from = question.from.min(LAST_DAY);
    let mut ever_true = false;
    let mut holds = false;
    let mut holds_with_record = false;
    let mut sample: Option<(Date, Sight)> = None;
    let mut groups: Vec<Days> = Vec::new();
    let mut numbers: BTreeMap<Settings, usize> = BTreeMap::new();
    // What each clock of the anchor was last seen with, and the number of its group.
    let mut last: Vec<(usize, Rc<Vec<Shown>>, usize)> = Vec::new();
    let mut survey = Survey::new(claims, anchor);
    for day in days(from, LAST_DAY) {
        for (clock, sight) in survey.on(day) {
            // What is apart is shown on a day on which the labels are true, where there is one.
            if sample.is_none() || (sight.is_true() && !ever_true) {
                sample = Some((day, sight.clone()));
            }
            ever_true |= sight.is_true();
            if sight.is_one() {
                holds |= sight.is_true();
                holds_with_record |= sight.is_true() && agrees(question, &sight);
                let known = last.iter().find(|(by, shown, _)| *by == clock && Rc::ptr_eq(shown, &sight.shown));
                let number = if let Some((.., number)) = known {
                    *number
                } else {
                    let key = sight.shown.iter().map(|shown| (shown.offset.seconds(), shown.abbreviation.clone()));
                    let number = *numbers.entry(key.collect()).or_insert(groups.len());
                    if number == groups.len() {
                        groups.push(Days::new());
                    }
                    last.retain(|(by, ..)| *by != clock);
                    last.push((clock, sight.shown.clone(), number));
                    number
                };
                groups[number].push((day, sight));
            }
        }
    }
    if holds_with_record {
        return None;
    }
    let mut groups: Vec<Days> = numbers.into_values().map(|number| std::mem::take(&mut groups[number])).collect();
    if holds {
        groups.retain(|group| group.iter().any(|(_, sight)| sight.is_true()));
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0].0));
    groups.truncate(MOST_READINGS);
    let year = common_year(question.from, &groups);
    let readings = groups.iter().map(|group| typical(question, group, year)).collect();
    if holds {
        return Some(Contradiction { kind: Kind::Record, span, apart: None, never: None, readings });
    }
    Some(Contradiction {
        kind: Kind::Within,
        span,
        apart: sample.and_then(|(day, sample)| apart(claims, &sample, day)),
        never: (!ever_true).then(|| never(claims, anchor, from)),
        readings,
    })
}

/// Whether the record's clock shows the record's time.
fn agrees(question: Question<'_>, sight: &Sight) -> bool {
    question.zone.at(sight.instant).wall.time() == question.start
}

fn reading(question: Question<'_>, sight: &Sight, day: Date) -> Reading {
    let settings: Vec<bool> = sight.shown.iter().filter_map(|shown| shown.summer).collect();
    let season = match settings.first() {
        Some(first) if settings.iter().any(|setting| setting != first) => None,
        Some(true) => Some(Season::Summer),
        Some(false) => Some(Season::Winter),
        None => None,
    };
    let first = &sight.shown[0];
    let utc = |time: Time| shifted(time, -first.offset.seconds());
    Reading {
        season,
        utc: (utc(first.time.0), first.time.1.map(utc)),
        record: question.zone.at(sight.instant).wall.time(),
        shown: sight.shown.to_vec(),
        day,
        days: None,
    }
}

/// The first whole year in which each of the readings holds on some day; else the first for any.
fn common_year(from: Date, groups: &[Days]) -> Option<i16> {
    let whole = |year: i16| Date::new(year, 1, 1).is_ok_and(|first| first >= from);
    let years = || (from.year()..=LAST_DAY.year()).filter(|year| whole(*year));
    let has = |group: &[(Date, Sight)], year: i16| group.iter().any(|(day, _)| day.year() == year);
    let all = years().find(|year| groups.iter().all(|group| has(group, *year)));
    all.or_else(|| years().find(|year| groups.iter().any(|group| has(group, *year))))
}

/// The reading of a group of days, shown by a day in the middle of its longest stretch in a year.
fn typical(question: Question<'_>, group: &[(Date, Sight)], year: Option<i16>) -> Reading {
    let year = year.filter(|year| group.iter().any(|(day, _)| day.year() == *year));
    let of_year: Vec<&(Date, Sight)> =
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
    let (day, sight) = of_year[usize::midpoint(stretch.start, stretch.end)];
    Reading { days: year.map(|year| (of_year.len(), year)), ..reading(question, sight, *day) }
}

/// The first time that is not what the others name, by how clocks are set as labelled, or else on the day itself.
fn apart(claims: &[Claim<'_>], sight: &Sight, day: Date) -> Option<Apart> {
    let set: Vec<(Offset, String, bool)> = claims
        .iter()
        .zip(sight.shown.iter())
        .map(|(claim, shown)| match claim.stated() {
            Some((offset, how)) => (offset, how, true),
            None => (shown.offset, setting(shown), false),
        })
        .collect();
    let time = |number: usize| claims[number].range.start;
    let utc = shifted(time(0), -set[0].0.seconds());
    (1..claims.len()).find_map(|other| {
        let there = shifted(utc, set[other].0.seconds());
        let later = super::minutes_between(time(other), there);
        (later != 0).then(|| Apart {
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
fn setting(shown: &Shown) -> String {
    let offset = super::offset_name(shown.offset);
    let set = shown.abbreviation.as_ref().map_or(offset.clone(), |name| format!("{name}, {offset}"));
    shown.place.as_ref().map_or(format!("({set})"), |place| format!("{place} ({set})"))
}

fn never(claims: &[Claim<'_>], anchor: &Claim<'_>, from: Date) -> Never {
    let mut survey = Survey::new(claims, anchor);
    let until = from.yesterday().unwrap_or(FIRST_DAY);
    let last = days(FIRST_DAY, until).filter(|day| survey.on(*day).iter().any(|(_, sight)| sight.is_true())).last();
    Never { says: claims.iter().filter_map(Claim::says).collect(), from, last }
}

/// A time of day so many seconds later.
fn shifted(time: Time, seconds: i32) -> Time {
    time.wrapping_add(i64::from(seconds).seconds())
}

#[cfg(test)]
mod tests;
