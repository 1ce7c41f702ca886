//! Accepts, counts and serves connections until they end or time out. Does not know what is answered.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

use super::activity::ConnectionActivity;
use super::respond::RequestHandler;
use super::settings::ServerLimits;
use super::socket::Socket;
use crate::system::{self, Cause, is};

/// What hyper may hold of one connection's bytes; a longer head is refused, as is one of over 100 fields.
const BUFFER: usize = 16 * 1_024;

/// How long to wait after a connection could not be accepted, usually because too many files are open.
const PAUSE: Duration = Duration::from_millis(50);

/// Number of open files needed for the maximum number of connections and everything else.
const MOST_FILES: u64 = 16_384;

/// Lets the process have as many files open as it may: many systems begin with 256 or 1,024, for old programs.
pub(super) fn raise_file_limit() {
    // If this fails, the limit stays, and fewer connections are accepted.
    system::raise_file_limit(MOST_FILES);
}

/// Limits the number of open connections, which it keeps in the order in which they came.
#[derive(Debug)]
pub(super) struct ConnectionLimiter {
    most: usize,
    limits: ServerLimits,
    members: Mutex<OpenConnections>,
}

#[derive(Debug, Default)]
struct OpenConnections {
    next: u64,
    activities: BTreeMap<u64, Arc<ConnectionActivity>>,
}

/// A connection's entry in the limiter, removed when dropped.
struct Slot {
    limiter: Arc<ConnectionLimiter>,
    number: u64,
    activity: Arc<ConnectionActivity>,
}

impl ConnectionLimiter {
    pub(super) fn new(limits: &ServerLimits) -> Self {
        let files = system::file_limit().map_or(usize::MAX, |files| files as usize);
        Self { most: limits.connections.min(files / 2), limits: *limits, members: Mutex::default() }
    }

    /// How many connections there may be at once.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// A slot, if need be that of another connection: of the one that has waited longest for its peer, else of the one
    /// that has been answered longest. `None` where all are event streams.
    fn join(self: &Arc<Self>) -> Option<Slot> {
        let mut members = self.members();
        if members.activities.len() >= self.most && !members.make_room() {
            return None;
        }
        let number = members.next;
        members.next += 1;
        let activity = Arc::new(ConnectionActivity::new(&self.limits));
        members.activities.insert(number, Arc::clone(&activity));
        Some(Slot { limiter: Arc::clone(self), number, activity })
    }

    fn members(&self) -> MutexGuard<'_, OpenConnections> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenConnections {
    /// Ends a connection. Whether there was one that gives up its slot.
    fn make_room(&mut self) -> bool {
        let now = Instant::now();
        let ranks = self.activities.iter().filter_map(|(&number, activity)| Some((activity.rank(now)?, number)));
        let first = ranks.min().and_then(|(_, number)| self.activities.remove(&number));
        first.inspect(|activity| activity.evict()).is_some()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.limiter.members().activities.remove(&self.number);
    }
}

/// Accepts connections for ever.
pub(super) async fn accept(listener: TcpListener, handler: Arc<RequestHandler>, limiter: Arc<ConnectionLimiter>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without a slot it is dropped and thus closed.
                if let Some(slot) = limiter.join() {
                    tokio::spawn(serve(stream, slot, Arc::clone(&handler)));
                }
            }
            Err(error) => {
                if is(&error, Cause::TooManyOpenFiles) {
                    // No file is free until a connection ends.
                    limiter.members().make_room();
                }
                sleep(PAUSE).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, slot: Slot, handler: Arc<RequestHandler>) {
    // Only saves a wait; a connection that refuses it has ended, which reading will tell.
    let _ = stream.set_nodelay(true);
    let activity = Arc::clone(&slot.activity);
    let answer = service_fn(|request| {
        let busy = activity.answering();
        let handler = Arc::clone(&handler);
        async move { Ok::<_, Infallible>(handler.respond(&request, busy).await) }
    });
    let connection = http1::Builder::new()
        .max_buf_size(BUFFER)
        // `ConnectionActivity` has its own timeouts.
        .header_read_timeout(None)
        .serve_connection(Socket::new(stream, Arc::clone(&slot.activity)), answer);
    tokio::select! {
        // Errors of a connection are the peer's; there is no one to report them to.
        _ = connection => {}
        () = slot.activity.over() => {}
    }
}
