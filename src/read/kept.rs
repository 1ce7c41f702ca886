//! What was read before, so that a file that has not changed is neither read nor parsed again. Events and stamps only say
//! where to look: a file counts as changed where its text is another.

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

/// Where to look for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Everywhere.
    Whole,
    /// At these files and folders, named as under the site's folders.
    At(BTreeSet<PathBuf>),
}

/// What was read before; nothing, where nothing is kept.
#[derive(Debug, Default)]
pub struct Kept {
    keeps: bool,
    /// What lay under `content/`, with what was found on the walk.
    discovered: Option<(Arc<Discovered>, Vec<Finding>)>,
    /// Files to be read again whatever their stamp, by path below `content/`.
    suspects: BTreeSet<String>,
    /// What files are opened with in this round.
    files: Arc<SiteFiles>,
    /// Settings.
    pub(super) settings: Option<KeptText>,
    pub(super) pages: HashMap<String, KeptPage>,
    theme: Option<KeptTheme>,
    pub(super) statistics: KeptRecords<Statistic>,
    pub(super) sources: KeptRecords<SourceRecord>,
    pub(super) events: KeptRecords<EventRecord>,
    /// The settings that pages were read with.
    pub(super) config: Option<Arc<Config>>,
    /// Which files of records were found to be links that lead nowhere.
    pub(super) lost: [bool; 3],
    /// Changes with whatever all pages are made with: settings, records, theme.
    generation: u64,
    /// Files whose text is another than before.
    changed: Vec<PathBuf>,
}

/// The text of a file, or why there is none.
#[derive(Clone, Debug)]
pub(super) struct KeptText {
    pub stamp: Stamp,
    pub file: Option<Arc<SourceFile>>,
    pub findings: Vec<Finding>,
}

impl KeptText {
    /// Whether both are one text, read once.
    fn is_same(&self, other: &Self) -> bool {
        matches!((&self.file, &other.file), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
    }
}

/// A page as it was read.
#[derive(Clone, Debug)]
pub(super) struct KeptPage {
    pub text: KeptText,
    pub page: Option<Arc<SourcePage>>,
    /// What was found in it, and what kept it from being read.
    pub findings: Vec<Finding>,
}

/// Records of one kind as they were read.
#[derive(Debug)]
pub(super) struct KeptRecords<T> {
    pub text: Option<KeptText>,
    pub records: Records<T>,
    pub findings: Vec<Finding>,
}

#[derive(Debug)]
struct KeptTheme {
    config: Arc<Config>,
    theme: Arc<Theme>,
    findings: Vec<Finding>,
}

impl<T> Default for KeptRecords<T> {
    fn default() -> Self {
        Self { text: None, records: Records::default(), findings: Vec::new() }
    }
}

impl Kept {
    /// Keeps what is read for the next time.
    #[must_use]
    pub fn new() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// Whether anything is kept.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// A number that is another whenever settings, records or theme are.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Says that something all pages are made with is another.
    pub fn turn(&mut self) {
        self.generation += 1;
    }

    /// Files whose text is another than it was in the round before, as they are named on disk.
    #[must_use]
    pub fn changed(&self) -> &[PathBuf] {
        &self.changed
    }

    /// Links that are part of the site, and where they lie.
    #[must_use]
    pub fn links(&self) -> Vec<PathBuf> {
        let content = self.discovered.iter().flat_map(|(discovered, _)| &discovered.links);
        content.chain(self.theme.iter().flat_map(|kept| &kept.theme.links)).cloned().collect()
    }

    /// What lies under `content/`. Known files that are named are looked at alone; anything else that is named there is
    /// a reason to walk. What is read from now on is opened by `files`.
    pub fn discover(
        &mut self,
        paths: &Paths,
        files: &Arc<SiteFiles>,
        look: &Look,
        findings: &mut Vec<Finding>,
    ) -> Arc<Discovered> {
        self.files = files.clone();
        self.suspects.clear();
        self.changed.clear();
        let known = self.discovered.take().filter(|_| self.keeps);
        let known = known.and_then(|(mut known, found)| {
            self.look_at(Arc::make_mut(&mut known), paths, look).then_some((known, found))
        });
        let (discovered, found) = known.unwrap_or_else(|| {
            let mut found = Vec::new();
            let discovered = discover(paths, files, &mut found);
            (Arc::new(discovered), found)
        });
        findings.extend(found.iter().cloned());
        if self.keeps {
            self.discovered = Some((discovered.clone(), found));
        }
        discovered
    }

