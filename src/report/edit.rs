//! What a finding carries besides its words: further places, and the change of a file that corrects it.

use super::Place;

/// A further place that explains a finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where it is; possibly in another file than the finding.
    pub place: Place,
    /// What is to be seen there, without a full stop: "first used here".
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
