//! State folders that exist but cannot be changed: immutable and append-only entries, read-only mounts. A build finds out
//! before it writes anything, says so, uses another place or none, and still recognizes its own pages.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rustix::fs::IFlags;

use super::publish_support::{
    Done, OTHER, Sandbox, Snapshot, USER, access_list, as_root, each, give, give_one, names, pairs, run, same,
    set_attribute, set_mode, snapshot, text,
};

const STATE: &str = "site/.public.firstflight";
const FLAGS: [IFlags; 2] = [IFlags::IMMUTABLE, IFlags::APPEND];
/// Entries of the state folder without which it cannot be used; the empty one is the folder itself.
const ENTRIES: [&str; 8] = ["", "lock", "manifest", "manifest.draft", "next", "next.draft", "filling", "saved"];

/// Makes an entry of the state folder that a build of the past may have left, and forbids changes of it.
fn lock_entry(sandbox: &Sandbox, entry: &str, flags: IFlags) -> bool {
    let path = format!("{STATE}/{entry}");
    if !sandbox.path(&path).exists() {
        match entry {
            "saved" | "stage" => fs::create_dir(sandbox.path(&path)).unwrap(),
            // As a build leaves it that was killed while it wrote in place.
            "next" => drop(sandbox.write(&path, &sandbox.read(&format!("{STATE}/manifest")))),
            _ => drop(sandbox.write(&path, "")),
        }
        give(&sandbox.path(&path), USER);
    }
    sandbox.forbid_changes(&path, flags)
}

fn allow_changes(sandbox: &Sandbox, entry: &str) {
    assert!(sandbox.forbid_changes(&format!("{STATE}/{entry}"), IFlags::empty()));
}

/// Fails unless a note names the entry and what is wrong with it.
fn names_the_entry(what: &str, done: &Done, entry: &str) {
    match entry {
        "" => done.notes_say(what, &[".public.firstflight: it is immutable or append-only"]),
        entry => {
            done.notes_say(what, &[".public.firstflight: ", &format!("`{entry}` in it is immutable or append-only")]);
        }
    }
}

#[test]
fn a_state_folder_that_cannot_change_is_replaced_by_one_at_home_until_it_can() {
    as_root(|| {
        each(pairs(&pairs(&ENTRIES, &FLAGS), &[None, Some(USER)]), |((entry, flags), builder)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("`{entry}` with {flags:?}, built by {builder:?}");
            sandbox.publish(&what, "one", "site/public", &[]);
            if !lock_entry(&sandbox, entry, flags) {
                return;
            }
            let locked = snapshot(&sandbox.path(STATE), false);
            for word in ["two", "three"] {
                // Pages of the build before go, so they were recognized.
                let done = sandbox.publish(&what, word, "site/public", &[]);
                names_the_entry(&what, &done, entry);
                done.notes_say(&what, &["the state of this site is in", ".local/state/firstflight"]);
                same(&what, &manifest_of(&locked), &manifest_of(&snapshot(&sandbox.path(STATE), false)));
            }
            allow_changes(&sandbox, entry);
            for word in ["four", "five"] {
                let done = sandbox.publish(&what, word, "site/public", &[]);
                assert!(done.notes().is_empty(), "{what}, after the attribute was removed: {done:?}");
                assert!(
                    !sandbox.path(STATE).join("saved/1").exists(),
                    "{what}: a page of ours was taken for an edited one"
                );
            }
        });
    });
}

/// What is known of the manifest, in a snapshot of the state folder.
fn manifest_of(state: &Snapshot) -> Snapshot {
    state.iter().filter(|(path, _)| *path == "manifest").map(|(path, known)| (path.clone(), known.clone())).collect()
}

