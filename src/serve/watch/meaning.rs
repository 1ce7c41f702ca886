//! What an event of the system means for the file that it names. Checks the file where the system does not say whether it
//! is a folder; does not know earlier events.

use std::path::Path;

use super::debounce::{FileChange, Removed};
use super::folders::{NameKind, kind};
use super::native::NativeEvent;

/// The file that an event is about, if it is about one.
pub(super) fn path(what: &NativeEvent) -> Option<&Path> {
    match what {
        NativeEvent::Created(path)
        | NativeEvent::CreatedFolder(path)
        | NativeEvent::Changed(path)
        | NativeEvent::Touched(path)
        | NativeEvent::Closed(path)
        | NativeEvent::Arrived(path)
        | NativeEvent::Left(path)
        | NativeEvent::Moved(path, _)
        | NativeEvent::Renamed(path)
        | NativeEvent::RemovedFile(path)
        | NativeEvent::RemovedFolder(path)
        | NativeEvent::Removed(path) => Some(path),
        NativeEvent::Lost | NativeEvent::Full => None,
    }
}

/// What an event means to the file of [`path`].
pub(super) fn change(what: &NativeEvent) -> FileChange {
    match what {
        NativeEvent::Created(path) => match kind(path) {
            NameKind::Folder => FileChange::Folder,
            NameKind::SiteLink => FileChange::Arrived,
            NameKind::File | NameKind::Nothing => FileChange::Created,
        },
        NativeEvent::CreatedFolder(_) | NativeEvent::RemovedFolder(_) => FileChange::Folder,
        NativeEvent::Changed(_) | NativeEvent::Lost | NativeEvent::Full => FileChange::Changed,
        NativeEvent::Touched(_) => FileChange::Touched,
        NativeEvent::Closed(_) => FileChange::Closed,
        // If it is gone already, its removal has its own event.
        NativeEvent::Arrived(path) => {
            if kind(path) == NameKind::Folder {
                FileChange::Folder
            } else {
                FileChange::Arrived
            }
        }
        NativeEvent::Renamed(path) => match kind(path) {
            NameKind::Folder => FileChange::Folder,
            NameKind::File | NameKind::SiteLink => FileChange::Arrived,
            NameKind::Nothing => FileChange::Gone(Removed::Unknown),
        },
        NativeEvent::Left(_) | NativeEvent::Removed(_) => FileChange::Gone(Removed::Unknown),
        NativeEvent::RemovedFile(_) => FileChange::Gone(Removed::File),
        NativeEvent::Moved(_, to) => match kind(to) {
            NameKind::Folder => FileChange::Folder,
            NameKind::File | NameKind::SiteLink => FileChange::WasFile,
            NameKind::Nothing => FileChange::Gone(Removed::Unknown),
        },
    }
}
