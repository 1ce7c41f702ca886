//! The cache of the pipeline between two runs. It does not change the result: each entry is stored with its inputs and used
//! again only if they are the same. Without it, every page is made again.

mod read;

pub use read::{ReadCache, ReadScope};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::{CheckResults, KnownMenus, OutputIndex};
use crate::config::{BuildDate, Config};
use crate::disk::EditedTexts;
use crate::media::MediaCache;
use crate::output::{Artifact, Output};
use crate::read::{SourcePage, Theme};
use crate::render::{CompiledTheme, RenderContext, Rendered};
use crate::report::{Finding, SourceFile};
use crate::shrink::{CompressedStore, Shrinker};
use crate::site::Site;

/// The results of earlier runs.
#[derive(Default)]
pub struct Cache {
    /// Files that were read.
    pub read: ReadCache,
    /// Texts that are read in place of those on disk.
    pub edited: EditedTexts,
    /// The settings with their inputs.
    pub config: Option<CachedConfig>,
    /// What was rendered in the previous run.
    pub renders: RenderCache,
}

/// A site and what was rendered for it.
#[derive(Clone, Default)]
pub struct RenderCache {
    /// Whether results are stored.
    pub is_enabled: bool,
    /// The site.
    pub site: Option<Arc<Site>>,
    /// What checks found out about it.
    pub checks: Option<CheckResults>,
    /// What the checks of its output have to look at.
    pub index: Option<OutputIndex>,
    /// What is known of files beside pages.
    pub media: MediaCache,
    /// The theme of the previous run, compiled.
    compiled: Option<(Arc<Theme>, Arc<CompiledTheme>)>,
    /// The context of all its pages.
    pub context: Option<Arc<SiteContext>>,
    /// The pages of the site, rendered with that context, by number.
    pub pages: Vec<Option<MadePage>>,
    /// The files of these pages.
    pub output: Output,
    /// The editions of the site.
    pub editions: Option<CachedEditions>,
    /// Keeps compressed forms of pages for later runs.
    pub compressed: Option<Arc<dyn CompressedStore>>,
}

/// Settings with their inputs.
pub struct CachedConfig {
    /// The text of `content/site.yaml`.
    pub text: Option<Arc<SourceFile>>,
    /// The folders directly in `content/`.
    pub folders: Vec<String>,
    /// The date of that run, on which pages depend like on settings.
    pub at: BuildDate,
    /// The settings.
    pub config: Arc<Config>,
    /// The findings in them.
    pub findings: Vec<Finding>,
}

/// Everything that is the same for all pages of a site, and the files that depend only on it.
pub struct SiteContext {
    /// The generation of settings, theme and records; see [`ReadCache::generation`].
    pub generation: u64,
    /// The input of rendering; `None` if the theme cannot be used.
    pub shared: Option<RenderContext>,
    /// The minifier with its settings.
    pub shrinker: Shrinker,
    /// The menus of pages that were checked.
    pub menus: KnownMenus,
    /// The findings in the theme.
    pub findings: Vec<Finding>,
    /// Generated pages, numbered as in the site.
    pub generated: Vec<(Rendered, Option<Arc<Artifact>>)>,
    /// Files that are not pages, with their paths.
    pub files: Vec<(String, Arc<Artifact>)>,
}

/// A rendered page, and how far it was handled.
#[derive(Clone)]
pub struct MadePage {
    /// The page.
    pub page: Arc<CachedPage>,
    /// Whether it was rendered in this run.
    pub is_new: bool,
    /// Whether it was left out, because an earlier page reached a limit.
    pub is_skipped: bool,
    /// Whether the site knows what its templates show.
    pub is_noted: bool,
}

/// A rendered page with its input.
pub struct CachedPage {
    /// The file that it was rendered from.
    pub source: Arc<SourcePage>,
    /// The page; `None` if it could not be rendered.
    pub artifact: Option<Arc<Artifact>>,
    /// The other results of rendering, such as findings.
    pub rendered: Rendered,
}

/// The editions of a site with their inputs.
#[derive(Clone)]
pub struct CachedEditions {
    /// The context of all pages, with the generated ones.
    pub context: Arc<SiteContext>,
    /// The pages, numbered as in the site.
    pub pages: Vec<Arc<CachedPage>>,
    /// The editions, by their number among generated pages.
    pub editions: BTreeMap<usize, MadeEdition>,
}

/// A finished edition.
#[derive(Clone)]
pub struct MadeEdition {
    /// The results of rendering, such as findings.
    pub rendered: Arc<Rendered>,
    /// The file; `None` if it could not be rendered.
    pub artifact: Option<Arc<Artifact>>,
}

impl CachedConfig {
    /// Whether the settings were read from these inputs.
    #[must_use]
    pub fn matches(&self, text: Option<&Arc<SourceFile>>, folders: &[String], at: BuildDate) -> bool {
        let is_same_text = match (&self.text, text) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        is_same_text && self.folders == folders && self.at.date == at.date
    }
}

impl MadePage {
    /// A page that was rendered in this run.
    #[must_use]
    pub fn new(page: CachedPage) -> Self {
        Self { page: Arc::new(page), is_new: true, is_skipped: false, is_noted: false }
    }

    /// A page that is left out.
    #[must_use]
    pub fn skipped(source: &Arc<SourcePage>) -> Self {
        let page = CachedPage { source: source.clone(), artifact: None, rendered: Rendered::default() };
        Self { is_new: false, is_skipped: true, ..Self::new(page) }
    }

    /// The same page in the next run; `None` if it must be rendered there.
    #[must_use]
    pub fn kept(self) -> Option<Self> {
        (!self.is_skipped).then_some(Self { is_new: false, ..self })
    }

    /// Whether there is nothing but a file: no finding, and nothing that it asks for.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.page.artifact.is_some() && self.page.rendered.is_plain()
    }
}

impl RenderCache {
    /// Returns the theme, compiled; the result of the previous run if the theme is the same.
    pub fn compiled(&mut self, theme: &Arc<Theme>) -> Arc<CompiledTheme> {
        if let Some((_, compiled)) = self.compiled.as_ref().filter(|(known, _)| Arc::ptr_eq(known, theme)) {
            return compiled.clone();
        }
        let compiled = Arc::new(CompiledTheme::new(theme));
        if self.is_enabled {
            self.compiled = Some((theme.clone(), compiled.clone()));
        }
        compiled
    }
}

impl Cache {
    /// Creates a cache that stores results. The default one stores nothing.
    #[must_use]
    pub fn new() -> Self {
        let renders = RenderCache { is_enabled: true, ..RenderCache::default() };
        Self { read: ReadCache::new(), renders, ..Self::default() }
    }

    /// Whether results are stored.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.read.is_enabled()
    }
}
