//! Zones of the bundled time zone database: found by name, named by city, asked for their clocks at an instant.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::abbreviations;
use super::source_text::offset_alone;

/// The database in the program itself, so that no machine answers otherwise than another.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Every name of the database, sorted.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = DATABASE.available().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    names
});

/// Folders of the database whose zones are named after a place in them.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// Names of the database for universal time.
const UTC: [&str; 8] = ["UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"];

/// Names of the database for the mean time of Greenwich, which is no place's clock all year but those of western Africa.
const GREENWICH: [&str; 10] =
    ["GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Etc/GMT", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0", "Etc/Greenwich"];

/// Zones of well-known cities, offered where somebody wrote an offset: those that never change their clocks first.
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
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// What the clocks of a zone show at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Day and time of day.
    pub wall: DateTime,
    /// How far they are ahead of UTC.
    pub offset: Offset,
    /// What people call that, where it is a name and not a number.
    pub abbreviation: Option<String>,
    /// Whether they are put forward for the summer.
    pub summer: bool,
}

/// Why a name is not taken for a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No zone has this name; the nearest one that does.
    Unknown {
        /// A slip of the keyboard away.
        nearest: Option<&'static str>,
    },
    /// `Etc/GMT+5`, which means five hours *behind* UTC.
    Fixed {
        /// What it means.
        offset: Offset,
        /// Zones of cities at that offset, and whether each is at it all year.
        cities: Vec<(&'static str, bool)>,
    },
    /// An offset or an abbreviation: `UTC-5`, `+02:00`, `CEST`.
    Bare {
        /// What it means, where that is one offset.
        offset: Option<Offset>,
        /// Zones of cities that it may stand for, and whether each is at it all year.
        cities: Vec<(&'static str, bool)>,
    },
}

impl Zone {
    /// The first instant after this one at which its clocks are changed, or called otherwise; `None` where they stay as
    /// they are for ever.
    #[must_use]
    pub fn next_change(&self, instant: Timestamp) -> Option<Timestamp> {
        self.zone.following(instant).next().map(|change| change.timestamp())
    }

    /// The zone that an editor names: one of a place, or `UTC`. `date` is the day of the event, where it is known: which
    /// cities are at an offset depends on it.
    ///
    /// # Errors
    ///
    /// Why the name is not taken, and what could stand in its place.
    pub fn parse(name: &str, date: Option<Date>) -> Result<Self, Refusal> {
        Self::parse_with(name, date, true)
    }

    /// As [`Self::parse`]. Where `is_searched` is false, nothing is suggested: a search takes a look at every zone.
    ///
    /// # Errors
    ///
    /// Why the name is not taken.
    pub fn parse_with(name: &str, date: Option<Date>, is_searched: bool) -> Result<Self, Refusal> {
        let cities_at = |offset| if is_searched { cities_at(offset, date) } else { Vec::new() };
        if let Some(hours) = name.strip_prefix("Etc/GMT").and_then(|hours| hours.parse::<i8>().ok())
            && hours != 0
            && let (Some(_), Ok(offset)) = (Self::named(name), Offset::from_hours(-hours))
        {
            return Err(Refusal::Fixed { offset, cities: cities_at(offset) });
        }
        if GREENWICH.contains(&name) {
            return Err(Refusal::Bare { offset: Some(Offset::UTC), cities: cities_at(Offset::UTC) });
        }
        // `EST5EDT` is a zone of the database and still no place.
        let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        if !UTC.contains(&name)
            && let Some(zones) = abbreviations::zones(&letters)
            && (letters == name || Self::named(name).is_some())
        {
            return Err(Refusal::Bare { offset: None, cities: zones.iter().map(|zone| (*zone, true)).collect() });
        }
        match Self::named(name) {
            Some(zone) if name != "Factory" => Ok(zone),
            _ => match offset_alone(name) {
                Some(offset) => Err(Refusal::Bare { offset: Some(offset), cities: cities_at(offset) }),
                None => Err(Refusal::Unknown { nearest: is_searched.then(|| nearest(name)).flatten() }),
            },
        }
    }

    /// The zone of exactly this name in the database.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
        let zone = DATABASE.get(name).ok()?;
        Some(Self { name: name.to_owned(), zone })
    }

    /// Its name in the database.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is universal time itself.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        UTC.contains(&self.name.as_str())
    }

    /// The city that it is named after: `New York`. A name of former times, such as `US/Eastern`, is followed to the
    /// city that decides today.
    #[must_use]
    pub fn city(&self) -> String {
        if self.is_utc() {
            return "UTC".to_owned();
        }
        let name = if is_of_place(&self.name) { Some(self.name.as_str()) } else { self.zone.primary_iana_name() };
        city(name.unwrap_or(&self.name))
    }

    /// What its clocks show at an instant.
    #[must_use]
    pub fn at(&self, instant: Timestamp) -> Local {
        let info = self.zone.to_offset_info(instant);
        let letters = !info.abbreviation().is_empty() && info.abbreviation().bytes().all(|b| b.is_ascii_alphabetic());
        Local {
            wall: info.offset().to_datetime(instant),
            offset: info.offset(),
            abbreviation: letters.then(|| info.abbreviation().to_owned()),
            summer: info.dst().is_dst(),
        }
    }

    /// The zone as the calendar library knows it.
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

