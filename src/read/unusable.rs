//! Files and folders that exist and cannot be used.

use std::collections::BTreeSet;

/// Paths of files and folders that exist but cannot be used, as shown in findings. Each is already reported, so that
/// nothing more is reported about what they would hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnusableFiles(BTreeSet<String>);

impl UnusableFiles {
    /// Adds a path.
    pub fn insert(&mut self, path: impl Into<String>) {
        self.0.insert(path.into());
    }

    /// Adds all paths of `other`.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the file or folder `path`, or a folder that contains it, cannot be used.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.chain([path]).any(|path| self.0.contains(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_covers_what_is_in_it() {
        let mut unusable = UnusableFiles::default();
        unusable.insert("content/en/talks");
        for path in ["content/en/talks", "content/en/talks/a.md", "content/en/talks/b/c.md"] {
            assert!(unusable.covers(path), "{path}");
        }
        for path in ["content", "content/en", "content/en/talks.md", "content/en/talk", "content/fr/talks"] {
            assert!(!unusable.covers(path), "{path}");
        }
    }
}
