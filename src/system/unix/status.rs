//! The status of one file or folder, read in one call.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;

use rustix::fs::{AtFlags, FileType};

use crate::system::{FileKind, Status, Time};

/// The kind for a file type; `None` if the file system does not report it.
pub(super) fn kind_of(kind: FileType) -> Option<FileKind> {
    match kind {
        FileType::RegularFile => Some(FileKind::File),
        FileType::Symlink => Some(FileKind::Symlink),
        FileType::Directory => Some(FileKind::Folder),
        FileType::Unknown => None,
        _ => Some(FileKind::Special),
    }
}

/// The status of an open file.
pub(crate) fn of_file(file: &File) -> io::Result<Status> {
    of_open(file.as_fd())
}

/// What differs between two states of a file that programs cannot set: the time of the last change of its contents or metadata
/// (ctime), and its inode.
pub(crate) fn of_metadata(metadata: &std::fs::Metadata) -> (Time, u64) {
    ((metadata.ctime(), metadata.ctime_nsec()), metadata.ino())
}

/// The status of a name in a folder; a link is not followed.
pub(super) fn of_name(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<Status> {
    query(folder, name, AtFlags::SYMLINK_NOFOLLOW)
}

/// The status of an open file or folder.
pub(super) fn of_open(file: BorrowedFd<'_>) -> io::Result<Status> {
    #[cfg(target_os = "linux")]
    return query(file, OsStr::new(""), AtFlags::EMPTY_PATH);
    #[cfg(not(target_os = "linux"))]
    Ok(from_stat(&rustix::fs::fstat(file)?))
}

fn query(folder: BorrowedFd<'_>, name: &OsStr, flags: AtFlags) -> io::Result<Status> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{StatxAttributes, StatxFlags, statx};
        match statx(folder, name, flags, StatxFlags::BASIC_STATS) {
            Err(rustix::io::Errno::NOSYS) => {}
            found => {
                let found = found?;
                let mode = u32::from(found.stx_mode);
                let has = |attribute| found.stx_attributes.contains(attribute);
                return Ok(Status {
                    kind: kind_of(FileType::from_raw_mode(mode)).unwrap_or(FileKind::Special),
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
    Ok(from_stat(&rustix::fs::statat(folder, name, flags)?))
}

/// For systems that report less: mount points are not recognized, nor are immutable or append-only files.
#[allow(clippy::unnecessary_cast, clippy::cast_lossless, clippy::cast_sign_loss, clippy::cast_possible_wrap)]
fn from_stat(found: &rustix::fs::Stat) -> Status {
    let mode = found.st_mode as u32;
    Status {
        kind: kind_of(FileType::from_raw_mode(found.st_mode as _)).unwrap_or(FileKind::Special),
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
