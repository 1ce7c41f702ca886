//! Which form of a text a number takes: the plural categories of a language, by the rules of CLDR.

use std::str::FromStr;

use fixed_decimal::{CompactDecimal, Decimal};
use icu_locale_core::Locale;
pub use icu_plurals::PluralCategory;
use icu_plurals::PluralRules;

/// The rules of one language.
#[derive(Debug)]
pub struct Plurals(Option<PluralRules>);

impl Plurals {
    /// The rules of a language; one form for all numbers where CLDR does not know the tag.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let locale = Locale::from_str(tag).unwrap_or(Locale::UNKNOWN);
        Self(PluralRules::try_new_cardinal((&locale).into()).ok())
    }

    /// The category of a plain decimal number as it is shown: `1.0` is not `1`.
    #[must_use]
    pub fn category_of(&self, plain: &str) -> PluralCategory {
        match (&self.0, Decimal::from_str(plain)) {
            (Some(rules), Ok(number)) => rules.category_for(&number),
            _ => PluralCategory::Other,
        }
    }

    /// The category of a plain decimal number with a word for a power of ten, such as `2.2 million`.
    #[must_use]
    pub fn category_of_scaled(&self, plain: &str, zeros: u8) -> PluralCategory {
        match (&self.0, Decimal::from_str(plain)) {
            (Some(rules), Ok(number)) => {
                rules.category_for(&CompactDecimal::from_significand_and_exponent(number, zeros))
            }
            _ => PluralCategory::Other,
        }
    }

    /// All categories of the language, `other` among them.
    #[must_use]
    pub fn categories(&self) -> Vec<PluralCategory> {
        let all = self.0.as_ref().map(|rules| rules.categories().collect::<Vec<_>>());
        all.unwrap_or_else(|| vec![PluralCategory::Other])
    }
}

/// The name of a category in CLDR: `one`.
#[must_use]
pub fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_forms() {
        use PluralCategory::{Few, Many, One, Other, Two, Zero};
        for (tag, number, expected) in [
            ("en", "1", One),
            ("en", "1.0", Other),
            ("en", "21", Other),
            ("fr", "0", One),
            ("fr", "1.5", One),
            ("ru", "21", One),
            ("ru", "3", Few),
            ("ru", "5", Many),
            ("ru", "1.5", Other),
            ("ar", "0", Zero),
            ("ar", "2", Two),
            ("ar", "103", Few),
            ("ar", "11", Many),
            ("zh", "1", Other),
            ("not a tag", "1", Other),
            ("en", "no number", Other),
        ] {
            assert_eq!(Plurals::new(tag).category_of(number), expected, "{tag} {number}");
        }
    }

    #[test]
    fn words_for_powers_of_ten_have_forms_of_their_own() {
        assert_eq!(Plurals::new("fr").category_of_scaled("2.2", 6), PluralCategory::Many);
        assert_eq!(Plurals::new("en").category_of_scaled("1", 6), PluralCategory::Other);
    }

    #[test]
    fn names_are_those_of_cldr() {
        for category in PluralCategory::all() {
            assert_eq!(PluralCategory::get_for_cldr_string(name(category)), Some(category));
        }
    }
}
