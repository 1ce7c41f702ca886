//! Looks for what a site lacks: the page of a folder, and a way to each page.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::config::Paths;
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::site::{Kind, MenuItem, Page, Site};

/// How many pages must have a link for each one that has none.
const FEW: usize = 4;

/// What a site lacks.
#[derive(Debug)]
pub struct Gaps {
    /// Folders without a page of their own, each with its language.
    folders: Vec<(usize, String)>,
    /// Numbers of the pages to which nothing leads.
    unlinked: Vec<usize>,
}

impl Gaps {
    /// Those of a site; `before` are those of an earlier one.
    pub fn new(site: &Site, before: Option<(&Site, &Arc<Self>)>) -> Arc<Self> {
        match before.filter(|(before, _)| site.leads_to_same_pages(before)) {
            Some((_, known)) => known.clone(),
            None => Arc::new(Self { folders: folders(site), unlinked: unlinked(site) }),
        }
    }

    /// Reports them.
    pub fn report(&self, site: &Site, findings: &mut Vec<Finding>) {
        for (language, folder) in &self.folders {
            let path = format!("{}/{}/{folder}", Paths::CONTENT, site.config.languages[*language].tag);
            findings.push(catalog::page::folder_without_page(Place::whole(&SourceFile::new(&path, ""))));
        }
        for &number in &self.unlinked {
            findings.push(catalog::page::unlinked_page(Place::whole(&site.pages[number].source.file)));
        }
    }
}

/// The folder of a page, with its language; none for the folder of the language itself.
fn folder(page: &Arc<Page>) -> Option<(usize, &str)> {
    let (folder, _) = page.source.path.rsplit_once('/')?;
    Some((page.source.language, folder))
}

fn folders(site: &Site) -> Vec<(usize, String)> {
    let with_page: HashSet<(usize, &str)> =
        site.pages.iter().filter(|page| page.kind == Kind::Section).filter_map(folder).collect();
    // Pages are sorted by address, so those of a folder mostly follow each other.
    let mut last = None;
    let folders = site.pages.iter().filter_map(folder).filter(|folder| last.replace(*folder) != Some(*folder));
    let without: BTreeSet<(usize, &str)> = folders.filter(|folder| !with_page.contains(folder)).collect();
    let without = without.into_iter().map(|(language, folder)| (language, folder.to_owned()));
    without.filter(|folder| !site.closed_folders.contains(folder)).collect()
}

/// The numbers of the pages to which nothing leads; none where they are many.
fn unlinked(site: &Site) -> Vec<usize> {
    let mut reached = vec![false; site.pages.len()];
    let mut waiting: Vec<usize> = Vec::new();
    let in_menu = site.menus.iter().flatten().flat_map(MenuItem::pages);
    let is_root = |(_, page): &(usize, &Arc<Page>)| matches!(page.kind, Kind::Home | Kind::Missing);
    let roots = site.pages.iter().enumerate().filter(is_root).map(|(number, _)| number);
    for number in roots.chain(in_menu) {
        if !std::mem::replace(&mut reached[number], true) {
            waiting.push(number);
        }
    }
    let outline = OnceCell::new();
    // Figures lead to the page with their sources.
    let lists_records =
        |language: usize| site.pages.iter().position(|page| page.lists_records && page.source.language == language);
    let records: Vec<Option<usize>> = (0..site.config.languages.len()).map(lists_records).collect();
    while let Some(number) = waiting.pop() {
        let page = &site.pages[number];
        let has_lists = page.lists_pages();
        let in_lists = has_lists.then(|| site.pages_in_lists(number, outline.get_or_init(|| site.outline())));
        let links = page.links.pages();
        let in_figures = records[page.source.language].filter(|_| page.names_statistics());
        let listed: &[usize] = if page.kind == Kind::Section { &page.children } else { &[] };
        // Neighbours lead to each other too, but a chain of them has no beginning that a reader finds.
        let by_terms = page.terms.iter().flat_map(|&term| site.terms[term].pages.iter().copied());
        for next in
            links.chain(listed.iter().copied()).chain(by_terms).chain(in_lists.into_iter().flatten()).chain(in_figures)
        {
            if !std::mem::replace(&mut reached[next], true) {
                waiting.push(next);
            }
        }
    }
    let count = reached.iter().filter(|reached| !**reached).count();
    let linked = reached.iter().zip(&site.pages).filter(|(reached, page)| **reached && page.kind != Kind::Home).count();
    // Where many pages have no link, the theme lists pages in a way of its own.
    if count == 0 || count * FEW > linked {
        return Vec::new();
    }
    (0..reached.len()).filter(|&number| !reached[number]).collect()
}
