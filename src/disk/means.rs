//! Opens a path below a folder that is held open, without following a link anywhere on it: in one call where the system
//! has it, else folder by folder.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Component, Path};

use rustix::fs::{Mode, OFlags, openat};
use rustix::io::Errno;

/// How to open a folder.
pub(super) const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// How to open a folder on the way to something below it, which need not be readable.
#[cfg(target_os = "linux")]
const PASSAGE: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const PASSAGE: OFlags = FOLDER;
/// How often an open is repeated that met a folder being renamed.
const ATTEMPTS: usize = 16;

/// How a path is opened without following links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Means {
    /// In one call.
    #[cfg(target_os = "linux")]
    Whole,
    /// Folder by folder: the system has no such call, or does not allow it.
    #[default]
    Stepwise,
}

impl Means {
    /// What the system can do. Containers may forbid a call that they do not know, as not permitted.
    #[cfg(target_os = "linux")]
    pub(super) fn of(folder: BorrowedFd<'_>) -> Self {
        match whole(folder, Path::new("."), FOLDER) {
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => Self::Stepwise,
            _ => Self::Whole,
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn of(_: BorrowedFd<'_>) -> Self {
        Self::Stepwise
    }

    /// Opens a path below a folder without following any link.
    pub(super) fn open(self, folder: BorrowedFd<'_>, path: &Path, how: OFlags) -> Result<OwnedFd, Errno> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match self {
            #[cfg(target_os = "linux")]
            Self::Whole => {
                let mut last = Errno::AGAIN;
                for _ in 0..ATTEMPTS {
                    match whole(folder, path, how) {
                        Err(error @ (Errno::AGAIN | Errno::INTR)) => last = error,
                        other => return other,
                    }
                }
                Err(last)
            }
            Self::Stepwise => stepwise(folder, path, how),
        }
    }
}

#[cfg(target_os = "linux")]
fn whole(folder: BorrowedFd<'_>, path: &Path, how: OFlags) -> Result<OwnedFd, Errno> {
    use rustix::fs::ResolveFlags;
    let resolve = ResolveFlags::BENEATH.union(ResolveFlags::NO_SYMLINKS).union(ResolveFlags::NO_MAGICLINKS);
    rustix::fs::openat2(folder, path, how, Mode::empty(), resolve)
}

fn stepwise(folder: BorrowedFd<'_>, path: &Path, how: OFlags) -> Result<OwnedFd, Errno> {
    let mut parts = path.components().filter(|part| *part != Component::CurDir).peekable();
    let mut at: Option<OwnedFd> = None;
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(Errno::XDEV) };
        let how = if parts.peek().is_some() { PASSAGE } else { how };
        let from = at.as_ref().map_or(folder, AsFd::as_fd);
        at = Some(openat(from, name, how.union(OFlags::NOFOLLOW), Mode::empty())?);
    }
    at.map_or_else(|| openat(folder, ".", how.union(OFlags::NOFOLLOW), Mode::empty()), Ok)
}

/// Whether an error of an open that follows no links may be because of one. Systems differ in what they say of a link
/// where a folder or a file is asked for.
pub(super) fn is_perhaps_a_link(error: Errno) -> bool {
    matches!(error, Errno::LOOP | Errno::NOTDIR | Errno::MLINK | Errno::XDEV)
}
