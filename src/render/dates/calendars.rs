//! Dates of each calendar by a pattern, with the names and digits of ICU4X.

use icu_calendar::cal::{Ethiopian, Gregorian, Persian};
use icu_calendar::{Date, Iso};
use icu_datetime::DateTimeFormatterPreferences;
use icu_datetime::fieldsets::YMDE;
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu_datetime::scaffold::CldrCalendar;
use writeable::TryWriteable as _;

use super::patterns::NamesOfPattern;
use crate::config::Calendar;

/// Writes dates of one calendar by one pattern in one language.
pub(super) trait DateWriter: Send + Sync {
    /// A day as the pattern has it; `None` if a name is missing.
    fn write(&self, day: Date<Iso>) -> Option<String>;
}

/// A pattern with the names that it needs.
struct PatternWriter<C: CldrCalendar> {
    calendar: C,
    names: FixedCalendarDateTimeNames<C, YMDE>,
    pattern: DateTimePattern,
}

/// Names are loaded for each calendar by itself and each field by itself, so that the data of no other is linked.
macro_rules! writer_of {
    ($name:ident, $calendar:ty, $new:expr) => {
        fn $name(pattern: &str, preferences: DateTimeFormatterPreferences) -> Option<Box<dyn DateWriter>> {
            let mut names = FixedCalendarDateTimeNames::<$calendar, YMDE>::try_new(preferences).ok()?;
            let needed = NamesOfPattern::new(pattern);
            if let Some(length) = needed.era {
                names.include_year_names(length).ok()?;
            }
            if let Some(length) = needed.month {
                names.include_month_names(length).ok()?;
            }
            if let Some(length) = needed.weekday {
                names.include_weekday_names(length).ok()?;
            }
            Some(Box::new(PatternWriter { calendar: $new, names, pattern: pattern.parse().ok()? }))
        }

        impl DateWriter for PatternWriter<$calendar> {
            fn write(&self, day: Date<Iso>) -> Option<String> {
                let day = day.to_calendar(self.calendar);
                let written = self.names.with_pattern_unchecked(&self.pattern).format(&day);
                written.try_write_to_string().ok().map(std::borrow::Cow::into_owned)
            }
        }
    };
}

writer_of!(gregorian, Gregorian, Gregorian);
writer_of!(persian, Persian, Persian);
writer_of!(ethiopian, Ethiopian, Ethiopian::new());

/// The writer for a pattern in a calendar; `None` where CLDR has no names.
pub(super) fn writer(
    calendar: Calendar,
    pattern: &str,
    preferences: DateTimeFormatterPreferences,
) -> Option<Box<dyn DateWriter>> {
    match calendar {
        Calendar::Gregorian => gregorian(pattern, preferences),
        Calendar::Persian => persian(pattern, preferences),
        Calendar::Ethiopian => ethiopian(pattern, preferences),
    }
}
