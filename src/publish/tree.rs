//! A published folder as it is read again: by `deploy`, with the manifest that the build has written, and by `diff`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::manifest::{EncodedForm, ManifestFile, SiteManifest};
use crate::output::{Encoding, MediaType};
use crate::report::Failure;
use crate::system::{FileKind, canonicalize};

use super::PublishOptions;
use super::describe::{LONGEST, address_of, sha256_of};
use super::dir::Dir;
use super::disk::{cannot, plainly};
use super::place::StatePlace;
use super::state::DESCRIPTION;
use super::target::Target;

/// A published folder with its manifest. No build changes it until this is dropped.
#[derive(Debug)]
pub struct PublishedTree {
    target: Target,
    /// What the last build has published into it.
    pub manifest: SiteManifest,
}

impl PublishedTree {
    /// Opens and locks a published folder.
    ///
    /// # Errors
    ///
    /// Nothing was published there, a build is publishing to it, or there is no valid manifest.
    pub fn open(options: &PublishOptions) -> Result<Self, Failure> {
        let target = Target::resolve(options)?;
        if target.folder.is_none() {
            let shown = &target.shown;
            let failure = Failure::new(format!("nothing is published in {shown}"))
                .help("run `firstflight build`, or `deploy` with `--build`");
            target.remove_new();
            return Err(failure);
        }
        target.lock()?;
        let manifest = manifest_of(&target, options)?;
        Ok(Self { target, manifest })
    }

    /// The folder, links resolved.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.target.path
    }

    /// The name of a path below the folder in messages.
    #[must_use]
    pub fn name_of(&self, path: &str) -> String {
        self.target.name_of(path)
    }

    /// The files that are missing or differ from the manifest, each with what is wrong, sorted by path.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn differences(&self) -> Result<Vec<(String, &'static str)>, Failure> {
        let Some(folder) = &self.target.folder else { return Ok(Vec::new()) };
        let stored: Vec<_> = self.manifest.stored().collect();
        let check = |file: &crate::manifest::StoredFile<'_>| {
            let path = Path::new(&file.path);
            match folder.read(path).and_then(sha256_of) {
                Ok((hash, length)) if hash == file.sha256 && length == file.size => Ok(None),
                Ok(_) => Ok(Some((file.path.clone(), "has changed"))),
                Err(error) if super::dir::is_absent(&error) => Ok(Some((file.path.clone(), "is missing"))),
                Err(error) => Err(cannot("read", self.target.name_of(path), &error)),
            }
        };
        let found: Result<Vec<_>, Failure> = stored.par_iter().map(check).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// The number of files in the folder that the manifest does not list.
    #[must_use]
    pub fn foreign(&self) -> usize {
        let known: std::collections::HashSet<String> = self.manifest.stored().map(|file| file.path).collect();
        let mut files = Vec::new();
        let Some(folder) = &self.target.folder else { return 0 };
        // A folder that cannot be read contains no file of ours, which were all read before.
        let _ = list(folder, "", &mut files);
        files.iter().filter(|path| !known.contains(*path)).count()
    }
}

/// Reads the manifest from the first place for the state folder that has one.
fn manifest_of(target: &Target, options: &PublishOptions) -> Result<SiteManifest, Failure> {
    let beside = StatePlace::beside(target);
    let home = || options.home.and_then(|home| StatePlace::at_home(home, target, options.sources, false).ok());
    let places: Vec<StatePlace> = match options.state {
        Some(named) => StatePlace::named(named).into_iter().collect(),
        None => std::iter::once(beside).chain(home()).collect(),
    };
    for place in &places {
        let Some(dir) = place.open_to_read(&target.trusted) else { continue };
        let shown = place.shown.join(DESCRIPTION);
        let read = dir.read_bounded(Path::new(DESCRIPTION), LONGEST);
        let bytes = read.map_err(|error| cannot("read", shown.display(), &error))?;
        if let Some(bytes) = bytes {
            return SiteManifest::parse(&bytes).map_err(|why| {
                Failure::new(format!("cannot use {}: {why}", shown.display())).help("run `firstflight build` again")
            });
        }
    }
    Err(Failure::new(format!("there is no manifest of {}", target.shown))
        .help("run `firstflight build`, which writes one into its state folder; name that folder if it was named with `--state`"))
}

/// The manifest of a file, or of a published folder, whose files are read. Hidden files are part of it, since sites have some.
///
/// # Errors
///
/// It is neither, or cannot be read.
pub fn read_site(path: &Path) -> Result<SiteManifest, Failure> {
    let shown = path.display().to_string();
    let found = std::fs::metadata(path).map_err(|error| cannot("read", &shown, &error))?;
    if found.is_file() {
        let bytes = std::fs::read(path).map_err(|error| cannot("read", &shown, &error))?;
        return SiteManifest::parse(&bytes).map_err(|why| {
            Failure::new(format!("cannot compare {shown}: {why}"))
                .help("name a published folder or the manifest of one")
        });
    }
    let folder = canonicalize(path).and_then(|path| Dir::open(&path));
    let folder = folder.map_err(|error| cannot("open", &shown, &error))?;
    let mut paths = Vec::new();
    list(&folder, "", &mut paths).map_err(|error| cannot("read", &shown, &error))?;
    let read = |path: String| match folder.read(Path::new(&path)).and_then(sha256_of) {
        Ok((sha256, size)) => Ok((path, (sha256, size))),
        Err(error) => Err(Failure::new(format!("cannot read {shown}/{path}: {}", plainly(&error)))),
    };
    let files: Result<BTreeMap<_, _>, Failure> = paths.into_par_iter().map(read).collect();
    Ok(from_files(&files?))
}

/// The manifest of files whose kind is known by their paths only.
fn from_files(files: &BTreeMap<String, (String, u64)>) -> SiteManifest {
    let encodings = [Encoding::Brotli, Encoding::Gzip];
    let is_form = |path: &str| {
        encodings.iter().any(|form| path.strip_suffix(form.suffix()).is_some_and(|plain| files.contains_key(plain)))
    };
    let plain = files.iter().filter(|(path, _)| !is_form(path));
    let described = plain.map(|(path, (sha256, size))| {
        let forms = encodings.iter().filter_map(|form| {
            let (sha256, size) = files.get(&format!("{path}{}", form.suffix()))?;
            Some(EncodedForm { encoding: form.header()?.to_owned(), sha256: sha256.clone(), size: *size })
        });
        let file = ManifestFile {
            address: address_of(path),
            sha256: sha256.clone(),
            size: *size,
            media_type: MediaType::Other.content_type(path).to_owned(),
            encodings: forms.collect(),
            inputs: Vec::new(),
        };
        (path.clone(), file)
    });
    SiteManifest { files: described.collect() }
}

/// Adds the paths of the files below a folder. Links are not followed, and names that are not text are left out.
fn list(folder: &Dir, above: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in folder.list()? {
        let Some(name) = entry.name.to_str() else { continue };
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
        match folder.status_of(Path::new(name))?.map(|found| found.kind) {
            Some(FileKind::Folder) => list(&folder.folder(Path::new(name))?, &path, files)?,
            Some(FileKind::File) => files.push(path),
            _ => {}
        }
    }
    Ok(())
}
