//! Every finding: where it is, what it says, how it is shown. Knows nothing of pages, themes or disks.
//!
//! A mistake in an editor's file is a value, collected and shown with all others; it never ends a run. What does end
//! a run, a full disk or a wrong flag, is a [`Failure`].

mod brief;
mod codes;
mod source;
mod suggest;
mod excerpt;

pub mod catalog;
pub mod text;
pub mod terminal;
pub mod machine;
pub mod explain;

pub use codes::{Code, Level};
pub use source::{Place, Position, SourceFile};
pub use suggest::nearest;

use std::fmt;

use brief::brief;

/// A mistake or a doubt about the editor's files.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: Code,
    /// How grave; starts as the code's own level, settings may change it.
    pub level: Level,
    /// One plain sentence, without a full stop.
    pub message: String,
    /// Where; `None` only where no file could be named.
    pub place: Option<Place>,
    /// What to type; only where it is known to be right.
    pub help: Option<String>,
    /// Why, or the other place that takes part.
    pub notes: Vec<String>,
}

impl Finding {
    /// A finding at `place`, at the level of its code.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = brief(message.into());
        Self { code, level: code.level(), message, place: Some(place), help: None, notes: Vec::new() }
    }

    /// With what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(brief(help.into()));
        self
    }

    /// With what to type, where it is known.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.map(brief).or(self.help);
        self
    }

    /// With a reason or a second place.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(brief(note.into()));
        self
    }

    fn sort_key(&self) -> (&str, usize, usize, &str, &str) {
        let path = self.place.as_ref().map_or("", |place| place.file().path());
        let range = self.place.as_ref().and_then(Place::range).unwrap_or(0..0);
        (path, range.start, range.end, self.code.as_str(), &self.message)
    }
}

/// Findings of one run, in the order of files and places.
#[derive(Clone, Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds many.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Sorts by file, place and code, and drops what says the same twice, so that the order in which threads finish
    /// never shows.
    pub fn settle(&mut self) {
        self.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.findings.dedup_by(|b, a| a.sort_key() == b.sort_key());
    }

    /// All findings, sorted once the report is settled.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// All findings, to change their levels or to drop some.
    pub fn findings_mut(&mut self) -> &mut Vec<Finding> {
        &mut self.findings
    }

    /// How many findings have this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether the site may not be published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error)
    }
}

/// Trouble with the machine, or a wrong use of the command line: what was being done, and what stood in the way.
#[derive(Debug)]
pub struct Failure {
    /// What was being done, as a sentence without a full stop: `cannot write public/index.html`.
    pub message: String,
    /// What the system said, where it said something.
    pub cause: Option<String>,
    /// What to do about it, where it is known.
    pub help: Option<String>,
}

impl Failure {
    /// A failure that no system call explains.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), cause: None, help: None }
    }

    /// A failure of the system, with its own words.
    #[must_use]
    pub fn io(message: impl Into<String>, error: &std::io::Error) -> Self {
        Self { message: message.into(), cause: Some(words(error)), help: None }
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What the system says, without its number and with a small letter, for the middle of a sentence.
#[must_use]
pub fn plain_error(error: &std::io::Error) -> String {
    let text = words(error);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What the system says, without its number.
fn words(error: &std::io::Error) -> String {
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
