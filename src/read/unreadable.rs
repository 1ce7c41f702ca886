//! What to do about a file or folder that cannot be read.

use std::io::{Error, ErrorKind};

use super::discover::plain_error;
use crate::disk::Refusal;
use crate::report::{Finding, Place, catalog};
use crate::system::{Cause, is};

/// For a link that leads to nothing, or to itself.
pub const CORRECT_LINK: &str = "correct the link, or delete it";

/// For a pipe, a socket or a device.
pub const SPECIAL: &str = "delete it: a site consists of files and folders";

/// For a folder in the place of a file.
pub const FOLDER: &str = "rename the folder, or delete it";

/// The finding for an error of the operating system.
pub fn unreadable(place: Place, error: &Error) -> Finding {
    catalog::files::unreadable(place, &plain_error(error), help(error))
}

/// The help that fits an error.
fn help(error: &Error) -> &'static str {
    match Refusal::from_error(error) {
        Some(Refusal::Special) => return SPECIAL,
        Some(Refusal::Folder) => return FOLDER,
        Some(Refusal::Exchanged) => return "run Firstflight again",
        Some(Refusal::Outside | Refusal::TooLarge(_)) | None => {}
    }
    match error.kind() {
        ErrorKind::PermissionDenied => {
            "check its owner and mode with `ls -ld`: the user who runs Firstflight must be able to read it, and to open \
             the folders above it"
        }
        ErrorKind::NotFound => "run Firstflight again: it was moved or deleted while it was being read",
        ErrorKind::IsADirectory => FOLDER,
        ErrorKind::NotADirectory => CORRECT_LINK,
        _ if is(error, Cause::LinkLoop) => CORRECT_LINK,
        _ => "run Firstflight again; if it happens again, check the disk or the network that holds it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_the_error() {
        let said = |error: Error| {
            let finding = unreadable(super::super::discover::whole("themes/mine/style.css"), &error);
            (finding.message, finding.help.unwrap_or_default())
        };
        let (message, advice) = said(Error::from_raw_os_error(13)); // EACCES
        assert_eq!(message, "cannot read this: permission denied");
        assert!(advice.starts_with("check its owner and mode with `ls -ld`"), "{advice}");
        assert_eq!(said(Error::from_raw_os_error(1)).1, advice); // EPERM
        assert!(said(Error::from_raw_os_error(5)).1.contains("check the disk")); // EIO
        assert!(said(Error::from_raw_os_error(2)).1.starts_with("run Firstflight again: it was moved")); // ENOENT
        assert_eq!(said(Refusal::Special.into()).1, SPECIAL);
        assert_eq!(said(Refusal::Folder.into()).1, FOLDER);
    }
}
