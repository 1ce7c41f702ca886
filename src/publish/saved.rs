//! Moves files of people aside before they are replaced: pages that were edited in the target, and foreign files at the path
//! of a page. They go to a private folder, and a note says where.

use std::ffi::OsString;
use std::fs::{File, FileTimes};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::dir::{Cause, Dir, is};
use super::disk::{PRIVATE, list};
use super::state::{SAVED, State};
use super::target::Target;
use crate::system::FileKind;

/// Number of builds whose edited pages are kept; those of older builds are removed. Files that Firstflight did not write are
/// never removed.
const BUILDS: usize = 32;
/// Suffix of folders with files that Firstflight did not write.
const FOREIGN: &str = "-adopted";

/// Why something is moved aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MoveReason {
    /// We wrote it, and somebody edited it.
    Edited,
    /// Somebody else wrote it.
    Foreign,
}

/// The files that one build moves aside.
pub(super) struct Saved<'s> {
    state: Option<&'s State>,
    /// The number of the current folder, and the folder `saved`.
    folder: Option<(u64, Dir)>,
    /// The paths that were moved, why, and the number of the folder.
    taken: Vec<(PathBuf, MoveReason, u64)>,
}

impl<'s> Saved<'s> {
    /// Nothing has been moved yet. Without a state folder nothing can be.
    pub(super) fn new(state: Option<&'s State>) -> Self {
        Self { state, folder: None, taken: Vec::new() }
    }

