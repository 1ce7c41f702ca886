//! The state folder: manifest, lock and stage. It is not trusted more than any other input. A cloned repository or another
//! user may have prepared it, so that nothing in it is followed, and whatever is not as we make it is set aside and named.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use crate::report::Failure;

use super::Options;
use super::dir::Dir;
use super::disk::{self, plainly};
use super::manifest::{DRAFT, Manifest};
use super::place::StatePlace;
use super::status::{Kind, Status};
use super::target::Target;

/// Held while a build publishes; holds the number of its process.
pub(super) const LOCK: &str = "lock";
/// Keeps the state folder out of version control.
const IGNORE: &str = ".gitignore";
/// What we wrote into the target.
pub(super) const MANIFEST: &str = "manifest";
/// What the tree holds that is about to become the target.
pub(super) const NEXT: &str = "next";
/// The new tree before the exchange, the old one after it.
pub(super) const STAGE: &str = "stage";
/// Stands while the stage is being filled. A stage without it is never deleted unless `next` says what it is: it may be the
/// old tree, with files of other people in it.
pub(super) const FILLING: &str = "filling";
/// Files of people that had to give way.
pub(super) const SAVED: &str = "saved";

/// Bytes of a lock file: a process number and a line end.
const LONGEST_LOCK: u64 = 32;

/// The state folder of a target. The lock is held as long as this lives, and goes with the process.
#[derive(Debug)]
pub(super) struct State {
    pub(super) dir: Dir,
    /// As messages name it.
    pub(super) shown: PathBuf,
    lock: File,
    /// Whether what is written last waits until it is on the disk.
    sync: bool,
}

impl Drop for State {
    /// Lets go of the locks themselves: closing the files is not enough where another thread is just starting a process,
    /// which holds a copy of them for a moment.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
        let _ = rustix::fs::flock(self.dir.fd(), FlockOperation::Unlock);
    }
}

/// Why a state folder was not taken.
enum Trouble {
    /// Another build holds its lock.
    Busy(Failure),
    /// It cannot be used.
    Unusable(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Unusable(error)
    }
}

impl State {
    /// Finds or makes the state folder and takes the lock. `None` if there is no place for one; `notes` say what was set
    /// aside, or why there is none.
    pub(super) fn claim(target: &Target, options: &Options, notes: &mut Vec<String>) -> Result<Option<Self>, Failure> {
        if let Some(typed) = options.state {
            let cannot = |error: io::Error| {
                disk::cannot("use", typed.display(), &error).help(
                    "give `--state` a folder of its own that belongs to this user, or one that does not exist yet",
                )
            };
            target.refuse_state(typed, options.sources).map_err(cannot)?;
            let place = StatePlace::typed(typed).map_err(cannot)?;
            let dir = place.open(&target.trusted, true, notes).map_err(cannot)?;
            let dir = dir.ok_or_else(|| cannot(ErrorKind::NotFound.into()))?;
            return Self::lock(dir, place.shown, target, options.sync, notes).map(Some).map_err(
                |trouble| match trouble {
                    Trouble::Busy(failure) => failure,
                    Trouble::Unusable(error) => cannot(error),
                },
            );
        }
        let beside = StatePlace::beside(target);
        let at_home =
            |may_make| options.home.and_then(|home| StatePlace::at_home(home, target, options.sources, may_make).ok());
        let mut reason = String::new();
        // Where there is one already it stays: without its manifest our own files would look foreign.
        for (is_beside, may_make) in [(true, false), (false, false), (true, true), (false, true)] {
            let home = if is_beside { None } else { at_home(may_make) };
            let place = if is_beside { Some(&beside) } else { home.as_ref() };
            let Some(place) = place else { continue };
            let opened = place.open(&target.trusted, may_make, notes).and_then(|dir| match dir {
                Some(dir) => dir.may_change().map(|()| Some(dir)),
                None => Ok(None),
            });
            let trouble = match opened {
                Ok(Some(dir)) => match Self::lock(dir, place.shown.clone(), target, options.sync, notes) {
                    Ok(state) => {
                        // What the other one knows is not known here.
                        if !is_beside && target.parent.look(Path::new(&beside.name)).is_ok_and(|found| found.is_some())
                        {
                            notes.push(format!("the state of this site is in {}{reason}", state.shown.display()));
                        }
                        notes.dedup();
                        return Ok(Some(state));
                    }
                    Err(Trouble::Busy(failure)) => return Err(failure),
                    Err(Trouble::Unusable(error)) => error,
                },
                Ok(None) => continue,
                Err(error) => error,
            };
            reason = format!(" ({}: {})", place.shown.display(), plainly(&trouble));
        }
        notes.push(format!(
            "no state folder is available for this site{reason}, so nothing was removed from {}; name one with \
             `--state DIR`",
            target.shown
        ));
        notes.dedup();
        Ok(None)
    }

