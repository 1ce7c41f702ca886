//! Unix: folders as file descriptors, owners, modes, extended attributes.

mod beneath;
mod dir;
mod extended;
mod metadata;
mod mounts;
mod status;

pub(crate) use beneath::{OpenMethod, is_perhaps_a_link};
pub(crate) use dir::Dir;
pub(crate) use extended::copy_all as copy_attributes_of_file;
pub(crate) use metadata::{copy_attributes, copy_owner_and_times, set_times};
pub(crate) use mounts::other_holder;
pub(crate) use status::{of_file as status_of_file, of_metadata as stamp_of};

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::buffer::spare_capacity;
use rustix::fs::{Gid, Mode, OFlags, Uid, XattrFlags};
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{Cause, FolderIdentity};

/// Whether two folders can be exchanged in one step.
pub(crate) const CAN_EXCHANGE: bool = cfg!(any(target_os = "linux", target_os = "android", target_vendor = "apple"));

/// Whether files and folders have modes.
pub(crate) const HAS_MODES: bool = true;
/// Whether a user has a desktop without a variable of the environment that says so.
pub(crate) const HAS_DESKTOP: bool = cfg!(target_os = "macos");
/// Whether programs are opened with a double click, in a terminal of their own.
pub(crate) const OPENS_IN_OWN_TERMINAL: bool = false;
/// The command that opens an address in the browser of the user.
pub(crate) const BROWSER: &[&str] = if HAS_DESKTOP { &["open"] } else { &["xdg-open"] };

/// The number of the current user.
pub(crate) fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whether the current user may do anything.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Why a call failed, as far as it is told apart.
pub(super) fn cause_of(error: &io::Error) -> Option<Cause> {
    Some(match Errno::from_io_error(error)? {
        Errno::LOOP => Cause::LinkLoop,
        Errno::XDEV => Cause::OtherDevice,
        Errno::PERM => Cause::NotPermitted,
        Errno::OPNOTSUPP => Cause::Unsupported,
        Errno::MLINK => Cause::TooManyLinks,
        Errno::NAMETOOLONG => Cause::NameTooLong,
        Errno::MFILE | Errno::NFILE => Cause::TooManyOpenFiles,
        _ => return None,
    })
}

/// An error with this cause.
pub(crate) fn error_of(cause: Cause) -> io::Error {
    let errno = match cause {
        Cause::LinkLoop => Errno::LOOP,
        Cause::OtherDevice => Errno::XDEV,
        Cause::NotPermitted => Errno::PERM,
        Cause::Unsupported => Errno::OPNOTSUPP,
        Cause::TooManyLinks => Errno::MLINK,
        Cause::NameTooLong => Errno::NAMETOOLONG,
        Cause::TooManyOpenFiles => Errno::MFILE,
    };
    errno.into()
}

/// Whether an open failed because of a socket, or a device without a driver.
pub(crate) fn is_special(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::NXIO | Errno::NODEV | Errno::OPNOTSUPP))
}

/// Whether a new watch failed because of a limit of the system.
pub(crate) fn is_watch_limit(error: &io::Error) -> bool {
    let limits = [Errno::MFILE, Errno::NFILE, Errno::NOSPC];
    Errno::from_io_error(error).is_some_and(|errno| limits.contains(&errno)) || error.kind() == ErrorKind::QuotaExceeded
}

/// Whether an error means that there is a link or a file instead of a folder.
pub(crate) fn is_not_a_folder(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::NOTDIR | Errno::LOOP | Errno::MLINK))
}

/// The path without links.
pub(crate) fn canonicalize(path: impl AsRef<Path>) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// The text of the system with these bytes, which were written by [`std::ffi::OsStr::as_encoded_bytes`]; `None` if it can have no
/// such text.
#[allow(clippy::unnecessary_wraps)] // other systems have texts that are not any bytes
pub(crate) fn text_from_bytes(bytes: &[u8]) -> Option<OsString> {
    Some(OsString::from_vec(bytes.to_owned()))
}

/// The identity of the folder at `path`, links followed, if there is one.
pub(crate) fn folder_identity(path: &Path) -> Option<FolderIdentity> {
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
    Some((found.dev(), found.ino()))
}

/// The user who owns what is at `path`.
pub(crate) fn owner_of(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|found| found.uid())
}

