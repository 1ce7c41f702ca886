//! Surveys days one by one: what the clocks of a source show at an instant, and whether the labels of the source are
//! true then.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::{Date, Time, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::source_text::{ClockRange, TimeLabel};
use super::{LocalTime, WallTime, Zone, abbreviations, instant};

/// The last day that is checked. Zone data for later days only repeat today's rules.
pub const LAST_DAY: Date = date(2037, 12, 31);

/// A clock that a source refers to.
#[derive(Clone, Debug)]
enum SourceClock {
    /// A clock of a zone.
    Zone(Zone),
    /// A clock at a fixed offset, at any place.
    Fixed(Offset),
}

/// A time with its label in a source, and the clocks that the label may mean.
#[derive(Clone, Debug)]
pub(super) struct LabelledTime<'a> {
    pub(super) range: &'a ClockRange,
    clocks: Vec<SourceClock>,
}

/// What a clock shows at an instant, compared with what the source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockState {
    /// The source's clock time: start, and end if given.
    pub time: (Time, Option<Time>),
    /// The place that the source names, if any.
    pub place: Option<String>,
    /// The best known name for the place or region of the clock: `Central Europe` for CEST.
    pub clock_name: String,
    /// The abbreviation for its time at that instant, if there is one.
    pub abbreviation: Option<String>,
    /// Its offset at that instant.
    pub offset: Offset,
    /// Whether it shows summer time; `None` if the clocks of the zone do not change.
    pub summer: Option<bool>,
    /// Byte ranges of labels that are not true at that instant.
    pub wrong: Vec<Range<usize>>,
    /// Whether it shows the source's time.
    pub(super) fits: bool,
}

/// The state of all clocks of a source at an instant. Days on which it is the same share one list.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) instant: Timestamp,
    pub(super) shown: Rc<Vec<ClockState>>,
    is_same_instant: bool,
    has_true_labels: bool,
}

impl Snapshot {
    /// Whether all clocks show the times of the source, so that these are the same instant.
    pub(super) fn is_same_instant(&self) -> bool {
        self.is_same_instant
    }

    /// Whether all labels of the source are true.
    pub(super) fn has_true_labels(&self) -> bool {
        self.has_true_labels
    }
}

/// Returns snapshots for one day after another, and computes a new one only if a clock may have changed since the last.
pub(super) struct Survey<'c, 'a> {
    claims: &'c [LabelledTime<'a>],
    anchor: &'c LabelledTime<'a>,
    /// The zones of all clocks, each once.
    zones: Vec<Zone>,
    /// For each clock of the anchor, the last day and snapshot, and the instant up to which the snapshot is valid.
    last: Vec<Option<(Date, Snapshot, Timestamp)>>,
}

impl<'c, 'a> Survey<'c, 'a> {
    /// Creates a survey of the instants at which the clocks of `anchor` show its time.
    pub(super) fn new(claims: &'c [LabelledTime<'a>], anchor: &'c LabelledTime<'a>) -> Self {
        let mut zones: Vec<Zone> = Vec::new();
        for clock in claims.iter().chain([anchor]).flat_map(|claim| &claim.clocks) {
            if let SourceClock::Zone(zone) = clock
                && zones.iter().all(|known| known.name() != zone.name())
            {
                zones.push(zone.clone());
            }
        }
        Self { claims, anchor, zones, last: vec![None; anchor.clocks.len()] }
    }

    /// Returns the snapshots of a day, one for each clock of the anchor, with its index.
    pub(super) fn on(&mut self, day: Date) -> Vec<(usize, Snapshot)> {
        (0..self.last.len()).filter_map(|clock| Some((clock, self.by_clock(clock, day)?))).collect()
    }

    fn by_clock(&mut self, clock: usize, day: Date) -> Option<Snapshot> {
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
        let seen = snapshot(self.claims, instant);
        self.last[clock] = Some((day, seen.clone(), self.holds_until(instant)));
        Some(seen)
    }

    /// Returns the first instant after this one at which the offset or season of any clock may change.
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
/// The time before and after an instant that is searched for clock changes.
const HALF_A_YEAR: SignedDuration = SignedDuration::from_hours(24 * 183);

