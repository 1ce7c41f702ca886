//! Changes that repair a text which is not YAML. Each is tried: it counts only if the parser then gets further than the line
//! that it changes.

use std::ops::Range;

use super::lines::Line;
use super::parse::{Limits, error_line};
use crate::report::Certainty;

/// The longest text that is parsed again to try a change.
const LONGEST: usize = 1_000_000;

/// Widths of a tab that are tried, in spaces.
const TAB_WIDTHS: [usize; 3] = [2, 4, 8];

/// A change of the text, with how certain it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    pub range: Range<usize>,
    pub replacement: String,
    pub certainty: Certainty,
}

impl Repair {
    /// A change that only one person in a hundred would not make.
    pub fn certain(range: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { range, replacement: replacement.into(), certainty: Certainty::Certain }
    }

    /// A change that a person decides about.
    pub fn suggested(range: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { range, replacement: replacement.into(), certainty: Certainty::Suggested }
    }

    /// Whether the parser gets past the changed line.
    pub fn works(&self, text: &str, limits: Limits) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let changed = [&text[..self.range.start], &self.replacement, &text[self.range.end..]].concat();
        let last = changed[..self.range.start + self.replacement.len()].matches('\n').count() + 1;
        error_line(&changed, limits).is_none_or(|line| line > last)
    }
}

/// Replaces the tabs that indent a line by spaces. The width of a tab is the smallest indentation of other lines; if there is
/// none, it is the smallest that makes the line fit, which is certain only if no other width does.
pub(super) fn tabs(line: &Line<'_>, text: &str, limits: Limits) -> Option<Repair> {
    let indentation = &text[line.start..line.content];
    let with_width = |width: usize| {
        let spaces = indentation.replace('\t', &" ".repeat(width));
        Repair::certain(line.start..line.content, spaces)
    };
    let usual =
        text.lines().filter(|line| line.starts_with(' ')).map(|line| line.len() - line.trim_start().len()).min();
    let is_usual = usual.map(with_width).filter(|repair| repair.works(text, limits));
    if is_usual.is_some() {
        return is_usual;
    }
    let mut working = TAB_WIDTHS.into_iter().map(with_width).filter(|repair| repair.works(text, limits));
    let first = working.next()?;
    // Where no line is indented by spaces, the width makes no difference.
    let certainty = if usual.is_none() { Certainty::Certain } else { Certainty::Suggested };
    Some(Repair { certainty, ..first })
}

/// A value in quotes, if quotes alone are what it needs.
pub(super) fn quoted(value: &str) -> Option<String> {
    let value = value.trim();
    let is_plain = !value.is_empty() && !value.contains(['"', '\\', '\'', '\n', '\r']) && !value.contains(" #");
    is_plain.then(|| format!("\"{value}\""))
}
