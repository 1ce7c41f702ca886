//! The state folder: manifest, lock and stage. It is not trusted more than other input, because it may come from a cloned
//! repository or another user. No link in it is followed, and entries that are not as we create them are set aside and named
//! in a note.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::report::Failure;
use crate::system::{FileKind, Status, status_of_file};

use super::dir::Dir;
use super::disk::{self, LOCKED, plainly};
use super::manifest::Manifest;
use super::place::StatePlace;
use super::target::{Target, add_help};

/// The lock file of a running build. It contains the process ID.
pub(super) const LOCK: &str = "lock";
/// Keeps the state folder out of version control.
pub(super) const IGNORE: &str = ".gitignore";
/// The manifest of the target.
pub(super) const MANIFEST: &str = "manifest";
/// The manifest of the tree that is about to become the target.
pub(super) const NEXT: &str = "next";
/// The new tree before the exchange, the old one after it.
pub(super) const STAGE: &str = "stage";
/// Exists while the stage is being filled. Without it, a stage that `next` does not describe is never deleted: it may be the
/// old tree, with files of other people.
pub(super) const FILLING: &str = "filling";
/// Files of people that were replaced.
pub(super) const SAVED: &str = "saved";
/// The manifest for programs, with SHA-256; see `describe`.
pub(super) const DESCRIPTION: &str = "files.json";
pub(super) const DESCRIPTION_DRAFT: &str = "files.json.draft";
/// The path of the target that a state folder given with `--state` belongs to.
pub(super) const TARGET: &str = "target";
pub(super) const TARGET_DRAFT: &str = "target.draft";
/// Files that are being written.
pub(super) const DRAFTS: [&str; 4] = ["manifest.draft", "next.draft", TARGET_DRAFT, DESCRIPTION_DRAFT];

/// Maximum length of a lock file in bytes: a process ID and a line end.
const LONGEST_LOCK: u64 = 32;

/// The state folder of a target, locked until this is dropped or the process ends.
#[derive(Debug)]
pub(super) struct State {
    pub(super) dir: Dir,
    /// As messages name it.
    pub(super) shown: PathBuf,
    lock: File,
    place: Option<StatePlace>,
    /// Whether the last write is flushed to disk.
    sync: bool,
}

impl Drop for State {
    /// Releases the locks themselves: closing the files is not enough where another thread is just starting a process,
    /// which holds a copy of them for a moment.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
        self.dir.unlock();
    }
}

/// Why a state folder is not used.
pub(super) enum StateError {
    /// Another build holds its lock.
    Busy(Failure),
    /// It cannot be used.
    Unusable(io::Error),
}

impl From<io::Error> for StateError {
    fn from(error: io::Error) -> Self {
        Self::Unusable(error)
    }
}

