//! Puts right what a killed build left behind, by the table at the head of `publish`.

use std::path::Path;

use crate::report::Failure;

use super::disk::{self, Saved};
use super::ground::Ground;
use super::manifest::{Manifest, Record, Tree, time_of};
use super::{discard, finish};

/// Brings the folder of ours to rest, and answers with the manifest of the target.
pub(super) fn recover(ground: &Ground, saved: &Saved) -> Result<Manifest, Failure> {
    let inner = ground.inner_stage();
    disk::remove_tree(&inner).map_err(|error| disk::cannot("remove", inner.display(), &error))?;
    let manifest = Manifest::read(&ground.manifest())?.unwrap_or_default();
    let has_stage = ground.stage().exists();
    let next = match Manifest::read(&ground.next()) {
        Ok(Some(next)) => next,
        Ok(None) if has_stage => {
            discard(ground)?;
            return Ok(manifest);
        }
        Ok(None) => return Ok(manifest),
        // No kill leaves half a manifest, but loss of power may; what it described is unknown, so nothing is deleted.
        Err(_) => {
            if has_stage {
                saved.take(&ground.stage(), Path::new("stage"))?;
            }
            discard(ground)?;
            return Ok(manifest);
        }
    };
    let target = Tree::at(&ground.target);
    match next.tree {
        Tree::InPlace => in_place(ground, manifest, &next),
        tree if has_stage && tree == Tree::at(&ground.stage()) => {
            discard(ground)?;
            Ok(manifest)
        }
        _ if has_stage => {
            finish(ground, &manifest, &next, saved)?;
            Ok(next)
        }
        // Somebody cleared the stage away by hand, and the old tree is still the target.
        tree if tree != target && manifest.tree == target && target != Tree::Absent => {
            discard(ground)?;
            Ok(manifest)
        }
        _ => {
            Manifest::settle_next(ground)?;
            Ok(next)
        }
    }
}

/// The target was being written in place: each file is the old one or the new one, and tells which.
fn in_place(ground: &Ground, mut manifest: Manifest, next: &Manifest) -> Result<Manifest, Failure> {
    for (path, record) in &next.files {
        let place = ground.target.join(path);
        let cannot = |error| disk::cannot("read", ground.name(path), &error);
        let Some(found) = disk::look(&place).map_err(cannot)? else { continue };
        if manifest.files.get(path) != Some(record) && record.answers_to(&place, &found).map_err(cannot)? {
            manifest.files.insert(path.clone(), Record { time: time_of(&found), ..*record });
        }
    }
    if manifest.tree == Tree::Absent {
        manifest.tree = Tree::at(&ground.target);
    }
    manifest.write(ground)?;
    discard(ground)?;
    Ok(manifest)
}
