//! What each language of a site has: pages, texts of records and settings, and texts of the theme; which of them are missing, and which
//! are made from an older version of their original.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::check::each_record_text;
use crate::config::{Config, InlineText, Paths, Text};
use crate::read::{STAND_IN, SourcePage, Theme};
use crate::site::{MarkedPage, MarkedPages, SamePages, Site, changes_of, nfc};

/// What a language has of a page or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TranslationState {
    /// It is there, and up to date as far as is known.
    Present,
    /// Its original has changed since it was marked as translated.
    Stale,
    /// It is not there.
    Missing,
    /// It is a page that is not published: a draft, not published yet, or expired.
    Withheld,
}

impl TranslationState {
    /// Its name, as it is shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Withheld => "withheld",
        }
    }
}

/// What can be translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TranslationKind {
    /// A page.
    Page,
    /// A text of a record or of the settings that is given by language.
    Text,
    /// A text of the theme.
    Theme,
}

impl TranslationKind {
    /// Every kind, in the order of [`Coverage::rows`].
    pub const ALL: [Self; 3] = [Self::Page, Self::Text, Self::Theme];
}

/// What the languages have of one page or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// What it is.
    pub kind: TranslationKind,
    /// Its name: the path of a page below the folder of its language, a record and a key, or the key of a string.
    pub name: String,
    /// The files of a page, by the tags of their languages.
    pub files: BTreeMap<String, String>,
    /// What each language has of it, in the order of the languages.
    pub states: Vec<TranslationState>,
}

impl CoverageRow {
    /// Whether each language has it, up to date.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.states.iter().all(|state| *state == TranslationState::Present)
    }
}

/// What each language of a site has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The tags of the languages, in their order.
    pub languages: Vec<String>,
    /// Pages sorted by name, then texts in the order of their files, then texts of the theme sorted by key.
    pub rows: Vec<CoverageRow>,
}

impl Coverage {
    /// What the languages have of these pages, of the records and settings of the site, and of its theme.
    #[must_use]
    pub fn new(site: &Site, pages: &[Arc<SourcePage>], theme: &Theme) -> Self {
        let languages: Vec<String> = site.config.languages.iter().map(|language| language.tag.clone()).collect();
        let mut rows = of_pages(site, pages);
        let mut text = |name: String, text: &Text| rows.extend(of_text(name, text, &languages));
        of_settings(&site.config, &mut text);
        each_record_text(site, &mut |found| {
            let file = found.place.file().path();
            let file = file.rsplit('/').next().unwrap_or(file);
            text(format!("{file} {}: {}", found.id, found.key), found.text);
        });
        rows.extend(of_settings_in_markdown(&site.config, &languages));
        rows.extend(of_theme(theme, &languages));
        Self { languages, rows }
    }

    /// The rows of a kind.
    pub fn of_kind(&self, kind: TranslationKind) -> impl Iterator<Item = &CoverageRow> {
        self.rows.iter().filter(move |row| row.kind == kind)
    }

    /// How many of a kind the language of this number has in a state.
    #[must_use]
    pub fn count(&self, kind: TranslationKind, language: usize, state: TranslationState) -> usize {
        self.of_kind(kind).filter(|row| row.states.get(language) == Some(&state)).count()
    }

    /// A line of JSON for each row, and for each language the totals.
    #[must_use]
    pub fn json_lines(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let states: BTreeMap<&str, TranslationState> =
                self.languages.iter().map(String::as_str).zip(row.states.iter().copied()).collect();
            let mut line = json!({ "translation": row.kind, "name": row.name, "states": states });
            if row.kind == TranslationKind::Page {
                line["files"] = json!(row.files);
            }
            line
        });
        let totals = self.languages.iter().enumerate().map(|(number, tag)| {
            let count = |kind, state: TranslationState| self.count(kind, number, state);
            let of = |kind, states: &[TranslationState]| -> Value {
                states.iter().map(|state| (state.name().to_owned(), json!(count(kind, *state)))).collect()
            };
            let [present, stale, missing, withheld] = STATES;
            json!({
                "translation": "total",
                "language": tag,
                "pages": of(TranslationKind::Page, &[present, stale, missing, withheld]),
                "texts": of(TranslationKind::Text, &[present, missing]),
                "theme": of(TranslationKind::Theme, &[present, missing]),
            })
        });
        rows.chain(totals).map(|line| format!("{line}\n")).collect()
    }
}

const STATES: [TranslationState; 4] =
    [TranslationState::Present, TranslationState::Stale, TranslationState::Missing, TranslationState::Withheld];

