//! Stage 4: files beside pages. Makes what pages show of images, and finds files that nothing leads
//! to, images that cannot be shown, and PDFs without a title.

mod kind;
mod pdf;
mod picture;
mod svg;
mod unused;
mod versions;

pub use kind::{Size, kind};
pub use picture::{Format, TEXT_WIDTH};
pub use versions::{Picture, PictureStore, Version};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::disk::{SiteFiles, Stamp};
use crate::limits::PDF_BYTES;
use crate::output::Artifact;
use crate::read::Theme;
use crate::report::{Code, Finding, Place, catalog};
use crate::site::{self, Destination, Page, ShownPicture, Site};
use pdf::PdfFacts;
use versions::{ProcessedImage, Room, Wanted};

/// What is known of files from earlier runs, by their paths on disk.
#[derive(Clone, Default)]
pub struct MediaCache {
    pdfs: HashMap<PathBuf, (Stamp, PdfFacts)>,
    images: HashMap<PathBuf, (Stamp, bool, Arc<ProcessedImage>)>,
    /// Keeps versions of images for later runs.
    pub store: Option<Arc<dyn PictureStore>>,
}

/// What pages show of files.
#[derive(Debug, Default)]
pub struct Media {
    /// By the number of the file.
    pictures: BTreeMap<usize, Picture>,
    /// Files of the output, with their paths.
    pub files: Vec<(String, Arc<Artifact>)>,
    /// Paths of files that are not published, because pages show only other versions of them.
    pub replaced: BTreeSet<String>,
    /// How much images weigh.
    pub weights: PictureWeights,
}

/// How many images pages show, and how many bytes a browser fetches for them at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureWeights {
    /// Number of images that are offered.
    pub offered: usize,
    /// Their bytes.
    pub offered_bytes: u64,
    /// Number of images that are sent with pages.
    pub sent: usize,
    /// Their bytes.
    pub sent_bytes: u64,
}

impl Media {
    /// What pages show of the file of this number, if it is an image that can be shown.
    #[must_use]
    pub fn picture(&self, file: usize) -> Option<&Picture> {
        self.pictures.get(&file)
    }

    /// What a page shows of one of its images.
    #[must_use]
    pub fn shown(&self, page: &Page, shown: &ShownPicture<'_>) -> Option<&Picture> {
        self.picture(file_of(page, shown.link?)?)
    }

    /// Adds the bytes of the images of all pages, and reports pages that send too many.
    fn weigh(&mut self, site: &Site, findings: &mut Vec<Finding>) {
        let mut weights = PictureWeights::default();
        let mut counted = BTreeSet::new();
        for page in site.pages.iter().filter(|page| shows_pictures(page)) {
            let mut sent = 0;
            let mut last = None;
            for shown in page.pictures(&site.config) {
                let Some(picture) = self.shown(page, &shown) else { continue };
                let bytes = picture.bytes(shown.is_sent);
                if shown.is_sent {
                    sent += bytes;
                    last = Some(shown.range.clone());
                }
                // A browser fetches an image once, however many pages show it.
                if counted.insert((shown.link.and_then(|link| file_of(page, link)), shown.is_sent)) {
                    let (count, sum) = match shown.is_sent {
                        true => (&mut weights.sent, &mut weights.sent_bytes),
                        false => (&mut weights.offered, &mut weights.offered_bytes),
                    };
                    *count += 1;
                    *sum += bytes;
                }
            }
            if let Some(range) = last.filter(|_| sent > site.config.image_budget) {
                findings.push(catalog::media::images_over_budget(page.place(range), sent, site.config.image_budget));
            }
        }
        self.weights = weights;
    }
}

/// Whether a page may show images. Most have none, so nothing else of them is read.
fn shows_pictures(page: &Page) -> bool {
    !page.source.document.images.is_empty() || page.calls.iter().any(|(_, bound)| bound.declaration.takes.image)
}

/// The number of the file that a link of a page leads to.
fn file_of(page: &Page, link: usize) -> Option<usize> {
    match page.links.targets.get(link)?.as_ref()?.to {
        Destination::File(number) => Some(number),
        Destination::Page(_) | Destination::Generated(_) => None,
    }
}

/// Looks at the files beside pages, and makes what pages show of images.
pub fn survey(
    site: &Site,
    theme: &Theme,
    files: &SiteFiles,
    cache: &mut MediaCache,
    findings: &mut Vec<Finding>,
) -> Media {
    if site.files.is_empty() {
        return Media::default();
    }
    let used = unused::used(site);
    if !site.config.is_off(Code::UnusedFile) {
        findings.extend(unused::check(site, theme, &used));
    }
    if !site.config.is_off(Code::PdfMetadata) {
        findings.extend(check_pdfs(site, &used, files, cache));
    }
    let wanted = wanted(site);
    if wanted.is_empty() {
        return Media::default();
    }
    let linked = unused::linked(site, theme, wanted.keys().copied());
    let room = Room::default();
    let store = cache.store.clone();
    let known = &cache.images;
    let make = |(&number, wanted): (&usize, &Wanted)| {
        let plain = &site.files[number].plain;
        let made = match known.get(&plain.disk) {
            Some((stamp, is_sent, made)) if *stamp == plain.stamp && *is_sent == wanted.is_sent => made.clone(),
            _ => Arc::new(versions::make(files, plain, wanted.is_sent, (&room, store.as_deref()))),
        };
        (number, made)
    };
    let wanted_list: Vec<(&usize, &Wanted)> = wanted.iter().collect();
    let all: Vec<(usize, Arc<ProcessedImage>)> = wanted_list.into_par_iter().map(make).collect();
    let mut media = Media::default();
    cache.images.clear();
    for ((number, made), wanted) in all.into_iter().zip(wanted.values()) {
        let file = &site.files[number];
        cache.images.insert(file.plain.disk.clone(), (file.plain.stamp, wanted.is_sent, made.clone()));
        let place = || Place::new(&site.pages[wanted.page].source.file, wanted.range.clone());
        findings.extend(versions::findings(&made, &file.plain, &place));
        let Some((picture, artifacts)) = made.at(&file.address) else { continue };
        media.files.extend(artifacts);
        if picture.plain.address != file.address && !linked.contains(&number) {
            media.replaced.insert(site::output_path(&file.address));
        }
        media.pictures.insert(number, picture);
    }
    media.weigh(site, findings);
    media
}

/// The files that pages show as images, by number.
fn wanted(site: &Site) -> BTreeMap<usize, Wanted> {
    let mut wanted: BTreeMap<usize, Wanted> = BTreeMap::new();
    for (number, page) in site.pages.iter().enumerate().filter(|(_, page)| shows_pictures(page)) {
        for shown in page.pictures(&site.config) {
            let Some(file) = shown.link.and_then(|link| file_of(page, link)) else { continue };
            let new = || Wanted { is_sent: false, page: number, range: shown.range.clone() };
            wanted.entry(file).or_insert_with(new).is_sent |= shown.is_sent;
        }
    }
    wanted
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
