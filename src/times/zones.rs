//! Zones of the bundled time zone database: finds them by name, names their cities, and returns local times.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::abbreviations;
use super::source_text::offset_alone;

/// The database in the program itself, so that results are the same on every machine.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Every name of the database, sorted.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = DATABASE.available().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    names
});

/// Folders of the database whose zones are named after a place.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// Names in the database for universal time.
const UTC: [&str; 8] = ["UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"];

/// The zone in the database of a clock that nobody has set.
const NO_PLACE: &str = "Factory";

/// Names in the database for Greenwich Mean Time, which is used all year only in western Africa.
const GREENWICH: [&str; 10] =
    ["GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Etc/GMT", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0", "Etc/Greenwich"];

/// Zones of well-known cities, suggested for an offset. Zones whose clocks do not change come first.
const WELL_KNOWN: [&str; 53] = [
    "Pacific/Pago_Pago",
    "Pacific/Honolulu",
    "America/Phoenix",
    "America/Costa_Rica",
    "America/Mexico_City",
    "America/Lima",
    "America/Bogota",
    "America/Caracas",
    "America/La_Paz",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Atlantic/South_Georgia",
    "Atlantic/Cape_Verde",
    "Africa/Dakar",
    "Africa/Accra",
    "Africa/Lagos",
    "Africa/Kinshasa",
    "Africa/Johannesburg",
    "Africa/Maputo",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Pacific/Noumea",
    "Pacific/Fiji",
    "Pacific/Tongatapu",
    "Pacific/Kiritimati",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/St_Johns",
    "Europe/London",
    "Europe/Zurich",
    "Africa/Cairo",
    "Pacific/Auckland",
];

/// A zone of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// What the clocks of a zone show at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// Local date and time.
    pub wall: DateTime,
    /// Offset from UTC, positive if ahead of it.
    pub offset: Offset,
    /// The abbreviation for the time, if the database has letters and not a number.
    pub abbreviation: Option<String>,
    /// Whether it is summer time.
    pub summer: bool,
}

/// Why a name is not accepted as a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneError {
    /// There is no zone with this name.
    Unknown {
        /// The name of a zone that may be meant.
        nearest: Option<&'static str>,
    },
    /// A zone with a fixed offset, such as `Etc/GMT+5`, which is five hours behind UTC.
    Fixed {
        /// Its offset.
        offset: Offset,
        /// Zones of cities with this offset, and whether each has it all year.
        cities: Vec<(&'static str, bool)>,
    },
    /// An offset or an abbreviation: `UTC-5`, `+02:00`, `CEST`.
    Bare {
        /// Its offset, if there is only one.
        offset: Option<Offset>,
        /// Zones of cities that may be meant, and whether each has the offset all year.
        cities: Vec<(&'static str, bool)>,
    },
}

impl Zone {
    /// Returns the first instant after this one at which its offset or abbreviation changes; `None` if they never
    /// change again.
    #[must_use]
    pub fn next_change(&self, instant: Timestamp) -> Option<Timestamp> {
        self.zone.following(instant).next().map(|change| change.timestamp())
    }

    /// Parses the name of a zone in a record: one named after a place, or `UTC`. `date` is the day of the event, if
    /// known; the cities that are suggested for an offset depend on it.
    ///
    /// # Errors
    ///
    /// Why the name is not accepted, and which zones may be meant.
    pub fn parse(name: &str, date: Option<Date>) -> Result<Self, ZoneError> {
        Self::parse_with(name, date, true)
    }

    /// Parses like [`Self::parse`], but suggests zones only if `is_searched`: a search reads every zone.
    ///
    /// # Errors
    ///
    /// Why the name is not accepted.
    pub fn parse_with(name: &str, date: Option<Date>, is_searched: bool) -> Result<Self, ZoneError> {
        let cities_at = |offset| if is_searched { cities_at(offset, date) } else { Vec::new() };
        if let Some(hours) = name.strip_prefix("Etc/GMT").and_then(|hours| hours.parse::<i8>().ok())
            && hours != 0
            && let (Some(_), Ok(offset)) = (Self::named(name), Offset::from_hours(-hours))
        {
            return Err(ZoneError::Fixed { offset, cities: cities_at(offset) });
        }
        if GREENWICH.contains(&name) {
            return Err(ZoneError::Bare { offset: Some(Offset::UTC), cities: cities_at(Offset::UTC) });
        }
        // `EST5EDT` is a zone of the database, but not named after a place.
        let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        if !UTC.contains(&name)
            && let Some(zones) = abbreviations::zones(&letters)
            && (letters == name || Self::named(name).is_some())
        {
            return Err(ZoneError::Bare { offset: None, cities: zones.iter().map(|zone| (*zone, true)).collect() });
        }
        match Self::named(name) {
            Some(zone) if name != NO_PLACE => Ok(zone),
            _ => match offset_alone(name) {
                Some(offset) => Err(ZoneError::Bare { offset: Some(offset), cities: cities_at(offset) }),
                None => Err(ZoneError::Unknown { nearest: is_searched.then(|| nearest(name)).flatten() }),
            },
        }
    }

    /// Returns the zone with exactly this name in the database.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
        let zone = DATABASE.get(name).ok()?;
        Some(Self { name: name.to_owned(), zone })
    }

    /// Returns its name in the database.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is universal time.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        UTC.contains(&self.name.as_str())
    }

    /// Returns the city that it is named after: `New York`. For a former name, such as `US/Eastern`, it is the city of
    /// the zone that replaced it.
    #[must_use]
    pub fn city(&self) -> String {
        if self.is_utc() {
            return "UTC".to_owned();
        }
        let name = if is_of_place(&self.name) { Some(self.name.as_str()) } else { self.zone.primary_iana_name() };
        city(name.unwrap_or(&self.name))
    }

    /// Returns the local time at an instant.
    #[must_use]
    pub fn at(&self, instant: Timestamp) -> LocalTime {
        let info = self.zone.to_offset_info(instant);
        let letters = !info.abbreviation().is_empty() && info.abbreviation().bytes().all(|b| b.is_ascii_alphabetic());
        LocalTime {
            wall: info.offset().to_datetime(instant),
            offset: info.offset(),
            abbreviation: letters.then(|| info.abbreviation().to_owned()),
            summer: info.dst().is_dst(),
        }
    }

    /// Returns the zone in the type of the calendar library.
    pub(super) fn inner(&self) -> &TimeZone {
        &self.zone
    }
}

