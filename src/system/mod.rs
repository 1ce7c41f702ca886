//! What differs from one operating system to another: folders that are held open, owners and modes, locks, limits, and the numbers
//! of errors. Two modules have the same items: `unix`, which works with file descriptors, and `portable`, which works with paths
//! and the standard library alone, for Windows. No other module knows the system.
//!
//! What `portable` cannot do, and what happens instead:
//!
//! ```text
//! exchange two folders in one step      a site is published in place, and a note says so
//! open below a folder that is held      each folder on a path is checked first: a program that runs at the same time can
//!   open, never through a link            put a link there in between
//! lock a folder                         only the lock file in the state folder is locked
//! owners, modes, extended attributes    files belong to whoever builds, with what the folder above them hands down
//! ask whether a folder can be written   writing fails then, perhaps in the middle of an update, which the next build completes
//! find other mounts of a folder         nothing; folders are never exchanged
//! ```
//!
//! `RUSTFLAGS='--cfg portable'` selects `portable` on any system, to test it.

#[cfg(not(all(unix, not(portable))))]
mod portable;
#[cfg(all(unix, not(portable)))]
mod unix;

#[cfg(not(all(unix, not(portable))))]
pub(crate) use portable::*;
#[cfg(all(unix, not(portable)))]
pub(crate) use unix::*;

use std::ffi::OsString;
use std::io::{self, ErrorKind};

/// A time of the file system: seconds since 1970 and nanoseconds.
pub(crate) type Time = (i64, i64);

/// The identity of a folder on this machine.
pub(crate) type FolderIdentity = (u64, u64);

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A regular file.
    File,
    /// A symbolic link, never followed.
    Symlink,
    /// A pipe, socket or device.
    Special,
    /// A folder.
    Folder,
}

impl From<std::fs::FileType> for FileKind {
    fn from(kind: std::fs::FileType) -> Self {
        if kind.is_file() {
            Self::File
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_symlink() {
            Self::Symlink
        } else {
            Self::Special
        }
    }
}

/// The status of a file or folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Status {
    pub(crate) kind: FileKind,
    /// Permissions, with the set-ID and sticky bits.
    pub(crate) mode: u32,
    pub(crate) owner: u32,
    pub(crate) group: u32,
    pub(crate) inode: u64,
    pub(crate) device: u64,
    pub(crate) length: u64,
    /// The number of hard links.
    pub(crate) names: u64,
    pub(crate) accessed: Time,
    pub(crate) modified: Time,
    /// Whether it may not be changed, renamed or linked, not even by its owner (`chattr +i`, `+a`).
    pub(crate) is_locked: bool,
    /// Whether another file system, or another part of one, is mounted at it.
    pub(crate) is_mounted: bool,
}

impl Status {
    /// Whether both are the same file.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.inode, self.device) == (other.inode, other.device)
    }
}

/// One entry of a folder, as listed.
#[derive(Clone, Debug)]
pub(crate) struct DirEntry {
    pub(crate) name: OsString,
    /// `None` if the file system does not report it.
    pub(crate) kind: Option<FileKind>,
    /// 0 if the system does not report it.
    pub(crate) inode: u64,
}

/// Why a call failed, where [`ErrorKind`] does not say it exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A link where none is followed, or links that lead to each other in a circle.
    LinkLoop,
    /// The two paths are on different file systems.
    OtherDevice,
    /// Not permitted whatever the modes are; permission that a mode denies is not this.
    NotPermitted,
    /// The file system or the system has no such call.
    Unsupported,
    /// A file has as many hard links as the file system allows.
    TooManyLinks,
    /// A path is too long.
    NameTooLong,
    /// This process, or all together, have too many files open.
    TooManyOpenFiles,
}

/// Whether a call failed for this reason.
pub(crate) fn is(error: &io::Error, cause: Cause) -> bool {
    cause_of(error) == Some(cause)
}

/// Whether an error means that nothing is there: no such name, or a parent that is not a folder.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) || is(error, Cause::LinkLoop)
}

/// Does nothing to what is absent.
fn forgive_absence(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests;
