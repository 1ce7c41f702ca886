//! Links as a page writes them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::config::LinkStyle;
use crate::percent::encode_link;
use crate::site::{Outline, relative};

/// Writes addresses of the site as seen from one page.
#[derive(Clone, Debug)]
pub struct Linker {
    from: From,
    style: LinkStyle,
}

#[derive(Clone, Debug)]
enum From {
    /// A page at this address: links are relative.
    Page(String),
    /// A page that is shown at any address: links are absolute, below this path.
    Anywhere(String),
}

impl Linker {
    /// Links of the page at `address`.
    #[must_use]
    pub fn page(address: &str, style: LinkStyle) -> Self {
        Self { from: From::Page(address.to_owned()), style }
    }

    /// Links of a page that hosts show wherever nothing is published; the site lives below `base`.
    #[must_use]
    pub fn anywhere(base: &str) -> Self {
        Self { from: From::Anywhere(base.to_owned()), style: LinkStyle::Pages }
    }

    /// Whether links are relative to the page.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        matches!(self.from, From::Page(_))
    }

    /// How the page writes a link to `address`, percent-encoded.
    #[must_use]
    pub fn link(&self, address: &str) -> String {
        match &self.from {
            From::Page(from) => encode_link(&relative(from, address, self.style)),
            From::Anywhere(base) => encode_link(&format!("{}{}", base.trim_end_matches('/'), address)),
        }
    }
}

/// The addresses of pages and files, as their hashes: whether an unlikely other address counts as known does no harm.
#[derive(Debug, Default)]
pub struct KnownAddresses(Vec<u64>);

impl KnownAddresses {
    /// The addresses of the pages and files of an outline.
    #[must_use]
    pub fn new(outline: &Outline<'_>) -> Self {
        let pages = outline.pages.iter().map(|page| page.address);
        let generated = outline.generated.iter().map(|page| page.address);
        let files = outline.files.iter().map(|file| file.address);
        let mut hashes: Vec<u64> = pages.chain(generated).chain(files).map(hash).collect();
        hashes.sort_unstable();
        Self(hashes)
    }

    /// Whether an address is one of them.
    #[must_use]
    pub fn contain(&self, address: &str) -> bool {
        self.0.binary_search(&hash(address)).is_ok()
    }
}

fn hash(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish()
}
