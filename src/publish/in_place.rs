//! Publishing in place, if folders cannot or should not be exchanged: all new files are on disk before the first file
//! changes, and each file changes in one step. The order is new files, changed files, pages, removals.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::report::Failure;
use crate::system::{FileKind, Status, give_file, set_times, user};

use super::dir::{Cause, Dir, is, is_absent};
use super::disk::{self, FOLDER_MODE, LOCKED};
use super::drafts::{DRAFTS, make_drafts};
use super::manifest::{Manifest, Tree};
use super::origin;
use super::plan::{Item, Plan, Step};
use super::saved::{self, MoveReason, Saved};
use super::state::{MANIFEST, NEXT, State};
use super::target::{Target, add_help};
use super::types::FileRecord;

struct InPlace<'a, 's> {
    target: &'a Target,
    folder: &'a Dir,
    state: Option<&'a State>,
    plan: &'a Plan<'a>,
    old: &'a Manifest,
    saved: &'a mut Saved<'s>,
    /// The folder of drafts, with its name.
    drafts: (PathBuf, Dir),
    /// Whether the umask reduces the mode of new folders.
    masked: bool,
}

/// Updates the target file by file.
pub(super) fn publish(
    target: &mut Target,
    state: Option<&State>,
    plan: &Plan,
    old: &Manifest,
    saved: &mut Saved,
    sync: bool,
) -> Result<Manifest, Failure> {
    if target.folder.is_none() {
        let name = Path::new(&target.name);
        let made = target.parent.make_folder(name, FOLDER_MODE).and_then(|()| {
            let made = target.parent.folder(name)?;
            let found = made.status()?;
            // Otherwise somebody has put another folder in its place.
            if found.owner == user() && made.list()?.is_empty() {
                made.set_own_mode(FOLDER_MODE)?;
            }
            Ok(())
        });
        made.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => target.busy(""),
            ErrorKind::PermissionDenied => disk::cannot("create", &target.shown, &error)
                .help("check the owner and mode of the folder that is to contain it"),
            _ => disk::cannot("create", &target.shown, &error),
        })?;
        target.reopen()?;
        target.lock()?;
    }
    let Some(folder) = &target.folder else {
        return Err(Failure::new(format!(
            "cannot publish to {}: it was removed while the site was being published",
            target.shown
        )));
    };
    let target = &*target;
    foresee(target, folder, plan).map_err(|failure| target.untouched(failure))?;
    let before = folder.status();
    let drafts = make_drafts(folder)
        .map_err(|error| target.untouched(disk::cannot("create", target.name_of(DRAFTS), &error)))?;
    if state.is_none() {
        origin::mark_target(folder);
    }
    let mut work = InPlace { target, folder, state, plan, old, saved, drafts, masked: false };
    let next = work.prepare(sync).map_err(|failure| {
        // The next build removes what cannot be removed now.
        let _ = folder.remove_tree(&work.drafts.0);
        let _ = before.and_then(|before| set_times(&before, folder));
        target.untouched(failure)
    })?;
    let sync_again = || match sync {
        true => folder.flush().map_err(|error| disk::cannot("flush the new site to disk for", &target.shown, &error)),
        false => Ok(()),
    };
    work.change().and_then(|()| sync_again()).and_then(|()| work.settle(next)).map_err(|failure| {
        add_help(failure, format!("{} contains part of the new site; the next build completes it", target.shown))
    })
}

/// Finds obstacles that would interrupt the update, before anything changes.
fn foresee(target: &Target, folder: &Dir, plan: &Plan) -> Result<(), Failure> {
    let written = plan.items.iter().filter(|item| matches!(item.step, Step::Write(_)));
    let written = written.map(|item| &*item.path);
    // Drafts are created in the target itself, and removed from it.
    check_writable(target, folder, Path::new(""))?;
    let mut last: Option<&Path> = None;
    for path in written.chain(plan.removed.iter().map(String::as_str)) {
        if plan.known.get(path).is_some_and(|found| found.is_locked || found.is_mounted) {
            let name = target.name_of(path);
            return Err(Failure::new(format!("cannot write {name}: it is immutable, append-only or a mount point"))
                .help("remove the attribute with `chattr -i -a`, or unmount it"));
        }
        let parent = Path::new(path).parent().unwrap_or(Path::new(""));
        if last.replace(parent) == Some(parent) {
            continue;
        }
        // The nearest existing folder: those below it are created in it.
        for above in parent.ancestors() {
            if check_writable(target, folder, above)? {
                break;
            }
        }
    }
    Ok(())
}

