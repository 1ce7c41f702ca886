//! `firstflight serve` as an editor uses it: the program itself, on a site in a folder of its own, whose files are saved,
//! broken and fixed. Nothing here is timed; the tests wait for what must come, and search for what must not.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::support::{Folder, TODAY};

/// So long is waited for what must come, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(20);

const PROGRAM: &str = env!("CARGO_BIN_EXE_firstflight");

/// A preview that runs, with what it said.
pub struct Preview {
    child: Child,
    port: u16,
    said: Arc<Mutex<String>>,
}

impl Preview {
    pub fn of(site: &Path, more: &[&str]) -> Self {
        Self::run(Command::new(PROGRAM), site, more)
    }

    /// With variables of the environment.
    pub fn with_environment(site: &Path, variables: &[(&str, &Path)]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.envs(variables.iter().copied());
        Self::run(command, site, &[])
    }

    /// As a process that may watch no folder.
    fn without_events(site: &Path) -> Self {
        let script = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$0\" \"$@\"";
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", script, PROGRAM]);
        Self::run(command, site, &[])
    }

    fn run(mut command: Command, site: &Path, more: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--port", "0", "--at", TODAY, "--site"])
            .arg(site)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).expect("it says where it is");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        let port = port.parse().expect("a port");
        let said = Arc::new(Mutex::new(String::new()));
        let (mut from, to) = (child.stderr.take().unwrap(), said.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                to.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..length]));
            }
        });
        Self { child, port, said }
    }

    /// Status and body of an answer.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let host = format!("127.0.0.1:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, body.to_owned())
    }

    /// The stream of events that an open page listens to.
    pub fn events(&self, path: &str) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let host = format!("127.0.0.1:{}", self.port);
        write!(stream, "GET /_firstflight/events?page={path}&tag=x HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until what is published at `path` is as it should be.
    pub fn until(&self, path: &str, fits: impl Fn(u16, &str) -> bool) {
        let begin = Instant::now();
        loop {
            let (status, body) = self.get(path);
            if fits(status, &body) {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "{path} stayed {status}: {body}\nsaid: {}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn until_said(&self, text: &str) {
        let begin = Instant::now();
        while !self.said().contains(text) {
            assert!(begin.elapsed() < PATIENCE, "never said {text:?}: {}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Lets everything that is under way end: a page that is written now is seen, and what was written before it.
    fn settle(&self, folder: &Folder, round: &str) {
        folder.write("content/en/settled.md", &format!("---\ntitle: Settled {round}\n---\nYes.\n"));
        self.until("/settled/", |_, body| body.contains(&format!("Settled {round}")));
    }
}

/// The events of an open page.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The next tag that the page receives.
    pub fn tag(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("the next event") > 0, "the stream ended");
            if let Some(tag) = line.strip_prefix("data: {\"tag\":\"") {
                return tag.trim_end().to_owned();
            }
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write(
        "content/site.yaml",
        "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n",
    );
    folder.write("themes/local/style.css", "p { color: #654321 }\n");
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nHome.\n");
    folder.write("content/en/news/index.md", "---\ntitle: News\norder: 1\nordered: true\n---\nNews.\n");
    folder.write("content/en/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nFirst words.\n");
    folder.write("content/en/news/two.md", "---\ntitle: Two\ndate: 2026-01-02\n---\nOther words.\n");
    folder
}

#[test]
fn a_folder_that_is_not_a_site_is_refused() {
    let folder = Folder::new();
    fs::remove_dir_all(folder.path().join("content")).unwrap();
    folder.write("notes.txt", "Not a site.\n");
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--port", "0", "--site"]).arg(folder.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() && begin.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{said}");
    assert!(said.contains("content/site.yaml is missing") && said.contains("--site DIR"), "{said}");
    // With pages, the preview waits for the settings.
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nHome.\n");
    let preview = Preview::of(folder.path(), &[]);
    folder.write("content/site.yaml", "title: Test\nlanguages: { en: { at: / } }\n");
    preview.until("/", |_, body| body.contains("Home."));
}

#[test]
fn an_edit_is_seen_and_everything_that_follows_from_it() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let before: Vec<_> =
        walkdir::WalkDir::new(folder.path()).into_iter().map(|entry| entry.unwrap().into_path()).collect();
    folder.write("content/en/news/one.md", "---\ntitle: A new title\ndate: 2026-03-03\n---\nNew words.\n");
    preview.until("/news/one/", |_, body| body.contains("New words."));
    for dependant in ["/news/", "/news/two/", "/atom.xml"] {
        assert!(preview.get(dependant).1.contains("A new title"), "{dependant} is stale");
    }
    assert!(preview.get("/sitemap.xml").1.contains("2026-03-03"), "the sitemap is stale");
    let after: Vec<_> =
        walkdir::WalkDir::new(folder.path()).into_iter().map(|entry| entry.unwrap().into_path()).collect();
    assert_eq!(before, after, "serving writes nothing");
    preview.until_said("content/en/news/one.md: 5 pages rendered, ");
}

#[test]
fn an_error_keeps_the_last_good_page_while_others_update() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let good = "---\ntitle: One\ndate: 2026-01-01\n---\nFirst words.\n";
    folder.write("content/en/news/one.md", &good.replace("First words.", "[Nowhere](nowhere.md)"));
    preview.until_said("error[broken-link]");
    assert!(preview.get("/news/one/").1.contains("First words."), "the last good page is gone");
    folder.write("content/en/news/two.md", "---\ntitle: Two\ndate: 2026-01-02\n---\nStill alive.\n");
    preview.until("/news/two/", |_, body| body.contains("Still alive."));
    assert!(preview.get("/news/one/").1.contains("First words."), "the last good page is gone");
    folder.write("content/en/news/one.md", good);
    preview.until_said("No findings.");

    folder.write("content/site.yaml", "title: [\n");
    preview.until_said("content/site.yaml:");
    assert_eq!(preview.get("/news/one/").0, 200, "the last good site is gone");
    folder.write("content/site.yaml", "title: Fixed\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n");
    preview.until("/", |_, body| body.contains("Fixed"));
}

#[test]
fn broken_front_matter_and_records_hold_back_only_their_pages() {
    let folder = folder();
    folder.write("content/sources.yaml", "- id: s\n  title: A source\n");
    let record = "- id: n\n  value: 37\n  unit: count\n  period: \"2019\"\n  source: s\n";
    folder.write("content/statistics.yaml", record);
    folder.write("content/en/numbers.md", "---\ntitle: Numbers\n---\nThere are {{ stat(id=\"n\") }}.\n");
    let preview = Preview::of(folder.path(), &[]);
    folder.write("content/en/news/one.md", "---\ntitle: [\n---\nBroken.\n");
    preview.until_said("error[invalid-yaml]");
    preview.until_said("Showing the last good version of this page until it is fixed.");
    folder.write("content/statistics.yaml", &record.replace("37", "many"));
    preview.until_said("Showing the last good versions of 2 pages until they are fixed.");
    folder.write("content/en/news/two.md", "---\ntitle: Two again\ndate: 2026-01-02\n---\nStill alive.\n");
    preview.until("/news/two/", |_, body| body.contains("Still alive."));
    let (_, section) = preview.get("/news/");
    assert!(section.contains("Two again") && section.contains(">One<"), "{section}");
    assert!(preview.get("/news/one/").1.contains("First words."), "the last good page is gone");
    assert!(preview.get("/numbers/").1.contains("37"), "the last good page is gone");
    folder.write("content/site.yaml", "title: [\n");
    preview.until_said("This affects every page. Showing the last good version of the site until it is fixed.");
}

#[test]
fn a_new_page_with_mistakes_does_not_hold_back_others() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    folder.write("content/en/news/new.md", "---\ntitle: New\n---\nBegun. [Nowhere](nowhere.md)\n");
    preview.until_said("error[broken-link]");
    assert!(preview.get("/news/new/").1.contains("Begun."), "what there is of a new page is not shown");
    folder.write("content/en/news/newer.md", "---\ntitel: Newer\n---\nWhat is it called?\n");
    preview.until_said("error[unknown-key]");
    folder.write("content/en/news/two.md", "---\ntitle: Two again\ndate: 2026-01-02\n---\nStill alive.\n");
    preview.until("/news/two/", |_, body| body.contains("Still alive."));
    assert!(preview.get("/news/").1.contains("Two again"), "what follows from a page is stale");
    folder.write("content/en/news/new.md", "---\ntitle: New\n---\nEnded.\n");
    folder.write("content/en/news/newer.md", "---\ntitle: Newer\n---\nIt has a name.\n");
    preview.until("/news/newer/", |_, body| body.contains("It has a name."));
    preview.until_said("No findings.");
}