/// Opens what is at `path` for reading. Never waits for the other end of a pipe.
pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Reads once, into the spare capacity of `bytes`. Returns the number of bytes read.
pub(crate) fn read_more(file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    Ok(rustix::io::read(file, spare_capacity(bytes))?)
}

/// Reads once, from this place of a file.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    file.read_at(bytes, place)
}

/// Sets the mode of an open file.
pub(crate) fn set_file_mode(file: &File, mode: u32) -> io::Result<()> {
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Changes the owner and group of an open file.
pub(crate) fn give_file(file: &File, owner: (u32, u32)) -> io::Result<()> {
    dir::give(file, owner)
}

/// Gives `new` the owner and group of `old`.
pub(crate) fn copy_owner_of_file(old: &File, new: &File) -> io::Result<()> {
    let (wanted, made) = (old.metadata()?, new.metadata()?);
    if (wanted.uid(), wanted.gid()) == (made.uid(), made.gid()) {
        return Ok(());
    }
    let (owner, group) = (Uid::from_raw(wanted.uid()), Gid::from_raw(wanted.gid()));
    Ok(rustix::fs::fchown(new, Some(owner), Some(group))?)
}

/// Sets an extended attribute of an open file.
pub(crate) fn set_attribute(file: &File, name: &str, value: &[u8]) -> io::Result<()> {
    Ok(rustix::fs::fsetxattr(file.as_fd(), name, value, XattrFlags::empty())?)
}

/// Reads an extended attribute of an open file, which must fit into `value`. Returns its length.
pub(crate) fn attribute(file: &File, name: &str, value: &mut [u8]) -> io::Result<usize> {
    Ok(rustix::fs::fgetxattr(file.as_fd(), name, value)?)
}

/// Whether the terminal interprets escape sequences, as for colours: each does.
pub(crate) fn enable_escapes() -> bool {
    true
}

/// How many files this process may have open; `None` if there is no limit.
pub(crate) fn file_limit() -> Option<u64> {
    getrlimit(Resource::Nofile).current
}

/// Lets this process have `wanted` files open, or as many as it may.
pub(crate) fn raise_file_limit(wanted: u64) {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(wanted, |most| most.min(wanted));
    if current.is_some_and(|current| current < wanted) {
        // If this fails, the limit stays.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
    }
}

/// The file system that does not report changes made elsewhere, if a folder is on such a one.
#[cfg(target_os = "linux")]
pub(crate) fn distant(folder: &Path) -> Option<&'static str> {
    distant_by_magic(u64::try_from(rustix::fs::statfs(folder).ok()?.f_type).ok()? & 0xFFFF_FFFF)
}

/// Elsewhere it is not asked.
#[cfg(not(target_os = "linux"))]
pub(crate) fn distant(_: &Path) -> Option<&'static str> {
    None
}

/// By the number that `statfs` gives for its kind, the lower 32 bits of it.
#[cfg(any(target_os = "linux", test))]
fn distant_by_magic(magic: u64) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "a network drive (NFS)",
        0x517B | 0xFE53_4D42 | 0xFF53_4D42 => "a network drive (SMB)",
        0x0102_1997 => "a drive of the host system (9p), like Windows drives in WSL",
        0x6573_5546 => "a drive provided by a program (FUSE)",
        0x00C3_6400 => "a network drive (Ceph)",
        0x5346_414F | 0x6B41_4653 => "a network drive (AFS)",
        0x7375_7245 => "a network drive (Coda)",
        0x0BD0_0BD0 => "a network drive (Lustre)",
        0x4750_4653 => "a network drive (GPFS)",
        0x786F_4256 => "a folder shared by VirtualBox",
        0xBACB_ACBC => "a folder shared by VMware",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distant_drives_are_known_by_their_kind() {
        let kinds = [0x6969, 0xFE53_4D42, 0xFF53_4D42, 0x0102_1997, 0x6573_5546];
        let words = ["NFS", "SMB", "SMB", "9p", "FUSE"];
        for (kind, word) in kinds.into_iter().zip(words) {
            assert!(distant_by_magic(kind).is_some_and(|said| said.contains(word)), "{kind:x}");
        }
        // ext4, tmpfs, btrfs, xfs, overlayfs, zfs
        for kind in [0xEF53, 0x0102_1994, 0x9123_683E, 0x5846_5342, 0x794C_7630, 0x2FC1_2FC1] {
            assert_eq!(distant_by_magic(kind), None, "{kind:x}");
        }
        assert_eq!(distant(&std::env::temp_dir().join("not there")), None);
    }
}