fn of_pages(site: &Site, pages: &[Arc<SourcePage>]) -> Vec<CoverageRow> {
    let published: BTreeSet<&str> = site.pages.iter().map(|page| page.source.file.path()).collect();
    let stale = stale_files(site);
    let root = site.config.first_tag();
    let state = |page: &SourcePage| match page.file.path() {
        file if !published.contains(file) => TranslationState::Withheld,
        file if stale.contains(file) => TranslationState::Stale,
        _ => TranslationState::Present,
    };
    let row = |members: Vec<Option<&Arc<SourcePage>>>| {
        let in_root = members.iter().flatten().find(|page| site.config.languages[page.language].tag == root);
        let name = in_root.or(members.iter().flatten().next());
        let files = members.iter().flatten();
        let files = files.map(|page| (site.config.languages[page.language].tag.clone(), page.file.path().to_owned()));
        CoverageRow {
            kind: TranslationKind::Page,
            name: name.map(|page| nfc(&page.path).into_owned()).unwrap_or_default(),
            files: files.collect(),
            states: members.iter().map(|page| page.map_or(TranslationState::Missing, |page| state(page))).collect(),
        }
    };
    let mut rows: Vec<CoverageRow> = SamePages::new(pages, &site.config).groups().map(row).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.files.cmp(&b.files)));
    rows
}

/// The files of translations whose originals have changed.
fn stale_files(site: &Site) -> BTreeSet<&str> {
    let pages = MarkedPages::new(site);
    let marks = site.translation_marks.iter();
    let stale = marks.filter_map(|mark| match (pages.find(&mark.page), pages.find(&mark.original)) {
        (MarkedPage::Published(page), MarkedPage::Published(original)) => {
            (!changes_of(mark, &original.source).is_empty()).then(|| page.source.file.path())
        }
        _ => None,
    });
    stale.collect()
}

/// The row of a text; `None` if it is given once for all languages.
fn of_text(name: String, text: &Text, languages: &[String]) -> Option<CoverageRow> {
    text.languages().next()?;
    Some(row(TranslationKind::Text, name, languages.iter().map(|tag| text.own(tag).is_some())))
}

fn row(kind: TranslationKind, name: String, has: impl Iterator<Item = bool>) -> CoverageRow {
    let state = |has: bool| if has { TranslationState::Present } else { TranslationState::Missing };
    CoverageRow { kind, name, files: BTreeMap::new(), states: has.map(state).collect() }
}

/// The name of a text of the settings.
fn setting(key: &str) -> String {
    let file = Paths::SITE.rsplit('/').next().unwrap_or(Paths::SITE);
    format!("{file} {key}")
}

fn of_settings(config: &Config, text: &mut impl FnMut(String, &Text)) {
    text(setting("title"), &config.title);
    for taxonomy in &config.taxonomies.list {
        taxonomy.title.iter().for_each(|title| text(setting(&format!("taxonomies: {}", taxonomy.name)), title));
    }
    if let Some(alt) = config.pictures.logo.as_ref().and_then(|logo| logo.alt.as_ref()) {
        text(setting("logo: alt"), alt);
    }
}

fn of_settings_in_markdown(config: &Config, languages: &[String]) -> Vec<CoverageRow> {
    let parts = &config.page_parts;
    let of = |key: String, text: &InlineText| {
        text.languages().next()?;
        let has = |tag: &String| text.get(tag).is_some_and(|(_, other)| other.is_none());
        Some(row(TranslationKind::Text, setting(&key), languages.iter().map(has)))
    };
    let banner = parts.banner.iter().filter_map(|banner| of("banner: text".to_owned(), &banner.text));
    let footer = [("contact", &parts.footer.contact), ("licence", &parts.footer.licence)].into_iter();
    let footer = footer.filter_map(|(key, text)| of(format!("footer: {key}"), text.as_ref()?));
    let links = parts.footer.links.iter().enumerate();
    let links = links.filter_map(|(number, text)| of(format!("footer: links: {}", number + 1), text));
    banner.chain(footer).chain(links).collect()
}

/// The texts of a theme that have words in English.
fn of_theme(theme: &Theme, languages: &[String]) -> Vec<CoverageRow> {
    let own: Vec<_> = languages.iter().map(|tag| theme.strings_of(tag)).collect();
    let is_english = |tag: &str| tag.split('-').next() == Some(STAND_IN);
    let keys = theme.strings.get(STAND_IN).into_iter().flatten().filter(|(_, phrase)| !phrase.is_blank());
    let has = |key: &str| -> Vec<bool> {
        languages.iter().zip(&own).map(|(tag, own)| is_english(tag) || own.contains_key(key)).collect()
    };
    keys.map(|(key, _)| row(TranslationKind::Theme, key.clone(), has(key).into_iter())).collect()
}
