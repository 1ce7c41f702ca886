//! What this program knows of each language: one table of words for each, by the trait [`Grammar`]. To add a language,
//! write a file beside these with its [`WordTable`], and name it in [`ALL`]; override a method of the trait only where its
//! grammar differs from what [`reading`] and [`numerals`] can read.
//!
//! English words for units, months and references apply to the pages of every language, since they mean the same wherever
//! they occur; the page's own language adds its words to them. A language without a table costs nothing.

mod arabic;
mod chinese;
pub mod english;
mod french;
mod index;
mod numerals;
mod portuguese;
mod reading;
mod russian;
mod spanish;

use std::fmt::Debug;
use std::ops::Range;

pub use index::{WordIndex, split};
pub use numerals::Numeral;
pub use reading::percent_before;

use super::changes::Direction;
use super::money::Codes;
use super::phrases::{ParsedShare, SharePhrase};
use super::quantity::Quantity;
use super::shares::Hedge;
use super::tokens::Tokens;

/// How the number words and phrases of a language are read. The methods read them by the words of its table; a language
/// overrides those in which its grammar differs.
pub trait Grammar: Debug + Sync {
    /// The words of this language.
    fn table(&self) -> &'static WordTable;

    /// The words of the table by their first words, collected once.
    fn index(&self) -> &'static WordIndex;

    /// Whether a text without digits may contain a loose number. A fast check: it may be wrong only for texts that contain
    /// none.
    fn may_count(&self, text: &str) -> bool {
        self.index().may_count(text)
    }

    /// Whether a number or a phrase may begin with this word. A fast check that rules out most words.
    fn may_begin(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        self.index().may_begin(tokens.lower(at))
    }

    /// Reads a number in words that begins at a token.
    fn cardinal(&self, tokens: &Tokens<'_>, at: usize) -> Option<Cardinal> {
        numerals::cardinal(tokens, at, self.table(), self.index())
    }

    /// Reads a quantity in words that begins at a token. Returns the token after it and the quantity. Number words that do
    /// not count a unit are ignored.
    fn quantity(&self, tokens: &Tokens<'_>, at: usize) -> Option<(usize, Quantity)> {
        let table = self.table();
        reading::percentage(tokens, at, table)
            .or_else(|| reading::quantity(tokens, at, table, &self.cardinal(tokens, at)?))
    }

    /// Reads a share in numbers that begins at a token: `a third of`, `two out of five`.
    fn part(&self, tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
        reading::part(tokens, at, self.table())
    }

    /// Reads a share without a number that begins at a token: `the vast majority of`.
    fn quantifier(&self, tokens: &Tokens<'_>, at: usize) -> Option<SharePhrase> {
        reading::quantifier(tokens, at, self.table())
    }

    /// Finds words for a change before a token. Returns their tokens and the direction.
    fn change_before(&self, tokens: &Tokens<'_>, at: usize) -> Option<(Range<usize>, Direction)> {
        reading::change_before(tokens, at, self.table())
    }

    /// Finds words for a change after the number whose tokens are `number`. Returns their tokens and the direction.
    fn change_after(&self, tokens: &Tokens<'_>, number: Range<usize>) -> Option<(Range<usize>, Direction)> {
        reading::change_after(tokens, number, self.table())
    }
}

/// A cardinal number in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cardinal {
    /// Its value, without [`Self::zeros`].
    pub value: String,
    /// The number of zeros of the scale that it ends with: 6 for `two million`.
    pub zeros: u32,
    /// The token after it.
    pub next: usize,
    /// Whether it has no number before its scale, or only an article: `a million`.
    pub is_article: bool,
}

/// How a text is split into words before its words are compared with the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Splitting {
    /// At spaces and signs.
    Spaces,
    /// Also after an apostrophe that stands for a letter: `d'un`.
    Elisions,
    /// Also after letters that are joined to the next word, if that is a word of the table: `وعشرون`.
    Prefixes(&'static [&'static str]),
    /// No spaces: at the words of the table, the longest first.
    Dense,
}

/// Words, in lower case.
pub type WordList = &'static [&'static str];

/// The words of one language, in lower case. Those of phrases are separated by spaces.
pub struct WordTable {
    /// The primary subtag of the language.
    pub tag: &'static str,
    pub splitting: Splitting,
    /// Whether words in Latin letters are names in its texts.
    pub is_latin_foreign: bool,
    pub numerals: NumeralWords,
    pub units: UnitWords,
    pub shares: ShareWords,
    pub changes: ChangeWords,
    pub dates: DateWords,
    pub names: NameWords,
    pub observations: ObservationWords,
    pub proposals: Proposals,
}

/// Words that numbers consist of.
pub struct NumeralWords {
    pub words: &'static [(&'static str, Numeral)],
    /// Words between those of a number: `and`.
    pub joints: WordList,
    /// Words for one that are articles too.
    pub articles: WordList,
    /// Beginnings of ordinals: a number before one is a part of it.
    pub ordinals: WordList,
    /// Phrases that only look like a number.
    pub idioms: WordList,
    /// Words for a minus sign.
    pub minus: WordList,
}

/// Words after numbers.
pub struct UnitWords {
    /// Scales after digits, with their zeros.
    pub scales: &'static [(&'static str, u32)],
    /// Whether a point separates thousands: `300.000`.
    pub point_groups: bool,
    /// Words between a number or a scale and what it counts: `millions de`.
    pub of: WordList,
    /// Words of grammar between a number and what it counts, which differ by what it is: `三名学生`.
    pub classifiers: WordList,
    pub percent: WordList,
    /// Words before a number that make it a percentage: `百分之三十`.
    pub percent_before: WordList,
    pub points: WordList,
    /// People, and the places that they live and work in, after a number above one.
    pub counted: WordList,
    /// The same after one.
    pub one_counted: WordList,
    /// Measures, each with the unit that records use for it; empty if records do not have such a unit.
    pub measures: &'static [(&'static str, &'static str)],
    pub currencies: &'static [(&'static str, Codes)],
    /// Phrases before a number of years that is an age, which names a group and is not counted: `children under five`.
    pub ages: WordList,
}

