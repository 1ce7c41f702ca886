//! English: its words, and the reading of its numbers, shares and changes, which allows for more idioms than the reading of
//! other languages. Its words for months and references apply to every language, since they mean the same wherever they
//! occur.

mod changes;
mod quick;
mod shares;
mod spoken;
mod vocabulary;

use std::ops::Range;
use std::sync::LazyLock;

use super::{
    ChangeWords, DateWords, Grammar, NameWords, NumeralWords, ObservationWords, Proposals, ShareWords, Splitting,
    UnitWords, WordIndex, WordTable,
};
use crate::words::phrases::{ParsedShare, SharePhrase};
use crate::words::quantity::Quantity;
use crate::words::tokens::Tokens;
use crate::words::{Direction, money, units};
use vocabulary::{
    COUNTED, HEDGES, HEDGES_OF_SHARES, MEASURES, MONTHS, NUMBERED, ONE_COUNTED, PARTS, PREPOSITIONS, SCALES, SMALL,
    TENS, WEEKDAYS,
};

/// English.
#[derive(Debug)]
pub struct English;

impl Grammar for English {
    fn table(&self) -> &'static WordTable {
        &TABLE
    }

    fn index(&self) -> &'static WordIndex {
        static INDEX: LazyLock<WordIndex> = LazyLock::new(|| WordIndex::new(&TABLE));
        &INDEX
    }

    fn may_count(&self, text: &str) -> bool {
        quick::may_count(text)
    }

    fn may_begin(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        quick::may_begin(tokens.word(at))
    }

    fn quantity(&self, tokens: &Tokens<'_>, at: usize) -> Option<(usize, Quantity)> {
        spoken::at(tokens, at)
    }

    fn part(&self, tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
        shares::share(tokens, at)
    }

    fn quantifier(&self, tokens: &Tokens<'_>, at: usize) -> Option<SharePhrase> {
        shares::quantifier(tokens, at)
    }

    fn change_before(&self, tokens: &Tokens<'_>, at: usize) -> Option<(Range<usize>, Direction)> {
        changes::before(tokens, at)
    }

    fn change_after(&self, tokens: &Tokens<'_>, number: Range<usize>) -> Option<(Range<usize>, Direction)> {
        changes::after(tokens, number)
    }
}

/// The English table.
pub fn table() -> &'static WordTable {
    &TABLE
}

static TABLE: WordTable = WordTable {
    tag: "en",
    splitting: Splitting::Spaces,
    is_latin_foreign: false,
    // Number words, phrases and changes are read by the modules beside this one.
    numerals: NumeralWords { words: &[], joints: &[], articles: &[], ordinals: &[], idioms: &[], minus: &["minus"] },
    units: UnitWords {
        scales: SCALES,
        point_groups: false,
        of: &[],
        classifiers: &[],
        percent: &["percent", "per cent", "pct"],
        percent_before: &[],
        points: &["percentage points", "percentage point"],
        counted: COUNTED,
        one_counted: ONE_COUNTED,
        measures: &MEASURES,
        currencies: &[],
        ages: &[],
    },
    shares: ShareWords {
        fixed: &[],
        parts: &PARTS,
        links: &[],
        not_after: &[],
        not_before: &[],
        of: &["of"],
        quantifiers: &[],
        prepositions: &["in", "by", "within", "across", "for", "among", "between"],
        articles: &[],
        hedges: &HEDGES,
        hedges_of_shares: &HEDGES_OF_SHARES,
        hedges_after: &[],
    },
    changes: ChangeWords { falls: &[], rises: &[], by: &[], far: &[], adverbs: &[], after: &[], followers: &[] },
    dates: DateWords {
        months: MONTHS,
        weekdays: WEEKDAYS,
        of: &["of", "de"],
        before_years: &[],
        after_years: &[],
        joints: &["and", "or", "to", "until", "et", "ou", "au", "à"],
        relative: &[],
        hours: &["h", "u"],
        long_hours: &[],
        minutes: &[],
        at: &[],
        hour_names: &[],
        half_days: &[],
        ordinals: &["st", "nd", "rd", "th", "er"],
    },
    names: NameWords { numbered: NUMBERED, acts: &[], calling: &[], settings: &[], grammar: &[] },
    observations: ObservationWords {
        counted: &[],
        counted_if_many: &[],
        times: &["times"],
        comparisons: &[],
        specifying: &[],
        picking: &[],
    },
    proposals: Proposals {
        plain: [
            "half",
            "a third",
            "two-thirds",
            "a quarter",
            "three quarters",
            "one in five",
            "two in five",
            "three in five",
            "four in five",
            "one in ten",
            "three in ten",
            "seven in ten",
            "nine in ten",
            "one in twenty",
            "one in fifty",
            "one in a hundred",
        ],
        over: "just over ",
        after_over: None,
        nearly: "nearly ",
    },
};

fn find<T: Copy>(list: &[(&str, T)], word: &str) -> Option<T> {
    if word.is_empty() {
        return None;
    }
    list.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, value)| *value)
}

/// The value of a word for a number below twenty.
pub fn small(word: &str) -> Option<u64> {
    find(&SMALL, word)
}

/// The value of a word for tens.
pub fn tens(word: &str) -> Option<u64> {
    find(&TENS, word)
}

/// The scale that a word means, by its name in records.
fn scale(word: &str) -> Option<&'static str> {
    find(SCALES, word).and_then(units::scale_name)
}

/// The number of parts in a whole: 3 for `third`.
fn part(word: &str) -> Option<u32> {
    PARTS.iter().find(|(one, ..)| one.eq_ignore_ascii_case(word)).map(|(.., of)| *of)
}

/// The number of parts in a whole: 3 for `thirds`.
fn parts(word: &str) -> Option<u32> {
    PARTS.iter().find(|(_, many, _)| many.eq_ignore_ascii_case(word)).map(|(.., of)| *of)
}

/// Whether a cardinal number directly before this word may be a quantity or part of a share.
fn counts(word: &str) -> bool {
    const LINKS: [&str; 8] = ["in", "of", "out", "hundred", "percent", "pct", "per", "percentage"];
    let is = |known: &str| known.eq_ignore_ascii_case(word);
    LINKS.iter().chain(COUNTED).chain(ONE_COUNTED).any(|known| is(known))
        || find(&MEASURES, word).is_some()
        || money::is_named(word)
        || scale(word).is_some()
        || parts(word).is_some()
}

/// Whether a phrase after this token is not about the subject of its sentence.
fn is_preposition(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, PREPOSITIONS)
}
