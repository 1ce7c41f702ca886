//! Shows the edits of a text as a unified diff. The edits themselves say which lines differ, so nothing is searched, and a
//! file of ten megabytes takes no longer than it takes to read.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::{AnsiColor, Style};

use super::Reason;
use super::edited::{EditedText, TextChange};
use crate::report::text::stand_in;

/// Lines shown before and after a change.
const CONTEXT: usize = 3;
/// Longer lines are cut, so that a file of one line does not fill the screen. Bytes.
const LINE_BYTES: usize = 1_000;
/// What is shown of a long line before and after its changes. Bytes.
const MARGIN_BYTES: usize = 100;
/// Maximum number of findings named above a group of lines.
const REASONS: usize = 3;

const HEAD: Style = Style::new().bold();
const PLACE: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Whole lines of the original, and those that replace them.
struct Block {
    old: Lines,
    new: Lines,
    reasons: Vec<Reason>,
}

/// Lines of a text.
struct Lines {
    bytes: Range<usize>,
    /// The bytes from the first change to the last.
    changed: Range<usize>,
}

/// Returns the differences of a file as a unified diff; empty if there are none. `path` is as findings show it.
#[must_use]
pub fn diff(path: &str, edited: &EditedText, color: bool) -> String {
    let (old, new) = (edited.original(), edited.text());
    let blocks = blocks(&edited.changes(), old, new);
    if blocks.is_empty() {
        return String::new();
    }
    let mut page = Page { out: String::new(), color };
    page.line(HEAD, &format!("--- {path}"));
    page.line(HEAD, &format!("+++ {path}"));
    // Lines before the current place, in the original and in the new text.
    let mut counted = (Count::default(), Count::default());
    let mut rest = &blocks[..];
    while let Some(first) = rest.first() {
        let start = before(old, first.old.bytes.start, CONTEXT);
        // Two blocks whose contexts touch are shown as one.
        let near = |pair: &[Block]| {
            let gap = &old[pair[0].old.bytes.end..pair[1].old.bytes.start];
            lines(gap).take(2 * CONTEXT + 1).count() <= 2 * CONTEXT
        };
        let number = 1 + rest.windows(2).take_while(|pair| near(pair)).count();
        let (group, others) = rest.split_at(number);
        rest = others;
        let last = &group[number - 1];
        let end = after(old, last.old.bytes.end, CONTEXT);
        let new_start = first.new.bytes.start - (first.old.bytes.start - start);
        let new_end = last.new.bytes.end + (end - last.old.bytes.end);
        let place = format!(
            "@@ -{} +{} @@{}",
            counted.0.numbers(old, start..end),
            counted.1.numbers(new, new_start..new_end),
            reasons(group)
        );
        page.line(PLACE, &place);
        let mut at = start;
        for block in group {
            page.kept(old, at..block.old.bytes.start);
            page.changed(old, new, block);
            at = block.old.bytes.end;
        }
        page.kept(old, at..end);
    }
    page.out
}

/// Widens each change to whole lines; changes on the same lines are one block.
fn blocks(changes: &[TextChange], old: &str, new: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for change in changes {
        let start = change.old.start;
        // Without a search for the ends of the line, which may be long and have many changes.
        let is_on_last = |end: usize| start < end || (start == end && !old[..end].ends_with('\n'));
        if let Some(last) = blocks.last_mut().filter(|last| is_on_last(last.old.bytes.end)) {
            if change.old.end >= last.old.bytes.end {
                last.old.bytes.end = line_end(old, change.old.end);
            }
            last.new.bytes.end = change.new.end + (last.old.bytes.end - change.old.end);
            (last.old.changed.end, last.new.changed.end) = (change.old.end, change.new.end);
            last.reasons.extend(change.reasons.iter().cloned());
            continue;
        }
        let (before, after) = (start - line_start(old, start), line_end(old, change.old.end) - change.old.end);
        let widen = |changed: &Range<usize>| Lines {
            bytes: changed.start - before..changed.end + after,
            changed: changed.clone(),
        };
        let (old, new) = (widen(&change.old), widen(&change.new));
        blocks.push(Block { old, new, reasons: change.reasons.clone() });
    }
    blocks.iter_mut().for_each(|block| trim(block, old, new));
    blocks
}

/// Takes lines off the start and the end that are the same in both texts, for example after whole lines were inserted.
fn trim(block: &mut Block, old: &str, new: &str) {
    let (a, b) = (&old[block.old.bytes.clone()], &new[block.new.bytes.clone()]);
    let same = |pairs: &mut dyn Iterator<Item = (&str, &str)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(line, _)| line.len()).sum()
    };
    let first = same(&mut lines(a).zip(lines(b)));
    let (a, b) = (&a[first..], &b[first..]);
    let backwards = |text| lines(text).collect::<Vec<_>>().into_iter().rev();
    let last = same(&mut backwards(a).zip(backwards(b)));
    for lines in [&mut block.old, &mut block.new] {
        lines.bytes = lines.bytes.start + first..lines.bytes.end - last;
    }
}

