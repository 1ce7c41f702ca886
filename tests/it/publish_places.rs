//! Where a build may write: state that cannot be beside the target, links, private folders, full disks, and builds at the
//! same time as other processes.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::publish_support::{
    Done, OTHER, Running, Sandbox, USER, as_root, each, give, give_one, names, pairs, run, same, set_mode, snapshot,
    text,
};

const STATE: &str = "site/.public.firstflight";
const WORDS: [&str; 3] = ["one", "two", "three"];
const FLAGS: [&[&str]; 2] = [&[], &["--in-place"]];

/// A web root that belongs to the user, in a folder that does not, like `/var/www/html`.
fn web_root() -> Sandbox {
    let sandbox = Sandbox::of_user();
    fs::create_dir_all(sandbox.path("www/html")).unwrap();
    give_one(&sandbox.path("www/html"), USER, 0o755);
    sandbox
}

/// Makes the home folder unusable for state.
fn without_home(mut sandbox: Sandbox) -> Sandbox {
    sandbox.home = sandbox.path("roots-home");
    fs::create_dir(&sandbox.home).unwrap();
    sandbox
}

/// Fails if the target contains anything of Firstflight itself.
fn holds_nothing_of_ours(what: &str, sandbox: &Sandbox, target: &str) {
    let ours: Vec<_> = names(&sandbox.path(target)).into_iter().filter(|name| name.contains("firstflight")).collect();
    assert!(ours.is_empty(), "{what}: {target} contains {ours:?}");
}

/// Fails unless a folder is closed to other users.
fn is_private(what: &str, at: &std::path::Path) {
    let mode = fs::metadata(at).unwrap_or_else(|error| panic!("{what}: {}: {error}", at.display())).mode() & 0o7777;
    assert_eq!(format!("{mode:o}"), "700", "{what}: mode of {}", at.display());
}

#[test]
fn state_goes_home_where_the_folder_around_may_not_be_written() {
    as_root(|| {
        each([None, Some("state of all")], |state_home| {
            let sandbox = web_root();
            let what = format!("an unwritable parent, XDG_STATE_HOME: {state_home:?}");
            sandbox.write("www/html/CNAME", "example.org");
            let (before, states) = match state_home {
                None => (String::new(), sandbox.home.join(".local/state/firstflight")),
                Some(name) => {
                    fs::create_dir(sandbox.path(name)).unwrap();
                    give_one(&sandbox.path(name), USER, 0o755);
                    (
                        format!("XDG_STATE_HOME='{}'; export XDG_STATE_HOME;", text(&sandbox.path(name))),
                        sandbox.path(name).join("firstflight"),
                    )
                }
            };
            let www = snapshot(&sandbox.path("www"), false)[""].clone();
            for word in WORDS {
                sandbox.say(word);
                let done = sandbox.build_after(&before, &["--out", "www/html"]);
                done.is_fine(&what);
                // Pages of the build before are recognized, so they are removed.
                sandbox.holds(&what, word, "www/html");
                done.notes_say(&what, &["in place"]);
                holds_nothing_of_ours(&what, &sandbox, "www/html");
                assert_eq!(sandbox.read("www/html/CNAME"), "example.org");
                let [state] = &names(&states)[..] else { panic!("{what}: not one state in {}", states.display()) };
                is_private(&what, &states.join(state));
                assert!(states.join(state).join("manifest").is_file(), "{what}: no manifest in {state}");
            }
            assert_eq!(www, snapshot(&sandbox.path("www"), false)[""], "{what}: the folder around changed");
            assert_eq!(names(&sandbox.path("www")), ["html"], "{what}");
        });
    });
}