/// Phrases for shares of a whole, and words before and after numbers that qualify them.
pub struct ShareWords {
    /// Phrases that are a share by themselves, with its numerator and denominator: `half`.
    pub fixed: &'static [(&'static str, u32, u32)],
    /// Words after a numerator, singular and plural, with the denominator: `third`, `thirds`.
    pub parts: &'static [(&'static str, &'static str, u32)],
    /// Phrases between a numerator and a denominator: `out of`.
    pub links: WordList,
    /// Words before a phrase that make it something else: `the second half`.
    pub not_after: WordList,
    /// Words after a phrase that make it something else: `half an hour`.
    pub not_before: WordList,
    /// Words after a share of something: `half of`.
    pub of: WordList,
    /// Phrases without a number, by the names of their ranges.
    pub quantifiers: &'static [(&'static str, &'static str)],
    /// Words before a phrase that is not about the subject of its sentence: `in half of the villages`.
    pub prepositions: WordList,
    /// Words that may come between these hedges and a number: `casi el 50 %`.
    pub articles: WordList,
    /// Phrases before shares and numbers.
    pub hedges: &'static [(&'static str, Hedge)],
    /// Phrases that hedge only shares. Before a number, they compare.
    pub hedges_of_shares: &'static [(&'static str, Hedge)],
    /// Phrases after shares and numbers.
    pub hedges_after: &'static [(&'static str, Hedge)],
}

/// Words for a change.
pub struct ChangeWords {
    /// Verbs and nouns: `fell`, `a fall`.
    pub falls: WordList,
    pub rises: WordList,
    /// Phrases between such a word and a number, without which it gives a level: `by`. An empty one needs none.
    pub by: WordList,
    /// Phrases between them that may be further from the word: `fell in most regions by`.
    pub far: WordList,
    /// Ends of words that may come between the word and the phrase: adverbs.
    pub adverbs: WordList,
    /// Phrases after a number: `lower`.
    pub after: &'static [(&'static str, Direction)],
    /// Words that may follow these: `than`.
    pub followers: WordList,
}

/// Words for dates and times of day.
pub struct DateWords {
    pub months: WordList,
    pub weekdays: WordList,
    /// Words between a day, a month and a year.
    pub of: WordList,
    /// Words before a year.
    pub before_years: WordList,
    /// Words after a year.
    pub after_years: WordList,
    /// Words that join the items of a list: `24 and 25 May`.
    pub joints: WordList,
    /// Words for a period relative to today: `the last three months`.
    pub relative: WordList,
    /// Words between hours and minutes: `14 h 30`.
    pub hours: WordList,
    /// Words between hours and minutes that mark a time of day only after one of [`Self::at`].
    pub long_hours: WordList,
    /// Words after minutes.
    pub minutes: WordList,
    /// Words before a time of day.
    pub at: WordList,
    /// Words before an hour that by themselves mark it as one.
    pub hour_names: WordList,
    /// Halves of the day, before or after a time.
    pub half_days: WordList,
    /// Endings of ordinals in digits.
    pub ordinals: WordList,
}

/// Words beside numbers that name something.
pub struct NameWords {
    /// Things that are numbered instead of counted: `section 3`.
    pub numbered: WordList,
    /// Laws, which may be numbered with a year.
    pub acts: WordList,
    /// Words before a telephone number.
    pub calling: WordList,
    /// Settings of programs, after which a number is a value.
    pub settings: WordList,
    /// Words of grammar, which a number does not count.
    pub grammar: WordList,
}

/// Words around numbers that report what was counted or measured in the world, and around others.
pub struct ObservationWords {
    /// What is counted in the world and not in a program.
    pub counted: WordList,
    /// What programs count too, so that only a large number of them was counted in the world.
    pub counted_if_many: WordList,
    /// `3 times`
    pub times: WordList,
    /// Words of comparison after it.
    pub comparisons: WordList,
    /// Words of sentences that set, limit or illustrate.
    pub specifying: WordList,
    /// Words beside a number that pick some of a row, or make it a threshold.
    pub picking: WordList,
}

/// Words for the shares that help proposes, in the order of [`super::shares::PROPOSED`].
pub struct Proposals {
    /// `half`
    pub plain: [&'static str; 16],
    /// The words before such a share that a value is just above: `just over `.
    pub over: &'static str,
    /// The shares after [`Self::over`], if it changes their form.
    pub after_over: Option<[&'static str; 16]>,
    /// The words before such a share that a value is just below: `nearly `.
    pub nearly: &'static str,
}

/// All languages that have a table.
const ALL: [&dyn Grammar; 7] = [
    &english::English,
    &french::French,
    &spanish::Spanish,
    &portuguese::Portuguese,
    &russian::Russian,
    &arabic::Arabic,
    &chinese::Chinese,
];

/// Whether a language is English, whose words are compared as they are written.
pub fn is_english(language: &dyn Grammar) -> bool {
    std::ptr::eq(language.table(), english::table())
}

/// The language of a tag, if it has a table.
pub fn by_tag(tag: &str) -> Option<&'static dyn Grammar> {
    let primary = tag.split('-').next()?;
    ALL.into_iter().find(|language| language.table().tag.eq_ignore_ascii_case(primary))
}
