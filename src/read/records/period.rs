//! Periods as records write them, in ISO 8601: a date, a month, a year, or two of them with `/` between.

use jiff::civil::Date;

use crate::yaml::{Fields, nonexistent_day};

/// A range of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// As it was written: `2019`, `2019-12`, `2019/2021`.
    pub text: String,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

/// The period that a record gives.
pub(super) enum GivenPeriod {
    /// A period.
    Known(Period),
    /// The word `unknown`: the source gives none.
    Unknown,
}

impl GivenPeriod {
    /// The period, unless it is unknown.
    pub(super) fn known(self) -> Option<Period> {
        match self {
            Self::Known(period) => Some(period),
            Self::Unknown => None,
        }
    }
}

impl Period {
    /// Parses a period.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (begin, end) = text.split_once('/').unwrap_or((text, text));
        let ((first, _), (_, last)) = (days(begin)?, days(end)?);
        (first <= last).then(|| Self { text: text.to_owned(), first, last })
    }

    /// Reads a period from a key; `None` if it is missing or invalid.
    pub(super) fn read(fields: &mut Fields<'_>, key: &'static str) -> Option<GivenPeriod> {
        let (text, range) = fields.located_text(key)?;
        if text == "unknown" {
            return Some(GivenPeriod::Unknown);
        }
        let period = Self::parse(&text);
        if period.is_none() {
            let is_reversed =
                text.split_once('/').is_some_and(|(begin, end)| Self::parse(&format!("{end}/{begin}")).is_some());
            let help = match text.split('/').find_map(nonexistent_day) {
                Some(help) => help,
                None if is_reversed => "write the earlier date first".to_owned(),
                None => "write a year, month or date as in \"2019\", \"2019-12\" or \"2019-12-31\"".to_owned(),
            };
            fields.invalid(range, format!("`{text}` is not a valid period"), Some(help));
        }
        period.map(GivenPeriod::Known)
    }

    /// The same, for a key that must be there.
    pub(super) fn required(fields: &mut Fields<'_>, key: &'static str) -> Option<GivenPeriod> {
        let there = fields.has(key);
        let period = Self::read(fields, key);
        if !there {
            fields.missing(key);
        }
        period
    }

    /// The day in its middle, where a value over time is drawn.
    #[must_use]
    pub fn middle(&self) -> i64 {
        let day =
            |date: Date| i64::from(date.since(Date::new(1970, 1, 1).unwrap_or(date)).map_or(0, |span| span.get_days()));
        i64::midpoint(day(self.first), day(self.last))
    }
}

/// The first and the last day of a year, a month or a date.
fn days(text: &str) -> Option<(Date, Date)> {
    match text.len() {
        4 => {
            let first: Date = format!("{text}-01-01").parse().ok()?;
            Some((first, first.last_of_year()))
        }
        7 => {
            let first: Date = format!("{text}-01").parse().ok()?;
            Some((first, first.last_of_month()))
        }
        10 => text.parse().ok().map(|day| (day, day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_a_first_and_a_last_day() {
        for (text, days) in [
            ("2019", Some(("2019-01-01", "2019-12-31"))),
            ("2020-02", Some(("2020-02-01", "2020-02-29"))),
            ("2019-12-31", Some(("2019-12-31", "2019-12-31"))),
            ("2019/2020-06", Some(("2019-01-01", "2020-06-30"))),
            ("2020/2019", None),
            ("2019-13", None),
            ("2019-02-30", None),
            ("1/2/3", None),
            ("last year", None),
            ("", None),
        ] {
            let parsed = Period::parse(text).map(|period| (period.first.to_string(), period.last.to_string()));
            assert_eq!(parsed, days.map(|(first, last)| (first.to_owned(), last.to_owned())), "{text}");
        }
    }

    #[test]
    fn the_middle_of_a_period_is_a_day_of_it() {
        let middle = |text| Period::parse(text).unwrap().middle();
        assert_eq!(middle("1970-01-03"), 2);
        assert_eq!(middle("1971") - middle("1970"), 365);
    }
}
