//! Reads HTML as tags and text in one pass, without a tree: what the guard, the weighing and the counting of requests
//! need, at the price of a look at each byte of a tag.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::keys::{key_of, name_key};

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
    /// The [`name_key`] of the name.
    pub key: u64,
}

/// The kind of a piece of a page; see [`HtmlToken`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// [`HtmlToken::Text`]
    Text,
    /// [`HtmlToken::Raw`]
    Raw,
    /// [`HtmlToken::Open`]
    Open,
    /// [`HtmlToken::Close`]
    Close,
    /// [`HtmlToken::Other`]
    Other,
}

/// Reads a text token by token.
pub struct Scanner<'a> {
    html: &'a [u8],
    at: usize,
    /// The element whose raw text comes next.
    raw: Option<&'static [u8]>,
    attributes: Vec<HtmlAttribute>,
    /// Where the token read last begins; it ends at `at`.
    start: usize,
    /// Of a tag that was read last: its name, the [`name_key`] of it, and whether it ends in `/>`.
    name: Range<usize>,
    key: u64,
    closed: bool,
}

impl<'a> Scanner<'a> {
    /// Reads `html` from its beginning.
    #[must_use]
    pub fn new(html: &'a [u8]) -> Self {
        let attributes = Vec::with_capacity(8);
        Self { html, at: 0, raw: None, attributes, start: 0, name: 0..0, key: 0, closed: false }
    }

    /// The attributes of the opening tag read last.
    #[must_use]
    #[inline]
    pub fn attributes(&self) -> &[HtmlAttribute] {
        &self.attributes
    }

    /// The bytes of the token read last.
    #[must_use]
    #[inline]
    pub fn token(&self) -> Range<usize> {
        self.start..self.at
    }

    /// The name of the tag read last, as it is written.
    #[must_use]
    #[inline]
    pub fn name(&self) -> Range<usize> {
        self.name.clone()
    }

    /// The [`name_key`] of the name of the tag read last.
    #[must_use]
    #[inline]
    pub fn key(&self) -> u64 {
        self.key
    }

    /// Whether the opening tag read last ends in `/>`.
    #[must_use]
    #[inline]
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether the text of an element that holds no tags comes next.
    #[must_use]
    #[inline]
    pub fn is_before_raw_text(&self) -> bool {
        self.raw.is_some()
    }

    /// Skips what comes before `at`, where a tag begins.
    pub fn go_on_at(&mut self, at: usize) {
        self.at = at;
        self.raw = None;
    }

    /// The next token; `foreign` means that it is inside SVG or MathML, where `title` and `style` contain tags as any
    /// element does.
    #[inline]
    pub fn next(&mut self, foreign: bool) -> Option<HtmlToken> {
        let kind = self.step(foreign)?;
        let token = self.token();
        Some(match kind {
            TokenKind::Text => HtmlToken::Text(token),
            TokenKind::Raw => HtmlToken::Raw(token),
            TokenKind::Open => HtmlToken::Open { name: self.name.clone(), closed: self.closed, tag: token },
            TokenKind::Close => HtmlToken::Close { name: self.name.clone(), tag: token },
            TokenKind::Other => HtmlToken::Other(token),
        })
    }

    /// Reads the next token, and returns its kind.
    #[inline]
    pub fn step(&mut self, foreign: bool) -> Option<TokenKind> {
        let start = self.at;
        self.start = start;
        if let Some(name) = self.raw.take()
            && !(foreign && name != b"script" && name != b"style")
        {
            self.at = end_of_raw(self.html, start, name);
            return Some(TokenKind::Raw);
        }
        let html = self.html;
        let kind = match html.get(start)? {
            b'<' => opened(html, start),
            _ => None,
        };
        Some(match kind {
            Some(TokenKind::Open) => self.open(start),
            Some(TokenKind::Close) => self.close(start),
            Some(_) => self.other(start),
            None => self.text(start),
        })
    }

    #[inline]
    fn text(&mut self, start: usize) -> TokenKind {
        // A `<` that opens nothing is text, as it is to a browser.
        let mut from = start + 1;
        self.at = loop {
            match memchr(b'<', &self.html[from..]) {
                None => break self.html.len(),
                Some(offset) if opened(self.html, from + offset).is_some() => break from + offset,
                Some(offset) => from += offset + 1,
            }
        };
        TokenKind::Text
    }

