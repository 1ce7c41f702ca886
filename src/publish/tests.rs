//! Tests of recovery: each line of the table in the module's documentation, made by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::claim::StateClaim;
use super::dir::Dir;
use super::exchange::{prepare, swap};
use super::manifest::{Manifest, Tree};
use super::plan::Plan;
use super::saved::Saved;
use super::sweep::{self, Trees};
use super::target::Target;
use super::types::FileRecord;
use super::{PublishOptions, Published, commit, scan};
use crate::output::{Artifact, MediaType, Output};

struct Place {
    folder: TempDir,
}

fn output(files: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    for (path, text) in files {
        output.insert(*path, Artifact::new(MediaType::Html, *text));
    }
    output
}

impl Place {
    /// A target that holds the old site, and a foreign file.
    fn with_old_site() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.publish(&old());
        fs::write(place.target().join("CNAME"), "example.org").unwrap();
        place
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn ours(&self, name: &str) -> PathBuf {
        self.folder.path().join(".public.firstflight").join(name)
    }

    fn publish(&self, output: &Output) -> Published {
        commit(output, &PublishOptions::new(&self.target(), self.folder.path())).unwrap()
    }

    fn state(&self) -> Dir {
        Dir::open(&self.ours("")).unwrap()
    }

    fn manifest(&self) -> Manifest {
        Manifest::read(&self.state(), "manifest").unwrap().unwrap()
    }

    /// Exchanges the two trees by hand.
    fn exchange(&self) {
        let between = self.folder.path().join("between");
        fs::rename(self.target(), &between).unwrap();
        fs::rename(self.ours("stage"), self.target()).unwrap();
        fs::rename(between, self.ours("stage")).unwrap();
    }

    /// Does what a build does, and stops where `until` says.
    fn stop(&self, until: Stop) {
        let path = self.target();
        let options = PublishOptions::new(&path, self.folder.path());
        let mut target = Target::resolve(&options).unwrap();
        let state = StateClaim::new(&target, &options, &mut Vec::new()).unwrap().state.unwrap();
        let manifest = self.manifest();
        let output = new();
        let found = scan::scan(&target, &manifest, false).unwrap();
        let plan = Plan::make(&output, &manifest, &target, found, &options).unwrap();
        let Ok(next) = prepare(&target, &state, &plan, true) else { panic!("there is no stage") };
        if until == Stop::WhileFilling {
            fs::write(self.ours("filling"), "").unwrap();
            fs::remove_file(self.ours("next")).unwrap();
            fs::remove_file(self.ours("stage/b.html")).unwrap();
        }
        if matches!(until, Stop::WhileFilling | Stop::BeforeExchange) {
            return;
        }
        swap(&target, &state).unwrap();
        target.reopen().unwrap();
        // Part of the sweep; all of it, or none.
        if until == Stop::InSweep {
            fs::remove_file(self.ours("stage/a.html")).unwrap();
        }
        if until == Stop::AfterSweep {
            let trees = Trees { old: &manifest, next: &next, linked: &plan.linked() };
            sweep::sweep(&target, &state, trees, &mut Saved::new(Some(&state))).unwrap();
        }
    }

