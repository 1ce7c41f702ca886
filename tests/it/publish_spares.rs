//! Files of people are kept, moved to the new tree or moved aside, but never lost.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use firstflight::publish::{PublishOptions, commit};

use super::{Place, counts, pages};

#[test]
fn foreign_files_and_folders_stay_as_they_are() {
    let place = Place::new();
    for path in ["CNAME", ".gitignore", ".nojekyll", ".git/objects/ab/cd", ".well-known/security.txt", "a/notes.txt"] {
        place.write(&format!("public/{path}"), path);
    }
    fs::create_dir(place.path("public/empty")).unwrap();
    symlink("../elsewhere", place.path("public/link")).unwrap();
    let pipe = Command::new("mkfifo").arg(place.path("public/pipe")).status().unwrap();
    assert!(pipe.success());
    let private = place.path("public/.git/objects");
    fs::set_permissions(&private, fs::Permissions::from_mode(0o550)).unwrap();
    let time = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::open(&private).unwrap().set_modified(time).unwrap();
    fs::set_permissions(place.path("public"), fs::Permissions::from_mode(0o2750)).unwrap();
    let inode = |path: &str| fs::symlink_metadata(place.path("public").join(path)).unwrap().ino();
    let names = ["CNAME", ".git/objects/ab/cd", "a/notes.txt", "link", "pipe"];
    let before = names.map(inode);
    let mut tree = place.tree();
    for text in ["one", "two", "three"] {
        let done = place.publish(&[("index.html", text), ("a/index.html", "a")]);
        assert_eq!((done.foreign, done.notes.len()), (8, 0));
        tree.insert("index.html".into(), text.into());
        tree.insert("a/index.html".into(), "a".into());
        assert_eq!(place.tree(), tree);
        assert_eq!(names.map(inode), before);
        let found = fs::metadata(&private).unwrap();
        assert_eq!((found.mode() & 0o7777, found.mtime()), (0o550, 1_000_000_000));
        assert_eq!(fs::metadata(place.path("public")).unwrap().mode() & 0o7777, 0o2750);
    }
    // A folder of ours stays because it contains a foreign file.
    let done = place.publish(&[("index.html", "four")]);
    assert_eq!(counts(&done), (1, 0, 1, 8));
    assert_eq!(place.read("public/a/notes.txt"), "a/notes.txt");
    assert!(!place.path("public/a/index.html").exists());
}

#[test]
fn names_that_are_not_text_are_kept_too() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    place.write("public/x", "x");
    let odd = place.path("public").join(std::ffi::OsStr::from_bytes(b"odd-\xff"));
    fs::write(&odd, "odd").unwrap();
    place.publish(&[("index.html", "one")]);
    assert_eq!(fs::read_to_string(&odd).unwrap(), "odd");
}

#[test]
fn a_file_in_the_way_that_we_did_not_write_is_refused_unless_adopted() {
    let place = Place::new();
    place.write("public/index.html", "by hand");
    place.write("public/about/index.html", "by hand too");
    place.write("public/robots.txt", "same");
    let files = [("index.html", "home"), ("about/index.html", "about"), ("robots.txt", "same")];
    let before = place.tree();
    let failure = place.try_publish(&files, false).unwrap_err();
    assert!(
        failure
            .message
            .ends_with("/.public.firstflight contains none), and files are in the way: about/index.html, index.html"),
        "{failure}"
    );
    assert!(failure.help.unwrap().contains("--adopt"));
    assert_eq!(place.tree(), before);
    let done = place.try_publish(&files, true).unwrap();
    assert_eq!(counts(&done), (2, 1, 0, 0));
    assert_eq!(place.read("public/index.html"), "home");
    // Replaced, but not lost.
    assert_eq!(place.read(".public.firstflight/saved/1-adopted/index.html"), "by hand");
    assert_eq!(done.notes.len(), 1);
    assert!(!place.path(".public.firstflight/saved/1-adopted/robots.txt").exists());
    assert_eq!(counts(&place.publish(&[("index.html", "next")])), (1, 0, 2, 0));
}

