//! Listens on one port of both loopback addresses.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

use crate::report::Failure;

/// How many ports after the first are tried.
const FURTHER: u16 = 20;

/// How often a free port of IPv4 is drawn until it is free on IPv6, too.
const DRAWS: u32 = 20;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1_024;

/// Bytes that the system may hold of what a connection has not taken yet. By itself it would take megabytes of each reader
/// that does not read.
const SEND_BUFFER: u32 = 64 * 1_024;

/// Which port to listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// This one; 0 is any that is free.
    Exactly(u16),
    /// This one, or the first of the next 20 that is free.
    From(u16),
}

/// Listens at one port of 127.0.0.1, and of ::1 where the machine has it: a browser may take either for `localhost`, and
/// must not find another program at one of them. Must be called inside a runtime.
pub(super) fn listen(port: Port) -> Result<(u16, Vec<TcpListener>), Failure> {
    match port {
        Port::Exactly(0) => any().map_err(|error| Failure::io("cannot listen on any port of 127.0.0.1", &error)),
        Port::Exactly(port) => at(port).map_err(|error| cannot(port, &error)),
        Port::From(first) => {
            let last = first.saturating_add(FURTHER);
            for port in first..=last {
                match at(port) {
                    Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                    other => return other.map_err(|error| cannot(port, &error)),
                }
            }
            Err(Failure::new(format!("all ports from {first} to {last} are in use"))
                .help("choose another with --port, or stop a running preview"))
        }
    }
}

fn cannot(port: u16, error: &io::Error) -> Failure {
    let failure = Failure::io(format!("cannot listen on port {port}"), error);
    match error.kind() {
        ErrorKind::AddrInUse => failure.help("choose another with --port, or omit --port to use a free one"),
        ErrorKind::PermissionDenied => failure.help("choose a port of 1024 or above with --port"),
        _ => failure,
    }
}

fn any() -> io::Result<(u16, Vec<TcpListener>)> {
    let mut last = at(0);
    for _ in 1..DRAWS {
        match last {
            Err(error) if error.kind() == ErrorKind::AddrInUse => last = at(0),
            other => return other,
        }
    }
    last
}

fn at(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let first = open(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let port = first.local_addr()?.port();
    match open(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
        Ok(second) => Ok((port, vec![first, second])),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        // A machine without IPv6 reports that with different errors.
        Err(_) => Ok((port, vec![first])),
    }
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Or a preview that was just stopped would hold its port for a minute.
    socket.set_reuseaddr(true)?;
    // Connections have what their listener has.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
