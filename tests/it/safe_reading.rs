//! What is read of a site is its own: links that lead out, pipes, sockets and devices are findings, also where they take a
//! file's place between a check and its use. Nothing is waited for, and nothing outside is read or served.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use firstflight::output::Body;
use firstflight::pipeline::{self, Built, Options};
use firstflight::report::{Code, terminal};
use tempfile::TempDir;

use crate::serve::Preview;
use crate::support::{self, Folder, TODAY, firstflight, page, workers};

/// What lies outside and must never come out.
const SECRET: &str = "SECRET of somebody else";

/// Interface strings; those of English will do for any language.
const STRINGS: &str = include_str!("../../themes/plain/strings/en.yaml");

/// Every kind of thing that can take a file's place.
const KINDS: [&str; 7] =
    ["link out", "pipe", "socket", "device", "link to a pipe", "link to a device", "link to nothing"];

fn options(site: &Path, follow: bool) -> Options {
    Options { follow, ..support::options(site) }
}

fn build(site: &Path, follow: bool) -> Built {
    workers().install(|| pipeline::build(&options(site, follow))).unwrap()
}

/// What is found, as codes with the files they are in.
fn found(built: &Built) -> Vec<(Code, String)> {
    let errors = built.report.findings().iter().filter(|finding| finding.level == firstflight::report::Level::Error);
    errors.map(|finding| (finding.code, finding.place.as_ref().unwrap().file().path().to_owned())).collect()
}

/// What is said to do about a link that leads out.
fn help_for_links(built: &Built) -> String {
    let found = built.report.findings().iter().find(|finding| finding.code == Code::OutsideSymlink);
    found.and_then(|finding| finding.help.clone()).unwrap()
}

/// A folder outside of any site, with secrets in it under the names that sites have.
fn outside() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in ["secret.txt", "page.md", "en/index.md", "plain/style.css", "plain/static/a.txt", "site.yaml"] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("---\ntitle: {SECRET}\n---\n{SECRET}\n")).unwrap();
    }
    folder
}

/// Puts something else in a file's place.
fn replace(file: &Path, kind: &str, outside: &Path) {
    let _ = fs::remove_file(file);
    let pipe = outside.join("pipe");
    let make_pipe = |at: &Path| assert!(at.exists() || Command::new("mkfifo").arg(at).status().unwrap().success());
    match kind {
        "link out" => symlink(outside.join("page.md"), file).unwrap(),
        "pipe" => make_pipe(file),
        "socket" => drop(UnixListener::bind(file).unwrap()),
        "device" => {
            let made = Command::new("mknod").arg(file).args(["c", "1", "5"]).status().unwrap();
            if !made.success() {
                // Only root may; a link to one is tried besides.
                symlink("/dev/zero", file).unwrap();
            }
        }
        "link to a pipe" => {
            make_pipe(&pipe);
            symlink(&pipe, file).unwrap();
        }
        "link to a device" => symlink("/dev/zero", file).unwrap(),
        _ => symlink("nowhere", file).unwrap(),
    }
}

/// Runs what must not wait for anything.
fn at_once<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    end.recv_timeout(Duration::from_secs(20)).unwrap_or_else(|_| panic!("{what}: it waits, or panicked"))
}

#[test]
fn whatever_takes_the_place_of_a_file_is_found_and_not_read() {
    let outside = outside();
    for kind in KINDS {
        for (file, also) in [
            ("content/en/page.md", None),
            ("content/en/photo.jpg", None),
            ("content/en/deep/photo.jpg", None),
            ("content/statistics.yaml", None),
            ("content/site.yaml", None),
            ("themes/own/style.css", Some("theme: [own, plain]\n")),
            ("themes/own/templates/page.html", Some("theme: [own, plain]\n")),
            ("themes/own/static/photo.jpg", Some("theme: [own, plain]\n")),
            ("themes/own/strings/en.yaml", Some("theme: [own, plain]\n")),
        ] {
            let folder = Folder::new();
            folder.write("themes/own/templates/other.html", "");
            if let Some(theme) = also {
                folder.write("content/site.yaml", &format!("title: T\nlanguages: {{ en: {{ at: / }} }}\n{theme}"));
            }
            folder.write(file, "");
            replace(&folder.path().join(file), kind, outside.path());
            let site = folder.path().to_owned();
            let built = at_once(&format!("{file}, a {kind}"), move || build(&site, false));
            let code = match kind {
                "link out" | "link to a pipe" | "link to a device" => Code::OutsideSymlink,
                "device" if folder.path().join(file).is_symlink() => Code::OutsideSymlink,
                _ => Code::UnreadableFile,
            };
            assert_eq!(found(&built), [(code, file.to_owned())], "{file}, a {kind}");
            let all = format!("{}{:?}", terminal::draw_all(built.report.findings(), false), built.output);
            assert!(!all.contains("SECRET"), "{file}, a {kind}: {all}");
        }
    }
}

