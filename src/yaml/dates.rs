//! Days as they are written: `2026-11-23`.

use jiff::civil::Date;

/// Parses a day that is written in full, and in no other way.
///
/// # Errors
///
/// What to write instead, if the text has the form of a day that does not exist: `2026-02-30`.
pub fn parse_day(text: &str) -> Result<Date, Option<String>> {
    let exact = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    exact.ok_or_else(|| nonexistent_day(text))
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
