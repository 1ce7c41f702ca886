//! What the errors of a round touch: files, records, or everything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Paths;
use crate::pipeline::{Inputs, UnweighedSite};
use crate::read::{RecordStarts, Sources};
use crate::report::{Code, Finding, Level, Place};
use crate::site::{Page, RecordId, Site};

/// What the errors of a round touch.
#[derive(Debug, Default)]
pub(super) struct Mistakes {
    /// Whether they touch every page, as in settings and in most parts of a theme.
    pub are_everywhere: bool,
    /// Files and folders with errors, as findings show them.
    files: BTreeSet<String>,
    pub statistics: BrokenRecords,
    pub sources: BrokenRecords,
    pub events: BrokenRecords,
}

/// Records of one kind with errors.
#[derive(Debug, Default)]
pub(super) struct BrokenRecords {
    ids: BTreeSet<String>,
    /// All ids of the file, if it has a broken record whose id is unknown. That may be any other record.
    known: Option<BTreeSet<String>>,
}

impl BrokenRecords {
    fn add(&mut self, place: &Place, starts: &RecordStarts) {
        let id = place.range().and_then(|range| starts.id_at(range.start));
        match id {
            Some(id) => drop(self.ids.insert(id.to_owned())),
            None => self.known = Some(starts.ids().map(str::to_owned).collect()),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.known.is_none()
    }

    /// Whether the record of this id is broken, or may be.
    pub fn contain(&self, id: &str) -> bool {
        self.ids.contains(id) || self.known.as_ref().is_some_and(|known| !known.contains(id))
    }
}

/// Whether findings of this kind in a file of a theme are met while pages are rendered: those of templates, and those of the
/// calls in them.
fn is_of_rendering(code: Code) -> bool {
    matches!(
        code,
        Code::TemplateError
            | Code::ThemeLimit
            | Code::UnknownStatistic
            | Code::UnknownEvent
            | Code::WrongArgument
            | Code::MixedUnits
            | Code::MixedDenominators
            | Code::SameLabel
    )
}

impl Mistakes {
    /// Creates the mistakes from these findings; only errors count.
    pub fn new(findings: &[Finding], made: &UnweighedSite, inputs: &Inputs) -> Self {
        let mut mistakes = Self::default();
        for finding in findings.iter().filter(|finding| finding.level == Level::Error) {
            mistakes.add(finding, made, &inputs.sources);
        }
        mistakes
    }

    fn add(&mut self, finding: &Finding, made: &UnweighedSite, sources: &Sources) {
        let Some(place) = &finding.place else {
            self.are_everywhere = true;
            return;
        };
        let path = place.file().path();
        let is_in = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let is_static = || is_in(Paths::THEMES) && path.split('/').nth(2) == Some("static");
        // A template that fails on some pages touches these.
        let is_of_pages = || made.is_rendered && is_of_rendering(finding.code);
        match path {
            Paths::STATISTICS => self.statistics.add(place, &sources.statistic_starts),
            Paths::SOURCES => self.sources.add(place, &sources.source_starts),
            Paths::EVENTS => self.events.add(place, &sources.event_starts),
            Paths::SITE => self.are_everywhere = true,
            _ if is_in(Paths::CONTENT) || is_static() => drop(self.files.insert(path.to_owned())),
            _ if is_of_pages() || made.incomplete.contains(path) => {}
            _ => self.are_everywhere = true,
        }
    }

    /// Whether a record is broken.
    pub fn are_in_records(&self) -> bool {
        !(self.statistics.is_empty() && self.sources.is_empty() && self.events.is_empty())
    }

    /// Whether there is no file that they touch.
    pub fn touch_no_file(&self, sources: &Sources) -> bool {
        self.files.is_empty() && sources.unusable.is_empty()
    }

    /// Whether they touch the file at this path itself, or a folder that it is in.
    pub fn touch_file(&self, path: &str, sources: &Sources) -> bool {
        self.files.contains(path) || sources.unusable.covers(path)
    }

    /// The files of the pages that show a broken record; `sources` are those of the site that is shown.
    pub fn users<'s>(&self, site: &'s Site, sources: &Sources) -> BTreeSet<&'s str> {
        if !self.are_in_records() {
            return BTreeSet::new();
        }
        let statistics: BTreeMap<&str, &str> =
            sources.statistics.iter().map(|record| (record.id.as_str(), record.source.as_str())).collect();
        let events: BTreeMap<&str, Option<&str>> = sources
            .events
            .iter()
            .map(|record| (record.id.as_str(), record.source.as_ref().map(|(source, _)| source.as_str())))
            .collect();
        let is_broken_statistic = |id: &str| {
            self.statistics.contain(id) || statistics.get(id).is_some_and(|source| self.sources.contain(source))
        };
        let is_broken_event = |id: &str| {
            let source = events.get(id).copied().flatten();
            self.events.contain(id) || source.is_some_and(|source| self.sources.contain(source))
        };
        let is_user = |page: &&Arc<Page>| {
            page.lists_records
                || page.source.front.event.as_ref().is_some_and(|(id, _)| is_broken_event(id))
                || site.record_ids(page).any(|id| match id {
                    RecordId::Statistic(id) => is_broken_statistic(id),
                    RecordId::Event(id) => is_broken_event(id),
                })
        };
        site.pages.iter().filter(is_user).map(|page| page.source.file.path()).collect()
    }
}
