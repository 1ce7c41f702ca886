//! A folder of this machine, such as one that a web server serves, or a memory stick.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use super::remote::busy;
use super::target::{FoundFile, LOCK, OWN_FOLDER, RECORD, Target, Upload};
use crate::publish::sha256_of;
use crate::report::{Failure, plain_error};
use crate::system::{Dir, FileKind, canonicalize};

/// The file that is being written.
const PART: &str = ".firstflight/part";
const FOLDER_MODE: u32 = 0o755;
const FILE_MODE: u32 = 0o644;
/// Maximum length of a record in bytes.
const LONGEST: u64 = 1 << 30;

/// A folder of this machine. No link in it is followed.
#[derive(Debug)]
pub struct FolderTarget {
    /// Its path, links resolved.
    path: PathBuf,
    /// The open folder; `None` if it does not exist yet.
    folder: Option<Dir>,
    shown: String,
    /// Locked while it is open.
    lock: Option<File>,
}

impl FolderTarget {
    /// A folder, which is created when it is locked. It must neither be in one of the `others` nor contain one.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub fn open(path: &Path, others: &[&Path]) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let cannot = |error: io::Error| Failure::io(format!("cannot open the folder {shown}"), &error);
        let real = resolved(path).map_err(cannot)?;
        for other in others.iter().filter_map(|other| canonicalize(other).ok()) {
            if real.starts_with(&other) || other.starts_with(&real) {
                let other = other.display();
                return Err(Failure::new(format!(
                    "cannot deploy to {shown}: it overlaps {other}, a folder of the site"
                ))
                .help("name a separate folder"));
            }
        }
        let folder = match Dir::open(&real) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            folder => Some(folder.map_err(cannot)?),
        };
        Ok(Self { path: real, folder, shown, lock: None })
    }

    fn folder(&self) -> io::Result<&Dir> {
        self.folder.as_ref().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn cannot(&self, doing: &str, path: &str, error: &io::Error) -> Failure {
        let name = Path::new(&self.shown).join(path);
        Failure::new(format!("cannot {doing} {}: {}", name.display(), plain_error(error)))
    }

    /// Writes a file to a draft and renames it.
    fn write(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let (part, folder) = (Path::new(PART), self.folder()?);
        folder.make_folders(Path::new(OWN_FOLDER), FOLDER_MODE)?;
        folder.remove_file(part)?;
        let mut file = folder.create(part, FILE_MODE)?;
        write(&mut file)?;
        drop(file);
        let place = Path::new(path);
        let above = place.parent().unwrap_or(Path::new(""));
        let above = folder.make_folders(above, FOLDER_MODE)?;
        folder.rename(part, &above, Path::new(place.file_name().unwrap_or_default()))
    }
}

impl Target for FolderTarget {
    fn name(&self) -> String {
        self.shown.clone()
    }

    fn lock(&mut self, holder: &str, take_over: bool) -> Result<(), Failure> {
        if self.folder.is_none() {
            let made = std::fs::create_dir_all(&self.path).and_then(|()| Dir::open(&self.path));
            self.folder = Some(made.map_err(|error| self.cannot("create", "", &error))?);
        }
        let cannot = |error: &io::Error| self.cannot("lock", LOCK, error);
        let own = self.folder().and_then(|folder| folder.make_folders(Path::new(OWN_FOLDER), FOLDER_MODE));
        let own = own.map_err(|error| cannot(&error))?;
        let path = Path::new("lock");
        // Whoever holds the lock has the file open, so it is never removed.
        let made = own.create(path, FILE_MODE);
        let mut file = match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => own.write_to(path),
            made => made,
        }
        .map_err(|error| cannot(&error))?;
        if file.try_lock().is_err() && !take_over {
            let other = own.read_bounded(path, 4096).ok().flatten().unwrap_or_default();
            return Err(busy(&self.shown, &String::from_utf8_lossy(&other)));
        }
        let written = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
        written.map_err(|error| cannot(&error))?;
        self.lock = Some(file);
        Ok(())
    }

    fn unlock(&mut self) {
        if let Some(file) = self.lock.take() {
            let _ = file.set_len(0);
            let _ = file.unlock();
        }
    }

    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(folder) = &self.folder else { return Ok(None) };
        folder.read_bounded(Path::new(RECORD), LONGEST).map_err(|error| self.cannot("read", RECORD, &error))
    }

    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure> {
        let written = self.write(RECORD, |file| {
            file.write_all(record)?;
            file.sync_all()
        });
        written.map_err(|error| self.cannot("write", RECORD, &error))
    }

    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure> {
        let mut found = BTreeMap::new();
        let Some(folder) = &self.folder else { return Ok(found) };
        for path in known {
            let place = Path::new(path);
            let status = folder.status_of(place).map_err(|error| self.cannot("read", path, &error))?;
            let file = match status.map(|status| status.kind) {
                None | Some(FileKind::Folder) => continue,
                Some(FileKind::File) => {
                    let read = folder.read(place).and_then(sha256_of);
                    let (sha256, size) = read.map_err(|error| self.cannot("read", path, &error))?;
                    FoundFile { size, sha256: Some(sha256) }
                }
                // No file of a site is empty and has this hash.
                Some(_) => FoundFile { size: 0, sha256: Some("special".to_owned()) },
            };
            found.insert(path.clone(), file);
        }
        Ok(found)
    }

    fn put(&mut self, files: &[Upload]) -> Result<(), Failure> {
        for upload in files {
            let written = self.write(&upload.path, |file| {
                let (hash, _) = sha256_of(CopyingReader { from: File::open(&upload.source)?, to: file })?;
                match hash == upload.sha256 {
                    true => Ok(()),
                    false => Err(io::Error::other("the published file changed while it was being sent")),
                }
            });
            written.map_err(|error| self.cannot("write", &upload.path, &error))?;
        }
        Ok(())
    }

    fn remove(&mut self, paths: &[String]) -> Result<(), Failure> {
        for path in paths {
            let place = Path::new(path);
            let removed = self.folder().and_then(|folder| folder.remove_file(place));
            removed.map_err(|error| self.cannot("remove", path, &error))?;
            for above in place.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
                if self.folder().and_then(|folder| folder.remove_folder(above)).is_err() {
                    break; // It is not empty.
                }
            }
        }
        Ok(())
    }
}

/// Reads a file, and writes what was read into another one.
struct CopyingReader<'a> {
    from: File,
    to: &'a mut File,
}

impl Read for CopyingReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.to.write_all(&buffer[..read])?;
        Ok(read)
    }
}

/// A path with its links resolved. Its last parts need not exist.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let Some(existing) = path.ancestors().find(|above| above.symlink_metadata().is_ok()) else { return Ok(path) };
    let rest = path.strip_prefix(existing).unwrap_or(Path::new(""));
    let real = canonicalize(existing)?;
    Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) })
}
