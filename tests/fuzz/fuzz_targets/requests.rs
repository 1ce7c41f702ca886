//! The preview answers any bytes with an answer of HTTP or with nothing, and goes on.
#![no_main]

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use firstflight::serve::{Answer, Answers, Content, Handle, Port, Reply, Server, ServerLimits, ServerSettings};
use libfuzzer_sys::fuzz_target;

struct OnePage;

fn answer(text: &'static str) -> Answer {
    let content = Content::Bytes(Bytes::from_static(text.as_bytes()));
    Answer { media_type: "text/html; charset=utf-8", content, on_wire: text.len() as u64 }
}

impl Answers for OnePage {
    fn at(&self, path: &str) -> Reply {
        match path {
            "/" | "/a b/" => Reply::Found(answer("published")),
            "/moved" => Reply::Moved("/a b/".to_owned()),
            path => {
                assert!(path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path:?}");
                Reply::Missing(answer("missing"))
            }
        }
    }

    fn own(&self, path: &str, _: Option<&str>) -> Option<Answer> {
        (path.is_empty()).then(|| answer("all pages"))
    }

    fn tag(&self, path: &str) -> String {
        path.len().to_string()
    }
}

static SERVER: LazyLock<(SocketAddr, Handle)> = LazyLock::new(|| {
    let server = Server::bind(Port::Exactly(0)).expect("a free port");
    let port = server.url().rsplit(':').next().unwrap().trim_end_matches('/').parse().expect("a port");
    let limits = ServerLimits { head: Duration::from_millis(200), idle: Duration::from_millis(200), ..ServerLimits::default() };
    let settings = ServerSettings { limits, ..ServerSettings::default() };
    let handle = server.start(Arc::new(OnePage), settings).expect("the server starts");
    (SocketAddr::from(([127, 0, 0, 1], port)), handle)
});

/// What the server answers. The end of what a client writes is the end of the connection to it, so only input that may be cut is
/// followed by one.
fn ask(bytes: &[u8], is_cut: bool) -> Vec<u8> {
    let mut stream = TcpStream::connect(SERVER.0).expect("the server is there");
    stream.set_read_timeout(Some(Duration::from_millis(500))).expect("a time");
    // The server may have closed the connection before it has read all.
    let _ = stream.write_all(bytes);
    if is_cut {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut read = Vec::new();
    // An event stream stays open.
    let _ = stream.take(1 << 16).read_to_end(&mut read);
    read
}

fuzz_target!(|input: &[u8]| {
    // The name of the server, which no input could guess.
    let host = format!("127.0.0.1:{}", SERVER.0.port());
    let text: Vec<u8> = match input.windows(4).position(|part| part == b"HOST") {
        Some(at) => [&input[..at], host.as_bytes(), &input[at + 4..]].concat(),
        None => input.to_vec(),
    };
    let answer = ask(&text, true);
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "{:?}", String::from_utf8_lossy(&answer));
    assert!(!answer.starts_with(b"HTTP/1.1 5"), "{:?}", String::from_utf8_lossy(&answer));
    let still = ask(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes(), false);
    assert!(still.ends_with(b"published"), "{:?}", String::from_utf8_lossy(&still));
});
