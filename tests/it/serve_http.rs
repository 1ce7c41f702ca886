//! The preview server over real connections, with invented content: a site of a few paths that can be changed.

mod answers;
mod attacks;
mod crowd;
mod link;
mod reload;

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use firstflight::disk::SiteFiles;
use firstflight::serve::{Answer, Answers, Content, Handle, Port, Reply, Server, ServerSettings};
use hyper::body::Bytes;

/// What every published page of these tests holds, and nothing else does.
const MARK: &str = "published on purpose";

/// Longer than any answer takes on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers that a test changes while they are served.
#[derive(Default)]
struct Site {
    bodies: Mutex<BTreeMap<String, Bytes>>,
    files: Mutex<BTreeMap<String, PathBuf>>,
    /// Bytes on the wire, where they are not those of the body.
    on_wire: Mutex<BTreeMap<String, u64>>,
}

impl Site {
    fn put(&self, path: &str, body: impl Into<Bytes>) {
        self.bodies.lock().unwrap().insert(path.to_owned(), body.into());
    }

    fn remove(&self, path: &str) {
        self.bodies.lock().unwrap().remove(path);
    }

    fn answer(&self, path: &str) -> Option<Answer> {
        let file = self.files.lock().unwrap().get(path).cloned().map(|path| {
            let folder = path.parent().filter(|_| !path.is_dir()).unwrap_or(&path);
            let files = Arc::new(SiteFiles::new(folder, false).unwrap());
            Content::File { path, files }
        });
        let bytes = || self.bodies.lock().unwrap().get(path).cloned().map(Content::Bytes);
        let content = file.or_else(bytes)?;
        let length = if let Content::Bytes(bytes) = &content { bytes.len() as u64 } else { 0 };
        let on_wire = self.on_wire.lock().unwrap().get(path).copied().unwrap_or(length);
        Some(Answer { media_type: "text/html; charset=utf-8", content, on_wire })
    }
}

impl Answers for Site {
    fn at(&self, path: &str) -> Reply {
        if let Some(answer) = self.answer(path) {
            return Reply::Found(answer);
        }
        let as_folder = format!("{path}/");
        if self.answer(&as_folder).is_some() {
            return Reply::Moved(as_folder);
        }
        Reply::Missing(Answer {
            media_type: "text/html; charset=utf-8",
            content: Content::Bytes(Bytes::from_static(b"<h1>There is no such page</h1>")),
            on_wire: 30,
        })
    }

    fn own(&self, path: &str, query: Option<&str>) -> Option<Answer> {
        let text = match path {
            "" => "all pages".to_owned(),
            "panel.js" => format!("query: {}", query.unwrap_or("none")),
            _ => return None,
        };
        let content = Content::Bytes(text.into());
        Some(Answer { media_type: "text/plain; charset=utf-8", content, on_wire: 0 })
    }

    fn tag(&self, path: &str) -> String {
        match self.bodies.lock().unwrap().get(path) {
            Some(body) => format!("tag of {}", String::from_utf8_lossy(body)),
            None => "missing".to_owned(),
        }
    }
}

/// A server at a free port.
struct Preview {
    site: Arc<Site>,
    handle: Handle,
    port: u16,
}

impl Preview {
    fn start(settings: ServerSettings) -> Self {
        let site = Arc::new(Site::default());
        site.put("/", format!("<h1>Home, {MARK}</h1>"));
        site.put("/session/", format!("<h1>Session, {MARK}</h1>"));
        site.put("/café/", format!("<h1>Café, {MARK}</h1>"));
        let server = Server::bind(Port::Exactly(0)).unwrap();
        let port = server.address().port();
        let handle = server.start(Arc::clone(&site) as Arc<dyn Answers>, settings).unwrap();
        Self { site, handle, port }
    }

    fn connect(&self) -> Client {
        Client::connect(self.port)
    }

    /// The answer to a plain request on a connection of its own.
    fn get(&self, target: &str) -> Response {
        self.connect().get(target)
    }

    /// Fails unless the home page is served as usual.
    fn assert_alive(&self, after: &str) {
        let home = self.get("/");
        assert_eq!((home.status, home.text()), (200, format!("<h1>Home, {MARK}</h1>")), "after {after}");
    }
}

/// A connection.
struct Client {
    stream: TcpStream,
    port: u16,
    /// What was read beyond the last answer.
    read: Vec<u8>,
}

/// An answer.
#[derive(Debug, Default)]
struct Response {
    status: u16,
    fields: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Client {
    fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, port, read: Vec::new() }
    }

    fn get(&mut self, target: &str) -> Response {
        self.ask(&format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port))
    }

    fn ask(&mut self, request: &str) -> Response {
        self.stream.write_all(request.as_bytes()).unwrap();
        self.response(request.starts_with("HEAD")).expect("an answer")
    }

    /// Reads on; whether there was something to read.
    fn read_more(&mut self) -> bool {
        let mut buffer = vec![0; 64 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => false,
            Ok(read) => {
                self.read.extend_from_slice(&buffer[..read]);
                true
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!(
                    "nothing came and the connection stayed open; before that: {:?}",
                    String::from_utf8_lossy(&self.read)
                )
            }
            Err(_) => false,
        }
    }

    /// The head of the next answer; `None` where the connection ends first.
    fn head(&mut self) -> Option<Response> {
        let end = loop {
            match self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                Some(end) => break end,
                None if self.read_more() => {}
                None => return None,
            }
        };
        let head = String::from_utf8(self.read[..end].to_vec()).unwrap();
        self.read.drain(..end + 4);
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let fields = lines.map(|line| line.split_once(": ").unwrap());
        let fields = fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Some(Response { status, fields, body: Vec::new() })
    }

    /// The next answer; `None` where the connection ends first.
    fn response(&mut self, to_head: bool) -> Option<Response> {
        let mut response = self.head()?;
        let length: usize = response.field("content-length").map_or(0, |length| length.parse().unwrap());
        if !to_head {
            while self.read.len() < length {
                if !self.read_more() {
                    return None;
                }
            }
            response.body = self.read.drain(..length).collect();
        }
        Some(response)
    }

    /// Whether the other side ends the connection without a further byte.
    fn ends(&mut self) -> bool {
        self.read.is_empty() && !self.read_more()
    }

    /// Reads until a text has come, and gives everything up to its end.
    fn until(&mut self, wanted: &str) -> String {
        loop {
            let text = String::from_utf8_lossy(&self.read).into_owned();
            if let Some(at) = text.find(wanted) {
                self.read.drain(..at + wanted.len());
                return text[..at + wanted.len()].to_owned();
            }
            assert!(self.read_more(), "the connection ended before {wanted:?}: {text:?}");
        }
    }
}

/// Waits until something is so.
fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
