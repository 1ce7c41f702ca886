//! Finds numbers in running text, in digits and in words: those that are not backed by a record, and words that claim
//! something about the value of a record. Pure: takes a text and returns ranges of it; knows nothing of files, pages or
//! findings.
//!
//! A text is the running text of one block, without markup. In it, [`crate::marks::CALL`] stands for each call that shows
//! one number, and [`OPAQUE`] for anything that is not prose: code, other calls, an address.

mod changes;
mod classify;
mod clock;
mod contacts;
mod dates;
mod designations;
mod digits;
mod languages;
mod letters;
mod money;
mod observed;
mod parts;
mod phrases;
mod ports;
mod postcodes;
mod products;
mod quantity;
mod references;
mod shares;
mod tokens;
mod units;
mod versions;

pub use changes::{Direction, shows_minus};
pub use digits::holds_digit;
pub use quantity::Quantity;
pub use shares::{Share, proposed};

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::limits::{LOOSE_NUMBERS, NAME_BYTES};
use classify::NumberClass;
use languages::Grammar;
use tokens::{TokenKind, Tokens};

/// Replaces a part of a text that is not read.
pub const OPAQUE: char = '\u{FFFC}';
/// Replaces code, which is not read either. A bare number in the same sentence is usually a value of a program.
pub const CODE: char = '\u{FFF9}';

/// The words and names that apply to the pages of one language on one site.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Names that contain digits, such as COVID-19.
    names: Option<AhoCorasick>,
    /// The language, if it has a table of number words and phrases.
    language: Option<&'static dyn Grammar>,
    /// Whether only claims about calls are wanted.
    claims_only: bool,
}

/// The loose numbers and the claims of one block.
#[derive(Clone, Debug, Default)]
pub struct TextMatches {
    /// Loose numbers, in order.
    pub loose: Vec<NumberMatch>,
    /// What the words around calls say about their values.
    pub claims: Vec<ClaimMatch>,
    /// Names of products: a version follows them here, so other numbers after them are versions too.
    pub products: Vec<String>,
}

/// A loose number: one that is not part of a record, a date, a heading or a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberMatch {
    /// Its byte range in the text.
    pub range: Range<usize>,
    /// What it seems to be.
    pub kind: NumberKind,
    /// The word before it, if that may be the name of a product whose version it is.
    pub product: Option<Range<usize>>,
    /// Whether nothing shows what it counts: no unit, and no word after it.
    pub is_bare: bool,
    /// Whether the words around it show that it was counted or measured in the world.
    pub is_observed: bool,
}

/// What a loose number seems to be.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberKind {
    /// A quantity.
    Quantity(Quantity),
    /// A time of day, or an offset from UTC.
    Clock,
    /// A word that contains digits.
    Name,
}

/// Words that say something about the value of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimMatch {
    /// Byte range of the words in the text.
    pub range: Range<usize>,
    /// The calls in this text that they may be about, counted from 0, the likeliest first. Empty if they are about a
    /// number that is not a call, which is then in [`Self::otherwise`].
    pub stats: Vec<usize>,
    /// What they say.
    pub assertion: Assertion,
    /// The loose number that the words themselves are, if the value of none of these calls is a share of a whole.
    pub otherwise: Option<NumberMatch>,
}

/// What words say about a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Assertion {
    /// It is about this share of its whole.
    Share(Share),
    /// It differs a little from the value: `nearly`, `more than`.
    Hedged,
    /// It is small: `only`.
    Only,
    /// It is in percent.
    Percent,
    /// It is in percentage points.
    Points,
    /// Something changed by it, in this direction: `fell by`.
    Change(Direction),
}

impl Lexicon {
    /// Creates the lexicon for pages of the language with this tag, on a site that declares these names.
    #[must_use]
    pub fn new(language: &str, names: Vec<String>) -> Self {
        let names: Vec<String> =
            names.into_iter().filter(|name| holds_digit(name) && name.len() <= 10 * NAME_BYTES).collect();
        // Names in the settings are shorter; the title of a site counts as a name too.
        let names = if names.is_empty() { None } else { AhoCorasick::new(names).ok() };
        Self { names, language: languages::by_tag(language), claims_only: false }
    }

    /// Returns the same lexicon for a site that does not report loose numbers, so that they are not searched for.
    #[must_use]
    pub fn claims_only(self) -> Self {
        Self { claims_only: true, ..self }
    }

    /// Whether a document, with or without calls, needs to be searched.
    #[must_use]
    pub fn applies_to(&self, has_calls: bool) -> bool {
        has_calls || !self.claims_only
    }

    /// Whether a text holds words for a change beside a negative number: `fell by −5 %`.
    #[must_use]
    pub fn has_negative_changes(&self, text: &str) -> bool {
        self.language.is_some_and(|language| !of_negative(text, language).is_empty())
    }

    /// Whether a text without calls may contain loose numbers. A fast check that rules out most texts.
    #[must_use]
    pub fn may_match(&self, text: &str) -> bool {
        if self.claims_only {
            return false;
        }
        holds_digit(text) || self.language.is_some_and(|language| language.may_count(text))
    }
}

/// Returns the claims of a text in a language about negative numbers in it.
fn of_negative(text: &str, language: &'static dyn Grammar) -> Vec<ClaimMatch> {
    if !shows_minus(text) {
        return Vec::new();
    }
    let lexicon = Lexicon { language: Some(language), ..Lexicon::default() };
    let mut claims = read(text, true, &lexicon).claims;
    claims.retain(|claim| claim.stats.is_empty() && matches!(claim.assertion, Assertion::Change(_)));
    claims
}

/// Whether the language of this tag has a table of number words and phrases.
#[must_use]
pub fn is_read(tag: &str) -> bool {
    languages::by_tag(tag).is_some()
}

