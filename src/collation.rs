//! The order of texts in a language, by the rules of CLDR: the same on every machine.

use std::cmp::Ordering;
use std::str::FromStr;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

/// The order of one language.
#[derive(Debug)]
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of a language; that of no language in particular where CLDR does not know the tag.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let locale = Locale::from_str(tag).unwrap_or(Locale::UNKNOWN);
        Self(Collator::try_new((&locale).into(), CollatorOptions::default()).ok())
    }

    /// Compares two texts. Only the same text is equal: texts that the language does not tell apart are compared by their
    /// characters.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let by_language = self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        by_language.then_with(|| a.cmp(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(tag: &str, words: &str) -> String {
        let collation = Collation::new(tag);
        let mut words: Vec<&str> = words.split(' ').collect();
        words.sort_by(|a, b| collation.compare(a, b));
        words.join(" ")
    }

    #[test]
    fn each_language_has_its_own_order() {
        for (tag, words, expected) in [
            ("en", "Zebra apple Äquator banana Apple", "apple Apple Äquator banana Zebra"),
            ("fr", "côté cote coté côte été zoo", "cote coté côte côté été zoo"),
            ("es", "nube ñu oso nzo", "nube nzo ñu oso"),
            ("sv", "ö z a ä å", "a z å ä ö"),
            ("de", "ö z a ä o", "a ä o ö z"),
            ("tr", "ı i h j", "h ı i j"),
            ("ru", "ёж яма еда абзац", "абзац еда ёж яма"),
            ("uk", "ґанок гора дім", "гора ґанок дім"),
            ("ar", "تفاح أرز بيت ماء", "أرز بيت تفاح ماء"),
            ("fa", "گل کار پدر بابا", "بابا پدر کار گل"),
            ("hi", "कमल अनार आम खत", "अनार आम कमल खत"),
            ("am", "ሰላም ሀገር ለምን", "ሀገር ለምን ሰላም"),
            ("zh", "中国 北京 安全 水", "安全 北京 水 中国"),
            ("zh-Hant", "水 一 中 人", "一 人 中 水"),
            ("not a tag", "b ä a", "a ä b"),
        ] {
            assert_eq!(sorted(tag, words), expected, "{tag}");
        }
    }

    #[test]
    fn texts_that_a_language_does_not_tell_apart_have_one_order() {
        let collation = Collation::new("en");
        let (composed, decomposed) = ("\u{e9}", "e\u{301}");
        assert_eq!(collation.compare(composed, composed), Ordering::Equal);
        assert_eq!(collation.compare(composed, decomposed), collation.compare(decomposed, composed).reverse());
        assert_ne!(collation.compare(composed, decomposed), Ordering::Equal);
    }
}
