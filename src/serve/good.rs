//! What is shown while there are errors: the site that a build would make if each file and record with an error still had
//! its last good version. Pages that the errors touch are shown exactly as they were; other pages keep up with their files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::mistakes::{BrokenRecords, Mistakes};
use crate::cache::RenderCache;
use crate::config::Config;
use crate::media::PictureFigures;
use crate::output::Output;
use crate::pipeline::{self, Inputs, Options, UnweighedSite};
use crate::read::{self, EventRecord, PlainFile, RecordStarts, SourcePage, SourceRecord, Sources, Statistic};
use crate::report::Finding;
use crate::site::{RECORDS, Site, output_path};

/// How much of what is shown is older than the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Staleness {
    /// None of it.
    #[default]
    Nothing,
    /// The pages published at these paths.
    Pages(BTreeSet<String>),
    /// All of it.
    Site,
}

/// What to show of a round.
#[derive(Debug)]
pub(super) struct Shown {
    pub output: Output,
    /// The site that it was made from.
    pub site: Arc<Site>,
    pub stale: Staleness,
    /// The weights of its images.
    pub pictures: PictureFigures,
}

/// The last good version of each file and record.
#[derive(Default)]
pub(super) struct LastGood {
    /// Whether a site was ever shown whose errors, if any, did not touch every page.
    is_known: bool,
    /// The settings that pages were read with.
    config: Option<Arc<Config>>,
    pages: BTreeMap<String, Arc<SourcePage>>,
    files: BTreeMap<String, PlainFile>,
    statistics: Vec<Statistic>,
    sources: Vec<SourceRecord>,
    events: Vec<EventRecord>,
    /// The pages that were read last, if all of them were remembered.
    seen: Arc<Vec<Arc<SourcePage>>>,
    /// What was rendered for the site that was shown last.
    renders: RenderCache,
}

impl LastGood {
    /// Returns what to show of a round with these findings, after `last` was shown. `renders` is the cache of the round.
    /// Files and pages without a good version are shown as they are.
    pub fn choose(
        &mut self,
        last: (&Output, &Arc<Site>, &PictureFigures),
        made: &UnweighedSite,
        findings: &[Finding],
        options: &Options,
        renders: &RenderCache,
    ) -> Shown {
        let fresh = || Shown {
            output: made.output.clone(),
            site: made.site.clone(),
            stale: Staleness::Nothing,
            pictures: made.pictures.clone(),
        };
        let Some(inputs) = &made.inputs else { return fresh() };
        let mistakes = Mistakes::new(findings, made, inputs);
        if mistakes.are_everywhere {
            let (output, site, pictures) = (last.0.clone(), last.1.clone(), last.2.clone());
            return if self.is_known { Shown { output, site, stale: Staleness::Site, pictures } } else { fresh() };
        }
        let is_first = !std::mem::replace(&mut self.is_known, true);
        self.remember_records(&inputs.sources, &mistakes);
        let mut sources = inputs.sources.clone();
        self.restore_records(&mut sources, &mistakes);
        let mut touched: BTreeSet<String> = BTreeSet::new();
        touched.extend(mistakes.users(&made.site, &sources).into_iter().map(str::to_owned));
        self.remember_files(inputs, &mistakes, &touched);
        if !mistakes.touch_no_file(&inputs.sources) {
            touched.extend(self.pages.keys().filter(|path| mistakes.touch_file(path, &inputs.sources)).cloned());
        }
        let is_restored = self.restore_files(&mut sources, &mistakes, &touched) || mistakes.are_in_records();
        if is_first || !is_restored {
            self.renders = renders.clone();
            return if is_first { fresh() } else { self.with_last(last.0, made, &touched, &mistakes) };
        }
        self.renders.media.adopt(&renders.media);
        let other = pipeline::make_from(inputs.with_sources(sources), options, &mut self.renders);
        let of_other = Mistakes::new(other.report(options).findings(), &other, inputs);
        let others = other.site.pages.iter().map(|page| page.source.file.path());
        touched.extend(others.filter(|path| of_other.touch_file(path, &inputs.sources)).map(str::to_owned));
        self.with_last(last.0, &other, &touched, &mistakes)
    }

