//! Answers over slow links: the last byte leaves when the reports' model says it would have arrived.

use std::sync::mpsc::{Receiver, channel};

use firstflight::serve::{Sent, link};
use firstflight::shrink::wire::{LINKS, NetworkLink, next_page_seconds};

use super::*;

/// How much earlier than in the model a byte may arrive: clocks are read in two threads.
const EARLY: Duration = Duration::from_millis(3);

/// Bodies of 1 to 100 KB, around the first flight too.
const SIZES: [u64; 6] = [1_000, 8_541, 8_542, 20_000, 50_000, 100_000];

/// The four links that reports name, sped up so that no body takes over a second.
fn quickened() -> Vec<NetworkLink> {
    LINKS
        .iter()
        .map(|link| {
            let whole = next_page_seconds(100_000, link);
            let factor = whole.max(1.0);
            let scaled = |value: u32, by: f64| (f64::from(value) * by).round().max(1.0).to_string().parse().unwrap();
            NetworkLink {
                name: link.name,
                kbit_per_s: scaled(link.kbit_per_s, factor),
                rtt_ms: scaled(link.rtt_ms, 1.0 / factor),
            }
        })
        .collect()
}

fn start(link: NetworkLink) -> (Preview, Receiver<Sent>) {
    let (told, hears) = channel();
    (Preview::start(ServerSettings { link: Some(link), sent: Some(told), ..ServerSettings::default() }), hears)
}

fn model(bytes: u64, link: &NetworkLink) -> Duration {
    Duration::from_secs_f64(next_page_seconds(bytes, link))
}

#[test]
fn bodies_take_as_long_as_the_model_says() {
    // All at once, each with a server of its own: they hardly do anything but wait.
    std::thread::scope(|scope| {
        for link in quickened() {
            for size in SIZES {
                scope.spawn(move || takes_as_long_as_the_model_says(size, link));
            }
        }
    });
}

fn takes_as_long_as_the_model_says(size: u64, link: NetworkLink) {
    let (preview, hears) = start(link);
    // Four bytes of text to one on the wire, as compression has it.
    preview.site.put("/page/", vec![b'x'; size as usize * 4]);
    preview.site.on_wire.lock().unwrap().insert("/page/".to_owned(), size);
    let model = model(size, &link);
    let mut client = preview.connect();
    let mut taken: Vec<Duration> = (0..5)
        .map(|_| {
            let begin = Instant::now();
            assert_eq!(client.get("/page/").body.len() as u64, size * 4);
            let seen = begin.elapsed();
            let Sent { bytes, after, .. } = hears.recv_timeout(PATIENCE).unwrap();
            assert_eq!(bytes, size * 4);
            assert!(after + EARLY >= model && seen + EARLY >= model, "{after:?}, {seen:?}: before {model:?}");
            after
        })
        .collect();
    taken.sort();
    // A timer is accurate to a millisecond at best, and may wait for another one.
    let most = model.mul_f64(1.1) + Duration::from_millis(3);
    assert!(taken[2] <= most, "{size} bytes over {}: {taken:?}, model {model:?}", link.name);
}

#[test]
fn each_part_leaves_in_its_time() {
    let link = link("80kbit,100ms").unwrap();
    let (preview, _hears) = start(link);
    preview.site.put("/page/", vec![b'x'; 5_000]);
    let mut client = preview.connect();
    let begin = Instant::now();
    write!(client.stream, "GET /page/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    client.head().unwrap();
    assert!(begin.elapsed() + EARLY >= Duration::from_millis(100), "the head came after {:?}", begin.elapsed());
    let mut seen = client.read.len() as u64;
    let mut parts = 0;
    while seen < 5_000 {
        client.read.clear();
        assert!(client.read_more());
        seen += client.read.len() as u64;
        parts += 1;
        assert!(begin.elapsed() + EARLY >= model(seen, &link), "{seen} bytes after {:?}", begin.elapsed());
    }
    assert!(parts >= 3, "{parts} parts");
}

#[test]
fn answers_on_one_connection_follow_each_other() {
    let link = link("1mbit,40ms").unwrap();
    let (preview, hears) = start(link);
    preview.site.put("/page/", vec![b'x'; 5_000]);
    let mut client = preview.connect();
    let begin = Instant::now();
    let request = format!("GET /page/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
    client.stream.write_all(request.repeat(3).as_bytes()).unwrap();
    (0..3).for_each(|_| assert_eq!(client.response(false).unwrap().body.len(), 5_000));
    let once = model(5_000, &link);
    assert!(begin.elapsed() + EARLY >= once * 3, "{:?}", begin.elapsed());
    assert_eq!(hears.try_iter().count(), 3);
}

#[test]
fn answers_without_a_body_take_a_round_trip_and_own_ones_of_the_preview_none() {
    let link = NetworkLink { name: "far", kbit_per_s: 1_000, rtt_ms: 300 };
    let (preview, _hears) = start(link);
    let mut client = preview.connect();
    let took = |client: &mut Client, request: &str| {
        let begin = Instant::now();
        client.ask(&format!("{request} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port));
        begin.elapsed()
    };
    for request in ["HEAD /", "GET /session", "GET /nowhere"] {
        assert!(took(&mut client, request) + EARLY >= Duration::from_millis(300), "{request}");
    }
    // The best of several: the machine may be busy.
    let own = (0..10).map(|_| took(&mut client, "GET /_firstflight/")).min().unwrap();
    assert!(own < Duration::from_millis(200), "{own:?}");
}

#[test]
fn a_file_is_sent_at_the_pace_of_the_link() {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("photo");
    std::fs::write(&photo, vec![1; 200_000]).unwrap();
    let link = link("8mbit,20ms").unwrap();
    let (preview, hears) = start(link);
    preview.site.files.lock().unwrap().insert("/photo.jpg".to_owned(), photo);
    preview.site.on_wire.lock().unwrap().insert("/photo.jpg".to_owned(), 200_000);
    assert_eq!(preview.get("/photo.jpg").body.len(), 200_000);
    let Sent { after, .. } = hears.recv_timeout(PATIENCE).unwrap();
    assert!(after + EARLY >= model(200_000, &link), "{after:?}");
}
