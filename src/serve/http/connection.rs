//! Connections: accepted, counted, served until they end or their time is up. Must not know what is answered.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

use super::activity::ConnectionActivity;
use super::respond::RequestHandler;
use super::settings::Limits;
use super::socket::Socket;

/// What hyper may hold of one connection's bytes; a longer head is refused, as is one of over 100 fields.
const BUFFER: usize = 16 * 1_024;

/// WatchMode long to wait after a connection could not be accepted, for lack of files as a rule: others end meanwhile.
const PAUSE: Duration = Duration::from_millis(50);

/// Files that a process needs for the largest limiter, and some for everything else. Where there is no limit at all, more
/// would only make the tables of the system larger.
const MOST_FILES: u64 = 16_384;

/// Lets the process have as many files open as it may: many systems begin with 256 or 1,024, for old programs.
pub(super) fn raise_file_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(MOST_FILES, |most| most.min(MOST_FILES));
    if current.is_some_and(|current| current < wanted) {
        // Where it is refused, the limit stays, and the crowd is smaller.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
    }
}

/// All open connections, in the order in which they came.
#[derive(Debug)]
pub(super) struct ConnectionLimiter {
    most: usize,
    limits: Limits,
    members: Mutex<Members>,
}

#[derive(Debug, Default)]
struct Members {
    next: u64,
    activities: BTreeMap<u64, Arc<ConnectionActivity>>,
}

/// A connection's place in the limiter, given up when dropped.
struct Slot {
    limiter: Arc<ConnectionLimiter>,
    number: u64,
    activity: Arc<ConnectionActivity>,
}

impl ConnectionLimiter {
    pub(super) fn new(limits: &Limits) -> Self {
        let files = getrlimit(Resource::Nofile).current.map_or(usize::MAX, |files| files as usize);
        Self { most: limits.connections.min(files / 2), limits: *limits, members: Mutex::default() }
    }

    /// WatchMode many connections there may be at once.
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

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Members {
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
                // Dropped and thus closed where there is no slot.
                if let Some(slot) = limiter.join() {
                    tokio::spawn(serve(stream, slot, Arc::clone(&handler)));
                }
            }
            Err(error) => {
                if matches!(Errno::from_io_error(&error), Some(Errno::MFILE | Errno::NFILE)) {
                    // Nobody can come in while nobody leaves.
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
        // The activity has the times.
        .header_read_timeout(None)
        .serve_connection(Socket::new(stream, Arc::clone(&slot.activity)), answer);
    tokio::select! {
        // WatchMode a connection ends is the peer's affair: there is nobody to tell.
        _ = connection => {}
        () = slot.activity.over() => {}
    }
}
