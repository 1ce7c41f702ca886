//! What a hostile page or program may send. Everything is refused or answered for what it is, and the next reader is
//! answered as usual.

use std::net::Shutdown;
use std::thread;

use firstflight::serve::ServerLimits;
use proptest::prelude::*;

use super::*;
use crate::support::cases;

/// The expected outcome of an attempt.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// This status, and no published page.
    Status(u16),
    /// Any refusal, or an end of the connection without an answer.
    Refused,
    /// It is a valid request after all, and gets the home page.
    Home,
}

use Outcome::{Home, Refused, Status};

/// A server that waits a second for the rest of a head. For anything that is not a head, it would wait until then.
fn wary() -> Preview {
    let limits = ServerLimits { head: Duration::from_secs(1), ..ServerLimits::default() };
    Preview::start(ServerSettings { limits, ..ServerSettings::default() })
}

/// Values of `Host`; PORT and OTHER stand for the server's port and for one that it does not have.
const HOSTS: [(&str, Outcome); 52] = [
    ("127.0.0.1:PORT", Home),
    ("localhost:PORT", Home),
    ("[::1]:PORT", Home),
    ("LocalHost:PORT", Home),
    ("  localhost:PORT  ", Home),
    ("evil.example", Status(421)),
    ("evil.example:PORT", Status(421)),
    ("localhost.evil.example:PORT", Status(421)),
    ("127.0.0.1.evil.example:PORT", Status(421)),
    ("127.0.0.1.nip.io:PORT", Status(421)),
    ("evil.localhost:PORT", Status(421)),
    ("xlocalhost:PORT", Status(421)),
    ("localhost.:PORT", Status(421)),
    ("localhost..:PORT", Status(421)),
    ("127.0.0.1.:PORT", Status(421)),
    ("localhost.localdomain:PORT", Status(421)),
    ("localhost", Status(421)),
    ("127.0.0.1", Status(421)),
    ("[::1]", Status(421)),
    ("localhost:", Status(421)),
    ("localhost:OTHER", Status(421)),
    ("localhost:80", Status(421)),
    ("localhost:0", Status(421)),
    ("localhost:0PORT", Status(421)),
    ("localhost:+PORT", Status(421)),
    ("localhost:PORT:PORT", Status(421)),
    ("localhost:PORT/", Status(421)),
    ("localhost:PORT@evil.example", Status(421)),
    ("evil.example@localhost:PORT", Status(421)),
    ("user:pass@127.0.0.1:PORT", Status(421)),
    ("localhost :PORT", Status(421)),
    ("localhost: PORT", Status(421)),
    ("localhost:PORT, evil.example", Status(421)),
    ("localhost:PORT,localhost:PORT", Status(421)),
    ("http://localhost:PORT", Status(421)),
    ("//localhost:PORT", Status(421)),
    ("127.1:PORT", Status(421)),
    ("127.0.1:PORT", Status(421)),
    ("127.0.0.2:PORT", Status(421)),
    ("2130706433:PORT", Status(421)),
    ("0x7f000001:PORT", Status(421)),
    ("0177.0.0.1:PORT", Status(421)),
    ("0.0.0.0:PORT", Status(421)),
    ("0:PORT", Status(421)),
    ("::1:PORT", Status(421)),
    ("[::]:PORT", Status(421)),
    ("[0:0:0:0:0:0:0:1]:PORT", Status(421)),
    ("[::1%25lo]:PORT", Status(421)),
    ("[::ffff:127.0.0.1]:PORT", Status(421)),
    ("[::1:PORT", Status(421)),
    ("ⓛocalhost:PORT", Status(421)),
    ("", Status(421)),
];

