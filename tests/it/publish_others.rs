//! Files, folders and mounts of other users in and around a site keep their owner and rights, and never stop a build.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, IFlags, Mode, mkfifoat};

use super::publish_support::{
    OTHER, Running, Sandbox, Snapshot, Trap, USER, access_list, as_root, each, give, give_one, pairs, properties, run,
    same, set_attribute, set_mode, snapshot, text,
};

const STATE: &str = "site/.public.firstflight";
const WORDS: [&str; 3] = ["one", "two", "three"];

/// Whether a build must publish in place, with a note.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    InPlace,
    Either,
}

/// A snapshot of the site's folder itself and of the whole tree at each of these paths in it.
fn theirs(sandbox: &Sandbox, target: &str, paths: &[&str]) -> Snapshot {
    let mut found = Snapshot::new();
    let mut itself = properties(&sandbox.path(target), false);
    // Pages come and go in it.
    itself.remove("modified");
    found.insert(target.into(), itself);
    for path in paths {
        let known = snapshot(&sandbox.path(target).join(path), false);
        found.extend(known.into_iter().map(|(below, known)| (format!("{path}/{below}"), known)));
    }
    found
}

/// Builds three times. Each build must publish and leave the files of others unchanged.
fn three_builds(what: &str, sandbox: &Sandbox, target: &str, flags: &[&str], paths: &[&str], way: Way) {
    let before = theirs(sandbox, target, paths);
    for word in WORDS {
        let done = sandbox.publish(what, word, target, flags);
        if way == Way::InPlace {
            done.notes_say(&format!("{what}, {word}"), &["in place"]);
        }
        same(&format!("{what}, {word}:"), &before, &theirs(sandbox, target, paths));
        assert!(!sandbox.path(STATE).join("stage").exists(), "{what}, {word}: the stage was left behind: {done:?}");
    }
}

