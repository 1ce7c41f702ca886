//! `firstflight deploy`: sends what the last build has published to a host.

use std::path::{Path, PathBuf};

use super::args::{BuildArgs, DeployArgs, ReportArgs, ReportFormat};
use super::reports::{self, Reports};
use super::screen::Screen;
use super::{Outcome, build, settings, totals};
use crate::cache::{Cache, ReadScope};
use crate::deploy::{self, DeployOptions, Deployed, Destination};
use crate::manifest::{self, SiteManifest};
use crate::pipeline;
use crate::publish::{self, PublishOptions, PublishedTree};
use crate::report::Failure;
use crate::report::text::{count, harmless, thousands};

/// Maximum number of files that a message names.
const SHOWN: usize = 5;

/// Checks the site, and sends what the last build has published.
pub(super) fn deploy(args: &DeployArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let destination = Destination::parse(&args.target)?;
    let out = args.out.clone().unwrap_or_else(|| build::in_site(&args.site.site, "public"));
    let workers = settings::workers(args.site.jobs)?;
    let current = if args.build {
        if build::build(&build_args(args), screen)? != Outcome::Fine {
            return Ok(Outcome::Findings);
        }
        None
    } else {
        let Some(current) = check(args, &workers, screen)? else { return Ok(Outcome::Findings) };
        Some(current)
    };
    let sources: Vec<PathBuf> = ["content", "themes"].map(|name| args.site.site.join(name)).into();
    let sources: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
    let home = settings::state_home();
    let options = PublishOptions {
        sources: &sources,
        follow: args.site.follow,
        state: args.state.as_deref(),
        home: home.as_deref(),
        ..PublishOptions::new(&out, &args.site.site)
    };
    let tree = PublishedTree::open(&options)?;
    if let Some(current) = current {
        let differing = manifest::compare(&tree.manifest, &current).files.len();
        if differing > 0 {
            screen.say(&format!(
                "Note: {} of the last build {} from what the site would be now; build again, or deploy with `--build`.\n",
                count(differing, "file"),
                if differing == 1 { "differs" } else { "differ" }
            ));
        }
    }
    refuse_differences(&tree, &workers)?;
    let foreign = tree.foreign();
    if foreign > 0 {
        let files = count(foreign, "file");
        screen.say(&format!("Note: {files} in {} not part of this site; such files are not sent.\n", out.display()));
    }
    let (others, now) = ([&sources[..], &[tree.path()]].concat(), settings::now());
    let mut target = destination.open(&args.site.site, &others, &settings::storage_access(), &now)?;
    let holder = settings::holder(&now);
    let options = DeployOptions {
        site: &tree.manifest,
        from: tree.path(),
        adopt: args.adopt,
        take_over: args.take_lock,
        holder: &holder,
    };
    let deployed = match args.dry_run {
        true => deploy::planned(&mut *target, &options)?,
        false => deploy::deploy(&mut *target, &options)?,
    };
    screen.out(&report(&deployed, &target.name(), args.dry_run))
}

fn build_args(args: &DeployArgs) -> BuildArgs {
    BuildArgs {
        site: args.site.clone(),
        reports: ReportArgs::human(),
        out: args.out.clone(),
        adopt: false,
        in_place: false,
        verify: false,
        no_sync: false,
        state: args.state.clone(),
    }
}

/// The manifest of the site as a build would write it now. `None` if the site has errors, which are shown.
fn check(args: &DeployArgs, workers: &rayon::ThreadPool, screen: &mut Screen) -> Result<Option<SiteManifest>, Failure> {
    let options = settings::options(&args.site)?;
    let mut cache = Cache::default();
    settings::keep(&mut cache, args.site.cache.as_deref());
    let (built, inputs) = workers.install(|| {
        let made = pipeline::make(&options, &mut cache, &ReadScope::Whole)?;
        let inputs = made.made_from(&options);
        Ok((made.weigh(&options), inputs))
    })?;
    if !built.report.has_errors() {
        let describe = || publish::describe_output(&built.output, &inputs, Some(&built.files));
        return workers.install(describe).map(Some);
    }
    let bases = reports::bases(&args.site.site, None)?;
    let reports = Reports { built: &built, options: &options, bases: &bases, coverage: None };
    screen.say(&reports.findings(ReportFormat::Human, screen.color));
    screen.say(&totals::refusal(built.report.findings(), false, None));
    screen.say("Nothing was deployed.\n");
    Ok(None)
}

/// Fails if the published folder is not as the last build left it.
fn refuse_differences(tree: &PublishedTree, workers: &rayon::ThreadPool) -> Result<(), Failure> {
    let differences = workers.install(|| tree.differences())?;
    let Some((path, what)) = differences.first() else { return Ok(()) };
    let more = match differences.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let name = harmless(&tree.name_of(path)).into_owned();
    Err(Failure::new(format!("cannot deploy: {name} {what} since the last build{more}"))
        .help("run `firstflight build` again, or deploy with `--build`"))
}

/// What was done, or would be done.
fn report(deployed: &Deployed, target: &str, is_dry: bool) -> String {
    let plan = &deployed.plan;
    let mut out = String::new();
    if is_dry {
        for upload in plan.put.iter().flatten() {
            out += &format!("send    {}  {} bytes\n", harmless(&upload.path), thousands(upload.size));
        }
        for path in plan.remove.iter().flatten() {
            out += &format!("remove  {}\n", harmless(path));
        }
        for path in &plan.conflicts {
            out += &format!("refuse  {}  not sent by Firstflight, or changed there\n", harmless(path));
        }
    }
    let (sent, removed) = if is_dry { ("would be sent", "would be removed") } else { ("sent", "removed") };
    out += &format!(
        "{} {sent} ({} bytes), {} {removed}, {} unchanged: {}.\n",
        count(plan.sent(), "file"),
        thousands(plan.bytes()),
        thousands(plan.removed() as u64),
        thousands(plan.kept as u64),
        harmless(target)
    );
    if deployed.is_continued {
        out += "The deployment before was cut; this one continued it.\n";
    }
    if let Some(note) = &deployed.note {
        out += &format!("Published as {note}.\n");
    }
    if !plan.left.is_empty() {
        let shown: Vec<_> = plan.left.iter().take(SHOWN).map(|path| harmless(path)).collect();
        out += &format!(
            "Note: {} no longer published, but changed at the target, so left alone: {}\n",
            count(plan.left.len(), "file"),
            shown.join(", ")
        );
    }
    out
}
