//! Full disks and mount points: small memory file systems in a separate mount namespace, so that nothing stays mounted.
//! Needs Linux with `unshare` and `mount`, but no special rights.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use firstflight::output::{Artifact, MediaType, Output};
use firstflight::publish::{PublishOptions, Published, commit};
use firstflight::report::Failure;

use super::{Place, child_passes, counts, pages, tree};

fn in_namespace(test: &str) {
    let place = Place::new();
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let arguments: &[&str] = if is_root { &["--mount"] } else { &["--mount", "--user", "--map-root-user"] };
    child_passes("unshare", arguments, &format!("publish::mounts::{test}"), &place.path(""));
}

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("PUBLISH_CHILD").unwrap())
}

fn mount(arguments: &[&str], at: &Path) {
    fs::create_dir_all(at).unwrap();
    assert!(Command::new("mount").args(arguments).arg(at).status().unwrap().success());
}

fn publish(output: &Output, target: &Path) -> Result<Published, Failure> {
    commit(output, &PublishOptions::new(target, target.parent().unwrap()))
}

fn large(count: usize) -> Output {
    let mut output = Output::default();
    for at in 0..count {
        output.insert(format!("{at}/index.html"), Artifact::new(MediaType::Html, "large ".repeat(1000)));
    }
    output
}

#[test]
#[ignore = "run by the test below"]
fn child_fills_the_disk() {
    let disk = folder().join("disk");
    mount(&["-t", "tmpfs", "-o", "size=1m", "none"], &disk);
    let target = disk.join("public");
    publish(&pages(&[("index.html", "old"), ("a/index.html", "a")]), &target).unwrap();
    fs::write(target.join("CNAME"), "example.org").unwrap();
    let before = tree(&target);
    let failure = publish(&large(400), &target).unwrap_err();
    assert!(failure.message.starts_with("cannot write ") && failure.message.ends_with("/index.html"), "{failure}");
    assert!(failure.cause.unwrap().contains("No space left"));
    let help = failure.help.unwrap();
    assert!(help.starts_with("make room on this disk; ") && help.ends_with("public is unchanged"), "{help}");
    assert_eq!(tree(&target), before);
    // Incomplete files were removed, so a smaller site fits.
    let beside = tree(&disk.join(".public.firstflight")).into_keys().collect::<Vec<_>>();
    assert_eq!(beside, [".gitignore", "lock", "manifest"]);
    assert_eq!(counts(&publish(&pages(&[("index.html", "new")]), &target).unwrap()), (1, 0, 1, 1));
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    in_namespace("child_fills_the_disk");
}

#[test]
#[ignore = "run by the test below"]
fn child_fills_the_disk_of_a_new_site() {
    let disk = folder().join("disk");
    mount(&["-t", "tmpfs", "-o", "size=1m", "none"], &disk);
    for in_place in [None, Some("because of a test")] {
        let target = disk.join("new/deep/public");
        let options = PublishOptions { in_place, ..PublishOptions::new(&target, &disk) };
        let failure = commit(&large(400), &options).unwrap_err();
        assert!(failure.help.unwrap().ends_with("public was not created"));
        assert_eq!(tree(&disk).into_keys().collect::<Vec<_>>(), Vec::<String>::new(), "{in_place:?}");
    }
}

#[test]
fn a_full_disk_keeps_no_empty_folders_of_a_new_site() {
    in_namespace("child_fills_the_disk_of_a_new_site");
}

#[test]
#[ignore = "run by the test below"]
fn child_publishes_to_mount_points() {
    let outside = folder().join("bound");
    fs::create_dir_all(&outside).unwrap();
    for (number, arguments, why) in [
        (1, &["-t", "tmpfs", "-o", "size=1m", "none"][..], "it is a mount point"),
        // The same device.
        (2, &["--bind", outside.to_str().unwrap()][..], "it is a mount point"),
    ] {
        let target = folder().join(number.to_string()).join("public");
        mount(arguments, &target);
        fs::write(target.join("CNAME"), "example.org").unwrap();
        fs::create_dir(target.join("empty")).unwrap();
        let first = pages(&[("index.html", "old"), ("file", "f"), ("b/index.html", "b"), ("gone/x/index.html", "x")]);
        let done = publish(&first, &target).unwrap();
        assert_eq!(counts(&done), (4, 0, 0, 1));
        let [note] = &done.notes[..] else { panic!("{:?}", done.notes) };
        assert!(note.contains("was updated in place (") && note.contains(why), "{note}");
        let look = || fs::metadata(target.join("b/index.html")).unwrap().ino();
        let before = look();
        fs::write(target.join("index.html"), "by hand").unwrap();
        let second = pages(&[("index.html", "new"), ("file/index.html", "f"), ("b/index.html", "b"), ("gone", "g")]);
        let done = publish(&second, &target).unwrap();
        assert_eq!((counts(&done), look()), ((3, 1, 2, 1), before));
        assert_eq!(done.notes.len(), 2, "{:?}", done.notes);
        let saved = folder().join(number.to_string()).join(".public.firstflight/saved/1/index.html");
        assert_eq!(fs::read_to_string(saved).unwrap(), "by hand");
        let names: Vec<_> = tree(&target).into_keys().collect();
        assert_eq!(names, ["CNAME", "b/", "b/index.html", "empty/", "file/", "file/index.html", "gone", "index.html"]);
        // Nothing changed, so nothing is exchanged.
        let done = publish(&second, &target).unwrap();
        assert_eq!((counts(&done), done.notes.len()), ((0, 4, 0, 1), 0));
        let before = tree(&target);
        if number == 1 {
            // Full before the first file changed.
            let failure = publish(&large(400), &target).unwrap_err();
            assert!(failure.help.unwrap().ends_with("is unchanged"));
            assert_eq!(tree(&target), before);
        }
    }
}

#[test]
fn a_mount_point_is_written_in_place_and_the_build_says_so() {
    in_namespace("child_publishes_to_mount_points");
}
