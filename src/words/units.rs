//! Words and signs beside numbers: scales, percentages, measures, what is counted, months, and things that are numbered.
//! English words apply to every language; the language of a text adds its own.

use super::money;
use super::tokens::{TokenKind, Tokens};

/// Symbols of measures that are written directly after digits and are not units of records.
#[rustfmt::skip] // read as a line
const SHORT: &[&str] = &[
    "m", "cm", "mm", "kg", "g", "mg", "t", "l", "ml", "ha", "s", "ms", "h", "min", "d", "k", "K", "M", "x", "px",
    "em", "pt", "KB", "kB", "TB", "B", "W", "kW", "MW", "GW", "kWh", "MWh", "V", "Hz", "kHz", "MHz", "GHz", "Gbps",
    "Gbit", "C", "F", "pp",
];

/// Scales of records, with their zeros.
const SCALES: [(&str, u32); 4] = [("trillion", 12), ("billion", 9), ("million", 6), ("thousand", 3)];

/// The name in records of the scale with this number of zeros.
pub fn scale_name(zeros: u32) -> Option<&'static str> {
    SCALES.iter().find(|(_, known)| *known == zeros).map(|(name, _)| *name)
}

/// A value with a number of zeros as records write it: with the scale that fits, 3.5 with 8 zeros being 350 million.
pub fn scaled(value: &str, zeros: u32) -> (String, Option<&'static str>) {
    let known = SCALES.iter().find(|(_, known)| *known <= zeros);
    let (name, rest) = known.map_or((None, zeros), |(name, known)| (Some(*name), zeros - known));
    if rest == 0 {
        return (value.to_owned(), name);
    }
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let rest = rest as usize;
    let moved = &part[..part.len().min(rest)];
    let whole = format!("{whole}{moved}{}", "0".repeat(rest - moved.len()));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part[moved.len()..].trim_end_matches('0');
    (if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }, name)
}

/// The scale that a phrase at a token means: its zeros, and the token after it.
pub fn scale(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    tokens.tables().find_map(|table| {
        let found = table.units.scales.iter();
        let found = found.filter_map(|(phrase, zeros)| Some((*zeros, tokens.phrase_at(at, phrase)?)));
        let (zeros, next) = found.max_by_key(|(_, next)| *next)?;
        // `35 тыс. человек`
        let is_short = tokens.is_sign(next, ".") && tokens.glued(next) && !tokens.lower(next - 1).is_ascii();
        let goes_on = is_short && tokens.word(next + 1).starts_with(char::is_lowercase);
        Some((zeros, next + usize::from(goes_on)))
    })
}

/// Whether the token is a plural word for what is counted.
pub fn is_counted(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_among(at, |table| table.units.counted)
}

/// Whether the token is a word for what is counted, singular or plural.
pub fn is_counted_one(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_among(at, |table| table.units.one_counted) || is_counted(tokens, at)
}

/// Whether a token is a measure or a currency.
pub fn is_measure(tokens: &Tokens<'_>, at: usize) -> bool {
    measure(tokens, at).is_some() || money::named(tokens, at).is_some()
}

