//! Stage 2: reads files into [`Sources`]. Each file is read and parsed independently of the others, in parallel.

mod cache;
mod currencies;
mod discover;
mod formula;
mod fraction;
mod front_matter;
mod numbers;
mod records;
mod style;
mod text;
mod theme;
mod unusable;
mod walk;

pub mod markdown;

pub use cache::{ReadCache, ReadScope};
pub use discover::{Discovered, Found, discover, is_passed_over};
pub use formula::{Formula, Undefined};
pub use fraction::{Fraction, TooLarge};
pub use front_matter::{Expectation, FrontMatter, is_segment};
pub use numbers::{Number, Scale, Unit};
pub use records::{
    Choice, EventRecord, HERE, Online, Period, RecordStarts, Records, Refused, Resolution, SourceRecord, Statistic,
};
pub use theme::{Theme, ThemeFile};
pub use unusable::UnusableFiles;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, Language, Paths};
use crate::disk::Stamp;
use crate::report::{Code, Finding, SourceFile, catalog};
use crate::words::Lexicon;
use cache::CachedPage;
use markdown::{Document, Rules};

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Pages, sorted by language and path.
    pub pages: Vec<Arc<SourcePage>>,
    /// Files beside pages, which are published as they are.
    pub files: Vec<PlainFile>,
    /// Statistics in the order of their file.
    pub statistics: Vec<Statistic>,
    /// Sources in the order of their file.
    pub sources: Vec<SourceRecord>,
    /// Events in the order of their file.
    pub events: Vec<EventRecord>,
    /// Statistics that are invalid.
    pub refused_statistics: Refused,
    /// Sources that are invalid.
    pub refused_sources: Refused,
    /// Events that are invalid.
    pub refused_events: Refused,
    /// Where each statistic begins in its file, valid or not.
    pub statistic_starts: RecordStarts,
    /// The same for sources.
    pub source_starts: RecordStarts,
    /// The same for events.
    pub event_starts: RecordStarts,
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
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct PlainFile {
    /// Its path on disk.
    pub disk: PathBuf,
    /// Its path as findings show it.
    pub shown: String,
    /// Number of its language in the settings.
    pub language: usize,
    /// Its path below the language's folder.
    pub path: String,
    /// Its size and times in its folder.
    pub stamp: Stamp,
}

/// Reads the text of `content/site.yaml`, or reports that it is missing.
pub fn settings(found: &Discovered, cache: &mut ReadCache, findings: &mut Vec<Finding>) -> Option<Arc<SourceFile>> {
    let Some(site) = found.files.iter().find(|file| file.path == "site.yaml") else {
        // A link to a missing file, or to one outside of the site, is already reported.
        if !found.unusable.covers(Paths::SITE) {
            findings.push(catalog::config::missing(discover::whole(Paths::SITE)));
        }
        return None;
    };
    let text = cache.read_text(site, cache.settings.clone().as_ref(), findings);
    cache.settings = Some(text.clone());
    text.file
}

/// The role of a file under `content/`, by its folder and name.
enum Role {
    Page { language: usize, path: String },
    File(PlainFile),
    Statistics,
    Sources,
    Events,
    Settings,
    Misplaced,
}

fn role(found: &Found, config: &Config) -> Role {
    let Some((folder, rest)) = found.path.split_once('/') else {
        return match found.path.as_str() {
            "site.yaml" => Role::Settings,
            "statistics.yaml" => Role::Statistics,
            "sources.yaml" => Role::Sources,
            "events.yaml" => Role::Events,
            _ => Role::Misplaced,
        };
    };
    let Some(language) = config.languages.iter().position(|language| language.tag == folder) else {
        return Role::Misplaced;
    };
    let path = rest.to_owned();
    if path.ends_with(".md") {
        Role::Page { language, path }
    } else {
        let shown = format!("{}/{}", Paths::CONTENT, found.path);
        Role::File(PlainFile { disk: found.disk.clone(), shown, language, path, stamp: found.stamp })
    }
}

