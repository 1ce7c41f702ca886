//! Which pages are translations of each other: those with the same path in several languages, and those that say so with
//! `translation_of`. Pages of tags are paired by their word.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::address::{nfc, resolve_path};
use super::dates::Withheld;
use super::{Page, Term, address};
use crate::config::{Config, LinkStyle, Paths};
use crate::limits::NEAR_SEARCHES;
use crate::read::{UnusableFiles, folded};
use crate::report::{Certainty, Finding, catalog, closest};

/// The pages and terms of a site that are translations of each other. A site of one language has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translations {
    /// By the numbers of pages.
    pub pages: Groups,
    /// By the numbers of terms.
    pub terms: Groups,
}

/// Numbers of pages, or of terms, in groups. A group has at most one for each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The group of each number.
    of: Vec<Option<usize>>,
    /// The number in each language; at least two of each group are known.
    groups: Vec<Vec<Option<usize>>>,
}

impl Groups {
    /// The translations of this number, and itself, in the order of the languages. Empty if it has no translation.
    pub fn members(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        self.group(number).iter().copied().flatten()
    }

    /// The translation of this number into a language; itself in its own.
    #[must_use]
    pub fn in_language(&self, number: usize, language: usize) -> Option<usize> {
        self.group(number).get(language).copied().flatten()
    }

    /// All groups: the number in each language.
    pub fn iter(&self) -> impl Iterator<Item = &[Option<usize>]> {
        self.groups.iter().map(Vec::as_slice)
    }

    fn group(&self, number: usize) -> &[Option<usize>] {
        let group = self.of.get(number).copied().flatten();
        group.map_or(&[][..], |group| &self.groups[group])
    }

    /// Keeps groups of at least two, in the order of their first numbers.
    fn new(count: usize, mut groups: Vec<Vec<Option<usize>>>) -> Self {
        groups.retain(|group| group.iter().flatten().count() > 1);
        groups.sort_by_cached_key(|group| group.iter().flatten().min().copied());
        let mut of = vec![None; count];
        for (number, group) in groups.iter().enumerate() {
            for &member in group.iter().flatten() {
                of[member] = Some(number);
            }
        }
        Self { of, groups }
    }
}

impl Translations {
    /// Pairs pages by path, then as their front matter says; what it says without effect is reported. `withheld` and `unusable` are not
    /// published, so nothing is paired with them.
    pub(super) fn new(
        (pages, terms): (&[Page], &[Term]),
        (withheld, unusable): (&[Withheld], &UnusableFiles),
        config: &Config,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let named: Vec<usize> =
            (0..pages.len()).filter(|&page| pages[page].source.front.translation_of.is_some()).collect();
        if config.languages.len() < 2 && named.is_empty() {
            return Self::default();
        }
        let mut groups = PageGroups::new(pages, config.languages.len());
        if !named.is_empty() {
            let known = KnownPages::new(pages, withheld, config);
            let mut guesses = 0;
            for &page in &named {
                let Some((written, range)) = &pages[page].source.front.translation_of else { continue };
                match known.find(page, written, unusable) {
                    Target::Page(original) => findings.extend(groups.join(page, original, (written, range))),
                    Target::NotPublished => {}
                    Target::Unknown => {
                        guesses += 1;
                        findings.push(known.unknown(page, (written, range), guesses <= NEAR_SEARCHES));
                    }
                }
            }
        }
        Self { pages: Groups::new(pages.len(), groups.groups), terms: same_words(terms, config.languages.len()) }
    }
}

/// Terms of one taxonomy with the same word in several languages, such as names.
fn same_words(terms: &[Term], languages: usize) -> Groups {
    if languages < 2 {
        return Groups::default();
    }
    let mut numbers: HashMap<(usize, String), usize> = HashMap::new();
    let mut groups: Vec<Vec<Option<usize>>> = Vec::new();
    for (number, term) in terms.iter().enumerate() {
        let group = *numbers.entry((term.taxonomy, folded(&term.name))).or_insert_with(|| {
            groups.push(vec![None; languages]);
            groups.len() - 1
        });
        groups[group][term.language].get_or_insert(number);
    }
    Groups::new(terms.len(), groups)
}

/// The groups of pages while they are made.
struct PageGroups<'p> {
    pages: &'p [Page],
    /// The group of each page.
    of: Vec<usize>,
    groups: Vec<Vec<Option<usize>>>,
}

impl<'p> PageGroups<'p> {
    /// Pairs the pages with the same path.
    fn new(pages: &'p [Page], languages: usize) -> Self {
        let mut by_path: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(pages.len());
        let (mut of, mut groups) = (Vec::with_capacity(pages.len()), Vec::new());
        for (number, page) in pages.iter().enumerate() {
            let group = *by_path.entry(nfc(&page.source.path)).or_insert_with(|| {
                groups.push(vec![None; languages]);
                groups.len() - 1
            });
            groups[group][page.source.language].get_or_insert(number);
            of.push(group);
        }
        Self { pages, of, groups }
    }

    /// Puts a page and the one that it names into one group, unless that would have two pages of one language.
    fn join(&mut self, page: usize, original: usize, (written, range): (&str, &Range<usize>)) -> Option<Finding> {
        let pages = self.pages;
        let place = || pages[page].place(range.clone());
        if page == original {
            return Some(catalog::translations::of_itself(place()));
        }
        if pages[page].source.language == pages[original].source.language {
            return Some(catalog::translations::same_language(place(), written));
        }
        let (own, other) = (self.of[page], self.of[original]);
        if own == other {
            return None;
        }
        let both = self.groups[own].iter().zip(&self.groups[other]);
        let clash = both.map(|(own, other)| own.zip(*other)).enumerate().find_map(|(at, both)| Some((at, both?)));
        if let Some((_, (of_own, of_other))) = clash {
            return Some(self.clash((page, original), (of_own, of_other), place()));
        }
        let moved = std::mem::take(&mut self.groups[own]);
        for member in moved.iter().copied().flatten() {
            self.of[member] = other;
        }
        for (into, member) in self.groups[other].iter_mut().zip(moved) {
            *into = into.or(member);
        }
        None
    }

