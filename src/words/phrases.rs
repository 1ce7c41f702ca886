//! Phrases that name a part of a whole, and which call of `stat` each speaks of.

use std::ops::Range;

use super::figure::Figure;
use super::shares::{HEDGES, HEDGES_OF_SHARES, Hedge, Share};
use super::spoken::count;
use super::tokens::{Kind, Tokens};
use super::{Claim, Found, Loose, LooseSort, Says, changes, english, quick};

/// Maximum number of words between a phrase and the number that it speaks of.
pub(super) const REACH: usize = 6;
/// Maximum number of tokens in between, punctuation included: three for each word and for the gaps around them.
const REACH_TOKENS: usize = 24;

/// What stands behind a part that is the subject of its sentence.
#[rustfmt::skip] // read as a line
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "can", "cannot", "could", "may", "will",
    "would", "still", "now", "use", "used", "live", "lived", "remain", "remained", "lack", "own",
];

/// A part of a whole in words.
struct Phrase {
    /// Its first token, hedges left out, and the one behind it.
    first: usize,
    next: usize,
    /// The first token with all that belongs to it: hedges, articles.
    from: usize,
    share: Share,
    /// Whether it is a number for itself, where it speaks of no call: `half of`, but not `half`.
    is_number: bool,
    /// Whether something else is counted than what the sentence is about: `in most villages`.
    is_aside: bool,
}

/// Reads the phrases of a block into what they claim; those that speak of no call are loose numbers.
pub fn read(tokens: &Tokens<'_>, taken: &mut [bool], found: &mut Found) {
    let stats: Vec<usize> = (0..tokens.len()).filter(|&at| tokens.kind(at) == Kind::Stat).collect();
    for phrase in phrases(tokens) {
        let stats = bound(tokens, &phrase, &stats);
        let loose = phrase.is_number.then(|| {
            let value = phrase.share.parts().map(|(above, below)| format!("{above}/{below}"));
            let sort = LooseSort::Quantity(Figure { value, unit: Some("ratio"), ..Figure::default() });
            Loose { range: tokens.span(phrase.first, phrase.next), sort }
        });
        if phrase.is_number || !stats.is_empty() {
            taken[phrase.first..phrase.next].fill(true);
        }
        if stats.is_empty() {
            found.loose.extend(loose);
        } else {
            let range = tokens.span(phrase.from, phrase.next);
            found.claims.push(Claim { range, stats, says: Says::Share(phrase.share), otherwise: loose });
        }
    }
    let of_phrases = found.claims.len();
    for (stat, &at) in stats.iter().enumerate() {
        hedged(tokens, at, stat, of_phrases, found);
        followed(tokens, at, stat, found);
        if let Some((from, direction)) = changes::before(tokens, at) {
            found.claims.push(Claim::of(tokens.span(from, at), stat, Says::Change(direction)));
        }
    }
}

/// All phrases of a text, whatever they speak of.
pub fn shares(tokens: &Tokens<'_>) -> Vec<(Range<usize>, Share)> {
    phrases(tokens).into_iter().map(|phrase| (tokens.span(phrase.from, phrase.next), phrase.share)).collect()
}

fn phrases(tokens: &Tokens<'_>) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let may_begin = match tokens.kind(at) {
            Kind::Word => quick::may_begin(tokens.word(at)),
            kind => kind == Kind::Number,
        };
        let phrase = if may_begin { part(tokens, at).or_else(|| quantifier(tokens, at)) } else { None };
        at = phrase.as_ref().map_or(at + 1, |phrase| phrase.next.max(at + 1));
        phrases.extend(phrase);
    }
    phrases
}

/// The part of a whole that begins at a token.
fn part(tokens: &Tokens<'_>, at: usize) -> Option<Phrase> {
    let (next, above, below, is_number) = half(tokens, at)
        .or_else(|| named_parts(tokens, at))
        .or_else(|| out_of(tokens, at))
        .or_else(|| of_every(tokens, at))?;
    let (from, hedge, only) = hedges(tokens, at, &[&HEDGES_OF_SHARES[..], &HEDGES[..]]);
    let share = Share::part(above, below, hedge, only);
    let is_aside = tokens.is_any(from.wrapping_sub(1), &["in", "by", "within", "across", "for", "among", "between"]);
    Some(Phrase { first: at, next, from, share, is_number, is_aside })
}

type Part = (usize, u32, u32, bool);

/// `half`, unless it is half of something that is no whole: of a year, of a match, of an hour.
fn half(tokens: &Tokens<'_>, at: usize) -> Option<Part> {
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
        tokens.is_any(at + 1, &["of"]) && (tokens.kind(at + 2) == Kind::Number || english::is_month(tokens, at + 2));
    let is_number = tokens.is_any(at + 1, &["of", "the"]);
    (!is_other && !of_time).then_some((at + 1, 1, 2, is_number))
}

/// `a third of`, `one quarter`, `two-thirds`, `three quarters`.
fn named_parts(tokens: &Tokens<'_>, at: usize) -> Option<Part> {
    let hyphen = usize::from(tokens.is_sign(at + 1, "-‑"));
    let word = at + 1 + hyphen;
    let next = word + 1;
    let tied = tokens.is_sign(next, "-‑") && tokens.glued(next);
    if let Some(below) = english::part(tokens.word(word)).filter(|below| *below > 2) {
        // `a third` may be one more, and `one third party` is none.
        let whole = tokens.is(next, "of") && !tokens.is_any(next + 1, &["a", "an"]);
        let verb = tokens.is_any(next, VERBS);
        let ends = tokens.kind(next) != Kind::Word && !tied;
        let one = tokens.is(at, "one");
        let is_part = (one || tokens.is(at, "a")) && (whole || verb || ends || (one && hyphen > 0));
        return is_part.then_some((next, 1, below, whole || verb || hyphen > 0));
    }
    let below = english::parts(tokens.word(word)).filter(|below| *below > 2)?;
    let above = english::small(tokens.word(at)).filter(|above| (2..20).contains(above))? as u32;
    // `three quarters of 2020` are nine months.
    let of_time = tokens.is(next, "of") && tokens.kind(next + 1) == Kind::Number;
    (above < below && !of_time && !tied).then_some((next, above, below, true))
}

