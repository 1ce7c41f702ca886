//! Versions of programs and formats by their form or by the words around them: `3.11.2`, `v6`, `4.x`, `HTTP/2`, `C++17`,
//! `upgrade to 2.0`. Names of products are in [`super::products`].

use super::designations::{is_bare, may_count};
use super::tokens::{TokenKind, Tokens};
use super::{dates, digits, money, products, units};

/// Stages of a release that are joined to its number: `2.0-beta`, `2.0rc1`.
#[rustfmt::skip] // read as a line
const STAGES: &[&str] = &[
    "alpha", "beta", "rc", "dev", "pre", "preview", "snapshot", "nightly", "lts", "ga", "final", "release", "post",
];

/// What a number with a point is the version of: `the 2.0 release`, `2.0 beta`.
#[rustfmt::skip] // read as a line
const RELEASES: &[&str] = &[
    "release", "version", "branch", "series", "milestone", "changelog", "alpha", "beta", "rc", "lts", "preview", "snapshot",
];

/// Beginnings of words for a change to another version.
const UPGRADES: &[&str] = &["upgrad", "downgrad", "updat", "migrat", "bump", "switch"];

/// Words for what a version did: `removed in 2.0`, `available since 1.5`.
#[rustfmt::skip] // read as a line
const RELEASED: &[&str] = &[
    "added", "removed", "deprecated", "introduced", "released", "renamed", "dropped", "fixed", "shipped", "supported",
    "unsupported", "available", "new", "broken", "changed", "obsolete", "backported",
];

/// Words between these words and a version.
const SINCE: &[&str] = &["in", "since", "before", "after", "until"];

/// The maximum number of tokens between such a word and a version.
const REACH: usize = 10;

/// The token after a version that its form shows, whatever follows it.
pub fn always(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    version(tokens, at).or_else(|| joined(tokens, at)).or_else(|| staged(tokens, at))
}

/// Whether the words around a number show that it is a version, unless a unit follows it.
pub fn without_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    version_of_name(tokens, at) || of_language(tokens, at) || of_change(tokens, at)
}

/// `3.11.2`, `v6`, `7.6.0-rc.1`. Groups of three digits are those of a large number.
fn version(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let text = tokens.text(at);
    let is_dotted = text.matches('.').count() >= 2 && text.chars().all(|c| c == '.' || digits::value(c).is_some());
    let mut groups = text.split('.');
    let is_grouped = groups.next().is_some_and(|first| first.len() <= 3) && groups.all(|group| group.len() == 3);
    let has_letter = tokens.glued(at) && matches!(tokens.word(at.wrapping_sub(1)), "v" | "V");
    ((is_dotted && !is_grouped) || has_letter || has_wildcard(tokens, at)).then(|| after_version(tokens, at))
}

/// `4.X`, `18.x`, `5.*`
fn has_wildcard(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_wild = matches!(tokens.word(at + 2), "x" | "X") || tokens.is_sign(at + 2, "*");
    // `2.x.` ends a sentence.
    let goes_on = tokens.glued(at + 3) && matches!(tokens.kind(at + 3), TokenKind::Word | TokenKind::Number);
    tokens.glued(at + 1) && tokens.is_sign(at + 1, ".") && tokens.glued(at + 2) && is_wild && !goes_on
}

