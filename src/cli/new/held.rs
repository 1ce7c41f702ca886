//! A folder that is held open, to create new files and folders in it, never through a link.

use std::io::{self, ErrorKind, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Dir, FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use crate::disk::beneath::{FOLDER, open_beneath};

/// Flags to create a file.
const NEW_FILE: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Whether an error means that there is a link or a file instead of a folder.
pub(in crate::cli) fn is_not_a_folder(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::NOTDIR | Errno::LOOP | Errno::MLINK))
}

/// A folder that is held open.
#[derive(Debug)]
pub(in crate::cli) struct HeldFolder(OwnedFd);

impl HeldFolder {
    /// Opens the folder at a path that the user named; links are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self(rustix::fs::openat(CWD, path, FOLDER, Mode::empty())?))
    }

    /// Opens a folder in this one, unless it is a link.
    pub fn folder(&self, name: &str) -> io::Result<Self> {
        Ok(Self(open_beneath(self.0.as_fd(), Path::new(name), FOLDER)?))
    }

    /// Opens a folder in this one, and creates it if it does not exist. Returns whether it was created.
    pub fn folder_or_new(&self, name: &str) -> io::Result<(Self, bool)> {
        match self.folder(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            other => return other.map(|folder| (folder, false)),
        }
        let is_new = match rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777)) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(error) => return Err(error.into()),
        };
        self.folder(name).map(|folder| (folder, is_new))
    }

    /// Writes a new file completely or not at all.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let file = rustix::fs::openat(&self.0, name, NEW_FILE, Mode::from_raw_mode(0o666))?;
        let mut file = std::fs::File::from(file);
        let written = file.write_all(text.as_bytes());
        if written.is_err() {
            // This is the file just created. If it cannot be removed either, the first error is more useful.
            let _ = self.remove_file(name);
        }
        written
    }

    /// Writes a new file with what `read` gives, completely or not at all. `read` fills a part of the buffer, and nothing at
    /// the end.
    pub fn write_from(&self, name: &str, read: &mut dyn FnMut(&mut [u8]) -> io::Result<usize>) -> io::Result<()> {
        let file = rustix::fs::openat(&self.0, name, NEW_FILE, Mode::from_raw_mode(0o666))?;
        let mut file = std::fs::File::from(file);
        let mut buffer = vec![0; 1 << 16];
        let written = (|| {
            loop {
                match read(&mut buffer)? {
                    0 => return Ok(()),
                    length => file.write_all(&buffer[..length])?,
                }
            }
        })();
        if written.is_err() {
            let _ = self.remove_file(name);
        }
        written
    }

    /// Whether this is the entry of that name in `above`, and was not replaced by another.
    pub fn is_named(&self, above: &Self, name: &str) -> bool {
        let named = rustix::fs::statat(&above.0, name, AtFlags::SYMLINK_NOFOLLOW);
        let own = rustix::fs::fstat(&self.0);
        matches!((named, own), (Ok(a), Ok(b)) if (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino))
    }

    /// Whether it belongs to the current user.
    pub fn is_own(&self) -> bool {
        rustix::fs::fstat(&self.0).is_ok_and(|found| found.st_uid == rustix::process::geteuid().as_raw())
    }

    /// Locks the folder until the process ends. Returns whether it was free.
    pub fn lock(&self) -> bool {
        rustix::fs::flock(&self.0, FlockOperation::NonBlockingLockExclusive).is_ok()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> io::Result<bool> {
        for entry in Dir::read_from(&self.0)? {
            if !matches!(entry?.file_name().to_bytes(), b"." | b"..") {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes a file.
    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Moves a folder in this one to `to` in another, where there must be nothing or an empty folder.
    pub fn move_folder(&self, name: &str, above: &Self, to: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, name, &above.0, to)?)
    }

    /// Creates a hard link to a file in this folder, `to` in another, where there must be nothing.
    pub fn link_file(&self, name: &str, above: &Self, to: &str) -> io::Result<()> {
        Ok(rustix::fs::linkat(&self.0, name, &above.0, to, AtFlags::empty())?)
    }
}
