//! Replaces what minify-html need not parse by a placeholder: a run of plain text passes it as one character and is
//! put back afterwards, with white space collapsed as minify-html would do it; so are values of attributes, ordinary blocks,
//! which the guard minifies itself, and a menu that was minified before. What is left is the same on many pages, see
//! [`frames`](super::frames). Of character references only those that escaping makes are skipped.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use memchr::{memchr, memchr3, memmem};

use crate::marks;

use super::menu::Menu;

/// The placeholder of a skipped run. Never part of a page; one of the code points that
/// [`marks`](crate::marks) keeps for Firstflight.
pub(super) const SKIPPED: char = '\u{FDEE}';

/// Follows the placeholder of a value that is written in quotes: minify-html puts quotes around it.
pub(super) const QUOTED: u8 = b'=';

/// How white space and markup are written where a run of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunKind {
    /// Text between tags: white space collapses.
    Text,
    /// The text of `title`.
    Title,
    /// The value of an attribute, in double quotes if it needs any.
    Value,
}

/// Whether a run of text, without white space at its ends, can be skipped without a change: it has no markup and no character
/// reference.
fn is_plain(text: &str) -> bool {
    match memchr3(b'&', b'<', marks::FIRST_BYTE, text.as_bytes()) {
        None => true,
        // Full-width signs and some Arabic letters begin like a mark.
        Some(at) => {
            text.as_bytes()[at] == marks::FIRST_BYTE
                && !text[at..].contains(['&', '<'])
                && !marks::holds_mark(&text[at..])
        }
    }
}

/// Writes the character reference that `text` begins with, as short as it can be; returns what follows it. Knows only
/// those that escaping makes.
pub(super) fn reference<'t>(text: &'t str, out: &mut Vec<u8>) -> Option<&'t str> {
    let (written, rest) =
        [("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&lt;", "&lt;"), ("&amp;", "&")]
            .into_iter()
            .find_map(|(reference, short)| Some((short, text.strip_prefix(reference)?)))?;
    // `&` is only text where nothing after it can be read as the name of a character.
    let is_name = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#');
    out.extend_from_slice(if written == "&" && is_name { b"&amp;" } else { written.as_bytes() });
    Some(rest)
}