impl State {
    /// Takes the lock of a state folder, and sets aside what is in the way of its files.
    pub(super) fn lock(
        dir: Dir,
        shown: PathBuf,
        target: &Target,
        sync: bool,
        notes: &mut Vec<String>,
    ) -> Result<Self, StateError> {
        // The folder itself, too: a lock file may be deleted by hand while its holder still works.
        let is_held = !dir.try_lock();
        keep_regular(&dir, &shown, LOCK, Some(LONGEST_LOCK), notes)?;
        let mut lock = match open_lock(&dir) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                set_aside(&dir, &shown, LOCK, "this user may not open it", notes)?;
                open_lock(&dir)?
            }
            lock => lock?,
        };
        match lock.try_lock() {
            Ok(()) if !is_held => {}
            Ok(()) | Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Without the process ID the message still says what to do.
                let _ = Read::by_ref(&mut lock).take(LONGEST_LOCK).read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => String::new(),
                    process => format!(" (process {process})"),
                };
                return Err(StateError::Busy(target.busy(&holder)));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        lock.set_len(0)?;
        lock.rewind()?;
        writeln!(lock, "{}", std::process::id())?;
        let state = Self { dir, shown, lock, place: None, sync };
        for name in [MANIFEST, NEXT, FILLING, DESCRIPTION].into_iter().chain(DRAFTS) {
            keep_regular(&state.dir, &state.shown, name, None, notes)?;
        }
        if let Some(found) = state.dir.status_of(Path::new(SAVED))? {
            refuse_locked(SAVED, &found)?;
        }
        state.ignore_in_version_control(notes)?;
        Ok(state)
    }

    /// Records where it is.
    pub(super) fn at(mut self, place: StatePlace) -> Self {
        self.place = Some(place);
        self
    }

    /// Whether it was given with `--state`.
    pub(super) fn is_named(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.is_named)
    }

    /// Undoes its creation after a build that failed.
    pub(super) fn remove_new(&self) {
        if let Some(place) = &self.place {
            place.remove_new();
        }
    }

    /// Keeps the state folder out of version control, from inside.
    fn ignore_in_version_control(&self, notes: &mut Vec<String>) -> io::Result<()> {
        if self.dir.status_of(Path::new(IGNORE))?.is_some_and(|found| found.kind == FileKind::File) {
            return Ok(());
        }
        keep_regular(&self.dir, &self.shown, IGNORE, None, notes)?;
        match self.dir.create(Path::new(IGNORE), 0o600) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            file => {
                let mut file = file?;
                self.dir.hand_over(&file)?;
                file.write_all(b"*\n")
            }
        }
    }

    /// Reads a manifest. If it is invalid or this user may not read it, it is set aside, and the returned flag is true.
    ///
    /// # Errors
    ///
    /// It cannot be read although it may be valid, as on a disk with errors. Without it, files of earlier builds would stay.
    pub(super) fn read(&self, name: &str, notes: &mut Vec<String>) -> Result<(Option<Manifest>, bool), Failure> {
        match Manifest::read(&self.dir, name) {
            Ok(manifest) => Ok((manifest, false)),
            // Only an error of the system has a number; the others say that it is not one of ours.
            Err(error) if error.raw_os_error().is_some() && error.kind() != ErrorKind::PermissionDenied => {
                let help = "build again; if that fails too, delete this file; then files of earlier builds stay";
                Err(add_help(self.cannot("read", name, &error), help.into()))
            }
            Err(error) => {
                set_aside(&self.dir, &self.shown, name, &plainly(&error), notes)
                    .map_err(|error| self.cannot("set aside", name, &error))?;
                Ok((None, true))
            }
        }
    }

    /// Writes a manifest.
    pub(super) fn write(&self, name: &str, manifest: &Manifest) -> Result<(), Failure> {
        // The manifest of the next tree is flushed to disk together with the tree.
        let is_last = self.sync && name == MANIFEST;
        let written = manifest.write(&self.dir, name, is_last).and_then(|()| match is_last {
            true => self.dir.flush_entries(),
            false => Ok(()),
        });
        written.map_err(|error| self.cannot("write", name, &error))
    }

    /// Creates the marker that the stage is being filled.
    pub(super) fn mark_filling(&self) -> Result<(), Failure> {
        self.remove(FILLING)?;
        let made = self.dir.create(Path::new(FILLING), 0o600).and_then(|file| self.dir.hand_over(&file));
        made.map_err(|error| self.cannot("write", FILLING, &error))
    }

    /// Whether the last build ended while it filled the stage.
    pub(super) fn was_filling(&self) -> bool {
        self.dir
            .status_of(Path::new(FILLING))
            .is_ok_and(|found| found.is_some_and(|found| found.kind == FileKind::File))
    }

    /// Makes `next` the manifest of the target.
    pub(super) fn settle_next(&self) -> Result<(), Failure> {
        let renamed = self.dir.rename(Path::new(NEXT), &self.dir, Path::new(MANIFEST));
        renamed.map_err(|error| self.cannot("write", MANIFEST, &error))
    }

    /// Sets aside an entry that describes nothing that exists.
    pub(super) fn set_aside(&self, name: &str, why: &str, notes: &mut Vec<String>) -> Result<(), Failure> {
        set_aside(&self.dir, &self.shown, name, why, notes).map_err(|error| self.cannot("set aside", name, &error))
    }

    /// Removes a file of the state, which may be gone already.
    pub(super) fn remove(&self, name: &str) -> Result<(), Failure> {
        self.dir.remove_file(Path::new(name)).map_err(|error| self.cannot("remove", name, &error))
    }

    /// Removes a stage that a killed build left. Anything else with its name, or a stage that cannot be removed, is set aside.
    /// Returns the reason if the name cannot be freed.
    pub(super) fn clear_stage(&self, notes: &mut Vec<String>) -> Option<String> {
        let path = Path::new(STAGE);
        let why = match self.dir.status_of(path) {
            Ok(None) => return None,
            Ok(Some(found)) if found.kind != FileKind::Folder => "it is not a folder".to_owned(),
            Ok(Some(found)) if found.is_mounted => "something is mounted there".to_owned(),
            Ok(Some(_)) => match self.dir.remove_tree(path) {
                Ok(()) => return None,
                Err(error) => format!("it could not be removed: {}", plainly(&error)),
            },
            Err(error) => plainly(&error),
        };
        let blocked = format!("{} cannot be used: {why}", self.shown.join(STAGE).display());
        set_aside(&self.dir, &self.shown, STAGE, &why, notes).err().map(|_| blocked)
    }

    /// Sets the stage aside with everything in it. If that is not possible it stays, and this build is published in place.
    pub(super) fn set_stage_aside(&self, why: &str, notes: &mut Vec<String>) {
        if let Err(error) = set_aside(&self.dir, &self.shown, STAGE, why, notes) {
            notes.push(format!("{} (because {why})", self.cannot("set aside", STAGE, &error)));
        }
    }

    pub(super) fn cannot(&self, doing: &str, name: &str, error: &io::Error) -> Failure {
        disk::cannot(doing, self.shown.join(name).display(), error)
    }
}

