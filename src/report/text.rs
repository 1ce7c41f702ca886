//! Text on its way to a person: control characters made harmless, columns counted, numbers and plurals written out.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// What stands for a character that a terminal would obey instead of showing it: escape sequences, and the marks that
/// turn the direction of text around and so make a line read as something it is not.
#[must_use]
pub(crate) fn stand_in(c: char) -> Option<char> {
    match c {
        '\t' => None,
        // The pictures of the control characters stand in the same order as what they picture.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => Some('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// A text that stays on its line and that no terminal obeys; tabs become spaces.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\t' || stand_in(c).is_some()) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if c == '\t' { ' ' } else { stand_in(c).unwrap_or(c) }).collect()
}

/// Like [`harmless`], but lines may end.
#[must_use]
pub fn harmless_lines(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// How many columns of a terminal a character takes: none, one or two; a tab is drawn as four spaces.
///
/// Good enough to crop and to align by; carets are placed by the library that draws them, with the full tables.
#[must_use]
pub(crate) fn columns(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        _ if (c as u32) >= 0x300 && is_combining_mark(c) => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// How many columns a text takes.
#[must_use]
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The beginning of a text, ending in `…` where it did not fit.
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

/// Breaks paragraphs into lines of at most `limit` columns; line ends in the text stay.
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

/// `12,345`
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

/// `1 page`, `2 pages`: for nouns that take a plain `s`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number as u64), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        assert_eq!(harmless("a\u{1b}[31mb\u{7f}\tc\r\nd"), "a␛[31mb␡ c␍␊d");
        assert_eq!(harmless("\u{9b}31m \u{202e}abc"), "\u{fffd}31m \u{fffd}abc");
        assert_eq!(harmless_lines("a\r\n\u{1b}b"), "a\n␛b");
        assert!(matches!(harmless("été 日本 שלום"), Cow::Borrowed(_)));
    }

    #[test]
    fn columns_of_wide_and_combining_characters() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
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
