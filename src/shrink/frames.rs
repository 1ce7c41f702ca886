//! Frames: what is left of a page for minify-html when its words, blocks and addresses have been replaced by placeholders. Pages
//! of one template mostly share it byte for byte, so that each frame is minified once; the result does not depend on what the
//! placeholders stand for.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, PoisonError, RwLock};

use ahash::AHasher;
use minify_html::{Cfg, minify};

/// The largest number of remembered frames.
const MOST: usize = 512;

/// The length in bytes up to which a frame is remembered. A longer one holds what only one page has.
const LONGEST: usize = 8_192;

/// The frames that are known, as they were and minified.
#[derive(Debug, Default)]
pub(super) struct Frames {
    with_closing_tags: KnownFrames,
    without_closing_tags: KnownFrames,
}

/// Frames that were minified with the same settings.
type KnownFrames = RwLock<HashMap<Box<[u8]>, Arc<[u8]>, BuildHasherDefault<AHasher>>>;

/// Only what leaves a page valid. Tags that HTML lets authors leave out are left out, which saves 1.6 % of what
/// is sent, unless the guard has seen a place where a browser would then read another tree: minify-html would write
/// `<x-y><p>a</x-y>`, and there `</x-y>` closes nothing. Style is minified with the browser floor in mind, elsewhere.
fn settings(keep_closing_tags: bool) -> Cfg {
    Cfg { keep_closing_tags, keep_input_type_text_attr: true, ..Cfg::new() }
}

impl Frames {
    /// Returns the frame minified.
    pub(super) fn minified(&self, frame: &[u8], keep_closing_tags: bool) -> Arc<[u8]> {
        let known = if keep_closing_tags { &self.with_closing_tags } else { &self.without_closing_tags };
        if let Some(known) = known.read().unwrap_or_else(PoisonError::into_inner).get(frame) {
            return known.clone();
        }
        let minified: Arc<[u8]> = minify(frame, &settings(keep_closing_tags)).into();
        if frame.len() <= LONGEST {
            let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() < MOST {
                known.insert(frame.into(), minified.clone());
            }
        }
        minified
    }

    /// How many frames are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let known = [&self.with_closing_tags, &self.without_closing_tags];
        known.map(|known| known.read().unwrap_or_else(PoisonError::into_inner).len()).iter().sum()
    }
}
