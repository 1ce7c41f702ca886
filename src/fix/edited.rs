//! A text that is edited in several rounds, and that knows which parts of the original remain.

use std::ops::Range;
use std::sync::Arc;

use super::{Fix, Reason, without_overlaps};
use crate::report::SourceFile;

/// A text with all edits that were made to it.
#[derive(Clone, Debug)]
pub struct EditedText {
    original: Arc<SourceFile>,
    /// The parts of the current text, in order.
    pieces: Vec<Piece>,
    text: String,
}

/// A part of an edited text.
#[derive(Clone, Debug)]
enum Piece {
    /// Bytes of the original.
    Kept(Range<usize>),
    /// A new text, perhaps empty, with the reasons for it.
    New(String, Vec<Reason>),
}

/// A part of the original that differs from the part of the current text in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextChange {
    /// Bytes of the original.
    pub old: Range<usize>,
    /// Bytes of the current text.
    pub new: Range<usize>,
    /// The findings that it fixes.
    pub reasons: Vec<Reason>,
}

impl EditedText {
    /// Creates a text without edits.
    #[must_use]
    pub fn new(original: Arc<SourceFile>) -> Self {
        let text = original.text().to_owned();
        Self { pieces: vec![Piece::Kept(0..text.len())], text, original }
    }

    /// The file before the first edit.
    #[must_use]
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.original
    }

    /// The text before the first edit.
    #[must_use]
    pub fn original(&self) -> &str {
        self.original.text()
    }

    /// The text after all edits.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text differs from the original.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.text != self.original.text()
    }

    /// Makes all edits that do not overlap earlier ones in the list, which is sorted by place. Places are in the current
    /// text. Returns the number of findings that this fixes.
    pub fn apply(&mut self, fixes: &[Fix]) -> usize {
        let mut rest = Rest(std::mem::take(&mut self.pieces).into_iter(), None);
        let mut pieces = Vec::new();
        let (mut at, mut fixed) = (0, 0);
        for (fix, reasons) in without_overlaps(fixes) {
            rest.take(fix.range.start - at, |piece| pieces.push(piece));
            fixed += reasons.len();
            let mut reasons: Vec<Reason> = reasons.into_iter().cloned().collect();
            rest.take(fix.range.len(), |piece| {
                if let Piece::New(_, earlier) = piece {
                    reasons.extend(earlier);
                }
            });
            pieces.push(Piece::New(fix.replacement.clone(), reasons));
            at = fix.range.end;
        }
        rest.take(usize::MAX, |piece| pieces.push(piece));
        self.pieces = pieces;
        let original = self.original.text();
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Kept(range) => &original[range.clone()],
            Piece::New(text, _) => text.as_str(),
        });
        self.text = parts.collect();
        fixed
    }

    /// The differences between the original and the current text, in order.
    pub(super) fn changes(&self) -> Vec<TextChange> {
        let mut changes = Vec::new();
        let mut open = TextChange { old: 0..0, new: 0..0, reasons: Vec::new() };
        let end = Piece::Kept(self.original.text().len()..self.original.text().len());
        for piece in self.pieces.iter().chain([&end]) {
            match piece {
                Piece::Kept(range) => {
                    open.old.end = range.start;
                    let after = open.new.end + range.len();
                    if self.original.text()[open.old.clone()] != self.text[open.new.clone()] {
                        changes.push(open);
                    }
                    open = TextChange { old: range.end..range.end, new: after..after, reasons: Vec::new() };
                }
                Piece::New(text, reasons) => {
                    open.new.end += text.len();
                    open.reasons.extend(reasons.iter().cloned());
                }
            }
        }
        changes
    }
}

/// The pieces that are not yet taken, the first of them perhaps in part.
struct Rest(std::vec::IntoIter<Piece>, Option<Piece>);

