//! The languages of a site, as a page links to them: to its translation, else to the nearest page that has one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::Value;

use super::links::Linker;
use super::view::NOTHING;
use super::{Renderer, text};
use crate::config::{Config, Language};
use crate::percent::encode_link;
use crate::site::{Outline, OutlinePage, Site, Subject};

/// All languages of a site, in the order of the settings, each with the address to go to. Languages without any page to go to
/// are left out. A site of one language has none.
pub(super) fn switch(renderer: &Renderer<'_>, (language, of): (usize, Subject), linker: &Linker) -> Value {
    let (outline, config) = (&renderer.outline, &renderer.site.config);
    if config.languages.len() < 2 {
        return NOTHING.clone();
    }
    let entry = |(number, name): (usize, Cow<'_, str>)| {
        let is_current = number == language;
        let (url, is_nearest) = match is_current {
            true => (Value::none(), false),
            false => {
                let counterpart = outline.counterpart(of, number, config)?;
                (text(&linker.link(&counterpart.address)), !counterpart.is_same)
            }
        };
        let mut entry = described(&config.languages[number], &name);
        entry.extend([("url", url), ("current", Value::from(is_current)), ("nearest", Value::from(is_nearest))]);
        Some(Value::from(entry))
    };
    let entries: Vec<Value> = names(config).enumerate().filter_map(entry).collect();
    // The page itself is in its own language.
    if entries.len() < 2 { NOTHING.clone() } else { Value::from(entries) }
}

/// The home page of each language, with the title of the site in it, for a page on which readers choose.
pub(super) fn homes(renderer: &Renderer<'_>, linker: &Linker) -> Value {
    let config = &renderer.site.config;
    let entry = |(language, name): (&Language, Cow<'_, str>)| {
        renderer.outline.pages.number_at(&language.at)?;
        let mut entry = described(language, &name);
        entry.extend([
            ("url", text(&linker.link(&language.at))),
            ("current", Value::from(false)),
            ("nearest", Value::from(false)),
        ]);
        Some(Value::from(entry))
    };
    Value::from(config.languages.iter().zip(names(config)).filter_map(entry).collect::<Vec<_>>())
}

/// The titles of the site, each once, with the first language that has it.
pub(super) fn titles(config: &Config) -> Vec<(&Language, &str)> {
    let mut titles: Vec<(&Language, &str)> = Vec::new();
    for language in &config.languages {
        let title = config.title.get(&language.tag);
        if titles.iter().all(|(_, other)| *other != title) {
            titles.push((language, title));
        }
    }
    titles
}

/// The same as values.
pub(super) fn titles_of_site(config: &Config) -> Value {
    let entry = |(language, title): (&Language, &str)| Value::from(described(language, title));
    Value::from(titles(config).into_iter().map(entry).collect::<Vec<_>>())
}

/// A text in a language, with the tag and the direction of the language.
fn described(language: &Language, title: &str) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("title", text(title)),
        ("lang", text(&language.tag)),
        ("dir", text(if language.right_to_left { "rtl" } else { "ltr" })),
    ])
}

/// The name of each language in itself. Languages with the same name, such as `pt-BR` and `pt-PT`, have their tags with it.
fn names(config: &Config) -> impl Iterator<Item = Cow<'_, str>> {
    config.languages.iter().map(|language| {
        match config.languages.iter().filter(|other| other.name == language.name).count() {
            1 => Cow::Borrowed(language.name.as_str()),
            _ => Cow::Owned(format!("{} ({})", language.name, language.tag)),
        }
    })
}

/// The translations of a page, for lists of pages.
pub(super) fn translations(site: &Site, outline: &Outline<'_>, page: &OutlinePage<'_>) -> Value {
    let Some(number) = outline.pages.number_at(page.address) else { return NOTHING.clone() };
    let others = outline.translations.pages.members(number).filter(|other| *other != number);
    let others = others.map(|other| &outline.pages[other]).filter(|other| other.is_listed);
    let entry = |other: &OutlinePage<'_>| {
        Value::from(BTreeMap::from([
            ("lang", text(&site.config.languages[other.language].tag)),
            ("address", text(other.address)),
            ("title", text(other.title)),
        ]))
    };
    let others: Vec<Value> = others.map(entry).collect();
    if others.is_empty() { NOTHING.clone() } else { Value::from(others) }
}

/// The page itself and its translations with their whole addresses, for search engines; nothing where the site does not say so or
/// the page has no translation.
pub(super) fn alternates(renderer: &Renderer<'_>, of: (usize, Subject), address: &str) -> Value {
    let (outline, config) = (&renderer.outline, &renderer.site.config);
    let Some(base) = config.base_url.as_ref().filter(|_| config.hreflang.is_some()) else { return NOTHING.clone() };
    let entry = |(lang, address): (&str, String)| {
        Value::from(BTreeMap::from([("lang", text(lang)), ("url", text(&base.join(&encode_link(&address))))]))
    };
    Value::from(outline.alternates(of, address, config).into_iter().map(entry).collect::<Vec<_>>())
}
