//! Turns single events into complete changes: when a save is complete, which events belong together, when all is quiet.
//! Pure: takes the time as an argument and does not know the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Change, ScanCause};

/// How long to wait for more after each write to a file, and for a removed file to come back.
const SETTLE: Duration = Duration::from_millis(10);
/// Maximum time to wait for a file in all.
const LONGEST: Duration = Duration::from_secs(1);
/// Number of files from which on they are gathered as a burst.
const MANY: usize = 8;
/// A burst is over when nothing was added to it for this long.
const LULL: Duration = Duration::from_millis(2);
/// How long a burst is gathered in all.
const BURST: Duration = Duration::from_millis(50);
/// When everything is scanned again after a folder's event.
const AGAIN: Duration = Duration::from_millis(50);
/// How long after the last event everything is scanned.
const QUIET: Duration = Duration::from_secs(1);
/// How often everything is scanned while nothing happens.
const IDLE: Duration = Duration::from_secs(10);

/// Maximum number of transient files that are remembered.
const MOST_TRANSIENT: usize = 1_024;

/// What happened to a file or folder of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileChange {
    /// A file is there that was not: empty so far, or a second name of another file.
    Created,
    /// The bytes of a file changed; more may follow.
    Changed,
    /// Permissions or times changed.
    Touched,
    /// A file was closed after writing.
    Closed,
    /// A whole file is there under this name at once: renamed to it, or a link.
    Arrived,
    /// What had this name was removed or renamed.
    Gone(Removed),
    /// What was renamed from this name was a file.
    WasFile,
    /// A folder was made, renamed or removed.
    Folder,
}

/// What is known of a name that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removed {
    File,
    Unknown,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Emit(Change),
    /// Nothing before then, unless an event comes.
    Wait(Instant),
}

