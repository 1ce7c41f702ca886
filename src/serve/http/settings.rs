//! How the server behaves, and within which bounds.

use std::sync::mpsc::Sender;
use std::time::Duration;

use crate::shrink::wire::NetworkLink;

/// How answers are sent.
#[derive(Clone, Debug, Default)]
pub struct ServerSettings {
    /// The link whose delay and rate what is published is sent with.
    pub link: Option<NetworkLink>,
    /// The bounds.
    pub limits: ServerLimits,
    /// Where to report answers that have been sent.
    pub sent: Option<Sender<Sent>>,
}

/// A body that has left, by the server's own clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The decoded path that was requested.
    pub path: String,
    /// Bytes of the body.
    pub bytes: u64,
    /// From the end of the request's head until the last byte was handed to the connection.
    pub after: Duration,
}

/// Limits of the server, against hostile programs too.
#[derive(Clone, Copy, Debug)]
pub struct ServerLimits {
    /// Open connections; never more than half of the files that the process may have open, since rebuilding needs some
    /// as well. Further ones replace the one that has waited longest, or else the one that has been answered for longest.
    pub connections: usize,
    /// Maximum number of open event streams; an eighth of all connections is always left for pages.
    pub streams: usize,
    /// From the first byte of a request to the end of its head.
    pub head: Duration,
    /// How long a connection may stay open without a request.
    pub idle: Duration,
    /// How long an event stream may be silent: a connection whose other end disappeared silently is detected by
    /// writing to it.
    pub beat: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            connections: 2_048,
            streams: 256,
            head: Duration::from_secs(10),
            idle: Duration::from_mins(1),
            beat: Duration::from_secs(15),
        }
    }
}
