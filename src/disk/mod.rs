//! Opens files of a site for reading: never through a link that leads outside the site, never a pipe or a device, and never
//! more of a file than its maximum length. A path is opened below a folder that is held open, so that nobody gains anything
//! by exchanging a file for a link between a check and its use.

mod edited;
mod replace;
mod store;

pub use edited::EditedTexts;
pub use replace::ReplaceError;
pub use store::ByteStore;

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use crate::system::{self, Dir, FileKind, FolderIdentity, OpenMethod, Time, canonicalize, is_perhaps_a_link};

/// What identifies the state of a file. If any of it differs, the file may have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// The time of the last write, since 1970.
    pub modified: Option<Duration>,
    /// The time of the last change of its contents or metadata (ctime), which programs cannot set, where the system has one.
    changed: Time,
    /// The inode number, or what the system has in its place.
    number: u64,
}

impl Stamp {
    /// The stamp of a file.
    #[must_use]
    pub fn from_metadata(metadata: &std::fs::Metadata) -> Self {
        let (changed, number) = system::stamp_of(metadata);
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()),
            changed,
            number,
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
    folder: Dir,
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

impl From<FileKind> for EntryKind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::File => Self::File,
            FileKind::Folder => Self::Folder,
            FileKind::Symlink => Self::Link,
            FileKind::Special => Self::Special,
        }
    }
}

impl From<std::fs::FileType> for EntryKind {
    fn from(kind: std::fs::FileType) -> Self {
        FileKind::from(kind).into()
    }
}

/// The identity of a folder: device and inode.
pub type FileIdentity = FolderIdentity;

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
        let method = OpenMethod::detect(&folder.folder);
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
        let Ok(real) = canonicalize(path) else { return };
        // A link within the site is opened from the site, even if it has been replaced in the meantime.
        let root = match self.roots.iter().find_map(|root| Some((root, real.strip_prefix(&root.real).ok()?))) {
            Some((root, rest)) => self.method.folder(&root.folder, rest).map(|folder| Root {
                given: path.to_owned(),
                real: real.clone(),
                folder,
            }),
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
        let opened = self.below(path, |root, rest| self.method.file(&root.folder, rest));
        let file = opened.map_err(|error| match error.kind() {
            // Not every system opens a folder to find out what it is.
            ErrorKind::IsADirectory => Refusal::Folder.into(),
            _ if system::is_special(&error) => Refusal::Special.into(),
            _ => error,
        })?;
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
            match system::read_more(&file, &mut bytes) {
                Ok(0) => return Ok(bytes),
                // It is growing while it is read, perhaps without end.
                Ok(_) if bytes.len() as u64 > most => return Err(Refusal::TooLarge(bytes.len() as u64).into()),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Lists a folder, including hidden files.
    ///
    /// # Errors
    ///
    /// As [`SiteFiles::open`].
    pub fn list(&self, path: &Path) -> io::Result<Listing> {
        let folder = self.below(path, |root, rest| self.method.folder(&root.folder, rest))?;
        let identity = folder.status().map(|found| (found.device, found.inode))?;
        let mut entries = Vec::new();
        for entry in folder.list()? {
            let kind = match entry.kind {
                Some(kind) => kind.into(),
                // Some file systems do not report the kind when listing.
                None => std::fs::symlink_metadata(path.join(&entry.name))?.file_type().into(),
            };
            entries.push(FolderEntry { name: entry.name, kind });
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
        let real = canonicalize(link)?;
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
    fn below<T>(&self, path: &Path, open: impl Fn(&Root, &Path) -> io::Result<T>) -> io::Result<T> {
        let below = self.roots.iter().find_map(|root| Some((root, path.strip_prefix(&root.given).ok()?)));
        if let Some((root, rest)) = below {
            match open(root, rest) {
                Err(error) if is_perhaps_a_link(&error) => {}
                opened => return opened,
            }
        }
        let real = canonicalize(path)?;
        let below = self.roots.iter().find_map(|root| Some((root, real.strip_prefix(&root.real).ok()?)));
        let Some((root, rest)) = below else { return Err(Refusal::Outside.into()) };
        open(root, rest).map_err(|error| match is_perhaps_a_link(&error) {
            true if error.kind() != ErrorKind::NotADirectory => Refusal::Exchanged.into(),
            _ => error,
        })
    }
}

impl Root {
    fn open(given: &Path, real: &Path) -> io::Result<Self> {
        let given = given.to_owned();
        // The empty path is the current folder.
        let named = if real.as_os_str().is_empty() { Path::new(".") } else { real };
        let real = canonicalize(named)?;
        let folder = Dir::open_named(&real)?;
        Ok(Self { given, real, folder })
    }
}

#[cfg(all(test, unix))]
mod tests;
