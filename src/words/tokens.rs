//! Splits a text into words, numbers and signs.

use std::ops::Range;

use super::languages::{self, Grammar, Splitting, WordList, WordTable};
use super::letters::{is_letter, lowered, number_length, word_length};
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
    /// The language of the text, if it has a table.
    language: Option<&'static dyn Grammar>,
    /// The text in lower case, as long as the text itself; empty if the words of its language are compared without it.
    lower: String,
}

impl<'t> Tokens<'t> {
    /// Splits a text in a language.
    pub fn new(text: &'t str, language: Option<&'static dyn Grammar>) -> Self {
        let mut list: Vec<TextToken> = Vec::with_capacity(text.len() / 5);
        let own = language.filter(|language| !languages::is_english(*language));
        let lower = own.map_or_else(String::new, |_| lowered(text));
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
            let mut push = |range: Range<usize>| {
                let glued = list.last().is_some_and(|last: &TextToken| last.range.end == range.start);
                list.push(TextToken { kind, range, glued });
            };
            match own.filter(|_| kind == TokenKind::Word) {
                Some(language) => languages::split(language, &lower[at..at + length], |part| {
                    push(at + part.start..at + part.end);
                }),
                None => push(at..at + length),
            }
            at += length;
        }
        Self { text, list, language, lower }
    }

    /// The language of the text, if it has a table.
    pub fn language(&self) -> Option<&'static dyn Grammar> {
        self.language
    }

    /// The tables whose words are read: that of the language of the text, and the English one, whose words for units, months
    /// and references occur in every language.
    pub fn tables(&self) -> impl Iterator<Item = &'static WordTable> + use<> {
        let own = self.own();
        own.into_iter().chain([languages::english::table()])
    }

    /// The table of the language of the text, unless it is the English one.
    pub fn own(&self) -> Option<&'static WordTable> {
        self.language.filter(|_| !self.lower.is_empty()).map(Grammar::table)
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

    /// The text of a word in lower case, if the language of the text needs that for comparing.
    pub fn lower(&self, at: usize) -> &str {
        match self.kind(at) {
            TokenKind::Word if self.lower.is_empty() => self.text(at),
            TokenKind::Word => &self.lower[self.range(at)],
            _ => "",
        }
    }

    /// Whether a token is this word, in any case.
    pub fn is(&self, at: usize, word: &str) -> bool {
        self.lower(at).eq_ignore_ascii_case(word)
    }

    /// Whether a token is one of these words, in any case.
    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.lower(at);
        !word.is_empty() && words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    /// Whether a token is one of the words of a kind, in the language of the text or in English.
    pub fn is_among(&self, at: usize, words: impl Fn(&WordTable) -> WordList) -> bool {
        self.tables().any(|table| self.is_any(at, words(table)))
    }

    /// Whether a token is one of the words of a kind in the language of the text, unless that is English.
    pub fn is_own(&self, at: usize, words: impl Fn(&WordTable) -> WordList) -> bool {
        self.own().is_some_and(|table| self.is_any(at, words(table)))
    }

    /// Whether a token is letters that its language joins to the next word: `و`, `الـ`.
    pub fn is_prefix(&self, at: usize) -> bool {
        let word = self.lower(at).trim_end_matches('ـ');
        let splitting = self.own().map(|own| own.splitting);
        matches!(splitting, Some(Splitting::Prefixes(prefixes)) if prefixes.contains(&word))
    }

    /// The value of the entry of a table for a word.
    pub fn find<T: Copy>(&self, at: usize, table: &[(&str, T)]) -> Option<T> {
        let word = self.lower(at);
        let is_known = |known: &str| !word.is_empty() && known.eq_ignore_ascii_case(word);
        table.iter().find(|(known, _)| is_known(known)).map(|(_, value)| *value)
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

    /// Returns the token after a phrase that begins at token `at`. Its words may be joined by hyphens.
    pub fn phrase_at(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for word in phrase.split(' ') {
            next += usize::from(next > at && self.is_sign(next, "-‑") && self.glued(next));
            if !self.is(next, word) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// Returns the token after the longest of these phrases that begins at token `at`.
    pub fn any_phrase_at(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.phrase_at(at, phrase)).max()
    }

    /// Returns the first token of the longest of these phrases that is directly before token `at`.
    pub fn any_phrase_before(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.phrase_before(at, phrase)).min()
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
            TokenKind::Sign('.' | ';' | ':' | '?' | '!' | '…' | '؟' | '؛') => {
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
            && matches!(
                self.kind(at),
                TokenKind::End | TokenKind::Sign('.' | '?' | '!' | '…' | '؟' | '。' | '？' | '！')
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let tokens = Tokens::new(text, None);
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
        let tokens = Tokens::new("a well-known – x. 2.5 a (b) c, d", None);
        let ends: Vec<&str> =
            (0..tokens.len()).filter(|&at| tokens.ends_clause(at)).map(|at| tokens.text(at)).collect();
        assert_eq!(ends, ["–", "."]);
        assert!(tokens.ends_clause(99) && tokens.kind(0usize.wrapping_sub(1)) == TokenKind::End);
    }
}