/// Whether a number consists of two short parts with a point between them, as versions do.
fn is_pointed(tokens: &Tokens<'_>, at: usize) -> bool {
    let text = tokens.text(at);
    text.matches('.').count() == 1
        && text.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `HTTP/2`, `redis:7.2`, `TLSv1.3`, `IPv6`
fn joined(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !tokens.glued(at) {
        return None;
    }
    let before = at.wrapping_sub(1);
    let is_upper = |word: &str| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    let after_letters = match tokens.kind(before) {
        TokenKind::Word => tokens.word(before).strip_suffix('v').is_some_and(|rest| {
            let capitals = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
            is_upper(capitals)
        }),
        _ => false,
    };
    let word = tokens.word(before.wrapping_sub(1));
    let is_tied = tokens.glued(before);
    let is_format = tokens.is_sign(before, "/")
        && is_upper(word)
        && money::code(word).is_none()
        && !units::is_measure(tokens, before.wrapping_sub(1))
        && !units::is_short_measure(word);
    let is_image =
        tokens.is_sign(before, ":") && word.starts_with(|c: char| c.is_ascii_lowercase()) && products::is_known(word);
    let is_name = is_tied && (is_format || is_image) && !units::is_unit(tokens, at + 1);
    (after_letters || is_name).then(|| after_version(tokens, at))
}

/// `2.0-beta`, `2.0rc1`, `2.0 beta`, `the 2.0 release`
fn staged(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_money = matches!(tokens.kind(at.wrapping_sub(1)), TokenKind::Sign(c) if money::is_sign(c));
    if !is_pointed(tokens, at) || is_money {
        return None;
    }
    let hyphen = usize::from(tokens.is_sign(at + 1, "-‑") && tokens.glued(at + 1) && tokens.glued(at + 2));
    let word = at + 1 + hyphen;
    match tokens.glued(word) {
        true => tokens.is_any(word, STAGES).then(|| after_version(tokens, at)),
        false => tokens.is_any(word, RELEASES).then_some(word),
    }
}

/// `C++17`, `C++ 20`, `C++11/14`
fn of_language(tokens: &Tokens<'_>, at: usize) -> bool {
    let leads = |sign: usize| {
        let first = sign.wrapping_sub(1);
        tokens.is_sign(sign, "+")
            && tokens.glued(sign)
            && tokens.is_sign(first, "+")
            && tokens.glued(first)
            && tokens.kind(first.wrapping_sub(1)) == TokenKind::Word
    };
    let is_short = tokens.plain(at).is_some_and(|(_, digits)| digits <= 2) || is_pointed(tokens, at);
    is_short && (tokens.glued(at) || !may_count(tokens, at + 1)) && dates::led_by(tokens, at, &leads)
}

/// `Upgrade to 2.0`, `from 1.4 to 2.0`, `deprecated since 1.5`, `Since 2.0, …`
fn of_change(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_free = is_pointed(tokens, at) && is_bare(tokens, at) && !tokens.is(at + 1, "of");
    if !is_free || tokens.glued(at) || units::has_unit(tokens, at + 1) {
        return false;
    }
    let link = at.wrapping_sub(1);
    if tokens.sentence_of(at).any(|word| products::is_measured(tokens.word(word))) {
        return false;
    }
    let before = || (link.saturating_sub(REACH)..link).rev().take_while(|&at| !tokens.ends_clause(at));
    let is_upgrade = |word: &str| UPGRADES.iter().any(|start| word.to_ascii_lowercase().starts_with(start));
    if tokens.is_any(link, &["to", "from"]) && before().any(|at| is_upgrade(tokens.word(at))) {
        return true;
    }
    let is_as_of = tokens.is(link, "of") && tokens.is(link.wrapping_sub(1), "as");
    if !is_as_of && !tokens.is_any(link, SINCE) {
        return false;
    }
    let first = link.wrapping_sub(usize::from(is_as_of));
    let is_since = is_as_of || tokens.is(link, "since");
    let begins = is_since && tokens.ends_sentence(first.wrapping_sub(1)) && tokens.is_sign(at + 1, ",");
    begins || before().any(|at| tokens.is_any(at, RELEASED))
}

/// `Framework (WMF) 5.1`, `7.4 and higher`: a version after the short form of a name, or from which on something applies.
fn version_of_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let short = tokens.word(before.wrapping_sub(1));
    let is_named = tokens.is_sign(before, ")")
        && tokens.is_sign(before.wrapping_sub(2), "(")
        && short.len() > 1
        && short.bytes().all(|b| b.is_ascii_uppercase());
    let onwards = tokens.is_any(at + 1, &["and", "or"])
        && tokens.is_any(at + 2, &["higher", "later", "newer", "above", "earlier", "lower", "older", "below"]);
    (is_named || onwards) && tokens.text(at).matches('.').count() == 1
}

/// The token after a version with its suffix.
pub fn after_version(tokens: &Tokens<'_>, at: usize) -> usize {
    let part = |at: usize| {
        tokens.glued(at)
            && (tokens.kind(at) == TokenKind::Number || tokens.word(at).bytes().all(|b| b.is_ascii_alphanumeric()))
            && matches!(tokens.kind(at), TokenKind::Number | TokenKind::Word)
    };
    let mut next = at + 1;
    loop {
        if part(next) {
            next += 1;
        } else if tokens.glued(next) && tokens.is_sign(next, "-+.") && part(next + 1) {
            next += 2;
        } else {
            return next;
        }
    }
}
