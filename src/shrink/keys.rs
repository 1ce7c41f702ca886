//! Names of elements and attributes as numbers, which are compared at once.

use std::ops::Range;

/// A name in whatever case as a number: its bytes if they are at most eight, else a hash.
#[must_use]
pub const fn name_key(name: &[u8]) -> u64 {
    let mut key = 0_u64;
    let mut at = 0;
    while at < name.len() {
        key = match at {
            0..8 => key << 8 | in_lower_case(name[at] as u64),
            _ => (key.rotate_left(8) ^ in_lower_case(name[at] as u64)).wrapping_mul(0x0100_0000_01b3),
        };
        at += 1;
    }
    match name.len() {
        0..=8 => key,
        _ => key | 1 << 63,
    }
}

/// The letters among bytes in lower case; other signs may change, too.
#[inline]
const fn in_lower_case(bytes: u64) -> u64 {
    bytes | (bytes >> 1 & 0x2020_2020_2020_2020)
}

/// The [`name_key`] of a part of a text.
#[inline]
pub(super) fn key_of(html: &[u8], name: Range<usize>) -> u64 {
    match html[name.start..].first_chunk::<8>() {
        Some(bytes) if (1..=8).contains(&name.len()) => {
            in_lower_case(u64::from_be_bytes(*bytes) >> (64 - 8 * name.len()))
        }
        _ => name_key(&html[name]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_names_do_not_depend_on_case_or_on_what_follows() {
        for name in ["a", "h1", "section", "textarea", "aria-label", "blockquote", "http-equiv"] {
            for text in [name.to_owned(), format!("{name}>"), format!("{name}=\"x\" y"), name.to_uppercase()] {
                assert_eq!(key_of(text.as_bytes(), 0..name.len()), name_key(name.as_bytes()), "{text}");
            }
        }
        let keys = [&b"aria-label"[..], b"aria-labelledby", b"autocomplete", b"a", b"", b"textarea", b"textareas"];
        let mut numbers: Vec<u64> = keys.iter().map(|name| name_key(name)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), keys.len());
    }
}
