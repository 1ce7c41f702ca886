//! English phrases that name a share of a whole.

use super::spoken::count;
use super::{is_preposition, part, parts, small};
use crate::words::phrases::{ParsedShare, REACH, SharePhrase};
use crate::words::shares::Share;
use crate::words::tokens::{TokenKind, Tokens};
use crate::words::units;

/// Words that follow a share if it is the subject of its sentence.
#[rustfmt::skip] // read as a line
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "can", "cannot", "could", "may", "will",
    "would", "still", "now", "use", "used", "live", "lived", "remain", "remained", "lack", "own",
];

/// Reads a share in numbers that begins at a token.
pub fn share(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    half(tokens, at).or_else(|| named_parts(tokens, at)).or_else(|| out_of(tokens, at)).or_else(|| of_every(tokens, at))
}

/// `half`, unless it is not a share: half a year, the second half of a match, half past nine.
fn half(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    if !tokens.is(at, "half") || tokens.is_sign(at + 1, "-‑") || tokens.is_sign(at.wrapping_sub(1), "-‑") {
        return None;
    }
    let others = ["first", "second", "other", "latter", "next", "last", "another", "better", "third", "fourth", "time"];
    let before = at.wrapping_sub(1);
    let is_other = tokens.is_any(before, &others)
        || tokens.is_any(at + 1, &["past", "a", "an", "time", "way"])
        || (tokens.is(at + 1, "the") && tokens.is_any(at + 2, &["time", "battle", "fun", "day", "night", "story"]))
        || tokens.is(before, "and")
        || (tokens.is(before, "a") && tokens.is(before.wrapping_sub(1), "and"));
    let of_time =
        tokens.is_any(at + 1, &["of"]) && (tokens.kind(at + 2) == TokenKind::Number || units::is_month(tokens, at + 2));
    let is_number = tokens.is_any(at + 1, &["of", "the"]);
    (!is_other && !of_time).then_some((at + 1, 1, 2, is_number))
}

/// `a third of`, `one quarter`, `two-thirds`, `three quarters`.
fn named_parts(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    let hyphen = usize::from(tokens.is_sign(at + 1, "-‑"));
    let word = at + 1 + hyphen;
    let next = word + 1;
    let tied = tokens.is_sign(next, "-‑") && tokens.glued(next);
    if let Some(below) = part(tokens.word(word)).filter(|below| *below > 2) {
        // `a third` may be an ordinal, as in `a third option`, and so may `one third party`.
        let whole = tokens.is(next, "of") && !tokens.is_any(next + 1, &["a", "an"]);
        let verb = tokens.is_any(next, VERBS);
        let ends = tokens.kind(next) != TokenKind::Word && !tied;
        let one = tokens.is(at, "one");
        let is_part = (one || tokens.is(at, "a")) && (whole || verb || ends || (one && hyphen > 0));
        return is_part.then_some((next, 1, below, whole || verb || hyphen > 0));
    }
    let below = parts(tokens.word(word)).filter(|below| *below > 2)?;
    let above = small(tokens.word(at)).filter(|above| (2..20).contains(above))? as u32;
    // `three quarters of 2020` are nine months.
    let of_time = tokens.is(next, "of") && tokens.kind(next + 1) == TokenKind::Number;
    (above < below && !of_time && !tied).then_some((next, above, below, true))
}

/// `one in five`, `1 in 5`, `one person in five`, `nine out of ten`, `two of every three`.
fn out_of(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    if tokens.glued(at) && !tokens.is_sign(at.wrapping_sub(1), "(“\"‘'") {
        return None;
    }
    let (above, mut next) = count(tokens, at)?;
    let counted = units::is_counted_one(tokens, next);
    next += usize::from(counted);
    let links: [&[&str]; 6] =
        [&["out", "of", "every"], &["out", "of"], &["in", "every"], &["of", "every"], &["in", "each"], &["in"]];
    let link = links.iter().find(|link| link.iter().enumerate().all(|(word, link)| tokens.is(next + word, link)))?;
    let (below, end) = count(tokens, next + link.len())?;
    // `one user in five households` and `two in 2019` are not shares.
    let other = counted && units::is_counted_one(tokens, end);
    let unit = units::percent(tokens, end).is_some()
        || units::scale(tokens, end).is_some()
        || units::is_month(tokens, end)
        || units::is_measure(tokens, end);
    (above > 0 && above < below && below <= 1_000 && !other && !unit).then_some((end, above, below, true))
}

/// `of every three children and young people, two`.
fn of_every(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    if !tokens.is(at, "of") || !tokens.is(at + 1, "every") {
        return None;
    }
    let (below, after) = count(tokens, at + 2)?;
    let comma = (after..=after + REACH).find(|&at| tokens.kind(at) != TokenKind::Word)?;
    let (above, next) = count(tokens, comma + 1).filter(|_| tokens.is_sign(comma, ","))?;
    (above > 0 && above < below && below <= 1_000).then_some((next, above, below, true))
}

/// `the vast majority of`, `most people`, `nearly all households`, `none of`.
pub fn quantifier(tokens: &Tokens<'_>, at: usize) -> Option<SharePhrase> {
    let before = at.wrapping_sub(1);
    let quantifies = tokens.is(at + 1, "of") || units::is_counted(tokens, at + 1);
    let opens =
        !matches!(tokens.kind(before), TokenKind::Word | TokenKind::Number | TokenKind::Stat | TokenKind::Opaque);
    let (name, mut from) = match tokens.word(at).to_ascii_lowercase().as_str() {
        word @ ("majority" | "minority") => {
            let fits =
                tokens.is(at + 1, "of") || tokens.kind(at + 1) != TokenKind::Word || tokens.is_any(at + 1, VERBS);
            let small = tokens.is_any(before, &["slim", "narrow", "small", "tiny", "bare", "slight"]);
            let large = tokens.is_any(before, &["vast", "overwhelming", "large", "great", "huge"]);
            let name = match (word, large, small) {
                ("majority", true, _) => "vast majority",
                ("majority", _, true) => "slim majority",
                ("minority", _, true) => "small minority",
                // A large minority is still one.
                (word, ..) => {
                    if word == "majority" {
                        "majority"
                    } else {
                        "minority"
                    }
                }
            };
            let from = if large || small { before } else { at };
            let article = tokens.is_any(from.wrapping_sub(1), &["a", "an", "the"]);
            (Some(name).filter(|_| fits && (article || quantifies)), from - usize::from(article))
        }
        "most"
            if quantifies && !tokens.is_any(before, &["the", "at", "a", "an", "these", "those", "second", "third"]) =>
        {
            (Some("most"), at)
        }
        "all" if quantifies && tokens.is_any(before, &["nearly", "almost", "virtually", "practically"]) => {
            (Some("nearly all"), before)
        }
        "all" if quantifies && opens => (Some("all"), at),
        "none" if tokens.is(at + 1, "of") && opens => (Some("none"), at),
        _ => (None, at),
    };
    let share = Share::quantifier(name?)?;
    // The phrase includes the article only if there is one.
    from = from.min(at);
    let is_aside = is_preposition(tokens, from.wrapping_sub(1));
    Some(SharePhrase { first: at, next: at + 1, from, share, is_number: false, is_aside })
}
