//! Text that looks like Markdown but has no effect: rows of dashes that do not form a table, and cells without a column. Emphasis
//! markers and links that have none are in [`super::emphasis`] and [`super::unread_links`].

use std::ops::Range;

use memchr::memmem;

use super::emphasis::{Sign, signs};
use super::writer::Writer;
use crate::report::catalog::lost;

/// What the texts of a document may contain, and the emphasis markers that are shown as text.
#[derive(Debug, Default)]
pub(super) struct Lookalikes {
    emphasis: bool,
    links: bool,
    rows: bool,
    /// The end of the last row that is nothing but `|`.
    after_lone_sign: usize,
    /// Emphasis markers that are shown as text.
    pub signs: Vec<Sign>,
}

impl Lookalikes {
    /// Scans a text once.
    pub fn from_source(text: &str) -> Self {
        let bytes = text.as_bytes();
        let has = |mark: &str| memmem::find(bytes, mark.as_bytes()).is_some();
        Self {
            emphasis: has("**") || has("__") || has("~~") || !text.is_ascii() && (has("*") || has("_")),
            links: has("](") || has(")[") || has("] ("),
            rows: has("|") && has("--"),
            after_lone_sign: 0,
            signs: Vec::new(),
        }
    }
}

impl Writer<'_> {
    /// Searches running text, which is at a range of the source.
    pub(super) fn note_lookalikes(&mut self, range: &Range<usize>) {
        let looks = &self.lookalikes;
        if !(looks.emphasis || looks.links || looks.rows) {
            return;
        }
        let text = self.masked.text();
        let bytes = &text.as_bytes()[range.clone()];
        if looks.emphasis {
            let signs = signs(text, range);
            self.lookalikes.signs.extend(signs);
        }
        if self.lookalikes.rows && memmem::find(bytes, b"--").is_some() {
            self.check_dashes(range);
        }
        if self.lookalikes.rows && bytes.trim_ascii() == b"|" {
            self.check_lone_sign(range);
        }
        if self.lookalikes.links && self.links.is_empty() {
            self.check_links(range);
        }
    }

    /// A row of a table that is nothing but `|` has no cells: it ends the table, and the rows after it are text.
    fn check_lone_sign(&mut self, range: &Range<usize>) {
        let text = self.masked.text();
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
        let row = |line: &str| line.trim_start_matches(['>', ' ', '\t']).trim_end().to_owned();
        if row(&text[start..end]) != "|" {
            return;
        }
        // A table ends at its first such row, so each line is read once.
        let from = std::mem::replace(&mut self.lookalikes.after_lone_sign, end).min(start);
        let above = text[from..start].lines().rev().map(row).take_while(|line| line.contains('|'));
        if above.skip_while(|line| !is_delimiter_row(line)).count() < 2 {
            return;
        }
        let at = start + text[start..end].find('|').unwrap_or(0);
        let edit = (at + self.base..at + 1 + self.base, "| |".to_owned());
        let place = self.place(at..at + 1);
        self.findings.push(lost::row_without_cells(place, edit));
    }

    /// Reports a row of dashes that is shown as text.
    fn check_dashes(&mut self, range: &Range<usize>) {
        let text = self.masked.text();
        if !is_delimiter_row(&text[range.clone()]) {
            return;
        }
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let is_line = text[start..range.start].chars().all(|c| matches!(c, ' ' | '\t' | '>' | '-' | '*'));
        let row = text[range.clone()].trim_end();
        let range = range.start..range.start + row.len();
        let ends_line = text[range.end..].split('\n').next().is_none_or(|rest| rest.trim().is_empty());
        if !is_line || !ends_line {
            return;
        }
        let above = text[..start].trim_end_matches(['\n', '\r']);
        let is_next = start > 0 && text[above.len()..start].matches('\n').count() == 1;
        let above = above.rsplit('\n').next().unwrap_or("").trim_start_matches(['>', ' ', '\t']).trim();
        let own = cells(row).len();
        let found = (is_next && !above.is_empty()).then(|| (own, cells(above).len()));
        let edit = found.filter(|(own, above)| own != above).filter(|_| above.contains('|')).map(|(own, above)| {
            let mut parts: Vec<&str> = row.trim_matches('|').split('|').take(above).collect();
            let more = parts.last().copied().unwrap_or("---");
            parts.extend(std::iter::repeat_n(more, above.saturating_sub(own)));
            (range.start + self.base..range.end + self.base, format!("|{}|", parts.join("|")))
        });
        let place = self.place(range);
        self.findings.push(lost::not_a_table(place, found, edit));
    }

    /// Reports cells of a row that have no column.
    pub(super) fn check_cells(&mut self, range: &Range<usize>) {
        let columns = self.table.columns();
        let text = self.masked.text();
        let row = text[range.clone()].split(['\n', '\r']).next().unwrap_or("");
        // Most rows have as many bars as columns.
        let outer = usize::from(row.trim_start().starts_with('|')) + usize::from(row.trim_end().ends_with('|'));
        if memchr::memchr_iter(b'|', row.as_bytes()).count() < columns + outer {
            return;
        }
        let cells = cells(row);
        let Some(lost) =
            cells.get(columns..).filter(|lost| lost.iter().any(|cell| !row[cell.clone()].trim().is_empty()))
        else {
            return;
        };
        let (Some(first), Some(last)) = (lost.first(), lost.last()) else { return };
        let words: Vec<&str> =
            lost.iter().map(|cell| row[cell.clone()].trim()).filter(|cell| !cell.is_empty()).collect();
        let words = self.masked.restore(&words.join(" | ")).into_owned();
        let shown = &row[first.start..last.end];
        let start = range.start + first.start + shown.len() - shown.trim_start().len();
        let place = self.place(start..range.start + first.start + shown.trim_end().len());
        let bars = bars_in_code(row);
        let edit = (bars.len() + columns == cells.len()).then(|| {
            let (first, last) = (bars[0], bars[bars.len() - 1]);
            let source = &self.masked.source()[range.clone()];
            let mut escaped = String::new();
            let mut copied = first;
            for bar in &bars {
                escaped.extend([&source[copied..*bar], "\\|"]);
                copied = bar + 1;
            }
            let start = range.start + self.base;
            (start + first..start + last + 1, escaped)
        });
        self.findings.push(lost::lost_cells(place, (cells.len(), columns), &words, edit));
    }
}

