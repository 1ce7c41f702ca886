//! The status of one file or folder, read in one call.

use std::ffi::OsStr;
use std::io;
use std::os::fd::BorrowedFd;

use rustix::fs::{AtFlags, FileType};

/// A time of the file system: seconds since 1970 and nanoseconds.
pub(crate) type Time = (i64, i64);

/// How messages describe what has [`Status::is_locked`].
pub(crate) const LOCKED: &str = "immutable or append-only";

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

impl FileKind {
    /// The kind for a file type; `None` if the file system does not report it.
    pub(crate) fn from_type(kind: FileType) -> Option<Self> {
        match kind {
            FileType::RegularFile => Some(Self::File),
            FileType::Symlink => Some(Self::Symlink),
            FileType::Directory => Some(Self::Folder),
            FileType::Unknown => None,
            _ => Some(Self::Special),
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
    /// The status of a name in a folder; a link is not followed.
    pub(crate) fn of_name(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<Self> {
        Self::query(folder, name, AtFlags::SYMLINK_NOFOLLOW)
    }

    /// The status of an open file or folder.
    pub(crate) fn of_open(file: BorrowedFd<'_>) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        return Self::query(file, OsStr::new(""), AtFlags::EMPTY_PATH);
        #[cfg(not(target_os = "linux"))]
        Ok(Self::from_stat(&rustix::fs::fstat(file)?))
    }

    /// Whether both are the same file.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.inode, self.device) == (other.inode, other.device)
    }

    fn query(folder: BorrowedFd<'_>, name: &OsStr, flags: AtFlags) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{StatxAttributes, StatxFlags, statx};
            match statx(folder, name, flags, StatxFlags::BASIC_STATS) {
                Err(rustix::io::Errno::NOSYS) => {}
                found => {
                    let found = found?;
                    let mode = u32::from(found.stx_mode);
                    let has = |attribute| found.stx_attributes.contains(attribute);
                    return Ok(Self {
                        kind: FileKind::from_type(FileType::from_raw_mode(mode)).unwrap_or(FileKind::Special),
                        mode: mode & 0o7777,
                        owner: found.stx_uid,
                        group: found.stx_gid,
                        inode: found.stx_ino,
                        device: rustix::fs::makedev(found.stx_dev_major, found.stx_dev_minor),
                        length: found.stx_size,
                        names: u64::from(found.stx_nlink),
                        accessed: (found.stx_atime.tv_sec, i64::from(found.stx_atime.tv_nsec)),
                        modified: (found.stx_mtime.tv_sec, i64::from(found.stx_mtime.tv_nsec)),
                        is_locked: has(StatxAttributes::IMMUTABLE) || has(StatxAttributes::APPEND),
                        is_mounted: has(StatxAttributes::MOUNT_ROOT),
                    });
                }
            }
        }
        Ok(Self::from_stat(&rustix::fs::statat(folder, name, flags)?))
    }

    /// For systems that report less: mount points are not recognized, nor are immutable or append-only files.
    #[allow(clippy::unnecessary_cast, clippy::cast_lossless, clippy::cast_sign_loss, clippy::cast_possible_wrap)]
    fn from_stat(found: &rustix::fs::Stat) -> Self {
        let mode = found.st_mode as u32;
        Self {
            kind: FileKind::from_type(FileType::from_raw_mode(found.st_mode as _)).unwrap_or(FileKind::Special),
            mode: mode & 0o7777,
            owner: found.st_uid,
            group: found.st_gid,
            inode: found.st_ino as u64,
            device: found.st_dev as u64,
            length: found.st_size as u64,
            names: found.st_nlink as u64,
            accessed: (found.st_atime as i64, found.st_atime_nsec as i64),
            modified: (found.st_mtime as i64, found.st_mtime_nsec as i64),
            is_locked: false,
            is_mounted: false,
        }
    }
}
