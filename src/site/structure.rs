//! The structure of a site: which pages and files are published, at which addresses, and how pages follow each other. It depends
//! on the front matter of pages and on the names of files, but not on the text of pages: after an edit of text the structure of
//! the previous run is used again.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::address::nfc;
use super::dates::{self, Withheld};
use super::menu::{self, MenuItem};
use super::terms::{self, Term};
use super::{AssembleOptions, File, Kind, Page, Site, Traits, Translations, address, claims, generated, tree};
use crate::config::Config;
use crate::read::{PlainFile, SourcePage, Sources, Theme, UnusableFiles};
use crate::report::{Finding, Place, SourceFile, catalog};

/// Pages and files with their addresses, without what links and calls lead to.
pub(super) struct Structure<'b> {
    pub pages: Vec<Arc<Page>>,
    /// What is known of each page so far.
    pub traits: Vec<Traits>,
    /// The site that it was taken over from.
    pub before: Option<&'b Site>,
    pub files: Vec<File>,
    /// What gathers pages, sorted by language, taxonomy and word.
    pub terms: Vec<Term>,
    /// Which pages are translations of each other.
    pub translations: Arc<Translations>,
    /// The menu of each language.
    pub menus: Vec<Vec<MenuItem>>,
    pub withheld: Vec<Withheld>,
    /// Files that cannot be used, with those whose address is taken.
    pub unusable: UnusableFiles,
    /// Paths of derived and generated files that the site or its theme provides itself.
    pub provided: BTreeSet<String>,
    /// Whether it depends on the date of the build.
    pub date_used: bool,
    pub findings: Vec<Finding>,
}

impl<'b> Structure<'b> {
    /// Makes the structure from the pages and files of `sources`, or takes over that of the site `before`.
    pub fn new(sources: &mut Sources, theme: &Theme, options: AssembleOptions<'_>, before: Option<&'b Site>) -> Self {
        let reusable = before.filter(|before| before.generation == options.generation);
        reusable
            .and_then(|before| Self::reuse(sources, before))
            .unwrap_or_else(|| Self::from_sources(sources, theme, options))
    }

    fn from_sources(sources: &mut Sources, theme: &Theme, options: AssembleOptions<'_>) -> Self {
        let config = options.config;
        let mut findings = Vec::new();
        let pages = Arc::unwrap_or_clone(std::mem::take(&mut sources.pages));
        let dates::SplitPages { published, withheld, date_used } = dates::split_by_date(pages, options, &mut findings);
        let sections: Vec<(usize, String, String)> =
            published.iter().filter_map(|(_, source)| folder_slug(source)).collect();
        let mut folders = vec![address::FolderSlugs::new(); config.languages.len()];
        for (language, folder, slug) in &sections {
            folders[*language].insert(folder, slug);
        }
        let page = |(position, source)| Page::new(source, position, config, &folders);
        let mut pages: Vec<Page> = published.into_par_iter().map(page).collect();
        pages
            .par_sort_by(|a, b| a.address.cmp(&b.address).then_with(|| a.source.file.path().cmp(b.source.file.path())));
        let files = std::mem::take(&mut sources.files).into_iter();
        let mut files: Vec<File> = files.map(|plain| File::new(plain, config, &folders)).collect();
        files.sort_by(|a, b| a.address.cmp(&b.address));
        let mut terms = terms::collect(&pages, config, &mut Vec::new());
        let made = (&sources.events[..], &sources.statistics[..], &terms[..]);
        let claims::Claimed { removed: mut unusable, provided } =
            claims::check(&mut pages, &mut files, made, theme, config, &mut findings);
        if !terms.is_empty() {
            // Pages without an address are gone.
            terms = terms::collect(&pages, config, &mut findings);
        }
        terms::of_pages(&terms, &mut pages);
        unusable.extend(&sources.unusable);
        generated::check_addresses(&pages, &files, config, &mut findings);
        missing_homes(&pages, &withheld, &unusable, config, &mut findings);
        tree::connect(&mut pages, config);
        menu::check(config, &pages, &withheld, &mut findings);
        let translations = Translations::new((&pages, &terms), (&withheld, &unusable), config, &mut findings);
        let menus = menu::menus(&pages, &translations, config);
        let translations = Arc::new(translations);
        let pages: Vec<Arc<Page>> = pages.into_iter().map(Arc::new).collect();
        let traits = Traits::of_pages(&pages, None);
        let before = None;
        Self {
            pages,
            traits,
            before,
            files,
            terms,
            translations,
            menus,
            withheld,
            unusable,
            provided,
            date_used,
            findings,
        }
    }

