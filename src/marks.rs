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
/// Opens a text in English on a page in another language.
pub const ENGLISH: char = '\u{FDD6}';
/// Closes such a text.
pub const ENGLISH_END: char = '\u{FDD7}';
/// Placeholder in a line that opens or closes the body of a shortcode while Markdown is parsed.
pub const BODY: char = '\u{FDDC}';

/// Placeholder for the delimiters of a call that an import has written.
pub const IMPORTED: char = '\u{FDDD}';

/// Whether this is a code point that only Firstflight may use.
#[must_use]
pub fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c)
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
    fn marks_are_recognised_and_their_neighbours_are_not() {
        assert!(holds_mark("a\u{FDD0}") && holds_mark("\u{FDEF}") && is_mark(CALL));
        assert!(!holds_mark("a\u{FDCF}\u{FDF0}ﷲ é") && !is_mark('\u{FDF0}'));
    }
}
