//! Pages without a Markdown file: the page for addresses where nothing is published, redirects from old addresses, and the
//! pages of tags and other taxonomies. The list is made here; each page is rendered, weighed and checked like one that was
//! read from a file.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::parts::List;
use super::terms::{Term, taxonomy_address};
use super::{File, Kind, Page, Site, Traits, alias_address, first_language, output_path, traits};
use crate::config::{Config, Edition};
use crate::read::{Theme, WELL_KNOWN};
use crate::report::{Finding, Place, SourceFile, catalog};

/// The Markdown file, directly in the folder of a language, that is published as [`missing_address`].
pub(super) const MISSING_FILE: &str = "404.md";
/// The interface string that is the title of [`Purpose::Missing`].
const MISSING_TITLE: &str = "missing_title";
/// The file that crawlers look for at the root of the site only.
const ROBOTS: &str = "robots.txt";
/// The address of the root of the site.
const ROOT: &str = "/";

/// A generated page.
#[derive(Clone, Debug)]
pub struct GeneratedPage {
    /// Where it is published: `/404.html`, `/old/`.
    pub address: String,
    /// Number of its language.
    pub language: usize,
    /// Its title.
    pub title: Title,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it belongs in the sitemap.
    pub is_listed: bool,
    /// What it was generated for: an entry of front matter, or a template.
    pub place: Place,
}

impl GeneratedPage {
    /// Sets the place of a finding from an earlier run that is about the place of this page, which may have moved in its file.
    #[must_use]
    pub fn with_current_place(&self, mut finding: Finding) -> Finding {
        if finding.place.as_ref().is_some_and(|place| place.file().path() == self.place.file().path()) {
            finding.place = Some(self.place.clone());
        }
        finding
    }

    /// Whether a finding at `place` is about this page.
    #[must_use]
    pub fn is_at(&self, place: &Place) -> bool {
        place.file().path() == self.place.file().path() && place.range() == self.place.range()
    }
}

/// The title of a generated page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// The interface string of this name.
    InterfaceString(&'static str),
    /// The title of the page with this number.
    OfPage(usize),
    /// The word of the term with this number.
    OfTerm(usize),
    /// The title of the taxonomy with this number.
    OfTaxonomy(usize),
    /// The title of the site in each language.
    OfSite,
}

/// What a generated page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Hosts show it at addresses where nothing is published.
    Missing,
    /// It leads from an old address to the page with this number.
    Redirect(usize),
    /// It lists the pages of the term with this number.
    Term(usize),
    /// It lists all terms of the taxonomy with this number, in its language.
    Taxonomy(usize),
    /// It shows one part of a long list.
    Part {
        /// The list.
        list: List,
        /// The number of the part, counted from 0; never 0, which the page of the list shows.
        part: usize,
        /// The number of parts.
        count: usize,
    },
    /// It is a form of all pages of its language.
    Edition(&'static Edition),
    /// Readers choose a language on it, at the root of a site that has no language there.
    Languages,
}

impl Purpose {
    /// The template that renders it.
    #[must_use]
    pub fn template(self) -> &'static str {
        match self {
            Self::Missing => "404.html",
            Self::Redirect(_) => "redirect.html",
            Self::Part { list: List::Section(_), .. } => "section.html",
            Self::Term(_) | Self::Part { list: List::Term(_), .. } => "term.html",
            Self::Taxonomy(_) | Self::Part { list: List::Taxonomy(..), .. } => "taxonomy.html",
            Self::Edition(edition) => edition.template,
            Self::Languages => "languages.html",
        }
    }

    /// The kind of page, as templates name it.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Redirect(_) => "alias",
            Self::Part { list: List::Section(_), .. } => "section",
            Self::Term(_) | Self::Part { list: List::Term(_), .. } => "term",
            Self::Taxonomy(_) | Self::Part { list: List::Taxonomy(..), .. } => "taxonomy",
            Self::Edition(_) => "edition",
            Self::Languages => "languages",
        }
    }
}

