//! Dates as a language writes them, by the patterns of CLDR: its words, its order, its digits, and the calendar that the settings
//! choose. What is known of a date does not change, only how it is written; what is not a date stays as it was typed.

mod calendars;
mod patterns;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use icu_calendar::cal::{Ethiopian, Persian};
use jiff::civil::Date;

use super::numerals::Numerals;
use crate::config::Calendar;
use crate::habits::{self, Habit};
use crate::limits::WRITTEN_DATES;
use calendars::DateWriter;

/// How much of a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// `1 December 2026`
    Day,
    /// `mardi 1er décembre 2026`
    Weekday,
}

/// Writes dates in one language. The names are loaded once; workers share them.
pub struct Dates {
    calendar: Calendar,
    day: FormWriter,
    weekday: FormWriter,
    digits: [char; 10],
    /// Dates that were written: pages of a list have few, many times.
    written: RwLock<HashMap<(Date, DateForm), Arc<str>>>,
}

/// Writes dates in one form.
struct FormWriter {
    any: Option<Box<dyn DateWriter>>,
    /// Of the first day of a month, where it has a word of its own.
    first_day: Option<Box<dyn DateWriter>>,
}

impl FormWriter {
    fn new(tag: &str, calendar: Calendar, pattern: &str) -> Self {
        let preferences = (&habits::locale(tag)).into();
        let writer = |pattern: &str| calendars::writer(calendar, pattern, preferences);
        let first_day = habits::of_tag(tag).find_map(|habit| match habit {
            Habit::FirstDay(word) => writer(&patterns::with_field(pattern, 'd', &format!("'{word}'"))),
            _ => None,
        });
        Self { any: writer(pattern), first_day }
    }

    fn write(&self, day: icu_calendar::Date<icu_calendar::Iso>, is_first: bool) -> Option<String> {
        let first_day = self.first_day.as_ref().filter(|_| is_first);
        first_day.or(self.any.as_ref())?.write(day)
    }
}

impl fmt::Debug for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dates").field("calendar", &self.calendar).finish_non_exhaustive()
    }
}

impl Dates {
    /// The dates of a language in a calendar, with the digits of its numbers; those of no language in particular where CLDR does
    /// not know the tag.
    #[must_use]
    pub fn new(tag: &str, calendar: Calendar, numerals: &Numerals) -> Self {
        let digit = |digit: u8| numerals.number(&digit.to_string()).chars().next().unwrap_or(char::from(b'0' + digit));
        let (day, weekday) = patterns::of_language(tag, calendar);
        let has_short_weekday = habits::of_tag(tag).any(|habit| habit == Habit::ShortWeekday);
        let weekday = if has_short_weekday { patterns::with_field(weekday, 'E', "EEE") } else { weekday.to_owned() };
        Self {
            calendar,
            day: FormWriter::new(tag, calendar, day),
            weekday: FormWriter::new(tag, calendar, &weekday),
            digits: std::array::from_fn(|at| digit(u8::try_from(at).unwrap_or(0))),
            written: RwLock::default(),
        }
    }

    /// A day: `1 December 2026`, `1er décembre 2026`.
    #[must_use]
    pub fn day(&self, day: Date) -> Arc<str> {
        self.write(day, DateForm::Day)
    }

    /// A day with the day of the week: `Tue, 1 December 2026`, `mardi 1er décembre 2026`.
    #[must_use]
    pub fn weekday(&self, day: Date) -> Arc<str> {
        self.write(day, DateForm::Weekday)
    }

    /// A day in a form.
    #[must_use]
    pub fn write(&self, day: Date, form: DateForm) -> Arc<str> {
        if let Some(written) = self.written.read().unwrap_or_else(PoisonError::into_inner).get(&(day, form)) {
            return written.clone();
        }
        let text: Arc<str> = self.formatted(day, form).unwrap_or_else(|| day.to_string()).into();
        let mut written = self.written.write().unwrap_or_else(PoisonError::into_inner);
        if written.len() < WRITTEN_DATES {
            written.insert((day, form), text.clone());
        }
        text
    }

    fn formatted(&self, day: Date, form: DateForm) -> Option<String> {
        let (year, month, number) = (i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs());
        let iso = icu_calendar::Date::try_new_iso(year, month, number).ok()?;
        let is_first = match self.calendar {
            Calendar::Gregorian => number == 1,
            Calendar::Persian => iso.to_calendar(Persian).day_of_month().0 == 1,
            Calendar::Ethiopian => iso.to_calendar(Ethiopian::new()).day_of_month().0 == 1,
        };
        let writer = match form {
            DateForm::Day => &self.day,
            DateForm::Weekday => &self.weekday,
        };
        writer.write(iso, is_first)
    }

    /// A date or a year in ISO 8601, or two of them with `/` between, as the language writes them; anything else as it is, months
    /// too. A year of the Gregorian calendar has no number in another.
    #[must_use]
    pub fn period(&self, iso: &str) -> String {
        let written = match iso.split_once('/') {
            Some((first, last)) => {
                self.part(first).zip(self.part(last)).map(|(first, last)| format!("{first} – {last}"))
            }
            None => self.part(iso),
        };
        written.unwrap_or_else(|| iso.to_owned())
    }

