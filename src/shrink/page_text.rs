//! The text of a finished page, for comparing two of them.

use super::scan::{HtmlToken, Scanner};
use crate::escape::unescape;

/// The words of a page in their order: its title, its text, and the texts that stand for its images.
#[must_use]
pub fn page_text(html: &[u8]) -> String {
    let mut text = String::new();
    let mut add = |bytes: &[u8]| {
        text.push_str(&unescape(&String::from_utf8_lossy(bytes)));
        text.push(' ');
    };
    let mut scanner = Scanner::new(html);
    let mut is_code = false;
    while let Some(token) = scanner.next(false) {
        match token {
            HtmlToken::Text(range) => add(&html[range]),
            HtmlToken::Raw(range) if !is_code => add(&html[range]),
            HtmlToken::Open { name, .. } => {
                is_code = [&b"style"[..], b"script"].iter().any(|code| html[name.clone()].eq_ignore_ascii_case(code));
                for attribute in scanner.attributes() {
                    if html[attribute.name.clone()].eq_ignore_ascii_case(b"alt") {
                        add(&html[attribute.value.clone()]);
                    }
                }
            }
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_markup_are_left_out() {
        let html =
            b"<!doctype html><title>A &amp; B</title><style>p{x:y}</style><p>One <b>two</b><img alt=\"a map\" src=m>";
        assert_eq!(page_text(html).split_whitespace().collect::<Vec<_>>().join(" "), "A & B One two a map");
    }
}
