//! Answers to valid requests.

use std::net::{Ipv6Addr, TcpListener};
use std::sync::mpsc;
use std::thread;

use firstflight::serve::Sent;

use super::*;

#[test]
fn pages_are_answered_with_what_keeps_them_here() {
    let preview = Preview::start(ServerSettings::default());
    let mut client = preview.connect();
    let answer = client.get("/session/");
    assert_eq!((answer.status, answer.text()), (200, format!("<h1>Session, {MARK}</h1>")));
    let length = answer.body.len().to_string();
    let wanted = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", length.as_str()),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
    ];
    for target in ["/session/", "/nowhere", "/session", "/_firstflight/", "/_firstflight/nothing", "/%00"] {
        let mut client = preview.connect();
        let answer = client.get(target);
        for (name, value) in
            wanted.iter().filter(|(name, _)| !name.starts_with("content-t") && *name != "content-length")
        {
            assert_eq!(answer.field(name), Some(*value), "{name} of {target}");
        }
        assert!(!answer.fields.iter().any(|(name, _)| name.starts_with("access-control")), "{target}: {answer:?}");
    }
    for (name, value) in wanted {
        assert_eq!(answer.field(name), Some(value), "{name}");
    }
    // The same connection goes on.
    assert_eq!(client.get("/caf%C3%A9/?query").text(), format!("<h1>Café, {MARK}</h1>"));
    assert_eq!((client.get("/session").status, client.get("/session").field("location")), (302, Some("/session/")));
    assert_eq!(client.get("/caf%c3%a9").field("location"), Some("/caf%C3%A9/"));
    let missing = client.get("/nowhere/");
    assert_eq!((missing.status, missing.text().as_str()), (404, "<h1>There is no such page</h1>"));
}

#[test]
fn head_is_get_without_a_body() {
    let preview = Preview::start(ServerSettings::default());
    let mut client = preview.connect();
    for target in ["/", "/session", "/nowhere", "/_firstflight/", "/_firstflight/none"] {
        let host = format!("Host: localhost:{}\r\n\r\n", preview.port);
        let head = client.ask(&format!("HEAD {target} HTTP/1.1\r\n{host}"));
        let get = client.ask(&format!("GET {target} HTTP/1.1\r\n{host}"));
        let but_date =
            |answer: &Response| answer.fields.iter().filter(|(name, _)| name != "date").cloned().collect::<Vec<_>>();
        assert_eq!((head.status, but_date(&head)), (get.status, but_date(&get)), "{target}");
    }
}

#[test]
fn own_addresses_of_the_preview_keep_their_query() {
    let preview = Preview::start(ServerSettings::default());
    let mut client = preview.connect();
    assert_eq!(client.get("/_firstflight/").text(), "all pages");
    assert_eq!(client.get("/_firstflight/panel.js?a=%20b").text(), "query: a=%20b");
    assert_eq!(client.get("/_firstflight/panel.js").text(), "query: none");
    assert_eq!(client.get("/_firstflight/other").status, 404);
    let moved = client.get("/_firstflight");
    assert_eq!((moved.status, moved.field("location")), (302, Some("/_firstflight/")));
}

#[test]
fn files_are_sent_as_they_are_now() {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("photo");
    let bytes: Vec<u8> = (0..1_000_003_u32).map(|n| (n % 251) as u8).collect();
    std::fs::write(&photo, &bytes).unwrap();
    let (told, hears) = mpsc::channel();
    let preview = Preview::start(ServerSettings { sent: Some(told), ..ServerSettings::default() });
    let name = |path: &str, file: PathBuf| preview.site.files.lock().unwrap().insert(path.to_owned(), file);
    name("/photo.jpg", photo.clone());
    name("/gone.jpg", folder.path().join("gone"));
    name("/folder.jpg", folder.path().to_owned());
    let mut client = preview.connect();
    assert!(client.get("/photo.jpg").body == bytes);
    let Sent { path, bytes: sent, .. } = hears.recv_timeout(PATIENCE).unwrap();
    assert_eq!((path.as_str(), sent), ("/photo.jpg", 1_000_003));
    std::fs::write(&photo, b"shorter").unwrap();
    assert_eq!(client.get("/photo.jpg").text(), "shorter");
    std::fs::write(&photo, b"").unwrap();
    assert_eq!((client.get("/photo.jpg").status, client.get("/photo.jpg").body.len()), (200, 0));
    for (target, name) in [("/gone.jpg", "gone"), ("/folder.jpg", "")] {
        let answer = client.get(target);
        assert_eq!(answer.status, 500);
        assert!(answer.text().starts_with(&format!("Cannot read {name}")), "{}", answer.text());
        // Where it lies is not told.
        assert!(!answer.text().contains(folder.path().parent().unwrap().to_str().unwrap()), "{}", answer.text());
    }
}

