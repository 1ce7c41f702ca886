//! Opens files of a site for reading: never through a link that leads outside the site, never a pipe or a device, and never
//! more of a file than its maximum length. A path is opened below a folder that is held open, so that nobody gains anything
//! by exchanging a file for a link between a check and its use.

pub(crate) mod beneath;
mod edited;
pub(crate) mod extended;
mod replace;
mod store;

pub use edited::EditedTexts;
pub use replace::ReplaceError;
pub use store::ByteStore;

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use rustix::buffer::spare_capacity;
use rustix::fs::{CWD, Dir, FileType, Mode, OFlags, openat};
use rustix::io::Errno;

use beneath::{FOLDER, OpenMethod, is_perhaps_a_link};

/// Flags to open a file without waiting for the other end of a pipe and without acquiring a controlling terminal.
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

/// What identifies the state of a file. If any of it differs, the file may have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// The time of the last write, since 1970.
    pub modified: Option<Duration>,
    /// The time of the last change of its contents or metadata (ctime), which programs cannot set.
    changed: (i64, i64),
    /// The inode number.
    number: u64,
}

impl Stamp {
    /// The stamp of a file.
    #[must_use]
    pub fn from_metadata(metadata: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            number: metadata.ino(),
        }
    }

    /// Whether both are stamps of the same file, possibly with different contents.
    #[must_use]
    pub fn is_same_file(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Why a file or folder of the site is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A link on its path leads outside the folders that may be read.
    Outside,
    /// It is a pipe, a socket or a device.
    Special,
    /// It is a folder where a file is expected.
    Folder,
    /// It is longer than the maximum. With its length in bytes.
    TooLarge(u64),
    /// It was replaced while it was being opened.
    Exchanged,
}

impl Refusal {
    /// The refusal that an error contains, if any.
    #[must_use]
    pub fn from_error(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside => f.write_str("it is a link out of the site's folder"),
            Self::Special => f.write_str("it is a pipe, a socket or a device, not a file or a folder"),
            Self::Folder => f.write_str("it is a folder, not a file"),
            Self::TooLarge(length) => write!(f, "it is too large, {length} bytes"),
            Self::Exchanged => f.write_str("it was replaced while it was being opened"),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(ErrorKind::InvalidInput, refusal)
    }
}

/// The folders whose files may be read. The default has none.
#[derive(Debug, Default)]
pub struct SiteFiles {
    /// Folders of the site that are links to elsewhere, then the site's folder.
    roots: Vec<Root>,
    method: OpenMethod,
    edited: EditedTexts,
}

/// A folder below which files may be read.
#[derive(Debug)]
struct Root {
    /// The prefix of the paths that callers pass.
    given: PathBuf,
    /// Its path without links.
    real: PathBuf,
    folder: OwnedFd,
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: std::ffi::OsString,
    /// Its kind.
    pub kind: EntryKind,
}

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

impl From<FileType> for EntryKind {
    fn from(kind: FileType) -> Self {
        match kind {
            FileType::RegularFile => Self::File,
            FileType::Directory => Self::Folder,
            FileType::Symlink => Self::Link,
            _ => Self::Special,
        }
    }
}

impl From<std::fs::FileType> for EntryKind {
    fn from(kind: std::fs::FileType) -> Self {
        if kind.is_file() {
            Self::File
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_symlink() {
            Self::Link
        } else {
            Self::Special
        }
    }
}

/// The identity of a folder: device and inode.
pub type FileIdentity = (u64, u64);

/// The entries of a folder, and its identity.
#[derive(Debug)]
pub struct Listing {
    /// Device and inode of the folder.
    pub identity: FileIdentity,
    /// The entries, sorted by name.
    pub entries: Vec<FolderEntry>,
}

impl SiteFiles {
    /// The files of the site at `site`. With `follow`, `content/` and `themes/` and the folders directly in them may be
    /// links to anywhere; otherwise links are followed only within the site.
    ///
    /// # Errors
    ///
    /// The site's folder cannot be opened.
    pub fn new(site: &Path, follow: bool) -> io::Result<Self> {
        let folder = Root::open(site, site)?;
        let method = OpenMethod::detect(folder.folder.as_fd());
        let mut files = Self { roots: vec![folder], method, edited: EditedTexts::default() };
        for name in ["content", "themes"] {
            let path = site.join(name);
            files.add(&path, follow);
            if follow {
                // A folder that cannot be read is reported later, when its files are read.
                let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
                entries.for_each(|entry| files.add(&entry.path(), follow));
            }
        }
        Ok(files)
    }

    /// Sets texts that are read in place of those on disk.
    #[must_use]
    pub fn with_edited(self, edited: EditedTexts) -> Self {
        Self { edited, ..self }
    }

    /// Adds a folder that is a link, if it may be followed.
    fn add(&mut self, path: &Path, follow: bool) {
        if !path.is_symlink() {
            return;
        }
        let Ok(real) = path.canonicalize() else { return };
        // A link within the site is opened from the site, even if it has been replaced in the meantime.
        let root = match self.roots.iter().find_map(|root| Some((root, real.strip_prefix(&root.real).ok()?))) {
            Some((root, rest)) => self
                .method
                .open(root.folder.as_fd(), rest, FOLDER)
                .map(|folder| Root { given: path.to_owned(), real: real.clone(), folder })
                .map_err(io::Error::from),
            None if follow => Root::open(path, &real),
            None => return,
        };
        if let Ok(root) = root {
            self.roots.insert(0, root);
        }
    }

    /// Whether a path without links is in a folder whose files may be read.
    #[must_use]
    pub fn contains(&self, real: &Path) -> bool {
        self.roots.iter().any(|root| real.starts_with(&root.real))
    }