#[test]
fn only_the_servers_own_names_are_answered() {
    let preview = wary();
    for (host, outcome) in HOSTS {
        preview.attempt(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), outcome);
    }
    for fields in
        ["", "Host: localhost:PORT\r\nHost: localhost:PORT\r\n", "Host: localhost:PORT\r\nHost: evil.example\r\n"]
    {
        preview.attempt(&format!("GET / HTTP/1.1\r\n{fields}\r\n"), Status(421));
        preview.attempt(&format!("GET / HTTP/1.0\r\n{fields}\r\n"), Status(421));
    }
    for fields in ["Host : localhost:PORT\r\n", "Host\r\n", "Host: a\r\n b\r\n", "Host: localhost:PORT\0\r\n"] {
        preview.attempt(&format!("GET / HTTP/1.1\r\n{fields}\r\n"), Refused);
    }
    // What a proxy would believe in place of `Host` is not looked at.
    preview.attempt("GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost:PORT\r\n\r\n", Status(421));
    preview.attempt("GET / HTTP/1.1\r\nHost: evil.example\r\nForwarded: host=localhost:PORT\r\n\r\n", Status(421));
    preview.attempt("GET / HTTP/1.0\r\nHost: localhost:PORT\r\n\r\n", Home);
}

/// Fields that say where a request comes from.
const ORIGINS: [(&str, Outcome); 35] = [
    ("Origin: http://localhost:PORT", Home),
    ("Origin: http://127.0.0.1:PORT", Home),
    ("Origin: http://[::1]:PORT", Home),
    ("Origin: null", Status(403)),
    ("Origin: ", Status(403)),
    ("Origin: http://evil.example", Status(403)),
    ("Origin: https://evil.example:PORT", Status(403)),
    ("Origin: https://localhost:PORT", Status(403)),
    ("Origin: http://localhost", Status(403)),
    ("Origin: http://localhost:OTHER", Status(403)),
    ("Origin: http://localhost:PORT.evil.example", Status(403)),
    ("Origin: http://localhost:PORT/", Status(403)),
    ("Origin: http://localhost:PORT http://evil.example", Status(403)),
    ("Origin: HTTP://localhost:PORT", Status(403)),
    ("Origin: localhost:PORT", Status(403)),
    ("Origin: http://evil.example@localhost:PORT", Status(403)),
    ("Origin: http://127.1:PORT", Status(403)),
    ("Origin: file://", Status(403)),
    ("Origin: chrome-extension://abcdefgh", Status(403)),
    ("Origin: http://localhost:PORT\r\nOrigin: http://localhost:PORT", Status(403)),
    ("Origin: http://localhost:PORT\r\nOrigin: null", Status(403)),
    ("origin: null", Status(403)),
    ("Sec-Fetch-Site: same-origin", Home),
    ("Sec-Fetch-Site: none", Home),
    ("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-User: ?1", Home),
    ("Sec-Fetch-Site: cross-site", Status(403)),
    ("Sec-Fetch-Site: same-site", Status(403)),
    ("Sec-Fetch-Site: ", Status(403)),
    ("Sec-Fetch-Site: Same-Origin", Status(403)),
    ("Sec-Fetch-Site: none, cross-site", Status(403)),
    ("Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site", Status(403)),
    ("SEC-FETCH-SITE: cross-site", Status(403)),
    ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", Status(403)),
    ("Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example", Status(403)),
    ("Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost:PORT", Status(403)),
];

#[test]
fn other_sites_are_refused_wherever_they_ask() {
    let preview = wary();
    for (fields, outcome) in ORIGINS {
        preview.attempt(&format!("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n{fields}\r\n\r\n"), outcome);
        if let Status(status) = outcome {
            for target in ["/_firstflight/", "/_firstflight/events?page=/", "/nowhere", "/session"] {
                let request = format!("GET {target} HTTP/1.1\r\nHost: localhost:PORT\r\n{fields}\r\n\r\n");
                preview.attempt(&request, Status(status));
            }
        }
    }
}

