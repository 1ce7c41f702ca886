//! The part of a file that a finding shows: cropped around its span, without control characters, and never more than a
//! screen, however long the line or the file is.

use std::ops::Range;
use std::slice;

use super::text::{columns, crop, stand_in, width};

/// Maximum number of columns of a line; with the gutter before it, at most 140.
const COLUMNS: usize = 132;
/// Maximum number of columns of a long span.
const SPAN_COLUMNS: usize = 100;
/// Maximum number of lines of a span that is shown as a whole.
const LINES: usize = 4;
/// Maximum number of columns of a text that names a place.
const NAMED_COLUMNS: usize = 60;

/// The lines of a file that are shown for a finding.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Cropped lines, without the last line end.
    pub text: String,
    /// The bytes of `text` to underline.
    pub span: Range<usize>,
    /// Text next to the carets: the last line of a span that is not shown as a whole.
    pub label: Option<String>,
    /// The bytes of `text` of further places, in their order.
    pub further: Vec<Range<usize>>,
    /// The number of the first line in `text`.
    pub first_line: usize,
    /// The number of the last line in `text`.
    pub last_line: usize,
}

/// Maximum number of lines between a span and a further place that is shown with it.
const LINES_BETWEEN: usize = 4;

/// Whether a further place is so close to a span that both can be shown together: each on one line, not far apart, none of
/// the lines cropped.
pub(super) fn is_near(text: &str, span: &Range<usize>, further: &Range<usize>) -> bool {
    let (first, second) = if span.start <= further.start { (span, further) } else { (further, span) };
    if first.is_empty() || second.is_empty() || first.end > second.start {
        return false;
    }
    let start = line_start(text, first.start);
    let end = line_end(text, second.end);
    let is_one_line = |range: &Range<usize>| !text[range.clone()].contains(['\n', '\r']);
    // Looked at before the lines themselves, which may be very long.
    if end - start > 4 * COLUMNS * (LINES_BETWEEN + 2) || !is_one_line(first) || !is_one_line(second) {
        return false;
    }
    let lines = &text[start..end];
    let has_certain_width = |line: &str| line.chars().map(columns).sum::<usize>() == width(line);
    lines.lines().count() <= LINES_BETWEEN + 2
        && !lines.contains(is_right_to_left)
        && lines.lines().all(has_certain_width)
        && lines.lines().all(|line| width(line) <= COLUMNS)
        && !lines.trim_end_matches('\r').chars().any(|c| !matches!(c, '\n' | '\r') && stand_in(c).is_some())
}

impl Excerpt {
    /// Names the span in words where carets may not be below it.
    ///
    /// Terminals do not agree on right-to-left text: most show it in the order of the file, some reverse it, and those align
    /// it to the right if a line begins with it. They do not agree either on the width of emoji that several characters
    /// make. No control character changes that everywhere: many terminals ignore U+202D and the isolates, and where they
    /// work, they turn words around that the author has to read.
    pub fn in_words(&self) -> Option<String> {
        let start = self.text[..self.span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[self.span.end..].find('\n').map_or(self.text.len(), |at| self.span.end + at);
        // The library draws no joiners.
        let before = self.text[start..self.span.end].replace('\u{200d}', "");
        let mut before = before.lines();
        let has_certain_width = before.all(|line| line.chars().map(columns).sum::<usize>() == width(line));
        if has_certain_width && !self.text[start..end].contains(is_right_to_left) {
            return None;
        }
        let named = |text: &str| format!("`{}`", crop(text, NAMED_COLUMNS));
        let part = &self.text[self.span.clone()];
        let words = match (part.split_once('\n'), part.rsplit_once('\n')) {
            (Some((first, _)), Some((_, last))) => format!("from {} to {}", named(first), named(last)),
            _ if part.is_empty() => match self.text[self.span.end..end].split_whitespace().next() {
                Some(next) => format!("before {}", named(next)),
                None => "at the end of the line".to_owned(),
            },
            _ => named(part),
        };
        Some(self.label.as_ref().map_or(words.clone(), |label| format!("{words} {label}")))
    }

    /// Creates the excerpt for the bytes `range` of `text`, which start on line `first_line`. Reads only the part of the
    /// text that it needs.
    pub fn new(text: &str, range: Range<usize>, first_line: usize) -> Self {
        // A byte order mark is not visible in editors.
        let start = if text.starts_with('\u{feff}') { range.start.max('\u{feff}'.len_utf8()) } else { range.start };
        // A span that includes a line end is about its line, not the one below.
        let meant = text[start..range.end.max(start)].trim_end_matches(['\n', '\r']).len();
        let end = start + meant;
        let breaks: Vec<_> = memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]).map(|at| start + at).collect();
        let further = breaks.len();
        if further == 0 {
            return Self::from_lines(text, slice::from_ref(&(start..end)), first_line);
        }
        if further < LINES {
            let mut focus = Vec::with_capacity(LINES);
            focus.push(start..start);
            // Lines between the first and the last are cropped from their start.
            focus.extend(breaks[..further - 1].iter().map(|&at| at + 1..at + 1));
            focus.push(end..end);
            return Self::from_lines(text, &focus, first_line);
        }
        let first = start + text[start..breaks[0]].trim_end_matches('\r').len();
        let label = format!("to line {}", first_line + further);
        Self { label: Some(label), ..Self::from_lines(text, slice::from_ref(&(start..first)), first_line) }
    }

    /// Creates the excerpt for the bytes `range` and those of further places, each of which [`is_near`].
    pub fn with(text: &str, range: Range<usize>, line: usize, further: &[Range<usize>]) -> Self {
        if further.is_empty() {
            return Self::new(text, range, line);
        }
        let all = || further.iter().chain([&range]);
        let from = all().map(|range| range.start).min().unwrap_or(range.start);
        let to = all().map(|range| range.end).max().unwrap_or(range.end);
        let (from, to) = (line_start(text, from), line_end(text, to));
        // Without the returns at the ends of lines.
        let shift = |at: usize| at - from - text[from..at].matches('\r').count();
        let span = |range: &Range<usize>| shift(range.start)..shift(range.end);
        let first_line = line - text[from..range.start].matches('\n').count();
        Self {
            text: text[from..to].replace('\r', ""),
            span: span(&range),
            label: None,
            further: further.iter().map(span).collect(),
            first_line,
            last_line: first_line + text[from..to].matches('\n').count(),
        }
    }

    /// Shows the line of each focus, cropped around it. The text from the first focus to the last is underlined.
    fn from_lines(text: &str, focuses: &[Range<usize>], first_line: usize) -> Self {
        let mut shown = String::new();
        let mut span = 0..0;
        for (number, focus) in focuses.iter().enumerate() {
            if number > 0 {
                shown.push('\n');
            }
            let line = line_start(text, focus.start)..line_end(text, focus.end);
            let place = push_cropped(&mut shown, text, line, focus.clone());
            if number == 0 {
                span.start = place.start;
            }
            span.end = place.end;
        }
        let last_line = first_line + focuses.len() - 1;
        Self { text: shown, span, label: None, further: Vec::new(), first_line, last_line }
    }
}

