//! Caches what was read, so that an unchanged file is neither read nor parsed again. Decides file by file whether to call
//! the readers, which know nothing of it. Events and stamps only say where to look: a file counts as changed if its text
//! differs.

mod translations;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, Paths};
use crate::disk::{SiteFiles, Stamp};
use crate::names::slashed;
use crate::read::markdown::Rules;
use crate::read::{
    self, Discovered, EventRecord, FoundFile, Loaded, Read, Records, SourcePage, SourceRecord, Sources, Statistic,
    Theme, TranslationMark,
};
use crate::report::{Finding, LoadText, SourceFile, machine};

/// Where a run looks for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadScope {
    /// Everywhere.
    Whole,
    /// At these files and folders, whose paths begin with those of the site's folders.
    Paths(BTreeSet<PathBuf>),
}

/// Everything that was read before; empty if the cache is not enabled.
#[derive(Debug, Default)]
pub struct ReadCache {
    is_enabled: bool,
    /// The files under `content/`, with the findings of the walk.
    discovered: Option<(Arc<Discovered>, Vec<Finding>)>,
    /// Files to read again even if their stamp has not changed, by path below `content/`.
    suspects: BTreeSet<String>,
    /// Opens the files of this run.
    files: Arc<SiteFiles>,
    settings: Option<CachedFile<()>>,
    pages: HashMap<String, CachedFile<Option<Arc<SourcePage>>>, ahash::RandomState>,
    theme: Option<CachedTheme>,
    statistics: Option<CachedFile<Records<Statistic>>>,
    sources: Option<CachedFile<Records<SourceRecord>>>,
    events: Option<CachedFile<Records<EventRecord>>>,
    translations: Option<CachedFile<Arc<Vec<TranslationMark>>>>,
    /// Everything that was read in the previous run.
    last: Option<LastSources>,
    /// Whether only the suspects may have changed since then.
    is_rechecked: bool,
    /// The settings that pages were read with.
    config: Option<Arc<Config>>,
    /// Which files of records cannot be used.
    lost: [bool; 3],
    /// Increases whenever settings, records or theme change, on which all pages depend.
    generation: u64,
    /// Files whose text has changed in this run.
    changed: Vec<PathBuf>,
}

/// What was read from a file, and the stamp that the file had.
#[derive(Debug)]
struct CachedFile<T> {
    stamp: Stamp,
    read: Arc<Read<T>>,
}

/// Everything that was read in a run but the settings and the theme.
#[derive(Debug)]
struct LastSources {
    sources: Sources,
    /// The findings, except those in pages.
    findings: Vec<Finding>,
    /// The findings in pages, by path below `content/`.
    in_pages: BTreeMap<String, Vec<Finding>>,
}

impl<T> Clone for CachedFile<T> {
    fn clone(&self) -> Self {
        Self { stamp: self.stamp, read: self.read.clone() }
    }
}

#[derive(Debug)]
struct CachedTheme {
    config: Arc<Config>,
    theme: Arc<Theme>,
    findings: Vec<Finding>,
}

impl ReadCache {
    /// Creates an enabled cache.
    #[must_use]
    pub fn new() -> Self {
        Self { is_enabled: true, ..Self::default() }
    }

    /// Whether anything is cached.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// Returns a number that changes whenever settings, records or theme do.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Records that something on which all pages depend has changed.
    pub fn bump_generation(&mut self) {
        self.generation += 1;
    }

    /// Paths on disk of the files whose text has changed since the last run.
    #[must_use]
    pub fn changed(&self) -> &[PathBuf] {
        &self.changed
    }

    /// Paths on disk of the symbolic links that are part of the site.
    #[must_use]
    pub fn links(&self) -> Vec<PathBuf> {
        let content = self.discovered.iter().flat_map(|(discovered, _)| &discovered.links);
        content.chain(self.theme.iter().flat_map(|kept| &kept.theme.links)).cloned().collect()
    }

    /// Returns the files under `content/`. If `scope` names only known files there, only these are checked; otherwise
    /// the folder is walked. From now on, `files` opens what is read.
    pub fn discover(
        &mut self,
        paths: &Paths,
        files: &Arc<SiteFiles>,
        scope: &ReadScope,
        findings: &mut Vec<Finding>,
    ) -> Arc<Discovered> {
        self.files = files.clone();
        self.suspects.clear();
        self.changed.clear();
        let known = self.discovered.take().filter(|_| self.is_enabled);
        let known = known.and_then(|(mut known, found)| {
            self.recheck(Arc::make_mut(&mut known), paths, scope).then_some((known, found))
        });
        self.is_rechecked = known.is_some();
        let (discovered, found) = known.unwrap_or_else(|| {
            let mut found = Vec::new();
            let discovered = read::discover(paths, files, &mut found);
            (Arc::new(discovered), found)
        });
        findings.extend(found.iter().cloned());
        if self.is_enabled {
            self.discovered = Some((discovered.clone(), found));
        }
        discovered
    }

