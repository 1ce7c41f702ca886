//! `check-external` asks a server that misbehaves, on this machine: each host of the links is a way to misbehave. Requests reach it
//! as a proxy, so that the links name other hosts, as those of readers do.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Folder, firstflight};

/// Requests that were received: the time, the method, the address, the headers.
type Seen = Arc<Mutex<Vec<(Instant, String, String, String)>>>;

struct Server {
    proxy: String,
    seen: Seen,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let seen = Seen::default();
        let log = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = log.clone();
                // A client that goes away ends its thread.
                std::thread::spawn(move || drop(answer(stream, &log)));
            }
        });
        Self { proxy, seen }
    }

    fn requests(&self) -> Vec<(String, String)> {
        self.seen.lock().unwrap().iter().map(|(_, method, address, _)| (method.clone(), address.clone())).collect()
    }
}

fn answer(mut stream: TcpStream, log: &Seen) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut parts = first.split(' ');
    let (method, address) = (parts.next().unwrap_or("").to_owned(), parts.next().unwrap_or("").to_owned());
    let headers: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    log.lock().unwrap().push((Instant::now(), method.clone(), address.clone(), headers.join("\n")));
    let host = address.trim_start_matches("http://").split(['/', ':']).next().unwrap_or("");
    let (is_head, way) = (method == "HEAD", host.split('.').next().unwrap_or(""));
    let simple = |status: &str| format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let to = |status: &str, target: &str| {
        format!("HTTP/1.1 {status}\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    };
    let text = match way {
        "fine" | "own" => simple("200 OK"),
        "gone" => simple("404 Not Found"),
        "retired" => simple("410 Gone"),
        "nohead" if is_head => simple("405 Method Not Allowed"),
        "headlies" if is_head => simple("404 Not Found"),
        "headbreaks" if is_head => return Ok(()),
        "nohead" | "headlies" | "headbreaks" => simple("206 Partial Content"),
        "norange" if is_head => simple("403 Forbidden"),
        "norange" => simple("416 Range Not Satisfiable"),
        "forbidden" => simple("403 Forbidden"),
        "password" => simple("401 Unauthorized"),
        "limited" => "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n".to_owned(),
        "odd" => simple("999 Request denied"),
        "broken" => simple("500 Internal Server Error"),
        "moved" => to("301 Moved Permanently", "http://fine.example/new?a=b"),
        "elsewhere" => to("302 Found", "http://fine.example/today"),
        "tothedead" => to("301 Moved Permanently", "http://gone.example/"),
        "circle" => to("302 Found", &address),
        "inward" => to("302 Found", "http://169.254.169.254/secret"),
        "tofile" => to("301 Moved Permanently", "file:///etc/passwd"),
        "tonothing" => to("302 Found", ""),
        "silent" => {
            std::thread::sleep(Duration::from_secs(30));
            return Ok(());
        }
        "empty" => return Ok(()),
        "garbage" => "\u{0}\u{1}this is not HTTP\n\n".to_owned(),
        "endless" => return endless(&mut stream, "HTTP/1.1 200 OK\r\n\r\n"),
        "huge" => "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".to_owned(),
        "manyheaders" => return endless(&mut stream, "HTTP/1.1 200 OK\r\nX: "),
        "notls" => "HTTP/1.1 200 Connection established\r\n\r\nthis is not TLS\n".to_owned(),
        _ => simple("418 Unexpected"),
    };
    stream.write_all(text.as_bytes())?;
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.read(&mut [0; 64]);
    Ok(())
}

/// Sends until the client has enough.
fn endless(stream: &mut TcpStream, start: &str) -> std::io::Result<()> {
    stream.write_all(start.as_bytes())?;
    loop {
        stream.write_all(&[b'x'; 4096])?;
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn run(server: &Server, site: &Path, options: &[&str]) -> Output {
    let cache = site.join("cache");
    let arguments =
        ["check-external", "--site", site.to_str().unwrap(), "--cache", cache.to_str().unwrap(), "--timeout", "3"];
    firstflight(&[&arguments[..], options].concat())
        .env("http_proxy", &server.proxy)
        .env("https_proxy", &server.proxy)
        .env("no_proxy", "nobody.invalid")
        .env_remove("ALL_PROXY")
        .env_remove("all_proxy")
        .env_remove("NO_PROXY")
        .env_remove("HTTPS_PROXY")
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The findings of a report in JSON: the code and the message of each address.
fn findings(output: &Output) -> BTreeMap<String, (String, String)> {
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let findings = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let findings = findings.filter(|line| line.get("code").is_some()).map(|line| {
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        let message = text("message");
        let address = message.split('`').nth(1).unwrap().to_owned();
        (address, (text("code"), message))
    });
    findings.collect()
}

const SETTINGS: &str = "title: Test\nbase_url: http://own.example/\nlanguages: { en: { at: / } }\n";

/// A site whose home page leads to these addresses.
fn site(addresses: &[&str]) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", SETTINGS);
    let links: Vec<String> = addresses.iter().map(|address| format!("- [a](<{address}>)\n")).collect();
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{}", links.concat()));
    folder
}

/// Lets all answers be older by some hours.
fn age(site: &Folder, hours: i64) {
    let file = site.path().join("cache/external-links.json");
    let mut record: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    for entry in record["addresses"].as_object_mut().unwrap().values_mut() {
        for key in ["asked", "dead_since"] {
            if let Some(time) = entry.get(key).and_then(Value::as_i64) {
                entry[key] = (time - hours * 3_600).into();
            }
        }
    }
    std::fs::write(&file, record.to_string()).unwrap();
}

#[test]
fn each_way_to_misbehave_is_told_apart() {
    let server = Server::start();
    let expected: [(&str, Option<(&str, &str)>); 30] = [
        ("http://fine.example/", None),
        ("http://nohead.example/", None),
        ("http://headlies.example/", None),
        ("http://headbreaks.example/", None),
        ("http://norange.example/", None),
        ("http://elsewhere.example/", None),
        ("http://endless.example/", None),
        ("http://huge.example/file.zip", None),
        ("http://gone.example/", Some(("uncertain", "seems to be dead: its server answers 404 Not Found"))),
        ("http://retired.example/", Some(("uncertain", "seems to be dead: its server answers 410 Gone"))),
        ("http://nobody.invalid/", Some(("uncertain", "seems to be dead: no host has this name"))),
        ("http://tothedead.example/", Some(("uncertain", "seems to be dead: its server answers 404 Not Found"))),
        (
            "http://forbidden.example/",
            Some(("uncertain", "is not shown to programs: its server answers 403 Forbidden")),
        ),
        (
            "http://password.example/",
            Some(("uncertain", "is not shown to programs: its server answers 401 Unauthorized")),
        ),
        (
            "http://limited.example/",
            Some(("uncertain", "is not shown to programs: its server answers 429 Too Many Requests")),
        ),
        ("http://odd.example/", Some(("uncertain", "is not shown to programs: its server answers 999"))),
        (
            "http://broken.example/",
            Some(("uncertain", "could not be checked: its server answers 500 Internal Server Error")),
        ),
        ("http://teapot.example/", Some(("uncertain", "could not be checked: its server answers 418"))),
        ("http://circle.example/", Some(("uncertain", "could not be checked: it leads on more than 10 times"))),
        ("http://tonothing.example/", Some(("uncertain", "could not be checked: its server answers 302"))),
        (
            "http://silent.example/",
            Some(("uncertain", "could not be checked: its server did not answer within 3 seconds")),
        ),
        ("http://empty.example/", Some(("uncertain", "could not be checked: its server sends no answer"))),
        ("http://garbage.example/", Some(("uncertain", "could not be checked: "))),
        ("http://manyheaders.example/", None),
        ("https://notls.example/", Some(("uncertain", "could not be checked: no secure connection can be made"))),
        (
            "http://inward.example/",
            Some(("uncertain", "it leads to `http://169.254.169.254/secret`, which readers elsewhere")),
        ),
        ("http://tofile.example/", Some(("uncertain", "it leads to `file:///etc/passwd`, which readers elsewhere"))),
        ("http://localhost:1/", Some(("uncertain", "could not be checked: readers elsewhere cannot reach this host"))),
        ("http://10.0.0.1/", Some(("uncertain", "could not be checked: readers elsewhere cannot reach this host"))),
        ("http://moved.example/", Some(("moved", "has moved to `http://fine.example/new?a=b`"))),
    ];
    let addresses: Vec<&str> =
        expected.iter().map(|(address, _)| *address).chain(["http://own.example/later/"]).collect();
    let site = site(&addresses);
    let output = run(&server, site.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    let mut found = findings(&output);
    for (address, expected) in expected {
        match (expected, found.remove(address)) {
            (None, None) => {}
            (Some((code, words)), Some((found, message))) => {
                assert_eq!(found, format!("{code}-external-link"), "{message}");
                assert!(message.contains(words), "{message}");
            }
            (expected, found) => panic!("{address}: {found:?}, not {expected:?}"),
        }
    }
    assert!(found.is_empty(), "{found:?}");
    let requests = server.requests();
    let asked = |part: &str| requests.iter().filter(|(_, address)| address.contains(part)).count();
    assert_eq!(asked("own.example"), 0, "the site itself may not be published yet");
    assert_eq!(asked("169.254") + asked("localhost") + asked("10.0.0.1"), 0, "{requests:?}");
    assert_eq!(asked("limited.example"), 2, "no request is repeated");
    let summary = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        summary.contains(
            "30 addresses of other sites: 10 found, 4 perhaps dead, 4 not shown to programs, 12 not checked."
        ),
        "{summary}"
    );
    // What is there is known now.
    let again = run(&server, site.path(), &[]);
    assert!(
        out(&again).contains("30 addresses of other sites (14 known from an earlier run): 10 found, 4 perhaps dead"),
        "{}",
        out(&again)
    );
    assert_eq!(server.requests().iter().filter(|(_, address)| address.contains("//nohead")).count(), 2);
}

#[test]
fn an_address_is_dead_if_it_is_dead_twice_a_day_apart() {
    let server = Server::start();
    let site = site(&["http://gone.example/a", "http://fine.example/"]);
    let first = run(&server, site.path(), &["--format", "github"]);
    assert_eq!(first.status.code(), Some(0), "{}", out(&first));
    assert!(out(&first).contains("::notice file=content/en/index.md,line=4,"), "{}", out(&first));
    age(&site, 10);
    assert_eq!(run(&server, site.path(), &[]).status.code(), Some(0), "ten hours later");
    age(&site, 14);
    let last = run(&server, site.path(), &[]);
    assert_eq!(last.status.code(), Some(1), "{}", out(&last));
    let said = out(&last);
    for part in [
        "error[dead-external-link]: `http://gone.example/a` is dead: its server answers 404 Not Found",
        "content/en/index.md:4:",
        "it was first found dead on ",
        "2 addresses of other sites (1 known from an earlier run): 1 found, 1 dead.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // The level can be chosen, and a page can expect the finding.
    site.write("content/site.yaml", &format!("{SETTINGS}findings: {{ dead-external-link: warning }}\n"));
    assert_eq!(run(&server, site.path(), &[]).status.code(), Some(0));
    site.write("content/site.yaml", SETTINGS);
    let page = site.path().join("content/en/index.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let expecting = "title: Home\nexpect: [{ finding: dead-external-link, reason: its archive is down }]\n";
    std::fs::write(&page, text.replace("title: Home\n", expecting)).unwrap();
    let expected = run(&server, site.path(), &[]);
    assert_eq!(expected.status.code(), Some(0), "{}", out(&expected));
    // Other commands cannot know whether the expectation is met.
    let checked = firstflight(&["check", "--strict", "--site", site.path().to_str().unwrap()]).output().unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
}

#[test]
fn hosts_are_asked_politely() {
    let server = Server::start();
    let addresses: Vec<String> = (0..4).map(|page| format!("http://fine.example/{page}#part")).collect();
    let mut all: Vec<&str> = addresses.iter().map(String::as_str).collect();
    all.extend(["http://fine.example/0", "http://fine.example/0#other"]);
    let site = site(&all);
    let output = run(&server, site.path(), &[]);
    assert!(out(&output).contains("4 addresses of other sites: 4 found."), "{}", out(&output));
    let seen = server.seen.lock().unwrap();
    let mut by_host: HashMap<&str, Vec<Instant>> = HashMap::new();
    for (time, method, _, headers) in seen.iter() {
        assert_eq!(method, "HEAD");
        assert!(headers.contains("Firstflight/"), "{headers}");
        assert!(!headers.to_ascii_lowercase().contains("cookie"), "{headers}");
        by_host.entry("fine").or_default().push(*time);
    }
    let times = &by_host["fine"];
    assert_eq!(times.len(), 4);
    // A process that starts late shortens one pause and lengthens the one before.
    assert!(*times.last().unwrap() - times[0] >= Duration::from_millis(2_500), "{times:?}");
}

#[test]
fn places_are_those_where_addresses_are_written() {
    let server = Server::start();
    let site = Folder::new();
    site.write(
        "content/site.yaml",
        "title: Test\nlanguages: { en: { at: / } }\nfooter: { links: [\"[x](http://gone.example/footer)\"] }\n",
    );
    site.write(
        "content/en/index.md",
        "---\ntitle: Home\n---\n\nOne: http://gone.example/?a=1&b=2 and www.gone.example\n",
    );
    site.write(
        "content/en/other.md",
        "---\ntitle: Other\n---\n\n[Two](http://gone.example/?a=1&amp;b=2 \"t\")\n\n[home](index.md)\n",
    );
    site.write(
        "content/sources.yaml",
        "- id: report\n  title: A report\n  publisher: An office\n  url: http://gone.example/report\n  retrieved: 2026-01-01\n",
    );
    let output = run(&server, site.path(), &[]);
    let said = out(&output);
    for place in
        ["content/en/index.md:5:6", "content/en/index.md:5:39", "content/en/other.md:5:7", "content/site.yaml:3:"]
    {
        assert!(said.contains(place), "{place}\n{said}");
    }
}

#[test]
fn without_a_connection_nothing_is_dead() {
    let server = Server::start();
    let site = site(&["http://nobody.invalid/"]);
    let output = run(&server, site.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("no host has this name, and no other host answers either"), "{}", out(&output));
}

#[test]
fn what_cannot_be_used_is_said() {
    let server = Server::start();
    let site = site(&["http://fine.example/"]);
    site.write("cache/external-links.json", "{");
    let output = run(&server, site.path(), &[]);
    assert!(out(&output).contains("is not a list of answers that can be read"), "{}", out(&output));
    assert_eq!(output.status.code(), Some(0));
    let missing = firstflight(&["check-external", "--site", site.path().to_str().unwrap(), "--cache", "/dev/null/x"])
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(out(&missing).contains("install `curl`"), "{}", out(&missing));
    site.write("content/en/index.md", "---\ntitle: Home\n---\nNo link.\n");
    assert!(out(&run(&server, site.path(), &[])).contains("The pages name no address of another site."));
    site.write("themes/own/templates/page.html", "{{ nothing");
    site.write("content/site.yaml", "title: Test\ntheme: [own, plain]\nlanguages: { en: { at: / } }\n");
    let broken = run(&server, site.path(), &[]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(out(&broken).contains("`firstflight check` shows the errors"), "{}", out(&broken));
}
