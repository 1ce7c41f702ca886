//! Stage 4: files beside pages. Makes what pages show of images, and finds files that nothing leads
//! to, images that cannot be shown, and PDFs without a title.

mod kind;
mod metadata;
mod pdf;
mod photographs;
mod picture;
mod reduce;
mod svg;
mod two_colours;
mod unused;
mod versions;
mod weights;

pub use kind::{Size, kind};
pub use photographs::check as check_photographs;
pub use picture::PictureFormat;
pub use versions::{Picture, PictureStore, Version};
pub use weights::{PictureFigures, PictureWeights};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::disk::{SiteFiles, Stamp};
use crate::limits::PDF_BYTES;
use crate::output::Artifact;
use crate::read::Theme;
use crate::report::{Code, Finding, Place, catalog};
use crate::site::{self, Declarations, Page, PictureLook, Site, TemplateUses, Traits};
use metadata::Metadata;
use pdf::PdfFacts;
use picture::ProcessingOptions;
use versions::{OutputFiles, ProcessedImage, Room};

/// An image as pages show it: the number of its file, and how it is made.
pub type PictureKey = (usize, PictureLook);

/// What is known of files from earlier runs, by their paths on disk.
#[derive(Clone, Default)]
pub struct MediaCache {
    pdfs: HashMap<PathBuf, (Stamp, PdfFacts)>,
    metadata: HashMap<PathBuf, (Stamp, Metadata)>,
    images: HashMap<(PathBuf, PictureLook), CachedImage>,
    /// The versions of each image that the previous run showed, by the address of its file and how it is made.
    shown: BTreeMap<(String, PictureLook), Option<Picture>>,
    /// Keeps versions of images for later runs.
    pub store: Option<Arc<dyn PictureStore>>,
    /// Maximum number of images that one run encodes with full effort; `None` for no limit. The others are drafts.
    pub full_effort: Option<usize>,
}

/// A processed image, with the inputs that it depends on.
#[derive(Clone)]
struct CachedImage {
    stamp: Stamp,
    is_sent: bool,
    made: Arc<ProcessedImage>,
}

/// What pages show of files.
#[derive(Debug, Default)]
pub struct Media {
    made: BTreeMap<PictureKey, MadePicture>,
    encoded: usize,
}

/// An image as pages show it.
#[derive(Debug)]
struct MadePicture {
    processed: Arc<ProcessedImage>,
    is_sent: bool,
    /// The versions that pages show; `None` if the file cannot be shown.
    picture: Option<Picture>,
    /// Files of the output.
    files: OutputFiles,
    /// The version for dense screens and its files, if it is left out.
    left_out: Option<(Version, OutputFiles)>,
}

/// The files of all images of a site.
#[derive(Debug, Default)]
pub struct MediaFiles {
    /// Files of the output, with their paths.
    pub files: Vec<(String, Arc<Artifact>)>,
    /// Paths of files that are not published, because pages show only other versions of them.
    pub replaced: BTreeSet<String>,
    /// The paths of versions, each with the number of the file that it was made from.
    pub origins: Vec<(String, usize)>,
    /// Numbers of files that pages show with all their bytes, such as animations.
    unchanged: BTreeSet<usize>,
    /// The weights of images.
    pub figures: PictureFigures,
}

/// An image that a page shows.
struct Use {
    key: PictureKey,
    is_sent: bool,
    place: Place,
}

/// The images that a page shows: those of its text, and those of its templates as far as they are known.
fn uses_of<'s>(site: &'s Site, page: &'s Page) -> impl Iterator<Item = Use> + 's {
    let in_text = page.has_pictures().then(|| page.pictures(&site.config)).into_iter().flatten();
    let in_text = in_text.filter_map(|shown| {
        let key = (shown.file?, shown.look);
        Some(Use { key, is_sent: shown.is_sent, place: page.place(shown.range) })
    });
    let in_templates = page.template_uses.pictures.iter().filter_map(|used| {
        let key = (site.file_at(&used.address)?, used.look);
        Some(Use { key, is_sent: used.is_sent, place: Place::whole(&page.source.file) })
    });
    in_text.chain(in_templates)
}

