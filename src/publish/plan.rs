//! Decides what is written, kept and removed. Nothing is changed here.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use blake3::Hash;
use rayon::prelude::*;

use crate::disk::SiteFiles;
use crate::output::{Body, MediaType, Output};
use crate::report::Failure;
use crate::system::{FileKind, Status};

use super::manifest::{Manifest, Tree, is_below};
use super::scan::{Foreign, Obstacle, TargetContents};
use super::target::Target;
use super::types::{ByteSource, FileRecord};
use super::{PublishOptions, disk};

/// One file of the new site.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) path: Cow<'a, str>,
    pub(super) source: ByteSource<'a>,
    length: u64,
    /// Whether it is a page or a compressed form of one.
    pub(super) is_page: bool,
    pub(super) step: Step,
}

/// What is done with an item.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// It is written. With its hash, if that was computed already.
    Write(Option<Hash>),
    /// The file in the target is the same and stays.
    Keep(FileRecord),
}

/// All changes of one build.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Sorted by path.
    pub(super) items: Vec<Item<'a>>,
    /// Foreign files and folders that are kept, folders before their contents.
    pub(super) foreign: Vec<Foreign>,
    /// Foreign things that must be moved aside, and whether each is a folder.
    pub(super) blocked: Vec<(PathBuf, bool)>,
    /// Paths of our files that are no longer produced.
    pub(super) removed: Vec<String>,
    /// The status of our files, by path.
    pub(super) known: HashMap<String, Status>,
    /// What in the target prevents an exchange, and its path.
    pub(super) obstacle: Option<(PathBuf, Obstacle)>,
    tree: Tree,
}

impl<'a> Plan<'a> {
    /// Compares the output with what was found in the target.
    pub(super) fn make(
        output: &'a Output,
        manifest: &Manifest,
        target: &Target,
        found: TargetContents,
        options: &PublishOptions<'a>,
    ) -> Result<Self, Failure> {
        let mut items = items(output, options.files)?;
        let TargetContents { ours, mut foreign, obstacle } = found;
        let in_the_way = if foreign.is_empty() { HashSet::new() } else { in_the_way(&items, &foreign) };
        let decide = |item: &mut Item<'a>| {
            let path = Path::new(&*item.path);
            let Some(folder) = &target.folder else { return Ok(()) };
            let cannot = |error| disk::cannot("read", target.name_of(path), &error);
            let found = match ours.get(&*item.path) {
                Some(found) => found.status,
                None if in_the_way.contains(path) => match folder.status_of(path).map_err(cannot)? {
                    Some(found) if found.kind == FileKind::File => found,
                    _ => return Ok(()),
                },
                None => return Ok(()),
            };
            if found.length != item.length {
                return Ok(());
            }
            let hash = match item.source {
                ByteSource::Bytes(bytes) => blake3::hash(bytes),
                ByteSource::Body(bytes) => blake3::hash(&bytes.joined()),
                ByteSource::File(path, files) => disk::open_source(path, files)
                    .and_then(disk::hash_of)
                    .map_err(|error| disk::cannot_read_file(path.display(), &error))?,
            };
            let current = match (ours.get(&*item.path), manifest.files.get(&*item.path)) {
                (Some(found), Some(record)) if !found.edited => record.hash,
                _ => match folder.read(path).and_then(disk::hash_of) {
                    Ok(hash) => hash,
                    // A file that may not be read is not known to be the same.
                    Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => return Ok(()),
                    Err(error) => return Err(cannot(error)),
                },
            };
            item.step = match current == hash {
                true => {
                    let record = manifest.files.get(&*item.path).filter(|record| record.hash == hash);
                    let sha256 = record.and_then(|record| record.sha256);
                    Step::Keep(FileRecord { hash, sha256, length: found.length, time: found.modified })
                }
                false => Step::Write(Some(hash)),
            };
            Ok(())
        };
        if !(ours.is_empty() && foreign.is_empty()) {
            items.par_iter_mut().try_for_each(decide)?;
        }
        let kept = items.iter().filter(|item| matches!(item.step, Step::Keep(_)));
        let kept: HashSet<&Path> = kept.map(|item| Path::new(&*item.path)).collect();
        let is_folder = |path: &Path| foreign.iter().any(|thing| thing.path == path && thing.kind == FileKind::Folder);
        let blocked = in_the_way.iter().filter(|path| !kept.contains(path.as_path()));
        let blocked = blocked.map(|path| (path.clone(), is_folder(path))).collect();
        foreign.retain(|thing| !thing.path.ancestors().any(|path| in_the_way.contains(path)));
        let produced: HashSet<&str> = items.iter().map(|item| &*item.path).collect();
        let removed = ours.keys().filter(|path| !produced.contains(path.as_str())).cloned().collect();
        let known = ours.into_iter().map(|(path, found)| (path, found.status)).collect();
        Ok(Self { items, foreign, blocked, removed, known, obstacle, tree: Tree::from_folder(target.folder.as_ref()) })
    }

    /// Whether the target is up to date.
    pub(super) fn changes_nothing(&self) -> bool {
        self.tree != Tree::Absent && self.removed.is_empty() && self.written() == 0
    }

    /// The number of files to write.
    pub(super) fn written(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.step, Step::Write(_))).count()
    }

    /// The number of files that stay.
    pub(super) fn kept(&self) -> usize {
        self.items.len() - self.written()
    }

    /// The number of foreign files that stay.
    pub(super) fn foreign_files(&self) -> usize {
        self.foreign.iter().filter(|thing| thing.kind != FileKind::Folder).count()
    }

    /// The inode of each file that stays, by path. The new tree has a hard link to it.
    pub(super) fn linked(&self) -> HashMap<&str, u64> {
        let kept = self.items.iter().filter(|item| matches!(item.step, Step::Keep(_)));
        kept.filter_map(|item| Some((&*item.path, self.known.get(&*item.path)?.inode))).collect()
    }

    /// The manifest of the target as it is: the files that are kept.
    pub(super) fn manifest(&self) -> Manifest {
        let kept = self.items.iter().filter_map(|item| match item.step {
            Step::Keep(record) => Some((item.path.to_string(), record)),
            Step::Write(_) => None,
        });
        Manifest { tree: self.tree, files: kept.collect() }
    }
}

