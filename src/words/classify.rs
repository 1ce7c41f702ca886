//! Classifies numbers in digits. A number is exempt if it is part of a date, a heading or a declared name, or if it
//! numbers a thing instead of counting something; any other number is loose.

use std::ops::Range;

use super::letters::is_dense;
use super::products::{self, Product};
use super::tokens::{TokenKind, Tokens};
use super::{NumberKind, clock, dates, designations, digits, money, quantity, references, units};

/// Whether a number is loose.
pub enum NumberClass {
    /// It is not loose; reading continues at this token.
    Exempt(usize),
    /// It is the version of a product, whose name is this token.
    Version(usize),
    /// It is loose, from the first of these tokens to the one before the second.
    Loose(usize, usize, NumberKind),
    /// It is loose unless the first of these tokens is the name of a product.
    Unsure(usize, usize, usize, NumberKind),
}

/// Words that, after an ordinal, do not name a thing that it numbers: `ranked 5th in the world`.
#[rustfmt::skip] // read as a line
const FUNCTION_WORDS: &[&str] = &[
    "in", "of", "out", "among", "for", "at", "on", "by", "with", "from", "and", "or", "to", "but", "as", "behind",
    "after", "before", "overall", "worldwide",
];

/// The maximum number of words between a rate and its base: `cases of measles for every 100,000`.
const RATE_WORDS: usize = 5;

/// Classifies the numbers of one block, in order.
pub struct NumberClassifier<'r> {
    tokens: &'r Tokens<'r>,
    names: &'r [Range<usize>],
    is_heading: bool,
    /// The token up to which times of day are those of an event that was already reported.
    same_event: usize,
    /// The last number in parentheses that began an item of a list.
    enumerated: u32,
}

impl<'r> NumberClassifier<'r> {
    pub fn new(tokens: &'r Tokens<'r>, names: &'r [Range<usize>], is_heading: bool) -> Self {
        Self { tokens, names, is_heading, same_event: 0, enumerated: 0 }
    }

    /// Classifies the number at a token.
    pub fn classify(&mut self, at: usize) -> NumberClass {
        let length = || clock::length_of_recording(self.tokens, at);
        if let Some(next) = self.exempt_always(at).or_else(length) {
            return NumberClass::Exempt(next);
        }
        if let Some((first, next)) = clock::at(self.tokens, at) {
            if at < self.same_event {
                return NumberClass::Exempt(next);
            }
            self.same_event = clock::sentence_end(self.tokens, next);
            return NumberClass::Loose(first, next, NumberKind::Clock);
        }
        if let Some((first, next)) = self.name(at) {
            return NumberClass::Loose(first, next, NumberKind::Name);
        }
        if let Some(next) = self.exempt_without_unit(at) {
            return NumberClass::Exempt(next);
        }
        let product = if units::has_unit(self.tokens, at + 1) {
            Product::None
        } else {
            products::before(self.tokens, at, self.is_heading)
        };
        let unsure = match product {
            Product::Named => return NumberClass::Exempt(at + 1),
            Product::Learnt(word) => return NumberClass::Version(word),
            Product::Possible(word) => Some(word),
            Product::None => None,
        };
        let (first, mut next, quantity) = quantity::around(self.tokens, at);
        // `5km` looks like one word.
        while self.joins(next) {
            next += 1;
        }
        let kind = NumberKind::Quantity(quantity);
        match unsure {
            Some(word) => NumberClass::Unsure(word, first, next, kind),
            None => NumberClass::Loose(first, next, kind),
        }
    }

    /// Whether a token is a word that is joined to the token before it, in a script with spaces between words.
    fn joins(&self, at: usize) -> bool {
        self.tokens.glued(at) && self.tokens.word(at).starts_with(|c| !is_dense(c))
    }

    /// The token after a number that is exempt whatever follows it.
    fn exempt_always(&mut self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let range = tokens.range(at);
        let name = self.names.partition_point(|name| name.end <= range.start);
        if self.names.get(name).is_some_and(|name| name.start < range.end) {
            return Some(at + 1);
        }
        if is_address(tokens.chunk(at), tokens, at) {
            return Some(self.after_chunk(at));
        }
        let dated = dates::with_signs(tokens, at);
        dated
            .or_else(|| designations::always(tokens, at))
            .or_else(|| self.telephone(at))
            .or_else(|| self.enumeration(at))
            .or_else(|| self.heading(at))
            .or_else(|| self.rate(at))
            .or_else(|| dates::relative(tokens, at))
    }

