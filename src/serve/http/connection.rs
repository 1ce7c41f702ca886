//! Connections: accepted, counted, served until they end or their time is up. Must not know what is answered.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use rustix::process::{Resource, getrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::pulse::Pulse;
use super::respond::Desk;
use super::settings::Limits;
use super::socket::Socket;

/// What hyper may hold of one connection's bytes; a longer head is refused, as is one of over 100 fields.
const BUFFER: usize = 16 * 1_024;

/// How long to wait after a connection could not be accepted, for lack of files as a rule: others end meanwhile.
const PAUSE: Duration = Duration::from_millis(50);

/// All open connections, in the order in which they came.
#[derive(Debug)]
pub(super) struct Crowd {
    most: usize,
    limits: Limits,
    members: Mutex<Members>,
}

#[derive(Debug, Default)]
struct Members {
    next: u64,
    pulses: BTreeMap<u64, Arc<Pulse>>,
}

/// A connection's place in the crowd, given up when dropped.
struct Place {
    crowd: Arc<Crowd>,
    number: u64,
    pulse: Arc<Pulse>,
}

impl Crowd {
    pub(super) fn new(limits: &Limits) -> Self {
        let files = getrlimit(Resource::Nofile).current.map_or(usize::MAX, |files| files as usize);
        Self { most: limits.connections.min(files / 2), limits: *limits, members: Mutex::default() }
    }

    /// A place, if need be that of the connection that has waited longest; `None` where all are busy.
    fn join(self: &Arc<Self>) -> Option<Place> {
        let mut members = self.members();
        if members.pulses.len() >= self.most {
            let waiting = members.pulses.iter().filter_map(|(&number, pulse)| Some((pulse.waiting_since()?, number)));
            let (_, longest) = waiting.min()?;
            if let Some(pulse) = members.pulses.remove(&longest) {
                pulse.evict();
            }
        }
        let number = members.next;
        members.next += 1;
        let pulse = Arc::new(Pulse::new(&self.limits));
        members.pulses.insert(number, Arc::clone(&pulse));
        Some(Place { crowd: Arc::clone(self), number, pulse })
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.members().pulses.remove(&self.number);
    }
}

/// Accepts connections for ever.
pub(super) async fn accept(listener: TcpListener, desk: Arc<Desk>, crowd: Arc<Crowd>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Dropped and thus closed where there is no place.
                if let Some(place) = crowd.join() {
                    tokio::spawn(serve(stream, place, Arc::clone(&desk)));
                }
            }
            Err(_) => sleep(PAUSE).await,
        }
    }
}

async fn serve(stream: TcpStream, place: Place, desk: Arc<Desk>) {
    // Only saves a wait; a connection that refuses it has ended, which reading will tell.
    let _ = stream.set_nodelay(true);
    let pulse = Arc::clone(&place.pulse);
    let answer = service_fn(|request| {
        let busy = pulse.answering();
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(desk.respond(&request, busy).await) }
    });
    let connection = http1::Builder::new()
        .max_buf_size(BUFFER)
        // The pulse has the times.
        .header_read_timeout(None)
        .serve_connection(Socket::new(stream, Arc::clone(&place.pulse)), answer);
    tokio::select! {
        // How a connection ends is the peer's affair: there is nobody to tell.
        _ = connection => {}
        () = place.pulse.over() => {}
    }
}
