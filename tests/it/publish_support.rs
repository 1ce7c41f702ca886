//! Helpers for tests of publishing with several users: sites in a separate mount namespace, builds with a time limit, traps
//! for a build, and snapshots of whole trees to compare.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, chown, lchown, symlink};
use std::os::unix::net::UnixListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::fs::{CWD, FileType, IFlags, Mode, XattrFlags, makedev, mkfifoat, mknodat};
use tempfile::TempDir;

/// Who builds the sites of these tests, and somebody else.
pub const USER: u32 = 40001;
pub const OTHER: u32 = 40002;

/// Set while a test runs as root of its own mount namespace.
const IN_NAMESPACE: &str = "FIRSTFLIGHT_TEST_IN_NAMESPACE";

/// Makes everything read-only except a memory file system of the test, so that no mistake of the program or a test can change
/// the machine. All of it disappears with the namespace.
const WALLS: &str = r#"
    while read -r _ at _; do mount -o remount,bind,ro "$at" 2>&-; done </proc/self/mounts
    mount -t tmpfs -o mode=1777 none /dev/shm || exit 1
    ! touch /read-only 2>&- || exit 1
    exec "$@"
"#;

/// Runs the body of a test as root of its own mount namespace, so that it may mount and act as several users. If the tests are
/// not run by root, this is root of a user namespace, which needs `newuidmap` and a range of users in `/etc/subuid`.
pub fn as_root<Body: FnOnce()>(body: Body) {
    if std::env::var_os(IN_NAMESPACE).is_some() {
        return body();
    }
    // The closure is named after its test: `it::module::test::{{closure}}`.
    let name = std::any::type_name::<Body>();
    let test = name.split_once("::").unwrap().1.trim_end_matches("::{{closure}}");
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private"]);
    if !rustix::process::geteuid().is_root() {
        command.args(["--user", "--map-root-user", "--map-auto"]);
    }
    command.args(["sh", "-c", WALLS, "sh"]).arg(std::env::current_exe().unwrap()).args([
        "--exact",
        test,
        "--nocapture",
        "--test-threads=1",
    ]);
    let done =
        command.env(IN_NAMESPACE, "1").env("RUST_BACKTRACE", "0").output().expect("unshare is part of util-linux");
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && out.contains("1 passed"), "in a namespace:\n{out}\n{err}");
}

/// Runs every variant of a test, also after one has failed, so that one run shows all failures.
pub fn each<Variant>(variants: impl IntoIterator<Item = Variant>, mut test: impl FnMut(Variant)) {
    let (mut tried, mut failed) = (0, 0);
    for variant in variants {
        tried += 1;
        failed += usize::from(catch_unwind(AssertUnwindSafe(|| test(variant))).is_err());
    }
    assert!(tried > 0 && failed == 0, "{failed} of {tried} variants failed; see above");
}

/// Every pair of one from each list.
pub fn pairs<One: Copy, Two: Copy>(ones: &[One], twos: &[Two]) -> Vec<(One, Two)> {
    ones.iter().flat_map(|&one| twos.iter().map(move |&two| (one, two))).collect()
}

/// Whether the rights of root are those of the machine, not of a user namespace.
pub fn is_real_root() -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap();
    map.split_whitespace().collect::<Vec<_>>() == ["0", "0", "4294967295"]
}

/// A command that must succeed.
pub fn run(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).output().unwrap();
    assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A folder with a site in `site`, and files in `outside` that no build of it may touch.
pub struct Sandbox {
    folder: TempDir,
    program: PathBuf,
    /// The user who builds; `None` for the user who runs the test.
    user: Option<u32>,
    /// `HOME` of the user who builds, for state that cannot be beside the target.
    pub home: PathBuf,
}