    fn other(&mut self, start: usize) -> TokenKind {
        let rest = &self.html[start..];
        let length = if rest.starts_with(b"<!--") {
            memmem::find(&rest[4..], b"-->").map(|at| at + 7)
        } else {
            memchr(b'>', rest).map(|at| at + 1)
        };
        self.at = start + length.unwrap_or(rest.len());
        TokenKind::Other
    }

    #[inline]
    fn close(&mut self, start: usize) -> TokenKind {
        let end = self.name_at(start + 2);
        self.at = match self.html.get(end) {
            Some(b'>') => end + 1,
            _ => memchr(b'>', &self.html[end..]).map_or(self.html.len(), |at| end + at + 1),
        };
        TokenKind::Close
    }

    #[inline]
    fn open(&mut self, start: usize) -> TokenKind {
        let html = self.html;
        let mut at = self.name_at(start + 1);
        self.attributes.clear();
        let mut closed = false;
        while let Some(&byte) = html.get(at) {
            match byte {
                b'>' => {
                    at += 1;
                    break;
                }
                b'/' => {
                    closed = true;
                    at += 1;
                }
                _ if byte.is_ascii_whitespace() => at += 1,
                _ => {
                    closed = false;
                    at = self.attribute(at);
                }
            }
        }
        self.at = at;
        self.closed = closed;
        self.raw = raw_text(self.key);
        TokenKind::Open
    }

    /// Reads the attribute at `start`, and returns where it ends.
    #[inline]
    fn attribute(&mut self, start: usize) -> usize {
        let html = self.html;
        // A name may begin with `=`, and ends at the next one.
        let mut end = start + 1;
        while let Some(&byte) = html.get(end)
            && byte != b'='
            && !ends_name(byte)
        {
            end += 1;
        }
        let name = start..end;
        let key = key_of(html, name.clone());
        let after = self.skip_space(end);
        if html.get(after) != Some(&b'=') {
            self.attributes.push(HtmlAttribute { value: end..end, name, key });
            return end;
        }
        let from = self.skip_space(after + 1);
        let (value, end) = match html.get(from) {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = memchr(quote, &html[from + 1..]).map_or(html.len(), |at| from + 1 + at);
                (from + 1..end, (end + 1).min(html.len()))
            }
            _ => {
                let end = html[from..].iter().position(|&byte| byte == b'>' || byte.is_ascii_whitespace());
                let end = end.map_or(html.len(), |at| from + at);
                (from..end, end)
            }
        };
        self.attributes.push(HtmlAttribute { name, value, key });
        end
    }

    #[inline]
    fn skip_space(&self, from: usize) -> usize {
        match self.html.get(from) {
            // Most places have none.
            Some(byte) if !byte.is_ascii_whitespace() => from,
            _ => from + self.html[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count(),
        }
    }

    /// Reads the name of a tag at `start`, and returns where it ends.
    #[inline]
    fn name_at(&mut self, start: usize) -> usize {
        let mut end = start;
        while let Some(&byte) = self.html.get(end)
            && !ends_name(byte)
        {
            end += 1;
        }
        self.name = start..end;
        self.key = key_of(self.html, start..end);
        end
    }
}

/// What the `<` at `at` begins; none if it is text.
#[inline]
fn opened(html: &[u8], at: usize) -> Option<TokenKind> {
    match html.get(at + 1)? {
        b'!' | b'?' => Some(TokenKind::Other),
        b'/' => html.get(at + 2).is_some_and(u8::is_ascii_alphabetic).then_some(TokenKind::Close),
        byte => byte.is_ascii_alphabetic().then_some(TokenKind::Open),
    }
}

#[inline]
fn ends_name(byte: u8) -> bool {
    // All of them are signs that come before letters.
    byte <= b'>' && (matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace())
}

/// The name of an element that holds no tags, by its [`name_key`].
#[inline]
fn raw_text(key: u64) -> Option<&'static [u8]> {
    const STYLE: u64 = name_key(b"style");
    const SCRIPT: u64 = name_key(b"script");
    const TITLE: u64 = name_key(b"title");
    const TEXTAREA: u64 = name_key(b"textarea");
    match key {
        STYLE => Some(b"style"),
        SCRIPT => Some(b"script"),
        TITLE => Some(b"title"),
        TEXTAREA => Some(b"textarea"),
        _ => None,
    }
}

fn end_of_raw(html: &[u8], start: usize, name: &[u8]) -> usize {
    memmem::find_iter(&html[start..], b"</")
        .map(|at| start + at)
        .find(|&at| html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
        .unwrap_or(html.len())
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