/// Whether a character belongs to a script that is written from right to left, or is the mark of that direction: the blocks
/// that Unicode reserves for them. Digits of Arabic are written from left to right.
fn is_right_to_left(c: char) -> bool {
    !matches!(c, '\u{660}'..='\u{66c}' | '\u{6f0}'..='\u{6f9}') && is_in_right_to_left_block(c)
}

fn is_in_right_to_left_block(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}')
        || matches!(c, '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The start of the line around `at`.
fn line_start(text: &str, at: usize) -> usize {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |before| before + 1);
    if start == 0 && text.starts_with('\u{feff}') { at.min('\u{feff}'.len_utf8()) } else { start }
}

/// The end of the line around `at`, without its line break.
fn line_end(text: &str, at: usize) -> usize {
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |after| at + after);
    if end > at && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

/// Appends the cropped `line` to `out` and returns the range of the focus in it.
fn push_cropped(out: &mut String, text: &str, line: Range<usize>, focus: Range<usize>) -> Range<usize> {
    let (focus_end, focus_cost) = forward(text, focus.clone(), cost_of(SPAN_COLUMNS));
    let room = cost_of(COLUMNS).saturating_sub(focus_cost);
    // Each side gets half of the room; what one side does not need goes to the other.
    let (left, left_cost) = backward(text, line.start..focus.start, room / 2);
    let (right, right_cost) = forward(text, focus_end..line.end, room - left_cost);
    let (left, _) =
        if left > line.start { backward(text, line.start..focus.start, room - right_cost) } else { (left, left_cost) };

    if left > line.start {
        out.push('…');
    }
    push_harmless(out, &text[left..focus.start]);
    let start = out.len();
    let shown = focus.end.min(right);
    push_harmless(out, &text[focus.start..shown]);
    let mut end = out.len();
    push_harmless(out, &text[shown..right]);
    if right < line.end {
        out.push('…');
        if right < focus.end {
            end = out.len();
        }
    }
    start..end
}

fn push_harmless(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| stand_in(c).unwrap_or(c)));
}

/// The furthest offset from the start of `range` within `budget`, and the cost up to it.
fn forward(text: &str, range: Range<usize>, budget: usize) -> (usize, usize) {
    let mut spent = 0;
    for (at, c) in text[range.clone()].char_indices() {
        if spent + cost(c) > budget {
            return (range.start + at, spent);
        }
        spent += cost(c);
    }
    (range.end, spent)
}

/// The furthest offset back from the end of `range` within `budget`, and the cost from it.
fn backward(text: &str, range: Range<usize>, budget: usize) -> (usize, usize) {
    let mut spent = 0;
    for (at, c) in text[range.clone()].char_indices().rev() {
        if spent + cost(c) > budget {
            return (range.start + at + c.len_utf8(), spent);
        }
        spent += cost(c);
    }
    (range.start, spent)
}

/// The cost of a character in eighths of a column. Characters without a column cost something too; otherwise a line of a
/// million combining marks would count as short.
fn cost(c: char) -> usize {
    (columns(c) * 8).max(1)
}

fn cost_of(columns: usize) -> usize {
    columns * 8
}
