//! Checks the metadata of photographs whose files are published unchanged.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rayon::prelude::*;

use super::metadata::Metadata;
use super::picture::PictureFormat;
use super::{MediaCache, MediaFiles};
use crate::disk::{SiteFiles, Stamp};
use crate::read::{Theme, ThemeFile, whole};
use crate::report::{Code, Finding, Place, catalog};
use crate::site::{Destination, Site, Traits, output_path};

/// A file that may be a photograph.
struct Photograph<'a> {
    /// Its number, if it is beside pages.
    number: Option<usize>,
    disk: &'a Path,
    stamp: Stamp,
    /// Its path as findings show it.
    shown: &'a str,
}

/// Reports photographs that are published with the position where they were taken, or the name of a person or camera. Photographs that
/// pages show as images are published only in other versions, which have no metadata.
pub fn check(
    site: &Site,
    theme: &Theme,
    (media, files): (&MediaFiles, &SiteFiles),
    cache: &mut MediaCache,
    findings: &mut Vec<Finding>,
) {
    if site.config.is_off(Code::PhotoMetadata) {
        return;
    }
    let has_pixels = |path: &str| PictureFormat::of_path(path).is_some_and(|format| format != PictureFormat::Svg);
    let beside = site.files.iter().enumerate().filter(|(number, file)| {
        let is_replaced = || media.replaced.contains(&output_path(&file.address)) && !media.unchanged.contains(number);
        has_pixels(&file.plain.path) && !is_replaced()
    });
    let beside = beside.map(|(number, file)| {
        let plain = &file.plain;
        Photograph { number: Some(number), disk: &plain.disk, stamp: plain.stamp, shown: &plain.shown }
    });
    let of_theme = theme.files.iter().filter_map(|(path, file)| match file {
        ThemeFile::Disk(disk, stamp) if has_pixels(path) => {
            Some(Photograph { number: None, disk, stamp: *stamp, shown: path })
        }
        _ => None,
    });
    let photographs: Vec<Photograph<'_>> = beside.chain(of_theme).collect();
    let read = |photograph: &Photograph<'_>| match cache.metadata.get(photograph.disk) {
        Some((stamp, known)) if *stamp == photograph.stamp => Some(*known),
        // Publishing reports a file that cannot be read.
        _ => files.open(photograph.disk).ok().map(Metadata::read),
    };
    let found: Vec<Option<Metadata>> = photographs.par_iter().map(read).collect();
    let known = photographs.iter().zip(&found);
    cache.metadata =
        known.filter_map(|(it, found)| Some((it.disk.to_owned(), (it.stamp, (*found)?)))).collect::<HashMap<_, _>>();
    let tells: Vec<(&Photograph<'_>, Metadata)> = photographs
        .iter()
        .zip(found)
        .filter_map(|(photograph, found)| Some((photograph, found?)))
        .filter(|(_, found)| *found != Metadata::default())
        .collect();
    if tells.is_empty() {
        return;
    }
    let mut links = links_to_files(site);
    for (photograph, found) in tells {
        let linked = photograph.number.and_then(|number| links.remove(&number)).unwrap_or_default();
        let mut places = linked.into_iter();
        let place = places.next().unwrap_or_else(|| whole(photograph.shown));
        findings.push(catalog::media::photo_metadata(place, places.collect(), photograph.shown, &found.words()));
    }
}

/// The places of links to each file, by its number.
fn links_to_files(site: &Site) -> BTreeMap<usize, Vec<Place>> {
    let mut links: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for (_, page) in site.pages_with(Traits::FILES) {
        for (number, target) in page.links.targets.iter().enumerate() {
            let Some(Destination::File(file)) = target.as_ref().map(|target| target.to) else { continue };
            let Some(link) = page.links.link(page, number) else { continue };
            links.entry(file).or_default().push(page.place(link.range.clone()));
        }
    }
    links
}
