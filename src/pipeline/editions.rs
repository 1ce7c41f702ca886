//! Makes editions of the texts of all pages, when those are made. Pages say what the editions of their language cost, so they are made
//! twice where that is not known yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::finish;
use super::rendering::{RenderedSite, Rendering};
use crate::cache::{CachedEditions, MadeEdition, RenderCache};
use crate::check::PageAddress;
use crate::media::Size;
use crate::output::Artifact;
use crate::render::{EditionSizes, PageTexts, Renderer};
use crate::shrink;
use crate::site::Site;

impl Rendering<'_> {
    /// The editions, by their number among generated pages. Those of the previous run if no page has changed.
    pub(super) fn editions(&mut self, site: &Site) -> BTreeMap<usize, MadeEdition> {
        if site.config.editions.is_empty() {
            return BTreeMap::new();
        }
        if let Some(cached) = self.cached_editions() {
            return cached;
        }
        let context = self.site_context();
        let Some(shared) = &context.shared else { return BTreeMap::new() };
        let texts = PageTexts {
            pages: self.made.iter().map(|made| made.as_ref()?.page.rendered.text.as_deref()).collect(),
            generated: context.generated.iter().map(|(rendered, _)| rendered.text.as_deref()).collect(),
        };
        let made = Renderer::new((site, &self.media), shared).editions(&texts);
        let made = made.into_iter().map(|(number, mut rendered)| {
            let place = || site.generated[number].place.clone();
            let at = PageAddress::new(&site.config, &site.generated[number].address);
            let artifact = finish(&mut rendered, (context, &at), place);
            (number, MadeEdition { rendered: Arc::new(rendered), artifact })
        });
        made.collect()
    }

    /// The editions of the previous run, if they were made of the same pages.
    fn cached_editions(&self) -> Option<BTreeMap<usize, MadeEdition>> {
        let cached = self.cache.editions.as_ref()?;
        let context = self.cached_context().filter(|context| Arc::ptr_eq(context, &cached.context))?;
        let is_same = self.made.len() == cached.pages.len()
            && self
                .made
                .iter()
                .zip(&cached.pages)
                .all(|(now, before)| now.as_ref().is_some_and(|now| Arc::ptr_eq(&now.page, before)));
        (is_same && context.shared.is_some()).then(|| cached.editions.clone())
    }

    /// What the editions cost, as pages say it.
    pub(super) fn sizes(&self, site: &Site, editions: &BTreeMap<usize, MadeEdition>) -> EditionSizes {
        let encoding = site.config.host.encoding();
        let size = |artifact: &Artifact| {
            let sent = || shrink::sent(&artifact.bytes().unwrap_or_default(), encoding);
            Size::from_bytes(*artifact.known.exact.get_or_init(|| artifact.sent.unwrap_or_else(sent)))
        };
        let sizes = editions.iter().filter_map(|(number, made)| {
            Some((site.generated[*number].address.clone(), size(made.artifact.as_deref()?)))
        });
        sizes.collect()
    }
}

impl RenderCache {
    /// What the editions of the previous run cost; nothing if the site has no editions any more.
    pub(super) fn edition_sizes(&self, site: &Site) -> EditionSizes {
        let shared = self.context.as_ref().and_then(|context| context.shared.as_ref());
        let shared = shared.filter(|_| !site.config.editions.is_empty());
        shared.map(|shared| shared.edition_sizes().clone()).unwrap_or_default()
    }

    /// Stores the editions with what they were made of.
    pub(super) fn store_editions(&mut self, site: &RenderedSite) {
        self.editions = (self.is_enabled && !site.editions.is_empty()).then(|| CachedEditions {
            context: site.context.clone(),
            pages: site.pages.iter().map(|made| made.page.clone()).collect(),
            editions: site.editions.clone(),
        });
    }
}
