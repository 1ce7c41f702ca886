//! Numbers of houses, telephone and emergency numbers.

use super::designations::{counts_many, may_count};
use super::tokens::{TokenKind, Tokens};
use super::{dates, digits, units};

/// Words before a telephone number.
#[rustfmt::skip] // read as a line
const CALLING: &[&str] = &[
    "call", "calls", "calling", "dial", "dialling", "dialing", "phone", "telephone", "tel", "fax", "ring", "hotline",
    "helpline", "emergency", "emergencies", "police", "ambulance", "whatsapp", "sms", "téléphone", "tél", "appelez",
    "composez", "urgence", "urgences", "llame", "teléfono", "emergencias", "telefon", "notruf", "ligue", "telefone",
];

/// Numbers that call for help in many countries.
const EMERGENCY: &[&str] = &["000", "101", "102", "103", "108", "110", "111", "112", "117", "118", "119", "911", "999"];

/// Words between a word about calling and the number: `call us on 730 5111`, `the phone number is 555-1234`.
#[rustfmt::skip] // read as a line
const BETWEEN: &[&str] = &[
    "us", "me", "him", "her", "them", "at", "on", "is", "are", "number", "no", "our", "the", "toll", "free", "now", "line",
    "au", "le", "al", "o", "or", "and",
];

/// The maximum number of tokens between them.
const BETWEEN_TOKENS: usize = 8;

/// The fewest and the most digits of a telephone number.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The maximum number of tokens of a telephone number.
const DIGITS_TOKENS: usize = 12;

/// The maximum number of tokens between such a number and a word about calling.
const CALLING_REACH: usize = 8;

/// Last words of the names of streets.
#[rustfmt::skip] // read as a line
const STREETS: &[&str] = &[
    "Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Drive", "Square", "Boulevard", "Blvd", "Court", "Terrace",
    "Crescent", "Highway", "Gardens", "Quay",
];

/// First words of the names of streets.
#[rustfmt::skip] // read as a line
const ROADS: &[&str] = &["rue", "avenue", "boulevard", "chemin", "quai", "impasse", "allée", "place", "bis", "ter"];

/// Ends of the names of streets before the number of the house.
const STREET_ENDS: &[&str] =
    &["straße", "strasse", "gasse", "platz", "allee", "gata", "gatan", "vej", "straat", "laan"];

/// `0303 123 1113`, `9-1-1`, `(555) 123-4567`, `call 112`
pub fn telephone(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let text = tokens.text(at);
    let hyphen = |at: usize| {
        tokens.is_sign(at, "-‑") && tokens.glued(at) && tokens.glued(at + 1) && tokens.plain(at + 1).is_some()
    };
    let mut letters = text.chars();
    let zero = letters.next().and_then(digits::value) == Some(0) && letters.next().and_then(digits::value).is_some();
    if zero && !text.contains(['.', ',']) {
        let mut next = at + 1;
        loop {
            let sign = usize::from(tokens.is_sign(next, "-‑()/"));
            if tokens.kind(next + sign) != TokenKind::Number {
                return Some(next);
            }
            next += sign + 1;
        }
    }
    tokens.plain(at)?;
    // `46-1234567`, the number of a tax payer
    let length = |at: usize| tokens.plain(at).map_or(0, |(_, digits)| digits);
    let is_seven = tokens.text(at + 2).len() == 7 && tokens.text(at + 2).bytes().all(|b| b.is_ascii_digit());
    let is_tied = tokens.is_sign(at + 1, "-‑") && tokens.glued(at + 1) && tokens.glued(at + 2);
    if is_tied && length(at) == 2 && is_seven && !tokens.glued(at) {
        return Some(at + 3);
    }
    if hyphen(at + 1) && hyphen(at + 3) {
        let mut next = at + 5;
        while hyphen(next) {
            next += 2;
        }
        return Some(next);
    }
    let digits = |at: usize| tokens.plain(at).map_or(0, |(_, digits)| digits);
    let area = tokens.is_sign(at.wrapping_sub(1), "(") && tokens.is_sign(at + 1, ")");
    if area && digits(at) == 3 && digits(at + 2) == 3 && hyphen(at + 3) && digits(at + 4) == 4 {
        return Some(at + 5);
    }
    let next = if hyphen(at + 1) { at + 3 } else { at + 1 };
    if let Some(next) = after_telephone(tokens, at) {
        return Some(next);
    }
    let is_led = dates::led_by(tokens, at, &|at| is_calling(tokens, at)) && digits(at) >= 3;
    let first = at.saturating_sub(CALLING_REACH);
    let is_known = EMERGENCY.contains(&text) && (first..at + CALLING_REACH).any(|at| is_calling(tokens, at));
    ((is_led || is_known) && !may_count(tokens, next)).then_some(next)
}

