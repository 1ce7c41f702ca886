//! Numbers in words in front of a unit: `five per cent`, `twenty-two million`, `two billion people`.

use super::figure::Figure;
use super::tokens::{Kind, Tokens};
use super::{digits, english, money};

/// The quantity in words that begins at a token: the token behind it, and what is known of it. Words for a number that
/// count no unit are only words: `one day`, `two pages`, `three of them`.
pub fn at(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Figure)> {
    let cardinal = Cardinal::read(tokens, at)?;
    let next = cardinal.next;
    let mut figure = Figure { value: Some(cardinal.value), scale: cardinal.scale, ..Figure::default() };
    if let Some((unit, end)) = english::percent(tokens, next) {
        figure.unit = Some(unit);
        return Some((end, figure));
    }
    let currency = money::in_words(tokens, next);
    let measure = english::measure(tokens.word(next));
    let is_unit = measure.is_some() || currency.is_some();
    let counts = !cardinal.is_one && (english::is_counted(tokens, next) || is_unit);
    // `a thousand` alone is a way of speaking, `two thousand` is not.
    let scaled = figure.scale.is_some() && !cardinal.is_article;
    if !counts && !scaled {
        return None;
    }
    match currency {
        Some(codes) => figure.take_currency(codes),
        None => figure.unit = Some(measure.filter(|unit| !unit.is_empty()).unwrap_or("count")),
    }
    Some((next, figure))
}

/// A cardinal number in words, on its way to a record.
struct Cardinal {
    value: String,
    scale: Option<&'static str>,
    next: usize,
    /// Whether it is `a hundred` and the like.
    is_article: bool,
    is_one: bool,
}

impl Cardinal {
    fn read(tokens: &Tokens<'_>, at: usize) -> Option<Self> {
        if tokens.is(at, "half") && tokens.is_any(at + 1, &["a", "an"]) {
            let scale = english::scale(tokens.word(at + 2))?;
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
        let scale = english::scale(tokens.word(next));
        next += usize::from(scale.is_some());
        if is_article && next == at + 1 {
            return None;
        }
        Some(Self { value: small.to_string(), scale, next, is_article, is_one: small == 1 && scale.is_none() })
    }
}

/// A number below a hundred in words: its value and the token behind it.
pub fn below_hundred(tokens: &Tokens<'_>, at: usize) -> Option<(u64, usize)> {
    let word = tokens.word(at);
    if let Some(value) = english::small(word) {
        return Some((value, at + 1));
    }
    let tens = english::tens(word)?;
    let hyphen = usize::from(tokens.is_sign(at + 1, "-‑–"));
    match english::small(tokens.word(at + 1 + hyphen)).filter(|small| *small < 10) {
        Some(small) => Some((tens + small, at + 2 + hyphen)),
        None => Some((tens, at + 1)),
    }
}

/// A whole number in digits or in words, small enough to count parts with: its value and the token behind it.
pub fn count(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    match tokens.kind(at) {
        Kind::Number => {
            let (value, _) = tokens.plain(at)?;
            let alone = !tokens.glued(at + 1) || tokens.is_sign(at + 1, ",.;:)”’!?");
            (alone && tokens.text(at).chars().all(|c| digits::value(c).is_some())).then_some((value, at + 1))
        }
        Kind::Word if tokens.is(at, "hundred") => Some((100, at + 1)),
        Kind::Word => {
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

    fn found(text: &str) -> Option<(&str, Figure)> {
        let tokens = Tokens::of(text);
        (0..tokens.len())
            .find_map(|first| at(&tokens, first).map(|(next, figure)| (&text[tokens.span(first, next)], figure)))
    }

    #[test]
    fn numbers_in_words_are_read_in_front_of_a_unit() {
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
            let figure = Figure { value: Some(value.into()), unit: Some(unit), scale, ..Figure::default() };
            assert_eq!(found(text), Some((span, figure)), "{text}");
        }
        for text in ["ninety dollars", "three hundred shillings"] {
            let (_, figure) = found(text).unwrap();
            assert!(figure.unit.is_none() && figure.currencies.len() > 1, "{text}: {figure:?}");
        }
    }

    #[test]
    fn words_that_count_no_unit_are_only_words() {
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
