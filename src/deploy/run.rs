//! Deploys: reads the record, makes the plan, and carries it out stage by stage.

use std::path::Path;

use super::plan::{Plan, known_paths, make_plan};
use super::record::DeployRecord;
use super::target::{RECORD, Target};
use crate::manifest::SiteManifest;
use crate::report::Failure;

/// How to deploy.
#[derive(Clone, Debug)]
pub struct DeployOptions<'a> {
    /// What is sent.
    pub site: &'a SiteManifest,
    /// The published folder that holds its files.
    pub from: &'a Path,
    /// Whether files at the target that Firstflight did not send are replaced.
    pub adopt: bool,
    /// Whether the lock of another deployment is ignored.
    pub take_over: bool,
    /// Describes this deployment to another one that finds its lock.
    pub holder: &'a str,
}

/// The result of a deployment.
#[derive(Clone, Debug, Default)]
pub struct Deployed {
    /// What was done.
    pub plan: Plan,
    /// Whether it continued one that was cut.
    pub is_continued: bool,
    /// What the target says of it, such as the name of a commit.
    pub note: Option<String>,
}

/// Sends a site to a target.
///
/// # Errors
///
/// Another deployment is running, the target has files of others at paths of the site, or it cannot be read or written. What was
/// sent until then stays, and is found by the next deployment.
pub fn deploy(target: &mut dyn Target, options: &DeployOptions) -> Result<Deployed, Failure> {
    target.lock(options.holder, options.take_over)?;
    let done = deploy_locked(target, options);
    target.unlock();
    done
}

/// What [`deploy`] would do. The target is not changed or locked.
///
/// # Errors
///
/// As [`deploy`], but for those of locking and writing.
pub fn planned(target: &mut dyn Target, options: &DeployOptions) -> Result<Deployed, Failure> {
    let record = record_of(target)?;
    let known = known_paths(options.site, &record);
    let found = target.list(&known)?;
    let plan = make_plan(options.site, options.from, &record, &found, options.adopt);
    Ok(Deployed { plan, is_continued: !record.is_complete, note: None })
}

fn deploy_locked(target: &mut dyn Target, options: &DeployOptions) -> Result<Deployed, Failure> {
    let mut deployed = planned(target, options)?;
    let plan = &deployed.plan;
    refuse_conflicts(target, plan)?;
    if plan.changes_nothing() {
        if deployed.is_continued {
            target.write_record(plan.after.text().as_bytes())?;
            deployed.note = target.finish()?;
        }
        return Ok(deployed);
    }
    target.write_record(plan.during.text().as_bytes())?;
    for files in plan.put.iter().filter(|files| !files.is_empty()) {
        target.put(files)?;
    }
    for paths in plan.remove.iter().filter(|paths| !paths.is_empty()) {
        target.remove(paths)?;
    }
    target.write_record(plan.after.text().as_bytes())?;
    deployed.note = target.finish()?;
    Ok(deployed)
}

fn record_of(target: &mut dyn Target) -> Result<DeployRecord, Failure> {
    let Some(bytes) = target.read_record()? else { return Ok(DeployRecord::default()) };
    DeployRecord::parse(&bytes).map_err(|why| {
        Failure::new(format!("cannot use the record {RECORD} of {}: {why}", target.name()))
            .help("remove it and deploy with `--adopt`; then files of earlier deployments that are no longer published stay there")
    })
}

fn refuse_conflicts(target: &dyn Target, plan: &Plan) -> Result<(), Failure> {
    const SHOWN: usize = 5;
    let Some(first) = plan.conflicts.get(..SHOWN.min(plan.conflicts.len())).filter(|first| !first.is_empty()) else {
        return Ok(());
    };
    let more = match plan.conflicts.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (has, them) = if plan.conflicts.len() == 1 { ("a file", "it") } else { ("files", "them") };
    Err(Failure::new(format!(
        "{} has {has} that Firstflight did not send, or that changed since: {}{more}",
        target.name(),
        first.join(", ")
    ))
    .help(format!("deploy with `--adopt` to replace {them}; nothing was changed")))
}