const METHODS: [(&str, Outcome); 19] = [
    ("GET", Home),
    ("POST", Status(405)),
    ("PUT", Status(405)),
    ("DELETE", Status(405)),
    ("PATCH", Status(405)),
    ("OPTIONS", Status(405)),
    ("TRACE", Status(405)),
    ("TRACK", Status(405)),
    ("PROPFIND", Status(405)),
    ("get", Status(405)),
    ("Get", Status(405)),
    ("GETX", Status(405)),
    ("G-E_T", Status(405)),
    ("AVERYLONGMETHODTHATNOBODYHASEVERHEARDOF", Status(405)),
    ("GÉT", Refused),
    ("G(T", Refused),
    (" GET", Refused),
    ("GET\t", Refused),
    ("", Refused),
];

#[test]
fn the_preview_can_only_be_read() {
    let preview = wary();
    for (method, outcome) in METHODS {
        preview.attempt(&format!("{method} / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"), outcome);
    }
    preview.attempt("CONNECT localhost:PORT HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", Status(405));
    preview.attempt("CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", Status(421));
    preview.attempt("OPTIONS * HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", Status(405));
    let mut client = preview.connect();
    let refused = client.ask(&format!(
        "OPTIONS / HTTP/1.1\r\nHost: localhost:{}\r\nOrigin: http://localhost:{0}\r\n\r\n",
        preview.port
    ));
    assert_eq!((refused.field("allow"), refused.field("connection")), (Some("GET, HEAD"), Some("close")));
    assert!(client.ends(), "a refusal ends its connection");
}

/// Targets of requests. A valid path is not found; an invalid one is refused.
const TARGETS: [(&str, Outcome); 70] = [
    ("/", Home),
    ("/#fragment", Home),
    ("/?/../..", Home),
    ("http://localhost:PORT/", Home),
    ("http://localhost:PORT", Home),
    ("/..", Status(400)),
    ("/../", Status(400)),
    ("/../../../../etc/passwd", Status(400)),
    ("/session/../../etc/passwd", Status(400)),
    ("/session/..", Status(400)),
    ("/./", Status(400)),
    ("/./session/", Status(400)),
    ("/session/.", Status(400)),
    ("/%2e%2e/etc/passwd", Status(400)),
    ("/%2E%2E/etc/passwd", Status(400)),
    ("/.%2e/etc/passwd", Status(400)),
    ("/%2E./etc/passwd", Status(400)),
    ("/%2e/", Status(400)),
    ("/..%2fetc%2fpasswd", Status(400)),
    ("/..%2Fetc%2Fpasswd", Status(400)),
    ("/%2fetc/passwd", Status(400)),
    ("/session%2f", Status(400)),
    ("/%5c..%5c..%5cetc", Status(400)),
    ("/..%5c", Status(400)),
    ("/..\\..\\etc", Refused),
    ("/\\evil.example", Refused),
    ("/%00", Status(400)),
    ("/session/%00.html", Status(400)),
    ("/%0d%0aSet-Cookie:%20a=b", Status(400)),
    ("/%0A", Status(400)),
    ("/%7f", Status(400)),
    ("/%1b%5b2J", Status(400)),
    ("/%c2%85", Status(400)),
    ("/%c0%ae%c0%ae/etc/passwd", Status(400)),
    ("/%e0%80%ae/", Status(400)),
    ("/%c0%af", Status(400)),
    ("/%ff%fe", Status(400)),
    ("/%ed%a0%80", Status(400)),
    ("/%f4%90%80%80", Status(400)),
    ("/%252e%252e/etc/passwd", Status(404)),
    ("/%252fetc", Status(404)),
    ("/%25%32%65%25%32%65/etc", Status(404)),
    ("/%uff0e%uff0e/etc", Status(400)),
    ("/%", Status(400)),
    ("/%2", Status(400)),
    ("/%zz", Status(400)),
    ("/%-1", Status(400)),
    ("/..;/etc/passwd", Status(404)),
    ("/.../", Status(404)),
    ("/%ef%bc%8e%ef%bc%8e/etc", Status(404)),
    ("/C:/Windows/win.ini", Status(404)),
    ("/C%3A%5CWindows", Status(400)),
    ("/etc/passwd", Status(404)),
    ("/file:///etc/passwd", Status(400)),
    ("//", Status(400)),
    ("///", Status(400)),
    ("//etc/passwd", Status(400)),
    ("//evil.example/session", Status(400)),
    ("/session//", Status(400)),
    ("//server/share", Status(400)),
    ("/%5c%5cserver%5cshare", Status(400)),
    ("*", Status(400)),
    ("http://evil.example/", Status(421)),
    ("http://localhost:OTHER/", Status(421)),
    ("https://localhost:PORT/", Status(421)),
    ("http://127.0.0.1:PORT/", Status(421)),
    ("http://a@localhost:PORT/", Status(421)),
    ("ftp://localhost:PORT/", Status(421)),
    ("localhost:PORT", Status(400)),
    ("file:///etc/passwd", Refused),
];