#[test]
fn a_link_within_the_site_is_followed_wherever_it_is() {
    let folder = Folder::new();
    folder.write("shared/page.md", "---\ntitle: Shared\n---\nShared words.\n");
    folder.write("shared/more/photo.txt", "a photo");
    folder.write("looks/own/style.css", "p { color: #654321 }\n").write("looks/own/strings/fr.yaml", STRINGS);
    folder
        .write("content/site.yaml", "title: T\ntheme: [own, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n");
    folder.write("texts/fr/index.md", "---\ntitle: Accueil\n---\nBonjour.\n");
    let link = |to: &str, at: &str| symlink(to, folder.path().join(at)).unwrap();
    link("../../shared/page.md", "content/en/page.md");
    link("page.md", "content/en/again.md");
    link("../../shared/more", "content/en/more");
    link("../texts/fr", "content/fr");
    link("looks", "themes");
    let built = folder.build_clean();
    assert!(page(&built, "page/index.html").contains("Shared words."));
    assert!(page(&built, "again/index.html").contains("Shared words."));
    assert!(page(&built, "fr/index.html").contains("Bonjour."));
    assert!(page(&built, "index.html").contains("#654321"));
    let Body::File { path, .. } = &built.output.get("more/photo.txt").unwrap().body else { panic!("it is a file") };
    let mut text = String::new();
    std::io::Read::read_to_string(&mut built.files.open(path).unwrap(), &mut text).unwrap();
    assert_eq!(text, "a photo");
    // The whole content may be a link within the site, and the site itself be named by one.
    fs::rename(folder.path().join("content"), folder.path().join("inner")).unwrap();
    link("inner", "content");
    let named = tempfile::tempdir().unwrap();
    symlink(folder.path(), named.path().join("site")).unwrap();
    for site in [folder.path(), &named.path().join("site")] {
        let again = build(site, false);
        assert_eq!(found(&again), []);
        assert_eq!(again.output.len(), built.output.len());
    }
}

#[test]
fn folders_that_lead_out_are_refused_whole_unless_they_are_to_be_followed() {
    let outside = outside();
    let real = Folder::new();
    real.write("content/site.yaml", "title: T\ntheme: [own, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n");
    real.write("content/fr/index.md", "---\ntitle: Accueil\n---\nBonjour, [home](../en/index.md).\n");
    real.write("content/en/index.md", "---\ntitle: Home\n---\nHome, [maison](../fr/index.md).\n");
    real.write("content/en/photo.txt", "a photo");
    real.write("themes/own/style.css", "p { color: #654321 }\n").write("themes/own/strings/fr.yaml", STRINGS);
    real.write("themes/own/static/mark.txt", "a mark");
    let whole = build(real.path(), false);
    assert_eq!(found(&whole), []);
    for part in ["content", "themes", "content/fr", "content/en", "themes/own"] {
        let site = tempfile::tempdir().unwrap();
        for path in ["content/site.yaml", "content/en/index.md", "content/en/photo.txt", "content/fr/index.md"]
            .into_iter()
            .chain(["themes/own/style.css", "themes/own/static/mark.txt", "themes/own/strings/fr.yaml"])
        {
            fs::create_dir_all(site.path().join(path).parent().unwrap()).unwrap();
            fs::copy(real.path().join(path), site.path().join(path)).unwrap();
        }
        fs::remove_dir_all(site.path().join(part)).unwrap();
        symlink(real.path().join(part), site.path().join(part)).unwrap();
        let refused = build(site.path(), false);
        // That a theme is missing may be seen in what it would have given.
        let told: Vec<_> = found(&refused).into_iter().filter(|(code, _)| *code != Code::MissingString).collect();
        assert_eq!(told, [(Code::OutsideSymlink, part.to_owned())], "{part}");
        let help = help_for_links(&refused);
        assert!(help.contains("`--follow`"), "{help}");
        for command in ["build", "check"] {
            let output = firstflight(&[command, "--at", TODAY, "--site"]).arg(site.path()).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{command} with {part}");
        }
        // What is followed is the whole site, byte for byte, and it is published.
        let followed = build(site.path(), true);
        assert_eq!(found(&followed), [], "{part}");
        for (path, artifact) in whole.output.iter() {
            assert_eq!(followed.output.get(path).unwrap().bytes(), artifact.bytes(), "{part}: {path}");
        }
        // But from there on, links out are refused, and `--follow` does not help against them.
        let inner = real.path().join(if part.starts_with("theme") { "themes/own/static" } else { "content/en" });
        let odd = inner.join("odd.txt");
        symlink(outside.path().join("secret.txt"), &odd).unwrap();
        let within = site.path().join(part).join("x").parent().unwrap().canonicalize().unwrap();
        if odd.starts_with(within) {
            let leads_out = build(site.path(), true);
            assert!(matches!(&found(&leads_out)[..], [(Code::OutsideSymlink, file)] if file.ends_with("/odd.txt")));
            let help = help_for_links(&leads_out);
            assert!(!help.contains("--follow"), "{help}");
        }
        fs::remove_file(&odd).unwrap();
    }
}

