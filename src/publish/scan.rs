//! Scans the target before a build for our files, edited or not, and for foreign ones.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::names::below;
use crate::report::Failure;
use crate::system::{FileKind, Status, is_root, user};

use super::dir::{Cause, Dir, DirEntry, is, is_absent};
use super::disk;
use super::drafts;
use super::manifest::{Manifest, Tree};
use super::target::Target;

/// The contents of the target.
#[derive(Debug, Default)]
pub(super) struct TargetContents {
    /// Files of ours, by path below the target.
    pub(super) ours: BTreeMap<String, OwnedFile>,
    /// Everything else, folders before their contents. A folder is foreign if it is empty, contains something foreign, or does
    /// not have the mode that we set.
    pub(super) foreign: Vec<Foreign>,
    /// The first obstacle to an exchange, sorted by path.
    pub(super) obstacle: Option<(PathBuf, Obstacle)>,
}

/// Something in the target that an exchange would lose, expose, or could not clear away afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// A folder or file of another user.
    Owner,
    /// It is a mount point.
    Mounted,
    /// It is immutable or append-only.
    Locked,
    /// A folder that this user may not read, or whose path is too long.
    Unreadable,
}

impl Obstacle {
    /// The words for a note, after the name of the file or folder.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Owner => "belongs to another user",
            Self::Mounted => "is a mount point",
            Self::Locked => "is immutable or append-only",
            Self::Unreadable => "cannot be read by this user",
        }
    }
}

/// A file at a path of our manifest.
#[derive(Debug)]
pub(super) struct OwnedFile {
    pub(super) status: Status,
    /// Whether it has changed since we wrote it.
    pub(super) edited: bool,
}

/// A file or folder that we did not write.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) path: PathBuf,
    pub(super) kind: FileKind,
}

struct Scan<'a> {
    target: &'a Dir,
    manifest: &'a Manifest,
    /// Whether the manifest describes this same folder, so that a file that differs is ours and was edited.
    same_tree: bool,
    /// The user whose folders can be exchanged; `None` for root, who can exchange all.
    user: Option<u32>,
    /// Whether files are read even if their length and time have not changed.
    verify: bool,
}

/// Scans the whole target. A missing one is empty.
pub(super) fn scan(target: &Target, manifest: &Manifest, verify: bool) -> Result<TargetContents, Failure> {
    let Some(folder) = &target.folder else { return Ok(TargetContents::default()) };
    let scan = Scan {
        target: folder,
        manifest,
        same_tree: manifest.tree != Tree::Absent && manifest.tree == Tree::from_folder(Some(folder)),
        user: (!is_root()).then(user),
        verify,
    };
    match scan.folder(Path::new("")) {
        Ok(parts) => {
            let mut obstacles = parts.obstacles;
            obstacles.sort_by(|a, b| a.0.cmp(&b.0));
            let mut foreign = parts.foreign;
            foreign.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(TargetContents {
                ours: parts.ours.into_iter().collect(),
                foreign,
                obstacle: obstacles.into_iter().next(),
            })
        }
        Err((path, error)) => Err(disk::cannot("read", target.name_of(path), &error)),
    }
}

#[derive(Default)]
struct Parts {
    ours: Vec<(String, OwnedFile)>,
    foreign: Vec<Foreign>,
    obstacles: Vec<(PathBuf, Obstacle)>,
}

impl Parts {
    fn extend(&mut self, more: Self) {
        self.ours.extend(more.ours);
        self.foreign.extend(more.foreign);
        self.obstacles.extend(more.obstacles);
    }

    fn foreign(path: PathBuf, kind: FileKind) -> Self {
        Self { foreign: vec![Foreign { path, kind }], ..Self::default() }
    }
}

/// The result for one entry.
enum ScanStep {
    /// It is a folder, to be scanned next.
    Into(PathBuf),
    Found(Parts),
}

type ScanError = (PathBuf, io::Error);

