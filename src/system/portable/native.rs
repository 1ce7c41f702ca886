//! What the standard library does not say: the numbers by which systems tell files apart, those of a few errors, and whether a
//! terminal knows escape sequences.

use std::fs::File;
use std::io;
use std::path::Path;

/// What identifies a file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Identity {
    pub(super) device: u64,
    pub(super) inode: u64,
    /// The number of hard links.
    pub(super) names: u64,
}

/// The identity of an open file.
pub(super) fn of_file(file: &File) -> io::Result<Identity> {
    numbers::of_file(file)
}

/// The identity of the file or folder at a path, which is not a link.
pub(super) fn of_path(path: &Path) -> io::Result<Identity> {
    numbers::of_path(path)
}

/// Lets the terminal of this process interpret escape sequences, as for colours. Returns whether it does, or there is none.
pub(crate) fn enable_escapes() -> bool {
    numbers::enable_escapes()
}

/// Whether too many files are open.
pub(super) fn is_out_of_files(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|number| numbers::OUT_OF_FILES.contains(&number))
}

/// Whether links lead to each other in a circle.
pub(super) fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(numbers::LINK_LOOP)
}

#[cfg(windows)]
mod numbers {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    use super::Identity;

    /// `ERROR_TOO_MANY_OPEN_FILES` and `WSAEMFILE`.
    pub(super) const OUT_OF_FILES: [i32; 2] = [4, 10024];
    /// `ERROR_CANT_RESOLVE_FILENAME`.
    pub(super) const LINK_LOOP: i32 = 1921;

    pub(super) fn of_file(file: &File) -> io::Result<Identity> {
        winapi_util::file::information(file).map(identity)
    }

    pub(super) fn of_path(path: &Path) -> io::Result<Identity> {
        winapi_util::file::information(winapi_util::Handle::from_path_any(path)?).map(identity)
    }

    pub(super) fn enable_escapes() -> bool {
        use winapi_util::console::Console;
        // An output that is not a console has no such setting.
        let enable = |console: io::Result<Console>| {
            console.map_or(true, |mut console| console.set_virtual_terminal_processing(true).is_ok())
        };
        enable(Console::stdout()) && enable(Console::stderr())
    }

    fn identity(found: winapi_util::file::Information) -> Identity {
        Identity { device: found.volume_serial_number(), inode: found.file_index(), names: found.number_of_links() }
    }
}

/// For tests of this module on Unix.
#[cfg(unix)]
mod numbers {
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use rustix::io::Errno;

    use super::Identity;

    pub(super) const OUT_OF_FILES: [i32; 2] = [Errno::MFILE.raw_os_error(), Errno::NFILE.raw_os_error()];
    pub(super) const LINK_LOOP: i32 = Errno::LOOP.raw_os_error();

    pub(super) fn of_file(file: &File) -> io::Result<Identity> {
        file.metadata().map(|found| identity(&found))
    }

    pub(super) fn of_path(path: &Path) -> io::Result<Identity> {
        path.symlink_metadata().map(|found| identity(&found))
    }

    pub(super) fn enable_escapes() -> bool {
        true
    }

    fn identity(found: &Metadata) -> Identity {
        Identity { device: found.dev(), inode: found.ino(), names: found.nlink() }
    }
}

#[cfg(not(any(unix, windows)))]
compile_error!("Firstflight knows no way to tell files apart on this system");
