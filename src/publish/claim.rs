//! Chooses the state folder of a target from its possible places, and reads the manifests in the others.

use std::path::Path;

use crate::report::Failure;

use super::PublishOptions;
use super::dir::Dir;
use super::disk::{self, plainly};
use super::manifest::Manifest;
use super::named;
use super::place::StatePlace;
use super::state::{MANIFEST, NEXT, STAGE, State, StateError};
use super::target::Target;

/// The state folder that this build uses, locked, and what was found in other places.
pub(super) struct StateClaim {
    /// Or else why no folder can be used.
    pub(super) state: Result<State, String>,
    pub(super) others: OtherStates,
}

/// State folders of the same target that this build does not use: either they cannot be written, or an earlier build used them
/// because it could not write the one that is used now.
pub(super) struct OtherStates {
    folders: Vec<Dir>,
    pub(super) manifests: Vec<Manifest>,
    /// Whether the chosen place is preferred to these, so that they are not needed after a successful build.
    are_replaced: bool,
}

impl OtherStates {
    fn read(places: &[Option<&StatePlace>], target: &Target, are_replaced: bool) -> Self {
        let open = |place: &&StatePlace| place.open_to_read(&target.trusted);
        let folders: Vec<_> = places.iter().flatten().filter_map(open).collect();
        let read = |folder: &Dir| [NEXT, MANIFEST].map(|name| Manifest::read(folder, name).ok().flatten());
        let manifests = folders.iter().flat_map(read).flatten().collect();
        Self { folders, manifests, are_replaced }
    }

    /// Adds records of the other folders that match files in the target to `manifest`. Returns whether any were added.
    pub(super) fn add_to(&self, manifest: &mut Manifest, target: &Target) -> Result<bool, Failure> {
        let mut is_changed = false;
        for other in &self.manifests {
            is_changed |= manifest
                .add_matching(other, target.folder.as_ref())
                .map_err(|(path, error)| disk::cannot("read", target.name_of(path), &error))?;
        }
        Ok(is_changed)
    }

    /// Removes the manifests that are out of date after this build.
    pub(super) fn forget(&self) {
        for folder in self.folders.iter().filter(|_| self.are_replaced && !self.manifests.is_empty()) {
            // If that fails, the next build compares the records with the files again.
            let _ = folder.remove_file(Path::new(MANIFEST));
            if folder.status_of(Path::new(STAGE)).is_ok_and(|stage| stage.is_none()) {
                let _ = folder.remove_file(Path::new(NEXT));
            }
        }
    }
}

impl StateClaim {
    /// Finds or creates the state folder and takes its lock. `notes` say what was set aside.
    pub(super) fn new(target: &Target, options: &PublishOptions, notes: &mut Vec<String>) -> Result<Self, Failure> {
        let beside = StatePlace::beside(target);
        let at_home =
            |may_make| options.home.and_then(|home| StatePlace::at_home(home, target, options.sources, may_make).ok());
        if let Some(named) = options.state {
            let state = named::claim(named, target, options, notes)?;
            let others = OtherStates::read(&[Some(&beside), at_home(false).as_ref()], target, false);
            return Ok(Self { state: Ok(state), others });
        }
        let mut reasons: Vec<String> = Vec::new();
        // An existing folder is preferred: without its manifest our own files would look foreign.
        for (is_beside, may_make) in [(true, false), (false, false), (true, true), (false, true)] {
            let place = if is_beside { Some(StatePlace::beside(target)) } else { at_home(may_make) };
            let Some(mut place) = place else { continue };
            let opened = place.open(&target.trusted, may_make, notes).and_then(|dir| match dir {
                Some(dir) => dir.may_change().map(|()| Some(dir)),
                None => Ok(None),
            });
            let trouble = match opened {
                Ok(Some(dir)) => match State::lock(dir, place.shown.clone(), target, options.sync, notes) {
                    Ok(state) => {
                        if !is_beside
                            && target.parent.status_of(Path::new(&beside.name)).is_ok_and(|found| found.is_some())
                        {
                            let reason = in_brackets(&reasons);
                            notes.push(format!("the state of this site is in {}{reason}", state.shown.display()));
                        }
                        notes.dedup();
                        let home = if is_beside { at_home(false) } else { None };
                        let other = if is_beside { home.as_ref() } else { Some(&beside) };
                        let others = OtherStates::read(&[other], target, is_beside);
                        return Ok(Self { state: Ok(state.at(place)), others });
                    }
                    Err(StateError::Busy(failure)) => return Err(failure),
                    Err(StateError::Unusable(error)) => error,
                },
                Ok(None) => continue,
                Err(error) => error,
            };
            place.remove_new();
            let reason = format!("{}: {}", place.shown.display(), plainly(&trouble));
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let others = OtherStates::read(&[Some(&beside), at_home(false).as_ref()], target, false);
        notes.dedup();
        let reason = in_brackets(&reasons);
        Ok(Self { state: Err(format!("no state folder is available for this site{reason}")), others })
    }
}

fn in_brackets(reasons: &[String]) -> String {
    if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) }
}
