//! Stage 1: parses `content/site.yaml` into a [`Config`].

mod base_url;
mod calendar;
mod depends;
mod editions;
mod host;
mod hosting;
mod language_names;
mod languages;
mod load;
mod appearance;
mod menu;
mod page_parts;
mod paths;
mod pictures;
mod taxonomies;
mod texts;

pub use appearance::{Appearance, ColourSetting};
pub use base_url::BaseUrl;
pub use calendar::Calendar;
pub use depends::OF_THEME;
pub use editions::{Edition, EditionLinker, WantedEdition};
pub use host::{Host, HostFiles, NO_JEKYLL, PolicyPlace};
pub use language_names::{languages_by_name, own_name};
pub use languages::{is_right_to_left, is_tag, likely_script, locale};
pub use load::{load, place_of_base_url, show};
pub use menu::MenuEntry;
pub use page_parts::{Banner, Footer, InlineText, PartSettings};
pub use paths::Paths;
pub use pictures::{Logo, OpenGraph, SitePictures};
pub use taxonomies::{PAGE_KEYS, TAGS, Taxonomies, Taxonomy};
pub use texts::text_by_language;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::report::{Code, Level, SourceFile};
use languages::{has_spaced_marks, is_variant};

/// The settings of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file of the settings.
    pub file: Option<Arc<SourceFile>>,
    /// The title of the site.
    pub title: Text,
    /// The address at which it is published; needed for feeds, sitemaps and the page for missing addresses.
    pub base_url: Option<BaseUrl>,
    /// Whether the settings were read and have no `base_url`.
    pub lacks_base_url: bool,
    /// What the UIDs of events end with: `uid_domain`, or the host and the path of `base_url` in `site.yaml`. A base address
    /// given to a single run does not change it, so that calendars know the event again.
    pub uid_domain: Option<String>,
    /// Themes; a file is taken from the first that has it.
    pub themes: Vec<Located>,
    /// The host.
    pub host: Host,
    /// Where `host` is written.
    pub host_place: Option<crate::report::Place>,
    /// Where the Content-Security-Policy is written, if the settings say so.
    pub policy_place: Option<PolicyPlace>,
    /// Whether search engines are asked to leave all pages out.
    pub noindex: bool,
    /// The languages, in the order of `site.yaml`.
    pub languages: Vec<Language>,
    /// Forms of the whole site in one file.
    pub editions: Vec<WantedEdition>,
    /// Maximum size of a page in bytes on the wire.
    pub page_budget: u64,
    /// Whether publishing replaces files one by one instead of exchanging the folder.
    pub in_place: bool,
    /// Whether the footer shows the weight of the page.
    pub show_weight: bool,
    /// Whether each page names its address below `base_url` as the one to be found at.
    pub canonical: bool,
    /// Where the settings ask each page to name its translations to search engines.
    pub hreflang: Option<crate::report::Place>,
    /// Whether straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// Whether raw HTML in Markdown is allowed, sanitised.
    pub raw_html: bool,
    /// Colours and the font.
    pub appearance: Appearance,
    /// The menu; without it, it has the top-level pages with an `order`.
    pub menu: Option<Vec<MenuEntry>>,
    /// What all pages show around their text.
    pub page_parts: PartSettings,
    /// The pictures that the settings name.
    pub pictures: SitePictures,
    /// Whether images are offered, or sent with their pages.
    pub images: Show,
    /// Maximum bytes of the images that are sent with a page.
    pub image_budget: u64,
    /// Names with digits, which do not count as numbers.
    pub names: Vec<Located>,
    /// The keys of front matter that gather pages.
    pub taxonomies: Arc<Taxonomies>,
    /// Levels of findings set by the site; `None` is off.
    pub levels: BTreeMap<Code, Option<Level>>,
    /// Codes of findings that depend on settings that cannot be read. They are not reported.
    pub undecided: BTreeSet<Code>,
}

/// How an image alone in its paragraph is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Fetched only when a reader opens it.
    #[default]
    Offered,
    /// Sent with the page.
    Inline,
}

impl Show {
    /// Reads `offered` or `inline`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "offered" => Some(Self::Offered),
            "inline" => Some(Self::Inline),
            _ => None,
        }
    }
}

/// A text of `site.yaml` with its place, for findings of later stages.
#[derive(Clone, Debug)]
pub struct Located {
    /// The text.
    pub text: String,
    /// Its place; `None` for a default.
    pub place: Option<crate::report::Place>,
}

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The tag, which is also the name of its folder: `en`.
    pub tag: String,
    /// The address of its home page, with `/` at both ends.
    pub at: String,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    /// Its name in itself; the tag of an unknown one.
    pub name: String,
    /// Whether marks such as `?` are set off by a space, at which no line may break: French.
    pub spaced_marks: bool,
    /// The calendar in which its pages write dates.
    pub calendar: Calendar,
}

