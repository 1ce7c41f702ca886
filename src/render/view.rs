//! The values that a template can use: its own page and the outline. Built as ready values, so that nothing is
//! serialised twice.

use std::collections::BTreeMap;
use std::sync::{LazyLock, PoisonError};

use serde_json::Value as Json;
use tera::Value;

use super::figures::Figures;
use super::interface::Strings;
use super::languages;
use super::links::Linker;
use super::marked::TextMarker;
use super::templates::Templates;
use super::terms::{tags, taxonomies, taxonomies_of_page, terms_by_taxonomy, texts};
use super::{Renderer, event, page_parts, parts, text};
use crate::config::TAGS;
use crate::marks;
use crate::site::{
    Extra, Kind, List, MenuItem, Outline, OutlinePage, Page, Purpose, Site, Subject, feed_address, first_language,
    tables,
};

/// The smallest number of second-level headings for which a page has a list of contents.
const LONG: usize = 3;

/// `extra` of a page that has none: one value for all of them.
pub(super) static NO_EXTRA: LazyLock<Value> = LazyLock::new(|| Value::from(BTreeMap::<&'static str, Value>::new()));

/// An empty list.
pub(super) static NOTHING: LazyLock<Value> = LazyLock::new(|| Value::from(Vec::<Value>::new()));

/// The parts of the outline that are the same for all languages, and whether templates may list the others. What no template
/// may list is not built.
pub struct Listed {
    pages: Value,
    /// The title of `tags` in each language, if templates may list the taxonomies.
    tags_titles: Option<Vec<Value>>,
    events: bool,
    statistics: bool,
}

impl Listed {
    /// Returns the lists that these templates may ask for.
    #[must_use]
    pub(super) fn new(site: &Site, outline: &Outline<'_>, templates: &Templates, strings: &[Strings]) -> Self {
        let title = |strings: &Strings| strings.value(TAGS).unwrap_or_else(|| text(TAGS));
        let of_page = |page| outline_page(site, outline, page);
        Self {
            pages: if templates.may_list_pages() {
                Value::from(outline.listed().map(|(_, page)| of_page(page)).collect::<Vec<_>>())
            } else {
                Value::none()
            },
            tags_titles: templates.may_list_taxonomies().then(|| strings.iter().map(title).collect()),
            events: templates.may_list_events(),
            statistics: outline.listed().any(|(_, page)| page.lists_records) || templates.may_list_records(),
        }
    }
}

/// The outline as templates see it, in the words of each language.
#[must_use]
pub fn outlines(site: &Site, about: &Outline<'_>, listed: &Listed, figures: &[Figures]) -> Vec<Value> {
    figures.iter().enumerate().map(|(language, figures)| outline(site, about, listed, figures, language)).collect()
}

/// The outline as templates see it, in the words of one language.
fn outline(site: &Site, outline: &Outline<'_>, listed: &Listed, figures: &Figures, language: usize) -> Value {
    let nothing = || Value::from(Vec::<Value>::new());
    let statistics = if listed.statistics { used_statistics(site, outline, figures, language) } else { nothing() };
    let taxonomies = match &listed.tags_titles {
        Some(titles) => taxonomies(site, outline, language, &titles[language]),
        None => nothing(),
    };
    let events = if listed.events { events(site, outline, figures, language) } else { nothing() };
    Value::from(BTreeMap::from([
        ("pages", listed.pages.clone()),
        ("events", events),
        ("taxonomies", taxonomies),
        ("statistics", statistics),
        ("sources", Value::from(figures.sources.clone())),
    ]))
}

/// Every statistic with the pages that use it. This doubles the size of all records.
fn used_statistics(site: &Site, outline: &Outline<'_>, figures: &Figures, language: usize) -> Value {
    let mut used_by: Vec<Vec<Value>> = vec![Vec::new(); site.statistics.len()];
    // The page that lists every record does not name itself as a page that uses them.
    let pages = outline.listed().map(|(_, page)| page);
    for page in pages.filter(|page| page.language == language && !page.lists_records) {
        for &statistic in page.statistics {
            let user = BTreeMap::from([("title", figures.marker().plain(page.title)), ("address", text(page.address))]);
            used_by[statistic].push(Value::from(user));
        }
    }
    Value::from(figures.statistics(site, used_by.into_iter().map(|users| ("used_by", Value::from(users)))))
}

/// Every event, with the page about it, which is in the same language if there is one.
fn events(site: &Site, outline: &Outline<'_>, figures: &Figures, language: usize) -> Value {
    let pages = outline.pages_of_events(&[language, first_language(&site.config)]);
    let address = |page: Option<usize>| page.map(|page| outline.pages[page].address);
    let events = outline.events.iter().zip(pages);
    let events = events.map(|(event, page)| event::listed(event, (site, language), figures, address(page)));
    Value::from(events.collect::<Vec<_>>())
}

pub(super) fn outline_page(site: &Site, outline: &Outline<'_>, page: &OutlinePage<'_>) -> Value {
    // Without `..`, so that nothing is added to the outline before it is decided whether templates see it here.
    let &OutlinePage {
        address,
        language,
        kind: kind_of_page,
        title,
        description,
        date: written,
        updated,
        order,
        parent,
        extra: own,
        terms,
        authors,
        menu_title,
        // Neighbours, and the menu.
        children: _,
        previous: _,
        next: _,
        // In links.
        renamed: _,
        // In the lists of statistics and events.
        lists_records: _,
        statistics: _,
        event: _,
        events_in_text: _,
        events_in_templates: _,
        // Whether it is listed at all, and in the sitemap.
        is_listed: _,
        is_indexed: _,
        // In findings.
        file: _,
    } = page;
    let section = parent.map_or_else(Value::none, |parent| text(outline.pages[parent].address));
    // Pages in other languages may list it.
    let is_listed_elsewhere = site.config.languages.len() > 1;
    let marker = TextMarker::new(&site.config.languages[language]);
    let shown = |of: &str| if is_listed_elsewhere { marker.own(of) } else { marker.plain(of) };
    Value::from(BTreeMap::from([
        ("title", shown(title)),
        ("menu_title", menu_title.map_or_else(Value::none, shown)),
        ("description", description.map_or_else(Value::none, shown)),
        ("address", text(address)),
        ("date", date(written)),
        ("updated", date(updated)),
        ("order", order.map_or_else(Value::none, Value::from)),
        ("kind", text(kind(kind_of_page))),
        ("section", section),
        ("language", text(&site.config.languages[language].tag)),
        ("tags", tags(outline, terms)),
        ("terms", terms_by_taxonomy(site, outline, terms)),
        ("authors", texts(authors.iter().map(String::as_str))),
        ("translations", languages::translations(site, outline, page)),
        ("extra", extra(own)),
    ]))
}

/// A page in a list of another.
pub(super) fn child(page: &OutlinePage<'_>, linker: &Linker, marker: &TextMarker) -> Value {
    let mut entry = named(page, linker, marker);
    entry.insert("description", page.description.map_or_else(Value::none, |of| marker.plain(of)));
    entry.insert("date", date(page.date));
    Value::from(entry)
}

/// `extra` of a page; an empty mapping if it has none.
fn extra(Extra(own): Extra<'_>) -> Value {
    match own {
        Json::Object(entries) if !entries.is_empty() => Value::from_serializable(own),
        _ => NO_EXTRA.clone(),
    }
}

/// The values about the site for every template, in one language.
#[must_use]
pub fn site(site: &Site, outline: &Outline<'_>, language: usize) -> Value {
    let tag = &site.config.languages[language].tag;
    let records = outline.listed().find(|(_, page)| page.language == language && page.lists_records);
    let tables = tables(&site.config, &site.statistics);
    let table = tables.iter().find(|(number, _)| *number == language).or(tables.first());
    Value::from(BTreeMap::from([
        ("records", records.map_or_else(Value::none, |(_, page)| text(page.address))),
        ("has_records", Value::from(!site.statistics.is_empty())),
        ("table", table.map_or_else(Value::none, |(_, address)| text(address))),
        ("title", TextMarker::new(&site.config.languages[language]).shown(&site.config.title)),
        ("lang", text(tag)),
        ("base_url", site.config.base_url.as_ref().map_or_else(Value::none, |base| text(base.as_str()))),
        ("show_weight", Value::from(site.config.show_weight)),
        ("has_feed", Value::from(super::derived::has_feed(site, &site.config.languages[language].at))),
    ]))
}

/// What every page has, whether it was read from a file or generated.
#[must_use]
pub fn shared(
    renderer: &Renderer<'_>,
    (language, of): (usize, Subject),
    address: &str,
    linker: &Linker,
) -> BTreeMap<&'static str, Value> {
    let site = renderer.site;
    let language_settings = &site.config.languages[language];
    let tag = language_settings.tag.as_str();
    let menu = menu(renderer, language, address, linker);
    let feed = if super::derived::has_feed(site, &language_settings.at) {
        text(&linker.link(&feed_address(&language_settings.at)))
    } else {
        Value::none()
    };
    let mut style = [0; 4];
    let mut weight = [0; 4];
    let weight = if site.config.show_weight {
        Value::safe_string(marks::WEIGHT.encode_utf8(&mut weight))
    } else {
        Value::none()
    };
    BTreeMap::from([
        ("lang", text(tag)),
        ("dir", text(if language_settings.right_to_left { "rtl" } else { "ltr" })),
        ("address", text(address)),
        ("home_url", text(&linker.link(&language_settings.at))),
        ("menu", menu),
        ("languages", languages::switch(renderer, (language, of), linker)),
        ("titles", NOTHING.clone()),
        ("alternates", languages::alternates(renderer, (language, of), address)),
        ("feed_url", feed),
        ("style", Value::safe_string(marks::STYLE.encode_utf8(&mut style))),
        ("weight", weight),
        ("banner", page_parts::banner(renderer, language, address, linker)),
        ("footer", page_parts::footer(renderer, language, address, linker)),
        ("logo", page_parts::logo(renderer, language, linker)),
        ("editions", renderer.editions_for(language, linker)),
        ("icon_url", page_parts::icon_url(renderer, language, linker)),
        ("canonical", page_parts::canonical(renderer, address)),
        ("open_graph", page_parts::open_graph(renderer, language, address)),
        ("description", Value::none()),
        ("date", Value::none()),
        ("updated", Value::none()),
        ("contents", Value::from(Vec::<Value>::new())),
        ("children", NOTHING.clone()),
        ("parts", NOTHING.clone()),
        ("previous", Value::none()),
        ("next", Value::none()),
        ("parent", Value::none()),
        ("content", Value::safe_string("")),
        ("draft", Value::from(false)),
        ("event", Value::none()),
        ("authors", NOTHING.clone()),
        ("tags", NOTHING.clone()),
        ("taxonomies", NOTHING.clone()),
        ("extra", NO_EXTRA.clone()),
    ])
}

/// The menu as a page writes it. Pages of one folder write the same, except those that are in the menu themselves,
/// so it is made once for each folder.
fn menu(renderer: &Renderer<'_>, language: usize, address: &str, linker: &Linker) -> Value {
    let items = &renderer.outline.menus[language];
    let in_menu = || items.iter().flat_map(MenuItem::pages).any(|page| renderer.outline.pages[page].address == address);
    let folder = address.trim_end_matches('/').rfind('/').map_or("", |at| &address[..at]);
    let is_folder = address.ends_with('/');
    if !linker.is_relative() || !is_folder || folder.is_empty() || in_menu() {
        return build_menu(renderer, (language, items), address, linker);
    }
    let key = (language, folder.to_owned());
    if let Some(menu) = renderer.context.menus_by_folder.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return menu.clone();
    }
    let menu = build_menu(renderer, (language, items), address, linker);
    renderer.context.menus_by_folder.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(menu).clone()
}

