//! The loop of the preview: wait for a change, build, show, report. Runs the same pipeline as `build`, with a cache.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::changes;
use super::good::{LastGood, Shown, Staleness};
use super::host::{ServeHost, ServeOptions, Update};
use super::http::{self, Handle, Server};
use super::news::KnownFindings;
use super::preview_state::{self, PreviewState, Round};
use super::watch::{Change, Notice, ScanCause, Watch, WatchMode};
use crate::cache::{Cache, ReadScope};
use crate::config::Paths;
use crate::media::PictureFigures;
use crate::output::Output;
use crate::pipeline::{self, UnweighedSite};
use crate::report::{Code, Failure, Finding, Level, machine};
use crate::site::Site;
use crate::system::canonicalize;

/// How long nothing must happen before the site is weighed.
const IDLE: Duration = Duration::from_millis(50);
/// How long the loop sleeps while nothing happens.
const LONG: Duration = Duration::from_hours(1);
/// While polling, a file that is younger than this may be half written.
const YOUNG: Duration = Duration::from_millis(20);
/// How long to wait before a new error is reported: an edit in several steps is correct only after the last one.
const CALM: Duration = Duration::from_millis(200);
/// Maximum time to wait in all.
const RESTLESS: Duration = Duration::from_secs(1);

/// Builds the site, serves it and builds it again after each change, until the process ends.
///
/// # Errors
///
/// The folder does not exist or the port is taken. Later failures are reported, and the preview goes on.
pub fn run(options: &ServeOptions, host: ServeHost<'_>) -> Result<(), Failure> {
    let site = (host.site)()?;
    let paths = Paths::new(&site.site).with_follow(site.follow);
    let server = Server::bind(options.port)?;
    // Before the first scan, so that no change after it is missed.
    let mut watch = Watch::start(&paths, WatchMode::Native)?;
    let begin = Instant::now();
    let mut cache = Cache::new();
    cache.renders.media.store.clone_from(&options.images);
    // Images are shown as drafts at once, and encoded with full effort when the preview is idle.
    cache.renders.media.full_effort = Some(0);
    let made = host.workers.install(|| pipeline::make(&site, &mut cache, &ReadScope::Whole))?;
    watch.follow(&cache.read.links());

    let findings = made.report(&site).findings().to_vec();
    let settings = preview_state::PreviewSettings {
        exact: options.exact,
        link: options.link,
        editor: options.editor.clone(),
        root: canonicalize(&paths.root).unwrap_or_else(|_| paths.root.clone()),
    };
    let mut shown = shown(0, made.output.clone(), made.site.clone(), findings.clone(), Staleness::Nothing);
    shown.pictures.clone_from(&made.pictures);
    let pages = made.output.pages().count();
    let state = Arc::new(PreviewState::new(settings, shown, made.files().clone()));
    let url = format!("{}{}", server.url().trim_end_matches('/'), state.shown().base);
    let settings = http::ServerSettings { link: options.link, ..http::ServerSettings::default() };
    let handle = server.start(state.clone(), settings)?;
    let weighed_state = state.clone();
    std::thread::Builder::new()
        .name("weigh".to_owned())
        .spawn(move || weighed_state.weigh_requested())
        .map_err(|error| Failure::io("cannot start a thread", &error))?;
    (host.report)(Update::Ready { url: &url, pages, took: begin.elapsed() });
    let mut good = LastGood::default();
    let first = state.shown();
    good.choose((&first.output, &first.site, &first.pictures), &made, &findings, &site, &cache.renders);
    let mut running = Loop {
        host,
        paths,
        cache,
        state,
        handle,
        round: 0,
        good,
        reported: <_>::default(),
        notice: None,
        trouble: None,
        renames: Vec::new(),
        waiting: None,
        unweighed: None,
        drafts: made.pictures.drafts,
    };
    running.report_findings(&findings);
    running.unweighed = Some((made, site));
    loop {
        running.step(&mut watch);
    }
}

struct Loop<'a> {
    host: ServeHost<'a>,
    paths: Paths,
    cache: Cache,
    state: Arc<PreviewState>,
    handle: Handle,
    round: u64,
    good: LastGood,
    /// The findings that were reported last.
    reported: (KnownFindings, Staleness),
    notice: Option<Notice>,
    /// Why the last round could not be built.
    trouble: Option<String>,
    /// Files and folders that were renamed since the last round that was shown.
    renames: Vec<(PathBuf, PathBuf)>,
    /// A round with new mistakes.
    waiting: Option<PendingRound>,
    /// The site that is shown, while it is not weighed.
    unweighed: Option<(UnweighedSite, pipeline::Options)>,
    /// How many images are shown as drafts.
    drafts: usize,
}

