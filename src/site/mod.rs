//! Stage 3: assembles [`Sources`] into a [`Site`]: pages with addresses, sections and neighbours, and links with their
//! targets. Knows nothing about HTML or the disk.

mod address;
mod bodies;
mod call_links;
mod calls;
mod claims;
mod compare;
mod counterparts;
mod dates;
mod declaration;
mod derived;
mod equivalent_calls;
mod event_files;
mod events;
mod extra;
mod generated;
mod links;
mod list_readers;
mod lists;
mod menu;
mod outline;
mod page;
mod page_parts;
mod part_pictures;
mod parts;
mod pictures;
mod same_pages;
mod shown_lists;
mod sources;
mod stale;
mod structure;
mod terms;
mod traits;
mod translations;
mod tree;
mod uses;

pub use address::{
    FolderSlugs, nfc, of_file as address_of_file, of_page as address_of_page, output_path, relative, resolve_address,
    resolve_link, resolve_path,
};
pub use call_links::{CallLink, all_links};
pub use calls::{BoundCall, NamedStatistic, PageCalls, RecordId};
pub use claims::alias_address;
pub use compare::{Difference, differences};
pub use counterparts::{Counterpart, Subject};
pub use declaration::{
    BlockRule, Declaration, Declarations, DeclaredArgument, ExtraReaders, Figure, Takes, UseReaders, ValueType,
    record_lists, templates_with,
};
pub use derived::{RECORDS, tables};
pub use events::{EarliestDayOrigin, Event};
pub use generated::{GeneratedPage, Purpose, Title, edition_address, feed_address, missing_address};
pub use links::{Destination, FoundLink, Links, path_edit};
pub use list_readers::{ListKind, ListReaders};
pub use lists::{Cut, EventQuery, ListArguments, PageQuery, Sort, WantedTerm, When};
pub use menu::MenuItem;
pub use outline::{
    Extra, Outline, OutlineEvent, OutlineFile, OutlineGenerated, OutlinePage, OutlinePages, OutlineTerm, first_language,
};
pub use page_parts::{PageParts, PartText};
pub use part_pictures::PartPicture;
pub use parts::{List, Parts, entries_of, part_address};
pub use pictures::{PictureArguments, PictureLook, ShownPicture, TEXT_WIDTH};
pub use same_pages::SamePages;
pub use stale::{MarkedPage, MarkedPages, OriginalChanges, changes_of};
pub use terms::{Term, taxonomy_address};
pub use traits::Traits;
pub use translations::{Groups, Translations};
pub use uses::{ReadsUses, TemplateUses, UsedPicture};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::{BuildDate, Config};
use crate::read::{
    EventRecord, InvalidRecords, PlainFile, SourcePage, SourceRecord, Sources, Statistic, Theme, TranslationMark,
};
use crate::report::{Code, Finding};
use dates::{Withheld, next_dates};
use structure::Structure;

/// The whole site. Only the bodies of its pages change after assembly: rendering takes them out.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// Published pages, sorted by address.
    pub pages: Vec<Arc<Page>>,
    /// What each page has that few have.
    traits: Vec<Traits>,
    /// What gathers pages, sorted by language, taxonomy and word.
    pub terms: Vec<Term>,
    /// Which pages are translations of each other.
    pub translations: Arc<Translations>,
    /// The menu of each language.
    pub menus: Vec<Vec<MenuItem>>,
    /// What the settings show on all pages of each language.
    pub page_parts: Vec<PageParts>,
    /// Pages without a file.
    pub generated: Vec<GeneratedPage>,
    /// The lists that several pages show.
    pub parts: Parts,
    /// Addresses of the files that are derived from the whole site, such as feeds, sorted.
    pub derived: Vec<String>,
    /// Files published as they are, sorted by address.
    pub files: Vec<File>,
    /// Statistics in the order of their file.
    pub statistics: Vec<Statistic>,
    /// Sources in the order of their file.
    pub sources: Vec<SourceRecord>,
    /// Events in the order of their file.
    pub events: Vec<Event>,
    /// Ids of invalid statistics; references to them are not reported again.
    pub refused_statistics: InvalidRecords,
    /// Ids of invalid events; references to them are not reported again.
    pub refused_events: InvalidRecords,
    /// Ids of invalid sources; references to them are not reported again.
    pub refused_sources: InvalidRecords,
    /// What translations were made from, in the order of their file.
    pub translation_marks: Arc<Vec<TranslationMark>>,
    /// Codes of findings that depend on settings or parts of the theme that cannot be read. They are not reported.
    pub undecided: BTreeSet<Code>,
    /// Paths of derived and generated files that the site or its theme provides itself.
    pub provided: BTreeSet<String>,
    /// Folders whose `index.md` is withheld, each with the number of its language.
    pub closed_folders: BTreeSet<(usize, String)>,
    /// The words of pages that are withheld, without case, each with the numbers of its language and its taxonomy.
    pub withheld_terms: BTreeSet<(usize, usize, String)>,
    /// The day of the build.
    pub at: jiff::civil::Date,
    /// Whether the output depends on the date of the build.
    pub date_used: bool,
    /// The next day on which a page is published or expires.
    next_date: Option<jiff::civil::Date>,
    /// Whether pages may show any event.
    lists_events: bool,
    /// Changes whenever settings, theme or records do.
    generation: u64,
    /// The findings of making its structure.
    structure_findings: Vec<Finding>,
    /// The findings of dividing long lists.
    part_findings: Vec<Finding>,
    /// The names that links were resolved against.
    table: links::LinkTable,
}

