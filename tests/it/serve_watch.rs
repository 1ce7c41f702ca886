//! The watcher: after any change to a site, reading only the files that it reports gives the true state.

#[path = "serve_watch/limits.rs"]
mod limits;
#[path = "serve_watch/saves.rs"]
mod saves;
#[path = "serve_watch/trees.rs"]
mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use firstflight::config::Paths;
use firstflight::serve::{Change, ScanCause, Watch, WatchMode};
use tempfile::TempDir;
use walkdir::WalkDir;

/// How often each thing is done, to meet its races.
const TIMES: usize = 25;
/// A change that is not reported by then never will be. Much longer than it takes, for machines that are busy with other things.
const LONG: Duration = Duration::from_secs(20);

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A watched site, and what is known of its files from reports alone.
struct Watched {
    folder: TempDir,
    watch: Watch,
    known: Files,
    /// Whether the site's folder itself goes and comes. No event reports that; polling does.
    by_the_clock: bool,
}

impl Watched {
    fn new() -> Self {
        Self::with(|_| ())
    }

    /// With the files that are there from the beginning.
    fn with(fill: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        for (path, text) in [
            ("content/site.yaml", "title: Test"),
            ("content/en/index.md", "home"),
            ("content/en/a.md", "a"),
            ("themes/plain/style.css", "body {}"),
        ] {
            write(&site.join(path), text);
        }
        fill(&site);
        let watch = Watch::start(&Paths::new(&site), WatchMode::Native).unwrap();
        let mut watched = Self { folder, watch, known: Files::new(), by_the_clock: false };
        watched.look_everywhere();
        watched
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    /// The files as they are now.
    fn truth(&self) -> Files {
        [self.path("content"), self.path("themes")].iter().flat_map(|root| files(root)).collect()
    }

    fn look_everywhere(&mut self) {
        self.known = self.truth();
        let walk = [self.path("content"), self.path("themes")].map(|root| WalkDir::new(root).follow_links(true));
        let entries = walk.into_iter().flat_map(|walk| walk.into_iter().flatten());
        // A link that leads nowhere is one, too.
        let loose = [self.path("content"), self.path("themes")].map(|root| WalkDir::new(root).into_iter().flatten());
        let links = entries.chain(loose.into_iter().flatten()).filter(walkdir::DirEntry::path_is_symlink);
        let mut links: Vec<PathBuf> = links.map(walkdir::DirEntry::into_path).collect();
        links.sort();
        links.dedup();
        self.watch.follow(&links);
    }

    /// Reads the files that were reported.
    fn look(&mut self, seen: Change) {
        match seen {
            Change::Paths(paths) => {
                for path in paths {
                    self.known.retain(|known, _| !known.starts_with(&path));
                    self.known.extend(files(&path));
                    if path.is_symlink() {
                        self.look_everywhere();
                    }
                }
            }
            // Safety nets are what must not be needed.
            Change::Whole(ScanCause::Quiet | ScanCause::Poll) => {}
            Change::Whole(ScanCause::Rearmed) if !self.by_the_clock => {}
            Change::Whole(_) => self.look_everywhere(),
        }
    }

    /// Reads reported files until all files are known as they are.
    fn settle(&mut self, what: &str) {
        let since = Instant::now();
        let truth = self.truth();
        while self.known != truth {
            assert!(since.elapsed() < LONG, "{what}: not reported: {}", difference(&self.known, &truth));
            if let Some(seen) = self.watch.next(Duration::from_millis(100)) {
                self.look(seen);
            }
        }
    }

    /// Does something many times, and reads reported files after each.
    fn repeat(&mut self, what: &str, act: impl Fn(&Path, usize)) {
        let site = self.path("");
        for time in 0..TIMES {
            act(&site, time);
            self.settle(&format!("{what}, time {time}"));
        }
        assert_eq!(self.watch.notice(), None);
    }

    /// All that is reported until a save of `content/en/a.md` is, by paths below the site.
    fn reported_until_a_save(&mut self) -> Vec<String> {
        let end = self.path("content/en/a.md");
        fs::write(&end, "the end").unwrap();
        let mut reported = Vec::new();
        let since = Instant::now();
        loop {
            assert!(since.elapsed() < LONG, "the save is never reported: {reported:?}");
            match self.watch.next(Duration::from_millis(100)) {
                Some(Change::Paths(paths)) => {
                    let is_end = paths.contains(&end);
                    let site = self.path("");
                    reported.extend(paths.iter().map(|path| path.strip_prefix(&site).unwrap().display().to_string()));
                    if is_end {
                        return reported;
                    }
                }
                Some(Change::Whole(ScanCause::Quiet)) | None => {}
                Some(Change::Whole(cause)) => reported.push(format!("{cause:?}")),
            }
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// All files at or below `path` that count, with their contents.
fn files(path: &Path) -> Files {
    let counts = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name.ends_with(['~']) || name.contains("___jb_"))
    };
    let walk = WalkDir::new(path).follow_links(true).into_iter().filter_entry(counts).flatten();
    let files = walk.filter(|entry| entry.file_type().is_file());
    files.filter_map(|file| Some((file.path().to_owned(), fs::read(file.path()).ok()?))).collect()
}

fn difference(known: &Files, truth: &Files) -> String {
    let paths = known.keys().chain(truth.keys());
    let other: Vec<_> = paths.filter(|path| known.get(*path) != truth.get(*path)).take(5).collect();
    format!("{other:?}")
}
