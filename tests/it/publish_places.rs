//! Where a build may write: state that finds no place beside the target, links, private folders, full disks.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::publish_support::{
    Done, Ground, OTHER, Running, USER, as_root, each, give, give_one, names, pairs, picture, run, same, set_mode, text,
};

const STATE: &str = "site/.public.firstflight";
const WORDS: [&str; 3] = ["one", "two", "three"];
const FLAGS: [&[&str]; 2] = [&[], &["--in-place"]];

/// A web root that belongs to the user in a folder that does not, as `/var/www/html` is.
fn web_root() -> Ground {
    let ground = Ground::of_user();
    fs::create_dir_all(ground.path("www/html")).unwrap();
    give_one(&ground.path("www/html"), USER, 0o755);
    ground
}

/// Takes away the place for state at home.
fn without_home(mut ground: Ground) -> Ground {
    ground.home = ground.path("roots-home");
    fs::create_dir(&ground.home).unwrap();
    ground
}

/// Fails where something of Firstflight's own lies in the target.
fn holds_nothing_of_ours(what: &str, ground: &Ground, target: &str) {
    let ours: Vec<_> = names(&ground.path(target)).into_iter().filter(|name| name.contains("firstflight")).collect();
    assert!(ours.is_empty(), "{what}: in {target} lie {ours:?}");
}

/// Fails unless a folder and all that is in it is closed to others.
fn is_private(what: &str, at: &std::path::Path) {
    let mode = fs::metadata(at).unwrap_or_else(|error| panic!("{what}: {}: {error}", at.display())).mode() & 0o7777;
    assert_eq!(format!("{mode:o}"), "700", "{what}: mode of {}", at.display());
}

#[test]
fn state_goes_home_where_the_folder_around_may_not_be_written() {
    as_root(|| {
        each([None, Some("state of all")], |state_home| {
            let ground = web_root();
            let what = format!("an unwritable parent, XDG_STATE_HOME: {state_home:?}");
            ground.write("www/html/CNAME", "example.org");
            let (before, states) = match state_home {
                None => (String::new(), ground.home.join(".local/state/firstflight")),
                Some(name) => {
                    fs::create_dir(ground.path(name)).unwrap();
                    give_one(&ground.path(name), USER, 0o755);
                    (
                        format!("XDG_STATE_HOME='{}'; export XDG_STATE_HOME;", text(&ground.path(name))),
                        ground.path(name).join("firstflight"),
                    )
                }
            };
            let www = picture(&ground.path("www"), false)[""].clone();
            for word in WORDS {
                ground.say(word);
                let done = ground.build_after(&before, &["--out", "www/html"]);
                done.is_fine(&what);
                // Pages of the build before are known, so they go.
                ground.holds(&what, word, "www/html");
                done.notes_say(&what, &["in place"]);
                holds_nothing_of_ours(&what, &ground, "www/html");
                assert_eq!(ground.read("www/html/CNAME"), "example.org");
                let [state] = &names(&states)[..] else { panic!("{what}: not one state in {}", states.display()) };
                is_private(&what, &states.join(state));
                assert!(states.join(state).join("manifest").is_file(), "{what}: no manifest in {state}");
            }
            assert_eq!(www, picture(&ground.path("www"), false)[""], "{what}: the folder around changed");
            assert_eq!(names(&ground.path("www")), ["html"], "{what}");
        });
    });
}

#[test]
fn two_targets_have_two_states_at_home() {
    as_root(|| {
        let ground = web_root();
        fs::create_dir(ground.path("www/other")).unwrap();
        give_one(&ground.path("www/other"), USER, 0o755);
        for (word, other) in [("one", "two"), ("three", "four")] {
            ground.publish("the first of two", word, "www/html", &["--out", "www/html"]);
            ground.publish("the second of two", other, "www/other", &["--out", "www/other"]);
        }
        assert_eq!(names(&ground.home.join(".local/state/firstflight")).len(), 2);
    });
}

