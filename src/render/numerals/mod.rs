//! Numbers as a language writes them: its digits, grouping, decimal mark, signs and words for millions, by the rules of
//! CLDR. Nothing is rounded unless a record says so; a number that cannot be formatted stays as it was typed.

mod patterns;

use std::str::FromStr;

use fixed_decimal::{Sign, SignDisplay, UnsignedRoundingMode};
use icu_decimal::input::Decimal;
use icu_decimal::{CompactDecimalFormatter, DecimalFormatter};
use icu_locale_core::Locale;

/// Writes numbers in one language.
#[derive(Debug)]
pub struct Numerals {
    decimal: Option<DecimalFormatter>,
    compact: Option<CompactDecimalFormatter>,
    percent: (&'static str, &'static str),
    code_first: bool,
}

impl Numerals {
    /// The numerals of a language; those of no language in particular where CLDR does not know the tag.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let locale = Locale::from_str(tag).unwrap_or(Locale::UNKNOWN);
        Self {
            decimal: DecimalFormatter::try_new(
                (&locale).into(),
                icu_decimal::options::DecimalFormatterOptions::default(),
            )
            .ok(),
            compact: CompactDecimalFormatter::try_new_long(
                (&locale).into(),
                icu_decimal::options::CompactDecimalFormatterOptions::default(),
            )
            .ok(),
            percent: patterns::percent(tag),
            code_first: patterns::code_first(tag),
        }
    }

    /// A plain decimal number, such as `-1234.50`: `-1,234.50` in English. Every digit stays.
    #[must_use]
    pub fn number(&self, plain: &str) -> String {
        match (&self.decimal, Decimal::from_str(plain)) {
            (Some(format), Ok(number)) => format.format(&number).to_string(),
            _ => plain.to_owned(),
        }
    }

    /// A plain decimal number of hundredths: `51%` in English, `51 %` in French.
    #[must_use]
    pub fn percent(&self, plain: &str) -> String {
        let (before, after) = self.percent;
        format!("{before}{}{after}", self.number(plain))
    }

    /// A plain decimal number by which something changed, with a plus sign if it grew: `+8.2` in English.
    #[must_use]
    pub fn change(&self, plain: &str) -> String {
        match (&self.decimal, Decimal::from_str(plain)) {
            (Some(format), Ok(number)) => format.format(&number.with_sign_display(SignDisplay::ExceptZero)).to_string(),
            _ => plain.to_owned(),
        }
    }

    /// [`Self::change`] as a number of hundredths: `+8.2%` in English.
    #[must_use]
    pub fn percent_change(&self, plain: &str) -> String {
        let (before, after) = self.percent;
        format!("{before}{}{after}", self.change(plain))
    }

    /// A plain decimal number times a power of ten, in words: 2.2 and nine zeros are `2.2 billion` in English, `2,2
    /// milliards` in French, `22亿` in Chinese. Exact in every language.
    #[must_use]
    pub fn scaled(&self, plain: &str, zeros: usize) -> String {
        self.try_scaled(plain, zeros).unwrap_or_else(|| self.number(&shifted(plain, zeros)))
    }

    fn try_scaled(&self, plain: &str, zeros: usize) -> Option<String> {
        let compact = self.compact.as_ref()?;
        let zeros = i16::try_from(zeros).ok()?;
        let typed = Decimal::from_str(plain).ok()?;
        let mut whole = typed.clone();
        whole.multiply_pow10(zeros);
        let exponent = compact.compact_exponent_for_magnitude(whole.absolute.nonzero_magnitude_start());
        if exponent == 0 {
            return None;
        }
        // Where the language counts in the power that the source counts in, each digit that the source gives stays.
        let significand = if i16::from(exponent) == zeros {
            typed
        } else {
            whole.multiply_pow10(-i16::from(exponent));
            whole.absolute.trim_end();
            whole
        };
        compact.format_with_exponent(&significand, exponent).ok().map(|written| written.to_string())
    }

    /// An amount with the code of its currency, both held together: `USD 1,200` in English.
    #[must_use]
    pub fn with_code(&self, amount: &str, code: &str) -> String {
        if self.code_first { format!("{code}\u{A0}{amount}") } else { format!("{amount}\u{A0}{code}") }
    }

    /// The mark between a whole number and its decimals.
    #[must_use]
    pub fn decimal_mark(&self) -> char {
        self.number("0.5").chars().nth(1).unwrap_or('.')
    }
}

/// A decimal times a power of ten, exactly.
pub(super) fn shifted(text: &str, zeros: usize) -> String {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let kept = part.len().min(zeros);
    let mut digits = format!("{whole}{}{}", &part[..kept], "0".repeat(zeros - kept));
    let rest = part[kept..].trim_end_matches('0');
    let sign = if digits.starts_with('-') { digits.remove(0).to_string() } else { String::new() };
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    if rest.is_empty() { format!("{sign}{digits}") } else { format!("{sign}{digits}.{rest}") }
}

