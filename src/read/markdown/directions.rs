//! What reads from left to right in a page that reads from right to left: code, addresses, telephone numbers, dates and names with
//! signs.

use std::ops::Range;

use pulldown_cmark_escape::escape_html_body_text;

use super::spaces::held;
use super::writer::Writer;
use crate::direction::{is_address, left_to_right_parts, telephone_numbers};

impl Writer<'_> {
    /// Writes text without addresses.
    pub(super) fn plain_text(&mut self, text: &str) {
        let held = if self.rules.spaced_marks && self.rules.house { held(text, &mut self.out) } else { text.into() };
        let text = held.as_ref();
        let mut written = 0;
        if self.rules.right_to_left && self.rules.house {
            // The tag of a link that is nothing else has the direction.
            let is_link = |part: &Range<usize>| !self.links.is_empty() && part.len() == text.trim().len();
            // Braces at the end of a heading may hold its attributes, which are not text.
            let braces = text.trim_end().strip_suffix('}').filter(|_| self.heading.is_some());
            let end = braces.and_then(|text| text.rfind('{')).unwrap_or(text.len());
            let is_text = |part: &Range<usize>| part.end <= end && !is_link(part);
            let parts: Vec<_> = left_to_right_parts(text).into_iter().filter(is_text).collect();
            for part in parts {
                let _ = escape_html_body_text(&mut self.out, &text[written..part.start]);
                self.out.push_str("<bdi dir=\"ltr\">");
                let _ = escape_html_body_text(&mut self.out, &text[part.clone()]);
                self.out.push_str("</bdi>");
                written = part.end;
            }
        }
        let _ = escape_html_body_text(&mut self.out, &text[written..]);
    }

    /// Sets the direction of a link at its end, if its text is an address or a telephone number. Its tag begins at `start`.
    pub(super) fn direct_link(&mut self, start: usize) {
        if !self.rules.right_to_left {
            return;
        }
        let Some((tag, words)) = self.out[start..].split_once('>').filter(|(tag, _)| tag.starts_with("<a ")) else {
            return;
        };
        if tag.contains(" dir=") {
            return;
        }
        if is_address(words)
            || telephone_numbers(words).first().is_some_and(|number| number.len() == words.trim().len())
        {
            self.out.insert_str(start + 2, " dir=\"ltr\"");
        }
    }
}