/// `New York` for `America/New_York`.
fn city(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    match last {
        "DumontDUrville" => "Dumont d’Urville".to_owned(),
        "Sao_Paulo" => "São Paulo".to_owned(),
        _ => last.replace('_', " "),
    }
}

/// Returns all cities that zones are named after, with their zones.
pub(super) fn cities() -> impl Iterator<Item = (String, &'static str)> {
    NAMES.iter().filter(|name| is_of_place(name)).map(|name| (city(name), name.as_str()))
}

/// Returns the zone with this name, if it is named after a place.
pub(super) fn of_place(name: &str) -> Option<&'static str> {
    let at = NAMES.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
    Some(NAMES[at].as_str()).filter(|name| is_of_place(name))
}

fn is_of_place(name: &str) -> bool {
    name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region))
}

/// Formats an offset with a true minus sign: `UTC−4`, `UTC+5:30`.
#[must_use]
pub fn offset_name(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = match seconds {
        0 => return "UTC±0".to_owned(),
        1.. => '+',
        _ => '\u{2212}',
    };
    let (hours, minutes, rest) = (seconds.abs() / 3_600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    match (minutes, rest) {
        (0, 0) => format!("UTC{sign}{hours}"),
        (_, 0) => format!("UTC{sign}{hours}:{minutes:02}"),
        _ => format!("UTC{sign}{hours}:{minutes:02}:{rest:02}"),
    }
}

/// Returns up to three zones of well-known cities with an offset, on `date` if it is known, or else at any time of a
/// year; each with whether it has that offset all year.
fn cities_at(offset: Offset, date: Option<Date>) -> Vec<(&'static str, bool)> {
    let at = |zone: &Zone, day: Date| {
        let noon = Offset::UTC.to_timestamp(day.at(12, 0, 0, 0));
        noon.is_ok_and(|noon| zone.at(noon).offset == offset)
    };
    let year = date.map_or(2026, Date::year);
    let days = [Date::new(year, 1, 15), Date::new(year, 7, 15)].map(|day| day.unwrap_or(super::FIRST_DAY));
    let mut found = Vec::new();
    for name in WELL_KNOWN {
        let Some(zone) = Zone::named(name) else { continue };
        let fits = days.map(|day| at(&zone, day));
        let all_year = fits == [true, true];
        let now = date.map_or(fits.contains(&true), |date| at(&zone, date));
        if now && found.len() < 3 {
            found.push((name, all_year));
        }
    }
    found
}

fn nearest(name: &str) -> Option<&'static str> {
    // `New_York` and `new york` mean the part of a name after its folder.
    let wanted = name.replace(' ', "_").to_lowercase();
    let names = || NAMES.iter().filter(|known| *known != NO_PLACE);
    let by_city = || names().find(|known| known.to_lowercase().rsplit('/').next() == Some(wanted.as_str()));
    let close = crate::report::nearest(name, names().map(String::as_str));
    close.or_else(|| by_city().map(String::as_str)).or_else(|| super::places::find(name).map(|(zone, _)| zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str) -> ZoneError {
        Zone::parse(name, None).map(|zone| zone.name).expect_err(name)
    }

    #[test]
    fn zones_are_named_after_their_city() {
        let city = |name: &str| Zone::parse(name, None).expect(name).city();
        assert_eq!(city("America/New_York"), "New York");
        assert_eq!(city("America/Argentina/Buenos_Aires"), "Buenos Aires");
        assert_eq!(city("Africa/Porto-Novo"), "Porto-Novo");
        assert_eq!(city("US/Eastern"), "New York");
        assert_eq!(city("Japan"), "Tokyo");
        assert_eq!(city("Etc/UTC"), "UTC");
        assert_eq!(city("Asia/Calcutta"), "Calcutta");
    }

    #[test]
    fn every_zone_of_the_database_is_accepted_or_refused_for_a_reason() {
        assert!(NAMES.len() > 590, "{}", NAMES.len());
        for name in NAMES.iter() {
            match Zone::parse(name, None) {
                Ok(zone) => assert!(!zone.city().contains(['_', '/']), "{name}: {}", zone.city()),
                Err(ZoneError::Fixed { offset, cities }) => {
                    assert!(name.starts_with("Etc/GMT"), "{name}");
                    let hours: i32 = name["Etc/GMT".len()..].parse().unwrap();
                    assert_eq!(offset.seconds(), -3_600 * hours, "{name}");
                    assert!(!cities.is_empty() || hours == 12, "{name}");
                }
                Err(ZoneError::Bare { .. }) => assert!(!name.contains('/') || name.starts_with("Etc/G"), "{name}"),
                Err(ZoneError::Unknown { .. }) => assert_eq!(name, "Factory"),
            }
        }
    }

    #[test]
    fn offsets_and_abbreviations_are_not_zones() {
        assert_eq!(refused("Europe/Zürich"), ZoneError::Unknown { nearest: Some("Europe/Zurich") });
        assert_eq!(refused("europe/zurich"), ZoneError::Unknown { nearest: Some("Europe/Zurich") });
        assert_eq!(refused("New York"), ZoneError::Unknown { nearest: Some("America/New_York") });
        assert_eq!(refused("Geneva"), ZoneError::Unknown { nearest: Some("Europe/Zurich") });
        assert_eq!(refused("Atlantis"), ZoneError::Unknown { nearest: None });
        for name in ["UTC-5", "GMT-5", "-05:00", "-0500", "UTC\u{2212}5"] {
            let ZoneError::Bare { offset, cities } = refused(name) else { panic!("{name}") };
            assert_eq!(offset.map(Offset::seconds), Some(-5 * 3_600), "{name}");
            assert_eq!(cities[0], ("America/Lima", true), "{name}");
        }
        for name in ["CEST", "EST", "EST5EDT", "CET", "GMT"] {
            assert!(matches!(refused(name), ZoneError::Bare { .. }), "{name}");
        }
        let summer = Zone::parse("UTC-4", Some(jiff::civil::date(2021, 5, 25)));
        let Err(ZoneError::Bare { cities, .. }) = summer else { panic!() };
        assert!(cities.contains(&("America/New_York", false)), "{cities:?}");
    }

    #[test]
    fn offsets_are_written_with_a_true_minus() {
        let name = |seconds| offset_name(Offset::from_seconds(seconds).unwrap());
        assert_eq!(name(-4 * 3_600), "UTC\u{2212}4");
        assert_eq!(name(19_800), "UTC+5:30");
        assert_eq!(name(0), "UTC±0");
        assert_eq!(name(-2_670), "UTC\u{2212}0:44:30");
    }
}
