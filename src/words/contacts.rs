//! Numbers that belong to addresses and telephones: postcodes, numbers of houses, telephone and emergency numbers.

use super::designations::may_count;
use super::tokens::{TokenKind, Tokens};
use super::{dates, digits, money};

/// Words before a telephone number.
#[rustfmt::skip] // read as a line
const CALLING: &[&str] = &[
    "call", "calls", "calling", "dial", "dialling", "dialing", "phone", "telephone", "tel", "fax", "ring", "hotline",
    "helpline", "emergency", "emergencies", "police", "ambulance", "whatsapp", "sms", "téléphone", "tél", "appelez",
    "composez", "urgence", "urgences", "llame", "teléfono", "emergencias", "telefon", "notruf", "ligue", "telefone",
];

/// Numbers that call for help in many countries.
const EMERGENCY: &[&str] = &["000", "101", "102", "103", "108", "110", "111", "112", "117", "118", "119", "911", "999"];

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

/// `SW1A 1AA`, `K1A 0B1`
pub fn postcode_of_letters(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let capitals = |at: usize, lengths: std::ops::RangeInclusive<usize>| {
        let word = tokens.word(at);
        lengths.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
    };
    let digits = |at: usize, most: usize| tokens.plain(at).is_some_and(|(_, digits)| digits <= most);
    if !tokens.glued(at) || !capitals(at.wrapping_sub(1), 1..=2) || !digits(at, 2) {
        return None;
    }
    let second = at + 1 + usize::from(tokens.glued(at + 1) && capitals(at + 1, 1..=1));
    if !digits(second, 1) || tokens.glued(second) || !tokens.glued(second + 1) {
        return None;
    }
    let is_canadian = capitals(second + 1, 1..=1) && tokens.glued(second + 2) && digits(second + 2, 1);
    match capitals(second + 1, 2..=2) {
        true => Some(second + 2),
        false => is_canadian.then_some(second + 3),
    }
}

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
    let is_led = dates::led_by(tokens, at, &|at| tokens.is_any(at, CALLING)) && digits(at) >= 3;
    let first = at.saturating_sub(CALLING_REACH);
    let is_known = EMERGENCY.contains(&text) && (first..at + CALLING_REACH).any(|at| tokens.is_any(at, CALLING));
    ((is_led || is_known) && !may_count(tokens, next)).then_some(next)
}

/// `10115 Berlin`, `Portland, OR 97201`, `CH-1202 Geneva`
pub fn postcode(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (_, digits) = tokens.plain(at).filter(|(_, digits)| (4..=6).contains(digits))?;
    let before = at.wrapping_sub(1);
    let letters = |at: usize| {
        let word = tokens.word(at);
        (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase()) && money::code(word).is_none()
    };
    let tied = tokens.glued(at) && tokens.is_sign(before, "-‑") && letters(before.wrapping_sub(1));
    let state = digits == 5 && letters(before) && tokens.word(before).len() == 2 && !tokens.glued(at);
    let starts = matches!(tokens.kind(before), TokenKind::End) || tokens.is_sign(before, ",;|·(–");
    let word = tokens.word(at + 1);
    let place = tokens.is_capital(at + 1) && !tokens.glued(at + 1) && word.chars().any(char::is_lowercase);
    let people = ["ans", "ese", "ians"].iter().any(|end| word.ends_with(end));
    (tied || state || (starts && place && !people && !dates::is_year(tokens, at))).then_some(at + 1)
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
