//! Fills the stage: the complete new tree, created in the state folder, in parallel. Until it is exchanged only this user can
//! enter it, so that private folders are never exposed.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::Path;

use rayon::prelude::*;

use crate::report::Failure;
use crate::system::{FileKind, copy_attributes, copy_owner_and_times, user};

use super::dir::{Cause, Dir, is, is_absent};
use super::disk::{self, FOLDER_MODE, PRIVATE, plainly};
use super::manifest::{Manifest, Tree};
use super::plan::{Item, Plan, Step};
use super::state::{STAGE, State};
use super::target::Target;
use super::types::FileRecord;

/// Why there is no stage.
pub(super) enum StageError {
    /// The stage cannot be written.
    Failure(Failure),
    /// Something foreign would not be the same in it. Says what, and why.
    Unfaithful(String),
}

impl From<Failure> for StageError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// One folder of the new tree and its direct contents.
#[derive(Default)]
struct Folder<'p> {
    items: Vec<usize>,
    foreign: Vec<&'p Path>,
    /// Whether it contains something foreign, so that it must match the one in the target.
    is_foreign: bool,
}

struct Stage<'p> {
    target: &'p Target,
    plan: &'p Plan<'p>,
    folder: Dir,
    /// Whether the umask reduces the mode of new folders.
    masked: bool,
    owner: Option<(u32, u32)>,
}

/// Creates and fills the stage. Returns its manifest.
pub(super) fn fill(target: &Target, state: &State, plan: &Plan) -> Result<Manifest, StageError> {
    let cannot = |error: io::Error| state.cannot("create", STAGE, &error);
    state.dir.make_folder(Path::new(STAGE), PRIVATE).map_err(cannot)?;
    let folder = state.dir.folder(Path::new(STAGE)).map_err(cannot)?;
    folder.set_own_mode(PRIVATE).map_err(cannot)?;
    let masked = disk::has_umask(&folder).map_err(cannot)?;
    let stage = Stage { target, plan, folder, masked, owner: target.owner() };
    if let Some(from) = &target.folder {
        copy_attributes(from, &stage.folder).map_err(|error| stage.unfaithful(Path::new(""), &error))?;
    }
    let folders = folders(plan);
    let mut levels: Vec<Vec<(&OsStr, &Folder)>> = Vec::new();
    for (&path, folder) in &folders {
        let depth = match path.as_encoded_bytes() {
            [] => 0,
            bytes => 1 + bytes.iter().filter(|&&byte| byte == b'/').count(),
        };
        if levels.len() <= depth {
            levels.resize_with(depth + 1, Vec::new);
        }
        levels[depth].push((path, folder));
    }
    let mut records: Vec<Option<FileRecord>> = vec![None; plan.items.len()];
    for level in &levels {
        let done = level.par_iter().map(|(path, folder)| stage.folder(Path::new(path), folder));
        for (index, record) in done.collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            records[index] = Some(record);
        }
    }
    // Filling a folder changes its time, and a read-only folder cannot be filled, so the deepest come first.
    for (path, _) in folders.iter().rev().filter(|(_, folder)| folder.is_foreign) {
        stage.finish(Path::new(path))?;
    }
    let files = plan.items.iter().zip(records).filter_map(|(item, record)| Some((item.path.to_string(), record?)));
    Ok(Manifest { files: files.collect(), tree: Tree::from_folder(Some(&stage.folder)) })
}

/// Copies owner, mode and times of the target to the stage itself. Afterwards others may enter it, once it has replaced the
/// target.
pub(super) fn open_to_others(target: &Target, state: &State) -> Result<(), StageError> {
    let cannot = |error: io::Error| state.cannot("create", STAGE, &error);
    let stage = state.dir.folder(Path::new(STAGE)).map_err(cannot)?;
    match &target.folder {
        Some(from) => {
            copy_owner_and_times(from, &stage).map_err(|error| StageError::Unfaithful(unfaithful(target, "", &error)))
        }
        None => {
            if let Some(owner) = target.owner() {
                stage.give(owner).map_err(cannot)?;
            }
            Ok(stage.set_own_mode(FOLDER_MODE).map_err(cannot)?)
        }
    }
}