#[test]
fn without_any_place_for_state_nothing_is_removed_and_the_build_says_so() {
    as_root(|| {
        let ground = without_home(web_root());
        let what = "no place for state";
        ground.write("www/html/CNAME", "example.org");
        for (word, before) in [("one", None), ("two", Some("one")), ("three", Some("two"))] {
            ground.say(word);
            let mut done = ground.build(&["--out", "www/html"]);
            if done.code == Some(2) && before.is_some() {
                // Without state it cannot know that the pages are its own; what it says has to help.
                assert!(done.err.contains("--adopt") || done.err.contains("--state"), "{what}, {word}: {done:?}");
                done = ground.build(&["--out", "www/html", "--adopt"]);
            }
            done.is_fine(&format!("{what}, {word}"));
            done.notes_say(what, &["in place"]);
            done.notes_say(what, &["removed"]);
            assert!(ground.read("www/html/index.html").contains(&format!("The word is {word}.")), "{what}: {done:?}");
            if let Some(before) = before {
                let page = format!("www/html/only-{before}/index.html");
                assert!(ground.path(&page).is_file(), "{what}: {page} was removed, though nobody knows whose it is");
            }
            assert_eq!(ground.read("www/html/CNAME"), "example.org");
            holds_nothing_of_ours(what, &ground, "www/html");
        }
    });
}

#[test]
fn a_read_only_site_with_a_writable_target_is_published() {
    as_root(|| {
        each([true, false], |has_home| {
            let ground = if has_home { Ground::of_user() } else { without_home(Ground::of_user()) };
            let what = format!("a read-only site, a place for state: {has_home}");
            ground.say("one");
            fs::create_dir_all(ground.path("site/public")).unwrap();
            let site = ground.path("site");
            run("mount", &["--bind", text(&site), text(&site)]);
            run("mount", &["-o", "remount,bind,ro", text(&site)]);
            let owner = format!("mode=755,uid={USER},gid={USER}");
            run("mount", &["-t", "tmpfs", "-o", &owner, "none", text(&ground.path("site/public"))]);
            for build in 0..3 {
                let done = ground.build(&[]);
                done.is_fine(&format!("{what}, build {build}"));
                ground.holds(&what, "one", "site/public");
            }
            holds_nothing_of_ours(&what, &ground, "site/public");
        });
    });
}

#[test]
fn state_goes_where_it_is_told() {
    as_root(|| {
        each(pairs(&["states/deep", "states/there"], &FLAGS), |(state, flags)| {
            let ground = Ground::of_user();
            let what = format!("--state {state}, {flags:?}");
            fs::create_dir_all(ground.path("states/there")).unwrap();
            give(&ground.path("states"), USER);
            let flags = [&["--state", state], flags].concat();
            for word in WORDS {
                ground.publish(&what, word, "site/public", &flags);
                assert!(!ground.path(STATE).exists(), "{what}: there is state beside the target");
                assert!(ground.path(state).join("manifest").is_file(), "{what}: no manifest in {state}");
                is_private(&what, &ground.path(state));
                holds_nothing_of_ours(&what, &ground, "site/public");
            }
        });
        each(["site/public", "site/public/state", "site/content", "site/content/state"], |state| {
            let ground = Ground::of_user();
            let what = format!("--state {state}");
            ground.publish(&what, "one", "site/public", &[]);
            let before = (picture(&ground.path("site/public"), false), names(&ground.path("site/content")));
            ground.build(&["--state", state]).is_refused(&what, "");
            same(&what, &before.0, &picture(&ground.path("site/public"), false));
            assert_eq!(before.1, names(&ground.path("site/content")), "{what}");
        });
    });
}

