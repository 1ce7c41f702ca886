//! The only place that spells the names of a site's folders.

use std::path::{Path, PathBuf};

/// The folders of a site.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The folder that holds `content/`.
    pub root: PathBuf,
    /// `content/`.
    pub content: PathBuf,
    /// `themes/`, which need not exist.
    pub themes: PathBuf,
    /// Whether `content/`, `themes/` and the folders directly in them may be links out of the site's folder.
    pub follow: bool,
}

impl Paths {
    /// Name of the folder for pages and records, as findings show it.
    pub const CONTENT: &'static str = "content";
    /// Name of the folder for themes, as findings show it.
    pub const THEMES: &'static str = "themes";
    /// The settings, as findings show them.
    pub const SITE: &'static str = "content/site.yaml";
    /// The statistics, as findings show them.
    pub const STATISTICS: &'static str = "content/statistics.yaml";
    /// The sources, as findings show them.
    pub const SOURCES: &'static str = "content/sources.yaml";
    /// The events, as findings show them.
    pub const EVENTS: &'static str = "content/events.yaml";

    /// The folders below `root`; none of them may be a link out of it.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            content: root.join(Self::CONTENT),
            themes: root.join(Self::THEMES),
            follow: false,
        }
    }

    /// The same folders, which may be links to elsewhere if `follow` says so.
    #[must_use]
    pub fn with_follow(self, follow: bool) -> Self {
        Self { follow, ..self }
    }

    /// Whether `path` is one of the folders that `--follow` is about: `content/`, `themes/`, or a folder directly in them.
    #[must_use]
    pub fn may_be_followed(&self, path: &Path) -> bool {
        [&self.content, &self.themes]
            .into_iter()
            .any(|top| path == top || path.parent().is_some_and(|above| above == top))
    }

    /// Where a site is published unless told otherwise.
    #[must_use]
    pub fn default_target(&self) -> PathBuf {
        self.root.join("public")
    }
}
