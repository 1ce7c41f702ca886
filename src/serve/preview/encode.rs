//! Text on its way into HTML and into addresses.

use pulldown_cmark_escape::escape_html;

/// A text as HTML, also within an attribute in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A string takes whatever is written to it.
    let _ = escape_html(&mut out, text);
    out
}

/// A path as part of an address: all but the plainest characters encoded. Takes bytes, since names of files need not be
/// UTF-8.
pub(super) fn percent(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    for &byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
