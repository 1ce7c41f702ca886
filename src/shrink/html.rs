//! Runs minify-html on a guarded page, and puts the minified page together from its pieces.

use memchr::memmem;
use minify_html::{Cfg, minify};

use crate::marks;

use super::guard::{Guarded, KEEP};
use super::head;
use super::skipped::SKIPPED;

/// Only what leaves a page valid. Tags that HTML lets authors leave out are left out, which saves 1.6 % of what
/// is sent, unless the guard has seen a place where a browser would then read another tree: minify-html would write
/// `<x-y><p>a</x-y>`, and there `</x-y>` closes nothing. Style is minified with the browser floor in mind, elsewhere.
fn settings(keep_closing_tags: bool) -> Cfg {
    Cfg { keep_closing_tags, keep_input_type_text_attr: true, ..Cfg::new() }
}

/// A minified page, its style in place, that may still lack the number of its own weight.
pub(super) struct Pieces {
    /// The page without the number.
    body: Vec<u8>,
    /// Where in the body the number belongs.
    holes: Vec<usize>,
}

impl Pieces {
    /// Minifies a guarded page, and replaces its marks by what they mark.
    pub(super) fn from_guarded(guarded: &Guarded<'_>, style: &str) -> Self {
        if guarded.is_well_nested
            && let (pieces, true) = Self::minified(guarded, style)
        {
            return pieces;
        }
        Self::join(guarded.page.as_bytes(), guarded, style).0
    }

    /// Minifies a page whose tags are nested correctly. Also returns whether all its text is there: text that went missing would be a
    /// fault of minify-html; then the page is better long than short.
    pub(super) fn minified(guarded: &Guarded<'_>, style: &str) -> (Self, bool) {
        let html = minify(&guarded.html, &settings(guarded.keep_closing_tags));
        let (pieces, put_back) = Self::join(&html, guarded, style);
        (pieces, put_back == guarded.skipped.len())
    }

    /// Replaces marks by what they mark. Also returns how many runs of text were put back.
    fn join(html: &[u8], guarded: &Guarded<'_>, style: &str) -> (Self, usize) {
        // Close to what it comes to: pages are held until all are made, and room to spare would be held with them.
        let length = html.len() + guarded.skipped.length() + style.len();
        let mut pieces = Self { body: Vec::with_capacity(length), holes: Vec::new() };
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
                marks::STYLE => pieces.body.extend_from_slice(style.as_bytes()),
                marks::WEIGHT => pieces.holes.push(pieces.body.len()),
                SKIPPED => {
                    guarded.skipped.write(put_back, &guarded.page, &mut pieces.body);
                    put_back += 1;
                }
                _ => {}
            }
        }
        pieces.body.extend_from_slice(&html[copied..]);
        pieces.body.shrink_to_fit();
        (pieces, put_back)
    }

    /// Adds to the head whether the page may be indexed, and its policy.
    pub(super) fn add_to_head(&mut self, is_noindex: bool, has_policy: bool) {
        if !is_noindex && !has_policy {
            return;
        }
        let Some((at, text)) = head::additions(&self.body, is_noindex, has_policy) else { return };
        self.holes.iter_mut().filter(|hole| **hole >= at).for_each(|hole| *hole += text.len());
        self.body.splice(at..at, text.into_bytes());
    }

    /// Whether the page shows its weight.
    pub(super) fn is_weighed(&self) -> bool {
        !self.holes.is_empty()
    }

    /// The page with `number` in each hole.
    pub(super) fn fill(&self, number: &str) -> Vec<u8> {
        let mut page = Vec::with_capacity(self.body.len() + self.holes.len() * number.len());
        let mut copied = 0;
        for &hole in &self.holes {
            page.extend_from_slice(&self.body[copied..hole]);
            page.extend_from_slice(number.as_bytes());
            copied = hole;
        }
        page.extend_from_slice(&self.body[copied..]);
        page
    }

    /// Returns the page, where nothing is left to fill in.
    pub(super) fn into_body(self) -> Vec<u8> {
        self.body
    }
}