/// Something in the site's folder: its name, how root creates it, the paths that must stay, and the expected way to publish.
type Thing = (&'static str, fn(&Sandbox, &Path), &'static [&'static str], Way);

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
        |sandbox, public| {
            folder_of(&public.join("sub/deep"), 0, 0o755);
            special_files(sandbox, "site/public");
            special_files(sandbox, "site/public/sub/deep");
        },
        &["fifo", "socket", "zero", "link-to-outside", "link-to-nothing", "sub"],
        Way::InPlace,
    ),
    (
        "special files of the user's own",
        |sandbox, public| {
            fs::create_dir_all(public.join("sub/deep")).unwrap();
            special_files(sandbox, "site/public");
            special_files(sandbox, "site/public/sub/deep");
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

fn special_files(sandbox: &Sandbox, at: &str) {
    let folder = sandbox.path(at);
    mkfifoat(CWD, folder.join("fifo"), Mode::from_raw_mode(0o644)).unwrap();
    drop(UnixListener::bind(folder.join("socket")).unwrap());
    Trap::Device.lay(sandbox, &format!("{at}/zero"));
    symlink(sandbox.path("outside"), folder.join("link-to-outside")).unwrap();
    symlink("nowhere", folder.join("link-to-nothing")).unwrap();
}

#[test]
fn things_of_others_stay_theirs_and_never_stop_a_user() {
    as_root(|| {
        each(THINGS, |(name, make, paths, way)| {
            let sandbox = Sandbox::of_user();
            sandbox.publish(name, "zero", "site/public", &[]);
            make(&sandbox, &sandbox.path("site/public"));
            three_builds(name, &sandbox, "site/public", &[], paths, way);
        });
    });
}

#[test]
fn things_of_others_stay_theirs_in_place_too() {
    as_root(|| {
        each(THINGS, |(name, make, paths, _)| {
            let sandbox = Sandbox::of_user();
            let what = format!("{name}, --in-place");
            sandbox.publish(&what, "zero", "site/public", &["--in-place"]);
            make(&sandbox, &sandbox.path("site/public"));
            three_builds(&what, &sandbox, "site/public", &["--in-place"], paths, Way::Either);
        });
    });
}

#[test]
fn things_of_others_stay_theirs_when_root_builds() {
    as_root(|| {
        each(THINGS, |(name, make, paths, _)| {
            let sandbox = Sandbox::new();
            let what = format!("{name}, built by root");
            sandbox.publish(&what, "zero", "site/public", &[]);
            chown(sandbox.path("site/public"), Some(USER), Some(OTHER)).unwrap();
            set_mode(&sandbox.path("site/public"), 0o2775);
            make(&sandbox, &sandbox.path("site/public"));
            three_builds(&what, &sandbox, "site/public", &[], paths, Way::Either);
        });
    });
}

#[test]
fn files_and_folders_that_cannot_change_are_found_before_anything_is_exchanged() {
    as_root(|| {
        let paths = ["file", "folder", "folder/deep", "folder/deep/file"];
        each(pairs(&paths, &[IFlags::IMMUTABLE, IFlags::APPEND]), |(path, flags)| {
            for builder in [None, Some(USER)] {
                let sandbox = Sandbox::of_user().built_by(builder);
                let what = format!("{path} with {flags:?}, built by {builder:?}");
                sandbox.publish(&what, "zero", "site/public", &[]);
                sandbox.write("site/public/file", "file").write("site/public/folder/deep/file", "file");
                give(&sandbox.path("site/public"), USER);
                if sandbox.forbid_changes(&format!("site/public/{path}"), flags) {
                    three_builds(&what, &sandbox, "site/public", &[], &["file", "folder"], Way::InPlace);
                }
            }
        });
    });
}

#[test]
fn attributes_and_access_lists_of_foreign_things_and_of_the_folder_stay() {
    as_root(|| {
        for (builder, flags) in pairs(&[None, Some(USER)], &[&[][..], &["--in-place"]]) {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("attributes, built by {builder:?}, {flags:?}");
            sandbox.publish(&what, "zero", "site/public", flags);
            sandbox.write("site/public/uploads/deep/file", "file").write("site/public/about/beside", "beside");
            give(&sandbox.path("site/public"), USER);
            set_mode(&sandbox.path("site/public"), 0o750);
            for path in ["", "uploads", "uploads/deep", "uploads/deep/file", "about/beside"] {
                let at = sandbox.path("site/public").join(path);
                set_attribute(&at, "user.note", path.as_bytes());
                set_attribute(&at, "system.posix_acl_access", &access_list(OTHER));
            }
            set_attribute(&sandbox.path("site/public/uploads"), "system.posix_acl_default", &access_list(OTHER));
            let paths = ["uploads", "about/beside"];
            let before = theirs(&sandbox, "site/public", &paths);
            let itself = &before["site/public"];
            assert!(itself.contains_key("user.note") && itself.contains_key("system.posix_acl_access"), "{itself:?}");
            three_builds(&what, &sandbox, "site/public", flags, &paths, Way::Either);
        }
    });
}

#[test]
fn a_site_folder_of_another_owner_stays_theirs() {
    as_root(|| {
        each([(0, 0o777), (OTHER, 0o777), (OTHER, 0o2777)], |(owner, mode)| {
            let sandbox = Sandbox::of_user();
            let what = format!("public of {owner} with {mode:o}");
            sandbox.publish(&what, "zero", "site/public", &[]);
            give_one(&sandbox.path("site/public"), owner, mode);
            three_builds(&what, &sandbox, "site/public", &[], &[], Way::InPlace);
        });
        each([0, OTHER], |owner| {
            // Nothing can be written, and the builder may not take ownership.
            let sandbox = Sandbox::of_user();
            let what = format!("public of {owner} that the builder may not write to");
            sandbox.publish(&what, "zero", "site/public", &[]);
            give_one(&sandbox.path("site/public"), owner, 0o755);
            let before = snapshot(&sandbox.path("site/public"), false);
            sandbox.say("one");
            sandbox.build(&[]).is_refused(&what, "");
            same(&what, &before, &snapshot(&sandbox.path("site/public"), false));
            give_one(&sandbox.path("site/public"), USER, 0o755);
            sandbox.publish(&what, "two", "site/public", &[]);
        });
    });
}

#[test]
fn a_folder_in_a_sticky_one_is_published_to_in_place() {
    as_root(|| {
        each([0, OTHER], |owner| {
            let sandbox = Sandbox::of_user();
            folder_of(&sandbox.path("shared"), 0, 0o1777);
            folder_of(&sandbox.path("shared/public"), owner, 0o777);
            let what = format!("public of {owner} in a sticky folder");
            three_builds(&what, &sandbox, "shared/public", &["--out", "shared/public"], &[], Way::InPlace);
        });
    });
}

/// Something mounted inside the published site: its name, and how it is mounted.
type Mounted = (&'static str, fn(&Sandbox));

const MOUNTED: [Mounted; 5] = [
    ("a file system", |sandbox| mount(sandbox, &["-t", "tmpfs", "-o", "size=1m", "none"], "site/public/media")),
    ("a file system deep inside", |sandbox| {
        mount(sandbox, &["-t", "tmpfs", "-o", "size=1m", "none"], "site/public/a/b/media");
    }),
    ("a file system in a page's folder", |sandbox| {
        mount(sandbox, &["-t", "tmpfs", "-o", "size=1m", "none"], "site/public/about/media");
    }),
    ("a folder", |sandbox| mount(sandbox, &["--bind", text(&sandbox.path("outside/folder"))], "site/public/media")),
    ("a single file", |sandbox| {
        sandbox.write("site/public/media", "below");
        run("mount", &["--bind", text(&sandbox.path("outside/precious")), text(&sandbox.path("site/public/media"))]);
    }),
];

fn mount(sandbox: &Sandbox, arguments: &[&str], at: &str) {
    fs::create_dir_all(sandbox.path(at)).unwrap();
    run("mount", &[arguments, &[text(&sandbox.path(at))]].concat());
    sandbox.write(&format!("{at}/film"), "film").write(&format!("{at}/folder/film"), "film");
}

fn mounts(sandbox: &Sandbox) -> Vec<String> {
    let table = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let points = table.lines().map(|line| line.split(' ').nth(4).unwrap().to_owned());
    points.filter(|point| Path::new(point).starts_with(sandbox.path(""))).collect()
}

#[test]
fn what_is_mounted_in_a_site_stays_mounted_and_whole() {
    as_root(|| {
        for flags in [&[][..], &["--in-place"]] {
            each(MOUNTED, |(name, make)| {
                let sandbox = Sandbox::new();
                let what = format!("{name} mounted inside, {flags:?}");
                sandbox.publish(&what, "zero", "site/public", flags);
                make(&sandbox);
                let way = if flags.is_empty() { Way::InPlace } else { Way::Either };
                let mounted = ["site/public/media", "site/public/a", "site/public/about/media"];
                let mounted = mounted.into_iter().find(|path| sandbox.path(path).exists()).unwrap();
                let before = (sandbox.outside(), mounts(&sandbox));
                let paths = [mounted.strip_prefix("site/public/").unwrap()];
                three_builds(&what, &sandbox, "site/public", flags, &paths, way);
                same(&what, &before.0, &sandbox.outside());
                assert_eq!(before.1, mounts(&sandbox), "{what}: mounts");
            });
        }
    });
}

#[test]
fn who_has_mounted_the_site_elsewhere_sees_the_new_one() {
    as_root(|| {
        each(["site/public", "site", "site/public/about"], |mounted| {
            let sandbox = Sandbox::new();
            let what = format!("{mounted} is mounted elsewhere");
            sandbox.publish(&what, "zero", "site/public", &[]);
            fs::create_dir(sandbox.path("elsewhere")).unwrap();
            run("mount", &["--bind", text(&sandbox.path(mounted)), text(&sandbox.path("elsewhere"))]);
            // If the whole folder around the target is mounted, the exchange is visible there.
            let way = if mounted == "site" { Way::Either } else { Way::InPlace };
            for word in WORDS {
                let done = sandbox.publish(&what, word, "site/public", &[]);
                if way == Way::InPlace {
                    done.notes_say(&what, &["in place"]);
                }
                let inode = |path: &str| fs::metadata(sandbox.path(path)).unwrap().ino();
                assert_eq!(inode("elsewhere"), inode(mounted), "{what}: another folder than the mounted one");
            }
        });
    });
}

#[test]
fn a_container_that_has_mounted_the_site_sees_the_new_one() {
    as_root(|| {
        let sandbox = Sandbox::new();
        let what = "a container";
        sandbox.publish(what, "zero", "site/public", &[]);
        fs::create_dir(sandbox.path("served")).unwrap();
        let script = "mount --bind site/public served && touch ready && exec sleep 60";
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", script]).current_dir(sandbox.path(""));
        let container = Running(command.spawn().unwrap());
        let start = Instant::now();
        while !sandbox.path("ready").exists() {
            assert!(start.elapsed() < Duration::from_secs(5), "the container did not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        let served = format!("/proc/{}/root{}", container.0.id(), text(&sandbox.path("served")));
        for word in WORDS {
            let done = sandbox.publish(what, word, "site/public", &[]);
            done.notes_say(what, &["in place"]);
            let home = fs::read_to_string(Path::new(&served).join("index.html")).unwrap();
            assert!(home.contains(&format!("The word is {word}.")), "the container does not see {word}: {home}");
        }
        // After it has ended, folders are exchanged again.
        drop(container);
        let done = sandbox.publish(what, "four", "site/public", &[]);
        assert!(done.notes().is_empty(), "{done:?}");
    });
}

#[test]
fn a_path_that_is_too_long_for_the_system_leads_to_publishing_in_place() {
    as_root(|| {
        // Too long by the folders alone, or by the name of the file.
        each(pairs(&[(25, "file"), (20, "file-with-a-long-name")], &[None, Some(USER)]), |((depth, file), builder)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("{depth} folders with long names, built by {builder:?}");
            sandbox.publish(&what, "zero", "site/public", &[]);
            let file = file.repeat(10);
            let make = format!(
                "cd site/public; name=$(printf %200s | tr ' ' d); for i in $(seq {depth}); do mkdir $name; cd $name; done; \
                 echo theirs >{file}"
            );
            assert!(sandbox.shell(Some(USER), &make).status().unwrap().success(), "{what}");
            let find = || {
                let found =
                    sandbox.shell(Some(USER), "find site/public -name 'file*' -printf '%i %T@ %m %p\\n'").output();
                String::from_utf8(found.unwrap().stdout).unwrap()
            };
            let before = find();
            assert!(before.len() > 4096 && before.lines().count() == 1, "{what}: the path is too short: {before}");
            for word in WORDS {
                let done = sandbox.publish(&what, word, "site/public", &[]);
                done.notes_say(&format!("{what}, {word}"), &["in place"]);
                assert_eq!(before, find(), "{what}, {word}: the file");
            }
        });
    });
}

#[test]
fn folders_of_ours_that_people_made_private_stay_private() {
    as_root(|| {
        let modes = [0o700, 0o750, 0o711, 0o500];
        each(pairs(&pairs(&modes, &[None, Some(USER)]), &[&[][..], &["--in-place"]]), |((mode, builder), flags)| {
            let sandbox = Sandbox::of_user().built_by(builder);
            let what = format!("about/ with mode {mode:o}, built by {builder:?}, {flags:?}");
            let page = "---\ntitle: Team\n---\nTeam.\n";
            sandbox.write("site/content/en/team/index.md", page).write("site/content/en/team/deep/index.md", page);
            sandbox.publish(&what, "zero", "site/public", flags);
            let folders =
                ["site/public/about", "site/public/team", "site/public/team/deep"].map(|path| sandbox.path(path));
            for folder in &folders {
                // An unprivileged builder can only replace pages in a folder that the builder may write to.
                set_mode(folder, if builder.is_some() { mode | 0o200 } else { mode });
            }
            let modes = || folders.each_ref().map(|folder| fs::metadata(folder).unwrap().mode() & 0o7777);
            let before = modes();
            for word in WORDS {
                let page = format!("---\ntitle: Team\n---\nThe team of {word}.\n");
                sandbox.write("site/content/en/about.md", &page).write("site/content/en/team/index.md", &page);
                sandbox.publish(&what, word, "site/public", flags);
                assert_eq!(before, modes(), "{what}, {word}: modes");
                let team = sandbox.read("site/public/team/index.html");
                assert!(team.contains(&format!("The team of {word}.")), "{what}: {team}");
            }
        });
    });
}