impl Rest {
    /// Takes `length` bytes, or all if there are fewer, and gives them to `to`.
    fn take(&mut self, mut length: usize, mut to: impl FnMut(Piece)) {
        while length > 0 {
            let Some(piece) = self.1.take().or_else(|| self.0.next()) else { return };
            let (first, second) = piece.split(length);
            length -= first.len().min(length);
            self.1 = second;
            to(first);
        }
    }
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(range) => range.len(),
            Self::New(text, _) => text.len(),
        }
    }

    /// Splits the piece after `length` bytes, if it is longer.
    fn split(self, length: usize) -> (Self, Option<Self>) {
        if self.len() <= length {
            return (self, None);
        }
        match self {
            Self::Kept(range) => {
                let middle = range.start + length;
                (Self::Kept(range.start..middle), Some(Self::Kept(middle..range.end)))
            }
            Self::New(mut text, reasons) => {
                let rest = text.split_off(length);
                (Self::New(text, reasons.clone()), Some(Self::New(rest, reasons)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::Code;

    fn fix(range: Range<usize>, replacement: &str) -> Fix {
        let reason = Reason { code: Code::UnknownKey, message: "message".to_owned() };
        Fix { range, replacement: replacement.to_owned(), reason }
    }

    fn changes(text: &EditedText) -> Vec<(Range<usize>, &str)> {
        let changes = text.changes().into_iter();
        changes.map(|change| (change.old, &text.text()[change.new])).collect()
    }

    #[test]
    fn rounds_of_edits_are_one_change_each() {
        let mut text = EditedText::new(SourceFile::new("a.md", "one two three"));
        assert!(!text.is_changed());
        assert_eq!(text.apply(&[fix(0..3, "ONE"), fix(2..5, "lost"), fix(13..13, "!")]), 2);
        assert_eq!(text.text(), "ONE two three!");
        // A part of a new text, an end of it and what follows, and the end of the file.
        assert_eq!(text.apply(&[fix(1..2, "nn"), fix(2..4, "_"), fix(14..14, "?")]), 3);
        assert_eq!(text.text(), "Onn_two three!?");
        assert_eq!(changes(&text), [(0..4, "Onn_"), (13..13, "!?")]);
        assert!(
            text.changes()
                .iter()
                .all(|change| change.reasons.iter().any(|reason| reason.to_string() == "unknown-key: message"))
        );
        assert_eq!(text.apply(&[fix(0..4, "one "), fix(13..15, "")]), 2);
        assert!(!text.is_changed());
        assert_eq!(changes(&text), []);
    }

    proptest! {
        /// The changes lead from the original to the text, whatever the edits.
        #[test]
        fn changes_lead_from_the_original_to_the_text(
            original in "[abé\n]{0,30}",
            rounds in prop::collection::vec(prop::collection::vec((0usize..40, 0usize..6, "[xyé\n]{0,4}"), 0..5), 0..4),
        ) {
            let mut text = EditedText::new(SourceFile::new("a.md", original.clone()));
            for round in rounds {
                let current = text.text().to_owned();
                let mut wanted: Vec<Fix> = round
                    .iter()
                    .map(|(start, length, replacement)| {
                        let near = |at: usize| (0..=at.min(current.len())).rev().find(|at| current.is_char_boundary(*at)).unwrap();
                        fix(near(*start)..near(start + length), replacement)
                    })
                    .collect();
                wanted.sort_by_key(|fix| (fix.range.start, fix.range.end));
                let mut simple = current.clone();
                for (fix, _) in without_overlaps(&wanted).into_iter().rev() {
                    simple.replace_range(fix.range.clone(), &fix.replacement);
                }
                text.apply(&wanted);
                prop_assert_eq!(text.text(), &simple);
            }
            let mut rebuilt = original.clone();
            for change in text.changes().into_iter().rev() {
                rebuilt.replace_range(change.old, &text.text()[change.new]);
            }
            prop_assert_eq!(rebuilt, text.text());
        }
    }
}
