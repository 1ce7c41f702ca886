//! What belongs to others: their files, folders, mounts and rights in and around a site stay theirs, and never stop a build.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, IFlags, Mode, mkfifoat};

use super::publish_support::{
    Ground, OTHER, Picture, Running, Trap, USER, access_list, as_root, each, give, give_one, look, pairs, picture, run,
    same, set_attribute, set_mode, text,
};

const STATE: &str = "site/.public.firstflight";
const WORDS: [&str; 3] = ["one", "two", "three"];

/// Whether a build has to publish in place, and to say so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    InPlace,
    Either,
}

/// A picture of the site's folder itself and, whole, of each of these paths in it.
fn theirs(ground: &Ground, target: &str, paths: &[&str]) -> Picture {
    let mut found = Picture::new();
    let mut itself = look(&ground.path(target), false);
    // Pages come and go in it.
    itself.remove("modified");
    found.insert(target.into(), itself);
    for path in paths {
        let known = picture(&ground.path(target).join(path), false);
        found.extend(known.into_iter().map(|(below, known)| (format!("{path}/{below}"), known)));
    }
    found
}

/// Builds three times; each build publishes, and leaves what is of others as it was.
fn three_builds(what: &str, ground: &Ground, target: &str, flags: &[&str], paths: &[&str], way: Way) {
    let before = theirs(ground, target, paths);
    for word in WORDS {
        let done = ground.publish(what, word, target, flags);
        if way == Way::InPlace {
            done.notes_say(&format!("{what}, {word}"), &["in place"]);
        }
        same(&format!("{what}, {word}:"), &before, &theirs(ground, target, paths));
        assert!(!ground.path(STATE).join("stage").exists(), "{what}, {word}: the stage was left behind: {done:?}");
    }
}

