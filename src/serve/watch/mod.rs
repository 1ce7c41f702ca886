//! Reports changes of the files of a site as soon as they are complete. Does not read files; whether anything changed is for
//! the caller to find out.
//!
//! A save is reported when the file is closed or renamed. A file that is being written waits 10 ms for its close, and a
//! missing name 10 ms to come back, each at most 1 s in all, so that no half-written file is read. Bursts of eight or more
//! files are gathered until nothing was added for 2 ms, at most 50 ms. New, removed and renamed folders and lost events
//! cause a scan of everything, after the same 10 ms and again 50 ms later. So does quiet: one second after the last event,
//! and every 10 s while nothing happens, for changes that no system reports.
//!
//! The files in reading order:
//!
//! ```text
//! native -> scope -> meaning -> debounce   an event; the names that count; what it means; when it is reported
//! watches   folders  notice                the watches that are set; what is on the disk; why there are no events
//! ```

mod debounce;
mod watches;
mod folders;
mod meaning;
mod native;
mod notice;
mod scope;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::config::Paths;
use crate::report::Failure;
use debounce::{Action, Debouncer, FileChange};
use meaning::{change, path};
use native::{Inbox, NativeEvent, TimedEvent, WatchError};
use scope::Relevance;
use watches::Watches;

pub use notice::Notice;

/// Default interval of polling where events are unavailable.
const POLL: Duration = Duration::from_secs(1);
/// How often we check that the root folders are unchanged: renaming a folder above them causes no event.
const CHECK: Duration = Duration::from_secs(2);
/// How often we check whether a missing site folder is back.
const MISSING: Duration = Duration::from_millis(200);

/// How long to wait for the events of changes that a scan has found without them.
const LATE: Duration = Duration::from_millis(50);

/// Maximum number of renames that are remembered until they are taken.
const MOST_RENAMES: usize = 1_024;

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These files and folders, with everything below them, may be new, changed or gone; named as below the folders given.
    Paths(BTreeSet<PathBuf>),
    /// Anything may have changed.
    Whole(ScanCause),
}

/// Why everything is scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanCause {
    /// Events were lost.
    Overflow,
    /// This folder appeared, disappeared or was renamed, or may have been.
    Folder(PathBuf),
    /// The site's root folders were replaced.
    Rearmed,
    /// Polling, because events are unreliable; see [`Watch::notice`].
    Poll,
    /// Nothing has happened for a while; a safety net.
    Quiet,
}

/// How changes are detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// By events of the system, and by polling where these are unreliable.
    Native,
    /// By polling alone, in this interval.
    Poll(Duration),
}

/// Watches a site: `content/` and `themes/` with all that is in them, and what links in them lead to. It ends at once
/// when it is dropped.
#[derive(Debug)]
pub struct Watch {
    paths: Paths,
    inbox: Inbox,
    watches: Watches,
    events: Debouncer,
    /// Whether events of the system are wanted, or were given up.
    wants_events: bool,
    /// When the root folders are checked next.
    check: Instant,
    /// Whether the watches no longer fit the folders.
    is_stale: bool,
    notice: Option<Notice>,
    interval: Duration,
    /// Renames within the site since they were last taken: from, to.
    renames: Vec<(PathBuf, PathBuf)>,
}

impl Watch {
    /// Starts to watch. Only changes from now on are reported.
    ///
    /// # Errors
    ///
    /// The site's folder does not exist. Failure to create a watcher is not an error; see [`Watch::notice`].
    pub fn start(paths: &Paths, how: WatchMode) -> Result<Self, Failure> {
        if folders::spot(&paths.root).is_none() {
            return Err(Failure::new(format!("there is no folder {}", paths.root.display()))
                .help("name the folder that contains content/ with --site DIR"));
        }
        let now = Instant::now();
        let interval = match how {
            WatchMode::Native => POLL,
            WatchMode::Poll(interval) => interval,
        };
        let mut watch = Self {
            paths: paths.clone(),
            inbox: Inbox::new(),
            watches: Watches::new(paths),
            events: Debouncer::new(now),
            wants_events: how == WatchMode::Native,
            check: now,
            is_stale: false,
            notice: None,
            interval,
            renames: Vec::new(),
        };
        match how {
            WatchMode::Native => {
                watch.arm();
                watch.ask_drives();
            }
            WatchMode::Poll(_) => watch.events.poll(interval, now),
        }
        Ok(watch)
    }

    /// Waits for a change, at most `timeout`. Everything since the last call is reported as one.
    pub fn next(&mut self, timeout: Duration) -> Option<Change> {
        let deadline = Instant::now() + timeout;
        loop {
            self.drain();
            let now = Instant::now();
            self.look_after_folders(now);
            match self.events.step(now) {
                Action::Emit(seen) => {
                    // A lost event may have been that of a new folder.
                    if seen == Change::Whole(ScanCause::Overflow) && self.wants_events {
                        self.arm();
                    }
                    return Some(seen);
                }
                Action::Wait(_) if now >= deadline => return None,
                Action::Wait(until) => {
                    let until = if self.wants_events { until.min(self.check) } else { until };
                    if let Some(event) = self.inbox.wait(until.min(deadline)) {
                        self.take(event);
                    }
                }
            }
        }
    }

    /// Returns why the watch polls, if it does. Limits may be reached at any time.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Takes the links that are part of the site, all of them, as named under its folders; again after each look that
    /// finds others. Their targets are watched too, and reported by the names of the links.
    pub fn follow(&mut self, links: &[PathBuf]) {
        self.watches.follow(links);
        self.set_links();
    }

