//! A folder by its path. Every folder on the way to something in it is checked before, and must not be a link.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::native::{self, Identity};
use super::special;
use crate::system::{Cause, DirEntry, FileKind, Status, error_of, forgive_absence};

/// How often a rename or removal is tried that another program denies for a moment, such as a scanner for viruses or an index,
/// and how long to wait in between.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// A folder. Paths given to its methods are relative and have only plain components.
#[derive(Debug)]
pub(crate) struct Dir {
    path: PathBuf,
}

impl Dir {
    /// Opens a folder whose path is resolved already; the last component is not followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        refuse_other(&fs::symlink_metadata(path)?)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Opens the folder at a path that the user named; links are followed.
    pub(crate) fn open_named(path: &Path) -> io::Result<Self> {
        Self::open(&super::canonicalize(path)?)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a folder below this one; the empty path is this folder.
    pub(crate) fn folder(&self, path: &Path) -> io::Result<Self> {
        let mut real = self.path.clone();
        for part in path.components() {
            match part {
                Component::CurDir => continue,
                Component::Normal(name) => real.push(name),
                _ => return Err(error_of(Cause::OtherDevice)),
            }
            refuse_other(&fs::symlink_metadata(&real)?)?;
        }
        if real == self.path {
            refuse_other(&fs::symlink_metadata(&real)?)?;
        }
        Ok(Self { path: real })
    }

    /// Opens the folder of this name. Mounts are not known.
    pub(crate) fn folder_of_same_mount(&self, name: &Path) -> io::Result<Self> {
        self.folder(name)
    }

    /// Folders are not locked: nobody else is known to hold it.
    pub(crate) fn try_lock(&self) -> bool {
        true
    }

    /// Does nothing; see [`Self::try_lock`].
    pub(crate) fn unlock(&self) {}

    /// The status of the folder itself.
    pub(crate) fn status(&self) -> io::Result<Status> {
        status_of(&self.path)
    }

    /// The status of what is at `path`. `None` if nothing is, or if a parent is missing, a file or a link.
    pub(crate) fn status_of(&self, path: &Path) -> io::Result<Option<Status>> {
        match self.at(path).and_then(|path| status_of(&path)) {
            Ok(found) => Ok(Some(found)),
            Err(error) if crate::system::is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lists the entries in the order of the file system.
    pub(crate) fn list(&self) -> io::Result<Vec<DirEntry>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            let kind = entry.file_type().ok().map(FileKind::from);
            Ok(DirEntry { name: entry.file_name(), kind, inode: 0 })
        };
        fs::read_dir(&self.path)?.map(entry).collect()
    }

    /// Opens what is at `path` for reading: a regular file, since others may make it wait.
    pub(crate) fn open_to_read(&self, path: &Path) -> io::Result<File> {
        let path = self.at(path)?;
        let found = fs::symlink_metadata(&path)?;
        match FileKind::from(found.file_type()) {
            FileKind::File => File::open(&path),
            FileKind::Symlink => Err(error_of(Cause::LinkLoop)),
            FileKind::Folder => Err(ErrorKind::IsADirectory.into()),
            FileKind::Special => Err(special()),
        }
    }

    /// Opens a regular file for writing.
    pub(crate) fn open_to_write(&self, path: &Path) -> io::Result<File> {
        drop(self.open_to_read(path)?);
        OpenOptions::new().write(true).open(self.at(path)?)
    }

    /// Opens the file of this name in this folder for reading and writing; it is created if there is none. Returns whether it
    /// was.
    pub(crate) fn open_or_create(&self, name: &str, mode: u32) -> io::Result<(File, bool)> {
        let path = self.at(Path::new(name))?;
        match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            file => return Ok((file?, true)),
        }
        let _ = mode;
        drop(self.open_to_read(Path::new(name))?);
        Ok((OpenOptions::new().read(true).write(true).open(&path)?, false))
    }

