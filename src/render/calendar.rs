//! Writes events whose instant is known for programs: a calendar file (RFC 5545) and a schema.org Event. Both depend on
//! the record alone, never on the clock of the machine, so that the same record gives the same bytes.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde_json::{Map, Value as Json, json};

use super::event::offset_in_iso;
use super::linked_data::in_language;
use crate::config::{ShownText, is_tag};
use crate::marks::is_forbidden;
use crate::percent::encode_link;
use crate::read::Online;
use crate::site::{Event, OutlinePage, Site};
use crate::times::{Interval, Zone};

/// The largest number of octets in a line of a calendar file, without its end.
const LINE: usize = 75;

/// The domain in UIDs of events where the settings give none; `invalid` is reserved for names that are nobody's.
const NO_DOMAIN: &str = "firstflight.invalid";

/// The first second of the year 2000, in seconds of Unix time.
const YEAR_2000: i64 = 946_684_800;

/// The calendar file of an event in the language `tag`; `page` is the one that is about it.
#[must_use]
pub fn ics(
    (event, interval): (&Event, Interval),
    page: Option<&OutlinePage<'_>>,
    (site, tag): (&Site, &str),
) -> String {
    let record = &event.record;
    let place = match (&record.place_name, &record.online) {
        (Some(place), _) => Some(place.shown(tag)),
        (None, Some(Online::At(address))) => Some(ShownText { text: address, other: None }),
        (None, _) => None,
    };
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut out);
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Firstflight//Firstflight//EN");
    line("BEGIN", "VEVENT");
    let domain = site.config.uid_domain.as_deref().unwrap_or(NO_DOMAIN);
    line("UID", &escaped(&format!("{}@{domain}", record.id)));
    line("DTSTAMP", &instant(record.updated.unwrap_or(Timestamp::UNIX_EPOCH)));
    if let Some(updated) = record.updated {
        line("LAST-MODIFIED", &instant(updated));
    }
    line("SEQUENCE", &sequence(record.updated).to_string());
    line("DTSTART", &instant(interval.start));
    line("DTEND", &instant(interval.end));
    let texts = [
        ("SUMMARY", Some(record.title.shown(tag))),
        ("LOCATION", place),
        ("CONTACT", record.organiser.as_ref().map(|who| who.shown(tag))),
        ("DESCRIPTION", record.note.as_ref().map(|note| note.shown(tag))),
    ];
    for (name, text) in texts {
        let Some(ShownText { text, other }) = text else { continue };
        match other.filter(|other| is_tag(other)) {
            Some(other) => line(&format!("{name};LANGUAGE={other}"), &escaped(text)),
            None => line(name, &escaped(text)),
        }
    }
    if let Some(url) = address(page, site) {
        line("URL", &url.replace(char::is_control, ""));
    }
    line("END", "VEVENT");
    line("END", "VCALENDAR");
    out
}

/// The description of an event in terms of schema.org, in the language `tag`; `page` is the one that is about it.
#[must_use]
pub fn jsonld(
    (event, interval): (&Event, Interval),
    page: Option<&OutlinePage<'_>>,
    (site, tag): (&Site, &str),
) -> String {
    let record = &event.record;
    let mut fields = Map::new();
    let mut add = |key: &str, value: Json| drop(fields.insert(key.to_owned(), value));
    add("@context", json!("https://schema.org"));
    add("@type", json!("Event"));
    add("name", in_language(&record.title, tag));
    add("startDate", json!(with_offset(&record.zone, interval.start)));
    add("endDate", json!(with_offset(&record.zone, interval.end)));
    let mode = match (&record.place_name, &record.online) {
        (Some(_), Some(_)) => Some("Mixed"),
        (Some(_), None) => Some("Offline"),
        (None, Some(_)) => Some("Online"),
        (None, None) => None,
    };
    if let Some(mode) = mode {
        add("eventAttendanceMode", json!(format!("https://schema.org/{mode}EventAttendanceMode")));
    }
    let url = address(page, site);
    let place = record.place_name.as_ref().map(|place| json!({ "@type": "Place", "name": in_language(place, tag) }));
    let online = record.online.as_ref().map(|online| {
        let address = if let Online::At(address) = online { Some(address) } else { url.as_ref() };
        match address {
            Some(address) => json!({ "@type": "VirtualLocation", "url": address }),
            None => json!({ "@type": "VirtualLocation" }),
        }
    });
    match (place, online) {
        (Some(place), Some(online)) => add("location", json!([place, online])),
        (Some(one), None) | (None, Some(one)) => add("location", one),
        (None, None) => {}
    }
    if let Some(organiser) = &record.organiser {
        add("organizer", json!({ "@type": "Organization", "name": in_language(organiser, tag) }));
    }
    if let Some(note) = &record.note {
        add("description", in_language(note, tag));
    }
    if let Some(url) = url {
        add("url", json!(url));
    }
    super::exports::json_text(Json::Object(fields))
}

