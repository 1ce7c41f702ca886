//! Names of emoji between colons, as GitHub knows them. The names and characters are those of gemoji (MIT), one per line, sorted.

use std::ops::Range;

/// `name character`, sorted by name.
const TABLE: &str = include_str!("emoji.txt");

/// Bytes of the longest name.
const LONGEST: usize = 40;

/// The emoji of this name.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = memchr::memrchr(b'\n', &TABLE.as_bytes()[low..middle]).map_or(low, |end| low + end + 1);
        let end = memchr::memchr(b'\n', &TABLE.as_bytes()[start..]).map_or(TABLE.len(), |length| start + length);
        let (found, character) = TABLE[start..end].split_once(' ')?;
        match found.cmp(name) {
            std::cmp::Ordering::Equal => return Some(character),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The length of the name, with its colons, that a text begins with, if it has the form of one.
pub(super) fn name_at(text: &str) -> Option<usize> {
    let inner = text.as_bytes().get(1..)?;
    let length = inner.iter().take(LONGEST + 1).position(|byte| !is_of_name(*byte))?;
    (length > 0 && inner[length] == b':').then_some(length + 2)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
}

/// The names of emoji in a text, with their colons, and the characters that they name.
pub(super) fn names(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let mut end = 0;
    let mut from = 0;
    let mut is_in_address = false;
    for at in memchr::memchr_iter(b':', text.as_bytes()) {
        if at < end {
            continue;
        }
        let Some(length) = name_at(&text[at..]) else { continue };
        let between = &text[from..at];
        let space = between.rfind(char::is_whitespace);
        let word = &between[space.unwrap_or(0)..];
        is_in_address = word.contains("://") || word.contains("www.") || is_in_address && space.is_none();
        from = at;
        let name = &text[at + 1..at + length - 1];
        let is_ratio = text[..at].ends_with(|c: char| c.is_ascii_digit()) && name.bytes().all(|b| b.is_ascii_digit());
        if is_ratio || is_in_address {
            continue;
        }
        if let Some(character) = named(name) {
            end = at + length;
            found.push((at..end, character));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_found() {
        let mut last = "";
        for line in TABLE.lines() {
            let (name, character) = line.split_once(' ').unwrap();
            assert!(last < name && name.len() <= LONGEST && name.bytes().all(is_of_name), "{line}");
            assert_eq!(named(name), Some(character));
            last = name;
        }
        for name in ["", "+", "zzzz", "octocat", "smiley_", "A"] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn names_are_written_between_colons() {
        let of = |text: &str| names(text).into_iter().map(|(range, _)| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(of("a :smile: b:tada::+1:"), [":smile:", ":tada:", ":+1:"]);
        for text in [":no_such_name:", "1:100:3", "10:30:15", ": smile:", "https://a.b/:tada:", "::", ":Smile:", "a::b"]
        {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }
}
