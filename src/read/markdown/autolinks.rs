//! Bare addresses in running text, by the rules of GitHub's extended autolinks: `https://…`, `www.…`, `mailto:…`, `xmpp:…` and
//! mail addresses. Unlike there, an address also ends before punctuation of other scripts, as in `https://example.org，`.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::marks;

/// A bare address in a text.
#[derive(Debug, PartialEq)]
pub(super) struct BareAddress {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What the link adds before it.
    pub prefix: &'static str,
}

/// Bare addresses of a text, in order.
pub(super) fn addresses(text: &str) -> Vec<BareAddress> {
    let mut found: Vec<BareAddress> = Vec::new();
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b':', b'@', b'w', bytes) {
        let end = found.last().map_or(0, |bare| bare.range.end);
        if at < end {
            continue;
        }
        let bare = match bytes[at] {
            b':' => web_address_at(text, at).map(|range| BareAddress { range, prefix: "" }),
            b'@' => mail_address_at(text, at),
            _ => bare_host_at(text, at).map(|range| BareAddress { range, prefix: "https://" }),
        };
        found.extend(bare.filter(|bare| bare.range.start >= end));
    }
    found
}

/// The web address whose first colon is at a byte of a text.
pub(super) fn web_address_at(text: &str, colon: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if !bytes[colon..].starts_with(b"://") {
        return None;
    }
    let scheme = bytes[..colon].iter().rev().take(6).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = colon - scheme;
    if !["http", "https"].iter().any(|known| text[start..colon].eq_ignore_ascii_case(known)) {
        return None;
    }
    let rest = &text[colon + 3..];
    let host = host_length(rest, true)?;
    Some(start..colon + 3 + length(rest, host))
}

/// The address without a scheme that begins with `www.` at a byte of a text.
fn bare_host_at(text: &str, at: usize) -> Option<Range<usize>> {
    if !text[at..].starts_with("www.") {
        return None;
    }
    let before = text[..at].chars().next_back();
    let is_free = |c: char| c.is_whitespace() || "*_~([".contains(c) || !c.is_ascii() && is_punctuation(c);
    if !before.is_none_or(is_free) {
        return None;
    }
    let host = host_length(&text[at..], false)?;
    Some(at..at + length(&text[at..], host))
}

/// The length of the host that a text begins with; with `short`, it needs no dot.
fn host_length(text: &str, short: bool) -> Option<usize> {
    let is_of_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || is_mark_of_word(c);
    let length = text.find(|c: char| !is_of_host(c)).unwrap_or(text.len());
    let host = &text[..length];
    // The last two names of a host have no underscore.
    let mut names = host.trim_end_matches('.').rsplit('.');
    let is_valid = !names.by_ref().take(2).any(|name| name.contains('_'));
    (is_valid && host.starts_with(|c: char| c.is_alphanumeric()) && (short || host.contains('.'))).then_some(length)
}

/// The length of the address that a text begins with, given that of its host, without punctuation that ends the sentence.
fn length(text: &str, host: usize) -> usize {
    let ends =
        |c: char| c.is_whitespace() || c == '<' || !c.is_ascii() && (is_punctuation(c) || marks::is_like_a_space(c));
    let end = host + text[host..].find(ends).unwrap_or(text.len() - host);
    trimmed(&text[..end]).len()
}

/// An address without the punctuation at its end that belongs to the sentence.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    // Parentheses that close more than they open.
    let mut excess = address.matches(')').count().saturating_sub(address.matches('(').count());
    loop {
        // Only ASCII characters are removed.
        let shorter = address.get(..address.len().saturating_sub(1)).unwrap_or(address);
        address = match address.as_bytes().last() {
            Some(b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"') => shorter,
            Some(b')') if excess > 0 => {
                excess -= 1;
                shorter
            }
            Some(b';') => {
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let is_entity = name.ends_with('&') && name.len() < shorter.len();
                if is_entity { &name[..name.len() - 1] } else { shorter }
            }
            _ => return address,
        };
    }
}

/// The mail address whose at sign is at a byte of a text.
fn mail_address_at(text: &str, at: usize) -> Option<BareAddress> {
    let bytes = text.as_bytes();
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b".+-_".contains(byte);
    let mut start = at - bytes[..at].iter().rev().take_while(|byte| is_of_name(byte)).count();
    let scheme = ["mailto:", "xmpp:"].into_iter().find(|scheme| {
        let from = start.checked_sub(scheme.len());
        from.is_some_and(|from| text.is_char_boundary(from) && text[from..start].eq_ignore_ascii_case(scheme))
    });
    let has_name = start < at;
    let before = text[..start].chars().next_back();
    // A name with a letter that is not ASCII would lose its beginning.
    let is_cut = |c: char| matches!(c, '/' | '@') || c.is_lowercase() || c.is_uppercase();
    if !has_name || scheme.is_none() && before.is_some_and(is_cut) {
        return None;
    }
    start -= scheme.map_or(0, str::len);
    let host = &text[at + 1..];
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut length = host.find(|c: char| !is_of_host(c)).unwrap_or(host.len());
    if host[length..].starts_with('@') {
        return None;
    }
    length = host[..length].trim_end_matches('.').len();
    let name = &host[..length];
    if !name.contains('.')
        || name.starts_with('.')
        || name.contains("..")
        || !name.ends_with(|c: char| c.is_ascii_alphabetic())
    {
        return None;
    }
    if scheme == Some("xmpp:") && host[length..].starts_with('/') {
        let resource = host[length + 1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '@' || c == '.'));
        let resource = resource.unwrap_or(host.len() - length - 1);
        length += if resource > 0 { resource + 1 } else { 0 };
    }
    let prefix = if scheme.is_some() { "" } else { "mailto:" };
    Some(BareAddress { range: start..at + 1 + length, prefix })
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// Whether a character is punctuation, in any script.
pub(super) fn is_punctuation(c: char) -> bool {
    GeneralCategoryGroup::Punctuation.contains(category(c))
}

