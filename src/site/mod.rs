//! Stage 3: [`Sources`] become a [`Site`]: pages with addresses, sections and neighbours, links with their targets.
//! Knows no HTML, no bytes and no disk; one thread, small records.

mod address;
mod claims;
mod compare;
mod dates;
mod events;
mod links;
mod remembered;
mod tree;

pub use address::{output_path, relative};
pub use claims::alias_address;
pub use compare::{Difference, differences};
pub use events::{Event, Since};
pub use links::{Destination, Links, Target};

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{BuildDate, Config};
use crate::limits::NEAR_SEARCHES;
use crate::read::{PlainFile, Refused, SourcePage, SourceRecord, Sources, Statistic, Theme};
use crate::report::{Code, Finding, Place, SourceFile, catalog};

/// The whole site, never changed once made, but for bodies, which rendering takes out one by one.
#[derive(Debug)]
pub struct Site {
    /// Its settings.
    pub config: Config,
    /// Published pages, sorted by address.
    pub pages: Vec<Page>,
    /// Files published as they are, sorted by address.
    pub files: Vec<File>,
    /// Statistics in the order of their file.
    pub statistics: Vec<Statistic>,
    /// Sources in the order of their file.
    pub sources: Vec<SourceRecord>,
    /// Events in the order of their file.
    pub events: Vec<Event>,
    /// Statistics that were found wrong: to name one is no second mistake.
    pub refused_statistics: Refused,
    /// Events that were found wrong, likewise.
    pub refused_events: Refused,
    /// Whether the output depends on the date of the build.
    pub date_used: bool,
    /// What links were resolved against.
    table: links::Table,
}

/// The template of pages that list every record.
const RECORDS: &str = "sources";

/// One page.
#[derive(Debug)]
pub struct Page {
    /// Its Markdown file, read. What that says can be asked of the page.
    pub source: Arc<SourcePage>,
    /// Old addresses that lead here.
    pub aliases: Vec<(String, std::ops::Range<usize>)>,
    /// Where it is published: `/session/`.
    pub address: String,
    /// What part it plays.
    pub kind: Kind,
    /// The section it lies in.
    pub parent: Option<usize>,
    /// Pages that lie in it, in their order.
    pub children: Vec<usize>,
    /// The sibling before it.
    pub previous: Option<usize>,
    /// The sibling after it.
    pub next: Option<usize>,
    /// Where the links of its document lead.
    pub links: Arc<Links>,
    /// Numbers of the statistics its calls name, in order, each once.
    pub statistics: Vec<usize>,
    /// Number of the event that its front matter names.
    pub event: Option<usize>,
}

impl Deref for Page {
    type Target = SourcePage;

    fn deref(&self) -> &SourcePage {
        &self.source
    }
}

/// What a page is rendered from, and what can go once it is.
#[derive(Debug)]
pub struct Body {
    /// HTML with holes.
    pub html: Arc<str>,
    /// The text of its file, where nobody needs it any more.
    pub text: Option<Arc<SourceFile>>,
}

/// A file published as it is.
#[derive(Debug)]
pub struct File {
    /// The file.
    pub plain: PlainFile,
    /// Where it is published: `/report.pdf`.
    pub address: String,
}

/// What part a page plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first page of a language.
    Home,
    /// The `index.md` of a folder.
    Section,
    /// Any other.
    Page,
}

impl Page {
    /// Its title; empty only where its absence was found.
    #[must_use]
    pub fn title(&self) -> &str {
        self.front.title.as_deref().unwrap_or("")
    }

    /// Whether it is the page that lists every record, each with an anchor, which figures lead to.
    #[must_use]
    pub fn lists_records(&self) -> bool {
        self.front.template.as_ref().is_some_and(|(name, _)| name.trim_end_matches(".html") == RECORDS)
    }

    /// A range of its file.
    #[must_use]
    pub fn place(&self, range: std::ops::Range<usize>) -> Place {
        Place::new(&self.file, range)
    }
}

/// What assembling needs to know beside the sources.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The date that pages are compared with.
    pub at: BuildDate,
    /// Whether drafts are published.
    pub drafts: bool,
}

