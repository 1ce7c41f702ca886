//! Numbers in words before a unit: `five per cent`, `twenty-two million`, `two billion people`.

use crate::words::quantity::Quantity;
use crate::words::tokens::{TokenKind, Tokens};
use crate::words::{digits, money, units};

/// Reads a quantity in words that begins at a token. Returns the token after it and the quantity. Number words that do
/// not count a unit are ignored: `one day`, `two pages`, `three of them`.
pub fn at(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Quantity)> {
    let cardinal = Cardinal::read(tokens, at)?;
    let next = cardinal.next;
    let mut quantity = Quantity { value: Some(cardinal.value), scale: cardinal.scale, ..Quantity::default() };
    if let Some((unit, end)) = units::percent(tokens, next) {
        quantity.unit = Some(unit);
        return Some((end, quantity));
    }
    let currency = money::in_words(tokens, next);
    let measure = units::measure(tokens, next);
    let is_unit = measure.is_some() || currency.is_some();
    let counts = !cardinal.is_one && (units::is_counted(tokens, next) || is_unit);
    // `a thousand` without a unit is a figure of speech, `two thousand` is not.
    let scaled = quantity.scale.is_some() && !cardinal.is_article;
    if !counts && !scaled {
        return None;
    }
    match currency {
        Some(codes) => quantity.take_currency(codes),
        None => quantity.unit = Some(measure.filter(|unit| !unit.is_empty()).unwrap_or("count")),
    }
    Some((next, quantity))
}

/// A cardinal number in words.
struct Cardinal {
    /// Its value as records write it, without its scale.
    value: String,
    scale: Option<&'static str>,
    /// The token after it.
    next: usize,
    /// Whether it begins with an article: `a hundred`.
    is_article: bool,
    is_one: bool,
}

impl Cardinal {
    fn read(tokens: &Tokens<'_>, at: usize) -> Option<Self> {
        if tokens.is(at, "half") && tokens.is_any(at + 1, &["a", "an"]) {
            let scale = super::scale(tokens.word(at + 2))?;
            return Some(Self {
                value: "0.5".into(),
                scale: Some(scale),
                next: at + 3,
                is_article: false,
                is_one: false,
            });
        }
        let is_article = tokens.is_any(at, &["a", "an"]);
        let (mut small, mut next) = if is_article { (1, at + 1) } else { below_hundred(tokens, at)? };
        if tokens.is(next, "hundred") {
            small *= 100;
            next += 1;
            let and = usize::from(tokens.is(next, "and"));
            if let Some((more, end)) = below_hundred(tokens, next + and) {
                small += more;
                next = end;
            }
        }
        let scale = super::scale(tokens.word(next));
        next += usize::from(scale.is_some());
        if is_article && next == at + 1 {
            return None;
        }
        Some(Self { value: small.to_string(), scale, next, is_article, is_one: small == 1 && scale.is_none() })
    }
}

/// Reads a number below a hundred in words. Returns its value and the token after it.
pub fn below_hundred(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let word = tokens.word(at);
    if let Some(value) = super::small(word) {
        return Some((value, at + 1));
    }
    let tens = super::tens(word)?;
    let hyphen = usize::from(tokens.is_sign(at + 1, "-‑–"));
    match super::small(tokens.word(at + 1 + hyphen)).filter(|small| *small < 10) {
        Some(small) => Some((tens + small, at + 2 + hyphen)),
        None => Some((tens, at + 1)),
    }
}

/// Reads a small whole number in digits or in words. Returns its value and the token after it.
pub fn count(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    match tokens.kind(at) {
        TokenKind::Number => {
            let (value, _) = tokens.plain(at)?;
            let alone = !tokens.glued(at + 1) || tokens.is_sign(at + 1, ",.;:)”’!?");
            (alone && tokens.text(at).chars().all(|c| digits::value(c).is_some())).then_some((value, at + 1))
        }
        TokenKind::Word if tokens.is(at, "hundred") => Some((100, at + 1)),
        TokenKind::Word => {
            let article = tokens.is_any(at, &["a", "an"]) && tokens.is(at + 1, "hundred");
            if article {
                return Some((100, at + 2));
            }
            below_hundred(tokens, at).map(|(value, next)| (value as u32, next))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, Quantity)> {
        let tokens = Tokens::new(text, None);
        (0..tokens.len())
            .find_map(|first| at(&tokens, first).map(|(next, quantity)| (&text[tokens.span(first, next)], quantity)))
    }

    #[test]
    fn numbers_in_words_are_read_before_a_unit() {
        for (text, span, value, unit, scale) in [
            ("some five per cent of", "five per cent", "5", "percent", None),
            ("by five percentage points", "five percentage points", "5", "percentage-points", None),
            ("two billion people", "two billion", "2", "count", Some("billion")),
            ("Twenty-two million", "Twenty-two million", "22", "count", Some("million")),
            ("two hundred and five villages", "two hundred and five", "205", "count", None),
            ("a hundred households", "a hundred", "100", "count", None),
            ("a million people", "a million", "1", "count", Some("million")),
            ("half a million live", "half a million", "0.5", "count", Some("million")),
            ("three weeks", "three", "3", "weeks", None),
            ("ninety euros", "ninety", "90", "EUR", None),
            ("one per cent", "one per cent", "1", "percent", None),
        ] {
            let quantity = Quantity { value: Some(value.into()), unit: Some(unit), scale, ..Quantity::default() };
            assert_eq!(found(text), Some((span, quantity)), "{text}");
        }
        for text in ["ninety dollars", "three hundred shillings"] {
            let (_, quantity) = found(text).unwrap();
            assert!(quantity.unit.is_none() && quantity.currencies.len() > 1, "{text}: {quantity:?}");
        }
    }

    #[test]
    fn number_words_without_a_unit_are_ignored() {
        for text in [
            "one day",
            "two pages",
            "three of them",
            "no one people like",
            "one in a million",
            "a thousand thanks",
            "ten",
            "the seven seas",
            "one of two ways",
            "a hundred times",
            "half a day",
            "first things first",
            "one person",
            "at one time",
            "millions of people",
            "hundreds of households",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
