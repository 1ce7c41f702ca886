//! `firstflight new` where the disk is full, where it is killed, and where links lie in the way: all of it or nothing, and
//! never a file of anybody else.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::support::firstflight;

/// Files of a new site.
const FILES: usize = 7;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    firstflight(arguments).current_dir(folder).output().expect("the program starts")
}

/// Runs a command that must fail, and gives what it said.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    said
}

fn wrote(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every name below a folder, hidden ones too.
fn names(folder: &Path) -> Vec<PathBuf> {
    if !folder.exists() {
        return Vec::new();
    }
    let walk = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name();
    walk.into_iter().map(|entry| entry.unwrap().path().strip_prefix(folder).unwrap().to_owned()).collect()
}

fn files(folder: &Path) -> usize {
    names(folder).iter().filter(|name| folder.join(name).is_file()).count()
}

#[test]
fn a_site_on_a_full_disk_leaves_nothing_and_a_second_try_works() {
    let folder = tempfile::tempdir().unwrap();
    // A page of memory is a file's or nothing's; each file and folder takes a name.
    let script = "mkdir m && mount -t tmpfs -o size=4m,nr_inodes=$1 none m && cd m && mkdir empty && \
         dd if=/dev/zero of=filler bs=4k count=$((1024 - $2)) status=none || exit 9; \
         \"$0\" new site $3 >/dev/null 2>../error; code=$?; cat ../error >&2; [ $code = 2 ] || exit 8; \
         find . -mindepth 1 ! -name filler ! -name empty; \
         mount -o remount,size=8m,nr_inodes=100 . || exit 7; \
         \"$0\" new site $3 >/dev/null || exit 6; \
         [ $(find . -type f ! -name filler | wc -l) = 7 ] || exit 5";
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let space: &[&str] = if is_root { &["--mount"] } else { &["--mount", "--user", "--map-root-user"] };
    for (inodes, pages) in [(100, 0), (100, 1), (100, 2), (100, 3), (100, 4), (3, 99), (4, 99), (5, 99), (8, 99)] {
        for dir in ["x", "empty", "a/b/x"] {
            let place = tempfile::tempdir_in(folder.path()).unwrap();
            let output = Command::new("unshare")
                .args(space)
                .args(["sh", "-c", script, env!("CARGO_BIN_EXE_firstflight")])
                .args([&inodes.to_string(), &pages.to_string(), dir])
                .current_dir(place.path())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            let case = format!("{dir} with {inodes} names, {pages} pages: {:?} {said}", output.status.code());
            assert!(output.status.success(), "{case}");
            assert!(said.starts_with(&format!("error: cannot write {dir}: No space left on device\n")), "{case}");
            assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{case}");
        }
    }
}

#[test]
fn a_site_is_whole_or_not_there_whenever_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    for dir in ["site", "empty"] {
        for time in 0..60 {
            let at = folder.path().join(dir);
            let _ = fs::remove_dir_all(&at);
            if dir == "empty" {
                fs::create_dir(&at).unwrap();
            }
            let mut child = firstflight(&["new", "site", dir])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_micros(time * 150));
            let _ = child.kill();
            child.wait().unwrap();
            let is_whole = files(&at.join("content")) == FILES - 2;
            if dir == "site" {
                assert!(is_whole == at.exists(), "{:?}", names(&at));
            } else {
                assert!(is_whole || !at.join("content").exists(), "{:?}", names(&at));
            }
            if !is_whole {
                wrote(&run(folder.path(), &["new", "site", dir]));
                assert_eq!(names(&at).len(), FILES + 2, "{:?}", names(&at));
            }
        }
    }
    let _ = fs::remove_dir_all(folder.path().join("site"));
    wrote(&run(folder.path(), &["new", "site", "site"]));
    assert_eq!(files(folder.path()) - files(&folder.path().join("empty")), FILES, "{:?}", names(folder.path()));
}

