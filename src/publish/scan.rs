//! What stands in the target before the build: files of ours, edited or not, and all that is foreign.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::report::Failure;

use super::dir::{Dir, Entry, is_absent};
use super::disk;
use super::in_place;
use super::manifest::{Manifest, Tree};
use super::status::{Kind, Status};
use super::target::Target;

/// The target as it was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files of ours, by path below the target.
    pub(super) ours: BTreeMap<String, Ours>,
    /// All else, folders before what they hold. A folder is foreign if it is empty or holds something foreign.
    pub(super) foreign: Vec<Foreign>,
    /// Why the target cannot be exchanged, of all that was met: the first in the order of paths.
    pub(super) obstacle: Option<(PathBuf, Obstacle)>,
}

/// Something in the target that an exchange would lose, expose, or could not clear away afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// A folder or file of another user.
    Owner,
    /// Something is mounted at it.
    Mounted,
    /// It is immutable or append-only.
    Locked,
    /// A folder that this user may not read.
    Unreadable,
}

impl Obstacle {
    /// What it is, after the name of the file or folder.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Owner => "belongs to another user",
            Self::Mounted => "is a mount point",
            Self::Locked => "is immutable or append-only",
            Self::Unreadable => "may not be read by this user",
        }
    }
}

/// A file at a path of our manifest.
#[derive(Debug)]
pub(super) struct Ours {
    pub(super) status: Status,
    /// Whether it no longer holds what we wrote.
    pub(super) edited: bool,
}

/// Something that we did not write.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
}

struct Scan<'a> {
    manifest: &'a Manifest,
    /// Whether the manifest describes this very folder, so that a file which differs is an edited one of ours.
    same_tree: bool,
    /// The user whose folders can be exchanged; `None` for the one that may do anything.
    user: Option<u32>,
    /// Whether files are compared byte by byte even where length and time are as we left them.
    verify: bool,
}

/// Looks at the whole target. A missing one holds nothing.
pub(super) fn scan(target: &Target, manifest: &Manifest, verify: bool) -> Result<Found, Failure> {
    let Some(folder) = &target.folder else { return Ok(Found::default()) };
    let user = rustix::process::geteuid();
    let scan = Scan {
        manifest,
        same_tree: manifest.tree != Tree::Absent && manifest.tree == Tree::of(Some(folder)),
        user: (!user.is_root()).then_some(user.as_raw()),
        verify,
    };
    match scan.folder(folder, Path::new("")) {
        Ok(parts) => {
            let mut obstacles = parts.obstacles;
            obstacles.sort_by(|a, b| a.0.cmp(&b.0));
            let mut foreign = parts.foreign;
            foreign.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(Found { ours: parts.ours.into_iter().collect(), foreign, obstacle: obstacles.into_iter().next() })
        }
        Err((path, error)) => Err(disk::cannot("read", target.name_of(path), &error)),
    }
}

#[derive(Default)]
struct Parts {
    ours: Vec<(String, Ours)>,
    foreign: Vec<Foreign>,
    obstacles: Vec<(PathBuf, Obstacle)>,
}

impl Parts {
    fn foreign(path: PathBuf, kind: Kind) -> Self {
        Self { foreign: vec![Foreign { path, kind }], ..Self::default() }
    }
}

type Trouble = (PathBuf, io::Error);

impl Scan<'_> {
    fn folder(&self, folder: &Dir, path: &Path) -> Result<Parts, Trouble> {
        let at = |error| (path.to_owned(), error);
        let status = folder.status().map_err(at)?;
        let is_root = path.as_os_str().is_empty();
        let mut entries = folder.list().map_err(at)?;
        if is_root {
            entries.retain(|entry| !in_place::is_drafts(folder, entry));
        }
        let each = |entry: &Entry| self.entry(folder, path, entry);
        // Most folders hold one page; only a large one is worth a second thread.
        let parts: Vec<Parts> = match entries.len() {
            0..2 => entries.iter().map(each).collect::<Result<_, _>>()?,
            _ => entries.par_iter().map(each).collect::<Result<_, _>>()?,
        };
        let mut all = Parts::default();
        for more in parts {
            all.ours.extend(more.ours);
            all.foreign.extend(more.foreign);
            all.obstacles.extend(more.obstacles);
        }
        if !is_root && (entries.is_empty() || !all.foreign.is_empty()) {
            all.foreign.push(Foreign { path: path.to_owned(), kind: Kind::Folder });
        }
        let obstacle = match () {
            // That of the target itself is looked at where it is compared with the folder that holds it.
            () if status.is_mounted && !is_root => Some(Obstacle::Mounted),
            () if status.is_locked => Some(Obstacle::Locked),
            () if self.user.is_some_and(|user| user != status.owner) => Some(Obstacle::Owner),
            () => None,
        };
        all.obstacles.extend(obstacle.map(|obstacle| (path.to_owned(), obstacle)));
        Ok(all)
    }

    fn entry(&self, folder: &Dir, above: &Path, entry: &Entry) -> Result<Parts, Trouble> {
        let path = above.join(&entry.name);
        let looked = match entry.kind {
            Some(kind) => Ok(Some(kind)),
            None => folder.look(Path::new(&entry.name)).map(|found| found.map(|found| found.kind)),
        };
        let found = match looked {
            Ok(Some(Kind::Folder)) => {
                match folder.folder(Path::new(&entry.name)) {
                    Ok(inner) => return self.folder(&inner, &path),
                    Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                        // Kept as it is, whatever it holds.
                        let obstacles = vec![(path.clone(), Obstacle::Unreadable)];
                        return Ok(Parts { obstacles, ..Parts::foreign(path, Kind::Folder) });
                    }
                    Err(error) => Err(error),
                }
            }
            Ok(Some(kind)) => self.file(folder, &path, Path::new(&entry.name), kind),
            Ok(None) => Ok(Parts::default()),
            Err(error) => Err(error),
        };
        match found {
            // It went away since the folder was listed; then there is nothing to keep.
            Err(error) if is_absent(&error) => Ok(Parts::default()),
            found => found.map_err(|error| (path, error)),
        }
    }

    fn file(&self, folder: &Dir, path: &Path, name: &Path, kind: Kind) -> io::Result<Parts> {
        let record = path.to_str().and_then(|path| self.manifest.files.get_key_value(path));
        let Some((path_of_ours, record)) = record.filter(|_| kind == Kind::File) else {
            return Ok(Parts::foreign(path.to_owned(), kind));
        };
        let Some(status) = folder.look(name)? else { return Ok(Parts::default()) };
        let edited = match self.verify {
            false => !record.answers_to(folder, name, &status)?,
            true => status.length != record.length || disk::hash_of(folder.read(name)?)? != record.hash,
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
            ours: vec![(path_of_ours.clone(), Ours { status, edited })],
            obstacles: obstacle.map(|obstacle| (path.to_owned(), obstacle)).into_iter().collect(),
            ..Parts::default()
        })
    }
}
