//! The record at a target: which files were sent, and what they may contain now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::target::FoundFile;
use crate::manifest::is_relative;

/// The version of the format.
const VERSION: u64 = 1;

/// Content that a file may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
}

/// What was sent to a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployRecord {
    /// The version of the format.
    pub version: u64,
    /// Whether the deployment that wrote it came to its end.
    pub is_complete: bool,
    /// Files that were sent, each with what it may contain: one version, or several while a deployment runs.
    pub files: BTreeMap<String, Vec<Version>>,
}

impl Default for DeployRecord {
    fn default() -> Self {
        Self { version: VERSION, is_complete: true, files: BTreeMap::new() }
    }
}

impl Version {
    /// Whether a file at the target may have this content.
    #[must_use]
    pub fn may_be(&self, found: &FoundFile) -> bool {
        found.size == self.size && found.sha256.as_ref().is_none_or(|hash| *hash == self.sha256)
    }
}

impl DeployRecord {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// Why it is not one of ours, as a clause.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let record: Self =
            serde_json::from_slice(bytes).map_err(|_| "it is not a record of a deployment".to_owned())?;
        if record.version != VERSION {
            return Err(format!("it has version {}, and this program reads version {VERSION}", record.version));
        }
        match record.files.keys().find(|path| !is_relative(path)) {
            Some(path) => Err(format!("the path `{path}` in it is invalid")),
            None => Ok(record),
        }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        // Texts and numbers can always be written.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}