#[test]
fn a_home_for_state_that_lies_in_the_site_or_its_sources_is_not_used() {
    as_root(|| {
        // The second is a link into the site.
        each(["www/html", "link", "www/html/deep/state", "site/content"], |state_home| {
            let sandbox = web_root();
            let what = format!("XDG_STATE_HOME={state_home}");
            symlink("www/html", sandbox.path("link")).unwrap();
            let before = format!("XDG_STATE_HOME='{}'; export XDG_STATE_HOME;", text(&sandbox.path(state_home)));
            for word in WORDS {
                sandbox.say(word);
                let done = sandbox.build_after(&before, &["--out", "www/html"]);
                done.is_fine(&what);
                done.notes_say(&what, &["no state folder"]);
                assert!(
                    sandbox.read("www/html/index.html").contains(&format!("The word is {word}.")),
                    "{what}: {done:?}"
                );
                for root in ["www", "site/content"] {
                    let all = walkdir::WalkDir::new(sandbox.path(root)).into_iter().map(Result::unwrap);
                    let ours = all.filter(|entry| entry.file_name().to_string_lossy().contains("firstflight"));
                    assert_eq!(ours.count(), 0, "{what}: there is state in {root}");
                }
                assert!(!sandbox.path("www/html/deep").exists(), "{what}: a folder was made for state");
            }
        });
    });
}

#[test]
fn two_targets_have_two_states_at_home() {
    as_root(|| {
        let sandbox = web_root();
        fs::create_dir(sandbox.path("www/other")).unwrap();
        give_one(&sandbox.path("www/other"), USER, 0o755);
        for (word, other) in [("one", "two"), ("three", "four")] {
            sandbox.publish("the first of two", word, "www/html", &["--out", "www/html"]);
            sandbox.publish("the second of two", other, "www/other", &["--out", "www/other"]);
        }
        assert_eq!(names(&sandbox.home.join(".local/state/firstflight")).len(), 2);
    });
}

#[test]
fn without_any_place_for_state_nothing_is_removed_and_the_build_says_so() {
    as_root(|| {
        let sandbox = without_home(web_root());
        let what = "no place for state";
        sandbox.write("www/html/CNAME", "example.org");
        for (word, before) in [("one", None), ("two", Some("one")), ("three", Some("two"))] {
            sandbox.say(word);
            let mut done = sandbox.build(&["--out", "www/html"]);
            if done.code == Some(2) && before.is_some() {
                // Without state it may not recognize its own pages. Then the help must work.
                assert!(done.err.contains("--adopt") || done.err.contains("--state"), "{what}, {word}: {done:?}");
                done = sandbox.build(&["--out", "www/html", "--adopt"]);
            }
            done.is_fine(&format!("{what}, {word}"));
            done.notes_say(what, &["in place"]);
            done.notes_say(what, &["removed"]);
            assert!(sandbox.read("www/html/index.html").contains(&format!("The word is {word}.")), "{what}: {done:?}");
            if let Some(before) = before {
                let page = format!("www/html/only-{before}/index.html");
                assert!(sandbox.path(&page).is_file(), "{what}: {page} was removed, though nobody knows whose it is");
            }
            assert_eq!(sandbox.read("www/html/CNAME"), "example.org");
            holds_nothing_of_ours(what, &sandbox, "www/html");
        }
    });
}

#[test]
fn a_failure_without_a_place_for_state_says_each_thing_once() {
    as_root(|| {
        let sandbox = without_home(web_root());
        sandbox.write("www/html/index.html", "by hand");
        let done = sandbox.build(&["--out", "www/html"]);
        done.is_refused("in the way", "--state DIR");
        for words in ["--state", "no state folder", "www/html is unchanged"] {
            assert_eq!(done.err.matches(words).count(), 1, "{words}: {done:?}");
        }
        assert!(!done.err.contains("removed"), "{done:?}");
        // Where the folder itself cannot be created, a state folder would not help.
        let done = sandbox.build(&["--out", "www/new"]);
        done.is_refused("a new folder", "check the owner and mode of the folder that is to contain it");
        for words in ["--state", "state folder", "removed"] {
            assert!(!done.err.contains(words), "{words}: {done:?}");
        }
    });
}

