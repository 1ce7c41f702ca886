//! Compares the originals of translations with what they were when the translations were marked.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::address::nfc;
use super::{Page, Site};
use crate::config::Paths;
use crate::read::{BlockHash, SourcePage, TextBlock, TranslationMark};

/// How an original has changed since a translation was made from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OriginalChanges {
    /// Bytes of each block that is new or has other words, in order.
    pub new: Vec<Range<usize>>,
    /// Bytes of each block that has moved, in order.
    pub moved: Vec<Range<usize>>,
    /// How many blocks are gone, or have other words now.
    pub gone: usize,
}

impl OriginalChanges {
    /// What differs between the blocks as they were and as they are.
    #[must_use]
    pub fn between(before: &[BlockHash], now: &[TextBlock]) -> Self {
        let mut places: HashMap<BlockHash, Vec<usize>> = HashMap::new();
        // The first of equal blocks is at the end of its list.
        for (place, hash) in before.iter().enumerate().rev() {
            places.entry(*hash).or_default().push(place);
        }
        let mut changes = Self::default();
        let mut known = Vec::new();
        for block in now {
            match places.get_mut(&block.hash).and_then(Vec::pop) {
                Some(place) => known.push((place, &block.range)),
                None => changes.new.push(block.range.clone()),
            }
        }
        changes.gone = before.len() - known.len();
        let places: Vec<usize> = known.iter().map(|(place, _)| *place).collect();
        let stayed = longest_rise(&places);
        let moved = known.iter().enumerate().filter(|(at, _)| stayed.binary_search(at).is_err());
        changes.moved = moved.map(|(_, (_, range))| (*range).clone()).collect();
        changes
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.moved.is_empty() && self.gone == 0
    }
}

/// The places, in order, of a longest part of different numbers that rises.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each length, the place of the smallest number that such a part of this length ends with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut rise = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(place) = at {
        rise.push(place);
        at = before[place];
    }
    rise.reverse();
    rise
}

/// A page that an entry of `content/translations.yaml` names.
#[derive(Clone, Debug)]
pub enum MarkedPage<'s> {
    /// It is published.
    Published(&'s Arc<Page>),
    /// It is withheld, or its file cannot be used.
    NotPublished,
    /// There is no such page.
    Missing,
}

/// Finds the pages that marks name.
#[derive(Debug)]
pub struct MarkedPages<'s> {
    site: &'s Site,
    /// The paths below `content/` of pages that are withheld, in NFC.
    withheld: HashSet<String>,
}

impl<'s> MarkedPages<'s> {
    /// The pages of a site.
    #[must_use]
    pub fn new(site: &'s Site) -> Self {
        let tag = |language: usize| &site.config.languages[language].tag;
        let withheld = site.table.withheld.iter();
        Self { site, withheld: withheld.map(|page| format!("{}/{}", tag(page.language), nfc(&page.path))).collect() }
    }

    /// The page at a path below `content/`.
    #[must_use]
    pub fn find(&self, path: &str) -> MarkedPage<'s> {
        let path = nfc(path);
        if let Some(number) = self.site.table.page(&path) {
            return MarkedPage::Published(&self.site.pages[number]);
        }
        let is_unusable = || self.site.table.unusable.covers(&format!("{}/{path}", Paths::CONTENT));
        let exists = self.withheld.contains(&*path) || is_unusable();
        if exists { MarkedPage::NotPublished } else { MarkedPage::Missing }
    }
}

/// How an original has changed since a translation of it was marked.
#[must_use]
pub fn changes_of(mark: &TranslationMark, original: &SourcePage) -> OriginalChanges {
    OriginalChanges::between(&mark.blocks, original.blocks())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of letters, each as long as one.
    fn changes(before: &str, now: &str) -> (String, String, usize) {
        let hash = |letter: char| BlockHash::from_hex(&format!("{:08x}", u32::from(letter))).unwrap();
        let before: Vec<BlockHash> = before.chars().map(hash).collect();
        let blocks = now.char_indices().map(|(at, letter)| TextBlock { range: at..at + 1, hash: hash(letter) });
        let found = OriginalChanges::between(&before, &blocks.collect::<Vec<_>>());
        let letters = |ranges: &[Range<usize>]| ranges.iter().map(|range| &now[range.clone()]).collect::<String>();
        (letters(&found.new), letters(&found.moved), found.gone)
    }

    #[test]
    fn new_moved_and_removed_blocks_are_told_apart() {
        for (before, now, new, moved, gone) in [
            ("abc", "abc", "", "", 0),
            ("abc", "axc", "x", "", 1),
            ("abc", "abxc", "x", "", 0),
            ("abc", "ac", "", "", 1),
            ("abcd", "dabc", "", "d", 0),
            ("abcd", "acbd", "", "c", 0),
            ("aab", "aba", "", "a", 0),
            ("ab", "aab", "a", "", 0),
            ("", "ab", "ab", "", 0),
            ("ab", "", "", "", 2),
            ("abcde", "exdab", "x", "ed", 1),
        ] {
            let found = changes(before, now);
            let moves = found.1.len();
            assert_eq!((found.0.as_str(), moves, found.2), (new, moved.len(), gone), "{before} {now}: {found:?}");
        }
        assert_eq!(changes("abcd", "dabc").1, "d");
    }
}