#[test]
fn in_place_the_folder_and_unchanged_files_stay_the_same_ones() {
    as_root(|| {
        each(["--in-place", "output: in-place"], |way| {
            let ground = Ground::of_user();
            let flags = if way.starts_with("--") { &[way][..] } else { &[] };
            if flags.is_empty() {
                let settings = ground.read("site/content/site.yaml") + way + "\n";
                ground.write("site/content/site.yaml", &settings);
            }
            ground.publish(way, "zero", "site/public", flags);
            ground.write("site/public/notes/theirs", "theirs");
            let inode = |path: &str| fs::metadata(ground.path("site/public").join(path)).unwrap().ino();
            let kept = ["", "about", "robots.txt", "notes", "notes/theirs"];
            let before = kept.map(inode);
            for word in WORDS {
                ground.publish(way, word, "site/public", flags);
                assert_eq!(before, kept.map(inode), "{way}, {word}: inodes of {kept:?}");
                holds_nothing_of_ours(way, &ground, "site/public");
            }
        });
        let ground = Ground::of_user();
        let settings = ground.read("site/content/site.yaml") + "output: exchange\n";
        ground.write("site/content/site.yaml", &settings);
        let done = ground.publish("output: exchange", "one", "site/public", &[]);
        assert!(done.notes().is_empty(), "{done:?}");
        let settings = settings.replace("exchange", "sideways");
        ground.write("site/content/site.yaml", &settings);
        let done = ground.build(&[]);
        assert!(done.code == Some(1) && done.err.contains("in-place"), "a wrong `output` is no finding: {done:?}");
    });
}

#[test]
fn a_target_that_is_a_link_is_followed_only_inside_the_site() {
    as_root(|| {
        // What the link is, what else is a link, and whether it stays inside.
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
            let ground = Ground::of_user();
            let what = format!("public leads to {aim}, {second:?}");
            for folder in ["site/deep", "site/real", "site-2"] {
                fs::create_dir_all(ground.path(folder)).unwrap();
                give(&ground.path(folder), USER);
            }
            if let Some((name, aim)) = second {
                symlink(aim, ground.path("site").join(name)).unwrap();
            }
            symlink(aim, ground.path("site/public")).unwrap();
            let before = (ground.outside(), names(&ground.path("")), names(&ground.path("site-2")));
            ground.say("one");
            let done = ground.build(&[]);
            same(&what, &before.0, &ground.outside());
            assert_eq!((before.1, before.2), (names(&ground.path("")), names(&ground.path("site-2"))), "{what}");
            if is_inside {
                done.is_fine(&what);
                ground.holds(&what, "one", "site/public");
            } else {
                done.is_refused(&what, "--follow");
            }
            ground.publish(&what, "two", "site/public", &["--follow"]);
            assert!(fs::symlink_metadata(ground.path("site/public")).unwrap().is_symlink(), "{what}: no link any more");
        });
    });
}

#[test]
fn an_out_that_is_a_link_is_followed_only_inside_the_site() {
    as_root(|| {
        let ground = Ground::of_user();
        symlink("outside/folder", ground.path("link")).unwrap();
        symlink("site/real", ground.path("link-in")).unwrap();
        let before = ground.outside();
        ground.say("one");
        ground.build(&["--out", "link"]).is_refused("--out link", "--follow");
        same("--out link", &before, &ground.outside());
        ground.publish("--out link-in", "one", "site/real", &["--out", "link-in"]);
        ground.publish("--out link --follow", "two", "outside/folder", &["--out", "link", "--follow"]);
    });
}

#[test]
fn content_that_is_a_link_is_followed_only_inside_the_site() {
    as_root(|| {
        each(["content", "themes"], |name| {
            let ground = Ground::of_user();
            ground.say("one");
            if name == "themes" {
                fs::create_dir(ground.path("site/themes")).unwrap();
            }
            let (place, inside) = (ground.path("site").join(name), ground.path("site/inside"));
            fs::rename(&place, &inside).unwrap();
            symlink("inside", &place).unwrap();
            ground.build(&[]).is_fine(&format!("{name} leads to a folder inside"));
            fs::remove_file(&place).unwrap();
            fs::rename(&inside, ground.path(name)).unwrap();
            symlink(format!("../{name}"), &place).unwrap();
            for command in ["build", "check"] {
                let mut shell = ground.shell(Some(USER), "exec \"$@\"");
                shell.arg(ground.path("firstflight")).args([command, "--site", "site"]);
                let output = shell.stdout(Stdio::piped()).output().unwrap();
                let err = String::from_utf8_lossy(&output.stderr);
                let is_found = output.status.code() == Some(1) && err.contains("outside-symlink");
                assert!(is_found, "{command}, {name} leads out: {:?} {err}", output.status);
            }
            ground.build(&["--follow"]).is_fine(&format!("{name} leads out, --follow"));
        });
    });
}

