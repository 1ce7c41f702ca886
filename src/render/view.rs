//! The values that a template can use: its own page and the outline. Built as ready values, so that nothing is
//! serialised twice.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use tera::Value;

use super::figures::Figures;
use super::links::Linker;
use super::{Renderer, event, text};
use crate::marks;
use crate::site::{Kind, Page, Site};

/// The smallest number of second-level headings for which a page has a list of contents.
const LONG: usize = 3;

/// The outline: what a page may use of other pages, in one language. Never their bodies.
#[must_use]
pub fn outline(site: &Site, pages: &Value, figures: &Figures, language: usize, lists_records: bool) -> Value {
    let no_records = Value::from(Vec::<Value>::new());
    let statistics = if lists_records { used_statistics(site, figures, language) } else { no_records };
    Value::from(BTreeMap::from([
        ("pages", pages.clone()),
        ("statistics", statistics),
        ("sources", Value::from(figures.sources.clone())),
    ]))
}

/// Every statistic with the pages that use it: as large as all records once more.
fn used_statistics(site: &Site, figures: &Figures, language: usize) -> Value {
    let mut used_by: Vec<Vec<Value>> = vec![Vec::new(); site.statistics.len()];
    // The page that lists every record need not say that it does.
    for page in site.pages.iter().filter(|page| page.language == language && !page.lists_records()) {
        for &statistic in &page.statistics {
            let user = BTreeMap::from([("title", text(page.title())), ("address", text(&page.address))]);
            used_by[statistic].push(Value::from(user));
        }
    }
    Value::from(figures.statistics(site, used_by.into_iter().map(|users| ("used_by", Value::from(users)))))
}

/// The pages of the outline, the same for all languages.
#[must_use]
pub fn outline_pages(site: &Site) -> Value {
    Value::from(site.pages.iter().map(|page| outline_page(site, page)).collect::<Vec<_>>())
}

fn outline_page(site: &Site, page: &Page) -> Value {
    let section = page.parent.map_or_else(Value::none, |parent| text(&site.pages[parent].address));
    Value::from(BTreeMap::from([
        ("title", text(page.title())),
        ("description", page.front.description.as_deref().map_or_else(Value::none, text)),
        ("address", text(&page.address)),
        ("date", date(page.front.date)),
        ("updated", date(page.front.updated)),
        ("order", page.front.order.map_or_else(Value::none, Value::from)),
        ("kind", text(kind(page.kind))),
        ("section", section),
        ("language", text(&site.config.languages[page.language].tag)),
    ]))
}

/// The values about the site for every template, in one language.
#[must_use]
pub fn site(site: &Site, language: usize) -> Value {
    let tag = &site.config.languages[language].tag;
    let records = site.pages.iter().find(|page| page.language == language && page.lists_records());
    Value::from(BTreeMap::from([
        ("records", records.map_or_else(Value::none, |page| text(&page.address))),
        ("has_records", Value::from(!site.statistics.is_empty())),
        ("title", text(site.config.title.get(tag))),
        ("lang", text(tag)),
        ("base_url", site.config.base_url.as_ref().map_or_else(Value::none, |base| text(base.as_str()))),
        ("show_weight", Value::from(site.config.show_weight)),
        ("has_feed", Value::from(super::derived::has_feed(site, language))),
    ]))
}

/// What every page has, whether a file of the editor or one of ours, such as the missing page.
#[must_use]
pub fn shared(
    renderer: &Renderer<'_>,
    language: usize,
    address: &str,
    linker: &Linker,
) -> BTreeMap<&'static str, Value> {
    let site = renderer.site;
    let language_settings = &site.config.languages[language];
    let tag = language_settings.tag.as_str();
    let menu = menu(renderer, language, address, linker);
    let feed = format!("{}atom.xml", language_settings.at);
    let feed = if super::derived::has_feed(site, language) { text(&linker.link(&feed)) } else { Value::none() };
    let mut style = [0; 4];
    let mut weight = [0; 4];
    let weight = if site.config.show_weight {
        Value::safe_string(marks::WEIGHT.encode_utf8(&mut weight))
    } else {
        Value::none()
    };
    BTreeMap::from([
        ("lang", text(tag)),
        ("dir", text(direction(tag))),
        ("address", text(address)),
        ("home_url", text(&linker.link(&language_settings.at))),
        ("menu", menu),
        ("feed_url", feed),
        ("style", Value::safe_string(marks::STYLE.encode_utf8(&mut style))),
        ("weight", weight),
        ("description", Value::none()),
        ("date", Value::none()),
        ("updated", Value::none()),
        ("contents", Value::from(Vec::<Value>::new())),
        ("children", Value::from(Vec::<Value>::new())),
        ("previous", Value::none()),
        ("next", Value::none()),
        ("parent", Value::none()),
        ("content", Value::safe_string("")),
        ("draft", Value::from(false)),
        ("event", Value::none()),
        ("extra", Value::from(BTreeMap::<&'static str, Value>::new())),
    ])
}

/// The menu as a page writes it. Pages of one folder write the same, but for those that stand in the menu themselves,
/// so it is made once for each folder.
fn menu(renderer: &Renderer<'_>, language: usize, address: &str, linker: &Linker) -> Value {
    let items = &renderer.context.menus[language];
    let in_menu = || items.iter().any(|&item| renderer.site.pages[item].address == address);
    let folder = address.trim_end_matches('/').rfind('/').map_or("", |at| &address[..at]);
    if !linker.is_relative() || folder.is_empty() || in_menu() {
        return build_menu(renderer, items, address, linker);
    }
    let key = (language, folder.to_owned());
    if let Some(menu) = renderer.context.menus_by_folder.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return menu.clone();
    }
    let menu = build_menu(renderer, items, address, linker);
    renderer.context.menus_by_folder.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(menu).clone()
}