    /// Opens a regular file for reading.
    ///
    /// # Errors
    ///
    /// A [`Refusal`], or the system's error.
    pub fn open(&self, path: &Path) -> io::Result<File> {
        Ok(self.open_with_stamp(path)?.0)
    }

    /// Opens a regular file for reading. Returns its stamp at that moment, too.
    ///
    /// # Errors
    ///
    /// As [`SiteFiles::open`].
    pub fn open_with_stamp(&self, path: &Path) -> io::Result<(File, Stamp)> {
        let file =
            self.descriptor(path, READ).map_err(|error| match error.raw_os_error().map(Errno::from_raw_os_error) {
                // The errors for sockets and for devices without a driver.
                Some(Errno::NXIO | Errno::NODEV | Errno::OPNOTSUPP) => Refusal::Special.into(),
                _ => error,
            })?;
        let file = File::from(file);
        let found = file.metadata()?;
        match found.file_type().into() {
            EntryKind::File => Ok((file, Stamp::from_metadata(&found))),
            EntryKind::Folder => Err(Refusal::Folder.into()),
            EntryKind::Link | EntryKind::Special => Err(Refusal::Special.into()),
        }
    }

    /// Reads a file of at most `most` bytes.
    ///
    /// # Errors
    ///
    /// As [`SiteFiles::open`], or [`Refusal::TooLarge`].
    pub fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let (file, stamp) = self.open_with_stamp(path)?;
        let edited = self.edited.get(&stamp);
        let length = edited.map_or(stamp.length, |text| text.len() as u64);
        if length > most {
            return Err(Refusal::TooLarge(length).into());
        }
        if let Some(text) = edited {
            return Ok(text.to_vec());
        }
        // One more, so that the end of the file is found without another allocation.
        let mut bytes = Vec::with_capacity(length as usize + 1);
        loop {
            if bytes.len() == bytes.capacity() {
                bytes.reserve(bytes.len());
            }
            match rustix::io::read(&file, spare_capacity(&mut bytes)) {
                Ok(0) => return Ok(bytes),
                // It is growing while it is read, perhaps without end.
                Ok(_) if bytes.len() as u64 > most => return Err(Refusal::TooLarge(bytes.len() as u64).into()),
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Lists a folder, including hidden files.
    ///
    /// # Errors
    ///
    /// As [`SiteFiles::open`].
    pub fn list(&self, path: &Path) -> io::Result<Listing> {
        let folder = self.descriptor(path, FOLDER)?;
        let identity = identity(&folder)?;
        let mut entries = Vec::new();
        for entry in Dir::new(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if matches!(name, b"." | b"..") {
                continue;
            }
            let name = std::ffi::OsStr::from_bytes(name).to_owned();
            let kind = match entry.file_type() {
                // Some file systems do not report the kind when listing.
                FileType::Unknown => std::fs::symlink_metadata(path.join(&name))?.file_type().into(),
                kind => kind.into(),
            };
            entries.push(FolderEntry { name, kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Listing { identity, entries })
    }

    /// The kind and stamp of what a link leads to, if it may be followed.
    ///
    /// # Errors
    ///
    /// As [`SiteFiles::open`].
    pub fn target(&self, link: &Path) -> io::Result<(EntryKind, Stamp)> {
        let real = link.canonicalize()?;
        if !self.contains(&real) {
            return Err(Refusal::Outside.into());
        }
        let found = std::fs::symlink_metadata(&real)?;
        Ok((found.file_type().into(), Stamp::from_metadata(&found)))
    }

    /// The kind and stamp of what is at a path. A link is followed if it may be.
    ///
    /// # Errors
    ///
    /// [`Refusal::Outside`] if it is a link that may not be followed, or the system's error.
    pub fn kind_and_stamp(&self, path: &Path) -> io::Result<(EntryKind, Stamp)> {
        let found = std::fs::symlink_metadata(path)?;
        match EntryKind::from(found.file_type()) {
            EntryKind::Link => self.target(path),
            kind => Ok((kind, Stamp::from_metadata(&found))),
        }
    }

    /// Opens `path` below a root: first without following links, and if there are any, at the path that they lead to.
    fn descriptor(&self, path: &Path, how: OFlags) -> io::Result<OwnedFd> {
        let below = self.roots.iter().find_map(|root| Some((root, path.strip_prefix(&root.given).ok()?)));
        if let Some((root, rest)) = below {
            match self.method.open(root.folder.as_fd(), rest, how) {
                Err(error) if is_perhaps_a_link(error) => {}
                Err(error) => return Err(error.into()),
                Ok(found) => return Ok(found),
            }
        }
        let real = path.canonicalize()?;
        let below = self.roots.iter().find_map(|root| Some((root, real.strip_prefix(&root.real).ok()?)));
        let Some((root, rest)) = below else { return Err(Refusal::Outside.into()) };
        self.method.open(root.folder.as_fd(), rest, how).map_err(|error| match is_perhaps_a_link(error) {
            true if error != Errno::NOTDIR => Refusal::Exchanged.into(),
            _ => error.into(),
        })
    }
}

impl Root {
    fn open(given: &Path, real: &Path) -> io::Result<Self> {
        let given = given.to_owned();
        // The empty path is the current folder.
        let named = if real.as_os_str().is_empty() { Path::new(".") } else { real };
        let real = named.canonicalize()?;
        let folder = openat(CWD, &real, FOLDER, Mode::empty())?;
        Ok(Self { given, real, folder })
    }
}

fn identity(folder: &OwnedFd) -> io::Result<FileIdentity> {
    let found = rustix::fs::fstat(folder)?;
    // The types of these numbers differ from system to system.
    #[allow(clippy::unnecessary_cast, clippy::cast_sign_loss)]
    Ok((found.st_dev as u64, found.st_ino as u64))
}

#[cfg(test)]
mod tests;