    /// Checks the files in `scope`. Returns false if the folder must be walked instead.
    fn recheck(&mut self, known: &mut Discovered, paths: &Paths, scope: &ReadScope) -> bool {
        let ReadScope::Paths(named) = scope else { return false };
        let inside = named.iter().filter_map(|disk| disk.strip_prefix(&paths.content).ok());
        let path = |path: &std::path::Path| slashed(path).to_string_lossy().into_owned();
        self.suspects = inside.map(path).collect();
        known.refresh(&self.suspects)
    }

    /// Returns what a file contains, and whether that is new. The file is loaded only if it may have changed, and `read`
    /// only if its bytes have.
    fn file<T>(
        &self,
        found: &FoundFile,
        known: Option<&CachedFile<T>>,
        read: impl FnOnce(&str, Loaded) -> Read<T>,
    ) -> (CachedFile<T>, bool) {
        if let Some(known) = known.filter(|known| known.stamp == found.stamp && !self.suspects.contains(&found.path)) {
            return (known.clone(), false);
        }
        let path = found.shown();
        let loaded = read::load(&self.files, &found.disk, &path);
        if let (Ok(bytes), Some(known)) = (&loaded, known)
            && known.read.file.as_ref().is_some_and(|file| file.text().as_bytes() == bytes)
        {
            return (CachedFile { stamp: found.stamp, read: known.read.clone() }, false);
        }
        (CachedFile { stamp: found.stamp, read: Arc::new(read(&path, loaded)) }, true)
    }

    /// Loads the text of a file again, for a later finding.
    fn loader(&self, found: &FoundFile) -> Box<LoadText> {
        let (files, disk) = (self.files.clone(), found.disk.clone());
        Box::new(move || String::from_utf8(read::load(&files, &disk, "").ok()?).ok())
    }

    /// Returns the text of `content/site.yaml`, or reports that it is missing.
    pub fn settings(&mut self, found: &Discovered, findings: &mut Vec<Finding>) -> Option<Arc<SourceFile>> {
        let Some(site) = found.settings(findings) else {
            self.settings = None;
            return None;
        };
        let (cached, is_new) = self.file(site, self.settings.as_ref(), read::settings);
        if is_new {
            self.changed.push(site.disk.clone());
        }
        findings.extend(cached.read.findings.iter().cloned());
        let file = cached.read.file.clone();
        self.settings = self.is_enabled.then_some(cached);
        file
    }

    /// Returns everything but the settings and the theme.
    #[must_use]
    pub fn sources(&mut self, found: &Discovered, config: &Arc<Config>, findings: &mut Vec<Finding>) -> Sources {
        let last = self.last.take().and_then(|last| self.refreshed(last, found, config));
        let last = last.unwrap_or_else(|| self.all_sources(found, config));
        if !self.is_enabled {
            findings.extend(last.findings.into_iter().chain(last.in_pages.into_values().flatten()));
            return last.sources;
        }
        findings.extend_from_slice(&last.findings);
        findings.extend(last.in_pages.values().flatten().cloned());
        self.last.insert(last).sources.clone()
    }

    /// What was read in the previous run, with the pages that may have changed; `None` if anything else may have changed.
    fn refreshed(&mut self, mut last: LastSources, found: &Discovered, config: &Arc<Config>) -> Option<LastSources> {
        let is_page = |path: &String| self.pages.get(path).is_some_and(|known| known.read.value.is_some());
        let has_same_config = self.config.as_ref().is_some_and(|known| Arc::ptr_eq(known, config));
        if !(self.is_rechecked && has_same_config && self.suspects.iter().all(is_page)) {
            return None;
        }
        for path in self.suspects.clone() {
            let known = self.pages.get(&path)?.read.value.clone()?;
            let page = read::PageFile { found: found.file(&path)?, language: known.language, path: &known.path };
            let (read, is_new) = self.page(&page, &read::rules(config), config);
            self.keep(&page, &read, is_new);
            let at = last.sources.pages.binary_search_by(|page| page.file.path().cmp(known.file.path())).ok()?;
            let now = read.read.value.as_ref()?;
            if !Arc::ptr_eq(&last.sources.pages[at], now) {
                Arc::make_mut(&mut last.sources.pages)[at] = now.clone();
            }
            last.in_pages.insert(path, read.read.findings.clone());
        }
        Some(last)
    }

    fn all_sources(&mut self, found: &Discovered, config: &Arc<Config>) -> LastSources {
        let mut own = Vec::new();
        let findings = &mut own;
        let sorted = read::sort(found, config, findings);
        let read::Sorted { pages, mut sources, statistics, source_file, events, translations } = sorted;
        let lost = [Paths::STATISTICS, Paths::SOURCES, Paths::EVENTS].map(|path| found.unusable.covers(path));
        self.generation += u64::from(self.lost != lost);
        self.lost = lost;
        let known = self.statistics.take();
        let cached = self.records(known.as_ref(), statistics, read::statistics, findings);
        if let Some(cached) = &cached {
            sources.set_statistics(cached.read.value.clone());
        }
        self.statistics = cached.filter(|_| self.is_enabled);
        let known = self.sources.take();
        let cached = self.records(known.as_ref(), source_file, read::sources, findings);
        if let Some(cached) = &cached {
            sources.set_sources(cached.read.value.clone());
        }
        self.sources = cached.filter(|_| self.is_enabled);
        let known = self.events.take();
        let cached = self.records(known.as_ref(), events, read::events, findings);
        if let Some(cached) = &cached {
            sources.set_events(cached.read.value.clone());
        }
        self.events = cached.filter(|_| self.is_enabled);
        sources.translation_marks = self.translations(translations, findings);
        let in_pages = self.read_pages(&pages, config, &mut sources);
        LastSources { sources, findings: own, in_pages }
    }