/// Starts somebody else who tries to read the private file again and again, until a file `done` is there; what could be
/// read is written to `seen`.
const WATCH: &str = r#"
    while [ -d site ] && [ ! -e done ]; do
        for path in site/public/private/1 site/public/.firstflight.stage/private/1 site/.public.firstflight/stage/private/1 \
            site/.public.firstflight/*/private/1 site/.public.firstflight/saved/1/private/1; do
            [ -r "$path" ] && echo "$path"
        done
        : >watching
    done >seen
"#;

fn private_files(ground: &Ground, count: usize) {
    for number in 1..=count {
        ground.write(&format!("site/public/private/{number}"), "secret");
    }
    give(&ground.path("site/public/private"), USER);
    set_mode(&ground.path("site/public/private"), 0o700);
}

/// Whatever somebody else can read of the private files now.
fn readable(ground: &Ground) -> String {
    let find = "find site -path '*private/*' -readable 2>/dev/null";
    String::from_utf8(ground.shell(Some(OTHER), find).output().unwrap().stdout).unwrap()
}

#[test]
fn a_private_folder_is_not_exposed_for_a_moment() {
    as_root(|| {
        each(pairs(&FLAGS, &[true, false]), |(flags, is_first)| {
            let ground = Ground::of_user();
            let what = format!("{flags:?}, first build: {is_first}");
            if !is_first {
                ground.publish(&what, "zero", "site/public", flags);
            }
            private_files(&ground, 3000);
            give_one(&ground.path("site/public"), USER, 0o755);
            set_mode(&ground.path(""), 0o777);
            let mut watch = Running(ground.shell(Some(OTHER), WATCH).spawn().unwrap());
            while !ground.path("watching").exists() {
                sleep(Duration::from_millis(2));
            }
            let state = ground.path(STATE);
            for word in WORDS {
                ground.say(word);
                let mut build = ground.start(flags);
                while build.try_wait().unwrap().is_none() {
                    if let Ok(found) = fs::metadata(&state) {
                        let mode = found.permissions().mode() & 0o7777;
                        assert_eq!(format!("{mode:o}"), "700", "{what}: the state folder was open for a moment");
                    }
                }
                assert!(build.wait().unwrap().success(), "{what}, {word}");
                ground.holds(&what, word, "site/public");
            }
            ground.write("done", "");
            watch.0.wait().unwrap();
            let seen = ground.read("seen");
            assert!(seen.is_empty(), "{what}: somebody else could read {}", seen.lines().next().unwrap_or_default());
            assert_eq!(names(&ground.path("site/public/private")).len(), 3000, "{what}");
            is_private(&what, &ground.path("site/public/private"));
        });
    });
}

#[test]
fn a_killed_build_leaves_nothing_private_open() {
    as_root(|| {
        for flags in FLAGS {
            let ground = Ground::of_user();
            let what = format!("killed, {flags:?}");
            ground.publish(&what, "zero", "site/public", flags);
            private_files(&ground, 3000);
            let start = Instant::now();
            ground.publish(&what, "one", "site/public", flags);
            let span = start.elapsed();
            for kill in 0..12_u32 {
                ground.say(WORDS[kill as usize % 3]);
                let mut build = ground.start(flags);
                sleep(span * kill / 12);
                build.kill().unwrap();
                build.wait().unwrap();
                let open = readable(&ground);
                assert!(open.is_empty(), "{what} after {kill} twelfths: open is {:?}", open.lines().next());
            }
            ground.publish(&what, "four", "site/public", flags);
            assert_eq!(names(&ground.path("site/public/private")).len(), 3000, "{what}");
            assert!(!ground.path(STATE).join("stage").exists(), "{what}: the stage stays");
        }
    });
}

#[test]
fn what_is_saved_is_private_and_where_the_note_says() {
    as_root(|| {
        each(pairs(&FLAGS, &[0o755, 0o700]), |(flags, mode)| {
            let ground = Ground::of_user();
            let what = format!("an edited page, {flags:?}, public has {mode:o}");
            ground.publish(&what, "zero", "site/public", flags);
            set_mode(&ground.path("site/public"), mode);
            ground.write("site/public/index.html", "by hand");
            let done = ground.publish(&what, "one", "site/public", flags);
            done.notes_say(&what, &["index.html", "saved/1"]);
            assert!(!done.out.contains("about/index.html have"), "{what}: {done:?}");
            let saved: PathBuf = ground.path(STATE).join("saved");
            assert_eq!(fs::read_to_string(saved.join("1/index.html")).unwrap(), "by hand", "{what}");
            assert_eq!(names(&saved.join("1")), ["index.html"], "{what}: more was saved than was edited");
            is_private(&what, &ground.path(STATE));
            is_private(&what, &saved);
            let mut shell = ground.shell(Some(OTHER), "cat site/.public.firstflight/saved/1/index.html");
            let read = shell.output().unwrap();
            assert!(!read.status.success(), "{what}: somebody else can read what was saved");
        });
    });
}

#[test]
fn a_file_damaged_at_the_same_length_and_time_is_written_again_when_asked() {
    as_root(|| {
        each(FLAGS, |flags| {
            let ground = Ground::of_user();
            ground.publish("a whole site", "one", "site/public", flags);
            let (page, whole) =
                (ground.path("site/public/about/index.html"), ground.read("site/public/about/index.html"));
            let found = fs::metadata(&page).unwrap();
            fs::write(&page, whole.replace("About", "Abuot")).unwrap();
            fs::File::open(&page).unwrap().set_modified(found.modified().unwrap()).unwrap();
            let done: Done = ground.build(&[flags, &["--verify"]].concat());
            done.is_fine("--verify");
            let now = ground.read("site/public/about/index.html");
            assert!(now == whole, "--verify, {flags:?} left the damaged page: {done:?}");
            let done = ground.build(&[flags, &["--verify"]].concat());
            assert!(done.out.contains(": 0 files written"), "--verify of a whole site, {flags:?}: {done:?}");
        });
    });
}

#[test]
fn where_nothing_more_can_be_written_the_old_site_stands() {
    as_root(|| {
        each(pairs(&FLAGS, &["a full disk", "a limit of the shell"]), |(flags, how)| {
            let ground = Ground::of_user();
            let what = format!("{how}, {flags:?}");
            let before = match how {
                "a full disk" => {
                    fs::create_dir(ground.path("disk")).unwrap();
                    let options = format!("size=600k,uid={USER},gid={USER},mode=755");
                    run("mount", &["-t", "tmpfs", "-o", &options, "none", text(&ground.path("disk"))]);
                    ""
                }
                _ => {
                    fs::create_dir(ground.path("disk")).unwrap();
                    give_one(&ground.path("disk"), USER, 0o755);
                    // In blocks of 512 bytes.
                    "ulimit -f 100;"
                }
            };
            let flags = [&["--out", "disk/public"], flags].concat();
            ground.write("site/content/en/big.bin", &"a".repeat(300_000));
            ground.publish(&what, "one", "disk/public", &flags);
            let standing = picture(&ground.path("disk/public"), false);
            ground.write("site/content/en/big.bin", &"b".repeat(400_000)).say("two");
            let done = ground.build_after(before, &flags);
            if how == "a full disk" || done.code.is_some_and(|code| code < 128) {
                done.is_refused(&what, "");
            } // else the system ended it, as it does by default at that limit
            if done.code.is_some_and(|code| code < 128) || !flags.contains(&"--in-place") {
                same(&what, &standing, &picture(&ground.path("disk/public"), false));
            } else {
                // Ended by the system, it leaves its drafts to the next build, in a folder that nobody else may enter.
                ground.holds(&what, "one", "disk/public");
                let drafts = ground.path("disk/public/.firstflight.stage");
                assert_eq!(fs::metadata(drafts).unwrap().permissions().mode() & 0o777, 0o700, "{what}");
            }
            ground.write("site/content/en/big.bin", "small");
            ground.publish(&what, "three", "disk/public", &flags);
            assert_eq!(ground.read("disk/public/big.bin"), "small", "{what}");
        });
    });
}