    /// The structure of the site `before`, whose settings, records and theme are the same, with the pages and files of `sources`;
    /// `None` if it may differ, or if its findings are in a file that has changed.
    fn reuse(sources: &Sources, before: &'b Site) -> Option<Self> {
        let withheld = &before.table.withheld;
        let is_same_count = before.pages.len() + withheld.len() == sources.pages.len();
        let events = before.events.iter().map(|event| &event.record.id);
        if !is_same_count
            || before.files.len() != sources.files.len()
            || before.table.unusable != sources.unusable
            || !events.eq(sources.events.iter().map(|event| &event.id))
        {
            return None;
        }
        let is_same_withheld = |page: &Withheld| {
            sources.pages.get(page.position).is_some_and(|now| Arc::ptr_eq(page.cause.file(), &now.file))
        };
        if !withheld.iter().all(is_same_withheld) {
            return None;
        }
        let mut pages = before.pages.clone();
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        for page in &mut pages {
            let now = sources.pages.get(page.position)?;
            if !Arc::ptr_eq(&page.source, now) {
                if !has_same_structure(&page.source, now) {
                    return None;
                }
                changed.insert(now.file.path());
                *page = Arc::new(page.with_source(now));
            }
        }
        let mut places = before.structure_findings.iter().flat_map(Finding::places);
        if places.any(|place| changed.contains(place.file().path())) {
            return None;
        }
        let now: HashMap<(usize, &str), &PlainFile> =
            sources.files.iter().map(|plain| ((plain.language, plain.path.as_str()), plain)).collect();
        let file = |file: &File| {
            let plain = now.get(&(file.plain.language, file.plain.path.as_str()))?;
            Some(File { plain: (*plain).clone(), address: file.address.clone() })
        };
        let traits = Traits::of_pages(&pages, Some(before));
        // Their places are in the files of pages; their findings are the same.
        let is_in_changed = |term: &Term| changed.contains(term.place.file().path());
        let terms = match before.terms.iter().any(is_in_changed) {
            true => terms::collect(&pages, &before.config, &mut Vec::new()),
            false => before.terms.clone(),
        };
        Some(Self {
            pages,
            traits,
            before: Some(before),
            terms,
            translations: before.translations.clone(),
            menus: before.menus.clone(),
            files: before.files.iter().map(file).collect::<Option<_>>()?,
            withheld: withheld.clone(),
            unusable: before.table.unusable.clone(),
            provided: before.provided.clone(),
            date_used: before.date_used,
            findings: before.structure_findings.clone(),
        })
    }
}

/// Whether two versions of a page have the same place in the structure.
fn has_same_structure(before: &SourcePage, now: &SourcePage) -> bool {
    before.language == now.language && before.path == now.path && before.front == now.front
}

/// The language and the folder that the slug of a section renames, and the slug. The slug of a home page has no effect.
fn folder_slug(source: &Arc<SourcePage>) -> Option<(usize, String, String)> {
    let folder = source.path.strip_suffix("/index.md")?;
    let (slug, _) = source.front.slug.as_ref()?;
    Some((source.language, nfc(folder).into_owned(), nfc(slug).into_owned()))
}

fn missing_homes(
    pages: &[Page],
    withheld: &[Withheld],
    unusable: &UnusableFiles,
    config: &Config,
    findings: &mut Vec<Finding>,
) {
    for (number, language) in config.languages.iter().enumerate() {
        let has_home = pages.iter().any(|page| page.source.language == number && page.kind == Kind::Home)
            || withheld.iter().any(|page| page.language == number && page.path == "index.md");
        let path = format!("content/{}/index.md", language.tag);
        if !has_home && !unusable.covers(&path) {
            let file = SourceFile::new(path, "");
            findings.push(catalog::page::missing_home(Place::whole(&file), &language.tag));
        }
    }
}
