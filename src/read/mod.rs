//! Stage 2: reads files into [`Sources`]. What a file contains depends only on its path, its bytes and the settings;
//! the caller decides whether it needs to be read.

mod currencies;
mod cut_values;
mod discover;
mod formula;
mod fraction;
mod front_matter;
mod in_extra;
mod numbers;
mod pictures;
mod plain_file;
mod records;
mod style;
mod terms;
mod text;
mod theme;
mod translations;
mod typed_numbers;
mod unreadable;
mod unusable;
mod walk;

pub mod markdown;

pub use discover::{Discovered, FoundFile, WELL_KNOWN, discover, is_passed_over, is_passed_over_as_file, whole};
pub use formula::{Formula, Undefined};
pub use fraction::{Fraction, TooLarge};
pub use front_matter::{Expectation, FrontMatter, is_segment, parts as front_matter_parts, read as front_matter};
pub use in_extra::{MENUS, MisplacedKey};
pub use numbers::{Number, Scale, Unit};
pub use pictures::{PictureFile, PictureFiles, PictureKind, find_picture, pictures, pixel_size};
pub use plain_file::PlainFile;
pub use records::{
    Choice, EventRecord, HERE, InvalidRecords, Online, Period, RecordStarts, Records, Resolution, STATUSES,
    SourceRecord, Statistic,
};
pub use terms::{PageTerm, folded, slug as slug_of_term, without_accents};
pub use text::{Loaded, load};
pub use theme::{
    LinkKind, Phrase, PhrasePiece, Phrases, STAND_IN, Theme, ThemeFile, ThemeLink, WrittenTag, embedded_theme,
    embedded_themes, leads_inside, pieces_of_phrase, read as theme, written_tags,
};
pub use translations::{BlockHash, MarkedOriginal, TextBlock, TranslationMark, marks_to_yaml, translations};
pub use unusable::UnusableFiles;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::config::{Config, Language, Paths, Taxonomies};
use crate::quotation::Quotation;
use crate::report::{Code, Finding, LoadText, SourceFile, catalog};
use crate::words::Lexicon;
use markdown::{Document, Rules};

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Pages, sorted by language and path. Copies share them.
    pub pages: Arc<Vec<Arc<SourcePage>>>,
    /// Files beside pages, which are published as they are.
    pub files: Vec<PlainFile>,
    /// Statistics in the order of their file.
    pub statistics: Vec<Statistic>,
    /// Sources in the order of their file.
    pub sources: Vec<SourceRecord>,
    /// Events in the order of their file.
    pub events: Vec<EventRecord>,
    /// Statistics that are invalid.
    pub refused_statistics: InvalidRecords,
    /// Sources that are invalid.
    pub refused_sources: InvalidRecords,
    /// Events that are invalid.
    pub refused_events: InvalidRecords,
    /// Where each statistic begins in its file, valid or not.
    pub statistic_starts: RecordStarts,
    /// The same for sources.
    pub source_starts: RecordStarts,
    /// The same for events.
    pub event_starts: RecordStarts,
    /// What translations were made from, in the order of their file.
    pub translation_marks: Arc<Vec<TranslationMark>>,
    /// What is known of the pictures that the settings name.
    pub pictures: PictureFiles,
    /// Files and folders under `content/` that cannot be used.
    pub unusable: UnusableFiles,
}

/// A Markdown file, read.
#[derive(Debug)]
pub struct SourcePage {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Number of its language in the settings.
    pub language: usize,
    /// Its path below the language's folder: `a/b.md`.
    pub path: String,
    /// Its front matter.
    pub front: FrontMatter,
    /// Its body.
    pub document: Document,
    blocks: OnceLock<Vec<TextBlock>>,
}

/// What was read from a file.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// Its text; `None` if it cannot be used.
    pub file: Option<Arc<SourceFile>>,
    /// What it contains.
    pub value: T,
    /// The findings in it.
    pub findings: Vec<Finding>,
}

impl<T> Read<T> {
    /// Reads what was loaded from the file that findings show as `path`; a file that cannot be used contains `nothing`.
    fn new(
        path: &str,
        loaded: Loaded,
        nothing: T,
        read: impl FnOnce(&Arc<SourceFile>, &mut Vec<Finding>) -> T,
    ) -> Self {
        let file = match loaded.and_then(|bytes| text::decode(bytes, path)) {
            Ok(file) => file,
            Err(finding) => return Self { file: None, value: nothing, findings: vec![*finding] },
        };
        let mut findings = Vec::new();
        text::check_characters(&file, &mut findings);
        let value = read(&file, &mut findings);
        Self { file: Some(file), value, findings }
    }
}