#[test]
fn a_state_folder_that_cannot_change_is_read_where_there_is_no_other() {
    as_root(|| {
        each(pairs(&pairs(&ENTRIES, &FLAGS), &[None, Some(USER)]), |((entry, flags), builder)| {
            let mut sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("`{entry}` with {flags:?}, no home, built by {builder:?}");
            // Not even root can make a folder below a file.
            sandbox.home = sandbox.path("outside/precious");
            sandbox.publish(&what, "one", "site/public", &[]);
            sandbox.write("site/public/CNAME", "example.org");
            give(&sandbox.path("site/public"), USER);
            if !lock_entry(&sandbox, entry, flags) {
                return;
            }
            sandbox.say("two");
            let done = sandbox.build(&[]);
            done.is_fine(&what);
            // The manifest names the page of the build before, so it goes.
            sandbox.holds(&what, "two", "site/public");
            names_the_entry(&what, &done, entry);
            done.notes_say(&what, &["in place", "no state folder"]);
            // Now only the marks on the files say whose they are.
            sandbox.say("three");
            sandbox.build(&[]).is_fine(&what);
            let home = sandbox.read("site/public/index.html");
            assert!(home.contains("The word is three."), "{what}: {home}");
            allow_changes(&sandbox, entry);
            sandbox.say("four");
            let done = sandbox.build(&[]);
            done.is_fine(&what);
            // Nothing records the page that was written without a state folder.
            let is_leftover = |note: &&str| note.contains("only-three/index.html is from an earlier build");
            assert!(done.notes().iter().all(is_leftover), "{what}, after the attribute was removed: {done:?}");
            assert!(sandbox.read("site/public/index.html").contains("The word is four."), "{what}: {done:?}");
            assert!(!sandbox.path("site/public/only-one").exists(), "{what}: an old page stayed");
            assert_eq!(sandbox.read("site/public/CNAME"), "example.org", "{what}");
            assert!(
                !sandbox.path(STATE).join("saved/1").exists(),
                "{what}: a page of ours was taken for an edited one"
            );
        });
    });
}

#[test]
fn a_stage_that_cannot_change_leads_to_publishing_in_place() {
    as_root(|| {
        each(pairs(&pairs(&FLAGS, &[false, true]), &[None, Some(USER)]), |((flags, is_full), builder)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("`stage` with {flags:?}, full: {is_full}, built by {builder:?}");
            sandbox.publish(&what, "one", "site/public", &[]);
            if is_full {
                sandbox.write(&format!("{STATE}/stage/theirs"), "theirs");
                give(&sandbox.path(STATE).join("stage"), USER);
            }
            if !lock_entry(&sandbox, "stage", flags) {
                return;
            }
            for word in ["two", "three"] {
                let done = sandbox.publish(&what, word, "site/public", &[]);
                done.notes_say(&what, &["in place", "stage"]);
            }
            allow_changes(&sandbox, "stage");
            sandbox.publish(&what, "four", "site/public", &[]);
            let done = sandbox.publish(&what, "five", "site/public", &[]);
            assert!(done.notes().is_empty(), "{what}: {done:?}");
            let kept = walkdir::WalkDir::new(sandbox.path(STATE)).into_iter().map(Result::unwrap);
            let kept = kept.filter(|entry| entry.file_name() == "theirs").count();
            assert_eq!(kept, usize::from(is_full), "{what}: files named `theirs`");
        });
    });
}

#[test]
fn an_ignore_file_that_cannot_change_does_no_harm() {
    as_root(|| {
        each(FLAGS, |flags| {
            let sandbox = Sandbox::of_user();
            let what = format!("`.gitignore` with {flags:?}");
            sandbox.publish(&what, "one", "site/public", &[]);
            if lock_entry(&sandbox, ".gitignore", flags) {
                let done = sandbox.publish(&what, "two", "site/public", &[]);
                assert!(done.notes().is_empty(), "{what}: {done:?}");
            }
        });
    });
}

#[test]
fn a_named_state_folder_that_cannot_change_is_refused_with_the_reason() {
    as_root(|| {
        each(pairs(&ENTRIES, &FLAGS), |(entry, flags)| {
            let sandbox = Sandbox::of_user();
            let what = format!("--state with `{entry}` {flags:?}");
            let named = ["--state", STATE];
            sandbox.publish(&what, "one", "site/public", &named);
            if !lock_entry(&sandbox, entry, flags) {
                return;
            }
            let before = snapshot(&sandbox.path("site/public"), false);
            sandbox.say("two");
            let done = sandbox.build(&named);
            done.is_refused(&what, "--state");
            assert!(done.err.contains("immutable or append-only"), "{what}: {done:?}");
            same(&what, &before, &snapshot(&sandbox.path("site/public"), false));
            allow_changes(&sandbox, entry);
            sandbox.publish(&what, "three", "site/public", &named);
        });
    });
}