    /// Returns the records of one kind; `None` if they have no file.
    fn records<T>(
        &mut self,
        known: Option<&CachedFile<Records<T>>>,
        found: Option<&FoundFile>,
        read: impl FnOnce(&str, Loaded) -> Read<Records<T>>,
        findings: &mut Vec<Finding>,
    ) -> Option<CachedFile<Records<T>>> {
        let Some(found) = found else {
            self.generation += u64::from(known.is_some());
            return None;
        };
        let (cached, is_new) = self.file(found, known, read);
        if is_new {
            self.changed.push(found.disk.clone());
            self.generation += 1;
        }
        findings.extend(cached.read.findings.iter().cloned());
        Some(cached)
    }

    /// Reads pages, each independently of the others, in parallel.
    fn read_pages(
        &mut self,
        pages: &[read::PageFile<'_>],
        config: &Arc<Config>,
        sources: &mut Sources,
    ) -> BTreeMap<String, Vec<Finding>> {
        if !self.config.as_ref().is_some_and(|known| Arc::ptr_eq(known, config)) {
            self.pages.clear();
            self.config = Some(config.clone());
        }
        let rules = read::rules(config);
        let cached: Vec<_> = pages.par_iter().map(|page| self.page(page, &rules, config)).collect();
        let mut read = Vec::with_capacity(pages.len());
        let mut findings = BTreeMap::new();
        for (page, (cached, is_new)) in pages.iter().zip(cached) {
            self.keep(page, &cached, is_new);
            let own = Arc::unwrap_or_clone(cached.read);
            if own.value.is_none() {
                sources.unusable.insert(page.found.shown());
            }
            read.extend(own.value);
            if !own.findings.is_empty() {
                findings.insert(page.found.path.clone(), own.findings);
            }
        }
        sources.pages = Arc::new(read);
        if self.pages.len() > pages.len() {
            let names: std::collections::HashSet<&str> = pages.iter().map(|page| page.found.path.as_str()).collect();
            self.pages.retain(|path, _| names.contains(path.as_str()));
        }
        findings
    }

    /// Reads one page, or returns what is known of it; also whether that is new.
    fn page(
        &self,
        page: &read::PageFile<'_>,
        rules: &[Rules],
        config: &Config,
    ) -> (CachedFile<Option<Arc<SourcePage>>>, bool) {
        let read = |path: &str, loaded| {
            let read = read::page(path, loaded, page, (&rules[page.language], &config.taxonomies));
            if self.is_enabled { read } else { read.without_text(self.loader(page.found)) }
        };
        self.file(page.found, self.pages.get(&page.found.path), read)
    }

    /// Keeps what was read of a page.
    fn keep(&mut self, page: &read::PageFile<'_>, read: &CachedFile<Option<Arc<SourcePage>>>, is_new: bool) {
        if !self.is_enabled {
            return;
        }
        match self.pages.get_mut(&page.found.path) {
            Some(known) if !is_new => known.stamp = read.stamp,
            _ => {
                self.changed.push(page.found.disk.clone());
                self.pages.insert(page.found.path.clone(), read.clone());
            }
        }
    }

    /// Returns the theme; reads it again if the settings or something below `themes/` may have changed.
    pub fn theme(
        &mut self,
        paths: &Paths,
        config: &Arc<Config>,
        scope: &ReadScope,
        findings: &mut Vec<Finding>,
    ) -> Arc<Theme> {
        let is_named = |named: &BTreeSet<PathBuf>| named.iter().any(|path| path.starts_with(&paths.themes));
        let is_suspect = match scope {
            ReadScope::Whole => true,
            ReadScope::Paths(named) => is_named(named),
        };
        if let Some(kept) = self.theme.as_ref().filter(|kept| !is_suspect && Arc::ptr_eq(&kept.config, config)) {
            findings.extend(kept.findings.iter().cloned());
            return kept.theme.clone();
        }
        let mut found = Vec::new();
        let mut theme = Arc::new(read::theme(paths, &self.files, config, &mut found));
        match &self.theme {
            Some(kept)
                if kept.theme.is_same(&theme) && machine::json_lines(&kept.findings) == machine::json_lines(&found) =>
            {
                theme = kept.theme.clone();
            }
            _ => {
                self.generation += 1;
                self.changed.extend(theme.differing(self.theme.as_ref().map(|kept| &*kept.theme), paths));
            }
        }
        findings.extend(found.iter().cloned());
        if self.is_enabled {
            self.theme = Some(CachedTheme { config: config.clone(), theme: theme.clone(), findings: found });
        }
        theme
    }
}