/// A thing in the site's folder: its name, how root makes it, what must stay, and how is published then.
type Thing = (&'static str, fn(&Ground, &Path), &'static [&'static str], Way);

fn folder_of(at: &Path, owner: u32, mode: u32) {
    fs::create_dir_all(at).unwrap();
    give_one(at, owner, mode);
}

fn file_of(at: &Path, owner: u32, mode: u32) {
    fs::write(at, "theirs").unwrap();
    give_one(at, owner, mode);
}

const THINGS: [Thing; 13] = [
    (
        "root's folder for certificates",
        |_, public| {
            fs::create_dir_all(public.join(".well-known/acme-challenge")).unwrap();
            file_of(&public.join(".well-known/acme-challenge/token"), 0, 0o644);
        },
        &[".well-known"],
        Way::InPlace,
    ),
    (
        "root's folder deep in the user's own",
        |_, public| {
            folder_of(&public.join("own"), USER, 0o755);
            folder_of(&public.join("own/too"), USER, 0o755);
            folder_of(&public.join("own/too/root"), 0, 0o755);
            file_of(&public.join("own/too/root/file"), 0, 0o644);
        },
        &["own"],
        Way::InPlace,
    ),
    (
        "another's empty folder",
        |_, public| folder_of(&public.join("uploads"), OTHER, 0o755),
        &["uploads"],
        Way::InPlace,
    ),
    (
        "another's folder that the builder may not read",
        |_, public| {
            folder_of(&public.join("uploads"), OTHER, 0o700);
            file_of(&public.join("uploads/file"), OTHER, 0o600);
        },
        &["uploads"],
        Way::InPlace,
    ),
    (
        "another's folder that a group may write to",
        |_, public| {
            folder_of(&public.join("uploads"), OTHER, 0o755);
            chown(public.join("uploads"), None, Some(USER)).unwrap();
            set_mode(&public.join("uploads"), 0o2775);
            file_of(&public.join("uploads/file"), OTHER, 0o664);
        },
        &["uploads"],
        Way::InPlace,
    ),
    (
        "a sticky folder in which everybody puts files",
        |_, public| {
            folder_of(&public.join("inbox"), 0, 0o1777);
            file_of(&public.join("inbox/other"), OTHER, 0o644);
            file_of(&public.join("inbox/root"), 0, 0o600);
            file_of(&public.join("inbox/user"), USER, 0o644);
        },
        &["inbox"],
        Way::InPlace,
    ),
    ("a file of root's", |_, public| file_of(&public.join("file"), 0, 0o644), &["file"], Way::Either),
    ("a private file of root's", |_, public| file_of(&public.join("file"), 0, 0o600), &["file"], Way::Either),
    (
        "a file of another's in a page's folder",
        |_, public| file_of(&public.join("about/file"), OTHER, 0o640),
        &["about/file"],
        Way::Either,
    ),
    (
        "special files of root's",
        |ground, public| {
            folder_of(&public.join("sub/deep"), 0, 0o755);
            special_files(ground, "site/public");
            special_files(ground, "site/public/sub/deep");
        },
        &["fifo", "socket", "zero", "link-to-outside", "link-to-nothing", "sub"],
        Way::InPlace,
    ),
    (
        "special files of the user's own",
        |ground, public| {
            fs::create_dir_all(public.join("sub/deep")).unwrap();
            special_files(ground, "site/public");
            special_files(ground, "site/public/sub/deep");
            for path in ["fifo", "socket", "zero", "link-to-outside", "link-to-nothing", "sub"] {
                give(&public.join(path), USER);
            }
        },
        &["fifo", "socket", "zero", "link-to-outside", "link-to-nothing", "sub"],
        Way::Either,
    ),
    (
        "read-only folders of the user's own",
        |_, public| {
            folder_of(&public.join("closed"), USER, 0o755);
            file_of(&public.join("closed/file"), USER, 0o400);
            folder_of(&public.join("closed/deep"), USER, 0o500);
            set_mode(&public.join("closed"), 0o550);
        },
        &["closed"],
        Way::Either,
    ),
    (
        "a folder of the user's own that even the user may not read",
        |_, public| {
            folder_of(&public.join("closed"), USER, 0o755);
            file_of(&public.join("closed/file"), USER, 0o644);
            set_mode(&public.join("closed"), 0o000);
        },
        &["closed"],
        Way::Either,
    ),
];

fn special_files(ground: &Ground, at: &str) {
    let folder = ground.path(at);
    mkfifoat(CWD, folder.join("fifo"), Mode::from_raw_mode(0o644)).unwrap();
    drop(UnixListener::bind(folder.join("socket")).unwrap());
    Trap::Device.lay(ground, &format!("{at}/zero"));
    symlink(ground.path("outside"), folder.join("link-to-outside")).unwrap();
    symlink("nowhere", folder.join("link-to-nothing")).unwrap();
}

#[test]
fn things_of_others_stay_theirs_and_never_stop_a_user() {
    as_root(|| {
        each(THINGS, |(name, make, paths, way)| {
            let ground = Ground::of_user();
            ground.publish(name, "zero", "site/public", &[]);
            make(&ground, &ground.path("site/public"));
            three_builds(name, &ground, "site/public", &[], paths, way);
        });
    });
}

#[test]
fn things_of_others_stay_theirs_in_place_too() {
    as_root(|| {
        each(THINGS, |(name, make, paths, _)| {
            let ground = Ground::of_user();
            let what = format!("{name}, --in-place");
            ground.publish(&what, "zero", "site/public", &["--in-place"]);
            make(&ground, &ground.path("site/public"));
            three_builds(&what, &ground, "site/public", &["--in-place"], paths, Way::Either);
        });
    });
}

#[test]
fn things_of_others_stay_theirs_when_root_builds() {
    as_root(|| {
        each(THINGS, |(name, make, paths, _)| {
            let ground = Ground::new();
            let what = format!("{name}, built by root");
            ground.publish(&what, "zero", "site/public", &[]);
            chown(ground.path("site/public"), Some(USER), Some(OTHER)).unwrap();
            set_mode(&ground.path("site/public"), 0o2775);
            make(&ground, &ground.path("site/public"));
            three_builds(&what, &ground, "site/public", &[], paths, Way::Either);
        });
    });
}

#[test]
fn files_and_folders_that_cannot_change_are_found_before_anything_is_exchanged() {
    as_root(|| {
        let paths = ["file", "folder", "folder/deep", "folder/deep/file"];
        each(pairs(&paths, &[IFlags::IMMUTABLE, IFlags::APPEND]), |(path, flags)| {
            for builder in [None, Some(USER)] {
                let ground = Ground::of_user().built_by(builder);
                let what = format!("{path} with {flags:?}, built by {builder:?}");
                ground.publish(&what, "zero", "site/public", &[]);
                ground.write("site/public/file", "file").write("site/public/folder/deep/file", "file");
                give(&ground.path("site/public"), USER);
                if ground.forbid_changes(&format!("site/public/{path}"), flags) {
                    three_builds(&what, &ground, "site/public", &[], &["file", "folder"], Way::InPlace);
                }
            }
        });
    });
}

#[test]
fn attributes_and_access_lists_of_foreign_things_and_of_the_folder_stay() {
    as_root(|| {
        for (builder, flags) in pairs(&[None, Some(USER)], &[&[][..], &["--in-place"]]) {
            let ground = Ground::of_user().built_by(builder);
            let what = format!("attributes, built by {builder:?}, {flags:?}");
            ground.publish(&what, "zero", "site/public", flags);
            ground.write("site/public/uploads/deep/file", "file").write("site/public/about/beside", "beside");
            give(&ground.path("site/public"), USER);
            set_mode(&ground.path("site/public"), 0o750);
            for path in ["", "uploads", "uploads/deep", "uploads/deep/file", "about/beside"] {
                let at = ground.path("site/public").join(path);
                set_attribute(&at, "user.note", path.as_bytes());
                set_attribute(&at, "system.posix_acl_access", &access_list(OTHER));
            }
            set_attribute(&ground.path("site/public/uploads"), "system.posix_acl_default", &access_list(OTHER));
            let paths = ["uploads", "about/beside"];
            let before = theirs(&ground, "site/public", &paths);
            let itself = &before["site/public"];
            assert!(itself.contains_key("user.note") && itself.contains_key("system.posix_acl_access"), "{itself:?}");
            three_builds(&what, &ground, "site/public", flags, &paths, Way::Either);
        }
    });
}

#[test]
fn a_site_folder_of_another_owner_stays_theirs() {
    as_root(|| {
        each([(0, 0o777), (OTHER, 0o777), (OTHER, 0o2777)], |(owner, mode)| {
            let ground = Ground::of_user();
            let what = format!("public of {owner} with {mode:o}");
            ground.publish(&what, "zero", "site/public", &[]);
            give_one(&ground.path("site/public"), owner, mode);
            three_builds(&what, &ground, "site/public", &[], &[], Way::InPlace);
        });
        each([0, OTHER], |owner| {
            // Nothing can be written, and making it the builder's own is not the builder's to decide.
            let ground = Ground::of_user();
            let what = format!("public of {owner} that the builder may not write to");
            ground.publish(&what, "zero", "site/public", &[]);
            give_one(&ground.path("site/public"), owner, 0o755);
            let before = picture(&ground.path("site/public"), false);
            ground.say("one");
            ground.build(&[]).is_refused(&what, "");
            same(&what, &before, &picture(&ground.path("site/public"), false));
            give_one(&ground.path("site/public"), USER, 0o755);
            ground.publish(&what, "two", "site/public", &[]);
        });
    });
}

#[test]
fn a_folder_in_a_sticky_one_is_published_to_in_place() {
    as_root(|| {
        each([0, OTHER], |owner| {
            let ground = Ground::of_user();
            folder_of(&ground.path("shared"), 0, 0o1777);
            folder_of(&ground.path("shared/public"), owner, 0o777);
            let what = format!("public of {owner} in a sticky folder");
            three_builds(&what, &ground, "shared/public", &["--out", "shared/public"], &[], Way::InPlace);
        });
    });
}

/// Mounts something inside the published site: how, and what must stay as it is.
type Mounted = (&'static str, fn(&Ground));

const MOUNTED: [Mounted; 5] = [
    ("a file system", |ground| mount(ground, &["-t", "tmpfs", "-o", "size=1m", "none"], "site/public/media")),
    ("a file system deep inside", |ground| {
        mount(ground, &["-t", "tmpfs", "-o", "size=1m", "none"], "site/public/a/b/media");
    }),
    ("a file system in a page's folder", |ground| {
        mount(ground, &["-t", "tmpfs", "-o", "size=1m", "none"], "site/public/about/media");
    }),
    ("a folder", |ground| mount(ground, &["--bind", text(&ground.path("outside/folder"))], "site/public/media")),
    ("a single file", |ground| {
        ground.write("site/public/media", "below");
        run("mount", &["--bind", text(&ground.path("outside/precious")), text(&ground.path("site/public/media"))]);
    }),
];

fn mount(ground: &Ground, arguments: &[&str], at: &str) {
    fs::create_dir_all(ground.path(at)).unwrap();
    run("mount", &[arguments, &[text(&ground.path(at))]].concat());
    ground.write(&format!("{at}/film"), "film").write(&format!("{at}/folder/film"), "film");
}

fn mounts(ground: &Ground) -> Vec<String> {
    let table = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let points = table.lines().map(|line| line.split(' ').nth(4).unwrap().to_owned());
    points.filter(|point| Path::new(point).starts_with(ground.path(""))).collect()
}

#[test]
fn what_is_mounted_in_a_site_stays_mounted_and_whole() {
    as_root(|| {
        for flags in [&[][..], &["--in-place"]] {
            each(MOUNTED, |(name, make)| {
                let ground = Ground::new();
                let what = format!("{name} mounted inside, {flags:?}");
                ground.publish(&what, "zero", "site/public", flags);
                make(&ground);
                let way = if flags.is_empty() { Way::InPlace } else { Way::Either };
                let mounted = ["site/public/media", "site/public/a", "site/public/about/media"];
                let mounted = mounted.into_iter().find(|path| ground.path(path).exists()).unwrap();
                let before = (ground.outside(), mounts(&ground));
                let paths = [mounted.strip_prefix("site/public/").unwrap()];
                three_builds(&what, &ground, "site/public", flags, &paths, way);
                same(&what, &before.0, &ground.outside());
                assert_eq!(before.1, mounts(&ground), "{what}: mounts");
            });
        }
    });
}

#[test]
fn who_has_mounted_the_site_elsewhere_sees_the_new_one() {
    as_root(|| {
        each(["site/public", "site", "site/public/about"], |mounted| {
            let ground = Ground::new();
            let what = format!("{mounted} is mounted elsewhere");
            ground.publish(&what, "zero", "site/public", &[]);
            fs::create_dir(ground.path("elsewhere")).unwrap();
            run("mount", &["--bind", text(&ground.path(mounted)), text(&ground.path("elsewhere"))]);
            // Whoever has mounted all of it sees the exchange.
            let way = if mounted == "site" { Way::Either } else { Way::InPlace };
            for word in WORDS {
                let done = ground.publish(&what, word, "site/public", &[]);
                if way == Way::InPlace {
                    done.notes_say(&what, &["in place"]);
                }
                let inode = |path: &str| fs::metadata(ground.path(path)).unwrap().ino();
                assert_eq!(inode("elsewhere"), inode(mounted), "{what}: another folder than the mounted one");
            }
        });
    });
}

#[test]
fn a_container_that_has_mounted_the_site_sees_the_new_one() {
    as_root(|| {
        let ground = Ground::new();
        let what = "a container";
        ground.publish(what, "zero", "site/public", &[]);
        fs::create_dir(ground.path("served")).unwrap();
        let script = "mount --bind site/public served && touch ready && exec sleep 60";
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", script]).current_dir(ground.path(""));
        let container = Running(command.spawn().unwrap());
        let start = Instant::now();
        while !ground.path("ready").exists() {
            assert!(start.elapsed() < Duration::from_secs(5), "the container did not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        let served = format!("/proc/{}/root{}", container.0.id(), text(&ground.path("served")));
        for word in WORDS {
            let done = ground.publish(what, word, "site/public", &[]);
            done.notes_say(what, &["in place"]);
            let home = fs::read_to_string(Path::new(&served).join("index.html")).unwrap();
            assert!(home.contains(&format!("The word is {word}.")), "the container does not see {word}: {home}");
        }
        // When it has gone, folders are exchanged again.
        drop(container);
        let done = ground.publish(what, "four", "site/public", &[]);
        assert!(done.notes().is_empty(), "{done:?}");
    });
}
