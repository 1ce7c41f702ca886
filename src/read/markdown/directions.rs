//! What reads from left to right in a page that reads from right to left: code, addresses and telephone numbers.

use std::ops::Range;

use pulldown_cmark_escape::escape_html_body_text;

use super::writer::Writer;

/// Minimum number of digits of a telephone number with its prefix.
const DIGITS: usize = 6;

impl Writer<'_> {
    /// Writes text without addresses.
    pub(super) fn plain_text(&mut self, text: &str) {
        let mut written = 0;
        if self.rules.right_to_left && self.rules.house && self.links.is_empty() {
            for number in telephone_numbers(text) {
                let _ = escape_html_body_text(&mut self.out, &text[written..number.start]);
                self.out.push_str("<bdi dir=\"ltr\">");
                let _ = escape_html_body_text(&mut self.out, &text[number.clone()]);
                self.out.push_str("</bdi>");
                written = number.end;
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

/// Whether a text is a web or mail address.
fn is_address(text: &str) -> bool {
    let is_word = !text.contains(|c: char| c.is_whitespace() || c == '<');
    is_word && (text.contains("://") || text.starts_with("www.") || text.contains('@') || is_host_or_path(text))
}

/// Whether a word is a host or a path without a scheme, in Latin letters.
fn is_host_or_path(word: &str) -> bool {
    word.is_ascii() && word.contains(['.', '/']) && word.contains(|c: char| c.is_ascii_alphabetic())
}

/// Telephone numbers in a text: groups of digits after `+`, `(` or a zero.
fn telephone_numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    let mut end = 0;
    for (start, c) in text.char_indices() {
        if start < end || !(matches!(c, '+' | '(') || digit(c) == Some(0)) {
            continue;
        }
        let before = text[..start].chars().next_back();
        let is_free =
            before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | ':' | '/' | '-' | '+' | '('));
        if let Some(length) = is_free.then(|| telephone_length(&text[start..])).flatten() {
            end = start + length;
            numbers.push(start..end);
        }
    }
    numbers
}

/// The length of the telephone number that a text begins with.
fn telephone_length(text: &str) -> Option<usize> {
    let (mut digits, mut groups, mut length, mut is_in_group) = (0, 0, 0, false);
    let mut open = 0_i32;
    for (at, c) in text.char_indices() {
        if digit(c).is_some() {
            digits += 1;
            groups += usize::from(!is_in_group);
            is_in_group = true;
            length = at + c.len_utf8();
            continue;
        }
        let is_joint = match c {
            '+' => at == 0 || text[..at].ends_with('('),
            '(' => open == 0,
            ')' => open > 0 && digits > 0,
            '-' | '\u{2011}' | ' ' | '\u{a0}' | '/' => is_in_group || text[..at].ends_with(')'),
            _ => false,
        };
        if !is_joint {
            break;
        }
        open += i32::from(c == '(') - i32::from(c == ')');
        is_in_group = false;
    }
    // A single group keeps its order by itself, unless there is a sign before it.
    (digits >= DIGITS && (groups > 1 || text.starts_with(['+', '(']))).then_some(length)
}

/// The value of a digit of the scripts that are written from right to left, or of ASCII.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_found() {
        for (text, wanted) in [
            ("اتصل +961 1 234-567، ثم", &["+961 1 234-567"][..]),
            ("(01) 234 567", &["(01) 234 567"]),
            ("01-234567 أو +96170123456.", &["01-234567", "+96170123456"]),
            ("٠١-٢٣٤٥٦٧", &["٠١-٢٣٤٥٦٧"]),
            ("+1 (555) 010-0199", &["+1 (555) 010-0199"]),
        ] {
            let found: Vec<&str> = telephone_numbers(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, wanted, "{text}");
        }
        for text in
            ["2019-2026", "2026-11-27", "1,000,000", "(2026)", "0.5", "123456", "0123456789", "+5", "10-0", "(1) 2"]
        {
            assert!(telephone_numbers(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn addresses_are_recognised() {
        assert!(["https://a.example/", "a@b.example", "www.a.example", "a.example/b"].into_iter().all(is_address));
        assert!(
            ["نص", "a b", "انظر a.example/b", "<code>a.b</code>", "ABC"].into_iter().all(|words| !is_address(words))
        );
    }
}
