//! The versions of an image as files of the output: their addresses, and what was found while they were made.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::picture::{self, BadImage, Encoded, PictureFormat, ProcessingOptions, Versions};
use crate::disk::{ByteStore, SiteFiles};
use crate::limits::{IMAGE_BYTES, IMAGE_PIXELS, IMAGES_DECODED_BYTES};
use crate::output::{Artifact, MediaType};
use crate::read::PlainFile;
use crate::report::text::thousands;
use crate::report::{Finding, Place, catalog};
use crate::site::{self, PictureLook};

/// Number of hexadecimal digits in the name of a version.
const DIGITS: usize = 10;

/// What pages show of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The version that every browser shows.
    pub plain: Version,
    /// The same in a modern format.
    pub modern: Option<Version>,
    /// The modern one for dense screens.
    pub dense: Option<Version>,
    /// Whether it was made with less effort, and will be replaced: its bytes are not those that are published.
    pub is_draft: bool,
}

/// A version of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Where it is published.
    pub address: String,
    /// Its format.
    pub format: PictureFormat,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Picture {
    /// The version that is offered.
    #[must_use]
    pub fn offered(&self) -> &Version {
        self.modern.as_ref().unwrap_or(&self.plain)
    }

    /// Bytes that a modern browser fetches at most.
    #[must_use]
    pub fn bytes(&self, is_sent: bool) -> u64 {
        let dense = self.dense.as_ref().filter(|_| is_sent);
        dense.map_or(0, |dense| dense.bytes).max(self.offered().bytes)
    }
}

/// Files of the output with their paths.
pub(super) type OutputFiles = Vec<(String, Arc<Artifact>)>;

/// Stores versions of images between runs. Its results are verified, so it may be shared and may lose entries.
pub trait PictureStore: fmt::Debug + Send + Sync {
    /// What was saved under a name, if it is still there and whole.
    fn load(&self, name: &str) -> Option<Vec<u8>>;
    /// Saves bytes under a name. Failure has no consequence but work.
    fn save(&self, name: &str, bytes: &[u8]);
}

impl PictureStore for ByteStore {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        Self::load(self, name)
    }

    fn save(&self, name: &str, bytes: &[u8]) {
        Self::save(self, name, bytes);
    }
}

/// Limits how much is decoded at the same time.
#[derive(Default)]
pub(super) struct Room {
    used: Mutex<u64>,
    freed: Condvar,
}

impl Room {
    /// Runs what needs about this number of bytes, once there is room.
    fn with<T>(&self, bytes: u64, run: impl FnOnce() -> T) -> T {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + bytes > IMAGES_DECODED_BYTES {
            used = self.freed.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
        *used += bytes;
        drop(used);
        let result = run();
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.freed.notify_all();
        result
    }
}

/// What was made of a file.
#[derive(Debug)]
pub(super) struct ProcessedImage {
    /// The hash of the file, and of how it is shown.
    hash: String,
    is_draft: bool,
    versions: Result<Versions, BadImage>,
    /// The files of the output, in the order of the versions.
    artifacts: Vec<Arc<Artifact>>,
}

impl ProcessedImage {
    fn new(hash: String, is_draft: bool, mut versions: Result<Versions, BadImage>) -> Self {
        // The reason why an image cannot be shown does not depend on the effort.
        let is_draft = is_draft && versions.is_ok();
        let mut artifacts = Vec::new();
        if let Ok(versions) = &mut versions {
            let all = [&mut versions.plain, &mut versions.modern, &mut versions.dense];
            for version in all.into_iter().flatten() {
                // The bytes are kept once.
                let bytes = std::mem::take(&mut version.bytes);
                artifacts.push(Arc::new(Artifact::new(MediaType::Other, bytes)));
            }
        }
        Self { hash, is_draft, versions, artifacts }
    }

    /// Whether it was made with less effort.
    pub fn is_draft(&self) -> bool {
        self.is_draft
    }

    /// Whether pages show the file of this length with all its bytes, as they do animations.
    pub fn is_unchanged(&self, length: u64) -> bool {
        let Ok(Versions { plain: Some(plain), modern: None, found, .. }) = &self.versions else { return false };
        let is_whole = self.artifacts.first().is_some_and(|artifact| artifact.length() == length);
        is_whole && *found == Some(plain.format) && plain.format != PictureFormat::Svg
    }

