//! Many files and folders at once: trees that come, go and move, links, storms, and the site's own folders.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use firstflight::config::Paths;
use firstflight::serve::{Change, ScanCause, Watch, WatchMode};

use super::{LONG, Watched, write};

#[test]
fn trees_are_reported() {
    let mut watched = Watched::new();
    watched.repeat("folders made and written to at once", |site, time| {
        write(&site.join(format!("content/en/{time}/b/c/d.md")), "deep");
    });
    watched.repeat("and again later", |site, time| {
        fs::write(site.join(format!("content/en/{time}/b/c/d.md")), format!("later {time}")).unwrap();
    });
    watched.repeat("renamed, and written to", |site, time| {
        fs::rename(site.join(format!("content/en/{time}")), site.join(format!("content/en/new-{time}"))).unwrap();
        fs::write(site.join(format!("content/en/new-{time}/b/c/d.md")), format!("renamed {time}")).unwrap();
    });
    watched.repeat("deleted, recreated, and written to", |site, time| {
        fs::remove_dir_all(site.join(format!("content/en/new-{time}"))).unwrap();
        write(&site.join(format!("content/en/new-{time}/b/e.md")), "recreated");
    });
    watched.repeat("moved out", |site, time| {
        fs::rename(site.join(format!("content/en/new-{time}")), site.join(format!("../out-{time}"))).unwrap();
    });
    watched.repeat("written to outside, moved in, and written to", |site, time| {
        write(&site.join(format!("../out-{time}/b/f.md")), "outside");
        fs::rename(site.join(format!("../out-{time}")), site.join(format!("content/en/in-{time}"))).unwrap();
        fs::write(site.join(format!("content/en/in-{time}/b/e.md")), "in").unwrap();
    });
    watched.repeat("themes come and go", |site, time| {
        let theme = site.join("themes/other");
        if time % 2 == 0 { write(&theme.join("templates/page.html"), "x") } else { fs::remove_dir_all(theme).unwrap() }
    });
}

#[test]
fn the_folders_of_the_site_come_and_go() {
    let mut watched = Watched::new();
    watched.repeat("content away, recreated and written to", |site, time| {
        fs::rename(site.join("content"), site.join(format!("old-{time}"))).unwrap();
        write(&site.join("content/en/a.md"), &format!("recreated {time}"));
    });
    watched.repeat("and still watched", |site, time| {
        fs::write(site.join("content/en/a.md"), format!("still {time}")).unwrap();
    });
    watched.repeat("content deleted, recreated and written to", |site, time| {
        fs::remove_dir_all(site.join("content")).unwrap();
        write(&site.join("content/en/deep/a.md"), &format!("deleted {time}"));
    });
    watched.repeat("content away and back", |site, time| {
        fs::rename(site.join("content"), site.join("away")).unwrap();
        write(&site.join("away/en/a.md"), &format!("away {time}"));
        fs::rename(site.join("away"), site.join("content")).unwrap();
        write(&site.join("content/en/b.md"), &format!("back {time}"));
    });
    watched.repeat("themes deleted and brought back, by turns", |site, time| {
        if time % 2 == 0 {
            fs::remove_dir_all(site.join("themes")).unwrap();
        } else {
            write(&site.join("themes/plain/style.css"), &time.to_string());
        }
    });
    watched.by_the_clock = true;
    for time in 0..3 {
        let site = watched.path("");
        fs::rename(&site, site.with_file_name(format!("gone-{time}"))).unwrap();
        watched.settle("the site is gone");
        write(&site.join("content/en/a.md"), &format!("a new site {time}"));
        watched.settle("a new site");
        fs::write(site.join("content/en/a.md"), format!("edited {time}")).unwrap();
        watched.settle("the new site is edited");
    }
}

#[test]
fn a_renamed_parent_folder_is_noticed_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    write(&at("above/site/content/a.md"), "a");
    let mut watch = Watch::start(&Paths::new(&at("above/site")), WatchMode::Native).unwrap();
    let mut until = |cause: &ScanCause| {
        let since = Instant::now();
        while watch.next(Duration::from_millis(100)) != Some(Change::Whole(cause.clone())) {
            assert!(since.elapsed() < LONG, "{cause:?} is never reported");
        }
    };
    // No event tells of either.
    fs::rename(at("above"), at("away")).unwrap();
    until(&ScanCause::Rearmed);
    fs::rename(at("away"), at("above")).unwrap();
    until(&ScanCause::Rearmed);
    fs::create_dir(at("above/site/content/new")).unwrap();
    until(&ScanCause::Folder(at("above/site/content/new")));
}

