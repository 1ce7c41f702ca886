//! The files of the site that is imported: all those in its folder, and none outside of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::shown;
use crate::disk::{EntryKind, Refusal, SiteFiles};
use crate::import::{self, Losses};
use crate::limits::{FILE_BYTES, IMPORTED_DEPTH, IMPORTED_FILES};
use crate::report::{Failure, plain_error};
use crate::system::canonicalize;

/// Folders of version control, packages and caches, which contain nothing of a site.
const TOOLS: [&str; 9] =
    [".git", ".hg", ".svn", "node_modules", ".jekyll-cache", ".sass-cache", ".cache", ".venv", "__pycache__"];

/// The folder that is imported.
pub(super) struct Files {
    root: PathBuf,
    files: SiteFiles,
}

impl Files {
    /// Opens a folder.
    pub fn open(root: &Path) -> Result<Self, Failure> {
        let cannot = |error: &io::Error| Failure::io(format!("cannot read {}", shown(root)), error);
        if !root.is_dir() {
            let why = if root.exists() { "is not a folder" } else { "does not exist" };
            return Err(Failure::new(format!("{} {why}", shown(root)))
                .help("name the folder of the site, as in `firstflight import site my-old-site`"));
        }
        let files = SiteFiles::new(root, false).map_err(|error| cannot(&error))?;
        Ok(Self { root: root.to_owned(), files })
    }

    /// Whether a path is the folder or in it.
    pub fn contains(&self, path: &Path) -> bool {
        let above = path.ancestors().find_map(|above| {
            let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
            canonicalize(above).ok()
        });
        above.is_some_and(|above| self.files.contains(&above))
    }

    /// The paths of all files below the folder, with `/`, and what cannot be read.
    pub fn paths(&self) -> Result<(BTreeSet<String>, Losses), Failure> {
        let (mut paths, mut losses) = (BTreeSet::new(), Losses::default());
        self.walk(&self.root, "", 0, &mut paths, &mut losses)?;
        Ok((paths, losses))
    }

    fn walk(
        &self,
        folder: &Path,
        below: &str,
        depth: usize,
        paths: &mut BTreeSet<String>,
        losses: &mut Losses,
    ) -> Result<(), Failure> {
        let shown_path = if below.is_empty() { "." } else { below };
        if depth > IMPORTED_DEPTH {
            losses.file(import::LossKind::Unreadable, shown_path, "its folders are nested too deeply");
            return Ok(());
        }
        let listing = match self.files.list(folder) {
            Ok(listing) => listing,
            Err(error) => {
                losses.file(import::LossKind::Unreadable, shown_path, plain_error(&error));
                return Ok(());
            }
        };
        for entry in listing.entries {
            let path = folder.join(&entry.name);
            let Some(name) = entry.name.to_str() else {
                losses.file(import::LossKind::Unreadable, &shown(&path), "its name is not UTF-8");
                continue;
            };
            let below = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
            match entry.kind {
                EntryKind::Folder if TOOLS.contains(&name) => {}
                EntryKind::Folder => self.walk(&path, &below, depth + 1, paths, losses)?,
                EntryKind::File => drop(paths.insert(below)),
                EntryKind::Link => match self.files.target(&path) {
                    Ok((EntryKind::File, _)) => drop(paths.insert(below)),
                    Ok((EntryKind::Folder, _)) => {
                        losses.file(import::LossKind::Outside, &below, "links to folders are not followed");
                    }
                    Ok(_) => losses.file(import::LossKind::Outside, &below, Refusal::Special.to_string()),
                    Err(error) => {
                        let why =
                            Refusal::from_error(&error).map_or_else(|| plain_error(&error), |why| why.to_string());
                        losses.file(import::LossKind::Outside, &below, why);
                    }
                },
                EntryKind::Special => losses.file(import::LossKind::Unreadable, &below, Refusal::Special.to_string()),
            }
            if paths.len() > IMPORTED_FILES {
                return Err(Failure::new(format!("{} contains more than {IMPORTED_FILES} files", shown(&self.root)))
                    .help("name the folder of the site itself; nothing was written"));
            }
        }
        Ok(())
    }

    /// Reads a text file.
    pub fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.read(&self.root.join(path), FILE_BYTES).map_err(|error| match Refusal::from_error(&error) {
            Some(refusal) => refusal.to_string(),
            None => plain_error(&error),
        })
    }

    /// Opens a file to copy it.
    pub fn copy(&self, path: &str) -> io::Result<File> {
        self.files.open(&self.root.join(path))
    }
}
