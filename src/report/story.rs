//! What the explanation of a finding consists of.

use super::Code;

/// The explanation of one code, beside its name and level.
pub(super) struct Story {
    pub code: Code,
    /// What was found.
    pub means: &'static str,
    /// What readers or editors would lose.
    pub matters: &'static str,
    /// An example with this finding.
    pub wrong: Example,
    /// The same example without it.
    pub right: Example,
    /// What to type or decide.
    pub act: &'static str,
}

/// One side of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// Excerpts of files of a site, each with its path. An excerpt leaves out what readers can imagine: the front matter of
    /// a page, the other keys of a record or of site.yaml. One without lines is an empty file.
    Files(&'static [(&'static str, &'static str)]),
    /// What an excerpt cannot show: commands, permissions, bytes and sizes.
    Shown(&'static str),
}

/// The page that most examples are about.
pub(super) const PAGE: &str = "content/en/index.md";
pub(super) const SITE: &str = "content/site.yaml";
pub(super) const STATISTICS: &str = "content/statistics.yaml";
pub(super) const EVENTS: &str = "content/events.yaml";
