//! Publishing where folders cannot be exchanged: all bytes are on the disk before the first file changes, and each file
//! changes in one step: new files, changed files, pages, removals.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;

use crate::report::Failure;

use super::disk::{self, Saved, WriteError};
use super::ground::{Ground, add_help};
use super::manifest::{Manifest, Record, Tree};
use super::plan::{Plan, Source, Step};

struct InPlace<'a> {
    ground: &'a Ground,
    plan: &'a Plan<'a>,
    old: &'a Manifest,
    saved: &'a Saved<'a>,
    masked: bool,
}

/// Makes the target hold the plan, file by file.
pub(super) fn publish(ground: &Ground, plan: &Plan, old: &Manifest, saved: &Saved) -> Result<(), Failure> {
    let mut work = InPlace { ground, plan, old, saved, masked: false };
    let next = match work.prepare() {
        Ok(next) => next,
        Err(failure) => {
            // What cannot be removed now is removed by the next build.
            let _ = disk::remove_tree(&ground.inner_stage());
            return Err(ground.untouched(failure));
        }
    };
    work.change().and_then(|()| work.settle(next)).map_err(|failure| {
        add_help(failure, format!("{} holds part of the new site; the next build completes it", ground.shown))
    })
}

impl InPlace<'_> {
    /// Writes all new bytes, under the numbers of their items, and then what the target is about to hold.
    fn prepare(&mut self) -> Result<Manifest, Failure> {
        let inner = self.ground.inner_stage();
        let cannot = |error: io::Error| disk::cannot("make", inner.display(), &error);
        fs::create_dir(&inner).map_err(cannot)?;
        self.masked = fs::metadata(&inner).map_err(cannot)?.mode() & 0o777 != disk::FOLDER_MODE;
        let folder = disk::open_folder(&inner).map_err(cannot)?;
        let write = |(index, item): (usize, &super::plan::Item)| {
            let record = match item.step {
                Step::Keep(record) => record,
                Step::Write(hash) => {
                    let written = disk::write_new(&folder, Path::new(&index.to_string()), item.source, hash);
                    written.map_err(|error| match (error, item.source) {
                        (WriteError::Source(error), Source::File(from)) => disk::cannot("read", from.display(), &error),
                        (WriteError::Source(error) | WriteError::Place(error), _) => {
                            disk::cannot("write", self.ground.name(&*item.path), &error)
                        }
                    })?
                }
            };
            Ok((item.path.to_string(), record))
        };
        let files: Vec<(String, Record)> =
            self.plan.items.par_iter().enumerate().map(write).collect::<Result<_, Failure>>()?;
        let next = Manifest { tree: Tree::InPlace, files: files.into_iter().collect() };
        next.write_next(self.ground)?;
        Ok(next)
    }

    fn change(&self) -> Result<(), Failure> {
        let items = &self.plan.items;
        let mut order: Vec<_> = (0..items.len()).filter(|&at| matches!(items[at].step, Step::Write(_))).collect();
        order.sort_by_key(|&at| (self.plan.known.contains(&*items[at].path), items[at].is_page));
        for at in order {
            let path = Path::new(&*items[at].path);
            let cannot = |error: io::Error| disk::cannot("write", self.ground.name(path), &error);
            self.make_way(path)?;
            let staged = self.ground.inner_stage().join(at.to_string());
            fs::rename(staged, self.ground.target.join(path)).map_err(cannot)?;
        }
        for path in &self.plan.removed {
            self.remove(path)?;
        }
        Ok(())
    }

    /// Makes the folders that `path` needs, and moves aside what is not ours at its place.
    fn make_way(&self, path: &Path) -> Result<(), Failure> {
        let cannot = |error: io::Error| disk::cannot("write", self.ground.name(path), &error);
        let mut folders: Vec<_> = path.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty()).collect();
        folders.reverse();
        for folder in folders {
            match disk::look(&self.ground.target.join(folder)).map_err(cannot)? {
                Some(found) if found.is_dir() => continue,
                Some(_) => self.clear(folder)?,
                None => {}
            }
            disk::make_folder(rustix::fs::CWD, &self.ground.target.join(folder), self.masked).map_err(cannot)?;
        }
        let place = self.ground.target.join(path);
        let Some(found) = disk::look(&place).map_err(cannot)? else { return Ok(()) };
        let record = path.to_str().and_then(|path| self.old.files.get(path));
        if found.is_dir() {
            // A folder where a file is to be: what is ours in it is no longer produced.
            let below: Vec<_> = self.plan.removed.iter().filter(|below| Path::new(below).starts_with(path)).collect();
            below.into_iter().try_for_each(|path| self.remove(path))?;
            return match disk::look(&place).map_err(cannot)? {
                Some(_) => self.saved.take(&place, path),
                None => Ok(()),
            };
        }
        match record.map_or(Ok(false), |record| record.answers_to(&place, &found)).map_err(cannot)? {
            true => Ok(()),
            false => self.saved.take(&place, path),
        }
    }

    /// Removes what stands at `path` if it is what we wrote there; otherwise moves it aside.
    fn clear(&self, path: &Path) -> Result<(), Failure> {
        let cannot = |error: io::Error| disk::cannot("remove", self.ground.name(path), &error);
        let place = self.ground.target.join(path);
        let Some(found) = disk::look(&place).map_err(cannot)? else { return Ok(()) };
        let record = path.to_str().and_then(|path| self.old.files.get(path));
        match record.map_or(Ok(false), |record| record.answers_to(&place, &found)).map_err(cannot)? {
            true => disk::remove_file(&place).map_err(cannot),
            false => self.saved.take(&place, path),
        }
    }

    /// Removes a file that is no longer produced, and the folders that held nothing else.
    fn remove(&self, path: &str) -> Result<(), Failure> {
        // Something of the new site may have taken the place of one of its folders.
        let is_below_a_folder = |above: &Path| {
            disk::look(&self.ground.target.join(above)).is_ok_and(|found| found.is_some_and(|found| found.is_dir()))
        };
        if !Path::new(path).parent().is_none_or(is_below_a_folder) || self.is_produced_below(path) {
            return Ok(());
        }
        self.clear(Path::new(path))?;
        for folder in Path::new(path).ancestors().skip(1).filter(|path| !path.as_os_str().is_empty()) {
            match fs::remove_dir(self.ground.target.join(folder)) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(_) => break,
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// Whether the file `path` has given way to a folder of the new site.
    fn is_produced_below(&self, path: &str) -> bool {
        let items = &self.plan.items;
        let start = format!("{path}/");
        let at = items.partition_point(|item| *item.path < *start);
        items.get(at).is_some_and(|item| item.path.starts_with(&start))
    }

    /// Writes the manifest of the finished tree.
    fn settle(&self, mut next: Manifest) -> Result<(), Failure> {
        let inner = self.ground.inner_stage();
        disk::remove_tree(&inner).map_err(|error| disk::cannot("remove", inner.display(), &error))?;
        next.tree = Tree::at(&self.ground.target);
        next.write(self.ground)?;
        let path = self.ground.next();
        disk::remove_file(&path).map_err(|error| disk::cannot("remove", path.display(), &error))
    }
}
