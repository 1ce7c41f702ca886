//! A folder that keeps bytes between runs, by name. It may be shared by several builds, and may lose anything at any time: what
//! is not whole counts as missing.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::Stamp;

/// Maximum bytes of the folder; beyond, the oldest files are removed.
const MOST: u64 = 500_000_000;
/// Maximum bytes of one file.
const MOST_OF_FILE: u64 = 100_000_000;
/// Bytes of the hash at the end of a file.
const HASH: usize = 32;

/// A folder of kept bytes.
#[derive(Debug)]
pub struct ByteStore {
    folder: PathBuf,
    most: u64,
    /// Numbers the files that are being written.
    next: AtomicU64,
}

impl ByteStore {
    /// Keeps bytes in this folder, which is created when something is saved.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, most: MOST, next: AtomicU64::new(0) }
    }

    /// Sets the maximum bytes of the folder.
    #[must_use]
    pub fn with_most(self, most: u64) -> Self {
        Self { most, ..self }
    }

    /// What was saved under a name, if it is there and whole.
    #[must_use]
    pub fn load(&self, name: &str) -> Option<Vec<u8>> {
        let file = fs::File::open(self.folder.join(name)).ok()?;
        let found = file.metadata().ok()?;
        if !found.is_file() || found.len() > MOST_OF_FILE {
            return None;
        }
        let mut bytes = Vec::with_capacity(found.len() as usize);
        file.take(MOST_OF_FILE).read_to_end(&mut bytes).ok()?;
        let end = bytes.len().checked_sub(HASH)?;
        if blake3::hash(&bytes[..end]).as_bytes() != &bytes[end..] {
            return None;
        }
        bytes.truncate(end);
        Some(bytes)
    }

    /// Saves bytes under a name atomically. A failure only means that the work is repeated.
    pub fn save(&self, name: &str, bytes: &[u8]) {
        if bytes.len() as u64 > MOST_OF_FILE / 2 || fs::create_dir_all(&self.folder).is_err() {
            return;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let draft = self.folder.join(format!("{name}.{}.{number}.tmp", std::process::id()));
        let write = || {
            let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&draft)?;
            file.write_all(bytes)?;
            file.write_all(blake3::hash(bytes).as_bytes())?;
            drop(file);
            fs::rename(&draft, self.folder.join(name))
        };
        if write().is_err() {
            let _ = fs::remove_file(&draft);
        }
    }

    /// Removes the oldest files until the folder keeps within its maximum.
    pub fn trim(&self) {
        let mut files = entries(&self.folder);
        let mut total: u64 = files.iter().map(|(_, length, _)| length).sum();
        if total <= self.most {
            return;
        }
        files.sort();
        for (_, length, path) in files {
            if total <= self.most {
                return;
            }
            if fs::remove_file(path).is_ok() {
                total -= length;
            }
        }
    }
}

/// The files of a folder, with the times of their last writes and their lengths.
fn entries(folder: &Path) -> Vec<(Option<Duration>, u64, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let file = |entry: fs::DirEntry| {
        let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        Some((Stamp::from_metadata(&found).modified, found.len(), entry.path()))
    };
    entries.filter_map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_found_again_only_if_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let store = ByteStore::new(folder.path().join("a/b"));
        assert_eq!(store.load("x"), None);
        store.save("x", b"bytes");
        assert_eq!(store.load("x").as_deref(), Some(&b"bytes"[..]));
        let path = folder.path().join("a/b/x");
        let mut bytes = fs::read(&path).unwrap();
        bytes[0] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert_eq!(store.load("x"), None);
        fs::write(&path, b"short").unwrap();
        assert_eq!(store.load("x"), None);
        store.save("x", b"again");
        assert_eq!(store.load("x").as_deref(), Some(&b"again"[..]));
        assert_eq!(fs::read_dir(folder.path().join("a/b")).unwrap().count(), 1);
    }

    #[test]
    fn the_folder_keeps_within_its_maximum() {
        let folder = tempfile::tempdir().unwrap();
        let store = ByteStore::new(folder.path().to_owned()).with_most(100);
        for name in ["a", "b", "c"] {
            store.save(name, b"12345678");
        }
        store.trim();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