/// Whether the value of an attribute needs no quotes.
pub(super) fn is_bare(value: &[u8]) -> bool {
    value.iter().all(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`'))
}

/// The skipped runs of a page, in order.
#[derive(Debug, Default)]
pub(super) struct SkippedRuns {
    runs: Vec<Run>,
    /// Parts of the page that are minified already.
    blocks: Vec<u8>,
    /// Total length in bytes.
    length: usize,
}

#[derive(Clone, Debug)]
enum Run {
    /// Text, by its place in the page.
    Text(Range<usize>),
    /// Text that is written as it is, by its place in the page; in an attribute, [`QUOTED`] may follow it.
    Verbatim { range: Range<usize>, quoted: bool },
    /// The same, by its place among the parts that are minified already.
    Written { range: Range<usize>, quoted: bool },
    /// Elements that are minified already, by their place among them.
    Blocks(Range<usize>),
    /// A menu that was minified before.
    Menu(Arc<Menu>),
}

impl SkippedRuns {
    /// Skips a run of text of `page`, if its characters are ordinary. Returns whether the placeholder must be in quotes; `None` if the
    /// run cannot be skipped.
    pub(super) fn push(&mut self, page: &str, range: Range<usize>, kind: RunKind) -> Option<bool> {
        let text = &page[range.clone()];
        if is_plain(text) {
            let quoted = kind == RunKind::Value && !is_bare(text.as_bytes());
            if quoted && memchr(b'"', text.as_bytes()).is_some() {
                return None;
            }
            self.length += range.len();
            self.runs.push(match kind {
                RunKind::Text => Run::Text(range),
                RunKind::Title | RunKind::Value => Run::Verbatim { range, quoted },
            });
            return Some(quoted);
        }
        let start = self.blocks.len();
        let quoted = self.write_references(text, kind);
        match quoted {
            Some(quoted) => {
                self.length += self.blocks.len() - start;
                self.runs.push(Run::Written { range: start..self.blocks.len(), quoted });
            }
            None => self.blocks.truncate(start),
        }
        quoted
    }

    /// Adds text with character references to the parts that are minified already.
    fn write_references(&mut self, text: &str, kind: RunKind) -> Option<bool> {
        if memchr(b'<', text.as_bytes()).is_some() || marks::holds_mark(text) {
            return None;
        }
        let start = self.blocks.len();
        let mut rest = text;
        while let Some(at) = memchr(b'&', rest.as_bytes()) {
            let (before, from) = rest.split_at(at);
            self.add(before, kind);
            rest = reference(from, &mut self.blocks)?;
            // minify-html knows where `&` and `<` can be written as they are.
            if self.blocks.ends_with(b";") {
                return None;
            }
        }
        self.add(rest, kind);
        if kind != RunKind::Value {
            return Some(false);
        }
        let written = &self.blocks[start..];
        let quoted = !is_bare(written);
        // In an attribute a reference may be read where none is in text, and a quote would end the value.
        (!written.iter().any(|byte| matches!(byte, b'&' | b'"'))).then_some(quoted)
    }

    fn add(&mut self, text: &str, kind: RunKind) {
        match kind {
            RunKind::Text => words(text, &mut self.blocks),
            RunKind::Title | RunKind::Value => self.blocks.extend_from_slice(text.as_bytes()),
        }
    }

    /// Puts the runs from number `from` on into the order of `order`, which numbers them from 0.
    pub(super) fn reorder(&mut self, from: usize, order: &[usize]) {
        let runs: Vec<Run> = order.iter().map(|&number| self.runs[from + number].clone()).collect();
        self.runs.splice(from.., runs);
    }

    /// Lends the elements that are minified already, so that more can be added at their end.
    pub(super) fn take_blocks(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.blocks)
    }

    /// Takes them back.
    pub(super) fn give_blocks(&mut self, blocks: Vec<u8>) {
        self.blocks = blocks;
    }

    /// Skips elements, by their place among those that are minified already.
    pub(super) fn push_blocks(&mut self, blocks: Range<usize>) {
        self.length += blocks.len();
        self.runs.push(Run::Blocks(blocks));
    }

    /// Skips a menu.
    pub(super) fn push_menu(&mut self, menu: Arc<Menu>) {
        self.length += menu.content.len();
        self.runs.push(Run::Menu(menu));
    }

    /// The number of runs.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Their length in bytes, before white space collapses.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Writes the run of this number, a part of `page`; nothing where there is none. Returns whether [`QUOTED`] follows its
    /// placeholder.
    pub(super) fn write(&self, number: usize, page: &str, out: &mut Vec<u8>) -> bool {
        match self.runs.get(number) {
            Some(Run::Text(run)) => collapse(&page.as_bytes()[run.clone()], out),
            Some(Run::Verbatim { range, quoted }) => {
                out.extend_from_slice(&page.as_bytes()[range.clone()]);
                return *quoted;
            }
            Some(Run::Written { range, quoted }) => {
                out.extend_from_slice(&self.blocks[range.clone()]);
                return *quoted;
            }
            Some(Run::Blocks(blocks)) => {
                // A block ends the paragraph before it.
                if out.ends_with(b"</p>") {
                    out.truncate(out.len() - b"</p>".len());
                }
                out.extend_from_slice(&self.blocks[blocks.clone()]);
            }
            Some(Run::Menu(menu)) => out.extend_from_slice(&menu.content),
            None => {}
        }
        false
    }
}

/// Writes a part of a line with each run of white space as one space, also at its ends.
pub(super) fn words(text: &str, out: &mut Vec<u8>) {
    let words = text.trim_ascii();
    if text.starts_with(|c: char| c.is_ascii_whitespace()) {
        out.push(b' ');
    }
    collapse(words.as_bytes(), out);
    if !words.is_empty() && text.ends_with(|c: char| c.is_ascii_whitespace()) {
        out.push(b' ');
    }
}

/// Writes a text that neither begins nor ends with white space, with each run of it as one space.
pub(super) fn collapse(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    // Form feeds are rare.
    let has_form_feed = memchr(b'\x0c', text).is_some();
    let end_of_line = |rest: &[u8]| match has_form_feed {
        false => memchr3(b'\n', b'\r', b'\t', rest),
        true => rest.iter().position(|&byte| byte < b' ' && byte.is_ascii_whitespace()),
    };
    while let Some(line) = end_of_line(rest) {
        let (before, after) = rest.split_at(line);
        spaced(before.trim_ascii_end(), out);
        rest = after.trim_ascii_start();
        out.push(b' ');
    }
    spaced(rest, out);
}

/// Writes a line whose only white space is spaces.
fn spaced(line: &[u8], out: &mut Vec<u8>) {
    static DOUBLED: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("  "));
    if DOUBLED.find(line).is_some() {
        for (number, word) in line.split(|&byte| byte == b' ').filter(|word| !word.is_empty()).enumerate() {
            if number > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(word);
        }
    } else {
        out.extend_from_slice(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses_wherever_it_stands() {
        for (text, collapsed) in [
            ("one two", "one two"),
            ("one  two   three", "one two three"),
            ("one \n two\r\n\tthree\u{c}four", "one two three four"),
            ("été\u{a0}\u{a0}日本\n語", "été\u{a0}\u{a0}日本 語"),
            ("\u{1b}[0m\u{b}\n\u{1b}x", "\u{1b}[0m\u{b} \u{1b}x"),
        ] {
            let mut out = Vec::new();
            collapse(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), collapsed, "{text:?}");
        }
    }

    /// What is put back for a run, and whether it stands in quotes.
    fn put_back(text: &str, kind: RunKind) -> Option<(String, bool)> {
        let mut runs = SkippedRuns::default();
        let quoted = runs.push(text, 0..text.len(), kind)?;
        let mut out = Vec::new();
        assert_eq!(runs.write(0, text, &mut out), quoted);
        Some((String::from_utf8(out).unwrap(), quoted))
    }

    #[test]
    fn only_references_that_escaping_makes_are_skipped() {
        for (text, written) in [
            ("plain  words > \"quotes\"", "plain words > \"quotes\""),
            ("全角の記号，ほか", "全角の記号，ほか"),
            ("ﷲ and letters", "ﷲ and letters"),
            ("fish &amp;  more fish", "fish & more fish"),
            ("what&#39;s &gt; &quot;", "what's > \""),
        ] {
            assert_eq!(put_back(text, RunKind::Text), Some((written.to_owned(), false)), "{text}");
        }
        for text in
            ["fish &euro; more fish", "three < four words", "at most \u{FDD3} kilobytes", "全角，と &nbsp; ほか"]
        {
            assert_eq!(put_back(text, RunKind::Text), None, "{text}");
        }
    }

    #[test]
    fn a_value_is_in_quotes_where_it_must_be() {
        for (value, written) in [
            ("../a/", Some(("../a/", false))),
            ("two  words", Some(("two  words", true))),
            ("a=b", Some(("a=b", true))),
            ("what&#39;s", Some(("what's", true))),
            ("a &quot;b&quot;", None),
            ("a \"b\"", None),
            ("?a&amp;b", None),
            ("a & b", None),
        ] {
            let written = written.map(|(written, quoted): (&str, bool)| (written.to_owned(), quoted));
            assert_eq!(put_back(value, RunKind::Value), written, "{value}");
        }
    }
}