/// The generated pages of a site, without those whose path is in `provided`: the site or its theme has its own. Addresses
/// that are taken are no longer among the aliases of `pages`. The parts of long lists are added to it. A language whose folder is not the root of the site has its own
/// page for addresses where nothing is published if the theme has the title of that page in this language; without it,
/// hosts show the page at the root, as most of them always do.
pub(super) fn list(
    (pages, traits, terms): (&[Arc<Page>], &[Traits], &[Term]),
    provided: &BTreeSet<String>,
    theme: &Theme,
    config: &Config,
) -> Vec<GeneratedPage> {
    let template = theme.templates.get(Purpose::Missing.template());
    let missing = template.into_iter().flat_map(|template| {
        let addresses = (0..config.languages.len()).map(|language| (language, missing_address(config, language)));
        let has_title = |language: usize| {
            let strings = || theme.strings_of(&config.languages[language].tag);
            language == first_language(config) || strings().contains_key(MISSING_TITLE)
        };
        let is_generated = move |(language, address): &(usize, String)| {
            !provided.contains(&output_path(address)) && has_title(*language)
        };
        let addresses = addresses.filter(is_generated);
        addresses.map(|(language, address)| GeneratedPage {
            address,
            language,
            title: Title::InterfaceString(MISSING_TITLE),
            purpose: Purpose::Missing,
            is_listed: false,
            place: Place::whole(template),
        })
    });
    let redirects = traits::with(pages, traits, Traits::ALIASES).flat_map(|(number, page)| {
        page.aliases.iter().map(move |(alias, range)| GeneratedPage {
            address: alias_address(alias),
            language: page.source.language,
            title: Title::OfPage(number),
            purpose: Purpose::Redirect(number),
            is_listed: false,
            place: page.place(range.clone()),
        })
    });
    let taxonomies = terms.chunk_by(|a, b| (a.language, a.taxonomy) == (b.language, b.taxonomy));
    let of_terms = taxonomies.scan(0, |start, own| {
        let first = *start;
        *start += own.len();
        Some((first, own))
    });
    let of_terms = of_terms.flat_map(|(first, own)| {
        let Term { language, taxonomy, place, .. } = &own[0];
        let all = GeneratedPage {
            address: taxonomy_address(config, *language, *taxonomy),
            language: *language,
            title: Title::OfTaxonomy(*taxonomy),
            purpose: Purpose::Taxonomy(*taxonomy),
            is_listed: true,
            place: place.clone(),
        };
        let each = own.iter().enumerate().map(move |(number, term)| GeneratedPage {
            address: term.address.clone(),
            language: term.language,
            title: Title::OfTerm(first + number),
            purpose: Purpose::Term(first + number),
            is_listed: true,
            place: term.place.clone(),
        });
        std::iter::once(all).chain(each)
    });
    let of_terms = of_terms.filter(|page| !provided.contains(&output_path(&page.address)));
    missing.chain(redirects).chain(of_terms).chain(editions(config)).chain(chooser(provided, theme, config)).collect()
}

/// The address of the page on which readers choose a language: the root of a site with several, none of which is there.
pub(super) fn chooser_address(config: &Config) -> Option<&'static str> {
    let is_free = config.languages.len() > 1 && config.languages.iter().all(|language| language.at != ROOT);
    is_free.then_some(ROOT)
}

/// The page on which readers choose a language, if the theme has one.
fn chooser(provided: &BTreeSet<String>, theme: &Theme, config: &Config) -> Option<GeneratedPage> {
    let address = chooser_address(config).filter(|address| !provided.contains(&output_path(address)))?;
    let template = theme.templates.get(Purpose::Languages.template())?;
    Some(GeneratedPage {
        address: address.to_owned(),
        language: first_language(config),
        title: Title::OfSite,
        purpose: Purpose::Languages,
        is_listed: true,
        place: Place::whole(template),
    })
}

