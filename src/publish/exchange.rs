//! Publishing by exchange: the new tree is made whole, put on the disk, and takes the place of the old one in one step.

use std::io;
use std::path::Path;

use crate::report::Failure;

use super::disk::{self, plainly};
use super::manifest::Manifest;
use super::mounts;
use super::plan::Plan;
use super::saved::Saved;
use super::stage::{self, Trouble};
use super::state::{FILLING, NEXT, STAGE, State};
use super::sweep::{self, Trees};
use super::target::{Target, add_help};

/// Why the target cannot be exchanged, as far as that can be known before anything is written.
pub(super) fn obstacle(target: &Target, state: Option<&State>, plan: &Plan) -> Option<String> {
    let Some(state) = state else { return Some("there is no state folder".to_owned()) };
    if let Err(error) = target.parent.may_change() {
        return Some(format!("the folder that holds it cannot be changed: {}", plainly(&error)));
    }
    if let Some((path, obstacle)) = &plan.obstacle {
        let name = if path.as_os_str().is_empty() { "it".to_owned() } else { target.name_of(path) };
        return Some(format!("{name} {}", obstacle.words()));
    }
    if state.dir.look(Path::new(STAGE)).map_or(true, |found| found.is_some()) {
        return Some(format!("{} is in the way", state.shown.join(STAGE).display()));
    }
    let device = |folder: &super::dir::Dir| folder.status().map(|found| found.device).ok();
    if let Some(folder) = &target.folder {
        if folder.status().is_ok_and(|found| found.is_mounted) || device(folder) != device(&target.parent) {
            return Some("it is a mount point".to_owned());
        }
        if let Some(holder) = mounts::other_holder(&target.path) {
            return Some(holder);
        }
    }
    let is_elsewhere = device(&state.dir) != device(&target.parent);
    is_elsewhere.then(|| format!("{} lies on another file system", state.shown.display()))
}

/// Fills the stage and makes it the target. Answers with the reason if it cannot take the target's place; then the stage
/// is gone and the target is as it was.
pub(super) fn publish(
    target: &mut Target,
    state: &State,
    plan: &Plan,
    manifest: &Manifest,
    saved: &mut Saved,
    sync: bool,
    notes: &mut Vec<String>,
) -> Result<Option<String>, Failure> {
    let next = match prepare(target, state, plan, sync) {
        Ok(next) => next,
        Err(trouble) => {
            // What cannot be removed now is removed by the next build.
            discard(state, notes);
            return match trouble {
                Trouble::Failure(failure) => Err(target.untouched(failure)),
                Trouble::Unfaithful(reason) => Ok(Some(reason)),
            };
        }
    };
    let has_old_tree = target.folder.is_some();
    if let Err(error) = swap(target, state) {
        discard(state, notes);
        return match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Err(target.untouched(disk::cannot("replace the old site in", &target.shown, &error)))
            }
            _ => Ok(Some(plainly(&error))),
        };
    }
    let shown = target.shown.clone();
    let mut after = || {
        target.reopen()?;
        if sync {
            flush_entries(target, state)?;
        }
        if has_old_tree {
            clear_away(target, state, Trees { old: manifest, next: &next, linked: &plan.linked() }, saved, notes);
        }
        state.settle_next()
    };
    after().map_err(|failure| add_help(failure, format!("{shown} is the new site; the next build cleans up")))?;
    Ok(None)
}

/// Everything before the exchange: the stage is whole, `next` describes it, and both are on the disk.
pub(super) fn prepare(target: &Target, state: &State, plan: &Plan, sync: bool) -> Result<Manifest, Trouble> {
    state.mark_filling()?;
    let next = stage::fill(target, state, plan)?;
    stage::open_to_others(target, state)?;
    state.write(NEXT, &next)?;
    state.remove(FILLING)?;
    if sync {
        // The exchange may reach the disk before the bytes of the files do, and a loss of power between the two would
        // leave empty pages. One call for all files measures cheaper than one for each.
        disk::flush(&state.dir)
            .map_err(|error| disk::cannot("flush the new site to disk for", &target.shown, &error))?;
    }
    Ok(next)
}

/// Exchanges stage and target in one step, or renames the stage where there is no target.
pub(super) fn swap(target: &Target, state: &State) -> io::Result<()> {
    let (stage, name) = (Path::new(STAGE), Path::new(&target.name));
    if target.folder.is_none() {
        return state.dir.rename_to_free(stage, &target.parent, name);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{RenameFlags, renameat_with};
        Ok(renameat_with(state.dir.fd(), stage, target.parent.fd(), name, RenameFlags::EXCHANGE)?)
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        Err(io::Error::new(io::ErrorKind::Unsupported, "this system cannot exchange two folders"))
    }
}

/// Flushes the exchange itself to disk, before what it replaced is removed.
fn flush_entries(target: &Target, state: &State) -> Result<(), Failure> {
    let flushed = disk::flush_entries(&target.parent).and_then(|()| disk::flush_entries(&state.dir));
    flushed.map_err(|error| disk::cannot("flush the new site to disk for", &target.shown, &error))
}

/// Clears away the old tree. What is left of it never stops a build: it is set aside.
pub(super) fn clear_away(target: &Target, state: &State, trees: Trees, saved: &mut Saved, notes: &mut Vec<String>) {
    if let Err(failure) = sweep::sweep(target, state, trees, saved) {
        let why = format!("the old site could not be cleared away ({failure})");
        state.set_stage_aside(&why, notes);
    }
}

/// Removes a stage that never became the target.
pub(super) fn discard(state: &State, notes: &mut Vec<String>) {
    if let Err(failure) = state.remove(NEXT) {
        notes.push(failure.to_string());
    }
    let blocked = state.clear_stage(notes);
    notes.extend(blocked);
    if let Err(failure) = state.remove(FILLING) {
        notes.push(failure.to_string());
    }
}