fn unfaithful(target: &Target, path: impl AsRef<Path>, error: &io::Error) -> String {
    format!("{} would lose its owner, permissions or attributes: {}", target.name_of(path), plainly(error))
}

/// Every folder of the new tree; parents sort before their contents.
fn folders<'p>(plan: &'p Plan) -> BTreeMap<&'p OsStr, Folder<'p>> {
    let mut folders: BTreeMap<&OsStr, Folder> = BTreeMap::new();
    folders.insert(OsStr::new(""), Folder::default());
    for (index, item) in plan.items.iter().enumerate() {
        folder_of(&mut folders, OsStr::new(&*item.path)).items.push(index);
    }
    for thing in &plan.foreign {
        let holder = folder_of(&mut folders, thing.path.as_os_str());
        match thing.kind {
            FileKind::Folder => folders.entry(thing.path.as_os_str()).or_default().is_foreign = true,
            _ => holder.foreign.push(&thing.path),
        }
    }
    folders
}

/// The entry of the folder that contains `path`. It and those above it are added if they are missing.
fn folder_of<'p, 'm>(folders: &'m mut BTreeMap<&'p OsStr, Folder<'p>>, path: &'p OsStr) -> &'m mut Folder<'p> {
    let parent = parent(path);
    let mut above = parent;
    while !folders.contains_key(above) {
        folders.insert(above, Folder::default());
        above = self::parent(above);
    }
    folders.entry(parent).or_default()
}

fn parent(path: &OsStr) -> &OsStr {
    match path.to_str() {
        // Much faster than reading the components, and the same: these paths have only plain ones.
        Some(text) => OsStr::new(&text[..memchr::memrchr(b'/', text.as_bytes()).unwrap_or(0)]),
        None => Path::new(path).parent().unwrap_or(Path::new("")).as_os_str(),
    }
}

