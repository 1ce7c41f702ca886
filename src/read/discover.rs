//! Finds the files under `content/`.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::walk::{Walked, walk};
use super::{UnusableFiles, unreadable};
use crate::config::{Config, Host, NO_JEKYLL, Paths};
use crate::disk::{SiteFiles, Stamp};
use crate::names::slashed;
use crate::report::{Finding, Place, SourceFile, catalog};

/// The files that are directly in the folder, as findings show them.
const FILES: [&str; 5] = [Paths::SITE, Paths::STATISTICS, Paths::SOURCES, Paths::EVENTS, Paths::TRANSLATIONS];

/// A file of the site.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Its path on disk.
    pub disk: PathBuf,
    /// Its path below `content/`, with `/`.
    pub path: String,
    /// Its size and times in its folder.
    pub stamp: Stamp,
}

impl FoundFile {
    /// Its path as findings show it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}/{}", Paths::CONTENT, self.path)
    }
}

/// The files under `content/`.
#[derive(Clone, Debug, Default)]
pub struct Discovered {
    /// Every file that counts, sorted by path.
    pub files: Vec<FoundFile>,
    /// The folders directly under `content/`, sorted.
    pub folders: Vec<String>,
    /// Files and folders that are links to others of the site.
    pub links: Vec<PathBuf>,
    /// Files and folders that are not published, as findings show them: hidden and temporary ones, backups, those of the system.
    pub passed_over: Vec<String>,
    /// Files and folders that cannot be used.
    pub unusable: UnusableFiles,
}

impl Discovered {
    /// `content/site.yaml`; reports that it is missing.
    pub fn settings(&self, findings: &mut Vec<Finding>) -> Option<&FoundFile> {
        let site = self.file("site.yaml");
        // A link to a missing file, or to one outside of the site, is already reported.
        if site.is_none() && !self.unusable.covers(Paths::SITE) {
            findings.push(catalog::config::missing(whole(Paths::SITE)));
        }
        site
    }

    /// The file at a path below `content/`.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&FoundFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[at])
    }

    /// Reports what is not published on this host; files that editors make for a while only if `with_transient`.
    #[must_use]
    pub fn unpublished(&self, host: Host, with_transient: bool) -> Option<Finding> {
        unpublished(&self.passed_over, host, Paths::CONTENT, with_transient)
    }

    /// Takes the stamps of these files again, named by their paths below `content/`. Returns false if one of them is not a
    /// known file, so that the folder must be walked.
    pub fn refresh(&mut self, paths: &BTreeSet<String>) -> bool {
        paths.iter().all(|path| {
            let Ok(at) = self.files.binary_search_by(|file| file.path.as_str().cmp(path)) else { return false };
            // A link may lead to another file now.
            match std::fs::symlink_metadata(&self.files[at].disk) {
                Ok(metadata) if metadata.is_file() => {
                    self.files[at].stamp = Stamp::from_metadata(&metadata);
                    true
                }
                _ => false,
            }
        })
    }
}

/// Walks the content folder. Entries that cannot be read or lead out of the site are reported; the rest is still
/// walked.
#[must_use]
pub fn discover(paths: &Paths, disk: &SiteFiles, findings: &mut Vec<Finding>) -> Discovered {
    let Walked { files, mut folders, mut passed_over, links, mut unusable } =
        walk(&paths.content, paths, disk, findings);
    passed_over.sort();
    let passed_over = passed_over.iter().map(|path| shown(path, paths)).collect();
    let found: Vec<Result<FoundFile, (PathBuf, Box<Finding>)>> = files
        .into_par_iter()
        .map(|file| {
            let stamp = match file.stamp(paths, disk) {
                Ok(stamp) => stamp,
                Err(finding) => return Err((file.disk, finding)),
            };
            Ok(FoundFile { path: below(&file.disk, &paths.content), stamp, disk: file.disk })
        })
        .collect();
    let mut files = Vec::with_capacity(found.len());
    for found in found {
        match found {
            Ok(found) => files.push(found),
            Err((disk, finding)) => {
                unusable.insert(shown(&disk, paths));
                findings.push(*finding);
            }
        }
    }
    folders.retain(|folder| {
        let path = format!("{}/{folder}", Paths::CONTENT);
        let is_for_file = FILES.contains(&path.as_str());
        if is_for_file {
            findings.push(catalog::files::unreadable(whole(&path), "it is a folder", unreadable::FOLDER));
            unusable.insert(path);
        }
        !is_for_file
    });
    files.retain(|file: &FoundFile| !unusable.covers(&format!("{}/{}", Paths::CONTENT, file.path)));
    // The walk is sorted folder by folder; addresses are compared as whole paths.
    files.par_sort_by(|a, b| a.path.cmp(&b.path));
    folders.sort();
    Discovered { files, folders, links, passed_over, unusable }
}