impl Language {
    /// Creates a language from its tag and the address of its home page.
    #[must_use]
    pub fn new(tag: String, at: String) -> Self {
        let right_to_left = is_right_to_left(&tag);
        let name = own_name(&tag).unwrap_or(&tag).to_owned();
        let spaced_marks = has_spaced_marks(&tag);
        Self { tag, at, right_to_left, name, spaced_marks, calendar: Calendar::default() }
    }
}

/// A text that is shown to readers: one for all languages, or one for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    any: Option<String>,
    /// The tags of languages with their texts, in the order in which they are written.
    by_language: Vec<(String, String)>,
}

/// A text as it is shown in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownText<'t> {
    /// The text.
    pub text: &'t str,
    /// The tag of the language that it is given in, if that is another one.
    pub other: Option<&'t str>,
}

impl Text {
    /// Creates a text for all languages.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { any: Some(text.into()), by_language: Vec::new() }
    }

    /// Creates a text from one for each language.
    #[must_use]
    pub fn by_language(texts: Vec<(String, String)>) -> Self {
        Self { any: None, by_language: texts }
    }

    /// The text in this language, or in any other if it is missing, so that a page never lacks it.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.shown(language).text
    }

    /// The text in this language, or in any other if it is missing, with the tag of that one: first a language that differs only in
    /// its region or script, then the one that is written first.
    #[must_use]
    pub fn shown(&self, language: &str) -> ShownText<'_> {
        if let Some(text) = self.own(language) {
            return ShownText { text, other: None };
        }
        let alike = self.by_language.iter().find(|(tag, _)| tag.split('-').next() == language.split('-').next());
        match alike.or(self.by_language.first()) {
            Some((tag, text)) => ShownText { text, other: Some(tag.as_str()).filter(|tag| !is_variant(tag, language)) },
            None => ShownText { text: "", other: None },
        }
    }

    /// The text in this language, or the one for all languages.
    #[must_use]
    pub fn own(&self, language: &str) -> Option<&str> {
        self.given(language).or(self.any.as_deref())
    }

    /// The text that is given for this language.
    fn given(&self, language: &str) -> Option<&str> {
        self.by_language.iter().find(|(tag, _)| tag == language).map(|(_, text)| text.as_str())
    }

    /// Those of `languages` that lack a text where others have one.
    #[must_use]
    pub fn missing<'l>(&self, languages: &[&'l str]) -> Vec<&'l str> {
        let lacks = |language: &&str| self.any.is_none() && self.given(language).is_none();
        let is_given = !self.by_language.is_empty();
        languages.iter().copied().filter(|language| is_given && lacks(language)).collect()
    }

    /// All texts, the one for all languages first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.any.iter().chain(self.by_language.iter().map(|(_, text)| text)).map(String::as_str)
    }

    /// The languages with a text of their own.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.by_language.iter().map(|(tag, _)| tag.as_str())
    }
}

/// The date that drafts, `publish` and `expires` are compared with.
#[derive(Clone, Copy, Debug)]
pub struct BuildDate {
    /// The date.
    pub date: jiff::civil::Date,
    /// Its origin.
    pub origin: DateOrigin,
}

/// The origin of the date of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrigin {
    /// `--at DATE`.
    Flag,
    /// The environment variable `SOURCE_DATE_EPOCH`.
    SourceDateEpoch,
    /// The clock of the machine, in UTC.
    Today,
}

/// How links between pages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkStyle {
    /// `../session/`, for a web server.
    #[default]
    Pages,
    /// `../session/index.html`, for a folder that is opened without a web server.
    Files,
}

impl Config {
    /// The language of files that exist once for the whole site: the one at its root, else the first.
    #[must_use]
    pub fn first_tag(&self) -> &str {
        let home = self.languages.iter().find(|language| language.at == "/");
        home.or(self.languages.first()).map_or("", |language| language.tag.as_str())
    }

    /// The theme of a site that names none: one of those in the program.
    pub const DEFAULT_THEME: &str = "plain";

    /// The defaults.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            file: None,
            title: Text::default(),
            base_url: None,
            lacks_base_url: false,
            uid_domain: None,
            themes: vec![Located { text: Self::DEFAULT_THEME.into(), place: None }],
            host: Host::Generic,
            host_place: None,
            policy_place: None,
            noindex: false,
            languages: Vec::new(),
            editions: Vec::new(),
            page_budget: 8_500,
            in_place: false,
            show_weight: false,
            canonical: false,
            hreflang: None,
            smart_punctuation: false,
            raw_html: false,
            appearance: Appearance::default(),
            menu: None,
            page_parts: PartSettings::default(),
            pictures: SitePictures::default(),
            images: Show::default(),
            image_budget: 60_000,
            names: Vec::new(),
            taxonomies: Arc::default(),
            levels: BTreeMap::new(),
            undecided: BTreeSet::new(),
        }
    }

    /// Whether findings of this code are not reported: the site sets them to `off`, or they are undecided.
    #[must_use]
    pub fn is_off(&self, code: Code) -> bool {
        self.levels.get(&code) == Some(&None) || self.undecided.contains(&code)
    }
}
