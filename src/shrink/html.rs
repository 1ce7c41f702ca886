//! Runs minify-html on a guarded page, and puts the minified page together from its pieces.

use std::sync::Arc;

use memchr::memmem;

use crate::marks;
use crate::output::{BodyBytes, Insertion};

use super::Sheet;
use super::frames::Frames;
use super::guard::{Guarded, KEEP};
use super::head;
use super::skipped::{QUOTED, SKIPPED};

/// A minified page that may still lack the number of its own weight.
pub(super) struct Pieces {
    /// The page without its style and the number.
    body: Vec<u8>,
    /// Where in the body the number belongs.
    holes: Vec<usize>,
    /// Its style, and where in the body that belongs.
    style: Option<(usize, Sheet)>,
}

impl Pieces {
    /// Minifies a guarded page, and replaces its marks by what they mark.
    pub(super) fn from_guarded(guarded: &Guarded<'_>, style: &Sheet, frames: &Frames) -> Self {
        if guarded.is_well_nested
            && let (pieces, true) = Self::minified(guarded, style, frames)
        {
            return pieces;
        }
        Self::join(guarded.page.as_bytes(), guarded, style).0
    }

    /// Minifies a page whose tags are nested correctly. Also returns whether all its text is there: text that went missing would be a
    /// fault of minify-html; then the page is better long than short.
    pub(super) fn minified(guarded: &Guarded<'_>, style: &Sheet, frames: &Frames) -> (Self, bool) {
        let html = frames.minified(&guarded.html, guarded.keep_closing_tags);
        let (pieces, put_back) = Self::join(&html, guarded, style);
        (pieces, put_back == guarded.skipped.len())
    }

    /// Replaces marks by what they mark. Also returns how many runs of text were put back.
    fn join(html: &[u8], guarded: &Guarded<'_>, style: &Sheet) -> (Self, usize) {
        let length = html.len() + guarded.skipped.length();
        let mut pieces = Self { body: Vec::with_capacity(length), holes: Vec::new(), style: None };
        let mut copied = 0;
        let mut put_back = 0;
        // The marks share their first two bytes with some Arabic letters, which are passed over.
        for at in memmem::find_iter(html, b"\xEF\xB7") {
            let mark = html.get(at..at + 3).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
            let Some(mark @ (marks::SPACE | marks::STYLE | marks::WEIGHT | KEEP | SKIPPED)) = mark else { continue };
            pieces.body.extend_from_slice(&html[copied..at]);
            copied = at + 3;
            match mark {
                marks::SPACE => pieces.body.push(b' '),
                marks::STYLE if pieces.style.is_none() => pieces.style = Some((pieces.body.len(), style.clone())),
                marks::STYLE => pieces.body.extend_from_slice(style.text.as_bytes()),
                marks::WEIGHT => pieces.holes.push(pieces.body.len()),
                SKIPPED => {
                    let is_in_quotes = guarded.skipped.write(put_back, &guarded.page, &mut pieces.body);
                    put_back += 1;
                    if is_in_quotes && html.get(copied) == Some(&QUOTED) {
                        copied += 1;
                    }
                }
                _ => {}
            }
        }
        pieces.body.extend_from_slice(&html[copied..]);
        (pieces, put_back)
    }

    /// Adds to the head whether the page may be indexed, and its policy.
    pub(super) fn add_to_head(&mut self, is_noindex: bool, has_policy: bool) {
        if !is_noindex && !has_policy {
            return;
        }
        if has_policy {
            // The policy names the hash of the style.
            self.put_style_in();
        }
        if let Some((at, text)) = head::additions(&self.body, is_noindex, has_policy) {
            self.insert(at, text.as_bytes());
        }
    }

    fn put_style_in(&mut self) {
        if let Some((at, style)) = self.style.take() {
            self.insert(at, style.text.as_bytes());
        }
    }

    fn insert(&mut self, at: usize, bytes: &[u8]) {
        self.holes.iter_mut().filter(|hole| **hole >= at).for_each(|hole| *hole += bytes.len());
        if let Some((place, _)) = &mut self.style
            && *place >= at
        {
            *place += bytes.len();
        }
        self.body.splice(at..at, bytes.iter().copied());
    }

    /// Whether the page shows its weight.
    pub(super) fn is_weighed(&self) -> bool {
        !self.holes.is_empty()
    }

    /// The page without its style and the number, and how often it shows the number.
    pub(super) fn own(&self) -> (&[u8], u64) {
        (&self.body, self.holes.len() as u64)
    }

    /// Bytes that its style takes by itself as a host sends it with gzip, if that is kept apart from its other bytes.
    pub(super) fn style_gzip(&self) -> u64 {
        self.style.as_ref().map_or(0, |(_, style)| style.gzip)
    }

    /// The page with `number` in each hole.
    pub(super) fn fill(&self, number: &str) -> BodyBytes {
        BodyBytes::with_insertions(self.body.clone(), self.insertions(number))
    }

    /// The same; its own bytes stay as `gzip` has them.
    pub(super) fn fill_packed(&self, number: &str, gzip: &[u8]) -> BodyBytes {
        BodyBytes::packed(gzip, self.body.len(), self.insertions(number))
    }

    /// Returns the page, where nothing is left to fill in.
    pub(super) fn into_body(mut self) -> BodyBytes {
        // Pages are held until all are made, and room to spare would be held with them.
        self.body.shrink_to_fit();
        let insertions = self.insertions("");
        BodyBytes::with_insertions(self.body, insertions)
    }

    fn insertions(&self, number: &str) -> Vec<Insertion> {
        let number: Arc<str> = number.into();
        let style = self.style.iter().map(|(at, style)| Insertion { at: *at, text: style.text.clone() });
        let numbers = self.holes.iter().map(|&at| Insertion { at, text: number.clone() });
        let mut insertions: Vec<_> = style.chain(numbers).collect();
        insertions.sort_by_key(|insertion| insertion.at);
        insertions
    }
}