#[test]
fn what_a_killed_process_left_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".site.firstflight-new/content/en/index.md", "half");
    wrote(&run(folder.path(), &["new", "site", "site"]));
    assert!(!folder.path().join(".site.firstflight-new").exists());
    assert!(!fs::read_to_string(folder.path().join("site/content/en/index.md")).unwrap().contains("half"));
    // Killed between the two names that a site has in a folder that was there.
    let readme = fs::read_to_string(folder.path().join("site/README.md")).unwrap();
    write("there/.firstflight-new/content/site.yaml", "");
    write("there/README.md", &readme);
    wrote(&run(folder.path(), &["new", "site", "there"]));
    assert_eq!(names(&folder.path().join("there")).len(), FILES + 2);
    // Somebody's own README is in nobody's way, and stays.
    write("own/.firstflight-new/content/site.yaml", "");
    write("own/README.md", "mine");
    assert!(refused(folder.path(), &["new", "site", "own"]).contains("own is not empty"));
    assert_eq!(fs::read_to_string(folder.path().join("own/README.md")).unwrap(), "mine");
    write("alone/README.md", &readme);
    assert!(refused(folder.path(), &["new", "site", "alone"]).contains("alone is not empty"));
}

#[test]
fn what_a_killed_process_left_of_another_kind_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "half").unwrap();
    };
    write(".site.firstflight-new/content/en/session.md");
    write(".site.firstflight-new/content/en/news/second-example.md");
    write("there/.firstflight-new/content/en/help/contact.md");
    for site in ["site", "there"] {
        wrote(&run(folder.path(), &["new", "site", site]));
        assert_eq!(files(&folder.path().join(site)), FILES, "{:?}", names(&folder.path().join(site)));
    }
    write("site/themes/.local.firstflight-new/templates/page.html");
    wrote(&run(folder.path(), &["new", "theme", "local", "--site", "site"]));
    assert_eq!(files(&folder.path().join("site/themes")), 3);
    // A file of somebody else is neither removed nor taken over.
    write(".other.firstflight-new/mine.txt");
    let said = refused(folder.path(), &["new", "site", "other", "--kind", "event"]);
    assert!(said.contains(".other.firstflight-new is in the way"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join(".other.firstflight-new/mine.txt")).unwrap(), "half");
    assert!(!folder.path().join("other").exists());
}

#[test]
fn what_is_not_ours_is_in_the_way_of_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("content/en")).unwrap();
    fs::write(outside.path().join("content/en/index.md"), "precious").unwrap();
    let draft = folder.path().join(".site.firstflight-new");
    symlink(outside.path(), &draft).unwrap();
    let said = refused(folder.path(), &["new", "site", "site"]);
    assert!(said.contains("cannot write site: .site.firstflight-new is in the way"), "{said}");
    fs::remove_file(&draft).unwrap();
    fs::write(&draft, "a file").unwrap();
    assert!(refused(folder.path(), &["new", "site", "site"]).contains("is in the way"));
    fs::remove_file(&draft).unwrap();
    // A link within the draft is not gone through either.
    fs::create_dir(&draft).unwrap();
    symlink(outside.path().join("content"), draft.join("content")).unwrap();
    refused(folder.path(), &["new", "site", "site"]);
    assert!(!folder.path().join("site").exists());
    assert_eq!(names(outside.path()).len(), 3);
    assert_eq!(fs::read_to_string(outside.path().join("content/en/index.md")).unwrap(), "precious");
}

#[test]
fn many_processes_that_create_one_site_leave_one_site() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let start = || {
            firstflight(&["new", "site", "site"])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let children: Vec<_> = (0..6).map(|_| start()).collect();
        let ended: Vec<Output> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        let done = ended.iter().filter(|output| output.status.code() == Some(0)).count();
        let failed = ended.iter().filter(|output| output.status.code() == Some(2)).count();
        assert_eq!((done, done + failed), (1, 6), "{ended:?}");
        assert_eq!(files(&folder.path().join("site")), FILES);
        assert_eq!(files(folder.path()), FILES, "{:?}", names(folder.path()));
    }
}