impl Sandbox {
    /// A site of whoever runs the test, who also builds it.
    pub fn new() -> Self {
        assert!(std::env::var_os(IN_NAMESPACE).is_some(), "these tests are dangerous outside of their namespace");
        let folder = tempfile::tempdir_in("/dev/shm").unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let home = folder.path().join("home");
        let sandbox = Self { home, folder, program: env!("CARGO_BIN_EXE_firstflight").into(), user: None };
        fs::create_dir(&sandbox.home).unwrap();
        sandbox.write("outside/precious", "precious\n").write("outside/folder/stage/kept", "kept\n");
        sandbox.write("outside/folder/saved/1/kept", "kept\n");
        sandbox.write(
            "site/content/site.yaml",
            "title: T\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n",
        );
        sandbox.write("site/content/en/about.md", "---\ntitle: About\n---\nAbout.\n");
        sandbox.say("none");
        sandbox
    }

    /// A site of [`USER`], who also builds it.
    pub fn of_user() -> Self {
        let mut sandbox = Self::new();
        // The user may not be able to enter the folder in which the program was built.
        let program = sandbox.path("firstflight");
        File::create(&program).unwrap();
        run("mount", &["--bind", text(&sandbox.program), text(&program)]);
        sandbox.program = program;
        for path in ["site", "home", "outside"] {
            give(&sandbox.path(path), USER);
        }
        sandbox.user = Some(USER);
        sandbox
    }

