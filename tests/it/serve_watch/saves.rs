//! Single files: every way in which editors save, and what is not a save.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use firstflight::serve::Change;

use super::{LONG, Watched, files, write};

#[test]
fn each_way_of_saving_is_reported() {
    let mut watched = Watched::new();
    watched.repeat("write in place", |site, time| fs::write(site.join("content/en/a.md"), time.to_string()).unwrap());
    watched.repeat("append", |site, time| {
        let mut file = OpenOptions::new().append(true).open(site.join("content/en/a.md")).unwrap();
        write!(file, "{time}").unwrap();
    });
    watched.repeat("atomic, by a hidden name", |site, time| {
        fs::write(site.join("content/en/.a.md.new"), format!("atomic {time}")).unwrap();
        fs::rename(site.join("content/en/.a.md.new"), site.join("content/en/a.md")).unwrap();
    });
    watched.repeat("atomic, by any name", |site, time| {
        fs::write(site.join("content/en/sedQ7x1"), format!("sed {time}")).unwrap();
        fs::rename(site.join("content/en/sedQ7x1"), site.join("content/en/a.md")).unwrap();
    });
    watched.repeat("safe write", |site, time| {
        let at = |name: &str| site.join("content/en").join(name);
        fs::write(at("a.md___jb_tmp___"), format!("safe {time}")).unwrap();
        fs::rename(at("a.md"), at("a.md___jb_old___")).unwrap();
        fs::rename(at("a.md___jb_tmp___"), at("a.md")).unwrap();
        fs::remove_file(at("a.md___jb_old___")).unwrap();
    });
    watched.repeat("moved to a backup, and written again", |site, time| {
        let at = |name: &str| site.join("content/en").join(name);
        fs::rename(at("a.md"), at("a.md~")).unwrap();
        fs::write(at("a.md"), format!("again {time}")).unwrap();
        fs::remove_file(at("a.md~")).unwrap();
    });
    watched.repeat("moved in", |site, time| {
        write(&site.join("../outside.md"), &format!("in {time}"));
        fs::rename(site.join("../outside.md"), site.join("content/en/a.md")).unwrap();
    });
    watched.repeat("deleted and brought back", |site, time| {
        fs::remove_file(site.join("content/en/a.md")).unwrap();
        fs::write(site.join("content/en/a.md"), format!("back {time}")).unwrap();
    });
    watched.repeat("come and gone, by turns", |site, time| {
        let path = site.join("content/en/b.md");
        if time % 2 == 0 { fs::write(path, "b").unwrap() } else { fs::remove_file(path).unwrap() }
    });
    watched.repeat("renamed", |site, time| {
        let names = ["a.md", "c.md"].map(|name| site.join("content/en").join(name));
        fs::rename(&names[time % 2], &names[1 - time % 2]).unwrap();
    });
    watched.repeat("settings, records and themes", |site, time| {
        let path = ["content/site.yaml", "content/statistics.yaml", "themes/plain/style.css"][time % 3];
        fs::write(site.join(path), format!("x: {time}")).unwrap();
    });
}

#[test]
fn a_save_by_vim_is_reported() {
    let has_vim = Command::new("vim").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !has_vim {
        return;
    }
    let mut watched = Watched::new();
    for copy in ["no", "yes", "auto"] {
        watched.repeat(&format!("vim, backupcopy={copy}"), |site, time| {
            let set = format!("set backup writebackup backupcopy={copy}");
            let change = format!("call setline(1, 'vim {copy} {time}')");
            let mut vim = Command::new("vim");
            vim.args(["-u", "NONE", "-i", "NONE", "-es", "-c", &set, "-c", &change, "-c", "wq"]).stdin(Stdio::null());
            assert!(vim.arg(site.join("content/en/a.md")).status().unwrap().success());
        });
    }
    let text = String::from_utf8(watched.known[&watched.path("content/en/a.md")].clone()).unwrap();
    assert!(text.starts_with("vim auto "), "{text}");
}

#[test]
fn what_is_not_a_save_is_not_reported() {
    let mut watched = Watched::with(|site| {
        for folder in ["public", "target", ".git", "content/en/.obsidian"] {
            fs::create_dir_all(site.join(folder)).unwrap();
        }
    });
    for path in [
        "public/index.html",
        "public/new/index.html",
        "target/debug/x",
        ".git/HEAD",
        ".public.firstflight/stage/index.html",
        "notes.md",
        "content/en/.a.md.swp",
        "content/en/4913",
        "content/en/a.md~",
        "content/en/#a.md#",
        "content/en/.obsidian/workspace.json",
        "content/.DS_Store",
    ] {
        write(&watched.path(path), "noise");
    }
    fs::remove_file(watched.path("content/en/4913")).unwrap();
    // Builds read everything.
    assert!(!files(&watched.path("")).is_empty());
    assert_eq!(watched.reported_until_a_save(), ["content/en/a.md"]);
}

#[test]
fn half_a_file_is_never_reported() {
    let mut watched = Watched::new();
    let path = watched.path("content/en/a.md");
    let is_done = AtomicBool::new(false);
    let (writes, reported) = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut writes = Vec::new();
            let since = Instant::now();
            // What took longer, on a busy machine, may be reported, and proves nothing.
            while writes.len() < 30 && since.elapsed() < LONG {
                let start = Instant::now();
                let mut file = File::create(&path).unwrap();
                thread::sleep(Duration::from_millis(5));
                file.write_all(b"whole").unwrap();
                // It may be reported before a close comes back.
                let end = Instant::now();
                drop(file);
                if end - start < Duration::from_millis(10) {
                    writes.push((start, end));
                }
                thread::sleep(Duration::from_millis(15));
            }
            is_done.store(true, Ordering::Release);
            writes
        });
        let mut reported = Vec::new();
        while !is_done.load(Ordering::Acquire) {
            if let Some(seen) = watched.watch.next(Duration::from_millis(50)) {
                assert!(matches!(seen, Change::Paths(_)), "{seen:?}");
                reported.push(Instant::now());
            }
        }
        (writer.join().unwrap(), reported)
    });
    assert!(writes.len() >= 5 && reported.len() >= 5, "{} writes, reported {} times", writes.len(), reported.len());
    for (start, end) in writes {
        let early = reported.iter().find(|time| (start..end).contains(time));
        assert!(
            early.is_none(),
            "reported {:?} after it was emptied, {:?} before its close",
            early.map(|t| *t - start),
            early.map(|t| end - *t)
        );
    }
}

#[test]
fn a_file_that_is_being_written_is_recognized() {
    let mut watched = Watched::new();
    let path = watched.path("content/en/a.md");
    let mut file = File::create(&path).unwrap();
    let since = Instant::now();
    while !watched.watch.unsettled().contains(&path) {
        assert!(since.elapsed() < LONG);
        file.write_all(b"x").unwrap();
    }
    drop(file);
    watched.settle("the close");
    let since = Instant::now();
    while !watched.watch.unsettled().is_empty() {
        assert!(since.elapsed() < LONG);
        watched.watch.next(Duration::from_millis(20));
    }
}
