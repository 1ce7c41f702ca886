//! Clock times as people write them, zones, and the instants that they name together. Knows no finding and no page; all
//! that it knows of the world is the time zone database that is compiled in, never that of the machine.

mod abbreviations;
mod clock;
mod instant;
mod places;
mod readings;
mod source_text;
mod survey;
mod zones;

pub use clock::parse as clock;
pub use instant::{Moment, Occurrence, Wall, minutes_between, moment, wall};
pub use readings::{Apart, Contradiction, Judgement, Kind, Never, Question, Reading, Season, judge};
pub use source_text::{Abbreviation, ClockRange, Label, parse as source_text};
pub use survey::{LAST_DAY, Shown};
pub use zones::{Local, Refusal, Zone, offset_name};

use jiff::civil::{Date, date};

/// The zone that the clocks of a city go by: `Europe/Zurich` for Geneva.
#[must_use]
pub fn zone_of_place(name: &str) -> Option<Zone> {
    places::find(name).and_then(|(zone, _)| Zone::named(zone))
}

/// Before this day zone data are a guess in many places; no event is older.
pub const FIRST_DAY: Date = date(1970, 1, 1);
