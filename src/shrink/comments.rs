//! Takes comments out of a page.

use std::borrow::Cow;

use memchr::memmem;

use super::scan::{HtmlToken, Scanner};

/// The page without its comments, which minify-html would drop, but not before they had split a text in two.
pub(super) fn without_comments(html: &str) -> Cow<'_, str> {
    if memmem::find(html.as_bytes(), b"<!--").is_none() {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    let mut scanner = Scanner::new(html.as_bytes());
    while let Some(token) = scanner.next(false) {
        if let HtmlToken::Other(range) = token
            && html[range.clone()].starts_with("<!--")
        {
            out.push_str(&html[copied..range.start]);
            copied = range.end;
        }
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}
