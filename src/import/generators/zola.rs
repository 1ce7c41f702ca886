//! Zola: `content/` with sections, TOML front matter, `@/` links, languages by suffix, shortcodes in `{{ … }}` and `{% … %}`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Generator, anchors, bodies, shared, tags};
use crate::import::ImportContext;
use crate::import::edits::Edits;
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::menu;
use crate::import::original::{Original, folder_of, join, name_of};
use crate::import::rewrite::relative;
use crate::import::site::{OriginalFile, OriginalLanguage, OriginalPage, OriginalSite};
use crate::import::value::{DataValue, Map};
use tags::{TemplateTag, argument, arguments};

pub(super) const GENERATOR: Generator =
    Generator { name: "zola", description: "a Zola site", detect, read, body, anchor: anchors::slug };

/// Folders in which a repository may keep its site.
const ROOTS: [&str; 4] = ["", "docs", "site", "website"];

fn root(original: &Original<'_>) -> Option<&'static str> {
    ROOTS.into_iter().find(|root| {
        let config = ["config.toml", "zola.toml"].iter().find_map(|name| original.text(&join(root, name)).ok());
        let is_zola = |text: &str| text.lines().any(|line| line.trim_start().starts_with("base_url"));
        config.is_some_and(|file| is_zola(file.text())) && original.has_folder(&join(root, "content"))
    })
}

fn detect(original: &Original<'_>) -> bool {
    root(original).is_some()
}

fn read(original: &Original<'_>, losses: &mut Losses) -> OriginalSite {
    let root = root(original).unwrap_or("");
    let config = ["config.toml", "zola.toml"].map(|name| join(root, name));
    let config = config.iter().find(|path| original.has(path)).cloned().unwrap_or_default();
    let settings = shared::settings(original, &config, losses);
    let content = join(root, "content");
    let mut site = OriginalSite {
        title: settings.text_at("title").map(str::to_owned),
        base_url: settings.text_at("base_url").filter(|url| url.starts_with("http")).map(str::to_owned),
        links_follow_addresses: true,
        roots: vec![content.clone()],
        ..OriginalSite::default()
    };
    let main = settings.text_at("default_language").unwrap_or("en").to_owned();
    site.languages.push(OriginalLanguage { tag: main, at: "/".to_owned() });
    if let Some(DataValue::Map(languages)) = settings.at("languages") {
        for (tag, value) in languages.iter() {
            if site.language(tag).is_none() {
                site.languages.push(OriginalLanguage { tag: tag.to_owned(), at: format!("/{tag}/") });
            }
            if let (Some(title), Some(number)) = (value.map().and_then(|map| map.text_at("title")), site.language(tag))
            {
                site.titles.push((number, title.to_owned()));
            }
        }
    }
    add_strings(original, &config, &settings, &mut site);
    for taxonomy in settings.at("taxonomies").map_or(&[][..], DataValue::list) {
        let name = taxonomy.map().and_then(|map| map.text_at("name"));
        site.generated.extend(name.map(|name| format!("/{}", anchors::slug(name))));
    }
    site.feeds = &["atom.xml", "rss.xml"];
    site.made = &["sitemap.xml", "robots.txt"];
    let slugify = Slugify::new(&settings);
    for path in original.below(&content) {
        let below = path[content.len()..].trim_start_matches('/').to_owned();
        if below.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        if path.ends_with(".md") {
            site.pages.extend(page(original, &site, slugify, (path, &below), losses));
        } else {
            site.files.push(shared::linked(path, format!("/{below}"), 0, below));
        }
    }
    let statics = join(root, "static");
    for path in original.below(&statics) {
        let below = path[statics.len()..].trim_start_matches('/').to_owned();
        if below.split('/').any(|part| part.starts_with('.')) {
            losses.file(LossKind::Refused, path, "hidden files are not published");
        } else {
            let (address, path) = (format!("/{below}"), path.to_owned());
            site.files.push(OriginalFile { original: path, address, language: 0, path: below, if_linked: false });
        }
    }
    let menus = ["menu", "navbar", "nav", "navigation", "main_menu", "menu_items", "header_nav"];
    if let Some(list) = menus.iter().find_map(|name| settings.at(&format!("extra.{name}"))) {
        site.original_menu = menu::entries(list.list(), &config);
    }
    site
}

/// Adds the texts of the interface, which the settings have for each language.
fn add_strings(original: &Original<'_>, path: &str, settings: &Map, site: &mut OriginalSite) {
    let Ok(file) = original.text(path) else { return };
    let tags: Vec<String> = site.languages.iter().map(|language| language.tag.clone()).collect();
    for (number, tag) in tags.iter().enumerate() {
        let table = format!("languages.{tag}.translations");
        let of_main = if number == 0 { settings.at("translations").map(|texts| ("translations", texts)) } else { None };
        let of_language = settings.at(&table).map(|texts| (table.as_str(), texts));
        for (table, texts) in of_main.into_iter().chain(of_language) {
            let start = file.text().find(&format!("[{table}]")).unwrap_or(0);
            site.strings.extend(shared::strings::of_value(&file, tag, texts, start));
        }
    }
}

/// How names of files and slugs become parts of addresses, as `slugify.paths` says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slugify {
    On,
    Safe,
    Off,
}

