//! The system's own watcher, `notify`: what it is asked to watch, and its events in a simpler form. Knows nothing of sites,
//! and not what is worth a look.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Config, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// How many events may be pending. Beyond that, looking at everything is less work than reading them.
const INBOX: usize = 16_384;
/// How often a walk is tried again that a folder has vanished from.
const TRIES: usize = 3;

/// An event of the system.
#[derive(Debug)]
pub(super) struct TimedEvent {
    /// When it was read from the system.
    pub(super) at: Instant,
    pub(super) what: NativeEvent,
}

/// What happened, according to the system.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NativeEvent {
    Created(PathBuf),
    CreatedFolder(PathBuf),
    Changed(PathBuf),
    Touched(PathBuf),
    Closed(PathBuf),
    /// Renamed to this name.
    Arrived(PathBuf),
    /// Renamed from this name.
    Left(PathBuf),
    /// Both names of a rename: after the event for the old name, and before the one for the new name, so that the code that
    /// handles the new name knows the old one.
    Moved(PathBuf, PathBuf),
    /// One of the two names of a rename; the system does not report which.
    Renamed(PathBuf),
    RemovedFile(PathBuf),
    RemovedFolder(PathBuf),
    /// Removed, whatever it was.
    Removed(PathBuf),
    /// Events were lost.
    Lost,
    /// The limit of watches was reached at a new folder.
    Full,
}

/// Why a watch cannot be set.
#[derive(Debug)]
pub(super) enum WatchError {
    /// No more folders can be watched.
    Watches,
    /// No watcher can be had at all.
    Instance(io::Error),
    /// A folder cannot be watched.
    Folder(PathBuf, String),
    /// Folders went while they were being walked, again and again: some of the others may not be watched.
    Restless,
}

/// Where events arrive, from whichever watcher is at work.
#[derive(Debug)]
pub(super) struct Inbox {
    sender: SyncSender<TimedEvent>,
    receiver: Receiver<TimedEvent>,
    /// Whether events came that found no room.
    overflown: Arc<AtomicBool>,
}

impl Inbox {
    pub(super) fn new() -> Self {
        let (sender, receiver) = mpsc::sync_channel(INBOX);
        Self { sender, receiver, overflown: Arc::default() }
    }

    /// The events that are there already.
    pub(super) fn pending(&self) -> Vec<TimedEvent> {
        self.receiver.try_iter().take(INBOX).collect()
    }

    /// The next event, until `deadline`.
    pub(super) fn wait(&self, deadline: Instant) -> Option<TimedEvent> {
        self.receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
    }

    /// Whether events were dropped since this was asked last.
    pub(super) fn has_overflown(&self) -> bool {
        self.overflown.swap(false, Ordering::AcqRel)
    }
}

/// A running watcher; it stops when dropped.
#[derive(Debug)]
pub(super) struct NativeWatcher(RecommendedWatcher);

impl NativeWatcher {
    pub(super) fn new(inbox: &Inbox) -> Result<Self, WatchError> {
        let (sender, overflown) = (inbox.sender.clone(), Arc::clone(&inbox.overflown));
        let mut renames = Renames::default();
        let tell = move |told: notify::Result<notify::Event>| {
            let at = Instant::now();
            for what in renames.events(told) {
                if sender.try_send(TimedEvent { at, what }).is_err() {
                    overflown.store(true, Ordering::Release);
                }
            }
        };
        // Two paths to one folder have one watch, and its events one path: links are followed by name, in `scope`.
        let config = Config::default().with_follow_symlinks(false);
        match RecommendedWatcher::new(tell, config) {
            Ok(watcher) => Ok(Self(watcher)),
            Err(error) => Err(match error.kind {
                ErrorKind::MaxFilesWatch => WatchError::Watches,
                ErrorKind::Io(error) => WatchError::Instance(error),
                _ => WatchError::Instance(io::Error::other(error.to_string())),
            }),
        }
    }

    /// Watches a folder, and with `deep` all folders in it, also new ones. A missing folder is not an error. Once
    /// this returns, every change there is reported.
    pub(super) fn watch(&mut self, folder: &Path, deep: bool) -> Result<(), WatchError> {
        let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        for _ in 0..TRIES {
            let Err(error) = self.0.watch(folder, mode) else { return Ok(()) };
            match error.kind {
                // A folder that vanishes during the walk ends it, with others not yet watched.
                ErrorKind::PathNotFound if folder.exists() => {}
                ErrorKind::PathNotFound | ErrorKind::WatchNotFound => return Ok(()),
                ErrorKind::Io(ref cause) if is_gone(cause) => {}
                ErrorKind::MaxFilesWatch => return Err(WatchError::Watches),
                kind => {
                    let path = error.paths.into_iter().next().unwrap_or_else(|| folder.to_owned());
                    let why = match kind {
                        ErrorKind::Io(cause) => cause.to_string(),
                        kind => notify::Error::new(kind).to_string(),
                    };
                    return Err(WatchError::Folder(path, why));
                }
            }
        }
        Err(WatchError::Restless)
    }

