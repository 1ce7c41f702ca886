//! Marks on files, for builds without a state folder, or whose state folder was lost: an extended attribute contains the hash of
//! what we wrote. It does not match a file that has been edited since.

use std::fs::File;
use std::io;
use std::path::Path;

use blake3::Hash;

use crate::names::below;
use crate::output::{Encoding, Output};
use crate::report::Failure;
use crate::system::{FileKind, attribute, set_attribute};

use super::dir::Dir;
use super::disk;
use super::manifest::{Manifest, Tree};
use super::scan::Foreign;
use super::target::Target;
use super::types::FileRecord;

const NAME: &str = "user.firstflight.blake3";

/// The attribute of a target into which a build without a state folder has written.
const HAS_MARKS: &str = "user.firstflight.marked";

/// A time that no file has, so that each file is compared by its hash.
const NEVER: (i64, i64) = (i64::MIN, 0);

/// Marks a new file. If the file system does not support attributes, the next build will not recognize the file.
pub(super) fn mark(file: &File, hash: Hash) {
    let _ = set_attribute(file, NAME, hash.to_hex().as_bytes());
}

/// Records on the target itself that files in it are marked, so that a later build reads the marks.
pub(super) fn mark_target(folder: &Dir) {
    let _ = folder.set_attribute(HAS_MARKS, b"1");
}

/// Whether a build without a state folder has written into the target.
pub(super) fn has_marks(target: &Target) -> bool {
    target.folder.as_ref().is_some_and(|folder| folder.has_attribute(HAS_MARKS))
}

/// Undoes [`mark_target`], once a manifest contains the same.
pub(super) fn unmark_target(target: &Target) {
    if let Some(folder) = &target.folder {
        let _ = folder.remove_attribute(HAS_MARKS);
    }
}

/// Whether a record comes from a mark alone. Such a file is not deleted: it may be a copy that people made.
pub(super) fn is_mark(record: &FileRecord) -> bool {
    record.time == NEVER
}

/// The manifest that the marks in the target form.
pub(super) fn manifest(target: &Target) -> Result<Manifest, Failure> {
    let mut manifest = Manifest { tree: Tree::Absent, ..Manifest::default() };
    if let Some(folder) = &target.folder {
        collect(folder, Path::new(""), &mut manifest).map_err(|error| disk::cannot("read", &target.shown, &error))?;
    }
    Ok(manifest)
}

/// Adds the marked files that the output contains to a manifest. Others stay foreign, since they may be copies that people
/// made. Returns whether anything was added.
pub(super) fn add_to(manifest: &mut Manifest, target: &Target, output: &Output) -> Result<bool, Failure> {
    let Some(folder) = &target.folder else { return Ok(false) };
    let mut marks = Manifest::default();
    let suffixes = ["", Encoding::Brotli.suffix(), Encoding::Gzip.suffix()];
    for path in output.iter().flat_map(|(path, _)| suffixes.map(|suffix| format!("{path}{suffix}"))) {
        if let Some(record) = record(folder, Path::new(&path)) {
            marks.files.insert(path, record);
        }
    }
    manifest
        .add_matching(&marks, Some(folder))
        .map_err(|(path, error)| disk::cannot("read", target.name_of(path), &error))
}

/// Which of the foreign files were written by an earlier build and are as it left them, as messages name them.
pub(super) fn leftovers(target: &Target, foreign: &[Foreign]) -> Vec<String> {
    let Some(folder) = &target.folder else { return Vec::new() };
    let is_ours = |path: &Path| {
        record(folder, path)
            .is_some_and(|record| folder.read(path).and_then(disk::hash_of).is_ok_and(|hash| hash == record.hash))
    };
    let files = foreign.iter().filter(|thing| thing.kind == FileKind::File && is_ours(&thing.path));
    files.map(|thing| target.name_of(&thing.path)).collect()
}

/// The content of the mark of the file at `path`; `None` if it has none or cannot be read.
fn record(folder: &Dir, path: &Path) -> Option<FileRecord> {
    let file = folder.read(path).ok()?;
    let length = file.metadata().ok()?.len();
    Some(FileRecord { hash: read(&file)?, sha256: None, length, time: NEVER })
}

fn collect(folder: &Dir, above: &Path, manifest: &mut Manifest) -> io::Result<()> {
    for entry in folder.list()? {
        let (name, path) = (Path::new(&entry.name), below(above, &entry.name));
        let Some(found) = folder.status_of(name)? else { continue };
        match found.kind {
            // A folder that may not be read is not ours.
            FileKind::Folder => folder.folder(name).map_or(Ok(()), |inner| collect(&inner, &path, manifest))?,
            FileKind::File => {
                let mark = folder.read(name).ok().and_then(|file| read(&file));
                if let (Some(hash), Some(path)) = (mark, path.to_str()) {
                    let record = FileRecord { hash, sha256: None, length: found.length, time: NEVER };
                    manifest.files.insert(path.to_owned(), record);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn read(file: &File) -> Option<Hash> {
    let mut value = [0; 65];
    let length = attribute(file, NAME, &mut value).ok()?;
    Hash::from_hex(value.get(..length)?).ok()
}
