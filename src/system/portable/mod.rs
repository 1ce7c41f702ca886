//! Systems without the calls of Unix: paths, and the standard library.

mod dir;
mod native;

pub(crate) use dir::Dir;
pub(crate) use native::enable_escapes;

use std::ffi::OsString;
use std::fs::{self, File, FileTimes};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf, Prefix};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Cause, FileKind, FolderIdentity, Status, Time};

/// Whether two folders can be exchanged in one step.
pub(crate) const CAN_EXCHANGE: bool = false;

/// Whether files and folders have modes.
pub(crate) const HAS_MODES: bool = false;
/// Whether a user has a desktop without a variable of the environment that says so.
pub(crate) const HAS_DESKTOP: bool = cfg!(windows);
/// Whether programs are opened with a double click, in a terminal of their own.
pub(crate) const OPENS_IN_OWN_TERMINAL: bool = cfg!(windows);
/// The command that opens an address in the browser of the user.
pub(crate) const BROWSER: &[&str] =
    if cfg!(windows) { &["rundll32.exe", "url.dll,FileProtocolHandler"] } else { &["xdg-open"] };

/// The mode that every file is said to have: the one of our files, so that nobody tries to set it.
const FILE_MODE: u32 = 0o644;
/// The mode that every folder is said to have.
const FOLDER_MODE: u32 = 0o755;

/// The number of the current user, and of the owner of everything.
pub(crate) fn user() -> u32 {
    0
}

/// Whether files are given to the owner of the folder above them; there are no owners.
pub(crate) fn is_root() -> bool {
    false
}

/// Why a call failed, as far as it is told apart.
pub(super) fn cause_of(error: &io::Error) -> Option<Cause> {
    if let Some(cause) = error.get_ref().and_then(|inner| inner.downcast_ref::<CausedError>()) {
        return Some(cause.0);
    }
    if native::is_out_of_files(error) {
        return Some(Cause::TooManyOpenFiles);
    }
    if native::is_link_loop(error) {
        return Some(Cause::LinkLoop);
    }
    Some(match error.kind() {
        ErrorKind::CrossesDevices => Cause::OtherDevice,
        ErrorKind::TooManyLinks => Cause::TooManyLinks,
        ErrorKind::Unsupported => Cause::Unsupported,
        _ => return None,
    })
}

/// An error of this module, with its cause.
#[derive(Clone, Copy, Debug)]
struct CausedError(Cause);

impl std::fmt::Display for CausedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Cause::LinkLoop => "it is a link, or its links lead in a circle",
            Cause::OtherDevice => "it is on another file system",
            Cause::NotPermitted => "this is not permitted",
            Cause::Unsupported => "this system does not support it",
            Cause::TooManyLinks => "it has too many hard links",
            Cause::NameTooLong => "its path is too long",
            Cause::TooManyOpenFiles => "too many files are open",
        })
    }
}

impl std::error::Error for CausedError {}

/// An error with this cause.
pub(crate) fn error_of(cause: Cause) -> io::Error {
    let kind = match cause {
        Cause::OtherDevice => ErrorKind::CrossesDevices,
        Cause::NotPermitted => ErrorKind::PermissionDenied,
        Cause::Unsupported => ErrorKind::Unsupported,
        Cause::TooManyLinks => ErrorKind::TooManyLinks,
        Cause::LinkLoop | Cause::NameTooLong | Cause::TooManyOpenFiles => ErrorKind::Other,
    };
    io::Error::new(kind, CausedError(cause))
}

/// Whether an open was refused because of a pipe, a socket or a device.
pub(crate) fn is_special(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<SpecialError>())
}

/// The error for a pipe, a socket or a device.
fn special() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, SpecialError)
}

#[derive(Clone, Copy, Debug)]
struct SpecialError;

impl std::fmt::Display for SpecialError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is not a regular file")
    }
}

impl std::error::Error for SpecialError {}