#[test]
fn an_error_that_is_fixed_at_once_is_not_reported() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    // On a machine that is busy, at once may be too late; not always.
    let is_silent = (0..20).any(|round| {
        let before = preview.said().matches("error[").count();
        folder.write("content/en/news/one.md", "---\ntitle: One\n");
        folder.write("content/en/news/three.md", "[Nowhere](nowhere.md)");
        std::thread::sleep(Duration::from_millis(50));
        folder.write("content/en/news/one.md", &format!("---\ntitle: One\n---\nRound {round}.\n"));
        folder.write("content/en/news/three.md", "---\ntitle: Three\n---\nFixed.\n");
        preview.until("/news/one/", |_, body| body.contains(&format!("Round {round}.")));
        preview.until("/news/three/", |_, body| body.contains("Fixed."));
        fs::remove_file(folder.path().join("content/en/news/three.md")).unwrap();
        preview.until("/news/three/", |status, _| status == 404);
        preview.said().matches("error[").count() == before
    });
    assert!(is_silent, "{}", preview.said());
}

#[test]
fn a_site_with_errors_from_the_start_is_shown_once_they_are_fixed() {
    let folder = folder();
    folder.write("content/site.yaml", "title: [\n");
    let preview = Preview::of(folder.path(), &[]);
    preview.until_said("content/site.yaml:");
    folder.write("content/site.yaml", "title: Good\nlanguages: { en: { at: / } }\n");
    preview.until("/", |status, body| status == 200 && body.contains("Good"));
}