impl Read<Option<Arc<SourcePage>>> {
    /// Drops the text of a page to which no finding is likely to point; `load` loads it again if one does.
    #[must_use]
    pub fn without_text(mut self, load: Box<LoadText>) -> Self {
        let is_page_clear = self.findings.is_empty() && self.value.as_ref().is_some_and(|page| page.is_clear());
        if let (true, Some(page)) = (is_page_clear, self.value.as_mut().and_then(Arc::get_mut)) {
            page.file = page.file.without_text(load);
            self.file = None;
        }
        self
    }
}

impl SourcePage {
    /// Whether later findings hardly ever point into it: they are about calls, templates, expectations, dates and old addresses.
    fn is_clear(&self) -> bool {
        let front = &self.front;
        let is_dated = front.draft.is_some() || front.publish.is_some() || front.expires.is_some();
        let is_plain = front.template.is_none() && front.event.is_none() && front.expect.is_empty();
        self.document.calls.is_empty() && is_plain && !is_dated && front.aliases.is_empty()
    }
}

/// Reads the text of `content/site.yaml`.
#[must_use]
pub fn settings(path: &str, loaded: Loaded) -> Read<()> {
    Read::new(path, loaded, (), |_, _| ())
}

/// Reads `content/statistics.yaml`.
#[must_use]
pub fn statistics(path: &str, loaded: Loaded) -> Read<Records<Statistic>> {
    Read::new(path, loaded, Records::unreadable(), records::statistics)
}

/// Reads `content/sources.yaml`.
#[must_use]
pub fn sources(path: &str, loaded: Loaded) -> Read<Records<SourceRecord>> {
    Read::new(path, loaded, Records::unreadable(), records::sources)
}

/// Reads `content/events.yaml`.
#[must_use]
pub fn events(path: &str, loaded: Loaded) -> Read<Records<EventRecord>> {
    Read::new(path, loaded, Records::unreadable(), records::events)
}

/// Reads a page by the rules of its language.
#[must_use]
pub fn page(
    path: &str,
    loaded: Loaded,
    page: &PageFile<'_>,
    (rules, taxonomies): (&Rules, &Taxonomies),
) -> Read<Option<Arc<SourcePage>>> {
    Read::new(path, loaded, None, |file, findings| {
        Some(Arc::new(parse_page(file.clone(), (page.language, page.path), (rules, taxonomies), findings)))
    })
}

/// The files under `content/` by what they are for.
#[derive(Debug)]
pub struct Sorted<'f> {
    /// The pages, sorted by path.
    pub pages: Vec<PageFile<'f>>,
    /// What is known before any file is read.
    pub sources: Sources,
    /// The file of the statistics.
    pub statistics: Option<&'f FoundFile>,
    /// The file of the sources.
    pub source_file: Option<&'f FoundFile>,
    /// The file of the events.
    pub events: Option<&'f FoundFile>,
    /// The file of what translations were made from.
    pub translations: Option<&'f FoundFile>,
}

/// The file of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageFile<'f> {
    /// The file.
    pub found: &'f FoundFile,
    /// Number of its language in the settings.
    pub language: usize,
    /// Its path below the language's folder.
    pub path: &'f str,
}

/// The role of a file under `content/`, by its folder and name.
enum Role<'f> {
    Page(PageFile<'f>),
    File(PlainFile),
    Statistics,
    Sources,
    Events,
    Translations,
    Settings,
    Misplaced,
}

fn role<'f>(found: &'f FoundFile, config: &Config) -> Role<'f> {
    let Some((folder, rest)) = found.path.split_once('/') else {
        return match found.path.as_str() {
            "site.yaml" => Role::Settings,
            "statistics.yaml" => Role::Statistics,
            "sources.yaml" => Role::Sources,
            "events.yaml" => Role::Events,
            "translations.yaml" => Role::Translations,
            _ => Role::Misplaced,
        };
    };
    let Some(language) = config.languages.iter().position(|language| language.tag == folder) else {
        return Role::Misplaced;
    };
    if rest.ends_with(".md") {
        Role::Page(PageFile { found, language, path: rest })
    } else {
        let (disk, path) = (found.disk.clone(), rest.to_owned());
        Role::File(PlainFile { disk, shown: found.shown(), language, path, stamp: found.stamp })
    }
}

/// Sorts files by what they are for, and reports those that are for nothing.
#[must_use]
pub fn sort<'f>(found: &'f Discovered, config: &Config, findings: &mut Vec<Finding>) -> Sorted<'f> {
    let mut sources = Sources { unusable: found.unusable.clone(), ..Sources::default() };
    // It is not known what an unusable file holds.
    let lost = [Paths::STATISTICS, Paths::SOURCES, Paths::EVENTS].map(|path| found.unusable.covers(path));
    let refused = |lost: bool| if lost { InvalidRecords::all() } else { InvalidRecords::default() };
    [sources.refused_statistics, sources.refused_sources, sources.refused_events] = lost.map(refused);
    let mut sorted =
        Sorted { pages: Vec::new(), sources, statistics: None, source_file: None, events: None, translations: None };
    let mut unknown_folders = HashSet::new();
    for file in &found.files {
        match role(file, config) {
            Role::Page(page) => sorted.pages.push(page),
            Role::File(plain) => {
                if let Some(stem) = discover::other_markdown(&plain.path) {
                    let place = discover::whole(&plain.shown);
                    findings.push(catalog::files::markdown_ending(place, &format!("{stem}.md")));
                }
                sorted.sources.files.push(plain);
            }
            Role::Statistics => sorted.statistics = Some(file),
            Role::Sources => sorted.source_file = Some(file),
            Role::Events => sorted.events = Some(file),
            Role::Translations => sorted.translations = Some(file),
            Role::Settings => {}
            Role::Misplaced => discover::misplaced(file, config, &mut unknown_folders, findings),
        }
    }
    sorted
}