#[test]
fn root_recognizes_the_pages_that_the_owner_of_the_target_wrote() {
    as_root(|| {
        let sandbox = web_root();
        sandbox.publish("by the owner", "one", "www/html", &["--out", "www/html"]);
        let sandbox = without_home(sandbox).built_by(None);
        sandbox.say("two");
        let done = sandbox.build(&["--out", "www/html"]);
        done.is_fine("by root");
        done.notes_say("by root", &["www/html/only-one/index.html", "earlier build"]);
        assert!(sandbox.read("www/html/index.html").contains("The word is two."), "{done:?}");
    });
}

#[test]
fn a_file_of_somebody_else_that_cannot_be_linked_is_called_so() {
    as_root(|| {
        let sandbox = Sandbox::of_user();
        sandbox.publish("before", "one", "site/public", &[]);
        sandbox.write("site/public/own.txt", "own");
        give_one(&sandbox.path("site/public/own.txt"), OTHER, 0o600);
        let done = sandbox.publish("with a file of another", "two", "site/public", &[]);
        // Where the system lets everybody link, there is nothing to say.
        if fs::read_to_string("/proc/sys/fs/protected_hardlinks").unwrap().trim() == "1" {
            done.notes_say(
                "own.txt",
                &["own.txt belongs to another user, and this system lets a user link only own files"],
            );
        }
    });
}

#[test]
fn a_read_only_site_with_a_writable_target_is_published() {
    as_root(|| {
        each([true, false], |has_home| {
            let sandbox = if has_home { Sandbox::of_user() } else { without_home(Sandbox::of_user()) };
            let what = format!("a read-only site, a place for state: {has_home}");
            sandbox.say("one");
            fs::create_dir_all(sandbox.path("site/public")).unwrap();
            let site = sandbox.path("site");
            run("mount", &["--bind", text(&site), text(&site)]);
            run("mount", &["-o", "remount,bind,ro", text(&site)]);
            let owner = format!("mode=755,uid={USER},gid={USER}");
            run("mount", &["-t", "tmpfs", "-o", &owner, "none", text(&sandbox.path("site/public"))]);
            for build in 0..3 {
                let done = sandbox.build(&[]);
                done.is_fine(&format!("{what}, build {build}"));
                sandbox.holds(&what, "one", "site/public");
            }
            holds_nothing_of_ours(&what, &sandbox, "site/public");
        });
    });
}

#[test]
fn state_goes_to_the_named_folder() {
    as_root(|| {
        each(pairs(&["states/deep", "states/there"], &FLAGS), |(state, flags)| {
            let sandbox = Sandbox::of_user();
            let what = format!("--state {state}, {flags:?}");
            fs::create_dir_all(sandbox.path("states/there")).unwrap();
            give(&sandbox.path("states"), USER);
            let flags = [&["--state", state], flags].concat();
            for word in WORDS {
                sandbox.publish(&what, word, "site/public", &flags);
                assert!(!sandbox.path(STATE).exists(), "{what}: there is state beside the target");
                assert!(sandbox.path(state).join("manifest").is_file(), "{what}: no manifest in {state}");
                is_private(&what, &sandbox.path(state));
                holds_nothing_of_ours(&what, &sandbox, "site/public");
            }
        });
        each(["site/public", "site/public/state", "site/content", "site/content/state"], |state| {
            let sandbox = Sandbox::of_user();
            let what = format!("--state {state}");
            sandbox.publish(&what, "one", "site/public", &[]);
            let before = (snapshot(&sandbox.path("site/public"), false), names(&sandbox.path("site/content")));
            sandbox.build(&["--state", state]).is_refused(&what, "");
            same(&what, &before.0, &snapshot(&sandbox.path("site/public"), false));
            assert_eq!(before.1, names(&sandbox.path("site/content")), "{what}");
        });
    });
}

