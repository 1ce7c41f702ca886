//! The weights of the images of pages.

use std::collections::{BTreeMap, BTreeSet};

use super::{MadePicture, Media, PictureKey, uses_of};
use crate::report::text::thousands;
use crate::report::{Finding, catalog};
use crate::site::{Site, TemplateUses, Traits, output_path};

/// How many images there are, and how many bytes a browser fetches for them at most.
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
    /// Number of images whose bytes are not known, because they are drafts. They are counted nowhere else.
    pub drafts: usize,
}

/// Figures about the images of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureFigures {
    /// The figures of all pages; each image counts once, because browsers fetch it once.
    pub total: PictureWeights,
    /// The figures of each page that shows images, by address.
    pub pages: BTreeMap<String, PictureWeights>,
    /// Number of images that are drafts: made with less effort, to be made again.
    pub drafts: usize,
    /// Number of images that were encoded in this run, and not taken from an earlier one.
    pub encoded: usize,
}

impl PictureWeights {
    fn add(&mut self, is_sent: bool, bytes: Option<u64>) {
        let Some(bytes) = bytes else {
            self.drafts += 1;
            return;
        };
        let (count, sum) = match is_sent {
            true => (&mut self.sent, &mut self.sent_bytes),
            false => (&mut self.offered, &mut self.offered_bytes),
        };
        *count += 1;
        *sum += bytes;
    }

    /// The figures, each with what it counts; empty if there are no images.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, usize, Option<u64>)> {
        let rows = [
            ("offered", self.offered, Some(self.offered_bytes)),
            ("sent with pages", self.sent, Some(self.sent_bytes)),
            ("being encoded", self.drafts, None),
        ];
        rows.into_iter().filter(|(_, count, _)| *count > 0).collect()
    }

    /// The figures in words; empty if there are no images.
    #[must_use]
    pub fn words(&self) -> String {
        let row = |(how, count, bytes): (&str, usize, Option<u64>)| {
            let noun = if count == 1 { "image" } else { "images" };
            let bytes = bytes.map_or_else(String::new, |bytes| format!(": {} bytes", thousands(bytes)));
            format!("{} {noun} {how}{bytes}", thousands(count as u64))
        };
        let rows: Vec<String> = self.rows().into_iter().map(row).collect();
        if rows.is_empty() { String::new() } else { format!("{}.", rows.join("; ")) }
    }
}

impl Media {
    /// Leaves out the versions for dense screens of images on pages that would send more than the budget with them: a
    /// photograph that is less sharp is better than none. What is left out depends only on what pages show, not on what was left out
    /// before. Returns the images for which this has changed.
    pub(super) fn trim(&mut self, site: &Site) -> BTreeSet<PictureKey> {
        let mut heavy: BTreeSet<PictureKey> = BTreeSet::new();
        for (_, page) in site.pages_with(Traits::PICTURES | Traits::TEMPLATE_USES) {
            let sent = uses_of(site, page).filter(|used| used.is_sent).map(|used| used.key);
            let sent: Vec<PictureKey> = sent.collect();
            let made = sent.iter().filter_map(|key| self.made.get(key));
            if made.map(MadePicture::most_bytes).sum::<u64>() > site.config.image_budget {
                heavy.extend(sent);
            }
        }
        let made = self.made.iter_mut();
        made.filter_map(|(key, made)| made.set_dense(!heavy.contains(key)).then_some(*key)).collect()
    }

    /// Weighs the images of all pages, and reports pages that send too many bytes of them. `generated` is what the templates of
    /// generated pages show.
    pub(super) fn weigh(
        &self,
        site: &Site,
        generated: &[&TemplateUses],
        findings: &mut Vec<Finding>,
    ) -> PictureFigures {
        let mut figures = PictureFigures::default();
        let mut counted: BTreeSet<(PictureKey, bool)> = BTreeSet::new();
        for (_, page) in site.pages_with(Traits::PICTURES | Traits::TEMPLATE_USES) {
            let mut weights = PictureWeights::default();
            let mut place = None;
            for used in uses_of(site, page) {
                let Some(picture) = self.picture(used.key) else { continue };
                let bytes = (!picture.is_draft).then(|| picture.bytes(used.is_sent));
                weights.add(used.is_sent, bytes);
                if used.is_sent {
                    place = Some(used.place);
                }
                if counted.insert((used.key, used.is_sent)) {
                    figures.total.add(used.is_sent, bytes);
                }
            }
            if let Some(place) = place.filter(|_| weights.sent_bytes > site.config.image_budget) {
                let (bytes, budget) = (weights.sent_bytes, site.config.image_budget);
                findings.push(catalog::media::images_over_budget(place, weights.sent, bytes, budget));
            }
            if weights != PictureWeights::default() {
                figures.pages.insert(page.address.clone(), weights);
            }
        }
        for used in generated.iter().flat_map(|uses| &uses.pictures) {
            let Some(file) = site.file_at(&used.address) else { continue };
            let key = (file, used.look);
            let Some(picture) = self.picture(key) else { continue };
            if counted.insert((key, used.is_sent)) {
                figures.total.add(used.is_sent, (!picture.is_draft).then(|| picture.bytes(used.is_sent)));
            }
        }
        figures
    }
}

impl MadePicture {
    /// Bytes that a modern browser fetches at most, with the version for dense screens.
    fn most_bytes(&self) -> u64 {
        let left_out = self.left_out.as_ref().map_or(0, |(dense, _)| dense.bytes);
        self.picture.as_ref().map_or(0, |picture| picture.bytes(true)).max(left_out)
    }

    /// Leaves out the version for dense screens, with its file, or takes it back. Returns whether this changes anything.
    fn set_dense(&mut self, is_wanted: bool) -> bool {
        let Some(picture) = &mut self.picture else { return false };
        if is_wanted {
            let Some((dense, files)) = self.left_out.take() else { return false };
            picture.dense = Some(dense);
            self.files.extend(files);
        } else {
            let Some(dense) = picture.dense.take() else { return false };
            let path = output_path(&dense.address);
            let (files, rest) = std::mem::take(&mut self.files).into_iter().partition(|(other, _)| *other == path);
            self.files = rest;
            self.left_out = Some((dense, files));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_that_are_offered_and_sent_are_counted_separately() {
        let weights = PictureWeights { offered: 1, offered_bytes: 11_360, sent: 2, sent_bytes: 90_000, drafts: 0 };
        assert_eq!(weights.words(), "1 image offered: 11,360 bytes; 2 images sent with pages: 90,000 bytes.");
        let weights = PictureWeights { drafts: 3, ..PictureWeights::default() };
        assert_eq!(weights.words(), "3 images being encoded.");
        assert_eq!(PictureWeights::default().words(), "");
    }
}
