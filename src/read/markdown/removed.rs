//! HTML that is removed: one finding for each kind on a page, with the text that is lost.

use std::ops::Range;

use super::tokens::Attribute;
use super::writer::Writer;
use crate::report::catalog::lost::{self, RemovedHtml};

/// Attributes whose values are text for readers.
const WORDS: [&str; 8] = ["alt", "title", "aria-label", "aria-description", "label", "placeholder", "summary", "abbr"];

/// HTML of one kind that was removed.
#[derive(Debug)]
pub(super) struct RemovedKind {
    kind: RemovedHtml,
    places: Vec<Range<usize>>,
    words: Vec<String>,
}

impl Writer<'_> {
    /// Records what is removed at a range of the source, with the text in its `attributes`.
    pub(super) fn note_removed<'t>(
        &mut self,
        kind: RemovedHtml,
        range: Range<usize>,
        attributes: impl IntoIterator<Item = &'t Attribute>,
    ) {
        let is_words = |attribute: &&Attribute| WORDS.contains(&attribute.name.as_str());
        let words = attributes.into_iter().filter(is_words).map(|attribute| attribute.value.trim());
        let words: Vec<String> = words.filter(|words| !words.is_empty()).map(str::to_owned).collect();
        let removed = &mut self.raw.removed;
        let number = *self.raw.kinds.entry(kind.clone()).or_insert_with(|| {
            removed.push(RemovedKind { kind, places: Vec::new(), words: Vec::new() });
            removed.len() - 1
        });
        removed[number].places.push(range);
        removed[number].words.extend(words);
    }

    /// Reports what was removed.
    pub(super) fn report_removed(&mut self) {
        for RemovedKind { kind, mut places, mut words } in std::mem::take(&mut self.raw.removed) {
            places.sort_by_key(|range| range.start);
            let mut seen = std::collections::HashSet::new();
            words.retain(|word| seen.insert(word.clone()));
            let places = places.into_iter().map(|range| self.place(range)).collect();
            self.findings.extend(lost::removed(&kind, places, &words));
        }
    }
}
