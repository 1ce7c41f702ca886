//! Writes the new site: into a new or empty folder, or over the unchanged result of an earlier import. All files are written to
//! a hidden folder before the first of them is moved into place.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::files::Files;
use super::shown;
use super::shown::{LIST, list};
use crate::cli::new::IGNORED;
use crate::cli::new::held::HeldFolder;
use crate::disk::{EntryKind, SiteFiles};
use crate::import::{FileContent, Imported};
use crate::limits::{ADDRESS_BYTES, IMPORTED_FILES};
use crate::report::Failure;

/// The record of an import: the BLAKE3 hash and path of each file that it wrote.
const RECORD: &str = ".firstflight-import";
/// Maximum bytes of the record: a hash and a path for each of the most files that an import writes.
const LONGEST_RECORD: u64 = (IMPORTED_FILES * (ADDRESS_BYTES + 100)) as u64;
/// The folder of the new files until they are complete.
const DRAFT: &str = ".firstflight-import-draft";
/// The folder of the old files while the new ones are moved into place.
const OLD: &str = ".firstflight-import-old";
/// The names that an import writes directly into the folder.
const OWN: [&str; 5] = ["content", "themes", LIST, IGNORED.0, RECORD];

/// The folder for the new site, which may be written to.
pub(super) struct ImportTarget {
    dir: PathBuf,
}

impl ImportTarget {
    /// Checks that the folder is new or empty, or that an import wrote all that is in it.
    pub fn open(dir: &Path) -> Result<Self, Failure> {
        let name = shown(dir);
        let target = Self { dir: dir.to_owned() };
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound && !dir.is_symlink() => return Ok(target),
            Err(error) => {
                return Err(Failure::io(format!("cannot write to {name}"), &error)
                    .help("name a new folder with --to; nothing was written"));
            }
        };
        let cannot = |error: &io::Error| Failure::io(format!("cannot read {name}"), error);
        target.recover().map_err(|error| cannot(&error))?;
        let names = entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>();
        let names = names.map_err(|error| cannot(&error))?;
        if names.iter().all(|name| name == DRAFT) {
            return Ok(target);
        }
        let files = SiteFiles::new(dir, false).map_err(|error| cannot(&error))?;
        let record = files.read(&dir.join(RECORD), LONGEST_RECORD).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(record) = record else {
            return Err(
                Failure::new(format!("{name} is not empty")).help("name a new folder with --to; nothing was written")
            );
        };
        target.check(&files, &record)?;
        Ok(target)
    }

    /// Restores what an import moved away before it was killed.
    fn recover(&self) -> io::Result<()> {
        let old = self.dir.join(OLD);
        if !old.is_dir() {
            return Ok(());
        }
        // Without the draft, all new files are in place. What is no longer in the draft was moved into place.
        let draft = self.dir.join(DRAFT);
        let interrupted: &[&str] = if is_there(&draft) { &OWN } else { &[] };
        for name in interrupted {
            if !is_there(&draft.join(name)) && is_there(&old.join(name)) {
                remove(&self.dir.join(name))?;
            }
            if is_there(&old.join(name)) {
                fs::rename(old.join(name), self.dir.join(name))?;
            }
        }
        fs::remove_dir_all(old)
    }

    /// Checks that every file is as an import wrote it.
    fn check(&self, files: &SiteFiles, record: &str) -> Result<(), Failure> {
        let known: BTreeMap<&str, &str> =
            record.lines().filter_map(|line| line.split_once("  ")).map(|(hash, path)| (path, hash)).collect();
        let is_own = |name: &&str| is_there(&self.dir.join(name));
        let mut found: Vec<String> = [LIST, IGNORED.0].into_iter().filter(is_own).map(str::to_owned).collect();
        let refuse = |path: &str, what: &str| {
            Failure::new(format!("{}/{path} {what}", shown(&self.dir)))
                .help("import into another folder with --to, or delete this one; nothing was written")
        };
        let mut folders: Vec<String> = ["content", "themes"].into_iter().filter(is_own).map(str::to_owned).collect();
        while let Some(folder) = folders.pop() {
            let listing = files.list(&self.dir.join(&folder));
            let listing =
                listing.map_err(|error| Failure::io(format!("cannot read {}/{folder}", shown(&self.dir)), &error))?;
            for entry in listing.entries {
                let path = format!("{folder}/{}", entry.name.to_string_lossy());
                match entry.kind {
                    EntryKind::Folder => folders.push(path),
                    _ => found.push(path),
                }
            }
        }
        for path in found {
            let Some(hash) = known.get(path.as_str()) else {
                return Err(refuse(&path, "was not written by an import"));
            };
            let own = files.open(&self.dir.join(&path)).and_then(|file| hash_of(file).map(|hash| hash.to_string()));
            match own {
                Ok(own) if own == *hash => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                _ => return Err(refuse(&path, "has been changed since it was imported")),
            }
        }
        Ok(())
    }

    /// Writes the files of the new site.
    pub fn write(&self, imported: &Imported, originals: &Files) -> Result<(), Failure> {
        let is_new = !self.dir.exists();
        fs::create_dir_all(&self.dir)
            .map_err(|error| Failure::io(format!("cannot create {}", shown(&self.dir)), &error))?;
        let draft = self.dir.join(DRAFT);
        let begin = || {
            if draft.exists() {
                fs::remove_dir_all(&draft)?;
            }
            fs::create_dir(&draft)?;
            HeldFolder::open(&draft)
        };
        let here = |error: io::Error| (String::new(), error);
        let written = begin().map_err(here).and_then(|folder| {
            let record = fill(&folder, imported, originals)?;
            folder.write(RECORD, &record).map_err(here)?;
            self.exchange(&draft)
        });
        written.map_err(|(path, error)| {
            // Best effort: the next import removes what is left.
            let _ = fs::remove_dir_all(&draft);
            if is_new {
                let _ = fs::remove_dir(&self.dir);
            }
            let what = if path.is_empty() { shown(&self.dir) } else { format!("{}/{path}", shown(&self.dir)) };
            Failure::io(format!("cannot write {what}"), &error).help("nothing was imported")
        })
    }

    /// Moves the new files into place, and removes the old ones.
    fn exchange(&self, draft: &Path) -> Result<(), (String, io::Error)> {
        let old = self.dir.join(OLD);
        let names = OWN;
        let step = || {
            fs::create_dir_all(&old)?;
            for name in names {
                if self.dir.join(name).symlink_metadata().is_ok() {
                    fs::rename(self.dir.join(name), old.join(name))?;
                }
            }
            for name in names {
                if draft.join(name).exists() {
                    fs::rename(draft.join(name), self.dir.join(name))?;
                }
            }
            fs::remove_dir_all(draft)?;
            fs::remove_dir_all(&old)
        };
        step().map_err(|error| {
            // Best effort: the next import does it otherwise.
            let _ = self.recover();
            (String::new(), error)
        })
    }
}