/// The images that pages show, each once, with the first place of it; it is sent if any page sends it. `generated` is what the
/// templates of generated pages show.
fn wanted(site: &Site, generated: &[&TemplateUses]) -> BTreeMap<PictureKey, Use> {
    let mut wanted: BTreeMap<PictureKey, Use> = BTreeMap::new();
    let mut add = |used: Use| {
        let is_sent = used.is_sent;
        wanted.entry(used.key).or_insert(used).is_sent |= is_sent;
    };
    let shown = site.pages_with(Traits::PICTURES | Traits::TEMPLATE_USES);
    shown.flat_map(|(_, page)| uses_of(site, page)).for_each(&mut add);
    for used in generated.iter().flat_map(|uses| &uses.pictures) {
        if let Some(file) = site.file_at(&used.address) {
            let place = crate::read::whole(&site.files[file].plain.shown);
            add(Use { key: (file, used.look), is_sent: used.is_sent, place });
        }
    }
    wanted
}

impl Media {
    /// The versions of an image that pages show; `None` if it cannot be shown.
    #[must_use]
    pub fn picture(&self, key: PictureKey) -> Option<&Picture> {
        self.made.get(&key)?.picture.as_ref()
    }

    /// Makes the versions of images that pages show.
    fn make(&mut self, site: &Site, wanted: &[(PictureKey, bool)], files: &SiteFiles, cache: &mut MediaCache) {
        let room = Room::default();
        let left = AtomicUsize::new(cache.full_effort.unwrap_or(usize::MAX));
        let take = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        let (store, known) = (cache.store.clone(), &cache.images);
        let make = |&((number, look), is_sent): &(PictureKey, bool)| {
            let plain = &site.files[number].plain;
            let known = known.get(&(plain.disk.clone(), look));
            let known = known.filter(|known| known.stamp == plain.stamp && known.is_sent == is_sent);
            if let Some(known) = known
                && (!known.made.is_draft() || !take())
            {
                return (known.made.clone(), false);
            }
            // For an image that has a draft, the condition above has already taken the effort.
            let is_full = || known.is_some() || take();
            let form = ProcessingOptions { is_sent, look, is_draft: false };
            let (made, is_new) = versions::make(files, plain, form, (&room, store.as_deref()), &is_full);
            (Arc::new(made), is_new)
        };
        let all: Vec<(Arc<ProcessedImage>, bool)> = wanted.par_iter().map(make).collect();
        if let Some(full) = &mut cache.full_effort {
            *full = left.into_inner();
        }
        for ((processed, is_new), &(key, is_sent)) in all.into_iter().zip(wanted) {
            let file = &site.files[key.0];
            let cached = CachedImage { stamp: file.plain.stamp, is_sent, made: processed.clone() };
            cache.images.insert((file.plain.disk.clone(), key.1), cached);
            self.encoded += usize::from(is_new);
            let (picture, files) = processed.at(&file.address).unzip();
            let files = files.unwrap_or_default();
            self.made.insert(key, MadePicture { processed, is_sent, picture, files, left_out: None });
        }
    }

    /// The images that are shown differently than in the previous run.
    #[must_use]
    pub fn changed(&self, site: &Site, cache: &MediaCache) -> BTreeSet<PictureKey> {
        let is_same = |(file, look): PictureKey, made: &MadePicture| {
            let before = cache.shown.get(&(site.files[file].address.clone(), look));
            before.is_some_and(|before| *before == made.picture)
        };
        self.made.iter().filter(|(key, made)| !is_same(**key, made)).map(|(key, _)| *key).collect()
    }

    /// Makes the images that templates show, after pages were rendered. Returns the images that are now shown differently.
    /// `generated` is what the templates of generated pages show.
    pub fn correct(
        &mut self,
        site: &Site,
        generated: &[&TemplateUses],
        files: &SiteFiles,
        cache: &mut MediaCache,
    ) -> BTreeSet<PictureKey> {
        let with_uses = site.pages_with(Traits::TEMPLATE_USES).map(|(_, page)| &*page.template_uses);
        let in_templates = generated.iter().copied().chain(with_uses);
        if self.made.is_empty() && in_templates.into_iter().all(|uses| uses.pictures.is_empty()) {
            return BTreeSet::new();
        }
        let wanted = wanted(site, generated);
        self.made.retain(|key, _| wanted.contains_key(key));
        let is_made = |key: &PictureKey, is_sent| self.made.get(key).is_some_and(|made| made.is_sent == is_sent);
        let others = wanted.into_iter().map(|(key, used)| (key, used.is_sent));
        let others: Vec<(PictureKey, bool)> = others.filter(|&(key, is_sent)| !is_made(&key, is_sent)).collect();
        if !others.is_empty() {
            self.make(site, &others, files, cache);
        }
        let mut changed: BTreeSet<PictureKey> = others.into_iter().map(|(key, _)| key).collect();
        changed.extend(self.trim(site));
        changed
    }

