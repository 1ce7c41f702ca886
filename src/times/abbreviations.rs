//! Abbreviations of time zones and their meanings. Many have several: `IST` is used in Kolkata, Jerusalem and Dublin.

/// Abbreviations, each with one zone for each of its meanings since 2000. Those of the database come first.
const ZONES: [(&str, &[&str]); 67] = [
    ("ACDT", &["Australia/Adelaide"]),
    ("ACST", &["Australia/Adelaide", "Australia/Darwin"]),
    ("ADT", &["America/Halifax"]),
    ("AEDT", &["Australia/Sydney"]),
    ("AEST", &["Australia/Sydney", "Australia/Brisbane"]),
    ("AKDT", &["America/Anchorage"]),
    ("AKST", &["America/Anchorage"]),
    ("AST", &["America/Halifax", "America/Puerto_Rico"]),
    ("AWDT", &["Australia/Perth"]),
    ("AWST", &["Australia/Perth"]),
    ("BST", &["Europe/London"]),
    ("CAT", &["Africa/Maputo"]),
    ("CDT", &["America/Chicago", "America/Havana"]),
    ("CEST", &["Europe/Brussels"]),
    ("CET", &["Europe/Brussels", "Africa/Algiers"]),
    ("CST", &["America/Chicago", "Asia/Shanghai", "America/Havana"]),
    ("ChST", &["Pacific/Guam"]),
    ("EAT", &["Africa/Nairobi"]),
    ("EDT", &["America/New_York"]),
    ("EEST", &["Europe/Athens", "Africa/Cairo"]),
    ("EET", &["Europe/Athens", "Africa/Cairo", "Africa/Tripoli"]),
    ("EST", &["America/New_York", "America/Panama"]),
    ("GMT", &["Europe/London", "Africa/Abidjan"]),
    ("HDT", &["America/Adak"]),
    ("HKT", &["Asia/Hong_Kong"]),
    ("HST", &["Pacific/Honolulu", "America/Adak"]),
    ("IDT", &["Asia/Jerusalem"]),
    ("IST", &["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]),
    ("JST", &["Asia/Tokyo"]),
    ("KST", &["Asia/Seoul", "Asia/Pyongyang"]),
    ("MDT", &["America/Denver"]),
    ("MSD", &["Europe/Moscow"]),
    ("MSK", &["Europe/Moscow"]),
    ("MST", &["America/Denver", "America/Phoenix"]),
    ("NDT", &["America/St_Johns"]),
    ("NST", &["America/St_Johns"]),
    ("NZDT", &["Pacific/Auckland"]),
    ("NZST", &["Pacific/Auckland"]),
    ("PDT", &["America/Los_Angeles"]),
    ("PKST", &["Asia/Karachi"]),
    ("PKT", &["Asia/Karachi"]),
    ("PST", &["America/Los_Angeles", "Asia/Manila"]),
    ("SAST", &["Africa/Johannesburg"]),
    ("SST", &["Pacific/Pago_Pago"]),
    ("WAT", &["Africa/Lagos"]),
    ("WEST", &["Europe/Lisbon"]),
    ("WET", &["Europe/Lisbon"]),
    ("WIB", &["Asia/Jakarta"]),
    ("WIT", &["Asia/Jayapura"]),
    ("WITA", &["Asia/Makassar"]),
    // Names for both halves of the year.
    ("ET", &["America/New_York"]),
    ("CT", &["America/Chicago"]),
    ("MT", &["America/Denver"]),
    ("PT", &["America/Los_Angeles"]),
    // Names that people use where the database has only an offset.
    ("AMT", &["America/Manaus"]),
    ("ART", &["America/Argentina/Buenos_Aires"]),
    ("BRT", &["America/Sao_Paulo"]),
    ("COT", &["America/Bogota"]),
    ("GST", &["Asia/Dubai"]),
    ("ICT", &["Asia/Bangkok"]),
    ("MMT", &["Asia/Yangon"]),
    ("MYT", &["Asia/Kuala_Lumpur"]),
    ("NPT", &["Asia/Kathmandu"]),
    ("PET", &["America/Lima"]),
    ("PHT", &["Asia/Manila"]),
    ("SGT", &["Asia/Singapore"]),
    ("TRT", &["Europe/Istanbul"]),
];

/// Names written out. If one name begins with another, the longer comes first.
const NAMES: [(&str, &str); 24] = [
    ("Central European Summer Time", "CEST"),
    ("Central European Time", "CET"),
    ("Eastern European Summer Time", "EEST"),
    ("Eastern European Time", "EET"),
    ("Western European Summer Time", "WEST"),
    ("Western European Time", "WET"),
    ("British Summer Time", "BST"),
    ("Greenwich Mean Time", "GMT"),
    ("Eastern Daylight Time", "EDT"),
    ("Eastern Standard Time", "EST"),
    ("Eastern Time", "ET"),
    ("Central Daylight Time", "CDT"),
    ("Central Standard Time", "CST"),
    ("Central Time", "CT"),
    ("Mountain Daylight Time", "MDT"),
    ("Mountain Standard Time", "MST"),
    ("Mountain Time", "MT"),
    ("Pacific Daylight Time", "PDT"),
    ("Pacific Standard Time", "PST"),
    ("Pacific Time", "PT"),
    ("East Africa Time", "EAT"),
    ("West Africa Time", "WAT"),
    ("Central Africa Time", "CAT"),
    ("Indian Standard Time", "IST"),
];

/// Returns zones that use an abbreviation, one for each of its meanings.
pub(super) fn zones(abbreviation: &str) -> Option<&'static [&'static str]> {
    ZONES.iter().find(|(name, _)| *name == abbreviation).map(|(_, zones)| *zones)
}

/// Whether the database itself uses an abbreviation, so that it can be checked on a given day.
pub(super) fn is_of_database(abbreviation: &str) -> bool {
    let own = ZONES.iter().position(|(name, _)| *name == "ET").unwrap_or(ZONES.len());
    ZONES[..own].iter().any(|(name, _)| *name == abbreviation)
}

/// Finds the abbreviation or full name at the start of `text`. Returns the abbreviation and the length of the match in
/// bytes.
pub(super) fn find(text: &str) -> Option<(&'static str, usize)> {
    let starts = |name: &str| text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    if let Some((name, short)) = NAMES.iter().find(|(name, _)| starts(name)) {
        return Some((short, name.len()));
    }
    let length = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    ZONES.iter().find(|(name, _)| *name == &text[..length]).map(|(name, _)| (*name, length))
}

/// The region that uses an abbreviation, if it does not belong to a single city.
pub(super) fn family(abbreviation: &str) -> Option<&'static str> {
    match abbreviation {
        "CET" | "CEST" => Some("Central Europe"),
        "EET" | "EEST" => Some("Eastern Europe"),
        "WET" | "WEST" => Some("Western Europe"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::tz::Offset;

    use super::*;
    use crate::times::Zone;

    /// Abbreviations that a zone uses on the fifteenth of any month from 2000 to 2037.
    fn used(zone: &Zone) -> BTreeSet<String> {
        let days = (2000..=2037).flat_map(|year| (1..=12).map(move |month| jiff::civil::date(year, month, 15)));
        let noons = days.map(|day| Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).unwrap());
        noons.filter_map(|noon| zone.at(noon).abbreviation).collect()
    }

    #[test]
    fn every_abbreviation_of_the_database_is_known_and_used_where_the_table_says() {
        let mut missing = BTreeSet::new();
        for (_, name) in crate::times::zones::cities() {
            let all = used(&Zone::named(name).unwrap());
            missing.extend(all.into_iter().filter(|name| zones(name).is_none() && name != "UTC"));
        }
        assert_eq!(missing, BTreeSet::new());
        for (name, zones) in ZONES {
            for zone in zones {
                let uses = used(&Zone::named(zone).expect(zone));
                assert_eq!(uses.contains(name), is_of_database(name), "{name} in {zone}: {uses:?}");
            }
        }
    }

    #[test]
    fn names_are_found_short_and_written_out() {
        assert_eq!(find("CEST)"), Some(("CEST", 4)));
        assert_eq!(find("CESTA"), None);
        assert_eq!(find("Central European Summer Time."), Some(("CEST", 28)));
        assert_eq!(find("ITU"), None);
    }
}
