//! Stage 6: makes pages smaller and weighs them. Pure: bytes in, bytes out.
//!
//! Style is cut to the rules that a page uses, minified for the browser floor and put into the page; the page is
//! minified with every word of its text kept; the number of its own weight is filled in. [`weigh`] measures
//! pages as their host sends them, [`wire`] their time on a slow link.

mod browsers;
mod comments;
mod compress;
mod elements;
mod fonts;
mod forced;
mod frames;
mod guard;
mod head;
mod skipped;
mod html;
mod kept;
mod keys;
mod label;
mod menu;
mod names;
mod need;
mod outer_addresses;
mod page_text;
mod palette;
mod parts;
mod requests;
mod scan;
mod seed;
mod segments;
mod spaces;
mod style;
mod syntax;
mod uses;
mod weigh;

pub mod wire;

#[cfg(test)]
mod tests;

pub use compress::sent;
pub use guard::Nesting;
pub use kept::CompressedStore;
pub use keys::name_key;
pub use outer_addresses::outer_addresses;
pub use page_text::page_text;
pub use palette::sheet as sheet_of_settings;
pub use scan::{HtmlAttribute, HtmlToken, Scanner, TokenKind};
pub use style::Style;
pub use uses::policy;
pub use weigh::{PageToWeigh, PageWeight, Part, Weigh, Weights, weigh, weigh_one};

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use memchr::memmem;

use crate::output::{Artifact, Encoding, MediaType, SizeCache};

use frames::Frames;
use html::Pieces;
use kept::CompressedForms;
use menu::Menus;
use names::Used;

/// Settings of the host and the site for every page.
#[derive(Clone, Copy, Debug)]
pub struct ShrinkSettings {
    /// The encoding that the host sends and the number in the footer counts.
    pub encoding: Encoding,
    /// Bytes that a page may cost as it is sent.
    pub budget: u64,
    /// Whether to make `.br` and `.gz` forms, for hosts that serve them.
    pub precompress: bool,
    /// Whether pages contain their Content-Security-Policy.
    pub policy_in_page: bool,
}

/// Minified style.
#[derive(Clone, Debug, Default)]
struct Sheet {
    text: Arc<str>,
    /// Bytes that it takes by itself as a host sends it with gzip.
    gzip: u64,
}

/// Makes pages smaller. All workers share one, with its cache of minified style.
#[derive(Debug)]
pub struct Shrinker {
    style: Style,
    settings: ShrinkSettings,
    menus: Menus,
    frames: Frames,
    /// Keeps compressed forms of pages between runs.
    store: Option<Arc<dyn CompressedStore>>,
    /// Minified style by the selectors it holds, one bit each, and a last word for what else decides.
    written: RwLock<HashMap<Vec<u64>, Sheet>>,
}

impl Shrinker {
    /// Creates a shrinker for all pages of a site.
    #[must_use]
    pub fn new(style: Style, settings: ShrinkSettings) -> Self {
        Self {
            style,
            settings,
            menus: Menus::default(),
            frames: Frames::default(),
            store: None,
            written: RwLock::default(),
        }
    }

    /// Sets where compressed forms of pages are kept between runs.
    #[must_use]
    pub fn with_store(self, store: Option<Arc<dyn CompressedStore>>) -> Self {
        Self { store, ..self }
    }

    /// Shrinks one page, with its compressed forms where they are wanted and smaller: rendered HTML in which
    /// [`marks`](crate::marks) mark the places of style and weight. `decimal_mark` separates whole kilobytes from tenths in
    /// its footer. Needs a stack of 16 MB.
    ///
    /// # Errors
    ///
    /// The page nests its elements deeper than [`PAGE_DEPTH`](crate::limits::PAGE_DEPTH).
    pub fn page(&self, html: String, decimal_mark: char) -> Result<Artifact, Nesting> {
        self.page_for_robots(html, decimal_mark, false)
    }

