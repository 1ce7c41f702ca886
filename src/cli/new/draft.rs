//! A new site while it is written: in a hidden folder, which is renamed when it is complete. A folder left by a killed
//! process is reused.

use std::io::{self, ErrorKind};
use std::path::{Component, Path};

use super::held::HeldFolder;
use crate::system::is_not_a_folder;

/// Maximum number of attempts to open a draft while another process renames it.
const ATTEMPTS: usize = 10;

/// Name of the temporary folder of what is written into an existing folder; for a new folder, the suffix of its temporary name.
pub(super) const DRAFT: &str = ".firstflight-new";
/// Name of a single file in a draft.
pub(super) const NEW_FILE: &str = "new-file";

/// Writes a new file completely or not at all, also if the process is killed: it is written in a draft, from which a link is
/// made.
pub(super) fn write_file(above: &HeldFolder, name: &str, text: &str) -> io::Result<()> {
    let files = [(NEW_FILE, text)];
    let written = NewFolder::new(above, DRAFT.to_owned(), &files).and_then(|draft| {
        draft.fill()?;
        draft.folder.link_file(NEW_FILE, above, name)
    });
    // Not every file system has links. A file that exists is not overwritten by this either.
    written.or_else(|_| above.write(name, text))
}

/// A folder that is being filled; removed when dropped, unless it got its name.
pub(super) struct NewFolder<'f> {
    above: &'f HeldFolder,
    name: String,
    folder: HeldFolder,
    files: &'f [(&'f str, &'f str)],
}

impl<'f> NewFolder<'f> {
    /// An empty draft named `name` in `above`, for these files: path and text.
    ///
    /// # Errors
    ///
    /// It cannot be created, another process is at it, or something else has its name.
    pub fn new(above: &'f HeldFolder, name: String, files: &'f [(&'f str, &'f str)]) -> io::Result<Self> {
        for _ in 0..ATTEMPTS {
            let (folder, is_new) = above
                .folder_or_new(&name)
                .map_err(|error| if is_not_a_folder(&error) { in_the_way(&name) } else { error })?;
            if !folder.is_own() {
                return Err(in_the_way(&name));
            }
            if !folder.lock() {
                let why = format!("another process is writing to {name}");
                return Err(io::Error::new(ErrorKind::ResourceBusy, why));
            }
            if !folder.is_named(above, &name) {
                continue;
            }
            let draft = Self { above, name, folder, files };
            if !is_new {
                draft.clear();
                if !draft.folder.is_empty()? {
                    return Err(in_the_way(&draft.name));
                }
            }
            return Ok(draft);
        }
        Err(in_the_way(&name))
    }

    /// Writes all files.
    pub fn fill(&self) -> io::Result<()> {
        for (path, text) in self.files {
            let (folders, file) = parts(path);
            let mut at = None;
            for name in folders {
                at = Some(at.as_ref().unwrap_or(&self.folder).folder_or_new(name)?.0);
            }
            at.as_ref().unwrap_or(&self.folder).write(file, text)?;
        }
        Ok(())
    }

    /// Gives the draft its name in the same folder.
    pub fn name(self, name: &str) -> io::Result<()> {
        self.above.move_folder(&self.name, self.above, name)
    }

    /// Moves the contents of the draft into its parent folder. If a name is already taken there, nothing is
    /// overwritten, and the files already moved are moved back.
    pub fn unpack(self) -> io::Result<()> {
        let mut moved: Vec<&str> = Vec::new();
        // Files first: where only they have come, a second try goes on.
        for (name, _) in self.files.iter().filter(|(path, _)| !path.contains('/')) {
            match self.folder.link_file(name, self.above, name) {
                Ok(()) => moved.push(name),
                // The caller has seen that it is one of ours.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.take_back(&moved, error)),
            }
        }
        let mut folders: Vec<&str> = self.files.iter().filter_map(|(path, _)| Some(path.split_once('/')?.0)).collect();
        folders.dedup();
        for name in folders {
            if let Err(error) = self.folder.move_folder(name, self.above, name) {
                return Err(self.take_back(&moved, error));
            }
        }
        Ok(())
    }

    fn take_back(&self, moved: &[&str], error: io::Error) -> io::Error {
        for name in moved {
            let _ = self.above.remove_file(name);
        }
        error
    }

    /// Removes every file that may be in it, also of another kind of site or theme that a killed process began, and the
    /// folders that are empty then. What somebody else put there stays.
    fn clear(&self) {
        let known = super::paths().map(|path| -> &str { path });
        for path in self.files.iter().map(|(path, _)| *path).chain(known) {
            let (folders, file) = parts(path);
            let mut way: Vec<HeldFolder> = Vec::new();
            for name in &folders {
                match way.last().unwrap_or(&self.folder).folder(name) {
                    Ok(folder) => way.push(folder),
                    Err(_) => break,
                }
            }
            if way.len() == folders.len() {
                let _ = way.last().unwrap_or(&self.folder).remove_file(file);
            }
            // From the innermost on; one that still holds something stays.
            while let Some(name) = way.pop().and_then(|_| folders.get(way.len())) {
                let _ = way.last().unwrap_or(&self.folder).remove_folder(name);
            }
        }
    }
}

impl Drop for NewFolder<'_> {
    fn drop(&mut self) {
        // After the rename nothing has the old name; the new name is never searched for.
        if self.folder.is_named(self.above, &self.name) {
            self.clear();
            let _ = self.above.remove_folder(&self.name);
        }
    }
}

/// The folders of a path with `/`, and the file's name.
fn parts(path: &str) -> (Vec<&str>, &str) {
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop().unwrap_or_default();
    (parts, file)
}

fn in_the_way(name: &str) -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, format!("{name} is in the way"))
}

/// Parent folders that were created; removed on drop unless they are kept.
pub(super) struct CreatedFolders(Vec<std::path::PathBuf>);

impl CreatedFolders {
    /// Creates the folder at `path` and those above it.
    pub fn make(path: &Path) -> io::Result<Self> {
        let mut made = Self(Vec::new());
        let mut at = std::path::PathBuf::new();
        for part in path.components() {
            at.push(part);
            if let Component::Normal(_) = part {
                match std::fs::create_dir(&at) {
                    Ok(()) => made.0.push(at.clone()),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists || at.is_dir() => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(made)
    }

    /// Keeps the folders.
    pub fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for CreatedFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}
