//! Edits to a text that record where each byte of the result came from, and searches that read each byte once.

use std::ops::Range;

/// Edits to a text, in any order. Of two that overlap, only the one that starts first is applied, or that was added first.
/// Text that is inserted comes before a replacement at the same place.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

/// A text after edits.
#[derive(Debug, Default)]
pub struct Edited {
    /// The new text.
    pub text: String,
    /// Where pieces begin, in the new text and in the original; a piece that was replaced has no length in the original.
    pieces: Vec<EditedPiece>,
    /// The original, if that is itself an edited text.
    before: Option<Box<Edited>>,
}

#[derive(Debug)]
struct EditedPiece {
    new: usize,
    old: usize,
    is_replaced: bool,
}

impl Edits {
    /// Replaces a range.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies the edits to the bytes `whole` of a text.
    #[must_use]
    pub fn apply(mut self, text: &str, whole: Range<usize>) -> Edited {
        self.0.sort_by_key(|(range, _)| (range.start, !range.is_empty()));
        let mut edited = Edited::default();
        let mut at = whole.start;
        for (range, replacement) in self.0 {
            if range.start < at || range.end > whole.end || range.end < range.start {
                continue;
            }
            edited.push(&text[at..range.start], at, false);
            edited.push(&replacement, range.start, true);
            at = range.end;
        }
        edited.push(&text[at..whole.end], at, false);
        edited
    }
}

impl Edited {
    fn push(&mut self, text: &str, old: usize, is_replaced: bool) {
        if !text.is_empty() {
            self.pieces.push(EditedPiece { new: self.text.len(), old, is_replaced });
            self.text.push_str(text);
        }
    }

    /// The byte of the original that a byte of the new text came from.
    #[must_use]
    pub fn origin(&self, at: usize) -> usize {
        let number = self.pieces.partition_point(|piece| piece.new <= at);
        let Some(piece) = number.checked_sub(1).map(|number| &self.pieces[number]) else { return 0 };
        let old = if piece.is_replaced { piece.old } else { piece.old + at - piece.new };
        self.before.as_ref().map_or(old, |before| before.origin(old))
    }

    /// The text after further edits.
    #[must_use]
    pub fn then(self, edits: Edits) -> Self {
        let edited = edits.apply(&self.text, 0..self.text.len());
        Self { before: Some(Box::new(self)), ..edited }
    }
}

/// Caches the next occurrence of a text after a byte, so that it is not searched for again at each byte.
#[derive(Debug)]
pub struct Next {
    wanted: &'static str,
    is_searched: bool,
    found: Option<usize>,
}

impl Next {
    /// Nothing has been searched yet.
    #[must_use]
    pub fn new(wanted: &'static str) -> Self {
        Self { wanted, is_searched: false, found: None }
    }

    /// The first place from `from` on; each call begins at or after the one before.
    pub fn after(&mut self, text: &str, from: usize) -> Option<usize> {
        if !self.is_searched || self.found.is_some_and(|at| at < from) {
            self.is_searched = true;
            self.found = text[from..].find(self.wanted).map(|at| from + at);
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_new_text_are_traced_to_the_original() {
        let text = "0123456789";
        let mut edits = Edits::default();
        edits.replace(6..7, "");
        edits.replace(2..4, "abcde");
        edits.replace(3..5, "lost");
        let edited = edits.apply(text, 1..10);
        assert_eq!(edited.text, "1abcde45789");
        let origins: Vec<usize> = (0..11).map(|at| edited.origin(at)).collect();
        assert_eq!(origins, [1, 2, 2, 2, 2, 2, 4, 5, 7, 8, 9]);
    }
}
