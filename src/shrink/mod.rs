//! Stage 6: makes pages smaller and weighs them. Pure: bytes in, bytes out.
//!
//! Style is cut to the rules that a page uses, minified for the browser floor and put into the page; the page is
//! minified with every word of its text kept; the number of its own weight is filled in. [`weigh`] measures
//! pages as their host sends them, [`wire`] their time on a slow link.

mod browsers;
mod compress;
mod elements;
mod fonts;
mod forced;
mod guard;
mod head;
mod skipped;
mod html;
mod label;
mod menu;
mod names;
mod need;
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
pub use palette::sheet as sheet_of_settings;
pub use scan::{HtmlAttribute, HtmlToken, Scanner};
pub use style::Style;
pub use uses::policy;
pub use weigh::{PageToWeigh, PageWeight, Part, Weigh, Weights, weigh, weigh_one};

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use memchr::memmem;

use crate::output::{Artifact, Encoding, MediaType, SizeCache};

use html::Pieces;
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

/// Makes pages smaller. All workers share one, with its cache of minified style.
#[derive(Debug)]
pub struct Shrinker {
    style: Style,
    settings: ShrinkSettings,
    menus: Menus,
    /// Minified style by the selectors it holds, one bit each, and a last word for what else decides.
    written: RwLock<HashMap<Vec<u64>, Arc<str>>>,
}

impl Shrinker {
    /// Creates a shrinker for all pages of a site.
    #[must_use]
    pub fn new(style: Style, settings: ShrinkSettings) -> Self {
        Self { style, settings, menus: Menus::default(), written: RwLock::default() }
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
        let mut pieces = Pieces::from_guarded(&guarded, &style);
        drop(guarded);
        drop(html);
        let ShrinkSettings { encoding, budget, precompress, policy_in_page } = self.settings;
        pieces.add_to_head(is_noindex, policy_in_page);
        let known = SizeCache::default();
        let (body, mut sent, mut brotli) = if pieces.is_weighed() {
            let page = label::weighed(&pieces, encoding, budget, decimal_mark);
            if let Some(quick) = page.quick {
                // The cache is new, so it takes the figure.
                let _ = known.quick.set(quick);
            }
            (page.body, page.sent, page.brotli)
        } else {
            (pieces.into_body(), None, None)
        };
        let mut compressed = Vec::new();
        if precompress {
            let made = brotli.take().unwrap_or_else(|| compress::brotli(&body, 11));
            if encoding == Encoding::Brotli {
                sent = Some(made.len().min(body.len()) as u64);
            }
            if made.len() < body.len() {
                compressed.push((Encoding::Brotli, made));
            }
            compressed.extend(compress::gzip(&body).map(|gzip| (Encoding::Gzip, gzip)));
        }
        Ok(Artifact { compressed, sent, known, ..Artifact::new(MediaType::Html, body) })
    }

    /// A page without the policy that was put into it, for those who add to it.
    #[must_use]
    pub fn without_policy(html: &[u8]) -> Option<Vec<u8>> {
        let element = head::policy_element(html)?;
        Some([&html[..element.start], &html[element.end..]].concat())
    }

    fn style_for(&self, used: &Used, has_variables: bool) -> Arc<str> {
        let mut key = self.style.selected(used);
        key.push(u64::from(has_variables));
        if let Some(style) = self.written.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return style.clone();
        }
        let style: Arc<str> = self.style.write(&key, has_variables).into();
        self.written.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(style).clone()
    }
}
