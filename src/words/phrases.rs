//! Phrases that name a share of a whole, and the call that each is about.

use std::ops::Range;

use super::quantity::Quantity;
use super::shares::{HEDGES, HEDGES_OF_SHARES, Hedge, Share};
use super::spoken::count;
use super::tokens::{TokenKind, Tokens};
use super::{Assertion, ClaimMatch, NumberKind, NumberMatch, TextMatches, changes, english, observed, quick};

/// Maximum number of words between a phrase and the call that it is about.
pub(super) const REACH: usize = 6;
/// Maximum number of tokens in between, punctuation included: three for each word and for the gaps around them.
const REACH_TOKENS: usize = 24;

/// Words that follow a share if it is the subject of its sentence.
#[rustfmt::skip] // read as a line
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "can", "cannot", "could", "may", "will",
    "would", "still", "now", "use", "used", "live", "lived", "remain", "remained", "lack", "own",
];

/// A phrase that names a share of a whole.
struct SharePhrase {
    /// Its first token, without hedges, and the token after it.
    first: usize,
    next: usize,
    /// Its first token, including hedges and articles.
    from: usize,
    share: Share,
    /// Whether it is a loose number if it is not about a call: `half of`, but not `half`.
    is_number: bool,
    /// Whether it is not about the subject of the sentence: `in most villages`.
    is_aside: bool,
}

/// Adds the claims of a block to `found`; phrases that are not about a call are added as loose numbers.
pub fn read(tokens: &Tokens<'_>, taken: &mut [bool], found: &mut TextMatches) {
    let stats: Vec<usize> = (0..tokens.len()).filter(|&at| tokens.kind(at) == TokenKind::Stat).collect();
    for phrase in phrases(tokens) {
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
        let change = changes::before(tokens, at).or_else(|| changes::after(tokens, at..at + 1));
        if let Some((words, direction)) = change {
            let range = tokens.span(words.start, words.end);
            found.claims.push(ClaimMatch::new(range, stat, Assertion::Change(direction)));
        }
    }
}

/// Returns all phrases of a text that name a share.
pub fn shares(tokens: &Tokens<'_>) -> Vec<(Range<usize>, Share)> {
    phrases(tokens).into_iter().map(|phrase| (tokens.span(phrase.from, phrase.next), phrase.share)).collect()
}

fn phrases(tokens: &Tokens<'_>) -> Vec<SharePhrase> {
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let may_begin = match tokens.kind(at) {
            TokenKind::Word => quick::may_begin(tokens.word(at)),
            kind => kind == TokenKind::Number,
        };
        let phrase = if may_begin { part(tokens, at).or_else(|| quantifier(tokens, at)) } else { None };
        at = phrase.as_ref().map_or(at + 1, |phrase| phrase.next.max(at + 1));
        phrases.extend(phrase);
    }
    phrases
}

/// Reads a share that begins at a token.
fn part(tokens: &Tokens<'_>, at: usize) -> Option<SharePhrase> {
    let (next, above, below, is_number) = half(tokens, at)
        .or_else(|| named_parts(tokens, at))
        .or_else(|| out_of(tokens, at))
        .or_else(|| of_every(tokens, at))?;
    let (from, hedge, only) = hedges(tokens, at, &[&HEDGES_OF_SHARES[..], &HEDGES[..]]);
    let share = Share::part(above, below, hedge, only);
    let is_aside = tokens.is_any(from.wrapping_sub(1), &["in", "by", "within", "across", "for", "among", "between"]);
    Some(SharePhrase { first: at, next, from, share, is_number, is_aside })
}

/// The token after a share, its numerator and denominator, and whether it is a number even without a call.
type ParsedShare = (usize, u32, u32, bool);

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
    let of_time = tokens.is_any(at + 1, &["of"])
        && (tokens.kind(at + 2) == TokenKind::Number || english::is_month(tokens, at + 2));
    let is_number = tokens.is_any(at + 1, &["of", "the"]);
    (!is_other && !of_time).then_some((at + 1, 1, 2, is_number))
}

/// `a third of`, `one quarter`, `two-thirds`, `three quarters`.
fn named_parts(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    let hyphen = usize::from(tokens.is_sign(at + 1, "-‑"));
    let word = at + 1 + hyphen;
    let next = word + 1;
    let tied = tokens.is_sign(next, "-‑") && tokens.glued(next);
    if let Some(below) = english::part(tokens.word(word)).filter(|below| *below > 2) {
        // `a third` may be an ordinal, as in `a third option`, and so may `one third party`.
        let whole = tokens.is(next, "of") && !tokens.is_any(next + 1, &["a", "an"]);
        let verb = tokens.is_any(next, VERBS);
        let ends = tokens.kind(next) != TokenKind::Word && !tied;
        let one = tokens.is(at, "one");
        let is_part = (one || tokens.is(at, "a")) && (whole || verb || ends || (one && hyphen > 0));
        return is_part.then_some((next, 1, below, whole || verb || hyphen > 0));
    }
    let below = english::parts(tokens.word(word)).filter(|below| *below > 2)?;
    let above = english::small(tokens.word(at)).filter(|above| (2..20).contains(above))? as u32;
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
    let counted = english::is_counted_one(tokens, next);
    next += usize::from(counted);
    let links: [&[&str]; 6] =
        [&["out", "of", "every"], &["out", "of"], &["in", "every"], &["of", "every"], &["in", "each"], &["in"]];
    let link = links.iter().find(|link| link.iter().enumerate().all(|(word, link)| tokens.is(next + word, link)))?;
    let (below, end) = count(tokens, next + link.len())?;
    // `one user in five households` and `two in 2019` are not shares.
    let other = counted && english::is_counted_one(tokens, end);
    let unit = english::percent(tokens, end).is_some()
        || english::scale(tokens.word(end)).is_some()
        || english::is_month(tokens, end)
        || english::is_measure(tokens.word(end));
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
fn quantifier(tokens: &Tokens<'_>, at: usize) -> Option<SharePhrase> {
    let before = at.wrapping_sub(1);
    let quantifies = tokens.is(at + 1, "of") || english::is_counted(tokens, at + 1);
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
    let is_aside = english::is_preposition(tokens, from.wrapping_sub(1));
    Some(SharePhrase { first: at, next: at + 1, from, share, is_number: false, is_aside })
}

/// Reads hedges directly before a token. Returns their first token, their meaning, and whether one of them is `only`.
pub(super) fn hedges(tokens: &Tokens<'_>, at: usize, tables: &[&[(&str, Hedge)]]) -> (usize, Hedge, bool) {
    let mut from = at;
    let mut hedge = Hedge::Alone;
    let mut only = false;
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
    let (from, hedge, only) = hedges(tokens, at, &[&HEDGES[..]]);
    // In `5 points more than {{ stat(…) }}`, the words compare two numbers.
    if from == at || english::ends_amount(tokens, from.wrapping_sub(1)) {
        return;
    }
    let range = tokens.span(from, at);
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
    for first in at + 1..=at + 2 {
        if let Some((unit, next)) = english::percent(tokens, first) {
            let assertion = if unit == "percent" { Assertion::Percent } else { Assertion::Points };
            found.claims.push(ClaimMatch::new(tokens.span(first, next), stat, assertion));
            return;
        }
        if tokens.kind(first) != TokenKind::Word {
            return;
        }
    }
}
