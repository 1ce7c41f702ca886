//! State folders that an attacker prepared: whatever is in them, a build changes nothing outside, never blocks, and publishes
//! anyway.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::publish_support::{
    Done, OTHER, Sandbox, Trap, USER, as_root, each, give, give_one, names, pairs, properties, run, same, set_mode,
    snapshot, text,
};

const STATE: &str = "site/.public.firstflight";

/// Both ways of publishing.
const FLAGS: [&[&str]; 2] = [&[], &["--in-place"]];

/// Names that a program may use for drafts.
const DRAFTS: [&str; 17] = [
    "manifest.draft",
    "next.draft",
    "lock.draft",
    ".gitignore.draft",
    ".manifest.draft",
    ".next.draft",
    "manifest.tmp",
    "next.tmp",
    ".manifest.tmp",
    ".next.tmp",
    "manifest.new",
    "next.new",
    "manifest~",
    "draft",
    "draft-1",
    "stage.draft",
    "stage.new",
];

/// Whether this is never valid for an entry of this name.
fn is_wrong(name: &str, trap: Trap) -> bool {
    match name {
        "stage" => !matches!(trap, Trap::Folder | Trap::FullFolder),
        "lock" | ".gitignore" => trap != Trap::Huge,
        _ => true,
    }
}

/// Fails unless an entry of the state folder was renamed, and a note says so.
fn was_set_aside(what: &str, sandbox: &Sandbox, done: &Done, name: &str) {
    done.notes_say(what, &[name, "aside"]);
    let found = names(&sandbox.path(STATE));
    assert!(found.contains(&format!("{name}.aside-1")), "{what}: {name} was not renamed in {found:?}");
}

/// Replaces an entry of the state folder after a build, and builds twice more.
fn replace_entry(name: &str) {
    each(Trap::ALL, |trap| {
        let sandbox = Sandbox::new();
        let what = format!("{trap:?} as {name}");
        sandbox.publish(&what, "one", "site/public", &[]);
        trap.lay(&sandbox, &format!("{STATE}/{name}"));
        let before = sandbox.outside();
        let done = match name {
            "manifest" => sandbox.publish_or_adopt(&what, ("one", "two"), &[]),
            _ => sandbox.publish(&what, "two", "site/public", &[]),
        };
        same(&what, &before, &sandbox.outside());
        // With `--adopt`, the build before set it aside.
        if is_wrong(name, trap) && name != "manifest" {
            was_set_aside(&what, &sandbox, &done, name);
        }
        let done = sandbox.build(&[]);
        done.is_fine(&what);
        assert!(done.notes().iter().all(|note| !note.contains("aside")), "{what}, one build later: {done:?}");
        same(&what, &before, &sandbox.outside());
    });
}

#[test]
fn a_lock_that_is_something_else_is_set_aside() {
    as_root(|| replace_entry("lock"));
}

#[test]
fn a_manifest_that_is_something_else_is_set_aside() {
    as_root(|| replace_entry("manifest"));
}

#[test]
fn a_next_manifest_that_is_something_else_is_set_aside() {
    as_root(|| replace_entry("next"));
}

#[test]
fn a_stage_that_is_something_else_is_set_aside() {
    as_root(|| replace_entry("stage"));
}

#[test]
fn an_ignore_file_that_is_something_else_is_set_aside() {
    as_root(|| replace_entry(".gitignore"));
}

#[test]
fn a_state_folder_full_of_traps_does_not_stop_a_first_build() {
    as_root(|| {
        each(Trap::ALL, |trap| {
            let sandbox = Sandbox::new();
            let what = format!("{trap:?} under every name");
            let entries = ["lock", "manifest", "next", "stage", ".gitignore"];
            for name in entries {
                trap.lay(&sandbox, &format!("{STATE}/{name}"));
            }
            let before = sandbox.outside();
            let done = sandbox.publish(&what, "one", "site/public", &[]);
            same(&what, &before, &sandbox.outside());
            for name in entries.into_iter().filter(|name| is_wrong(name, trap)) {
                was_set_aside(&what, &sandbox, &done, name);
            }
            for word in ["two", "three"] {
                sandbox.publish(&what, word, "site/public", &[]);
            }
            same(&what, &before, &sandbox.outside());
        });
    });
}

