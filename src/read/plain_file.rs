//! Files beside pages.

use std::path::PathBuf;

use crate::disk::Stamp;

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct PlainFile {
    /// Its path on disk.
    pub disk: PathBuf,
    /// Its path as findings show it.
    pub shown: String,
    /// Number of its language in the settings.
    pub language: usize,
    /// Its path below the language's folder.
    pub path: String,
    /// Its size and times in its folder.
    pub stamp: Stamp,
}
