//! Counts the pages from which a relative link leads to a published file or page. The link is not resolved for each page: the
//! addresses that end with its path are found, and the pages in the folders where such a link begins are counted.

use std::collections::{HashMap, HashSet};

use crate::percent::decode;

/// The folders of pages, where relative links begin, and the published addresses.
pub(super) struct LinkBases<'a> {
    /// The addresses of pages that are folders: `/a/b/`.
    folders: Vec<&'a str>,
    /// For each number of `..` that a link begins with, how many pages lead to each folder.
    above: HashMap<usize, HashMap<&'a str, usize>>,
    addresses: HashSet<String>,
    /// The same by their last part, with its slash: `c.png`, `b/`.
    by_last_part: HashMap<String, Vec<String>>,
}

impl<'a> LinkBases<'a> {
    pub fn new(folders: Vec<&'a str>, addresses: HashSet<String>) -> Self {
        let mut by_last_part: HashMap<String, Vec<String>> = HashMap::new();
        let mut sorted: Vec<&String> = addresses.iter().collect();
        sorted.sort_unstable();
        for address in sorted {
            by_last_part.entry(last_part(address).to_owned()).or_default().push(address.clone());
        }
        Self { folders, above: HashMap::new(), addresses, by_last_part }
    }

    /// The number of pages.
    pub fn pages(&self) -> usize {
        self.folders.len()
    }

    /// Counts the pages from which a relative link leads to a published address.
    pub fn count_leading(&mut self, link: &str) -> usize {
        let path = link.split(['?', '#']).next().unwrap_or("");
        let (mut ups, mut below) = (0, Vec::new());
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." if below.pop().is_some() => {}
                ".." => ups += 1,
                _ => below.push(part),
            }
        }
        let is_folder = path.ends_with('/') || matches!(path.rsplit('/').next(), Some("." | ".."));
        let end = decode(&below.join("/")) + if is_folder { "/" } else { "" };
        let folders = &self.folders;
        let count = || {
            let mut counts = HashMap::new();
            folders.iter().for_each(|folder| *counts.entry(above(folder, ups)).or_insert(0) += 1);
            counts
        };
        let counts = self.above.entry(ups).or_insert_with(count);
        if below.is_empty() {
            return counts.iter().filter(|(base, _)| self.addresses.contains(**base)).map(|(_, count)| count).sum();
        }
        let candidates = self.by_last_part.get(last_part(&end)).map_or(&[][..], Vec::as_slice);
        let bases = candidates.iter().filter_map(|address| address.strip_suffix(&end));
        bases.filter_map(|base| counts.get(base)).sum()
    }
}

/// The folder that is `ups` levels above another; the root is above itself.
fn above(folder: &str, ups: usize) -> &str {
    let mut folder = folder;
    for _ in 0..ups {
        let inner = folder.strip_suffix('/').unwrap_or(folder);
        folder = &folder[..inner.rfind('/').map_or(1, |at| at + 1).min(folder.len())];
    }
    folder
}

/// The last part of an address, with the slash at its end.
fn last_part(address: &str) -> &str {
    let inner = address.strip_suffix('/').unwrap_or(address);
    &address[inner.rfind('/').map_or(0, |at| at + 1)..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::theme_links::resolve_like;
    use super::*;

    #[test]
    fn pages_from_which_a_link_leads_to_a_published_address_are_counted() {
        let folders = vec!["/", "/a/", "/a/b/", "/c/"];
        let addresses = ["/", "/a/", "/a/b/", "/c/", "/a/x.png", "/x.png", "/y z.png"].map(str::to_owned).into();
        let mut bases = LinkBases::new(folders, addresses);
        for (link, count) in [
            ("x.png", 2),
            ("../x.png", 4),
            ("../../x.png", 4),
            ("b/", 1),
            ("./b/", 1),
            ("..", 4),
            (".", 4),
            ("?a", 4),
            ("../y%20z.png#part", 3),
            ("n/../x.png", 2),
            ("nope", 0),
            ("a", 0),
        ] {
            assert_eq!(bases.count_leading(link), count, "{link}");
        }
    }

    proptest! {
        /// Compares counts with resolving the link for each page.
        #[test]
        fn counts_equal_those_of_resolving_the_link_for_each_page(
            pages in prop::collection::btree_set("(/[ab]){0,3}/", 1..8),
            files in prop::collection::btree_set("(/[ab]){0,2}/[fg]", 0..5),
            link in "(\\.\\./){0,3}([ab]/){0,2}(\\.\\./)?[fga]?/?",
        ) {
            prop_assume!(!link.is_empty() && !link.starts_with('/'));
            let folders: Vec<&str> = pages.iter().map(String::as_str).collect();
            let addresses: HashSet<String> = pages.iter().chain(&files).cloned().collect();
            let simple = folders.iter().filter(|page| addresses.contains(&resolve_like(page, &link))).count();
            prop_assert_eq!(LinkBases::new(folders, addresses.clone()).count_leading(&link), simple);
        }
    }
}
