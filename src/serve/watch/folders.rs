//! What is on the disk, as far as watching needs it: the identity of the site's folders, the targets of links, and file
//! systems that do not report all changes. Does not know events.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::scope::SiteLink;

/// The identity of a folder, which differs if another folder takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FolderIdentity {
    /// Its path without links.
    pub(super) real: PathBuf,
    device: u64,
    inode: u64,
}

/// The folder at `path`, links followed, if there is one.
pub(super) fn spot(path: &Path) -> Option<FolderIdentity> {
    let real = path.canonicalize().ok()?;
    let found = fs::metadata(&real).ok().filter(fs::Metadata::is_dir)?;
    Some(FolderIdentity { real, device: found.dev(), inode: found.ino() })
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
    let real = match given.canonicalize() {
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
    let base = given.parent()?.canonicalize().ok()?;
    let target = base.join(fs::read_link(given).ok()?);
    let (folder, above) = target.ancestors().find_map(|above| Some((above.canonicalize().ok()?, above)))?;
    let rest = target.strip_prefix(above).ok()?;
    let is_plain = rest.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    is_plain.then(|| folder.join(rest))
}

/// The file system that does not report changes made elsewhere, if a folder is on such a one.
#[cfg(target_os = "linux")]
pub(super) fn distant(folder: &Path) -> Option<&'static str> {
    distant_by_magic(u64::try_from(rustix::fs::statfs(folder).ok()?.f_type).ok()? & 0xFFFF_FFFF)
}

/// Elsewhere it is not asked.
#[cfg(not(target_os = "linux"))]
pub(super) fn distant(_: &Path) -> Option<&'static str> {
    None
}

/// By the number that `statfs` gives for its kind, the lower 32 bits of it.
#[cfg(any(target_os = "linux", test))]
fn distant_by_magic(magic: u64) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "a network drive (NFS)",
        0x517B | 0xFE53_4D42 | 0xFF53_4D42 => "a network drive (SMB)",
        0x0102_1997 => "a drive of the host system (9p), like Windows drives in WSL",
        0x6573_5546 => "a drive provided by a program (FUSE)",
        0x00C3_6400 => "a network drive (Ceph)",
        0x5346_414F | 0x6B41_4653 => "a network drive (AFS)",
        0x7375_7245 => "a network drive (Coda)",
        0x0BD0_0BD0 => "a network drive (Lustre)",
        0x4750_4653 => "a network drive (GPFS)",
        0x786F_4256 => "a folder shared by VirtualBox",
        0xBACB_ACBC => "a folder shared by VMware",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distant_drives_are_known_by_their_kind() {
        let kinds = [0x6969, 0xFE53_4D42, 0xFF53_4D42, 0x0102_1997, 0x6573_5546];
        let words = ["NFS", "SMB", "SMB", "9p", "FUSE"];
        for (kind, word) in kinds.into_iter().zip(words) {
            assert!(distant_by_magic(kind).is_some_and(|said| said.contains(word)), "{kind:x}");
        }
        // ext4, tmpfs, btrfs, xfs, overlayfs, zfs
        for kind in [0xEF53, 0x0102_1994, 0x9123_683E, 0x5846_5342, 0x794C_7630, 0x2FC1_2FC1] {
            assert_eq!(distant_by_magic(kind), None, "{kind:x}");
        }
        assert_eq!(distant(&std::env::temp_dir().join("not there")), None);
    }

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