/// A decimal with this number of digits after the point: zeros are added, and what is more is rounded half away from
/// zero, as statistical offices do.
pub(super) fn with_decimals(text: &str, decimals: usize) -> String {
    match Decimal::from_str(text) {
        Ok(mut number) => {
            let position = -i16::try_from(decimals).unwrap_or(0);
            number.absolute.round_with_mode(position, UnsignedRoundingMode::HalfExpand);
            number.absolute.pad_end(position);
            if number.absolute.is_zero() {
                // What is rounded to zero is neither more nor less than it.
                number.sign = Sign::None;
            }
            number.to_string()
        }
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_shift_decimals_exactly() {
        assert_eq!(shifted("2.2", 9), "2200000000");
        assert_eq!(shifted("0.1", 3), "100");
        assert_eq!(shifted("1.23456", 3), "1234.56");
        assert_eq!(shifted("-1.5", 3), "-1500");
        assert_eq!(shifted("0", 6), "0");
    }

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        for (tag, number, percent, billions) in [
            ("en", "1,234,567.50", "51%", "2.20 billion"),
            ("fr", "1\u{202F}234\u{202F}567,50", "51\u{A0}%", "2,20 milliards"),
            ("es", "1.234.567,50", "51\u{A0}%", "2,20 mil millones"),
            ("ru", "1\u{A0}234\u{A0}567,50", "51\u{A0}%", "2,20 миллиарда"),
            ("zh", "1,234,567.50", "51%", "22亿"),
            ("hi", "12,34,567.50", "51%", "2.20 अरब"),
            ("tr", "1.234.567,50", "%51", "2,20 milyar"),
            ("ar", "1,234,567.50", "51\u{200E}%\u{200E}", "2.20 مليار"),
            ("fa", "۱٬۲۳۴٬۵۶۷٫۵۰", "۵۱٪", "۲٫۲۰ میلیارد"),
            ("not a tag", "1,234,567.50", "51%", "2.20G"),
        ] {
            let numerals = Numerals::new(tag);
            assert_eq!(numerals.number("1234567.50"), number, "{tag}");
            assert_eq!(numerals.percent("51"), percent, "{tag}");
            assert_eq!(numerals.scaled("2.20", 9), billions, "{tag}");
        }
    }

    #[test]
    fn strings_of_the_theme_write_digits_as_their_language_does() {
        let files = crate::read::embedded_theme("plain").unwrap();
        for (path, text) in files.into_iter().filter(|(path, _)| path.starts_with("strings/")) {
            let tag = path.trim_start_matches("strings/").trim_end_matches(".yaml");
            let numerals = Numerals::new(tag);
            for (key, plain) in [("per-thousand", "1000"), ("per-100000", "100000")] {
                let keys = [format!("unit_{key}: "), format!("amount_{key}: ")];
                for line in text.lines().filter(|line| keys.iter().any(|key| line.starts_with(key))) {
                    let line =
                        line.split("  #").next().unwrap().replace("\\u00A0", "\u{A0}").replace("\\u202F", "\u{202F}");
                    let value = line.split_once(": ").unwrap().1;
                    // Some languages have a word: for all of it (`mil`), or for a power of ten after digits (`100 mil`, `10万`).
                    let power = [("mil", 3), ("万", 4)].into_iter().find(|(word, _)| value.contains(word));
                    let zeros = power.map_or(0, |(_, zeros)| zeros);
                    let digits = numerals.number(&plain[..plain.len() - zeros]);
                    let written = value.trim_matches(|c: char| !c.is_numeric());
                    assert!(written.is_empty() || written == digits, "{tag}: {line}");
                }
            }
        }
    }

    #[test]
    fn amounts_carry_the_code_of_their_currency() {
        assert_eq!(Numerals::new("en").with_code("1,200", "USD"), "USD\u{A0}1,200");
        assert_eq!(Numerals::new("fr").with_code("1\u{202F}200", "XOF"), "1\u{202F}200\u{A0}XOF");
    }

    #[test]
    fn decimals_are_added_or_rounded() {
        assert_eq!(with_decimals("2.25", 1), "2.3");
        assert_eq!(with_decimals("-2.25", 1), "-2.3");
        assert_eq!(with_decimals("19", 2), "19.00");
        assert_eq!(with_decimals("0.05", 0), "0");
        assert_eq!(with_decimals("99.95", 1), "100.0");
        assert_eq!(with_decimals("-0.04", 1), "0.0");
        assert_eq!(with_decimals("-0.4", 0), "0");
        assert_eq!(with_decimals("-0.05", 1), "-0.1");
    }
}
