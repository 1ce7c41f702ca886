//! Decides what is sent, kept and removed, and in which order. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::record::{DeployRecord, Version};
use super::target::{FoundFile, OWN_FOLDER, Upload};
use crate::hosts::cache_control;
use crate::manifest::{SiteManifest, StoredFile};

/// A group of changes that are made in any order, after those of the group before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files that are not pages: pages that need them come later.
    Files,
    /// Pages at addresses where nothing was: nothing leads to them yet.
    NewPages,
    /// Pages that replace others.
    ChangedPages,
    /// Pages that are no longer published.
    RemovedPages,
    /// Other files that are no longer published: no page needs them any longer.
    RemovedFiles,
}

/// Everything that a deployment changes.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is sent, by stage: [`Stage::Files`], [`Stage::NewPages`] and [`Stage::ChangedPages`].
    pub put: [Vec<Upload>; 3],
    /// What is removed, by stage: [`Stage::RemovedPages`] and [`Stage::RemovedFiles`].
    pub remove: [Vec<String>; 2],
    /// The number of files that stay.
    pub kept: usize,
    /// Paths of the site where the target has files that Firstflight did not send, or that were changed there.
    pub conflicts: Vec<String>,
    /// Files that are no longer published and were changed at the target. They are left alone.
    pub left: Vec<String>,
    /// The record while the deployment runs.
    pub during: DeployRecord,
    /// The record at its end.
    pub after: DeployRecord,
}

impl Plan {
    /// Whether the target is up to date.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.put.iter().all(Vec::is_empty) && self.remove.iter().all(Vec::is_empty)
    }

    /// The number of files that are sent.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.put.iter().map(Vec::len).sum()
    }

    /// The bytes that are sent.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.put.iter().flatten().map(|upload| upload.size).sum()
    }

    /// The number of files that are removed.
    #[must_use]
    pub fn removed(&self) -> usize {
        self.remove.iter().map(Vec::len).sum()
    }
}

/// Compares a site in the folder `from` with what was found at the target. With `adopt`, files that Firstflight did not send are
/// replaced.
#[must_use]
pub fn make_plan(
    site: &SiteManifest,
    from: &Path,
    record: &DeployRecord,
    found: &BTreeMap<String, FoundFile>,
    adopt: bool,
) -> Plan {
    let mut plan = Plan::default();
    let wanted: BTreeMap<String, StoredFile<'_>> = site.stored().map(|file| (file.path.clone(), file)).collect();
    let mut blocked: BTreeSet<String> = BTreeSet::new();
    for (path, file) in &wanted {
        let version = Version { sha256: file.sha256.to_owned(), size: file.size };
        let there = found.get(path);
        let known: Vec<Version> = there
            .map(|there| record.files.get(path).into_iter().flatten().filter(|known| known.may_be(there)).cloned())
            .into_iter()
            .flatten()
            .collect();
        plan.after.files.insert(path.clone(), vec![version.clone()]);
        // What is a file at the target cannot be a folder of the site, and the other way around.
        let above = Path::new(path).ancestors().skip(1).filter_map(Path::to_str);
        let in_the_way = above.filter(|above| found.contains_key(*above) && !record.files.contains_key(*above));
        blocked.extend(in_the_way.map(str::to_owned));
        if there.is_some() && known.is_empty() && !adopt {
            plan.conflicts.push(path.clone());
            continue;
        }
        if known.len() == 1 && known[0] == version {
            plan.kept += 1;
            plan.during.files.insert(path.clone(), known);
            continue;
        }
        let stage = match (file.is_page, there) {
            (false, _) => Stage::Files,
            (true, None) => Stage::NewPages,
            (true, Some(_)) => Stage::ChangedPages,
        };
        plan.put[stage as usize].push(upload(file, from));
        let mut possible = known;
        if !possible.contains(&version) {
            possible.push(version);
        }
        plan.during.files.insert(path.clone(), possible);
    }
    plan.conflicts.extend(blocked);
    for (path, versions) in record.files.iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        let Some(there) = found.get(path) else { continue };
        let known: Vec<Version> = versions.iter().filter(|known| known.may_be(there)).cloned().collect();
        if known.is_empty() {
            plan.left.push(path.clone());
            continue;
        }
        plan.remove[usize::from(!is_page_path(path))].push(path.clone());
        plan.during.files.insert(path.clone(), known);
    }
    plan.during.is_complete = false;
    plan
}

/// Whether a path that is no longer published was that of a page, or of a compressed form of one.
fn is_page_path(path: &str) -> bool {
    let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz")).unwrap_or(path);
    plain.ends_with(".html") || plain.ends_with(".htm")
}

fn upload(file: &StoredFile<'_>, from: &Path) -> Upload {
    Upload {
        path: file.path.clone(),
        source: from.join(&file.path),
        sha256: file.sha256.to_owned(),
        size: file.size,
        media_type: file.media_type.to_owned(),
        encoding: file.encoding.map(str::to_owned),
        cache_control: cache_control(&file.path),
    }
}

/// The paths that matter at a target: those of the site, those of the record, and the folders above them, where a file may be
/// in the way.
pub(super) fn known_paths(site: &SiteManifest, record: &DeployRecord) -> BTreeSet<String> {
    let paths: BTreeSet<String> = site.stored().map(|file| file.path).chain(record.files.keys().cloned()).collect();
    let above = paths.iter().flat_map(|path| Path::new(path).ancestors().skip(1).filter_map(Path::to_str));
    let above: Vec<String> = above.filter(|path| !path.is_empty()).map(str::to_owned).collect();
    paths.into_iter().chain(above).collect()
}

/// Whether a path is in the folder that is not part of the site.
pub(super) fn is_own(path: &str) -> bool {
    path == OWN_FOLDER || path.strip_prefix(OWN_FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
