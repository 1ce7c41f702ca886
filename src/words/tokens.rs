//! Splits a text into words, numbers and signs.

use std::ops::Range;

use super::{CODE, OPAQUE, digits};
use crate::marks;

/// The maximum number of bytes on each side of a number that are searched for an address around it. In scripts without
/// spaces, a whole paragraph is one chunk, and it would be searched for each of its numbers.
const CHUNK: usize = 1_000;

/// The maximum number of tokens on each side of a number in which its sentence is searched for code.
const SENTENCE: usize = 60;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with apostrophes between them.
    Word,
    /// Digits, with separators of groups and decimals.
    Number,
    /// A call that shows one number.
    Stat,
    /// A part that is not read.
    Opaque,
    /// Any other character except white space.
    Sign(char),
    /// Nothing: before the first token or after the last.
    End,
}

#[derive(Clone, Debug)]
struct TextToken {
    kind: TokenKind,
    range: Range<usize>,
    /// Whether it directly follows the token before it.
    glued: bool,
}

/// A text with its tokens. Indices outside of it are allowed: the kind there is [`TokenKind::End`].
pub struct Tokens<'t> {
    text: &'t str,
    list: Vec<TextToken>,
}

impl<'t> Tokens<'t> {
    /// Splits a text.
    pub fn new(text: &'t str) -> Self {
        let mut list: Vec<TextToken> = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let (kind, length) = match c {
                _ if c.is_whitespace() => {
                    at += c.len_utf8();
                    continue;
                }
                marks::CALL => (TokenKind::Stat, c.len_utf8()),
                OPAQUE | CODE => (TokenKind::Opaque, c.len_utf8()),
                _ if is_letter(c) => (TokenKind::Word, word_length(&text[at..])),
                _ if digits::value(c).is_some() => (TokenKind::Number, number_length(&text[at..])),
                _ => (TokenKind::Sign(c), c.len_utf8()),
            };
            let glued = list.last().is_some_and(|last| last.range.end == at);
            list.push(TextToken { kind, range: at..at + length, glued });
            at += length;
        }
        Self { text, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn kind(&self, at: usize) -> TokenKind {
        self.list.get(at).map_or(TokenKind::End, |token| token.kind)
    }

    /// Whether this token directly follows the one before it.
    pub fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.glued)
    }

    /// Byte range of a token.
    pub fn range(&self, at: usize) -> Range<usize> {
        self.list.get(at).map_or(self.text.len()..self.text.len(), |token| token.range.clone())
    }

    /// Byte range from the token `first` to the one before `next`.
    pub fn span(&self, first: usize, next: usize) -> Range<usize> {
        self.range(first).start..self.range(next.wrapping_sub(1)).end.max(self.range(first).start)
    }

    pub fn text(&self, at: usize) -> &'t str {
        &self.text[self.range(at)]
    }

    /// The text of a word; empty if the token is not a word.
    pub fn word(&self, at: usize) -> &'t str {
        if self.kind(at) == TokenKind::Word { self.text(at) } else { "" }
    }

    /// Whether a token is this word, in any case.
    pub fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether a token is one of these words, in any case.
    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        !word.is_empty() && words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    pub fn is_sign(&self, at: usize, signs: &str) -> bool {
        matches!(self.kind(at), TokenKind::Sign(c) if signs.contains(c))
    }

    /// Whether a token is one of these signs and ties what is on both sides of it.
    pub fn ties(&self, at: usize, signs: &str) -> bool {
        self.is_sign(at, signs) && self.glued(at) && self.glued(at.wrapping_add(1))
    }

    /// Whether a word begins with a capital letter.
    pub fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// Returns the first token of the phrase if it is directly before token `at`.
    pub fn phrase_before(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut first = at;
        for word in phrase.rsplit(' ') {
            first = first.checked_sub(1).filter(|&first| self.is(first, word))?;
        }
        Some(first)
    }

    /// Value and number of digits of a number that consists of at most six digits.
    pub fn plain(&self, at: usize) -> Option<(u32, usize)> {
        if self.kind(at) != TokenKind::Number {
            return None;
        }
        let mut value = 0;
        let mut count = 0;
        for c in self.text(at).chars() {
            value = value * 10 + u32::from(digits::value(c)?);
            count += 1;
            if count > 6 {
                return None;
            }
        }
        Some((value, count))
    }

    /// The text around a token, up to white space or [`CHUNK`] bytes on both sides.
    pub fn chunk(&self, at: usize) -> &'t str {
        let range = self.range(at);
        let first = self.text.ceil_char_boundary(range.start.saturating_sub(CHUNK));
        let last = self.text.floor_char_boundary(range.end.saturating_add(CHUNK));
        let before = &self.text[first..range.start];
        let start = before
            .rfind(char::is_whitespace)
            .map_or(first, |space| first + space + before[space..].chars().next().map_or(1, char::len_utf8));
        let end = self.text[range.end..last].find(char::is_whitespace).map_or(last, |space| range.end + space);
        &self.text[start..end]
    }

    /// The visible ASCII characters around a token, up to white space, another script or [`CHUNK`] bytes on both sides.
    pub fn ascii_run(&self, at: usize) -> &'t str {
        let range = self.run_around(at);
        &self.text[range]
    }

    /// The token after [`Self::ascii_run`].
    pub fn after_run(&self, at: usize) -> usize {
        let end = self.run_around(at).end;
        (at + 1..self.len()).find(|&next| self.list[next].range.start >= end).unwrap_or(self.len())
    }

    fn run_around(&self, at: usize) -> Range<usize> {
        let range = self.range(at);
        let bytes = self.text.as_bytes();
        let first = range.start.saturating_sub(CHUNK);
        let last = range.end.saturating_add(CHUNK).min(bytes.len());
        let before = bytes[first..range.start].iter().rev().take_while(|byte| byte.is_ascii_graphic()).count();
        let after = bytes[range.end..last].iter().take_while(|byte| byte.is_ascii_graphic()).count();
        range.start - before..range.end + after
    }

    /// Whether the sentence of a token holds code.
    pub fn is_beside_code(&self, at: usize) -> bool {
        let is_code = |at: &usize| self.kind(*at) == TokenKind::Opaque && self.text(*at).starts_with(CODE);
        self.sentence_of(at).any(|at| is_code(&at))
    }

    /// The other tokens of the sentence of a token, as far as they are near.
    pub fn sentence_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let goes_on = |at: &usize| !self.ends_sentence(*at);
        let before = (at.saturating_sub(SENTENCE)..at).rev().take_while(goes_on);
        before.chain((at + 1..at + SENTENCE).take_while(goes_on))
    }

    /// Whether a clause ends at this token: a full stop or similar mark, or a dash between spaces.
    pub fn ends_clause(&self, at: usize) -> bool {
        match self.kind(at) {
            TokenKind::Sign('.' | ';' | ':' | '?' | '!' | '…') => {
                !self.glued(at + 1) || self.is_sign(at + 1, "”’\"')]»")
            }
            TokenKind::Sign('-' | '–' | '—') => !self.glued(at) && !self.glued(at + 1),
            TokenKind::Sign('。' | '；' | '：' | '？' | '！') => true,
            TokenKind::End => true,
            _ => false,
        }
    }

    /// Whether a sentence ends at this token.
    pub fn ends_sentence(&self, at: usize) -> bool {
        self.ends_clause(at)
            && matches!(self.kind(at), TokenKind::End | TokenKind::Sign('.' | '?' | '!' | '…' | '。' | '？' | '！'))
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether a letter is of a script that has no spaces between words, or ties endings to numbers as Korean does.
pub fn is_dense(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{30FF}')
        || matches!(c, '\u{31F0}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..)
}

fn word_length(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if text.as_bytes().get(plain).is_none_or(|&next| next.is_ascii() && next != b'\'') {
        return plain;
    }
    let mut letters = text.char_indices().peekable();
    let dense = text.chars().next().is_some_and(is_dense);
    while let Some((at, c)) = letters.next() {
        // A name in Latin letters ends where a text without spaces goes on.
        if is_letter(c) && is_dense(c) != dense && !unicode_normalization::char::is_combining_mark(c) {
            return at;
        }
        let between = matches!(c, '\'' | '’' | '\u{200C}' | '\u{200D}' | '\u{AD}');
        let inside = is_letter(c) || (between && letters.peek().is_some_and(|(_, next)| is_letter(*next)));
        if !inside {
            return at;
        }
    }
    text.len()
}

/// Length in bytes of the number that a text begins with: digits, marks between digits, and spaces between thousands.
fn number_length(text: &str) -> usize {
    let is_digit = |c: char| digits::value(c).is_some();
    let run = |text: &str| {
        let end = text.find(|c| !is_digit(c)).unwrap_or(text.len());
        (end, text[..end].chars().count())
    };
    let (mut length, mut count) = run(text);
    loop {
        let rest = &text[length..];
        let Some(mark) = rest.chars().next() else { return length };
        let after = &rest[mark.len_utf8()..];
        let (more, digits) = run(after);
        let groups = matches!(mark, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}');
        let fits = if groups {
            // `10 000` is one number, `2019 100` two.
            digits == 3 && (1..=3).contains(&count)
        } else {
            digits > 0 && matches!(mark, '.' | ',' | '\'' | '’' | '·' | '٫' | '٬')
        };
        if !fits {
            return length;
        }
        count = if groups { 3 } else { usize::MAX };
        length += mark.len_utf8() + more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let tokens = Tokens::new(text);
        (0..tokens.len()).map(|at| tokens.text(at)).collect()
    }

    #[test]
    fn numbers_include_their_separators() {
        assert_eq!(split("1,234.5 people"), ["1,234.5", "people"]);
        assert_eq!(split("10 000 000 people, 2019 100."), ["10 000 000", "people", ",", "2019", "100", "."]);
        assert_eq!(split("12\u{202F}345, 1 2345"), ["12\u{202F}345", ",", "1", "2345"]);
        assert_eq!(split("٣٧٫٥"), ["٣٧٫٥"]);
        assert_eq!(split("COVID-19’s"), ["COVID", "-", "19", "’", "s"]);
        assert_eq!(split("the world’s"), ["the", "world’s"]);
    }

    #[test]
    fn clauses_end_at_stops_and_spaced_dashes() {
        let tokens = Tokens::new("a well-known – x. 2.5 a (b) c, d");
        let ends: Vec<&str> =
            (0..tokens.len()).filter(|&at| tokens.ends_clause(at)).map(|at| tokens.text(at)).collect();
        assert_eq!(ends, ["–", "."]);
        assert!(tokens.ends_clause(99) && tokens.kind(0usize.wrapping_sub(1)) == TokenKind::End);
    }
}
