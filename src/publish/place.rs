//! The places for the state folder: the one given with `--state`, beside the target, or in the user's folder for program
//! state.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dir::{Dir, Entry};
use super::disk::PRIVATE;
use super::state::{LOCK, MANIFEST, NEXT};
use super::status::{Kind, LOCKED};
use super::target::Target;

/// A place for the state folder.
pub(super) struct StatePlace {
    /// The folder that contains it.
    holder: Arc<Dir>,
    pub(super) name: OsString,
    pub(super) shown: PathBuf,
    /// Whether it was given with `--state`. Then it is used as it is or not at all.
    is_named: bool,
}

impl StatePlace {
    /// The folder that was given with `--state`.
    pub(super) fn named(path: &Path) -> io::Result<Self> {
        let (Some(name), Some(above)) = (path.file_name(), path.parent()) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        fs::create_dir_all(above)?;
        Ok(Self {
            holder: Arc::new(Dir::open(&above.canonicalize()?)?),
            name: name.to_owned(),
            shown: path.to_owned(),
            is_named: true,
        })
    }

    pub(super) fn beside(target: &Target) -> Self {
        let mut name = OsString::from(".");
        name.push(&target.name);
        name.push(".firstflight");
        let shown = Path::new(&target.shown).parent().unwrap_or(Path::new("")).join(&name);
        Self { holder: target.parent.clone(), name, shown, is_named: false }
    }

    /// The folder for this target below the user's folder for program state.
    pub(super) fn at_home(home: &Path, target: &Target, sources: &[&Path], may_make: bool) -> io::Result<Self> {
        use std::os::unix::ffi::OsStrExt;
        let hash = blake3::hash(target.path.as_os_str().as_bytes()).to_hex();
        target.refuse_state(home, sources)?;
        let above = home.join("firstflight");
        if may_make {
            fs::create_dir_all(&above)?;
        }
        let name = OsString::from(&hash[..32]);
        Ok(Self {
            holder: Arc::new(Dir::open(&above.canonicalize()?)?),
            shown: above.join(&name),
            name,
            is_named: false,
        })
    }

    /// Opens the folder if it can be used, and sets it aside otherwise. `None` if there is none and it may not be created.
    pub(super) fn open(&self, trusted: &[u32], may_make: bool, notes: &mut Vec<String>) -> io::Result<Option<Dir>> {
        let path = Path::new(&self.name);
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
                let dir = self.enter(trusted)?;
                if self.holder.status().is_ok_and(|holder| trusted.contains(&holder.owner)) {
                    self.holder.hand_over_new(&dir)?;
                }
                return Ok(Some(dir));
            };
            let why = match found.kind {
                Kind::Folder if trusted.contains(&found.owner) => return self.enter(trusted).map(Some),
                Kind::Folder => format!("it belongs to another user (number {})", found.owner),
                Kind::Symlink => "it is a symbolic link".to_owned(),
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
        let is_ours = |entry: &Entry| [LOCK, MANIFEST, NEXT].iter().any(|name| entry.name == **name);
        let is_other = |entries: Vec<Entry>| !entries.is_empty() && !entries.iter().any(is_ours);
        if self.is_named && is_other(dir.list()?) {
            return Err(io::Error::other("it contains other files"));
        }
        if found.mode != PRIVATE {
            dir.set_own_mode(PRIVATE)?;
        }
        Ok(dir)
    }
}
