//! Marks: code points that Unicode never assigns (U+FDD0 to U+FDEF), used as placeholders in text between stages. HTML
//! forbids them, so they are refused in every file of a site and escaping replaces them by U+FFFD: every mark in a text
//! comes from Firstflight.

use std::borrow::Cow;

/// Opens a hole in the body of a page: the text up to [`END`] says what belongs there.
pub const OPEN: char = '\u{FDD0}';
/// Closes a hole in the body of a page.
pub const END: char = '\u{FDD1}';
/// Placeholder for the style of the page.
pub const STYLE: char = '\u{FDD2}';
/// Placeholder for the weight of the page.
pub const WEIGHT: char = '\u{FDD3}';
/// Placeholder for white space that the minifier would remove.
pub const SPACE: char = '\u{FDD4}';
/// Placeholder for the first byte of a shortcode call while Markdown is parsed.
pub const CALL: char = '\u{FDD5}';
/// Opens a text in another language than its page's, or one that keeps its own direction. What follows says which: the tag of
/// the language, [`LEFT_TO_RIGHT`], or nothing, which is for the browser to find out.
pub const FOREIGN: char = '\u{FDD6}';
/// Closes such a text.
pub const FOREIGN_END: char = '\u{FDD7}';
/// After [`FOREIGN`]: the text reads from left to right, in no language that is known.
pub const LEFT_TO_RIGHT: char = '\u{FDD8}';
/// The first of sixteen marks that write the tag of a language, two for each byte.
const DIGIT: u32 = 0xFDE0;
/// Placeholder in a line that opens or closes the body of a shortcode while Markdown is parsed.
pub const BODY: char = '\u{FDDC}';

/// Placeholder for the delimiters of a call that an import has written.
pub const IMPORTED: char = '\u{FDDD}';

/// Whether this is a code point that only Firstflight may use.
#[must_use]
pub fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// Whether this is a mark of a text in another language or direction.
#[must_use]
pub fn is_of_language(c: char) -> bool {
    matches!(c, FOREIGN..=LEFT_TO_RIGHT) || digit(c).is_some()
}

/// Whether a text contains a mark of a text in another language or direction.
#[must_use]
pub fn holds_language(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(FIRST_BYTE, bytes).any(|at| matches!(bytes[at..], [_, 0xB7, 0x96..=0x98 | 0xA0..=0xAF, ..]))
}

/// The text without marks of language and direction.
#[must_use]
pub fn without_language(text: &str) -> Cow<'_, str> {
    if holds_language(text) { Cow::Owned(text.replace(is_of_language, "")) } else { Cow::Borrowed(text) }
}

/// The marks that open a text in the language of this tag.
#[must_use]
pub fn open_language(tag: &str) -> String {
    let digit = |value: u8| char::from_u32(DIGIT + u32::from(value)).unwrap_or(char::REPLACEMENT_CHARACTER);
    let digits = tag.bytes().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    std::iter::once(FOREIGN).chain(digits).collect()
}

/// What the marks that open a text say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is in the language of this tag.
    Language(String),
    /// It reads from left to right.
    LeftToRight,
    /// Its letters say how it reads.
    Unknown,
}

/// The marks that a text begins with, if it begins with some: their length, and what they say.
#[must_use]
pub fn opening(text: &str) -> Option<(usize, Opening)> {
    let rest = text.strip_prefix(FOREIGN)?;
    if rest.starts_with(LEFT_TO_RIGHT) {
        return Some((FOREIGN.len_utf8() + LEFT_TO_RIGHT.len_utf8(), Opening::LeftToRight));
    }
    let digits: Vec<u8> = rest.chars().map_while(digit).collect();
    let bytes = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    let length = FOREIGN.len_utf8() * (digits.len() + 1);
    let tag = String::from_utf8(bytes).ok().filter(|tag| !tag.is_empty());
    Some((length, tag.map_or(Opening::Unknown, Opening::Language)))
}

fn digit(c: char) -> Option<u8> {
    u32::from(c).checked_sub(DIGIT).and_then(|value| u8::try_from(value).ok()).filter(|value| *value < 16)
}

/// Whether HTML forbids this character in text: control characters and noncharacters of Unicode.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || is_mark(c) || (c as u32 & 0xFFFE) == 0xFFFE
}

/// Whether this character looks like a space, or is invisible, and is not an ASCII space.
#[must_use]
pub fn is_like_a_space(c: char) -> bool {
    !c.is_ascii()
        && (c.is_whitespace()
            || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}'))
}

/// Describes an invisible character: its number, and its name if it is well known.
#[must_use]
pub fn described(c: char) -> String {
    let name = match c {
        '\u{A0}' => " (no-break space)",
        '\u{AD}' => " (soft hyphen)",
        '\u{2003}' => " (em space)",
        '\u{2007}' => " (figure space)",
        '\u{2009}' => " (thin space)",
        '\u{200B}' => " (zero width space)",
        '\u{200E}' => " (left-to-right mark)",
        '\u{200F}' => " (right-to-left mark)",
        '\u{202F}' => " (narrow no-break space)",
        '\u{2060}' => " (word joiner)",
        '\u{3000}' => " (ideographic space)",
        '\u{FEFF}' => " (byte order mark)",
        _ => "",
    };
    format!("U+{:04X}{name}", u32::from(c))
}

/// Replaces each forbidden character by U+FFFD. Reading refuses them; writers of files that cannot contain one check again.
#[must_use]
pub fn without_forbidden(text: &str) -> Cow<'_, str> {
    if text.contains(is_forbidden) { Cow::Owned(text.replace(is_forbidden, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// The first byte of every mark in UTF-8.
pub const FIRST_BYTE: u8 = 0xEF;

/// Whether a text contains a mark. All marks share their first two bytes in UTF-8.
#[must_use]
pub fn holds_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(FIRST_BYTE, bytes).any(|at| matches!(bytes[at..], [_, 0xB7, 0x90..=0xAF, ..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_text_is_written_in_marks() {
        for tag in ["en", "zh-Hant", "fa-u-nu-latn"] {
            let marks = open_language(tag);
            assert!(marks.chars().all(is_of_language) && holds_language(&marks));
            assert_eq!(opening(&format!("{marks}text")), Some((marks.len(), Opening::Language(tag.to_owned()))));
        }
        assert_eq!(opening(&format!("{FOREIGN}text")), Some((3, Opening::Unknown)));
        assert_eq!(opening(&format!("{FOREIGN}{LEFT_TO_RIGHT}1")), Some((6, Opening::LeftToRight)));
        assert_eq!(opening("text"), None);
        assert!(!holds_language(&format!("{STYLE}{OPEN}{END}{SPACE}{BODY}")));
        assert_eq!(without_language(&format!("{FOREIGN}a{FOREIGN_END}b")), "ab");
    }

    #[test]
    fn marks_are_recognised_and_their_neighbours_are_not() {
        assert!(holds_mark("a\u{FDD0}") && holds_mark("\u{FDEF}") && is_mark(CALL));
        assert!(!holds_mark("a\u{FDCF}\u{FDF0}ﷲ é") && !is_mark('\u{FDF0}'));
    }
}
