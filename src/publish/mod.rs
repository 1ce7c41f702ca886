//! Puts the output on disk: wholly or not at all, and never at the cost of a file that somebody else put there.
//!
//! Beside the target (`public/`, links resolved), or in another place where that is not possible, lies the state folder,
//! so that the target holds nothing but the site:
//!
//! ```text
//! public/                        the site, and whatever else people keep there
//! .public.firstflight/           0700; see `state`
//!     lock                       held while a build publishes; names its process
//!     manifest                   what we wrote into the target: hash, length, time, path
//!     next                       the same for the tree that is about to become the target
//!     stage/                     the new tree before the exchange, the old one after it
//!     saved/N/                   edited pages that had to give way; those of the last builds that had any
//!     saved/N-adopted/           files we did not write that had to give way; never deleted by us
//!     *.aside-N                  what stood at one of these names and was not as we make it
//! ```
//!
//! The stage is filled (new files written, unchanged and foreign ones hard-linked), `next` is written, both are put on the
//! disk, stage and target are exchanged, the exchange is put on the disk, the old tree is swept, `next` becomes `manifest`.
//! A manifest names the inode of the directory that it describes, so a build that finds the remains of a killed one, or of
//! a loss of power, can tell which of the two trees is the target:
//!
//! ```text
//! stage   next                     killed                        so the next build
//! -----   ----------------------   ---------------------------   -------------------------------------------
//! no      no                       at rest                       does nothing
//! yes     no                       while the stage was filled    removes the stage: what is foreign in it is
//!                                                                linked, and still stands in the target
//! yes     names the stage          just before the exchange      removes `next`, then the stage
//! yes     names the target         after the exchange            sweeps the stage as the old tree, by the old
//!                                                                manifest, then renames `next`
//! yes     names another folder     the target was replaced       sets the stage aside, then renames `next`
//! no      names any folder         after the sweep               renames `next`
//! no      names the lost stage     the stage was cleared away    removes `next`, if `manifest` names the target
//! any     says `tree in-place`     while writing in place        notes, for each path, which of the two manifests
//!                                                                the file answers to, then removes `next`
//! yes     cannot be read           by a damaged disk             sets both aside
//! ```
//!
//! Where folders cannot or should not be exchanged (see `exchange::obstacle`), the new files are first written to a private
//! folder inside the target (`.firstflight.stage`, so that a full disk is met before anything changes), then each is
//! renamed to its place: new files, changed files, pages; last, what is no longer produced is removed.
//!
//! A file is ours if the manifest has its path and it holds what we wrote there: length and time agree, or else the
//! hash does. One that was edited since is replaced, but moved to `saved/`, and the notes say so. What stands at a path
//! that is not in the manifest is foreign: kept, and never overwritten unless the build is told to adopt it.

mod dir;
mod disk;
mod exchange;
mod imitate;
mod in_place;
mod manifest;
mod mounts;
mod origin;
mod place;
mod plan;
mod recover;
mod saved;
mod scan;
mod stage;
mod state;
mod status;
mod sweep;
mod target;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::disk::SiteFiles;
use crate::output::Output;
use crate::report::Failure;

use plan::Plan;
use saved::Saved;
use state::{MANIFEST, State};
use target::Target;

/// Where to publish, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The folder that becomes the site; need not exist.
    pub target: &'a Path,
    /// The site's folder. Links of a target in it may lead into it, and its owner is trusted with the state folder.
    pub site: &'a Path,
    /// Folders that the target may neither contain nor lie in: `content`, `themes`.
    pub sources: &'a [&'a Path],
    /// Whether files that stand in the way, and that Firstflight did not write, may be replaced.
    pub adopt: bool,
    /// Why files are replaced one by one, where the user or the site asks for it: "because of `output: in-place`".
    pub in_place: Option<&'a str>,
    /// Whether everything is on the disk when the build is done, so that a loss of power takes nothing back.
    pub sync: bool,
    /// Whether files that look unchanged are read and compared all the same.
    pub verify: bool,
    /// Whether a target that is a link may lead out of the site's folder.
    pub follow: bool,
    /// The state folder that the user names.
    pub state: Option<&'a Path>,
    /// What opens the files of the site that are published as they are.
    pub files: Option<&'a SiteFiles>,
    /// The user's own folder for the state of programs, for targets that nothing can be put beside.
    pub home: Option<&'a Path>,
}

