//! Opens a path below a folder that is held open, without following a link anywhere on it: in one call where the system
//! has `openat2`, else folder by folder.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Component, Path};

use rustix::fs::{Mode, OFlags, openat};
use rustix::io::Errno;

use super::dir::Dir;

/// Flags to open a file without waiting for the other end of a pipe and without acquiring a controlling terminal.
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);
/// Flags to open a folder.
pub(super) const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// Flags to open a folder on the way to something below it, which need not be readable.
#[cfg(target_os = "linux")]
const PASSAGE: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const PASSAGE: OFlags = FOLDER;
/// Maximum number of attempts to open a path on which a folder is being renamed.
#[cfg(target_os = "linux")]
const ATTEMPTS: usize = 16;

/// How a path is opened without following links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OpenMethod {
    /// With `openat2`, in one call.
    #[cfg(target_os = "linux")]
    Openat2,
    /// Folder by folder, where the system has no `openat2` or does not allow it.
    #[default]
    ByComponent,
}

impl OpenMethod {
    /// Finds out what the system can do. Containers may refuse a call that they do not know as not permitted.
    #[cfg(target_os = "linux")]
    pub(crate) fn detect(folder: &Dir) -> Self {
        match openat2(folder.fd(), Path::new("."), FOLDER, false) {
            Err(error) if is_unavailable(error) => Self::ByComponent,
            _ => Self::Openat2,
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn detect(_: &Dir) -> Self {
        Self::ByComponent
    }

    /// Opens a folder below another one; the empty path is that folder itself.
    pub(crate) fn folder(self, above: &Dir, path: &Path) -> io::Result<Dir> {
        Ok(self.open(above.fd(), path, FOLDER)?.into())
    }

    /// Opens what is at a path below a folder for reading. Never blocks, whatever is there.
    pub(crate) fn file(self, above: &Dir, path: &Path) -> io::Result<File> {
        Ok(self.open(above.fd(), path, READ)?.into())
    }

    /// Opens a path below a folder; the empty path is the folder itself.
    fn open(self, folder: BorrowedFd<'_>, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match self {
            #[cfg(target_os = "linux")]
            Self::Openat2 => openat2(folder, path, flags, false),
            Self::ByComponent => by_component(folder, path, flags),
        }
    }
}

/// Opens a path below a folder with whatever the system has for it; the empty path is the folder itself.
pub(super) fn open_beneath(folder: BorrowedFd<'_>, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let mut components = path.components();
    // A single name that is not followed cannot lead out.
    if let (Some(Component::Normal(name)), None) = (components.next(), components.next()) {
        return openat(folder, name, flags.union(OFlags::NOFOLLOW), Mode::empty());
    }
    #[cfg(target_os = "linux")]
    match OpenMethod::Openat2.open(folder, path, flags) {
        Err(error) if is_unavailable(error) || error == Errno::AGAIN => {}
        opened => return opened,
    }
    OpenMethod::ByComponent.open(folder, path, flags)
}

/// As [`open_beneath`], but fails with `XDEV` where something is mounted on the path, and with `NOSYS` where the system
/// does not report it.
#[cfg(target_os = "linux")]
pub(super) fn open_beneath_in_mount(folder: BorrowedFd<'_>, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    match openat2(folder, path, flags, true) {
        Err(error) if is_unavailable(error) || error == Errno::AGAIN => Err(Errno::NOSYS),
        opened => opened,
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn open_beneath_in_mount(_: BorrowedFd<'_>, _: &Path, _: OFlags) -> Result<OwnedFd, Errno> {
    Err(Errno::NOSYS)
}

#[cfg(target_os = "linux")]
fn openat2(folder: BorrowedFd<'_>, path: &Path, flags: OFlags, in_mount: bool) -> Result<OwnedFd, Errno> {
    use rustix::fs::ResolveFlags;
    let mut resolve = ResolveFlags::BENEATH.union(ResolveFlags::NO_SYMLINKS).union(ResolveFlags::NO_MAGICLINKS);
    resolve.set(ResolveFlags::NO_XDEV, in_mount);
    let mut last = Errno::AGAIN;
    for _ in 0..ATTEMPTS {
        match rustix::fs::openat2(folder, path, flags, Mode::empty(), resolve) {
            Err(error @ (Errno::AGAIN | Errno::INTR)) => last = error,
            opened => return opened,
        }
    }
    Err(last)
}

#[cfg(target_os = "linux")]
fn is_unavailable(error: Errno) -> bool {
    matches!(error, Errno::NOSYS | Errno::PERM | Errno::INVAL)
}

fn by_component(folder: BorrowedFd<'_>, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let mut parts = path.components().filter(|part| *part != Component::CurDir).peekable();
    let mut current: Option<OwnedFd> = None;
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(Errno::XDEV) };
        let flags = if parts.peek().is_some() { PASSAGE } else { flags };
        let from = current.as_ref().map_or(folder, AsFd::as_fd);
        current = Some(openat(from, name, flags.union(OFlags::NOFOLLOW), Mode::empty())?);
    }
    current.map_or_else(|| openat(folder, ".", flags.union(OFlags::NOFOLLOW), Mode::empty()), Ok)
}

/// Whether an open that follows no links may have failed because of one. Systems return different errors for a link in
/// the place of a folder or a file.
pub(crate) fn is_perhaps_a_link(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::LOOP | Errno::NOTDIR | Errno::MLINK | Errno::XDEV))
}
