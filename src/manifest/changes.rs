//! What differs between two published sites, from their manifests.

use std::collections::BTreeSet;

use super::{ManifestFile, SiteManifest};

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Only the new site has it.
    Added,
    /// Only the old site has it.
    Removed,
    /// Its bytes differ.
    Changed,
}

impl ChangeKind {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'m> {
    /// Its path below the published folder.
    pub path: &'m str,
    /// What happened to it.
    pub kind: ChangeKind,
    /// The file in the old site.
    pub old: Option<&'m ManifestFile>,
    /// The file in the new site.
    pub new: Option<&'m ManifestFile>,
}

/// Everything that differs between two sites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes<'m> {
    /// The files that differ, sorted by path.
    pub files: Vec<Change<'m>>,
    /// The number of files that are the same.
    pub same: usize,
}

impl Change<'_> {
    /// The file in the new site, or else in the old one.
    #[must_use]
    pub fn file(&self) -> Option<&ManifestFile> {
        self.new.or(self.old)
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        self.file().map_or(self.path, |file| &file.address)
    }
}

impl Changes<'_> {
    /// The number of changes of a kind.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.files.iter().filter(|change| change.kind == kind).count()
    }
}

/// Compares two sites. Compressed forms are made of the files and are not compared.
#[must_use]
pub fn compare<'m>(old: &'m SiteManifest, new: &'m SiteManifest) -> Changes<'m> {
    let paths: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).collect();
    let mut changes = Changes::default();
    for path in paths {
        let (before, after) = (old.files.get(path), new.files.get(path));
        let kind = match (before, after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            (Some(before), Some(after)) if before.sha256 != after.sha256 => ChangeKind::Changed,
            _ => {
                changes.same += 1;
                continue;
            }
        };
        changes.files.push(Change { path, kind, old: before, new: after });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn files_are_compared_by_their_bytes() {
        let site = |files: &[(&str, u64)]| SiteManifest {
            files: files.iter().map(|&(path, size)| (path.to_owned(), file(size, "text/plain"))).collect(),
        };
        let (old, new) = (site(&[("a", 1), ("b", 2), ("c", 3)]), site(&[("b", 2), ("c", 4), ("d", 5)]));
        let changes = compare(&old, &new);
        let found: Vec<_> = changes.files.iter().map(|change| (change.path, change.kind)).collect();
        assert_eq!(found, [("a", ChangeKind::Removed), ("c", ChangeKind::Changed), ("d", ChangeKind::Added)]);
        assert_eq!((changes.same, changes.count(ChangeKind::Added)), (1, 1));
    }
}
