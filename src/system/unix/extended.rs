//! Reads and copies the extended attributes of open files and folders, access lists among them.

use std::ffi::CString;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::buffer::spare_capacity;
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
use rustix::io::Errno;

/// Maximum length in bytes of all names together, and of one value; that of Linux.
const LONGEST: usize = 64 << 10;

/// The names of the attributes; none if the file system does not support them.
pub(super) fn names(of: BorrowedFd<'_>) -> io::Result<Vec<CString>> {
    let mut list = Vec::with_capacity(LONGEST);
    match flistxattr(of, spare_capacity(&mut list)) {
        Err(Errno::NOTSUP) => return Ok(Vec::new()),
        done => done?,
    };
    Ok(list
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
        .filter_map(|name| CString::new(name).ok())
        .collect())
}

/// Gives `to` an attribute of `from`, unless it has the same value or was removed in the meantime.
pub(super) fn copy(from: BorrowedFd<'_>, to: BorrowedFd<'_>, name: &CString) -> io::Result<()> {
    let Some(wanted) = value(from, name)? else { return Ok(()) };
    match value(to, name) {
        Ok(Some(has)) if has == wanted => return Ok(()),
        // Setting it reports that the file system does not support it.
        Ok(_) | Err(Errno::NOTSUP) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(fsetxattr(to, name.as_c_str(), &wanted, XattrFlags::empty())?)
}

/// Copies all attributes, as far as the file system and the user may.
pub(crate) fn copy_all(from: &File, to: &File) {
    for name in names(from.as_fd()).unwrap_or_default() {
        // Whoever may not set one may still set others.
        let _ = copy(from.as_fd(), to.as_fd(), &name);
    }
}

/// The value of an attribute; `None` if it does not exist.
fn value(of: BorrowedFd<'_>, name: &CString) -> Result<Option<Vec<u8>>, Errno> {
    let mut value = Vec::with_capacity(LONGEST);
    match fgetxattr(of, name.as_c_str(), spare_capacity(&mut value)) {
        Err(Errno::NODATA) => Ok(None),
        done => done.map(|_| Some(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_copied_where_the_file_system_supports_them() {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str| std::fs::File::create_new(folder.path().join(name)).unwrap();
        let (from, to) = (open("from"), open("to"));
        let set = |name: &str, text: &[u8]| fsetxattr(&from, name, text, XattrFlags::empty());
        match set("user.firstflight.one", b"1").and_then(|()| set("user.firstflight.two", b"")) {
            Err(Errno::NOTSUP) => assert!(names(from.as_fd()).unwrap().is_empty()),
            done => {
                done.unwrap();
                for _ in 0..2 {
                    copy_all(&from, &to);
                    let has = |name: &str| value(to.as_fd(), &CString::new(name).unwrap()).unwrap();
                    assert_eq!(has("user.firstflight.one").as_deref(), Some(&b"1"[..]));
                    assert_eq!(has("user.firstflight.two").as_deref(), Some(&b""[..]));
                    assert_eq!(has("user.firstflight.three"), None);
                }
                copy(from.as_fd(), to.as_fd(), &CString::new("user.firstflight.three").unwrap()).unwrap();
                assert_eq!(names(to.as_fd()).unwrap(), names(from.as_fd()).unwrap());
            }
        }
    }
}
