//! The files of new sites, by the kind of site.

use clap::ValueEnum;

/// The kind of a new site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SiteKind {
    /// A conference, session or meeting
    Event,
    /// News and numbers
    Bulletin,
    /// Chapters in order
    Handbook,
}

/// A file of a new site: its path and its text.
pub(super) type NewFile = (&'static str, &'static str);

/// What version control leaves out of every site.
pub(in crate::cli) const IGNORED: NewFile = (".gitignore", include_str!("../scaffold/gitignore"));

/// The files of a new site; without a kind, of one that shows how things are written.
pub(super) fn files(kind: Option<SiteKind>) -> &'static [NewFile] {
    match kind {
        None => &SMALL,
        Some(SiteKind::Event) => EVENT,
        Some(SiteKind::Bulletin) => BULLETIN,
        Some(SiteKind::Handbook) => HANDBOOK,
    }
}

/// The paths of the files of all kinds.
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    [&SMALL[..], EVENT, BULLETIN, HANDBOOK].into_iter().flatten().map(|(path, _)| *path)
}

const SMALL: [NewFile; 7] = [
    ("content/site.yaml", include_str!("../scaffold/site.yaml")),
    ("content/statistics.yaml", include_str!("../scaffold/statistics.yaml")),
    ("content/sources.yaml", include_str!("../scaffold/sources.yaml")),
    ("content/en/index.md", include_str!("../scaffold/index.md")),
    ("content/en/first-page.md", include_str!("../scaffold/first-page.md")),
    ("README.md", include_str!("../scaffold/README.md")),
    IGNORED,
];

macro_rules! files_of {
    ($kind:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../scaffold/", $kind, "/", $path))),)+ IGNORED]
    };
}

const EVENT: &[NewFile] = files_of![
    "event":
    "content/site.yaml",
    "content/events.yaml",
    "content/sources.yaml",
    "content/en/index.md",
    "content/en/practical.md",
    "content/en/registration.md",
    "content/en/session.md",
    "content/en/sources.md",
    "README.md",
];

const BULLETIN: &[NewFile] = files_of![
    "bulletin":
    "content/site.yaml",
    "content/sources.yaml",
    "content/statistics.yaml",
    "content/en/index.md",
    "content/en/about.md",
    "content/en/numbers.md",
    "content/en/sources.md",
    "content/en/news/index.md",
    "content/en/news/first-example.md",
    "content/en/news/second-example.md",
    "content/en/news/third-example.md",
    "README.md",
];

const HANDBOOK: &[NewFile] = files_of![
    "handbook":
    "content/site.yaml",
    "content/en/index.md",
    "content/en/daily-work/index.md",
    "content/en/daily-work/evening.md",
    "content/en/daily-work/morning.md",
    "content/en/first-steps/index.md",
    "content/en/first-steps/begin.md",
    "content/en/first-steps/prepare.md",
    "content/en/help/index.md",
    "content/en/help/contact.md",
    "content/en/help/questions.md",
    "README.md",
];