/// Writes every file, and returns the record of them.
fn fill(draft: &HeldFolder, imported: &Imported, originals: &Files) -> Result<String, (String, io::Error)> {
    let mut record = String::new();
    let listed = list(imported);
    let (ignored, text) = IGNORED;
    let own =
        [(LIST, listed), (ignored, text.to_owned())].map(|(path, text)| (path.to_owned(), FileContent::Text(text)));
    for (path, content) in imported.files.iter().chain(own.iter().map(|(path, content)| (path, content))) {
        let place = |error: io::Error| (path.clone(), error);
        let mut parts: Vec<&str> = path.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let mut folder: Option<HeldFolder> = None;
        for part in parts {
            let at = folder.as_ref().unwrap_or(draft);
            folder = Some(at.folder_or_new(part).map_err(place)?.0);
        }
        let folder = folder.as_ref().unwrap_or(draft);
        let hash = match content {
            FileContent::Text(text) => {
                folder.write(name, text).map_err(place)?;
                blake3::hash(text.as_bytes())
            }
            FileContent::Copy(original) => {
                let mut source = originals.copy(original).map_err(place)?;
                let mut hasher = blake3::Hasher::new();
                folder
                    .write_from(name, &mut |buffer| {
                        let length = source.read(buffer)?;
                        hasher.update(&buffer[..length]);
                        Ok(length)
                    })
                    .map_err(place)?;
                hasher.finalize()
            }
        };
        record += &format!("{hash}  {path}\n");
    }
    Ok(record)
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Removes a file or a folder, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

fn hash_of(mut file: fs::File) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut file, &mut hasher)?;
    Ok(hasher.finalize())
}