/// Assembles the site in named steps. Links of pages that are as they were in the site `before` need not be followed again,
/// if nothing else has moved.
#[must_use]
pub fn assemble(
    sources: Sources,
    theme: &Theme,
    terms: Terms<'_>,
    before: Option<&Site>,
    findings: &mut Vec<Finding>,
) -> Site {
    let config = terms.config.clone();
    let (published, withheld, date_used) = dates::sort_out(sources.pages, terms, findings);
    let sections: Vec<(usize, String, String)> = published.iter().filter_map(folder_slug).collect();
    let mut folders = vec![address::FolderSlugs::new(); config.languages.len()];
    for (language, folder, slug) in &sections {
        folders[*language].insert(folder, slug);
    }
    let mut pages: Vec<Page> = published.into_par_iter().map(|source| Page::of(source, &config, &folders)).collect();
    pages.par_sort_by(|a, b| a.address.cmp(&b.address).then_with(|| a.file.path().cmp(b.file.path())));
    let mut files: Vec<File> = sources.files.into_iter().map(|plain| File::of(plain, &config, &folders)).collect();
    files.sort_by(|a, b| a.address.cmp(&b.address));
    claims::check(&mut pages, &mut files, &sources.events, theme, &config, findings);
    let refused = refused(findings);
    missing_homes(&pages, &withheld, &refused, &config, findings);
    tree::grow(&mut pages);
    let mut table = links::Table::new(withheld, refused);
    links::resolve(&mut pages, &files, &mut table, &config, before, findings);
    // Whether a number is due for review is a matter of the day.
    let date_used = date_used || sources.statistics.iter().any(|statistic| statistic.review_by.is_some());
    // So is whether an event that invites to register is over.
    let date_used = date_used || sources.events.iter().any(|event| event.register.is_some() && event.date.is_some());
    let events = sources.events.into_iter().map(|record| Event::of(record, &sources.statistics)).collect();
    let mut site = Site {
        config,
        pages,
        files,
        statistics: sources.statistics,
        sources: sources.sources,
        events,
        refused_statistics: sources.refused_statistics,
        refused_events: sources.refused_events,
        date_used,
        table,
    };
    site.note_uses();
    site.note_events(findings);
    site.check_sources(&sources.refused_sources, findings);
    site
}

impl Page {
    fn of(source: Arc<SourcePage>, config: &Config, folders: &[address::FolderSlugs]) -> Self {
        let at = &config.languages[source.language].at;
        let kind = match source.path.as_str() {
            "index.md" => Kind::Home,
            path if path.ends_with("/index.md") => Kind::Section,
            _ => Kind::Page,
        };
        Self {
            address: address::of_page(at, &source.path, source.front.slug.as_deref(), &folders[source.language]),
            aliases: source.front.aliases.clone(),
            source,
            kind,
            parent: None,
            children: Vec::new(),
            previous: None,
            next: None,
            links: Arc::default(),
            statistics: Vec::new(),
            event: None,
        }
    }
}

impl File {
    fn of(plain: PlainFile, config: &Config, folders: &[address::FolderSlugs]) -> Self {
        let at = &config.languages[plain.language].at;
        let address = address::of_file(at, &plain.path, &folders[plain.language]);
        Self { plain, address }
    }
}

/// The folder that a section's slug renames, with its language. The home page of a language lives where the language
/// does, whatever its slug.
fn folder_slug(source: &Arc<SourcePage>) -> Option<(usize, String, String)> {
    let folder = source.path.strip_suffix("/index.md")?;
    Some((source.language, folder.to_owned(), source.front.slug.clone()?))
}

/// Paths of files that are there and were found to be of no use: that nothing is published of them is no second mistake.
fn refused(findings: &[Finding]) -> HashSet<String> {
    const OF_WHOLE_FILES: [Code; 6] = [
        Code::UnreadableFile,
        Code::NotUtf8,
        Code::BinaryFile,
        Code::FileTooLarge,
        Code::OutsideSymlink,
        Code::AddressClash,
    ];
    let paths = findings.iter().filter(|finding| OF_WHOLE_FILES.contains(&finding.code));
    paths.filter_map(|finding| finding.place.as_ref()).map(|place| place.file().path().to_owned()).collect()
}