#[test]
fn in_place_the_folder_and_unchanged_files_stay_the_same_ones() {
    as_root(|| {
        each(["--in-place", "output: in-place"], |way| {
            let sandbox = Sandbox::of_user();
            let flags = if way.starts_with("--") { &[way][..] } else { &[] };
            if flags.is_empty() {
                let settings = sandbox.read("site/content/site.yaml") + way + "\n";
                sandbox.write("site/content/site.yaml", &settings);
            }
            sandbox.publish(way, "zero", "site/public", flags);
            sandbox.write("site/public/notes/theirs", "theirs");
            let inode = |path: &str| fs::metadata(sandbox.path("site/public").join(path)).unwrap().ino();
            let kept = ["", "about", "robots.txt", "notes", "notes/theirs"];
            let before = kept.map(inode);
            for word in WORDS {
                sandbox.publish(way, word, "site/public", flags);
                assert_eq!(before, kept.map(inode), "{way}, {word}: inodes of {kept:?}");
                holds_nothing_of_ours(way, &sandbox, "site/public");
            }
        });
        let sandbox = Sandbox::of_user();
        let settings = sandbox.read("site/content/site.yaml") + "output: exchange\n";
        sandbox.write("site/content/site.yaml", &settings);
        let done = sandbox.publish("output: exchange", "one", "site/public", &[]);
        assert!(done.notes().is_empty(), "{done:?}");
        let settings = settings.replace("exchange", "sideways");
        sandbox.write("site/content/site.yaml", &settings);
        let done = sandbox.build(&[]);
        assert!(done.code == Some(1) && done.err.contains("in-place"), "a wrong `output` is not reported: {done:?}");
    });
}

#[test]
fn a_target_that_is_a_link_is_followed_only_inside_the_site() {
    as_root(|| {
        // Where the link leads, another link, and whether it stays inside.
        let links = [
            ("real", None, true),
            ("deep/real", None, true),
            ("./deep/../real", None, true),
            ("second", Some(("second", "real")), true),
            ("../outside/folder", None, false),
            ("../outside/new", None, false),
            ("../site-2", None, false),
            ("second", Some(("second", "../outside/folder")), false),
            ("real/../../outside/folder", None, false),
            ("lane/folder", Some(("lane", "../outside")), false),
        ];
        each(links, |(aim, second, is_inside)| {
            let sandbox = Sandbox::of_user();
            let what = format!("public leads to {aim}, {second:?}");
            for folder in ["site/deep", "site/real", "site-2"] {
                fs::create_dir_all(sandbox.path(folder)).unwrap();
                give(&sandbox.path(folder), USER);
            }
            if let Some((name, aim)) = second {
                symlink(aim, sandbox.path("site").join(name)).unwrap();
            }
            symlink(aim, sandbox.path("site/public")).unwrap();
            let before = (sandbox.outside(), names(&sandbox.path("")), names(&sandbox.path("site-2")));
            sandbox.say("one");
            let done = sandbox.build(&[]);
            same(&what, &before.0, &sandbox.outside());
            assert_eq!((before.1, before.2), (names(&sandbox.path("")), names(&sandbox.path("site-2"))), "{what}");
            if is_inside {
                done.is_fine(&what);
                sandbox.holds(&what, "one", "site/public");
            } else {
                done.is_refused(&what, "--follow");
            }
            sandbox.publish(&what, "two", "site/public", &["--follow"]);
            assert!(
                fs::symlink_metadata(sandbox.path("site/public")).unwrap().is_symlink(),
                "{what}: no link any more"
            );
        });
    });
}

#[test]
fn an_out_that_is_a_link_is_followed_only_inside_the_site() {
    as_root(|| {
        let sandbox = Sandbox::of_user();
        symlink("outside/folder", sandbox.path("link")).unwrap();
        symlink("site/real", sandbox.path("link-in")).unwrap();
        let before = sandbox.outside();
        sandbox.say("one");
        sandbox.build(&["--out", "link"]).is_refused("--out link", "--follow");
        same("--out link", &before, &sandbox.outside());
        sandbox.publish("--out link-in", "one", "site/real", &["--out", "link-in"]);
        sandbox.publish("--out link --follow", "two", "outside/folder", &["--out", "link", "--follow"]);
    });
}

