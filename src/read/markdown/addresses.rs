//! Addresses as they are written: their kind, their end, and characters that they cannot contain.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::marks::is_forbidden;
use crate::percent;

/// Schemes that a link may have.
pub const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "sms", "xmpp"];

/// The kind of an address.
#[derive(Clone, Copy, Debug)]
pub enum Target<'t> {
    /// Another host, a mail address, a telephone.
    Outside,
    /// A page, a file or a place of this site.
    Inside,
    /// A scheme that is not allowed.
    Forbidden(&'t str),
}

/// Returns the kind of an address.
#[must_use]
pub fn classify(address: &str) -> Target<'_> {
    if address.starts_with("//") {
        return Target::Forbidden("");
    }
    // A browser strips tabs and line ends before it looks for a scheme; what it would see is what counts.
    let end = address.find([':', '/', '?', '#']).unwrap_or(address.len());
    if !address[end..].starts_with(':') {
        return Target::Inside;
    }
    let scheme = &address[..end];
    if SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)) {
        Target::Outside
    } else {
        Target::Forbidden(scheme)
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
