//! Text on its way into HTML or XML.

use std::borrow::Cow;

use crate::marks;

/// The escape for a character that has a meaning in markup, in an element or in an attribute in double quotes. A
/// character that HTML and XML forbid is replaced by U+FFFD: reading refuses it, a template may still produce it.
#[must_use]
pub fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        // They are resolved when the page is complete.
        c if marks::is_of_language(c) => None,
        c if marks::is_forbidden(c) => Some("\u{FFFD}"),
        _ => None,
    }
}

/// Bytes at which a character may begin that is not written as it is: those of markup, controls, and the first bytes of characters
/// that HTML and XML forbid.
const DOUBTFUL: [bool; 256] = {
    let mut doubtful = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        doubtful[byte] = matches!(byte as u8, 0..0x20 | b'&' | b'<' | b'>' | b'"' | b'\'' | 0x7F | 0xC2 | 0xEF..);
        byte += 1;
    }
    doubtful[b'\t' as usize] = false;
    doubtful[b'\n' as usize] = false;
    doubtful[b'\r' as usize] = false;
    doubtful
};

/// The characters of a text that may have to be escaped, single quotes among them, and where they are. Passes over all others byte by
/// byte.
pub fn doubtful(text: &str) -> impl Iterator<Item = (usize, char)> {
    let doubtful = text.bytes().enumerate().filter(|(_, byte)| DOUBTFUL[usize::from(*byte)]);
    doubtful.filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
}

/// Appends a text to HTML or XML, for an element or an attribute in double quotes.
pub fn escape_into(text: &str, out: &mut String) {
    let mut written = 0;
    for (at, c) in doubtful(text) {
        if let Some(entity) = entity(c) {
            out.push_str(&text[written..at]);
            out.push_str(entity);
            written = at + c.len_utf8();
        }
    }
    out.push_str(&text[written..]);
}

/// Returns a text as HTML or XML, for an element or an attribute in double quotes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// The character references that are written in attributes. `&amp;` is last, so that nothing is replaced twice.
const REFERENCES: [(&str, &str); 8] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&apos;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

/// Returns the text of an attribute value in which the characters with a meaning in markup are written as references. All others
/// stay as they are written.
#[must_use]
pub fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    Cow::Owned(REFERENCES.iter().fold(value.to_owned(), |text, (name, sign)| text.replace(name, sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escape("<a href=\"x\">é & 'b'</a>"), "&lt;a href=&quot;x&quot;&gt;é &amp; 'b'&lt;/a&gt;");
        assert_eq!(escape("plain 日本"), "plain 日本");
        assert_eq!(escape("a\u{0}b\u{FDD0}"), "a\u{FFFD}b\u{FFFD}");
    }

    #[test]
    fn every_character_that_is_escaped_is_found() {
        for c in ('\0'..=char::MAX).filter(|&c| entity(c).is_some() || c == '\'') {
            let text = format!("é{c}日{c}");
            let found: Vec<char> = doubtful(&text).map(|(_, found)| found).filter(|&found| found == c).collect();
            assert_eq!(found, [c, c], "{c:?}");
        }
    }

    #[test]
    fn references_in_attributes_become_text_once() {
        assert_eq!(unescape("a?b=1&amp;c=&quot;&#34; &#39; &#x27; &apos; &lt;&gt;"), "a?b=1&c=\"\" ' ' ' <>");
        assert_eq!(unescape("&amp;lt; &copy; &"), "&lt; &copy; &");
        assert!(matches!(unescape("plain"), Cow::Borrowed("plain")));
    }
}
