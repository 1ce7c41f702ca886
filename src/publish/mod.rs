//! Puts the output on disk: wholly or not at all, and never at the cost of a file that somebody else put there.
//!
//! Beside the target (`public/`, symlinks resolved) lies a folder of ours, so that the target holds nothing but the
//! site:
//!
//! ```text
//! public/                        the site, and whatever else people keep there
//! .public.firstflight/lock       held while a build publishes; names its process
//! .public.firstflight/manifest   what we wrote into the target: hash, length, time, path
//! .public.firstflight/next       the same for the tree that is about to become the target
//! .public.firstflight/stage/     the new tree before the exchange, the old one after it
//! .public.firstflight/saved/N/   files of people that had to give way; never deleted by us
//! ```
//!
//! The stage is filled (new files written, unchanged and foreign ones hard-linked), `next` is written, stage and
//! target are exchanged, the old tree is swept, `next` becomes `manifest`. A manifest names the inode of the directory
//! that it describes, so a build that finds the remains of a killed one can tell which of the two trees is the target:
//!
//! ```text
//! stage   next                     killed                        so the next build
//! -----   ----------------------   ---------------------------   -------------------------------------------
//! no      no                       at rest                       does nothing
//! yes     no                       while the stage was filled    removes the stage: what is foreign in it is
//!                                                                linked, and still stands in the target
//! yes     names the stage          just before the exchange      removes `next`, then the stage
//! yes     names another folder     after the exchange            sweeps the stage as the old tree, by the old
//!                                                                manifest, then renames `next`
//! no      names any folder         after the sweep               renames `next`
//! any     says `tree in-place`     while writing in place        notes, for each path, which of the two manifests
//!                                                                the file answers to, then removes `next`
//! yes     cannot be read           by loss of power              moves the stage to `saved/`, removes `next`
//! ```
//!
//! Where folders cannot be exchanged, the new files are first written to a folder inside the target
//! (`.firstflight.stage`, so that a full disk is met before anything changes), then each is renamed to its place: new
//! files, changed files, pages; last, what is no longer produced is removed.
//!
//! A file is ours if the manifest has its path and it holds what we wrote there: length and time agree, or else the
//! hash does. One that was edited since is replaced, but moved to `saved/`, and the notes say so. What stands at a path
//! that is not in the manifest is foreign: kept, and never overwritten unless the build is told to adopt it.

mod disk;
mod ground;
mod in_place;
mod manifest;
mod plan;
mod recover;
mod scan;
mod stage;
mod sweep;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::output::Output;
use crate::report::Failure;

use disk::Saved;
use ground::Ground;
use manifest::Manifest;
use plan::Plan;

/// Where to publish, and what to spare.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The folder that becomes the site; need not exist.
    pub target: &'a Path,
    /// Folders that the target may neither contain nor lie in: `content`, `themes`.
    pub sources: &'a [&'a Path],
    /// Whether files that stand in the way, and that Firstflight did not write, may be replaced.
    pub adopt: bool,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The folder that now holds the site, symlinks resolved.
    pub target: PathBuf,
    /// Files written, compressed forms included.
    pub written: usize,
    /// Files left as they were, with their times.
    pub kept: usize,
    /// Files of an earlier build that are no longer produced.
    pub removed: usize,
    /// Files in the target that Firstflight did not write; folders are not counted.
    pub foreign: usize,
    /// What the reader of the report should know: why the folders could not be exchanged, which edited files were
    /// replaced and where they are now.
    pub notes: Vec<String>,
}

/// Makes the target hold `output`, what is foreign in it, and nothing else.
///
/// # Errors
///
/// A refusal (the target overlaps the sources, holds files in the way, is being published to by another process), or
/// trouble with the disk. Unless the failure says otherwise, the target is as it was.
pub fn commit(output: &Output, options: &Options) -> Result<Published, Failure> {
    let ground = Ground::claim(options)?;
    let saved = Saved::new(&ground);
    let manifest = recover::recover(&ground, &saved)?;
    let plan = Plan::make(output, &manifest, &ground, options.adopt).map_err(|failure| ground.untouched(failure))?;
    let mut notes = Vec::new();
    if plan.changes_nothing() {
        let known = plan.manifest();
        if known != manifest {
            known.write(&ground)?;
        }
    } else if let Some(reason) = publish_by_exchange(&ground, &plan, &manifest, &saved)? {
        notes.push(ground.why_not(&reason));
        in_place::publish(&ground, &plan, &manifest, &saved)?;
    }
    notes.extend(saved.note());
    Ok(Published {
        target: ground.target.clone(),
        written: plan.written(),
        kept: plan.kept(),
        removed: plan.removed.len(),
        foreign: plan.foreign_files(),
        notes,
    })
}

/// Fills the stage and makes it the target. Answers with the reason if the system cannot exchange the two; then the
/// stage is gone and the target is as it was.
fn publish_by_exchange(
    ground: &Ground,
    plan: &Plan,
    manifest: &Manifest,
    saved: &Saved,
) -> Result<Option<String>, Failure> {
    if ground.is_mount_point() {
        return Ok(Some("it is a mount point".to_owned()));
    }
    let next = match prepare(ground, plan) {
        Ok(next) => next,
        Err(failure) => {
            // What cannot be removed now is removed by the next build.
            let _ = discard(ground);
            return Err(ground.untouched(failure));
        }
    };
    if let Err(error) = disk::exchange(&ground.stage(), &ground.target) {
        let _ = discard(ground);
        return match disk::exchange_is_unknown(&error) {
            true => Ok(Some(error.to_string())),
            false => Err(ground.untouched(disk::cannot("put the new site in the place of", &ground.shown, &error))),
        };
    }
    finish(ground, manifest, &next, saved).map_err(|failure| ground.published(failure))?;
    Ok(None)
}

/// Everything before the exchange: the stage is whole and `next` describes it.
fn prepare(ground: &Ground, plan: &Plan) -> Result<Manifest, Failure> {
    let next = stage::fill(ground, plan)?;
    next.write_next(ground)?;
    Ok(next)
}

/// Everything after the exchange; what a killed build left undone here is done by the next one.
fn finish(ground: &Ground, old: &Manifest, next: &Manifest, saved: &Saved) -> Result<(), Failure> {
    sweep::sweep(ground, old, next, saved)?;
    Manifest::settle_next(ground)
}

/// Removes a stage that never became the target. `next` goes first: a stage without it is known to be unfinished.
fn discard(ground: &Ground) -> Result<(), Failure> {
    disk::remove_file(&ground.next()).map_err(|error| disk::cannot("remove", ground.next().display(), &error))?;
    disk::remove_tree(&ground.stage()).map_err(|error| disk::cannot("remove", ground.stage().display(), &error))
}