#[test]
fn no_target_leads_out_of_the_site() {
    let preview = wary();
    for (target, outcome) in TARGETS {
        preview.attempt(&format!("GET {target} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"), outcome);
    }
    for target in ["", "session", "../etc/passwd", "/a b", "/\u{1}"] {
        preview.attempt(&format!("GET {target} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"), Refused);
    }
    for below in ["../session/", "%2e%2e/session/", "events/../../session/", "/session/"] {
        preview.attempt(&format!("GET /_firstflight/{below} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"), Status(400));
    }
}

/// Whole requests, after which a second one is hidden as `HIDDEN`: it must never be answered.
const SMUGGLED: [(&str, Outcome); 19] = [
    (
        "GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHIDDEN",
        Refused,
    ),
    (
        "GET / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nHIDDEN",
        Refused,
    ),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHIDDEN", Status(400)),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: xchunked\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked, identity\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: identity\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.0\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHIDDEN", Refused),
    ("POST / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nHIDDEN", Status(405)),
    (
        "POST / HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nHIDDEN",
        Status(405),
    ),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 0\r\nContent-Length: 500\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 0, 500\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: +1\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: -1\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 5\r\n\r\nHIDDEN", Status(413)),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 999999999999999999\r\n\r\nHIDDEN", Status(413)),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 99999999999999999999999\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nX: a\rb\r\n\r\nHIDDEN", Refused),
    ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\nHIDDEN", Status(413)),
];

#[test]
fn no_request_hides_another() {
    let preview = wary();
    for (request, outcome) in SMUGGLED {
        let hidden = "GET /session/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n";
        preview.attempt(&request.replace("HIDDEN", hidden), outcome);
    }
    // A line may end in a line feed alone, by RFC 9112; with no proxy in between, nobody reads it in another way.
    preview.attempt("GET / HTTP/1.1\nHost: localhost:PORT\n\n", Home);
    preview.attempt("GET / HTTP/1.1\nHost: evil.example\n\n", Status(421));
    for upgrade in ["websocket", "h2c", "TLS/1.0"] {
        let fields = format!("Connection: Upgrade\r\nUpgrade: {upgrade}\r\n");
        preview.attempt(&format!("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n{fields}\r\n"), Home);
    }
}

