//! Old addresses of pages, for links to them.

use std::collections::HashMap;
use std::sync::Arc;

use super::forms::bare;
use crate::report::Place;
use crate::site::Page;

/// The pages that name old addresses.
pub(super) struct OldAddresses {
    /// The number of the page, and where it names its old address, by that address without its ending.
    pages: HashMap<String, (usize, Place)>,
}

impl OldAddresses {
    pub fn new(pages: &[Arc<Page>]) -> Self {
        let of_page = |(number, page): (usize, &Arc<Page>)| {
            let old = |(alias, range): &(String, std::ops::Range<usize>)| {
                (bare(alias).to_owned(), (number, page.place(range.clone())))
            };
            page.aliases.iter().map(old).collect::<Vec<_>>()
        };
        Self { pages: pages.iter().enumerate().flat_map(of_page).collect() }
    }

    /// The number of the page that had this address, which has no ending.
    pub fn of_address(&self, bare: &str) -> Option<usize> {
        self.pages.get(bare).map(|(page, _)| *page)
    }

    /// Where a page names this old address, which has no ending.
    pub fn place(&self, bare: &str) -> Option<Place> {
        self.pages.get(bare).map(|(_, place)| place.clone())
    }
}
