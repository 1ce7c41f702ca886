//! The menu: its entries as the original has them, resolved to the setting `menu` of the new site.

use std::collections::BTreeSet;

use super::index::{Index, LinkTarget};
use super::losses::{LossKind, Losses};
use super::original::join;
use super::site::OriginalSite;
use super::value::{DataValue, Map};
use super::writer::write as yaml;

/// An entry of a menu of the original.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OriginalMenuEntry {
    /// By which other entries name it as the one above them.
    pub id: String,
    /// The title, if it differs from the title of its page.
    pub title: Option<String>,
    /// Where it leads: an address, or the path of a page. One that leads nowhere only holds others.
    pub to: Option<String>,
    /// The id of the entry that it is below.
    pub above: Option<String>,
    /// Its position among its siblings; those without one are the last.
    pub weight: Option<i64>,
    /// The file of the original that has it.
    pub file: String,
}

/// An entry of the menu of the new site.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportedMenuEntry {
    /// The page with this number.
    Page(usize),
    /// The pages below a title or a page.
    Group(GroupHead, Vec<usize>),
    /// A title and an address elsewhere.
    Address(String, String),
}

/// What a group of pages has at its head.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupHead {
    /// A title.
    Title(String),
    /// The page with this number.
    Page(usize),
}

/// Keys for the title of an entry, for where it leads, for its position and for the entries below it.
const TITLES: [&str; 5] = ["name", "title", "label", "text", "identifier"];
const LINKS: [&str; 8] = ["pageref", "url", "href", "link", "path", "to", "page", "permalink"];
const WEIGHTS: [&str; 2] = ["weight", "order"];
const BELOW: [&str; 7] = ["children", "items", "submenu", "sublinks", "subfolderitems", "links", "pages"];

/// Schemes that an entry may have.
const SCHEMES: [&str; 5] = ["https://", "http://", "mailto:", "tel:", "sms:"];

/// A menu with more pages than this is the table of contents of a manual: each page would carry all of it.
const MOST_PAGES: usize = 40;

/// Reads a list of entries, each a mapping with a title and an address, perhaps with a list of others.
pub fn entries(list: &[DataValue], file: &str) -> Vec<OriginalMenuEntry> {
    let mut all = Vec::new();
    add_entries(list, file, None, &mut all);
    all
}

fn add_entries(list: &[DataValue], file: &str, above: Option<&str>, all: &mut Vec<OriginalMenuEntry>) {
    for value in list {
        let Some(entry) = entry(value, file, above, all.len()) else { continue };
        let id = entry.id.clone();
        all.push(entry);
        // Entries of a third level are shown with those of the second.
        let above = above.unwrap_or(&id);
        let below = value.map().and_then(|map| BELOW.iter().find_map(|key| map.get_in_any_case(key)));
        add_entries(below.map_or(&[], DataValue::list), file, Some(above), all);
    }
}

fn entry(value: &DataValue, file: &str, above: Option<&str>, number: usize) -> Option<OriginalMenuEntry> {
    let above = above.map(str::to_owned);
    if let Some(path) = value.text() {
        let to = Some(path.to_owned());
        return Some(OriginalMenuEntry { id: path.to_owned(), to, above, file: file.to_owned(), ..Default::default() });
    }
    let map = value.map()?;
    let text = |keys: &[&str]| keys.iter().find_map(|key| map.get_in_any_case(key)?.text()).map(str::to_owned);
    let (title, to) = (text(&TITLES), text(&LINKS));
    let own = map.get_in_any_case("identifier").and_then(DataValue::text).map(str::to_owned);
    let weight = WEIGHTS.iter().find_map(|key| map.get_in_any_case(key)?.integer());
    Some(OriginalMenuEntry {
        id: own.or_else(|| title.clone()).unwrap_or_else(|| format!("entry {number}")),
        above: above.or_else(|| map.get_in_any_case("parent")?.text().map(str::to_owned)),
        title: title.or_else(|| to.clone()),
        to,
        weight,
        file: file.to_owned(),
    })
}

