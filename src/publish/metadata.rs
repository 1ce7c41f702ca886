//! Copies owner, group, mode, times, extended attributes and access lists from one folder to another. If that is not possible,
//! the folder is not exchanged.

use std::ffi::CString;
use std::io::{self, ErrorKind};

use rustix::fs::{Gid, Timespec, Timestamps, Uid, XattrFlags};
use rustix::io::Errno;

use super::dir::{Dir, is};
use super::status::{Status, Time};

/// The access list of the folder itself. It is set last, because it decides who may enter.
const ACCESS: &[u8] = b"system.posix_acl_access";

/// Maximum length in bytes of a list or value of attributes, which is that of Linux.
const LONGEST: usize = 64 << 10;

/// Copies what is needed before the folder is filled: attributes, and the access list that new files inherit.
pub(super) fn copy_attributes(from: &Dir, to: &Dir) -> io::Result<()> {
    let wanted = names(from)?;
    for name in wanted.iter().filter(|name| name.as_bytes() != ACCESS) {
        copy(from, to, name)?;
    }
    // Remove what the new folder inherited from the folder that contains it.
    for name in names(to)?.iter().filter(|name| !wanted.contains(name)) {
        rustix::fs::fremovexattr(to.fd(), name.as_c_str())?;
    }
    Ok(())
}

/// Copies what must be set after the folder is filled: owner, access list, mode, times.
pub(super) fn copy_owner_and_times(from: &Dir, to: &Dir) -> io::Result<()> {
    let (wanted, has) = (from.status()?, to.status()?);
    let owner = (wanted.owner != has.owner).then(|| Uid::from_raw(wanted.owner));
    let group = (wanted.group != has.group).then(|| Gid::from_raw(wanted.group));
    if owner.is_some() || group.is_some() {
        rustix::fs::fchown(to.fd(), owner, group)?;
    }
    if let Some(name) = names(from)?.iter().find(|name| name.as_bytes() == ACCESS) {
        copy(from, to, name)?;
    }
    to.set_own_mode(wanted.mode)?;
    set_times(&wanted, to)?;
    let has = to.status()?;
    match (has.owner, has.group, has.mode) == (wanted.owner, wanted.group, wanted.mode) {
        true => Ok(()),
        false => Err(ErrorKind::PermissionDenied.into()),
    }
}

/// Sets the times of a folder to those in `wanted`.
pub(super) fn set_times(wanted: &Status, to: &Dir) -> io::Result<()> {
    let time = |(seconds, nanoseconds): Time| Timespec { tv_sec: seconds, tv_nsec: nanoseconds as _ };
    let times = Timestamps { last_access: time(wanted.accessed), last_modification: time(wanted.modified) };
    Ok(rustix::fs::futimens(to.fd(), &times)?)
}

fn copy(from: &Dir, to: &Dir, name: &CString) -> io::Result<()> {
    let Some(value) = value(from, name)? else { return Ok(()) };
    if value_of_new(to, name)?.as_ref() == Some(&value) {
        return Ok(());
    }
    Ok(rustix::fs::fsetxattr(to.fd(), name.as_c_str(), &value, XattrFlags::empty())?)
}

/// The names of the attributes; none if the file system does not support them.
fn names(folder: &Dir) -> io::Result<Vec<CString>> {
    let mut list = Vec::with_capacity(LONGEST);
    match rustix::fs::flistxattr(folder.fd(), rustix::buffer::spare_capacity(&mut list)) {
        Err(Errno::NOTSUP) => return Ok(Vec::new()),
        done => done?,
    };
    Ok(list
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
        .filter_map(|name| CString::new(name).ok())
        .collect())
}

/// The value of an attribute; `None` if it was removed in the meantime.
fn value(folder: &Dir, name: &CString) -> io::Result<Option<Vec<u8>>> {
    let mut value = Vec::with_capacity(LONGEST);
    match rustix::fs::fgetxattr(folder.fd(), name.as_c_str(), rustix::buffer::spare_capacity(&mut value)) {
        Err(Errno::NODATA) => Ok(None),
        done => done.map(|_| Some(value)).map_err(Into::into),
    }
}

/// As [`value`], but also `None` if the file system does not support the attribute.
fn value_of_new(folder: &Dir, name: &CString) -> io::Result<Option<Vec<u8>>> {
    match value(folder, name) {
        Err(error) if is(&error, Errno::NOTSUP) => Ok(None),
        found => found,
    }
}
