//! The folders of a site and their names in findings.

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
    /// The folder for pages and records, as findings show it.
    pub const CONTENT: &'static str = "content";
    /// The folder for themes, as findings show it.
    pub const THEMES: &'static str = "themes";
    /// The settings, as findings show them.
    pub const SITE: &'static str = "content/site.yaml";
    /// The statistics, as findings show them.
    pub const STATISTICS: &'static str = "content/statistics.yaml";
    /// The sources, as findings show them.
    pub const SOURCES: &'static str = "content/sources.yaml";
    /// The events, as findings show them.
    pub const EVENTS: &'static str = "content/events.yaml";
    /// What translations were made from, as findings show it.
    pub const TRANSLATIONS: &'static str = "content/translations.yaml";

    /// Creates the folders below `root`; none of them may be a link out of it.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            content: root.join(Self::CONTENT),
            themes: root.join(Self::THEMES),
            follow: false,
        }
    }

    /// Sets whether the folders may be links out of the site's folder.
    #[must_use]
    pub fn with_follow(self, follow: bool) -> Self {
        Self { follow, ..self }
    }

    /// Whether `--follow` applies to `path`: `content/`, `themes/`, or a folder directly in them.
    #[must_use]
    pub fn may_be_followed(&self, path: &Path) -> bool {
        [&self.content, &self.themes]
            .into_iter()
            .any(|top| path == top || path.parent().is_some_and(|above| above == top))
    }

    /// The default folder to publish into.
    #[must_use]
    pub fn default_target(&self) -> PathBuf {
        self.root.join("public")
    }
}