#[test]
fn content_that_is_a_link_is_followed_only_inside_the_site() {
    as_root(|| {
        each(["content", "themes"], |name| {
            let sandbox = Sandbox::of_user();
            sandbox.say("one");
            if name == "themes" {
                fs::create_dir(sandbox.path("site/themes")).unwrap();
            }
            let (place, inside) = (sandbox.path("site").join(name), sandbox.path("site/inside"));
            fs::rename(&place, &inside).unwrap();
            symlink("inside", &place).unwrap();
            sandbox.build(&[]).is_fine(&format!("{name} leads to a folder inside"));
            fs::remove_file(&place).unwrap();
            fs::rename(&inside, sandbox.path(name)).unwrap();
            symlink(format!("../{name}"), &place).unwrap();
            for command in ["build", "check"] {
                let mut shell = sandbox.shell(Some(USER), "exec \"$@\"");
                shell.arg(sandbox.path("firstflight")).args([command, "--site", "site"]);
                let output = shell.stdout(Stdio::piped()).output().unwrap();
                let err = String::from_utf8_lossy(&output.stderr);
                let is_found = output.status.code() == Some(1) && err.contains("outside-symlink");
                assert!(is_found, "{command}, {name} leads out: {:?} {err}", output.status);
            }
            sandbox.build(&["--follow"]).is_fine(&format!("{name} leads out, --follow"));
        });
    });
}

#[test]
fn two_builds_at_once_without_state_lose_nothing() {
    as_root(|| {
        let sandbox = without_home(web_root());
        let what = "two builds at once without state";
        let out = ["--out", "www/html"];
        sandbox.say("none");
        for round in 0..20 {
            if round % 5 == 0 {
                // A first build, for which the folder is made, and files of people.
                fs::remove_dir_all(sandbox.path("www")).unwrap();
                fs::create_dir(sandbox.path("www")).unwrap();
                give_one(&sandbox.path("www"), 0, 0o755);
                if round % 10 == 0 {
                    fs::create_dir(sandbox.path("www/html")).unwrap();
                    give_one(&sandbox.path("www/html"), USER, 0o755);
                    sandbox.write("www/html/CNAME", "example.org").write("www/html/about/theirs", "theirs");
                    give(&sandbox.path("www/html"), USER);
                } else {
                    give_one(&sandbox.path("www"), USER, 0o777);
                    // Nothing can be put beside the site.
                    sandbox.write("www/.html.firstflight", "");
                    give_one(&sandbox.path("www/.html.firstflight"), 0, 0o600);
                    set_mode(&sandbox.path("www"), 0o1777);
                    give_one(&sandbox.path("www"), 0, 0o1777);
                }
            }
            sandbox.say(&format!("round{round}"));
            let done = std::thread::scope(|scope| {
                let builds = [(); 3].map(|()| scope.spawn(|| sandbox.build(&out)));
                builds.map(|build| build.join().unwrap())
            });
            assert!(
                done.iter().any(|done| done.code == Some(0)),
                "{what}, round {round}: none was published: {done:?}"
            );
            for done in &done {
                if done.code == Some(0) {
                    done.notes_say(what, &["no state folder"]);
                }
                let is_busy = done.code == Some(2) && done.err.contains("another build is publishing to www/html");
                assert!(done.code == Some(0) || is_busy, "{what}, round {round}: {done:?}");
            }
            let home = sandbox.read("www/html/index.html");
            assert!(home.contains(&format!("The word is round{round}.")), "{what}: {home}");
            assert!(sandbox.path("www/html/about/index.html").is_file(), "{what}, round {round}");
            holds_nothing_of_ours(what, &sandbox, "www/html");
            if round / 5 % 2 == 0 {
                assert_eq!(
                    sandbox.read("www/html/CNAME") + &sandbox.read("www/html/about/theirs"),
                    "example.orgtheirs"
                );
            }
        }
    });
}

