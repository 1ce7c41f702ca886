//! Addresses as they are written: what they ask for, where they end, and what they may not hold.

use std::ops::Range;

use crate::marks::is_forbidden;

/// Schemes that a link may have.
pub(super) const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// What an address asks for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'t> {
    /// Another host, a mail address, a telephone.
    Outside,
    /// A page, a file or a place of this site.
    Inside,
    /// A scheme that is not allowed.
    Forbidden(&'t str),
}

/// What an address asks for.
pub(super) fn classify(address: &str) -> Target<'_> {
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

/// Percent-encoded characters of an address that HTML forbids.
pub(super) fn percent_escapes(address: &str) -> impl Iterator<Item = (&str, char)> {
    let byte = |at: usize| u8::from_str_radix(address.get(at + 1..at + 3)?, 16).ok();
    address.match_indices('%').filter_map(move |(at, _)| {
        let first = byte(at)?;
        let length = match first {
            0..0x80 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
            _ => return None,
        };
        let written = address.get(at..at + 3 * length)?;
        let bytes: Vec<u8> = (0..length)
            .map(|number| byte(at + 3 * number).filter(|_| written.as_bytes()[3 * number] == b'%'))
            .collect::<Option<_>>()?;
        let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        is_forbidden(c).then_some((written, c))
    })
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
    let mut open = 0_usize;
    let mut escaped = false;
    let length = rest.find(|c: char| {
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
            _ => c.is_whitespace(),
        };
        escaped = c == '\\' && !escaped;
        ends
    });
    let length = length.unwrap_or(rest.len());
    (length > 0).then_some(start..start + length)
}
