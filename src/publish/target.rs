//! The folder that a build publishes to, with links resolved where that is allowed, and the folder that contains it.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::report::Failure;
use crate::system::{canonicalize, error_of, is_root, owner_of, user};

use super::PublishOptions;
use super::dir::{Cause, Dir, is};
use super::disk;
use super::made::NewFolders;

/// The folder to publish to.
#[derive(Debug)]
pub(super) struct Target {
    /// Its path, links resolved. It need not exist.
    pub(super) path: PathBuf,
    /// Its name in the folder that contains it.
    pub(super) name: OsString,
    /// As the user named it, for messages.
    pub(super) shown: String,
    /// The folder that contains it.
    pub(super) parent: Arc<Dir>,
    /// The target itself; `None` if there is none yet.
    pub(super) folder: Option<Dir>,
    /// The folders above it that this build created.
    above: Option<NewFolders>,
    /// Whether there was none before this build.
    is_new: bool,
    /// Users whose files beside the target are trusted: the current user and the owner of the site's folder.
    pub(super) trusted: Vec<u32>,
}

impl Drop for Target {
    /// Releases the lock; see [`Dir::unlock`].
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            folder.unlock();
        }
    }
}

impl Target {
    /// Resolves the target. Fails if it overlaps the sources, or if a link leads out of the site.
    pub(super) fn resolve(options: &PublishOptions) -> Result<Self, Failure> {
        let shown = options.target.display().to_string();
        let path = resolve(options.target, 0).map_err(|error| cannot_find(&shown, &error))?;
        refuse_link(&path, &shown, options)?;
        refuse_sources(&path, &shown, options.sources)?;
        if fs::metadata(&path).is_ok_and(|found| !found.is_dir()) {
            return Err(Failure::new(format!("cannot publish to {shown}: it is a file, not a folder")));
        }
        let (Some(name), Some(above)) = (path.file_name(), path.parent()) else {
            return Err(Failure::new(format!("cannot publish to {shown}: it is the root of the file system")));
        };
        let created = NewFolders::create(above).map_err(|error| disk::cannot("create", above.display(), &error))?;
        let parent = Dir::open(above).map_err(|error| disk::cannot("open", above.display(), &error))?;
        let owner = owner_of(options.site);
        let mut target = Self {
            name: name.to_owned(),
            shown,
            parent: Arc::new(parent),
            folder: None,
            above: created,
            is_new: false,
            trusted: [user()].into_iter().chain(owner).collect(),
            path,
        };
        target.reopen()?;
        target.is_new = target.folder.is_none();
        Ok(target)
    }

