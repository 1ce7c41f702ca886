//! What one round of the pipeline leaves to the next. Nothing in it decides what a site becomes: each result is kept with
//! all that it was made from, and is used again only where that is the same. Without it every page is made anew.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::{BuildDate, Config};
use crate::output::Artifact;
use crate::read::{Kept, SourcePage};
use crate::render::{Own, Rendered, Shared};
use crate::report::{Finding, SourceFile};
use crate::shrink::Shrinker;
use crate::site::Site;

/// What was made before.
#[derive(Default)]
pub struct Cache {
    /// Files as they were read.
    pub kept: Kept,
    /// The settings, with what they were read from.
    pub config: Option<KeptConfig>,
    /// The site of the round before.
    pub site: Option<Arc<Site>>,
    /// What all pages of that site share.
    pub frame: Option<Arc<Furnished>>,
    /// Pages by the path that they are published at, made with that frame.
    pub pages: HashMap<String, Arc<Made>>,
}

/// Settings, and what they were read from.
pub struct KeptConfig {
    /// The text of `content/site.yaml`.
    pub text: Option<Arc<SourceFile>>,
    /// Folders of languages.
    pub folders: Vec<String>,
    /// The date of that round. Whatever is made depends on it as it does on settings.
    pub at: BuildDate,
    /// The settings.
    pub config: Arc<Config>,
    /// What was found in them.
    pub findings: Vec<Finding>,
}

/// What pages are made with, and what else follows from the same.
pub struct Furnished {
    /// The generation of settings, theme and records; see [`Kept::generation`].
    pub generation: u64,
    /// For rendering; `None` where the theme cannot be used.
    pub shared: Option<Shared>,
    /// For shrinking.
    pub shrinker: Shrinker,
    /// What was found in the theme.
    pub findings: Vec<Finding>,
    /// Pages that no file of the editor stands for.
    pub own: Vec<(Own, Option<Arc<Artifact>>)>,
    /// Files that are no pages, with their paths.
    pub files: Vec<(String, Arc<Artifact>)>,
}

/// A page as it was made.
pub struct Made {
    /// The file that it was made from.
    pub source: Arc<SourcePage>,
    /// The page; `None` where something kept it from being made.
    pub artifact: Option<Arc<Artifact>>,
    /// What was met on the way.
    pub rendered: Rendered,
}

impl KeptConfig {
    /// Whether the settings would be read from the same.
    #[must_use]
    pub fn is_of(&self, text: Option<&Arc<SourceFile>>, folders: &[String], at: BuildDate) -> bool {
        let is_same_text = match (&self.text, text) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        is_same_text && self.folders == folders && self.at.date == at.date
    }
}

impl Cache {
    /// A cache that keeps what is made for the next round.
    #[must_use]
    pub fn new() -> Self {
        Self { kept: Kept::new(), ..Self::default() }
    }

    /// Whether anything is kept.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.kept.keeps()
    }
}
