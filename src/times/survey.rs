//! Looks at days one by one: what do the clocks that a source speaks of show at one instant, and is what it says of them
//! true?

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::{Date, Time, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::source_text::{ClockRange, Label};
use super::{Local, Wall, Zone, abbreviations, instant};

/// The last day that is looked at: beyond it zone data foresee nothing but today's rules for ever.
pub const LAST_DAY: Date = date(2037, 12, 31);

/// A clock that a source speaks of.
#[derive(Clone, Debug)]
enum Clock {
    /// One of a zone.
    Zone(Zone),
    /// One at an offset, wherever it hangs.
    Fixed(Offset),
}

/// A time of a source, and the clocks that may be meant to show it.
#[derive(Clone, Debug)]
pub(super) struct Claim<'a> {
    pub(super) range: &'a ClockRange,
    clocks: Vec<Clock>,
}

/// What a clock shows at an instant, beside what the source says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The source's clock time: start, and end where it is given.
    pub time: (Time, Option<Time>),
    /// Whose clock it is, where the source names a place.
    pub place: Option<String>,
    /// Whose clock it is, as well as that is known: `Central Europe` for a time called CEST.
    pub who: String,
    /// What its time is called on that day, where it has a name.
    pub abbreviation: Option<String>,
    /// Its offset on that day.
    pub offset: Offset,
    /// Whether its time is put forward for the summer; `None` where the zone never does that.
    pub summer: Option<bool>,
    /// Bytes of the source that say something else.
    pub wrong: Vec<Range<usize>>,
    /// Whether it shows the source's time.
    pub(super) fits: bool,
}

/// What all clocks of a source show at one instant. Days on which they show the same share it.
#[derive(Clone, Debug)]
pub(super) struct Sight {
    pub(super) instant: Timestamp,
    pub(super) shown: Rc<Vec<Shown>>,
    is_one: bool,
    is_true: bool,
}

impl Sight {
    /// Whether all clocks show what the source says they do.
    pub(super) fn is_one(&self) -> bool {
        self.is_one
    }

    /// Whether all that the source says of zones is true.
    pub(super) fn is_true(&self) -> bool {
        self.is_true
    }
}

/// Looks at days one after another, and at the clocks of a source only where one of them has been changed since.
pub(super) struct Survey<'c, 'a> {
    claims: &'c [Claim<'a>],
    anchor: &'c Claim<'a>,
    /// The zones of all clocks, each once.
    zones: Vec<Zone>,
    /// What was seen last, for each clock of the anchor, and the instant from which it may not hold any more.
    last: Vec<Option<(Date, Sight, Timestamp)>>,
}

impl<'c, 'a> Survey<'c, 'a> {
    /// A survey of the instants at which the clocks of `anchor` show its time.
    pub(super) fn new(claims: &'c [Claim<'a>], anchor: &'c Claim<'a>) -> Self {
        let mut zones: Vec<Zone> = Vec::new();
        for clock in claims.iter().chain([anchor]).flat_map(|claim| &claim.clocks) {
            if let Clock::Zone(zone) = clock
                && zones.iter().all(|known| known.name() != zone.name())
            {
                zones.push(zone.clone());
            }
        }
        Self { claims, anchor, zones, last: vec![None; anchor.clocks.len()] }
    }

    /// What is seen on a day, for each clock of the anchor, by its number.
    pub(super) fn on(&mut self, day: Date) -> Vec<(usize, Sight)> {
        (0..self.last.len()).filter_map(|clock| Some((clock, self.by_clock(clock, day)?))).collect()
    }

    fn by_clock(&mut self, clock: usize, day: Date) -> Option<Sight> {
        if let Some((last_day, last, until)) = &mut self.last[clock]
            && last_day.tomorrow().ok() == Some(day)
            && let Ok(instant) = last.instant.checked_add(DAY)
            && instant < *until
        {
            *last_day = day;
            last.instant = instant;
            return Some(last.clone());
        }
        self.last[clock] = None;
        let instant = self.anchor.instant(&self.anchor.clocks[clock], day)?;
        let seen = sight(self.claims, instant);
        self.last[clock] = Some((day, seen.clone(), self.holds_until(instant)));
        Some(seen)
    }

    /// The first instant after this one at which any clock may show another offset, or may be known for another season.
    fn holds_until(&self, instant: Timestamp) -> Timestamp {
        let next = |zone: &Zone, shift: SignedDuration| {
            let from = instant.checked_add(shift).ok()?;
            zone.next_change(from)?.checked_sub(shift).ok()
        };
        let shifts = [SignedDuration::ZERO, HALF_A_YEAR, -HALF_A_YEAR];
        let changes = self.zones.iter().flat_map(|zone| shifts.iter().filter_map(|shift| next(zone, *shift)));
        changes.min().unwrap_or(Timestamp::MAX)
    }
}

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How far before and after an instant changes of clocks are looked up.
const HALF_A_YEAR: SignedDuration = SignedDuration::from_hours(24 * 183);