#[test]
fn nothing_below_a_refused_folder_is_read() {
    let outside = outside();
    for part in ["content", "themes", "content/en", "themes/plain"] {
        let folder = Folder::new();
        folder.write(&format!("{part}/a.txt"), "");
        fs::remove_dir_all(folder.path().join(part)).unwrap();
        symlink(outside.path(), folder.path().join(part)).unwrap();
        let log = folder.path().join("log");
        let mut command = Command::new("strace");
        command.args(["-f", "-e", "trace=%file", "-o"]).arg(&log).arg(env!("CARGO_BIN_EXE_firstflight"));
        let traced = command.args(["check", "--site"]).arg(folder.path()).output();
        let built = build(folder.path(), false);
        assert_eq!(found(&built), [(Code::OutsideSymlink, part.to_owned())], "{part}");
        let all = format!("{}{:?}", terminal::draw_all(built.report.findings(), false), built.output);
        assert!(!all.contains("SECRET"), "{all}");
        // Where there is strace, it is asked which files were opened.
        if traced.is_ok_and(|output| output.status.code() == Some(1)) {
            let log = fs::read_to_string(&log).unwrap();
            let outside = outside.path().to_str().unwrap();
            let opened: Vec<&str> =
                log.lines().filter(|line| line.contains("open") && line.contains(outside)).collect();
            assert_eq!(opened, [""; 0]);
        }
    }
}

/// Swaps two things under one name as fast as can be, for as long as it lives.
struct Swapper(Arc<AtomicBool>, Option<std::thread::JoinHandle<()>>);

impl Swapper {
    fn start(name: &Path, other: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (seen, name, other) = (stop.clone(), name.to_owned(), other.to_owned());
        let thread = std::thread::spawn(move || {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            while !seen.load(Ordering::Relaxed) {
                renameat_with(CWD, &name, CWD, &other, RenameFlags::EXCHANGE).unwrap();
            }
        });
        Self(stop, Some(thread))
    }
}

impl Drop for Swapper {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.take().unwrap().join().unwrap();
    }
}

#[test]
fn what_is_swapped_while_it_is_read_is_never_followed() {
    let outside = outside();
    for (part, kind) in [
        ("content/en/page.md", "link out"),
        ("content/en/page.md", "pipe"),
        ("content/en", "folder"),
        ("content", "folder"),
        ("themes/plain", "folder"),
        ("themes/plain/style.css", "link to a device"),
    ] {
        let folder = Folder::new();
        folder.write("content/en/page.md", "---\ntitle: Page\n---\nHarmless.\n");
        folder.write("content/en/a.txt", "harmless");
        folder.write("themes/plain/style.css", "p { color: red }\n");
        folder.write("themes/plain/static/a.txt", "harmless");
        folder.write("themes/plain/templates/page.html", "{{ page.content }}");
        let other = folder.path().join("other");
        match kind {
            "folder" => symlink(outside.path(), &other).unwrap(),
            kind => replace(&other, kind, outside.path()),
        }
        let swapper = Swapper::start(&folder.path().join(part), &other);
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_millis(1500) {
            let site = folder.path().to_owned();
            let built = at_once(part, move || build(&site, false));
            let mut all = format!("{}{:?}", terminal::draw_all(built.report.findings(), false), built.output);
            for (_, artifact) in built.output.iter() {
                if let Body::File { path, .. } = &artifact.body
                    && let Ok(bytes) = built.files.read(path, 1_000_000)
                {
                    all += &String::from_utf8_lossy(&bytes);
                }
            }
            assert!(!all.contains("SECRET"), "{part}, swapped with a {kind}: {all}");
        }
        drop(swapper);
    }
}