#[test]
fn changes_to_targets_of_links_are_reported() {
    let mut watched = Watched::with(|site| {
        write(&site.join("README.md"), "readme");
        write(&site.join("shared/pictures/a.svg"), "a");
        write(&site.join("shared/texts/deep/b.md"), "b");
        symlink("../../README.md", site.join("content/en/readme.md")).unwrap();
        symlink("../../shared/texts/deep/b.md", site.join("content/en/b.md")).unwrap();
        symlink("../../shared/pictures", site.join("content/en/pictures")).unwrap();
        symlink("a.md", site.join("content/en/twin.md")).unwrap();
    });
    watched.repeat("a file in the site's folder", |site, time| {
        fs::write(site.join("README.md"), format!("readme {time}")).unwrap();
    });
    watched.repeat("a file elsewhere, replaced", |site, time| {
        fs::write(site.join("shared/texts/deep/.b"), format!("b {time}")).unwrap();
        fs::rename(site.join("shared/texts/deep/.b"), site.join("shared/texts/deep/b.md")).unwrap();
    });
    watched.repeat("a file in a folder", |site, time| {
        write(&site.join(format!("shared/pictures/{time}/a.svg")), "new");
        fs::write(site.join("shared/pictures/a.svg"), format!("a {time}")).unwrap();
    });
    watched.repeat("both names of one file", |site, time| {
        fs::write(site.join("content/en/a.md"), format!("twins {time}")).unwrap();
    });
    watched.repeat("a link that leads elsewhere now", |site, time| {
        let link = site.join("content/en/b.md");
        fs::remove_file(&link).unwrap();
        symlink(["../../shared/texts/c.md", "../../shared/texts/deep/b.md"][time % 2], &link).unwrap();
        write(&site.join("shared/texts/c.md"), &format!("c {time}"));
    });
    watched.repeat("its folder deleted", |site, _| {
        let _ = fs::remove_dir_all(site.join("shared"));
    });
    watched.repeat("its folder deleted and brought back", |site, time| {
        let _ = fs::remove_dir_all(site.join("shared"));
        write(&site.join("shared/texts/deep/b.md"), &format!("back {time}"));
        write(&site.join("shared/texts/c.md"), &format!("back {time}"));
    });
    fs::write(watched.path("shared/notes.md"), "nobody links to this").unwrap();
    // Looks that are still to come from what was before are none of this.
    let reported = watched.reported_until_a_save();
    assert!(!reported.iter().any(|path| path.contains("notes")), "{reported:?}");
}

fn git(site: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(site).args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0"]);
    assert!(git.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success());
}

fn thousand(site: &Path, text: &str) {
    for file in 0..1000 {
        write(&site.join(format!("content/en/{}/{file}.md", file % 20)), &format!("{text} {file}"));
    }
}

#[test]
fn a_thousand_files_at_once_are_reported_in_few_parts() {
    let mut watched = Watched::with(|site| thousand(site, "first"));
    for time in 0..5 {
        thousand(&watched.path(""), &format!("again {time}"));
        watched.settle("a thousand files");
    }
    if Command::new("git").arg("--version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let site = watched.path("");
    git(&site, &["init", "-q", "-b", "main"]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "-q", "-m", "one"]);
    git(&site, &["checkout", "-q", "-b", "other"]);
    thousand(&site, "other");
    fs::remove_dir_all(site.join("content/en/3")).unwrap();
    write(&site.join("content/fr/a/b/c.md"), "new folders");
    git(&site, &["add", "."]);
    git(&site, &["commit", "-q", "-m", "two"]);
    watched.settle("commits");
    for time in 0..8 {
        git(&site, &["checkout", "-q", ["main", "other"][time % 2]]);
        watched.settle(&format!("checkout {time}"));
    }
}

#[test]
fn an_overflow_of_the_event_queue_loses_nothing() {
    let mut watched = Watched::new();
    // Nobody asks meanwhile.
    for file in 0..7000 {
        fs::write(watched.path(&format!("content/en/{file}.md")), "x").unwrap();
    }
    write(&watched.path("content/en/late/a.md"), "late");
    let since = Instant::now();
    loop {
        let seen = watched.watch.next(Duration::from_millis(100));
        let is_overflow = seen == Some(Change::Whole(ScanCause::Overflow));
        seen.into_iter().for_each(|seen| watched.look(seen));
        if is_overflow {
            break;
        }
        assert!(since.elapsed() < LONG);
    }
    watched.settle("an overflow");
    fs::write(watched.path("content/en/late/a.md"), "later").unwrap();
    watched.settle("after an overflow");
}
