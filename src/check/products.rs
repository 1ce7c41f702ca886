//! Learns from all pages which words before numbers are names of products.

use std::collections::{HashMap, HashSet};

use crate::site::{Site, Traits};

/// How often a word and the number after it must occur on a site to be offered as one name.
const RECURS: usize = 3;

/// Names of products, learnt from how all pages use them.
pub struct Products<'s> {
    /// Those with a version after them somewhere: elsewhere, numbers after them are versions too.
    learnt: HashSet<&'s str>,
    /// Words and numbers after them, with how often both occur: what recurs may be one name.
    pairs: HashMap<(&'s str, &'s str), usize>,
}

impl Products<'_> {
    /// Whether a word is the name of a product.
    pub fn contains(&self, name: &str) -> bool {
        self.learnt.contains(name)
    }

    /// Whether a word and the number after it occur often enough to be one name.
    pub fn recurs(&self, name: &str, number: &str) -> bool {
        self.pairs.get(&(name, number)).is_some_and(|count| *count >= RECURS)
    }
}

/// Learns the names of products from all pages.
pub fn products(site: &Site) -> Products<'_> {
    let prose =
        || site.pages_with(Traits::PROSE).flat_map(|(_, page)| [&page.source.document.prose, &page.calls.prose]);
    let mut pairs = HashMap::new();
    for number in prose().flat_map(|prose| &prose.loose) {
        if let Some(name) = &number.product {
            *pairs.entry((name.as_str(), number.written.as_str())).or_default() += 1;
        }
    }
    Products { learnt: prose().flat_map(|prose| &prose.products).map(String::as_str).collect(), pairs }
}
