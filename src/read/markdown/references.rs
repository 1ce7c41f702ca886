//! Character references that name what no page can hold: `&#1;` would come out of the parser as a control character,
//! and
//! `&#xFDD0;` as a hole that the editor wrote. Whether a reference is decoded depends on where it is: in code it is
//! text.

use std::borrow::Cow;
use std::ops::Range;

use super::writer::Writer;
use crate::limits::FORBIDDEN_CHARACTERS;
use crate::marks;
use crate::report::catalog;

/// References of one text that name forbidden characters, in order.
#[derive(Debug, Default)]
pub(super) struct Forbidden {
    references: Vec<Reference>,
}

#[derive(Debug)]
struct Reference {
    /// Bytes of the text that it takes.
    range: Range<usize>,
    c: char,
    /// Whether it is decoded.
    decoded: bool,
}

impl Forbidden {
    /// Notes whether the references in a range are decoded.
    pub fn settle(&mut self, range: &Range<usize>, decoded: bool) {
        // Nearly every text has none.
        if self.references.is_empty() {
            return;
        }
        let first = self.references.partition_point(|reference| reference.range.start < range.start);
        let inside = self.references[first..].iter_mut().take_while(|reference| reference.range.start < range.end);
        inside.for_each(|reference| reference.decoded = decoded);
    }
}

impl Writer<'_> {
    /// Reports the references that are decoded.
    pub(super) fn name_forbidden(&mut self) {
        if !self.rules.house {
            return;
        }
        let references = std::mem::take(&mut self.forbidden.references);
        let decoded = references.into_iter().filter(|reference| reference.decoded);
        for Reference { range, c, .. } in decoded.take(FORBIDDEN_CHARACTERS) {
            let written = &self.file.text()[range.start + self.base..range.end + self.base];
            let finding = catalog::files::forbidden_escape(self.place(range), written, c);
            self.findings.push(finding);
        }
    }

    /// Calls are not text of the document: a reference in one stays as written.
    pub(super) fn settle_calls(&mut self) {
        if self.forbidden.references.is_empty() {
            return;
        }
        for number in 0..self.masked.calls() {
            let range = self.masked.call(number).range.clone();
            self.forbidden.settle(&range, false);
        }
    }
}

/// The text with every reference to a mark made harmless by one of the same length that names U+FFFD, so that no place
/// moves; and the references to what no page can hold.
#[must_use]
pub(super) fn read(text: &str) -> (Cow<'_, str>, Forbidden) {
    let mut out = String::new();
    let mut copied = 0;
    let mut references = Vec::new();
    for (range, c) in forbidden(text) {
        if marks::is_mark(c) {
            let is_hexadecimal = matches!(text.as_bytes()[range.start + 2], b'x' | b'X');
            let other = if is_hexadecimal { "FFFD" } else { "65533" };
            let end = range.start + text[range.clone()].trim_end_matches(';').len();
            out.push_str(&text[copied..end - other.len()]);
            out.push_str(other);
            copied = end;
        }
        let escaped = text[..range.start].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1;
        let decoded = !escaped && text[range.clone()].ends_with(';');
        references.push(Reference { range, c, decoded });
    }
    if copied > 0 {
        out.push_str(&text[copied..]);
    }
    let text = if copied == 0 { Cow::Borrowed(text) } else { Cow::Owned(out) };
    (text, Forbidden { references })
}

/// References of a text that name forbidden characters, with or without a semicolon.
pub fn forbidden(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    memchr::memmem::find_iter(text.as_bytes(), b"&#").filter_map(move |at| {
        let (start, radix) = match text.as_bytes().get(at + 2) {
            Some(b'x' | b'X') => (at + 3, 16),
            _ => (at + 2, 10),
        };
        let digits = text[start..].bytes().take_while(|&b| char::from(b).is_digit(radix)).count();
        let number = text[start..start + digits].trim_start_matches('0');
        let named = if number.is_empty() && digits > 0 { Some('\0') } else { None };
        let named = named.or_else(|| u32::from_str_radix(number, radix).ok().and_then(char::from_u32));
        let end = start + digits + usize::from(text[start + digits..].starts_with(';'));
        named.filter(|c| marks::is_forbidden(*c)).map(|c| (at..end, c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_marks_change_and_keep_their_length() {
        for (text, wanted) in [
            ("a&#xFDD0;b", "a&#xFFFD;b"),
            ("&#X00fdef;&#64976;&#065007;", "&#X00FFFD;&#65533;&#065533;"),
            ("&#xFDD2 ", "&#xFFFD "),
        ] {
            assert_eq!(read(text).0, wanted);
            assert_eq!(text.len(), wanted.len());
        }
        for text in ["&#xFDCF;", "&#64975;", "&#65008;", "&#", "&#x", "&#;", "&#xé", "&#99999999999999;", "&amp;"] {
            assert!(matches!(read(text).0, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn references_to_what_no_page_can_hold_are_found() {
        let found: Vec<(Range<usize>, char)> = forbidden("&#1;&#x1b; &#0; &#x85;&#9;&#10;&#xFFFE;&#128512;").collect();
        let wanted = [(0..4, '\u{1}'), (4..10, '\u{1B}'), (11..15, '\0'), (16..22, '\u{85}'), (31..39, '\u{FFFE}')];
        assert_eq!(found, wanted);
        let decoded = |text: &str| read(text).1.references.iter().filter(|reference| reference.decoded).count();
        assert_eq!((decoded("&#1;"), decoded("\\&#1;"), decoded("\\\\&#1;"), decoded("&#1 ")), (1, 0, 1, 0));
    }
}
