//! Phrases that name a share of a whole, and the call that each is about.

use std::ops::Range;

use super::languages::{self, Grammar};
use super::quantity::Quantity;
use super::shares::{Hedge, Share};
use super::tokens::{TokenKind, Tokens};
use super::{Assertion, ClaimMatch, NumberKind, NumberMatch, TextMatches, observed, units};

/// Maximum number of words between a phrase and the call that it is about.
pub(super) const REACH: usize = 6;
/// Maximum number of tokens in between, punctuation included: three for each word and for the gaps around them.
const REACH_TOKENS: usize = 24;

/// A phrase that names a share of a whole.
pub struct SharePhrase {
    /// Its first token, without hedges, and the token after it.
    pub first: usize,
    pub next: usize,
    /// Its first token, including hedges and articles.
    pub from: usize,
    pub share: Share,
    /// Whether it is a loose number if it is not about a call: `half of`, but not `half`.
    pub is_number: bool,
    /// Whether it is not about the subject of the sentence: `in most villages`.
    pub is_aside: bool,
}

/// Adds the claims of a block to `found`; phrases that are not about a call are added as loose numbers.
pub fn read(tokens: &Tokens<'_>, language: &dyn Grammar, taken: &mut [bool], found: &mut TextMatches) {
    let stats: Vec<usize> = (0..tokens.len()).filter(|&at| tokens.kind(at) == TokenKind::Stat).collect();
    for phrase in phrases(tokens, language) {
        let stats = bound(tokens, &phrase, &stats);
        let loose = phrase.is_number.then(|| {
            let value = phrase.share.parts().map(|(above, below)| format!("{above}/{below}"));
            let kind = NumberKind::Quantity(Quantity { value, unit: Some("ratio"), ..Quantity::default() });
            let is_observed = observed::is_observed(tokens, &(phrase.first..phrase.next), &kind);
            let range = tokens.span(phrase.first, phrase.next);
            NumberMatch { range, kind, product: None, is_bare: false, is_observed }
        });
        if phrase.is_number || !stats.is_empty() {
            taken[phrase.first..phrase.next].fill(true);
        }
        if stats.is_empty() {
            found.loose.extend(loose);
        } else {
            let range = tokens.span(phrase.from, phrase.next);
            found.claims.push(ClaimMatch { range, stats, assertion: Assertion::Share(phrase.share), otherwise: loose });
        }
    }
    let of_phrases = found.claims.len();
    for (stat, &at) in stats.iter().enumerate() {
        hedged(tokens, at, stat, of_phrases, found);
        followed(tokens, at, stat, found);
        let change = language.change_before(tokens, at).or_else(|| language.change_after(tokens, at..at + 1));
        if let Some((words, direction)) = change {
            let range = tokens.span(words.start, words.end);
            found.claims.push(ClaimMatch::new(range, stat, Assertion::Change(direction)));
        }
    }
}

/// Returns all phrases of a text that name a share.
pub fn shares(tokens: &Tokens<'_>, language: &dyn Grammar) -> Vec<(Range<usize>, Share)> {
    phrases(tokens, language).into_iter().map(|phrase| (tokens.span(phrase.from, phrase.next), phrase.share)).collect()
}

fn phrases(tokens: &Tokens<'_>, language: &dyn Grammar) -> Vec<SharePhrase> {
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let may_begin = match tokens.kind(at) {
            TokenKind::Word => language.may_begin(tokens, at),
            kind => kind == TokenKind::Number,
        };
        let phrase =
            if may_begin { part(tokens, at, language).or_else(|| language.quantifier(tokens, at)) } else { None };
        at = phrase.as_ref().map_or(at + 1, |phrase| phrase.next.max(at + 1));
        phrases.extend(phrase);
    }
    phrases
}

/// Reads a share in numbers that begins at a token.
fn part(tokens: &Tokens<'_>, at: usize, language: &dyn Grammar) -> Option<SharePhrase> {
    let (next, above, below, is_number) = language.part(tokens, at)?;
    let (from, hedge, mut only) = hedges(tokens, at, true);
    let (next, after) = hedge_after(tokens, next, &mut only);
    let hedge = if hedge == Hedge::Alone { after } else { hedge };
    let share = Share::part(above, below, hedge, only);
    let is_aside = tokens.is_any(from.wrapping_sub(1), language.table().shares.prepositions);
    Some(SharePhrase { first: at, next, from, share, is_number, is_aside })
}

/// The token after a share, its numerator and denominator, and whether it is a number even without a call.
pub type ParsedShare = (usize, u32, u32, bool);

/// Reads hedges directly before a token. Returns their first token, their meaning, and whether one of them is `only`. Some
/// hedge only shares.
pub fn hedges(tokens: &Tokens<'_>, at: usize, of_share: bool) -> (usize, Hedge, bool) {
    let mut from = at;
    let mut hedge = Hedge::Alone;
    let mut only = false;
    let Some(language) = tokens.language() else { return (from, hedge, only) };
    let words = &language.table().shares;
    let tables = [if of_share { words.hedges_of_shares } else { &[] }, words.hedges];
    // `casi el 50 %`
    let is_led = |at: usize| words.hedges.iter().any(|(words, _)| tokens.phrase_before(at, words).is_some());
    if tokens.is_any(at.wrapping_sub(1), words.articles) && is_led(at - 1) {
        from = at - 1;
    }
    // `only just over`: more than two hedges do not make sense.
    for _ in 0..2 {
        let found = tables.iter().flat_map(|table| table.iter());
        let found = found.filter_map(|(words, hedge)| Some((tokens.phrase_before(from, words)?, *hedge)));
        let Some((first, word)) = found.min_by_key(|(first, _)| *first) else { break };
        from = first;
        match word {
            Hedge::Only => only = true,
            word if hedge == Hedge::Alone => hedge = word,
            _ => {}
        }
    }
    if only && hedge == Hedge::Alone {
        hedge = Hedge::Only;
    }
    (from, hedge, only)
}