#[test]
fn files_and_folders_come_and_go() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let at = |path: &str| folder.path().join(path);
    assert_eq!(preview.get("/news/three/").0, 404);
    folder.write("content/en/news/three.md", "---\ntitle: Three\n---\nThird.\n");
    preview.until("/news/three/", |status, _| status == 200);
    fs::remove_file(at("content/en/news/three.md")).unwrap();
    preview.until("/news/three/", |status, _| status == 404);
    fs::rename(at("content/en/news"), at("content/en/events")).unwrap();
    preview.until("/events/one/", |status, _| status == 200);
    preview.until("/news/one/", |status, _| status == 404);
    folder.write("content/en/deep/deeper/deepest/page.md", "---\ntitle: Deep\n---\nDeep.\n");
    preview.until("/deep/deeper/deepest/page/", |status, _| status == 200);
    fs::remove_dir_all(at("content/en/deep")).unwrap();
    preview.until("/deep/deeper/deepest/page/", |status, _| status == 404);
    folder.write("themes/local/style.css", "p { color: #123456 }\n");
    preview.until("/", |_, body| body.contains("#123456"));
    fs::write(at("content/en/paper.pdf"), "%PDF one").unwrap();
    preview.until("/paper.pdf", |status, body| status == 200 && body == "%PDF one");
}