#[test]
fn drafts_that_are_there_already_are_not_written_to() {
    as_root(|| {
        each(pairs(&Trap::ALL, &FLAGS), |(trap, flags)| {
            let sandbox = Sandbox::new();
            let what = format!("{trap:?} as a draft, {flags:?}");
            for name in DRAFTS {
                trap.lay(&sandbox, &format!("{STATE}/{name}"));
            }
            let before = sandbox.outside();
            for word in ["one", "two"] {
                sandbox.publish(&what, word, "site/public", flags);
            }
            // Nothing changes, so only the manifest is written.
            fs::File::open(sandbox.path("site/public/index.html"))
                .unwrap()
                .set_modified(std::time::UNIX_EPOCH)
                .unwrap();
            sandbox.build(flags).is_fine(&what);
            same(&what, &before, &sandbox.outside());
        });
    });
}

/// A manifest of one file, as the program writes it.
fn manifest(tree: &str, lines: &[String]) -> String {
    let end = lines.len();
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    format!(
        "firstflight manifest 2\ntree {tree}\n# blake3, sha256 (- if unknown), bytes, modified, path\n{lines}end {end}\n"
    )
}

#[test]
fn a_stage_with_a_forged_description_leads_nowhere() {
    as_root(|| {
        let kinds = [Trap::Link, Trap::DanglingLink, Trap::LinkToFolder, Trap::Fifo, Trap::Device, Trap::FullFolder];
        let trees = ["no next", "1", "the stage", "the target", "in-place", "absent", "nonsense"];
        each(pairs(&kinds, &trees), |(trap, tree)| {
            let sandbox = Sandbox::new();
            let what = format!("{trap:?} as the stage, and next says {tree}");
            sandbox.publish(&what, "one", "site/public", &[]);
            trap.lay(&sandbox, &format!("{STATE}/stage"));
            let inode = |path: &str| fs::metadata(sandbox.path(path)).map_or(0, |found| found.ino()).to_string();
            let next = match tree {
                "the stage" => manifest(&inode(&format!("{STATE}/stage")), &[]),
                "the target" => manifest(&inode("site/public"), &[]),
                tree => manifest(tree, &[]),
            };
            if tree != "no next" {
                sandbox.write(&format!("{STATE}/next"), &next);
            }
            let before = sandbox.outside();
            sandbox.publish_or_adopt(&what, ("one", "two"), &[]);
            same(&what, &before, &sandbox.outside());
            sandbox.publish(&what, "three", "site/public", &[]);
            same(&what, &before, &sandbox.outside());
        });
    });
}

#[test]
fn a_stage_on_another_file_system_is_not_used_and_not_emptied() {
    as_root(|| {
        each([None, Some("1"), Some("in-place")], |tree| {
            let sandbox = Sandbox::new();
            let what = format!("a file system on the stage, next: {tree:?}");
            sandbox.publish(&what, "one", "site/public", &[]);
            let stage = sandbox.path(&format!("{STATE}/stage"));
            fs::create_dir(&stage).unwrap();
            run("mount", &["-t", "tmpfs", "-o", "size=1m", "none", text(&stage)]);
            sandbox.write(&format!("{STATE}/stage/film"), "film");
            if let Some(tree) = tree {
                sandbox.write(&format!("{STATE}/next"), &manifest(tree, &[]));
            }
            let before = (sandbox.outside(), snapshot(&stage, true));
            for word in ["two", "three"] {
                let done = sandbox.publish_or_adopt(&what, (if word == "two" { "one" } else { "two" }, word), &[]);
                done.notes_say(&what, &["stage"]);
                // It cannot be renamed, so it stays.
                same(&what, &before.1, &snapshot(&stage, true));
            }
            same(&what, &before.0, &sandbox.outside());
        });
    });
}

#[test]
fn no_path_in_a_manifest_leads_out() {
    as_root(|| {
        let ways = [("the target", &[][..]), ("the target", &["--in-place"]), ("in-place", &[]), ("1", &[])];
        let paths = [
            "../../outside/precious",
            "about/../../../outside/precious",
            "the outside/precious",
            "link/precious",
            "link/folder/stage/kept",
            "file-link",
            "",
            ".",
            "..",
            "about//index.html",
            "about/",
            "zero\0/precious",
            "../content/en/about.md",
            "../.public.firstflight/lock",
        ];
        for file in ["manifest", "next"] {
            each(pairs(&ways, &paths), |((tree, flags), path)| forge(file, tree, flags, path));
        }
    });
}