fn build_menu(
    renderer: &Renderer<'_>,
    (language, items): (usize, &[MenuItem]),
    address: &str,
    linker: &Linker,
) -> Value {
    let marker = renderer.marker(language);
    let of_page = |page: usize| {
        let item = &renderer.outline.pages[page];
        let current = if item.address == address {
            "page"
        } else if item.kind == Kind::Section && address.starts_with(item.address) {
            "true"
        } else {
            ""
        };
        let mut entry = named(item, linker, marker);
        if let Some(short) = item.menu_title {
            entry.insert("title", marker.plain(short));
        }
        entry.extend([("current", text(current)), ("pages", Value::none())]);
        entry
    };
    let entry = |item: &MenuItem| match item {
        MenuItem::Page(page) => Value::from(of_page(*page)),
        MenuItem::Group { title, head, pages } => {
            let mut entry = match head {
                Some(head) => of_page(*head),
                None => BTreeMap::from([("url", Value::none()), ("current", text(""))]),
            };
            if let Some(title) = title {
                entry.insert("title", marker.shown(title));
            }
            let pages: Vec<Value> = pages.iter().map(|page| Value::from(of_page(*page))).collect();
            entry.insert("pages", if pages.is_empty() { Value::none() } else { Value::from(pages) });
            Value::from(entry)
        }
        MenuItem::Address(title, url) => Value::from(BTreeMap::from([
            ("title", marker.shown(title)),
            ("url", text(url)),
            ("current", text("")),
            ("pages", Value::none()),
        ])),
    };
    Value::from(items.iter().map(entry).collect::<Vec<_>>())
}

