//! Character references that name marks: `&#xFDD0;` would come out of the parser as a hole that the editor wrote. Each
//! is turned into one of the same length that names U+FFFD, so that no place moves.

use std::borrow::Cow;

use crate::marks;

/// The text with every reference to a mark made harmless.
#[must_use]
pub fn without_marks(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"&#") {
        let (start, radix) = match text.as_bytes().get(at + 2) {
            Some(b'x' | b'X') => (at + 3, 16),
            _ => (at + 2, 10),
        };
        let digits = text[start..].bytes().take_while(|&b| char::from(b).is_digit(radix)).count();
        let number = &text[start..start + digits];
        let named = u32::from_str_radix(number.trim_start_matches('0'), radix).ok().and_then(char::from_u32);
        if named.is_some_and(marks::is_mark) {
            let other = if radix == 16 { "FFFD" } else { "65533" };
            out.push_str(&text[copied..start + digits - other.len()]);
            out.push_str(other);
            copied = start + digits;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
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
            assert_eq!(without_marks(text), wanted);
            assert_eq!(text.len(), wanted.len());
        }
        for text in ["&#xFDCF;", "&#64975;", "&#65008;", "&#", "&#x", "&#;", "&#xé", "&#99999999999999;", "&amp;"] {
            assert!(matches!(without_marks(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