/// Resolves the entries of the menu to pages and addresses elsewhere. Pages whose entry has a title of its own get it as
/// their short title.
pub fn resolve(site: &mut OriginalSite, index: &Index, losses: &mut Losses) {
    let mut all = std::mem::take(&mut site.original_menu);
    all.sort_by_key(|entry| (entry.weight.is_none(), entry.weight));
    let known: BTreeSet<&str> = all.iter().map(|entry| entry.id.as_str()).collect();
    let is_top = |entry: &&OriginalMenuEntry| entry.above.as_deref().is_none_or(|above| !known.contains(above));
    let mut menu = Vec::new();
    let mut used = BTreeSet::new();
    let mut titles = Vec::new();
    for top in all.iter().filter(is_top) {
        let below = all.iter().filter(|entry| entry.above.as_deref() == Some(top.id.as_str()) && entry.id != top.id);
        let below: Vec<&OriginalMenuEntry> = below.collect();
        let (mut head, mut pages) = (None, Vec::new());
        for entry in std::iter::once(top).chain(below.iter().copied()) {
            match target(entry, site, index) {
                // The theme begins each menu with the home page.
                Ok(Target::Home) => {}
                Ok(Target::Page(number)) => {
                    if used.insert(number) {
                        titles.extend(entry.title.clone().map(|title| (number, title)));
                        if std::ptr::eq(entry, top) {
                            head = Some(number);
                        } else {
                            pages.push(number);
                        }
                    }
                }
                Ok(Target::Address(url)) if below.is_empty() => {
                    menu.push(ImportedMenuEntry::Address(entry.title.clone().unwrap_or_else(|| url.clone()), url));
                }
                Ok(Target::Nothing) if !below.is_empty() => {}
                Ok(Target::Address(url)) => lost(
                    entry,
                    &format!(
                        "an entry with others below it, or below another, leads to a page; this one leads to `{url}`"
                    ),
                    losses,
                ),
                Ok(Target::Nothing) => lost(entry, "it leads nowhere", losses),
                Err(why) => lost(entry, &why, losses),
            }
        }
        match (head, pages.is_empty()) {
            (None, true) => {}
            (Some(page), true) => menu.push(ImportedMenuEntry::Page(page)),
            (Some(page), false) => menu.push(ImportedMenuEntry::Group(GroupHead::Page(page), pages)),
            (None, false) => {
                let title = top.title.clone().unwrap_or_else(|| top.id.clone());
                menu.push(ImportedMenuEntry::Group(GroupHead::Title(title), pages));
            }
        }
    }
    if used.len() > MOST_PAGES {
        let file = all.first().map_or("", |entry| entry.file.as_str());
        let why = format!(
            "a menu of {} pages would be part of each page; the menu has the pages with an `order`",
            used.len()
        );
        losses.file(LossKind::Setting, file, why);
        return;
    }
    site.menu = menu;
    for (number, title) in titles {
        site.pages[number].menu_title = Some(title);
    }
}

fn lost(entry: &OriginalMenuEntry, why: &str, losses: &mut Losses) {
    let label = entry.title.as_deref().unwrap_or(&entry.id);
    losses.file(LossKind::Setting, &entry.file, format!("the entry `{label}` of the menu: {why}"));
}

/// Where an entry leads.
enum Target {
    Home,
    Page(usize),
    Address(String),
    Nothing,
}

fn target(entry: &OriginalMenuEntry, site: &OriginalSite, index: &Index) -> Result<Target, String> {
    let Some(to) = entry.to.as_deref().map(str::trim).filter(|to| !to.is_empty() && *to != "#") else {
        return Ok(Target::Nothing);
    };
    let to = to.strip_prefix("$BASE_URL").unwrap_or(to);
    let own = index.below_own(to);
    if own.is_none() && SCHEMES.iter().any(|scheme| to.starts_with(scheme)) {
        return Ok(Target::Address(to.to_owned()));
    }
    let to = own.unwrap_or(to);
    if to.starts_with("//") || to.contains(':') {
        return Err(format!("`{to}` is not an address that a menu may have"));
    }
    let path = to.split(['#', '?']).next().unwrap_or(to);
    if path.len() < to.len() {
        return Err(format!("it leads to a part of a page, `{to}`"));
    }
    let found = match path.strip_prefix("@/") {
        Some(below) => site.roots.iter().find_map(|root| index.path(&join(root, below))),
        None => {
            let rooted = path.trim_start_matches('/');
            let home = site.languages.first().map_or("/", |language| language.at.as_str());
            let in_roots = || site.roots.iter().find_map(|root| index.path(&join(root, rooted)));
            index
                .address(&format!("/{rooted}"))
                .or_else(|| index.address(&format!("{home}{rooted}")))
                .or_else(|| in_roots().filter(|_| !rooted.is_empty()))
        }
    };
    match found {
        Some(LinkTarget::Page(number)) => {
            let page = &site.pages[number];
            match () {
                () if page.language != 0 => Err(format!("`{to}` is not in the main language")),
                () if page.is_withheld() => Err(format!("`{to}` is a draft, or not always published")),
                () if page.path == "index.md" => Ok(Target::Home),
                () => Ok(Target::Page(number)),
            }
        }
        Some(LinkTarget::File(_)) => Err(format!("it leads to a file, `{to}`")),
        None => Err(format!("no page has the address `{to}`")),
    }
}

/// Writes the setting; nothing if the menu has no entries.
#[must_use]
pub fn setting(site: &OriginalSite) -> String {
    let path = |number: usize| DataValue::Text(site.pages[number].path.clone());
    let pair = |key: &str, value: DataValue| (key.to_owned(), value);
    let text = |text: &String| DataValue::Text(text.clone());
    let mut out = String::new();
    for entry in &site.menu {
        let map: Map = match entry {
            ImportedMenuEntry::Page(number) => [pair("-", path(*number))].into_iter().collect(),
            ImportedMenuEntry::Group(head, pages) => {
                let pages = pages.iter().map(|page| path(*page)).collect();
                let head = match head {
                    GroupHead::Title(title) => pair("title", text(title)),
                    GroupHead::Page(page) => pair("page", path(*page)),
                };
                [head, pair("pages", DataValue::List(pages))].into_iter().collect()
            }
            ImportedMenuEntry::Address(title, url) => {
                [pair("title", text(title)), pair("url", text(url))].into_iter().collect()
            }
        };
        let lines = yaml(&map);
        match entry {
            ImportedMenuEntry::Page(_) => {
                let value = lines.split_once(": ").map_or("", |(_, value)| value);
                out.push_str("  - ");
                out.push_str(value);
            }
            _ => {
                for (number, line) in lines.split_inclusive('\n').enumerate() {
                    out.push_str(if number == 0 { "  - " } else { "    " });
                    out.push_str(line);
                }
            }
        }
    }
    if out.is_empty() { out } else { format!("menu:\n{out}") }
}
