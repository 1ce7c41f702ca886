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

    /// The folders below `root`.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), content: root.join(Self::CONTENT), themes: root.join(Self::THEMES) }
    }

    /// Where a site is published unless told otherwise.
    #[must_use]
    pub fn default_target(&self) -> PathBuf {
        self.root.join("public")
    }
}