impl Slugify {
    fn new(settings: &Map) -> Self {
        match settings.text_at("slugify.paths") {
            Some("safe") => Self::Safe,
            Some("off") => Self::Off,
            _ => Self::On,
        }
    }

    /// The part of an address that a text becomes.
    fn part(self, text: &str) -> String {
        match self {
            Self::On => anchors::slug(text),
            // Without what Windows forbids in names.
            Self::Safe => text.trim_end_matches([' ', '.']).replace(['<', '>', ':', '"', '/', '\\', '|', '?', '*'], ""),
            Self::Off => text.to_owned(),
        }
    }

    /// The address that a path becomes, without `/` around it.
    fn path(self, path: &str) -> String {
        path.split('/').map(|part| self.part(part)).collect::<Vec<_>>().join("/")
    }

    /// Whether the import knows what Zola makes of a text.
    fn is_known(self, text: &str) -> bool {
        self != Self::On || anchors::is_latin(text)
    }
}

fn page(
    original: &Original<'_>,
    site: &OriginalSite,
    slugify: Slugify,
    (path, below): (&str, &str),
    losses: &mut Losses,
) -> Option<OriginalPage> {
    let stem = below.strip_suffix(".md").unwrap_or(below);
    let (stem, language) = match stem.rsplit_once('.').and_then(|(rest, tag)| Some((rest, site.language(tag)?))) {
        Some((rest, language)) if !rest.is_empty() => (rest, language),
        _ => (stem, 0),
    };
    let (folder, name) = (folder_of(stem), name_of(stem));
    let is_folder = matches!(name, "_index" | "index");
    let new = if is_folder { join(folder, "index.md") } else { format!("{stem}.md") };
    let mut page = shared::page(original, path, language, (new, String::new()), front::Start::AfterSpace, losses)?;
    shared::take_addresses(&mut page, "aliases");
    let slug = page.fields.take("slug").and_then(|slug| slug.text().map(str::to_owned));
    let slug = slug.filter(|slug| name != "_index" && !slug.is_empty());
    let own = page.fields.take("path").and_then(|path| path.text().map(str::to_owned));
    page.address_key = match (&own, &slug) {
        (Some(_), _) => Some("path"),
        (None, Some(_)) => Some("slug"),
        (None, None) => None,
    };
    // A date before the name is not part of the address.
    let bare = match dated(name) {
        Some((date, rest)) => {
            page.fields.set_if_missing("date", &DataValue::Text(date.to_owned()));
            rest
        }
        None => name,
    };
    let at = site.languages[language].at.as_str();
    let folder_name = dated(name_of(folder)).map_or(name_of(folder), |(_, rest)| rest);
    let (above, last) = match name {
        "_index" => (folder, ""),
        "index" => (folder_of(folder), slug.as_deref().unwrap_or(folder_name)),
        _ => (folder, slug.as_deref().unwrap_or(bare)),
    };
    page.address = match own {
        Some(own) => format!("{at}{}/", own.trim_matches('/')),
        None if slugify.is_known(above) && slugify.is_known(last) => {
            format!("{at}{}/{}/", slugify.path(above), slugify.part(last))
        }
        // Without an address, nothing is at a wrong one.
        None => {
            let what = if page.address_key.is_some() { last } else { below };
            let place = page.address_key.map_or(0..0, |key| page.place_of(key));
            let why = "Zola writes its address in Latin letters, which the import cannot";
            losses.add(LossKind::Alias, &page.file, place, what, why);
            String::new()
        }
    };
    while page.address.contains("//") {
        page.address = page.address.replace("//", "/");
    }
    if let Some(DataValue::Map(taxonomies)) = page.fields.take("taxonomies") {
        taxonomies.iter().for_each(|(key, value)| page.fields.set_if_missing(key, value));
    }
    if page.fields.at("render").is_some_and(DataValue::is_false) {
        losses.file(LossKind::Template, path, "its front matter says that it is not published");
        return None;
    }
    Some(page)
}