/// Whether a new watch failed because of a limit of the system.
pub(crate) fn is_watch_limit(error: &io::Error) -> bool {
    super::is(error, Cause::TooManyOpenFiles) || error.kind() == ErrorKind::QuotaExceeded
}

/// Whether an error means that there is a link or a file instead of a folder.
pub(crate) fn is_not_a_folder(error: &io::Error) -> bool {
    error.kind() == ErrorKind::NotADirectory || super::is(error, Cause::LinkLoop)
}

/// Whether an open that follows no links may have failed because of one.
pub(crate) fn is_perhaps_a_link(error: &io::Error) -> bool {
    is_not_a_folder(error) || super::is(error, Cause::OtherDevice)
}

/// The path without links, in the form that people and other programs write: `C:\site` and not `\\?\C:\site`.
pub(crate) fn canonicalize(path: impl AsRef<Path>) -> io::Result<PathBuf> {
    let real = fs::canonicalize(path)?;
    let mut parts = real.components();
    let start = match parts.next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::VerbatimDisk(letter) => format!("{}:", char::from(letter)),
            Prefix::VerbatimUNC(server, share) => {
                format!(r"\\{}\{}", server.to_string_lossy(), share.to_string_lossy())
            }
            _ => return Ok(real),
        },
        _ => return Ok(real),
    };
    let plain = PathBuf::from(start + r"\").join(parts.filter(|part| *part != Component::RootDir).collect::<PathBuf>());
    // A path that is too long, or has a name that only the long form may have, leads elsewhere or nowhere.
    match fs::canonicalize(&plain) {
        Ok(again) if again == real => Ok(plain),
        _ => Ok(real),
    }
}

/// The text of the system with these bytes, which were written by [`std::ffi::OsStr::as_encoded_bytes`]; `None` if it can have no
/// such text.
pub(crate) fn text_from_bytes(bytes: &[u8]) -> Option<OsString> {
    Some(std::str::from_utf8(bytes).ok()?.into())
}

/// The identity of the folder at `path`, links followed, if there is one.
pub(crate) fn folder_identity(path: &Path) -> Option<FolderIdentity> {
    let real = canonicalize(path).ok().filter(|real| real.is_dir())?;
    native::of_path(&real).ok().map(|found| (found.device, found.inode))
}

/// The user who owns what is at `path`, if anything is.
pub(crate) fn owner_of(path: &Path) -> Option<u32> {
    path.exists().then(user)
}

/// Opens what is at `path` for reading. Pipes and devices are refused.
pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    let kind = fs::metadata(path)?.file_type();
    match kind.is_file() {
        true => File::open(path),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
    }
}

/// Reads once, at most the spare capacity of `bytes`. Returns the number of bytes read.
pub(crate) fn read_more(file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let (start, spare) = (bytes.len(), bytes.capacity() - bytes.len());
    bytes.resize(start + spare, 0);
    let read = { file }.read(&mut bytes[start..]);
    bytes.truncate(start + *read.as_ref().unwrap_or(&0));
    read
}

/// Reads once, from this place of a file.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    let mut file = file;
    file.seek(SeekFrom::Start(place))?;
    file.read(bytes)
}

/// Does nothing: there are no modes.
#[allow(clippy::unnecessary_wraps)] // fails on other systems
pub(crate) fn set_file_mode(_: &File, _: u32) -> io::Result<()> {
    Ok(())
}

/// Does nothing: there are no owners.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn give_file(_: &File, _: (u32, u32)) -> io::Result<()> {
    Ok(())
}

/// Does nothing: there are no owners.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn copy_owner_of_file(_: &File, _: &File) -> io::Result<()> {
    Ok(())
}

/// Does nothing: there are no extended attributes.
pub(crate) fn copy_attributes_of_file(_: &File, _: &File) {}

/// Fails: there are no extended attributes.
pub(crate) fn set_attribute(_: &File, _: &str, _: &[u8]) -> io::Result<()> {
    Err(error_of(Cause::Unsupported))
}