    fn part(&self, iso: &str) -> Option<String> {
        let is_year = iso.len() == 4 && iso.bytes().all(|byte| byte.is_ascii_digit());
        match is_year && self.calendar == Calendar::Gregorian {
            true => Some(self.digits(iso)),
            false => iso_day(iso).map(|day| self.day(day).as_ref().to_owned()),
        }
    }

    /// A text with the digits of the language: `20:30`.
    #[must_use]
    pub fn digits(&self, text: &str) -> String {
        let own = |c: char| c.to_digit(10).map_or(c, |digit| self.digits[digit as usize]);
        text.chars().map(own).collect()
    }
}

/// The day that a text is, written as `2026-12-01`.
#[must_use]
pub fn iso_day(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(tag: &str, calendar: Calendar) -> Dates {
        Dates::new(tag, calendar, &Numerals::new(tag))
    }

    fn day(text: &str) -> Date {
        iso_day(text).unwrap()
    }

    #[test]
    fn each_language_writes_dates_its_own_way() {
        for (tag, weekday, plain) in [
            ("en", "Tue, 1 December 2026", "1 December 2026"),
            ("en-US", "Tue, December 1, 2026", "December 1, 2026"),
            ("fr", "mardi 1er décembre 2026", "1er décembre 2026"),
            ("ar", "الثلاثاء، 1 ديسمبر 2026", "1 ديسمبر 2026"),
            ("zh", "2026年12月1日星期二", "2026年12月1日"),
            ("ru", "вторник, 1 декабря 2026\u{202F}г.", "1 декабря 2026\u{202F}г."),
            ("es", "martes, 1 de diciembre de 2026", "1 de diciembre de 2026"),
            ("pt", "terça-feira, 1 de dezembro de 2026", "1 de dezembro de 2026"),
            ("de", "Dienstag, 1. Dezember 2026", "1. Dezember 2026"),
            ("hi", "मंगलवार, 1 दिसंबर 2026", "1 दिसंबर 2026"),
            ("fa", "سه\u{200C}شنبه ۱ دسامبر ۲۰۲۶", "۱ دسامبر ۲۰۲۶"),
            ("fa-u-nu-latn", "سه\u{200C}شنبه 1 دسامبر 2026", "1 دسامبر 2026"),
            ("am", "ማክሰኞ 1 ዲሴምበር 2026", "1 ዲሴምበር 2026"),
            ("pt-PT", "terça-feira, 1 de dezembro de 2026", "1 de dezembro de 2026"),
            ("vi", "Thứ Ba, 1 tháng 12, 2026", "1 tháng 12, 2026"),
            ("sw", "Jumanne, 1 Desemba 2026", "1 Desemba 2026"),
            ("hi-u-nu-deva", "मंगलवार, १ दिसंबर २०२६", "१ दिसंबर २०२६"),
        ] {
            let dates = dates(tag, Calendar::Gregorian);
            let first = day("2026-12-01");
            assert_eq!(dates.weekday(first).as_ref(), weekday, "{tag}");
            assert_eq!(dates.day(first).as_ref(), plain, "{tag}");
        }
    }

    #[test]
    fn only_the_first_day_is_an_ordinal_number_in_french() {
        let dates = dates("fr-CA", Calendar::Gregorian);
        assert_eq!(dates.day(day("2026-11-01")).as_ref(), "1er novembre 2026");
        assert_eq!(dates.day(day("2026-11-11")).as_ref(), "11 novembre 2026");
    }

    #[test]
    fn other_calendars_are_chosen() {
        let first = day("2026-12-01");
        assert_eq!(dates("fa", Calendar::Persian).day(first).as_ref(), "۱۰ آذر ۱۴۰۵");
        assert_eq!(dates("am", Calendar::Ethiopian).day(first).as_ref(), "22 ኅዳር 2019 AM");
        // No year of theirs is a year of the Gregorian calendar.
        assert_eq!(dates("fa", Calendar::Persian).period("2026"), "2026");
        assert_eq!(dates("fa", Calendar::Gregorian).period("2026"), "۲۰۲۶");
    }

    #[test]
    fn what_is_not_a_date_stays_as_it_is() {
        let dates = dates("fr", Calendar::Gregorian);
        for (typed, written) in [
            ("2026-12-01", "1er décembre 2026"),
            ("2026", "2026"),
            ("2026-12", "2026-12"),
            ("2026/2026-12-01", "2026 – 1er décembre 2026"),
            ("2026-13", "2026-13"),
            ("2026-02-30", "2026-02-30"),
            ("-026-02-30", "-026-02-30"),
            ("a/b", "a/b"),
            ("printemps 2026", "printemps 2026"),
            ("été", "été"),
            ("", ""),
        ] {
            assert_eq!(dates.period(typed), written);
        }
        assert_eq!(super::tests::dates("fa", Calendar::Gregorian).digits("20:30"), "۲۰:۳۰");
    }
}