/// The values about a page of the editor.
#[must_use]
pub fn page(renderer: &Renderer<'_>, (number, page): (usize, &Page), linker: &Linker, content: &str) -> Value {
    let outline = &renderer.outline;
    let about = &outline.pages[number];
    let marker = renderer.marker(page.source.language);
    let mut view = shared(renderer, (page.source.language, Subject::Page(number)), &page.address, linker);
    let neighbour = |other: Option<usize>| {
        other.map_or_else(Value::none, |other| Value::from(named(&outline.pages[other], linker, marker)))
    };
    let list = List::Section(number);
    let event = about
        .event
        .map_or_else(Value::none, |event| event::value(&outline.events[event], renderer, page.source.language, linker));
    // A heading without words, such as one that is all a call, has nothing to be listed by.
    let headings = page.source.document.headings.iter().filter(|heading| !heading.text.is_empty());
    if headings.clone().filter(|heading| heading.level == 2).count() >= LONG {
        let contents = headings.filter(|heading| heading.level > 1).map(|heading| {
            Value::from(BTreeMap::from([
                ("id", text(&heading.id)),
                ("title", marker.plain(&heading.text)),
                ("level", Value::from(u64::from(heading.level))),
            ]))
        });
        view.insert("contents", Value::from(contents.collect::<Vec<_>>()));
    }
    if !about.terms.is_empty() {
        view.insert("tags", tags(outline, about.terms));
        view.insert("taxonomies", taxonomies_of_page(renderer, page.source.language, about.terms, linker));
    }
    if !about.authors.is_empty() {
        view.insert("authors", Value::from(about.authors.iter().map(|name| marker.plain(name)).collect::<Vec<_>>()));
    }
    view.extend([
        ("title", renderer.title(page.source.language, about.title)),
        ("description", about.description.map_or_else(Value::none, |of| marker.plain(of))),
        ("kind", text(kind(about.kind))),
        ("date", date(about.date)),
        ("updated", date(about.updated)),
        ("draft", Value::from(page.source.front.draft.is_some())),
        ("children", parts::children(renderer, (page.source.language, list, 0), about.children, linker)),
        ("parts", parts::links(outline, list, 0, about.address, linker)),
        ("previous", neighbour(about.previous)),
        ("next", neighbour(about.next)),
        ("parent", neighbour(about.parent)),
        ("content", Value::safe_string(content)),
        ("event", event),
        ("extra", extra(about.extra)),
    ]);
    Value::from(view)
}

pub(super) fn named(page: &OutlinePage<'_>, linker: &Linker, marker: &TextMarker) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([("title", marker.plain(page.title)), ("url", text(&linker.link(page.address)))])
}

fn date(date: Option<jiff::civil::Date>) -> Value {
    date.map_or_else(Value::none, |date| text(&date.to_string()))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Home => "home",
        Kind::Section => "section",
        Kind::Missing => Purpose::Missing.kind(),
        Kind::Page => "page",
    }
}
