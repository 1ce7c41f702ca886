//! Changes that repair a text which is not YAML. Each is tried: it counts only if the parser then gets further than the line
//! that it changes.

use std::ops::Range;

use super::diagnosis::diagnosis;
use super::lines::{Line, opens_block};
use super::parse::{Limits, line_of_error, read};
use crate::report::Certainty;

/// The longest text that is parsed again to try a change.
const LONGEST: usize = 1_000_000;

/// Widths of a tab that are tried, in spaces.
const TAB_WIDTHS: [usize; 3] = [2, 4, 8];

/// Changes of the text that belong together, with how certain they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    /// The bytes that are replaced, in order, and what replaces them.
    pub parts: Vec<(Range<usize>, String)>,
    pub certainty: Certainty,
}

impl Repair {
    /// A change that only one person in a hundred would not make.
    pub fn certain(range: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { parts: vec![(range, replacement.into())], certainty: Certainty::Certain }
    }

    /// A change that a person decides about.
    pub fn suggested(range: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { certainty: Certainty::Suggested, ..Self::certain(range, replacement) }
    }

    /// The text with these changes.
    pub fn applied(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, replacement) in &self.parts {
            out.push_str(&text[at..range.start]);
            out.push_str(replacement);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Whether the parser gets past the first changed line.
    pub fn works(&self, text: &str, limits: Limits) -> bool {
        let Some((range, replacement)) = self.parts.first().filter(|_| text.len() <= LONGEST) else { return false };
        let last = text[..range.start].matches('\n').count() + replacement.matches('\n').count() + 1;
        read(&self.applied(text), limits).err().is_none_or(|error| line_of_error(&error) > last)
    }
}

/// Replaces the tabs that indent `first` and the lines after it by spaces. The width of a tab is the smallest indentation of
/// other lines; if there is none, it is the smallest that makes the lines fit, which is certain only if no other width does.
pub(super) fn tabs(first: &Line<'_>, text: &str, limits: Limits) -> Option<Repair> {
    if text.len() > LONGEST {
        return None;
    }
    let indentations = indentations(first.start, text);
    if indentations.first()?.range.start != first.start {
        return None;
    }
    let fitting = |width: usize| fitting(&indentations, width, text, limits);
    let usual = text.lines().filter_map(|line| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        (spaces > 0 && spaces < line.len() && !line[spaces..].starts_with(['\t', '\r'])).then_some(spaces)
    });
    let usual = usual.min();
    if let Some((width, repair)) = usual.and_then(|width| Some((width, fitting(width)?))) {
        // A line may belong to one above it that is indented further.
        let is_below_deeper = |(part, (_, spaces)): (&Indentation, &(_, String))| part.above > spaces.len();
        let is_doubtful = indentations.iter().zip(&repair.parts).any(is_below_deeper)
            && TAB_WIDTHS.into_iter().any(|other| other != width && fitting(other).is_some());
        let certainty = if is_doubtful { Certainty::Suggested } else { Certainty::Certain };
        return Some(Repair { certainty, ..repair });
    }
    let repair = TAB_WIDTHS.into_iter().find_map(fitting)?;
    // Where no line is indented by spaces, the width makes no difference.
    let certainty = if usual.is_none() { Certainty::Certain } else { Certainty::Suggested };
    Some(Repair { certainty, ..repair })
}

/// An indentation with tabs.
struct Indentation {
    /// Its bytes.
    range: Range<usize>,
    /// The number of its line, from 1.
    line: usize,
    /// Whether the line holds nothing else.
    is_all: bool,
    /// The number of spaces that indent the nearest line above with content; 0 if tabs do.
    above: usize,
}

/// The indentations with tabs, from the line at `start` on. A text in a block (`key: |`) keeps the tabs that are part of it.
fn indentations(start: usize, text: &str) -> Vec<Indentation> {
    let mut found = Vec::new();
    // The indentation of the line that opens a block, and that of its first line.
    let mut block: Option<(&str, Option<&str>)> = None;
    let (mut at, mut above) = (0, 0);
    for (number, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        let line_start = at;
        at += whole.len();
        let rest = line.trim_start_matches([' ', '\t']);
        let indentation = &line[..line.len() - rest.len()];
        let is_all = rest.is_empty();
        let part = |bytes: &str| {
            let range = line_start..line_start + bytes.len();
            let is_tab = line_start >= start && bytes.contains('\t');
            is_tab.then_some(Indentation { range, line: number + 1, is_all, above })
        };
        let inner = block
            .as_mut()
            .filter(|_| !is_all)
            .map(|(head, inner)| *inner.get_or_insert_with(|| first_of_block(head, indentation)));
        match (inner, &block) {
            (Some(inner), _) if !inner.is_empty() && indentation.starts_with(inner) => {
                found.extend(part(inner));
                continue;
            }
            // An empty line of a block needs no indentation.
            (None, Some((_, inner))) => {
                let is_inside = inner.is_some_and(|inner| indentation.starts_with(inner));
                found.extend(part(indentation).filter(|_| !is_inside));
                continue;
            }
            _ => block = None,
        }
        if is_all {
            continue;
        }
        found.extend(part(indentation));
        if opens_block(line) {
            block = Some((indentation, None));
        }
        if !rest.starts_with('#') {
            above = if indentation.contains('\t') { 0 } else { indentation.len() };
        }
    }
    found
}

