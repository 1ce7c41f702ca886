//! The settings of a Hugo site: languages, content folders, menus, and values that cascade to pages.

use super::{ContentFolder, SETTINGS};
use crate::import::generators::shared;
use crate::import::losses::{LossKind, Losses};
use crate::import::menu::{self, OriginalMenuEntry};
use crate::import::original::{Original, folder_of, name_of, resolve};
use crate::import::site::{OriginalLanguage, OriginalSite};
use crate::import::value::{DataValue, Map};

/// The settings: one file, or a folder of files for each key.
pub fn settings(original: &Original<'_>, losses: &mut Losses) -> Map {
    let mut settings = SETTINGS
        .iter()
        .find(|path| original.has(path))
        .map_or_else(Map::default, |path| shared::settings(original, path, losses));
    for path in original.below("config/_default") {
        let stem = name_of(shared::stem(path)).to_owned();
        if matches!(stem.as_str(), "hugo" | "config") {
            let own = shared::settings(original, path, losses);
            own.iter().for_each(|(key, value)| settings.set_if_missing(key, value));
            continue;
        }
        let own = shared::settings(original, path, losses);
        match stem.split_once('.') {
            Some(("languages", tag)) => {
                let mut all = match settings.take("languages") {
                    Some(DataValue::Map(all)) => all,
                    _ => Map::default(),
                };
                all.set_if_missing(tag, &DataValue::Map(own));
                settings.set("languages", DataValue::Map(all));
            }
            // `menus.en.toml` and the like.
            Some(_) => {}
            None => settings.set_if_missing(&stem, &DataValue::Map(own)),
        }
    }
    settings
}

/// Adds the languages to the site, and returns the content folders.
pub fn sources(original: &Original<'_>, settings: &Map, content: &str, site: &mut OriginalSite) -> Vec<ContentFolder> {
    let main = settings.text_at("defaultcontentlanguage").unwrap_or("en").to_owned();
    let in_subfolder = settings.at("defaultcontentlanguageinsubdir").is_some_and(DataValue::is_true);
    let empty = Map::default();
    let languages = settings.at("languages").and_then(DataValue::map).unwrap_or(&empty);
    let mut tags: Vec<(String, &Map, i64)> = languages
        .iter()
        .filter_map(|(tag, value)| Some((tag.to_owned(), value.map()?)))
        .filter(|(_, map)| !map.at("disabled").is_some_and(DataValue::is_true))
        .map(|(tag, map)| (tag, map, map.at("weight").and_then(DataValue::integer).unwrap_or(i64::MAX)))
        .collect();
    tags.sort_by_key(|(tag, _, weight)| (*tag != main, *weight));
    if tags.is_empty() {
        let tag = settings.text_at("languagecode").or_else(|| settings.text_at("locale"));
        let tag = tag.filter(|tag| crate::config::is_tag(tag)).map_or(main.clone(), str::to_owned);
        tags.push((tag, &empty, 0));
    }
    let mut sources = Vec::new();
    for (number, (tag, map, _)) in tags.iter().enumerate() {
        let at = if *tag == main && !in_subfolder || tags.len() == 1 { "/".to_owned() } else { format!("/{tag}/") };
        site.languages.push(OriginalLanguage { tag: tag.clone(), at });
        if let Some(title) = map.text_at("title") {
            site.titles.push((number, title.to_owned()));
        }
        if let Some(folder) = map.text_at("contentdir") {
            let folder = folder.trim_matches('/').to_owned();
            sources.push(ContentFolder { folder, language: number, below: String::new() });
        }
    }
    let mounts = settings.at("module.mounts").map_or(&[][..], DataValue::list);
    for mount in mounts.iter().filter_map(DataValue::map) {
        let (Some(from), Some(to)) = (mount.text_at("source"), mount.text_at("target")) else { continue };
        let Some(below) = to.strip_prefix("content") else { continue };
        let tag = mount.text_at("lang").or_else(|| mount.at("sites.matrix.languages")?.texts().first().copied());
        let language = tag.and_then(|tag| site.language(tag)).unwrap_or(0);
        let Some(folder) = resolve("", from) else { continue };
        sources.push(ContentFolder { folder, language, below: below.trim_matches('/').to_owned() });
    }
    if sources.is_empty() || (mounts.is_empty() && !sources.iter().any(|source| source.language == 0)) {
        sources.push(ContentFolder { folder: content.to_owned(), language: 0, below: String::new() });
    }
    sources.retain(|source| original.has_folder(&source.folder));
    sources
}

/// Names of the menu that is shown above pages, the most frequent first.
const MAIN_MENUS: [&str; 4] = ["main", "header", "top", "primary"];

