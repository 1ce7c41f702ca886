//! The pages of an outline. Each is described when something reads it: after an edit, few are.

use std::ops::Index;
use std::sync::{Arc, OnceLock};

use super::OutlinePage;
use crate::site::Page;

/// Published pages, numbered as in the site.
#[derive(Debug)]
pub struct OutlinePages<'s> {
    pages: &'s [Arc<Page>],
    described: Vec<OnceLock<Box<OutlinePage<'s>>>>,
}

impl<'s> OutlinePages<'s> {
    pub(super) fn new(pages: &'s [Arc<Page>]) -> Self {
        Self { pages, described: pages.iter().map(|_| OnceLock::new()).collect() }
    }

    /// All pages in their order.
    pub fn iter(&self) -> impl Iterator<Item = &OutlinePage<'s>> {
        (0..self.pages.len()).map(|number| &self[number])
    }

    /// The number of the page at an address.
    #[must_use]
    pub fn number_at(&self, address: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| page.address.as_str().cmp(address)).ok()
    }

    /// The number of pages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

impl<'s> Index<usize> for OutlinePages<'s> {
    type Output = OutlinePage<'s>;

    fn index(&self, number: usize) -> &OutlinePage<'s> {
        self.described[number].get_or_init(|| Box::new(self.pages[number].outline()))
    }
}
