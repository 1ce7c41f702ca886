//! Where a build publishes: the resolved target, the folder of ours beside it, and the lock in that folder.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use crate::report::Failure;

use super::Options;
use super::disk;

/// The target and all paths beside it. The lock is held as long as this lives, and goes with the process.
#[derive(Debug)]
pub(super) struct Ground {
    /// The target, symlinks resolved; may not exist.
    pub(super) target: PathBuf,
    /// The target as it was typed, for messages.
    pub(super) shown: String,
    beside: PathBuf,
    lock: File,
}

impl Drop for Ground {
    /// Lets go of the lock itself: closing the file is not enough where another thread is just starting a process,
    /// which holds a copy of it for a moment.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

impl Ground {
    /// Resolves the target, refuses what would harm the sources, and takes the lock.
    pub(super) fn claim(options: &Options) -> Result<Self, Failure> {
        let shown = options.target.display().to_string();
        let target = resolve(options.target, 0).map_err(|error| disk::cannot("find", &shown, &error))?;
        refuse_sources(&target, &shown, options.sources)?;
        if fs::metadata(&target).is_ok_and(|found| !found.is_dir()) {
            return Err(Failure::new(format!("cannot publish to {shown}: it is a file, not a folder")));
        }
        let (Some(name), Some(parent)) = (target.file_name(), target.parent()) else {
            return Err(Failure::new(format!("cannot publish to {shown}: it is the root of the file system")));
        };
        let mut folder = OsString::from(".");
        folder.push(name);
        folder.push(".firstflight");
        let beside = parent.join(folder);
        fs::create_dir_all(&beside).map_err(|error| disk::cannot("make", beside.display(), &error))?;
        let lock = lock(&beside, &shown)?;
        // The folder says by itself that it is no part of a repository.
        let ignore = beside.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n").map_err(|error| disk::cannot("write", ignore.display(), &error))?;
        }
        Ok(Self { target, shown, beside, lock })
    }

    /// The new tree before the exchange, the old one after it.
    pub(super) fn stage(&self) -> PathBuf {
        self.beside.join("stage")
    }

    /// What we wrote into the target.
    pub(super) fn manifest(&self) -> PathBuf {
        self.beside.join("manifest")
    }

    /// What the tree holds that is about to become the target.
    pub(super) fn next(&self) -> PathBuf {
        self.beside.join("next")
    }

    /// Where files of people go that had to give way.
    pub(super) fn saved(&self) -> PathBuf {
        self.beside.join("saved")
    }

    /// The stage inside a target that cannot be exchanged.
    pub(super) fn inner_stage(&self) -> PathBuf {
        self.target.join(IN_PLACE)
    }

    /// A path below the target, as messages name it.
    pub(super) fn name(&self, path: impl AsRef<Path>) -> String {
        Path::new(&self.shown).join(path).display().to_string()
    }

    /// Whether the target lies on another file system than the folder that holds it.
    pub(super) fn is_mount_point(&self) -> bool {
        let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
        let target = device(&self.target);
        target.is_some() && target != device(&self.beside)
    }

    /// The note of a build that had to write in place.
    pub(super) fn why_not(&self, reason: &str) -> String {
        format!(
            "{} cannot be exchanged in one step ({reason}): new files were written first, then pages, then what is no \
             longer produced was removed",
            self.shown
        )
    }

    /// The failure, with the word that the old site stands.
    pub(super) fn untouched(&self, failure: Failure) -> Failure {
        add_help(failure, format!("{} is as it was", self.shown))
    }

    /// The failure, with the word that the new site stands.
    pub(super) fn published(&self, failure: Failure) -> Failure {
        add_help(failure, format!("{} holds the new site; the next build tidies up", self.shown))
    }
}

/// The stage's name inside a target that cannot be exchanged.
pub(super) const IN_PLACE: &str = ".firstflight.stage";

/// The failure, with one more thing to know.
pub(super) fn add_help(mut failure: Failure, more: String) -> Failure {
    failure.help = Some(match failure.help.take() {
        Some(help) => format!("{help}; {more}"),
        None => more,
    });
    failure
}

/// The real path of `path`, of which the last parts need not exist; a symlink may lead to what does not exist yet.
fn resolve(path: &Path, depth: usize) -> io::Result<PathBuf> {
    if depth > 40 {
        return Err(io::Error::other("too many symbolic links"));
    }
    match fs::canonicalize(path) {
        Ok(real) => return Ok(real),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    if let Ok(aim) = fs::read_link(path) {
        let folder = path.parent().unwrap_or(Path::new(""));
        return resolve(&folder.join(aim), depth + 1);
    }
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut real = resolve(parent, depth + 1)?;
    match path.components().next_back() {
        Some(Component::Normal(name)) => real.push(name),
        Some(Component::ParentDir) => drop(real.pop()),
        _ => {}
    }
    Ok(real)
}

fn refuse_sources(target: &Path, shown: &str, sources: &[&Path]) -> Result<(), Failure> {
    for &source in sources {
        let real = resolve(source, 0).map_err(|error| disk::cannot("find", source.display(), &error))?;
        let how = match (target.starts_with(&real), real.starts_with(target)) {
            (true, true) => "is",
            (true, false) => "lies in",
            (false, true) => "contains",
            (false, false) => continue,
        };
        let source = source.display();
        return Err(Failure::new(format!("cannot publish to {shown}: it {how} {source}, which the site is made of"))
            .help("choose a folder of its own, such as `public`"));
    }
    Ok(())
}

fn lock(beside: &Path, shown: &str) -> Result<File, Failure> {
    let path = beside.join("lock");
    let open = || File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open().map_err(|error| disk::cannot("open", path.display(), &error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // The number is a courtesy; without it the message still says what to do.
            let _ = file.read_to_string(&mut holder);
            let holder = match holder.trim() {
                "" => String::new(),
                process => format!(" (process {process})"),
            };
            return Err(Failure::new(format!("another build is publishing to {shown}{holder}"))
                .help("wait until it has finished, or end it; its lock goes with it"));
        }
        Err(TryLockError::Error(error)) => return Err(disk::cannot("lock", path.display(), &error)),
    }
    let write = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
    write.map_err(|error| disk::cannot("write", path.display(), &error))?;
    Ok(file)
}