    /// The same site, built by somebody else.
    pub fn built_by(mut self, user: Option<u32>) -> Self {
        self.user = user;
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file with the folders above it; a new one belongs to whoever runs the test.
    pub fn write(&self, path: &str, content: &str) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Changes the home page, and the one other page named after the word.
    pub fn say(&self, word: &str) -> &Self {
        let pages = fs::read_dir(self.path("site/content/en")).into_iter().flatten().map(Result::unwrap);
        for page in pages.filter(|page| page.file_name().to_string_lossy().starts_with("only-")) {
            fs::remove_file(page.path()).unwrap();
        }
        let page = format!("---\ntitle: Page\n---\nThe word is {word}.\n");
        self.write("site/content/en/index.md", &page).write(&format!("site/content/en/only-{word}.md"), &page)
    }

    /// A shell script, run as a user in this folder.
    pub fn shell(&self, user: Option<u32>, script: &str) -> Command {
        let mut command = Command::new(if user.is_some() { "setpriv" } else { "sh" });
        if let Some(user) = user.map(|user| user.to_string()) {
            command.args(["--reuid", &user, "--regid", &user, "--clear-groups", "sh"]);
        }
        command.args(["-c", script, "sh"]).current_dir(self.path("")).env("HOME", &self.home);
        command.env_remove("XDG_STATE_HOME").env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        command.stdin(Stdio::null());
        command
    }

    /// A build as [`Sandbox::user`], after `before` in the same shell, with bounded memory.
    fn builder(&self, before: &str, arguments: &[&str]) -> Command {
        let mut command = self.shell(self.user, &format!("ulimit -v 6000000; {before} exec \"$@\""));
        // A mistake of the program must not block the tests.
        command.args(["timeout", "--foreground", "--signal=KILL", "10"]);
        command.arg(&self.program).args(["build", "--site", "site"]).args(arguments);
        command
    }

    /// Starts a build that may be observed or killed while it runs.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.shell(self.user, "exec \"$@\"");
        command.arg(&self.program).args(["build", "--site", "site"]).args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Builds `site`.
    pub fn build(&self, arguments: &[&str]) -> Done {
        self.build_after("", arguments)
    }

    /// Builds `site` after some commands of the shell, such as `ulimit -f 100;`.
    pub fn build_after(&self, before: &str, arguments: &[&str]) -> Done {
        let output = self.builder(before, arguments).output().unwrap();
        Done {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Sets the immutable or append-only attribute of a file or folder until the end of the test, or removes it. Returns
    /// whether the system allowed that.
    pub fn forbid_changes(&self, path: &str, flags: IFlags) -> bool {
        match rustix::fs::ioctl_setflags(File::open(self.path(path)).unwrap(), flags) {
            Ok(()) => true,
            Err(error) => {
                assert!(!is_real_root(), "{path}: {error}");
                eprintln!("NOT TRIED: only root of the machine may forbid changes of {path}");
                false
            }
        }
    }

    /// Builds a site that says `word`, which must be published completely to `target`.
    pub fn publish(&self, what: &str, word: &str, target: &str, arguments: &[&str]) -> Done {
        self.say(word);
        let done = self.build(arguments);
        done.is_fine(what);
        self.holds(what, word, target);
        done
    }

    /// Fails unless `target` holds the pages of a site that says `word`, and of no other.
    pub fn holds(&self, what: &str, word: &str, target: &str) {
        let home = fs::read_to_string(self.path(target).join("index.html")).unwrap_or_default();
        assert!(
            home.contains(&format!("The word is {word}.")),
            "{what}: {target}/index.html does not say {word}: {home}"
        );
        assert!(self.path(target).join("about/index.html").is_file(), "{what}: {target}/about is missing");
        let only = names(&self.path(target)).into_iter().filter(|name| name.starts_with("only-"));
        assert_eq!(only.collect::<Vec<_>>(), [format!("only-{word}")], "{what}: pages that only one site has");
    }

    /// Builds a site that says the second word. If the program can no longer recognize its own pages, it may refuse with help;
    /// then the site with the first word must be unchanged, and the help must work.
    pub fn publish_or_adopt(&self, what: &str, words: (&str, &str), arguments: &[&str]) -> Done {
        self.say(words.1);
        let done = self.build(arguments);
        if done.code == Some(2) {
            assert!(done.err.contains("--adopt"), "{what}: no help: {done:?}");
            self.holds(what, words.0, "site/public");
            let done = self.build(&[arguments, &["--adopt"]].concat());
            done.is_fine(what);
            let home = self.read("site/public/index.html");
            assert!(home.contains(&format!("The word is {}.", words.1)), "{what}: {home}");
            // This page is no longer recognized, so it stays until somebody removes it.
            let _ = fs::remove_dir_all(self.path(&format!("site/public/only-{}", words.0)));
            return done;
        }
        done.is_fine(what);
        // Where the record is lost, marked pages are recognized, and those that are no longer produced stay.
        let old = format!("site/public/only-{}", words.0);
        if done.notes().iter().any(|note| note.contains(&old) && note.contains("no record")) {
            let _ = fs::remove_dir_all(self.path(&old));
        }
        self.holds(what, words.1, "site/public");
        done
    }

    /// A strict snapshot of everything that no build may touch.
    pub fn outside(&self) -> Snapshot {
        snapshot(&self.path("outside"), true)
    }
}

/// A process that is killed at the end of its test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Sandbox {
    /// Makes the folder removable: unmounts everything in it and removes attributes.
    fn drop(&mut self) {
        let root = self.path("");
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let points = mounts.lines().filter_map(|line| line.split(' ').nth(4));
        let below: Vec<_> = points.filter(|point| Path::new(point).starts_with(&root)).collect();
        for point in below.into_iter().rev() {
            let _ = Command::new("umount").args(["--lazy", point]).status();
        }
        for entry in walkdir::WalkDir::new(&root).into_iter().flatten() {
            let kind = entry.file_type();
            if kind.is_dir() || kind.is_file() {
                let _ = File::open(entry.path()).map(|file| rustix::fs::ioctl_setflags(file, IFlags::empty()));
            }
        }
    }
}

/// How a build ended.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl fmt::Debug for Done {
    /// Without the table of pages.
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let totals = self.out.split_once("\n\n").map_or(&*self.out, |(_, totals)| totals);
        write!(to, "it ended with {:?} and said:\n{totals}{}", self.code, self.err)
    }
}

