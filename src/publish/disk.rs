//! Failure messages, and reading and writing of single files.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use blake3::Hash;
use sha2::{Digest as _, Sha256};

use crate::disk::SiteFiles;
use crate::report::Failure;
pub(super) use crate::report::plain_error as plainly;
use crate::system::{give_file, open_to_read, set_file_mode, status_of_file};

use super::dir::Dir;
use super::origin;
use super::types::{ByteSource, FileRecord};

/// How messages describe what has [`crate::system::Status::is_locked`].
pub(super) const LOCKED: &str = "immutable or append-only";

/// Mode of every file that we write.
const FILE_MODE: u32 = 0o644;
/// Mode of every folder that we create in the site.
pub(super) const FOLDER_MODE: u32 = 0o755;
/// Mode of every folder that nobody else may enter.
pub(super) const PRIVATE: u32 = 0o700;

/// Creates the failure `cannot write public/index.html`, with help if the cause is known.
pub(super) fn cannot(doing: &str, what: impl Display, error: &io::Error) -> Failure {
    let failure = Failure::io(format!("cannot {doing} {what}"), error);
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => failure.help("make room on this disk"),
        ErrorKind::PermissionDenied => failure.help("check the owner and mode of the folder"),
        ErrorKind::ReadOnlyFilesystem => failure.help("this file system is mounted read-only"),
        _ => failure,
    }
}

/// Creates the failure `cannot read content/en/map.png`. Whether a file may be read is decided by its own mode; whether it may be
/// created, found or removed, by that of its folder.
pub(super) fn cannot_read_file(name: impl Display, error: &io::Error) -> Failure {
    let failure = cannot("read", name, error);
    match error.kind() {
        ErrorKind::PermissionDenied => failure.help("check the owner and mode of the file"),
        _ => failure,
    }
}

/// Why a new file could not be written: its source cannot be read, or the file itself cannot be written.
pub(super) enum WriteError {
    Source(io::Error),
    Place(io::Error),
}

impl WriteError {
    /// The failure to report, about the source or the file of this name.
    pub(super) fn failure(&self, source: ByteSource, name: impl Display) -> Failure {
        match (self, source) {
            (Self::Source(error), ByteSource::File(from, _)) => cannot_read_file(from.display(), error),
            (Self::Source(error) | Self::Place(error), _) => cannot("write", name, error),
        }
    }
}

/// Opens a file of the site that is published unchanged. Never blocks, and fails unless it is a regular file.
pub(super) fn open_source(path: &Path, files: Option<&SiteFiles>) -> io::Result<File> {
    if let Some(files) = files {
        return files.open(path);
    }
    let file = open_to_read(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
    }
}

/// Writes a file that must not exist yet into a tree of ours, readable by all, whatever the umask.
///
/// `hash` is the hash of the bytes, if known; a file is hashed while it is read. `owner` is the user and group of the file, if
/// not the current ones.
pub(super) fn write_new(
    folder: &Dir,
    path: &Path,
    source: ByteSource,
    hash: Option<Hash>,
    owner: Option<(u32, u32)>,
) -> Result<FileRecord, WriteError> {
    use WriteError::{Place, Source as From};
    let open = || folder.create_in_own(path, FILE_MODE).map_err(Place);
    let write = |bytes: &[u8]| {
        let mut file = open()?;
        file.write_all(bytes).map_err(Place)?;
        Ok((file, hash.unwrap_or_else(|| blake3::hash(bytes)), Sha256::digest(bytes)))
    };
    let (file, hash, sha256) = match source {
        ByteSource::Bytes(bytes) => write(bytes)?,
        ByteSource::Body(bytes) => write(&bytes.joined())?,
        ByteSource::File(from, files) => {
            let mut from = open_source(from, files).map_err(From)?;
            let mut file = open()?;
            let (mut hasher, mut sha256) = (blake3::Hasher::new(), Sha256::new());
            let mut buffer = vec![0; 1 << 17];
            loop {
                let read = match from.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(read) => read,
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Err(error) => return Err(From(error)),
                };
                hasher.update(&buffer[..read]);
                sha256.update(&buffer[..read]);
                file.write_all(&buffer[..read]).map_err(Place)?;
            }
            (file, hasher.finalize(), sha256.finalize())
        }
    };
    let found = status_of_file(&file).map_err(Place)?;
    if found.mode != FILE_MODE {
        set_file_mode(&file, FILE_MODE).map_err(Place)?;
    }
    origin::mark(&file, hash);
    if let Some(owner) = owner {
        give_file(&file, owner).map_err(Place)?;
    }
    Ok(FileRecord { hash, sha256: Some(sha256.into()), length: found.length, time: found.modified })
}

/// Whether the umask reduces the mode of new folders, tried in a folder of ours.
pub(super) fn has_umask(own: &Dir) -> io::Result<bool> {
    let probe = Path::new(".firstflight");
    own.make_folder(probe, FOLDER_MODE)?;
    let made = own.status_of(probe)?;
    own.remove_folder(probe)?;
    Ok(made.is_none_or(|made| made.mode & 0o777 != FOLDER_MODE))
}

/// The hash of an open file, read to its end.
pub(super) fn hash_of(file: File) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(hasher.finalize())
}

/// Lists the first few names, and the number of the rest.
pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 5;
    match names.len() {
        0..=SHOWN => names.join(", "),
        count => format!("{} and {} more", names[..SHOWN].join(", "), count - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_what_has_the_wrong_mode() {
        let denied = io::Error::from(ErrorKind::PermissionDenied);
        let from = Path::new("content/en/map.png");
        let help = |error: WriteError, source| error.failure(source, "public/map.png");
        let failure =
            help(WriteError::Source(io::Error::from(ErrorKind::PermissionDenied)), ByteSource::File(from, None));
        assert!(failure.message.starts_with("cannot read content/en/map.png"), "{failure}");
        assert_eq!(failure.help.as_deref(), Some("check the owner and mode of the file"));
        let failure = help(WriteError::Place(denied), ByteSource::File(from, None));
        assert!(failure.message.starts_with("cannot write public/map.png"), "{failure}");
        assert_eq!(failure.help.as_deref(), Some("check the owner and mode of the folder"));
        let full = io::Error::from(ErrorKind::StorageFull);
        assert_eq!(cannot_read_file("a", &full).help.as_deref(), Some("make room on this disk"));
    }
}