fn build_menu(renderer: &Renderer<'_>, items: &[usize], address: &str, linker: &Linker) -> Value {
    let entries = items.iter().map(|&item| {
        let item = &renderer.site.pages[item];
        let current = if item.address == address {
            "page"
        } else if item.kind == Kind::Section && address.starts_with(&item.address) {
            "true"
        } else {
            ""
        };
        let mut entry = named(item, linker);
        entry.insert("current", text(current));
        Value::from(entry)
    });
    Value::from(entries.collect::<Vec<_>>())
}

/// The values about a page of the editor.
#[must_use]
pub fn page(renderer: &Renderer<'_>, page: &Page, linker: &Linker, content: &str) -> Value {
    let site = renderer.site;
    let mut view = shared(renderer, page.language, &page.address, linker);
    let neighbour =
        |other: Option<usize>| other.map_or_else(Value::none, |other| Value::from(named(&site.pages[other], linker)));
    let children: Vec<Value> = page
        .children
        .iter()
        .map(|&child| {
            let child = &site.pages[child];
            let mut entry = named(child, linker);
            entry.insert("description", child.front.description.as_deref().map_or_else(Value::none, text));
            entry.insert("date", date(child.front.date));
            Value::from(entry)
        })
        .collect();
    let about = page
        .event
        .map_or_else(Value::none, |number| event::value(&site.events[number], renderer, page.language, linker));
    let headings = &page.document.headings;
    if headings.iter().filter(|heading| heading.level == 2).count() >= LONG {
        let contents = headings.iter().filter(|heading| heading.level > 1).map(|heading| {
            Value::from(BTreeMap::from([
                ("id", text(&heading.id)),
                ("title", text(&heading.text)),
                ("level", Value::from(u64::from(heading.level))),
            ]))
        });
        view.insert("contents", Value::from(contents.collect::<Vec<_>>()));
    }
    view.extend([
        ("title", text(page.title())),
        ("description", page.front.description.as_deref().map_or_else(Value::none, text)),
        ("kind", text(kind(page.kind))),
        ("date", date(page.front.date)),
        ("updated", date(page.front.updated)),
        ("draft", Value::from(page.front.draft.is_some())),
        ("children", Value::from(children)),
        ("previous", neighbour(page.previous)),
        ("next", neighbour(page.next)),
        ("parent", neighbour(page.parent)),
        ("content", Value::safe_string(content)),
        ("event", about),
        ("extra", Value::from_serializable(&page.front.extra)),
    ]);
    Value::from(view)
}

fn named(page: &Page, linker: &Linker) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([("title", text(page.title())), ("url", text(&linker.link(&page.address)))])
}

fn date(date: Option<jiff::civil::Date>) -> Value {
    date.map_or_else(Value::none, |date| text(&date.to_string()))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Home => "home",
        Kind::Section => "section",
        Kind::Page => "page",
    }
}

/// Languages that are written from right to left, unless their tag names another script.
const RIGHT_TO_LEFT: [&str; 16] =
    ["ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "ug", "ur"];

/// The direction of a language's script, for the attribute `dir`.
#[must_use]
pub fn direction(tag: &str) -> &'static str {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("").to_ascii_lowercase();
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let script_is_rtl = script.map(|script| {
        matches!(script.to_ascii_lowercase().as_str(), "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg")
    });
    let rtl = script_is_rtl.unwrap_or_else(|| language == "yi" || RIGHT_TO_LEFT.contains(&language.as_str()));
    if rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn the_script_decides_the_direction() {
        for (tag, dir) in
            [("en", "ltr"), ("ar", "rtl"), ("ar-EG", "rtl"), ("az-Arab", "rtl"), ("ur-Latn", "ltr"), ("yi", "rtl")]
        {
            assert_eq!(direction(tag), dir, "{tag}");
        }
    }
}