    fn lock(dir: Dir, shown: PathBuf, target: &Target, sync: bool, notes: &mut Vec<String>) -> Result<Self, Trouble> {
        // The folder itself, too: a lock file may be deleted by hand while its holder still works.
        let held = match rustix::fs::flock(dir.fd(), FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => true,
            // Network file systems lock no folders.
            _ => false,
        };
        keep_regular(&dir, &shown, LOCK, Some(LONGEST_LOCK), notes)?;
        let mut lock = match open_lock(&dir) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                set_aside(&dir, &shown, LOCK, "this user may not open it", notes)?;
                open_lock(&dir)?
            }
            lock => lock?,
        };
        match lock.try_lock() {
            Ok(()) if !held => {}
            Ok(()) | Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The number is a courtesy; without it the message still says what to do.
                let _ = Read::by_ref(&mut lock).take(LONGEST_LOCK).read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => String::new(),
                    process => format!(" (process {process})"),
                };
                let failure = Failure::new(format!("another build is publishing to {}{holder}", target.shown));
                return Err(Trouble::Busy(
                    failure.help("wait until it has finished, or stop it; either releases the lock"),
                ));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        lock.set_len(0)?;
        lock.rewind()?;
        writeln!(lock, "{}", std::process::id())?;
        let state = Self { dir, shown, lock, sync };
        for name in [MANIFEST, NEXT].map(|name| format!("{name}{DRAFT}")).into_iter().chain([FILLING.to_owned()]) {
            keep_regular(&state.dir, &state.shown, &name, None, notes)?;
        }
        state.ignore_in_version_control(notes)?;
        Ok(state)
    }

    /// Keeps the state folder out of version control, from inside.
    fn ignore_in_version_control(&self, notes: &mut Vec<String>) -> io::Result<()> {
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

    /// Reads a manifest. One that cannot be read, or that nobody understands, is set aside; `is_lost` says so.
    pub(super) fn read(&self, name: &str, notes: &mut Vec<String>) -> Result<(Option<Manifest>, bool), Failure> {
        keep_regular(&self.dir, &self.shown, name, None, notes).map_err(|error| self.cannot("read", name, &error))?;
        match Manifest::read(&self.dir, name) {
            Ok(manifest) => Ok((manifest, false)),
            Err(error) => {
                set_aside(&self.dir, &self.shown, name, &plainly(&error), notes)
                    .map_err(|error| self.cannot("set aside", name, &error))?;
                Ok((None, true))
            }
        }
    }

    /// Writes a manifest.
    pub(super) fn write(&self, name: &str, manifest: &Manifest) -> Result<(), Failure> {
        // What describes the next tree is put on the disk together with it.
        let is_last = self.sync && name == MANIFEST;
        let written = manifest.write(&self.dir, name, is_last).and_then(|()| match is_last {
            true => disk::flush_entries(&self.dir),
            false => Ok(()),
        });
        written.map_err(|error| self.cannot("write", name, &error))
    }

    /// Notes that the stage is about to be filled.
    pub(super) fn mark_filling(&self) -> Result<(), Failure> {
        self.remove(FILLING)?;
        let made = self.dir.create(Path::new(FILLING), 0o600).and_then(|file| self.dir.hand_over(&file));
        made.map_err(|error| self.cannot("write", FILLING, &error))
    }

    /// Whether the last build ended while it filled the stage.
    pub(super) fn was_filling(&self) -> bool {
        self.dir.look(Path::new(FILLING)).is_ok_and(|found| found.is_some_and(|found| found.kind == Kind::File))
    }

    /// Makes `next` the manifest of the target.
    pub(super) fn settle_next(&self) -> Result<(), Failure> {
        let renamed = self.dir.rename(Path::new(NEXT), &self.dir, Path::new(MANIFEST));
        renamed.map_err(|error| self.cannot("write", MANIFEST, &error))
    }

    /// Sets a manifest aside that describes nothing which is there.
    pub(super) fn set_aside(&self, name: &str, why: &str, notes: &mut Vec<String>) -> Result<(), Failure> {
        set_aside(&self.dir, &self.shown, name, why, notes).map_err(|error| self.cannot("set aside", name, &error))
    }

    /// Removes a file of the state, which may be gone already.
    pub(super) fn remove(&self, name: &str) -> Result<(), Failure> {
        self.dir.remove_file(Path::new(name)).map_err(|error| self.cannot("remove", name, &error))
    }

    /// Makes room for a new stage. A folder, as a killed build leaves one, is removed; anything else, or what cannot be
    /// removed, is set aside. Answers with the reason where there is no room.
    pub(super) fn clear_stage(&self, notes: &mut Vec<String>) -> Option<String> {
        let path = Path::new(STAGE);
        let why = match self.dir.look(path) {
            Ok(None) => return None,
            Ok(Some(found)) if found.kind != Kind::Folder => "it is not a folder".to_owned(),
            Ok(Some(found)) if found.is_mounted => "something is mounted there".to_owned(),
            Ok(Some(_)) => match self.dir.remove_tree(path) {
                Ok(()) => return None,
                Err(error) => format!("it could not be removed: {}", plainly(&error)),
            },
            Err(error) => plainly(&error),
        };
        let stands = format!("{} cannot be used: {why}", self.shown.join(STAGE).display());
        set_aside(&self.dir, &self.shown, STAGE, &why, notes).err().map(|_| stands)
    }

    /// Sets the stage aside with all that is in it, because `why`. Where that is not possible it stays, and this build
    /// does without one.
    pub(super) fn set_stage_aside(&self, why: &str, notes: &mut Vec<String>) {
        if let Err(error) = set_aside(&self.dir, &self.shown, STAGE, why, notes) {
            notes.push(format!("{}; it was to be set aside because {why}", self.cannot("set aside", STAGE, &error)));
        }
    }

    pub(super) fn cannot(&self, doing: &str, name: &str, error: &io::Error) -> Failure {
        disk::cannot(doing, self.shown.join(name).display(), error)
    }
}