    /// The versions of a file with this address, and the files of the output.
    pub fn at(&self, address: &str) -> Option<(Picture, OutputFiles)> {
        let versions = self.versions.as_ref().ok()?;
        let folder = address.rfind('/').map_or(0, |at| at + 1);
        let stem = address[folder..].rfind('.').map_or(address, |dot| &address[..folder + dot]);
        let mut artifacts = self.artifacts.iter();
        let mut files = Vec::new();
        let mut version = |encoded: &Option<Encoded>, size: &str| {
            let encoded = encoded.as_ref()?;
            let artifact = artifacts.next()?;
            let ending = encoded.format.ending();
            let address = format!("{stem}-{}{size}.{ending}", self.hash);
            files.push((site::output_path(&address), artifact.clone()));
            let &Encoded { format, width, height, .. } = encoded;
            Some(Version { address, format, width, height, bytes: artifact.length() })
        };
        let plain = version(&versions.plain, "")?;
        let modern = version(&versions.modern, "");
        let dense = version(&versions.dense, "-2x");
        Some((Picture { plain, modern, dense, is_draft: self.is_draft }, files))
    }
}

/// Makes the versions of a file, or takes them from the store. Returns whether they were encoded. They are drafts if they are
/// not in the store and `is_full` says so; drafts are not stored.
pub(super) fn make(
    files: &SiteFiles,
    plain: &PlainFile,
    form: ProcessingOptions,
    (room, store): (&Room, Option<&dyn PictureStore>),
    is_full: &(dyn Fn() -> bool + Sync),
) -> (ProcessedImage, bool) {
    let unreadable = |why| (ProcessedImage::new(String::new(), false, Err(why)), false);
    if plain.stamp.length > IMAGE_BYTES {
        return unreadable(BadImage::TooLarge(0, 0));
    }
    let Ok(bytes) = files.read(&plain.disk, IMAGE_BYTES) else {
        // It is found when it is published.
        return unreadable(BadImage::Unreadable);
    };
    let name = |form: ProcessingOptions| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[picture::RECIPE]).update(&form.code()).update(&bytes);
        hasher.finalize().to_hex()
    };
    let full = name(form);
    let hash = |name: &str| name[..DIGITS].to_owned();
    if let Some(versions) = store.and_then(|store| Versions::unpack(&store.load(&full)?)) {
        return (ProcessedImage::new(hash(&full), false, Ok(versions)), false);
    }
    let form = ProcessingOptions { is_draft: !is_full(), ..form };
    let needed = picture::decoded_bytes(&bytes);
    let versions = room.with(needed, || picture::make(&bytes, &plain.path, form));
    if let (Some(store), Ok(versions)) = (store.filter(|_| !form.is_draft), &versions) {
        store.save(&full, &versions.pack());
    }
    (ProcessedImage::new(hash(&name(form)), form.is_draft, versions), true)
}

/// The findings about an image, for which a call may request two colours or a width.
pub(super) fn findings(made: &ProcessedImage, plain: &PlainFile, look: PictureLook, place: &Place) -> Vec<Finding> {
    let name = plain.path.rsplit('/').next().unwrap_or(&plain.path);
    let mut findings = Vec::new();
    match &made.versions {
        Ok(versions) => {
            if look.is_dithered && !versions.is_dithered {
                findings.push(catalog::media::not_dithered(place.clone(), name));
            }
            // Images of pixels are never made larger.
            let found = versions.plain.as_ref().map(|plain| plain.width);
            if let Some((asked, found)) = look.width.zip(found).filter(|(asked, found)| found < asked) {
                findings.push(catalog::media::too_narrow(place.clone(), name, found, asked));
            }
            let is_other = |found: &PictureFormat| PictureFormat::of_path(&plain.path) != Some(*found);
            if !versions.removed.is_empty() {
                findings.push(catalog::media::unsafe_svg(place.clone(), name, &versions.removed));
            } else if let Some(found) = versions.found.filter(is_other) {
                findings.push(catalog::media::image_ending(place.clone(), name, found.name(), found.ending()));
            }
        }
        Err(bad) => {
            let finding = |(why, help): (String, _)| catalog::media::bad_image(place.clone(), name, &why, help);
            findings.extend(describe(bad).map(finding));
        }
    }
    findings
}