/// One page. Rounds of a preview share the pages that have not changed.
#[derive(Clone, Debug)]
pub struct Page {
    /// The Markdown file that it was read from.
    pub source: Arc<SourcePage>,
    /// Its number among all pages that were read.
    position: usize,
    /// Old addresses that lead here.
    pub aliases: Vec<(String, std::ops::Range<usize>)>,
    /// Where it is published: `/session/`.
    pub address: String,
    /// The kind of page.
    pub kind: Kind,
    /// The section that it is in.
    pub parent: Option<usize>,
    /// The pages in this section, in their order.
    pub children: Vec<usize>,
    /// The sibling before it.
    pub previous: Option<usize>,
    /// The sibling after it.
    pub next: Option<usize>,
    /// Numbers of the terms that it has, in the order of its front matter.
    pub terms: Vec<usize>,
    /// The targets of the links in its document.
    pub links: Arc<Links>,
    /// Its shortcode calls.
    pub calls: Arc<PageCalls>,
    /// Whether it lists all records, each with an anchor that figures link to.
    pub lists_records: bool,
    /// Whether its template may list the pages that show each record, so that it is rendered after the others.
    pub reads: ReadsUses,
    /// Numbers of the statistics that it shows: those that its calls name, in order, then those that only its templates
    /// show; without duplicates.
    pub statistics: Vec<usize>,
    /// The records that its templates show.
    pub template_uses: Arc<TemplateUses>,
    /// Number of the event that its front matter names.
    pub event: Option<usize>,
}

/// The part of a page that is dropped after rendering.
#[derive(Debug)]
pub struct PageBody {
    /// HTML with holes for what depends on the whole site.
    pub html: Arc<str>,
}

/// A file published as it is.
#[derive(Debug)]
pub struct File {
    /// The file.
    pub plain: PlainFile,
    /// Where it is published: `/report.pdf`.
    pub address: String,
}

/// The kinds of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The home page of a language.
    Home,
    /// The `index.md` of a folder.
    Section,
    /// The page that hosts show where nothing is published: the `404.md` of a language.
    Missing,
    /// Any other page.
    Page,
}

/// The input of [`assemble`] in addition to the sources.
#[derive(Clone, Copy, Debug)]
pub struct AssembleOptions<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The date that pages are compared with.
    pub at: BuildDate,
    /// Whether drafts are published.
    pub drafts: bool,
    /// What the theme declares.
    pub declarations: &'a Declarations,
    /// A number that changes whenever settings, theme or records do.
    pub generation: u64,
}

