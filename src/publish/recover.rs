//! Recovers from a killed build, by the table in the documentation of `publish`.

use std::collections::HashMap;
use std::path::Path;

use crate::report::Failure;
use crate::system::FileKind;

use super::disk;
use super::exchange::{clear_away, discard};
use super::manifest::{Manifest, Tree};
use super::saved::Saved;
use super::state::{FILLING, MANIFEST, NEXT, STAGE, State};
use super::sweep::Trees;
use super::target::Target;

/// Completes or undoes what a killed build began. Returns the manifest of the target.
pub(super) fn recover(
    target: &Target,
    state: &State,
    saved: &mut Saved,
    notes: &mut Vec<String>,
) -> Result<Manifest, Failure> {
    let (manifest, _) = state.read(MANIFEST, notes)?;
    let manifest = manifest.unwrap_or_default();
    let (next, is_lost) = state.read(NEXT, notes)?;
    let stage = state.dir.status_of(Path::new(STAGE)).map_err(|error| state.cannot("read", STAGE, &error))?;
    let has_stage = stage.is_some_and(|found| found.kind == FileKind::Folder);
    if stage.is_some() && !has_stage {
        // No build of ours leaves that, so `next` does not describe it either.
        state.set_stage_aside("it is not a folder", notes);
        if next.is_some() {
            state.set_aside(NEXT, "it describes something else", notes)?;
        }
        return Ok(manifest);
    }
    let Some(next) = next else {
        if has_stage && state.was_filling() && !is_lost {
            discard(state, notes);
        } else if has_stage {
            // The disk was damaged, or somebody else made it. Its contents are unknown, so nothing is deleted.
            state.set_stage_aside("its contents are unknown", notes);
        }
        state.remove(FILLING)?;
        return Ok(manifest);
    };
    let current = Tree::from_folder(target.folder.as_ref());
    match next.tree {
        Tree::InPlace => in_place(target, state, manifest, &next),
        tree if has_stage && stage.is_some_and(|found| tree == Tree::Inode(found.inode)) => {
            discard(state, notes);
            Ok(manifest)
        }
        tree if has_stage && tree == current && tree != Tree::Absent => {
            let trees = Trees { old: &manifest, next: &next, linked: &HashMap::new() };
            clear_away(target, state, trees, saved, notes);
            state.settle_next()?;
            Ok(next)
        }
        // The target is neither of the two trees: somebody has removed or replaced it.
        tree if has_stage => {
            state.set_stage_aside("it belongs to a site that no longer exists", notes);
            if tree == Tree::Absent {
                state.remove(NEXT)?;
                return Ok(manifest);
            }
            state.settle_next()?;
            Ok(next)
        }
        // Somebody removed the stage by hand, and the old tree is still the target.
        tree if tree != current && manifest.tree == current && current != Tree::Absent => {
            state.remove(NEXT)?;
            Ok(manifest)
        }
        _ => {
            state.settle_next()?;
            Ok(next)
        }
    }
}

/// Combines both manifests after a kill while writing in place: each file matches the old one or the new one.
fn in_place(target: &Target, state: &State, mut manifest: Manifest, next: &Manifest) -> Result<Manifest, Failure> {
    manifest
        .add_matching(next, target.folder.as_ref())
        .map_err(|(path, error)| disk::cannot("read", target.name_of(path), &error))?;
    if manifest.tree == Tree::Absent {
        manifest.tree = Tree::from_folder(target.folder.as_ref());
    }
    state.write(MANIFEST, &manifest)?;
    state.remove(NEXT)?;
    Ok(manifest)
}