/// Reads the running text of one block.
#[must_use]
pub fn read(text: &str, is_heading: bool, lexicon: &Lexicon) -> TextMatches {
    let tokens = Tokens::new(text, lexicon.language);
    let mut found = TextMatches::default();
    let mut taken = vec![false; tokens.len()];
    if let Some(language) = lexicon.language {
        phrases::read(&tokens, language, &mut taken, &mut found);
    }
    let names = lexicon.names.as_ref().map_or_else(Vec::new, |names| name_ranges(text, names));
    let mut classifier = classify::NumberClassifier::new(&tokens, &names, is_heading);
    let mut at = 0;
    // Reads one more than a page may have, so that exceeding the limit is noticed.
    while at < tokens.len() && found.loose.len() <= LOOSE_NUMBERS {
        let mut product = None;
        let mut is_bare = false;
        let loose = match tokens.kind(at) {
            _ if taken[at] => None,
            TokenKind::Number => match classifier.classify(at) {
                NumberClass::Exempt(next) => {
                    at = next.max(at + 1);
                    continue;
                }
                NumberClass::Version(word) => {
                    found.products.push(tokens.word(word).to_owned());
                    at += 1;
                    continue;
                }
                NumberClass::Loose(first, next, kind) => {
                    is_bare = designations::is_bare(&tokens, at);
                    Some((first, next, kind))
                }
                NumberClass::Unsure(word, first, next, kind) => {
                    product = Some(tokens.range(word));
                    Some((first, next, kind))
                }
            },
            TokenKind::Word => lexicon
                .language
                .filter(|language| language.may_begin(&tokens, at))
                .and_then(|language| language.quantity(&tokens, at))
                .filter(|_| dates::relative(&tokens, at).is_none())
                .map(|(next, quantity)| (at, next, NumberKind::Quantity(quantity))),
            _ => None,
        };
        let Some((first, next, kind)) = loose else {
            at += 1;
            continue;
        };
        // A token is part of one number only.
        let first = (first..at).rev().take_while(|&before| !taken[before]).last().unwrap_or(at);
        let next = (at + 1..next).find(|&later| taken[later]).unwrap_or(next.max(at + 1)).min(tokens.len());
        taken[first..next].fill(true);
        let is_observed = observed::is_observed(&tokens, &(first..next), &kind);
        let loose = NumberMatch { range: tokens.span(first, next), kind, product, is_bare, is_observed };
        if let Some(language) = lexicon.language {
            found.claims.extend(change_of(&tokens, language, first..next, &loose));
        }
        found.loose.push(loose);
        at = next;
    }
    found.loose.sort_by_key(|loose| loose.range.start);
    found
}

/// Returns the claim of words such as `fell by` and `lower` beside a negative number whose tokens are `number`.
fn change_of(
    tokens: &Tokens<'_>,
    language: &dyn Grammar,
    number: Range<usize>,
    loose: &NumberMatch,
) -> Option<ClaimMatch> {
    let NumberKind::Quantity(Quantity { value: Some(value), .. }) = &loose.kind else { return None };
    let previous = number.start.wrapping_sub(1);
    // `fell by –5 %` has a dash for a minus. Elsewhere, a dash before a number may be only a dash.
    let is_dash = tokens.is_sign(previous, "–‑－") && tokens.glued(number.start) && !tokens.glued(previous);
    let is_word = tokens.is_among(previous, |table| table.numerals.minus);
    let first = if is_dash || is_word { previous } else { number.start };
    if !value.starts_with('-') && first == number.start {
        return None;
    }
    let after = || language.change_after(tokens, first..number.end).filter(|_| !is_dash);
    let (words, direction) = language.change_before(tokens, first).or_else(after)?;
    let range = tokens.range(first).start..loose.range.end;
    Some(ClaimMatch {
        range: tokens.span(words.start, words.end),
        stats: Vec::new(),
        assertion: Assertion::Change(direction),
        otherwise: Some(NumberMatch { range, product: None, is_bare: false, ..loose.clone() }),
    })
}

/// Returns the claims of a text in the language of a tag about negative numbers in it: `fell by −5 %`.
#[must_use]
pub fn negative_changes(text: &str, tag: &str) -> Vec<ClaimMatch> {
    languages::by_tag(tag).map_or_else(Vec::new, |language| of_negative(text, language))
}

/// Returns the phrases in a text in the language of a tag that name a share of a whole, each with that share.
#[must_use]
pub fn shares(text: &str, tag: &str) -> Vec<(Range<usize>, Share)> {
    let language = languages::by_tag(tag);
    language.map_or_else(Vec::new, |language| phrases::shares(&Tokens::new(text, Some(language)), language))
}

/// The value of a text that is a number in words of the language of a tag, and nothing else.
#[must_use]
pub fn value_in_words(text: &str, tag: &str) -> Option<String> {
    let language = languages::by_tag(tag)?;
    let tokens = Tokens::new(text, Some(language));
    let cardinal = language.cardinal(&tokens, 0).filter(|cardinal| cardinal.next == tokens.len())?;
    Some(cardinal.value + &"0".repeat(cardinal.zeros as usize))
}

/// Returns the ranges of names in a text, as whole words. Ranges are in order and do not touch: names that overlap
/// share one range.
fn name_ranges(text: &str, names: &AhoCorasick) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // Matches come in the order of their ends.
    for found in names.find_overlapping_iter(text) {
        let mut range = found.range();
        let whole = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if whole(text[..range.start].chars().next_back()) && whole(text[range.end..].chars().next()) {
            while let Some(last) = ranges.pop_if(|last| range.start <= last.end) {
                range.start = range.start.min(last.start);
            }
            ranges.push(range);
        }
    }
    ranges
}

#[cfg(test)]
mod tests;