#[test]
fn bytes_that_are_not_http_are_refused() {
    let preview = wary();
    let tls: &[u8] = b"\x16\x03\x01\x00\xf4\x01\x00\x00\xf0\x03\x03\x00\x01\x02\x03\r\n\r\n";
    let preface: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
    let nothing: &[u8] = b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\n\r\n";
    for bytes in
        [tls, preface, nothing, b"\xff\xfe\xfd\r\n\r\n", b"SSH-2.0-OpenSSH_9\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n"]
    {
        preview.attempt_bytes(bytes, Refused);
    }
    for version in ["HTTP/0.9", "HTTP/2.0", "HTTP/1.2", "HTTP/11", "http/1.1", "XXXX/1.1", ""] {
        preview.attempt(&format!("GET / {version}\r\nHost: localhost:PORT\r\n\r\n"), Refused);
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let preview = wary();
    let host = "Host: localhost:PORT\r\n";
    preview.attempt(&format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(8_190)), Status(404));
    preview.attempt(&format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(8_192)), Status(414));
    preview.attempt(&format!("GET /?{} HTTP/1.1\r\n{host}\r\n", "a".repeat(8_192)), Status(414));
    preview.attempt(&format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(100_000)), Refused);
    preview.attempt(&format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "a".repeat(1_000_000)), Refused);
    preview.attempt(&format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(1_000)), Refused);
    preview.attempt(&format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(90)), Home);
    preview.attempt(&format!("{} / HTTP/1.1\r\n{host}\r\n", "A".repeat(100_000)), Refused);
    preview.attempt(&format!("GET / HTTP/1.1\r\n{}: y\r\n{host}\r\n", "X".repeat(100_000)), Refused);
    preview.attempt_bytes(&vec![b'\n'; 1_000_000], Refused);
    preview.attempt_bytes(&vec![b'a'; 1_000_000], Refused);
}

