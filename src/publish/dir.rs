//! What publishing does with an open folder, from the calls of [`crate::system`].

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

pub(crate) use crate::system::{Cause, Dir, DirEntry, is, is_absent};
use crate::system::{FileKind, error_of, give_file, is_root};

impl Dir {
    /// Opens a regular file for reading. Never blocks, whatever is there.
    pub(crate) fn read(&self, path: &Path) -> io::Result<File> {
        regular(self.open_to_read(path)?)
    }

    /// Opens an existing regular file for writing. Never blocks, whatever is there.
    pub(crate) fn write_to(&self, path: &Path) -> io::Result<File> {
        regular(self.open_to_write(path)?)
    }

    /// Reads a regular file of at most `limit` bytes; `None` if there is none.
    pub(crate) fn read_bounded(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match self.read(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        match bytes.len() as u64 > limit {
            true => Err(io::Error::new(ErrorKind::FileTooLarge, "it is larger than any file that Firstflight writes")),
            false => Ok(Some(bytes)),
        }
    }

    /// Opens a folder below this one. It and the folders above it are created if they are missing.
    pub(crate) fn make_folders(&self, path: &Path, mode: u32) -> io::Result<Self> {
        let mut above: Vec<_> = path.ancestors().filter(|path| !path.as_os_str().is_empty()).collect();
        above.reverse();
        for path in above {
            match self.make_folder(path, mode) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        self.folder(path)
    }

    /// Removes a folder of ours with everything in it, if it exists. Links are removed, not followed, and mounted folders are
    /// left alone.
    pub(crate) fn remove_tree(&self, path: &Path) -> io::Result<()> {
        let folder = match self.folder(path) {
            Ok(folder) => folder,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            // Its owner may still make it readable.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                self.set_mode(path, 0o700)?;
                self.folder(path)?
            }
            Err(error) => return Err(error),
        };
        let status = folder.status()?;
        if status.is_mounted {
            return Err(error_of(Cause::OtherDevice));
        }
        if status.mode & 0o700 != 0o700 {
            folder.set_own_mode(0o700)?;
        }
        for entry in folder.list()? {
            let name = Path::new(&entry.name);
            let kind = match entry.kind {
                Some(kind) => Some(kind),
                None => folder.status_of(name)?.map(|found| found.kind),
            };
            match kind {
                Some(FileKind::Folder) => folder.remove_tree(name)?,
                _ => folder.remove_file(name)?,
            }
        }
        self.remove_folder(path)
    }

    /// If root created a file in this folder, gives it to the owner of the folder, who needs it in later builds.
    pub(crate) fn hand_over(&self, made: &File) -> io::Result<()> {
        self.heir()?.map_or(Ok(()), |owner| give_file(made, owner))
    }

    /// As [`Self::hand_over`], for a new folder. If it is not empty, somebody has put another folder in its place.
    pub(crate) fn hand_over_new(&self, made: &Self) -> io::Result<()> {
        match made.list()?.is_empty() {
            true => self.heir()?.map_or(Ok(()), |owner| made.give(owner)),
            false => Ok(()),
        }
    }

    /// The user and group that root gives new files in this folder to.
    fn heir(&self) -> io::Result<Option<(u32, u32)>> {
        if !is_root() {
            return Ok(None);
        }
        let found = self.status()?;
        Ok((found.owner != 0).then_some((found.owner, found.group)))
    }

    /// Renames an entry of this folder to `NAME.aside-N`. Returns the new name.
    pub(crate) fn set_aside(&self, name: &OsStr) -> io::Result<OsString> {
        for number in 1..10_000 {
            let mut free = name.to_owned();
            free.push(format!(".aside-{number}"));
            match self.rename_to_free(Path::new(name), self, Path::new(&free)) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => return Ok(free),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }
}

/// The file, if it is a regular one.
fn regular(file: File) -> io::Result<File> {
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
    }
}

#[cfg(all(test, unix))]
mod tests;
