//! Places that sources name, with their time zones: cities that zones are named after, and other cities where meetings
//! are held.

use std::sync::LazyLock;

/// Cities without a zone named after them.
const OTHER_CITIES: [(&str, &str); 46] = [
    ("Abu Dhabi", "Asia/Dubai"),
    ("Abuja", "Africa/Lagos"),
    ("Ankara", "Europe/Istanbul"),
    ("Antananarivo", "Indian/Antananarivo"),
    ("Atlanta", "America/New_York"),
    ("Bangalore", "Asia/Kolkata"),
    ("Barcelona", "Europe/Madrid"),
    ("Basel", "Europe/Zurich"),
    ("Beijing", "Asia/Shanghai"),
    ("Bern", "Europe/Zurich"),
    ("Bonn", "Europe/Berlin"),
    ("Boston", "America/New_York"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Brasília", "America/Sao_Paulo"),
    ("Cape Town", "Africa/Johannesburg"),
    ("Cologne", "Europe/Berlin"),
    ("Dallas", "America/Chicago"),
    ("Delhi", "Asia/Kolkata"),
    ("Doha", "Asia/Qatar"),
    ("Frankfurt", "Europe/Berlin"),
    ("Geneva", "Europe/Zurich"),
    ("Genève", "Europe/Zurich"),
    ("Hamburg", "Europe/Berlin"),
    ("Hanoi", "Asia/Bangkok"),
    ("Houston", "America/Chicago"),
    ("Islamabad", "Asia/Karachi"),
    ("Lausanne", "Europe/Zurich"),
    ("Marrakech", "Africa/Casablanca"),
    ("Miami", "America/New_York"),
    ("Milan", "Europe/Rome"),
    ("Mumbai", "Asia/Kolkata"),
    ("Munich", "Europe/Berlin"),
    ("New Delhi", "Asia/Kolkata"),
    ("Osaka", "Asia/Tokyo"),
    ("Ottawa", "America/Toronto"),
    ("Philadelphia", "America/New_York"),
    ("Pretoria", "Africa/Johannesburg"),
    ("Rabat", "Africa/Casablanca"),
    ("Rio de Janeiro", "America/Sao_Paulo"),
    ("San Francisco", "America/Los_Angeles"),
    ("Sao Paulo", "America/Sao_Paulo"),
    ("Seattle", "America/Los_Angeles"),
    ("Sharm el-Sheikh", "Africa/Cairo"),
    ("The Hague", "Europe/Amsterdam"),
    ("Washington", "America/New_York"),
    ("Zürich", "Europe/Zurich"),
];

/// Names of zones that are more often common words or names of people than places.
const COMMON_WORDS: [&str; 24] = [
    "ACT",
    "Casey",
    "Center",
    "Christmas",
    "Davis",
    "Dawson",
    "Easter",
    "Jersey",
    "Knox",
    "LHI",
    "Midway",
    "Monticello",
    "NSW",
    "North",
    "Palmer",
    "Reunion",
    "Resolute",
    "South",
    "Stanley",
    "Troll",
    "Victoria",
    "Virgin",
    "Wake",
    "West",
];

/// All places, the longest names first.
static PLACES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let cities = super::zones::cities().filter(|(city, _)| !COMMON_WORDS.contains(&city.as_str()));
    let mut places: Vec<(String, &'static str)> =
        cities.chain(OTHER_CITIES.iter().map(|(city, zone)| ((*city).to_owned(), *zone))).collect();
    places.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    places
});

/// Finds the place at the start of `text`, which may also be the name of a zone, such as `America/New_York`. Returns
/// its zone and the length of its name in bytes.
pub(super) fn find(text: &str) -> Option<(&'static str, usize)> {
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let path = text.find(|c: char| !(c.is_ascii_alphanumeric() || "_/-".contains(c))).unwrap_or(text.len());
    if let Some(zone) = super::zones::of_place(&text[..path]) {
        return Some((zone, path));
    }
    let ends = |length: usize| !text[length..].starts_with(|c: char| c.is_alphanumeric());
    let fits = |name: &str| text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    PLACES.iter().find(|(name, _)| fits(name) && ends(name.len())).map(|(name, zone)| (*zone, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::Zone;

    #[test]
    fn cities_are_found_by_the_longest_name() {
        assert_eq!(find("New York, USA"), Some(("America/New_York", 8)));
        assert_eq!(find("NEW YORK"), Some(("America/New_York", 8)));
        assert_eq!(find("Geneva time"), Some(("Europe/Zurich", 6)));
        assert_eq!(find("Zürich)"), Some(("Europe/Zurich", 7)));
        assert_eq!(find("Asia/Kolkata "), Some(("Asia/Kolkata", 12)));
        assert_eq!(find("Parish"), None);
        assert_eq!(find("paris"), None);
        assert_eq!(find("Easter"), None);
    }

    #[test]
    fn every_place_has_a_zone() {
        for (city, zone) in OTHER_CITIES {
            assert!(Zone::parse(zone, None).is_ok(), "{city}: {zone}");
        }
        for word in COMMON_WORDS {
            assert!(crate::times::zones::cities().any(|(city, _)| city == word), "{word} is not a zone");
        }
    }
}