/// Names that the site's owner may exchange for links while root builds: those in folders that belong to the owner. What root
/// makes in `stage` and `.firstflight.stage` is in folders of root's that nobody else may enter. The first three are new in
/// each build of the word.
const EXCHANGED: [&str; 15] = [
    "site/public/only-one",
    "site/public/only-two",
    "site/public/only-three",
    "site/public",
    "site/public/team",
    "site/public/about",
    "site/public/.firstflight.stage",
    "site/.public.firstflight",
    "site/.public.firstflight/stage",
    "site/.public.firstflight/saved",
    "site/.public.firstflight/saved/1",
    "site/.public.firstflight/lock",
    "site/.public.firstflight/next.draft",
    "site/.public.firstflight/manifest.draft",
    "site/.public.firstflight/filling",
];

#[test]
fn root_changes_no_owner_or_mode_by_a_name_that_others_exchange() {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    as_root(|| {
        each(pairs(&FLAGS, &["outside/folder", "outside/precious"]), |(flags, aim)| {
            let sandbox = Sandbox::of_user().built_by(None);
            let what = format!("names become links to {aim} while root builds, {flags:?}");
            give(&sandbox.path("outside"), 0);
            set_mode(&sandbox.path("outside/folder"), 0o700);
            set_mode(&sandbox.path("outside/precious"), 0o600);
            sandbox.publish(&what, "zero", "site/public", flags);
            give(&sandbox.path("site/public"), USER);
            symlink(sandbox.path(aim), sandbox.path("site/link")).unwrap();
            let before = sandbox.outside();
            let (done, swapped, current) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let (link, names) = (sandbox.path("site/link"), EXCHANGED.map(|name| sandbox.path(name)));
                    let exchange = |name| renameat_with(CWD, name, CWD, &link, RenameFlags::EXCHANGE).is_ok();
                    while !done.load(Ordering::Relaxed) {
                        let name = &names[current.load(Ordering::Relaxed)];
                        if exchange(name) {
                            swapped.fetch_add(1, Ordering::Relaxed);
                            exchange(name);
                        }
                    }
                });
                for build in 0..4 * EXCHANGED.len() {
                    current.store(build % EXCHANGED.len(), Ordering::Relaxed);
                    let page = format!("---\ntitle: Team\n---\nThe team of {build}.\n");
                    sandbox.write("site/content/en/team/index.md", &page).say(WORDS[build % 3]);
                    // The build may fail, but must not change anything outside.
                    let code = sandbox.build(flags).code;
                    if !matches!(code, Some(0 | 2)) || before != sandbox.outside() {
                        done.store(true, Ordering::Relaxed);
                        same(&format!("{what}, build {build}"), &before, &sandbox.outside());
                        panic!("{what}, build {build}: it ended with {code:?}");
                    }
                }
                done.store(true, Ordering::Relaxed);
            });
            assert!(swapped.into_inner() > 1000, "{what}: too few names were exchanged");
        });
    });
}

