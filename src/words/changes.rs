//! The direction of a change, and whether a number has a minus sign.

use super::digits;

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A decrease.
    Down,
    /// An increase.
    Up,
}

/// Whether a text has a number with a minus sign, or a word that only means one: `minus`.
#[must_use]
pub fn shows_minus(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word_at = |at: usize| bytes[at..].get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"minus"));
    if !text.is_ascii() && ["минус", "Минус", "ناقص"].iter().any(|word| text.contains(word)) {
        return true;
    }
    if memchr::memchr2_iter(b'm', b'M', bytes).any(is_word_at)
        && text.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("minus"))
    {
        return true;
    }
    if text.is_ascii() && memchr::memchr(b'-', bytes).is_none() {
        return false;
    }
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_minus = matches!(letter, '-' | '−' | '‑' | '–' | '－') && !before.is_alphanumeric();
        if is_minus && letters.peek().is_some_and(|next| digits::value(*next).is_some()) {
            return true;
        }
        before = letter;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_sign_belongs_to_a_number() {
        for text in ["-5", "fell by −5 %", "(-5)", "–5", "Minus five"] {
            assert!(shows_minus(text), "{text}");
        }
        for text in ["5", "10-20", "year-on-year 5", "COVID-19", "- 5", ""] {
            assert!(!shows_minus(text), "{text}");
        }
    }
}
