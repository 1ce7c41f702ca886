//! Resolves links. Links between pages are relative paths to Markdown files, so that they also work when browsing the
//! repository.

mod finding;
mod forms;
mod found;
mod guess;
mod of_settings;
mod old;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::address::{nfc, resolve_path};
use super::dates::Withheld;
use super::{Declarations, File, GeneratedPage, Page, PageParts, Purpose, Site, Traits, call_links, traits};
use crate::config::Config;
use crate::percent::decode;
use crate::read::UnusableFiles;
use crate::read::markdown::{Link, normal};
use crate::report::Finding;
pub use finding::path_edit;
use forms::{Meaning, Origin};
pub use found::{Destination, FoundLink, Links};
use guess::{Guess, Guesses};
use old::OldAddresses;

/// What links were resolved against in addition to pages and files, and the guesses for broken links.
#[derive(Debug)]
pub(super) struct LinkTable {
    pub withheld: Vec<Withheld>,
    pub unusable: UnusableFiles,
    guesses: HashMap<String, Guess>,
    paths: Arc<KnownPaths>,
}

/// The numbers of pages and files by their paths below `content/`, in NFC.
#[derive(Debug, Default)]
struct KnownPaths {
    pages: HashMap<String, usize>,
    files: HashMap<String, usize>,
}

impl KnownPaths {
    fn new(pages: &[Arc<Page>], files: &[File], config: &Config) -> Self {
        let key = |language: usize, path: &str| path_in_content(config, language, &nfc(path));
        let pages = pages.iter().enumerate().map(|(n, page)| (key(page.source.language, &page.source.path), n));
        let files = files.iter().enumerate().map(|(n, file)| (key(file.plain.language, &file.plain.path), n));
        Self { pages: pages.collect(), files: files.collect() }
    }
}

impl LinkTable {
    /// The number of the page at a path below `content/`, in NFC.
    pub fn page(&self, path: &str) -> Option<usize> {
        self.paths.pages.get(path).copied()
    }

    /// Creates a table from the pages that are not published and the files that cannot be used.
    pub fn new(withheld: Vec<Withheld>, unusable: UnusableFiles) -> Self {
        Self { withheld, unusable, guesses: HashMap::new(), paths: Arc::default() }
    }
}

/// Everything that a link can lead to, by its path below `content/`, in NFC.
struct KnownNames<'a> {
    pages: &'a HashMap<String, usize>,
    files: &'a HashMap<String, usize>,
    withheld: HashMap<String, &'a Withheld>,
    unusable: &'a UnusableFiles,
    config: &'a Config,
    /// All pages, sorted by address.
    all_pages: &'a [Arc<Page>],
    /// All files, sorted by address.
    all_files: &'a [File],
    /// The generated pages for readers, by address.
    generated: HashMap<&'a str, usize>,
    /// The addresses of derived files, sorted.
    derived: &'a [String],
    /// Found only where a link needs them.
    old: OnceLock<OldAddresses>,
}

/// Links that were resolved before.
#[derive(Clone, Copy)]
pub(super) struct KnownLinks<'b> {
    /// The site of the previous run.
    pub before: Option<&'b Site>,
    /// The same site, if its settings, theme, records and structure are those of this one.
    pub with_same_structure: Option<&'b Site>,
}