impl Scan<'_> {
    /// Scans the folder at `path`. It is closed before the folders in it are scanned, so that deep folders do not use up the
    /// descriptors.
    fn folder(&self, path: &Path) -> Result<Parts, ScanError> {
        let at = |error| (path.to_owned(), error);
        let folder = match self.target.folder(path) {
            Ok(folder) => folder,
            Err(error) if is_absent(&error) => return Ok(Parts::default()),
            Err(error) if error.kind() == ErrorKind::PermissionDenied || is(&error, Cause::NameTooLong) => {
                // Kept as it is.
                let obstacles = vec![(path.to_owned(), Obstacle::Unreadable)];
                return Ok(Parts { obstacles, ..Parts::foreign(path.to_owned(), FileKind::Folder) });
            }
            Err(error) => return Err(at(error)),
        };
        let status = folder.status().map_err(at)?;
        let is_root = path.as_os_str().is_empty();
        let mut entries = folder.list().map_err(at)?;
        if is_root {
            entries.retain(|entry| !drafts::is_drafts(&folder, entry));
        }
        let mut all = Parts::default();
        let mut inner = Vec::new();
        let each = |entry: &DirEntry| self.entry(&folder, path, entry);
        // Most folders contain one page; only a large one is worth a second thread.
        let found: Vec<ScanStep> = match entries.len() {
            0..64 => entries.iter().map(each).collect::<Result<_, _>>()?,
            _ => entries.par_iter().with_min_len(16).map(each).collect::<Result<_, _>>()?,
        };
        drop(folder);
        for step in found {
            match step {
                ScanStep::Into(path) => inner.push(path),
                ScanStep::Found(parts) => all.extend(parts),
            }
        }
        let inner: Vec<Parts> = match &inner[..] {
            [] => Vec::new(),
            [only] => vec![self.folder(only)?],
            many => many.par_iter().map(|path| self.folder(path)).collect::<Result<_, _>>()?,
        };
        inner.into_iter().for_each(|parts| all.extend(parts));
        // A folder of ours whose mode was changed by people keeps it: it may be private.
        let is_changed = status.mode & 0o777 != disk::FOLDER_MODE;
        if !is_root && (entries.is_empty() || !all.foreign.is_empty() || is_changed) {
            all.foreign.push(Foreign { path: path.to_owned(), kind: FileKind::Folder });
        }
        let obstacle = match () {
            // Whether the target itself is a mount point is checked in `exchange`.
            () if status.is_mounted && !is_root => Some(Obstacle::Mounted),
            () if status.is_locked => Some(Obstacle::Locked),
            () if self.user.is_some_and(|user| user != status.owner) => Some(Obstacle::Owner),
            () => None,
        };
        all.obstacles.extend(obstacle.map(|obstacle| (path.to_owned(), obstacle)));
        Ok(all)
    }

    fn entry(&self, folder: &Dir, above: &Path, entry: &DirEntry) -> Result<ScanStep, ScanError> {
        let (name, path) = (Path::new(&entry.name), below(above, &entry.name));
        let kind = match entry.kind {
            Some(kind) => Ok(Some(kind)),
            None => folder.status_of(name).map(|found| found.map(|found| found.kind)),
        };
        let found = match kind {
            Ok(Some(FileKind::Folder)) => return Ok(ScanStep::Into(path)),
            Ok(Some(kind)) => self.file(folder, &path, name, kind),
            Ok(None) => Ok(Parts::default()),
            Err(error) => Err(error),
        };
        match found {
            // It was removed after the folder was listed.
            Err(error) if is_absent(&error) => Ok(ScanStep::Found(Parts::default())),
            found => found.map(ScanStep::Found).map_err(|error| (path, error)),
        }
    }

    fn file(&self, folder: &Dir, path: &Path, name: &Path, kind: FileKind) -> io::Result<Parts> {
        let record = path.to_str().and_then(|path| self.manifest.files.get_key_value(path));
        let Some((path_of_ours, record)) = record.filter(|_| kind == FileKind::File) else {
            return Ok(Parts::foreign(path.to_owned(), kind));
        };
        let Some(status) = folder.status_of(name)? else { return Ok(Parts::default()) };
        let edited = match self.verify {
            false => record.matches(folder, name, &status).map(|is_same| !is_same),
            true if status.length != record.length => Ok(true),
            true => folder.read(name).and_then(disk::hash_of).map(|hash| hash != record.hash),
        };
        let edited = match edited {
            // A file that may not be read is not known to be ours.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => true,
            edited => edited?,
        };
        if edited && !self.same_tree {
            return Ok(Parts::foreign(path.to_owned(), status.kind));
        }
        let obstacle = match () {
            () if status.is_locked => Some(Obstacle::Locked),
            () if status.is_mounted => Some(Obstacle::Mounted),
            () => None,
        };
        Ok(Parts {
            ours: vec![(path_of_ours.clone(), OwnedFile { status, edited })],
            obstacles: obstacle.map(|obstacle| (path.to_owned(), obstacle)).into_iter().collect(),
            ..Parts::default()
        })
    }
}