    /// Looks at files that are named. Whether they are all there is to look at.
    fn look_at(&mut self, known: &mut Discovered, paths: &Paths, look: &Look) -> bool {
        let Look::At(named) = look else { return false };
        let inside = named.iter().filter_map(|disk| disk.strip_prefix(&paths.content).ok());
        let path = |path: &std::path::Path| {
            path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        self.suspects = inside.map(path).collect();
        self.suspects.iter().all(|path| {
            let Ok(at) = known.files.binary_search_by(|file| file.path.as_str().cmp(path)) else { return false };
            // Of a link it must be asked anew where it leads.
            match std::fs::symlink_metadata(&known.files[at].disk) {
                Ok(metadata) if metadata.is_file() => {
                    known.files[at].stamp = Stamp::of(&metadata);
                    true
                }
                _ => false,
            }
        })
    }

    /// The text of a file, read if it may have changed. The same text is the same value.
    pub(super) fn text(&self, found: &Found, known: Option<&KeptText>) -> (KeptText, bool) {
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
            return (KeptText { stamp: found.stamp, ..known.clone() }, false);
        }
        if let Some(file) = &file {
            text::check_characters(file, &mut findings);
        }
        (KeptText { stamp: found.stamp, file, findings }, true)
    }

    /// The text of a file that is not read beside others.
    pub(super) fn text_of(&mut self, found: &Found, known: Option<&KeptText>, findings: &mut Vec<Finding>) -> KeptText {
        let (text, is_new) = self.text(found, known);
        if is_new {
            self.changed.push(found.disk.clone());
        }
        findings.extend(text.findings.iter().cloned());
        text
    }

    /// Takes which files of records are links that lead nowhere.
    pub(super) fn take_lost(&mut self, lost: [bool; 3]) {
        self.generation += u64::from(self.lost != lost);
        self.lost = lost;
    }

    /// The records of one kind; `None` where they have no file.
    pub(super) fn records<T: Clone>(
        &mut self,
        own: impl Fn(&mut Self) -> &mut KeptRecords<T>,
        found: Option<&Found>,
        read: impl Fn(&Arc<SourceFile>, &mut Vec<Finding>) -> Records<T>,
        findings: &mut Vec<Finding>,
    ) -> Option<Records<T>> {
        let known = std::mem::take(own(self));
        let Some(found) = found else {
            self.generation += u64::from(known.text.is_some());
            return None;
        };
        let text = self.text_of(found, known.text.as_ref(), findings);
        let kept = if known.text.as_ref().is_some_and(|known| known.is_same(&text)) {
            KeptRecords { text: Some(text), ..known }
        } else {
            self.generation += 1;
            let mut found = Vec::new();
            let records = text.file.as_ref().map_or_else(Records::unreadable, |file| read(file, &mut found));
            KeptRecords { text: Some(text), records, findings: found }
        };
        findings.extend(kept.findings.iter().cloned());
        let records = kept.records.clone();
        if self.keeps {
            *own(self) = kept;
        }
        Some(records)
    }

    /// Forgets pages that were read with other settings.
    pub(super) fn begin_pages(&mut self, config: &Arc<Config>) {
        if !self.config.as_ref().is_some_and(|known| Arc::ptr_eq(known, config)) {
            self.pages.clear();
            self.config = Some(config.clone());
        }
    }

    /// Keeps the pages that were read.
    pub(super) fn end_pages<'p>(&mut self, read: impl ExactSizeIterator<Item = (&'p Found, &'p KeptPage)> + Clone) {
        if !self.keeps {
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

    /// The theme, read again where something below `themes/` may have changed, or the settings.
    pub fn theme(
        &mut self,
        paths: &Paths,
        config: &Arc<Config>,
        look: &Look,
        findings: &mut Vec<Finding>,
    ) -> Arc<Theme> {
        let is_named = |named: &BTreeSet<PathBuf>| named.iter().any(|path| path.starts_with(&paths.themes));
        let is_suspect = match look {
            Look::Whole => true,
            Look::At(named) => is_named(named),
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
        if self.keeps {
            self.theme = Some(KeptTheme { config: config.clone(), theme: theme.clone(), findings: found });
        }
        theme
    }
}
