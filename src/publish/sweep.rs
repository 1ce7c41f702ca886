//! Clears away the old tree once the new one stands. Only what is known to be ours is deleted; of what is foreign, only
//! a second name for a file that the new tree holds too.

use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;

use crate::report::Failure;

use super::disk::{self, Saved};
use super::ground::Ground;
use super::manifest::{Manifest, time_of};

struct Sweep<'a> {
    ground: &'a Ground,
    tree: &'a Path,
    old: &'a Manifest,
    next: &'a Manifest,
    saved: &'a Saved<'a>,
}

/// Empties and removes the stage, which holds the old tree as described by `old`; the target is described by `next`.
pub(super) fn sweep(ground: &Ground, old: &Manifest, next: &Manifest, saved: &Saved) -> Result<(), Failure> {
    let tree = &ground.stage();
    let sweep = Sweep { ground, tree, old, next, saved };
    match sweep.folder(Path::new("")) {
        Err(Trouble::Disk(error)) => Err(disk::cannot("clear away", tree.display(), &error)),
        Err(Trouble::Failure(failure)) => Err(failure),
        Ok(()) => Ok(()),
    }
}

enum Trouble {
    Disk(io::Error),
    Failure(Failure),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl Sweep<'_> {
    fn folder(&self, path: &Path) -> Result<(), Trouble> {
        let folder = self.tree.join(path);
        match self.empty(path, &folder) {
            // A read-only folder of somebody else's; the new tree has one like it.
            Err(Trouble::Disk(error)) if error.kind() == ErrorKind::PermissionDenied => {
                disk::make_writable(&folder)?;
                self.empty(path, &folder)
            }
            done => done,
        }
    }

    fn empty(&self, path: &Path, folder: &Path) -> Result<(), Trouble> {
        // Something may still be put into the old tree by who has it open; it is moved over like all else.
        for _ in 0..3 {
            let entries = match fs::read_dir(folder) {
                Ok(entries) => entries.collect::<io::Result<Vec<_>>>()?,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            entries.par_iter().with_min_len(8).try_for_each(|entry| self.entry(path, entry))?;
            match fs::remove_dir(folder) {
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => return Ok(()),
            }
        }
        Err(io::Error::from(ErrorKind::DirectoryNotEmpty).into())
    }

    fn entry(&self, folder: &Path, entry: &DirEntry) -> Result<(), Trouble> {
        let path = folder.join(entry.file_name());
        let (here, there) = (self.tree.join(&path), self.ground.target.join(&path));
        if entry.file_type()?.is_dir() {
            let is_ours = path.to_str().is_some_and(|path| self.old.has_folder(path));
            // A folder that appeared meanwhile goes over whole.
            if is_ours || disk::look(&there)?.is_some() || disk::move_to(&here, &there).is_err() {
                return self.folder(&path);
            }
            return Ok(());
        }
        let Some(found) = disk::look(&here)? else { return Ok(()) };
        let (old, next) = match path.to_str() {
            Some(path) => (self.old.files.get(path), self.next.files.contains_key(path)),
            None => (None, false),
        };
        if let Some(record) = old
            && record.answers_to(&here, &found)?
        {
            return Ok(disk::remove_file(&here)?);
        }
        match disk::look(&there)? {
            Some(new) if (new.ino(), new.dev()) == (found.ino(), found.dev()) => Ok(disk::remove_file(&here)?),
            // An edited file of ours that is no longer produced.
            None if old.is_some() => self.save(&here, &path),
            None => match disk::move_to(&here, &there) {
                Ok(()) => Ok(()),
                // Something of the new site stands where one of its folders was.
                Err(_) => self.save(&here, &path),
            },
            // Foreign in both trees, and replaced in one of them while we worked: the younger one stands.
            Some(new) if !next && !new.is_dir() && time_of(&found) >= time_of(&new) => Ok(fs::rename(&here, &there)?),
            Some(_) => self.save(&here, &path),
        }
    }

    fn save(&self, here: &Path, path: &Path) -> Result<(), Trouble> {
        self.saved.take(here, path).map_err(Trouble::Failure)
    }
}