/// A date before a name, as in `2024-01-02-name`, and the name.
fn dated(name: &str) -> Option<(&str, &str)> {
    let date = name.get(..10).filter(|date| date.parse::<jiff::civil::Date>().is_ok())?;
    let rest = name[10..].strip_prefix(['-', '_'])?;
    (!rest.is_empty()).then_some((date, rest))
}

fn body(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    at_links(context, page, edits);
    let code = mdx::code(text, &page.body);
    let mut escapes = shared::Escapes::new(page);
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        let all = tags::find(text, page.body.clone(), open, close);
        let mut ends = if open == "{%" { ends(&all) } else { BTreeMap::new() };
        for tag in all {
            // `{{/* x() */}}` shows a call as text.
            if let Some(inner) = tag.inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
                let shown = format!("{open} {} {close}", inner.trim());
                edits.replace(tag.range.clone(), escapes.shown(tag.range.start, shown));
                continue;
            }
            let (name, rest) = tag.words();
            let is_call =
                rest.starts_with('(') && rest.ends_with(')') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            // Zola has no other syntax than shortcode calls.
            if !is_call {
                if open == "{%" && name == "end" {
                    continue;
                }
                if !crate::import::destinations::is_within(&code, tag.range.start) {
                    shared::note_syntax(page, tag.range.clone(), losses);
                }
                continue;
            }
            let found = arguments(rest.trim_start_matches('(').trim_end_matches(')'));
            let end = ends.remove(&tag.range.start);
            if end.is_some_and(|end| bodies::convert(text, name, &found, (&tag.range, &end), edits)) {
                continue;
            }
            match replacement(name, &found) {
                Some(made) if open == "{{" => edits.replace(tag.range.clone(), made),
                _ => shared::note_syntax(page, tag.range.clone(), losses),
            }
        }
    }
    for marker in ["<!-- more -->", "<!--more-->"] {
        let mut places = text[page.body.clone()].match_indices(marker).map(|(at, _)| page.body.start + at);
        if let Some(at) = places.find(|at| !crate::import::destinations::is_within(&code, *at)) {
            shared::remove_line(text, at..at + marker.len(), edits);
        }
    }
}

/// The tags that end the content of calls, by the places of these.
fn ends(all: &[TemplateTag]) -> BTreeMap<usize, Range<usize>> {
    let mut open = Vec::new();
    let mut ends = BTreeMap::new();
    for tag in all.iter().filter(|tag| !tag.inner.starts_with("/*")) {
        match tag.words() {
            ("end", _) => ends.extend(open.pop().map(|start| (start, tag.range.clone()))),
            (_, rest) if rest.starts_with('(') => open.push(tag.range.start),
            _ => {}
        }
    }
    ends
}

/// The replacement for a shortcode of Zola or of many themes.
fn replacement(name: &str, found: &[(Option<String>, String)]) -> Option<String> {
    let text = |key: &str| argument(found, key, None).map(str::to_owned);
    Some(match name {
        "youtube" => format!("[YouTube](https://www.youtube.com/watch?v={})", text("id")?),
        "vimeo" => format!("[Vimeo](https://vimeo.com/{})", text("id")?),
        "gist" => format!("[Gist]({})", text("url")?),
        "figure" | "image" | "img" => {
            let source = text("src").or_else(|| text("path")).or_else(|| text("url"))?;
            let words = text("alt").or_else(|| text("caption")).unwrap_or_default();
            let caption = text("caption").or_else(|| text("title")).filter(|caption| *caption != words);
            tags::image(&tags::link_text(&words), &source, caption.as_deref())
        }
        _ => return None,
    })
}

/// Converts links that begin with `@/` to paths relative to the page.
fn at_links(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits) {
    let text = page.file.text();
    if !text[page.body.clone()].contains("@/") {
        return;
    }
    let root = context.site.roots.first().map_or("content", String::as_str);
    for destination in crate::import::destinations::structure(&text[page.body.clone()]).destinations {
        if let Some(path) = destination.value.strip_prefix("@/") {
            let (path, rest) = path.split_at(path.find(['#', '?']).unwrap_or(path.len()));
            let link = relative(page.file.path(), &join(root, path)) + rest;
            let range = destination.range.start + page.body.start..destination.range.end + page.body.start;
            edits.replace(range, link);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_before_names_are_not_part_of_them() {
        assert_eq!(dated("2024-01-02-name"), Some(("2024-01-02", "name")));
        assert_eq!(dated("2024-01-02"), None);
        assert_eq!(dated("name"), None);
    }

    #[test]
    fn settings_say_how_names_become_addresses() {
        for (slugify, expected) in [(Slugify::On, "a-b/ete"), (Slugify::Safe, "A b/Été"), (Slugify::Off, "A b?/Été ")]
        {
            assert_eq!(slugify.path("A b?/Été "), expected);
        }
    }
}
