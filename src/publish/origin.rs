//! Where there is no state folder, the files themselves say that we wrote them: an extended attribute holds the hash of what
//! was written. A file that has been edited since does not answer to it, and neither does one of somebody else's.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::path::Path;

use blake3::Hash;
use rustix::fs::XattrFlags;

use crate::report::Failure;

use super::dir::Dir;
use super::disk;
use super::manifest::{Manifest, Record, Tree};
use super::status::Kind;
use super::target::Target;

const NAME: &str = "user.firstflight.blake3";

/// No file has this time, so that each is compared by its hash.
const NEVER: (i64, i64) = (i64::MIN, 0);

/// Marks a file that was just written. Where the file system keeps no such attributes, the next build will not know it.
pub(super) fn mark(file: &File, hash: Hash) {
    let _ = rustix::fs::fsetxattr(file.as_fd(), NAME, hash.to_hex().as_bytes(), XattrFlags::empty());
}

/// What the marks in the target say.
pub(super) fn manifest(target: &Target) -> Result<Manifest, Failure> {
    let mut manifest = Manifest { tree: Tree::Absent, ..Manifest::default() };
    if let Some(folder) = &target.folder {
        collect(folder, Path::new(""), &mut manifest).map_err(|error| disk::cannot("read", &target.shown, &error))?;
    }
    Ok(manifest)
}

fn collect(folder: &Dir, above: &Path, manifest: &mut Manifest) -> io::Result<()> {
    for entry in folder.list()? {
        let (name, path) = (Path::new(&entry.name), above.join(&entry.name));
        let Some(found) = folder.look(name)? else { continue };
        match found.kind {
            // What may not be read is not ours.
            Kind::Folder => folder.folder(name).map_or(Ok(()), |inner| collect(&inner, &path, manifest))?,
            Kind::File => {
                let mark = folder.read(name).ok().and_then(|file| read(&file));
                if let (Some(hash), Some(path)) = (mark, path.to_str()) {
                    let record = Record { hash, length: found.length, time: NEVER };
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
    let length = rustix::fs::fgetxattr(file.as_fd(), NAME, &mut value).ok()?;
    Hash::from_hex(value.get(..length)?).ok()
}