/// All files to publish, including compressed forms, sorted by path.
fn items<'a>(output: &'a Output, files: Option<&'a SiteFiles>) -> Result<Vec<Item<'a>>, Failure> {
    let mut items = Vec::with_capacity(output.len());
    for (path, artifact) in output.iter() {
        if !is_below(path) {
            return Err(Failure::new(format!("cannot publish `{path}`: it is not a path below the target")));
        }
        let is_page = artifact.media == MediaType::Html;
        let (source, length) = match &artifact.body {
            Body::Bytes(bytes) => (ByteSource::Body(bytes), bytes.len() as u64),
            Body::File { path, length } => (ByteSource::File(path, files), *length),
        };
        let step = Step::Write(None);
        items.push(Item { path: path.into(), source, length, is_page, step });
        for (encoding, bytes) in &artifact.compressed {
            let form = format!("{path}{}", encoding.suffix());
            // A file of the site with the same name is preferred.
            if output.get(&form).is_none() {
                let (source, length) = (ByteSource::Bytes(bytes), bytes.len() as u64);
                items.push(Item { path: form.into(), source, length, is_page, step });
            }
        }
    }
    items.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(items)
}

/// Paths of foreign files and folders at which an item, or a folder that it needs, must be created.
fn in_the_way(items: &[Item], foreign: &[Foreign]) -> HashSet<PathBuf> {
    let kinds: BTreeMap<_, _> = foreign.iter().map(|thing| (thing.path.as_os_str(), thing.kind)).collect();
    let mut found = HashSet::new();
    for item in items {
        let path = Path::new(&*item.path);
        for (depth, place) in path.ancestors().enumerate() {
            match kinds.get(place.as_os_str()) {
                Some(FileKind::Folder) if depth > 0 => {}
                Some(_) => drop(found.insert(place.to_owned())),
                None => {}
            }
        }
    }
    found
}
