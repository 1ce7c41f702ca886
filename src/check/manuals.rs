//! Whether a page, or the whole site, is about programs. There, most numbers are values, limits and examples, so that only
//! those that were counted or measured in the world need a record.

use crate::site::{Site, Traits};

/// A site is about programs if at least one page of this many is.
const ONE_OF: usize = 4;

/// Whether enough pages show code for the site to be a manual of programs.
pub fn is_manual(site: &Site) -> bool {
    let shown = site.pages_with(Traits::CODE).count();
    shown > 0 && shown * ONE_OF >= site.pages.len()
}
