//! Many connections at once: all are borne, within bounds.

use std::process::Command;

use firstflight::serve::Limits;

use super::*;

/// Idle connections that a browser or a program may open.
const CROWD: usize = 1_000;

/// What a thousand of them, and the attempts after them, may cost in resident memory. Measured: 25 MB
/// while a thousand are open, both ends and their buffers counted, and 13 MB afterwards.
const BOUND: u64 = 64 << 20;

/// Bytes of this process that are in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1_024
}

/// How many files this process may have open.
fn most_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    line.split_whitespace().nth(3).unwrap().parse().unwrap_or(usize::MAX)
}

#[test]
fn a_crowd_is_borne_in_bounded_memory() {
    // On its own in a process, whose memory is then the server's and the crowd's.
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "serve_http::crowd::child_bears_a_crowd", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by the test above"]
fn child_bears_a_crowd() {
    let preview = Preview::start(Settings::default());
    preview.assert_alive("nothing");
    // Both ends are files of this process, and half of what it may have is left to others.
    let possible = CROWD.min(most_files() / 2 - 50);
    let before = resident();
    let mut crowd: Vec<Client> = (0..possible).map(|_| preview.connect()).collect();
    preview.assert_alive("a crowd that says nothing");
    for client in &mut crowd {
        assert_eq!(client.get("/").status, 200, "in a crowd of {possible} (limited by the files that may be open)");
    }
    preview.assert_alive("a crowd that was answered");
    for client in &mut crowd {
        client.stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    }
    preview.assert_alive("a crowd that has begun to ask");
    let with_crowd = resident().saturating_sub(before);
    drop(crowd);
    // Heads as large as can be, from fifty connections, again and again.
    for _ in 0..20 {
        let mut large: Vec<Client> = (0..50).map(|_| preview.connect()).collect();
        for client in &mut large {
            // The server may have ended it while it was sent.
            let _ = client.stream.write_all(&vec![b'a'; 100_000]);
        }
    }
    preview.assert_alive("large heads");
    let grown = resident().saturating_sub(before);
    println!("{possible} connections: {with_crowd} bytes; in the end: {grown} bytes");
    assert!(with_crowd < BOUND && grown < BOUND, "{with_crowd} bytes with {possible} connections, {grown} in the end");
}

#[test]
fn who_has_waited_longest_makes_room() {
    let limits = Limits { connections: 4, ..Limits::default() };
    let preview = Preview::start(Settings { limits, ..Settings::default() });
    let mut stream = preview.connect();
    write!(stream.stream, "GET /_firstflight/events?page=/&tag=x HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port)
        .unwrap();
    stream.until("event: changed");
    let mut idle: Vec<Client> = (0..3).map(|_| preview.connect()).collect();
    idle.iter_mut().for_each(|client| assert_eq!(client.get("/").status, 200));
    // The first of them has not waited longest any more.
    assert_eq!(idle[0].get("/").status, 200);
    preview.assert_alive("a full house");
    assert!(idle[1].ends(), "the connection that had waited longest made no room");
    assert_eq!(idle[0].get("/").status, 200);
    preview.handle.tell("not evicted");
    stream.until("not evicted");
}

#[test]
fn where_all_are_busy_a_further_connection_ends() {
    let limits = Limits { connections: 2, ..Limits::default() };
    let preview = Preview::start(Settings { limits, ..Settings::default() });
    let mut streams: Vec<Client> = (0..2).map(|_| preview.connect()).collect();
    for stream in &mut streams {
        write!(
            stream.stream,
            "GET /_firstflight/events?page=/&tag=x HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            preview.port
        )
        .unwrap();
        stream.until("event: changed");
    }
    assert!(preview.connect().ends());
    streams.pop();
    eventually("a place was not given back", || {
        let mut client = preview.connect();
        // It may be ended before it is written to.
        let _ = write!(client.stream, "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
        client.response(false).is_some_and(|home| home.status == 200)
    });
}
