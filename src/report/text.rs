//! Text for terminals: replaces control characters, counts columns, formats numbers and plurals.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a tab.
const TAB: usize = 4;

/// The replacement for a character that a terminal would interpret instead of showing: control characters, and marks that
/// change the direction of text and so misrepresent a line.
#[must_use]
pub(crate) fn stand_in(c: char) -> Option<char> {
    match c {
        '\t' => None,
        // The symbols for control characters have the same order as the control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => Some('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// Returns the text on one line without characters that a terminal would interpret; tabs become spaces.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\t' || stand_in(c).is_some()) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if c == '\t' { ' ' } else { stand_in(c).unwrap_or(c) }).collect()
}

/// Like [`harmless`], but keeps line ends.
#[must_use]
pub fn harmless_lines(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// Returns how many columns of a terminal a character takes as it is drawn: none, one or two; a tab is drawn as four spaces.
#[must_use]
pub(crate) fn columns(c: char) -> usize {
    if c == '\t' { TAB } else { stand_in(c).unwrap_or(c).width().unwrap_or(0) }
}

/// Returns how many columns of a terminal a text takes; unlike the sum over its characters, a sequence that is drawn as one
/// emoji counts once.
#[must_use]
pub(crate) fn width(text: &str) -> usize {
    text.split('\t').map(UnicodeWidthStr::width).sum::<usize>() + TAB * text.matches('\t').count()
}

/// Returns the text, cut to at most `limit` columns and ending in `…` if it is longer.
#[must_use]
pub(crate) fn crop(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut taken = 0;
    let end = text.char_indices().find(|&(_, c)| {
        taken += columns(c);
        taken > limit.saturating_sub(1)
    });
    Cow::Owned(format!("{}…", &text[..end.map_or(text.len(), |(at, _)| at)]))
}

/// Breaks paragraphs into lines of at most `limit` columns; line ends in the text are kept.
#[must_use]
pub(crate) fn wrap(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut at = 0;
        for word in line.split_whitespace() {
            let wide = width(word);
            if at > 0 && at + 1 + wide > limit {
                out.push('\n');
                at = 0;
            } else if at > 0 {
                out.push(' ');
                at += 1;
            }
            out.push_str(word);
            at += wide;
        }
        out.push('\n');
    }
    out
}

/// Formats a number with commas: `12,345`.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Formats a count: `1 page`, `2 pages`. For nouns whose plural ends in a plain `s`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number as u64), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(harmless("a\u{1b}[31mb\u{7f}\tc\r\nd"), "a␛[31mb␡ c␍␊d");
        assert_eq!(harmless("\u{9b}31m \u{202e}abc"), "\u{fffd}31m \u{fffd}abc");
        assert_eq!(harmless_lines("a\r\n\u{1b}b"), "a\n␛b");
        assert!(matches!(harmless("été 日本 שלום"), Cow::Borrowed(_)));
    }

    #[test]
    fn wide_and_combining_characters_have_their_columns() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("a\tb"), 6);
        assert_eq!(width("👩‍👩‍👧 ☎️ 🇫🇷"), 8);
        assert_eq!(width("\u{200b}\u{ad}\u{feff}"), 0);
        assert_eq!(crop("/a/long/address/", 8), "/a/long…");
        assert_eq!(crop("日本語", 4), "日…");
        assert_eq!(crop("short", 8), "short");
    }

    #[test]
    fn numbers_and_plurals() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(12_345_678), "12,345,678");
        assert_eq!(count(1, "page"), "1 page");
        assert_eq!(count(1_200, "page"), "1,200 pages");
    }

    #[test]
    fn paragraphs_are_broken_between_words() {
        assert_eq!(wrap("one two three\nfour", 8), "one two\nthree\nfour\n");
        assert_eq!(wrap("unbreakable", 4), "unbreakable\n");
    }
}