/// The address of a page, where addresses can be absolute.
fn address(page: Option<&OutlinePage<'_>>, site: &Site) -> Option<String> {
    let base = site.config.base_url.as_ref()?;
    Some(base.join(&encode_link(page?.address)))
}

/// The number of a revision. It grows with the instant of the last change, by the second, from the year 2000 on, and is 0
/// without a change, so that of two records the later one has the greater number.
fn sequence(updated: Option<Timestamp>) -> i32 {
    let Some(updated) = updated else { return 0 };
    let seconds = (updated.as_second() - YEAR_2000).clamp(1, i32::MAX.into());
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// `20210525T135000Z`
fn instant(instant: Timestamp) -> String {
    let utc = Offset::UTC.to_datetime(instant);
    format!("{}T{:02}{:02}{:02}Z", basic(utc.date()), utc.hour(), utc.minute(), utc.second())
}

/// `2021-05-25T09:50:00-04:00`; an offset with seconds, which ISO 8601 does not have, becomes UTC.
fn with_offset(zone: &Zone, instant: Timestamp) -> String {
    let local = zone.at(instant);
    let has_whole_minutes = local.offset.seconds() % 60 == 0;
    let (wall, offset) = if has_whole_minutes {
        (local.wall, offset_in_iso(local.offset))
    } else {
        (Offset::UTC.to_datetime(instant), "Z".to_owned())
    };
    format!("{}T{:02}:{:02}:{:02}{offset}", wall.date(), wall.hour(), wall.minute(), wall.second())
}

/// Text as the value of a property: separators are escaped, and characters that a text cannot contain are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim_end().chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            c if is_forbidden(c) || c == '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// Folds a line after at most 75 octets and never inside a character; each following line begins with a space.
fn fold(line: &str, out: &mut String) {
    let mut rest = line;
    let mut room = LINE;
    while rest.len() > room {
        let mut end = room;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        out.push_str(&rest[..end]);
        out.push_str("\r\n ");
        rest = &rest[end..];
        room = LINE - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_later_change_has_a_greater_number() {
        let of = |text: &str| sequence(Some(crate::yaml::parse_instant(text).unwrap()));
        assert_eq!(sequence(None), 0);
        let all = ["1969-07-20", "2000-01-02", "2026-11-26", "2026-11-26T00:00:01Z", "2026-11-27T00:00:00+01:00"];
        let numbers: Vec<i32> = all.into_iter().map(of).collect();
        assert!(numbers[0] > 0 && numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        assert_eq!(of("9999-12-30"), i32::MAX);
    }

    #[test]
    fn text_is_escaped_as_the_format_wants_it() {
        assert_eq!(escaped("a;b,c\\d\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
    }

    proptest! {
        #[test]
        fn lines_are_folded_between_characters_and_unfold_to_what_they_were(text in "[a-z é日😀]{0,200}") {
            let mut out = String::new();
            fold(&text, &mut out);
            for line in out.strip_suffix("\r\n").unwrap().split("\r\n") {
                prop_assert!(line.len() <= LINE, "{}", line.len());
            }
            let unfolded = out.replace("\r\n ", "");
            prop_assert_eq!(unfolded.trim_end_matches("\r\n"), text.as_str());
        }
    }
}