#[test]
fn a_foreign_file_at_the_path_of_a_later_page_is_refused() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]);
    place.write("public/new.html", "by hand");
    assert!(place.try_publish(&[("index.html", "home"), ("new.html", "new")], false).is_err());
    assert_eq!(place.read("public/new.html"), "by hand");
}

#[test]
fn folders_and_links_in_the_way_are_refused_and_moved_aside_with_adopt() {
    let place = Place::new();
    place.write("public/page.html/inside.txt", "inside");
    place.write("elsewhere/file", "file");
    symlink("../elsewhere", place.path("public/en")).unwrap();
    let files = [("page.html", "page"), ("en/index.html", "home")];
    let failure = place.try_publish(&files, false).unwrap_err();
    assert!(failure.message.ends_with(": en, page.html"), "{failure}");
    place.try_publish(&files, true).unwrap();
    assert_eq!(place.read("public/page.html") + &place.read("public/en/index.html"), "pagehome");
    assert_eq!(place.read(".public.firstflight/saved/1-adopted/page.html/inside.txt"), "inside");
    assert!(place.path(".public.firstflight/saved/1-adopted/en").is_symlink());
    assert_eq!(place.read("elsewhere/file"), "file");
    assert!(!place.path("elsewhere/index.html").exists());
}

#[test]
fn a_page_edited_by_hand_is_replaced_and_kept_aside() {
    let place = Place::new();
    place.publish(&[("index.html", "home"), ("gone.html", "gone"), ("same.html", "same")]);
    for path in ["index.html", "gone.html"] {
        fs::write(place.path("public").join(path), "by hand").unwrap();
    }
    let done = place.publish(&[("index.html", "home"), ("same.html", "same")]);
    assert_eq!(counts(&done), (1, 1, 1, 0));
    assert_eq!(place.read("public/index.html"), "home");
    assert!(!place.path("public/gone.html").exists());
    for path in ["index.html", "gone.html"] {
        assert_eq!(place.read(&format!(".public.firstflight/saved/1/{path}")), "by hand");
    }
    let [note] = &done.notes[..] else { panic!("{:?}", done.notes) };
    assert!(
        note.contains("public/gone.html, ") && note.contains("public/index.html have changed since Firstflight"),
        "{note}"
    );
    assert!(note.ends_with(".public.firstflight/saved/1"), "{note}");
    // The second time does not change what was moved aside the first time.
    fs::write(place.path("public/index.html"), "again by hand").unwrap();
    place.publish(&[("index.html", "home")]);
    assert_eq!(place.read(".public.firstflight/saved/1/index.html"), "by hand");
    assert_eq!(place.read(".public.firstflight/saved/2/index.html"), "again by hand");
}

#[test]
fn a_folder_that_replaced_ours_is_foreign() {
    let place = Place::new();
    place.publish(&[("index.html", "home"), ("old.html", "old")]);
    // A copy of what we wrote is recognized by its hash; a page that differs is foreign.
    fs::rename(place.path("public"), place.path("before")).unwrap();
    place.write("public/index.html", "home");
    place.write("public/old.html", "quite another");
    let done = place.publish(&[("index.html", "new home")]);
    assert_eq!(counts(&done), (1, 0, 0, 1));
    assert_eq!(place.read("public/old.html"), "quite another");
    fs::rename(place.path("public"), place.path("again")).unwrap();
    place.write("public/index.html", "by hand");
    assert!(place.try_publish(&[("index.html", "home")], false).is_err());
}

