//! The places for the state folder: the one given with `--state`, beside the target, or in the user's folder for program
//! state.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dir::{Dir, DirEntry};
use super::disk::{LOCKED, PRIVATE};
use super::made::NewFolders;
use super::state::{DRAFTS, IGNORE, LOCK, MANIFEST, NEXT, TARGET};
use super::target::Target;
use crate::system::{FileKind, canonicalize};

/// A place for the state folder.
#[derive(Debug)]
pub(super) struct StatePlace {
    /// The folder that contains it.
    holder: Arc<Dir>,
    pub(super) name: OsString,
    pub(super) shown: PathBuf,
    /// Whether it was given with `--state`. Then it is used as it is or not at all.
    pub(super) is_named: bool,
    /// The folders above it that this build created.
    above: Option<NewFolders>,
    /// Whether this build created it.
    is_new: bool,
}

impl StatePlace {
    /// The folder that was given with `--state`.
    pub(super) fn named(path: &Path) -> io::Result<Self> {
        let (Some(name), Some(above)) = (path.file_name(), path.parent()) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let created = NewFolders::create(above)?;
        Ok(Self {
            holder: Arc::new(Dir::open(&canonicalize(above)?)?),
            name: name.to_owned(),
            shown: path.to_owned(),
            is_named: true,
            above: created,
            is_new: false,
        })
    }

    pub(super) fn beside(target: &Target) -> Self {
        let mut name = OsString::from(".");
        name.push(&target.name);
        name.push(".firstflight");
        let shown = Path::new(&target.shown).parent().unwrap_or(Path::new("")).join(&name);
        Self { holder: target.parent.clone(), name, shown, is_named: false, above: None, is_new: false }
    }

    /// The folder for this target below the user's folder for program state.
    pub(super) fn at_home(home: &Path, target: &Target, sources: &[&Path], may_make: bool) -> io::Result<Self> {
        let hash = blake3::hash(target.path.as_os_str().as_encoded_bytes()).to_hex();
        target.refuse_state(home, sources)?;
        let above = home.join("firstflight");
        let created = if may_make { NewFolders::create(&above)? } else { None };
        let name = OsString::from(&hash[..32]);
        Ok(Self {
            holder: Arc::new(Dir::open(&canonicalize(&above)?)?),
            shown: above.join(&name),
            name,
            is_named: false,
            above: created,
            is_new: false,
        })
    }

    /// Opens the folder if it can be used, and sets it aside otherwise. `None` if there is none and it may not be created.
    pub(super) fn open(&mut self, trusted: &[u32], may_make: bool, notes: &mut Vec<String>) -> io::Result<Option<Dir>> {
        let name = self.name.clone();
        let path = Path::new(&name);
        // Somebody may put something else there at once, but not forever.
        for _ in 0..4 {
            let Some(found) = self.holder.status_of(path)? else {
                if !may_make {
                    return Ok(None);
                }
                match self.holder.make_folder(path, PRIVATE) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                    made => made?,
                }
                self.is_new = true;
                let dir = self.enter(trusted)?;
                if self.holder.status().is_ok_and(|holder| trusted.contains(&holder.owner)) {
                    self.holder.hand_over_new(&dir)?;
                }
                return Ok(Some(dir));
            };
            let why = match found.kind {
                FileKind::Folder if trusted.contains(&found.owner) => return self.enter(trusted).map(Some),
                FileKind::Folder => format!("it belongs to another user (number {})", found.owner),
                FileKind::Symlink => "it is a symbolic link".to_owned(),
                _ => "it is not a folder".to_owned(),
            };
            if self.is_named {
                return Err(io::Error::other(why));
            }
            let was = format!("{} was not used, because {why}", self.shown.display());
            match self.holder.set_aside(&self.name) {
                Ok(name) => notes.push(format!("{was}; it was renamed to {}", name.to_string_lossy())),
                Err(_) => {
                    notes.push(was);
                    return Err(io::Error::other(why));
                }
            }
        }
        Err(io::Error::other("another program keeps replacing it"))
    }

    /// Removes the folder again if this build created it, unless it contains something that a later build needs.
    pub(super) fn remove_new(&self) {
        if self.is_new {
            let Ok(dir) = self.holder.folder(Path::new(&self.name)) else { return };
            let is_needed =
                |entry: &DirEntry| ![LOCK, IGNORE, TARGET].iter().chain(&DRAFTS).any(|name| entry.name == **name);
            let Ok(entries) = dir.list() else { return };
            if entries.iter().any(is_needed) {
                return;
            }
            let removed = entries.iter().try_for_each(|entry| dir.remove_file(Path::new(&entry.name)));
            if removed.and_then(|()| self.holder.remove_folder(Path::new(&self.name))).is_err() {
                return;
            }
        }
        if let Some(above) = &self.above {
            above.remove_empty();
        }
    }

    /// The folder that this is the usual state folder of, if it is named like one.
    pub(super) fn neighbor(&self) -> Option<PathBuf> {
        let name = self.name.to_str()?.strip_prefix('.')?.strip_suffix(".firstflight")?;
        let above = canonicalize(std::path::absolute(&self.shown).ok()?.parent()?).ok()?;
        (!name.is_empty()).then(|| above.join(name))
    }

    /// Opens the folder for reading, if it belongs to a trusted user.
    pub(super) fn open_to_read(&self, trusted: &[u32]) -> Option<Dir> {
        let dir = self.holder.folder(Path::new(&self.name)).ok()?;
        dir.status().is_ok_and(|found| trusted.contains(&found.owner)).then_some(dir)
    }

    fn enter(&self, trusted: &[u32]) -> io::Result<Dir> {
        let dir = self.holder.folder(Path::new(&self.name))?;
        let found = dir.status()?;
        if !trusted.contains(&found.owner) {
            return Err(io::Error::other("its owner changed while it was being opened"));
        }
        if found.is_locked {
            return Err(io::Error::other(format!("it is {LOCKED}")));
        }
        // A folder that is not a state folder yet may contain anything, and must stay accessible to others.
        let is_ours = |entry: &DirEntry| [LOCK, MANIFEST, NEXT].iter().any(|name| entry.name == **name);
        let is_other = |entries: Vec<DirEntry>| !entries.is_empty() && !entries.iter().any(is_ours);
        if self.is_named && is_other(dir.list()?) {
            return Err(io::Error::other("it contains other files"));
        }
        if found.mode != PRIVATE {
            dir.set_own_mode(PRIVATE)?;
        }
        Ok(dir)
    }
}