impl<'a> Claim<'a> {
    /// The claim of a range with a label; `near` are zones that an abbreviation without a place is first looked for in.
    pub(super) fn of(range: &'a ClockRange, near: &[&Zone]) -> Self {
        let label = &range.label;
        let clocks = if let Some((_, zone)) = &label.place {
            vec![Clock::Zone(zone.clone())]
        } else if let Some(zones) = zones(label, near) {
            zones.into_iter().map(Clock::Zone).collect()
        } else {
            vec![Clock::Fixed(label.offset.as_ref().map_or(Offset::UTC, |(offset, _)| *offset))]
        };
        Self { range, clocks }
    }

    /// Whether its clocks are those of a zone, which change.
    pub(super) fn has_zone(&self) -> bool {
        matches!(self.clocks[..], [Clock::Zone(_), ..])
    }

    /// Who its clocks belong to, and what the source says of them: `New York`, `at UTC−5`. `None` where it says nothing
    /// that a day could prove wrong.
    pub(super) fn says(&self) -> Option<(String, String)> {
        let Some(Clock::Zone(zone)) = self.clocks.first() else { return None };
        let label = &self.range.label;
        let checked: Vec<&str> = checked(label).collect();
        let who = who(label, zone);
        let mut states = Vec::new();
        states.extend(label.offset.as_ref().map(|(offset, _)| format!("at {}", super::offset_name(*offset))));
        if !checked.is_empty() {
            states.push(format!("on {}", checked.join(" or ")));
        }
        (!states.is_empty()).then(|| (who, states.join(" and ")))
    }

    /// The offset that the label itself names, and how: `at UTC−5`, `CEST (UTC+2)`.
    pub(super) fn stated(&self) -> Option<(Offset, String)> {
        let label = &self.range.label;
        if let Some((offset, _)) = &label.offset {
            let name = super::offset_name(*offset);
            return Some((*offset, if *offset == Offset::UTC { "UTC".to_owned() } else { format!("at {name}") }));
        }
        let [abbreviation] = &label.abbreviations[..] else { return None };
        let own = self.clocks.iter().filter_map(|clock| match clock {
            Clock::Zone(zone) => offset_called(zone, abbreviation.name),
            Clock::Fixed(_) => None,
        });
        let others = || {
            let zones = abbreviations::zones(abbreviation.name).unwrap_or_default();
            zones.iter().filter_map(|name| offset_called(&Zone::named(name)?, abbreviation.name))
        };
        let offset = own.chain(others()).next()?;
        Some((offset, format!("{} ({})", abbreviation.name, super::offset_name(offset))))
    }

    /// Instants at which its clocks show its time on a day.
    pub(super) fn instants(&self, day: Date) -> impl Iterator<Item = Timestamp> {
        self.clocks.iter().filter_map(move |clock| self.instant(clock, day))
    }

    fn instant(&self, clock: &Clock, day: Date) -> Option<Timestamp> {
        match clock {
            Clock::Fixed(offset) => offset.to_timestamp(day.to_datetime(self.range.start)).ok(),
            Clock::Zone(zone) => match instant::wall(zone, day, self.range.start)? {
                Wall::Once(instant) | Wall::Twice([(instant, _), _]) => Some(instant),
                Wall::Never(..) => None,
            },
        }
    }

    /// What the claim is beside what its clock shows; of several clocks the one that is nearest to it.
    fn at(&self, instant: Timestamp) -> Shown {
        let all = self.clocks.iter().map(|clock| self.shown(clock, instant));
        let rank = |shown: &Shown| (!shown.fits, shown.wrong.len());
        // There is at least one clock; the fallback is the clock that every instant has.
        all.min_by_key(rank).unwrap_or_else(|| self.shown(&Clock::Fixed(Offset::UTC), instant))
    }