/// Resolves the links of every page. If all paths are the same as in the previous run, unchanged pages keep their links.
pub(super) fn resolve(
    (pages, traits, parts): (&mut [Arc<Page>], &[Traits], &mut [PageParts]),
    (files, generated, derived): (&[File], &[GeneratedPage], &[String]),
    table: &mut LinkTable,
    (config, declarations): (&Config, &Declarations),
    known: KnownLinks<'_>,
    findings: &mut Vec<Finding>,
) {
    let key = |language: usize, path: &str| path_in_content(config, language, &nfc(path));
    let has_same_paths = |before: &&Site| {
        has_same_origins(before, generated, derived)
            && (known.with_same_structure.is_some() || has_same_paths(before, (pages, files), table, config))
    };
    let before = known.before.filter(has_same_paths);
    let same = before.and(known.with_same_structure);
    let paths =
        before.map_or_else(|| Arc::new(KnownPaths::new(pages, files, config)), |before| before.table.paths.clone());
    let names = KnownNames {
        pages: &paths.pages,
        files: &paths.files,
        withheld: table.withheld.iter().map(|page| (key(page.language, &page.path), page)).collect(),
        unusable: &table.unusable,
        config,
        all_pages: pages,
        all_files: files,
        generated: listed(generated).map(|(number, page)| (page.address.as_str(), number)).collect(),
        derived,
        old: OnceLock::new(),
    };
    let follow = |(number, page): (usize, &Arc<Page>)| {
        if same.is_some_and(|same| same.has(number, page)) {
            return None;
        }
        let of_calls: Vec<(usize, Link)> = call_links::of_page(page, declarations).collect();
        Some(match before.map(|before| &before.pages[number]) {
            Some(before) if Arc::ptr_eq(&before.source, &page.source) && before.links.of_calls == of_calls => {
                before.links.clone()
            }
            _ => {
                let path = path_in_content(config, page.source.language, &page.source.path);
                let own = Origin { number, path: &path, address: &page.address };
                let links = page.source.document.links.iter().chain(of_calls.iter().map(|(_, link)| link));
                let followed = names.follow(own, links);
                Arc::new(Links { of_calls, ..followed })
            }
        })
    };
    let followed: Vec<Option<Arc<Links>>> = pages.par_iter().enumerate().map(follow).collect();

    for (_, page) in traits::with(pages, traits, Traits::UNREAD_LINKS) {
        let own = path_in_content(config, page.source.language, &page.source.path);
        // Whether a page has a heading is not known yet.
        let leads = |path: &str| {
            let path = path.split('?').next().filter(|_| !path.contains('#'));
            path.and_then(|path| join(&own, &decode(path))).is_some_and(|full| names.exact(&full).is_some())
        };
        let unread = page.source.document.unread_links.iter();
        findings.extend(unread.filter_map(|link| link.finding(&page.source.file, leads)));
    }
    let of_settings = names.resolve_settings(parts);
    let with_problems: Vec<usize> = followed
        .iter()
        .zip(traits)
        .enumerate()
        .filter(|(_, (links, own))| match links {
            Some(links) => links.has_problems(),
            None => own.meet(Traits::LINK_PROBLEMS),
        })
        .map(|(number, _)| number)
        .collect();
    let guesses = if of_settings.is_empty() && with_problems.is_empty() {
        HashMap::new()
    } else {
        let mut guesses = Guesses::new(&names, before.map(|before| &before.table.guesses));
        for number in with_problems {
            let page = &pages[number];
            let links = followed[number].as_ref().unwrap_or(&page.links);
            let own = path_in_content(config, page.source.language, &page.source.path);
            // Links that share a definition share its finding.
            let mut reported = HashSet::new();
            for (number, problem) in &links.problems {
                let Some(link) = links.link(page, *number) else { continue };
                if reported.insert(link.range.clone()) {
                    let to = links.targets[*number].as_ref().map(|found| names.path_of(found.to));
                    findings.extend(finding::finding(
                        problem,
                        to.as_deref(),
                        &mut guesses,
                        (&page.source.file, &own),
                        link,
                    ));
                }
            }
        }
        of_settings::report(&of_settings, parts, &names, &mut guesses, findings);
        guesses.into_made()
    };
    table.guesses = guesses;
    table.paths = paths;
    for (page, links) in pages.iter_mut().zip(followed) {
        if let Some(links) = links.filter(|links| !Arc::ptr_eq(links, &page.links)) {
            Arc::make_mut(page).links = links;
        }
    }
}

/// The path of a page or file below `content/`.
fn path_in_content(config: &Config, language: usize, path: &str) -> String {
    format!("{}/{path}", config.languages[language].tag)
}