/// Whether a character is part of a word without being a letter or a digit: the vowel signs of many scripts.
fn is_mark_of_word(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// Whether a character is a digit, in any script, or a sign that joins words, such as `_`.
pub(super) fn is_digit_or_connector(c: char) -> bool {
    matches!(category(c), GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation)
}

/// Returns an address for the attribute of a link, if it differs: a host in another script is written in Punycode.
#[must_use]
pub fn with_ascii_host(address: &str) -> Option<String> {
    if address.is_ascii() {
        return None;
    }
    let colon = address.find(':')?;
    let is_mail = address[..colon].eq_ignore_ascii_case("mailto");
    let start =
        if is_mail { address.rfind('@')? + 1 } else { colon + address[colon..].strip_prefix("://").map(|_| 3)? };
    let end = start + address[start..].find(['/', '?', '#', ':']).unwrap_or(address.len() - start);
    let start = start + address[start..end].rfind('@').map_or(0, |at| at + 1);
    let host = &address[start..end];
    if host.is_ascii() {
        return None;
    }
    let host = idna::domain_to_ascii(host).ok()?;
    Some(format!("{}{host}{}", &address[..start], &address[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        addresses(text).into_iter().map(|bare| format!("{}{}", bare.prefix, &text[bare.range])).collect()
    }

    #[test]
    fn addresses_are_found_as_github_finds_them() {
        for (text, wanted) in [
            ("see https://a.example/b.", &["https://a.example/b"][..]),
            ("(https://a.example/b_(c))", &["https://a.example/b_(c)"]),
            ("HTTPS://A.EXAMPLE/B", &["HTTPS://A.EXAMPLE/B"]),
            ("http://localhost:80/, http://a", &["http://localhost:80/", "http://a"]),
            ("www.a.example/~b and (www.c.example)", &["https://www.a.example/~b", "https://www.c.example"]),
            ("https://a.example/b&amp; c", &["https://a.example/b"]),
            ("https://a.example/?b=c&d;", &["https://a.example/?b=c"]),
            ("write to a.b+c@d-e.example!", &["mailto:a.b+c@d-e.example"]),
            ("mailto:a@b.example, xmpp:a@b.example/c", &["mailto:a@b.example", "xmpp:a@b.example/c"]),
            ("见https://a.example/b，然后。", &["https://a.example/b"]),
            ("“https://a.example/b” «https://c.example/d»", &["https://a.example/b", "https://c.example/d"]),
            ("https://a.example/b、https://a.example/c；", &["https://a.example/b", "https://a.example/c"]),
            (
                "https://a.example/b… https://a.example/c؛ https://a.example/d،",
                &["https://a.example/b", "https://a.example/c", "https://a.example/d"],
            ),
            ("https://пример.example/путь", &["https://пример.example/путь"]),
            ("https://हिन्दी.example/क।", &["https://हिन्दी.example/क"]),
            ("https://a.example/数字", &["https://a.example/数字"]),
            ("https://a.example.", &["https://a.example"]),
            ("https://a.example/)も", &["https://a.example/)も"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_stays_text() {
        for text in [
            "@name",
            "#123",
            "name@host",
            "lodash@4.17.2",
            "a@b.example-",
            "a@b_",
            "https://",
            "https://.",
            "https://，",
            "xhttps://a.example",
            "ftp://a.example",
            "WWW.A.EXAMPLE",
            "awww.example",
            "www",
            "www.a_b.example_c",
            "@a@b.example",
            "a: b",
            "wwww.a",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn hosts_of_other_scripts_are_written_in_punycode() {
        for (address, wanted) in [
            ("https://пример.example/путь", "https://xn--e1afmkfd.example/путь"),
            ("HTTPS://例え.example:80?a", "HTTPS://xn--r8jz45g.example:80?a"),
            ("mailto:a@пример.example", "mailto:a@xn--e1afmkfd.example"),
            ("https://a@пример.example#b", "https://a@xn--e1afmkfd.example#b"),
        ] {
            assert_eq!(with_ascii_host(address).as_deref(), Some(wanted));
        }
        for address in ["https://a.example/путь", "tel:+1", "https://a.example", "mailto:имя@a.example"] {
            assert_eq!(with_ascii_host(address), None, "{address}");
        }
    }
}
