//! Replaces what minify-html need not parse by a placeholder: a run of plain text passes it as one character and is
//! put back afterwards, with white space collapsed as minify-html would do it; so are ordinary blocks, which the guard
//! minifies itself, and a menu that was minified before. Text that may contain a character reference is not skipped.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use memchr::{memchr, memchr3, memmem};

use crate::marks;

use super::menu::Menu;

/// The placeholder of a skipped run. Never part of a page; one of the code points that
/// [`marks`](crate::marks) keeps for Firstflight.
pub(super) const SKIPPED: char = '\u{FDEE}';

/// Shorter runs cost as much to skip as to parse.
const SHORTEST: usize = 12;

/// Whether a run of text, without white space at its ends, can be skipped: it has no markup and no character reference.
pub(super) fn can_skip(text: &str) -> bool {
    if text.len() < SHORTEST {
        return false;
    }
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

/// The skipped runs of a page, in order.
#[derive(Debug, Default)]
pub(super) struct SkippedRuns {
    runs: Vec<Run>,
    /// Elements of the page that are minified already.
    blocks: Vec<u8>,
    /// Total length in bytes.
    length: usize,
}

#[derive(Debug)]
enum Run {
    /// Text, by its place in the page.
    Text(Range<usize>),
    /// Elements that are minified already, by their place among them.
    Blocks(Range<usize>),
    /// A menu that was minified before.
    Menu(Arc<Menu>),
}

impl SkippedRuns {
    /// Skips a run of text.
    pub(super) fn push(&mut self, run: Range<usize>) {
        self.length += run.len();
        self.runs.push(Run::Text(run));
    }

    /// Lends the elements that are minified already, so that more can be added at their end.
    pub(super) fn take_blocks(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.blocks)
    }

    /// Takes them back.
    pub(super) fn give_blocks(&mut self, blocks: Vec<u8>) {
        self.blocks = blocks;
    }

    /// Skips the elements that were added from byte `start` on.
    pub(super) fn push_blocks(&mut self, start: usize) {
        self.length += self.blocks.len() - start;
        self.runs.push(Run::Blocks(start..self.blocks.len()));
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

    /// Writes the run of this number, a part of `page`; nothing where there is none.
    pub(super) fn write(&self, number: usize, page: &str, out: &mut Vec<u8>) {
        match self.runs.get(number) {
            Some(Run::Text(run)) => collapse(&page.as_bytes()[run.clone()], out),
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
    }
}

/// Writes a text with each run of white space as one space.
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

    #[test]
    fn text_that_may_contain_a_character_reference_is_not_skipped() {
        for text in ["plain words > \"quotes\"", "全角の記号，ほか", "ﷲ and letters"] {
            assert!(can_skip(text), "{text}");
        }
        for text in
            ["fish &amp; more fish", "three < four words", "short", "at most \u{FDD3} kilobytes", "全角，と & ほか"]
        {
            assert!(!can_skip(text), "{text}");
        }
    }
}