/// Whether a text is a delimiter row of several cells.
fn is_delimiter_row(row: &str) -> bool {
    let row = row.trim();
    if !row.contains('|') || !row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) {
        return false;
    }
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').all(|cell| {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        dashes.len() >= 2 && dashes.bytes().all(|byte| byte == b'-')
    })
}

/// The cells of a row, as ranges of it.
fn cells(row: &str) -> Vec<Range<usize>> {
    let end = row.trim_end().len();
    let start = row.len() - row.trim_start().len();
    let mut cells = Vec::new();
    let first = start + usize::from(row[start..].starts_with('|'));
    let mut from = first;
    for bar in bars(row).filter(|bar| *bar >= first) {
        cells.push(from..bar);
        from = bar + 1;
    }
    if from < end {
        cells.push(from..end);
    }
    cells
}

/// The bars that end cells.
fn bars(row: &str) -> impl Iterator<Item = usize> {
    let bytes = row.as_bytes();
    memchr::memchr_iter(b'|', bytes)
        .filter(move |at| bytes[..*at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0)
}

/// The bars that end cells although they are between back-ticks.
fn bars_in_code(row: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Vec<usize>)> = None;
    let mut at = 0;
    let bytes = row.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'`' => {
                let length = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
                open = match open.take() {
                    Some((ticks, bars)) if ticks == length => {
                        found.extend(bars);
                        None
                    }
                    Some(other) => Some(other),
                    None => Some((length, Vec::new())),
                };
                at += length;
                continue;
            }
            b'|' if !row[..at].ends_with('\\') => {
                if let Some((_, bars)) = &mut open {
                    bars.push(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_cells_as_github_does() {
        let cut = |row: &str| cells(row).into_iter().map(|cell| row[cell].trim().to_owned()).collect::<Vec<_>>();
        assert_eq!(cut("| a | b \\| c | |"), ["a", "b \\| c", ""]);
        assert_eq!(cut("a | b"), ["a", "b"]);
        assert_eq!(cut(" | a || b"), ["a", "", "b"]);
        assert_eq!(bars_in_code("| `a|b` | ``c|`d`` | e"), [4, 13]);
        for row in ["|---|---|", "--- | :---:", "|:--|", "| -- |  --- |"] {
            assert!(is_delimiter_row(row), "{row}");
        }
        for row in ["---", "|-|", "| a | --- |", "||", "|---||"] {
            assert!(!is_delimiter_row(row), "{row}");
        }
    }
}
