//! Reads HTML as tags and text in one pass, without a tree: what the guard, the weighing and the counting of requests
//! need, at the price of a look at each byte of a tag.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memmem};

/// One piece of a page. Ranges are bytes of the text that is read.
#[derive(Debug, PartialEq, Eq)]
pub enum HtmlToken {
    /// Text between two tags; never empty.
    Text(Range<usize>),
    /// The text of an element that holds no tags: script, style, title, textarea. May be empty.
    Raw(Range<usize>),
    /// An opening tag; its attributes are in [`Scanner::attributes`] until the next token is read.
    Open {
        /// The name, as it is written.
        name: Range<usize>,
        /// Whether it ends in `/>`.
        closed: bool,
        /// The whole tag.
        tag: Range<usize>,
    },
    /// A closing tag.
    Close {
        /// The name, as it is written.
        name: Range<usize>,
        /// The whole tag.
        tag: Range<usize>,
    },
    /// A comment, a doctype, or anything else between `<!` or `<?` and its end.
    Other(Range<usize>),
}

/// One attribute of an opening tag, as bytes of the text that is read.
#[derive(Debug, Clone)]
pub struct HtmlAttribute {
    /// The name, as it is written.
    pub name: Range<usize>,
    /// The value without its quotes, entities untouched; empty where there is none.
    pub value: Range<usize>,
}

/// Reads a text token by token.
pub struct Scanner<'a> {
    html: &'a [u8],
    at: usize,
    /// The element whose raw text comes next.
    raw: Option<&'static [u8]>,
    attributes: Vec<HtmlAttribute>,
}

impl<'a> Scanner<'a> {
    /// Reads `html` from its beginning.
    #[must_use]
    pub fn new(html: &'a [u8]) -> Self {
        Self { html, at: 0, raw: None, attributes: Vec::with_capacity(8) }
    }

    /// The attributes of the opening tag read last.
    #[must_use]
    pub fn attributes(&self) -> &[HtmlAttribute] {
        &self.attributes
    }

    /// Skips what comes before `at`, where a tag begins.
    pub fn go_on_at(&mut self, at: usize) {
        self.at = at;
        self.raw = None;
    }

    /// The next token; `foreign` means that it is inside SVG or MathML, where `title` and `style` contain tags as any
    /// element does.
    pub fn next(&mut self, foreign: bool) -> Option<HtmlToken> {
        if let Some(name) = self.raw.take()
            && !(foreign && name != b"script" && name != b"style")
        {
            let start = self.at;
            self.at = end_of_raw(self.html, start, name);
            return Some(HtmlToken::Raw(start..self.at));
        }
        let start = self.at;
        if start >= self.html.len() {
            return None;
        }
        // A `<` that opens nothing is text, as it is to a browser.
        let mut from = start;
        let tag = loop {
            if self.html.get(from) == Some(&b'<') && opens(&self.html[from..]) {
                break from;
            }
            match memchr(b'<', &self.html[from..]) {
                None => break self.html.len(),
                Some(offset) if opens(&self.html[from + offset..]) => break from + offset,
                Some(offset) => from += offset + 1,
            }
        };
        if tag > start {
            self.at = tag;
            return Some(HtmlToken::Text(start..tag));
        }
        Some(match self.html[tag + 1] {
            b'!' | b'?' => self.other(tag),
            b'/' => self.close(tag),
            _ => self.open(tag),
        })
    }

    fn other(&mut self, start: usize) -> HtmlToken {
        let rest = &self.html[start..];
        let length = if rest.starts_with(b"<!--") {
            memmem::find(&rest[4..], b"-->").map(|at| at + 7)
        } else {
            memchr(b'>', rest).map(|at| at + 1)
        };
        self.at = start + length.unwrap_or(rest.len());
        HtmlToken::Other(start..self.at)
    }

    fn close(&mut self, start: usize) -> HtmlToken {
        let name = self.name_at(start + 2);
        self.at = match self.html.get(name.end) {
            Some(b'>') => name.end + 1,
            _ => memchr(b'>', &self.html[name.end..]).map_or(self.html.len(), |at| name.end + at + 1),
        };
        HtmlToken::Close { name, tag: start..self.at }
    }

    fn open(&mut self, start: usize) -> HtmlToken {
        let name = self.name_at(start + 1);
        self.at = name.end;
        self.attributes.clear();
        let mut closed = false;
        while let Some(&byte) = self.html.get(self.at) {
            match byte {
                b'>' => {
                    self.at += 1;
                    break;
                }
                b'/' => {
                    closed = true;
                    self.at += 1;
                }
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => {
                    closed = false;
                    self.attribute();
                }
            }
        }
        self.raw = raw_text(&self.html[name.clone()]);
        HtmlToken::Open { name, closed, tag: start..self.at }
    }