    /// Why a page and the one that it names cannot be in one group: `of_own` and `of_other`, which are in them already, are in the
    /// same language.
    fn clash(
        &self,
        (page, original): (usize, usize),
        (of_own, of_other): (usize, usize),
        place: crate::report::Place,
    ) -> Finding {
        let source = |number: usize| &*self.pages[number].source;
        let file = |number: usize| source(number).file.path();
        // Where a page says that it belongs there; one that is there by its path says nothing.
        let said = |number: usize| {
            let range = source(number).front.translation_of.as_ref().map_or(0..0, |(_, range)| range.clone());
            self.pages[number].place(range)
        };
        if of_own == page {
            return catalog::translations::taken((place, file(original)), (said(of_other), file(of_other)));
        }
        catalog::translations::paired((place, file(original)), (said(of_own), file(of_own)))
    }
}

/// What `translation_of` names.
enum Target {
    Page(usize),
    /// A page that is withheld, or a file that cannot be used, which is reported.
    NotPublished,
    Unknown,
}

/// The paths below `content/` that `translation_of` of the page at `own` may mean: from the folder of the page, and from `content/`.
pub(super) fn meanings(own: &str, written: &str) -> [Option<String>; 2] {
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let rest = written.trim_start_matches('/');
    let rest = rest.strip_prefix(Paths::CONTENT).and_then(|rest| rest.strip_prefix('/')).unwrap_or(rest);
    let from_page = (!written.starts_with('/')).then(|| resolve_path(folder, written)).flatten();
    [from_page, resolve_path("", rest)].map(|path| path.map(|path| nfc(&path).into_owned()))
}

/// The pages that `translation_of` may name, by their path below `content/`, in NFC.
struct KnownPages<'p> {
    pages: &'p [Page],
    config: &'p Config,
    by_path: HashMap<String, usize>,
    withheld: HashSet<String>,
}

impl<'p> KnownPages<'p> {
    fn new(pages: &'p [Page], withheld: &[Withheld], config: &'p Config) -> Self {
        let path = |language: usize, path: &str| format!("{}/{}", config.languages[language].tag, nfc(path));
        let by_path = pages.iter().enumerate();
        Self {
            by_path: by_path.map(|(n, page)| (path(page.source.language, &page.source.path), n)).collect(),
            withheld: withheld.iter().map(|page| path(page.language, &page.path)).collect(),
            pages,
            config,
        }
    }

    fn path(&self, page: usize) -> String {
        let source = &self.pages[page].source;
        format!("{}/{}", self.config.languages[source.language].tag, nfc(&source.path))
    }

    /// The paths below `content/` that a text may mean: from the folder of its page, and from `content/`.
    fn meanings(&self, page: usize, written: &str) -> [Option<String>; 2] {
        meanings(&self.path(page), written)
    }

    fn find(&self, page: usize, written: &str, unusable: &UnusableFiles) -> Target {
        let meanings = self.meanings(page, written);
        let paths = || meanings.iter().flatten();
        if let Some(number) = paths().find_map(|path| self.by_path.get(path)) {
            return Target::Page(*number);
        }
        let is_unusable = |path: &String| unusable.covers(&format!("{}/{path}", Paths::CONTENT));
        match paths().any(|path| self.withheld.contains(path) || is_unusable(path)) {
            true => Target::NotPublished,
            false => Target::Unknown,
        }
    }

    /// The finding for a text that names no page, with the page that it most likely means.
    fn unknown(&self, page: usize, (written, range): (&str, &Range<usize>), is_searched: bool) -> Finding {
        let meanings = self.meanings(page, written);
        let meant = || meanings.iter().flatten().map(|path| path.trim_end_matches('/'));
        let own = self.pages[page].source.language;
        let is_other = |number: &usize| self.pages[*number].source.language != own;
        let at = |path: String| self.by_path.get(&path).copied().filter(is_other);
        let without_ending =
            meant().find_map(|path| at(format!("{path}.md")).or_else(|| at(format!("{path}/index.md"))));
        let near = || {
            let mut others: Vec<String> =
                (0..self.pages.len()).filter(is_other).map(|number| self.path(number)).collect();
            others.sort_unstable();
            meant().find_map(|path| {
                let near = closest(path, others.iter().map(String::as_str))?;
                Some((at(near.name.to_owned())?, near.certainty))
            })
        };
        let found = without_ending.map(|number| (number, Certainty::Certain));
        let found = found.or_else(|| is_searched.then(near).flatten());
        let suggestion = found.map(|(number, certainty)| (self.written(page, number, written), certainty));
        let tag = self.config.languages.iter().enumerate().find(|(number, _)| *number != own);
        let tag = tag.map(|(_, language)| language.tag.as_str());
        catalog::translations::unknown(self.pages[page].place(range.clone()), written, suggestion, tag)
    }

    /// The path of another page, from the folder of a page or from `content/`, as the editor wrote.
    fn written(&self, page: usize, other: usize, as_in: &str) -> String {
        let other = self.path(other);
        if as_in.starts_with(&format!("{}/", Paths::CONTENT)) {
            return format!("{}/{other}", Paths::CONTENT);
        }
        let own = self.path(page);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        address::relative(&format!("/{folder}/"), &format!("/{other}"), LinkStyle::Pages)
    }
}