/// Reads a hedge directly after a share or a number, which ends before a token: `以上`. Returns the token after it and its
/// meaning.
fn hedge_after(tokens: &Tokens<'_>, at: usize, only: &mut bool) -> (usize, Hedge) {
    let tables = tokens.language().map_or(&[][..], |language| language.table().shares.hedges_after);
    let found = tables.iter().find_map(|(words, hedge)| Some((tokens.phrase_at(at, words)?, *hedge)));
    let (next, hedge) = found.unwrap_or((at, Hedge::Alone));
    *only |= hedge == Hedge::Only;
    (next, hedge)
}

/// Returns the calls that a phrase may be about: those in its clause, at most [`REACH`] words away. Calls without a
/// comma in between come first, then calls after the phrase, then the nearest.
fn bound(tokens: &Tokens<'_>, phrase: &SharePhrase, stats: &[usize]) -> Vec<usize> {
    // Nearby calls, in the order of the text.
    let first = stats.partition_point(|&at| at + REACH_TOKENS < phrase.from);
    let end = stats.partition_point(|&at| at < phrase.next + REACH_TOKENS);
    let candidates = (first..end).filter_map(|stat| {
        let at = stats[stat];
        let between = if at >= phrase.next { phrase.next..at } else { at + 1..phrase.from };
        let (words, comma) = between_words(tokens, between)?;
        let in_parentheses = tokens.is_sign(at.wrapping_sub(1), "(");
        let fits = words <= REACH && (!phrase.is_aside || in_parentheses);
        fits.then_some(((comma, at < phrase.first, words), stat))
    });
    let mut candidates: Vec<_> = candidates.collect();
    candidates.sort_unstable();
    candidates.into_iter().map(|(_, stat)| stat).collect()
}

/// Counts the words in a range of tokens, and returns whether it contains a comma; `None` if a clause ends in it.
fn between_words(tokens: &Tokens<'_>, between: Range<usize>) -> Option<(usize, bool)> {
    let mut words = 0;
    let mut comma = false;
    for at in between {
        if tokens.ends_clause(at) {
            return None;
        }
        let word = matches!(tokens.kind(at), TokenKind::Word | TokenKind::Number | TokenKind::Stat | TokenKind::Opaque);
        // `UN-designated` is one word.
        let tied = tokens.glued(at) && tokens.is_sign(at.wrapping_sub(1), "-‑") && tokens.glued(at.wrapping_sub(1));
        words += usize::from(word && !tied);
        comma |= tokens.is_sign(at, ",،、");
    }
    Some((words, comma))
}

impl ClaimMatch {
    /// Creates the claim of words about a single call.
    fn new(range: Range<usize>, stat: usize, assertion: Assertion) -> Self {
        Self { range, stats: vec![stat], assertion, otherwise: None }
    }
}

/// Adds the claims of hedges directly before a call: `nearly {{ stat(…) }}`, `only {{ stat(…) }}`. The first
/// `of_phrases` claims in `found` are those of phrases, in the order of the text; those about earlier calls follow
/// them.
fn hedged(tokens: &Tokens<'_>, at: usize, stat: usize, of_phrases: usize, found: &mut TextMatches) {
    let (from, mut hedge, mut only) = hedges(tokens, at, false);
    let (next, after) = hedge_after(tokens, at + 1, &mut only);
    if hedge == Hedge::Alone {
        hedge = after;
    }
    // In `5 points more than {{ stat(…) }}`, the words compare two numbers.
    if hedge == Hedge::Alone || (from < at && units::ends_amount(tokens, from.wrapping_sub(1))) {
        return;
    }
    let range = if from < at { tokens.span(from, at) } else { tokens.span(at + 1, next) };
    let (phrases, others) = found.claims.split_at(of_phrases);
    let near = phrases.partition_point(|claim| claim.range.end <= range.start);
    let near = phrases[near..].iter().take(4).chain(others.iter().rev().take(4));
    if near.into_iter().any(|claim| claim.range.start < range.end && range.start < claim.range.end) {
        return;
    }
    if !matches!(hedge, Hedge::Alone | Hedge::Only) {
        found.claims.push(ClaimMatch::new(range.clone(), stat, Assertion::Hedged));
    }
    if only {
        found.claims.push(ClaimMatch::new(range, stat, Assertion::Only));
    }
}

/// Adds the claim of `percent` or `percentage points` after a call, with at most one word in between.
fn followed(tokens: &Tokens<'_>, at: usize, stat: usize, found: &mut TextMatches) {
    if let Some(first) = languages::percent_before(tokens, at) {
        return found.claims.push(ClaimMatch::new(tokens.span(first, at), stat, Assertion::Percent));
    }
    for first in at + 1..=at + 2 {
        if let Some((unit, next)) = units::percent(tokens, first) {
            let assertion = if unit == "percent" { Assertion::Percent } else { Assertion::Points };
            found.claims.push(ClaimMatch::new(tokens.span(first, next), stat, assertion));
            return;
        }
        if tokens.kind(first) != TokenKind::Word {
            return;
        }
    }
}
