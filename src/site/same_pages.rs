//! Which pages are the same page in other languages, among all that were read: also those that are not published, which
//! [`super::Translations`] leaves out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::address::nfc;
use super::translations::meanings;
use crate::config::Config;
use crate::read::SourcePage;

/// Pages in groups: those of a group are the same page, at most one in each language.
#[derive(Debug)]
pub struct SamePages<'s> {
    pages: &'s [Arc<SourcePage>],
    /// The group of each page.
    of: Vec<usize>,
    /// The page in each language.
    groups: Vec<Vec<Option<usize>>>,
    /// The pages by their paths below `content/`, in NFC.
    paths: HashMap<String, usize>,
}

impl<'s> SamePages<'s> {
    /// Groups the pages with the same path, and those that say so with `translation_of`.
    #[must_use]
    pub fn new(pages: &'s [Arc<SourcePage>], config: &Config) -> Self {
        let mut by_path: HashMap<Cow<'_, str>, usize> = HashMap::new();
        let mut found = Self { pages, of: Vec::new(), groups: Vec::new(), paths: HashMap::new() };
        for (number, page) in pages.iter().enumerate() {
            let path = nfc(&page.path);
            found.paths.insert(format!("{}/{path}", config.languages[page.language].tag), number);
            let group = *by_path.entry(path).or_insert_with(|| {
                found.groups.push(vec![None; config.languages.len()]);
                found.groups.len() - 1
            });
            found.groups[group][page.language].get_or_insert(number);
            found.of.push(group);
        }
        for (number, page) in pages.iter().enumerate() {
            let Some((written, _)) = &page.front.translation_of else { continue };
            let own = format!("{}/{}", config.languages[page.language].tag, nfc(&page.path));
            let named = meanings(&own, written).into_iter().flatten().find_map(|path| found.number(&path));
            if let Some(named) = named {
                found.join(found.of[number], found.of[named]);
            }
        }
        found
    }

    /// Makes two groups one, unless that would have two pages of one language, which is reported where they are published.
    fn join(&mut self, own: usize, other: usize) {
        let mut both = self.groups[own].iter().zip(&self.groups[other]);
        if own == other || both.any(|(own, other)| own.is_some() && other.is_some()) {
            return;
        }
        let moved = std::mem::take(&mut self.groups[own]);
        for member in moved.iter().copied().flatten() {
            self.of[member] = other;
        }
        for (into, member) in self.groups[other].iter_mut().zip(moved) {
            *into = into.or(member);
        }
    }

    /// The page at a path below `content/`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&'s Arc<SourcePage>> {
        self.number(path).map(|number| &self.pages[number])
    }

    /// The page that the one at a path below `content/` is in each language; itself in its own.
    #[must_use]
    pub fn in_each_language(&self, path: &str) -> Vec<Option<&'s Arc<SourcePage>>> {
        self.number(path).map_or_else(Vec::new, |number| self.members(&self.groups[self.of[number]]))
    }

    /// All groups: the page in each language.
    pub fn groups(&self) -> impl Iterator<Item = Vec<Option<&'s Arc<SourcePage>>>> {
        self.groups.iter().filter(|group| !group.is_empty()).map(|group| self.members(group))
    }

    fn number(&self, path: &str) -> Option<usize> {
        self.paths.get(&*nfc(path)).copied()
    }

    fn members(&self, group: &[Option<usize>]) -> Vec<Option<&'s Arc<SourcePage>>> {
        group.iter().map(|member| member.map(|number| &self.pages[number])).collect()
    }
}