    /// A site, whose touched pages are as they were shown last.
    fn with_last(&self, last: &Output, made: &UnweighedSite, touched: &BTreeSet<String>, mistakes: &Mistakes) -> Shown {
        let is_touched = |file: &str| touched.contains(file) && self.pages.contains_key(file);
        let pages = made.site.pages.iter().filter(|_| !touched.is_empty());
        let pages = pages.filter(|page| is_touched(page.source.file.path()));
        let pages: BTreeSet<String> = pages.map(|page| output_path(&page.address)).collect();
        let mut output = made.output.clone();
        let mut old = BTreeSet::new();
        for path in pages.union(&made.incomplete) {
            if let Some(artifact) = last.get(path) {
                output.insert(path.clone(), artifact.clone());
                old.insert(path.clone());
            }
        }
        // Made from all records, so they are held back with the first error in one of them.
        let [table, ..] = RECORDS;
        let tables = made.site.config.languages.iter().map(|language| output_path(&format!("{}{table}", language.at)));
        let records = RECORDS.into_iter().map(str::to_owned).chain(tables);
        for path in records.filter(|_| mistakes.are_in_records()) {
            if let Some(artifact) = last.get(&path) {
                output.insert(path, artifact.clone());
            }
        }
        let stale = if old.is_empty() { Staleness::Nothing } else { Staleness::Pages(old) };
        Shown { output, site: made.site.clone(), stale, pictures: made.pictures.clone() }
    }

    fn remember_records(&mut self, sources: &Sources, mistakes: &Mistakes) {
        remember(&mut self.statistics, &sources.statistics, &sources.statistic_starts, &mistakes.statistics);
        remember(&mut self.sources, &sources.sources, &sources.source_starts, &mistakes.sources);
        remember(&mut self.events, &sources.events, &sources.event_starts, &mistakes.events);
    }

    fn restore_records(&self, sources: &mut Sources, mistakes: &Mistakes) {
        restore(&mut sources.statistics, &self.statistics, &mistakes.statistics);
        restore(&mut sources.sources, &self.sources, &mistakes.sources);
        restore(&mut sources.events, &self.events, &mistakes.events);
    }

    /// Remembers pages and files without errors. Those that are gone without an error are forgotten; `touched` are pages
    /// that show a broken record.
    fn remember_files(&mut self, inputs: &Inputs, mistakes: &Mistakes, touched: &BTreeSet<String>) {
        let sources = &inputs.sources;
        let is_held = |path: &str| touched.contains(path) || mistakes.touch_file(path, sources);
        self.files.retain(|path, _| is_held(path));
        if !self.config.as_ref().is_some_and(|config| Arc::ptr_eq(config, &inputs.config)) {
            self.pages.retain(|path, _| is_held(path));
            let again = read::pages_with(&inputs.config, self.pages.values());
            self.pages = again.into_iter().map(|page| (page.file.path().to_owned(), page)).collect();
            self.files.clear();
            self.seen = Arc::default();
            self.config = Some(inputs.config.clone());
        }
        let good = sources.files.iter().filter(|file| !is_held(&file.shown));
        self.files.extend(good.map(|file| (file.shown.clone(), file.clone())));
        let is_all = touched.is_empty() && mistakes.touch_no_file(sources);
        let seen = std::mem::take(&mut self.seen);
        if is_all {
            self.seen = sources.pages.clone();
            if let Some(changed) = changed(&seen, &sources.pages) {
                self.pages.extend(changed.map(|page| (page.file.path().to_owned(), page.clone())));
                return;
            }
        }
        let mut present = 0;
        for page in sources.pages.iter() {
            let path = page.file.path();
            match self.pages.get_mut(path) {
                Some(known) if is_held(path) || Arc::ptr_eq(known, page) => present += 1,
                Some(known) => {
                    *known = page.clone();
                    present += 1;
                }
                None if is_held(path) => {}
                None => {
                    self.pages.insert(path.to_owned(), page.clone());
                    present += 1;
                }
            }
        }
        if self.pages.len() > present {
            let present: BTreeSet<&str> = sources.pages.iter().map(|page| page.file.path()).collect();
            self.pages.retain(|path, _| present.contains(path.as_str()) || is_held(path));
        }
    }

