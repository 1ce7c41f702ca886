//! Folders that this build created, so that a build that fails can remove the empty ones again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::dir::Dir;
use crate::system::canonicalize;

/// Folders that this build created, each in the one before it.
#[derive(Debug)]
pub(super) struct NewFolders {
    /// The existing folder that contains the first.
    holder: Dir,
    /// The path of the last, relative to `holder`.
    path: PathBuf,
}

impl NewFolders {
    /// Creates the missing folders of `path`; `None` if it exists.
    pub(super) fn create(path: &Path) -> io::Result<Option<Self>> {
        let path = std::path::absolute(path)?;
        let exists = |above: &&Path| fs::symlink_metadata(above).is_ok();
        let existing = path.ancestors().find(exists).unwrap_or(&path).to_owned();
        fs::create_dir_all(&path)?;
        match path.strip_prefix(&existing) {
            Ok(rest) if !rest.as_os_str().is_empty() => {
                Ok(Some(Self { holder: Dir::open(&canonicalize(&existing)?)?, path: rest.to_owned() }))
            }
            _ => Ok(None),
        }
    }

    /// Removes those that are empty.
    pub(super) fn remove_empty(&self) {
        for path in self.path.ancestors().filter(|path| !path.as_os_str().is_empty()) {
            if self.holder.remove_folder(path).is_err() {
                return;
            }
        }
    }
}
