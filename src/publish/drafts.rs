//! The folder inside a target for new files before they replace old ones in place.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::report::Failure;
use crate::system::{FileKind, HAS_MODES, Status, user};

use super::dir::{Dir, DirEntry};
use super::disk::{self, PRIVATE};
use super::target::Target;

/// The name of the folder. It is inside the target because files cannot be renamed to another file system, and only this user
/// may enter it. If the name is taken, a number is added.
pub(super) const DRAFTS: &str = ".firstflight.stage";

/// Whether an entry of the target is a folder of drafts that a killed build left.
pub(super) fn is_drafts(target: &Dir, entry: &DirEntry) -> bool {
    let is_ours = |found: Status| {
        found.kind == FileKind::Folder
            && !found.is_mounted
            && found.owner == user()
            && (found.mode == PRIVATE || !HAS_MODES)
    };
    let rest = entry.name.to_str().and_then(|name| name.strip_prefix(DRAFTS));
    let is_named_so = rest.is_some_and(|rest| rest.is_empty() || rest.parse::<u32>().is_ok());
    is_named_so && target.status_of(Path::new(&entry.name)).is_ok_and(|found| found.is_some_and(is_ours))
}

/// Removes the drafts of a killed build.
pub(super) fn remove_drafts(target: &Target) -> Result<(), Failure> {
    let Some(folder) = &target.folder else { return Ok(()) };
    let entries = folder.list().map_err(|error| disk::cannot("read", &target.shown, &error))?;
    entries.iter().filter(|entry| is_drafts(folder, entry)).try_for_each(|entry| {
        let path = Path::new(&entry.name);
        folder.remove_tree(path).map_err(|error| disk::cannot("remove", target.name_of(path), &error))
    })
}

/// Creates a private folder for drafts. Returns its name, too.
pub(super) fn make_drafts(target: &Dir) -> io::Result<(PathBuf, Dir)> {
    let names = (1_u32..100).map(|number| if number == 1 { DRAFTS.to_owned() } else { format!("{DRAFTS}{number}") });
    for name in names.map(PathBuf::from) {
        match target.make_folder(&name, PRIVATE) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => {
                made?;
                let drafts = target.folder(&name)?;
                // Whatever the umask took away.
                drafts.set_own_mode(PRIVATE)?;
                return Ok((name, drafts));
            }
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}