/// Builds with a manifest that contains a path, with the length and time of what the path leads to.
fn forge(file: &str, tree: &str, flags: &[&str], path: &str) {
    let sandbox = Sandbox::new();
    let what = format!("{file} of tree {tree} that claims {path:?}, {flags:?}");
    sandbox.publish(&what, "one", "site/public", &[]);
    symlink("../../outside", sandbox.path("site/public/link")).unwrap();
    symlink("../../outside/precious", sandbox.path("site/public/file-link")).unwrap();
    let path = path.replace("the outside", text(&sandbox.path("outside")));
    let aim = fs::metadata(sandbox.path("site/public").join(path.replace('\0', "")));
    let (length, time) = aim.map_or((9, (0, 0)), |found| (found.len(), (found.mtime(), found.mtime_nsec())));
    let claim = format!("{} - {length} {}.{:09} {path}", blake3_of_precious(), time.0, time.1);
    let tree = match tree {
        "the target" => fs::metadata(sandbox.path("site/public")).unwrap().ino().to_string(),
        tree => tree.to_owned(),
    };
    // The entries of the program itself stay in it.
    let mut lines: Vec<String> = sandbox.read(&format!("{STATE}/manifest")).lines().map(str::to_owned).collect();
    lines.retain(|line| !["firstflight", "tree", "#", "end"].iter().any(|start| line.starts_with(start)));
    lines.push(claim);
    sandbox.write(&format!("{STATE}/{file}"), &manifest(&tree, &lines));
    let theirs = |sandbox: &Sandbox| {
        let content = snapshot(&sandbox.path("site/content"), true);
        let content = content.into_iter().filter(|(path, _)| path.contains("about") || path.contains("site.yaml"));
        (sandbox.outside(), content.collect(), properties(&sandbox.path("site/public/link"), false))
    };
    let before = theirs(&sandbox);
    for words in [("one", "two"), ("two", "three")] {
        sandbox.publish_or_adopt(&what, words, flags);
        let after = theirs(&sandbox);
        same(&what, &before.0, &after.0);
        same(&what, &before.1, &after.1);
        assert_eq!(before.2, after.2, "{what}: the link in public");
    }
}

fn blake3_of_precious() -> String {
    blake3::hash(b"precious\n").to_hex().to_string()
}

#[test]
fn a_state_folder_that_is_something_else_is_set_aside_whole() {
    as_root(|| {
        let wrong = Trap::ALL.into_iter().filter(|trap| !matches!(trap, Trap::Folder | Trap::FullFolder));
        each(wrong.flat_map(|trap| [(trap, true), (trap, false)]), |(trap, is_first)| {
            let sandbox = Sandbox::new();
            let what = format!("{trap:?} as the state folder{}", if is_first { " of a first build" } else { "" });
            if !is_first {
                sandbox.publish(&what, "one", "site/public", &[]);
            }
            trap.lay(&sandbox, STATE);
            let before = sandbox.outside();
            if is_first {
                let done = sandbox.publish(&what, "two", "site/public", &[]);
                done.notes_say(&what, &[".public.firstflight", "not used"]);
            } else {
                sandbox.publish_or_adopt(&what, ("one", "two"), &[]);
            }
            same(&what, &before, &sandbox.outside());
            let found = names(&sandbox.path("site"));
            assert!(found.contains(&".public.firstflight.aside-1".to_owned()), "{what}: not renamed: {found:?}");
            sandbox.publish(&what, "three", "site/public", &[]);
            same(&what, &before, &sandbox.outside());
        });
    });
}

#[test]
fn a_second_thing_set_aside_takes_the_next_number() {
    as_root(|| {
        let sandbox = Sandbox::new();
        for (number, words) in [(1, ("", "one")), (2, ("one", "two")), (3, ("two", "three"))] {
            Trap::Link.lay(&sandbox, STATE);
            sandbox.publish_or_adopt("a link again", words, &[]);
            assert!(names(&sandbox.path("site")).contains(&format!(".public.firstflight.aside-{number}")));
        }
        for (number, word) in [(1, "four"), (2, "five"), (3, "six")] {
            Trap::Link.lay(&sandbox, &format!("{STATE}/lock"));
            sandbox.publish("a link as the lock again", word, "site/public", &[]);
            assert!(names(&sandbox.path(STATE)).contains(&format!("lock.aside-{number}")));
        }
    });
}

