//! Publishing: what is written, kept, removed and refused.

#[path = "publish_kill.rs"]
mod kill;
#[path = "publish_mounts.rs"]
mod mounts;
#[path = "publish_records.rs"]
mod records;
#[path = "publish_spares.rs"]
mod spares;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use firstflight::output::{Artifact, Body, Encoding, MediaType, Output};
use firstflight::publish::{PublishOptions, Published, commit};
use firstflight::report::Failure;

/// A folder with a target `public` in it.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// In memory if possible, for tests that publish many times.
    pub fn in_memory() -> Self {
        match tempfile::tempdir_in("/dev/shm") {
            Ok(folder) => Self { folder },
            Err(_) => Self::new(),
        }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn publish(&self, files: &[(&str, &str)]) -> Published {
        self.try_publish(files, false).unwrap()
    }

    pub fn try_publish(&self, files: &[(&str, &str)], adopt: bool) -> Result<Published, Failure> {
        let sources = [self.path("content"), self.path("themes")];
        let sources = [&*sources[0], &*sources[1]];
        let (target, site) = (self.path("public"), self.path(""));
        commit(&pages(files), &PublishOptions { sources: &sources, adopt, ..PublishOptions::new(&target, &site) })
    }

    /// The contents of `public`. Folders end in `/`.
    pub fn tree(&self) -> BTreeMap<String, String> {
        tree(&self.path("public"))
    }
}

pub fn pages(files: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    for (path, text) in files {
        output.insert(*path, Artifact::new(MediaType::Html, *text));
    }
    output
}

pub fn tree(root: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let entries = entries.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().display().to_string();
        match entry.file_type() {
            kind if kind.is_dir() => (path + "/", String::new()),
            kind if kind.is_file() => (path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()),
            _ => (path, "special".to_owned()),
        }
    });
    entries.collect()
}

fn counts(done: &Published) -> (usize, usize, usize, usize) {
    (done.written, done.kept, done.removed, done.foreign)
}

/// Runs one ignored test of this binary as a child of another program.
pub fn child(program: &str, arguments: &[&str], test: &str, folder: &Path) -> std::process::Output {
    let mut command = Command::new(program);
    command.args(arguments).arg(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]).env("PUBLISH_CHILD", folder);
    command.output().unwrap()
}

/// As [`child`], which must pass.
pub fn child_passes(program: &str, arguments: &[&str], test: &str, folder: &Path) {
    let done = child(program, arguments, test, folder);
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && out.contains("1 passed"), "{test}:\n{out}\n{err}");
}

#[test]
fn the_target_holds_the_output_and_nothing_else() {
    let place = Place::new();
    let done = place.publish(&[("index.html", "home"), ("a/b/index.html", "deep")]);
    assert_eq!(counts(&done), (2, 0, 0, 0));
    assert_eq!(done.target, place.path("public").canonicalize().unwrap());
    assert_eq!(
        place.tree().keys().map(String::as_str).collect::<Vec<_>>(),
        ["a/", "a/b/", "a/b/index.html", "index.html"]
    );
    let beside: Vec<_> = tree(&place.path(".public.firstflight")).into_keys().collect();
    assert_eq!(beside, [".gitignore", "lock", "manifest"]);
}

