//! Where events are unavailable. Limits of the system are lowered in a user namespace of their own; needs Linux with
//! `unshare`, and no rights beyond those of an ordinary user.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use firstflight::config::Paths;
use firstflight::serve::{Change, Notice, ScanCause, Watch, WatchMode};

use super::{LONG, write};

/// Runs a test below in a process that may have no more than this.
fn with_limit(limit: &str, count: u32, test: &str) {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("echo {count} > /proc/sys/user/{limit} && exec \"$0\" \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "sh", "-c", &script]).arg(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("serve_watch::limits::{test}"), "--ignored", "--nocapture"]);
    let done = command.env("WATCH_CHILD", folder.path()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && out.contains("1 passed"), "{test}:\n{out}\n{err}");
}

fn site() -> PathBuf {
    let site = PathBuf::from(std::env::var_os("WATCH_CHILD").unwrap()).join("site");
    for folder in 0..8 {
        write(&site.join(format!("content/{folder}/a.md")), "a");
    }
    site
}

fn start(site: &Path) -> Watch {
    Watch::start(&Paths::new(site), WatchMode::Native).unwrap()
}

/// The notice, once it is polled.
fn until_polled(watch: &mut Watch) -> Notice {
    let since = Instant::now();
    while watch.next(Duration::from_millis(200)) != Some(Change::Whole(ScanCause::Poll)) {
        assert!(since.elapsed() < LONG);
    }
    watch.notice().unwrap().clone()
}

#[test]
#[ignore = "run by the test below"]
fn child_has_no_watcher() {
    let notice = until_polled(&mut start(&site()));
    assert!(notice.message.starts_with("no more programs can watch folders"), "{notice:?}");
    assert!(notice.help.unwrap().starts_with("raise it with `sudo sysctl fs.inotify.max_user_instances="));
}

#[test]
#[ignore = "run by the test below"]
fn child_has_few_watches() {
    let notice = until_polled(&mut start(&site()));
    assert!(notice.message.starts_with("no more folders can be watched"), "{notice:?}");
    assert!(notice.message.ends_with("; polling once a second"), "{notice:?}");
    assert!(notice.help.unwrap().starts_with("raise it with `sudo sysctl fs.inotify.max_user_watches="));
}

#[test]
#[ignore = "run by the test below"]
fn child_runs_out_of_watches() {
    let site = site();
    let mut watch = start(&site);
    assert_eq!(watch.notice(), None);
    for folder in 0..20 {
        fs::create_dir(site.join(format!("content/new-{folder}"))).unwrap();
    }
    let notice = until_polled(&mut watch);
    assert!(notice.message.starts_with("no more folders can be watched"), "{notice:?}");
}

#[test]
#[ignore = "run by the test below"]
fn child_has_one_watcher_at_a_time() {
    let site = site();
    for _ in 0..20 {
        let since = Instant::now();
        // The system takes it back a moment after it is let go.
        while start(&site).notice().is_some() {
            assert!(since.elapsed() < LONG, "a watcher lives on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn what_ran_out_is_reported_and_polling_takes_over() {
    with_limit("max_inotify_instances", 0, "child_has_no_watcher");
    with_limit("max_inotify_watches", 4, "child_has_few_watches");
    with_limit("max_inotify_watches", 15, "child_runs_out_of_watches");
}

#[test]
fn a_watcher_ends_when_it_is_dropped() {
    with_limit("max_inotify_instances", 1, "child_has_one_watcher_at_a_time");
}

#[test]
fn polling_alone_reports_that_something_may_have_changed() {
    let folder = tempfile::tempdir().unwrap();
    let how = WatchMode::Poll(Duration::from_millis(20));
    let mut watch = Watch::start(&Paths::new(folder.path()), how).unwrap();
    let since = Instant::now();
    for _ in 0..5 {
        assert_eq!(watch.next(LONG), Some(Change::Whole(ScanCause::Poll)));
    }
    assert!(since.elapsed() >= Duration::from_millis(100));
    assert_eq!(watch.next(Duration::ZERO), None);
    assert_eq!(watch.notice(), None);
}

#[test]
fn a_missing_site_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let failure = Watch::start(&Paths::new(&folder.path().join("no")), WatchMode::Native).unwrap_err();
    assert!(failure.message.starts_with("there is no folder "), "{failure}");
}