/// Takes the menu that is shown above pages: of the settings, and of the front matter of pages. The entries of other menus
/// are recorded as not imported.
pub fn menus(settings: &Map, site: &mut OriginalSite, original: &Original<'_>, losses: &mut Losses) {
    let path = SETTINGS.iter().find(|path| original.has(path)).copied().unwrap_or("config/_default");
    let mut found: Vec<(String, OriginalMenuEntry)> = Vec::new();
    let main = site.languages.first().map_or("", |language| language.tag.as_str());
    let of_language = format!("languages.{main}.menu");
    for menus in
        ["menu", "menus", &of_language, &format!("{of_language}s")].iter().filter_map(|key| settings.at(key)?.map())
    {
        for (name, entries) in menus.iter() {
            found.extend(menu::entries(entries.list(), path).into_iter().map(|entry| (name.to_owned(), entry)));
        }
    }
    for page in site.pages.iter_mut().filter(|page| page.language == 0) {
        let menus = page.fields.take("menu").or_else(|| page.fields.take("menus"));
        for (name, own) in menus.iter().flat_map(named) {
            let empty = DataValue::Map(Map::default());
            let read = menu::entries(std::slice::from_ref(own.unwrap_or(&empty)), page.file.path());
            found.extend(read.into_iter().map(|entry| {
                let title = entry.title.or_else(|| page.fields.text_at("linkTitle").map(str::to_owned));
                let id = if entry.id.starts_with("entry ") {
                    title.clone().or_else(|| page.fields.text_at("title").map(str::to_owned)).unwrap_or_default()
                } else {
                    entry.id
                };
                let weight = entry.weight.or_else(|| page.fields.at("weight")?.integer());
                (name.clone(), OriginalMenuEntry { id, title, weight, to: Some(page.address.clone()), ..entry })
            }));
        }
    }
    let chosen = MAIN_MENUS.iter().copied().find(|main| found.iter().any(|(name, _)| name == main));
    let chosen = chosen.or_else(|| found.first().map(|(name, _)| name.as_str())).map(str::to_owned);
    for (name, entry) in found {
        if Some(&name) == chosen.as_ref() {
            site.original_menu.push(entry);
        } else {
            let label = entry.title.as_deref().unwrap_or(&entry.id);
            let to = entry.to.as_deref().unwrap_or("");
            losses.file(
                LossKind::Setting,
                &entry.file,
                format!("the entry `{label}` of the menu `{name}` leads to `{to}`"),
            );
        }
    }
}

/// The menus that the front matter of a page names, each with what it says of its entry.
fn named(value: &DataValue) -> Vec<(String, Option<&DataValue>)> {
    match value {
        DataValue::Map(map) => {
            map.iter().map(|(name, entry)| (name.to_owned(), entry.map().is_some().then_some(entry))).collect()
        }
        other => other.texts().into_iter().map(|name| (name.to_owned(), None)).collect(),
    }
}

/// Adds the values that settings and sections cascade to the pages below them; the nearest section takes precedence.
pub fn cascade(settings: &Map, site: &mut OriginalSite) {
    let mut given: Vec<(String, usize, Map)> = Vec::new();
    let values = |value: &DataValue| -> Vec<Map> {
        let maps = match value {
            DataValue::Map(map) => vec![map],
            other => other.list().iter().filter_map(DataValue::map).collect(),
        };
        let is_for_all = |map: &&Map| map.get("target").is_none() && map.get("_target").is_none();
        maps.into_iter().filter(is_for_all).cloned().collect()
    };
    for page in &mut site.pages {
        if page.path.ends_with("index.md")
            && let Some(value) = page.fields.take("cascade")
        {
            let folder = folder_of(&page.path).to_owned();
            given.extend(values(&value).into_iter().map(|map| (folder.clone(), page.language, map)));
        }
    }
    given.sort_by_key(|(folder, ..)| std::cmp::Reverse(folder.len()));
    let of_all = settings.at("cascade").map_or_else(Vec::new, values);
    for page in &mut site.pages {
        let below = |folder: &str| folder.is_empty() || page.path.starts_with(&format!("{folder}/"));
        let own: Vec<&Map> = given
            .iter()
            .filter(|(folder, language, _)| *language == page.language && below(folder))
            .map(|(.., map)| map)
            .collect();
        for (key, value) in own.into_iter().chain(&of_all).flat_map(Map::iter) {
            page.fields.set_if_missing(key, value);
        }
    }
}

/// Removes the pages that Hugo does not publish on their own.
pub fn unpublished(site: &mut OriginalSite, losses: &mut Losses) {
    site.pages.retain(|page| {
        let render = ["build.render", "_build.render"].iter().find_map(|key| page.fields.at(key));
        let is_published = render
            .is_none_or(|render| !render.is_false() && !matches!(render.text(), Some("never" | "link")))
            && !page.fields.at("headless").is_some_and(DataValue::is_true);
        if !is_published {
            losses.file(
                LossKind::Template,
                page.file.path(),
                "its front matter, or that of its section, says that it is not published",
            );
        }
        is_published
    });
}