    /// Moves the entry `name` of `holder` aside. It is recorded as the file `path` of the target.
    pub(super) fn take(&mut self, holder: &Dir, name: &Path, path: &Path, reason: MoveReason) -> io::Result<()> {
        let Some(state) = self.state else {
            return Err(io::Error::new(ErrorKind::Unsupported, "there is no state folder to keep it in"));
        };
        if self.folder.is_none() {
            let saved = open(state)?;
            let last = numbers(&saved)?.into_iter().map(|(number, _)| number).max();
            self.folder = Some((last.unwrap_or(0) + 1, saved));
        }
        let Some((number, saved)) = &mut self.folder else { return Err(ErrorKind::NotFound.into()) };
        let last = Path::new(path.file_name().ok_or(ErrorKind::InvalidInput)?);
        for _ in 0..100 {
            let own = saved.make_folders(Path::new(&name_of(*number, reason)), PRIVATE)?;
            saved.hand_over_new(&own)?;
            let into = own.make_folders(path.parent().unwrap_or(Path::new("")), PRIVATE)?;
            match move_across(holder, name, &into, last) {
                // A killed build left something with this name; the next folder is used.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => *number += 1,
                Err(error) => return Err(error),
                Ok(()) => {
                    self.taken.push((path.to_owned(), reason, *number));
                    return Ok(());
                }
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The notes that report what was moved aside.
    pub(super) fn notes(mut self, target: &Target) -> Vec<String> {
        let (Some(state), Some((_, saved))) = (self.state, &self.folder) else { return Vec::new() };
        self.taken.sort_by(|a, b| (a.2, &a.0).cmp(&(b.2, &b.0)));
        let mut notes = Vec::new();
        for group in self.taken.chunk_by(|a, b| a.2 == b.2) {
            for (reason, one, many) in [
                (
                    MoveReason::Edited,
                    "has changed since Firstflight wrote it",
                    "have changed since Firstflight wrote them",
                ),
                (
                    MoveReason::Foreign,
                    "was not written by Firstflight and was in the way",
                    "were not written by Firstflight and were in the way",
                ),
            ] {
                let taken: Vec<_> = group.iter().filter(|(_, why, _)| *why == reason).collect();
                let [(_, _, number), ..] = taken[..] else { continue };
                let names: Vec<_> = taken.iter().map(|(path, ..)| target.name_of(path)).collect();
                let (what, it) = if names.len() == 1 { (one, "it is") } else { (many, "they are") };
                let folder = state.shown.join(SAVED).join(name_of(*number, reason));
                notes.push(format!("{} {what}; {it} now in {}", list(&names), folder.display()));
            }
        }
        match remove_oldest(saved) {
            Ok(0) => {}
            Ok(removed) => {
                let builds =
                    if removed == 1 { "1 earlier build".to_owned() } else { format!("{removed} earlier builds") };
                notes.push(format!(
                    "edited pages of {builds} were removed from {}, which keeps those of the last {BUILDS}",
                    state.shown.join(SAVED).display()
                ));
            }
            Err(error) => notes.push(state.cannot("clear", SAVED, &error).to_string()),
        }
        notes
    }
}

fn name_of(number: u64, reason: MoveReason) -> String {
    match reason {
        MoveReason::Edited => number.to_string(),
        MoveReason::Foreign => format!("{number}{FOREIGN}"),
    }
}

fn open(state: &State) -> io::Result<Dir> {
    let path = Path::new(SAVED);
    let enter = || {
        let saved = state.dir.make_folders(path, PRIVATE)?;
        saved.set_own_mode(PRIVATE)?;
        state.dir.hand_over_new(&saved)?;
        Ok(saved)
    };
    match enter() {
        // It is not a folder, or it belongs to somebody else.
        Err(_) if state.dir.status_of(path)?.is_some() => {
            state.dir.set_aside(path.as_os_str())?;
            enter()
        }
        saved => saved,
    }
}

/// The numbers and names of the folders of builds.
fn numbers(saved: &Dir) -> io::Result<Vec<(u64, OsString)>> {
    let number = |name: OsString| {
        let text = name.to_str()?;
        // Numbers that no build can have reached are not ours.
        let number: u32 = text.strip_suffix(FOREIGN).unwrap_or(text).parse().ok()?;
        (number < u32::MAX / 2).then_some((u64::from(number), name))
    };
    Ok(saved.list()?.into_iter().filter_map(|entry| number(entry.name)).collect())
}

fn remove_oldest(saved: &Dir) -> io::Result<usize> {
    let is_edited = |name: &OsString| name.to_str().is_some_and(|name| !name.ends_with(FOREIGN));
    let mut edited: Vec<_> = numbers(saved)?.into_iter().filter(|(_, name)| is_edited(name)).collect();
    edited.sort();
    let old = edited.len().saturating_sub(BUILDS);
    for (_, name) in &edited[..old] {
        saved.remove_tree(Path::new(name))?;
    }
    Ok(old)
}

/// Moves a file, link or folder, also to another file system.
fn move_across(holder: &Dir, name: &Path, to: &Dir, new: &Path) -> io::Result<()> {
    match holder.rename_to_free(name, to, new) {
        Err(error) if is(&error, Cause::OtherDevice) => carry(holder, name, to, new),
        done => done,
    }
}

/// Copies a file, link or folder with its mode and times, and removes the original.
fn carry(holder: &Dir, name: &Path, to: &Dir, new: &Path) -> io::Result<()> {
    let found = holder.status_of(name)?.ok_or(ErrorKind::NotFound)?;
    match found.kind {
        FileKind::File => {
            let (mut from, mut file) = (holder.read(name)?, to.create(new, 0o600)?);
            io::copy(&mut from, &mut file)?;
            keep_mode_and_times(&file, &from)?;
            file.sync_all()?;
            holder.remove_file(name)
        }
        FileKind::Symlink => {
            holder.copy_link(name, to, new)?;
            holder.remove_file(name)
        }
        FileKind::Folder => {
            to.make_folder(new, PRIVATE)?;
            let (from, into) = (holder.folder(name)?, to.folder(new)?);
            from.list()?.iter().try_for_each(|entry| {
                let name = Path::new(&entry.name);
                carry(&from, name, &into, name)
            })?;
            into.set_own_mode(found.mode)?;
            holder.remove_folder(name)
        }
        FileKind::Special => Err(io::Error::new(ErrorKind::Unsupported, "a device, pipe or socket cannot be copied")),
    }
}

/// Sets the mode and times of a copy to those of the original.
pub(super) fn keep_mode_and_times(copy: &File, from: &File) -> io::Result<()> {
    let found = from.metadata()?;
    copy.set_times(FileTimes::new().set_modified(found.modified()?).set_accessed(found.accessed()?))?;
    copy.set_permissions(found.permissions())
}
