//! Shortens messages: a message about a long value does not repeat all of it.

use crate::limits::{LONGEST_MESSAGE_BYTES, MESSAGE_BYTES, QUOTED_BYTES};

/// Returns the text; if it is long, first the names and values in back-ticks are cut, then the text itself.
pub(super) fn brief(text: String) -> String {
    if text.len() <= MESSAGE_BYTES {
        return text;
    }
    let mut out = String::with_capacity(MESSAGE_BYTES);
    for (number, part) in text.split('`').enumerate() {
        if number > 0 {
            out.push('`');
        }
        let is_quoted = number % 2 == 1;
        // The text between back-ticked names is cut only if the whole becomes too long.
        out.push_str(start(part, if is_quoted { QUOTED_BYTES } else { 2 * LONGEST_MESSAGE_BYTES }));
        if out.len() > LONGEST_MESSAGE_BYTES {
            out.truncate(start(&out, LONGEST_MESSAGE_BYTES).len());
            out.push('…');
            return out;
        }
        if is_quoted && part.len() > QUOTED_BYTES {
            out.push('…');
        }
    }
    out
}

/// The longest beginning of a text with at most `bytes` bytes.
fn start(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_the_sentence_around_them_is_kept() {
        let short = format!("`{}` is not a date", "x".repeat(400));
        assert_eq!(brief(short.clone()), short);
        let cut = brief(format!("`{}` is not a date, and `a` is", "é".repeat(1_000_000)));
        assert_eq!(cut, format!("`{}…` is not a date, and `a` is", "é".repeat(100)));
    }

    #[test]
    fn every_message_fits_on_a_screen() {
        for text in ["x".repeat(1_000_000), "`x".repeat(1_000_000), format!("``{}", "`é`".repeat(100_000))] {
            let brief = brief(text);
            assert!(brief.len() < LONGEST_MESSAGE_BYTES + 10 && brief.ends_with('…'), "{}", brief.len());
        }
    }
}
