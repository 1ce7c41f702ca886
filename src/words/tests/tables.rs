//! Tests of all tables at once: their words can be found, and values are read from number words.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::words::quantity::Quantity;
use crate::words::shares::proposed;
use crate::words::{Lexicon, NumberKind, read, shares};

const TAGS: [&str; 7] = ["en", "fr", "es", "pt", "ru", "ar", "zh"];

fn percent(value: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(value))
}

/// What help proposes is read as the share that it is, in every language.
#[test]
fn proposed_phrases_are_read_as_what_they_are() {
    for tag in TAGS {
        for value in 1..100 {
            let value = percent(value);
            let Some(phrase) = proposed(&value, tag) else { continue };
            let found = shares(&phrase, tag);
            let fits = found.iter().any(|(_, share)| share.fits(&value));
            assert!(fits, "{tag}: {phrase} for {value}: {found:?}");
        }
    }
}

#[test]
fn quantities_have_the_values_of_records() {
    for (tag, text, value, unit, scale) in [
        ("fr", "trois millions de personnes", "3", "count", Some("million")),
        ("fr", "deux mille cinq cents écoles", "2500", "count", None),
        ("fr", "3,5 milliards d’euros", "3.5", "", Some("billion")),
        ("fr", "cinq pour cent", "5", "percent", None),
        ("fr", "un demi-million de personnes", "0.5", "count", Some("million")),
        ("es", "dos mil millones de personas", "2", "count", Some("billion")),
        ("es", "300.000 personas", "300000", "count", None),
        ("es", "3 mil millones de personas", "3", "count", Some("billion")),
        ("pt", "dois mil milhões de pessoas", "2", "count", Some("billion")),
        ("pt", "dois bilhões de pessoas", "2", "count", Some("billion")),
        ("ru", "пять миллионов человек", "5", "count", Some("million")),
        ("ru", "35 тыс. человек", "35", "count", Some("thousand")),
        ("ru", "полтора миллиона человек", "1.5", "count", Some("million")),
        ("ru", "три недели", "3", "weeks", None),
        ("ar", "ثلاثة ملايين شخص", "3", "count", Some("million")),
        ("ar", "مليونا شخص", "2", "count", Some("million")),
        ("ar", "٣٫٥ مليون شخص", "3.5", "count", Some("million")),
        ("ar", "خمسة وعشرون في المئة", "25", "percent", None),
        ("zh", "三千二百万人", "32", "count", Some("million")),
        ("zh", "3.5亿人", "350", "count", Some("million")),
        ("zh", "1.2万人", "12", "count", Some("thousand")),
        ("zh", "百分之三十", "30", "percent", None),
        ("zh", "百分之50", "50", "percent", None),
        ("zh", "90美元", "90", "", None),
    ] {
        let found = read(text, false, &Lexicon::new(tag, Vec::new())).loose;
        let [number] = found.as_slice() else { panic!("{text}: {found:?}") };
        let NumberKind::Quantity(Quantity { value: found, unit: of, scale: by, .. }) = &number.kind else {
            panic!("{text}: {number:?}")
        };
        assert_eq!((found.as_deref(), *by), (Some(value), scale), "{text}");
        assert!(unit.is_empty() || *of == Some(unit), "{text}: {of:?}");
    }
}
