//! Where to look: what happens to the files of a site, told as soon as it is worth a look. It knows no content; whether
//! anything changed is for the caller to see.
//!
//! A save is told at its close, renaming or arrival, at once. A file that is merely written to waits 10 ms for its close
//! and a name that is gone 10 ms to come back, each at most 1 s in all, so that nobody looks at half a file. From eight
//! files on, a burst is gathered until nothing was added for 2 ms, at most 50 ms. Folders that come or go, and lost
//! events, are a reason to look at everything, after the same 10 ms and once more 50 ms later. So is quiet: a second
//! after the last event, and every 10 s while nothing happens, for what no system tells.
//!
//! The files in reading order:
//!
//! ```text
//! native -> scope -> meaning -> events    an event; the names by which it counts; what it means; when it is told
//! ground    look     notice               the watches that are set; what stands on the disk; why there are no events
//! ```

mod events;
mod ground;
mod look;
mod meaning;
mod native;
mod notice;
mod scope;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::config::Paths;
use crate::report::Failure;
use events::{Change, Events, Step};
use ground::Ground;
use meaning::{change, path};
use native::{Inbox, Refused, Told, What};
use scope::Place;

pub use notice::Notice;

/// How often is looked where events are not to be had, unless told otherwise.
const POLL: Duration = Duration::from_secs(1);
/// How often is looked whether the site's folders are still the same ones: a folder above that is renamed tells nobody.
const CHECK: Duration = Duration::from_secs(2);
/// How often is looked for a site's folder that is gone.
const MISSING: Duration = Duration::from_millis(200);

/// Something that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// These may have come, changed or gone, with all that lies below them; named as under the folders given.
    Paths(BTreeSet<PathBuf>),
    /// Anything may have changed.
    Whole(Cause),
}

/// Why everything is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Events were lost.
    Overflow,
    /// This folder came, went or was renamed, or may have been.
    Folder(PathBuf),
    /// The site's folders are not those that they were.
    Rearmed,
    /// The clock says so, because events are not to be relied on; see [`Watch::notice`].
    Poll,
    /// Nothing has happened for a while: a safety net.
    Quiet,
}

/// How changes are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By events of the system, and by the clock where these are not to be relied on.
    Native,
    /// By the clock alone, in this interval.
    Poll(Duration),
}

/// Watches a site: `content/` and `themes/` with all that is in them, and what links in them lead to. It ends at once
/// when it is dropped.
#[derive(Debug)]
pub struct Watch {
    paths: Paths,
    inbox: Inbox,
    ground: Ground,
    events: Events,
    /// Whether events of the system are wanted, or were given up.
    wants_events: bool,
    /// When the folders are looked at next.
    check: Instant,
    /// Whether the watches no longer fit the folders.
    is_stale: bool,
    notice: Option<Notice>,
    interval: Duration,
}

impl Watch {
    /// Starts to watch. What happens from now on is told; what was before is for the caller to look at.
    ///
    /// # Errors
    ///
    /// The site's folder is not there. That no watch is to be had is none: see [`Watch::notice`].
    pub fn start(paths: &Paths, how: How) -> Result<Self, Failure> {
        if look::spot(&paths.root).is_none() {
            return Err(Failure::new(format!("there is no folder {}", paths.root.display()))
                .help("give the folder that holds content/ with --site DIR"));
        }
        let now = Instant::now();
        let interval = match how {
            How::Native => POLL,
            How::Poll(interval) => interval,
        };
        let mut watch = Self {
            paths: paths.clone(),
            inbox: Inbox::new(),
            ground: Ground::new(paths),
            events: Events::new(now),
            wants_events: how == How::Native,
            check: now,
            is_stale: false,
            notice: None,
            interval,
        };
        match how {
            How::Native => {
                watch.arm();
                watch.ask_drives();
            }
            How::Poll(_) => watch.events.poll(interval, now),
        }
        Ok(watch)
    }

    /// Waits for something worth a look, at most `timeout`. All that happened since the last call is told as one.
    pub fn next(&mut self, timeout: Duration) -> Option<Seen> {
        let deadline = Instant::now() + timeout;
        loop {
            self.drain();
            let now = Instant::now();
            self.look_after_folders(now);
            match self.events.step(now) {
                Step::Hand(seen) => {
                    // Among the lost may be the one that told of a folder to be watched.
                    if seen == Seen::Whole(Cause::Overflow) && self.wants_events {
                        self.arm();
                    }
                    return Some(seen);
                }
                Step::Wait(_) if now >= deadline => return None,
                Step::Wait(until) => {
                    let until = if self.wants_events { until.min(self.check) } else { until };
                    if let Some(told) = self.inbox.wait(until.min(deadline)) {
                        self.take(told);
                    }
                }
            }
        }
    }