impl Done {
    #[track_caller]
    pub fn is_fine(&self, what: &str) {
        // If `timeout` kills it after ten seconds, it ends without a code, or with 137.
        assert_eq!(self.code, Some(0), "{what}: {self:?}");
    }

    pub fn notes(&self) -> Vec<&str> {
        self.out.lines().filter(|line| line.starts_with("Note: ")).collect()
    }

    /// Fails unless one note contains all of these words.
    #[track_caller]
    pub fn notes_say(&self, what: &str, words: &[&str]) {
        let found = self.notes().iter().any(|note| words.iter().all(|word| note.contains(word)));
        assert!(found, "{what}: no note says {words:?}: {self:?}");
    }

    /// Fails unless the build refused, with help on standard error that contains this word.
    #[track_caller]
    pub fn is_refused(&self, what: &str, word: &str) {
        assert_eq!(self.code, Some(2), "{what}: {self:?}");
        let help = self.err.split_once("help: ").map(|(_, help)| help);
        assert!(help.is_some_and(|help| help.contains(word)), "{what}: no help says {word:?}: {self:?}");
    }
}

/// Something unexpected at the path of a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    Link,
    DanglingLink,
    LinkToFolder,
    LinkToDevice,
    Fifo,
    Socket,
    Device,
    Folder,
    FullFolder,
    Huge,
}

impl Trap {
    pub const ALL: [Self; 10] = [
        Self::Link,
        Self::DanglingLink,
        Self::LinkToFolder,
        Self::LinkToDevice,
        Self::Fifo,
        Self::Socket,
        Self::Device,
        Self::Folder,
        Self::FullFolder,
        Self::Huge,
    ];

    /// Creates it at a path and replaces what is there.
    pub fn lay(self, sandbox: &Sandbox, at: &str) {
        let outside = sandbox.path("outside");
        let at = sandbox.path(at);
        remove(&at);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        match self {
            Self::Link => symlink(outside.join("precious"), &at).unwrap(),
            Self::DanglingLink => symlink(outside.join("new"), &at).unwrap(),
            Self::LinkToFolder => symlink(outside.join("folder"), &at).unwrap(),
            Self::LinkToDevice => symlink("/dev/zero", &at).unwrap(),
            Self::Fifo => mkfifoat(CWD, &at, Mode::from_raw_mode(0o666)).unwrap(),
            Self::Socket => drop(UnixListener::bind(&at).unwrap()),
            Self::Device => device(&at),
            Self::Folder => fs::create_dir(&at).unwrap(),
            Self::FullFolder => {
                fs::create_dir(&at).unwrap();
                symlink(&outside, at.join("link")).unwrap();
                symlink(outside.join("precious"), at.join("index.html")).unwrap();
                fs::write(at.join("theirs"), "theirs").unwrap();
            }
            Self::Huge => File::create(&at).unwrap().set_len(1 << 40).unwrap(),
        }
    }
}

/// An endless device, as a device node or a mount.
fn device(at: &Path) {
    if mknodat(CWD, at, FileType::CharacterDevice, Mode::from_raw_mode(0o666), makedev(1, 5)).is_err() {
        File::create(at).unwrap();
        run("mount", &["--bind", "/dev/zero", text(at)]);
    }
}

