//! What an event of the system means to the file that it names. Looks at the file where the system does not say whether
//! it is a folder; knows nothing of what happened before.

use std::path::Path;

use super::events::{Change, Was};
use super::look::{Kind, kind};
use super::native::What;

/// The file that an event is about, if it is about one.
pub(super) fn path(what: &What) -> Option<&Path> {
    match what {
        What::Created(path)
        | What::CreatedFolder(path)
        | What::Changed(path)
        | What::Touched(path)
        | What::Closed(path)
        | What::Arrived(path)
        | What::Left(path)
        | What::Moved(path, _)
        | What::Renamed(path)
        | What::RemovedFile(path)
        | What::RemovedFolder(path)
        | What::Removed(path) => Some(path),
        What::Lost | What::Full => None,
    }
}

/// What an event means to the file of [`path`].
pub(super) fn change(what: &What) -> Change {
    match what {
        What::Created(path) => match kind(path) {
            Kind::Folder => Change::Folder,
            Kind::Link => Change::Arrived,
            Kind::File | Kind::Nothing => Change::Created,
        },
        What::CreatedFolder(_) | What::RemovedFolder(_) => Change::Folder,
        What::Changed(_) | What::Lost | What::Full => Change::Changed,
        What::Touched(_) => Change::Touched,
        What::Closed(_) => Change::Closed,
        // What is gone already is told by an event of its own.
        What::Arrived(path) => {
            if kind(path) == Kind::Folder {
                Change::Folder
            } else {
                Change::Arrived
            }
        }
        What::Renamed(path) => match kind(path) {
            Kind::Folder => Change::Folder,
            Kind::File | Kind::Link => Change::Arrived,
            Kind::Nothing => Change::Gone(Was::Unknown),
        },
        What::Left(_) | What::Removed(_) => Change::Gone(Was::Unknown),
        What::RemovedFile(_) => Change::Gone(Was::File),
        What::Moved(_, to) => match kind(to) {
            Kind::Folder => Change::Folder,
            Kind::File | Kind::Link => Change::WasFile,
            Kind::Nothing => Change::Gone(Was::Unknown),
        },
    }
}