/// Fails if files in the folder at this path below the target cannot be replaced. Returns whether the folder exists.
fn check_writable(target: &Target, folder: &Dir, path: &Path) -> Result<bool, Failure> {
    let opened = folder.folder(path);
    if opened.as_ref().is_err_and(is_absent) {
        return Ok(false);
    }
    let name = target.name_of(path);
    let name = name.trim_end_matches('/');
    let cannot = |error: io::Error| disk::cannot("write to", name, &error);
    let opened = opened.map_err(cannot)?;
    if opened.status().map_err(cannot)?.is_locked {
        return Err(Failure::new(format!("cannot write to {name}: it is {LOCKED}"))
            .help("remove the attribute with `chattr -i -a`"));
    }
    opened.may_change().map_err(cannot)?;
    Ok(true)
}

impl InPlace<'_, '_> {
    /// Writes all new files as drafts, named by the index of their items, and then the manifest `next`.
    fn prepare(&mut self, sync: bool) -> Result<Manifest, Failure> {
        let drafts = &self.drafts.1;
        self.masked = disk::has_umask(drafts).map_err(|error| self.cannot("create", DRAFTS, &error))?;
        let owner = self.target.owner();
        let write = |(index, item): (usize, &Item)| {
            let record = match item.step {
                Step::Keep(record) => record,
                Step::Write(hash) => {
                    let written = disk::write_new(drafts, Path::new(&index.to_string()), item.source, hash, owner);
                    written.map_err(|error| error.failure(item.source, self.target.name_of(&*item.path)))?
                }
            };
            Ok((item.path.to_string(), record))
        };
        let files: Vec<(String, FileRecord)> =
            self.plan.items.par_iter().enumerate().map(write).collect::<Result<_, Failure>>()?;
        let next = Manifest { tree: Tree::InPlace, files: files.into_iter().collect() };
        if let Some(state) = self.state {
            state.write(NEXT, &next)?;
        }
        if sync {
            let flushed = self.folder.flush().and_then(|()| self.state.map_or(Ok(()), |state| state.dir.flush()));
            flushed.map_err(|error| disk::cannot("flush the new site to disk for", &self.target.shown, &error))?;
        }
        Ok(next)
    }

    fn change(&mut self) -> Result<(), Failure> {
        let plan = self.plan;
        let items = &plan.items;
        let mut order: Vec<_> = (0..items.len()).filter(|&at| matches!(items[at].step, Step::Write(_))).collect();
        order.sort_by_key(|&at| (items[at].is_page, plan.known.contains_key(&*items[at].path)));
        for at in order {
            let path = Path::new(&*items[at].path);
            self.make_way(path)?;
            self.put(Path::new(&at.to_string()), path).map_err(|error| self.cannot("write", path, &error))?;
        }
        plan.removed.iter().try_for_each(|path| self.remove(path))
    }

    /// Renames a draft to its path. If that is on a file system mounted in the target, a copy beside it is renamed.
    fn put(&self, draft: &Path, path: &Path) -> io::Result<()> {
        let drafts = &self.drafts.1;
        match drafts.rename(draft, self.folder, path) {
            Err(error) if is(&error, Cause::OtherDevice) => {}
            done => return done,
        }
        let names = (1_u32..1_000).map(|number| path.with_file_name(format!("{DRAFTS}{number}.copy")));
        for beside in names {
            let mut copy = match self.folder.create(&beside, 0o600) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                copy => copy?,
            };
            let mut from = drafts.read(draft)?;
            io::copy(&mut from, &mut copy)?;
            saved::keep_mode_and_times(&copy, &from)?;
            if let Some(owner) = self.target.owner() {
                give_file(&copy, owner)?;
            }
            copy.sync_all()?;
            return self.folder.rename(&beside, self.folder, path);
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Creates the folders that `path` needs, and moves aside anything at `path` that is not ours.
    fn make_way(&mut self, path: &Path) -> Result<(), Failure> {
        let mut folders: Vec<_> = path.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty()).collect();
        folders.reverse();
        for folder in folders {
            match self.status_of(folder)? {
                Some(found) if found.kind == FileKind::Folder => continue,
                Some(_) => self.clear(folder)?,
                None => {}
            }
            self.make_folder(folder).map_err(|error| self.cannot("create", folder, &error))?;
        }
        let Some(found) = self.status_of(path)? else { return Ok(()) };
        if found.kind == FileKind::Folder {
            // A folder at the path of a file: our files in it are no longer produced.
            let plan = self.plan;
            let below = plan.removed.iter().filter(|below| Path::new(below).starts_with(path));
            below.into_iter().try_for_each(|path| self.remove(path))?;
            return match self.status_of(path)? {
                Some(_) => self.save(path),
                None => Ok(()),
            };
        }
        match self.is_ours(path, &found)? {
            true => Ok(()),
            false => self.save(path),
        }
    }