#[test]
fn a_link_as_the_folder_of_a_site() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    symlink("nowhere", at("lost")).unwrap();
    let said = refused(folder.path(), &["new", "site", "lost"]);
    assert!(said.starts_with("error: lost is a link to a missing file or folder\n"), "{said}");
    assert!(!at("nowhere").exists() && at("lost").is_symlink());
    symlink("lost/inner", at("loop")).unwrap();
    refused(folder.path(), &["new", "site", "lost/site"]);
    refused(folder.path(), &["new", "site", "loop"]);
    assert!(!at("nowhere").exists());
    // Whoever names a link to an empty folder means the folder.
    fs::create_dir(at("real")).unwrap();
    symlink("real", at("link")).unwrap();
    wrote(&run(folder.path(), &["new", "site", "link"]));
    assert_eq!(files(&at("real")), FILES);
    assert!(refused(folder.path(), &["new", "site", "link"]).contains("link is not empty"));
    wrote(&run(folder.path(), &["new", "site", "deep/down/here"]));
    assert_eq!(files(&at("deep/down/here")), FILES);
}

#[test]
fn a_page_is_written_in_the_site_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join("s").join(path);
    wrote(&run(folder.path(), &["new", "site", "s"]));
    symlink(outside.path(), at("content/fr")).unwrap();
    symlink("nowhere", at("content/de")).unwrap();
    fs::create_dir(at("content/en/real")).unwrap();
    symlink("real", at("content/en/section")).unwrap();
    symlink("../../../..", at("content/en/up")).unwrap();
    symlink(outside.path().join("new.md"), at("content/en/dangling.md")).unwrap();
    fs::write(at("content/en/plain"), "a file").unwrap();
    for (page, why) in [
        ("content/fr/x.md", "content/fr is a link that leads out of the site's folder"),
        ("content/fr/deep/x.md", "content/fr is a link that leads out of the site's folder"),
        ("content/en/up/x.md", "content/en/up is a link that leads out of the site's folder"),
        ("content/de/x.md", "content/de is a link to a missing file or folder"),
        ("content/en/dangling.md", "content/en/dangling.md already exists"),
        ("content/en/plain/x.md", "content/en/plain is not a folder"),
        ("content/en/section/index.md/x.md", ""),
    ] {
        if page.ends_with("index.md/x.md") {
            wrote(&run(folder.path(), &["new", "page", "--site", "s", "content/en/section/index.md"]));
        }
        let said = refused(folder.path(), &["new", "page", "--site", "s", page]);
        assert!(said.contains(why) && said.contains("nothing was written"), "{page}: {said}");
    }
    assert_eq!(names(outside.path()), Vec::<PathBuf>::new());
    assert!(at("content/en/real/index.md").is_file(), "a link within the site is followed");
    // Where the site's content is a link itself.
    fs::rename(at("content"), outside.path().join("content")).unwrap();
    symlink(outside.path().join("content"), at("content")).unwrap();
    let said = refused(folder.path(), &["new", "page", "--site", "s", "content/en/x.md"]);
    assert!(said.contains("content is a link that leads out of the site's folder"), "{said}");
    fs::remove_file(at("content")).unwrap();
    fs::rename(outside.path().join("content"), at("texts")).unwrap();
    symlink("texts", at("content")).unwrap();
    wrote(&run(folder.path(), &["new", "page", "--site", "s", "content/en/x/y.md"]));
    assert!(at("texts/en/x/y.md").is_file());
}

/// What a build of the site in `folder` publishes.
fn published(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    wrote(&run(folder, &["build", "--out", "out", "--no-sync", "--at", "2026-11-23"]));
    let pages = names(&folder.join("out")).into_iter().filter(|name| folder.join("out").join(name).is_file());
    pages.map(|name| (name.display().to_string(), fs::read(folder.join("out").join(name)).unwrap())).collect()
}

