//! How open pages are notified of changes.

use firstflight::serve::ServerLimits;

use super::*;

/// An open stream of a page that shows what has this tag.
fn open(preview: &Preview, page: &str, tag: &str) -> Client {
    let mut client = preview.connect();
    write!(
        client.stream,
        "GET /_firstflight/events?page={page}&tag={tag} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
        preview.port
    )
    .unwrap();
    client
}

/// The head of a stream, and its first words.
fn begin(client: &mut Client) {
    let head = client.head().unwrap();
    assert_eq!((head.status, head.field("content-type")), (200, Some("text/event-stream")));
    assert_eq!((head.field("cache-control"), head.field("content-length")), (Some("no-store"), None));
    client.until("retry: 500\n\n");
}

#[test]
fn a_page_is_notified_of_each_change_once() {
    let preview = Preview::start(ServerSettings::default());
    preview.site.put("/a/", "one");
    let mut page = open(&preview, "%2Fa%2F", "tag+of%20one");
    begin(&mut page);
    preview.handle.send(r#"{"findings":0}"#);
    // What came first would stand before it.
    let first = page.until("{\"findings\":0}\n\n");
    assert!(!first.contains("changed"), "{first}");
    preview.site.put("/a/", "two");
    preview.handle.send(r#"{"findings":0}"#);
    let second = page.until("event: changed\ndata: {\"tag\":\"tag of two\"}\n\n");
    preview.handle.send(r#"{"findings":0}"#);
    preview.site.put("/b/", "another page");
    preview.handle.send(r#"{"findings":1}"#);
    let third = page.until("event: state\ndata: {\"findings\":1}\n\n");
    for (text, changes, states) in [(second, 1, 0), (third, 0, 1)] {
        assert_eq!(text.matches("event: changed").count(), changes, "{text}");
        assert_eq!(text.matches("event: state").count(), states, "{text}");
    }
    preview.site.remove("/a/");
    preview.handle.send(r#"{"findings":1}"#);
    page.until("{\"tag\":\"missing\"}\n\n");
    preview.site.put("/a/", "back \"again\"");
    preview.handle.send(r#"{"findings":1}"#);
    page.until("{\"tag\":\"tag of back \\\"again\\\"\"}\n\n");
}

#[test]
fn a_page_that_connects_late_is_notified_of_what_it_missed() {
    let preview = Preview::start(ServerSettings::default());
    preview.handle.send("old");
    preview.handle.send("new");
    let mut page = open(&preview, "/session/", "stale");
    begin(&mut page);
    let text = page.until("event: state\ndata: new\n\n");
    assert!(text.contains("event: changed") && !text.contains("old"), "{text}");
}

#[test]
fn a_stream_that_is_not_read_keeps_no_backlog() {
    let preview = Preview::start(ServerSettings::default());
    let mut page = open(&preview, "/", "none");
    let long = "x".repeat(1_000_000);
    for number in 0..200 {
        preview.handle.send(format!("{number} {long}"));
        preview.get("/");
    }
    preview.handle.send("the last");
    let text = page.until("data: the last\n\n");
    assert!(text.len() < 50_000_000, "{} bytes were kept for a stream that nobody read", text.len());
}

#[test]
fn streams_are_bounded_and_freed() {
    let limits = ServerLimits { streams: 3, ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
    let mut pages: Vec<Client> = (0..3).map(|_| open(&preview, "/", "x")).collect();
    pages.iter_mut().for_each(begin);
    assert_eq!(open(&preview, "/", "x").head().unwrap().status, 503);
    pages.pop();
    eventually("the place of a closed stream was not freed", || open(&preview, "/", "x").head().unwrap().status == 200);
}

#[test]
fn streams_are_for_paths_that_pages_can_have() {
    let preview = Preview::start(ServerSettings::default());
    for query in ["", "?page=", "?page=a", "?page=/../x", "?page=//evil.example/", "?page=%00", "?tag=x"] {
        assert_eq!(preview.get(&format!("/_firstflight/events{query}")).status, 400, "{query}");
    }
    let mut client = preview.connect();
    let head =
        client.ask(&format!("HEAD /_firstflight/events?page=/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port));
    assert_eq!((head.status, head.field("content-type")), (200, Some("text/event-stream")));
}

#[test]
fn a_stream_is_never_silent_for_long() {
    let limits = ServerLimits { beat: Duration::from_millis(20), ..ServerLimits::default() };
    let preview = Preview::start(ServerSettings { limits, ..ServerSettings::default() });
    let mut page = open(&preview, "/missing/", "missing");
    begin(&mut page);
    // A line of a comment, which a browser passes over.
    for _ in 0..3 {
        assert!(page.until(":\n\n").ends_with("\r\n:\n\n"));
    }
}