/// Fails: there are no extended attributes.
pub(crate) fn attribute(_: &File, _: &str, _: &mut [u8]) -> io::Result<usize> {
    Err(error_of(Cause::Unsupported))
}

/// Does nothing: there are no extended attributes.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn copy_attributes(_: &Dir, _: &Dir) -> io::Result<()> {
    Ok(())
}

/// Copies the times, as far as the system sets those of folders.
pub(crate) fn copy_owner_and_times(from: &Dir, to: &Dir) -> io::Result<()> {
    set_times(&from.status()?, to)
}

/// Sets the times of a folder to those in `wanted`, if the system opens folders for that. Nothing depends on them.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn set_times(wanted: &Status, to: &Dir) -> io::Result<()> {
    let time = |(seconds, nanoseconds): Time| {
        UNIX_EPOCH + Duration::new(seconds.max(0).cast_unsigned(), u32::try_from(nanoseconds).unwrap_or(0))
    };
    let times = FileTimes::new().set_accessed(time(wanted.accessed)).set_modified(time(wanted.modified));
    let _ = File::open(to.path()).and_then(|folder| folder.set_times(times));
    Ok(())
}

/// `None`: folders are not exchanged, so other mounts of them show the new site.
pub(crate) fn other_holder(_: &Path) -> Option<String> {
    None
}

/// The status of an open file.
pub(crate) fn status_of_file(file: &File) -> io::Result<Status> {
    Ok(status(&file.metadata()?, native::of_file(file)?))
}

/// What differs between two states of a file that programs rarely set: nothing, and the time when it was created.
pub(crate) fn stamp_of(metadata: &fs::Metadata) -> (Time, u64) {
    let (seconds, nanoseconds) = time(metadata.created());
    ((0, 0), seconds.wrapping_mul(1_000_000_000).wrapping_add(nanoseconds).cast_unsigned())
}

/// How many files this process may have open; `None` if there is no limit.
pub(crate) fn file_limit() -> Option<u64> {
    None
}

/// Does nothing: the limit is not known.
pub(crate) fn raise_file_limit(_: u64) {}

/// The file system that does not report changes made elsewhere, if a folder is on such a one.
pub(crate) fn distant(folder: &Path) -> Option<&'static str> {
    let real = canonicalize(folder).ok()?;
    match real.components().next()? {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("a network drive"),
            _ => None,
        },
        _ => None,
    }
}

/// How a path is opened below a folder: part by part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OpenMethod {
    /// Each part is checked before the next.
    #[default]
    ByComponent,
}

impl OpenMethod {
    /// There is only one.
    pub(crate) fn detect(_: &Dir) -> Self {
        Self::ByComponent
    }

    /// Opens a folder below another one; the empty path is that folder itself.
    pub(crate) fn folder(self, above: &Dir, path: &Path) -> io::Result<Dir> {
        above.folder(path)
    }

    /// Opens what is at a path below a folder for reading, if it is a regular file.
    pub(crate) fn file(self, above: &Dir, path: &Path) -> io::Result<File> {
        above.open_to_read(path)
    }
}

/// The status from what the standard library knows, and the numbers of the file.
fn status(found: &fs::Metadata, number: native::Identity) -> Status {
    let kind = FileKind::from(found.file_type());
    Status {
        kind,
        mode: if kind == FileKind::Folder { FOLDER_MODE } else { FILE_MODE },
        owner: user(),
        group: 0,
        inode: number.inode,
        device: number.device,
        length: found.len(),
        names: number.names,
        accessed: time(found.accessed()),
        modified: time(found.modified()),
        is_locked: false,
        is_mounted: false,
    }
}

/// A time since 1970; 0 if the system does not know it or it was before.
fn time(found: io::Result<SystemTime>) -> Time {
    let since = found.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    (since.as_secs().cast_signed(), i64::from(since.subsec_nanos()))
}
