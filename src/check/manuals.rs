//! Whether a page, or the whole site, is about programs. There, most numbers are values, limits and examples, so that only
//! those that were counted or measured in the world need a record.

use crate::read::markdown::Document;
use crate::site::Site;

/// The number of code spans from which on a page without a code block is about programs.
const SPANS: usize = 3;

/// A site is about programs if at least one page of this many is.
const ONE_OF: usize = 4;

/// Whether a page shows code.
pub fn shows_code(document: &Document) -> bool {
    document.code_blocks > 0 || document.code_spans >= SPANS
}

/// Whether enough pages show code for the site to be a manual of programs.
pub fn is_manual(site: &Site) -> bool {
    let shown = site.pages.iter().filter(|page| shows_code(&page.source.document)).count();
    shown > 0 && shown * ONE_OF >= site.pages.len()
}
