//! Walks a folder of the site: all entries that are not hidden. Links are followed within the site. Links out of it,
//! pipes, devices, names that are not UTF-8 and entries that cannot be read are reported.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::discover::{is_passed_over, is_passed_over_as_file, shown, whole};
use super::{UnusableFiles, unreadable};
use crate::config::Paths;
use crate::disk::{EntryKind, FileIdentity, Refusal, SiteFiles, Stamp};
use crate::limits::LINKED_ENTRIES;
use crate::names::fault_of;
use crate::report::{Finding, catalog};

/// The result of a walk, folder by folder in the order of names.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Regular files, and links to some.
    pub files: Vec<WalkedFile>,
    /// The folders directly in the one that was walked, and links to some.
    pub folders: Vec<String>,
    /// Files and folders that are passed over.
    pub passed_over: Vec<PathBuf>,
    /// Everything that is a link.
    pub links: Vec<PathBuf>,
    /// Files and folders that cannot be used.
    pub unusable: UnusableFiles,
}

/// A file that a walk met.
#[derive(Debug)]
pub(super) struct WalkedFile {
    /// Its path on disk, as the site names it.
    pub disk: PathBuf,
    /// Whether it is a link.
    pub is_link: bool,
}

/// The state of a walk.
struct Walker<'a> {
    paths: &'a Paths,
    files: &'a SiteFiles,
    findings: &'a mut Vec<Finding>,
    walked: Walked,
    /// The folders around the current one, the outermost first.
    above: Vec<(FileIdentity, PathBuf)>,
    /// How many entries were reached through links to folders.
    linked: usize,
}

/// Walks the folder at `top`. A missing folder is not reported.
pub(super) fn walk(top: &Path, paths: &Paths, files: &SiteFiles, findings: &mut Vec<Finding>) -> Walked {
    let walked = Walked::default();
    let mut walker = Walker { paths, files, findings, walked, above: Vec::new(), linked: 0 };
    if top.is_symlink() || top.exists() {
        walker.folder(top, false);
    }
    walker.walked
}

impl Walker<'_> {
    /// Walks a folder and all that is in it; `is_linked` where a link led to it or above it. Returns whether it could
    /// be read.
    fn folder(&mut self, folder: &Path, is_linked: bool) -> bool {
        let listing = match self.files.list(folder) {
            Ok(listing) => listing,
            Err(error) => {
                self.refuse(folder, &error);
                return false;
            }
        };
        if let Some((_, above)) = self.above.iter().find(|(identity, _)| *identity == listing.identity) {
            let why = format!("it is a link to the folder {} that contains it", shown(above, self.paths));
            self.unreadable(folder, &why, "delete the link");
            return false;
        }
        if is_linked {
            let before = self.linked;
            self.linked = before.saturating_add(listing.entries.len());
            if self.linked > LINKED_ENTRIES {
                self.walked.unusable.insert(shown(folder, self.paths));
                // Once: further folders are as many.
                if before <= LINKED_ENTRIES {
                    let place = whole(&shown(folder, self.paths));
                    self.findings.push(catalog::files::too_many_linked(place, LINKED_ENTRIES));
                }
                return false;
            }
        }
        self.above.push((listing.identity, folder.to_owned()));
        for entry in listing.entries {
            let path = folder.join(&entry.name);
            let name = entry.name.to_str().filter(|name| !is_passed_over(name));
            if let Some((name, fault)) = name.and_then(|name| Some((name, fault_of(name)?))) {
                self.findings.push(catalog::files::unportable(whole(&shown(&path, self.paths)), name, fault));
            }
            match entry.name.to_str() {
                None => self.unreadable(&path, "its name is not UTF-8", "give it a name in UTF-8"),
                Some(name) if is_passed_over(name) || entry.kind == EntryKind::File && is_passed_over_as_file(name) => {
                    self.walked.passed_over.push(path);
                }
                Some(name) => self.entry(path, name, entry.kind, is_linked),
            }
        }
        self.above.pop();
        true
    }

    fn entry(&mut self, path: PathBuf, name: &str, kind: EntryKind, is_linked: bool) {
        let is_link = kind == EntryKind::Link;
        let kind = match is_link {
            true => match self.files.target(&path) {
                Ok((kind, _)) => kind,
                Err(error) => return self.refuse(&path, &error),
            },
            false => kind,
        };
        match kind {
            EntryKind::File => self.walked.files.push(WalkedFile { disk: path.clone(), is_link }),
            EntryKind::Folder if self.folder(&path, is_linked || is_link) => {
                if self.above.len() == 1 {
                    self.walked.folders.push(name.to_owned());
                }
            }
            EntryKind::Folder => return,
            EntryKind::Link | EntryKind::Special => {
                return self.unreadable(&path, &Refusal::Special.to_string(), unreadable::SPECIAL);
            }
        }
        if is_link {
            self.walked.links.push(path);
        }
    }

    fn refuse(&mut self, path: &Path, error: &std::io::Error) {
        self.walked.unusable.insert(shown(path, self.paths));
        self.findings.push(refused(path, error, self.paths));
    }

    fn unreadable(&mut self, path: &Path, why: &str, help: &str) {
        let path = shown(path, self.paths);
        self.findings.push(catalog::files::unreadable(whole(&path), why, help));
        self.walked.unusable.insert(path);
    }
}

impl WalkedFile {
    /// Returns the file's current size and times.
    ///
    /// # Errors
    ///
    /// A finding: it is no longer a file of the site.
    pub fn stamp(&self, paths: &Paths, files: &SiteFiles) -> Result<Stamp, Box<Finding>> {
        let found = match self.is_link {
            true => files.target(&self.disk),
            // Whatever it has become, it is not followed.
            false => files.kind_and_stamp(&self.disk),
        };
        match found {
            Ok((EntryKind::File, stamp)) => Ok(stamp),
            Ok(_) => Err(Box::new(refused(&self.disk, &Refusal::Special.into(), paths))),
            Err(error) => Err(Box::new(refused(&self.disk, &error, paths))),
        }
    }
}

/// The finding about a file or folder that is not opened.
pub(super) fn refused(path: &Path, error: &std::io::Error, paths: &Paths) -> Finding {
    let place = whole(&shown(path, paths));
    if Refusal::from_error(error) == Some(Refusal::Outside) {
        return catalog::files::outside_symlink(place, !paths.follow && paths.may_be_followed(path));
    }
    let target = path.read_link().ok();
    let why = match target {
        Some(_) if error.kind() == ErrorKind::NotFound => "it is a broken link: its target does not exist",
        Some(to) if Refusal::from_error(error).is_none() && path.ends_with(&to) => "it is a link to itself",
        _ => return unreadable::unreadable(place, error),
    };
    catalog::files::unreadable(place, why, unreadable::CORRECT_LINK)
}