impl<'a> LabelledTime<'a> {
    /// Creates the labelled time of a range. The zones `near` take precedence for abbreviations without a place.
    pub(super) fn new(range: &'a ClockRange, near: &[&Zone]) -> Self {
        let label = &range.label;
        let clocks = if let Some((_, zone)) = &label.place {
            vec![SourceClock::Zone(zone.clone())]
        } else if let Some(zones) = zones(label, near) {
            zones.into_iter().map(SourceClock::Zone).collect()
        } else {
            vec![SourceClock::Fixed(label.offset.as_ref().map_or(Offset::UTC, |(offset, _)| *offset))]
        };
        Self { range, clocks }
    }

    /// Whether its clocks are those of zones, which may change.
    pub(super) fn has_zone(&self) -> bool {
        matches!(self.clocks[..], [SourceClock::Zone(_), ..])
    }

    /// Returns the place of its clocks, and what the source says about them: `New York`, `at UTC−5`. `None` if nothing
    /// in the label depends on the day.
    pub(super) fn statement(&self) -> Option<(String, String)> {
        let Some(SourceClock::Zone(zone)) = self.clocks.first() else { return None };
        let label = &self.range.label;
        let checked: Vec<&str> = checkable(label).collect();
        let name = clock_name(label, zone);
        let mut states = Vec::new();
        states.extend(label.offset.as_ref().map(|(offset, _)| format!("at {}", super::offset_name(*offset))));
        if !checked.is_empty() {
            states.push(format!("on {}", checked.join(" or ")));
        }
        (!states.is_empty()).then(|| (name, states.join(" and ")))
    }

    /// Returns the offset that the label itself gives, and its description: `at UTC−5`, `CEST (UTC+2)`.
    pub(super) fn stated_offset(&self) -> Option<(Offset, String)> {
        let label = &self.range.label;
        if let Some((offset, _)) = &label.offset {
            let name = super::offset_name(*offset);
            return Some((*offset, if *offset == Offset::UTC { "UTC".to_owned() } else { format!("at {name}") }));
        }
        let [abbreviation] = &label.abbreviations[..] else { return None };
        let own = self.clocks.iter().filter_map(|clock| match clock {
            SourceClock::Zone(zone) => offset_called(zone, abbreviation.name),
            SourceClock::Fixed(_) => None,
        });
        let others = || {
            let zones = abbreviations::zones(abbreviation.name).unwrap_or_default();
            zones.iter().filter_map(|name| offset_called(&Zone::named(name)?, abbreviation.name))
        };
        let offset = own.chain(others()).next()?;
        Some((offset, format!("{} ({})", abbreviation.name, super::offset_name(offset))))
    }

    /// Returns the instants at which its clocks show its time on a day.
    pub(super) fn instants(&self, day: Date) -> impl Iterator<Item = Timestamp> {
        self.clocks.iter().filter_map(move |clock| self.instant(clock, day))
    }

    fn instant(&self, clock: &SourceClock, day: Date) -> Option<Timestamp> {
        match clock {
            SourceClock::Fixed(offset) => offset.to_timestamp(day.to_datetime(self.range.start)).ok(),
            SourceClock::Zone(zone) => match instant::wall_time(zone, day, self.range.start)? {
                WallTime::Once(instant) | WallTime::Twice([(instant, _), _]) => Some(instant),
                WallTime::Never(..) => None,
            },
        }
    }

    /// Returns the state of its clock at an instant; of several clocks, the one that fits the source best.
    fn at(&self, instant: Timestamp) -> ClockState {
        let all = self.clocks.iter().map(|clock| self.shown(clock, instant));
        let rank = |shown: &ClockState| (!shown.fits, shown.wrong.len());
        // There is at least one clock; UTC is the fallback.
        all.min_by_key(rank).unwrap_or_else(|| self.shown(&SourceClock::Fixed(Offset::UTC), instant))
    }

    fn shown(&self, clock: &SourceClock, instant: Timestamp) -> ClockState {
        let ClockRange { start, end, label, .. } = self.range;
        let local = match clock {
            SourceClock::Zone(zone) => zone.at(instant),
            SourceClock::Fixed(offset) => {
                LocalTime { wall: offset.to_datetime(instant), offset: *offset, abbreviation: None, summer: false }
            }
        };
        let mut wrong = Vec::new();
        wrong.extend(label.offset.iter().filter(|(offset, _)| *offset != local.offset).map(|(_, span)| span.clone()));
        let named = || label.abbreviations.iter().filter(|it| abbreviations::is_of_database(it.name));
        if named().next().is_some() && !named().any(|it| local.abbreviation.as_deref() == Some(it.name)) {
            wrong.extend(named().map(|it| it.span.clone()));
        }
        ClockState {
            time: (*start, *end),
            place: label.place.as_ref().map(|(place, _)| place.clone()),
            clock_name: match clock {
                SourceClock::Zone(zone) => clock_name(label, zone),
                SourceClock::Fixed(offset) => super::offset_name(*offset),
            },
            abbreviation: local.abbreviation,
            offset: local.offset,
            summer: match clock {
                SourceClock::Zone(zone) => changes(zone, instant).then_some(local.summer),
                SourceClock::Fixed(_) => None,
            },
            wrong,
            fits: local.wall.time() == *start,
        }
    }
}

