//! Clears away the old tree after the exchange. Only our own files are deleted; of foreign ones, only a hard link to a file
//! that the new tree contains too.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::names::below;
use crate::report::Failure;

use super::dir::{Dir, DirEntry};
use super::disk;
use super::manifest::{Manifest, Tree};
use super::saved::{MoveReason, Saved};
use super::state::{STAGE, State};
use super::target::Target;
use crate::system::FileKind;

/// The manifests of the two trees.
#[derive(Clone, Copy)]
pub(super) struct Trees<'a> {
    /// What we wrote into the old tree.
    pub(super) old: &'a Manifest,
    /// What we wrote into the new tree.
    pub(super) next: &'a Manifest,
    /// The inodes of files that are in both trees, by path. If it is empty, each file is compared.
    pub(super) linked: &'a HashMap<&'a str, u64>,
}

struct Sweep<'a, 's> {
    trees: Trees<'a>,
    /// Whether the old manifest describes the old tree, so that a file that differs is ours and was edited.
    is_known: bool,
    target: &'a Dir,
    saved: Mutex<&'a mut Saved<'s>>,
}

/// Empties and removes the stage, which is the old tree.
pub(super) fn sweep(target: &Target, state: &State, trees: Trees, saved: &mut Saved) -> Result<(), Failure> {
    let cannot = |error: io::Error| state.cannot("clear away", STAGE, &error);
    let Some(folder) = &target.folder else { return Err(cannot(ErrorKind::NotFound.into())) };
    let old = match state.dir.folder(Path::new(STAGE)) {
        Ok(old) => old,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            state.dir.set_mode(Path::new(STAGE), 0o700).map_err(cannot)?;
            state.dir.folder(Path::new(STAGE)).map_err(cannot)?
        }
        Err(error) => return Err(cannot(error)),
    };
    let is_known = trees.old.tree == Tree::from_folder(Some(&old));
    let sweep = Sweep { trees, is_known, target: folder, saved: Mutex::new(saved) };
    sweep.empty(&state.dir, Path::new(STAGE), &old, Path::new("")).map_err(cannot)
}

impl Sweep<'_, '_> {
    /// Empties `folder`, which has this `name` in `holder` and this `path` below the old tree, and removes it.
    fn empty(&self, holder: &Dir, name: &Path, folder: &Dir, path: &Path) -> io::Result<()> {
        // Processes that have the old tree open may still create files in it; those are moved as well.
        for _ in 0..3 {
            let entries = folder.list()?;
            let each = |entry: &DirEntry| match self.entry(folder, path, entry) {
                // A read-only foreign folder; the new tree has one like it.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                    folder.set_own_mode(0o700)?;
                    self.entry(folder, path, entry)
                }
                done => done,
            };
            match entries.len() {
                0..8 => entries.iter().try_for_each(each)?,
                _ => entries.par_iter().with_min_len(8).try_for_each(each)?,
            }
            match holder.remove_folder(name) {
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                done => return done,
            }
        }
        Err(ErrorKind::DirectoryNotEmpty.into())
    }

    fn entry(&self, folder: &Dir, above: &Path, entry: &DirEntry) -> io::Result<()> {
        let name = Path::new(&entry.name);
        let path = below(above, name);
        let text = path.to_str();
        let is_linked = text.is_some_and(|path| self.trees.linked.get(path) == Some(&entry.inode));
        if is_linked && entry.kind == Some(FileKind::File) {
            return folder.remove_file(name);
        }
        if entry.kind == Some(FileKind::Folder) {
            return self.folder(folder, name, &path);
        }
        let Some(found) = folder.status_of(name)? else { return Ok(()) };
        if found.kind == FileKind::Folder {
            return self.folder(folder, name, &path);
        }
        let (old, next) = match text {
            Some(path) => (self.trees.old.files.get(path), self.trees.next.files.contains_key(path)),
            None => (None, false),
        };
        if let Some(record) = old
            && record.matches(folder, name, &found)?
        {
            return folder.remove_file(name);
        }
        let is_edited = self.is_known && old.is_some() && found.kind == FileKind::File;
        let reason = if is_edited { MoveReason::Edited } else { MoveReason::Foreign };
        match self.target.status_of(&path)? {
            Some(new) if new.is_same(&found) => folder.remove_file(name),
            // An edited file of ours that is no longer produced.
            None if is_edited => self.save(folder, name, &path, reason),
            None => match self.move_over(folder, name, &path) {
                Ok(()) => Ok(()),
                // A file of the new site has replaced one of its folders.
                Err(_) => self.save(folder, name, &path, reason),
            },
            // Foreign in both trees, and replaced in one of them during the build: the newer one stays, and the other is
            // moved aside.
            Some(new) if old.is_none() && !next && new.kind != FileKind::Folder && found.modified > new.modified => {
                self.save(self.target, &path, &path, MoveReason::Foreign)?;
                folder.rename_to_free(name, self.target, &path)
            }
            Some(_) => self.save(folder, name, &path, reason),
        }
    }

    fn folder(&self, folder: &Dir, name: &Path, path: &Path) -> io::Result<()> {
        let is_ours = path.to_str().is_some_and(|path| self.trees.old.has_files_below(path));
        // A folder that was created in the meantime is moved as a whole.
        if !is_ours && self.target.status_of(path)?.is_none() && self.move_over(folder, name, path).is_ok() {
            return Ok(());
        }
        let inner = match folder.folder_of_same_mount(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                folder.set_mode(name, 0o700)?;
                folder.folder_of_same_mount(name)?
            }
            inner => inner?,
        };
        self.empty(folder, name, &inner, path)
    }

    fn move_over(&self, folder: &Dir, name: &Path, path: &Path) -> io::Result<()> {
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            self.target.make_folders(parent, disk::FOLDER_MODE)?;
        }
        folder.rename_to_free(name, self.target, path)
    }

    fn save(&self, folder: &Dir, name: &Path, path: &Path, reason: MoveReason) -> io::Result<()> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner).take(folder, name, path, reason)
    }
}
