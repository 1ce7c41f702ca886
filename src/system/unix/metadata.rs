//! Copies owner, group, mode, times, extended attributes and access lists from one folder to another. If that is not possible,
//! the folder is not exchanged.

use std::io::{self, ErrorKind};

use rustix::fs::{Gid, Timespec, Timestamps, Uid};

use super::dir::Dir;
use super::extended::{copy, names};
use crate::system::{Status, Time};

/// The access list of the folder itself. It is set last, because it decides who may enter.
const ACCESS: &[u8] = b"system.posix_acl_access";

/// Copies what is needed before the folder is filled: attributes, and the access list that new files inherit.
pub(crate) fn copy_attributes(from: &Dir, to: &Dir) -> io::Result<()> {
    let wanted = names(from.fd())?;
    for name in wanted.iter().filter(|name| name.as_bytes() != ACCESS) {
        copy(from.fd(), to.fd(), name)?;
    }
    // Remove what the new folder inherited from the folder that contains it.
    for name in names(to.fd())?.iter().filter(|name| !wanted.contains(name)) {
        rustix::fs::fremovexattr(to.fd(), name.as_c_str())?;
    }
    Ok(())
}

/// Copies what must be set after the folder is filled: owner, access list, mode, times.
pub(crate) fn copy_owner_and_times(from: &Dir, to: &Dir) -> io::Result<()> {
    let (wanted, has) = (from.status()?, to.status()?);
    let owner = (wanted.owner != has.owner).then(|| Uid::from_raw(wanted.owner));
    let group = (wanted.group != has.group).then(|| Gid::from_raw(wanted.group));
    if owner.is_some() || group.is_some() {
        rustix::fs::fchown(to.fd(), owner, group)?;
    }
    if let Some(name) = names(from.fd())?.iter().find(|name| name.as_bytes() == ACCESS) {
        copy(from.fd(), to.fd(), name)?;
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
pub(crate) fn set_times(wanted: &Status, to: &Dir) -> io::Result<()> {
    let time = |(seconds, nanoseconds): Time| Timespec { tv_sec: seconds, tv_nsec: nanoseconds as _ };
    let times = Timestamps { last_access: time(wanted.accessed), last_modification: time(wanted.modified) };
    Ok(rustix::fs::futimens(to.fd(), &times)?)
}