#[test]
fn compressed_forms_and_files_of_the_editor_are_published_as_copies() {
    let place = Place::new();
    place.write("content/photo.jpg", "photo");
    let mut output = Output::default();
    let compressed = vec![(Encoding::Brotli, b"br".to_vec()), (Encoding::Gzip, b"gz".to_vec())];
    output.insert(
        "index.html",
        Artifact {
            media: MediaType::Html,
            body: Body::Bytes(b"home".into()),
            compressed,
            ..Artifact::new(MediaType::Html, Vec::new())
        },
    );
    output.insert("photo.jpg", Artifact::file(place.path("content/photo.jpg"), 5));
    let target = place.path("public");
    let (site, content) = (place.path(""), place.path("content"));
    let sources = [&*content];
    let options = PublishOptions { sources: &sources, ..PublishOptions::new(&target, &site) };
    assert_eq!(counts(&commit(&output, &options).unwrap()), (4, 0, 0, 0));
    assert_eq!(place.read("public/index.html.br") + &place.read("public/index.html.gz"), "brgz");
    assert_eq!(place.read("public/photo.jpg"), "photo");
    let inode = |path: &str| fs::metadata(place.path(path)).unwrap().ino();
    assert_ne!(inode("content/photo.jpg"), inode("public/photo.jpg"));
    assert_eq!(counts(&commit(&output, &options).unwrap()), (0, 4, 0, 0));
    fs::write(place.path("content/photo.jpg"), "other").unwrap();
    assert_eq!(counts(&commit(&output, &options).unwrap()), (1, 3, 0, 0));
    assert_eq!(place.read("public/photo.jpg"), "other");
    fs::remove_file(place.path("content/photo.jpg")).unwrap();
    let failure = commit(&output, &options).unwrap_err();
    assert!(failure.message.starts_with("cannot read ") && failure.message.ends_with("content/photo.jpg"));
    assert_eq!(place.read("public/photo.jpg"), "other");
}

#[test]
fn unchanged_files_stay_with_their_times_and_pages_no_longer_produced_go() {
    let place = Place::new();
    place.publish(&[("a/index.html", "a"), ("b/index.html", "b"), ("c/index.html", "c")]);
    let look =
        |path: &str| fs::metadata(place.path(path)).map(|found| (found.ino(), found.mtime(), found.mtime_nsec()));
    let before = look("public/a/index.html").unwrap();
    let done = place.publish(&[("a/index.html", "a"), ("b/index.html", "bb")]);
    assert_eq!(counts(&done), (1, 1, 1, 0));
    assert_eq!(look("public/a/index.html").unwrap(), before);
    assert_eq!(place.read("public/b/index.html"), "bb");
    assert!(!place.path("public/c").exists());
    // Nothing changed, so the folder is not exchanged.
    let folder = look("public").unwrap();
    assert_eq!(counts(&place.publish(&[("a/index.html", "a"), ("b/index.html", "bb")])), (0, 2, 0, 0));
    assert_eq!(look("public").unwrap(), folder);
}

#[test]
fn a_file_that_was_only_touched_is_unchanged() {
    let place = Place::new();
    place.publish(&[("index.html", "home"), ("b.html", "b")]);
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::open(place.path("public/index.html")).unwrap().set_modified(time).unwrap();
    let done = place.publish(&[("index.html", "home"), ("b.html", "bb")]);
    assert_eq!((counts(&done), done.notes.len()), ((1, 1, 0, 0), 0));
    assert_eq!(fs::metadata(place.path("public/index.html")).unwrap().mtime(), 1_000_000_000);
    // Its new time is recorded.
    assert!(place.read(".public.firstflight/manifest").contains(" 1000000000.000000000 index.html\n"));
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let place = Place::new();
    place.publish(&[("a", "file"), ("b/index.html", "folder")]);
    place.publish(&[("a/index.html", "folder"), ("b", "file")]);
    assert_eq!(place.tree().keys().map(String::as_str).collect::<Vec<_>>(), ["a/", "a/index.html", "b"]);
}

#[test]
fn a_missing_target_with_a_manifest_is_fine() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]);
    fs::remove_dir_all(place.path("public")).unwrap();
    assert_eq!(counts(&place.publish(&[("index.html", "home")])), (1, 0, 0, 0));
    assert_eq!(place.read("public/index.html"), "home");
}

#[test]
fn a_symlink_is_resolved_first() {
    let place = Place::new();
    fs::create_dir_all(place.path("real")).unwrap();
    std::os::unix::fs::symlink("real/site", place.path("public")).unwrap();
    for text in ["one", "two"] {
        let done = place.publish(&[("index.html", text)]);
        assert_eq!(done.target, place.path("real/site").canonicalize().unwrap());
        assert!(fs::symlink_metadata(place.path("public")).unwrap().is_symlink());
        assert_eq!(place.read("real/site/index.html"), text);
    }
    assert!(place.path("real/.site.firstflight/manifest").exists());
    assert!(!place.path(".public.firstflight").exists());
}