/// Why an image cannot be shown, and what to do; `None` if that is reported elsewhere.
fn describe(bad: &BadImage) -> Option<(String, &'static str)> {
    const AGAIN: &str = "save or fetch it again";
    const SMALLER: &str = "make it smaller: pages show images no wider than their text";
    Some(match bad {
        BadImage::Unreadable => return None,
        BadImage::Empty => ("it is empty".to_owned(), AGAIN),
        BadImage::Other(what) => (format!("it is {what}"), AGAIN),
        BadImage::UnknownFormat => ("its format is not read".to_owned(), "save it as JPEG, PNG, WebP, GIF or SVG"),
        BadImage::TooLarge(0, 0) => ("it is too large".to_owned(), SMALLER),
        BadImage::TooLarge(width, height) => {
            let (width, height) = (thousands(u64::from(*width)), thousands(u64::from(*height)));
            (format!("it has {width} × {height} pixels; the maximum is {} in total", thousands(IMAGE_PIXELS)), SMALLER)
        }
        BadImage::Truncated => ("it is cut off".to_owned(), AGAIN),
        BadImage::Broken => ("it is damaged".to_owned(), AGAIN),
        BadImage::BadSvg(why) => (why.clone(), "export it again as plain SVG"),
    })
}

impl Versions {
    /// As bytes for the store.
    fn pack(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.push(self.found.map_or(0, code));
        out.push(u8::from(self.is_dithered));
        for version in [&self.plain, &self.modern, &self.dense] {
            match version {
                None => out.push(0),
                Some(version) => {
                    out.push(code(version.format));
                    out.extend(version.width.to_le_bytes());
                    out.extend(version.height.to_le_bytes());
                    out.extend((version.bytes.len() as u64).to_le_bytes());
                    out.extend(&version.bytes);
                }
            }
        }
        let removed = self.removed.join("\n");
        out.extend(removed.as_bytes());
        out
    }

    /// Reads what [`Self::pack`] wrote; `None` if it is anything else.
    fn unpack(bytes: &[u8]) -> Option<Self> {
        let ([found, is_dithered], mut rest) = bytes.split_first_chunk()?;
        let mut version = || -> Option<Option<Encoded>> {
            let (format, after) = rest.split_first()?;
            let Some(format) = format_of(*format) else {
                rest = after;
                return (*format == 0).then_some(None);
            };
            let (width, after) = after.split_first_chunk()?;
            let (height, after) = after.split_first_chunk()?;
            let (length, after) = after.split_first_chunk()?;
            let (bytes, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
            rest = after;
            let (width, height) = (u32::from_le_bytes(*width), u32::from_le_bytes(*height));
            Some(Some(Encoded { format, width, height, bytes: bytes.to_vec() }))
        };
        let (plain, modern, dense) = (version()?, version()?, version()?);
        let removed = std::str::from_utf8(rest).ok()?;
        let removed = removed.split('\n').filter(|what| !what.is_empty()).map(str::to_owned).collect();
        let (found, is_dithered) = (format_of(*found), *is_dithered == 1);
        plain.is_some().then_some(Self { plain, modern, dense, found, is_dithered, removed })
    }
}

fn code(format: PictureFormat) -> u8 {
    match format {
        PictureFormat::WebP => 1,
        PictureFormat::Jpeg => 2,
        PictureFormat::Png => 3,
        PictureFormat::Gif => 4,
        PictureFormat::Svg => 5,
    }
}

fn format_of(byte: u8) -> Option<PictureFormat> {
    [PictureFormat::WebP, PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Gif, PictureFormat::Svg]
        .into_iter()
        .find(|format| code(*format) == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_survive_the_store_and_other_bytes_are_refused() {
        let encoded = |format| Some(Encoded { format, width: 3, height: 2, bytes: vec![1, 2, 3] });
        let versions = Versions {
            plain: encoded(PictureFormat::Jpeg),
            modern: encoded(PictureFormat::WebP),
            dense: None,
            found: Some(PictureFormat::Png),
            is_dithered: true,
            removed: vec!["<script>".to_owned(), "onload=".to_owned()],
        };
        let packed = versions.pack();
        assert_eq!(Versions::unpack(&packed), Some(versions));
        for end in 0..packed.len() - 20 {
            assert_eq!(Versions::unpack(&packed[..end]), None, "{end}");
        }
        assert_eq!(Versions::unpack(&[255; 40]), None);
    }
}
