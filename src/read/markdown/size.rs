//! Measures how much Markdown a text contains. The parser keeps a node for each sign that may begin something, for as
//! long as it reads, so the signs are counted before it begins.

use crate::limits::MARKDOWN_TOKENS;

/// Where a text holds more than [`MARKDOWN_TOKENS`] signs, if it does. A sign is the end of a line, the beginning of a
/// number, or a run of one punctuation mark; brackets and backslashes are a sign each.
pub(super) fn excess(text: &str) -> Option<usize> {
    // A sign takes at least one byte.
    if text.len() <= MARKDOWN_TOKENS {
        return None;
    }
    let mut signs = 0;
    let mut last = b' ';
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let begins = match byte {
            b'\n' | b'[' | b']' | b'<' | b'>' | b'\\' => true,
            b'0'..=b'9' => !last.is_ascii_digit(),
            _ => byte != last && byte.is_ascii_punctuation(),
        };
        signs += usize::from(begins);
        if signs > MARKDOWN_TOKENS {
            return Some(at);
        }
        last = byte;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_counted_and_words_are_not() {
        assert_eq!(excess(&"word ".repeat(MARKDOWN_TOKENS)), None);
        assert_eq!(excess(&"*".repeat(MARKDOWN_TOKENS * 2)), None);
        for sign in ["- a\n", "*a ", "12 ", "[", "\n", "\\"] {
            assert_eq!(excess(&sign.repeat(MARKDOWN_TOKENS / 3)), None, "{sign}");
            assert!(excess(&sign.repeat(MARKDOWN_TOKENS + 1)).is_some(), "{sign}");
        }
    }
}
