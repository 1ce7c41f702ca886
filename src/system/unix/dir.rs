//! A folder as an open descriptor. Paths below it are opened without following links, so that neither a cloned repository nor
//! another user can lead a build to a file outside, even by exchanging something while it runs.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, CWD, FileType, FlockOperation, Mode, OFlags, XattrFlags};
use rustix::io::Errno;

use super::beneath::{self, open_beneath, open_beneath_in_mount};
use super::status;
use crate::system::{Cause, DirEntry, FileKind, Status, forgive_absence, is, is_absent};

/// A folder, open. Paths given to its methods are relative and have only plain components.
#[derive(Debug)]
pub(crate) struct Dir {
    descriptor: OwnedFd,
    /// Whether it has been listed. A second listing must first seek to the start.
    is_listed: AtomicBool,
}

/// Flags to open a folder that is not a link.
const FOLDER: OFlags = beneath::FOLDER.union(OFlags::NOFOLLOW);
/// Flags to create a file that must not exist yet.
const NEW_FILE: OFlags =
    OFlags::CREATE.union(OFlags::EXCL).union(OFlags::WRONLY).union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW);

impl Dir {
    /// Opens a folder whose path is resolved already; the last component is not followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(rustix::fs::open(path, FOLDER, Mode::empty())?.into())
    }

    /// Opens the folder at a path that the user named; links are followed.
    pub(crate) fn open_named(path: &Path) -> io::Result<Self> {
        Ok(rustix::fs::openat(CWD, path, beneath::FOLDER, Mode::empty())?.into())
    }

    /// The descriptor, for calls that concern the folder itself.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
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
        status::of_open(self.fd())
    }

    /// The status of what is at `path`. `None` if nothing is, or if a parent is missing, a file or a link.
    pub(crate) fn status_of(&self, path: &Path) -> io::Result<Option<Status>> {
        match self.at(path, status::of_name) {
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
                entries.push(DirEntry { name, kind: status::kind_of(kind), inode });
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

    /// Opens what is at `path` for reading. Never blocks, whatever is there.
    pub(crate) fn open_to_read(&self, path: &Path) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        Ok(open_beneath(self.fd(), path, flags)?.into())
    }

    /// Opens what exists at `path` for writing. Never blocks, whatever is there.
    pub(crate) fn open_to_write(&self, path: &Path) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        Ok(open_beneath(self.fd(), path, flags)?.into())
    }

    /// Opens the file of this name in this folder for reading and writing; it is created if there is none. Returns whether it
    /// was.
    pub(crate) fn open_or_create(&self, name: &str, mode: u32) -> io::Result<(File, bool)> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let open = |more| rustix::fs::openat(self.fd(), name, flags | more, mode_of(mode)).map(File::from);
        match open(OFlags::CREATE | OFlags::EXCL) {
            Err(Errno::EXIST) => Ok((open(OFlags::empty())?, false)),
            file => Ok((file?, true)),
        }
    }

    /// Creates a file that must not exist yet.
    pub(crate) fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        self.at(path, |folder, name| Ok(File::from(rustix::fs::openat(folder, name, NEW_FILE, mode_of(mode))?)))
    }

    /// Creates a folder that must not exist yet. The umask may reduce `mode`.
    pub(crate) fn make_folder(&self, path: &Path, mode: u32) -> io::Result<()> {
        self.at(path, |folder, name| Ok(rustix::fs::mkdirat(folder, name, mode_of(mode))?))
    }

    /// Removes a file, link or special file, if it exists.
    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        forgive_absence(self.at(path, |folder, name| Ok(rustix::fs::unlinkat(folder, name, AtFlags::empty())?)))
    }

    /// Removes an empty folder, if it exists.
    pub(crate) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        forgive_absence(self.at(path, |folder, name| Ok(rustix::fs::unlinkat(folder, name, AtFlags::REMOVEDIR)?)))
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

    /// Exchanges the entry `name` of this folder with the entry `other` of the folder `to`, in one step.
    pub(crate) fn exchange(&self, name: &Path, to: &Self, other: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        {
            use rustix::fs::{RenameFlags, renameat_with};
            Ok(renameat_with(self.fd(), name, to.fd(), other, RenameFlags::EXCHANGE)?)
        }
        #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
        {
            let _ = (name, to, other);
            Err(io::Error::new(ErrorKind::Unsupported, "this system cannot exchange two folders"))
        }
    }

    /// Creates a hard link to the file at `path` in a tree of ours. A symbolic link is not followed.
    pub(crate) fn link_into_own(&self, path: &Path, to: &Self, second: &Path) -> io::Result<()> {
        self.at(path, |here, name| Ok(rustix::fs::linkat(here, name, to.fd(), second, AtFlags::empty())?))
    }

    /// Creates a copy `new`, in the folder `to`, of the symbolic link `name` in this folder.
    pub(crate) fn copy_link(&self, name: &Path, to: &Self, new: &Path) -> io::Result<()> {
        let aim = rustix::fs::readlinkat(self.fd(), name, Vec::new())?;
        Ok(rustix::fs::symlinkat(aim, to.fd(), new)?)
    }

    /// Creates a file that must not exist yet in a tree of ours. This process created every folder of the tree and only this
    /// user may enter it, so one call is enough for a long path.
    pub(crate) fn create_in_own(&self, path: &Path, mode: u32) -> io::Result<File> {
        Ok(File::from(rustix::fs::openat(self.fd(), path, NEW_FILE, mode_of(mode))?))
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
            if status::of_open(opened.as_fd())?.kind == FileKind::Symlink {
                return Err(Errno::LOOP.into());
            }
            Ok(rustix::fs::chmod(format!("/proc/self/fd/{}", opened.as_raw_fd()), mode_of(mode))?)
        }
        #[cfg(not(target_os = "linux"))]
        self.at(path, |folder, name| Ok(rustix::fs::chmodat(folder, name, mode_of(mode), AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Changes the owner and group of the folder.
    pub(crate) fn give(&self, owner: (u32, u32)) -> io::Result<()> {
        give(self.fd(), owner)
    }

    /// Whether this user may add and remove entries.
    pub(crate) fn may_change(&self) -> io::Result<()> {
        let wanted = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        Ok(rustix::fs::accessat(self.fd(), ".", wanted, AtFlags::EACCESS)?)
    }

    /// Whether this user may write to the file of this name.
    pub(crate) fn may_write(&self, name: &Path) -> io::Result<()> {
        Ok(rustix::fs::accessat(self.fd(), name, rustix::fs::Access::WRITE_OK, AtFlags::EACCESS)?)
    }

    /// Sets an extended attribute of the folder.
    pub(crate) fn set_attribute(&self, name: &str, value: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::fsetxattr(self.fd(), name, value, XattrFlags::empty())?)
    }

    /// Whether the folder has an extended attribute of at most eight bytes.
    pub(crate) fn has_attribute(&self, name: &str) -> bool {
        rustix::fs::fgetxattr(self.fd(), name, &mut [0_u8; 8]).is_ok()
    }

    /// Removes an extended attribute of the folder.
    pub(crate) fn remove_attribute(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::fremovexattr(self.fd(), name)?)
    }

    /// Flushes the file system of the folder to disk, so that what was written survives a power failure.
    pub(crate) fn flush(&self) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        rustix::fs::syncfs(self.fd())?;
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        rustix::fs::sync();
        Ok(())
    }

    /// Flushes the entries of the folder to disk.
    pub(crate) fn flush_entries(&self) -> io::Result<()> {
        match rustix::fs::fsync(self.fd()) {
            // Some network file systems need no such call.
            Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
            done => Ok(done?),
        }
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
pub(super) fn give(made: impl AsFd, (owner, group): (u32, u32)) -> io::Result<()> {
    let (owner, group) = (rustix::fs::Uid::from_raw(owner), rustix::fs::Gid::from_raw(group));
    Ok(rustix::fs::fchown(made, Some(owner), Some(group))?)
}

fn mode_of(mode: u32) -> Mode {
    Mode::from_raw_mode(mode as _)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn is_unsupported(error: &io::Error) -> bool {
    let numbers = [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP];
    is(error, Cause::Unsupported) || Errno::from_io_error(error).is_some_and(|number| numbers.contains(&number))
}
