//! `firstflight build` and `firstflight check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{BuildArgs, CheckArgs, ReportArgs, ReportFormat, SiteArgs};
use super::progress::Progress;
use super::reports::{self, Reports};
use super::screen::Screen;
use super::{Outcome, languages, settings, table, totals};
use crate::cache::{Cache, ReadScope};
use crate::coverage::Coverage;
use crate::pipeline::{self, Built};
use crate::publish::{self, Published};
use crate::report::text::harmless;
use crate::report::{Failure, terminal};
use crate::shrink::Weigh;

/// Where to publish.
struct OutputFolder<'a> {
    folder: PathBuf,
    args: &'a BuildArgs,
    /// The user's own folder for the state of programs.
    home: Option<PathBuf>,
}

/// Builds the site and publishes it, unless it has mistakes.
pub(super) fn build(args: &BuildArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let folder = args.out.clone().unwrap_or_else(|| in_site(&args.site.site, "public"));
    let target = OutputFolder { folder, args, home: settings::state_home() };
    run((&args.site, &args.reports), Some(&target), Wanted::Weights, screen)
}

/// Builds the site and publishes nothing.
pub(super) fn check(args: &CheckArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let wanted = match (args.next_change, args.languages) {
        (true, _) => Wanted::NextChange,
        (false, true) => Wanted::Languages,
        (false, false) => Wanted::Weights,
    };
    run((&args.site, &args.reports), None, wanted, screen)
}

/// What standard output shows at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// What pages weigh.
    Weights,
    /// Only the next date on which the site changes.
    NextChange,
    /// What each language has.
    Languages,
}

/// Builds a site and reports on it.
fn run(
    (args, reporting): (&SiteArgs, &ReportArgs),
    target: Option<&OutputFolder<'_>>,
    wanted: Wanted,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let begin = Instant::now();
    let mut options = settings::options(args)?;
    options.growth = reports::growth_limit(reporting)?;
    if options.growth.is_some() {
        options.weigh = Weigh::All;
    }
    let bases = reports::bases(&args.site, reporting.paths_from.as_deref())?;
    let workers = settings::workers(args.jobs)?;
    let progress = Progress::start("building", screen.watched);
    let (built, published, coverage) = workers.install(|| {
        // A cache that stores results keeps the inputs, with all pages and the theme.
        let mut cache = if wanted == Wanted::Languages { Cache::new() } else { Cache::default() };
        settings::keep(&mut cache, args.cache.as_deref());
        let made = pipeline::make(&options, &mut cache, &ReadScope::Whole)?;
        let inputs = target.map(|_| made.made_from(&options)).unwrap_or_default();
        let kept = made.inputs.as_ref().filter(|_| wanted == Wanted::Languages);
        let coverage = kept.map(|kept| Coverage::new(&made.site, &kept.sources.pages, &kept.theme));
        let built = made.weigh(&options);
        let published = match target {
            Some(target) if !built.report.has_errors() => Some(commit(&built, &inputs, target)),
            _ => None,
        };
        Ok((built, published, coverage))
    })?;
    drop(progress);

    // Findings first: they are shown even if publishing failed.
    let findings = built.report.findings();
    let reports = Reports { built: &built, options: &options, bases: &bases, coverage: coverage.as_ref() };
    let is_human = reporting.format == ReportFormat::Human;
    // Workflow commands are lines of a log, which people read too.
    let is_log = is_human || reporting.format == ReportFormat::Github;
    let text = reports.findings(reporting.format, screen.color);
    if is_human {
        screen.say(&text);
    } else {
        screen.out(&text)?;
    }
    let written = reports.write(reporting);
    let published = published.transpose()?;
    written?;
    if let Some(coverage) = coverage.as_ref().filter(|_| is_log) {
        screen.out(&languages::tables(coverage))?;
    }
    if built.report.has_errors() {
        let last_good = target.filter(|target| holds_a_site(&target.folder)).map(|target| shown(&target.folder));
        screen.say(&totals::refusal(findings, target.is_some(), last_good.as_deref()));
        return Ok(Outcome::Findings);
    }
    if !findings.is_empty() || !is_human {
        screen.say(&format!("{}\n", terminal::tally(findings)));
    }
    if wanted == Wanted::NextChange {
        let date = built.next_change.map_or_else(|| "none".to_owned(), |date| date.to_string());
        screen.out(&format!("{date}\n"))?;
    } else if is_log && wanted == Wanted::Weights {
        let date = built.date_used.then_some((options.at, built.next_change));
        let target = target.map(|target| shown(&target.folder));
        let end = totals::totals(&built.weights, date, published.as_ref().zip(target.as_deref()), begin.elapsed());
        let pictures = built.pictures.total.words();
        let line = if pictures.is_empty() { "" } else { "\n" };
        screen.out(&format!("{}{end}{pictures}{line}", table::table(&built.weights)))?;
    }
    Ok(Outcome::Fine)
}

fn commit(
    built: &Built,
    inputs: &BTreeMap<String, Vec<String>>,
    target: &OutputFolder<'_>,
) -> Result<Published, Failure> {
    let sources: Vec<&Path> = built.sources.iter().map(PathBuf::as_path).collect();
    let args = target.args;
    let in_place = match (args.in_place, built.in_place) {
        (true, _) => Some("because of `--in-place`"),
        (_, true) => Some("because of `output: in-place`"),
        _ => None,
    };
    let options = publish::PublishOptions {
        sources: &sources,
        adopt: args.adopt,
        in_place,
        sync: !args.no_sync,
        verify: args.verify,
        follow: args.site.follow,
        files: Some(&built.files),
        state: args.state.as_deref(),
        home: target.home.as_deref(),
        inputs: Some(inputs),
        ..publish::PublishOptions::new(&target.folder, &args.site.site)
    };
    publish::commit(&built.output, &options)
}

/// Whether the folder contains the site of an earlier build, as far as can be seen without its manifest.
fn holds_a_site(folder: &Path) -> bool {
    let visible = |name: std::ffi::OsString| !name.as_encoded_bytes().starts_with(b".");
    std::fs::read_dir(folder)
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| visible(entry.file_name()))))
}

/// A folder in the site's folder, named as short as it can be.
pub(super) fn in_site(site: &Path, name: &str) -> PathBuf {
    if site == Path::new(".") { PathBuf::from(name) } else { site.join(name) }
}

/// A folder as it is shown, with one slash at its end.
fn shown(folder: &Path) -> String {
    let name = folder.display().to_string();
    format!("{}/", harmless(name.trim_end_matches('/')))
}
