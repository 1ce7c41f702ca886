//! Postcodes: with letters, after the letters of a country, and before the names of places.

use super::tokens::{TokenKind, Tokens};
use super::{dates, money};

/// Letters of countries before postcodes: `CH-8001`, `F-75001`. A single letter is one only before the name of a place.
#[rustfmt::skip] // read as a line
const COUNTRIES: &[&str] = &[
    "A", "AD", "AT", "AX", "B", "BE", "BG", "CH", "CY", "CZ", "D", "DE", "DK", "E", "EE", "ES", "F", "FI", "FIN", "FL", "FR",
    "GR", "H", "HR", "HU", "I", "IS", "IT", "L", "LI", "LT", "LU", "LV", "MC", "MD", "MK", "N", "NL", "NO", "P", "PL", "PT",
    "RO", "RS", "S", "SE", "SI", "SK", "SLO", "SM", "TR", "UA",
];

/// Words for postcodes in scripts without spaces, at the ends of words.
const DENSE_WORDS: &[&str] = &["郵便番号", "邮编", "邮政编码", "郵遞區號", "우편번호"];

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

/// `CH-8001 Zürich`, `F-75001 Paris`, `SE-111 20 Stockholm`, `NL-1012 AB Amsterdam`, `〒100-0001`
pub fn postcode_of_country(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let length = |at: usize| tokens.plain(at).map_or(0, |(_, digits)| digits);
    let is_tied = |at: usize| tokens.ties(at, "-‑");
    let before = at.wrapping_sub(1);
    let is_named = tokens.is_sign(before, "〒") || DENSE_WORDS.iter().any(|word| tokens.word(before).ends_with(word));
    if is_named {
        return Some(if is_tied(at + 1) && length(at + 2) > 0 { at + 3 } else { at + 1 });
    }
    let has_hyphen = is_tied(before);
    let word = if has_hyphen { before.wrapping_sub(1) } else { before };
    let letters = tokens.word(word);
    if !COUNTRIES.contains(&letters) || (tokens.glued(at) && !has_hyphen) {
        return None;
    }
    // `D 10115 Berlin`, but not `A 1500 Metre Race`
    let is_spaced = !has_hyphen && (letters.len() > 1 || matches!(letters, "D" | "F"));
    let (next, digits) = match (length(at), length(at + 1)) {
        (3, 2) if !tokens.glued(at + 1) => (at + 2, 5),
        (first, _) if is_tied(at + 1) && length(at + 2) == 3 => (at + 3, first + 3),
        (first, _) => (at + 1, first),
    };
    if !(4..=7).contains(&digits) {
        return None;
    }
    let is_dutch = tokens.word(next).len() == 2 && tokens.word(next).bytes().all(|b| b.is_ascii_uppercase());
    let next = next + usize::from(letters == "NL" && is_dutch);
    let is_end = tokens.ends_clause(next) || tokens.is_sign(next, ",)|");
    let is_spaced = is_spaced && is_place(tokens, next) && (letters.len() > 1 || digits == 5);
    (is_spaced || (has_hyphen && (is_name(tokens, next) || (letters.len() > 1 && is_end)))).then_some(next)
}

/// Whether a token is a name: a word with a capital.
fn is_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_capital(at) && !tokens.glued(at) && tokens.word(at).chars().any(char::is_lowercase)
}

/// Whether a token may be the name of a place, and not one for people such as "Kenyans".
fn is_place(tokens: &Tokens<'_>, at: usize) -> bool {
    is_name(tokens, at) && !["ans", "ese"].iter().any(|end| tokens.word(at).ends_with(end))
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
    let is_second =
        |length: usize| tokens.ties(at + 1, "-‑") && tokens.plain(at + 2).is_some_and(|(_, digits)| digits == length);
    // `NY 10001-1234`, `4000-123 Porto`
    if (state && is_second(4)) || (digits == 4 && is_second(3) && is_place(tokens, at + 3)) {
        return Some(at + 3);
    }
    // `1012 AB Amsterdam`
    let is_dutch = tokens.word(at + 1).len() == 2 && tokens.word(at + 1).bytes().all(|b| b.is_ascii_uppercase());
    if starts && digits == 4 && is_dutch && money::code(tokens.word(at + 1)).is_none() && is_place(tokens, at + 2) {
        return Some(at + 2);
    }
    let place = is_place(tokens, at + 1);
    (tied || state || (starts && place && !dates::is_year(tokens, at))).then_some(at + 1)
}
