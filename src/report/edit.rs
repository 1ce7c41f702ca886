//! What a finding carries besides its words: further places, and the change of a file that corrects it.

use std::ops::Range;

use super::suggest::closest;
use super::{Finding, Place};

/// A further place that explains a finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where it is; possibly in another file than the finding.
    pub place: Place,
    /// What is there, as words that fit before "is at" and beside the line itself: "the first".
    pub text: String,
}

/// A change of a file of the site that corrects what a finding is about.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The file and the bytes that are replaced; an empty range inserts.
    pub place: Place,
    /// The text that takes their place.
    pub replacement: String,
    /// Whether the change can be made without a person who reads it.
    pub certainty: Certainty,
}

/// How sure an edit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Only one change can be meant, and it changes nothing that readers see besides what the finding is about.
    Certain,
    /// The most likely change; a person decides.
    Suggested,
}

impl Certainty {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Suggested => "suggested",
        }
    }
}

impl Label {
    /// The label as a sentence, for output that does not show its line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let at = if self.place.range().is_some() { " at" } else { "" };
        format!("{} is{at} {}", self.text, self.place)
    }
}

impl Finding {
    /// Adds a change that is known only in some cases, as [`Self::edit`] adds one.
    #[must_use]
    pub fn maybe_edit(self, edit: Option<(Range<usize>, String)>, certainty: Certainty) -> Self {
        match edit {
            Some((range, replacement)) => self.edit(range, replacement, certainty),
            None => self,
        }
    }

    /// Adds the change of the name `written`, at the place of this finding, to `name`. There is none if the file does not
    /// hold the name exactly as it was read, or if `name` would need quotes or escapes.
    #[must_use]
    pub fn rename(self, written: &str, name: &str, certainty: Certainty) -> Self {
        let range = self.place.as_ref().and_then(|place| literal(place, written)).filter(|_| is_plain(name));
        self.maybe_edit(range.map(|range| (range, name.to_owned())), certainty)
    }

    /// Suggests the known name closest to `written`, if there is one, and adds the change to it, which is at most as
    /// certain as `most`.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>, most: Certainty) -> Self {
        match closest(written, known) {
            Some(closest) => self.help(format!("did you mean `{}`?", closest.name)).rename(
                written,
                closest.name,
                closest.certainty.max(most),
            ),
            None => self,
        }
    }
}

/// The bytes that hold exactly `text` at a place: all of it, or what is between its quotes. `None` if the file has it in
/// another form, for example with escapes.
#[must_use]
pub fn literal(place: &Place, text: &str) -> Option<Range<usize>> {
    let range = place.range()?;
    let written = &place.file().text()[range.clone()];
    if written == text {
        return Some(range).filter(|range| !range.is_empty());
    }
    let between = |quote: char| written.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| *inner == text);
    ['"', '\''].into_iter().find_map(between).map(|_| range.start + 1..range.end - 1)
}

/// Whether a name means the same with and without quotes, in YAML, in shortcode calls and in templates.
fn is_plain(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c))
        && !["null", "true", "false"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, SourceFile};

    #[test]
    fn a_name_is_replaced_only_if_the_file_holds_it_as_it_was_read() {
        let edit = |text: &str, written: &str, name: &str| {
            let file = SourceFile::new("a.yaml", text);
            let finding = Finding::new(Code::UnknownKey, Place::new(&file, 0..text.len()), "unknown key");
            finding.rename(written, name, Certainty::Certain).edit.map(|edit| (edit.place.range(), edit.replacement))
        };
        let title = |range| Some((Some(range), "title".to_owned()));
        assert_eq!(edit("tilte", "tilte", "title"), title(0..5));
        assert_eq!(edit("\"tilte\"", "tilte", "title"), title(1..6));
        assert_eq!(edit("'tilte'", "tilte", "title"), title(1..6));
        assert_eq!(edit("\"tilt\\x65\"", "tilte", "title"), None);
        assert_eq!(edit("*tilte", "tilte", "title"), None);
        for name in ["", "null", "True", "-x", "a b", "a: b", "a\"b", "#x"] {
            assert_eq!(edit("tilte", "tilte", name), None, "{name}");
        }
    }

    #[test]
    fn a_label_is_a_sentence_with_its_place() {
        let file = SourceFile::new("a.yaml", "one\ntwo");
        let label = |place| Label { place, text: "the first".to_owned() }.sentence();
        assert_eq!(label(Place::new(&file, 4..7)), "the first is at a.yaml:2:1");
        assert_eq!(label(Place::whole(&file)), "the first is a.yaml");
    }
}