    fn tree(&self) -> BTreeMap<String, String> {
        let files = walkdir::WalkDir::new(self.target()).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry.path().strip_prefix(self.target()).unwrap().display().to_string();
            (path, fs::read_to_string(entry.path()).unwrap())
        });
        files.collect()
    }

    fn assert_complete(&self, files: &[(&str, &str)]) {
        let expected: BTreeMap<_, _> = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
        assert_eq!(self.tree(), expected);
        assert!(!self.ours("stage").exists() && !self.ours("next").exists());
        assert_eq!(self.manifest().tree, Tree::from_folder(Some(&Dir::open(&self.target()).unwrap())));
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stop {
    WhileFilling,
    BeforeExchange,
    AfterExchange,
    InSweep,
    AfterSweep,
}

fn old() -> Output {
    output(&[("a.html", "a"), ("gone/index.html", "gone"), ("same.html", "same")])
}

fn new() -> Output {
    output(&[("a.html", "new a"), ("b.html", "b"), ("same.html", "same")])
}

const OLD: [(&str, &str); 4] =
    [("CNAME", "example.org"), ("a.html", "a"), ("gone/index.html", "gone"), ("same.html", "same")];
const NEW: [(&str, &str); 4] = [("CNAME", "example.org"), ("a.html", "new a"), ("b.html", "b"), ("same.html", "same")];

#[test]
fn after_a_kill_at_any_step_the_next_build_completes() {
    use Stop::*;
    if cfg!(portable) {
        return; // It exchanges or locks folders.
    }
    for stop in [WhileFilling, BeforeExchange, AfterExchange, InSweep, AfterSweep] {
        for (again, expected) in [(old(), OLD), (new(), NEW)] {
            let place = Place::with_old_site();
            place.stop(stop);
            let exchanged = matches!(stop, AfterExchange | InSweep | AfterSweep);
            let current = if exchanged { NEW } else { OLD };
            assert_eq!(place.tree().len(), current.len(), "{stop:?}");
            assert_eq!(place.tree()["a.html"], if exchanged { "new a" } else { "a" }, "{stop:?}");
            let done = place.publish(&again);
            assert_eq!((done.foreign, done.notes), (1, vec![]), "{stop:?}");
            place.assert_complete(&expected);
        }
    }
}

#[test]
fn a_foreign_file_that_appeared_before_the_exchange_is_moved_over_by_the_next_build() {
    let place = Place::with_old_site();
    place.stop(Stop::BeforeExchange);
    fs::create_dir_all(place.target().join("late/deep")).unwrap();
    fs::write(place.target().join("late/deep/file"), "late").unwrap();
    fs::write(place.target().join("gone/beside"), "late too").unwrap();
    // An editor that writes a new file and renames it.
    fs::write(place.target().join("CNAME~"), "example.net").unwrap();
    fs::rename(place.target().join("CNAME~"), place.target().join("CNAME")).unwrap();
    place.exchange();
    assert_eq!(place.tree()["CNAME"], "example.org");
    place.publish(&new());
    place.assert_complete(&[
        ("CNAME", "example.net"),
        ("a.html", "new a"),
        ("b.html", "b"),
        ("gone/beside", "late too"),
        ("late/deep/file", "late"),
        ("same.html", "same"),
    ]);
}

#[test]
fn a_foreign_file_that_appeared_at_a_path_of_the_new_site_is_saved() {
    let place = Place::with_old_site();
    place.stop(Stop::BeforeExchange);
    fs::write(place.target().join("b.html"), "by hand").unwrap();
    place.exchange();
    let done = place.publish(&new());
    place.assert_complete(&NEW);
    assert_eq!(fs::read_to_string(place.ours("saved/1-adopted/b.html")).unwrap(), "by hand");
    assert_eq!(done.notes.len(), 1);
}

#[test]
fn a_target_that_was_removed_after_a_kill_is_created_again() {
    if cfg!(portable) {
        return; // It exchanges or locks folders.
    }
    for stop in [Stop::BeforeExchange, Stop::AfterExchange, Stop::AfterSweep] {
        let place = Place::with_old_site();
        place.stop(stop);
        fs::remove_dir_all(place.target()).unwrap();
        place.publish(&new());
        let files = place.tree();
        assert_eq!(files["a.html"], "new a", "{stop:?}");
        assert_eq!(files["b.html"], "b", "{stop:?}");
        assert!(!files.contains_key("gone/index.html"), "{stop:?}");
    }
}

#[test]
fn a_stage_without_a_valid_description_is_set_aside_whole() {
    if cfg!(portable) {
        return; // It exchanges or locks folders.
    }
    let place = Place::with_old_site();
    place.stop(Stop::AfterExchange);
    fs::write(place.ours("next"), "firstflight manif").unwrap();
    let done = place.publish(&new());
    assert_eq!(fs::read_to_string(place.ours("stage.aside-1/a.html")).unwrap(), "a");
    assert_eq!(done.notes.len(), 2, "{:?}", done.notes);
    place.assert_complete(&NEW);
}

#[test]
fn after_somebody_removed_the_stage_the_old_manifest_is_valid() {
    let place = Place::with_old_site();
    place.stop(Stop::BeforeExchange);
    fs::remove_dir_all(place.ours("stage")).unwrap();
    let done = place.publish(&new());
    assert_eq!((done.written, done.kept, done.removed), (2, 1, 1));
    place.assert_complete(&NEW);
}

#[test]
fn after_a_kill_while_writing_in_place_old_and_new_files_are_recognized() {
    let place = Place::with_old_site();
    let target = place.target();
    let manifest = place.manifest();
    // One file is the new one, one the old, one is not there yet, one is no longer produced.
    let record = |text: &str| FileRecord {
        hash: blake3::hash(text.as_bytes()),
        sha256: None,
        length: text.len() as u64,
        time: (0, 0),
    };
    let files = [("a.html", "new a"), ("b.html", "b"), ("c.html", "c"), ("same.html", "same")];
    let files = files.map(|(path, text)| (path.to_owned(), record(text))).into();
    fs::write(place.ours("next"), Manifest { tree: Tree::InPlace, files }.text()).unwrap();
    fs::write(target.join("b.html"), "b").unwrap();
    fs::create_dir(target.join(".firstflight.stage")).unwrap();
    fs::set_permissions(target.join(".firstflight.stage"), std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .unwrap();
    fs::write(target.join(".firstflight.stage/0"), "new a").unwrap();
    assert!(!manifest.files.contains_key("b.html"));
    let done = place.publish(&output(&[("same.html", "same")]));
    assert_eq!((done.written, done.kept, done.removed, done.foreign), (0, 1, 3, 1));
    let notes = done.notes.iter().filter(|note| !note.contains("(this system cannot exchange two folders)"));
    assert_eq!(notes.collect::<Vec<_>>(), Vec::<&String>::new());
    place.assert_complete(&[("CNAME", "example.org"), ("same.html", "same")]);
}

#[test]
fn a_manifest_is_read_as_it_was_written_and_invalid_when_truncated() {
    let record = FileRecord { hash: blake3::hash(b"x"), sha256: Some([7; 32]), length: 1, time: (1_700_000_000, 5) };
    let unknown = FileRecord { sha256: None, ..record };
    let paths = ["a b.html", "line\nbreak", "back\\slash\\n", "é/index.html"];
    let files = paths.map(|path| (path.to_owned(), if path == "a b.html" { record } else { unknown })).into();
    let manifest = Manifest { tree: Tree::Inode(12), files };
    let text = manifest.text();
    assert!(text.starts_with("firstflight manifest 2\ntree 12\n"));
    assert!(text.contains(" 1 1700000000.000000005 a b.html\n"));
    assert_eq!(Manifest::parse(&text).as_ref(), Some(&manifest));
    let of_earlier_version = text.replace("manifest 2", "manifest 1").replace(&format!(" {} ", "07".repeat(32)), " ");
    let mut earlier = manifest.clone();
    earlier.files.values_mut().for_each(|record| record.sha256 = None);
    assert_eq!(Manifest::parse(&of_earlier_version.replace(" - ", " ")), Some(earlier));
    for end in 0..text.len() {
        assert_eq!(text.get(..end).and_then(Manifest::parse), None, "{end}");
    }
    for path in ["../a", "a/../../b", "/etc/passwd", "a//b", "", ".", "a/./b", "a\0b"] {
        let files = [(path.to_owned(), record)].into();
        assert_eq!(Manifest::parse(&Manifest { tree: Tree::Inode(12), files }.text()), None, "{path:?}");
    }
    assert!(manifest.has_files_below("é") && !manifest.has_files_below("a b.html") && !manifest.has_files_below("a"));
}

#[test]
fn a_foreign_file_that_was_replaced_after_a_kill_is_never_lost() {
    if cfg!(portable) {
        return; // It exchanges or locks folders.
    }
    // The newer file stays, but times are not reliable: `rsync -a` and `tar` keep old times. So both are kept.
    for (age, kept, saved) in [(-1000, "example.org", "by hand"), (0, "by hand", "example.org")] {
        let place = Place::with_old_site();
        let path = place.target().join("CNAME");
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        place.stop(Stop::AfterExchange);
        let time = if age < 0 { time - std::time::Duration::from_secs(1000) } else { time };
        fs::write(place.target().join("new"), "by hand").unwrap();
        fs::File::open(place.target().join("new")).unwrap().set_modified(time).unwrap();
        fs::rename(place.target().join("new"), &path).unwrap();
        let done = place.publish(&new());
        assert_eq!(fs::read_to_string(&path).unwrap(), kept, "{age}");
        assert_eq!(fs::read_to_string(place.ours("saved/1-adopted/CNAME")).unwrap(), saved, "{age}");
        assert_eq!(done.notes.len(), 1, "{:?}", done.notes);
    }
}

#[test]
fn a_stage_that_no_build_of_ours_was_filling_is_never_deleted() {
    let place = Place::with_old_site();
    fs::create_dir(place.ours("stage")).unwrap();
    fs::write(place.ours("stage/film"), "precious").unwrap();
    let done = place.publish(&new());
    assert_eq!(fs::read_to_string(place.ours("stage.aside-1/film")).unwrap(), "precious");
    assert!(done.notes.iter().any(|note| note.contains("stage.aside-1")), "{:?}", done.notes);
    place.assert_complete(&NEW);
}

#[test]
fn a_second_thing_of_one_name_is_saved_beside_the_first() {
    if cfg!(portable) {
        return; // It exchanges or locks folders.
    }
    let place = Place::with_old_site();
    fs::write(place.target().join("a.html"), "edited once").unwrap();
    place.stop(Stop::AfterExchange);
    fs::write(place.target().join("a.html"), "edited twice").unwrap();
    let done = place.publish(&new());
    assert_eq!(fs::read_to_string(place.ours("saved/1/a.html")).unwrap(), "edited once");
    assert_eq!(fs::read_to_string(place.ours("saved/2/a.html")).unwrap(), "edited twice");
    assert_eq!(done.notes.len(), 2, "{:?}", done.notes);
    place.assert_complete(&NEW);
}

#[test]
fn two_builds_with_two_state_folders_do_not_publish_at_once() {
    if cfg!(portable) {
        return; // It exchanges or locks folders.
    }
    let place = Place::with_old_site();
    let folder = Dir::open(&place.target()).unwrap();
    assert!(folder.try_lock());
    let (target, state) = (place.target(), place.folder.path().join("state"));
    let options = PublishOptions { state: Some(&state), ..PublishOptions::new(&target, place.folder.path()) };
    let failure = commit(&new(), &options).unwrap_err();
    assert!(failure.message.starts_with("another build is publishing to "), "{failure}");
    assert_eq!(place.tree().len(), OLD.len());
}
