//! Replaces the text of a file of the site: completely or not at all, only if the file is still as it was read, and never
//! through a link.

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::{SiteFiles, Stamp};
use crate::system::{Dir, copy_attributes_of_file, copy_owner_of_file, is_perhaps_a_link, is_special};

/// Maximum number of attempts to find a free name for the temporary file.
const ATTEMPTS: u32 = 100;

/// Why a file is not replaced.
#[derive(Debug)]
pub enum ReplaceError {
    /// The file, or a folder on its path, is a link.
    Link,
    /// It is not a regular file.
    NotAFile,
    /// Its text differs from the one that was read.
    Changed,
    /// It may not be written.
    ReadOnly,
    /// The new file could not be given to the owner and group of the old one.
    Owner,
    /// The system's error.
    Io(io::Error),
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link => f.write_str("it is a link, or in a folder that is a link"),
            Self::NotAFile => f.write_str("it is not a regular file"),
            Self::Changed => f.write_str("it has changed since it was read"),
            Self::ReadOnly => f.write_str("it is read-only"),
            Self::Owner => f.write_str("it belongs to another user or group"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReplaceError {}

impl From<io::Error> for ReplaceError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A file that can be replaced, and its folder.
struct Replaceable<'p> {
    folder: Dir,
    name: &'p Path,
    file: File,
    stamp: Stamp,
}

impl SiteFiles {
    /// Checks that [`Self::replace`] may write a file, which must hold the text `before`. Returns its stamp.
    ///
    /// # Errors
    ///
    /// Why it may not.
    pub fn check_replaceable(&self, path: &Path, before: &[u8]) -> Result<Stamp, ReplaceError> {
        let found = self.replaceable(path, before)?;
        // The system lets root write anything.
        if found.file.metadata()?.permissions().readonly() {
            return Err(ReplaceError::ReadOnly);
        }
        match found.folder.may_write(found.name).and_then(|()| found.folder.may_change()) {
            Ok(()) => Ok(found.stamp),
            Err(error) if is_denied(&error) => Err(ReplaceError::ReadOnly),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns the stamp of a file that holds the text `before` and is not reached through a link.
    ///
    /// # Errors
    ///
    /// The file has another text, or is reached through a link.
    pub fn stamp_of_text(&self, path: &Path, before: &[u8]) -> Result<Stamp, ReplaceError> {
        Ok(self.replaceable(path, before)?.stamp)
    }

    /// Replaces the text `before` of a file by `after`. Mode, owner, group and extended attributes stay.
    ///
    /// # Errors
    ///
    /// Why the file was not replaced; it is unchanged then.
    pub fn replace(&self, path: &Path, before: &[u8], after: &[u8]) -> Result<(), ReplaceError> {
        self.check_replaceable(path, before)?;
        let Replaceable { folder, name, file, stamp } = self.replaceable(path, before)?;
        let (mut new, temporary) = create(&folder)?;
        let written = (|| {
            new.write_all(after)?;
            copy_attributes(&file, &new)?;
            new.sync_all()?;
            if Stamp::from_metadata(&folder.open_to_read(name)?.metadata()?) != stamp {
                return Err(ReplaceError::Changed);
            }
            // Some systems rename no file that is open.
            drop((file, new));
            Ok(folder.rename(&temporary, &folder, name)?)
        })();
        if written.is_err() {
            // This is the file just created. If it cannot be removed either, the first error is more useful.
            let _ = folder.remove_file(&temporary);
            return written;
        }
        Ok(folder.flush_entries()?)
    }

    fn replaceable<'p>(&self, path: &'p Path, before: &[u8]) -> Result<Replaceable<'p>, ReplaceError> {
        // The last root is the site's folder; the others are reached through links.
        let below = self.roots.last().and_then(|root| Some((root, path.strip_prefix(&root.given).ok()?)));
        let Some((root, rest)) = below else { return Err(ReplaceError::Link) };
        let (Some(above), Some(name)) = (rest.parent(), rest.file_name()) else { return Err(ReplaceError::NotAFile) };
        let refuse = |error: io::Error| if is_perhaps_a_link(&error) { ReplaceError::Link } else { error.into() };
        let folder = self.method.folder(&root.folder, above).map_err(refuse)?;
        let mut file = folder.open_to_read(Path::new(name)).map_err(|error| match error.kind() {
            // Not every system opens what is not a file.
            ErrorKind::IsADirectory => ReplaceError::NotAFile,
            _ if is_special(&error) => ReplaceError::NotAFile,
            _ => refuse(error),
        })?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(ReplaceError::NotAFile);
        }
        if found.len() != before.len() as u64 {
            return Err(ReplaceError::Changed);
        }
        let mut text = Vec::with_capacity(before.len() + 1);
        (&mut file).take(before.len() as u64 + 1).read_to_end(&mut text)?;
        match text == before {
            true => Ok(Replaceable { folder, name: Path::new(name), file, stamp: Stamp::from_metadata(&found) }),
            false => Err(ReplaceError::Changed),
        }
    }
}

/// Creates an empty file that only this user can read, with its name. The walk ignores hidden files.
fn create(folder: &Dir) -> Result<(File, PathBuf), ReplaceError> {
    for number in 0..ATTEMPTS {
        let name = PathBuf::from(format!(".firstflight-fix-{}-{number}", std::process::id()));
        match folder.create(&name, 0o600) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) if is_denied(&error) => return Err(ReplaceError::ReadOnly),
            made => return Ok((made?, name)),
        }
    }
    Err(ReplaceError::Io(ErrorKind::AlreadyExists.into()))
}

fn is_denied(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// Gives the new file the owner, group, mode and extended attributes of the old one.
fn copy_attributes(old: &File, new: &File) -> Result<(), ReplaceError> {
    copy_owner_of_file(old, new).map_err(|_| ReplaceError::Owner)?;
    copy_attributes_of_file(old, new);
    Ok(new.set_permissions(old.metadata()?.permissions())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_is_replaced_only_if_it_is_as_it_was_read() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("content");
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("a.md");
        std::fs::write(&path, "new").unwrap();
        let files = SiteFiles::new(site.path(), false).unwrap();
        for before in ["old", "older", "ne", "new "] {
            assert!(matches!(files.replace(&path, before.as_bytes(), b"x"), Err(ReplaceError::Changed)), "{before}");
        }
        assert!(matches!(files.replace(&folder, b"", b"x"), Err(ReplaceError::NotAFile)));
        std::os::unix::fs::symlink("a.md", folder.join("b.md")).unwrap();
        std::os::unix::fs::symlink("content", site.path().join("other")).unwrap();
        for link in [folder.join("b.md"), site.path().join("other/a.md"), Path::new("/etc/hostname").to_owned()] {
            assert!(matches!(files.replace(&link, b"new", b"x"), Err(ReplaceError::Link)), "{}", link.display());
        }
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        files.replace(&path, b"new", b"newer").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"newer");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    fn edited_texts_are_read_until_their_file_changes() {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join("content")).unwrap();
        let path = site.path().join("content/a.md");
        std::fs::write(&path, "old").unwrap();
        let files = SiteFiles::new(site.path(), false).unwrap();
        let mut edited = super::super::EditedTexts::default();
        edited.insert(files.stamp_of_text(&path, b"old").unwrap(), "edited");
        let files = files.with_edited(edited);
        assert_eq!(files.read(&path, 6).unwrap(), b"edited");
        assert!(files.read(&path, 5).is_err());
        std::fs::write(&path, "changed").unwrap();
        assert_eq!(files.read(&path, 10).unwrap(), b"changed");
    }
}