/// The unit of records for a word for a measure; empty if records do not have such a unit.
pub fn measure(tokens: &Tokens<'_>, at: usize) -> Option<&'static str> {
    tokens.tables().find_map(|table| tokens.find(at, table.units.measures))
}

/// Whether letters directly after digits are the symbol of a measure.
pub fn is_short_measure(word: &str) -> bool {
    SHORT.contains(&word)
}

/// Reads a word or sign for percent or percentage points at a token. Returns the unit and the token after it.
pub fn percent(tokens: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    if let Some(own) = tokens.own() {
        let points = tokens.any_phrase_at(at, own.units.points).map(|next| ("percentage-points", next));
        let percent = || tokens.any_phrase_at(at, own.units.percent).map(|next| ("percent", next));
        if let Some(found) = points.or_else(percent) {
            return Some(found);
        }
    }
    if tokens.is_sign(at, "%٪％") || tokens.is_any(at, &["percent", "pct"]) {
        Some(("percent", at + 1))
    } else if tokens.is(at, "per") && tokens.is(at + 1, "cent") {
        Some(("percent", at + 2))
    } else if tokens.is(at, "percentage") {
        let after = at + 1 + usize::from(tokens.is_sign(at + 1, "-"));
        tokens.is_any(after, &["point", "points"]).then_some(("percentage-points", after + 1))
    } else {
        None
    }
}

/// Whether an amount ends at this token: a number, a call that shows one, or the unit after it.
pub fn ends_amount(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_unit = |at: usize| {
        tokens.is_sign(at, "%٪％")
            || tokens.is_any(at, &["percent", "pct", "cent", "point", "points", "times"])
            || tokens.own().is_some_and(|own| {
                let ends = [own.units.percent, own.units.points, own.observations.times];
                ends.iter().any(|words| tokens.any_phrase_before(at.wrapping_add(1), words).is_some())
            })
            || is_measure(tokens, at)
            || scale(tokens, at).is_some()
    };
    matches!(tokens.kind(at), TokenKind::Number | TokenKind::Stat) || is_unit(at)
}

/// Whether a unit is at a token: a currency, a percentage, a scale, a measure, or what is counted.
pub fn is_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_money = match tokens.kind(at) {
        TokenKind::Sign(c) => money::is_sign(c) || c == '°',
        TokenKind::Word => money::code(tokens.word(at)).is_some() || money::in_words(tokens, at).is_some(),
        _ => false,
    };
    // A single letter is a unit only where it is joined to the number, which is checked elsewhere.
    is_money
        || percent(tokens, at).is_some()
        || is_counted(tokens, at)
        || scale(tokens, at).is_some()
        || is_measure(tokens, at)
        || (tokens.word(at).len() > 1 && is_short_measure(tokens.word(at)))
}

/// Whether a unit follows a number that ends before a token, or the range that begins with it: `2.0 to 3.5 percent`.
pub fn has_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    let goes_on = tokens.is(at, "to") || tokens.is_sign(at, "-‑–—");
    is_unit(tokens, at) || (goes_on && tokens.kind(at + 1) == TokenKind::Number && is_unit(tokens, at + 2))
}

/// The token after a month. English months must be capitalised: `may` is also a verb.
pub fn after_month(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let english = super::languages::english::table().dates.months;
    let is_english = (tokens.is_capital(at) && tokens.is_any(at, english)) || tokens.is_any(at, SMALL_MONTHS);
    let own = || tokens.own().and_then(|own| tokens.any_phrase_at(at, own.dates.months));
    if is_english { Some(at + 1) } else { own() }
}

/// French months, which are written in lower case. A day and one of them form a date in a text of any language.
#[rustfmt::skip] // read as a line
const SMALL_MONTHS: &[&str] = &[
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
];

/// Whether a token is a month, or the last word of one.
pub fn is_month(tokens: &Tokens<'_>, at: usize) -> bool {
    let ends =
        || tokens.own().is_some_and(|own| tokens.any_phrase_before(at.wrapping_add(1), own.dates.months).is_some());
    after_month(tokens, at).is_some() || ends()
}

/// Whether a token is a day of the week.
pub fn is_weekday(tokens: &Tokens<'_>, at: usize) -> bool {
    let english = super::languages::english::table().dates.weekdays;
    (tokens.is_capital(at) && tokens.is_any(at, english)) || tokens.is_own(at, |own| own.dates.weekdays)
}

/// Whether a token names a thing that is numbered, such as `section`. `no` counts only with a full stop, as in `No. 7`.
pub fn is_numbered(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_known = tokens.is_among(at, |table| table.names.numbered);
    is_known && (!tokens.is(at, "no") || tokens.is_sign(at + 1, "."))
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn a_scale_that_records_lack_is_multiplied() {
        for (value, zeros, expected) in [
            ("3.5", 6, ("3.5", Some("million"))),
            ("3.5", 8, ("350", Some("million"))),
            ("1.2", 4, ("12", Some("thousand"))),
            ("1.25", 4, ("12.5", Some("thousand"))),
            ("0.05", 4, ("0.5", Some("thousand"))),
            ("3", 2, ("300", None)),
            ("2", 13, ("20", Some("trillion"))),
        ] {
            assert_eq!(scaled(value, zeros), (expected.0.to_owned(), expected.1), "{value} with {zeros} zeros");
        }
    }
}