/// Returns the state of all clocks at an instant.
pub(super) fn snapshot(claims: &[LabelledTime<'_>], instant: Timestamp) -> Snapshot {
    let shown: Vec<ClockState> = claims.iter().map(|claim| claim.at(instant)).collect();
    let is_same_instant = shown.iter().all(|shown| shown.fits);
    let has_true_labels = shown.iter().all(|shown| shown.wrong.is_empty());
    Snapshot { instant, shown: Rc::new(shown), is_same_instant, has_true_labels }
}

/// Returns the days from `from` to `to`, both included.
pub(super) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
}

/// Returns a name for the place or region of a label.
fn clock_name(label: &TimeLabel, zone: &Zone) -> String {
    match (&label.place, checkable(label).find_map(abbreviations::family)) {
        (Some((place, _)), _) => place.clone(),
        (None, Some(family)) => family.to_owned(),
        (None, None) => zone.city(),
    }
}

/// Returns the abbreviations of a label that can be checked for a day.
fn checkable(label: &TimeLabel) -> impl Iterator<Item = &'static str> {
    label.abbreviations.iter().map(|it| it.name).filter(|name| abbreviations::is_of_database(name))
}

/// Returns the zones that a label without a place may mean.
fn zones(label: &TimeLabel, near: &[&Zone]) -> Option<Vec<Zone>> {
    let all = label.abbreviations.iter().filter_map(|it| abbreviations::zones(it.name));
    let all: Vec<Zone> = all.flatten().filter_map(|name| Zone::named(name)).collect();
    let known = |zone: &&&Zone| label.abbreviations.iter().all(|it| offset_called(zone, it.name).is_some());
    match near.iter().find(known) {
        _ if all.is_empty() => None,
        Some(zone) => Some(vec![(*zone).clone()]),
        None => Some(all),
    }
}

/// Returns instants in the middle of each month of all years, the latest first.
fn middles() -> impl Iterator<Item = Timestamp> {
    let days =
        (2000..=LAST_DAY.year()).rev().flat_map(|year| (1..=12).filter_map(move |m| Date::new(year, m, 15).ok()));
    days.filter_map(|day| Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).ok())
}

thread_local! {
    /// Cache of the offset for each abbreviation in each zone. To find one, clocks are read hundreds of times.
    static OFFSETS: RefCell<HashMap<String, HashMap<&'static str, Option<Offset>>>> = RefCell::default();
}

/// Returns the offset of a zone while its time has this abbreviation.
fn offset_called(zone: &Zone, abbreviation: &'static str) -> Option<Offset> {
    OFFSETS.with_borrow_mut(|offsets| {
        if !offsets.contains_key(zone.name()) {
            offsets.insert(zone.name().to_owned(), HashMap::new());
        }
        let names = offsets.get_mut(zone.name())?;
        *names.entry(abbreviation).or_insert_with(|| find_offset_called(zone, abbreviation))
    })
}

fn find_offset_called(zone: &Zone, abbreviation: &str) -> Option<Offset> {
    if !abbreviations::is_of_database(abbreviation) {
        // A name that people use where the database has only an offset, or for both halves of the year.
        let own = abbreviations::zones(abbreviation)?.contains(&zone.name());
        let latest = middles().next()?;
        return (own && abbreviation.len() > 2).then(|| zone.at(latest).offset);
    }
    middles()
        .map(|noon| zone.at(noon))
        .find(|local| local.abbreviation.as_deref() == Some(abbreviation))
        .map(|it| it.offset)
}

/// Whether the clocks of a zone change within half a year before or after an instant.
fn changes(zone: &Zone, instant: Timestamp) -> bool {
    let now = zone.at(instant).summer;
    [instant.checked_add(HALF_A_YEAR), instant.checked_sub(HALF_A_YEAR)]
        .into_iter()
        .flatten()
        .any(|other| zone.at(other).summer != now)
}