/// A round that is shown when its mistakes have remained for a while.
struct PendingRound {
    seen: Change,
    made: UnweighedSite,
    site: pipeline::Options,
    /// How long it took to make it.
    took: Duration,
    /// When the first of the rounds that it summarises began.
    first: Instant,
    /// When it is shown.
    until: Instant,
}

impl Loop<'_> {
    /// Waits for a change or for time to weigh, and handles it.
    fn step(&mut self, watch: &mut Watch) {
        if watch.notice() != self.notice.as_ref() {
            self.notice = watch.notice().cloned();
            if let Some(notice) = &self.notice {
                (self.host.report)(Update::Notice(notice));
            }
        }
        let idle = if self.unweighed.is_some() || self.drafts > 0 { IDLE } else { LONG };
        let wait =
            self.waiting.as_ref().map_or(idle, |waiting| waiting.until.saturating_duration_since(Instant::now()));
        match watch.next(wait) {
            Some(seen) => self.make(seen, watch),
            None => match self.waiting.take() {
                Some(PendingRound { seen, made, site, took, .. }) => self.show(&seen, watch, made, site, took),
                None if self.drafts > 0 => self.finish_drafts(watch),
                None => self.weigh(),
            },
        }
    }

    /// Encodes some of the images that are shown as drafts with full effort, and shows the site with them.
    fn finish_drafts(&mut self, watch: &mut Watch) {
        self.cache.renders.media.full_effort = Some(self.host.workers.current_num_threads());
        self.make(Change::Paths(BTreeSet::new()), watch);
        self.cache.renders.media.full_effort = Some(0);
    }

    fn make(&mut self, mut seen: Change, watch: &mut Watch) {
        let begin = Instant::now();
        let site = match (self.host.site)() {
            Ok(site) => site,
            Err(failure) => return self.trouble(&failure),
        };
        let mut scope = match &seen {
            Change::Paths(paths) => ReadScope::Paths(paths.clone()),
            Change::Whole(_) => ReadScope::Whole,
        };
        let mut made = loop {
            let cache = &mut self.cache;
            let made = match self.host.workers.install(|| pipeline::make(&site, cache, &scope)) {
                Ok(made) => made,
                Err(failure) => return self.trouble(&failure),
            };
            // Polling does not show when a file is complete.
            let young: BTreeSet<PathBuf> = match &seen {
                Change::Whole(ScanCause::Poll) => {
                    self.cache.read.changed().iter().filter(|file| is_young(file)).cloned().collect()
                }
                _ => break made,
            };
            if young.is_empty() {
                break made;
            }
            std::thread::sleep(YOUNG);
            scope = ReadScope::Paths(young);
        };
        let changed = self.cache.read.changed();
        // A scan by the clock may find what an event is just about to report.
        if seen == Change::Whole(ScanCause::Quiet) && !changed.is_empty() && watch.knows_of(changed) {
            seen = Change::Paths(changed.iter().cloned().collect());
        }
        self.renames.extend(watch.take_renames());
        self.trouble = None;
        self.state.open_with(made.files().clone());
        watch.follow(&self.cache.read.links());
        // Never show half a file; a change follows when it is complete.
        let unsettled = watch.unsettled();
        let waiting = self.waiting.take();
        if self.cache.read.changed().iter().any(|file| unsettled.contains(file)) {
            return;
        }
        let report = made.report(&site);
        let errors = only_errors(report.findings());
        let is_wrong = !KnownFindings::new(only_errors(&self.state.shown().findings)).news(errors).is_empty();
        let now = Instant::now();
        let took = now - begin;
        let mut first = begin;
        if let Some(waiting) = waiting {
            seen = changes::merged(waiting.seen, seen);
            made.rendered += waiting.made.rendered;
            first = waiting.first;
        }
        let until = (now + CALM).min(first + RESTLESS);
        if is_wrong && until > now {
            self.waiting = Some(PendingRound { seen, made, site, took, first, until });
        } else {
            self.show(&seen, watch, made, site, took);
        }
    }

    fn show(&mut self, seen: &Change, watch: &Watch, made: UnweighedSite, site: pipeline::Options, took: Duration) {
        let begin = Instant::now();
        let report = made.report(&site);
        let before = self.state.shown();
        // Pages over budget stay so until they are weighed again.
        let heavy = before
            .findings
            .iter()
            .filter(|finding| matches!(finding.code, Code::OverBudget | Code::LargeEdition))
            .cloned();
        let mut findings = report.clone();
        findings.extend(heavy);
        findings.settle();
        let findings = findings.findings().to_vec();
        let last = (&before.output, &before.site, &before.pictures);
        let (good, renders) = (&mut self.good, &self.cache.renders);
        let choose = || good.choose(last, &made, report.findings(), &site, renders);
        let Shown { output, site: model, stale, pictures } = self.host.workers.install(choose);
        // The drafts of a site that is held back are not replaced.
        let drafts = if stale == Staleness::Site { 0 } else { pictures.drafts };
        self.drafts = made.pictures.drafts.max(drafts);
        let changed = changes::differing(&before.output, &output);
        let is_reported = || machine::json_lines(&findings) == machine::json_lines(&before.findings);
        // If everything was rendered, the same output may still be judged differently, by another budget for example.
        if made.rendered == 0 && changed == 0 && stale == before.stale && is_reported() {
            self.forget_renames(&[], watch);
            return;
        }
        self.round += 1;
        let (is_held, is_new) = (stale == Staleness::Site, stale == Staleness::Nothing);
        let is_made = Arc::ptr_eq(&model, &made.site);
        let mut next = shown(self.round, output, model, findings.clone(), stale);
        next.pictures = pictures;
        if changed == 0 || !is_new || !is_made {
            next.weights.clone_from(&before.weights);
        }
        self.state.show(next);
        self.handle.send(self.state.state());
        let took = took + begin.elapsed();
        let (named, cause): (Vec<PathBuf>, _) = match seen {
            Change::Paths(paths) => (paths.iter().filter(|path| !watch.is_transient(path)).cloned().collect(), None),
            Change::Whole(ScanCause::Folder(folder)) if self.cache.read.changed().is_empty() => {
                (vec![folder.clone()], None)
            }
            Change::Whole(cause) => (self.cache.read.changed().to_vec(), Some(cause)),
        };
        let named = changes::names(named, &self.renames, &self.paths.root);
        self.forget_renames(&named, watch);
        // The replacement of drafts is not reported.
        if *seen != Change::Paths(BTreeSet::new()) {
            let rendered = made.rendered;
            (self.host.report)(Update::Rebuilt { seen: &named, cause, rendered, changed, is_held, took });
        }
        self.report_findings(&findings);
        // Weights are only those of a site without mistakes.
        self.unweighed = (is_new && is_made).then_some((made, site));
    }

    /// Forgets the renames that are `named`, and those that no later round will see.
    fn forget_renames(&mut self, named: &[String], watch: &Watch) {
        let root = &self.paths.root;
        self.renames.retain(|(from, to)| {
            (watch.is_pending(from) || watch.is_pending(to)) && !named.contains(&changes::rename((from, to), root))
        });
    }

    fn report_findings(&mut self, findings: &[Finding]) {
        let stale = self.state.shown().stale.clone();
        let now = (KnownFindings::new(findings), stale);
        if now != self.reported {
            let news = self.reported.0.news(findings);
            (self.host.report)(Update::Findings { news: &news, all: findings, stale: &now.1 });
            self.reported = now;
        }
    }

    /// Weighs what is shown, now that there is time.
    fn weigh(&mut self) {
        let Some((made, site)) = self.unweighed.take() else { return };
        let model = made.site.clone();
        let built = self.host.workers.install(|| made.weigh(&site));
        let before = self.state.shown();
        let findings = built.report.findings().to_vec();
        let mut next = shown(before.round, before.output.clone(), model, findings.clone(), before.stale.clone());
        next.weights = Some(built.weights);
        next.pictures.clone_from(&before.pictures);
        self.state.show(next);
        self.handle.send(self.state.state());
        self.report_findings(&findings);
    }

    /// Reports once why the site could not be built.
    fn trouble(&mut self, failure: &Failure) {
        self.waiting = None;
        self.drafts = 0;
        let text = failure.to_string();
        if self.trouble.as_ref() != Some(&text) {
            (self.host.report)(Update::Failed(failure));
            self.trouble = Some(text);
        }
    }
}

/// One round's site, not yet weighed.
pub(super) fn shown(round: u64, output: Output, site: Arc<Site>, findings: Vec<Finding>, stale: Staleness) -> Round {
    let config = &site.config;
    Round {
        round,
        output,
        base: config.base_url.as_ref().map_or("/", |base| base.path()).to_owned(),
        encoding: config.host.encoding(),
        budget: config.page_budget,
        findings,
        stale,
        weights: None,
        pictures: PictureFigures::default(),
        site,
    }
}

fn only_errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.level == Level::Error)
}

/// Whether a file was written to a moment ago.
fn is_young(file: &Path) -> bool {
    let age = std::fs::metadata(file).ok().and_then(|metadata| metadata.modified().ok()?.elapsed().ok());
    age.is_some_and(|age| age < YOUNG)
}
