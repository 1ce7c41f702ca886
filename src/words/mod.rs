//! Words and figures that speak of numbers: which of them belong to no record, and which claim something of one. Pure:
//! a text goes in, ranges of it come out. Knows no file, no page and no finding.
//!
//! A text is the running text of one block, without markup. In it, [`crate::marks::CALL`] stands for each call of
//! `stat`, and [`OPAQUE`] for what is nobody's words: code, other calls, an address.

mod belongs;
mod changes;
mod clock;
mod dates;
mod digits;
mod english;
mod figure;
mod money;
mod phrases;
mod quick;
mod shares;
mod spoken;
mod tokens;

pub use changes::Direction;
pub use digits::holds_digit;
pub use figure::Figure;
pub use shares::{Share, proposed};

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::limits::{LOOSE_NUMBERS, NAME_BYTES};
use belongs::Sort;
use tokens::{Kind, Tokens};

/// Stands in a text for what is not looked into.
pub const OPAQUE: char = '\u{FFFC}';

/// What a language and a site know beforehand.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Names that hold digits, such as COVID-19.
    names: Option<AhoCorasick>,
    /// Whether number words and phrases are read. English is the only language that has a table.
    english: bool,
    /// Whether only what is said of calls matters.
    claims_only: bool,
}

/// What was found in one block.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Numbers that belong to nothing, in order.
    pub loose: Vec<Loose>,
    /// What the words around calls of `stat` say of their values.
    pub claims: Vec<Claim>,
}

/// A number that belongs to no record, date, heading or name.
#[derive(Clone, Debug, PartialEq)]
pub struct Loose {
    /// Bytes of the text that it takes.
    pub range: Range<usize>,
    /// What it seems to be.
    pub sort: LooseSort,
}

/// What a loose number seems to be.
#[derive(Clone, Debug, PartialEq)]
pub enum LooseSort {
    /// A quantity.
    Quantity(Figure),
    /// A time of the day, or the offset of one.
    Clock,
    /// A word with digits in it.
    Name,
}

/// Words that say something of the value of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Bytes of the text that the words take.
    pub range: Range<usize>,
    /// Which of the calls in this text they may speak of, counted from 0, the likeliest first. None where they speak of
    /// a number that is not a call, which is then [`Self::otherwise`].
    pub stats: Vec<usize>,
    /// What they say.
    pub says: Says,
    /// The number that they are for themselves, where none of these calls is a part of a whole.
    pub otherwise: Option<Loose>,
}

/// What words say of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// That it is about this part of its whole.
    Share(Share),
    /// That it is not quite the value: `nearly`, `more than`.
    Hedged,
    /// That it is small: `only`.
    Only,
    /// That it is percent.
    Percent,
    /// That it is percentage points.
    Points,
    /// That something went this way by it: `fell by`.
    Change(Direction),
}

impl Lexicon {
    /// What is known on pages of the language with this tag, on a site that declares these names.
    #[must_use]
    pub fn new(language: &str, names: Vec<String>) -> Self {
        let names: Vec<String> =
            names.into_iter().filter(|name| holds_digit(name) && name.len() <= 10 * NAME_BYTES).collect();
        // Names in settings are shorter; titles of sites are names too.
        let names = if names.is_empty() { None } else { AhoCorasick::new(names).ok() };
        Self { names, english: is_english(language), claims_only: false }
    }

    /// The same for a site that does not ask for loose numbers: what nobody will hear of is not looked for.
    #[must_use]
    pub fn claims_only(self) -> Self {
        Self { claims_only: true, ..self }
    }

    /// Whether anything at all is looked for in a document that has calls, or has none.
    #[must_use]
    pub fn listens(&self, has_calls: bool) -> bool {
        has_calls || !self.claims_only
    }

    /// Whether a text without calls may hold anything to be found. Quick, since most texts do not.
    #[must_use]
    pub fn may_speak(&self, text: &str) -> bool {
        if self.claims_only {
            return false;
        }
        holds_digit(text) || (self.english && quick::may_count(text))
    }
}

/// Whether the language of this tag has a table of phrases.
#[must_use]
pub fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
}

/// Reads the running text of one block.
#[must_use]
pub fn read(text: &str, is_heading: bool, lexicon: &Lexicon) -> Found {
    let tokens = Tokens::of(text);
    let mut found = Found::default();
    let mut taken = vec![false; tokens.len()];
    if lexicon.english {
        phrases::read(&tokens, &mut taken, &mut found);
    }
    let names = lexicon.names.as_ref().map_or_else(Vec::new, |names| name_ranges(text, names));
    let mut reader = belongs::Reader::new(&tokens, &names, is_heading);
    let mut at = 0;
    // One more than a page may have, so that it is found.
    while at < tokens.len() && found.loose.len() <= LOOSE_NUMBERS {
        let loose = match tokens.kind(at) {
            _ if taken[at] => None,
            Kind::Number => match reader.sort(at) {
                Sort::Belongs(next) => {
                    at = next.max(at + 1);
                    continue;
                }
                Sort::Loose(first, next, sort) => Some((first, next, sort)),
            },
            Kind::Word if lexicon.english && quick::may_begin(tokens.word(at)) => {
                spoken::at(&tokens, at).map(|(next, figure)| (at, next, LooseSort::Quantity(figure)))
            }
            _ => None,
        };
        let Some((first, next, sort)) = loose else {
            at += 1;
            continue;
        };
        // What was read already belongs to no second number.
        let first = (first..at).rev().take_while(|&before| !taken[before]).last().unwrap_or(at);
        let next = (at + 1..next).find(|&behind| taken[behind]).unwrap_or(next.max(at + 1)).min(tokens.len());
        taken[first..next].fill(true);
        let loose = Loose { range: tokens.span(first, next), sort };
        if lexicon.english {
            found.claims.extend(change_of(&tokens, first, &loose));
        }
        found.loose.push(loose);
        at = next;
    }
    found.loose.sort_by_key(|loose| loose.range.start);
    found
}

/// Words such as `fell by` before a negative number in digits, which begins at token `first`.
fn change_of(tokens: &Tokens<'_>, first: usize, loose: &Loose) -> Option<Claim> {
    let LooseSort::Quantity(Figure { value: Some(value), .. }) = &loose.sort else { return None };
    let (from, direction) = value.starts_with('-').then(|| changes::before(tokens, first))??;
    let range = tokens.span(from, first);
    Some(Claim { range, stats: Vec::new(), says: Says::Change(direction), otherwise: Some(loose.clone()) })
}

/// Phrases in a text that name a part of a whole, with what they claim of it.
#[must_use]
pub fn shares(text: &str) -> Vec<(Range<usize>, Share)> {
    phrases::shares(&Tokens::of(text))
}

/// Where names stand in a text, as whole words. Ranges are in order and do not touch: what overlaps is one range.
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