fn missing_homes(
    pages: &[Page],
    withheld: &[dates::Withheld],
    refused: &HashSet<String>,
    config: &Config,
    findings: &mut Vec<Finding>,
) {
    for (number, language) in config.languages.iter().enumerate() {
        let has_home = pages.iter().any(|page| page.language == number && page.kind == Kind::Home)
            || withheld.iter().any(|page| page.language == number && page.path == "index.md");
        let folder = format!("content/{}", language.tag);
        let path = format!("{folder}/index.md");
        if !has_home && !refused.contains(&path) && !refused.contains(&folder) {
            let file = SourceFile::new(path, "");
            findings.push(catalog::page::missing_home(Place::whole(&file), &language.tag));
        }
    }
}

impl Site {
    /// Notes for each page which statistics its calls name.
    fn note_uses(&mut self) {
        let numbers: std::collections::HashMap<&str, usize> =
            self.statistics.iter().enumerate().map(|(number, statistic)| (statistic.id.as_str(), number)).collect();
        for page in &mut self.pages {
            let ids = page.document.calls.iter().flat_map(|call| &call.arguments).flat_map(named_records);
            let mut seen = HashSet::new();
            let used =
                ids.filter_map(|(id, _)| numbers.get(id).copied()).filter(|number| seen.insert(*number)).collect();
            page.statistics = used;
        }
    }

    fn check_sources(&self, refused: &Refused, findings: &mut Vec<Finding>) {
        let known: Vec<&str> = self.sources.iter().map(|source| source.id.as_str()).collect();
        let ids: HashSet<&str> = known.iter().copied().collect();
        let missing = |id: &str| !ids.contains(id) && !refused.may_hold(id);
        let mut searches = 0;
        let mut unknown = |place, id: &str| {
            searches += 1;
            let known = if searches <= NEAR_SEARCHES { &known[..] } else { &[] };
            findings.push(catalog::records::unknown_source(place, id, known));
        };
        for statistic in self.statistics.iter().filter(|statistic| missing(&statistic.source)) {
            let place = statistic.source_place.clone();
            unknown(place, &statistic.source);
        }
        for event in &self.events {
            if let Some((source, range)) = event.record.source.as_ref().filter(|(source, _)| missing(source)) {
                unknown(event.record.at(range), source);
            }
        }
    }

    /// Takes the bodies out, in the order of pages, so that each can be dropped as soon as it is rendered. With them goes
    /// the text of each file that no later finding can point into: rendering speaks of a page's own file only where it
    /// has calls or names a template. Both lie side by side in memory, and only where both are gone is there room for
    /// what is rendered.
    pub fn take_bodies(&mut self) -> Vec<Body> {
        let take = |page: &mut Page| {
            // Who keeps pages keeps their bodies.
            let Some(source) = Arc::get_mut(&mut page.source) else {
                return Body { html: page.document.html.clone(), text: None };
            };
            let front = &source.front;
            let silent = source.document.calls.is_empty() && front.template.is_none() && front.expect.is_empty();
            let named = SourceFile::new(source.file.path(), "");
            Body {
                html: std::mem::take(&mut source.document.html),
                text: silent.then(|| std::mem::replace(&mut source.file, named)),
            }
        };
        self.pages.iter_mut().map(take).collect()
    }

    /// The page published at an address.
    #[must_use]
    pub fn page_at(&self, address: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| page.address.as_str().cmp(address)).ok()
    }
}

/// Ids of records that an argument names, `id="…"` or `ids=["…", …]`, each with its place in the page's file.
#[must_use]
pub fn named_records(argument: &crate::read::markdown::Argument) -> Vec<(&str, std::ops::Range<usize>)> {
    use crate::read::markdown::Literal;
    match (argument.key.as_str(), &argument.value) {
        ("id", Literal::Text(id)) => vec![(id, argument.value_range.clone())],
        ("ids", Literal::List(items)) => items
            .iter()
            .filter_map(|(item, range)| match item {
                Literal::Text(id) => Some((id.as_str(), range.clone())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
