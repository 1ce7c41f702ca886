//! Marks: code points that Unicode promises never to assign (U+FDD0 to U+FDEF), used as holes in text that is on its
//! way. HTML forbids them, so reading refuses them in every file of an editor and escaping turns them into U+FFFD:
//! whatever mark stands in a text, Firstflight put it there.

/// Opens a hole in a page's body: what follows, up to [`END`], says what belongs there.
pub const OPEN: char = '\u{FDD0}';
/// Closes a hole in a page's body.
pub const END: char = '\u{FDD1}';
/// Stands where the page's style belongs.
pub const STYLE: char = '\u{FDD2}';
/// Stands where the number of the page's own weight belongs.
pub const WEIGHT: char = '\u{FDD3}';
/// Stands for white space that the minifier would swallow.
pub const SPACE: char = '\u{FDD4}';
/// Stands for the first byte of a shortcode call while Markdown is parsed.
pub const CALL: char = '\u{FDD5}';

/// Whether this is one of the code points that only Firstflight may use.
#[must_use]
pub fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// Whether HTML forbids this character in text: controls, and what Unicode keeps for programs.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || is_mark(c) || (c as u32 & 0xFFFE) == 0xFFFE
}

/// Whether a text holds any mark. All of them share their first two bytes in UTF-8.
#[must_use]
pub fn holds_mark(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"\xEF\xB7")
        .any(|at| text.as_bytes().get(at + 2).is_some_and(|byte| (0x90..=0xAF).contains(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_their_neighbours_are_not() {
        assert!(holds_mark("a\u{FDD0}") && holds_mark("\u{FDEF}") && is_mark(CALL));
        assert!(!holds_mark("a\u{FDCF}\u{FDF0}ﷲ é") && !is_mark('\u{FDF0}'));
    }
}
