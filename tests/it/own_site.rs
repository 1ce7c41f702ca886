//! The site in this repository: it builds clean, says every sentence of its source, and comes out the same on any
//! machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use firstflight::output::MediaType;

use crate::support::{self, Entry, Folder, assert_same, firstflight, main_text, normal, repository, succeed, tree};

/// What arrives in one round trip.
const FLIGHT: u64 = 8_500;

#[test]
fn it_builds_clean_and_each_page_arrives_in_one_round_trip() {
    let built = support::build(&repository());
    let findings: Vec<String> = built.report.findings().iter().map(|finding| finding.message.clone()).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(!built.date_used, "no page of this site names a date to be compared with");
    assert!(built.weights.pages.len() > 4);
    for page in &built.weights.pages {
        assert!(page.sent <= FLIGHT, "{} is sent as {} bytes", page.address, page.sent);
        assert_eq!((page.requests, page.round_trips), (1, 1), "{}", page.address);
    }
}

/// Paragraphs of the source, cut into sentences after each full stop.
fn sentences(source: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for paragraph in source.split("\n\n") {
        let paragraph = normal(paragraph);
        let mut rest = paragraph.as_str();
        while let Some(at) = rest.find(". ") {
            sentences.push(rest[..=at].to_owned());
            rest = &rest[at + 2..];
        }
        sentences.push(rest.to_owned());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[test]
fn every_sentence_of_the_source_is_on_a_page_word_for_word() {
    let source = fs::read_to_string(repository().join("tests/fixtures/session-description.txt")).unwrap();
    let sentences = sentences(&source);
    assert_eq!(sentences.len(), 18, "{sentences:#?}");
    let built = support::build(&repository());
    let pages: Vec<String> =
        built.output.pages().map(|(_, html, _)| main_text(std::str::from_utf8(&html.joined()).unwrap())).collect();
    let missing: Vec<&String> =
        sentences.iter().filter(|sentence| !pages.iter().any(|page| page.contains(sentence.as_str()))).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let built = support::build(&repository());
    let fetched = scraper::Selector::parse("script,img,iframe,object,embed,video,audio,link[rel=stylesheet],[onclick]");
    for (path, html, _) in built.output.pages() {
        let document = scraper::Html::parse_document(std::str::from_utf8(&html.joined()).unwrap());
        assert_eq!(document.select(fetched.as_ref().unwrap()).count(), 0, "{path}");
    }
    assert!(built.output.iter().all(|(path, artifact)| artifact.media != MediaType::Other || path == ".htaccess"));
}

/// The site as the program publishes it, run as `prepare` asks.
fn published(site: &Path, prepare: impl FnOnce(&mut Command) -> &mut Command) -> BTreeMap<String, Entry> {
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("public");
    let mut command = firstflight(&["build", "--site", site.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    prepare(&mut command);
    succeed(&mut command);
    tree(&out)
}

#[test]
fn threads_zone_and_locale_change_nothing() {
    let site = repository();
    let plain = published(&site, |command| command);
    assert!(plain.len() > 8, "{:?}", plain.keys());
    let with = |name: &str, prepare: &dyn Fn(&mut Command) -> &mut Command| {
        assert_same(name, &plain, &published(&site, prepare));
    };
    with("--jobs 1", &|command| command.args(["--jobs", "1"]));
    with("--jobs 4", &|command| command.args(["--jobs", "4"]));
    with("--jobs 64", &|command| command.args(["--jobs", "64"]));
    with("TZ", &|command| command.env("TZ", "Pacific/Kiritimati"));
    with("LANG", &|command| command.env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8"));
    with("LC_ALL=C", &|command| command.env("LC_ALL", "C").env_remove("LANG"));
    with("another date", &|command| command.args(["--at", "1999-12-31"]));
    with("SOURCE_DATE_EPOCH", &|command| command.env("SOURCE_DATE_EPOCH", "0"));
    with("another folder", &|command| command.current_dir("/"));
    with("no environment", &|command| command.env_clear());
}

/// A copy of a site in a folder below `at`, whose files were made in this order, at that time.
fn copied(site: &Path, at: &Path, is_reversed: bool, seconds: u64) {
    let of_site = ["content", "themes"].map(|name| site.join(name));
    let walk = of_site.iter().flat_map(walkdir::WalkDir::new).flatten();
    let mut files: Vec<PathBuf> =
        walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    files.sort();
    if is_reversed {
        files.reverse();
    }
    for file in files {
        let copy = at.join(file.strip_prefix(site).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&file, &copy).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        fs::File::options().write(true).open(&copy).unwrap().set_modified(time).unwrap();
    }
}

#[test]
fn neither_the_path_nor_the_order_nor_the_times_of_files_change_anything() {
    for name in ["bulletin", "conference", "six-languages"] {
        let site = repository().join("tests/sites").join(name);
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a"), folder.path().join("a longer path/with é/below"));
        copied(&site, &first, false, 1_000_000);
        copied(&site, &second, true, 4_000_000_000);
        let build = |site: &Path, cache: &str| {
            published(site, |command| command.args(["--at", support::TODAY, "--cache"]).arg(folder.path().join(cache)))
        };
        let plain = build(&first, "cache");
        assert!(plain.len() > 8, "{name}: {:?}", plain.keys());
        assert_same(name, &plain, &build(&second, "other cache"));
        assert_same(&format!("{name}, from the cache"), &plain, &build(&second, "cache"));
    }
}

#[cfg(unix)]
#[test]
fn the_umask_changes_nothing() {
    let run = |umask: &str| {
        let target = tempfile::tempdir().unwrap();
        let out = target.path().join("public");
        let program = env!("CARGO_BIN_EXE_firstflight");
        let line = format!("umask {umask}; exec \"$0\" build --site \"$1\" --out \"$2\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &line, program]).arg(repository()).arg(&out).env_remove("SOURCE_DATE_EPOCH");
        succeed(&mut shell);
        tree(&out)
    };
    assert_same("umask", &run("022"), &run("077"));
}

/// In a network namespace of its own there is not even a loopback that answers.
#[cfg(target_os = "linux")]
#[test]
fn it_is_built_where_there_is_no_network() {
    let alone = || {
        let mut command = Command::new("unshare");
        command.args(["--net", "--user", "--map-root-user"]);
        command
    };
    if !alone().arg("true").status().is_ok_and(|status| status.success()) {
        eprintln!("not tested: this machine lets nobody make a network namespace");
        return;
    }
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("public");
    let mut command = alone();
    command.args([env!("CARGO_BIN_EXE_firstflight"), "build", "--site"]).arg(repository()).arg("--out").arg(&out);
    succeed(command.env_remove("SOURCE_DATE_EPOCH"));
    assert_same("without a network", &published(&repository(), |command| command), &tree(&out));
}

/// Files under `from`, folders left out, in the order of their paths.
fn files(from: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(from).sort_by_file_name().into_iter().map(Result::unwrap);
    walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[test]
fn the_order_in_which_files_were_made_changes_nothing() {
    let copy = |reversed: bool| {
        let folder = tempfile::tempdir().unwrap();
        let mut all = files(&repository().join("content"));
        all.extend(files(&repository().join("themes")));
        if reversed {
            all.reverse();
        }
        for (number, file) in all.iter().enumerate() {
            let to = folder.path().join(file.strip_prefix(repository()).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(file, &to).unwrap();
            // Times of change in another order, too.
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + number as u64 * 1_000);
            fs::File::options().write(true).open(&to).unwrap().set_modified(time).unwrap();
        }
        folder
    };
    let (forward, backward) = (copy(false), copy(true));
    let site = published(&repository(), |command| command);
    assert_same("a copy", &site, &published(forward.path(), |command| command));
    assert_same("a copy made backwards", &site, &published(backward.path(), |command| command));
}

#[test]
fn a_second_build_touches_nothing() {
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("public");
    let repository = repository();
    let build = || {
        let arguments = ["build", "--site", repository.to_str().unwrap(), "--out", out.to_str().unwrap()];
        succeed(&mut firstflight(&arguments));
    };
    build();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for file in files(&out) {
        fs::File::options().write(true).open(&file).unwrap().set_modified(long_ago).unwrap();
    }
    let first = tree(&out);
    build();
    assert_same("a second run", &first, &tree(&out));
    for (path, _) in first {
        let file = out.join(&path);
        if file.is_file() {
            assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago, "{path} was written again");
        }
    }
}

#[test]
fn a_date_matters_only_where_a_page_names_one() {
    let dated = |front: &str, at: &str| {
        let folder = Folder::new();
        folder.write("content/en/a.md", &format!("---\ntitle: A\n{front}---\nA.\n"));
        published(folder.path(), |command| command.args(["--at", at]))
    };
    for front in ["", "date: 2026-11-23\n", "date: 2030-01-01\nupdated: 2031-01-01\n"] {
        assert_same(front, &dated(front, "2020-01-01"), &dated(front, "2040-01-01"));
    }
    for (front, before, after) in [("publish: 2027-01-15\n", false, true), ("expires: 2027-01-15\n", true, false)] {
        let is_there = |at: &str| dated(front, at).contains_key("a/index.html");
        assert_eq!((is_there("2027-01-14"), is_there("2027-01-15")), (before, after), "{front}");
    }
}