    /// Stops watching a folder.
    pub(super) fn unwatch(&mut self, folder: &Path) {
        // It fails where the folder is gone, and its watch with it.
        let _ = self.0.unwatch(folder);
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Joins the two events of a rename. `notify` reports both names after the new one, and whoever is woken by that may have
/// handled it before.
#[derive(Debug, Default)]
struct Renames {
    /// The last name that something was renamed from, with the number that the system gives to the rename.
    left: Option<(usize, PathBuf)>,
    /// The rename that was joined last.
    joined: Option<usize>,
}

impl Renames {
    /// An event of the system as none, one or two of ours.
    fn events(&mut self, told: notify::Result<notify::Event>) -> Vec<NativeEvent> {
        let tracker = told.as_ref().ok().and_then(notify::Event::tracker);
        let Some(what) = reduce(told) else { return Vec::new() };
        let Some(tracker) = tracker else { return vec![what] };
        match what {
            NativeEvent::Left(from) => {
                self.left = Some((tracker, from.clone()));
                vec![NativeEvent::Left(from)]
            }
            NativeEvent::Arrived(to) => match self.left.take_if(|(left, _)| *left == tracker) {
                Some((_, from)) => {
                    self.joined = Some(tracker);
                    vec![NativeEvent::Moved(from, to.clone()), NativeEvent::Arrived(to)]
                }
                None => vec![NativeEvent::Arrived(to)],
            },
            NativeEvent::Moved(..) if self.joined == Some(tracker) => Vec::new(),
            other => vec![other],
        }
    }
}

/// An event in our words; `None` for opening and reading, which builds do themselves.
fn reduce(told: notify::Result<notify::Event>) -> Option<NativeEvent> {
    let event = match told {
        Ok(event) if event.need_rescan() => return Some(NativeEvent::Lost),
        Ok(event) => event,
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => return Some(NativeEvent::Full),
        Err(_) => return Some(NativeEvent::Lost),
    };
    let mut paths = event.paths.into_iter();
    let path = paths.next()?;
    Some(match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => NativeEvent::Closed(path),
        EventKind::Access(_) => return None,
        EventKind::Create(CreateKind::Folder) => NativeEvent::CreatedFolder(path),
        EventKind::Create(_) => NativeEvent::Created(path),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => NativeEvent::Left(path),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => NativeEvent::Arrived(path),
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => match paths.next() {
            Some(to) => NativeEvent::Moved(path, to),
            None => NativeEvent::Renamed(path),
        },
        EventKind::Modify(ModifyKind::Name(_)) => NativeEvent::Renamed(path),
        EventKind::Modify(ModifyKind::Metadata(_)) => NativeEvent::Touched(path),
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => NativeEvent::Changed(path),
        EventKind::Remove(RemoveKind::File) => NativeEvent::RemovedFile(path),
        EventKind::Remove(RemoveKind::Folder) => NativeEvent::RemovedFolder(path),
        EventKind::Remove(_) => NativeEvent::Removed(path),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(mode: RenameMode, tracker: usize, paths: &[&str]) -> notify::Event {
        let event = notify::Event::new(EventKind::Modify(ModifyKind::Name(mode))).set_tracker(tracker);
        paths.iter().fold(event, |event, path| event.add_path(PathBuf::from(path)))
    }

    #[test]
    fn both_names_of_a_rename_are_known_before_the_new_one_is_handled() {
        let mut renames = Renames::default();
        let mut events = |mode, tracker, paths: &[&str]| renames.events(Ok(renamed(mode, tracker, paths)));
        assert_eq!(events(RenameMode::From, 1, &["a"]), [NativeEvent::Left("a".into())]);
        let joined = [NativeEvent::Moved("a".into(), "b".into()), NativeEvent::Arrived("b".into())];
        assert_eq!(events(RenameMode::To, 1, &["b"]), joined);
        assert_eq!(events(RenameMode::Both, 1, &["a", "b"]), []);
        // Out of the site, and into it.
        assert_eq!(events(RenameMode::From, 2, &["c"]), [NativeEvent::Left("c".into())]);
        assert_eq!(events(RenameMode::To, 3, &["d"]), [NativeEvent::Arrived("d".into())]);
        assert_eq!(events(RenameMode::Both, 4, &["e", "f"]), [NativeEvent::Moved("e".into(), "f".into())]);
    }
}
