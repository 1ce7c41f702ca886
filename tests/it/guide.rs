//! The guide: every page is in the program, served, written and printed by it, and arrives in one round trip.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Stdio;

use crate::support::{build, firstflight, repository, told};

/// The folder of the guide's pages.
pub fn folder() -> PathBuf {
    repository().join("src/guide/content/en")
}

/// The pages of the guide: path below its folder, and text.
pub fn pages() -> Vec<(String, String)> {
    let folder = folder();
    let walk = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    let files = walk.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"));
    let pages: Vec<(String, String)> = files
        .map(|entry| {
            let path = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    assert!(pages.len() > 25, "only {} pages were found", pages.len());
    pages
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = firstflight(arguments).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_page_of_the_guide_is_without_findings_and_arrives_in_one_round_trip() {
    let built = build(&repository().join("src/guide"));
    // The budget is that of one round trip, and a page over it is a finding; so are links that no code host could follow.
    assert_eq!(told(&built), Vec::<String>::new());
    assert!(built.output.pages().count() >= pages().len());
}

#[test]
fn the_first_page_of_the_guide_lists_all_pages_for_those_who_read_it_on_a_code_host() {
    let pages = pages();
    let index = &pages.iter().find(|(path, _)| path == "index.md").expect("a first page").1;
    for (path, _) in pages.iter().filter(|(path, _)| path != "index.md") {
        assert!(index.contains(&format!("]({path})")), "index.md does not lead to {path}");
    }
}

#[test]
fn the_program_prints_every_page_of_the_guide() {
    for (path, text) in pages() {
        let name = path.trim_end_matches(".md");
        let (code, printed, said) = run(&["guide", "--print", name]);
        assert_eq!((code, said.as_str()), (Some(0), ""), "{name}");
        let (front, body) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
        let title = front.lines().find_map(|line| line.strip_prefix("title: ")).expect("a title");
        assert_eq!(printed, format!("# {title}\n\n{}", body.trim_start()), "{name}");
    }
    assert_eq!(run(&["guide", "--print", "publish"]).1, run(&["guide", "--print", "how-to/publish.md"]).1);
    assert_eq!(run(&["guide", "--print", "how-to"]).1, run(&["guide", "--print", "how-to/index"]).1);
    let (code, _, said) = run(&["guide", "--print", "nothing"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("the guide has no page `nothing`") && said.contains("how-to/publish"), "{said}");
    for together in [&["guide", "--print", "index", "--port", "0"][..], &["guide", "--out", "x", "--print", "index"]] {
        assert_eq!(run(together).0, Some(2), "{together:?}");
    }
}

#[test]
fn the_program_writes_the_guide_for_reading_without_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let out = folder.path().join("guide");
    let write = || firstflight(&["guide", "--out"]).arg(&out).env("TMPDIR", &temporary).output().unwrap();
    let output = write();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let index = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(index.contains("href=tutorial/index.html"), "links lead to files: {index}");
    for (path, _) in pages() {
        let page = path.trim_end_matches("index.md").trim_end_matches(".md");
        assert!(out.join(page).join("index.html").is_file(), "{path}");
    }
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "the unpacked guide is removed");
    // A second time, and never over files of other people.
    fs::write(out.join("mine.txt"), "mine").unwrap();
    assert!(write().status.success());
    assert_eq!(fs::read_to_string(out.join("mine.txt")).unwrap(), "mine");
    let nowhere = firstflight(&["guide", "--out", "x"]).env("TMPDIR", folder.path().join("nowhere")).output().unwrap();
    let said = String::from_utf8_lossy(&nowhere.stderr).into_owned();
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(said.contains("cannot unpack the guide") && said.contains("TMPDIR"), "{said}");
}

#[test]
fn the_guide_is_served_from_memory() {
    let temporary = tempfile::tempdir().unwrap();
    let mut child = firstflight(&["guide", "--port", "0"])
        .env("TMPDIR", temporary.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let host = line.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
    let get = |path: &str| {
        let mut stream = TcpStream::connect(&host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let left = fs::read_dir(temporary.path()).unwrap().count();
    let (home, page, missing) = (get("/"), get("/how-to/publish/"), get("/nothing/"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(left, 0, "nothing is left on disk while it is served");
    assert!(line.ends_with("the guide. Press Ctrl-C to stop.\n"), "{line}");
    assert!(home.contains("200 OK") && home.contains("<h1>The Firstflight guide</h1>"), "{home}");
    assert!(page.contains("GitHub Actions") && missing.contains("404"), "{missing}");
}
