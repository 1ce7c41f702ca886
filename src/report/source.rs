//! The files that findings point into, and places in them.

use std::fmt;
use std::hash::Hasher;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A file of the site, kept so that a finding can show the line it is about.
pub struct SourceFile {
    /// Relative to the site's folder, with `/` on every system.
    path: String,
    /// Its text, unless it was dropped.
    text: OnceLock<String>,
    /// Loads a text that was dropped.
    dropped: Option<DroppedText>,
    /// Byte offset at which each line starts; computed on first use, because most files have no finding.
    lines: OnceLock<Vec<usize>>,
    /// Number of characters before every [`BLOCK`]th byte, for files with long lines: a line of ten megabytes may have
    /// many findings.
    blocks: OnceLock<Vec<usize>>,
}

/// What is known of a text that was dropped to save memory.
struct DroppedText {
    length: usize,
    hash: u64,
    load: Box<LoadText>,
}

/// Loads the text of a file again; `None` if it cannot be read any more.
pub type LoadText = dyn Fn() -> Option<String> + Send + Sync;

/// Number of bytes whose characters are counted again for each place.
const BLOCK: usize = 4_096;

/// A line and a column, both counted from 1, columns in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1, counted from the top of the file.
    pub line: usize,
    /// Column, from 1; a tab counts as one character.
    pub column: usize,
}

impl SourceFile {
    /// Creates a file from its `text`; `path` is relative to the site's folder, with `/`.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let (lines, blocks) = (OnceLock::new(), OnceLock::new());
        Arc::new(Self { path: path.into(), text: text.into().into(), dropped: None, lines, blocks })
    }

    /// The same file without its text, which is loaded again if something asks for it.
    #[must_use]
    pub fn without_text(&self, load: Box<LoadText>) -> Arc<Self> {
        let text = self.text();
        let dropped = Some(DroppedText { length: text.len(), hash: hash(text), load });
        let (lines, blocks) = (OnceLock::new(), OnceLock::new());
        Arc::new(Self { path: self.path.clone(), text: OnceLock::new(), dropped, lines, blocks })
    }

    /// The path relative to the site's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.dropped.as_ref().map_or_else(String::new, DroppedText::load))
    }

    /// The line and column of a byte offset. An offset past the end counts as the end, one inside a character as its start.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let lines = self.lines();
        let offset = floor_char_boundary(self.text(), offset);
        let line = lines.partition_point(|&start| start <= offset).max(1);
        let start = lines[line - 1];
        // A byte order mark is not visible in editors.
        let line_text = &self.text()[start..offset];
        let start = offset - line_text.trim_start_matches('\u{feff}').len();
        Position { line, column: self.characters(start, offset) + 1 }
    }

    /// The number of characters between two byte offsets.
    fn characters(&self, start: usize, end: usize) -> usize {
        if end - start <= BLOCK {
            return count(&self.text().as_bytes()[start..end]);
        }
        let blocks = self.blocks.get_or_init(|| {
            let mut sum = 0;
            let mut before = vec![0];
            before.extend(self.text().as_bytes().chunks(BLOCK).map(|block| {
                sum += count(block);
                sum
            }));
            before
        });
        let before = |at: usize| blocks[at / BLOCK] + count(&self.text().as_bytes()[at / BLOCK * BLOCK..at]);
        before(end) - before(start)
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', self.text().as_bytes()).map(|at| at + 1)).collect()
        })
    }
}

impl DroppedText {
    /// The text. If the file has changed since, blanks stand in, so that every place in it remains valid.
    fn load(&self) -> String {
        let text = (self.load)().filter(|text| hash(text) == self.hash);
        text.unwrap_or_else(|| " ".repeat(self.length))
    }
}

/// Tells whether a file has changed while it was read; says nothing outside of this run.
fn hash(text: &str) -> u64 {
    let mut hasher = ahash::AHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.dropped.as_ref().map_or_else(|| self.text().len(), |dropped| dropped.length);
        write!(f, "SourceFile({}, {length} bytes)", self.path)
    }
}

/// The place of a finding: a file, and a range of bytes in it unless the finding is about the whole file.
#[derive(Clone, Debug)]
pub struct Place {
    file: Arc<SourceFile>,
    range: Option<Range<usize>>,
}

impl Place {
    /// Creates a place from a range of bytes. Ends outside the text or inside a character are moved to a valid offset.
    #[must_use]
    pub fn new(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        let start = floor_char_boundary(file.text(), range.start);
        let end = floor_char_boundary(file.text(), range.end).max(start);
        Self { file: file.clone(), range: Some(start..end) }
    }

    /// Creates a place for a whole file, for example one that cannot be read.
    #[must_use]
    pub fn whole(file: &Arc<SourceFile>) -> Self {
        Self { file: file.clone(), range: None }
    }

    /// Creates a place for the first line of a file, where missing parts are reported.
    #[must_use]
    pub fn first_line(file: &Arc<SourceFile>) -> Self {
        let text = file.text();
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        let end = start + text[start..end.max(start)].trim_end_matches('\r').len();
        Self::new(file, start..end)
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The range of bytes; `None` for the whole file.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.range.clone()
    }

    /// The positions of the first character and of the one after the last; `None` for the whole file.
    #[must_use]
    pub fn positions(&self) -> Option<(Position, Position)> {
        let range = self.range.as_ref()?;
        Some((self.file.position(range.start), self.file.position(range.end)))
    }
}

impl fmt::Display for Place {
    /// `content/en/index.md:22:19`, or the path alone for a whole file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.positions() {
            Some((start, _)) => write!(f, "{}:{}:{}", self.file.path, start.line, start.column),
            None => f.write_str(&self.file.path),
        }
    }
}

/// The number of characters that start in these bytes of UTF-8.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_the_top() {
        let file = SourceFile::new("a.md", "\u{feff}één\r\n\tzwei");
        assert_eq!(file.position(3), Position { line: 1, column: 1 });
        assert_eq!(file.position(5), Position { line: 1, column: 2 });
        let tab = file.text().find('z').unwrap();
        assert_eq!(file.position(tab), Position { line: 2, column: 2 });
        assert_eq!(file.position(999), Position { line: 2, column: 6 });
    }

    #[test]
    fn columns_of_long_lines_are_counted_like_those_of_short_ones() {
        let text = format!("\u{feff}a\n{}", "é日x😀".repeat(3_000));
        let file = SourceFile::new("a.md", text);
        for (number, (at, _)) in file.text().char_indices().skip(3).enumerate().step_by(97) {
            assert_eq!(file.position(at), Position { line: 2, column: number + 1 });
        }
    }

    #[test]
    fn a_text_that_was_dropped_is_loaded_again_unless_it_has_changed() {
        let file = SourceFile::new("a.md", "one\nété");
        for (now, expected) in [(Some("one\nété"), "one\nété"), (Some("one\nété!"), "         "), (None, "         ")]
        {
            let dropped = file.without_text(Box::new(move || now.map(str::to_owned)));
            assert_eq!(dropped.text(), expected);
            assert_eq!(Place::new(&dropped, 4..9).range(), Some(4..9));
        }
    }

    #[test]
    fn a_place_is_displayed_as_a_clickable_path() {
        let file = SourceFile::new("content/en/a.md", "one\ntwo");
        assert_eq!(Place::new(&file, 4..7).to_string(), "content/en/a.md:2:1");
        assert_eq!(Place::whole(&file).to_string(), "content/en/a.md");
        assert_eq!(Place::first_line(&file).range(), Some(0..3));
    }
}
