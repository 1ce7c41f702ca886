//! Converts a site of another generator to a Firstflight site. Takes the files of the original, and returns the files of the
//! new site with a list of what could not be imported.
//!
//! ```text
//! Original -> generator reads -> Site -> placed -> converted -> links rewritten -> repaired -> Imported
//! ```
//!
//! Everything specific to one generator is in its module under `generators`; no other code names a generator.

mod admonitions;
mod convert;
mod destinations;
mod edits;
mod feeds;
mod front;
mod generators;
mod html_title;
mod index;
mod losses;
mod mdx;
mod menu;
mod original;
mod page;
mod pairs;
mod place;
mod prose;
mod redirects;
mod repair;
mod rewrite;
mod settings;
mod site;
mod strings;
mod terms;
mod value;
mod wanted_ids;
mod writer;

pub use generators::{Generator, by_name, detect, names};
pub use losses::{Loss, LossKind, Losses};
pub use original::{Load, Original};

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use index::{Index, LinkTarget};
use site::{OriginalPage, OriginalSite};
use terms::KnownTerms;

/// A new site, in memory.
#[derive(Debug)]
pub struct Imported {
    /// Its files, by path below its folder.
    pub files: BTreeMap<String, FileContent>,
    /// Pages: the path in the original, and that of the page in the new site. A page that only shows its folder has no
    /// original.
    pub pages: Vec<(String, String)>,
    /// What was imported.
    pub summary: ImportSummary,
    /// What was not imported, sorted by place.
    pub losses: Vec<Loss>,
}

/// The content of a file of the new site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// Text to write.
    Text(String),
    /// A copy of the file at this path in the original.
    Copy(String),
}

/// Counts of what was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// The name of the generator.
    pub generator: &'static str,
    /// Number of pages.
    pub pages: usize,
    /// Number of drafts among them.
    pub drafts: usize,
    /// Number of other files.
    pub files: usize,
    /// Number of rewritten links.
    pub links: usize,
    /// Number of old addresses kept as aliases.
    pub aliases: usize,
    /// Number of texts of the interface.
    pub strings: usize,
    /// Language tags.
    pub languages: Vec<String>,
}

/// What a generator needs to convert a page.
pub struct ImportContext<'a> {
    /// The files of the original.
    pub original: &'a Original<'a>,
    /// The site.
    pub site: &'a OriginalSite,
    /// The targets of addresses and paths.
    pub index: &'a Index,
    /// The terms of its taxonomies.
    pub terms: &'a KnownTerms,
}

