//! Puts right what a killed build left behind, by the table at the head of `publish`.

use std::collections::HashMap;
use std::path::Path;

use crate::report::Failure;

use super::disk;
use super::exchange::{clear_away, discard};
use super::manifest::{Manifest, Record, Tree};
use super::saved::Saved;
use super::state::{FILLING, MANIFEST, NEXT, STAGE, State};
use super::status::Kind;
use super::sweep::Trees;
use super::target::Target;

/// Brings the state folder to rest, and answers with the manifest of the target.
pub(super) fn recover(
    target: &Target,
    state: &State,
    saved: &mut Saved,
    notes: &mut Vec<String>,
) -> Result<Manifest, Failure> {
    let (manifest, _) = state.read(MANIFEST, notes)?;
    let manifest = manifest.unwrap_or_default();
    let (next, is_lost) = state.read(NEXT, notes)?;
    let stage = state.dir.look(Path::new(STAGE)).map_err(|error| state.cannot("read", STAGE, &error))?;
    let has_stage = stage.is_some_and(|found| found.kind == Kind::Folder);
    if stage.is_some() && !has_stage {
        // No build of ours leaves that, nor then what is said to describe it.
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
            // Of a disk that was damaged, or of somebody else. What it holds is unknown, so nothing is deleted.
            state.set_stage_aside("its contents are unknown", notes);
        }
        state.remove(FILLING)?;
        return Ok(manifest);
    };
    let stands = Tree::of(target.folder.as_ref());
    match next.tree {
        Tree::InPlace => in_place(target, state, manifest, &next),
        tree if has_stage && stage.is_some_and(|found| tree == Tree::Inode(found.inode)) => {
            discard(state, notes);
            Ok(manifest)
        }
        tree if has_stage && tree == stands && tree != Tree::Absent => {
            let trees = Trees { old: &manifest, next: &next, linked: &HashMap::new() };
            clear_away(target, state, trees, saved, notes);
            state.settle_next()?;
            Ok(next)
        }
        // The target is neither of the two trees: somebody removed or replaced it since.
        tree if has_stage => {
            state.set_stage_aside("it belongs to a site that no longer exists", notes);
            if tree == Tree::Absent {
                state.remove(NEXT)?;
                return Ok(manifest);
            }
            state.settle_next()?;
            Ok(next)
        }
        // Somebody cleared the stage away by hand, and the old tree is still the target.
        tree if tree != stands && manifest.tree == stands && stands != Tree::Absent => {
            state.remove(NEXT)?;
            Ok(manifest)
        }
        _ => {
            state.settle_next()?;
            Ok(next)
        }
    }
}

/// The target was being written in place: each file is the old one or the new one, and tells which.
fn in_place(target: &Target, state: &State, mut manifest: Manifest, next: &Manifest) -> Result<Manifest, Failure> {
    for (path, record) in &next.files {
        let Some(folder) = &target.folder else { break };
        let place = Path::new(path);
        let cannot = |error| disk::cannot("read", target.name_of(path), &error);
        let Some(found) = folder.look(place).map_err(cannot)? else { continue };
        if manifest.files.get(path) != Some(record) && record.answers_to(folder, place, &found).map_err(cannot)? {
            manifest.files.insert(path.clone(), Record { time: found.modified, ..*record });
        }
    }
    if manifest.tree == Tree::Absent {
        manifest.tree = Tree::of(target.folder.as_ref());
    }
    state.write(MANIFEST, &manifest)?;
    state.remove(NEXT)?;
    Ok(manifest)
}