#[test]
fn half_a_file_is_never_shown_or_checked() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let path = folder.path().join("content/en/news/one.md");
    for round in 0..20 {
        let mut file = fs::File::create(&path).unwrap();
        std::thread::sleep(Duration::from_millis(5));
        write!(file, "---\ntitle: One\ndate: 2026-01-01\n---\nRound {round}.\n").unwrap();
        drop(file);
        preview.until("/news/one/", |status, body| {
            assert_eq!(status, 200, "the page went missing in round {round}");
            body.contains(&format!("Round {round}."))
        });
    }
    assert!(!preview.said().contains("error"), "{}", preview.said());
}

#[test]
fn files_of_editors_and_unchanged_files_are_ignored() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    preview.settle(&folder, "once");
    let before = preview.said();
    for name in [".one.md.swp", "one.md~", "4913.tmp", "#one.md#", ".#one.md", "one.md.bak"] {
        fs::write(folder.path().join("content/en/news").join(name), "---\n").unwrap();
    }
    folder.write("content/en/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nFirst words.\n");
    preview.settle(&folder, "twice");
    let said = preview.said();
    let new: Vec<&str> = said[before.len()..].lines().filter(|line| !line.contains("settled.md")).collect();
    assert!(new.is_empty(), "{new:#?}");
}

#[test]
fn without_events_it_polls_and_says_so() {
    let folder = folder();
    let preview = Preview::without_events(folder.path());
    preview.until_said("no more programs can watch folders");
    preview.until_said("polling once a second");
    preview.until_said("sudo sysctl fs.inotify.max_user_instances=");
    folder.write("content/en/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nFound without an event.\n");
    preview.until("/news/one/", |_, body| body.contains("Found without an event."));
    preview.until_said("content/en/news/one.md: 1 page rendered, 1 file changed, ");
}

#[test]
fn a_thousand_files_at_once_are_all_seen() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    for round in ["first", "second"] {
        for number in 0..1_000 {
            let text = format!("---\ntitle: Page {number}\n---\nThe {round} time.\n");
            folder.write(&format!("content/en/many/page-{number}.md"), &text);
        }
        for number in [0, 499, 999] {
            preview.until(&format!("/many/page-{number}/"), |_, body| body.contains(&format!("The {round} time.")));
        }
        preview.settle(&folder, round);
        for number in 0..1_000 {
            let (_, body) = preview.get(&format!("/many/page-{number}/"));
            assert!(body.contains(&format!("The {round} time.")), "page {number} is stale: {body}");
        }
    }
}

#[test]
fn pages_are_as_published_and_exact_adds_nothing() {
    let folder = folder();
    let built = folder.build_clean();
    let published = super::support::page(&built, "news/one/index.html");
    assert!(!published.contains("_firstflight"), "{published}");
    let exact = Preview::of(folder.path(), &["--exact"]);
    assert_eq!(exact.get("/news/one/").1, published);
    let preview = Preview::of(folder.path(), &[]);
    let (_, shown) = preview.get("/news/one/");
    let added = shown.strip_prefix(&published).expect("the page itself comes first, as it is published");
    assert!(added.starts_with("<script src=\"/_firstflight/preview.js\"") && added.ends_with("</script>"), "{added}");
    assert_eq!(preview.get("/sitemap.xml").1, super::support::page(&built, "sitemap.xml"));
}