#[test]
fn the_state_folder_of_another_user_is_not_used() {
    as_root(|| {
        // The builder, the owner of the folder, and whether the folder around it is sticky like /tmp.
        let ways = [
            (Some(USER), OTHER, false),
            (Some(USER), OTHER, true),
            (Some(USER), 0, false),
            (None, OTHER, false),
            (None, OTHER, true),
        ];
        each(ways, |(builder, owner, is_sticky)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("{builder:?} builds beside a state folder of {owner}, sticky: {is_sticky}");
            fs::create_dir(sandbox.path("shared")).unwrap();
            give_one(&sandbox.path("shared"), if is_sticky { 0 } else { USER }, if is_sticky { 0o1777 } else { 0o755 });
            let state = sandbox.path("shared/.public.firstflight");
            fs::create_dir(&state).unwrap();
            symlink(sandbox.path("outside/precious"), state.join("lock")).unwrap();
            symlink(sandbox.path("outside/new"), state.join("next")).unwrap();
            sandbox.write("shared/.public.firstflight/stage/theirs", "theirs");
            give(&state, owner);
            set_mode(&state, 0o777);
            let before = (sandbox.outside(), snapshot(&state, false));
            for word in ["one", "two", "three"] {
                let done = sandbox.publish(&what, word, "shared/public", &["--out", "shared/public"]);
                if word == "one" {
                    done.notes_say(&what, &[".public.firstflight", "not used"]);
                }
                same(&what, &before.0, &sandbox.outside());
                let aside = sandbox.path("shared/.public.firstflight.aside-1");
                let theirs = if aside.exists() { aside } else { state.clone() };
                same(&what, &before.1, &snapshot(&theirs, false));
            }
        });
    });
}

#[test]
fn root_goes_on_with_the_state_folder_of_the_sites_owner() {
    as_root(|| {
        let sandbox = Sandbox::of_user();
        sandbox.publish("the user", "one", "site/public", &[]);
        let sandbox = sandbox.built_by(None);
        let done = sandbox.publish("root", "two", "site/public", &[]);
        assert!(done.notes().iter().all(|note| !note.contains("aside")), "{done:?}");
        let sandbox = sandbox.built_by(Some(USER));
        // The user may not be able to remove what root created, but that does not stop the build.
        let done = sandbox.say("three").build(&[]);
        done.is_fine("the user again");
        assert!(sandbox.read("site/public/index.html").contains("The word is three."), "{done:?}");
        assert!(done.notes().iter().all(|note| !note.contains("aside")), "{done:?}");
    });
}

#[test]
fn a_file_of_state_that_only_root_may_read_does_not_stop_a_user() {
    as_root(|| {
        each(["lock", "manifest", "next", "stage", "saved", ".gitignore"], |name| {
            let sandbox = Sandbox::of_user();
            let what = format!("root's own {name}");
            sandbox.publish(&what, "one", "site/public", &[]);
            let at = format!("{STATE}/{name}");
            match name {
                "stage" | "saved" => drop(sandbox.write(&format!("{at}/kept"), "kept")),
                _ => drop(sandbox.write(&at, "x")),
            }
            give(&sandbox.path(&at), 0);
            set_mode(&sandbox.path(&at), if sandbox.path(&at).is_dir() { 0o700 } else { 0o600 });
            for words in [("one", "two"), ("two", "three")] {
                sandbox.publish_or_adopt(&what, words, &[]);
            }
        });
    });
}

#[test]
fn a_state_folder_that_others_may_enter_is_closed() {
    as_root(|| {
        each([0o755, 0o777, 0o770, 0o701], |mode| {
            let sandbox = Sandbox::of_user();
            let what = format!("a state folder of mode {mode:o}");
            sandbox.publish(&what, "one", "site/public", &[]);
            set_mode(&sandbox.path(STATE), mode);
            sandbox.publish(&what, "two", "site/public", &[]);
            let found = fs::metadata(sandbox.path(STATE)).unwrap().permissions().mode() & 0o7777;
            assert_eq!(format!("{found:o}"), "700", "{what}");
        });
    });
}