/// A script that tries to read private files until a file `done` exists. It writes the paths that it could read to `seen`.
const WATCH: &str = r#"
    while [ -d site ] && [ ! -e done ]; do
        for path in site/public/private/1 site/public/.firstflight.stage/private/1 site/.public.firstflight/stage/private/1 \
            site/.public.firstflight/*/private/1 site/.public.firstflight/saved/1/private/1; do
            [ -r "$path" ] && echo "$path"
        done
        : >watching
    done >seen
"#;

fn private_files(sandbox: &Sandbox, count: usize) {
    for number in 1..=count {
        sandbox.write(&format!("site/public/private/{number}"), "secret");
    }
    give(&sandbox.path("site/public/private"), USER);
    set_mode(&sandbox.path("site/public/private"), 0o700);
}

/// The private files that another user can read now.
fn readable(sandbox: &Sandbox) -> String {
    let find = "find site -path '*private/*' -readable 2>/dev/null";
    String::from_utf8(sandbox.shell(Some(OTHER), find).output().unwrap().stdout).unwrap()
}

#[test]
fn a_private_folder_is_not_exposed_for_a_moment() {
    as_root(|| {
        each(pairs(&FLAGS, &[true, false]), |(flags, is_first)| {
            let sandbox = Sandbox::of_user();
            let what = format!("{flags:?}, first build: {is_first}");
            if !is_first {
                sandbox.publish(&what, "zero", "site/public", flags);
            }
            private_files(&sandbox, 3000);
            give_one(&sandbox.path("site/public"), USER, 0o755);
            set_mode(&sandbox.path(""), 0o777);
            let mut watch = Running(sandbox.shell(Some(OTHER), WATCH).spawn().unwrap());
            while !sandbox.path("watching").exists() {
                sleep(Duration::from_millis(2));
            }
            let state = sandbox.path(STATE);
            for word in WORDS {
                sandbox.say(word);
                let mut build = sandbox.start(flags);
                while build.try_wait().unwrap().is_none() {
                    if let Ok(found) = fs::metadata(&state) {
                        let mode = found.permissions().mode() & 0o7777;
                        assert_eq!(format!("{mode:o}"), "700", "{what}: the state folder was open for a moment");
                    }
                }
                assert!(build.wait().unwrap().success(), "{what}, {word}");
                sandbox.holds(&what, word, "site/public");
            }
            sandbox.write("done", "");
            watch.0.wait().unwrap();
            let seen = sandbox.read("seen");
            assert!(seen.is_empty(), "{what}: somebody else could read {}", seen.lines().next().unwrap_or_default());
            assert_eq!(names(&sandbox.path("site/public/private")).len(), 3000, "{what}");
            is_private(&what, &sandbox.path("site/public/private"));
        });
    });
}

#[test]
fn a_killed_build_leaves_nothing_private_open() {
    as_root(|| {
        for flags in FLAGS {
            let sandbox = Sandbox::of_user();
            let what = format!("killed, {flags:?}");
            sandbox.publish(&what, "zero", "site/public", flags);
            private_files(&sandbox, 3000);
            let start = Instant::now();
            sandbox.publish(&what, "one", "site/public", flags);
            let span = start.elapsed();
            for kill in 0..12_u32 {
                sandbox.say(WORDS[kill as usize % 3]);
                let mut build = sandbox.start(flags);
                sleep(span * kill / 12);
                build.kill().unwrap();
                build.wait().unwrap();
                let open = readable(&sandbox);
                assert!(open.is_empty(), "{what} after {kill} twelfths: open is {:?}", open.lines().next());
            }
            sandbox.publish(&what, "four", "site/public", flags);
            assert_eq!(names(&sandbox.path("site/public/private")).len(), 3000, "{what}");
            assert!(!sandbox.path(STATE).join("stage").exists(), "{what}: the stage stays");
        }
    });
}

#[test]
fn what_is_saved_is_private_and_where_the_note_says() {
    as_root(|| {
        each(pairs(&FLAGS, &[0o755, 0o700]), |(flags, mode)| {
            let sandbox = Sandbox::of_user();
            let what = format!("an edited page, {flags:?}, public has {mode:o}");
            sandbox.publish(&what, "zero", "site/public", flags);
            set_mode(&sandbox.path("site/public"), mode);
            sandbox.write("site/public/index.html", "by hand");
            let done = sandbox.publish(&what, "one", "site/public", flags);
            done.notes_say(&what, &["index.html", "saved/1"]);
            assert!(!done.out.contains("about/index.html have"), "{what}: {done:?}");
            let saved: PathBuf = sandbox.path(STATE).join("saved");
            assert_eq!(fs::read_to_string(saved.join("1/index.html")).unwrap(), "by hand", "{what}");
            assert_eq!(names(&saved.join("1")), ["index.html"], "{what}: more was saved than was edited");
            is_private(&what, &sandbox.path(STATE));
            is_private(&what, &saved);
            let mut shell = sandbox.shell(Some(OTHER), "cat site/.public.firstflight/saved/1/index.html");
            let read = shell.output().unwrap();
            assert!(!read.status.success(), "{what}: somebody else can read what was saved");
        });
    });
}

#[test]
fn a_file_damaged_at_the_same_length_and_time_is_written_again_when_asked() {
    as_root(|| {
        each(FLAGS, |flags| {
            let sandbox = Sandbox::of_user();
            sandbox.publish("a whole site", "one", "site/public", flags);
            let (page, whole) =
                (sandbox.path("site/public/about/index.html"), sandbox.read("site/public/about/index.html"));
            let found = fs::metadata(&page).unwrap();
            fs::write(&page, whole.replace("About", "Abuot")).unwrap();
            fs::File::open(&page).unwrap().set_modified(found.modified().unwrap()).unwrap();
            let done: Done = sandbox.build(&[flags, &["--verify"]].concat());
            done.is_fine("--verify");
            let now = sandbox.read("site/public/about/index.html");
            assert!(now == whole, "--verify, {flags:?} left the damaged page: {done:?}");
            let done = sandbox.build(&[flags, &["--verify"]].concat());
            assert!(done.out.contains(": 0 files written"), "--verify of a whole site, {flags:?}: {done:?}");
        });
    });
}

#[test]
fn when_nothing_more_can_be_written_the_old_site_stays() {
    as_root(|| {
        each(pairs(&FLAGS, &["a full disk", "a limit of the shell"]), |(flags, how)| {
            let sandbox = Sandbox::of_user();
            let what = format!("{how}, {flags:?}");
            let before = match how {
                "a full disk" => {
                    fs::create_dir(sandbox.path("disk")).unwrap();
                    let options = format!("size=600k,uid={USER},gid={USER},mode=755");
                    run("mount", &["-t", "tmpfs", "-o", &options, "none", text(&sandbox.path("disk"))]);
                    ""
                }
                _ => {
                    fs::create_dir(sandbox.path("disk")).unwrap();
                    give_one(&sandbox.path("disk"), USER, 0o755);
                    // In blocks of 512 bytes.
                    "ulimit -f 100;"
                }
            };
            let flags = [&["--out", "disk/public"], flags].concat();
            sandbox.write("site/content/en/big.bin", &"a".repeat(300_000));
            sandbox.publish(&what, "one", "disk/public", &flags);
            let standing = snapshot(&sandbox.path("disk/public"), false);
            sandbox.write("site/content/en/big.bin", &"b".repeat(400_000)).say("two");
            let done = sandbox.build_after(before, &flags);
            if how == "a full disk" || done.code.is_some_and(|code| code < 128) {
                done.is_refused(&what, "");
            } // otherwise the system killed it, as it does by default at that limit
            if done.code.is_some_and(|code| code < 128) || !flags.contains(&"--in-place") {
                same(&what, &standing, &snapshot(&sandbox.path("disk/public"), false));
            } else {
                // A killed build leaves its drafts to the next build, in a folder that nobody else may enter.
                sandbox.holds(&what, "one", "disk/public");
                let drafts = sandbox.path("disk/public/.firstflight.stage");
                assert_eq!(fs::metadata(drafts).unwrap().permissions().mode() & 0o777, 0o700, "{what}");
            }
            sandbox.write("site/content/en/big.bin", "small");
            sandbox.publish(&what, "three", "disk/public", &flags);
            assert_eq!(sandbox.read("disk/public/big.bin"), "small", "{what}");
        });
    });
}
