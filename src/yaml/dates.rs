//! Days and instants as they are written: `2026-11-23`, `2026-11-23T10:00:00Z`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Parses a day that is written in full, and in no other way.
///
/// # Errors
///
/// What to write instead, if the text has the form of a day that does not exist: `2026-02-30`.
pub fn parse_day(text: &str) -> Result<Date, Option<String>> {
    let exact = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    exact.ok_or_else(|| nonexistent_day(text))
}

/// Parses a day, or a date-time of RFC 3339 such as `2026-11-23T10:00:00+01:00`. A day is its first moment in UTC.
///
/// # Errors
///
/// What to write instead.
pub fn parse_instant(text: &str) -> Result<Timestamp, String> {
    const FORMS: &str = "write year-month-day, as in 2026-11-23, or with a time, as in 2026-11-23T10:00:00Z";
    let (day, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let day = parse_day(day).map_err(|help| help.unwrap_or_else(|| FORMS.to_owned()))?;
    if time.is_empty() && day.to_string() == text {
        return Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_err(|_| FORMS.to_owned());
    }
    let clock = time.get(..5).filter(|clock| {
        clock.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() })
    });
    let is_plain = time.bytes().all(|byte| byte.is_ascii_digit() || b":.+-Zz".contains(&byte));
    let clock = clock.filter(|_| is_plain).ok_or(FORMS)?;
    if !time.ends_with(['Z', 'z']) && !time[5..].contains(['+', '-']) {
        return Err(format!("add the offset from UTC, as in {day}T{clock}:00Z or {day}T{clock}:00+01:00"));
    }
    format!("{day}T{time}").parse().map_err(|_| FORMS.to_owned())
}

/// What to write instead of a day, or a month such as `2026-13`, that does not exist; `None` for a text of another form.
#[must_use]
pub fn nonexistent_day(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let year: i16 = digits(parts.next()?, 4)?;
    let month: i8 = digits(parts.next()?, 2)?;
    let day = parts.next();
    let day: Option<i8> = if let Some(day) = day { Some(digits(day, 2)?) } else { None };
    if parts.next().is_some() {
        return None;
    }
    let Ok(first) = Date::new(year, month, 1) else {
        return Some(format!("write a month between 01 and 12: there is no month {month:02}"));
    };
    let days = first.days_in_month();
    let fits = day.is_none_or(|day| (1..=days).contains(&day));
    (!fits).then(|| format!("write a day between 01 and {days}: {} has {days} days", first.strftime("%B %Y")))
}

/// A number of exactly `length` digits.
fn digits<T: std::str::FromStr>(text: &str, length: usize) -> Option<T> {
    let fits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_written_in_full_are_days() {
        assert_eq!(parse_day("2026-11-23").unwrap().to_string(), "2026-11-23");
        for other in ["", "2026", "2026-2-3", "20260203", "23.11.2026", "2026-02-30 10:00", "+2026-02-30", "2026-02-0x"]
        {
            assert_eq!(parse_day(other), Err(None), "{other}");
        }
    }

    #[test]
    fn an_instant_is_a_day_or_has_a_time_and_an_offset() {
        for (text, expected) in [
            ("2026-11-23", "2026-11-23T00:00:00Z"),
            ("2026-11-23T10:20:30Z", "2026-11-23T10:20:30Z"),
            ("2026-11-23t10:20:30z", "2026-11-23T10:20:30Z"),
            ("2026-11-23 10:20:30+05:30", "2026-11-23T04:50:30Z"),
            ("2026-11-23T00:20-04:00", "2026-11-23T04:20:00Z"),
            ("2026-11-23T10:20:30.25Z", "2026-11-23T10:20:30.25Z"),
        ] {
            assert_eq!(parse_instant(text).unwrap().to_string(), expected, "{text}");
        }
        for (text, help) in [
            ("2026-02-30", "28"),
            ("2026-02-30T10:00:00Z", "28"),
            ("2026-11-23T10:00:00", "add the offset from UTC, as in 2026-11-23T10:00:00Z or"),
            ("2026-11-23T25:00:00Z", "write year-month-day"),
            ("2026-11-23T10:00:00Z[UTC]", "write year-month-day"),
            ("2026-11-23T10:00:00Zx", "write year-month-day"),
            ("2026-11-23T", "write year-month-day"),
            ("2026-11-23T10é", "write year-month-day"),
            ("23.11.2026", "write year-month-day"),
            ("", "write year-month-day"),
        ] {
            assert!(parse_instant(text).unwrap_err().contains(help), "{text}: {:?}", parse_instant(text));
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_explained() {
        for (text, help) in [
            ("2026-02-30", "write a day between 01 and 28: February 2026 has 28 days"),
            ("2028-02-30", "write a day between 01 and 29: February 2028 has 29 days"),
            ("2026-04-31", "write a day between 01 and 30: April 2026 has 30 days"),
            ("2026-01-00", "write a day between 01 and 31: January 2026 has 31 days"),
            ("2026-13-01", "write a month between 01 and 12: there is no month 13"),
            ("2026-00-10", "write a month between 01 and 12: there is no month 00"),
            ("2026-13", "write a month between 01 and 12: there is no month 13"),
        ] {
            assert_eq!(nonexistent_day(text).as_deref(), Some(help), "{text}");
            assert!(parse_day(text).is_err(), "{text}");
        }
        assert_eq!(nonexistent_day("2026-12"), None);
    }
}