#[test]
fn a_new_theme_changes_nothing_until_somebody_edits_it() {
    for arguments in [&["new", "theme", "local"][..], &["new", "theme", "local", "--from", "plain"]] {
        let folder = tempfile::tempdir().unwrap();
        wrote(&run(folder.path(), &["new", "site", "."]));
        let before = published(folder.path());
        wrote(&run(folder.path(), arguments));
        let settings = folder.path().join("content/site.yaml");
        let text = fs::read_to_string(&settings).unwrap();
        let kept: String =
            text.lines().filter(|line| !line.starts_with("theme:")).map(|line| format!("{line}\n")).collect();
        fs::write(&settings, format!("{kept}theme: [local, plain]\n")).unwrap();
        assert_eq!(published(folder.path()), before, "{arguments:?}");
        // One line of style changes the pages.
        let style = folder.path().join("themes/local/style.css");
        fs::write(&style, fs::read_to_string(&style).unwrap() + "html { --accent: #0066cc }\n").unwrap();
        let after = published(folder.path());
        assert!(String::from_utf8_lossy(&after["index.html"]).contains("--accent:#06c"), "{arguments:?}");
    }
}

#[test]
fn each_theme_of_the_program_can_be_copied_and_looks_the_same() {
    for name in firstflight::read::embedded_themes() {
        let folder = tempfile::tempdir().unwrap();
        wrote(&run(folder.path(), &["new", "site", "."]));
        let settings = folder.path().join("content/site.yaml");
        let text = fs::read_to_string(&settings).unwrap();
        let kept: String =
            text.lines().filter(|line| !line.starts_with("theme:")).map(|line| format!("{line}\n")).collect();
        fs::write(&settings, format!("{kept}theme: {name}\n")).unwrap();
        let before = published(folder.path());
        let copied = run(folder.path(), &["new", "theme", "local", "--from", name]);
        wrote(&copied);
        let said = String::from_utf8(copied.stdout).unwrap();
        let stack = format!("theme: [local, {name}]");
        assert!(said.contains(&stack), "{said}");
        fs::write(&settings, format!("{kept}{stack}\n")).unwrap();
        assert_eq!(published(folder.path()), before, "{name}");
    }
}

#[test]
fn a_new_theme_never_overwrites_one_and_has_a_plain_name() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path(), &["new", "theme", "local"]).contains("content/"));
    wrote(&run(folder.path(), &["new", "site", "."]));
    wrote(&run(folder.path(), &["new", "theme", "local"]));
    let before = names(folder.path());
    for (arguments, said) in [
        (&["new", "theme", "local"][..], "exists already"),
        (&["new", "theme", "plain"], "a theme in the program"),
        (&["new", "theme", "../x"], "not a valid name"),
        (&["new", "theme", ".x"], "not a valid name"),
        (&["new", "theme", ""], "not a valid name"),
        (&["new", "theme", "a b"], "not a valid name"),
        (&["new", "theme", "other", "--from", "nothing"], "no theme `nothing`"),
    ] {
        let message = refused(folder.path(), arguments);
        assert!(message.contains(said), "{arguments:?}: {message}");
    }
    assert_eq!(names(folder.path()), before);
}

#[test]
fn what_builds_write_is_left_out_of_version_control_in_a_new_site() {
    let folder = tempfile::tempdir().unwrap();
    wrote(&run(folder.path(), &["new", "site", "."]));
    let git = |arguments: &[&str]| Command::new("git").args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(git(&["init", "-q"]).status.success());
    wrote(&run(folder.path(), &["build", "--no-sync"]));
    let listed = String::from_utf8(git(&["status", "--porcelain", "-uall"]).stdout).unwrap();
    assert!(listed.contains("content/site.yaml") && listed.contains(".gitignore"), "{listed}");
    assert!(!listed.contains("public"), "{listed}");
}
