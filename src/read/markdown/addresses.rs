//! Addresses as they are written: their kind, their end, and characters that they cannot contain.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::marks::is_forbidden;
use crate::percent;

/// Schemes that a link may have.
pub const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "sms", "xmpp"];

/// The kind of an address.
#[derive(Clone, Copy, Debug)]
pub enum AddressKind<'t> {
    /// Another host, a mail address, a telephone.
    Outside,
    /// A page, a file or a place of this site.
    Inside,
    /// A scheme that is not allowed.
    Forbidden(&'t str),
}

/// Returns the kind of an address.
#[must_use]
pub fn classify(address: &str) -> AddressKind<'_> {
    if address.starts_with("//") {
        return AddressKind::Forbidden("");
    }
    // A browser strips tabs and line ends before it looks for a scheme; what it would see is what counts.
    let end = address.find([':', '/', '?', '#']).unwrap_or(address.len());
    if !address[end..].starts_with(':') {
        return AddressKind::Inside;
    }
    let scheme = &address[..end];
    if SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)) {
        AddressKind::Outside
    } else {
        AddressKind::Forbidden(scheme)
    }
}

/// Whether `written` is the address `target` as a text has it: with the escapes and character references of Markdown, or the
/// references of HTML.
#[must_use]
pub fn is_address_written(written: &str, target: &str) -> bool {
    let reads = |link: String| match Parser::new(&link).nth(1) {
        Some(Event::Start(Tag::Link { dest_url, .. })) => *dest_url == *target,
        _ => false,
    };
    !written.is_empty() && (reads(format!("[x]({written})")) || reads(format!("[x](<{written}>)")))
}

/// Percent-encoded characters of an address that HTML forbids.
pub(super) fn percent_escapes(address: &str) -> impl Iterator<Item = (&str, char)> {
    percent::escapes(address).filter(|(_, c)| is_forbidden(*c))
}

/// An address without what no address can contain as it is: a `%` that begins no escape, white space and some signs are
/// encoded, as browsers do before they follow it.
pub(super) fn valid(address: &str) -> Cow<'_, str> {
    let bytes = address.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let is_invalid = |at: usize| match bytes[at] {
        b'%' => !(is_hex(at + 1) && is_hex(at + 2)),
        b' ' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => true,
        byte => byte.is_ascii_control(),
    };
    if !(0..bytes.len()).any(is_invalid) {
        return Cow::Borrowed(address);
    }
    let mut out = String::with_capacity(address.len() + 8);
    for (at, c) in address.char_indices() {
        match c {
            c if c.is_ascii() && is_invalid(at) => out += &format!("%{:02X}", u32::from(c)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The address that a text begins with, as CommonMark reads one: between `<` and `>`, or up to white space or the
/// closing parenthesis.
pub(super) fn address_at(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    if let Some(inner) = rest.strip_prefix('<') {
        let length = inner.find(['>', '\n'])?;
        return (length > 0).then_some(start + 1..start + 1 + length);
    }
    let length = bare_address_length(rest);
    (length > 0).then_some(start..start + length)
}

/// How many bytes the address has that a text begins with and that is not between `<` and `>`: up to white space or to a closing
/// parenthesis that it did not open.
#[must_use]
pub fn bare_address_length(text: &str) -> usize {
    let mut open = 0_usize;
    let mut escaped = false;
    let length = text.find(|c: char| {
        let ends = match c {
            _ if escaped => false,
            '(' => {
                open += 1;
                false
            }
            ')' if open == 0 => true,
            ')' => {
                open -= 1;
                false
            }
            _ => c.is_ascii_whitespace(),
        };
        escaped = c == '\\' && !escaped;
        ends
    });
    length.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_cannot_contain_is_encoded() {
        for (written, expected) in [
            ("https://a.example/100%", "https://a.example/100%25"),
            ("https://a.example/%zz?a=5%&b=%41", "https://a.example/%25zz?a=5%25&b=%41"),
            ("https://a.example/a b|é", "https://a.example/a%20b%7Cé"),
            ("https://a.example/%C3%A9", "https://a.example/%C3%A9"),
        ] {
            assert_eq!(valid(written), expected, "{written}");
        }
    }

    #[test]
    fn an_address_is_written_with_escapes() {
        for (written, target) in [
            ("a\\_b", "a_b"),
            ("a&amp;b", "a&b"),
            ("a\\(b", "a(b"),
            ("a b", "a b"),
            ("&#47;a/", "/a/"),
            ("a%20b", "a%20b"),
        ] {
            assert!(is_address_written(written, target), "{written}");
        }
        for (written, target) in [("a](b) [c", "b"), ("[a][b]", "/a/"), ("", ""), ("a&amp;b", "a&amp;b")] {
            assert!(!is_address_written(written, target), "{written}");
        }
    }
}