    /// Shrinks one page as [`Self::page`] does; `is_noindex` means that it asks search engines to leave it out.
    ///
    /// # Errors
    ///
    /// As [`Self::page`].
    pub fn page_for_robots(&self, html: String, decimal_mark: char, is_noindex: bool) -> Result<Artifact, Nesting> {
        let guarded = guard::guard(&html, &self.style.names, Some(&self.menus))?;
        let has_variables = memmem::find(html.as_bytes(), b"var(").is_some();
        let style = self.style_for(&guarded.used, has_variables);
        let mut pieces = Pieces::from_guarded(&guarded, &style, &self.frames);
        drop(guarded);
        drop(html);
        pieces.add_to_head(is_noindex, self.settings.policy_in_page);
        if self.settings.precompress {
            return Ok(self.precompressed(pieces, decimal_mark));
        }
        let (known, ShrinkSettings { encoding, budget, .. }) = (SizeCache::default(), self.settings);
        let (body, sent) = if pieces.is_weighed() {
            let page = label::weighed(&pieces, encoding, budget, decimal_mark);
            if let Some(estimate) = page.estimate {
                // The cache is new, so it takes the figures.
                let _ = known.quick.set(estimate.quick);
                let _ = known.bound.set(estimate.bound);
            }
            (page.body, page.sent)
        } else {
            (pieces.into_body(), None)
        };
        Ok(Artifact { sent, known, ..Artifact::new(MediaType::Html, body) })
    }

    /// A finished page with its compressed forms, those of an earlier run where they are kept.
    fn precompressed(&self, pieces: Pieces, decimal_mark: char) -> Artifact {
        let ShrinkSettings { encoding, budget, .. } = self.settings;
        // Other encodings weigh pages without their brotli form.
        let store = self.store.as_ref().filter(|_| encoding == Encoding::Brotli);
        let kept = store.map(|store| (store, kept::name(&pieces, self.settings, decimal_mark)));
        let known =
            kept.as_ref().and_then(|(store, name)| CompressedForms::unpack(&store.load(name)?, &pieces, decimal_mark));
        let (body, sent, forms) = match known {
            Some((body, forms)) => (body, None, forms),
            None => {
                let (body, sent, brotli) = if pieces.is_weighed() {
                    let page = label::weighed(&pieces, encoding, budget, decimal_mark);
                    (page.body, page.sent, page.brotli)
                } else {
                    (pieces.into_body(), None, None)
                };
                let (brotli, tenths) = match brotli {
                    Some((brotli, tenths)) => (brotli, Some(tenths)),
                    None => (compress::brotli(&body.joined(), 11), None),
                };
                let forms = CompressedForms { tenths, brotli, gzip: compress::gzip(&body.joined()) };
                if let Some((store, name)) = kept {
                    store.save(&name, &forms.pack());
                }
                (body, sent, forms)
            }
        };
        let sent = match encoding {
            Encoding::Brotli => Some(forms.brotli.len().min(body.len()) as u64),
            _ => sent,
        };
        let mut compressed = Vec::new();
        if forms.brotli.len() < body.len() {
            compressed.push((Encoding::Brotli, forms.brotli));
        }
        compressed.extend(forms.gzip.map(|gzip| (Encoding::Gzip, gzip)));
        Artifact { compressed, sent, ..Artifact::new(MediaType::Html, body) }
    }

    /// A page without the policy that was put into it, for those who add to it.
    #[must_use]
    pub fn without_policy(html: &[u8]) -> Option<Vec<u8>> {
        let element = head::policy_element(html)?;
        Some([&html[..element.start], &html[element.end..]].concat())
    }

    fn style_for(&self, used: &Used, has_variables: bool) -> Sheet {
        let mut key = self.style.selected(used);
        key.push(u64::from(has_variables));
        if let Some(style) = self.written.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return style.clone();
        }
        let text: Arc<str> = self.style.write(&key, has_variables).into();
        let style = Sheet { gzip: compress::sent(text.as_bytes(), Encoding::Gzip), text };
        self.written.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(style).clone()
    }
}