/// Ways in which a state folder cannot be changed, other than by attributes: how, and how it can be again.
type Way = (&'static str, fn(&Sandbox), fn(&Sandbox));

fn bind(sandbox: &Sandbox, path: &str, options: &[&str]) {
    let at = sandbox.path(path);
    run("mount", &["--bind", text(&at), text(&at)]);
    for option in options {
        run("mount", &["-o", &format!("remount,bind,{option}"), text(&at)]);
    }
}

fn unmount(sandbox: &Sandbox, path: &str) {
    run("umount", &[text(&sandbox.path(path))]);
}

const WAYS: [Way; 4] = [
    ("mounted read-only", |sandbox| bind(sandbox, STATE, &["ro"]), |sandbox| unmount(sandbox, STATE)),
    (
        "with its manifest mounted",
        |sandbox| bind(sandbox, &format!("{STATE}/manifest"), &[]),
        |sandbox| unmount(sandbox, &format!("{STATE}/manifest")),
    ),
    (
        "with its manifest mounted read-only",
        |sandbox| bind(sandbox, &format!("{STATE}/manifest"), &["ro"]),
        |sandbox| unmount(sandbox, &format!("{STATE}/manifest")),
    ),
    (
        "of the site's owner, sticky, which an access list opens to the builder",
        |sandbox| {
            give(&sandbox.path("site"), OTHER);
            for path in ["site", STATE, "site/content", "site/content/en"] {
                set_attribute(&sandbox.path(path), "system.posix_acl_access", &access_list(USER));
            }
            give(&sandbox.path("site/public"), USER);
            let mode = fs::metadata(sandbox.path(STATE)).unwrap().permissions().mode();
            set_mode(&sandbox.path(STATE), mode | 0o1000);
            set_mode(&sandbox.path(STATE).join("manifest"), 0o644);
        },
        |sandbox| give(&sandbox.path("site"), USER),
    ),
];

#[test]
fn a_state_folder_that_cannot_be_written_for_other_reasons_is_replaced_too() {
    as_root(|| {
        each(WAYS, |(name, forbid, allow)| {
            let sandbox = Sandbox::of_user();
            let what = format!("a state folder {name}");
            sandbox.publish(&what, "one", "site/public", &[]);
            forbid(&sandbox);
            for word in ["two", "three"] {
                let done = sandbox.publish(&what, word, "site/public", &[]);
                done.notes_say(&what, &["the state of this site is in", ".public.firstflight: "]);
            }
            allow(&sandbox);
            for word in ["four", "five"] {
                sandbox.publish(&what, word, "site/public", &[]);
                assert!(
                    !sandbox.path(STATE).join("saved/1").exists(),
                    "{what}: a page of ours was taken for an edited one"
                );
            }
        });
    });
}

#[test]
fn a_page_edited_while_the_state_was_elsewhere_is_kept_aside() {
    as_root(|| {
        let sandbox = Sandbox::of_user();
        let what = "an edited page";
        sandbox.publish(what, "one", "site/public", &[]);
        if !lock_entry(&sandbox, "manifest", IFlags::IMMUTABLE) {
            return;
        }
        sandbox.publish(what, "two", "site/public", &[]);
        allow_changes(&sandbox, "manifest");
        sandbox.write("site/public/about/index.html", "by hand");
        let done = sandbox.publish(what, "three", "site/public", &[]);
        done.notes_say(what, &["about/index.html", "saved/1"]);
        assert_eq!(sandbox.read(&format!("{STATE}/saved/1/about/index.html")), "by hand");
        assert_eq!(names(&sandbox.path(STATE).join("saved/1")), ["about"], "more was saved than was edited");
    });
}

#[test]
fn a_site_folder_that_cannot_change_is_refused_before_anything_is_written() {
    as_root(|| {
        each(pairs(&pairs(&FLAGS, &[None, Some(USER)]), &[&[][..], &["--in-place"]]), |((locked, builder), flags)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("public with {locked:?}, built by {builder:?}, {flags:?}");
            sandbox.publish(&what, "one", "site/public", flags);
            if !sandbox.forbid_changes("site/public", locked) {
                return;
            }
            let before = snapshot(&sandbox.path("site/public"), false);
            // Only a page in a folder changes, and its file alone could be replaced.
            sandbox.write("site/content/en/about.md", "---\ntitle: About\n---\nChanged.\n");
            let done = sandbox.build(flags);
            done.is_refused(&what, "chattr");
            assert!(done.err.contains("public: it is immutable or append-only"), "{what}: {done:?}");
            same(&what, &before, &snapshot(&sandbox.path("site/public"), false));
            assert!(sandbox.forbid_changes("site/public", IFlags::empty()));
            sandbox.publish(&what, "two", "site/public", flags);
        });
    });
}

#[test]
fn a_site_in_a_folder_that_cannot_change_is_published_in_place() {
    as_root(|| {
        each(pairs(&FLAGS, &[None, Some(USER)]), |(locked, builder)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("the folder around public with {locked:?}, built by {builder:?}");
            fs::create_dir(sandbox.path("www")).unwrap();
            give_one(&sandbox.path("www"), USER, 0o755);
            let out = ["--out", "www/public"];
            sandbox.publish(&what, "one", "www/public", &out);
            if sandbox.forbid_changes("www", locked) {
                for word in ["two", "three"] {
                    sandbox.publish(&what, word, "www/public", &out).notes_say(&what, &["in place"]);
                }
            }
        });
    });
}
