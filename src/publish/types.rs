//! What several parts of publishing pass to each other.

use std::path::Path;

use blake3::Hash;

use crate::disk::SiteFiles;
use crate::output::BodyBytes;
use crate::system::{FileKind, Status, Time};

/// One file as we wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileRecord {
    pub(super) hash: Hash,
    /// The SHA-256, for the manifest that other programs read. Unknown if a mark is all that is known of the file, or if an
    /// earlier version wrote it.
    pub(super) sha256: Option<[u8; 32]>,
    pub(super) length: u64,
    pub(super) time: Time,
}

impl FileRecord {
    /// Whether length and time on disk are those that we left. Then the hash need not be computed.
    pub(super) fn looks_like(&self, found: &Status) -> bool {
        found.kind == FileKind::File && found.length == self.length && found.modified == self.time
    }
}

/// Where the bytes of a file come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum ByteSource<'a> {
    Bytes(&'a [u8]),
    /// The same, where a part of them may be shared.
    Body(&'a BodyBytes),
    /// A file of the site, and what opens it. It may have been replaced since it was read.
    File(&'a Path, Option<&'a SiteFiles>),
}