/// Cities that events happen in, with the zones of their clocks: every zone that is named after its place.
pub(super) fn cities() -> impl Iterator<Item = (String, &'static str)> {
    NAMES.iter().filter(|name| is_of_place(name)).map(|name| (city(name), name.as_str()))
}

/// The zone of this name, if it is named after a place.
pub(super) fn of_place(name: &str) -> Option<&'static str> {
    let at = NAMES.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
    Some(NAMES[at].as_str()).filter(|name| is_of_place(name))
}

fn is_of_place(name: &str) -> bool {
    name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region))
}

/// `UTC−4`, `UTC+5:30`, with the sign that is as wide as a plus.
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

/// Up to three zones of well-known cities at an offset, on the day itself where it is known, else at some time of a year;
/// each with whether it keeps that offset all year.
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
    // `New_York` and `new york` are meant as what follows the folder.
    let wanted = name.replace(' ', "_").to_lowercase();
    let by_city = || NAMES.iter().find(|known| known.to_lowercase().rsplit('/').next() == Some(wanted.as_str()));
    let close = crate::report::nearest(name, NAMES.iter().map(String::as_str));
    close.or_else(|| by_city().map(String::as_str)).or_else(|| super::places::find(name).map(|(zone, _)| zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str) -> Refusal {
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
    fn every_zone_of_the_database_is_taken_or_refused_for_a_reason() {
        assert!(NAMES.len() > 590, "{}", NAMES.len());
        for name in NAMES.iter() {
            match Zone::parse(name, None) {
                Ok(zone) => assert!(!zone.city().contains(['_', '/']), "{name}: {}", zone.city()),
                Err(Refusal::Fixed { offset, cities }) => {
                    assert!(name.starts_with("Etc/GMT"), "{name}");
                    let hours: i32 = name["Etc/GMT".len()..].parse().unwrap();
                    assert_eq!(offset.seconds(), -3_600 * hours, "{name}");
                    assert!(!cities.is_empty() || hours == 12, "{name}");
                }
                Err(Refusal::Bare { .. }) => assert!(!name.contains('/') || name.starts_with("Etc/G"), "{name}"),
                Err(Refusal::Unknown { .. }) => assert_eq!(name, "Factory"),
            }
        }
    }

    #[test]
    fn offsets_and_abbreviations_are_no_zones() {
        assert_eq!(refused("Europe/Zürich"), Refusal::Unknown { nearest: Some("Europe/Zurich") });
        assert_eq!(refused("europe/zurich"), Refusal::Unknown { nearest: Some("Europe/Zurich") });
        assert_eq!(refused("New York"), Refusal::Unknown { nearest: Some("America/New_York") });
        assert_eq!(refused("Geneva"), Refusal::Unknown { nearest: Some("Europe/Zurich") });
        assert_eq!(refused("Atlantis"), Refusal::Unknown { nearest: None });
        for name in ["UTC-5", "GMT-5", "-05:00", "-0500", "UTC\u{2212}5"] {
            let Refusal::Bare { offset, cities } = refused(name) else { panic!("{name}") };
            assert_eq!(offset.map(Offset::seconds), Some(-5 * 3_600), "{name}");
            assert_eq!(cities[0], ("America/Lima", true), "{name}");
        }
        for name in ["CEST", "EST", "EST5EDT", "CET", "GMT"] {
            assert!(matches!(refused(name), Refusal::Bare { .. }), "{name}");
        }
        let summer = Zone::parse("UTC-4", Some(jiff::civil::date(2021, 5, 25)));
        let Err(Refusal::Bare { cities, .. }) = summer else { panic!() };
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
