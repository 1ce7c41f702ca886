//! Which numbers in digits belong to something: a date, a heading, a declared name, what is numbered and not counted.
//! All others are loose.

use std::ops::Range;

use super::tokens::{Kind, Tokens};
use super::{LooseSort, clock, dates, digits, english, figure, money};

/// What a number is.
pub enum Sort {
    /// It belongs to something; reading goes on at this token.
    Belongs(usize),
    /// It belongs to nothing, from the first of these tokens to the one before the second.
    Loose(usize, usize, LooseSort),
}

/// Behind an ordinal these name nothing that it could belong to: `ranked 5th in the world`.
#[rustfmt::skip] // read as a line
const LITTLE: &[&str] = &[
    "in", "of", "out", "among", "for", "at", "on", "by", "with", "from", "and", "or", "to", "but", "as", "behind",
    "after", "before", "overall", "worldwide",
];

/// So many words may stand between a rate and what it is counted on: `cases of measles for every 100,000`.
const RATE_WORDS: usize = 5;

/// Reads the numbers of one block.
pub struct Reader<'r> {
    tokens: &'r Tokens<'r>,
    names: &'r [Range<usize>],
    is_heading: bool,
    /// The token up to which times of the day are those of an event that was found.
    same_event: usize,
    /// The last number in parentheses that began a part of a list.
    enumerated: u32,
}

impl<'r> Reader<'r> {
    pub fn new(tokens: &'r Tokens<'r>, names: &'r [Range<usize>], is_heading: bool) -> Self {
        Self { tokens, names, is_heading, same_event: 0, enumerated: 0 }
    }

    /// What the number at a token is.
    pub fn sort(&mut self, at: usize) -> Sort {
        if let Some(next) = self.belongs(at) {
            return Sort::Belongs(next);
        }
        if let Some((first, next)) = clock::at(self.tokens, at) {
            if at < self.same_event {
                return Sort::Belongs(next);
            }
            self.same_event = clock::sentence_end(self.tokens, next);
            return Sort::Loose(first, next, LooseSort::Clock);
        }
        if let Some((first, next)) = self.name(at) {
            return Sort::Loose(first, next, LooseSort::Name);
        }
        if let Some(next) = self.dated(at) {
            return Sort::Belongs(next);
        }
        let (first, mut next, figure) = figure::around(self.tokens, at);
        // `5km` is one word to the eye.
        while self.tokens.glued(next) && self.tokens.kind(next) == Kind::Word {
            next += 1;
        }
        Sort::Loose(first, next, LooseSort::Quantity(figure))
    }

    /// What belongs whatever stands behind it.
    fn belongs(&mut self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let range = tokens.range(at);
        let name = self.names.partition_point(|name| name.end <= range.start);
        if self.names.get(name).is_some_and(|name| name.start < range.end) {
            return Some(at + 1);
        }
        if is_address(tokens.chunk(at), tokens, at) {
            return Some(self.behind_chunk(at));
        }
        let dated = dates::with_signs(tokens, at);
        dated
            .or_else(|| self.telephone(at))
            .or_else(|| self.enumeration(at))
            .or_else(|| self.heading(at))
            .or_else(|| self.rate(at))
    }

    /// `{{ stat(…) }} cases per 100,000 people`: what a rate is counted on is a part of its unit.
    fn rate(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let digits: Vec<u8> = tokens.text(at).chars().filter_map(digits::value).collect();
        let is_round = digits.len() >= 3 && digits[0] == 1 && digits[1..].iter().all(|digit| *digit == 0);
        let per = at.checked_sub(1).filter(|&per| tokens.is_any(per, &["per", "every", "pour"]))?;
        let clause = (per.saturating_sub(RATE_WORDS)..per).rev().take_while(|&at| !tokens.ends_clause(at));
        let is_of_call = clause.into_iter().any(|at| tokens.kind(at) == Kind::Stat);
        (is_round && is_of_call && !tokens.text(at).contains('.')).then_some(at + 1)
    }

    /// What belongs unless a unit stands behind it.
    fn dated(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let before = at.wrapping_sub(1);
        let mut signed = tokens.glued(at) && tokens.is_sign(before, "+-−±$€£¥");
        // `mid-2020`, `pre-1990` and `COP-2021` tie a year to a word.
        signed &= !(tokens.glued(before) && tokens.kind(before.wrapping_sub(1)) == Kind::Word);
        let joined = signed || money::code(tokens.word(before)).is_some();
        let next = dates::at(tokens, at)
            .or_else(|| dates::year(tokens, at).filter(|_| !joined))
            .or_else(|| self.numbered(at))
            .or_else(|| self.ordinal(at))?;
        // `2000 people`, `2000-year-old`: counted after all. What a date ends in is no unit.
        let tie = usize::from(tokens.is_sign(next, "-‑") && tokens.glued(next) && tokens.glued(next + 1));
        let behind = next + tie;
        let old = tie > 0 && tokens.is_any(behind, &["year", "month", "week", "day", "hour", "minute"]);
        (!old && !self.is_unit(behind)).then_some(next)
    }

    fn is_unit(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let money = match tokens.kind(at) {
            Kind::Sign(c) => money::is_sign(c) || c == '°',
            Kind::Word => money::code(tokens.word(at)).is_some() || money::in_words(tokens, at).is_some(),
            _ => false,
        };
        // Letters that are one word with the number were looked at where they stand.
        money
            || english::percent(tokens, at).is_some()
            || english::is_counted(tokens, at)
            || english::scale(tokens.word(at)).is_some()
            || english::is_measure(tokens.word(at))
            || (tokens.word(at).len() > 1 && english::is_short_measure(tokens.word(at)))
    }

