//! What we wrote, and how to know it again: one line for each file, sorted by path, readable by people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use blake3::Hash;

use super::dir::Dir;
use super::disk;
use super::status::{Kind, Status, Time};

const HEAD: &str = "firstflight manifest 1";
const COLUMNS: &str = "# blake3, bytes, modified, path";

/// What the name of a manifest ends in while it is being written.
pub(super) const DRAFT: &str = ".draft";

/// Bytes of the longest manifest that is read: a line takes some 130, so that this is enough for two million files.
const LONGEST: u64 = 256 << 20;

/// One file as we wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) hash: Hash,
    pub(super) length: u64,
    pub(super) time: Time,
}

impl Record {
    /// Whether length and time on disk are those we left; then the hash need not be looked at.
    pub(super) fn looks_like(&self, found: &Status) -> bool {
        found.kind == Kind::File && found.length == self.length && found.modified == self.time
    }

    /// Whether what stands at `path` below `folder`, with this status, holds what we wrote.
    pub(super) fn answers_to(&self, folder: &Dir, path: &Path, found: &Status) -> io::Result<bool> {
        Ok(self.looks_like(found)
            || (found.kind == Kind::File
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
    /// The directory with this inode number, on the file system of the target.
    Inode(u64),
    /// The target while it is being written in place: each file may be the old or the new one.
    InPlace,
}

impl Tree {
    /// The open folder, or none.
    pub(super) fn of(folder: Option<&Dir>) -> Self {
        folder.and_then(|folder| folder.status().ok()).map_or(Self::Absent, |found| Self::Inode(found.inode))
    }
}

/// What we wrote into a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) tree: Tree,
    pub(super) files: BTreeMap<String, Record>,
}

impl Manifest {
    /// Whether some file of ours lies below the folder `path`.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        let start = format!("{path}/");
        self.files.range(start.clone()..).next().is_some_and(|(first, _)| first.starts_with(&start))
    }

    /// Reads the manifest of this name in the state folder; `None` if there is none.
    ///
    /// # Errors
    ///
    /// `InvalidData` where it is not one of ours, or else the system's error.
    pub(super) fn read(state: &Dir, name: &str) -> io::Result<Option<Self>> {
        let Some(bytes) = state.read_bounded(Path::new(name), LONGEST)? else { return Ok(None) };
        let manifest = std::str::from_utf8(&bytes).ok().and_then(Self::parse);
        let invalid = || io::Error::new(ErrorKind::InvalidData, "it is not a manifest written by this version");
        manifest.map(Some).ok_or_else(invalid)
    }

    /// Writes a manifest of this name, by way of another name, so that it is there whole or not at all; after a power failure,
    /// too, where `sync` says so.
    pub(super) fn write(&self, state: &Dir, name: &str, sync: bool) -> io::Result<()> {
        let draft = format!("{name}{DRAFT}");
        let draft = Path::new(&draft);
        // Of a build that was killed here; whatever it is, only its name goes.
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
        let mut text = String::with_capacity(self.files.len() * 128 + 128);
        let tree = match self.tree {
            Tree::Absent => "absent".to_owned(),
            Tree::Inode(inode) => inode.to_string(),
            Tree::InPlace => "in-place".to_owned(),
        };
        let _ = writeln!(text, "{HEAD}\ntree {tree}\n{COLUMNS}");
        for (path, Record { hash, length, time: (seconds, nanoseconds) }) in &self.files {
            let _ = write!(text, "{} {length} {seconds}.{nanoseconds:09} ", hash.to_hex());
            match path.contains(['\\', '\n']) {
                true => text.push_str(&path.replace('\\', "\\\\").replace('\n', "\\n")),
                false => text.push_str(path),
            }
            text.push('\n');
        }
        // A manifest that was cut short must not pass for a small one.
        let _ = writeln!(text, "end {}", self.files.len());
        text
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != HEAD {
            return None;
        }
        let tree = match lines.next()?.strip_prefix("tree ")? {
            "absent" => Tree::Absent,
            "in-place" => Tree::InPlace,
            inode => Tree::Inode(inode.parse().ok()?),
        };
        let count: usize = lines.next_back()?.strip_prefix("end ")?.parse().ok()?;
        let files = lines.filter(|line| !line.starts_with('#')).map(parse_line).collect::<Option<BTreeMap<_, _>>>()?;
        (files.len() == count).then_some(Self { tree, files })
    }
}

fn parse_line(line: &str) -> Option<(String, Record)> {
    let mut parts = line.splitn(4, ' ');
    let hash = Hash::from_hex(parts.next()?).ok()?;
    let length = parts.next()?.parse().ok()?;
    let (seconds, nanoseconds) = parts.next()?.split_once('.')?;
    let time = (seconds.parse().ok()?, nanoseconds.parse().ok()?);
    let path = unescape(parts.next()?)?;
    is_below(&path).then_some((path, Record { hash, length, time }))
}

/// Whether a path stays in the folder that it is relative to. A manifest is data: nothing in it can lead out.
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
