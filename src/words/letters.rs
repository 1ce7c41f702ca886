//! Letters, and how far words and numbers reach.

use super::digits;

/// A text in lower case. Letters whose lower case is longer or shorter stay as they are, so that ranges stay valid.
pub fn lowered(text: &str) -> String {
    let of_char = |c: char| {
        let mut lower = c.to_lowercase();
        lower.next().filter(|small| lower.len() == 0 && small.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(of_char).collect()
}

/// Whether a character is a letter or belongs to one.
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether a letter is of a script that has no spaces between words, or ties endings to numbers as Korean does.
pub fn is_dense(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{30FF}')
        || matches!(c, '\u{31F0}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..)
}

/// Length in bytes of the word that a text begins with.
pub fn word_length(text: &str) -> usize {
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
pub fn number_length(text: &str) -> usize {
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