/// Reports files and folders in `folder` that are not published on this host; those that editors make for a while only if
/// `with_transient`. For some, Firstflight writes `.nojekyll` itself.
pub(super) fn unpublished(paths: &[String], host: Host, folder: &str, with_transient: bool) -> Option<Finding> {
    let is_reported = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        !(host.needs_no_jekyll() && name == NO_JEKYLL) && (with_transient || !is_transient(name))
    };
    catalog::files::unpublished(paths.iter().filter(is_reported).map(|path| whole(path)).collect(), folder)
}

/// The folder in which hosts and programs look for files.
pub const WELL_KNOWN: &str = ".well-known";

/// Whether a file is ignored: hidden files, and the swap, backup and lock files of editors and office programs, among them
/// both sides of a safe write of JetBrains. `.well-known` is published: hosts and programs look for files in it.
#[must_use]
pub fn is_passed_over(name: &str) -> bool {
    const ENDINGS: [&str; 2] = [".bak", ".orig"];
    const SYSTEM: [&str; 3] = ["Thumbs.db", "ehthumbs.db", "desktop.ini"];
    name != WELL_KNOWN
        && (name.starts_with('.')
            || is_temporary(name)
            || ENDINGS.iter().any(|ending| name.ends_with(ending))
            || SYSTEM.iter().any(|system| name.eq_ignore_ascii_case(system)))
}

/// Whether an editor or an office program made what is passed over for a while: it comes and goes while the preview runs. What
/// is left after that is a backup or a lock.
#[must_use]
pub(super) fn is_transient(name: &str) -> bool {
    is_temporary(name) || is_passed_over_as_file(name)
}

fn is_temporary(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["~", ".swp", ".swo", ".tmp", "___jb_tmp___", "___jb_old___"];
    name.starts_with('#')
        || name.starts_with(".#")
        || name.starts_with("~$")
        || name.starts_with(".~")
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file, not a folder, is ignored: vim tries out with this name whether it can write to a folder.
#[must_use]
pub fn is_passed_over_as_file(name: &str) -> bool {
    name == "4913"
}

/// Returns a place for a file as a whole, whose text is not loaded.
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
    slashed(path).to_string_lossy().into_owned()
}

/// The stem of a file such as `notes.markdown` or `notes.MD`, which is meant as a page.
pub(super) fn other_markdown(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    let is_markdown = ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    is_markdown.then(|| stem.rsplit('/').next().unwrap_or(stem))
}

/// Reports a misplaced file; a folder that is not a language is reported once, however many files it holds.
pub(super) fn misplaced(file: &FoundFile, config: &Config, folders: &mut HashSet<String>, findings: &mut Vec<Finding>) {
    if let Some((folder, _)) = file.path.split_once('/') {
        if folders.insert(folder.to_owned()) {
            let place = whole(&format!("{}/{folder}", Paths::CONTENT));
            findings.push(catalog::files::unknown_language(place, folder, config.first_tag()));
        }
    } else {
        let languages: Vec<&str> = config.languages.iter().map(|language| language.tag.as_str()).collect();
        let place = whole(&format!("{}/{}", Paths::CONTENT, file.path));
        findings.push(catalog::files::misplaced(place, &languages));
    }
}

pub use crate::report::plain_error;
