//! Folders as open descriptors. Paths below them are opened without following links, so that neither a cloned repository nor
//! another user can lead a build to a file outside, even by exchanging something while it runs.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use crate::disk::beneath::{self, open_beneath, open_beneath_in_mount};

use super::status::{FileKind, Status};

/// A folder, open. Paths given to its methods are relative and have only plain components.
#[derive(Debug)]
pub(crate) struct Dir {
    descriptor: OwnedFd,
    /// Whether it has been listed. A second listing must first seek to the start.
    is_listed: AtomicBool,
}

/// One entry of a folder, as listed.
#[derive(Clone, Debug)]
pub(crate) struct DirEntry {
    pub(crate) name: OsString,
    /// `None` if the file system does not report it.
    pub(crate) kind: Option<FileKind>,
    pub(crate) inode: u64,
}

/// Flags to open a folder that is not a link.
const FOLDER: OFlags = beneath::FOLDER.union(OFlags::NOFOLLOW);

impl Dir {
    /// Opens a folder whose path is resolved already; the last component is not followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(rustix::fs::open(path, FOLDER, Mode::empty())?.into())
    }

    /// The descriptor, for calls that concern the folder itself.
    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }

    /// Opens a folder below this one; the empty path is this folder.
    pub(crate) fn folder(&self, path: &Path) -> io::Result<Self> {
        Ok(open_beneath(self.fd(), path, FOLDER)?.into())
    }

    /// Opens the folder of this name, unless something is mounted at it.
    pub(crate) fn folder_of_same_mount(&self, name: &Path) -> io::Result<Self> {
        match open_beneath_in_mount(self.fd(), name, FOLDER) {
            Err(Errno::NOSYS) => {}
            opened => return Ok(opened?.into()),
        }
        let folder = self.folder(name)?;
        let found = folder.status()?;
        match found.is_mounted || found.device != self.status()?.device {
            true => Err(Errno::XDEV.into()),
            false => Ok(folder),
        }
    }

    /// Locks the folder for as long as its descriptor is open. Returns whether nobody else holds it.
    pub(crate) fn try_lock(&self) -> bool {
        // Network file systems lock no folders.
        !matches!(rustix::fs::flock(self.fd(), FlockOperation::NonBlockingLockExclusive), Err(Errno::WOULDBLOCK))
    }

    /// Releases the lock, including that of a copy of the descriptor in a process that another thread is starting.
    pub(crate) fn unlock(&self) {
        let _ = rustix::fs::flock(self.fd(), FlockOperation::Unlock);
    }

    /// The status of the folder itself.
    pub(crate) fn status(&self) -> io::Result<Status> {
        Status::of_open(self.fd())
    }

    /// The status of what is at `path`. `None` if nothing is, or if a parent is missing, a file or a link.
    pub(crate) fn status_of(&self, path: &Path) -> io::Result<Option<Status>> {
        match self.at(path, Status::of_name) {
            Ok(found) => Ok(Some(found)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lists the entries in the order of the file system.
    pub(crate) fn list(&self) -> io::Result<Vec<DirEntry>> {
        if self.is_listed.swap(true, Ordering::Relaxed) {
            rustix::fs::seek(self.fd(), rustix::fs::SeekFrom::Start(0))?;
        }
        let mut entries = Vec::new();
        let mut take = |name: &std::ffi::CStr, kind: FileType, inode: u64| {
            if !matches!(name.to_bytes(), b"." | b"..") {
                let name = OsStr::from_bytes(name.to_bytes()).to_owned();
                entries.push(DirEntry { name, kind: FileKind::from_type(kind), inode });
            }
        };
        #[cfg(target_os = "linux")]
        {
            let mut buffer = Vec::with_capacity(32 << 10);
            let mut folder = rustix::fs::RawDir::new(self.fd(), buffer.spare_capacity_mut());
            while let Some(entry) = folder.next() {
                let entry = entry?;
                take(entry.file_name(), entry.file_type(), entry.ino());
            }
        }
        #[cfg(not(target_os = "linux"))]
        for entry in rustix::fs::Dir::read_from(self.fd())? {
            let entry = entry?;
            take(entry.file_name(), entry.file_type(), entry.ino());
        }
        Ok(entries)
    }

    /// Opens a regular file for reading. Never blocks, whatever is there.
    pub(crate) fn read(&self, path: &Path) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let file = File::from(open_beneath(self.fd(), path, flags)?);
        match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
        }
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

    /// Creates a file that must not exist yet.
    pub(crate) fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        self.at(path, |folder, name| Ok(File::from(rustix::fs::openat(folder, name, flags, mode_of(mode))?)))
    }

    /// Opens an existing regular file for writing.
    pub(crate) fn open_to_write(&self, path: &Path) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let file = File::from(open_beneath(self.fd(), path, flags)?);
        match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
        }
    }

    /// Creates a folder that must not exist yet. The umask may reduce `mode`.
    pub(crate) fn make_folder(&self, path: &Path, mode: u32) -> io::Result<()> {
        self.at(path, |folder, name| Ok(rustix::fs::mkdirat(folder, name, mode_of(mode))?))
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

    /// Removes a file, link or special file, if it exists.
    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        forgive_absence(self.at(path, |folder, name| Ok(rustix::fs::unlinkat(folder, name, AtFlags::empty())?)))
    }

    /// Removes an empty folder, if it exists.
    pub(crate) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        forgive_absence(self.at(path, |folder, name| Ok(rustix::fs::unlinkat(folder, name, AtFlags::REMOVEDIR)?)))
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
            return Err(Errno::XDEV.into());
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

    /// Renames an entry, possibly into another folder of the same file system. A file at the new path is replaced.
    pub(crate) fn rename(&self, from: &Path, to: &Self, path: &Path) -> io::Result<()> {
        self.at(from, |here, old| to.at(path, |there, new| Ok(rustix::fs::renameat(here, old, there, new)?)))
    }

    /// As [`Self::rename`], but fails if something is at the new path.
    pub(crate) fn rename_to_free(&self, from: &Path, to: &Self, path: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        {
            use rustix::fs::{RenameFlags, renameat_with};
            let moved = self.at(from, |here, old| {
                to.at(path, |there, new| Ok(renameat_with(here, old, there, new, RenameFlags::NOREPLACE)?))
            });
            match moved {
                // Some network file systems do not support the flag.
                Err(error) if is_unsupported(&error) => {}
                done => return done,
            }
        }
        match to.status_of(path)? {
            Some(_) => Err(ErrorKind::AlreadyExists.into()),
            None => self.rename(from, to, path),
        }
    }

    /// Creates a hard link to the file at `path` in a tree of ours. A symbolic link is not followed.
    pub(crate) fn link_into_own(&self, path: &Path, to: &Self, second: &Path) -> io::Result<()> {
        self.at(path, |here, name| Ok(rustix::fs::linkat(here, name, to.fd(), second, AtFlags::empty())?))
    }

    /// Creates a file that must not exist yet in a tree of ours. This process created every folder of the tree and only this
    /// user may enter it, so one call is enough for a long path.
    pub(crate) fn create_in_own(&self, path: &Path, mode: u32) -> io::Result<File> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        Ok(File::from(rustix::fs::openat(self.fd(), path, flags, mode_of(mode))?))
    }

    /// Creates a folder that must not exist yet in a tree of ours; see [`Self::create_in_own`].
    pub(crate) fn make_folder_in_own(&self, path: &Path, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(self.fd(), path, mode_of(mode))?)
    }

    /// Sets the mode of the folder itself.
    pub(crate) fn set_own_mode(&self, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::fchmod(self.fd(), mode_of(mode))?)
    }

    /// Sets the mode of a folder or file that is not a link.
    pub(crate) fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        {
            use std::os::fd::AsRawFd;
            // By way of /proc, because something else may have its name by now.
            let flags = OFlags::PATH | OFlags::CLOEXEC | OFlags::NOFOLLOW;
            let opened = open_beneath(self.fd(), path, flags)?;
            if Status::of_open(opened.as_fd())?.kind == FileKind::Symlink {
                return Err(Errno::LOOP.into());
            }
            Ok(rustix::fs::chmod(format!("/proc/self/fd/{}", opened.as_raw_fd()), mode_of(mode))?)
        }
        #[cfg(not(target_os = "linux"))]
        self.at(path, |folder, name| Ok(rustix::fs::chmodat(folder, name, mode_of(mode), AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// If root created a file or folder in this one, gives it to the owner of this one, who needs it in later builds.
    pub(crate) fn hand_over(&self, made: impl AsFd) -> io::Result<()> {
        if !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        let found = self.status()?;
        if found.owner == 0 { Ok(()) } else { give(made, (found.owner, found.group)) }
    }

    /// As [`Self::hand_over`], for a new folder. If it is not empty, somebody has put another folder in its place.
    pub(crate) fn hand_over_new(&self, made: &Self) -> io::Result<()> {
        match made.list()?.is_empty() {
            true => self.hand_over(made.fd()),
            false => Ok(()),
        }
    }

    /// Whether this user may add and remove entries.
    pub(crate) fn may_change(&self) -> io::Result<()> {
        let wanted = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        Ok(rustix::fs::accessat(self.fd(), ".", wanted, AtFlags::EACCESS)?)
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

    /// Calls `work` with the folder that contains `path` and the last component of `path`.
    fn at<T>(&self, path: &Path, work: impl FnOnce(BorrowedFd<'_>, &OsStr) -> io::Result<T>) -> io::Result<T> {
        let Some(Component::Normal(name)) = path.components().next_back() else {
            return Err(ErrorKind::InvalidInput.into());
        };
        match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => work(self.folder(parent)?.fd(), name),
            _ => work(self.fd(), name),
        }
    }
}

impl From<OwnedFd> for Dir {
    fn from(descriptor: OwnedFd) -> Self {
        Self { descriptor, is_listed: AtomicBool::new(false) }
    }
}

/// Changes the owner and group of an open file or folder.
pub(crate) fn give(made: impl AsFd, (owner, group): (u32, u32)) -> io::Result<()> {
    let (owner, group) = (rustix::fs::Uid::from_raw(owner), rustix::fs::Gid::from_raw(group));
    Ok(rustix::fs::fchown(made, Some(owner), Some(group))?)
}

fn mode_of(mode: u32) -> Mode {
    Mode::from_raw_mode(mode as _)
}

/// Whether an error means that nothing is there: no such name, or a parent that is not a folder.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) || is(error, Errno::LOOP)
}

/// Whether an error has this number.
pub(crate) fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}

fn is_unsupported(error: &io::Error) -> bool {
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].iter().any(|errno| is(error, *errno))
}

fn forgive_absence(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests;