#[test]
fn links_that_multiply_are_a_finding() {
    let folder = Folder::new();
    for level in 0..12 {
        folder.write(&format!("shared/{level}/end.txt"), "");
        for link in 0..10 {
            symlink(format!("../{}", level + 1), folder.path().join(format!("shared/{level}/{link}"))).unwrap();
        }
    }
    folder.write("shared/12/end.txt", "");
    symlink("../../shared/0", folder.path().join("content/en/bomb")).unwrap();
    let site = folder.path().to_owned();
    let built = at_once("a bomb of links", move || build(&site, false));
    let said = terminal::draw_all(built.report.findings(), false);
    assert!(said.contains("links to folders lead to more than 100000 files and folders from here"), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "{said}");
}

#[test]
fn the_preview_serves_nothing_that_took_a_files_place() {
    let outside = outside();
    for kind in KINDS {
        let folder = Folder::new();
        folder.write("content/en/p.txt", "fine");
        folder.write("content/en/q.txt", "also fine");
        let preview = Preview::of(folder.path(), &[]);
        assert_eq!(preview.get("/p.txt"), (200, "fine".to_owned()));
        let code =
            if kind.starts_with("link") && kind != "link to nothing" { "outside-symlink" } else { "unreadable-file" };
        replace(&folder.path().join("content/en/p.txt"), kind, outside.path());
        // From the first moment on, and after it was found as well.
        let at_once = preview.get("/p.txt");
        assert!(at_once.0 == 404 || at_once.0 == 500, "{kind}: {at_once:?}");
        if kind != "link to nothing" {
            assert_eq!(at_once.0, 404, "{kind}: {at_once:?}");
        }
        preview.until_said(if kind == "device" { "error[" } else { code });
        let after = preview.get("/p.txt");
        assert!(matches!(after.0, 404 | 500) && !after.1.contains("SECRET"), "{kind}: {after:?}");
        assert_eq!(preview.get("/q.txt"), (200, "also fine".to_owned()), "{kind}");
        // What is a file again is served again.
        fs::remove_file(folder.path().join("content/en/p.txt")).unwrap();
        folder.write("content/en/p.txt", "fine again");
        preview.until("/p.txt", |status, body| status == 200 && body == "fine again");
    }
}

#[test]
fn the_preview_follows_what_it_is_told_to_follow_and_sees_its_edits() {
    let real = Folder::new();
    real.write("content/en/p.txt", "one");
    let site = tempfile::tempdir().unwrap();
    symlink(real.path().join("content"), site.path().join("content")).unwrap();
    let refused = Preview::of(site.path(), &[]);
    refused.until_said("outside-symlink");
    assert_ne!(refused.get("/p.txt").0, 200);
    drop(refused);
    let preview = Preview::of(site.path(), &["--follow"]);
    assert_eq!(preview.get("/p.txt"), (200, "one".to_owned()));
    real.write("content/en/index.md", "---\ntitle: Home\n---\nOther words.\n");
    preview.until("/", |_, body| body.contains("Other words."));
}

#[test]
fn the_preview_tells_a_file_of_the_same_length_from_the_one_before() {
    let folder = Folder::new();
    folder.write("content/en/p.txt", "one");
    let preview = Preview::of(folder.path(), &[]);
    let mut events = preview.events("/p.txt");
    let first = events.tag();
    folder.write("content/en/p.txt", "two");
    preview.until_said("content/en/p.txt: 2 pages rendered, 1 file changed");
    assert_eq!(preview.get("/p.txt"), (200, "two".to_owned()));
    let second = events.tag();
    assert_ne!(second, first);
    // Also where its time is set back to what it was.
    let file = folder.path().join("content/en/p.txt");
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    fs::write(&file, "six").unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().mtime_nsec(),
        i64::from(time.duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos())
    );
    assert_ne!(events.tag(), second);
    assert_eq!(preview.get("/p.txt"), (200, "six".to_owned()));
}