/// Sets an entry of the state folder aside unless it is a regular file or does not exist. A file that is overwritten in place
/// has a maximum length, `longest`, and must have no other hard links, which would change with it.
pub(super) fn keep_regular(
    dir: &Dir,
    shown: &Path,
    name: &str,
    longest: Option<u64>,
    notes: &mut Vec<String>,
) -> io::Result<()> {
    let Some(found) = dir.status_of(Path::new(name))? else { return Ok(()) };
    refuse_locked(name, &found)?;
    let why = match found.kind {
        FileKind::File if longest.is_some() && found.names > 1 => "it has another hard link",
        FileKind::File if longest.is_some_and(|longest| found.length > longest) => "it is too long",
        FileKind::File if found.is_mounted => "something is mounted there",
        FileKind::File => return Ok(()),
        FileKind::Symlink => "it is a symbolic link",
        FileKind::Special => "it is a device, pipe or socket",
        FileKind::Folder => "it is a folder",
    };
    set_aside(dir, shown, name, why, notes).map_err(|error| {
        io::Error::other(format!(
            "`{name}` in it cannot be used: {why}, and cannot be moved aside: {}",
            plainly(&error)
        ))
    })
}

/// Fails if an entry is immutable or append-only, before anything is written, so that another place can be used.
fn refuse_locked(name: &str, found: &Status) -> io::Result<()> {
    match found.is_locked {
        true => Err(io::Error::other(format!("`{name}` in it is {LOCKED}"))),
        false => Ok(()),
    }
}

fn set_aside(dir: &Dir, shown: &Path, name: &str, why: &str, notes: &mut Vec<String>) -> io::Result<()> {
    let aside = dir.set_aside(name.as_ref())?;
    let aside = aside.to_string_lossy();
    notes.push(format!("{} was set aside as {aside}, because {why}", shown.join(name).display()));
    Ok(())
}

/// Opens the lock file, and makes sure that it is a regular file without other hard links.
fn open_lock(dir: &Dir) -> io::Result<File> {
    let (file, is_new) = dir.open_or_create(LOCK, 0o600)?;
    if is_new {
        dir.hand_over(&file)?;
    }
    let found = status_of_file(&file)?;
    // It will be truncated, so it must be as short as our lock files are.
    match found.kind == FileKind::File && found.names <= 1 && found.length <= LONGEST_LOCK {
        true => Ok(file),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
    }
}