    /// Why changes are looked for by the clock, if they are. Limits may be reached at any time.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Takes the links that are part of the site, all of them, as named under its folders; again after each look that
    /// finds others. What they lead to is watched too, and told by the names of the links.
    pub fn follow(&mut self, links: &[PathBuf]) {
        self.ground.follow(links);
        self.set_links();
    }

    /// The files that are being written at this moment, or are between two names. Who has just read one of them may
    /// hold half a file, and does well to keep the one before: it will be told.
    pub fn unsettled(&mut self) -> BTreeSet<PathBuf> {
        self.drain();
        self.events.unsettled()
    }

    /// Takes what has been told already.
    fn drain(&mut self) {
        for told in self.inbox.pending() {
            self.take(told);
        }
        if self.inbox.has_overflown() {
            self.events.lost(Instant::now());
        }
    }

    fn take(&mut self, Told { at, what }: Told) {
        let Some(path) = path(&what) else {
            if what == What::Full {
                self.refuse(&Refused::Watches);
            }
            return self.events.lost(at);
        };
        match self.ground.scope().place(path) {
            Place::Nothing => {}
            // Somebody sets permissions on it, or a build changes its time.
            Place::Site if matches!(what, What::Touched(_) | What::Changed(_)) => {}
            Place::Site => self.lose(self.paths.root.clone(), at),
            Place::Root(given) if matches!(what, What::Touched(_)) => self.events.change(given, Change::Folder, at),
            Place::Root(given) => self.lose(given, at),
            Place::Names(names) => {
                let change = change(&what);
                if change == Change::Folder {
                    let watched = self.ground.add_folder(path);
                    self.settle(watched);
                    if self.ground.scope().leads_a_link(path) {
                        self.set_links();
                    }
                }
                names.into_iter().for_each(|name| self.events.change(name, change, at));
            }
        }
    }

    /// One of the site's own folders came or went.
    fn lose(&mut self, given: PathBuf, at: Instant) {
        self.is_stale = true;
        self.events.change(given, Change::Folder, at);
    }

    /// Sets the watches anew where the site's folders are not those that they were.
    fn look_after_folders(&mut self, now: Instant) {
        if !self.wants_events {
            return;
        }
        if self.is_stale {
            self.arm();
        } else if self.check <= now {
            if self.ground.is_as_it_was() {
                self.check = now + self.pause();
            } else {
                self.arm();
                self.events.rearmed(now);
            }
        }
    }

    fn pause(&self) -> Duration {
        if self.ground.has_site() { CHECK } else { MISSING }
    }

    fn arm(&mut self) {
        self.is_stale = false;
        let armed = self.ground.arm(&self.inbox);
        self.settle(armed);
        self.set_links();
        self.check = Instant::now() + self.pause();
    }

    fn set_links(&mut self) {
        let (set, fresh) = self.ground.set_links();
        self.settle(set);
        // What happened to them between the caller's look and the watch.
        let now = Instant::now();
        fresh.into_iter().for_each(|link| self.events.change(link, Change::Arrived, now));
    }

    fn settle(&mut self, watched: Result<(), Refused>) {
        if let Err(why) = watched {
            self.refuse(&why);
        }
    }

    /// Looks by the clock from now on, and keeps why.
    fn refuse(&mut self, why: &Refused) {
        let now = Instant::now();
        match why {
            Refused::Restless => return self.events.lost(now),
            // What there is would be missed by the editor's other programs.
            Refused::Watches | Refused::Instance(_) => {
                self.ground.give_up();
                self.wants_events = false;
            }
            Refused::Folder(..) => {}
        }
        self.notice = Some(notice::refused(why, self.interval));
        self.events.poll(self.interval, now);
    }

    /// Looks by the clock, too, where the site lies on a drive that does not tell everything.
    fn ask_drives(&mut self) {
        let folders = [&self.paths.root, &self.paths.content, &self.paths.themes];
        let distant = folders.into_iter().find_map(|folder| Some((folder, look::distant(folder)?)));
        if let (Some((folder, kind)), None) = (distant, &self.notice) {
            self.notice = Some(notice::distant(folder, kind, self.interval));
            self.events.poll(self.interval, Instant::now());
        }
    }
}