/// Removes whatever is at a path, if anything is.
pub fn remove(at: &Path) {
    match fs::symlink_metadata(at) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(at).unwrap(),
        Ok(_) => fs::remove_file(at).unwrap(),
        Err(_) => {}
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The names in a folder, sorted; none where there is no folder.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Changes the owner of a tree. Links are not followed.
pub fn give(at: &Path, user: u32) {
    for entry in walkdir::WalkDir::new(at).follow_root_links(false) {
        lchown(entry.unwrap().path(), Some(user), Some(user)).unwrap();
    }
}

pub fn set_mode(at: &Path, mode: u32) {
    fs::set_permissions(at, Permissions::from_mode(mode)).unwrap();
}

/// Changes the owner and mode of one file or folder.
pub fn give_one(at: &Path, user: u32, mode: u32) {
    chown(at, Some(user), Some(user)).unwrap();
    set_mode(at, mode);
}

pub fn set_attribute(at: &Path, name: &str, value: &[u8]) {
    rustix::fs::setxattr(at, name, value, XattrFlags::empty()).unwrap_or_else(|error| panic!("{name}: {error}"));
}

/// An access list in the kernel's format: all rights for one more user, besides owner, group and others.
pub fn access_list(user: u32) -> Vec<u8> {
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in [(1, 7, u32::MAX), (2, 7, user), (4, 5, u32::MAX), (16, 7, u32::MAX), (32, 5, u32::MAX)] {
        list.extend(u16::to_le_bytes(tag));
        list.extend(u16::to_le_bytes(rights));
        list.extend(u32::to_le_bytes(id));
    }
    list
}

/// The properties of every path of a tree: path to property to value.
pub type Snapshot = BTreeMap<String, BTreeMap<&'static str, String>>;

/// Takes a snapshot of a whole tree, including the folder itself. `strict` includes the inode and the time of the last
/// change.
pub fn snapshot(root: &Path, strict: bool) -> Snapshot {
    let walk = walkdir::WalkDir::new(root).follow_root_links(false).sort_by_file_name().into_iter();
    walk.map(Result::unwrap)
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap();
            (text(path).to_owned(), properties(entry.path(), strict))
        })
        .collect()
}

/// The properties of one file or folder.
pub fn properties(path: &Path, strict: bool) -> BTreeMap<&'static str, String> {
    let found = fs::symlink_metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let kind = found.file_type();
    let mut known = BTreeMap::from([
        ("kind", format!("{:o}", found.mode() >> 12)),
        ("mode", format!("{:o}", found.mode() & 0o7777)),
        ("owner", format!("{}:{}", found.uid(), found.gid())),
        ("modified", format!("{}.{:09}", found.mtime(), found.mtime_nsec())),
    ]);
    if strict {
        known.insert("inode", found.ino().to_string());
        known.insert("changed", format!("{}.{:09}", found.ctime(), found.ctime_nsec()));
    }
    if kind.is_symlink() {
        known.insert("leads to", fs::read_link(path).unwrap().display().to_string());
    } else if kind.is_file() && found.len() < 1 << 20 {
        known.insert("content", String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
    } else if kind.is_char_device() || kind.is_block_device() {
        known.insert("device", found.rdev().to_string());
    }
    if kind.is_file() || kind.is_dir() {
        for name in ["user.note", "system.posix_acl_access", "system.posix_acl_default"] {
            if let Some(value) = attribute(path, name).unwrap() {
                known.insert(name, format!("{value:?}"));
            }
        }
    }
    known
}

fn attribute(path: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    let mut value = vec![0; 4096];
    match rustix::fs::lgetxattr(path, name, &mut value[..]) {
        Ok(length) => Ok(Some(value[..length].to_vec())),
        Err(rustix::io::Errno::NODATA | rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::PERM) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Fails if two snapshots differ, and prints the paths and properties.
#[track_caller]
pub fn same(what: &str, before: &Snapshot, after: &Snapshot) {
    let mut found = Vec::new();
    for (path, known) in before {
        match after.get(path) {
            None => found.push(format!("{path} is gone")),
            Some(now) => {
                for property in known.keys().chain(now.keys().filter(|property| !known.contains_key(*property))) {
                    if known.get(property) != now.get(property) {
                        let (was, is) = (known.get(property), now.get(property));
                        found.push(format!("{path}: {property} was {was:?} and is {is:?}"));
                    }
                }
            }
        }
    }
    found.extend(after.keys().filter(|path| !before.contains_key(*path)).map(|path| format!("{path} is new")));
    assert!(found.is_empty(), "{what} changed what it must not touch:\n{}", found.join("\n"));
}
