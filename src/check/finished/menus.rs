//! Menus: the content of the first `nav` of a page. The pages of a folder share it byte for byte, so that each menu is read once;
//! only menus that mean the same on each of these pages are kept.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use ahash::AHasher;
use memchr::memmem;

use super::addresses::PageAddress;
use super::kinds::Kind;
use super::names::NamedLink;
use super::survey::{Open, Survey};
use crate::facts::hash;

/// The largest number of remembered menus: one for each folder of a large site.
const MOST: usize = 512;
/// Instead of a number of folders: from every folder.
const ANY: usize = usize::MAX;
/// The longest menu that is remembered, in bytes.
const LONGEST: usize = 8_192;

/// The menus of all pages that were read.
#[derive(Debug, Default)]
pub struct KnownMenus(RwLock<HashMap<u64, Arc<Menu>, BuildHasherDefault<AHasher>>>);

/// What a menu adds to the facts of a page.
#[derive(Debug)]
struct Menu {
    /// Its HTML.
    html: Box<str>,
    /// The folder in which its links lead where they do, and how many folders that is above the page.
    folder: Box<str>,
    up: usize,
    /// None if a page must be read with it.
    facts: Option<MenuFacts>,
}

#[derive(Debug)]
struct MenuFacts {
    /// Where its links lead.
    targets: Vec<u64>,
    links: Vec<MenuLink>,
    /// The bytes of text in the block before, and in each block of its own.
    blocks: Vec<usize>,
}

/// A link with a name; places are bytes of the menu.
#[derive(Debug)]
struct MenuLink {
    words: Result<Range<usize>, String>,
    key: u64,
    target: Range<usize>,
    tag: Range<usize>,
    block: usize,
    length: usize,
    is_code: bool,
}

impl KnownMenus {
    fn get(&self, html: &str) -> Option<Arc<Menu>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let menu = known.get(&hash(html))?;
        Some(menu.clone()).filter(|menu| *menu.html == *html)
    }

    fn insert(&self, menu: Menu) -> Arc<Menu> {
        let menu = Arc::new(menu);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.entry(hash(&menu.html)).or_insert_with(|| menu.clone());
        }
        menu
    }
}

/// The folder that is this number of folders above another.
fn above(folder: &str, up: usize) -> &str {
    if up == ANY {
        return "";
    }
    (0..up).fold(folder, |folder, _| &folder[..folder.rfind('/').unwrap_or(0)])
}

/// How many folders above its own an address leads first; [`ANY`] if it leads to the same from every folder, and none if that is
/// not clear.
fn folders_up(address: &str) -> Option<usize> {
    if ["/", "http://", "https://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start)) {
        return Some(ANY);
    }
    if address.starts_with(['?', '#']) || address.contains(':') {
        return None;
    }
    let up = address.as_bytes().chunks_exact(3).take_while(|part| *part == b"../").count();
    (!address[3 * up..].contains("..") && !address.contains('&')).then_some(up)
}

impl Survey<'_> {
    /// Adds what the menu that begins at `start` says, whose `nav` was just opened. Returns where its closing tag begins, if that
    /// could be done.
    pub(super) fn menu(&mut self, start: usize, known: &KnownMenus) -> Option<usize> {
        let folder = self.resolver.folder?;
        let nav = self.stack.last()?;
        let is_other = |open: &Open<'_>| matches!(open.kind, Kind::Button | Kind::Label | Kind::Object | Kind::Table);
        if nav.is_hidden || nav.role.is_some() || self.stack.iter().any(is_other) || !self.is_between() {
            return None;
        }
        let html = self.html;
        let end = start + memmem::find(&html.as_bytes()[start..], b"</nav>")?;
        let content = &html[start..end];
        if content.len() > LONGEST {
            return None;
        }
        let menu = known.get(content).unwrap_or_else(|| known.insert(Menu::new(content, self.resolver.at, folder)));
        let facts = menu.facts.as_ref().filter(|_| above(folder, menu.up) == &*menu.folder)?;
        let own = self.resolver.own;
        self.links.extend(facts.targets.iter().copied().filter(|target| *target != own));
        // Blocks are counted from 1.
        let before = self.names.blocks.len();
        self.names.text(facts.blocks[0]);
        self.names.blocks.extend_from_slice(&facts.blocks[1..]);
        let of_page = |range: &Range<usize>| start + range.start..start + range.end;
        self.names.links.extend(facts.links.iter().map(|link| NamedLink {
            words: match &link.words {
                Ok(range) => Cow::Borrowed(&content[range.clone()]),
                Err(words) => Cow::Owned(words.clone()),
            },
            key: link.key,
            target: &content[link.target.clone()],
            tag: of_page(&link.tag),
            block: before + link.block - 1,
            length: link.length,
            is_code: link.is_code,
        }));
        Some(end)
    }

    /// Whether nothing that is open has an effect on the links that follow.
    fn is_between(&self) -> bool {
        self.foreign == 0 && self.odd_languages.is_empty() && self.names.is_between() && !self.tables.is_open()
    }

    /// Whether nothing was noted except links with names to other pages.
    fn has_only_links(&self) -> bool {
        let is_empty =
            self.ids.is_empty() && self.own.is_empty() && self.references.is_empty() && self.places.is_empty();
        is_empty
            && self.keys.is_empty()
            && self.faults.is_empty()
            && !self.is_document
            && !self.has_refresh
            && self.outline.is_empty()
            && self.names.has_no_fields()
            && self.is_between()
            && self.stack.len() == 1
    }
}

impl Menu {
    fn new(html: &str, at: &PageAddress<'_>, folder: &str) -> Self {
        let mut up = ANY;
        let facts = MenuFacts::new(html, at, &mut up);
        Self { html: html.into(), folder: above(folder, up).into(), up, facts }
    }
}

impl MenuFacts {
    /// What a menu says on the page at this address, and on all others below the folder that is `up` folders above its own.
    fn new(html: &str, at: &PageAddress<'_>, up: &mut usize) -> Option<Self> {
        // What is named elsewhere on the page may differ.
        if html.contains("labelledby") {
            return None;
        }
        let mut survey = Survey::new(html, at);
        // It may be that of any page.
        survey.resolver.own = 0;
        survey.addresses = Some(Vec::new());
        survey.names.blocks.push(0);
        survey.stack.push(Open::nav());
        if !survey.read_content() || !survey.has_only_links() {
            return None;
        }
        let start = html.as_ptr() as usize;
        let place = |part: &str| part.as_ptr() as usize - start..part.as_ptr() as usize - start + part.len();
        for address in survey.addresses.iter().flatten() {
            *up = (*up).min(folders_up(address)?);
        }
        let links = survey.names.links.iter().map(|link| MenuLink {
            words: match &link.words {
                Cow::Borrowed(words) => Ok(place(words)),
                Cow::Owned(words) => Err(words.clone()),
            },
            key: link.key,
            target: place(link.target),
            tag: link.tag.clone(),
            block: link.block,
            length: link.length,
            is_code: link.is_code,
        });
        Some(Self { links: links.collect(), targets: survey.links, blocks: survey.names.blocks })
    }
}
