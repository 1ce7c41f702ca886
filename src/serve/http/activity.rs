//! What a connection is waiting for, and since when, so that it can be closed after too long. Does not know HTTP.

use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::settings::ServerLimits;

/// The state of one connection.
#[derive(Debug)]
pub(super) struct ConnectionActivity {
    state: Mutex<ActivityState>,
    turned: Notify,
    evicted: Notify,
    head: Duration,
    idle: Duration,
}

#[derive(Debug)]
struct ActivityState {
    phase: Phase,
    since: Instant,
    /// Since when the peer has not read what it requested.
    stuck: Option<Instant>,
    /// Whether the answer has no end: the events of an open page.
    is_stream: bool,
}

/// How long a connection may wait for its peer before it is the first to make room: a browser that has just connected has
/// not asked yet.
const GRACE: Duration = Duration::from_secs(1);

/// How readily a connection gives up its place; the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It has waited for its peer since then.
    Waiting(Instant),
    /// It has done what it does since then.
    Busy(Instant),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No request is under way.
    Idle,
    /// A request has begun to arrive.
    Head,
    /// It is being answered.
    Answer,
}

/// As long as it lives, its connection is answering.
#[derive(Debug)]
pub(super) struct Answering(Arc<ConnectionActivity>);

impl ConnectionActivity {
    pub(super) fn new(limits: &ServerLimits) -> Self {
        let state = ActivityState { phase: Phase::Idle, since: Instant::now(), stuck: None, is_stream: false };
        Self {
            state: Mutex::new(state),
            turned: Notify::new(),
            evicted: Notify::new(),
            head: limits.head,
            idle: limits.idle,
        }
    }

    /// Bytes have come.
    pub(super) fn received(&self) {
        let mut state = self.state();
        if state.phase == Phase::Idle {
            self.turn(&mut state, Phase::Head);
        }
    }

    /// A request is whole.
    pub(super) fn answering(self: &Arc<Self>) -> Answering {
        self.turn(&mut self.state(), Phase::Answer);
        Answering(Arc::clone(self))
    }

    /// Whether the peer takes what is sent.
    pub(super) fn flows(&self, flows: bool) {
        let mut state = self.state();
        match flows {
            true => state.stuck = None,
            false => {
                state.stuck.get_or_insert_with(Instant::now);
            }
        }
    }

    /// How readily the connection gives up its place at the time `now`; `None` for an open page that hears its events.
    pub(super) fn rank(&self, now: Instant) -> Option<Rank> {
        let state = self.state();
        let waiting = match state.phase {
            Phase::Idle | Phase::Head => Some(state.since),
            Phase::Answer => state.stuck,
        };
        match waiting {
            Some(since) if now.saturating_duration_since(since) >= GRACE => Some(Rank::Waiting(since)),
            // A client that asked long ago over a slow link may never read the response.
            None if state.is_stream => None,
            _ => Some(Rank::Busy(state.since)),
        }
    }

    /// Makes [`ConnectionActivity::over`] come.
    pub(super) fn evict(&self) {
        self.evicted.notify_one();
    }

    /// Comes when the peer has taken too long, or another connection needs the place.
    pub(super) async fn over(&self) {
        tokio::select! {
            () = self.evicted.notified() => {}
            () = self.expired() => {}
        }
    }

    async fn expired(&self) {
        loop {
            let deadline = self.deadline();
            tokio::select! {
                () = self.turned.notified() => {}
                () = until(deadline) => return,
            }
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let state = self.state();
        match state.phase {
            Phase::Idle => state.since.checked_add(self.idle),
            Phase::Head => state.since.checked_add(self.head),
            Phase::Answer => None,
        }
    }

    fn turn(&self, state: &mut ActivityState, phase: Phase) {
        state.phase = phase;
        state.is_stream = false;
        state.since = Instant::now();
        self.turned.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, ActivityState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answering {
    /// Says that the answer has no end.
    pub(super) fn streams(&self) {
        self.0.state().is_stream = true;
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.turn(&mut self.0.state(), Phase::Idle);
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}
