//! Publishing by exchange: the new tree is completed, flushed to disk, and replaces the old one in one step.

use std::io;
use std::path::Path;

use crate::report::Failure;
use crate::system;

use super::dir::Dir;
use super::disk::{self, LOCKED, plainly};
use super::manifest::Manifest;
use super::plan::Plan;
use super::saved::Saved;
use super::stage::{self, StageError};
use super::state::{FILLING, NEXT, STAGE, State};
use super::sweep::{self, Trees};
use super::target::{Target, add_help};

/// The result of publishing by exchange.
pub(super) enum Exchange {
    /// The stage is the target, which this manifest describes.
    Done(Manifest),
    /// The target is unchanged and must be updated in place, for this reason.
    Impossible(String),
}

/// Returns why the target cannot be exchanged, as far as that is known before anything is written.
pub(super) fn obstacle(target: &Target, state: &State, plan: &Plan) -> Option<String> {
    if target.folder.is_some() && !system::CAN_EXCHANGE {
        return Some("this system cannot exchange two folders".to_owned());
    }
    if let Err(error) = target.parent.may_change() {
        return Some(format!("the folder that contains it cannot be changed: {}", plainly(&error)));
    }
    if target.parent.status().is_ok_and(|parent| parent.is_locked) {
        return Some(format!("the folder that contains it is {LOCKED}"));
    }
    if let Some((path, obstacle)) = &plan.obstacle {
        let name = if path.as_os_str().is_empty() { "it".to_owned() } else { target.name_of(path) };
        return Some(format!("{name} {}", obstacle.words()));
    }
    if state.dir.status_of(Path::new(STAGE)).map_or(true, |found| found.is_some()) {
        return Some(format!("{} is in the way", state.shown.join(STAGE).display()));
    }
    let device = |folder: &Dir| folder.status().map(|found| found.device).ok();
    if let Some(folder) = &target.folder {
        if folder.status().is_ok_and(|found| found.is_mounted) || device(folder) != device(&target.parent) {
            return Some("it is a mount point".to_owned());
        }
        if let Some(holder) = system::other_holder(&target.path) {
            return Some(holder);
        }
    }
    let state_shown = state.shown.display();
    if state.dir.status().is_ok_and(|found| found.is_mounted) {
        return Some(format!("{state_shown} is a mount point"));
    }
    let is_elsewhere = device(&state.dir) != device(&target.parent);
    is_elsewhere.then(|| format!("{state_shown} is on another file system"))
}

/// Fills the stage and makes it the target. If it cannot replace the target, the stage has been removed.
pub(super) fn publish(
    target: &mut Target,
    state: &State,
    plan: &Plan,
    manifest: &Manifest,
    saved: &mut Saved,
    sync: bool,
    notes: &mut Vec<String>,
) -> Result<Exchange, Failure> {
    let next = match prepare(target, state, plan, sync) {
        Ok(next) => next,
        Err(trouble) => {
            // The next build removes what cannot be removed now.
            discard(state, notes);
            return match trouble {
                StageError::Failure(failure) => Err(target.untouched(failure)),
                StageError::Unfaithful(reason) => Ok(Exchange::Impossible(reason)),
            };
        }
    };
    // Locked before it becomes the target, so that the target stays locked while the old tree is cleared away.
    let new_tree = state.dir.folder(Path::new(STAGE)).ok().filter(Dir::try_lock);
    let has_old_tree = target.folder.is_some();
    if let Err(error) = swap(target, state) {
        discard(state, notes);
        return match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Err(target.untouched(disk::cannot("replace the old site in", &target.shown, &error)))
            }
            _ => Ok(Exchange::Impossible(plainly(&error))),
        };
    }
    let shown = target.shown.clone();
    let mut after = || {
        target.reopen()?;
        if sync {
            flush_entries(target, state)?;
        }
        if has_old_tree {
            let trees = Trees { old: manifest, next: &next, linked: &plan.linked() };
            if let Err(failure) = sweep::sweep(target, state, trees, saved) {
                // `next` stays, by which the next build knows the stage as the old tree.
                notes.push(format!("the old site could not be cleared away ({failure}); the next build tries again"));
                return Ok(());
            }
        }
        state.settle_next()
    };
    let done = after();
    if let Some(folder) = new_tree {
        folder.unlock();
    }
    done.map_err(|failure| add_help(failure, format!("{shown} is the new site; the next build cleans up")))?;
    Ok(Exchange::Done(next))
}

/// Does everything before the exchange: afterwards the stage is complete, `next` describes it, and both are on disk.
pub(super) fn prepare(target: &Target, state: &State, plan: &Plan, sync: bool) -> Result<Manifest, StageError> {
    state.mark_filling()?;
    let next = stage::fill(target, state, plan)?;
    stage::open_to_others(target, state)?;
    state.write(NEXT, &next)?;
    state.remove(FILLING)?;
    if sync {
        // The exchange may reach the disk before the files' contents do, and a power failure in between would leave empty
        // pages. One call for all files is measurably cheaper than one for each.
        state.dir.flush().map_err(|error| disk::cannot("flush the new site to disk for", &target.shown, &error))?;
    }
    Ok(next)
}

/// Exchanges stage and target in one step, or renames the stage if there is no target.
pub(super) fn swap(target: &Target, state: &State) -> io::Result<()> {
    let (stage, name) = (Path::new(STAGE), Path::new(&target.name));
    if target.folder.is_none() {
        return state.dir.rename_to_free(stage, &target.parent, name);
    }
    state.dir.exchange(stage, &target.parent, name)
}

/// Flushes the exchange itself to disk, before the old tree is removed.
fn flush_entries(target: &Target, state: &State) -> Result<(), Failure> {
    let flushed = target.parent.flush_entries().and_then(|()| state.dir.flush_entries());
    flushed.map_err(|error| disk::cannot("flush the new site to disk for", &target.shown, &error))
}

/// Clears away the old tree that an earlier build left. If that fails again, the rest of the tree is set aside.
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
