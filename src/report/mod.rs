//! Findings: where they are, what they say, how they are displayed. Knows nothing about pages, themes or disks.
//!
//! A mistake in a file of the site is a [`Finding`], a value that is collected and shown with all others; it never ends
//! a run. What does end a run, such as a full disk or a wrong flag, is a [`Failure`].

mod brief;
mod codes;
mod edit;
mod equivalents;
mod fingerprint;
mod rooted;
mod source;
mod story;
mod suggest;
mod excerpt;

pub mod catalog;
pub mod text;
pub mod terminal;
pub mod machine;
pub mod explain;

pub use codes::{Code, Level};
pub use edit::{Certainty, Edit, Label, literal};
pub use fingerprint::fingerprints;
pub use rooted::{PathBase, ReportedFindings};
pub use source::{LoadText, Place, Position, SourceFile};
pub use suggest::{Closest, closest, nearest};

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use brief::brief;

/// A mistake or a doubt in a file of the site.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind of finding.
    pub code: Code,
    /// How serious it is; the level of the code, unless settings change it.
    pub level: Level,
    /// One sentence without a full stop.
    pub message: String,
    /// Where it is; `None` only if there is no file to name.
    pub place: Option<Place>,
    /// What to type, if that is known for sure.
    pub help: Option<String>,
    /// Reasons.
    pub notes: Vec<String>,
    /// Further places that explain the finding, in the order in which they are read.
    pub labels: Vec<Label>,
    /// The change of the file that corrects it, if one is known.
    pub edit: Option<Edit>,
    /// Whether it says the same wherever it occurs, so that all places are one finding; see [`Report::settle`].
    pub is_gathered: bool,
    /// The other places of a gathered finding, in order.
    pub also: Vec<Place>,
    /// The changes that correct it at other places.
    pub further_edits: Vec<Edit>,
}

impl Finding {
    /// Creates a finding at `place` with the level of its code.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = brief(message.into());
        Self {
            code,
            level: code.level(),
            message,
            place: Some(place),
            help: None,
            notes: Vec::new(),
            labels: Vec::new(),
            edit: None,
            is_gathered: false,
            also: Vec::new(),
            further_edits: Vec::new(),
        }
    }

    /// Makes it one finding with all others of the same code, level and message.
    #[must_use]
    pub fn gathered(mut self) -> Self {
        self.is_gathered = true;
        self
    }

    /// Adds what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(brief(help.into()));
        self
    }

    /// Adds what to type, if that is known.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.map(brief).or(self.help);
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(brief(note.into()));
        self
    }

    /// Adds a further place, with what is there; see [`Label::text`].
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: brief(text.into()) });
        self
    }

    /// Adds the change that corrects it: `range` of the file of this finding becomes `replacement`.
    #[must_use]
    pub fn edit(mut self, range: Range<usize>, replacement: impl Into<String>, certainty: Certainty) -> Self {
        if let Some(place) = &self.place {
            let place = Place::new(place.file(), range);
            self.edit = Some(Edit { place, replacement: replacement.into(), certainty });
        }
        self
    }

    /// Adds changes that correct it, each with its place.
    #[must_use]
    pub fn with_edits(mut self, edits: impl IntoIterator<Item = (Place, String)>, certainty: Certainty) -> Self {
        let mut edits = edits.into_iter().map(|(place, replacement)| Edit { place, replacement, certainty });
        if self.edit.is_none() {
            self.edit = edits.next();
        }
        self.further_edits.extend(edits);
        self
    }

    /// All places that it names.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        let edit = self.edit.iter().map(|edit| &edit.place);
        self.place.iter().chain(self.labels.iter().map(|label| &label.place)).chain(edit)
    }

    fn sort_key(&self) -> (&str, usize, usize, &str, &str) {
        let path = self.place.as_ref().map_or("", |place| place.file().path());
        let range = self.place.as_ref().and_then(Place::range).unwrap_or(0..0);
        (path, range.start, range.end, self.code.as_str(), &self.message)
    }
}

/// The findings of one run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds several findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Sorts by file, place and code, and removes duplicates, so that the report does not depend on the order in which
    /// threads finish. Of gathered findings that say the same, the first takes the places and the edits of the others.
    pub fn settle(&mut self) {
        self.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.findings.dedup_by(|b, a| a.sort_key() == b.sort_key());
        if self.findings.iter().any(|finding| finding.is_gathered) {
            self.gather();
        }
    }

    fn gather(&mut self) {
        let mut firsts: HashMap<(Code, Level, String), usize> = HashMap::new();
        let mut kept: Vec<Finding> = Vec::with_capacity(self.findings.len());
        for finding in self.findings.drain(..) {
            let first = match finding.is_gathered {
                true => *firsts.entry((finding.code, finding.level, finding.message.clone())).or_insert(kept.len()),
                false => kept.len(),
            };
            match kept.get_mut(first) {
                Some(first) => {
                    first.also.extend(finding.place.into_iter().chain(finding.also));
                    first.further_edits.extend(finding.edit.into_iter().chain(finding.further_edits));
                }
                None => kept.push(finding),
            }
        }
        self.findings = kept;
    }

    /// All findings; sorted after [`Self::settle`].
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// All findings, to change their levels or remove some.
    pub fn findings_mut(&mut self) -> &mut Vec<Finding> {
        &mut self.findings
    }

    /// The number of findings with this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether there is an error, which forbids publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error)
    }
}

/// A problem of the machine or a wrong command line: what was being done, and what went wrong.
#[derive(Debug)]
pub struct Failure {
    /// What was being done, as a sentence without a full stop: `cannot write public/index.html`.
    pub message: String,
    /// The error of the operating system, if there is one.
    pub cause: Option<String>,
    /// What to do about it, if that is known.
    pub help: Option<String>,
}

impl Failure {
    /// Creates a failure without an error of the operating system.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), cause: None, help: None }
    }

    /// Creates a failure from an error of the operating system.
    #[must_use]
    pub fn io(message: impl Into<String>, error: &std::io::Error) -> Self {
        Self { message: message.into(), cause: Some(error_text(error)), help: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The text of an error without its number and in lower case, for the middle of a sentence.
#[must_use]
pub fn plain_error(error: &std::io::Error) -> String {
    let text = error_text(error);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The text of an error, without its number. The standard library gives no text without it, so it is cut off, also where
/// another error contains it.
fn error_text(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::{Failure, plain_error};

    #[test]
    fn errors_of_the_system_are_shown_without_their_numbers() {
        let missing = || Error::from_raw_os_error(2);
        assert!(missing().to_string().contains("(os error 2)"), "{}", missing());
        assert_eq!(plain_error(&missing()), "no such file or directory");
        assert_eq!(Failure::io("cannot read it", &missing()).to_string(), "cannot read it: No such file or directory");
        assert_eq!(plain_error(&Error::other(missing())), "no such file or directory");
    }
}