#[test]
fn what_is_saved_is_not_saved_through_a_link() {
    as_root(|| {
        each(pairs(&Trap::ALL, &FLAGS), |(trap, flags)| {
            let sandbox = Sandbox::new();
            let what = format!("{trap:?} as saved/, {flags:?}");
            sandbox.publish(&what, "one", "site/public", flags);
            trap.lay(&sandbox, &format!("{STATE}/saved"));
            let before = sandbox.outside();
            sandbox.write("site/public/index.html", "by hand");
            let done = sandbox.publish(&what, "two", "site/public", flags);
            done.notes_say(&what, &["index.html", "saved"]);
            same(&what, &before, &sandbox.outside());
            let saved = walkdir::WalkDir::new(sandbox.path(STATE)).into_iter().map(Result::unwrap);
            let mut saved = saved.filter(|entry| entry.file_type().is_file() && entry.file_name() == "index.html");
            let kept = saved.any(|entry| fs::read_to_string(entry.path()).unwrap() == "by hand");
            assert!(kept, "{what}: the edited page is lost");
        });
    });
}

#[test]
fn the_inner_stage_is_not_taken_for_ours_when_it_is_not() {
    as_root(|| {
        each(pairs(&Trap::ALL, &FLAGS), |(trap, flags)| {
            let sandbox = Sandbox::new();
            let what = format!("{trap:?} as public/.firstflight.stage, {flags:?}");
            sandbox.publish(&what, "one", "site/public", flags);
            trap.lay(&sandbox, "site/public/.firstflight.stage");
            let before = sandbox.outside();
            for word in ["two", "three"] {
                sandbox.publish(&what, word, "site/public", flags);
                same(&what, &before, &sandbox.outside());
            }
            if trap == Trap::FullFolder {
                let all = walkdir::WalkDir::new(sandbox.path("site")).into_iter().map(Result::unwrap);
                let kept = all.filter(|entry| entry.file_name() == "theirs").count();
                assert_eq!(kept, 1, "{what}: a file that Firstflight did not write is lost");
            }
        });
    });
}

#[test]
fn a_state_folder_that_is_named_is_not_trusted_either() {
    as_root(|| {
        each(Trap::ALL, |trap| {
            let sandbox = Sandbox::new();
            let what = format!("--state {trap:?}");
            trap.lay(&sandbox, "elsewhere/state");
            let before = sandbox.outside();
            sandbox.say("one");
            let done = sandbox.build(&["--state", text(&sandbox.path("elsewhere/state"))]);
            if done.code == Some(2) {
                done.is_refused(&what, "");
            } else {
                done.is_fine(&what);
                sandbox.holds(&what, "one", "site/public");
            }
            same(&what, &before, &sandbox.outside());
        });
    });
}

#[test]
fn a_state_folder_at_home_is_not_trusted_either() {
    as_root(|| {
        each(Trap::ALL, |trap| {
            let sandbox = Sandbox::of_user();
            let what = format!("{trap:?} as the state folder at home");
            // Not beside the target, whose parent is root's.
            fs::create_dir_all(sandbox.path("www/html")).unwrap();
            give_one(&sandbox.path("www/html"), USER, 0o755);
            let out = ["--out", "www/html"];
            sandbox.publish(&what, "one", "www/html", &out);
            let states = sandbox.home.join(".local/state/firstflight");
            let [state] = &names(&states)[..] else { panic!("{what}: not one state folder in {}", states.display()) };
            trap.lay(&sandbox, &format!("home/.local/state/firstflight/{state}"));
            give(&sandbox.home, USER);
            let before = sandbox.outside();
            sandbox.say("two");
            let done = sandbox.build(&out);
            if done.code == Some(2) {
                done.is_refused(&what, "--adopt");
                sandbox.holds(&what, "one", "www/html");
                sandbox.build(&[&out[..], &["--adopt"]].concat()).is_fine(&what);
            } else {
                done.is_fine(&what);
                // Marked pages are recognized, and those that are no longer produced stay.
                done.notes_say(&what, &["www/html/only-one/index.html", "no record"]);
                fs::remove_dir_all(sandbox.path("www/html/only-one")).unwrap();
                sandbox.holds(&what, "two", "www/html");
            }
            same(&what, &before, &sandbox.outside());
        });
    });
}
