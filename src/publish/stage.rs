//! Fills the stage: the whole new tree, made beside the target, in parallel.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, FileTimes, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::report::Failure;

use super::disk::{self, FOLDER_MODE, WriteError};
use super::ground::Ground;
use super::manifest::{Manifest, Record, Tree};
use super::plan::{Item, Plan, Step};
use super::scan::Kind;

/// One folder of the new tree, and what goes directly into it.
#[derive(Default)]
struct Folder<'p> {
    items: Vec<usize>,
    foreign: Vec<&'p Path>,
    /// Mode and time of a folder that holds foreign things.
    as_found: Option<(u32, SystemTime)>,
}

struct Stage<'p> {
    ground: &'p Ground,
    plan: &'p Plan<'p>,
    root: PathBuf,
    folder: OwnedFd,
    target: Option<OwnedFd>,
    /// Whether the umask takes away what a folder of ours should have.
    masked: bool,
}

/// Makes the stage and answers with the manifest that describes it.
pub(super) fn fill(ground: &Ground, plan: &Plan) -> Result<Manifest, Failure> {
    let root = ground.stage();
    let cannot = |error: io::Error| disk::cannot("make", root.display(), &error);
    fs::create_dir(&root).map_err(cannot)?;
    let made = fs::metadata(&root).map_err(cannot)?;
    let masked = made.mode() & 0o777 != FOLDER_MODE;
    // People choose the mode of the folder they publish from; a new one is readable by all.
    let mode = fs::metadata(&ground.target).map_or(FOLDER_MODE, |found| found.mode() & 0o7777);
    if made.mode() & 0o7777 != mode {
        fs::set_permissions(&root, Permissions::from_mode(mode)).map_err(cannot)?;
    }
    let stage = Stage {
        ground,
        plan,
        folder: disk::open_folder(&root).map_err(cannot)?,
        target: disk::open_folder(&ground.target).ok(),
        root,
        masked,
    };
    let folders = folders(plan);
    let mut levels: Vec<Vec<(&OsStr, &Folder)>> = Vec::new();
    for (&path, folder) in &folders {
        let depth = match path.as_bytes() {
            [] => 0,
            bytes => 1 + bytes.iter().filter(|&&byte| byte == b'/').count(),
        };
        if levels.len() <= depth {
            levels.resize_with(depth + 1, Vec::new);
        }
        levels[depth].push((path, folder));
    }
    let mut records: Vec<Option<Record>> = vec![None; plan.items.len()];
    for level in &levels {
        let done = level.par_iter().map(|(path, folder)| stage.folder(Path::new(path), folder));
        for (index, record) in done.collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            records[index] = Some(record);
        }
    }
    // What is in a folder changes its time, and may not be put into one that is read-only: deepest last.
    for (path, folder) in folders.iter().rev() {
        if let Some((mode, modified)) = folder.as_found {
            stage.restore(Path::new(path), mode, modified)?;
        }
    }
    let files = plan.items.iter().zip(records).filter_map(|(item, record)| Some((item.path.to_string(), record?)));
    Ok(Manifest { files: files.collect(), tree: Tree::at(&stage.root) })
}

/// Every folder of the new tree; parents sort before what they hold.
fn folders<'p>(plan: &'p Plan) -> BTreeMap<&'p OsStr, Folder<'p>> {
    let mut folders: BTreeMap<&OsStr, Folder> = BTreeMap::new();
    for (index, item) in plan.items.iter().enumerate() {
        folder_of(&mut folders, OsStr::new(&*item.path)).items.push(index);
    }
    for thing in &plan.foreign {
        match thing.kind {
            Kind::Folder { mode, modified } => {
                folder_of(&mut folders, thing.path.as_os_str());
                folders.entry(thing.path.as_os_str()).or_default().as_found = Some((mode, modified));
            }
            Kind::File | Kind::Symlink => folder_of(&mut folders, thing.path.as_os_str()).foreign.push(&thing.path),
            Kind::Special => drop(folder_of(&mut folders, thing.path.as_os_str())),
        }
    }
    folders
}

/// The folder that holds `path`, made together with all above it.
fn folder_of<'p, 'm>(folders: &'m mut BTreeMap<&'p OsStr, Folder<'p>>, path: &'p OsStr) -> &'m mut Folder<'p> {
    let parent = parent(path);
    let mut above = parent;
    while !folders.contains_key(above) {
        folders.insert(above, Folder::default());
        above = self::parent(above);
    }
    folders.entry(parent).or_default()
}

fn parent(path: &OsStr) -> &OsStr {
    let bytes = path.as_bytes();
    OsStr::from_bytes(&bytes[..memchr::memrchr(b'/', bytes).unwrap_or(0)])
}

impl Stage<'_> {
    fn folder(&self, path: &Path, folder: &Folder) -> Result<Vec<(usize, Record)>, Failure> {
        if !path.as_os_str().is_empty() {
            disk::make_folder(&self.folder, path, self.masked).map_err(|error| self.cannot("make", path, &error))?;
        }
        let item = |&index: &usize| Ok((index, self.item(&self.plan.items[index])?));
        // Most folders hold one page; only a large one is worth a second thread.
        let records = match folder.items.len() {
            0..64 => folder.items.iter().map(item).collect::<Result<Vec<_>, _>>()?,
            _ => folder.items.par_iter().with_min_len(16).map(item).collect::<Result<Vec<_>, _>>()?,
        };
        folder.foreign.par_iter().with_min_len(16).try_for_each(|path| match self.link(path) {
            // What went away meanwhile is not missed; what may not be read is moved once the new tree stands.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => Ok(()),
            Err(error) => Err(self.cannot("keep", path, &error)),
            Ok(()) => Ok(()),
        })?;
        Ok(records)
    }

    fn item(&self, item: &Item) -> Result<Record, Failure> {
        let path = Path::new(&*item.path);
        let hash = match item.step {
            Step::Write(hash) => hash,
            Step::Keep(record) => match self.link(path) {
                Ok(()) => return Ok(record),
                Err(error) if error.kind() == ErrorKind::NotFound => Some(record.hash),
                Err(error) => return Err(self.cannot("keep", path, &error)),
            },
        };
        disk::write_new(&self.folder, path, item.source, hash).map_err(|error| match (error, item.source) {
            (WriteError::Source(error), super::plan::Source::File(from)) => {
                disk::cannot("read", from.display(), &error)
            }
            (WriteError::Source(error) | WriteError::Place(error), _) => self.cannot("write", path, &error),
        })
    }

    fn link(&self, path: &Path) -> io::Result<()> {
        let target = self.target.as_ref().ok_or(ErrorKind::NotFound)?;
        disk::link_or_copy(target, &self.folder, (&self.ground.target, &self.root), path)
    }

    fn restore(&self, path: &Path, mode: u32, modified: SystemTime) -> Result<(), Failure> {
        let folder = self.root.join(path);
        let restore = || {
            File::open(&folder)?.set_times(FileTimes::new().set_modified(modified))?;
            fs::set_permissions(&folder, Permissions::from_mode(mode))
        };
        restore().map_err(|error| self.cannot("keep", path, &error))
    }

    fn cannot(&self, doing: &str, path: &Path, error: &io::Error) -> Failure {
        disk::cannot(doing, self.ground.name(path), error)
    }
}