/// The editions of each language.
fn editions(config: &Config) -> impl Iterator<Item = GeneratedPage> {
    config.editions.iter().flat_map(|wanted| {
        (0..config.languages.len()).map(|language| GeneratedPage {
            address: edition_address(config, wanted.edition, language),
            language,
            title: Title::InterfaceString(wanted.edition.title),
            purpose: Purpose::Edition(wanted.edition),
            // It shows again what pages show.
            is_listed: false,
            place: wanted.place.clone(),
        })
    })
}

/// The address of an edition in one language.
#[must_use]
pub fn edition_address(config: &Config, edition: &Edition, language: usize) -> String {
    format!("{}{}", config.languages[language].at, edition.target)
}

/// The addresses of the pages of terms and taxonomies, and of their feeds, each with a term that it is for.
pub(super) fn addresses_of_terms<'t>(
    terms: &'t [Term],
    config: &'t Config,
) -> impl Iterator<Item = (String, &'t Place)> {
    terms.iter().flat_map(|term| {
        let taxonomy = taxonomy_address(config, term.language, term.taxonomy);
        let feed = feed_address(&term.address);
        [(taxonomy, &term.place), (term.address.clone(), &term.place), (feed, &term.place)]
    })
}

/// The address of the feed of a term or of a language, by that of its page.
#[must_use]
pub fn feed_address(page: &str) -> String {
    format!("{page}atom.xml")
}

/// Returns the address of the page that is shown where nothing is published, in one language: `/404.html` for the language
/// of files that exist once for the whole site, `/fr/404.html` for another one.
#[must_use]
pub fn missing_address(config: &Config, language: usize) -> String {
    let at = if language == first_language(config) { "/" } else { &config.languages[language].at };
    format!("{at}404.html")
}

/// Whether programs expect the file at this path below the folder of a language at the root of the site only.
fn is_of_root(config: &Config, path: &str) -> bool {
    path == ROBOTS
        || config.host.paths().contains(&path)
        || path.strip_prefix(WELL_KNOWN).is_some_and(|rest| rest.starts_with('/'))
}

/// The address of a file in the folder of a language that has the same address whatever the folder of the language is.
pub(super) fn fixed_address(config: &Config, language: usize, path: &str) -> Option<String> {
    (is_of_root(config, path) && language == first_language(config)).then(|| format!("/{path}"))
}

/// Reports what has no effect on the address of a page or file because of its name.
pub(super) fn check_addresses(pages: &[Page], files: &[File], config: &Config, findings: &mut Vec<Finding>) {
    for page in pages.iter().filter(|page| matches!(page.kind, Kind::Home | Kind::Missing)) {
        if let Some((_, range)) = &page.source.front.slug {
            findings.push(catalog::page::fixed_address(page.place(range.clone()), &page.address));
        }
    }
    let is_elsewhere = |file: &&File| {
        let path = &file.plain.path;
        is_of_root(config, path) && file.address.strip_prefix('/') != Some(path.as_str())
    };
    for file in files.iter().filter(is_elsewhere) {
        let place = Place::whole(&SourceFile::new(file.plain.shown.clone(), ""));
        findings.push(catalog::files::of_root_elsewhere(place, &file.plain.path, &file.address, config.first_tag()));
    }
}

impl Site {
    /// Returns the address of the 404 page for `address`: that of the innermost language that contains it.
    #[must_use]
    pub fn missing_address(&self, address: &str) -> String {
        let languages = self.config.languages.iter().enumerate();
        let around = languages.filter(|(_, language)| address.starts_with(&language.at));
        let language = around.max_by_key(|(_, language)| language.at.len());
        language.map_or_else(|| "/404.html".to_owned(), |(number, _)| missing_address(&self.config, number))
    }

    /// The generated page that is published at an address.
    #[must_use]
    pub fn generated_at(&self, address: &str) -> Option<&GeneratedPage> {
        self.generated.iter().find(|page| page.address == address)
    }
}
