//! Walks `content/` and says what each file is, by its place and name alone.

use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::config::Paths;
use crate::report::{Finding, Place, SourceFile, catalog};

/// A file of the site.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it lies on disk.
    pub disk: PathBuf,
    /// Its path below `content/`, with `/`.
    pub path: String,
    /// What its folder says of it.
    pub stamp: Stamp,
}

/// What a folder says of a file: where any of it is another, the file may be another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// When it was written to, counted from 1970.
    pub modified: Option<Duration>,
    /// Which file it is, where the system numbers them.
    number: u64,
}

impl Stamp {
    /// The stamp of a file.
    #[must_use]
    pub fn of(metadata: &std::fs::Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()),
            number,
        }
    }
}

/// What lies under `content/`.
#[derive(Clone, Debug, Default)]
pub struct Discovered {
    /// Every file that counts, sorted by path.
    pub files: Vec<Found>,
    /// The folders directly under `content/`, sorted.
    pub folders: Vec<String>,
    /// Files and folders that are links to others of the site.
    pub links: Vec<PathBuf>,
}

/// Walks the content folder. A folder that cannot be read, or a link that leads out of the site, is a finding; the
/// rest is still walked.
#[must_use]
pub fn discover(paths: &Paths, findings: &mut Vec<Finding>) -> Discovered {
    let mut discovered = Discovered::default();
    let mut files = Vec::new();
    let Ok(root) = paths.root.canonicalize() else { return discovered };
    let mut walk = WalkDir::new(&paths.content).min_depth(1).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| shown(path, paths));
                // A site without content/ has no settings either, and that is found.
                if path == Paths::CONTENT && !paths.content.exists() {
                    continue;
                }
                let why = error.loop_ancestor().map_or_else(
                    || why(&error),
                    |ancestor| format!("it is a link to the folder {} that it lies in", shown(ancestor, paths)),
                );
                if !is_passed_over(path.rsplit('/').next().unwrap_or("")) {
                    findings.push(catalog::files::unreadable(whole(&path), &why));
                }
                continue;
            }
        };
        let Some(name) = entry.file_name().to_str() else {
            findings.push(catalog::files::unreadable(whole(&shown(entry.path(), paths)), "its name is not UTF-8"));
            skip(&mut walk, &entry);
            continue;
        };
        if is_passed_over(name) {
            skip(&mut walk, &entry);
            continue;
        }
        if entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(&root)) {
            findings.push(catalog::files::outside_symlink(whole(&shown(entry.path(), paths))));
            skip(&mut walk, &entry);
            continue;
        }
        if entry.path_is_symlink() {
            discovered.links.push(entry.path().to_owned());
        }
        if entry.file_type().is_dir() {
            if entry.depth() == 1 {
                discovered.folders.push(below(entry.path(), &paths.content));
            }
        } else if entry.file_type().is_file() {
            files.push(entry.into_path());
        } else {
            let why = "it is neither a file nor a folder";
            findings.push(catalog::files::unreadable(whole(&shown(entry.path(), paths)), why));
        }
    }
    let found = files.into_par_iter().map(|disk| Found {
        path: below(&disk, &paths.content),
        stamp: std::fs::metadata(&disk).map_or_else(|_| Stamp::default(), |metadata| Stamp::of(&metadata)),
        disk,
    });
    discovered.files = found.collect();
    // The walk is sorted folder by folder; addresses are compared as whole paths.
    discovered.files.par_sort_by(|a, b| a.path.cmp(&b.path));
    discovered.folders.sort();
    discovered
}

/// What keeps the walk from going on.
fn why(error: &walkdir::Error) -> String {
    let is_link = error.path().is_some_and(Path::is_symlink);
    match error.io_error() {
        Some(io) if is_link && io.kind() == std::io::ErrorKind::NotFound => {
            "it is a link to something that is not there".to_owned()
        }
        Some(io)
            if is_link
                && error.path().is_some_and(|path| std::fs::read_link(path).is_ok_and(|to| path.ends_with(to))) =>
        {
            let _ = io;
            "it is a link to itself".to_owned()
        }
        Some(io) => plain_error(io),
        None => error.to_string(),
    }
}

fn skip(walk: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

/// Hidden files, and what editors and offices leave behind: swap, backup and lock files.
#[must_use]
pub fn is_passed_over(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["~", ".swp", ".swo", ".bak", ".orig", ".tmp"];
    name.starts_with(['.', '#']) || name.starts_with("~$") || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// A file that is named but whose text is not at hand.
#[must_use]
pub fn whole(path: &str) -> Place {
    Place::whole(&SourceFile::new(path, ""))
}

/// The path as findings show it: relative to the site's folder, with `/`.
#[must_use]
pub fn shown(path: &Path, paths: &Paths) -> String {
    below(path, &paths.root)
}

fn below(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What the system says, without its number.
#[must_use]
pub fn plain_error(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or("");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
