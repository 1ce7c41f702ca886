//! What we wrote, and how to know it again: one line for each file, sorted by path, readable by people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use blake3::Hash;

use crate::report::Failure;

use super::disk;
use super::ground::Ground;

const HEAD: &str = "firstflight manifest 1";
const COLUMNS: &str = "# blake3, bytes, modified, path";

/// A moment of the file system: seconds since 1970 and nanoseconds.
pub(super) type Time = (i64, i64);

/// One file as we wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) hash: Hash,
    pub(super) length: u64,
    pub(super) time: Time,
}

impl Record {
    /// Whether length and time on disk are those we left; then the hash need not be looked at.
    pub(super) fn looks_like(&self, found: &Metadata) -> bool {
        found.is_file() && found.len() == self.length && time_of(found) == self.time
    }

    /// Whether the regular file at `path`, with this metadata, holds what we wrote.
    pub(super) fn answers_to(&self, path: &Path, found: &Metadata) -> io::Result<bool> {
        Ok(self.looks_like(found)
            || (found.is_file() && found.len() == self.length && disk::hash_file(path)? == self.hash))
    }
}

/// When a file was last modified.
pub(super) fn time_of(found: &Metadata) -> Time {
    (found.mtime(), found.mtime_nsec())
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
    /// The directory at `path`.
    pub(super) fn at(path: &Path) -> Self {
        fs::metadata(path).map_or(Self::Absent, |found| Self::Inode(found.ino()))
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

    /// Reads the manifest at `path`; `None` if there is none.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(disk::cannot("read", path.display(), &error)),
        };
        Self::parse(&text).map(Some).ok_or_else(|| {
            Failure::new(format!("cannot understand {}", path.display()))
                .help("was it written by another version, or edited? Without it, build with `--adopt`")
        })
    }

    /// Writes the manifest of the target.
    pub(super) fn write(&self, ground: &Ground) -> Result<(), Failure> {
        self.write_to(&ground.manifest())
    }

    /// Writes the manifest of the tree that is about to become the target.
    pub(super) fn write_next(&self, ground: &Ground) -> Result<(), Failure> {
        self.write_to(&ground.next())
    }

    /// Makes `next` the manifest of the target.
    pub(super) fn settle_next(ground: &Ground) -> Result<(), Failure> {
        let manifest = ground.manifest();
        fs::rename(ground.next(), &manifest).map_err(|error| disk::cannot("write", manifest.display(), &error))
    }

    /// By way of another name, so that a manifest is there whole or not at all.
    fn write_to(&self, path: &Path) -> Result<(), Failure> {
        let draft = path.with_extension("draft");
        let written = fs::write(&draft, self.text()).and_then(|()| fs::rename(&draft, path));
        written.map_err(|error| disk::cannot("write", path.display(), &error))
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
    Some((unescape(parts.next()?)?, Record { hash, length, time }))
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
