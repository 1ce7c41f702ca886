//! Single steps on the disk, each with the words for its failure.

use std::fmt::Display;
use std::fs::{self, File, FileTimes, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use blake3::Hash;
use rustix::fs::{AtFlags, Mode, OFlags};

use crate::report::Failure;

use super::ground::Ground;
use super::manifest::{Record, time_of};
use super::plan::Source;

/// Mode of every file that we write.
const FILE_MODE: u32 = 0o644;
/// Mode of every folder that we make.
pub(super) const FOLDER_MODE: u32 = 0o755;

/// `cannot write public/index.html`, with help where the cause is known.
pub(super) fn cannot(doing: &str, what: impl Display, error: &io::Error) -> Failure {
    let failure = Failure::io(format!("cannot {doing} {what}"), error);
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => failure.help("make room on this disk"),
        ErrorKind::PermissionDenied => failure.help("this user may not; look at the owner and mode of the folder"),
        ErrorKind::ReadOnlyFilesystem => failure.help("this file system is mounted read-only"),
        _ => failure,
    }
}

/// Why a new file could not be written: its source, or its place.
pub(super) enum WriteError {
    Source(io::Error),
    Place(io::Error),
}

/// Opens a folder, for paths relative to it.
pub(super) fn open_folder(path: &Path) -> io::Result<OwnedFd> {
    Ok(rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?)
}

/// Makes a folder below `root`, whatever the umask; `masked` says that the umask is known to interfere.
pub(super) fn make_folder(root: impl AsFd, path: &Path, masked: bool) -> io::Result<()> {
    rustix::fs::mkdirat(&root, path, Mode::from_raw_mode(FOLDER_MODE as _))?;
    if masked {
        rustix::fs::chmodat(&root, path, Mode::from_raw_mode(FOLDER_MODE as _), AtFlags::empty())?;
    }
    Ok(())
}

/// Writes a file that is not there yet, below `root`, readable by all, whatever the umask.
///
/// `hash` is that of the bytes, if it is known already; a file is hashed as it is read.
pub(super) fn write_new(
    root: impl AsFd,
    path: &Path,
    source: Source,
    hash: Option<Hash>,
) -> Result<Record, WriteError> {
    use WriteError::{Place, Source as From};
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC;
    let open = || rustix::fs::openat(root, path, flags, Mode::from_raw_mode(FILE_MODE as _));
    let (file, hash) = match source {
        Source::Bytes(bytes) => {
            let mut file = File::from(open().map_err(|error| Place(error.into()))?);
            file.write_all(bytes).map_err(Place)?;
            (file, hash.unwrap_or_else(|| blake3::hash(bytes)))
        }
        Source::File(from) => {
            let mut from = File::open(from).map_err(From)?;
            let mut file = File::from(open().map_err(|error| Place(error.into()))?);
            let mut hasher = blake3::Hasher::new();
            let mut buffer = vec![0; 1 << 17];
            loop {
                let read = match from.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(read) => read,
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Err(error) => return Err(From(error)),
                };
                hasher.update(&buffer[..read]);
                file.write_all(&buffer[..read]).map_err(Place)?;
            }
            (file, hasher.finalize())
        }
    };
    let found = file.metadata().map_err(Place)?;
    if found.permissions().mode() & 0o7777 != FILE_MODE {
        file.set_permissions(fs::Permissions::from_mode(FILE_MODE)).map_err(Place)?;
    }
    Ok(Record { hash, length: found.len(), time: time_of(&found) })
}

/// The hash of a file.
pub(super) fn hash_file(path: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

/// Links `path` below `from` to the same path below `to`; copies it, with its times, where links are not to be had.
pub(super) fn link_or_copy(from: impl AsFd, to: impl AsFd, roots: (&Path, &Path), path: &Path) -> io::Result<()> {
    match rustix::fs::linkat(from, path, to, path, AtFlags::empty()) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::NOENT) => Err(ErrorKind::NotFound.into()),
        Err(_) => copy(&roots.0.join(path), &roots.1.join(path)),
    }
}

/// Copies a file or symlink, with mode and times.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    if found.is_symlink() {
        return symlink(fs::read_link(from)?, to);
    }
    fs::copy(from, to)?;
    File::open(to)?.set_times(FileTimes::new().set_modified(found.modified()?).set_accessed(found.accessed()?))
}

/// Exchanges two folders in one step, or renames the first where the second does not exist.
pub(super) fn exchange(stage: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(stage, target);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, stage, CWD, target, RenameFlags::EXCHANGE)?)
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        Err(io::Error::new(ErrorKind::Unsupported, "this system knows no such step"))
    }
}

/// Whether the system or the file system cannot exchange these folders, as opposed to having failed at it.
pub(super) fn exchange_is_unknown(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let unknown = [Errno::BUSY, Errno::XDEV, Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP];
    error.kind() == ErrorKind::Unsupported
        || error.raw_os_error().is_some_and(|raw| unknown.contains(&Errno::from_raw_os_error(raw)))
}

/// Removes a file, which may be gone already.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder of ours with all that is in it, which may be gone already.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    let remove = || match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    match remove() {
        // It holds copies of read-only folders.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => make_writable(path).and_then(|()| remove()),
        done => done,
    }
}

/// Lets us empty a folder that is about to go, and all folders in it.
pub(super) fn make_writable(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            make_writable(&entry.path())?;
        }
    }
    Ok(())
}

/// What stands at `path`, symlinks not followed; `None` if nothing does, or can, because a parent is a file.
pub(super) fn look(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Moves a file, symlink, special file or folder, to another file system if need be.
pub(super) fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => copy(from, to).and_then(|()| fs::remove_file(from)),
        done => done,
    }
}

/// Keeps what people made and what had to give way, under the number of this build.
pub(super) struct Saved<'a> {
    ground: &'a Ground,
    folder: OnceLock<PathBuf>,
    paths: Mutex<Vec<PathBuf>>,
}

impl<'a> Saved<'a> {
    pub(super) fn new(ground: &'a Ground) -> Self {
        Self { ground, folder: OnceLock::new(), paths: Mutex::default() }
    }

    /// Moves what stands at `from` to `saved/`, as the file `path` of the target.
    pub(super) fn take(&self, from: &Path, path: &Path) -> Result<(), Failure> {
        let folder = self.folder.get_or_init(|| {
            let free = |number: &u32| !self.ground.saved().join(number.to_string()).exists();
            self.ground.saved().join((1..).find(free).unwrap_or(u32::MAX).to_string())
        });
        move_to(from, &folder.join(path)).map_err(|error| cannot("move aside", self.ground.name(path), &error))?;
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Ok(())
    }

    /// What to tell about it, if anything was saved.
    pub(super) fn note(&self) -> Option<String> {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner).clone();
        paths.sort();
        let names = paths.iter().map(|path| self.ground.name(path)).collect::<Vec<_>>();
        let folder = self.folder.get()?.strip_prefix(self.ground.target.parent()?).ok()?;
        let folder = Path::new(&self.ground.shown).parent().unwrap_or(Path::new("")).join(folder);
        let (stands, it) = if names.len() == 1 { ("was", "it") } else { ("were", "they") };
        Some(format!(
            "{} {stands} not as Firstflight had written {it}; what had to give way is now in {}",
            list(&names),
            folder.display()
        ))
    }
}

/// The first few names, and how many more there are.
pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 5;
    match names.len() {
        0..=SHOWN => names.join(", "),
        count => format!("{} and {} more", names[..SHOWN].join(", "), count - SHOWN),
    }
}