    /// Returns the files that are being written or renamed at this moment. A caller that has just read one of them may have
    /// half a file, and should wait for the change that follows.
    pub fn unsettled(&mut self) -> BTreeSet<PathBuf> {
        self.drain();
        self.events.unsettled()
    }

    /// Whether events report all these changed files, which a scan has found. Waits a moment for those that are late.
    pub fn knows_of(&mut self, files: &[PathBuf]) -> bool {
        let deadline = Instant::now() + LATE;
        loop {
            self.drain();
            if files.iter().all(|file| self.events.is_pending(file)) {
                return true;
            }
            let Some(told) = self.inbox.wait(deadline) else { return false };
            self.take(told);
        }
    }

    /// Whether a change of this file or folder is known and not reported yet.
    #[must_use]
    pub fn is_pending(&self, path: &Path) -> bool {
        self.events.is_pending(path)
    }

    /// Whether a file came and went before it was reported, as temporary files of editors do.
    #[must_use]
    pub fn is_transient(&self, path: &Path) -> bool {
        self.events.is_transient(path)
    }

    /// Returns the files and folders that were renamed within the site since the last call: from, to. Temporary files that
    /// get their name are not among them. The system does not always report them.
    pub fn take_renames(&mut self) -> Vec<(PathBuf, PathBuf)> {
        self.drain();
        std::mem::take(&mut self.renames)
    }

    /// Takes the events that are pending.
    fn drain(&mut self) {
        for told in self.inbox.pending() {
            self.take(told);
        }
        if self.inbox.has_overflown() {
            self.events.lost(Instant::now());
        }
    }

    fn take(&mut self, TimedEvent { at, what }: TimedEvent) {
        let Some(path) = path(&what) else {
            if what == NativeEvent::Full {
                self.refuse(&WatchError::Watches);
            }
            return self.events.lost(at);
        };
        match self.watches.scope().place(path) {
            Relevance::Nothing => {}
            // Somebody sets permissions on it, or a build changes its time.
            Relevance::Site if matches!(what, NativeEvent::Touched(_) | NativeEvent::Changed(_)) => {}
            Relevance::Site => self.lose(self.paths.root.clone(), at),
            Relevance::Root(given) if matches!(what, NativeEvent::Touched(_)) => {
                self.events.change(given, FileChange::Folder, at);
            }
            Relevance::Root(given) => self.lose(given, at),
            Relevance::Names(names) => {
                self.note_rename(&what, &names);
                let change = change(&what);
                if change == FileChange::Folder {
                    let watched = self.watches.add_folder(path);
                    self.settle(watched);
                    if self.watches.scope().leads_a_link(path) {
                        self.set_links();
                    }
                }
                names.into_iter().for_each(|name| self.events.change(name, change, at));
            }
        }
    }

    fn note_rename(&mut self, what: &NativeEvent, names: &[PathBuf]) {
        let NativeEvent::Moved(_, to) = what else { return };
        let (Relevance::Names(to), [from]) = (self.watches.scope().place(to), names) else { return };
        if let ([to], false) = (&*to, self.events.is_transient(from) || self.renames.len() >= MOST_RENAMES) {
            self.renames.push((from.clone(), to.clone()));
        }
    }

    /// One of the site's root folders appeared or disappeared.
    fn lose(&mut self, given: PathBuf, at: Instant) {
        self.is_stale = true;
        self.events.change(given, FileChange::Folder, at);
    }

    /// Renews the watches if the site's root folders were replaced.
    fn look_after_folders(&mut self, now: Instant) {
        if !self.wants_events {
            return;
        }
        if self.is_stale {
            self.arm();
        } else if self.check <= now {
            if self.watches.is_as_it_was() {
                self.check = now + self.pause();
            } else {
                self.arm();
                self.events.rearmed(now);
            }
        }
    }

    fn pause(&self) -> Duration {
        if self.watches.has_site() { CHECK } else { MISSING }
    }

    fn arm(&mut self) {
        self.is_stale = false;
        let armed = self.watches.arm(&self.inbox);
        self.settle(armed);
        self.set_links();
        self.check = Instant::now() + self.pause();
    }

    fn set_links(&mut self) {
        let (set, fresh) = self.watches.set_links();
        self.settle(set);
        // What happened to them between the caller's look and the watch.
        let now = Instant::now();
        fresh.into_iter().for_each(|link| self.events.change(link, FileChange::Arrived, now));
    }

    fn settle(&mut self, watched: Result<(), WatchError>) {
        if let Err(why) = watched {
            self.refuse(&why);
        }
    }

    /// Polls from now on, and keeps the reason.
    fn refuse(&mut self, why: &WatchError) {
        let now = Instant::now();
        match why {
            WatchError::Restless => return self.events.lost(now),
            // What there is would be missed by the editor's other programs.
            WatchError::Watches | WatchError::Instance(_) => {
                self.watches.give_up();
                self.wants_events = false;
            }
            WatchError::Folder(..) => {}
        }
        self.notice = Some(notice::refused(why, self.interval));
        self.events.poll(self.interval, now);
    }

    /// Polls as well if the site is on a drive that does not report all changes.
    fn ask_drives(&mut self) {
        let folders = [&self.paths.root, &self.paths.content, &self.paths.themes];
        let distant = folders.into_iter().find_map(|folder| Some((folder, folders::distant(folder)?)));
        if let (Some((folder, kind)), None) = (distant, &self.notice) {
            self.notice = Some(notice::distant(folder, kind, self.interval));
            self.events.poll(self.interval, Instant::now());
        }
    }
}