#[test]
fn a_site_below_a_path_is_served_below_it() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &["--base-url", "https://example.org/sub/"]);
    assert_eq!(preview.get("/sub/news/one/").0, 200);
    assert_eq!(preview.get("/").0, 302);
    let (status, missing) = preview.get("/sub/nothing/");
    assert!(status == 404 && missing.contains("/sub/"), "{status}: {missing}");
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_with_open_streams() {
    let folder = folder();
    let mut preview = Preview::of(folder.path(), &[]);
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    let host = format!("127.0.0.1:{}", preview.port);
    write!(stream, "GET /_firstflight/events?page=/&tag=x HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut first = [0; 16];
    stream.read_exact(&mut first).unwrap();
    let begin = Instant::now();
    let kill = Command::new("kill").args(["-TERM", &preview.child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    preview.child.wait().unwrap();
    assert!(begin.elapsed() < PATIENCE / 4, "it took {:?}", begin.elapsed());
}

#[test]
fn a_preview_that_cannot_start_says_why() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_firstflight"));
        let output = command.arg("serve").args(args).current_dir(folder.path()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let port = preview.port.to_string();
    for (args, why) in [
        (vec!["--port", &*port], "already in use"),
        (vec!["--link", "modem"], "gprs"),
        (vec!["--editor", "ed"], "vscode"),
        (vec!["--at", "tomorrow"], "is not a valid date"),
        (vec!["--base-url", "nowhere"], "is not a base address"),
        (vec!["--site", "/nowhere/at/all"], "there is no folder"),
    ] {
        let (code, said) = run(&args);
        assert!(code == Some(2) && said.contains(why), "{args:?}: {code:?} {said}");
    }
}

#[test]
fn a_file_that_keeps_its_length_is_reported_and_gets_a_new_tag() {
    let folder = folder();
    folder.write("content/en/a.txt", "AAAA").write("themes/local/static/b.txt", "AAAA");
    let preview = Preview::of(folder.path(), &[]);
    let until_tag = |path: &str| preview.events(path).tag();
    for (source, path) in [("content/en/a.txt", "/a.txt"), ("themes/local/static/b.txt", "/b.txt")] {
        let before = until_tag(path);
        assert_eq!(until_tag(path), before, "{path}: a tag changes without a reason");
        folder.write(source, "BBBB");
        preview.until_said(&format!("{source}: "));
        assert!(preview.said().contains("1 file changed"), "{}", preview.said());
        assert_ne!(until_tag(path), before, "{path}");
        assert_eq!(preview.get(path).1, "BBBB");
    }
}

#[test]
fn a_renamed_file_or_folder_is_named_by_both_names() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let rename = |from: &str, to: &str| fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
    rename("content/en/news/one.md", "content/en/news/first.md");
    preview.until_said("content/en/news/one.md -> content/en/news/first.md: ");
    rename("content/en/news", "content/en/events");
    preview.until_said("content/en/news -> content/en/events: ");
    preview.until("/events/first/", |status, _| status == 200);
}

/// Names under which editors write files for a moment.
const TEMPORARY: [&str; 8] =
    ["4913", ".one.md.swp", "one.md~", "#one.md#", ".#one.md", "one.md.tmp", ".goutputstream-A1", ".~lock.one.md#"];

#[test]
fn temporary_files_of_editors_are_not_named() {
    let folder = folder();
    let preview = Preview::of(folder.path(), &[]);
    let at = |name: &str| folder.path().join("content/en/news").join(name);
    for round in 0..5 {
        let text =
            format!("---\ntitle: One\ndate: 2026-01-01\n---\n[Nowhere](nowhere-{round}.md), {}.\n", "x".repeat(round));
        // With an error, rounds are gathered for a moment before they are reported.
        for name in TEMPORARY {
            fs::write(at(name), "x").unwrap();
        }
        fs::write(at("sedOqNNfS"), &text).unwrap();
        fs::rename(at("sedOqNNfS"), at("one.md")).unwrap();
        for name in TEMPORARY {
            fs::remove_file(at(name)).unwrap();
        }
        preview.until_said(if round == 0 { "content/en/news/one.md: " } else { "error[broken-link]" });
        preview.settle(&folder, &round.to_string());
    }
    let said = preview.said();
    let named: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split_once(": ").filter(|(_, rest)| rest.contains("rendered")))
        .map(|(names, _)| names)
        .collect();
    assert!(!named.is_empty());
    for names in named {
        for name in names.split(", ") {
            // A scan may meet such a file while it is there.
            assert!(["content/en/news/one.md", "content/en/settled.md", "temporary files"].contains(&name), "{said}");
        }
    }
}