    /// `section 3`, `figures 2 and 3`, `#7`, `v2.0`, `Q3`.
    fn numbered(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let before = at.wrapping_sub(1);
        let sign = tokens.is_sign(before, "#§№¶") || (tokens.is_sign(before, "[") && tokens.is_sign(at + 1, "]"));
        let letter = tokens.glued(at) && matches!(tokens.word(before), "v" | "V" | "Q" | "H" | "FY" | "pp" | "p");
        let leads = |at: usize| english::is_numbered(tokens, at);
        (sign || letter || dates::led_by(tokens, at, &leads)).then_some(at + 1)
    }

    /// `the 21st century`, `the 5th session`: a place in a row, if something is named that has it.
    fn ordinal(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let named = tokens.kind(at + 2) == Kind::Word && !tokens.glued(at + 2) && !tokens.is_any(at + 2, LITTLE);
        (dates::is_ordinal(tokens, at + 1) && named).then_some(at + 2)
    }

    /// `2. Method`, `2.1 Scope` at the start of a heading.
    fn heading(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        if !self.is_heading || at != 0 {
            return None;
        }
        let dotted = tokens.is_sign(1, ".)") && tokens.glued(1);
        let word = 1 + usize::from(dotted);
        let deeper = tokens.text(0).contains('.') && !tokens.text(0).contains(',') && tokens.is_capital(word);
        ((dotted && tokens.kind(word) == Kind::Word) || (deeper && !self.is_unit(word))).then_some(word)
    }

    /// `(1) …, (2) …`: counted up from one, they count nothing.
    fn enumeration(&mut self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let (value, digits) = tokens.plain(at)?;
        let opens = tokens.is_sign(at.wrapping_sub(1), "(");
        let alone = tokens.is_sign(at + 1, ")") && tokens.glued(at + 1) && digits <= 2;
        let follows = value == self.enumerated + 1 && tokens.kind(at + 2) == Kind::Word;
        let begins = opens || at == 0 || !tokens.glued(at);
        if !(alone && follows && begins) {
            return None;
        }
        self.enumerated = value;
        Some(at + 2)
    }

    /// `+41 22 730 51 11`
    fn telephone(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        if !tokens.glued(at) || !tokens.is_sign(at.wrapping_sub(1), "+") {
            return None;
        }
        let mut next = at;
        let mut digits = 0;
        loop {
            match tokens.kind(next) {
                Kind::Number => digits += tokens.text(next).chars().filter(|c| c.is_numeric()).count(),
                Kind::Sign('-' | '(' | ')' | '/' | '.') if tokens.kind(next + 1) == Kind::Number => {}
                Kind::Sign('(' | ')') if tokens.glued(next) || tokens.glued(next + 1) => {}
                _ => break,
            }
            next += 1;
        }
        (digits >= 7).then_some(next)
    }

    /// A word with digits in it, `REG4COVID`, `COVID-19`, `4G`: its first token and the one behind it.
    fn name(&self, at: usize) -> Option<(usize, usize)> {
        let tokens = self.tokens;
        let before = at.wrapping_sub(1);
        let is_word = |at: usize| tokens.kind(at) == Kind::Word;
        let led = tokens.glued(at)
            && is_word(before)
            && !matches!(tokens.word(before), "v" | "V" | "Q" | "H" | "FY" | "p" | "pp")
            && money::code(tokens.word(before)).is_none();
        // `mid-2020` and `under-5` are words before a number, `COVID-19` is one with it.
        let tied = tokens.glued(at)
            && tokens.is_sign(before, "-‑")
            && tokens.glued(before)
            && is_word(before.wrapping_sub(1))
            && (tokens.word(before.wrapping_sub(1)).chars().any(char::is_uppercase) && !dates::is_year(tokens, at));
        let followed = tokens.glued(at + 1)
            && is_word(at + 1)
            && tokens.word(at + 1).starts_with(char::is_uppercase)
            && !english::is_short_measure(tokens.word(at + 1))
            && !english::is_measure(tokens.word(at + 1));
        // `4x4`: letters with digits on both sides.
        let around =
            tokens.glued(at + 1) && is_word(at + 1) && tokens.glued(at + 2) && tokens.kind(at + 2) == Kind::Number;
        if !(led || tied || followed || around) {
            return None;
        }
        let part = |at: usize| matches!(tokens.kind(at), Kind::Word | Kind::Number);
        let hyphen = |at: usize| tokens.is_sign(at, "-‑") && tokens.glued(at) && tokens.glued(at + 1);
        let mut first = at;
        while tokens.glued(first) && (part(first - 1) || (hyphen(first - 1) && part(first.wrapping_sub(2)))) {
            first -= 1;
        }
        let mut next = at + 1;
        while tokens.glued(next) && (part(next) || (hyphen(next) && part(next + 1))) {
            next += 1;
        }
        Some((first, next))
    }

    fn behind_chunk(&self, at: usize) -> usize {
        (at + 1..self.tokens.len()).find(|&at| !self.tokens.glued(at)).unwrap_or(self.tokens.len())
    }
}

/// Whether what stands around a number without a space is an address, a file or a footnote's label.
fn is_address(chunk: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    if chunk.len() == tokens.range(at).len() {
        return false;
    }
    let inner = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    if chunk.contains("://") || chunk.starts_with("www.") || inner.contains('@') || chunk.contains("[^") {
        return true;
    }
    // `report-2.pdf`, `example.org/2021`
    let host = inner.split('/').next().unwrap_or(inner);
    let Some((stem, ending)) = host.rsplit_once('.') else { return false };
    let known = (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_lowercase());
    let path = stem.chars().any(char::is_alphabetic) || inner.contains('/') || tokens.glued(at + 1);
    known && path && !stem.is_empty() && !matches!(ending, "am" | "pm")
}
