//! Where words of a text stand in its source, which may be in quotes, with escapes or folded.

use std::ops::Range;

/// The length of the source of a text, in bytes, up to which each of its words is searched for, if they are not where the
/// text has them.
const SEARCHED_SOURCE: usize = 10_000;

/// The source of a text, in quotes, with escapes or folded.
pub(super) struct QuotedSource<'t> {
    written: &'t str,
    /// Its place in its file.
    range: &'t Range<usize>,
    /// Where the text begins in it, if nothing is escaped or folded.
    start: Option<usize>,
}

impl<'t> QuotedSource<'t> {
    /// The source of `text` at `range` of a file.
    pub fn new(file: &'t str, range: &'t Range<usize>, text: &str) -> Self {
        let written = &file[range.clone()];
        Self { written, range, start: written.find(text) }
    }

    /// Where the words at `at` of the text stand in the file. If they cannot be found, this is the first line of the source.
    pub fn place_of(&self, at: usize, words: &str) -> Range<usize> {
        let exact = self.start.map(|start| start + at..start + at + words.len());
        let found =
            exact.or_else(|| find_folded(self.written, words).filter(|_| self.written.len() <= SEARCHED_SOURCE));
        let first_line = || 0..self.written.find(['\n', '\r']).unwrap_or(self.written.len());
        let Range { start, end } = found.unwrap_or_else(first_line);
        self.range.start + start..self.range.start + end
    }
}

/// Finds words in a text that may have any white space between them.
fn find_folded(text: &str, words: &str) -> Option<Range<usize>> {
    let words: Vec<&str> = words.split_whitespace().collect();
    text.match_indices(words.first()?).find_map(|(start, first)| {
        let mut end = start + first.len();
        for word in &words[1..] {
            let rest = text[end..].trim_start();
            let is_next = rest.len() < text.len() - end && rest.starts_with(word);
            end = if is_next { text.len() - rest.len() + word.len() } else { return None };
        }
        Some(start..end)
    })
}