#[test]
fn a_file_that_shrinks_while_it_is_sent_is_not_taken_for_complete() {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("photo");
    // More than the connection itself holds, so that the server has to wait for its reader.
    let length = 64 << 20;
    std::fs::File::create(&photo).unwrap().set_len(length).unwrap();
    let preview = Preview::start(ServerSettings::default());
    preview.site.files.lock().unwrap().insert("/photo.jpg".to_owned(), photo.clone());
    let mut client = preview.connect();
    write!(client.stream, "GET /photo.jpg HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    assert_eq!(client.head().unwrap().field("content-length"), Some(length.to_string().as_str()));
    // A reader that does not read holds up nobody else.
    preview.assert_alive("a slow reader");
    std::fs::File::options().write(true).open(&photo).unwrap().set_len(1_000).unwrap();
    let mut read = client.read.len() as u64;
    loop {
        client.read.clear();
        if !client.read_more() {
            break;
        }
        read += client.read.len() as u64;
    }
    assert!(read < length, "{read} bytes of a file that was cut");
}

#[test]
fn both_loopback_addresses_are_answered() {
    let preview = Preview::start(ServerSettings::default());
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return; // a machine without IPv6 has one
    }
    let stream = TcpStream::connect((Ipv6Addr::LOCALHOST, preview.port)).unwrap();
    let mut client = Client { stream, port: preview.port, read: Vec::new() };
    let answer = client.ask(&format!("GET / HTTP/1.1\r\nHost: [::1]:{}\r\n\r\n", preview.port));
    assert_eq!(answer.status, 200);
}

#[test]
fn a_port_in_use_is_reported_or_skipped() {
    let first = Server::bind(Port::Exactly(0)).unwrap();
    let taken = first.address().port();
    assert_eq!(first.url(), format!("http://127.0.0.1:{taken}/"));
    let failure = Server::bind(Port::Exactly(taken)).unwrap_err();
    assert_eq!(failure.message, format!("cannot listen on port {taken}"));
    assert!(failure.help.is_some());
    let second = Server::bind(Port::From(taken)).unwrap().address().port();
    assert!((taken + 1..=taken.saturating_add(20)).contains(&second), "{second} after {taken}");
    // The port of IPv6 counts, too, or a browser would find two programs at `localhost`.
    if let Ok(other) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) {
        assert!(Server::bind(Port::Exactly(other.local_addr().unwrap().port())).is_err());
    }
}

#[test]
fn stopping_ends_everything_at_once() {
    let preview = Preview::start(ServerSettings::default());
    let mut stream = preview.connect();
    write!(stream.stream, "GET /_firstflight/events?page=/&tag=x HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port)
        .unwrap();
    stream.until("event: changed");
    let mut idle = preview.connect();
    assert_eq!(idle.get("/").status, 200);
    preview.site.put("/big", vec![b'x'; 64 << 20]);
    let mut slow = preview.connect();
    write!(slow.stream, "GET /big HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    slow.head().unwrap();
    let Preview { handle, port, .. } = preview;
    let begin = Instant::now();
    handle.stop();
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    while stream.read_more() {}
    assert!(idle.ends());
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    // The port is free at once.
    Server::bind(Port::Exactly(port)).unwrap();
}

#[test]
fn many_readers_get_whole_answers() {
    let preview = Preview::start(ServerSettings::default());
    preview.site.put("/big", vec![b'x'; 3_000_000]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut client = preview.connect();
                for _ in 0..5 {
                    assert_eq!(client.get("/big").body.len(), 3_000_000);
                    assert_eq!(client.get("/").status, 200);
                }
            });
        }
    });
}
