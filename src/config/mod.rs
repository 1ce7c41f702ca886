//! Stage 1: `content/site.yaml` becomes a [`Config`].

mod base_url;
mod host;
mod load;
mod paths;

pub use base_url::BaseUrl;
pub use host::Host;
pub use load::{load, text_by_language};
pub use paths::Paths;

use std::collections::BTreeMap;

use crate::report::{Code, Level};

/// What a site says of itself.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub title: Text,
    /// Where it will be published; only feeds, sitemaps and the missing page need it.
    pub base_url: Option<BaseUrl>,
    /// Whether the settings were read and say nothing of a base address.
    pub lacks_base_url: bool,
    /// Themes, the first that has a file wins.
    pub themes: Vec<Located>,
    /// What serves it.
    pub host: Host,
    /// Its languages, in the order of `site.yaml`.
    pub languages: Vec<Language>,
    /// Bytes that a page may cost on the wire.
    pub page_budget: u64,
    /// Whether its files are replaced one by one when it is published, and not all at once.
    pub in_place: bool,
    /// Whether the footer says what the page weighs.
    pub show_weight: bool,
    /// Whether straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// Whether raw HTML in Markdown is let through, sanitised.
    pub raw_html: bool,
    /// Names that hold digits, which are no numbers.
    pub names: Vec<Located>,
    /// Levels that the site chose for findings; `None` is off.
    pub levels: BTreeMap<Code, Option<Level>>,
}

/// A text of `site.yaml` with its place, so that what goes wrong with it later can still point there.
#[derive(Clone, Debug)]
pub struct Located {
    /// The text.
    pub text: String,
    /// Where it stands, unless it is a default.
    pub place: Option<crate::report::Place>,
}

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag, which is also its folder: `en`.
    pub tag: String,
    /// The address it lives at, with `/` at both ends.
    pub at: String,
}

/// A shown text: one string for all languages, or one for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    any: Option<String>,
    by_language: BTreeMap<String, String>,
}

impl Text {
    /// One string for all languages.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { any: Some(text.into()), by_language: BTreeMap::new() }
    }

    /// A string for each language.
    #[must_use]
    pub fn by_language(texts: BTreeMap<String, String>) -> Self {
        Self { any: None, by_language: texts }
    }

    /// The text in this language; where it has none, any that there is, so that a page never loses it.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.by_language
            .get(language)
            .or(self.any.as_ref())
            .or_else(|| self.by_language.values().next())
            .map_or("", String::as_str)
    }

    /// The text meant for this language: its own, or the one for all languages.
    #[must_use]
    pub fn own(&self, language: &str) -> Option<&str> {
        self.by_language.get(language).or(self.any.as_ref()).map(String::as_str)
    }

    /// Every text there is, that for all languages first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.any.iter().chain(self.by_language.values()).map(String::as_str)
    }

    /// Languages that have a text of their own.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.by_language.keys().map(String::as_str)
    }
}

/// The date that drafts, `publish` and `expires` are compared with.
#[derive(Clone, Copy, Debug)]
pub struct BuildDate {
    /// The date.
    pub date: jiff::civil::Date,
    /// Where it came from.
    pub origin: DateOrigin,
}

/// Who said which date it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrigin {
    /// `--at DATE`.
    Flag,
    /// The environment variable `SOURCE_DATE_EPOCH`.
    SourceDateEpoch,
    /// The machine's clock, in UTC.
    Today,
}

/// How links between pages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkStyle {
    /// `../session/`, for a web server.
    #[default]
    Pages,
    /// `../session/index.html`, for a folder that is opened without one.
    Files,
}

impl Config {
    /// The language of files that the whole site has one of: the one that lives at its root, else the first.
    #[must_use]
    pub fn first_tag(&self) -> &str {
        let home = self.languages.iter().find(|language| language.at == "/");
        home.or(self.languages.first()).map_or("", |language| language.tag.as_str())
    }

    /// What a site has that says nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            title: Text::default(),
            base_url: None,
            lacks_base_url: false,
            themes: vec![Located { text: "plain".into(), place: None }],
            host: Host::Generic,
            languages: Vec::new(),
            page_budget: 8_500,
            in_place: false,
            show_weight: false,
            smart_punctuation: false,
            raw_html: false,
            names: Vec::new(),
            levels: BTreeMap::new(),
        }
    }
}