    fn shown(&self, clock: &Clock, instant: Timestamp) -> Shown {
        let ClockRange { start, end, label, .. } = self.range;
        let local = match clock {
            Clock::Zone(zone) => zone.at(instant),
            Clock::Fixed(offset) => {
                Local { wall: offset.to_datetime(instant), offset: *offset, abbreviation: None, summer: false }
            }
        };
        let mut wrong = Vec::new();
        wrong.extend(label.offset.iter().filter(|(offset, _)| *offset != local.offset).map(|(_, span)| span.clone()));
        let named = || label.abbreviations.iter().filter(|it| abbreviations::is_of_database(it.name));
        if named().next().is_some() && !named().any(|it| local.abbreviation.as_deref() == Some(it.name)) {
            wrong.extend(named().map(|it| it.span.clone()));
        }
        Shown {
            time: (*start, *end),
            place: label.place.as_ref().map(|(place, _)| place.clone()),
            who: match clock {
                Clock::Zone(zone) => who(label, zone),
                Clock::Fixed(offset) => super::offset_name(*offset),
            },
            abbreviation: local.abbreviation,
            offset: local.offset,
            summer: match clock {
                Clock::Zone(zone) => changes(zone, instant).then_some(local.summer),
                Clock::Fixed(_) => None,
            },
            wrong,
            fits: local.wall.time() == *start,
        }
    }
}

/// What all clocks show at an instant.
pub(super) fn sight(claims: &[Claim<'_>], instant: Timestamp) -> Sight {
    let shown: Vec<Shown> = claims.iter().map(|claim| claim.at(instant)).collect();
    let is_one = shown.iter().all(|shown| shown.fits);
    let is_true = shown.iter().all(|shown| shown.wrong.is_empty());
    Sight { instant, shown: Rc::new(shown), is_one, is_true }
}

/// Days from one to the other, both included.
pub(super) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
}

/// Whose clocks a label speaks of.
fn who(label: &Label, zone: &Zone) -> String {
    match (&label.place, checked(label).find_map(abbreviations::family)) {
        (Some((place, _)), _) => place.clone(),
        (None, Some(family)) => family.to_owned(),
        (None, None) => zone.city(),
    }
}

/// Abbreviations of a label that a day can prove wrong.
fn checked(label: &Label) -> impl Iterator<Item = &'static str> {
    label.abbreviations.iter().map(|it| it.name).filter(|name| abbreviations::is_of_database(name))
}

/// The zones that a label without a place may mean.
fn zones(label: &Label, near: &[&Zone]) -> Option<Vec<Zone>> {
    let all = label.abbreviations.iter().filter_map(|it| abbreviations::zones(it.name));
    let all: Vec<Zone> = all.flatten().filter_map(|name| Zone::named(name)).collect();
    let known = |zone: &&&Zone| label.abbreviations.iter().all(|it| offset_called(zone, it.name).is_some());
    match near.iter().find(known) {
        _ if all.is_empty() => None,
        Some(zone) => Some(vec![(*zone).clone()]),
        None => Some(all),
    }
}

/// Middles of months of all years, the latest first.
fn middles() -> impl Iterator<Item = Timestamp> {
    let days =
        (2000..=LAST_DAY.year()).rev().flat_map(|year| (1..=12).filter_map(move |m| Date::new(year, m, 15).ok()));
    days.filter_map(|day| Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).ok())
}

thread_local! {
    /// What each name means in each zone: both are few, and finding one out takes hundreds of looks at its clocks.
    static CALLED: RefCell<HashMap<String, HashMap<&'static str, Option<Offset>>>> = RefCell::default();
}

/// The offset that clocks of a zone are at when their time has this name.
fn offset_called(zone: &Zone, abbreviation: &'static str) -> Option<Offset> {
    CALLED.with_borrow_mut(|called| {
        if !called.contains_key(zone.name()) {
            called.insert(zone.name().to_owned(), HashMap::new());
        }
        let names = called.get_mut(zone.name())?;
        *names.entry(abbreviation).or_insert_with(|| find_offset_called(zone, abbreviation))
    })
}

fn find_offset_called(zone: &Zone, abbreviation: &str) -> Option<Offset> {
    if !abbreviations::is_of_database(abbreviation) {
        // A name that people use where the database has a number, or for both halves of the year.
        let own = abbreviations::zones(abbreviation)?.contains(&zone.name());
        let latest = middles().next()?;
        return (own && abbreviation.len() > 2).then(|| zone.at(latest).offset);
    }
    middles()
        .map(|noon| zone.at(noon))
        .find(|local| local.abbreviation.as_deref() == Some(abbreviation))
        .map(|it| it.offset)
}

/// Whether the clocks of a zone are changed within half a year before or behind an instant.
fn changes(zone: &Zone, instant: Timestamp) -> bool {
    let now = zone.at(instant).summer;
    [instant.checked_add(HALF_A_YEAR), instant.checked_sub(HALF_A_YEAR)]
        .into_iter()
        .flatten()
        .any(|other| zone.at(other).summer != now)
}
