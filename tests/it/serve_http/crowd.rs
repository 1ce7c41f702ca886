//! Many connections at once: all are accepted, within bounds.

use std::process::Command;

use firstflight::serve::{ServerLimits, link};
use rustix::process::{Resource, getrlimit};

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
fn many_connections_take_bounded_memory() {
    // On its own in a process, whose memory is then the server's and the crowd's.
    run("child_takes_many_connections", "exec \"$0\" \"$@\"");
}

/// Runs one of the tests below in a process of its own, started by a line of shell.
fn run(test: &str, shell: &str) {
    let child = Command::new("sh")
        .args(["-c", shell])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("serve_http::crowd::{test}"), "--ignored", "--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by the test above"]
fn child_takes_many_connections() {
    let preview = Preview::start(ServerSettings::default());
    preview.assert_alive("nothing");
    // Both ends are files of this process, and half of what it may have is left to others.
    let possible = CROWD.min(most_files() / 2 - 50);
    let before = resident();
    let mut crowd: Vec<Client> = (0..possible).map(|_| preview.connect()).collect();
    preview.assert_alive("connections that send nothing");
    for client in &mut crowd {
        assert_eq!(client.get("/").status, 200, "in a crowd of {possible} (limited by the files that may be open)");
    }
    preview.assert_alive("connections that were answered");
    for client in &mut crowd {
        client.stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    }
    preview.assert_alive("connections with half a request");
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
fn the_connection_that_waited_longest_makes_room() {
    let limits = ServerLimits { connections: 4, ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
    let mut stream = preview.connect();
    write!(stream.stream, "GET /_firstflight/events?page=/&tag=x HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port)
        .unwrap();
    stream.until("event: changed");
    let mut idle: Vec<Client> = (0..3).map(|_| preview.connect()).collect();
    idle.iter_mut().for_each(|client| assert_eq!(client.get("/").status, 200));
    // The first of them has not waited longest any more.
    assert_eq!(idle[0].get("/").status, 200);
    preview.assert_alive("as many connections as are allowed");
    assert!(idle[1].ends(), "the connection that had waited longest was not closed");
    assert_eq!(idle[0].get("/").status, 200);
    preview.handle.send("not evicted");
    stream.until("not evicted");
}

#[test]
fn where_all_are_busy_a_further_connection_ends() {
    let limits = ServerLimits { connections: 2, ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
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

#[test]
fn a_connection_that_does_not_read_its_answer_makes_room_too() {
    let limits = ServerLimits { connections: 2, ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
    preview.site.put("/big", vec![b'x'; 64 << 20]);
    let _slow: Vec<Client> = (0..2)
        .map(|_| {
            let mut client = preview.connect();
            write!(client.stream, "GET /big HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
            client.head().unwrap();
            client
        })
        .collect();
    // Until what the connection itself holds is full, the readers pass for quick ones.
    eventually("slow readers kept everybody out", || {
        let mut client = preview.connect();
        let _ = write!(client.stream, "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
        client.response(false).is_some_and(|home| home.status == 200)
    });
}

#[test]
fn the_server_survives_running_out_of_file_handles() {
    run("child_runs_out_of_files", "ulimit -n 100 && exec \"$0\" \"$@\"");
}

#[test]
#[ignore = "run by the test above"]
fn child_runs_out_of_files() {
    let preview = Preview::start(ServerSettings::default());
    preview.assert_alive("nothing");
    let mut files = Vec::new();
    // In rounds: the server's end of the connection before is a file that comes free in a moment.
    loop {
        let before = files.len();
        files.extend(std::iter::from_fn(|| std::fs::File::open("/dev/null").ok()).take(100));
        assert!(files.len() < 100, "the limit is not in force");
        if files.len() == before {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    // One for this end of a connection, none for the server's.
    files.pop();
    let mut client = preview.connect();
    write!(client.stream, "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    client.stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    assert!(client.stream.read(&mut [0]).is_err(), "it was answered without a file");
    client.stream.set_read_timeout(Some(PATIENCE)).unwrap();
    files.clear();
    assert_eq!(client.response(false).unwrap().status, 200);
    preview.assert_alive("a lack of files");
}

/// Readers that ask and never read, and open pages that receive their events.
const UNREADING: usize = 2_000;
const STREAMS: usize = 256;

#[test]
fn an_honest_browser_is_answered_in_a_crowd_that_does_not_read() {
    // On its own in a process, for the files that it needs and for its memory.
    run("child_answers_in_a_crowd", "exec \"$0\" \"$@\"");
    // A process that may have few files has a smaller crowd, and one that has few by custom takes more.
    run("child_answers_in_a_crowd", "ulimit -n 1200 && ulimit -S -n 200 && exec \"$0\" \"$@\"");
}

#[test]
#[ignore = "run by the test above"]
fn child_answers_in_a_crowd() {
    // A link over which nobody is done soon, and one that is quick.
    let most = getrlimit(Resource::Nofile).maximum.map_or(usize::MAX, |most| most as usize);
    let limits =
        ServerLimits { connections: ServerLimits::default().connections.min(most / 4), ..ServerLimits::default() };
    // More than there is room for.
    let (readers, streams) = if most > 8_192 { (UNREADING, STREAMS) } else { (limits.connections, most / 12) };
    for (speed, size) in [("50kbit,20ms", 40_000), ("10mbit,1ms", 400_000), ("8kbit,0ms", 4_000_000)] {
        let folder = tempfile::tempdir().unwrap();
        let photo = folder.path().join("photo");
        std::fs::write(&photo, vec![b'x'; size]).unwrap();
        let link = Some(link(speed).unwrap());
        let preview = Preview::start(ServerSettings { link, limits, ..ServerSettings::default() });
        assert!(most_files() >= most.min(8_192), "the server did not raise the limit of open files");
        preview.site.put("/big/", vec![b'x'; size]);
        preview.site.files.lock().unwrap().insert("/photo.jpg".to_owned(), photo);
        preview.site.put("/small/", "small");
        preview.assert_alive("nothing");
        let before = resident();
        let ask = |target: &str| {
            let mut client = preview.connect();
            let _ = write!(client.stream, "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
            client
        };
        let streams: Vec<Client> = (0..streams).map(|_| ask("/_firstflight/events?page=/&tag=x")).collect();
        let mut crowd: Vec<Client> = Vec::new();
        for number in 0..readers {
            crowd.push(ask(["/big/", "/photo.jpg", "/big/"][number % 3]));
            if number % 100 == 0 {
                assert_honest(&preview, speed);
            }
        }
        preview.handle.send("a state ".repeat(10_000));
        for _ in 0..10 {
            assert_honest(&preview, speed);
            std::thread::sleep(Duration::from_millis(50));
        }
        let grown = resident().saturating_sub(before);
        println!("{} readers over {speed}: {grown} bytes", crowd.len());
        assert!(grown < BOUND, "{grown} bytes for {} readers over {speed}", crowd.len());
        // Open pages were not sent away for the crowd's sake.
        for mut stream in streams {
            stream.until("data: a state a state");
        }
    }
}

/// A browser that connects now is answered within a second.
fn assert_honest(preview: &Preview, speed: &str) {
    let begin = Instant::now();
    assert_eq!(preview.get("/small/").text(), "small", "over {speed}");
    assert!(begin.elapsed() < Duration::from_secs(1), "answered after {:?} over {speed}", begin.elapsed());
}