/// A file that is not complete yet.
#[derive(Debug)]
struct PendingFile {
    since: Instant,
    due: Instant,
    state: FileState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileState {
    /// Being written. A new file may be a tool's own for a moment, so its close is not a save yet: a rename may follow.
    Writing {
        new: bool,
    },
    NewAndClosed,
    /// Safe writes take a file away for a moment: vim to keep it as a backup, others to put the new one in its place.
    Gone(Removed),
}

/// A pending scan of everything.
#[derive(Debug)]
struct PendingScan {
    cause: ScanCause,
    since: Instant,
    due: Instant,
    /// Whether it is the second look after a folder's event, which has no third.
    second: bool,
}

/// All that is pending.
#[derive(Debug)]
pub(super) struct Debouncer {
    waiting: BTreeMap<PathBuf, PendingFile>,
    ready: BTreeSet<PathBuf>,
    /// When the first and the last of `ready` came.
    ready_since: Instant,
    ready_last: Instant,
    whole: Option<PendingScan>,
    again: Option<(Instant, PathBuf)>,
    /// The look after the last event, or the next one while nothing happens.
    quiet: Instant,
    poll: Option<Polling>,
    /// Files that came and went before they were reported, and have not come back: temporary files of programs.
    transient: BTreeSet<PathBuf>,
}

/// Looks by the clock, because events are not to be relied on.
#[derive(Clone, Copy, Debug)]
struct Polling {
    interval: Duration,
    handed: Instant,
    /// `None` until the last look is done.
    due: Option<Instant>,
}

impl Debouncer {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            waiting: BTreeMap::new(),
            ready: BTreeSet::new(),
            ready_since: now,
            ready_last: now,
            whole: None,
            again: None,
            quiet: now + IDLE,
            poll: None,
            transient: BTreeSet::new(),
        }
    }

    /// Scans everything in this interval from now on, whatever events report.
    pub(super) fn poll(&mut self, interval: Duration, now: Instant) {
        self.poll = Some(Polling { interval, handed: now, due: None });
    }

    /// Files that are being written, and those whose name is free for a moment only.
    pub(super) fn unsettled(&self) -> BTreeSet<PathBuf> {
        let unsettled = self.waiting.iter().filter(|(_, waiting)| waiting.state != FileState::NewAndClosed);
        unsettled.map(|(path, _)| path.clone()).collect()
    }

    /// Whether something is known of `path` that is not reported yet.
    pub(super) fn is_pending(&self, path: &Path) -> bool {
        let scan = self.whole.as_ref().map(|whole| &whole.cause);
        let is_in_folder = matches!(scan, Some(ScanCause::Folder(folder)) if path.starts_with(folder));
        self.waiting.contains_key(path) || self.ready.contains(path) || is_in_folder
    }

    /// Takes what happened to `path` at `at`.
    pub(super) fn change(&mut self, path: PathBuf, change: FileChange, at: Instant) {
        self.quiet = at + QUIET;
        let state = self.waiting.get(&path).map(|waiting| waiting.state);
        self.note_transient(&path, change, state);
        match change {
            FileChange::Created => {
                let new = match state {
                    // One that was never reported is still new.
                    Some(FileState::Gone(_)) => self.is_transient(&path),
                    Some(_) => true,
                    None => !self.ready.contains(&path),
                };
                self.wait(path, FileState::Writing { new }, at);
            }
            FileChange::Changed => {
                let new = matches!(state, Some(FileState::Writing { new: true } | FileState::NewAndClosed));
                self.wait(path, FileState::Writing { new }, at);
            }
            // Editors set permissions after the close; that makes no save wait.
            FileChange::Touched => {
                if state.is_none() && !self.ready.contains(&path) {
                    self.wait(path, FileState::Writing { new: false }, at);
                }
            }
            FileChange::Closed => match state {
                Some(FileState::Writing { new: true } | FileState::NewAndClosed) => {
                    self.wait(path, FileState::NewAndClosed, at);
                }
                // Closed by a program that had it open when its name was removed.
                Some(FileState::Gone(_)) => {}
                Some(FileState::Writing { new: false }) | None => self.settle(path, at),
            },
            FileChange::Arrived => self.settle(path, at),
            FileChange::Gone(was) => self.wait(path, FileState::Gone(was), at),
            FileChange::WasFile => {
                if let Some(PendingFile { state: FileState::Gone(was), .. }) = self.waiting.get_mut(&path) {
                    *was = Removed::File;
                }
            }
            FileChange::Folder => {
                self.waiting.remove(&path);
                self.ready.remove(&path);
                self.look(ScanCause::Folder(path), at, at + SETTLE);
            }
        }
    }

    /// Whether a file came and went before it was reported, and has not come back.
    pub(super) fn is_transient(&self, path: &Path) -> bool {
        self.transient.contains(path)
    }

    fn note_transient(&mut self, path: &Path, change: FileChange, state: Option<FileState>) {
        match change {
            FileChange::Gone(_)
                if matches!(state, Some(FileState::Writing { new: true } | FileState::NewAndClosed)) =>
            {
                // Only names in a log depend on it, so that a storm of files may be forgotten.
                if self.transient.len() >= MOST_TRANSIENT {
                    self.transient.clear();
                }
                self.transient.insert(path.to_owned());
            }
            // Complete, and about to be reported; one that is created again is not yet.
            FileChange::Arrived | FileChange::Folder => {
                self.transient.remove(path);
            }
            FileChange::Closed if state == Some(FileState::Writing { new: false }) => {
                self.transient.remove(path);
            }
            _ => {}
        }
    }

    /// Events were lost.
    pub(super) fn lost(&mut self, at: Instant) {
        self.quiet = at + QUIET;
        self.look(ScanCause::Overflow, at, at + SETTLE);
    }

    /// Watches were renewed; changes before that were missed.
    pub(super) fn rearmed(&mut self, now: Instant) {
        self.quiet = now + QUIET;
        self.look(ScanCause::Rearmed, now, now);
    }

    fn wait(&mut self, path: PathBuf, state: FileState, at: Instant) {
        self.ready.remove(&path);
        let since = self.waiting.get(&path).map_or(at, |waiting| waiting.since);
        self.waiting.insert(path, PendingFile { since, due: (at + SETTLE).min(since + LONGEST), state });
    }

    fn settle(&mut self, path: PathBuf, at: Instant) {
        self.waiting.remove(&path);
        if self.ready.is_empty() {
            self.ready_since = at;
        }
        self.ready_last = at;
        self.ready.insert(path);
    }

    /// A look at everything, where no graver cause for one is pending.
    fn look(&mut self, cause: ScanCause, at: Instant, due: Instant) {
        let whole = self.whole.get_or_insert(PendingScan { cause: cause.clone(), since: at, due, second: false });
        whole.due = whole.due.max(due).min(whole.since + LONGEST);
        if whole.second || matches!(cause, ScanCause::Overflow) {
            (whole.cause, whole.second) = (cause, false);
        }
    }

    /// What to do at `now`. All events up to then are to be taken before.
    pub(super) fn step(&mut self, now: Instant) -> Action {
        self.expire(now);
        if let Some((_, path)) = self.again.take_if(|(due, _)| *due <= now) {
            self.whole.get_or_insert(PendingScan {
                cause: ScanCause::Folder(path),
                since: now,
                due: now,
                second: true,
            });
        }
        // A look at everything would see a file that is half written, too.
        let calm = self.waiting.is_empty();
        if let Some(whole) = self.whole.take_if(|whole| (whole.due <= now && calm) || whole.since + LONGEST <= now) {
            if let (ScanCause::Folder(path), false) = (&whole.cause, whole.second) {
                self.again = Some((now + AGAIN, path.clone()));
            }
            self.ready.clear();
            return Action::Emit(Change::Whole(whole.cause));
        }
        if !self.ready.is_empty() && self.ready_due() <= now {
            return Action::Emit(Change::Paths(std::mem::take(&mut self.ready)));
        }
        if let Some(poll) = &mut self.poll {
            // A look that takes long is followed by as long a pause.
            let due = *poll.due.get_or_insert_with(|| now + poll.interval.max(now - poll.handed));
            if (due <= now && calm) || due + LONGEST <= now {
                *poll = Polling { interval: poll.interval, handed: now, due: None };
                return Action::Emit(Change::Whole(ScanCause::Poll));
            }
        } else if self.quiet <= now {
            self.quiet = now + IDLE;
            return Action::Emit(Change::Whole(ScanCause::Quiet));
        }
        Action::Wait(self.wake())
    }

    /// Files whose wait is over are taken as they are.
    fn expire(&mut self, now: Instant) {
        for (path, waiting) in self.waiting.extract_if(.., |_, waiting| waiting.due <= now).collect::<Vec<_>>() {
            if !matches!(waiting.state, FileState::Gone(_)) {
                self.transient.remove(&path);
            }
            if waiting.state == FileState::Gone(Removed::Unknown) {
                self.look(ScanCause::Folder(path), waiting.since, waiting.due);
            } else {
                self.settle(path, waiting.due);
            }
        }
    }

    fn ready_due(&self) -> Instant {
        if self.ready.len() < MANY { self.ready_since } else { (self.ready_last + LULL).min(self.ready_since + BURST) }
    }

    fn wake(&self) -> Instant {
        // A scan of everything has its own limit of waiting.
        let held = if self.waiting.is_empty() { Duration::ZERO } else { LONGEST };
        let whole = self.whole.as_ref().map(|whole| if held.is_zero() { whole.due } else { whole.since + held });
        let clock = match self.poll {
            Some(poll) => poll.due.map(|due| due + held),
            None => Some(self.quiet),
        };
        let ready = (!self.ready.is_empty()).then(|| self.ready_due());
        let waiting = self.waiting.values().map(|waiting| waiting.due).min();
        let again = self.again.as_ref().map(|(due, _)| *due);
        [whole, clock, ready, waiting, again].into_iter().flatten().min().unwrap_or(self.quiet)
    }
}

#[cfg(test)]
mod tests;