/// The indentation that all lines of a block have, from that of its first line; empty if this line is not part of the block,
/// which is opened by a line with the indentation `head`.
fn first_of_block<'t>(head: &str, indentation: &'t str) -> &'t str {
    let spaces = indentation.len() - indentation.trim_start_matches(' ').len();
    match () {
        () if indentation.len() <= head.len() || !indentation.starts_with(head) => "",
        // A tab after enough spaces is part of the text.
        () if spaces > head.len() && !head.contains('\t') => &indentation[..spaces],
        () => indentation,
    }
}

/// The repair by tabs of one width: all lines, or those before the first that does not fit. `None` if not even the first
/// fits.
fn fitting(indentations: &[Indentation], width: usize, text: &str, limits: Limits) -> Option<Repair> {
    let spaces = |part: &Indentation| {
        let spaces = text[part.range.clone()].replace('\t', &" ".repeat(width));
        (part.range.clone(), if part.is_all { String::new() } else { spaces })
    };
    let mut repair = Repair { parts: indentations.iter().map(spaces).collect(), certainty: Certainty::Certain };
    let changed = repair.applied(text);
    let Err(error) = read(&changed, limits) else { return Some(repair) };
    // Lines are as many as before.
    let stops = line_of_error(&error);
    let before = indentations.partition_point(|part| part.line < stops);
    let is_changed = indentations.get(before).is_some_and(|part| part.line == stops);
    // The line may have another mistake.
    let is_repaired = || {
        let repair = diagnosis(&error, &changed, limits).and_then(|found| found.repair);
        repair.is_some_and(|repair| repair.certainty == Certainty::Certain)
    };
    if !is_changed || is_repaired() {
        return (is_changed || before > 0).then_some(repair);
    }
    repair.parts.truncate(before);
    (before > 0).then_some(repair)
}

/// A value in quotes, if quotes alone are what it needs.
pub(super) fn quoted(value: &str) -> Option<String> {
    let value = value.trim();
    let is_plain = !value.is_empty() && !value.contains(['"', '\\', '\'', '\n', '\r']) && !value.contains(" #");
    is_plain.then(|| format!("\"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with the tabs of its first line with tabs, and of all after it, replaced.
    fn spaces(text: &str) -> Option<(String, Certainty)> {
        let first = Line::around(text, text.find('\t').unwrap());
        let repair = tabs(&first, text, Limits::Small)?;
        Some((repair.applied(text), repair.certainty))
    }

    #[test]
    fn all_lines_get_the_same_width() {
        let certain = |text: &str| Some((text.to_owned(), Certainty::Certain));
        assert_eq!(spaces("a:\n\tb: 1\n\tc:\n\t\t- d\n\t\t- e\n"), certain("a:\n  b: 1\n  c:\n    - d\n    - e\n"));
        assert_eq!(
            spaces("x:\n    y: 1\na:\r\n\tb: 1\r\n\tc: 2\r\n"),
            certain("x:\n    y: 1\na:\r\n    b: 1\r\n    c: 2\r\n")
        );
        // A comment, an empty line, and a line that has another mistake as well.
        assert_eq!(spaces("a:\n\t# note\n\t\n\tb: 1\n\tc: @x\n"), certain("a:\n  # note\n\t\n  b: 1\n  c: @x\n"));
    }

    #[test]
    fn tabs_in_a_block_of_text_stay() {
        let certain = |text: &str| Some((text.to_owned(), Certainty::Certain));
        assert_eq!(
            spaces("a:\n\tb: |\n\t\tx\n\t\t\ty\n\t\n\t\tz\n\tc: 1\n"),
            certain("a:\n  b: |\n    x\n    \ty\n\n    z\n  c: 1\n")
        );
        assert_eq!(spaces("a: |\n  x\n  \ty\nb:\n\tc: 1\n"), None, "the first tab is part of a text");
        let text = "b:\n\tc: 1\na: |\n  x\n  \ty\n  \t\n";
        assert_eq!(spaces(text), certain(&text.replace("\tc", "  c")));
    }

    #[test]
    fn a_width_that_may_be_another_is_only_suggested() {
        let suggested = |text: &str| Some((text.to_owned(), Certainty::Suggested));
        assert_eq!(spaces("a:\n  b:\n    c: 1\n\td: 2\n"), suggested("a:\n  b:\n    c: 1\n  d: 2\n"));
        assert_eq!(spaces("a:\n   b: 1\n   c:\n      d: 1\na:\n\t- x: 1\n\t  y: @\n\tz"), None);
    }
}