/// `one in five`, `1 in 5`, `one person in five`, `nine out of ten`, `two of every three`.
fn out_of(tokens: &Tokens<'_>, at: usize) -> Option<Part> {
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
    // `one user in five households` and `two in 2019` are no parts of a whole.
    let other = counted && english::is_counted_one(tokens, end);
    let unit = english::percent(tokens, end).is_some()
        || english::scale(tokens.word(end)).is_some()
        || english::is_month(tokens, end)
        || english::is_measure(tokens.word(end));
    (above > 0 && above < below && below <= 1_000 && !other && !unit).then_some((end, above, below, true))
}

/// `of every three children and young people, two`.
fn of_every(tokens: &Tokens<'_>, at: usize) -> Option<Part> {
    if !tokens.is(at, "of") || !tokens.is(at + 1, "every") {
        return None;
    }
    let (below, behind) = count(tokens, at + 2)?;
    let comma = (behind..=behind + REACH).find(|&at| tokens.kind(at) != Kind::Word)?;
    let (above, next) = count(tokens, comma + 1).filter(|_| tokens.is_sign(comma, ","))?;
    (above > 0 && above < below && below <= 1_000).then_some((next, above, below, true))
}

/// `the vast majority of`, `most people`, `nearly all households`, `none of`.
fn quantifier(tokens: &Tokens<'_>, at: usize) -> Option<Phrase> {
    let before = at.wrapping_sub(1);
    let quantifies = tokens.is(at + 1, "of") || english::is_counted(tokens, at + 1);
    let opens = !matches!(tokens.kind(before), Kind::Word | Kind::Number | Kind::Stat | Kind::Opaque);
    let (name, mut from) = match tokens.word(at).to_ascii_lowercase().as_str() {
        word @ ("majority" | "minority") => {
            let fits = tokens.is(at + 1, "of") || tokens.kind(at + 1) != Kind::Word || tokens.is_any(at + 1, VERBS);
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
    // The article is part of the phrase only where there is one.
    from = from.min(at);
    let is_aside = english::is_preposition(tokens, from.wrapping_sub(1));
    Some(Phrase { first: at, next: at + 1, from, share, is_number: false, is_aside })
}

/// Hedges in front of a token: the first of their tokens, what they say, and whether one of them is `only`.
pub(super) fn hedges(tokens: &Tokens<'_>, at: usize, tables: &[&[(&str, Hedge)]]) -> (usize, Hedge, bool) {
    let mut from = at;
    let mut hedge = Hedge::Alone;
    let mut only = false;
    // `only just over`: at most two of them make sense.
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

/// The calls that a phrase may speak of: in its clause, six words away at most. Those without a comma between come first,
/// then those that follow, then the nearest.
fn bound(tokens: &Tokens<'_>, phrase: &Phrase, stats: &[usize]) -> Vec<usize> {
    // Calls that are near, in the order of the text.
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

/// How many words stand between, and whether a comma does; nothing where a clause ends.
fn between_words(tokens: &Tokens<'_>, between: Range<usize>) -> Option<(usize, bool)> {
    let mut words = 0;
    let mut comma = false;
    for at in between {
        if tokens.ends_clause(at) {
            return None;
        }
        let word = matches!(tokens.kind(at), Kind::Word | Kind::Number | Kind::Stat | Kind::Opaque);
        // `UN-designated` is one word.
        let tied = tokens.glued(at) && tokens.is_sign(at.wrapping_sub(1), "-‑") && tokens.glued(at.wrapping_sub(1));
        words += usize::from(word && !tied);
        comma |= tokens.is_sign(at, ",،、");
    }
    Some((words, comma))
}

impl Claim {
    /// What words beside one call say of it.
    fn of(range: Range<usize>, stat: usize, says: Says) -> Self {
        Self { range, stats: vec![stat], says, otherwise: None }
    }
}

/// Hedges directly in front of a call: `nearly {{ stat(…) }}`, `only {{ stat(…) }}`.
/// The first claims are those of phrases, as many as `of_phrases`, in the order of the text; what calls before this one
/// claimed follows them.
fn hedged(tokens: &Tokens<'_>, at: usize, stat: usize, of_phrases: usize, found: &mut Found) {
    let (from, hedge, only) = hedges(tokens, at, &[&HEDGES[..]]);
    if from == at {
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
        found.claims.push(Claim::of(range.clone(), stat, Says::Hedged));
    }
    if only {
        found.claims.push(Claim::of(range, stat, Says::Only));
    }
}

/// `percent` or `percentage points` behind a call, two words away at most.
fn followed(tokens: &Tokens<'_>, at: usize, stat: usize, found: &mut Found) {
    for first in at + 1..=at + 2 {
        if let Some((unit, next)) = english::percent(tokens, first) {
            let says = if unit == "percent" { Says::Percent } else { Says::Points };
            found.claims.push(Claim::of(tokens.span(first, next), stat, says));
            return;
        }
        if tokens.kind(first) != Kind::Word {
            return;
        }
    }
}
