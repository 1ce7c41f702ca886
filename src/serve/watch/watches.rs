//! The watches that are set: on the site's folders and on what links lead to. Returns why a
//! watch cannot be set; does not see events.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config::Paths;

use super::folders::{self, FolderIdentity};
use super::native::{Inbox, NativeWatcher, WatchError};
use super::scope::{Scope, WatchedRoot};

/// The site's folders as they stood when the watches were set.
#[derive(Debug, Default, PartialEq, Eq)]
struct RootFolders {
    site: Option<FolderIdentity>,
    /// `content/` and `themes/`.
    roots: [Option<FolderIdentity>; 2],
}

/// What is watched.
#[derive(Debug)]
pub(super) struct Watches {
    paths: Paths,
    native: Option<NativeWatcher>,
    watched: RootFolders,
    scope: Scope,
    links: Vec<PathBuf>,
    /// Folders that are watched for the sake of links, with whether all that is in them counts.
    extra: BTreeMap<PathBuf, bool>,
}

impl Watches {
    /// Nothing is watched yet.
    pub(super) fn new(paths: &Paths) -> Self {
        Self {
            paths: paths.clone(),
            native: None,
            watched: RootFolders::default(),
            scope: Scope::default(),
            links: Vec::new(),
            extra: BTreeMap::new(),
        }
    }

    /// Which names count.
    pub(super) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether the site's folder was there.
    pub(super) fn has_site(&self) -> bool {
        self.watched.site.is_some()
    }

    /// Whether the site's folders are still the same ones.
    pub(super) fn is_as_it_was(&self) -> bool {
        self.look() == self.watched
    }

    fn look(&self) -> RootFolders {
        let site = folders::spot(&self.paths.root);
        // What leads out of the site is not read, and so not watched.
        let may_watch = |spot: &FolderIdentity| {
            self.paths.follow || site.as_ref().is_some_and(|site| spot.real.starts_with(&site.real))
        };
        let roots = [&self.paths.content, &self.paths.themes].map(|path| folders::spot(path).filter(may_watch));
        RootFolders { site, roots }
    }

    /// Stops watching everything.
    pub(super) fn give_up(&mut self) {
        self.native = None;
        self.extra.clear();
    }

    /// Sets all watches but those of links, with a new watcher: the old one goes on by the names of folders that have
    /// moved.
    pub(super) fn arm(&mut self, inbox: &Inbox) -> Result<(), WatchError> {
        self.give_up();
        let native = self.native.insert(NativeWatcher::new(inbox)?);
        // The site's folder first, so that folders created meanwhile are reported.
        let site = folders::spot(&self.paths.root).map(|spot| spot.real);
        let watched = site.as_ref().map_or(Ok(()), |site| native.watch(site, false));
        self.watched = self.look();
        let givens = [&self.paths.content, &self.paths.themes];
        let root = |(given, spot): (&PathBuf, &Option<FolderIdentity>)| {
            let place = site.as_ref()?.join(given.file_name()?);
            Some(WatchedRoot { given: given.clone(), place, real: spot.as_ref().map(|spot| spot.real.clone()) })
        };
        self.scope.roots = givens.into_iter().zip(&self.watched.roots).filter_map(root).collect();
        self.scope.site.clone_from(&site);
        let reals = self.scope.roots.iter().filter_map(|root| root.real.as_ref());
        let Some(native) = &mut self.native else { return watched };
        // Watch the second root even if the first cannot be watched.
        reals.map(|real| native.watch(real, true)).fold(watched, Result::and)
    }

    /// Watches a new folder before it is scanned, so that every change after the scan is reported.
    pub(super) fn add_folder(&mut self, folder: &Path) -> Result<(), WatchError> {
        if self.scope.leads_a_link(folder) {
            self.extra.clear();
        }
        match &mut self.native {
            // A link has a watch by the name of its target.
            Some(native) if self.scope.is_deep(folder) && !folder.is_symlink() => native.watch(folder, true),
            _ => Ok(()),
        }
    }

    /// Takes all links of the site, to be watched by [`Watches::set_links`].
    pub(super) fn follow(&mut self, links: &[PathBuf]) {
        links.clone_into(&mut self.links);
    }

    /// Watches what links lead to, as far as it is not watched already; with the links for whose sake a watch is new.
    pub(super) fn set_links(&mut self) -> (Result<(), WatchError>, Vec<PathBuf>) {
        let followed: Vec<_> = self.links.iter().filter_map(|link| folders::follow(link)).collect();
        let mut wanted = BTreeMap::new();
        let mut fresh = Vec::new();
        for followed in followed.iter().filter(|followed| self.may_watch(&followed.folder)) {
            *wanted.entry(followed.folder.clone()).or_default() |= followed.deep;
            if self.extra.get(&followed.folder) != Some(&followed.deep) {
                fresh.push(followed.link.given.clone());
            }
        }
        self.scope.links = followed.into_iter().map(|followed| followed.link).collect();
        let Some(native) = self.native.as_mut().filter(|_| wanted != self.extra) else { return (Ok(()), Vec::new()) };
        for gone in self.extra.keys().filter(|folder| !wanted.contains_key(*folder)) {
            native.unwatch(gone);
        }
        // All of them, since letting go of a folder lets go of those in it, too; deep ones last, for a folder in another.
        let ordered = [false, true].into_iter().flat_map(|deep| wanted.iter().filter(move |(_, is)| **is == deep));
        let set = ordered.map(|(folder, deep)| native.watch(folder, *deep)).fold(Ok(()), Result::and);
        self.extra = wanted;
        (set, fresh)
    }

    /// Whether a link is reason enough to watch `folder`: it is not watched already, nor above what is, nor made by
    /// tools.
    fn may_watch(&self, folder: &Path) -> bool {
        let Some(site) = &self.scope.site else { return false };
        let target = self.paths.default_target();
        let made = [target.file_name().map(|name| site.join(name)), Some(site.join("target")), Some(site.join(".git"))];
        let is_made = made.into_iter().flatten().any(|made| folder.starts_with(made));
        let above = self.scope.roots.iter().filter_map(|root| root.real.as_ref()).any(|real| real.starts_with(folder));
        !self.scope.is_in_root(folder) && !site.starts_with(folder) && !is_made && !above
    }
}