    /// Collects the files of all images, and reports what is wrong with them. `generated` is what the templates of generated
    /// pages show.
    pub fn finish(
        self,
        site: &Site,
        (theme, declarations): (&Theme, &Declarations),
        generated: &[&TemplateUses],
        cache: &mut MediaCache,
        findings: &mut Vec<Finding>,
    ) -> MediaFiles {
        let mut media = MediaFiles::default();
        cache.images.retain(|_, _| !self.made.is_empty());
        cache.shown.clear();
        if self.made.is_empty() {
            return media;
        }
        let wanted = wanted(site, generated);
        let shown = &declarations.picture_sources;
        let linked = unused::linked(site, theme, shown, wanted.keys().map(|(file, _)| *file));
        let mut images = HashMap::new();
        media.figures = self.weigh(site, generated, findings);
        media.figures.encoded = self.encoded;
        for (key, made) in self.made {
            let (file, look) = (&site.files[key.0], key.1);
            media.figures.drafts += usize::from(made.processed.is_draft());
            if let Some(used) = wanted.get(&key) {
                findings.extend(versions::findings(&made.processed, &file.plain, look, &used.place));
            }
            if made.processed.is_unchanged(file.plain.stamp.length) {
                media.unchanged.insert(key.0);
            }
            let is_other = made.picture.as_ref().is_some_and(|picture| picture.plain.address != file.address);
            if is_other && !linked.contains(&key.0) {
                media.replaced.insert(site::output_path(&file.address));
            }
            media.origins.extend(made.files.iter().map(|(path, _)| (path.clone(), key.0)));
            media.files.extend(made.files);
            cache.shown.insert((file.address.clone(), look), made.picture);
            let place = (file.plain.disk.clone(), look);
            images.extend(cache.images.remove(&place).map(|image| (place, image)));
        }
        cache.images = images;
        media
    }
}

impl MediaCache {
    /// Copies the images of another cache.
    pub fn adopt(&mut self, other: &Self) {
        self.full_effort = other.full_effort;
        self.images.extend(other.images.iter().map(|(place, image)| (place.clone(), image.clone())));
    }
}

/// Checks the files beside pages, and makes the images that pages show, as far as they are known before rendering.
pub fn survey(
    site: &Site,
    theme: &Theme,
    files: &SiteFiles,
    cache: &mut MediaCache,
    findings: &mut Vec<Finding>,
) -> Media {
    let mut media = Media::default();
    if site.files.is_empty() {
        return media;
    }
    let used = unused::used(site);
    if !site.config.is_off(Code::UnusedFile) {
        findings.extend(unused::check(site, theme, &used));
    }
    if !site.config.is_off(Code::PdfMetadata) {
        findings.extend(check_pdfs(site, &used, files, cache));
    }
    let wanted: Vec<(PictureKey, bool)> =
        wanted(site, &[]).into_iter().map(|(key, used)| (key, used.is_sent)).collect();
    if !wanted.is_empty() {
        media.make(site, &wanted, files, cache);
        // Uses what templates showed in the previous run; pages remain unchanged while it is still true.
        media.trim(site);
    }
    media
}

/// Reports PDFs without a title or a language that pages link to.
fn check_pdfs(site: &Site, used: &[bool], files: &SiteFiles, cache: &mut MediaCache) -> Option<Finding> {
    let is_pdf = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("pdf"));
    let pdfs = site.files.iter().zip(used).filter(|(_, is_used)| **is_used).map(|(file, _)| &file.plain);
    let pdfs: Vec<_> = pdfs.filter(|plain| is_pdf(&plain.path) && plain.stamp.length <= PDF_BYTES).collect();
    if pdfs.is_empty() {
        return None;
    }
    let facts: Vec<Option<PdfFacts>> = pdfs
        .par_iter()
        .map(|plain| match cache.pdfs.get(&plain.disk) {
            Some((stamp, facts)) if *stamp == plain.stamp => Some(*facts),
            // That a file cannot be read is found when it is published.
            _ => files.read(&plain.disk, PDF_BYTES).ok().map(|bytes| PdfFacts::from_bytes(&bytes)),
        })
        .collect();
    let known = pdfs.iter().zip(&facts);
    cache.pdfs = known.filter_map(|(plain, facts)| Some((plain.disk.clone(), (plain.stamp, (*facts)?)))).collect();
    let lacking = pdfs.iter().zip(facts).filter_map(|(plain, facts)| {
        let lacks = facts?.lacks()?;
        Some((crate::read::whole(&plain.shown), lacks))
    });
    catalog::media::pdf_metadata(lacking.collect())
}