#[test]
fn a_head_that_takes_too_long_ends_its_connection_and_holds_up_nobody() {
    let limits = ServerLimits { head: Duration::from_millis(400), ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
    let mut idle = preview.connect();
    let mut slow = preview.connect();
    let begin = Instant::now();
    let request = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\nX: {}", preview.port, "y".repeat(10_000));
    let mut sent = 0;
    for byte in request.as_bytes() {
        if slow.stream.write_all(&[*byte]).is_err() {
            break;
        }
        sent += 1;
        if sent % 20 == 0 {
            preview.assert_alive("a byte of a slow head");
        }
        thread::sleep(Duration::from_millis(1));
        assert!(begin.elapsed() < PATIENCE, "the server waited for the slow head");
    }
    assert!(sent < request.len(), "the server waited for a head of {sent} bytes");
    assert!(begin.elapsed() >= Duration::from_millis(400), "{:?}", begin.elapsed());
    // A connection that has sent nothing yet may take longer.
    assert_eq!(idle.get("/").status, 200);
}

#[test]
fn an_idle_connection_times_out_and_an_answer_does_not() {
    let limits =
        ServerLimits { idle: Duration::from_millis(300), head: Duration::from_millis(300), ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
    let (mut silent, mut used, mut stream) = (preview.connect(), preview.connect(), preview.connect());
    assert_eq!(used.get("/").status, 200);
    let events = "GET /_firstflight/events?page=/&tag=x HTTP/1.1";
    write!(stream.stream, "{events}\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    stream.until("event: changed");
    assert!(silent.ends() && used.ends());
    preview.handle.send("still here");
    stream.until("still here");
}

impl Preview {
    fn attempt(&self, request: &str, outcome: Outcome) {
        // Any other port will do.
        let other = if self.port == 1_111 { 1_112 } else { 1_111 };
        let request = request.replace("PORT", &self.port.to_string()).replace("OTHER", &other.to_string());
        self.attempt_bytes(request.as_bytes(), outcome);
    }

    /// Sends bytes, looks at everything that comes back, and fails unless it is as it should be and the next reader is
    /// answered.
    fn attempt_bytes(&self, bytes: &[u8], outcome: Outcome) {
        let shown = || String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned();
        let mut client = self.connect();
        // The server may have ended the connection already.
        let sent = client.stream.write_all(bytes);
        let first = client.response(false);
        // Only now: a peer that will hear nothing more is not answered.
        let _ = client.stream.shutdown(Shutdown::Write);
        let status = first.as_ref().map(|response| response.status);
        let holds_page = first.as_ref().is_some_and(|response| response.text().contains(MARK));
        let is_refused = |status: u16| (400..=505).contains(&status);
        let is_right = match outcome {
            Status(wanted) => status == Some(wanted) && !holds_page,
            Refused => status.is_none_or(is_refused) && !holds_page,
            Home => status == Some(200) && holds_page && sent.is_ok(),
        };
        assert!(is_right, "{:?} was the answer to {:?}, not {outcome:?}", first, shown());
        while client.read_more() {}
        let rest = String::from_utf8_lossy(&client.read);
        assert!(!rest.contains(MARK), "{:?} was answered twice: {rest}", shown());
        self.assert_alive(&shown());
    }
}

/// Requests made of parts that are usually valid.
fn requests() -> impl Strategy<Value = Vec<u8>> {
    let part = |right: &'static str, wrong: &'static [&'static str]| prop_oneof![4 => Just(right), 1 => proptest::sample::select(wrong)];
    let targets = &["/session/", "/../", "/%2e%2e/", "//", "*", "http://localhost:PORT/", "http://evil.example/", ""];
    let fields = &[
        "Host: localhost:PORT\r\n",
        "Host: evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: none\r\n",
        "Content-Length: 1\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        " folded\r\n",
        "X: \u{80}\r\n",
        ":\r\n",
    ];
    let parts = (
        part("GET", &["HEAD", "get", "POST", "", "G\0T"]),
        part(" ", &["  ", "\t", ""]),
        part("/", targets),
        part(" HTTP/1.1", &[" HTTP/1.0", " HTTP/2.0", ""]),
        part("\r\n", &["\n", "\r", ""]),
        part("Host: localhost:PORT\r\n", fields),
        part("", fields),
        part("", fields),
        part("\r\n", &["\n", ""]),
    );
    (parts, proptest::collection::vec(any::<u8>(), 0..8)).prop_map(
        |((method, gap, target, version, end, first, second, third, blank), tail)| {
            let head = [method, gap, target, version, end, first, second, third, blank].concat();
            [head.into_bytes(), tail].concat()
        },
    )
}

fn with_port(bytes: &[u8], port: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(4).position(|four| four == b"PORT") {
        out.extend([&rest[..at], port.as_bytes()].concat());
        rest = &rest[at + 4..];
    }
    [&out, rest].concat()
}

/// Whether a request that got a published page was entitled to it, read in the plainest way.
fn is_right(request: &[u8], port: u16) -> bool {
    let text = String::from_utf8_lossy(request).into_owned();
    let hosts = text.lines().filter(|line| line.starts_with("Host: ")).collect::<Vec<_>>();
    let targets = [" / ", " /session/ ", &format!(" http://localhost:{port}/ ")].map(str::to_owned);
    let line = text.lines().find(|line| !line.is_empty()).unwrap_or("");
    line.starts_with("GET ")
        && line.contains(" HTTP/1.")
        && targets.iter().any(|target| line.contains(target.as_str()))
        && hosts == [format!("Host: localhost:{port}")]
        && !["Origin", "Content-Length", "Transfer-Encoding", "evil.example"].iter().any(|it| text.contains(it))
}

#[test]
fn an_invalid_request_never_gets_a_page() {
    let preview = wary();
    let port = preview.port.to_string();
    let anything = prop_oneof![proptest::collection::vec(any::<u8>(), 0..400), requests()];
    let mut runner = proptest::test_runner::TestRunner::new(cases(600));
    let pages = std::cell::Cell::new(0);
    let outcome = runner.run(&anything, |bytes| {
        let bytes = with_port(&bytes, &port);
        let mut client = preview.connect();
        // An end, so that no head is waited for.
        let _ = client.stream.write_all(&[&bytes[..], b"\r\n\r\n"].concat());
        let is_head = bytes.trim_ascii_start().starts_with(b"HEAD");
        let first = client.response(is_head).map_or_else(String::new, |response| response.text());
        let _ = client.stream.shutdown(Shutdown::Write);
        while client.read_more() {}
        if first.contains(MARK) || String::from_utf8_lossy(&client.read).contains(MARK) {
            pages.set(pages.get() + 1);
            prop_assert!(is_right(&bytes, preview.port), "{:?} got a page", String::from_utf8_lossy(&bytes));
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(pages.get() > 50, "only {} requests were valid, so the test shows little", pages.get());
    preview.assert_alive("random requests");
}
