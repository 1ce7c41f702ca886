//! Clock times as people write them, time zones, and the instants that both give together. Knows nothing of findings or
//! pages. Uses only the time zone database that is compiled in, never that of the machine.

mod abbreviations;
mod clock;
mod instant;
mod places;
mod readings;
mod source_text;
mod survey;
mod zones;

pub use clock::parse as parse_clock;
pub use instant::{Interval, Occurrence, WallTime, interval, minutes_between, wall_time};
pub use readings::{
    Contradiction, ContradictionKind, Judgement, JudgementInput, NeverTrue, Reading, Season, TimeDifference, judge,
};
pub use source_text::{Abbreviation, ClockRange, TimeLabel, parse as parse_source_text};
pub use survey::{ClockState, LAST_DAY};
pub use zones::{LocalTime, Zone, ZoneError, offset_name};

use jiff::civil::{Date, date};

/// Returns the time zone of a city: `Europe/Zurich` for Geneva.
#[must_use]
pub fn zone_of_place(name: &str) -> Option<Zone> {
    places::find(name).and_then(|(zone, _)| Zone::named(zone))
}

/// The first day that an event can have. Before it, zone data are unreliable for many places.
pub const FIRST_DAY: Date = date(1970, 1, 1);