/// Reads everything but the settings and the theme.
#[must_use]
pub fn read(found: &Discovered, config: &Arc<Config>, cache: &mut ReadCache, findings: &mut Vec<Finding>) -> Sources {
    let rules = rules(config);
    let mut sources = Sources { unusable: found.unusable.clone(), ..Sources::default() };
    // It is not known what an unusable file holds.
    let lost = [Paths::STATISTICS, Paths::SOURCES, Paths::EVENTS].map(|path| found.unusable.covers(path));
    cache.set_broken_links(lost);
    let refused = |lost: bool| if lost { Refused::all() } else { Refused::default() };
    [sources.refused_statistics, sources.refused_sources, sources.refused_events] = lost.map(refused);
    let mut markdown = Vec::new();
    let mut unknown_folders = HashSet::new();
    let mut record_files = [None; 3];
    for file in &found.files {
        match role(file, config) {
            Role::Page { language, path } => markdown.push((file, language, path)),
            Role::File(plain) => {
                if let Some(stem) = other_markdown(&plain.path) {
                    let place = discover::whole(&plain.shown);
                    findings.push(catalog::files::markdown_ending(place, &format!("{stem}.md")));
                }
                sources.files.push(plain);
            }
            Role::Statistics => record_files[0] = Some(file),
            Role::Sources => record_files[1] = Some(file),
            Role::Events => record_files[2] = Some(file),
            Role::Settings => {}
            Role::Misplaced => misplaced(file, config, &mut unknown_folders, findings),
        }
    }
    let [statistics, source_file, events] = record_files;
    if let Some(read) = cache.records(|cache| &mut cache.statistics, statistics, records::statistics, findings) {
        (sources.statistics, sources.refused_statistics, sources.statistic_starts) =
            (read.kept, read.refused, read.starts);
    }
    if let Some(read) = cache.records(|cache| &mut cache.sources, source_file, records::sources, findings) {
        (sources.sources, sources.refused_sources, sources.source_starts) = (read.kept, read.refused, read.starts);
    }
    if let Some(read) = cache.records(|cache| &mut cache.events, events, records::events, findings) {
        (sources.events, sources.refused_events, sources.event_starts) = (read.kept, read.refused, read.starts);
    }
    cache.begin_pages(config);
    let read: Vec<CachedPage> = {
        let cache = &*cache;
        markdown
            .par_iter()
            .map(|(file, language, path)| page(file, *language, path, &rules[*language], cache))
            .collect()
    };
    cache.end_pages(markdown.iter().map(|(file, ..)| *file).zip(&read));
    for ((file, ..), read) in markdown.iter().zip(read) {
        if read.page.is_none() {
            sources.unusable.insert(format!("{}/{}", Paths::CONTENT, file.path));
        }
        sources.pages.extend(read.page);
        findings.extend(read.findings);
    }
    sources
}

/// The rules for reading Markdown, for each language of the site.
fn rules(config: &Config) -> Vec<Rules> {
    let names: Vec<String> = config.names.iter().map(|name| name.text.clone()).collect();
    let of = |language: &Language| {
        // The title of the site counts as a declared name: Connect2Recover.
        let names = names.iter().cloned().chain([config.title.get(&language.tag).to_owned()]);
        let lexicon = Lexicon::new(&language.tag, names.collect());
        let lexicon = if config.is_off(Code::LooseNumber) { lexicon.claims_only() } else { lexicon };
        Rules {
            house: true,
            smart_punctuation: config.smart_punctuation,
            raw_html: config.raw_html,
            lexicon: Some(Arc::new(lexicon)),
        }
    };
    config.languages.iter().map(of).collect()
}

fn page(found: &Found, language: usize, path: &str, rules: &Rules, cache: &ReadCache) -> CachedPage {
    let known = cache.pages.get(&found.path);
    let (text, is_new) = cache.text(found, known.map(|known| &known.text));
    if let Some(known) = known.filter(|_| !is_new) {
        return CachedPage { text, ..known.clone() };
    }
    let mut findings = text.findings.clone();
    let Some(file) = text.file.clone() else { return CachedPage { text, page: None, findings } };
    let page = parse_page(file, language, path, rules, &mut findings);
    CachedPage { text, page: Some(Arc::new(page)), findings }
}

fn parse_page(
    file: Arc<SourceFile>,
    language: usize,
    path: &str,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> SourcePage {
    let (front, body) = front_matter::read(&file, findings);
    let mut document = markdown::parse(&file, body..file.text().len(), rules, findings);
    let texts = [&front.title, &front.description].into_iter().zip(&front.text_ranges);
    for (text, range) in texts.filter_map(|(text, range)| Some((text.as_ref()?, range))) {
        let lexicon = rules.lexicon.iter();
        document
            .prose
            .loose
            .extend(lexicon.flat_map(|words| markdown::of_front_matter(file.text(), text, range, words)));
    }
    SourcePage { file, language, path: path.to_owned(), front, document }
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
        let page = parse_page(page.file.clone(), language, &page.path, &rules[language], &mut Vec::new());
        Some(Arc::new(page))
    };
    pages.filter_map(read).collect()
}

/// The stem of a file such as `notes.markdown` or `notes.MD`, which is meant as a page.
fn other_markdown(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    let is_markdown = ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    is_markdown.then(|| stem.rsplit('/').next().unwrap_or(stem))
}

/// Reports a misplaced file; a folder that is not a language is reported once, however many files it holds.
fn misplaced(file: &Found, config: &Config, folders: &mut HashSet<String>, findings: &mut Vec<Finding>) {
    if let Some((folder, _)) = file.path.split_once('/') {
        if folders.insert(folder.to_owned()) {
            let place = discover::whole(&format!("{}/{folder}", Paths::CONTENT));
            findings.push(catalog::files::unknown_language(place, folder));
        }
    } else {
        let languages: Vec<&str> = config.languages.iter().map(|language| language.tag.as_str()).collect();
        let place = discover::whole(&format!("{}/{}", Paths::CONTENT, file.path));
        findings.push(catalog::files::misplaced(place, &languages));
    }
}