    /// Creates a file that must not exist yet.
    pub(crate) fn create(&self, path: &Path, _: u32) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.at(path)?)
    }

    /// Creates a folder that must not exist yet.
    pub(crate) fn make_folder(&self, path: &Path, _: u32) -> io::Result<()> {
        fs::create_dir(self.at(path)?)
    }

    /// Removes a file, link or special file, if it exists.
    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        let remove = |path: &Path| match fs::remove_file(path) {
            // A link to a folder is removed as a folder is.
            Err(error) if path.is_symlink() => fs::remove_dir(path).map_err(|_| error),
            done => done,
        };
        forgive_absence(self.at(path).and_then(|path| retry(|| remove(&path))))
    }

    /// Removes an empty folder, if it exists.
    pub(crate) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let remove = |path: PathBuf| {
            refuse_other(&fs::symlink_metadata(&path)?)?;
            retry(|| fs::remove_dir(&path))
        };
        forgive_absence(self.at(path).and_then(remove))
    }

    /// Renames an entry, possibly into another folder of the same file system. A file at the new path is replaced, as is an
    /// empty folder by a folder.
    pub(crate) fn rename(&self, from: &Path, to: &Self, path: &Path) -> io::Result<()> {
        let (old, new) = (self.at(from)?, to.at(path)?);
        if old.is_dir() && fs::symlink_metadata(&new).is_ok_and(|found| found.is_dir()) {
            fs::remove_dir(&new)?;
        }
        retry(|| fs::rename(&old, &new))
    }

    /// As [`Self::rename`], but fails if something is at the new path.
    pub(crate) fn rename_to_free(&self, from: &Path, to: &Self, path: &Path) -> io::Result<()> {
        match to.status_of(path)? {
            Some(_) => Err(ErrorKind::AlreadyExists.into()),
            None => self.rename(from, to, path),
        }
    }

    /// Fails: two folders cannot be exchanged in one step.
    pub(crate) fn exchange(&self, _: &Path, _: &Self, _: &Path) -> io::Result<()> {
        Err(error_of(Cause::Unsupported))
    }

    /// Creates a hard link to the file at `path` in a tree of ours.
    pub(crate) fn link_into_own(&self, path: &Path, to: &Self, second: &Path) -> io::Result<()> {
        fs::hard_link(self.at(path)?, to.at(second)?)
    }

    /// Fails: symbolic links are not copied to another file system.
    pub(crate) fn copy_link(&self, _: &Path, _: &Self, _: &Path) -> io::Result<()> {
        Err(error_of(Cause::Unsupported))
    }

    /// Creates a file that must not exist yet in a tree of ours, which only this process changes.
    pub(crate) fn create_in_own(&self, path: &Path, _: u32) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.path.join(path))
    }

    /// Creates a folder that must not exist yet in a tree of ours; see [`Self::create_in_own`].
    pub(crate) fn make_folder_in_own(&self, path: &Path, _: u32) -> io::Result<()> {
        fs::create_dir(self.path.join(path))
    }

    /// Does nothing: there are no modes.
    #[allow(clippy::unnecessary_wraps)] // fails on other systems
    pub(crate) fn set_own_mode(&self, _: u32) -> io::Result<()> {
        Ok(())
    }

    /// Does nothing: there are no modes.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn set_mode(&self, _: &Path, _: u32) -> io::Result<()> {
        Ok(())
    }

    /// Does nothing: there are no owners.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn give(&self, _: (u32, u32)) -> io::Result<()> {
        Ok(())
    }

    /// Whether the folder is there. Whether this user may change it shows when it is changed.
    pub(crate) fn may_change(&self) -> io::Result<()> {
        refuse_other(&fs::symlink_metadata(&self.path)?)
    }

    /// Whether the file of this name is there. Whether this user may write to it shows when it is written.
    pub(crate) fn may_write(&self, name: &Path) -> io::Result<()> {
        fs::symlink_metadata(self.at(name)?).map(drop)
    }

    /// Fails: there are no extended attributes.
    pub(crate) fn set_attribute(&self, _: &str, _: &[u8]) -> io::Result<()> {
        Err(error_of(Cause::Unsupported))
    }

    /// There are no extended attributes.
    pub(crate) fn has_attribute(&self, _: &str) -> bool {
        false
    }

    /// Fails: there are no extended attributes.
    pub(crate) fn remove_attribute(&self, _: &str) -> io::Result<()> {
        Err(error_of(Cause::Unsupported))
    }

    /// Flushes every file below the folder to disk, one by one. A file that cannot be opened for writing is not one of ours.
    pub(crate) fn flush(&self) -> io::Result<()> {
        for entry in self.list()? {
            match entry.kind {
                Some(FileKind::Folder) => self.folder(Path::new(&entry.name))?.flush()?,
                Some(FileKind::File) => {
                    if let Ok(file) = OpenOptions::new().write(true).open(self.path.join(&entry.name)) {
                        file.sync_all()?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Does nothing: folders cannot be flushed.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn flush_entries(&self) -> io::Result<()> {
        Ok(())
    }

    /// The path of something in this folder. The folders above it must not be links.
    fn at(&self, path: &Path) -> io::Result<PathBuf> {
        let Some(Component::Normal(name)) = path.components().next_back() else {
            return Err(ErrorKind::InvalidInput.into());
        };
        let above = path.parent().filter(|above| !above.as_os_str().is_empty());
        let folder = above.map_or(Ok(None), |above| self.folder(above).map(Some))?;
        Ok(folder.as_ref().map_or(&self.path, |folder| &folder.path).join(OsStr::new(name)))
    }
}

fn status_of(path: &Path) -> io::Result<Status> {
    let found = fs::symlink_metadata(path)?;
    let number = if found.is_symlink() { Identity { names: 1, ..Identity::default() } } else { native::of_path(path)? };
    Ok(super::status(&found, number))
}

/// Fails unless something is a folder and not a link.
fn refuse_other(found: &fs::Metadata) -> io::Result<()> {
    match FileKind::from(found.file_type()) {
        FileKind::Folder => Ok(()),
        FileKind::Symlink => Err(error_of(Cause::LinkLoop)),
        _ => Err(ErrorKind::NotADirectory.into()),
    }
}

/// Does something again that was denied, for half a second in all.
fn retry(work: impl Fn() -> io::Result<()>) -> io::Result<()> {
    for _ in 1..ATTEMPTS {
        match work() {
            Err(error) if cfg!(windows) && is_passing(&error) => sleep(PAUSE),
            done => return done,
        }
    }
    work()
}

/// Whether an error of Windows may pass: access denied, or a sharing or lock violation.
fn is_passing(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nothing_is_reached_through_a_link() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().canonicalize().unwrap();
        fs::create_dir_all(path.join("in/a")).unwrap();
        fs::create_dir(path.join("out")).unwrap();
        fs::write(path.join("out/file"), "precious").unwrap();
        for (link, aim) in [("in/link", "../out"), ("in/file", "../out/file")] {
            std::os::unix::fs::symlink(aim, path.join(link)).unwrap();
        }
        let dir = Dir::open(&path.join("in")).unwrap();
        for name in ["link/file", "file", "../out/file", "/etc/passwd", "..", "a"] {
            assert!(dir.open_to_read(Path::new(name)).is_err(), "{name}");
            assert!(dir.open_to_write(Path::new(name)).is_err(), "{name}");
        }
        for name in ["link/new", "../out/new", "file", "link"] {
            assert!(dir.create(Path::new(name), 0o600).is_err(), "{name}");
            assert!(dir.make_folder(Path::new(name), 0o700).is_err(), "{name}");
        }
        assert!(dir.folder(Path::new("link")).is_err() && Dir::open(&path.join("in/link")).is_err());
        assert!(dir.remove_folder(Path::new("link")).is_err());
        // A link itself is removed.
        dir.remove_file(Path::new("link")).unwrap();
        assert_eq!(fs::read_dir(path.join("out")).unwrap().count(), 1);
    }
}