/// Whether the addresses of generated pages and derived files are the same as before.
fn has_same_origins(before: &Site, generated: &[GeneratedPage], derived: &[String]) -> bool {
    let addresses = |(number, page): (usize, &'_ GeneratedPage)| (number, page.address.clone());
    listed(&before.generated).map(addresses).eq(listed(generated).map(addresses)) && before.derived == derived
}

/// Whether all paths and addresses of pages and files are the same as before.
fn has_same_paths(before: &Site, (pages, files): (&[Arc<Page>], &[File]), table: &LinkTable, config: &Config) -> bool {
    let page = |(a, b): (&Arc<Page>, &Arc<Page>)| {
        Arc::ptr_eq(&a.source, &b.source) || (a.source.language == b.source.language && a.source.path == b.source.path)
    };
    // For broken links that lead to an old address.
    let aliases = |(a, b): (&Arc<Page>, &Arc<Page>)| {
        a.aliases.iter().map(|(alias, _)| alias).eq(b.aliases.iter().map(|(b, _)| b))
    };
    let file = |(a, b): (&File, &File)| a.plain.language == b.plain.language && a.plain.path == b.plain.path;
    before.pages.len() == pages.len()
        && before.files.len() == files.len()
        && before.config.languages == config.languages
        && before.config.base_url == config.base_url
        && before.table.withheld.len() == table.withheld.len()
        && before.table.withheld.iter().zip(&table.withheld).all(|(a, b)| a.language == b.language && a.path == b.path)
        && before.table.unusable == table.unusable
        && before.pages.iter().zip(pages).all(|(a, b)| page((a, b)) && a.address == b.address && aliases((a, b)))
        && before.files.iter().zip(files).all(|(a, b)| file((a, b)) && a.address == b.address)
}

/// The generated pages for readers, with their numbers: those that belong in the sitemap, and editions.
fn listed(generated: &[GeneratedPage]) -> impl Iterator<Item = (usize, &GeneratedPage)> {
    generated.iter().enumerate().filter(|(_, page)| page.is_listed || matches!(page.purpose, Purpose::Edition(_)))
}

/// The problem of a link.
#[derive(Debug)]
pub(super) enum Problem {
    /// It leads to the only page or file that it can mean, but is not the path of its file. The old address of that page,
    /// without its ending, if the link is one.
    Indirect(Option<String>),
    /// It may mean each of these paths below `content/`.
    Several(Vec<String>),
    /// It starts with `/`, and nothing is published at that address.
    Root,
    /// The page with this path is withheld.
    Withheld(String),
    /// The file cannot be used, which is already reported.
    Unusable,
    /// Nothing has this path; `None` if it points outside `content/`.
    Nothing(Option<String>),
}

impl KnownNames<'_> {
    fn follow<'l>(&self, own: Origin<'_>, links: impl Iterator<Item = &'l Link>) -> Links {
        let targets = Vec::with_capacity(links.size_hint().0);
        let mut followed = Links { targets, ..Links::default() };
        for (number, link) in links.enumerate() {
            let (target, problem) = self.find(own, link);
            followed.targets.push(target);
            followed.problems.extend(problem.map(|problem| (number, problem)));
        }
        followed
    }

    fn find(&self, own: Origin<'_>, link: &Link) -> (Option<FoundLink>, Option<Problem>) {
        let (rest, fragment) = match link.target.split_once('#') {
            Some((rest, fragment)) => (rest, Some(normal(&decode(fragment)))),
            None => (link.target.as_str(), None),
        };
        let (path, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
        let target = |to| {
            // `#` alone leads to the top of the page, which has to be said only on the page itself.
            let is_own = to == Destination::Page(own.number);
            let fragment = fragment.clone().filter(|fragment| is_own || !fragment.is_empty());
            Some(FoundLink { to, query: query.to_owned(), fragment })
        };
        if path.is_empty() {
            return (target(Destination::Page(own.number)), None);
        }
        let path = decode(path);
        let full = if path.ends_with('/') || path.starts_with(['/', '\\']) { None } else { join(own.path, &path) };
        if let Some(to) = full.and_then(|full| self.exact(&full)) {
            return (target(to), None);
        }
        match self.meaning(own, &path) {
            // No file has a path that could name it.
            Meaning::One { to: to @ (Destination::Generated(_) | Destination::Derived(_)), .. } => (target(to), None),
            Meaning::One { to, moved } => (target(to), Some(Problem::Indirect(moved))),
            Meaning::Not(problem) => (None, Some(problem)),
        }
    }

    /// The page or file with this path below `content/`.
    fn exact(&self, full: &str) -> Option<Destination> {
        let full = &*nfc(full);
        let page = self.pages.get(full).map(|page| Destination::Page(*page));
        page.or_else(|| self.files.get(full).map(|file| Destination::File(*file)))
    }

    /// The path below `content/` of a page or file.
    fn path_of(&self, to: Destination) -> String {
        let (language, path) = match to {
            Destination::Page(page) => {
                let source = &self.all_pages[page].source;
                (source.language, &source.path)
            }
            Destination::File(file) => {
                let plain = &self.all_files[file].plain;
                (plain.language, &plain.path)
            }
            Destination::Generated(number) => {
                let address = self.generated.iter().find(|(_, other)| **other == number).map(|(address, _)| *address);
                return address.unwrap_or_default().to_owned();
            }
            Destination::Derived(number) => return self.derived[number].clone(),
        };
        path_in_content(self.config, language, path)
    }

    fn old(&self) -> &OldAddresses {
        self.old.get_or_init(|| OldAddresses::new(self.all_pages))
    }
}

/// Resolves `path` from the folder of `own`, both below `content/`; `None` if it points outside.
fn join(own: &str, path: &str) -> Option<String> {
    resolve_path(own.rsplit_once('/').map_or("", |(folder, _)| folder), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_stay_in_the_content() {
        assert_eq!(join("en/a/b.md", "../c.md").as_deref(), Some("en/c.md"));
        assert_eq!(join("en/a.md", "./b/c.md").as_deref(), Some("en/b/c.md"));
        assert_eq!(join("en/a.md", "../fr/a.md").as_deref(), Some("fr/a.md"));
        assert_eq!(join("en/a.md", "../../x"), None);
    }
}