/// Assembles the site. What an edit does not change is taken over from the site `before`: the structure if only text has changed,
/// and links of unchanged pages if all paths are the same.
#[must_use]
pub fn assemble(
    mut sources: Sources,
    theme: &Theme,
    options: AssembleOptions<'_>,
    before: Option<&Site>,
    findings: &mut Vec<Finding>,
) -> Site {
    let config = options.config.clone();
    let structure = Structure::new(&mut sources, theme, options, before);
    let Structure {
        mut pages,
        traits,
        before: with_same,
        files,
        terms,
        translations,
        menus,
        withheld,
        unusable,
        provided,
        date_used,
        findings: structure_findings,
    } = structure;
    findings.extend(structure_findings.iter().cloned());
    let closed_folders = withheld.iter().filter_map(Withheld::folder).collect();
    let withheld_terms = withheld.iter().flat_map(Withheld::terms).collect();
    let next_date = with_same.map_or_else(|| next_dates(&pages, &withheld, options), |before| before.next_date);
    let mut table = links::LinkTable::new(withheld, unusable);
    let mut generated = generated::list((&pages, &traits, &terms), &provided, theme, &config);
    let lists = parts::Lists {
        pages: &pages,
        traits: &traits,
        files: &files,
        terms: &terms,
        config: &config,
        declarations: options.declarations,
        provided: &provided,
    };
    let parts::CutLists { parts, continued, findings: part_findings } = lists.cut_like(with_same);
    findings.extend(part_findings.iter().cloned());
    generated.extend(continued);
    let settings = (&config, options.declarations);
    let until = config.page_parts.banner.as_ref().and_then(|banner| banner.until.as_ref());
    let mut page_parts = page_parts::read(&config, options.at.date, findings);
    let known = part_pictures::PictureContext {
        config: &config,
        files: &files,
        pictures: &sources.pictures,
        unusable: &table.unusable,
        theme,
    };
    part_pictures::add(&mut page_parts, known, findings);
    let at = options.at.date;
    let events: Vec<Event> =
        sources.events.into_iter().map(|record| Event::new(record, &sources.statistics, at)).collect();
    let origins = derived::Origins {
        config: &config,
        pages: &pages,
        terms: &terms,
        events: &events,
        statistics: &sources.statistics,
    };
    let derived = with_same.map_or_else(|| derived::addresses(&origins), |before| before.derived.clone());
    let resolved = (&files[..], &generated[..], &derived[..]);
    let known = links::KnownLinks { before, with_same_structure: with_same };
    links::resolve((&mut pages, &traits, &mut page_parts), resolved, &mut table, settings, known, findings);
    let date_used = date_used || until.is_some() || depend_on_date(&sources.statistics, &events);
    let mut site = Site {
        undecided: config.undecided.union(&theme.undecided).copied().collect(),
        config,
        pages,
        traits,
        terms,
        translations,
        menus,
        page_parts,
        generated,
        parts,
        derived,
        files,
        provided,
        statistics: sources.statistics,
        sources: sources.sources,
        events,
        refused_statistics: sources.refused_statistics,
        refused_events: sources.refused_events,
        refused_sources: sources.refused_sources,
        translation_marks: sources.translation_marks,
        closed_folders,
        withheld_terms,
        at: options.at.date,
        date_used,
        next_date,
        lists_events: false,
        generation: options.generation,
        structure_findings,
        part_findings,
        table,
    };
    site.bind_calls(options.declarations, before, findings);
    site.note_uses(options.declarations, before);
    site.note_events(findings);
    site.check_sources(findings);
    site.check_extra(&options.declarations.extra_readers, findings);
    site.note_dates(options.declarations);
    site.traits = Traits::of_pages(&site.pages, before.filter(|before| before.generation == site.generation));
    site
}

/// Whether the date of the build decides on a record: whether a number is due for review, or an event is over.
fn depend_on_date(statistics: &[Statistic], events: &[Event]) -> bool {
    let is_dated = |event: &EventRecord| event.date.is_some() && (event.register.is_some() || !event.is_quoted());
    statistics.iter().any(|statistic| statistic.review_by.is_some())
        || events.iter().any(|event| is_dated(&event.record))
}

impl File {
    fn new(plain: PlainFile, config: &Config, folders: &[address::FolderSlugs]) -> Self {
        let at = &config.languages[plain.language].at;
        let address = generated::fixed_address(config, plain.language, &plain.path)
            .unwrap_or_else(|| address::of_file(at, &nfc(&plain.path), &folders[plain.language]));
        Self { plain, address }
    }
}

impl Site {
    /// Takes the bodies out, in the order of pages, so that each can be dropped as soon as it is rendered. This makes room in
    /// memory for the rendered page.
    pub fn take_bodies(&mut self) -> Vec<PageBody> {
        let take = |page: &mut Arc<Page>| {
            // If the page is also cached, its body stays there.
            let html = page.source.document.html.clone();
            let Some(page) = Arc::get_mut(page) else { return PageBody { html } };
            let Some(source) = Arc::get_mut(&mut page.source) else { return PageBody { html } };
            drop(html);
            // Findings about links and running text have been made; only links that lead nowhere or to files are still needed.
            let leads_to_page = |link: &FoundLink| !matches!(link.to, Destination::File(_));
            if page.links.targets.iter().all(|target| target.as_ref().is_some_and(leads_to_page)) {
                source.document.links = Vec::new();
            }
            source.document.passages = Vec::new();
            PageBody { html: std::mem::take(&mut source.document.html) }
        };
        self.pages.iter_mut().map(take).collect()
    }

    /// Whether a file derived from the whole site is published at an address.
    #[must_use]
    pub fn is_derived(&self, address: &str) -> bool {
        self.derived.binary_search_by(|derived| derived.as_str().cmp(address)).is_ok()
    }

    /// The page published at an address.
    #[must_use]
    pub fn page_at(&self, address: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| page.address.as_str().cmp(address)).ok()
    }
}
