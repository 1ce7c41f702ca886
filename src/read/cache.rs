//! Caches what was read, so that an unchanged file is neither read nor parsed again. Events and stamps only say where
//! to look: a file counts as changed if its text differs.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use super::discover::{Discovered, Found, discover};
use super::records::Records;
use super::theme::{self, Theme};
use super::{EventRecord, SourcePage, SourceRecord, Statistic, text};
use crate::config::{Config, Paths};
use crate::disk::{SiteFiles, Stamp};
use crate::report::{Finding, SourceFile, machine};

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
    /// The text of `site.yaml`.
    pub(super) settings: Option<CachedText>,
    pub(super) pages: HashMap<String, CachedPage>,
    theme: Option<CachedTheme>,
    pub(super) statistics: CachedRecords<Statistic>,
    pub(super) sources: CachedRecords<SourceRecord>,
    pub(super) events: CachedRecords<EventRecord>,
    /// The settings that pages were read with.
    pub(super) config: Option<Arc<Config>>,
    /// Which files of records are broken links.
    pub(super) broken_links: [bool; 3],
    /// Increases whenever settings, records or theme change, on which all pages depend.
    generation: u64,
    /// Files whose text has changed in this run.
    changed: Vec<PathBuf>,
}

/// The text of a file, or the findings that prevented reading it.
#[derive(Clone, Debug)]
pub(super) struct CachedText {
    pub stamp: Stamp,
    pub file: Option<Arc<SourceFile>>,
    pub findings: Vec<Finding>,
}

impl CachedText {
    /// Whether both share one text that was read once.
    fn is_same(&self, other: &Self) -> bool {
        matches!((&self.file, &other.file), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
    }
}

/// A page as it was read.
#[derive(Clone, Debug)]
pub(super) struct CachedPage {
    pub text: CachedText,
    pub page: Option<Arc<SourcePage>>,
    /// Findings in the page, and those that prevented reading it.
    pub findings: Vec<Finding>,
}

/// Records of one kind as they were read.
#[derive(Debug)]
pub(super) struct CachedRecords<T> {
    pub text: Option<CachedText>,
    pub records: Records<T>,
    pub findings: Vec<Finding>,
}

#[derive(Debug)]
struct CachedTheme {
    config: Arc<Config>,
    theme: Arc<Theme>,
    findings: Vec<Finding>,
}

impl<T> Default for CachedRecords<T> {
    fn default() -> Self {
        Self { text: None, records: Records::default(), findings: Vec::new() }
    }
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
        let (discovered, found) = known.unwrap_or_else(|| {
            let mut found = Vec::new();
            let discovered = discover(paths, files, &mut found);
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
        let path = |path: &std::path::Path| {
            path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        self.suspects = inside.map(path).collect();
        self.suspects.iter().all(|path| {
            let Ok(at) = known.files.binary_search_by(|file| file.path.as_str().cmp(path)) else { return false };
            // A link may lead to another file now.
            match std::fs::symlink_metadata(&known.files[at].disk) {
                Ok(metadata) if metadata.is_file() => {
                    known.files[at].stamp = Stamp::from_metadata(&metadata);
                    true
                }
                _ => false,
            }
        })
    }

    /// Returns the text of a file and whether it is new; reads the file if it may have changed. An unchanged text is
    /// the same value.
    pub(super) fn text(&self, found: &Found, known: Option<&CachedText>) -> (CachedText, bool) {
        if let Some(known) = known.filter(|known| known.stamp == found.stamp && !self.suspects.contains(&found.path)) {
            return (known.clone(), false);
        }
        let shown = format!("{}/{}", Paths::CONTENT, found.path);
        let mut findings = Vec::new();
        let file = match text::read(&self.files, &found.disk, &shown) {
            Ok(file) => Some(file),
            Err(finding) => {
                findings.push(*finding);
                None
            }
        };
        if let (Some(file), Some(known)) = (&file, known)
            && known.file.as_ref().is_some_and(|known| known.text() == file.text())
        {
            return (CachedText { stamp: found.stamp, ..known.clone() }, false);
        }
        if let Some(file) = &file {
            text::check_characters(file, &mut findings);
        }
        (CachedText { stamp: found.stamp, file, findings }, true)
    }

    /// Returns the text of a file that is not read in parallel with others.
    pub(super) fn read_text(
        &mut self,
        found: &Found,
        known: Option<&CachedText>,
        findings: &mut Vec<Finding>,
    ) -> CachedText {
        let (text, is_new) = self.text(found, known);
        if is_new {
            self.changed.push(found.disk.clone());
        }
        findings.extend(text.findings.iter().cloned());
        text
    }

    /// Sets which files of records are broken links.
    pub(super) fn set_broken_links(&mut self, broken_links: [bool; 3]) {
        self.generation += u64::from(self.broken_links != broken_links);
        self.broken_links = broken_links;
    }

    /// Returns the records of one kind; `None` if they have no file.
    pub(super) fn records<T: Clone>(
        &mut self,
        own: impl Fn(&mut Self) -> &mut CachedRecords<T>,
        found: Option<&Found>,
        read: impl Fn(&Arc<SourceFile>, &mut Vec<Finding>) -> Records<T>,
        findings: &mut Vec<Finding>,
    ) -> Option<Records<T>> {
        let known = std::mem::take(own(self));
        let Some(found) = found else {
            self.generation += u64::from(known.text.is_some());
            return None;
        };
        let text = self.read_text(found, known.text.as_ref(), findings);
        let kept = if known.text.as_ref().is_some_and(|known| known.is_same(&text)) {
            CachedRecords { text: Some(text), ..known }
        } else {
            self.generation += 1;
            let mut found = Vec::new();
            let records = text.file.as_ref().map_or_else(Records::unreadable, |file| read(file, &mut found));
            CachedRecords { text: Some(text), records, findings: found }
        };
        findings.extend(kept.findings.iter().cloned());
        let records = kept.records.clone();
        if self.is_enabled {
            *own(self) = kept;
        }
        Some(records)
    }

    /// Clears the pages if they were read with other settings.
    pub(super) fn begin_pages(&mut self, config: &Arc<Config>) {
        if !self.config.as_ref().is_some_and(|known| Arc::ptr_eq(known, config)) {
            self.pages.clear();
            self.config = Some(config.clone());
        }
    }

    /// Stores the pages that were read.
    pub(super) fn end_pages<'p>(&mut self, read: impl ExactSizeIterator<Item = (&'p Found, &'p CachedPage)> + Clone) {
        if !self.is_enabled {
            return;
        }
        for (found, page) in read.clone() {
            match self.pages.get_mut(&found.path) {
                Some(known) if known.text.is_same(&page.text) => known.text.stamp = page.text.stamp,
                _ => {
                    self.changed.push(found.disk.clone());
                    self.pages.insert(found.path.clone(), page.clone());
                }
            }
        }
        if self.pages.len() > read.len() {
            let names: std::collections::HashSet<&str> = read.map(|(found, _)| found.path.as_str()).collect();
            self.pages.retain(|path, _| names.contains(path.as_str()));
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
        let mut theme = Arc::new(theme::read(paths, &self.files, config, &mut found));
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
