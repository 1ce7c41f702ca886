//! The manifest: what we wrote and how to recognize it. A text file with one line for each file, sorted by path.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use blake3::Hash;

use super::dir::Dir;
use super::disk;
use super::types::FileRecord;
use crate::system::{FileKind, Status};

const HEAD: &str = "firstflight manifest 2";
const COLUMNS: &str = "# blake3, sha256 (- if unknown), bytes, modified, path";

/// The first line of a manifest of an earlier version, which has no SHA-256.
const HEAD_WITHOUT_SHA256: &str = "firstflight manifest 1";

/// The suffix of a manifest while it is being written.
const DRAFT: &str = ".draft";

/// Maximum length of a manifest in bytes. A line has about 200, so this is enough for one million files.
const LONGEST: u64 = 256 << 20;

impl FileRecord {
    /// Whether the file at `path` below `folder`, with this status, is as we wrote it.
    pub(super) fn matches(&self, folder: &Dir, path: &Path, found: &Status) -> io::Result<bool> {
        Ok(self.looks_like(found)
            || (found.kind == FileKind::File
                && found.length == self.length
                && disk::hash_of(folder.read(path)?)? == self.hash))
    }
}

/// Which directory a manifest describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tree {
    /// None yet.
    #[default]
    Absent,
    /// The directory with this inode number on the file system of the target.
    Inode(u64),
    /// The target while it is being written in place: each file may be the old or the new one.
    InPlace,
}

impl Tree {
    /// Describes the open folder, or none.
    pub(super) fn from_folder(folder: Option<&Dir>) -> Self {
        folder.and_then(|folder| folder.status().ok()).map_or(Self::Absent, |found| Self::Inode(found.inode))
    }
}

/// The files that we wrote into a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) tree: Tree,
    pub(super) files: BTreeMap<String, FileRecord>,
}

impl Manifest {
    /// Whether a file of ours is below the folder `path`.
    pub(super) fn has_files_below(&self, path: &str) -> bool {
        let start = format!("{path}/");
        self.files.range(start.clone()..).next().is_some_and(|(first, _)| first.starts_with(&start))
    }

    /// Adds the records of `other` that describe files as they are in `folder`, the target, now. If `other` describes that
    /// very folder and this manifest does not, all its records are taken. Returns whether anything changed.
    ///
    /// # Errors
    ///
    /// The path of a file that cannot be read, and why.
    pub(super) fn add_matching(&mut self, other: &Self, folder: Option<&Dir>) -> Result<bool, (String, io::Error)> {
        let Some(folder) = folder else { return Ok(false) };
        let current = Tree::from_folder(Some(folder));
        let (mut is_changed, mut other) = (false, Cow::Borrowed(other));
        if other.tree == current && self.tree != current {
            other = Cow::Owned(std::mem::replace(self, other.into_owned()));
            is_changed = true;
        }
        for (path, record) in &other.files {
            if self.files.get(path) == Some(record) {
                continue;
            }
            let place = Path::new(path);
            let found = folder.status_of(place).map_err(|error| (path.clone(), error))?;
            let Some(found) = found else { continue };
            match record.matches(folder, place, &found) {
                Ok(true) => {
                    let record = FileRecord { time: found.modified, ..*record };
                    is_changed |= self.files.insert(path.clone(), record) != Some(record);
                }
                Ok(false) => {}
                // A file that may not be read is not known to be ours.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                Err(error) => return Err((path.clone(), error)),
            }
        }
        Ok(is_changed)
    }

    /// Reads the manifest with this name in the state folder; `None` if there is none.
    ///
    /// # Errors
    ///
    /// `InvalidData` if it is not one of ours, or else the system's error.
    pub(super) fn read(state: &Dir, name: &str) -> io::Result<Option<Self>> {
        let Some(bytes) = state.read_bounded(Path::new(name), LONGEST)? else { return Ok(None) };
        let manifest = std::str::from_utf8(&bytes).ok().and_then(Self::parse);
        let invalid = || io::Error::new(ErrorKind::InvalidData, "it is not a manifest written by this version");
        manifest.map(Some).ok_or_else(invalid)
    }

