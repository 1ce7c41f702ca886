//! Where the state folder may lie: in a folder that the user names, beside the target, or in the user's own folder for the
//! state of programs.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dir::{Dir, Entry};
use super::disk::PRIVATE;
use super::state::{LOCK, MANIFEST, NEXT};
use super::status::Kind;
use super::target::Target;

/// One place where the state may lie.
pub(super) struct StatePlace {
    /// The folder that holds it.
    holder: Arc<Dir>,
    pub(super) name: OsString,
    pub(super) shown: PathBuf,
    /// Whether the user named it. Then it is taken as it is or not at all.
    is_typed: bool,
}

impl StatePlace {
    /// The folder that was given with `--state`.
    pub(super) fn typed(path: &Path) -> io::Result<Self> {
        let (Some(name), Some(above)) = (path.file_name(), path.parent()) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        fs::create_dir_all(above)?;
        Ok(Self {
            holder: Arc::new(Dir::open(&above.canonicalize()?)?),
            name: name.to_owned(),
            shown: path.to_owned(),
            is_typed: true,
        })
    }

    pub(super) fn beside(target: &Target) -> Self {
        let mut name = OsString::from(".");
        name.push(&target.name);
        name.push(".firstflight");
        let shown = Path::new(&target.shown).parent().unwrap_or(Path::new("")).join(&name);
        Self { holder: target.parent.clone(), name, shown, is_typed: false }
    }

    /// A folder of this target below the user's own folder for state.
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
            is_typed: false,
        })
    }

    /// Opens the folder, if it is one that we can use. What is not is set aside, where that is possible.
    pub(super) fn open(&self, trusted: &[u32], may_make: bool, notes: &mut Vec<String>) -> io::Result<Option<Dir>> {
        let path = Path::new(&self.name);
        // Somebody may put another thing there at once; nobody does it forever.
        for _ in 0..4 {
            let Some(found) = self.holder.look(path)? else {
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
            if self.is_typed {
                return Err(io::Error::other(why));
            }
            let was = format!("{} was not used, because {why}", self.shown.display());
            match self.holder.set_aside(&self.name) {
                Ok(name) => notes.push(format!("{was}; it is now {}", name.to_string_lossy())),
                Err(_) => {
                    notes.push(was);
                    return Err(io::Error::other(why));
                }
            }
        }
        Err(io::Error::other("another program keeps replacing it"))
    }

    fn enter(&self, trusted: &[u32]) -> io::Result<Dir> {
        let dir = self.holder.folder(Path::new(&self.name))?;
        let found = dir.status()?;
        if !trusted.contains(&found.owner) {
            return Err(io::Error::other("its owner changed while it was being opened"));
        }
        // What is not a state folder yet may hold anything, and must not be closed to others.
        let is_ours = |entry: &Entry| [LOCK, MANIFEST, NEXT].iter().any(|name| entry.name == **name);
        let is_other = |entries: Vec<Entry>| !entries.is_empty() && !entries.iter().any(is_ours);
        if self.is_typed && is_other(dir.list()?) {
            return Err(io::Error::other("it holds other files"));
        }
        if found.mode != PRIVATE {
            dir.set_own_mode(PRIVATE)?;
        }
        Ok(dir)
    }
}
