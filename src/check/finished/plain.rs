//! Reads running text at once, as Markdown makes it: text, opening tags without attributes or with a single
//! common one, and the closing tag of the element that was opened last. Everything else is left to the survey, which would do the same with these, at three times the cost.

use std::ops::Range;

use memchr::memchr;

use super::kinds::Kind;
use super::lists::is_misplaced;
use super::survey::{Open, StartTag, Survey};
use super::words::Tag;
use crate::shrink::{HtmlAttribute, name_key};

impl Survey<'_> {
    /// Reads what is plain from `at` on. Returns where something else begins.
    pub(super) fn plain(&mut self, mut at: usize) -> usize {
        let html = self.html.as_bytes();
        loop {
            // The longest tag that is plain has ten bytes.
            let Some(&[sign, first, ref rest @ ..]) = html[at..].first_chunk::<10>() else { return at };
            if sign == b'\n' && first == b'<' {
                at += 1;
            } else if sign != b'<' {
                let Some(length) = memchr(b'<', &html[at..]) else { return at };
                let end = at + length;
                let is_letter = |at: usize| html.get(at).is_some_and(u8::is_ascii_alphabetic);
                let is_tag = is_letter(end + 1) || html.get(end + 1) == Some(&b'/') && is_letter(end + 2);
                if !is_tag {
                    return at;
                }
                self.text(at..end);
                at = end;
            } else if first == b'/' {
                let Some(open) = self.stack.last() else { return at };
                let length = open.name.len();
                if length > LONGEST || u64::from_be_bytes(*rest) >> (56 - 8 * length) != open.key << 8 | u64::from(b'>')
                {
                    return at;
                }
                self.pop(at);
                at += length + 3;
            } else {
                let word = u64::from(first) << 56 | u64::from_be_bytes(*rest) >> 8;
                let length = length_before(word, b'>').min(length_before(word, b' '));
                if !(1..=LONGEST).contains(&length) {
                    return at;
                }
                let key = word >> (64 - 8 * length);
                let kind = Kind::from_key(key);
                let name = at + 1..at + 1 + length;
                match html[name.end] {
                    b'>' if kind.is_plain() => {
                        let end = name.end + 1;
                        self.plain_tag((kind, key, name), at..end);
                        at = end;
                    }
                    b' ' if kind.is_plain() || kind == Kind::Anchor => {
                        let Some(attribute) = only_attribute(html, name.end + 1) else { return at };
                        let end = attribute.value.end + 2;
                        match attribute.key == CLASS && kind.is_plain() {
                            true => self.plain_tag((kind, key, name), at..end),
                            false => self.begin((kind, key, name), at..end, &[attribute], false),
                        }
                        at = end;
                    }
                    _ => return at,
                }
            }
        }
    }

    /// An opening tag without attributes, except a class: the kind of the element, the number of its name, and the name.
    fn plain_tag(&mut self, (kind, key, name): (Kind, u64, Range<usize>), range: Range<usize>) {
        while self.stack.last().is_some_and(|open| kind.ends(open.kind)) {
            self.pop(range.start);
        }
        let parent = self.stack.last();
        let is_hidden = parent.is_some_and(|parent| parent.is_hidden);
        let has_more = parent.is_some_and(|parent| is_misplaced(kind, parent.kind))
            || matches!(kind, Kind::Heading(_) | Kind::Table)
            || self.tables.begin_plain(kind);
        let name = &self.html[name];
        if has_more {
            let tag = Tag { html: self.html, attributes: &[] };
            self.element(&StartTag { kind, name, range: range.clone(), tag, is_special: false, is_hidden });
        } else if kind.is_block() {
            self.names.block();
        }
        if !kind.is_void() {
            let open =
                Open { kind, key, name, tag: range, is_hidden, has_name: false, has_language: false, role: None };
            self.stack.push(open);
        }
    }
}

const CLASS: u64 = name_key(b"class");
const HREF: u64 = name_key(b"href");
const ID: u64 = name_key(b"id");

/// The attribute at `at`, if it is a class, an id or an address in quotes, and the only one.
#[inline]
fn only_attribute(html: &[u8], at: usize) -> Option<HtmlAttribute> {
    let rest = &html[at..];
    let (key, length) = match rest.first()? {
        b'c' if rest.starts_with(b"class=\"") => (CLASS, 5),
        b'h' if rest.starts_with(b"href=\"") => (HREF, 4),
        b'i' if rest.starts_with(b"id=\"") => (ID, 2),
        _ => return None,
    };
    let start = at + length + 2;
    let end = start + memchr(b'"', &html[start..])?;
    (html.get(end + 1) == Some(&b'>')).then(|| HtmlAttribute { name: at..at + length, value: start..end, key })
}

/// The longest name in such tags, in bytes.
const LONGEST: usize = 7;

/// How many bytes come before the first one that is `byte`; eight if none is.
fn length_before(word: u64, byte: u8) -> usize {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let others = word ^ (u64::from(byte) * 0x0101_0101_0101_0101);
    // The high bit of each byte that is zero.
    let found = !(((others & LOW) + LOW) | others | LOW);
    found.leading_zeros() as usize / 8
}
