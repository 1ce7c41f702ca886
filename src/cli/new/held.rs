//! A folder that is held open, to create new files and folders in it, never through a link.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::system::{Dir, user};

/// Mode of a new file, which the umask reduces.
const FILE_MODE: u32 = 0o666;
/// Mode of a new folder, which the umask reduces.
const FOLDER_MODE: u32 = 0o777;

/// A folder that is held open.
#[derive(Debug)]
pub(in crate::cli) struct HeldFolder(Dir);

impl HeldFolder {
    /// Opens the folder at a path that the user named; links are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self(Dir::open_named(path)?))
    }

    /// Opens a folder in this one, unless it is a link.
    pub fn folder(&self, name: &str) -> io::Result<Self> {
        Ok(Self(self.0.folder(Path::new(name))?))
    }

    /// Opens a folder in this one, and creates it if it does not exist. Returns whether it was created.
    pub fn folder_or_new(&self, name: &str) -> io::Result<(Self, bool)> {
        match self.folder(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            other => return other.map(|folder| (folder, false)),
        }
        let is_new = match self.0.make_folder(Path::new(name), FOLDER_MODE) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
            Err(error) => return Err(error),
        };
        self.folder(name).map(|folder| (folder, is_new))
    }

    /// Writes a new file completely or not at all.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        self.write_with(name, |file| file.write_all(text.as_bytes()))
    }

    /// Writes a new file with what `read` gives, completely or not at all. `read` fills a part of the buffer, and nothing at
    /// the end.
    pub fn write_from(&self, name: &str, read: &mut dyn FnMut(&mut [u8]) -> io::Result<usize>) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        self.write_with(name, |file| {
            loop {
                match read(&mut buffer)? {
                    0 => return Ok(()),
                    length => file.write_all(&buffer[..length])?,
                }
            }
        })
    }

    fn write_with(&self, name: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let mut file = self.0.create(Path::new(name), FILE_MODE)?;
        let written = write(&mut file);
        if written.is_err() {
            drop(file);
            // This is the file just created. If it cannot be removed either, the first error is more useful.
            let _ = self.remove_file(name);
        }
        written
    }

    /// Whether this is the entry of that name in `above`, and was not replaced by another.
    pub fn is_named(&self, above: &Self, name: &str) -> bool {
        let named = above.0.status_of(Path::new(name)).ok().flatten();
        named.is_some_and(|named| self.0.status().is_ok_and(|own| own.is_same(&named)))
    }

    /// Whether it belongs to the current user.
    pub fn is_own(&self) -> bool {
        self.0.status().is_ok_and(|found| found.owner == user())
    }

    /// Locks the folder until the process ends. Returns whether it was free.
    pub fn lock(&self) -> bool {
        self.0.try_lock()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.0.list()?.is_empty())
    }

    /// Removes a file.
    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        self.0.remove_file(Path::new(name))
    }

    /// Removes an empty folder.
    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        self.0.remove_folder(Path::new(name))
    }

    /// Moves a folder in this one to `to` in another, where there must be nothing or an empty folder.
    pub fn move_folder(&self, name: &str, above: &Self, to: &str) -> io::Result<()> {
        self.0.rename(Path::new(name), &above.0, Path::new(to))
    }

    /// Creates a hard link to a file in this folder, `to` in another, where there must be nothing.
    pub fn link_file(&self, name: &str, above: &Self, to: &str) -> io::Result<()> {
        self.0.link_into_own(Path::new(name), &above.0, Path::new(to))
    }
}