impl Sources {
    /// Sets the statistics that were read.
    pub fn set_statistics(&mut self, read: Records<Statistic>) {
        (self.statistics, self.refused_statistics, self.statistic_starts) = (read.kept, read.refused, read.starts);
    }

    /// Sets the sources that were read.
    pub fn set_sources(&mut self, read: Records<SourceRecord>) {
        (self.sources, self.refused_sources, self.source_starts) = (read.kept, read.refused, read.starts);
    }

    /// Sets the events that were read.
    pub fn set_events(&mut self, read: Records<EventRecord>) {
        (self.events, self.refused_events, self.event_starts) = (read.kept, read.refused, read.starts);
    }
}

/// The rules for reading Markdown, for each language of the site.
#[must_use]
pub fn rules(config: &Config) -> Vec<Rules> {
    let names: Vec<String> = config.names.iter().map(|name| name.text.clone()).collect();
    let of = |language: &Language| {
        // The title of the site counts as a declared name: Connect2Recover.
        let names = names.iter().cloned().chain([config.title.get(&language.tag).to_owned()]);
        let lexicon = Lexicon::new(&language.tag, names.collect());
        let lexicon = if config.is_off(Code::LooseNumber) { lexicon.claims_only() } else { lexicon };
        Rules {
            house: true,
            smart_punctuation: config.smart_punctuation.then(|| Quotation::new(&language.tag)),
            raw_html: config.raw_html,
            right_to_left: language.right_to_left,
            spaced_marks: language.spaced_marks,
            lexicon: Some(Arc::new(lexicon)),
        }
    };
    config.languages.iter().map(of).collect()
}

fn parse_page(
    file: Arc<SourceFile>,
    (language, path): (usize, &str),
    (rules, taxonomies): (&Rules, &Taxonomies),
    findings: &mut Vec<Finding>,
) -> SourcePage {
    let (mut front, body, untitled) = front_matter::read(&file, taxonomies, findings);
    let title = Some(front.text_ranges[0].clone()).filter(|range| !range.is_empty());
    let body = markdown::BodyRange { range: body..file.text().len(), title };
    let mut document = markdown::parse(&file, body, rules, findings);
    match &document.title {
        Some(heading) if front.title.is_none() => {
            front.title = Some(heading.text.clone());
            front.text_ranges[0] = heading.range.clone();
            // Its numbers are found below, as those of any title.
            document.prose.loose.retain(|number| !heading.range.contains(&number.range.start));
        }
        None => {
            let heading = document.headings.first().map(|heading| heading.text.as_str());
            findings.extend(untitled.map(|untitled| untitled.finding(&file, heading)));
        }
        Some(_) => {}
    }
    let texts = [&front.title, &front.description].into_iter().zip(&front.text_ranges);
    for (text, range) in texts.filter_map(|(text, range)| Some((text.as_ref()?, range))) {
        front.has_changes |= rules.lexicon.iter().any(|words| words.has_negative_changes(text));
        let lexicon = rules.lexicon.iter();
        let found = lexicon.flat_map(|words| markdown::of_front_matter(file.text(), text, range, words));
        document.prose.loose.extend(found);
    }
    SourcePage { file, language, path: path.to_owned(), front, document, blocks: OnceLock::new() }
}

/// Reads pages again from their texts, with other settings and without findings. Pages whose language the settings do not
/// have are dropped.
#[must_use]
pub fn pages_with<'p>(config: &Config, pages: impl Iterator<Item = &'p Arc<SourcePage>>) -> Vec<Arc<SourcePage>> {
    let rules = rules(config);
    let read = |page: &Arc<SourcePage>| {
        let below = page.file.path().strip_prefix(Paths::CONTENT)?.strip_prefix('/')?;
        let tag = below.strip_suffix(&page.path)?.strip_suffix('/')?;
        let language = config.languages.iter().position(|language| language.tag == tag)?;
        let page = parse_page(
            page.file.clone(),
            (language, &page.path),
            (&rules[language], &config.taxonomies),
            &mut Vec::new(),
        );
        Some(Arc::new(page))
    };
    pages.filter_map(read).collect()
}