    /// Opens the folder that is the target now.
    pub(super) fn reopen(&mut self) -> Result<(), Failure> {
        self.folder = match self.parent.folder(Path::new(&self.name)) {
            Ok(folder) => Some(folder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(disk::cannot("open", &self.shown, &error)),
        };
        Ok(())
    }

    /// Takes a lock on the target itself: two builds may have different state folders.
    pub(super) fn lock(&self) -> Result<(), Failure> {
        match self.folder.as_ref().is_none_or(Dir::try_lock) {
            true => Ok(()),
            false => Err(self.busy("")),
        }
    }

    /// The failure if another build is running. `holder` is its process ID, as words, or empty.
    pub(super) fn busy(&self, holder: &str) -> Failure {
        Failure::new(format!("another build is publishing to {}{holder}", self.shown))
            .help("wait until it has finished, or stop it; either releases the lock")
    }

    /// The owner of new files and folders if root publishes to a folder of another user. Otherwise that user
    /// could not publish again.
    pub(super) fn owner(&self) -> Option<(u32, u32)> {
        if !is_root() {
            return None;
        }
        let found = match &self.folder {
            Some(folder) => folder.status().ok()?,
            // A new target in a folder of the site's owner belongs to that owner.
            None => self.parent.status().ok().filter(|found| self.trusted.contains(&found.owner))?,
        };
        (found.owner != 0).then_some((found.owner, found.group))
    }

    /// Refuses a state folder in the target, where it would be published, or in the sources.
    pub(super) fn refuse_state(&self, state: &Path, sources: &[&Path]) -> io::Result<()> {
        let real = resolve(state, 0).map_err(|error| match is(&error, Cause::LinkLoop) {
            true => io::Error::other("its symbolic links lead in a circle"),
            false => error,
        })?;
        for (folder, shown) in [(&*self.path, &*self.shown)]
            .into_iter()
            .chain(sources.iter().map(|&path| (path, "the sources of the site")))
        {
            if real.starts_with(resolve(folder, 0)?) {
                return Err(io::Error::other(format!("it is inside {shown}")));
            }
        }
        Ok(())
    }

    /// The name of a path below the target in messages.
    pub(super) fn name_of(&self, path: impl AsRef<Path>) -> String {
        Path::new(&self.shown).join(path).display().to_string()
    }

    /// The failure, with a note that the target is unchanged.
    pub(super) fn untouched(&self, failure: Failure) -> Failure {
        let effect = if self.is_new { "was not created" } else { "is unchanged" };
        add_help(failure, format!("{} {effect}", self.shown))
    }

    /// Removes the empty folders that a build that failed created.
    pub(super) fn remove_new(&self) {
        if self.is_new && self.parent.remove_folder(Path::new(&self.name)).is_err() {
            return;
        }
        if let Some(above) = &self.above {
            above.remove_empty();
        }
    }
}

/// Adds a sentence to the help of a failure.
pub(super) fn add_help(mut failure: Failure, more: String) -> Failure {
    failure.help = Some(match failure.help.take() {
        Some(help) => format!("{help}; {more}"),
        None => more,
    });
    failure
}

fn cannot_find(shown: &str, error: &io::Error) -> Failure {
    match is(error, Cause::LinkLoop) {
        true => Failure::new(format!("cannot publish to {shown}: its symbolic links lead in a circle"))
            .help("replace the link with a folder, or choose another folder with `--out`"),
        false => disk::cannot("find", shown, error),
    }
}

/// Resolves the links of `path`. Its last components, and what a link leads to, need not exist.
fn resolve(path: &Path, depth: usize) -> io::Result<PathBuf> {
    if depth > 40 {
        return Err(error_of(Cause::LinkLoop));
    }
    match canonicalize(path) {
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

/// Fails if a link leads outside the site's folder, unless `--follow` is given. Links in the folders above a target that is
/// outside the site are followed: the author of the site did not make them.
fn refuse_link(real: &Path, shown: &str, options: &PublishOptions) -> Result<(), Failure> {
    if options.follow {
        return Ok(());
    }
    let site = resolve(options.site, 0).map_err(|error| disk::cannot("find", options.site.display(), &error))?;
    let is_link = options.target.is_symlink();
    let typed = std::path::absolute(options.target).unwrap_or_else(|_| options.target.to_owned());
    let typed_site = std::path::absolute(options.site).unwrap_or_else(|_| options.site.to_owned());
    // Below the site's folder every component may come from the author of the site.
    let is_of_site = typed.starts_with(&typed_site) || typed.starts_with(&site);
    if !(is_link || is_of_site) || real.starts_with(&site) {
        return Ok(());
    }
    if is_of_site && !is_link && typed.components().any(|part| part == Component::ParentDir) {
        // `site/../elsewhere` is what the user named; no link decides where it leads.
        return Ok(());
    }
    let real = real.display();
    Err(Failure::new(format!("cannot publish to {shown}: a symbolic link there leads to {real}, outside the site"))
        .help("build with `--follow` to publish there, or name the folder itself with `--out`"))
}

fn refuse_sources(target: &Path, shown: &str, sources: &[&Path]) -> Result<(), Failure> {
    for &source in sources {
        let real = resolve(source, 0).map_err(|error| disk::cannot("find", source.display(), &error))?;
        let how = match (target.starts_with(&real), real.starts_with(target)) {
            (true, true) => "is",
            (true, false) => "is inside",
            (false, true) => "contains",
            (false, false) => continue,
        };
        let source = source.display();
        return Err(Failure::new(format!("cannot publish to {shown}: it {how} {source}, a source folder of the site"))
            .help("choose a separate folder, such as `public`"));
    }
    Ok(())
}