/// Whether a token is a word about calling.
fn is_calling(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, CALLING) || tokens.is_own(at, |own| own.names.calling)
}

/// `01 23 45 67 89 ou le 118`: an emergency number after a telephone number.
fn after_telephone(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_short = tokens.plain(at).is_some_and(|(_, digits)| (3..=4).contains(&digits)) && !tokens.glued(at);
    let mut before = at.wrapping_sub(1);
    let article = usize::from(tokens.is_any(before, &["the", "le", "el", "al", "au", "o", "il"]));
    before = before.wrapping_sub(article);
    let is_joined =
        tokens.is_any(before, &["or", "and", "ou", "et", "o", "e", "y", "oder", "und", "или", "и", "أو", "或"]);
    before = before.wrapping_sub(1);
    // The groups of the other number, back to its sign or to a word.
    let mut digits = 0;
    let mut passed = 0;
    while passed < DIGITS_TOKENS && (tokens.kind(before) == TokenKind::Number || tokens.is_sign(before, "-‑()/.")) {
        digits += tokens.text(before).chars().filter(|c| digits::value(*c).is_some()).count();
        before = before.wrapping_sub(1);
        passed += 1;
    }
    let is_number = tokens.is_sign(before, "+") || passed > 1;
    let counts = may_count(tokens, at + 1) || units::has_unit(tokens, at + 1);
    (is_short && is_joined && is_number && DIGITS.contains(&digits) && !counts).then_some(at + 1)
}

/// `Call 555-1234`, `Phone: 22 730 5111`, `tel. 5551234`, and `555-0100` anywhere: no quantity begins with a zero.
pub fn telephone_after_word(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let length = |at: usize| tokens.plain(at).map_or(0, |(_, digits)| digits);
    let is_tied = tokens.ties(at + 1, "-‑");
    let is_local = is_tied && !tokens.glued(at) && length(at) == 3 && length(at + 2) == 4;
    if is_local && tokens.text(at + 2).starts_with('0') {
        return Some(at + 3);
    }
    // `ext. 45`
    let is_extension = |at: usize| tokens.is_any(at, &["ext", "extension"]);
    if (2..=5).contains(&length(at)) && !may_count(tokens, at + 1) && dates::led_by(tokens, at, &is_extension) {
        return Some(at + 1);
    }
    let mut word = at.wrapping_sub(1);
    for _ in 0..BETWEEN_TOKENS {
        let passes =
            tokens.is_any(word, BETWEEN) || tokens.is_sign(word, ":.,(-‑") || tokens.kind(word) == TokenKind::Number;
        word = word.wrapping_sub(usize::from(passes && !is_calling(tokens, word)));
    }
    let (next, digits) = groups(tokens, at)?;
    let counts = counts_many(tokens, next)
        || units::has_unit(tokens, next)
        || tokens.is_any(next, &["a", "per", "each", "every", "of"]);
    (is_calling(tokens, word) && DIGITS.contains(&digits) && !counts).then_some(next)
}

/// The token after a number in groups, as telephone numbers are written, and the number of its digits: `22 730 51 11`.
/// `1,234,567` and `10 000 000` are quantities.
fn groups(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let mut next = at;
    let mut digits = 0;
    loop {
        let text = tokens.text(next);
        if tokens.kind(next) != TokenKind::Number || text.contains(',') {
            break;
        }
        digits += text.chars().filter(|c| digits::value(*c).is_some()).count();
        next += 1;
        let joins = tokens.is_sign(next, "-‑/)") && tokens.kind(next + 1) == TokenKind::Number;
        next += usize::from(joins);
    }
    let is_alone = next == at + 1 && !tokens.text(at).chars().all(|c| digits::value(c).is_some());
    (next > at && !is_alone).then_some((next, digits))
}

/// `12 Main Street`, `3 rue du Lac`, `Hauptstraße 5`
pub fn house(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    tokens.plain(at).filter(|(_, digits)| *digits <= 4)?;
    let before = tokens.word(at.wrapping_sub(1)).to_lowercase();
    let of_road = |words: usize| ROADS.contains(&tokens.word(at.wrapping_sub(words)).to_lowercase().as_str());
    let is_named = tokens.is_capital(at.wrapping_sub(1)) && !tokens.glued(at);
    let follows = STREET_ENDS.iter().any(|end| before.ends_with(end)) || (is_named && (2..=4).any(of_road));
    let named = |words: usize| {
        (at + 1..at + words).all(|at| tokens.is_capital(at) && !tokens.glued(at))
            && STREETS.contains(&tokens.word(at + words))
    };
    let comma = usize::from(tokens.is_sign(at + 1, ","));
    let leads = ROADS.contains(&tokens.word(at + 1 + comma)) && tokens.kind(at + 2 + comma) == TokenKind::Word;
    (follows || leads || (2..=4).any(named)).then_some(at + 1)
}