impl Stage<'_> {
    fn folder(&self, path: &Path, folder: &Folder) -> Result<Vec<(usize, FileRecord)>, StageError> {
        if !path.as_os_str().is_empty() {
            self.make(path, folder.is_foreign)?;
        }
        let is_kept = |&index: &usize| matches!(self.plan.items[index].step, Step::Keep(_));
        let from = match folder.items.iter().any(is_kept) || !folder.foreign.is_empty() {
            true => self.from(path)?,
            false => None,
        };
        let item = |&index: &usize| Ok((index, self.item(from.as_ref(), &self.plan.items[index])?));
        // Most folders contain one page; only a large one is worth a second thread.
        let records = match folder.items.len() {
            0..64 => folder.items.iter().map(item).collect::<Result<Vec<_>, StageError>>()?,
            _ => folder.items.par_iter().with_min_len(16).map(item).collect::<Result<Vec<_>, StageError>>()?,
        };
        folder.foreign.par_iter().with_min_len(16).try_for_each(|path| match self.link(from.as_ref(), path) {
            // It was removed in the meantime.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) if error.kind() == ErrorKind::StorageFull => Err(self.cannot("keep", path, &error).into()),
            // A copy would have another owner, other times and no other hard links.
            Err(error) => Err(self.cannot_link(path, &error)),
            Ok(()) => Ok(()),
        })?;
        Ok(records)
    }

    /// Creates a folder. One with foreign contents is private until `finish` makes it match the one in the target.
    fn make(&self, path: &Path, is_foreign: bool) -> Result<(), StageError> {
        let cannot = |error: io::Error| StageError::from(self.cannot("create", path, &error));
        if !is_foreign {
            self.folder.make_folder_in_own(path, FOLDER_MODE).map_err(cannot)?;
            // Inherited access lists may also reduce the mode.
            if self.masked {
                self.folder.set_mode(path, FOLDER_MODE).map_err(cannot)?;
            }
            return match self.owner {
                Some(owner) => self.folder.folder(path).and_then(|made| made.give(owner)).map_err(cannot),
                None => Ok(()),
            };
        }
        self.folder.make_folder_in_own(path, PRIVATE).map_err(cannot)?;
        let made = self.folder.folder(path).map_err(cannot)?;
        match self.from(path)? {
            Some(from) => copy_attributes(&from, &made).map_err(|error| self.unfaithful(path, &error)),
            None => Ok(()),
        }
    }

    fn item(&self, from: Option<&Dir>, item: &Item) -> Result<FileRecord, StageError> {
        let path = Path::new(&*item.path);
        let hash = match item.step {
            Step::Write(hash) => hash,
            Step::Keep(record) => match self.link(from, path) {
                Ok(()) => return Ok(record),
                Err(error) if error.kind() == ErrorKind::NotFound => Some(record.hash),
                Err(error) if error.kind() == ErrorKind::StorageFull => {
                    return Err(self.cannot("keep", path, &error).into());
                }
                // The file system has no hard links. A copy is not possible: `sweep` expects kept files to be in both trees.
                Err(error) => return Err(self.cannot_link(path, &error)),
            },
        };
        let written = disk::write_new(&self.folder, path, item.source, hash, self.owner);
        Ok(written.map_err(|error| error.failure(item.source, self.target.name_of(path)))?)
    }

    fn link(&self, from: Option<&Dir>, path: &Path) -> io::Result<()> {
        let name = path.file_name().ok_or(ErrorKind::NotFound)?;
        from.ok_or(ErrorKind::NotFound)?.link_into_own(Path::new(name), &self.folder, path)
    }

    /// Says why a file has no hard link in the stage.
    fn cannot_link(&self, path: &Path, error: &io::Error) -> StageError {
        let found = self.target.folder.as_ref().and_then(|folder| folder.status_of(path).ok().flatten());
        let is_of_other = found.is_some_and(|found| found.owner != user());
        let why = match () {
            () if is(error, Cause::NotPermitted) && is_of_other => {
                "belongs to another user, and this system lets a user link only own files".to_owned()
            }
            () if is(error, Cause::NotPermitted) || is(error, Cause::Unsupported) => {
                "cannot be in both folders: this file system has no hard links".to_owned()
            }
            () if is(error, Cause::TooManyLinks) => "has as many hard links as this file system allows".to_owned(),
            () if is(error, Cause::OtherDevice) => "is on another file system".to_owned(),
            () => format!("cannot have another hard link: {}", plainly(error)),
        };
        StageError::Unfaithful(format!("{} {why}", self.target.name_of(path)))
    }

    /// Copies owner, mode and times of the folder in the target to a folder with foreign contents.
    fn finish(&self, path: &Path) -> Result<(), StageError> {
        let made = self.folder.folder(path).map_err(|error| self.cannot("keep", path, &error))?;
        match self.from(path)? {
            Some(from) => copy_owner_and_times(&from, &made).map_err(|error| self.unfaithful(path, &error)),
            // It was removed in the meantime, but the new folder may contain pages.
            None => Ok(made.set_own_mode(FOLDER_MODE).map_err(|error| self.cannot("create", path, &error))?),
        }
    }

    /// The folder of the target at this path; `None` if it was removed after the scan.
    fn from(&self, path: &Path) -> Result<Option<Dir>, StageError> {
        match self.target.folder.as_ref().map(|target| target.folder(path)) {
            None => Ok(None),
            Some(Err(error)) if is_absent(&error) => Ok(None),
            Some(opened) => opened.map(Some).map_err(|error| self.unfaithful(path, &error)),
        }
    }

    fn unfaithful(&self, path: &Path, error: &io::Error) -> StageError {
        match error.kind() {
            ErrorKind::StorageFull => self.cannot("keep", path, error).into(),
            _ => StageError::Unfaithful(unfaithful(self.target, path, error)),
        }
    }

    fn cannot(&self, doing: &str, path: &Path, error: &io::Error) -> Failure {
        disk::cannot(doing, self.target.name_of(path), error)
    }
}