impl<'a> Options<'a> {
    /// Publishing to `target`, for the site at `site`, as it is done unless something else is asked for.
    #[must_use]
    pub fn new(target: &'a Path, site: &'a Path) -> Self {
        Self {
            target,
            site,
            sources: &[],
            adopt: false,
            in_place: None,
            sync: true,
            verify: false,
            follow: false,
            state: None,
            files: None,
            home: None,
        }
    }
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
    /// What the reader of the report should know: why the target was updated in place, what was set aside and where it is
    /// now.
    pub notes: Vec<String>,
}

/// Makes the target hold `output`, what is foreign in it, and nothing else.
///
/// # Errors
///
/// A refusal (the target overlaps the sources, holds files in the way, is being published to by another process), or
/// trouble with the disk. Unless the failure says otherwise, the target is as it was.
pub fn commit(output: &Output, options: &Options) -> Result<Published, Failure> {
    let mut notes = Vec::new();
    let done = publish(output, options, &mut notes);
    // Also where it failed, things may have been moved aside or left; nobody would find them.
    done.map_err(|failure| notes.iter().fold(failure, |failure, note| target::add_help(failure, note.clone())))
        .map(|published| Published { notes, ..published })
}

fn publish(output: &Output, options: &Options, notes: &mut Vec<String>) -> Result<Published, Failure> {
    let mut target = Target::resolve(options)?;
    let state = State::claim(&target, options, notes)?;
    let state = state.as_ref();
    let mut saved = Saved::new(state);
    let done = publish_to(&mut target, state, output, options, &mut saved, notes);
    notes.extend(saved.notes(&target));
    done
}

fn publish_to(
    target: &mut Target,
    state: Option<&State>,
    output: &Output,
    options: &Options,
    saved: &mut Saved,
    notes: &mut Vec<String>,
) -> Result<Published, Failure> {
    // Another build may have exchanged it until the lock was ours.
    target.reopen()?;
    target.lock()?;
    in_place::remove_drafts(target)?;
    let manifest = match state {
        Some(state) => recover::recover(target, state, saved, notes)?,
        None => origin::manifest(target)?,
    };
    let mut plan = scan::scan(target, &manifest, options.verify)
        .and_then(|found| Plan::make(output, &manifest, target, found, options))
        .map_err(|failure| match state {
            Some(_) => failure,
            // Nothing can be moved aside.
            None => target::add_help(failure, "there is no state folder: give one with `--state DIR`".to_owned()),
        })
        .map_err(|failure| target.untouched(failure))?;
    if state.is_none() {
        // Marks on files are not proof enough to delete anything.
        plan.removed.clear();
    }
    if plan.changes_nothing() {
        let known = plan.manifest();
        if let Some(state) = state.filter(|_| known != manifest) {
            state.write(MANIFEST, &known)?;
        }
    } else if let Some(reason) = exchange(target, state, &plan, &manifest, saved, options, notes)? {
        in_place::publish(target, state, &plan, &manifest, saved, options.sync)?;
        notes.push(format!("{} was updated in place ({reason}): files were replaced one by one", target.shown));
    }
    Ok(Published {
        target: target.path.clone(),
        written: plan.written(),
        kept: plan.kept(),
        removed: plan.removed.len(),
        foreign: plan.foreign_files(),
        notes: Vec::new(),
    })
}

/// Publishes by exchange, or answers with the reason why the target has to be updated in place.
fn exchange(
    target: &mut Target,
    state: Option<&State>,
    plan: &Plan,
    manifest: &manifest::Manifest,
    saved: &mut Saved,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Option<String>, Failure> {
    let asked = options.in_place.map(str::to_owned);
    match (asked.or_else(|| exchange::obstacle(target, state, plan)), state) {
        (None, Some(state)) => exchange::publish(target, state, plan, manifest, saved, options.sync, notes),
        (reason, _) => Ok(reason),
    }
}
