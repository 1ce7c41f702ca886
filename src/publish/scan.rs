//! What stands in the target before the build: files of ours, edited or not, and all that is foreign.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::report::Failure;

use super::disk;
use super::ground::{Ground, IN_PLACE};
use super::manifest::{Manifest, Tree};

/// The target as it was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files of ours, by path below the target.
    pub(super) ours: BTreeMap<String, Ours>,
    /// All else, folders before what they hold. A folder is foreign if it is empty or holds something foreign.
    pub(super) foreign: Vec<Foreign>,
}

/// A file at a path of our manifest.
#[derive(Debug)]
pub(super) struct Ours {
    pub(super) metadata: Metadata,
    /// Whether it no longer holds what we wrote.
    pub(super) edited: bool,
}

/// Something that we did not write.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
}

/// What a foreign thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A symlink, never followed.
    Symlink,
    /// A pipe, socket or device: neither linked nor copied, but moved once the new tree stands.
    Special,
    /// A folder, with its mode and time.
    Folder { mode: u32, modified: SystemTime },
}

struct Scan<'a> {
    target: &'a Path,
    manifest: &'a Manifest,
    /// Whether the manifest describes this very folder, so that a file which differs is an edited one of ours.
    same_tree: bool,
}

/// Looks at the whole target. A missing one holds nothing.
pub(super) fn scan(ground: &Ground, manifest: &Manifest) -> Result<Found, Failure> {
    let target = &ground.target;
    let scan = Scan { target, manifest, same_tree: manifest.tree != Tree::Absent && manifest.tree == Tree::at(target) };
    let mut found = Found::default();
    match scan.folder(Path::new("")) {
        Ok((ours, foreign)) => {
            found.ours.extend(ours);
            found.foreign = foreign;
            found.foreign.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(found)
        }
        Err((path, error)) if error.kind() == ErrorKind::NotFound && path.as_os_str().is_empty() => Ok(found),
        Err((path, error)) => Err(disk::cannot("read", ground.name(path), &error)),
    }
}

type Parts = (Vec<(String, Ours)>, Vec<Foreign>);
type Trouble = (PathBuf, io::Error);

impl Scan<'_> {
    fn folder(&self, path: &Path) -> Result<Parts, Trouble> {
        let at = |error| (path.to_owned(), error);
        let mut entries =
            fs::read_dir(self.target.join(path)).map_err(at)?.collect::<io::Result<Vec<_>>>().map_err(at)?;
        let is_root = path.as_os_str().is_empty();
        if is_root {
            entries.retain(|entry| entry.file_name() != IN_PLACE);
        }
        let parts = entries.par_iter().map(|entry| self.entry(path, entry)).collect::<Result<Vec<_>, Trouble>>()?;
        let (mut ours, mut foreign) = Parts::default();
        for (more_ours, more_foreign) in parts {
            ours.extend(more_ours);
            foreign.extend(more_foreign);
        }
        if !is_root && (entries.is_empty() || !foreign.is_empty()) {
            let metadata = fs::metadata(self.target.join(path)).map_err(at)?;
            let mode = metadata.permissions().mode() & 0o7777;
            let kind = Kind::Folder { mode, modified: metadata.modified().map_err(at)? };
            foreign.push(Foreign { path: path.to_owned(), kind });
        }
        Ok((ours, foreign))
    }

    fn entry(&self, folder: &Path, entry: &DirEntry) -> Result<Parts, Trouble> {
        let path = folder.join(entry.file_name());
        match self.look(path.clone(), entry) {
            Ok(None) => self.folder(&path),
            Ok(Some(parts)) => Ok(parts),
            // It went away since the folder was listed; then there is nothing to keep.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Parts::default()),
            Err(error) => Err((path, error)),
        }
    }

    /// What a file is; `None` for a folder.
    fn look(&self, path: PathBuf, entry: &DirEntry) -> io::Result<Option<Parts>> {
        let kind = entry.file_type()?;
        if kind.is_dir() {
            return Ok(None);
        }
        let record = path.to_str().and_then(|path| self.manifest.files.get_key_value(path));
        if let Some((name, record)) = record.filter(|_| kind.is_file()) {
            let metadata = entry.metadata()?;
            let edited = !record.answers_to(&entry.path(), &metadata)?;
            if !edited || self.same_tree {
                return Ok(Some((vec![(name.clone(), Ours { metadata, edited })], Vec::new())));
            }
        }
        let kind = match (kind.is_file(), kind.is_symlink()) {
            (true, _) => Kind::File,
            (_, true) => Kind::Symlink,
            _ => Kind::Special,
        };
        Ok(Some((Vec::new(), vec![Foreign { path, kind }])))
    }
}