    /// Puts the last good versions in the place of touched pages and files. Returns whether that changed anything.
    fn restore_files(&self, sources: &mut Sources, mistakes: &Mistakes, touched: &BTreeSet<String>) -> bool {
        let mut pages: BTreeMap<&str, &Arc<SourcePage>> =
            touched.iter().filter_map(|path| Some((path.as_str(), self.pages.get(path)?))).collect();
        let mut is_changed = false;
        if !touched.is_empty() {
            let now = Arc::make_mut(&mut sources.pages);
            for page in &mut *now {
                let good = pages.remove(page.file.path()).filter(|good| !Arc::ptr_eq(good, page));
                if let Some(good) = good {
                    is_changed = true;
                    *page = good.clone();
                }
            }
            is_changed |= !pages.is_empty();
            now.extend(pages.into_values().cloned());
        }
        let present: BTreeSet<String> = sources.files.iter().map(|file| file.shown.clone()).collect();
        let is_missing =
            |file: &&PlainFile| !present.contains(&file.shown) && mistakes.touch_file(&file.shown, sources);
        let files: Vec<PlainFile> = self.files.values().filter(is_missing).cloned().collect();
        is_changed |= !files.is_empty();
        sources.files.extend(files);
        is_changed
    }
}

/// The pages of `now` that differ from those of `before`, if both are the same files in the same order.
fn changed<'p>(
    before: &[Arc<SourcePage>],
    now: &'p [Arc<SourcePage>],
) -> Option<impl Iterator<Item = &'p Arc<SourcePage>>> {
    if before.len() != now.len() {
        return None;
    }
    let differing: Vec<usize> = (0..now.len()).filter(|&at| !Arc::ptr_eq(&before[at], &now[at])).collect();
    let is_same_file = differing.iter().all(|&at| before[at].file.path() == now[at].file.path());
    is_same_file.then(|| differing.into_iter().map(|at| &now[at]))
}

/// A record with an id.
trait Identified: Clone {
    fn id(&self) -> &str;
}

impl Identified for Statistic {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Identified for SourceRecord {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Identified for EventRecord {
    fn id(&self) -> &str {
        &self.id
    }
}

/// Replaces remembered records by those without errors, in the order of the file; of broken ones the last good version
/// stays.
fn remember<T: Identified>(good: &mut Vec<T>, records: &[T], starts: &RecordStarts, broken: &BrokenRecords) {
    if broken.is_empty() {
        records.clone_into(good);
        return;
    }
    let mut before: BTreeMap<String, T> =
        std::mem::take(good).into_iter().map(|record| (record.id().to_owned(), record)).collect();
    let mut now: BTreeMap<&str, &T> = records.iter().map(|record| (record.id(), record)).collect();
    for id in starts.ids() {
        let record = now.remove(id).filter(|_| !broken.contain(id)).cloned();
        let before = before.remove(id).filter(|_| broken.contain(id));
        good.extend(record.or(before));
    }
    // A record whose id cannot be read may be any of those that seem to be gone.
    good.extend(before.into_values().filter(|record| broken.contain(record.id())));
}

/// Puts the last good records in the place of those that were read; broken ones that were never good stay as they are.
fn restore<T: Identified>(records: &mut Vec<T>, good: &[T], broken: &BrokenRecords) {
    if broken.is_empty() {
        return;
    }
    let ids: BTreeSet<&str> = good.iter().map(T::id).collect();
    let never_good = records.iter().filter(|record| !ids.contains(record.id())).cloned();
    *records = good.iter().cloned().chain(never_good.collect::<Vec<_>>()).collect();
}

#[cfg(all(test, unix))]
mod tests;