    /// `{{ stat(…) }} cases per 100,000 people`: the base of a rate is part of its unit.
    fn rate(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let digits: Vec<u8> = tokens.text(at).chars().filter_map(digits::value).collect();
        let is_round = digits.len() >= 3 && digits[0] == 1 && digits[1..].iter().all(|digit| *digit == 0);
        let per = at
            .checked_sub(1)
            .filter(|&per| tokens.is_any(per, &["per", "every", "pour", "por", "cada", "на", "لكل", "每"]))?;
        let clause = (per.saturating_sub(RATE_WORDS)..per).rev().take_while(|&at| !tokens.ends_clause(at));
        let is_of_call = clause.into_iter().any(|at| tokens.kind(at) == TokenKind::Stat);
        (is_round && is_of_call && !tokens.text(at).contains('.')).then_some(at + 1)
    }

    /// The token after a number that is exempt unless a unit follows it.
    fn exempt_without_unit(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let before = at.wrapping_sub(1);
        let mut signed = tokens.glued(at) && tokens.is_sign(before, "+-−±$€£¥");
        // `mid-2020`, `pre-1990` and `COP-2021` tie a year to a word.
        signed &= !(tokens.glued(before) && tokens.kind(before.wrapping_sub(1)) == TokenKind::Word);
        let joined = signed || money::code(tokens.word(before)).is_some();
        if let Some(next) = dates::after_named_year(tokens, at) {
            return Some(next);
        }
        let next = dates::at(tokens, at)
            .or_else(|| dates::year(tokens, at).filter(|_| !joined))
            .or_else(|| self.numbered(at))
            .or_else(|| self.ordinal(at))
            .or_else(|| designations::without_unit(tokens, at))?;
        // `2000 people` and `2000-year-old` count something, so 2000 is not a year there.
        let tie = usize::from(tokens.is_sign(next, "-‑") && tokens.glued(next) && tokens.glued(next + 1));
        let after = next + tie;
        let old = tie > 0 && tokens.is_any(after, &["year", "month", "week", "day", "hour", "minute"]);
        (!old && !units::is_unit(tokens, after)).then_some(next)
    }

    /// `section 3`, `figures 2 and 3`, `#7`, `v2.0`, `Q3`.
    fn numbered(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let before = at.wrapping_sub(1);
        // `n° 5`
        let is_number = |at: usize| tokens.is_any(at, &["n", "no"]);
        let point = before.wrapping_sub(1 + usize::from(tokens.is_sign(before.wrapping_sub(1), ".")));
        let number = (tokens.is_sign(before, "°") || tokens.is_any(before, &["º", "o"])) && is_number(point);
        let sign =
            number || tokens.is_sign(before, "#§№¶") || (tokens.is_sign(before, "[") && tokens.is_sign(at + 1, "]"));
        let letter = tokens.glued(at) && matches!(tokens.word(before), "v" | "V" | "Q" | "H" | "FY" | "pp" | "p");
        let leads = |at: usize| units::is_numbered(tokens, at);
        // `314号`
        let named = tokens.is_any(at + 1, &["号", "號"]) && tokens.own().is_some();
        (sign || letter || named || dates::led_by(tokens, at, &leads)).then_some(at + 1)
    }

    /// `the 21st century`, `the 5th session`: a position in a sequence, if a word names the thing at that position.
    fn ordinal(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        // `2.º`
        let point =
            usize::from(tokens.is_sign(at + 1, ".") && tokens.is_any(at + 2, &["º", "ª"]) && tokens.glued(at + 2));
        let next = at + 2 + point;
        let named = tokens.kind(next) == TokenKind::Word
            && !tokens.glued(next)
            && !tokens.is_any(next, FUNCTION_WORDS)
            && !tokens.is_own(next, |own| own.names.grammar);
        ((point > 0 || dates::is_ordinal(tokens, at + 1)) && named).then_some(next)
    }

    /// `2. Method`, `2.1 Scope`, `2. 🔧 Tools` at the start of a heading, perhaps after a picture; `18. Years` at the start of
    /// any text.
    fn heading(&mut self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        if (0..at).any(|before| !self.is_picture(before)) {
            return None;
        }
        let dotted = tokens.is_sign(at + 1, ".):") && tokens.glued(at + 1) && !tokens.glued(at + 2);
        let follows = tokens.kind(at + 2) != TokenKind::End;
        let is_short = tokens.plain(at).is_some_and(|(_, digits)| digits <= 3);
        if dotted && follows && is_short && !tokens.is_sign(at + 1, ":") {
            self.enumerated = tokens.plain(at).map_or(0, |(value, _)| value);
            return Some(at + 2);
        }
        if !self.is_heading {
            return None;
        }
        let word = at + 1 + usize::from(dotted);
        let deeper = tokens.text(at).contains('.') && !tokens.text(at).contains(',') && tokens.is_capital(word);
        ((dotted && follows) || (deeper && !units::is_unit(tokens, word))).then_some(word)
    }

