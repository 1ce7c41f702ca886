//! Compressed forms of pages that are kept between runs. An entry is named by the page, the settings and the versions of the
//! encoders. It is compared with the page before it is used, so a store may be shared, and may lose or damage anything.

use std::fmt;
use std::io::Read as _;

use super::ShrinkSettings;
use super::html::Pieces;
use super::label;
use crate::disk::ByteStore;
use crate::output::BodyBytes;

/// Increased whenever the same page gets other forms or another number although the encoders are the same.
const RECIPE: u8 = 1;
/// The versions of the encoders, from `Cargo.lock`.
const ENCODERS: &str = env!("FIRSTFLIGHT_ENCODERS");

/// Stores compressed forms of pages between runs.
pub trait CompressedStore: fmt::Debug + Send + Sync {
    /// What was saved under a name, if it is still there.
    fn load(&self, name: &str) -> Option<Vec<u8>>;
    /// Saves bytes under a name. Failure has no consequence but work.
    fn save(&self, name: &str, bytes: &[u8]);
}

impl CompressedStore for ByteStore {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        Self::load(self, name)
    }

    fn save(&self, name: &str, bytes: &[u8]) {
        Self::save(self, name, bytes);
    }
}

/// The compressed forms of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CompressedForms {
    /// The number that the page shows, in tenths of a kilobyte; none if it shows none.
    pub tenths: Option<u64>,
    /// Its brotli form, which may be longer than the page.
    pub brotli: Vec<u8>,
    /// Its gzip form, if it is shorter than the page.
    pub gzip: Option<Vec<u8>>,
}

/// The name of the entry of a page.
pub(super) fn name(pieces: &Pieces, settings: ShrinkSettings, decimal_mark: char) -> String {
    let ShrinkSettings { encoding, budget, .. } = settings;
    let settings = format!("{RECIPE} {ENCODERS} {encoding:?} {budget} {decimal_mark} {}\n", pieces.is_weighed());
    let mut hasher = blake3::Hasher::new();
    // No page has this character, so it shows where numbers belong.
    hasher.update(settings.as_bytes()).update(&pieces.fill("\0").joined());
    hasher.finalize().to_hex().to_string()
}

impl CompressedForms {
    /// As bytes for the store.
    pub(super) fn pack(&self) -> Vec<u8> {
        let gzip = self.gzip.as_deref().unwrap_or_default();
        let mut bytes = Vec::with_capacity(16 + self.brotli.len() + gzip.len());
        bytes.extend(self.tenths.unwrap_or(u64::MAX).to_le_bytes());
        bytes.extend((self.brotli.len() as u64).to_le_bytes());
        bytes.extend(&self.brotli);
        bytes.extend(gzip);
        bytes
    }

    /// Reads an entry, with the page that it belongs to. `None` unless both forms are forms of this page.
    pub(super) fn unpack(bytes: &[u8], pieces: &Pieces, decimal_mark: char) -> Option<(BodyBytes, Self)> {
        let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let (tenths, length) = (number(0)?, usize::try_from(number(8)?).ok()?);
        let tenths = (tenths != u64::MAX).then_some(tenths);
        let (brotli, gzip) = bytes.get(16..)?.split_at_checked(length)?;
        let body = match tenths {
            Some(tenths) => pieces.fill(&label::number(tenths, decimal_mark)),
            None => pieces.fill(""),
        };
        let holds = tenths.is_none_or(|tenths| label::holds(tenths, brotli.len().min(body.len()) as u64));
        if tenths.is_some() != pieces.is_weighed() || !holds {
            return None;
        }
        let page = body.joined();
        // One byte more than the page, so that a longer text differs.
        let limit = body.len() as u64 + 1;
        let mut text = Vec::with_capacity(body.len() + 1);
        brotli::Decompressor::new(brotli, 4096).take(limit).read_to_end(&mut text).ok()?;
        if *text != *page {
            return None;
        }
        if !gzip.is_empty() {
            text.clear();
            flate2::read::GzDecoder::new(gzip).take(limit).read_to_end(&mut text).ok()?;
            if *text != *page || gzip.len() >= page.len() {
                return None;
            }
        }
        let gzip = (!gzip.is_empty()).then(|| gzip.to_vec());
        drop(page);
        Some((body, Self { tenths, brotli: brotli.to_vec(), gzip }))
    }
}
