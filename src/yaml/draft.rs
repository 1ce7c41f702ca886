//! A text that is repaired in memory, to see what is wrong after its first mistake. Places in it lead back to the file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::repair::Repair;
use crate::report::{Place, SourceFile};

/// A part of a file with its repairs.
pub(super) struct PatchedText<'f> {
    file: &'f Arc<SourceFile>,
    /// The bytes of the file that the text stands for.
    range: Range<usize>,
    text: Cow<'f, str>,
    /// The bytes of the file that are replaced, in order, and the lengths of what replaces them.
    replaced: Vec<(Range<usize>, usize)>,
}

impl<'f> PatchedText<'f> {
    /// Creates a draft of the bytes `range` of a file.
    pub fn new(file: &'f Arc<SourceFile>, range: Range<usize>) -> Self {
        Self { text: Cow::Borrowed(&file.text()[range.clone()]), file, range, replaced: Vec::new() }
    }

    /// The text with all repairs.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the file of a range of the text.
    pub fn place(&self, local: Range<usize>) -> Place {
        Place::new(self.file, self.in_file(local.start)..self.in_file(local.end))
    }

    /// A repair as one change of the file: its range and the text that replaces it. `None` if a part is repaired already.
    pub fn edit(&self, repair: &Repair) -> Option<(Range<usize>, String)> {
        let (first, last) = (repair.parts.first()?, repair.parts.last()?);
        let range = self.unchanged(&first.0)?.start..self.unchanged(&last.0)?.end;
        let mut replacement = String::new();
        let mut at = range.start;
        for (part, text) in &repair.parts {
            let part = self.unchanged(part)?;
            replacement.push_str(&self.file.text()[at..part.start]);
            replacement.push_str(text);
            at = part.end;
        }
        Some((range, replacement))
    }

    /// Repairs the text. Returns false, without a change, if a part is repaired already.
    pub fn apply(&mut self, repair: &Repair) -> bool {
        let parts: Option<Vec<Range<usize>>> = repair.parts.iter().map(|(part, _)| self.unchanged(part)).collect();
        let Some(parts) = parts else { return false };
        self.text = Cow::Owned(repair.applied(&self.text));
        self.replaced.extend(parts.into_iter().zip(repair.parts.iter().map(|(_, text)| text.len())));
        self.replaced.sort_by_key(|(range, _)| (range.start, range.end));
        true
    }

    /// The offset in the file of an offset in the text; inside a replacement, where the replaced bytes begin.
    fn in_file(&self, local: usize) -> usize {
        let (mut at, mut file_at) = (0, self.range.start);
        for (range, length) in &self.replaced {
            let kept = range.start - file_at;
            if local <= at + kept {
                break;
            }
            at += kept;
            if local < at + length {
                return range.start;
            }
            at += length;
            file_at = range.end;
        }
        file_at + (local - at)
    }

    /// The bytes of the file that a range of the text holds, if no repair changes them.
    fn unchanged(&self, local: &Range<usize>) -> Option<Range<usize>> {
        let range = self.in_file(local.start)..self.in_file(local.end);
        (self.file.text().get(range.clone())? == &self.text[local.clone()] && {
            let touches = |(replaced, _): &(Range<usize>, usize)| {
                (replaced.start < range.end && range.start < replaced.end) || (range.is_empty() && *replaced == range)
            };
            !self.replaced.iter().any(touches)
        })
        .then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Certainty;

    #[test]
    fn places_lead_back_to_the_file() {
        let file = SourceFile::new("a.yaml", "# one\n\ta: `x`\n\tb: `y`\n");
        let mut draft = PatchedText::new(&file, 6..file.text().len());
        let tabs =
            Repair { parts: vec![(0..1, "  ".to_owned()), (8..9, "  ".to_owned())], certainty: Certainty::Certain };
        assert_eq!(draft.edit(&tabs), Some((6..15, "  a: `x`\n  ".to_owned())));
        assert!(draft.apply(&tabs));
        assert_eq!(draft.text(), "  a: `x`\n  b: `y`\n");
        let range = |draft: &PatchedText<'_>, text: &str| {
            let at = draft.text().find(text).unwrap();
            file.text()[draft.place(at..at + text.len()).range().unwrap()].to_owned()
        };
        assert_eq!((range(&draft, "`x`"), range(&draft, "b: `y`")), ("`x`".to_owned(), "b: `y`".to_owned()));
        // The same place is not repaired twice.
        assert!(!draft.apply(&Repair::certain(0..2, "    ")));
        assert_eq!(draft.edit(&Repair::certain(1..3, "")), None);
        let quotes = Repair::certain(5..8, "\"`x`\"");
        assert_eq!(draft.edit(&quotes), Some((10..13, "\"`x`\"".to_owned())));
        assert!(draft.apply(&quotes));
        assert_eq!(draft.text(), "  a: \"`x`\"\n  b: `y`\n");
        assert_eq!(range(&draft, "b: `y`"), "b: `y`");
    }
}