    /// Creates a folder among the drafts and moves it to its path, where somebody could replace it before its owner is set.
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let (drafts, draft) = (&self.drafts.1, Path::new("folder"));
        drafts.make_folder(draft, FOLDER_MODE)?;
        let made = drafts.folder(draft)?;
        if self.masked {
            made.set_own_mode(FOLDER_MODE)?;
        }
        if let Some(owner) = self.target.owner() {
            made.give(owner)?;
        }
        match drafts.rename_to_free(draft, self.folder, path) {
            Err(error) if is(&error, Cause::OtherDevice) => {
                drafts.remove_folder(draft)?;
                self.folder.make_folder(path, FOLDER_MODE)
            }
            moved => moved,
        }
    }

    /// Removes the file at `path` if it is as we wrote it; otherwise moves it aside.
    fn clear(&mut self, path: &Path) -> Result<(), Failure> {
        let Some(found) = self.status_of(path)? else { return Ok(()) };
        match self.is_ours(path, &found)? {
            true => self.folder.remove_file(path).map_err(|error| self.cannot("remove", path, &error)),
            false => self.save(path),
        }
    }

    /// Removes a file that is no longer produced, and folders that become empty.
    fn remove(&mut self, path: &str) -> Result<(), Failure> {
        // A file of the new site may have replaced one of its folders.
        let above = Path::new(path).parent().filter(|above| !above.as_os_str().is_empty());
        if !above.map_or(Ok(true), |above| self.is_folder(above))? || self.is_produced_below(path) {
            return Ok(());
        }
        match self.status_of(Path::new(path))? {
            // It has been edited since the scan, and there is no state folder to move it to.
            Some(found) if self.state.is_none() && !self.is_ours(Path::new(path), &found)? => return Ok(()),
            _ => self.clear(Path::new(path))?,
        }
        for folder in Path::new(path).ancestors().skip(1).filter(|path| !path.as_os_str().is_empty()) {
            if self.folder.remove_folder(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Whether a folder of the new site has replaced the file at `path`.
    fn is_produced_below(&self, path: &str) -> bool {
        let items = &self.plan.items;
        let start = format!("{path}/");
        let at = items.partition_point(|item| *item.path < *start);
        items.get(at).is_some_and(|item| item.path.starts_with(&start))
    }

    /// Writes the manifest of the finished tree.
    fn settle(&self, mut next: Manifest) -> Result<Manifest, Failure> {
        self.folder.remove_tree(&self.drafts.0).map_err(|error| self.cannot("remove", DRAFTS, &error))?;
        next.tree = Tree::from_folder(Some(self.folder));
        if let Some(state) = self.state {
            state.write(MANIFEST, &next)?;
            state.remove(NEXT)?;
        }
        Ok(next)
    }

    fn status_of(&self, path: &Path) -> Result<Option<Status>, Failure> {
        self.folder.status_of(path).map_err(|error| self.cannot("read", path, &error))
    }

    /// Whether there is a folder at a path, and above it nothing else than folders.
    fn is_folder(&self, path: &Path) -> Result<bool, Failure> {
        match self.folder.status_of(path) {
            Ok(found) => Ok(found.is_some_and(|found| found.kind == FileKind::Folder)),
            Err(error) if error.kind() == ErrorKind::NotADirectory || is(&error, Cause::LinkLoop) => Ok(false),
            Err(error) => Err(self.cannot("read", path, &error)),
        }
    }

    fn is_ours(&self, path: &Path, found: &Status) -> Result<bool, Failure> {
        let Some(record) = path.to_str().and_then(|path| self.old.files.get(path)) else { return Ok(false) };
        match record.matches(self.folder, path, found) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(false),
            answer => answer.map_err(|error| self.cannot("read", path, &error)),
        }
    }

    fn save(&mut self, path: &Path) -> Result<(), Failure> {
        // Only a file that we wrote into this same folder can be an edited one.
        let is_file = self.status_of(path)?.is_some_and(|found| found.kind == FileKind::File);
        let is_recorded = path.to_str().is_some_and(|path| self.old.files.contains_key(path));
        let is_edited = is_file && is_recorded && self.old.tree == Tree::from_folder(Some(self.folder));
        let reason = if is_edited { MoveReason::Edited } else { MoveReason::Foreign };
        let taken = self.saved.take(self.folder, path, path, reason);
        taken.map_err(|error| self.cannot("move aside", path, &error))
    }

    fn cannot(&self, doing: &str, path: impl AsRef<Path>, error: &io::Error) -> Failure {
        disk::cannot(doing, self.target.name_of(path), error)
    }
}
