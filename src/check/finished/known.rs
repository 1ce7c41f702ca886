//! Links whose mistakes are reported where they are written, by other checks.

use std::collections::{BTreeSet, HashSet};

use super::addresses::canonical;
use super::places::Origin;
use crate::facts::{LinkFact, hash};
use crate::percent::decode;
use crate::read::markdown::Link;
use crate::site::{Destination, FoundLink, PageParts, Site};

/// Links that were checked.
#[derive(Default)]
pub(super) struct Known {
    /// As they are written, and decoded.
    written: HashSet<String>,
    /// Where they lead.
    targets: HashSet<LinkFact>,
}

impl Known {
    /// The links of the text of a page, of its calls, and of the settings.
    pub fn of_page(site: &Site, origin: Option<Origin<'_>>) -> Self {
        let mut known = Self::default();
        if let Some(Origin::Page(page)) = origin {
            for (number, target) in page.links.targets.iter().enumerate() {
                // Links that all lead to pages are not kept as they are written.
                known.add(site, page.links.link(page, number), target.as_ref());
            }
        }
        for text in site.page_parts.iter().flat_map(PageParts::texts) {
            for (link, target) in text.links.iter().zip(&text.targets) {
                known.add(site, Some(link), target.as_ref());
            }
        }
        known
    }

    /// The links that a theme writes, as they are written.
    pub fn of_theme(reported: &BTreeSet<String>) -> Self {
        let target = |address: &String| LinkFact { target: hash(&canonical(address)), fragment: None };
        let written = reported.iter().cloned().collect();
        Self { written, targets: reported.iter().filter(|it| it.starts_with('/')).map(target).collect() }
    }

    fn add(&mut self, site: &Site, link: Option<&Link>, target: Option<&FoundLink>) {
        if let Some(link) = link {
            self.written.insert(link.target.clone());
            self.written.insert(decode(&link.target));
        }
        if let Some(FoundLink { to: Destination::Page(number), fragment: Some(fragment), .. }) = target {
            let address = canonical(&site.pages[*number].address);
            self.targets.insert(LinkFact { target: hash(&address), fragment: Some(hash(fragment)) });
        }
    }

    /// Whether a link is one of them.
    pub fn has(&self, written: &str, link: &LinkFact) -> bool {
        let path = LinkFact { fragment: None, ..*link };
        self.written.contains(written)
            || self.written.contains(&decode(written))
            || self.targets.contains(link)
            || self.targets.contains(&path)
    }
}