/// Sees to it that a name of the state folder is a regular file, or free. Anything else is set aside. `longest` is the length
/// of a file that is written to where it stands: it must be no longer, and have no second name that would change with it.
fn keep_regular(dir: &Dir, shown: &Path, name: &str, longest: Option<u64>, notes: &mut Vec<String>) -> io::Result<()> {
    let Some(found) = dir.look(Path::new(name))? else { return Ok(()) };
    let why = match found.kind {
        Kind::File if longest.is_some() && found.names > 1 => "it has another hard link",
        Kind::File if longest.is_some_and(|longest| found.length > longest) => "it is too long",
        Kind::File if found.is_mounted => "something is mounted there",
        Kind::File => return Ok(()),
        Kind::Symlink => "it is a symbolic link",
        Kind::Special => "it is a device, pipe or socket",
        Kind::Folder => "it is a folder",
    };
    set_aside(dir, shown, name, why, notes)
}

fn set_aside(dir: &Dir, shown: &Path, name: &str, why: &str, notes: &mut Vec<String>) -> io::Result<()> {
    let aside = dir.set_aside(name.as_ref())?;
    let aside = aside.to_string_lossy();
    notes.push(format!("{} was set aside as {aside}, because {why}", shown.join(name).display()));
    Ok(())
}

/// Opens the lock file, and makes sure that it is a regular file without other hard links.
fn open_lock(dir: &Dir) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let open = |more| rustix::fs::openat(dir.fd(), LOCK, flags | more, Mode::from_raw_mode(0o600)).map(File::from);
    let file = match open(OFlags::CREATE | OFlags::EXCL) {
        Err(Errno::EXIST) => open(OFlags::empty())?,
        file => {
            let file = file?;
            dir.hand_over(&file)?;
            file
        }
    };
    let found = Status::of_open(file.as_fd())?;
    // It will be cut to nothing, so it must be as short as a lock of ours.
    match found.kind == Kind::File && found.names <= 1 && found.length <= LONGEST_LOCK {
        true => Ok(file),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
    }
}
