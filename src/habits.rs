//! What a language writes otherwise than CLDR says, each with its source. Nothing else departs from CLDR.

use std::str::FromStr;

use icu_locale::LocaleExpander;
use icu_locale_core::Locale;
use icu_locale_core::subtags::{Region, region};

/// A habit of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// What the first day of a month is called in a date.
    FirstDay(&'static str),
    /// The day of the week is short beside a date in full.
    ShortWeekday,
    /// What is written between quotation marks and the text within.
    SpacedQuotes(&'static str),
    /// The region whose dates and lists a tag without a region means.
    Region(Region),
}

/// A language with the habit, a region where it has not, and the source.
type HabitOfLanguage = (&'static str, Option<Region>, Habit, &'static str);

/// All habits.
const HABITS: [HabitOfLanguage; 4] = [
    (
        "en",
        None,
        Habit::Region(region!("001")),
        "`en` is English of the USA in CLDR; the United Nations Editorial Manual writes the day before the month, and no comma \
         before \"and\"",
    ),
    (
        "en",
        None,
        Habit::ShortWeekday,
        "three letters say the day, so that date and time share a line of a telephone; CLDR has the day in full",
    ),
    (
        "fr",
        None,
        Habit::FirstDay("1er"),
        "Imprimerie nationale, Lexique des règles typographiques, \"Date\"; Office québécois de la langue française, Vitrine \
         linguistique, \"Écriture de la date\". CLDR has no ordinal numbers in dates",
    ),
    (
        "fr",
        Some(region!("CH")),
        Habit::SpacedQuotes("\u{A0}"),
        "Imprimerie nationale, Lexique des règles typographiques, \"Guillemets\": a no-break space within them, except in \
         Switzerland. CLDR has the marks without spaces",
    ),
];

/// The habits of the language of a tag.
pub fn of_tag(tag: &str) -> impl Iterator<Item = Habit> {
    let locale = Locale::from_str(tag).unwrap_or(Locale::UNKNOWN);
    let (language, region) = (locale.id.language, locale.id.region);
    let has = move |(own, except, habit, _): &HabitOfLanguage| {
        let is_own = language.as_str() == *own && (except.is_none() || region != *except);
        (is_own && !(region.is_some() && matches!(habit, Habit::Region(_)))).then_some(*habit)
    };
    HABITS.iter().filter_map(has)
}

/// The locale whose dates and lists a tag means; that of no language where it is not a tag.
#[must_use]
pub fn locale(tag: &str) -> Locale {
    let mut locale = Locale::from_str(tag).unwrap_or(Locale::UNKNOWN);
    for habit in of_tag(tag) {
        if let Habit::Region(region) = habit {
            locale.id.region = Some(region);
        }
    }
    locale
}

/// The tags whose data of CLDR a language has, the nearest first: of the tag that is meant, of the same with the script that its
/// region writes, and of those without their last parts. `zh-TW` has the data of `zh-Hant`, not those of `zh`.
#[must_use]
pub fn tags_of_data(tag: &str) -> Vec<String> {
    static EXPANDER: LocaleExpander = LocaleExpander::new_extended();
    let own = locale(tag).id;
    let mut tags = vec![own.to_string()];
    if own.script.is_none() && own.region.is_some() {
        let mut whole = own.clone();
        EXPANDER.maximize(&mut whole);
        tags.extend(shorter(&whole.to_string()).filter(|tag| tag.contains('-')).map(str::to_owned));
    }
    let rest: Vec<String> = shorter(&tags[0]).skip(1).map(str::to_owned).collect();
    tags.extend(rest);
    tags
}

/// A tag, and what is left of it as its parts are taken away from the end.
fn shorter(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(rest, _)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_are_those_of_a_language() {
        assert_eq!(of_tag("fr").collect::<Vec<_>>(), [Habit::FirstDay("1er"), Habit::SpacedQuotes("\u{A0}")]);
        assert_eq!(of_tag("fr-CH").collect::<Vec<_>>(), [Habit::FirstDay("1er")]);
        assert_eq!(of_tag("en-GB").collect::<Vec<_>>(), [Habit::ShortWeekday]);
        assert_eq!(of_tag("ar").count() + of_tag("not a tag").count(), 0);
    }

    #[test]
    fn data_are_those_of_the_nearest_tag() {
        assert_eq!(tags_of_data("zh-TW"), ["zh-TW", "zh-Hant-TW", "zh-Hant", "zh"]);
        assert_eq!(tags_of_data("fa-u-nu-latn"), ["fa"]);
        assert_eq!(tags_of_data("sr-Latn-BA"), ["sr-Latn-BA", "sr-Latn", "sr"]);
        assert_eq!(tags_of_data("en")[0], "en-001");
    }

    #[test]
    fn a_tag_without_a_region_may_mean_one() {
        assert_eq!(locale("en").to_string(), "en-001");
        assert_eq!(locale("en-US").to_string(), "en-US");
        assert_eq!(locale("fa-u-nu-latn").to_string(), "fa-u-nu-latn");
    }
}
