//! What a place that a site is sent to can do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::report::Failure;

/// The folder at a target that is not part of the site: it holds the record, the lock and files that are being written.
pub const OWN_FOLDER: &str = crate::hosts::DEPLOY_FOLDER;
/// The record of what was sent.
pub const RECORD: &str = ".firstflight/deployed.json";
/// The lock of a running deployment.
pub const LOCK: &str = ".firstflight/lock";

/// A file that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its path below the target.
    pub path: String,
    /// The file on this machine.
    pub source: PathBuf,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
    /// The media type of what it contains.
    pub media_type: String,
    /// The name of its encoding; none if the bytes are as they are.
    pub encoding: Option<String>,
    /// How caches treat it, as the header `Cache-Control` says it.
    pub cache_control: &'static str,
}

/// A file, or anything else that is not a folder, at a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundFile {
    /// Its length in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, if the target can say it.
    pub sha256: Option<String>,
}

/// A place that a site is sent to.
pub trait Target {
    /// Its name in messages.
    fn name(&self) -> String;

    /// Makes sure that no other deployment runs until [`Self::unlock`] is called; `holder` describes this one. With `take_over`,
    /// the lock of another is ignored.
    ///
    /// # Errors
    ///
    /// Another deployment is running, or the target cannot be written.
    fn lock(&mut self, holder: &str, take_over: bool) -> Result<(), Failure>;

    /// Ends what [`Self::lock`] began. Called after a failure, too.
    fn unlock(&mut self);

    /// The record of the last deployment, if there is one.
    ///
    /// # Errors
    ///
    /// The target cannot be read.
    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure>;

    /// Replaces the record in one step.
    ///
    /// # Errors
    ///
    /// The target cannot be written.
    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure>;

    /// What is at the target now. Files whose paths are not in `known` may be left out.
    ///
    /// # Errors
    ///
    /// The target cannot be read.
    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure>;

    /// Writes files, in any order, each in one step: a reader gets the old bytes or the new ones.
    ///
    /// # Errors
    ///
    /// The target cannot be written; some of the files may be there.
    fn put(&mut self, files: &[Upload]) -> Result<(), Failure>;

    /// Removes files.
    ///
    /// # Errors
    ///
    /// The target cannot be written; some of the files may be gone.
    fn remove(&mut self, paths: &[String]) -> Result<(), Failure>;

    /// Shows readers what was written, where that is one step. Returns what there is to say of it.
    ///
    /// # Errors
    ///
    /// The target cannot be written.
    fn finish(&mut self) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}
