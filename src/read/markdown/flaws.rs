//! Mistakes in text that looks like a shortcode call.

use std::ops::Range;

use super::writer::Writer;
use crate::report::catalog;

/// A mistake in text that looks like a call.
#[derive(Clone, Debug)]
pub struct Flaw {
    /// Bytes of the text where the call opens.
    pub opens: Range<usize>,
    /// The kind of mistake.
    pub kind: FlawKind,
}

/// Kinds of mistakes in a call.
#[derive(Clone, Debug)]
pub enum FlawKind {
    /// Not closed within its block.
    Unclosed,
    /// The text at these bytes does not fit the grammar; `wanted` describes what does.
    Malformed { at: Range<usize>, wanted: &'static str },
    /// A line that opens or closes a body, with other text in it; the change that moves it to a line of its own, where that is
    /// known.
    Shared { is_end: bool, edit: Option<(Range<usize>, String)> },
}

impl Writer<'_> {
    /// Reports the flaws in a range of running text.
    pub(super) fn report_flaws(&mut self, range: &Range<usize>) {
        let masked = self.masked;
        let flaws = masked.flaws();
        let first = flaws.partition_point(|flaw| flaw.opens.start < range.start);
        for flaw in flaws[first..].iter().take_while(|flaw| flaw.opens.start < range.end) {
            self.report_flaw(flaw);
        }
    }

    /// Reports a flaw.
    pub(super) fn report_flaw(&mut self, flaw: &Flaw) {
        let opens = self.place(flaw.opens.clone());
        let is_body = self.masked.source()[flaw.opens.start..].starts_with("{%");
        self.prose.has_flaw = true;
        let mut is_end_of_body = false;
        self.findings.push(match &flaw.kind {
            FlawKind::Unclosed => catalog::shortcode::unclosed(opens, is_body),
            FlawKind::Malformed { at, wanted } => {
                catalog::shortcode::malformed(self.place(at.clone()), wanted, is_body)
            }
            FlawKind::Shared { is_end, edit } => {
                is_end_of_body = *is_end;
                let base = self.base;
                let edit = edit.clone().map(|(range, better)| (range.start + base..range.end + base, better));
                catalog::bodies::shared_line(opens, edit)
            }
        });
        if is_body {
            self.lose_body_line(is_end_of_body);
        }
    }
}