    /// Writes a manifest to a draft and renames it, so that it is never incomplete; with `sync`, not even after a power
    /// failure.
    pub(super) fn write(&self, state: &Dir, name: &str, sync: bool) -> io::Result<()> {
        let draft = format!("{name}{DRAFT}");
        let draft = Path::new(&draft);
        // A killed build may have left one.
        state.remove_file(draft)?;
        let mut file = state.create(draft, 0o600)?;
        state.hand_over(&file)?;
        file.write_all(self.text().as_bytes())?;
        if sync {
            file.sync_all()?;
        }
        state.rename(draft, state, Path::new(name))
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 192 + 128);
        let tree = match self.tree {
            Tree::Absent => "absent".to_owned(),
            Tree::Inode(inode) => inode.to_string(),
            Tree::InPlace => "in-place".to_owned(),
        };
        let _ = writeln!(text, "{HEAD}\ntree {tree}\n{COLUMNS}");
        for (path, FileRecord { hash, sha256, length, time: (seconds, nanoseconds) }) in &self.files {
            let sha256 = sha256.map(|bytes| Hash::from_bytes(bytes).to_hex());
            let sha256 = sha256.as_deref().unwrap_or("-");
            let _ = write!(text, "{} {sha256} {length} {seconds}.{nanoseconds:09} ", hash.to_hex());
            match path.contains(['\\', '\n']) {
                true => text.push_str(&path.replace('\\', "\\\\").replace('\n', "\\n")),
                false => text.push_str(path),
            }
            text.push('\n');
        }
        // A truncated manifest must not be valid.
        let _ = writeln!(text, "end {}", self.files.len());
        text
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let has_sha256 = match lines.next()? {
            HEAD => true,
            HEAD_WITHOUT_SHA256 => false,
            _ => return None,
        };
        let tree = match lines.next()?.strip_prefix("tree ")? {
            "absent" => Tree::Absent,
            "in-place" => Tree::InPlace,
            inode => Tree::Inode(inode.parse().ok()?),
        };
        let count: usize = lines.next_back()?.strip_prefix("end ")?.parse().ok()?;
        let files = lines.filter(|line| !line.starts_with('#')).map(|line| parse_line(line, has_sha256));
        let files = files.collect::<Option<BTreeMap<_, _>>>()?;
        (files.len() == count).then_some(Self { tree, files })
    }
}

fn parse_line(line: &str, has_sha256: bool) -> Option<(String, FileRecord)> {
    let mut parts = line.splitn(if has_sha256 { 5 } else { 4 }, ' ');
    let hash = Hash::from_hex(parts.next()?).ok()?;
    let sha256 = match has_sha256 {
        true => match parts.next()? {
            "-" => None,
            // As many digits as those of BLAKE3.
            digits => Some(Hash::from_hex(digits).ok()?.into()),
        },
        false => None,
    };
    let length = parts.next()?.parse().ok()?;
    let (seconds, nanoseconds) = parts.next()?.split_once('.')?;
    let time = (seconds.parse().ok()?, nanoseconds.parse().ok()?);
    let path = unescape(parts.next()?)?;
    is_below(&path).then_some((path, FileRecord { hash, sha256, length, time }))
}

/// Whether a path stays inside the folder that it is relative to. No path in a manifest may lead outside.
pub(super) fn is_below(path: &str) -> bool {
    !path.contains('\0') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn unescape(path: &str) -> Option<String> {
    if !path.contains('\\') {
        return Some(path.to_owned());
    }
    let mut plain = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next()? {
                '\\' => '\\',
                'n' => '\n',
                _ => return None,
            },
            other => other,
        });
    }
    Some(plain)
}