#[test]
fn edited_pages_of_the_last_builds_are_kept_and_foreign_files_forever() {
    let place = Place::new();
    place.write("public/first.html", "by hand");
    place.try_publish(&[("index.html", "0"), ("first.html", "0")], true).unwrap();
    let mut notes = Vec::new();
    for build in 1..40 {
        place.write("public/index.html", &format!("edited {build}"));
        notes = place.publish(&[("index.html", &build.to_string()), ("first.html", "0")]).notes;
    }
    let saved = |path: &str| std::fs::read_to_string(place.path(".public.firstflight/saved").join(path)).ok();
    let kept = (0..60).filter(|number| saved(&format!("{number}/index.html")).is_some());
    // The first number was used for the adopted file.
    assert_eq!(kept.collect::<Vec<_>>(), (9..41).collect::<Vec<_>>());
    assert_eq!(saved("40/index.html").unwrap(), "edited 39");
    assert_eq!(saved("1-adopted/first.html").unwrap(), "by hand");
    assert!(notes.iter().any(|note| note.contains("edited pages of 1 earlier build were removed")), "{notes:?}");
}

#[test]
fn a_file_damaged_without_a_trace_is_written_again_with_verify() {
    let place = Place::new();
    let files = [("index.html", "home"), ("b.html", "b")];
    place.publish(&files);
    let path = place.path("public/index.html");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "hxme").unwrap();
    fs::File::open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(counts(&place.publish(&files)), (0, 2, 0, 0));
    let (target, site) = (place.path("public"), place.path(""));
    let options = PublishOptions { verify: true, ..PublishOptions::new(&target, &site) };
    assert_eq!(counts(&commit(&pages(&files), &options).unwrap()), (1, 1, 0, 0));
    assert_eq!(place.read("public/index.html"), "home");
}

#[test]
fn a_state_folder_that_the_user_names_is_used_and_never_one_that_holds_other_things() {
    let place = Place::new();
    let (target, site, state) = (place.path("public"), place.path(""), place.path("deep/state"));
    let options = PublishOptions { state: Some(&state), ..PublishOptions::new(&target, &site) };
    for text in ["one", "two"] {
        commit(&pages(&[("index.html", text)]), &options).unwrap();
        assert_eq!(place.read("public/index.html"), text);
    }
    assert!(state.join("manifest").is_file() && !place.path(".public.firstflight").exists());
    place.write("other/file", "file");
    let mode = |path: &str| fs::metadata(place.path(path)).unwrap().permissions().mode() & 0o7777;
    let before = mode("other");
    symlink("deep/state", place.path("link")).unwrap();
    for wrong in ["other", "other/file", "link"] {
        let wrong = place.path(wrong);
        let options = PublishOptions { state: Some(&wrong), ..options };
        let failure = commit(&pages(&[("index.html", "three")]), &options).unwrap_err();
        assert!(failure.help.unwrap().starts_with("give `--state` its own folder"));
    }
    assert_eq!((mode("other"), place.read("public/index.html")), (before, "two".into()));
}

#[test]
fn a_foreign_folder_at_the_path_of_an_earlier_page_is_kept_forever() {
    let place = Place::new();
    place.publish(&[("index.html", "home"), ("page.html", "page")]);
    fs::remove_file(place.path("public/page.html")).unwrap();
    place.write("public/page.html/inside.txt", "precious");
    for in_place in [None, Some("because of a test")] {
        let (target, site) = (place.path("public"), place.path(""));
        let options = PublishOptions { adopt: true, in_place, ..PublishOptions::new(&target, &site) };
        commit(&pages(&[("index.html", "home"), ("page.html", "page")]), &options).unwrap();
        assert_eq!(place.read("public/page.html"), "page");
        let number = if in_place.is_none() { 1 } else { 2 };
        let saved = format!(".public.firstflight/saved/{number}-adopted/page.html/inside.txt");
        assert_eq!(place.read(&saved), "precious");
        fs::remove_file(place.path("public/page.html")).unwrap();
        place.write("public/page.html/inside.txt", "precious");
    }
}

#[test]
fn a_build_that_fails_says_what_it_moved_aside() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]);
    place.write(".public.firstflight/stage", "not a folder");
    place.write("public/new.html", "by hand");
    let failure = place.try_publish(&[("index.html", "home"), ("new.html", "new")], false).unwrap_err();
    assert!(failure.help.unwrap().contains("stage.aside-1"));
}