    fn attribute(&mut self) {
        let start = self.at;
        // A name may begin with `=`, and ends at the next one.
        let mut end = start + 1;
        while self.html.get(end).is_some_and(|&byte| byte != b'=' && !ends_name(byte)) {
            end += 1;
        }
        let name = start..end;
        self.at = end;
        let after = self.skip_space(end);
        if self.html.get(after) != Some(&b'=') {
            self.attributes.push(HtmlAttribute { value: name.end..name.end, name });
            return;
        }
        let from = self.skip_space(after + 1);
        let value = match self.html.get(from) {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = memchr(quote, &self.html[from + 1..]).map_or(self.html.len(), |at| from + 1 + at);
                self.at = (end + 1).min(self.html.len());
                from + 1..end
            }
            _ => {
                let end = self.html[from..].iter().position(|&byte| byte == b'>' || byte.is_ascii_whitespace());
                self.at = end.map_or(self.html.len(), |at| from + at);
                from..self.at
            }
        };
        self.attributes.push(HtmlAttribute { name, value });
    }

    fn skip_space(&self, from: usize) -> usize {
        match self.html.get(from) {
            // Most places have none.
            Some(byte) if !byte.is_ascii_whitespace() => from,
            _ => from + self.html[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count(),
        }
    }

    fn name_at(&self, start: usize) -> Range<usize> {
        let mut end = start;
        while self.html.get(end).is_some_and(|&byte| !ends_name(byte)) {
            end += 1;
        }
        start..end
    }
}

fn opens(rest: &[u8]) -> bool {
    match rest.get(1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => rest.get(2).is_some_and(u8::is_ascii_alphabetic),
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

fn ends_name(byte: u8) -> bool {
    // All of them are signs that come before letters.
    byte <= b'>' && (matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace())
}

fn raw_text(name: &[u8]) -> Option<&'static [u8]> {
    // Only these lengths need a closer look; most tags have none of them.
    if !(5..=8).contains(&name.len()) {
        return None;
    }
    [&b"style"[..], b"script", b"title", b"textarea"].into_iter().find(|raw| name.eq_ignore_ascii_case(raw))
}

fn end_of_raw(html: &[u8], start: usize, name: &[u8]) -> usize {
    memmem::find_iter(&html[start..], b"</")
        .map(|at| start + at)
        .find(|&at| html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
        .unwrap_or(html.len())
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        let mut scanner = Scanner::new(html.as_bytes());
        let mut found = Vec::new();
        while let Some(token) = scanner.next(false) {
            found.push(match token {
                HtmlToken::Text(range) => format!("text {}", &html[range]),
                HtmlToken::Raw(range) => format!("raw {}", &html[range]),
                HtmlToken::Close { name, .. } => format!("close {}", &html[name]),
                HtmlToken::Other(range) => format!("other {}", &html[range]),
                HtmlToken::Open { name, closed, .. } => {
                    let attributes = scanner.attributes().iter();
                    let shown = attributes.map(|a| format!(" {}={}", &html[a.name.clone()], &html[a.value.clone()]));
                    format!("open {}{}{}", &html[name], shown.collect::<String>(), if closed { " /" } else { "" })
                }
            });
        }
        found
    }

    #[test]
    fn tags_text_and_raw_text_are_told_apart() {
        let html = "<!doctype html><p class='a > b' id=x hidden>1 < 2<br/><style>a</b></STYLE><!-- > -->é</p >";
        assert_eq!(
            read(html),
            [
                "other <!doctype html>",
                "open p class=a > b id=x hidden=",
                "text 1 < 2",
                "open br /",
                "open style",
                "raw a</b>",
                "close STYLE",
                "other <!-- > -->",
                "text é",
                "close p"
            ]
        );
    }

    #[test]
    fn truncated_html_ends_with_the_text() {
        for html in ["<", "<a", "<a b", "<a b=", "<a b='", "<a b='c", "</", "</a", "<!--", "<!", "<style>a", "<a b = c"]
        {
            let read = read(html);
            assert!(!read.is_empty(), "{html}: {read:?}");
        }
        assert_eq!(read("<a b = 'c'>"), ["open a b=c"]);
        assert_eq!(read("<a href=/p/x/>"), ["open a href=/p/x/"]);
    }
}
