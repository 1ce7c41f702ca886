//! Mathematics and diagrams, which GitHub renders. Here their source is shown, and one finding for each kind reports it.

use std::ops::Range;

use super::writer::Writer;
use crate::report::catalog;

/// Languages of code blocks that GitHub renders as pictures.
const PICTURES: [&str; 4] = ["mermaid", "geojson", "topojson", "stl"];
/// The language of code blocks with mathematics.
const MATHEMATICS: &str = "math";

/// What is shown as source: the kind, the place of the first, and the number of each.
#[derive(Debug, Default)]
pub(super) struct Unrendered {
    found: Vec<(&'static str, Range<usize>, usize)>,
}

impl Unrendered {
    fn note(&mut self, kind: &'static str, range: Range<usize>) {
        match self.found.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, _, count)) => *count += 1,
            None => self.found.push((kind, range, 1)),
        }
    }
}

impl Writer<'_> {
    /// The parts of formulas in a text, as ranges of the text. Each formula is recorded where it begins.
    pub(super) fn formulas_in(
        &mut self,
        text: &str,
        range: &Range<usize>,
    ) -> Vec<(Range<usize>, Option<&'static str>)> {
        let formulas = &self.signs.formulas;
        if formulas.is_empty() {
            return Vec::new();
        }
        let first = formulas.partition_point(|formula| formula.end <= range.start);
        let inside = formulas[first..].iter().take_while(|formula| formula.start < range.end);
        let mut spans = Vec::new();
        for formula in inside {
            if range.contains(&formula.start) {
                self.unrendered.note(MATHEMATICS, formula.clone());
            }
            let span = formula.start.max(range.start)..formula.end.min(range.end);
            // Escapes and typographic quotes move what follows them, even where the lengths are the same.
            if self.masked.text().get(range.clone()) == Some(text) {
                spans.push((span.start - range.start..span.end - range.start, None));
            } else if span == *range {
                spans.push((0..text.len(), None));
            }
        }
        spans
    }

    /// Records a code span between dollars, which is mathematics too.
    pub(super) fn note_code_between_dollars(&mut self, range: &Range<usize>) {
        let bytes = self.masked.text().as_bytes();
        let is_dollar = |at: usize| bytes.get(at) == Some(&b'$');
        if self.rules.house && is_dollar(range.end) && range.start.checked_sub(1).is_some_and(is_dollar) {
            self.unrendered.note(MATHEMATICS, range.start - 1..range.end + 1);
        }
    }

    /// Records a code block in a language that GitHub renders as a picture.
    pub(super) fn note_source_of_picture(&mut self, language: &str, range: &Range<usize>) {
        let mut kinds = PICTURES.into_iter().chain([MATHEMATICS]);
        if let Some(kind) = kinds.find(|kind| self.rules.house && language.eq_ignore_ascii_case(kind)) {
            self.unrendered.note(kind, range.clone());
            // It is not the code of a program.
            self.document.code_blocks = self.document.code_blocks.saturating_sub(1);
        }
    }

    /// Reports what is shown as source.
    pub(super) fn report_unrendered(&mut self) {
        for (kind, range, count) in std::mem::take(&mut self.unrendered.found) {
            let line = self.masked.source()[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
            let place = self.place(range.start..range.start + line);
            let is_mathematics = kind == MATHEMATICS;
            self.findings.push(catalog::markdown::unrendered(place, (!is_mathematics).then_some(kind), count));
        }
    }
}