/// The findings that a group of lines fixes, after a space.
fn reasons(group: &[Block]) -> String {
    let mut all: Vec<String> = group.iter().flat_map(|block| &block.reasons).map(Reason::to_string).collect();
    let mut seen = BTreeSet::new();
    all.retain(|reason| seen.insert(reason.clone()));
    let more = match all.len() {
        0..=REASONS => String::new(),
        number => format!("; and {} more", number - REASONS),
    };
    all.truncate(REASONS);
    let space = if all.is_empty() { "" } else { " " };
    format!("{space}{}{more}", all.join("; "))
}

/// The number of lines before a byte that only grows.
#[derive(Default)]
struct Count {
    at: usize,
    lines: usize,
}

impl Count {
    /// The first line and the number of lines, as in the head of a group. If there are none, the line before.
    fn numbers(&mut self, text: &str, bytes: Range<usize>) -> String {
        self.lines += newlines(&text[self.at..bytes.start]);
        self.at = bytes.start;
        match lines(&text[bytes]).count() {
            0 => format!("{},0", self.lines),
            1 => format!("{}", self.lines + 1),
            number => format!("{},{number}", self.lines + 1),
        }
    }
}

/// A diff while it is written.
struct Page {
    out: String,
    color: bool,
}

impl Page {
    fn line(&mut self, style: Style, text: &str) {
        let style = if self.color { style } else { Style::new() };
        self.out.push_str(&format!("{style}{}{style:#}\n", harmless(text)));
    }

    fn kept(&mut self, text: &str, bytes: Range<usize>) {
        for line in lines(&text[bytes]) {
            let (shown, has_end) = without_end(line);
            let shown = cut(shown.trim_end_matches('\r'), 0..0);
            self.text(Style::new(), ' ', &shown, has_end);
        }
    }

    fn changed(&mut self, old: &str, new: &str, block: &Block) {
        let sides = [(old, &block.old, '-', REMOVED), (new, &block.new, '+', ADDED)];
        // A carriage return is shown only where it is what differs.
        let is_usual =
            sides.iter().all(|(text, side, ..)| lines(&text[side.bytes.clone()]).all(|it| it.ends_with("\r\n")));
        for (text, side, sign, style) in sides {
            let mut at = side.bytes.start;
            for line in lines(&text[side.bytes.clone()]) {
                let (shown, has_end) = without_end(line);
                let shown = if is_usual { shown.trim_end_matches('\r') } else { shown };
                let inside = |byte: usize| byte.saturating_sub(at).min(shown.len());
                let shown = cut(shown, inside(side.changed.start)..inside(side.changed.end));
                self.text(style, sign, &shown, has_end);
                at += line.len();
            }
        }
    }

    fn text(&mut self, style: Style, sign: char, text: &str, has_end: bool) {
        self.line(style, &format!("{sign}{}", text.trim_start_matches('\u{feff}')));
        if !has_end {
            self.line(Style::new(), "\\ No newline at end of file");
        }
    }
}

/// The text without characters that a terminal would interpret. Tabs stay: they may be what differs.
fn harmless(text: &str) -> String {
    text.chars().map(|c| stand_in(c).unwrap_or(c)).collect()
}

/// A long line, cut to what is around `changed`.
fn cut(line: &str, changed: Range<usize>) -> String {
    if line.len() <= LINE_BYTES {
        return line.to_owned();
    }
    let boundary = |at: usize| (0..=at.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(changed.start.saturating_sub(MARGIN_BYTES));
    let end = boundary((changed.end + MARGIN_BYTES).min(start + LINE_BYTES)).max(start);
    let mark = |is_cut: bool| if is_cut { "…" } else { "" };
    format!("{}{}{}", mark(start > 0), &line[start..end], mark(end < line.len()))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

fn without_end(line: &str) -> (&str, bool) {
    line.strip_suffix('\n').map_or((line, false), |line| (line, true))
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1)
}

/// The end of the line that contains `at`, after its line break.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1)
}

/// The start of the line `number` lines before the line that starts at `at`.
fn before(text: &str, at: usize, number: usize) -> usize {
    (0..number).fold(at, |at, _| if at == 0 { 0 } else { line_start(text, at - 1) })
}

fn after(text: &str, at: usize, number: usize) -> usize {
    (0..number).fold(at, |at, _| if at == text.len() { at } else { line_end(text, at) })
}

#[cfg(test)]
mod tests;