    /// Whether a token is an emoji or a part of one.
    fn is_picture(&self, at: usize) -> bool {
        match self.tokens.kind(at) {
            TokenKind::Sign(c) => !c.is_ascii() && !c.is_alphanumeric(),
            TokenKind::Word => self.tokens.text(at).starts_with(['\u{FE0F}', '\u{200D}', '\u{20E3}']),
            _ => false,
        }
    }

    /// `(1) …, (2) …`: numbers of list items, which count up from one.
    fn enumeration(&mut self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let (value, digits) = tokens.plain(at)?;
        let opens = tokens.is_sign(at.wrapping_sub(1), "(（");
        // `1. … 2. …` may go on, but a sentence may end with a number too.
        let marks = if self.enumerated > 0 && !opens { ".)）" } else { ")）" };
        let alone = tokens.is_sign(at + 1, marks) && tokens.glued(at + 1) && digits <= 2;
        let follows = value == self.enumerated + 1 && tokens.kind(at + 2) == TokenKind::Word;
        let begins = opens || at == 0 || !tokens.glued(at) || tokens.is_sign(at - 1, "：；，、。");
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
                TokenKind::Number => digits += tokens.text(next).chars().filter(|c| c.is_numeric()).count(),
                TokenKind::Sign('-' | '(' | ')' | '/' | '.') if tokens.kind(next + 1) == TokenKind::Number => {}
                TokenKind::Sign('(' | ')') if tokens.glued(next) || tokens.glued(next + 1) => {}
                _ => break,
            }
            next += 1;
        }
        (digits >= 7).then_some(next)
    }

    /// A word that contains digits, `REG4COVID`, `COVID-19`, `4G`: its first token and the one after it.
    fn name(&self, at: usize) -> Option<(usize, usize)> {
        let tokens = self.tokens;
        let before = at.wrapping_sub(1);
        let is_word = |at: usize| tokens.word(at).starts_with(|c| !is_dense(c));
        let led = tokens.glued(at)
            && is_word(before)
            && !tokens.is_prefix(before)
            && !units::is_month(tokens, before)
            && !references::is_reference(tokens.word(before))
            && !matches!(tokens.word(before), "v" | "V" | "Q" | "H" | "FY" | "p" | "pp")
            && money::code(tokens.word(before)).is_none();
        // In `mid-2020` and `under-5` a word comes before a number; `COVID-19` is one name.
        let tied = tokens.glued(at)
            && tokens.is_sign(before, "-‑")
            && tokens.glued(before)
            && is_word(before.wrapping_sub(1))
            && !references::is_reference(tokens.word(before.wrapping_sub(1)))
            && (tokens.word(before.wrapping_sub(1)).chars().any(is_name_letter) && !dates::is_year(tokens, at))
            && !tokens.is_prefix(before.wrapping_sub(1));
        let followed = tokens.glued(at + 1)
            && is_word(at + 1)
            && tokens.word(at + 1).starts_with(char::is_uppercase)
            && (!units::is_short_measure(tokens.word(at + 1)) || is_letter_of_name(tokens, at + 1))
            && !units::is_measure(tokens, at + 1);
        // `4x4`: letters with digits on both sides.
        let around =
            tokens.glued(at + 1) && is_word(at + 1) && tokens.glued(at + 2) && tokens.kind(at + 2) == TokenKind::Number;
        if !(led || tied || followed || around) {
            return None;
        }
        let part = |at: usize| is_word(at) || tokens.kind(at) == TokenKind::Number;
        // In `VT100-encoded`, the name ends before the hyphen.
        let tail = |at: usize| part(at) && !tokens.word(at).starts_with(char::is_lowercase);
        let hyphen = |at: usize| tokens.is_sign(at, "-‑") && tokens.glued(at) && tokens.glued(at + 1);
        let mut first = at;
        while tokens.glued(first) && (part(first - 1) || (hyphen(first - 1) && part(first.wrapping_sub(2)))) {
            first -= 1;
        }
        let mut next = at + 1;
        while tokens.glued(next) && (part(next) || (hyphen(next) && tail(next + 1))) {
            next += 1;
        }
        Some((first, next))
    }

    fn after_chunk(&self, at: usize) -> usize {
        (at + 1..self.tokens.len()).find(|&at| !self.tokens.glued(at)).unwrap_or(self.tokens.len())
    }
}

/// Whether a single capital after digits is a part of a name, which only English texts use as a scale or a unit: `20B`.
fn is_letter_of_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.own().is_some() && matches!(tokens.word(at), "B" | "C" | "F")
}

/// Whether a letter may be one of a name: a capital, or a letter of Arabic, which has none.
fn is_name_letter(c: char) -> bool {
    c.is_uppercase() || matches!(c, '\u{620}'..='\u{64A}')
}

/// Whether the characters around a number, up to white space, are an address, a file or a footnote's label.
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