/// Imports the files of `original` as a site of `generator`. `name` is the title of a site that has none.
#[must_use]
pub fn import(original: &Original<'_>, generator: &'static Generator, name: &str, mut losses: Losses) -> Imported {
    let mut site = (generator.read)(original, &mut losses);
    redirects::read_host_files(original, &mut site, &mut losses);
    place::assign_paths(&mut site, name, &mut losses);
    let index = Index::new(&site);
    redirects::resolve(&mut site, &index, &mut losses);
    pairs::assign(&mut site, &mut losses);
    menu::resolve(&mut site, &index, &mut losses);
    let terms = KnownTerms::new(&site);
    let context = ImportContext { original, site: &site, index: &index, terms: &terms };
    let converted: Vec<_> = site
        .pages
        .par_iter()
        .map(|page| {
            let mut losses = Losses::default();
            (convert::convert(&context, generator, page, &mut losses), losses)
        })
        .collect();
    let (converted, noted): (Vec<_>, Vec<_>) = converted.into_iter().unzip();
    noted.into_iter().for_each(|noted| losses.extend(noted));

    let rewritten: Vec<_> = (0..site.pages.len())
        .into_par_iter()
        .map(|number| {
            let mut losses = Losses::default();
            (rewrite::rewrite(&context, &converted, number, &mut losses), losses)
        })
        .collect();
    let (mut rewritten, noted): (Vec<_>, Vec<_>) = rewritten.into_iter().unzip();
    noted.into_iter().for_each(|noted| losses.extend(noted));
    let mut wanted: BTreeMap<usize, BTreeSet<wanted_ids::WantedId>> = BTreeMap::new();
    for (page, id) in rewritten.iter_mut().flat_map(|page| std::mem::take(&mut page.ids)) {
        wanted.entry(page).or_default().insert(id);
    }
    let repaired: Vec<_> = rewritten
        .par_iter_mut()
        .enumerate()
        .map(|(number, page)| {
            let mut losses = Losses::default();
            let mut edited = std::mem::take(&mut page.edited);
            if let Some(wanted) = wanted.get(&number) {
                let edits = wanted_ids::edits(&edited.text, wanted);
                edited = edited.then(edits);
            }
            page.edited = repair::repair((&site.pages[number], &converted[number].edited), edited, &mut losses);
            losses
        })
        .collect();
    repaired.into_iter().for_each(|noted| losses.extend(noted));

    let linked: BTreeSet<usize> = rewritten.iter().flat_map(|page| page.files.iter().copied()).collect();
    let mut files = BTreeMap::new();
    let mut pages = Vec::new();
    let mut summary = ImportSummary {
        generator: generator.name,
        languages: site.languages.iter().map(|language| language.tag.clone()).collect(),
        links: rewritten.iter().map(|page| page.links).sum(),
        ..ImportSummary::default()
    };
    let addresses = place::addresses(&site, &linked, &mut losses);
    for (number, page) in site.pages.iter().enumerate() {
        let front = page::front_matter(page, &converted[number], (&addresses[number], &terms), &mut losses);
        summary.pages += 1;
        summary.drafts += usize::from(front.is_draft);
        summary.aliases += front.aliases;
        let body = rewritten[number].edited.text.trim_start_matches(['\n', '\r']);
        let gap = if body.is_empty() { "" } else { "\n" };
        let path = content_path(&site, page.language, &page.path);
        if original.has(page.file.path()) {
            pages.push((page.file.path().to_owned(), path.clone()));
        }
        files.insert(path, FileContent::Text(format!("---\n{}---\n{gap}{body}", front.text)));
    }
    for (number, file) in site.files.iter().enumerate() {
        let is_wanted = !file.if_linked || linked.contains(&number);
        let path = content_path(&site, file.language, &file.path);
        if is_wanted && !files.contains_key(&path) {
            summary.files += 1;
            files.insert(path, FileContent::Copy(file.original.clone()));
        }
    }
    let dead = settings::DeadLinks {
        links: rewritten.iter().map(|page| page.dead_links).sum(),
        fragments: rewritten.iter().map(|page| page.dead_fragments).sum(),
        withheld: rewritten.iter().map(|page| page.links_to_withheld).sum(),
        template_links: rewritten.iter().map(|page| page.template_links).sum(),
        template_fragments: rewritten.iter().map(|page| page.template_fragments).sum(),
    };
    let strings = strings::files(&site, &mut losses);
    summary.strings = strings.values().map(|(_, count)| count).sum();
    let has_theme = !strings.is_empty();
    files.extend(strings.into_iter().map(|(path, (text, _))| (path, FileContent::Text(text))));
    let settings = settings::write((&site, generator), (name, has_theme), &dead);
    files.insert("content/site.yaml".to_owned(), FileContent::Text(settings));
    Imported { files, pages, summary, losses: losses.sorted() }
}

/// The path of a page or file in the new site.
fn content_path(site: &OriginalSite, language: usize, path: &str) -> String {
    format!("content/{}/{path}", site.languages[language].tag)
}

/// The path of a link target below `content/`.
fn path_of(site: &OriginalSite, target: LinkTarget) -> String {
    let (language, path) = match target {
        LinkTarget::Page(number) => (site.pages[number].language, &site.pages[number].path),
        LinkTarget::File(number) => (site.files[number].language, &site.files[number].path),
    };
    format!("{}/{path}", site.languages[language].tag)
}

/// The path of a page below `content/`.
fn own_path(site: &OriginalSite, page: &OriginalPage) -> String {
    format!("{}/{}", site.languages[page.language].tag, page.path)
}
