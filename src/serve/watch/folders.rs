//! What is on the disk, as far as watching needs it: the identity of the site's folders, the targets of links, and file
//! systems that do not report all changes. Does not know events.

use std::fs;
use std::path::{Path, PathBuf};

use super::scope::SiteLink;
pub(super) use crate::system::distant;
use crate::system::{canonicalize, folder_identity};

/// The identity of a folder, which differs if another folder takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FolderIdentity {
    /// Its path without links.
    pub(super) real: PathBuf,
    number: crate::system::FolderIdentity,
}

/// The folder at `path`, links followed, if there is one.
pub(super) fn spot(path: &Path) -> Option<FolderIdentity> {
    let real = canonicalize(path).ok()?;
    let number = folder_identity(&real)?;
    Some(FolderIdentity { real, number })
}

/// The kind of entry that a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    File,
    /// A link to a file, or to nothing.
    SiteLink,
    /// A folder, or a link to one.
    Folder,
    Nothing,
}

/// The kind of entry at `path`.
pub(super) fn kind(path: &Path) -> NameKind {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => NameKind::Folder,
        Ok(found) if found.is_symlink() => {
            if path.is_dir() {
                NameKind::Folder
            } else {
                NameKind::SiteLink
            }
        }
        Ok(_) => NameKind::File,
        Err(_) => NameKind::Nothing,
    }
}

/// A link, with the folder that is to be watched for its sake.
#[derive(Debug)]
pub(super) struct SymlinkTarget {
    pub(super) link: SiteLink,
    pub(super) folder: PathBuf,
    /// Whether everything below that folder counts.
    pub(super) deep: bool,
}

/// Where the link at `given` leads. Of a target that is not there, the nearest folder above is watched.
pub(super) fn follow(given: &Path) -> Option<SymlinkTarget> {
    let real = match canonicalize(given) {
        Ok(real) => real,
        Err(_) => missing_target(given)?,
    };
    let deep = real.is_dir();
    let above = if deep { Some(real.as_path()) } else { real.ancestors().skip(1).find(|folder| folder.is_dir()) };
    let folder = above?.to_owned();
    Some(SymlinkTarget { link: SiteLink { given: given.to_owned(), real }, folder, deep })
}

/// The target of a link that leads to nothing, as far as it can be known: its folders without links, as many as exist.
fn missing_target(given: &Path) -> Option<PathBuf> {
    let base = canonicalize(given.parent()?).ok()?;
    let target = base.join(fs::read_link(given).ok()?);
    let (folder, above) = target.ancestors().find_map(|above| Some((canonicalize(above).ok()?, above)))?;
    let rest = target.strip_prefix(above).ok()?;
    let is_plain = rest.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    is_plain.then(|| folder.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_lead_somewhere_even_where_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().canonicalize().unwrap().join(path);
        fs::create_dir_all(at("content/en")).unwrap();
        fs::create_dir(at("shared")).unwrap();
        fs::write(at("shared/a.md"), "a").unwrap();
        let link = |name: &str, to: &str| {
            std::os::unix::fs::symlink(to, at("content/en").join(name)).unwrap();
            let followed = follow(&at("content/en").join(name))?;
            Some((followed.link.real, followed.folder, followed.deep))
        };
        assert_eq!(link("a.md", "../../shared/a.md"), Some((at("shared/a.md"), at("shared"), false)));
        assert_eq!(link("shared", "../../shared"), Some((at("shared"), at("shared"), true)));
        assert_eq!(link("b.md", "../../shared/b.md"), Some((at("shared/b.md"), at("shared"), false)));
        assert_eq!(link("c.md", "../../more/c/c.md"), Some((at("more/c/c.md"), at(""), false)));
        assert_eq!(link("up.md", "../../more/../d.md"), None);
        assert_eq!(kind(&at("content/en/a.md")), NameKind::SiteLink);
        assert_eq!(kind(&at("content/en/b.md")), NameKind::SiteLink);
        assert_eq!(kind(&at("content/en/shared")), NameKind::Folder);
        assert_eq!(kind(&at("shared/a.md")), NameKind::File);
        assert_eq!(kind(&at("shared/b.md")), NameKind::Nothing);
    }
}