#[test]
fn a_target_that_overlaps_the_sources_is_refused() {
    let place = Place::new();
    place.write("content/en/index.md", "text");
    fs::create_dir(place.path("themes")).unwrap();
    std::os::unix::fs::symlink("content/en", place.path("link")).unwrap();
    let sources = [&*place.path("content"), &*place.path("themes")];
    for (target, how) in [
        ("content", "it is "),
        ("content/public", "it is inside "),
        ("themes/a/b", "it is inside "),
        ("link/public", "it is inside "),
        ("", "it contains "),
        ("public/../content/x/..", "it is "),
    ] {
        let (target_path, site) = (place.path(target), place.path(""));
        let options = PublishOptions { sources: &sources, adopt: true, ..PublishOptions::new(&target_path, &site) };
        let failure = commit(&pages(&[("index.html", "home")]), &options).unwrap_err();
        assert!(failure.message.contains(how), "{target}: {failure}");
    }
    assert_eq!(fs::read_dir(place.path("content")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(place.path("")).unwrap().count(), 3);
}

#[test]
fn a_path_that_leaves_the_target_is_refused() {
    let place = Place::new();
    for path in ["../index.html", "/etc/x", "a//b", "a/./b", ""] {
        assert!(place.try_publish(&[(path, "x")], true).unwrap_err().message.contains("not a path below the target"));
    }
}

#[test]
fn a_lock_keeps_out_a_second_build_and_goes_with_its_process() {
    let place = Place::new();
    place.publish(&[("index.html", "one")]);
    let lock = fs::File::options().write(true).open(place.path(".public.firstflight/lock")).unwrap();
    lock.lock().unwrap();
    let failure = place.try_publish(&[("index.html", "two")], false).unwrap_err();
    let process = std::process::id();
    assert!(failure.message.starts_with("another build is publishing to "), "{failure}");
    assert!(failure.message.ends_with(&format!("public (process {process})")), "{failure}");
    assert!(failure.help.unwrap().starts_with("wait until it has finished"));
    assert_eq!(place.read("public/index.html"), "one");
    drop(lock);
    place.publish(&[("index.html", "two")]);
}

#[test]
#[ignore = "run by the test below"]
fn child_publishes_once() {
    let folder = PathBuf::from(std::env::var_os("PUBLISH_CHILD").unwrap());
    let files: Vec<_> = (0..200).map(|at| (format!("{}/{at}/index.html", at % 7), format!("page {at}"))).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    commit(&pages(&files), &PublishOptions::new(&folder.join("public"), &folder)).unwrap();
}

#[test]
fn output_is_identical_for_any_umask_zone_locale_and_thread_count() {
    let outcome = |environment: &str| {
        let place = Place::new();
        let script = format!("{environment} exec \"$0\" \"$@\"");
        child_passes("sh", &["-c", &script], "publish::child_publishes_once", &place.path(""));
        let modes: Vec<_> = walkdir::WalkDir::new(place.path("public"))
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.unwrap().metadata().unwrap().permissions().mode())
            .collect();
        let manifest = place.read(".public.firstflight/manifest");
        let known: Vec<_> = manifest.lines().skip(2).map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        (place.tree(), modes, known)
    };
    let plain = outcome("umask 022; RAYON_NUM_THREADS=1");
    assert!(plain.1.iter().all(|mode| [0o100644, 0o040755].contains(mode)), "{:o}", plain.1[0]);
    assert_eq!(outcome("umask 077; RAYON_NUM_THREADS=8"), plain);
    assert_eq!(outcome("umask 000; TZ=Asia/Tokyo LC_ALL=tr_TR.UTF-8"), plain);
}
