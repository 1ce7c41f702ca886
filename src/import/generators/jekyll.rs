//! Jekyll: posts with dates in their names, collections, Liquid tags, attributes of kramdown.

use std::collections::{BTreeMap, BTreeSet};

use super::{Generator, anchors, shared};
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::menu;
use crate::import::original::{Original, folder_of, join, name_of};
use crate::import::site::{OriginalFile, OriginalLanguage, OriginalPage, OriginalSite};
use crate::import::value::{DataValue, Map};

mod address;
mod home;
mod kramdown;
mod liquid;

pub(super) const GENERATOR: Generator = Generator {
    name: "jekyll",
    description: "a Jekyll site",
    detect: |original| SETTINGS.iter().any(|path| original.has(path)) && !original.has_folder("content"),
    read,
    body: |context, page, edits, losses| {
        liquid::convert(context, page, edits, losses);
        kramdown::convert(page, edits, losses);
        home::list_posts(&context.site.pages, page, edits);
    },
    anchor: anchors::github,
};

const SETTINGS: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];
/// Files that Jekyll excludes unless `include` lists them.
const EXCLUDED: [&str; 6] = ["Gemfile", "Gemfile.lock", "node_modules", "vendor", "package.json", "package-lock.json"];

/// The settings of a collection.
struct Collection {
    folder: String,
    permalink: Option<String>,
    has_pages: bool,
}

fn read(original: &Original<'_>, losses: &mut Losses) -> OriginalSite {
    let path = SETTINGS.iter().find(|path| original.has(path)).copied().unwrap_or("_config.yml");
    let settings = shared::settings(original, path, losses);
    let baseurl = settings.text_at("baseurl").unwrap_or("").trim_end_matches('/');
    let url =
        settings.text_at("url").filter(|url| url.starts_with("http")).map(|url| url.trim_end_matches('/').to_owned());
    let url = url.or_else(|| {
        let name = original.text("CNAME").ok()?.text().trim().to_owned();
        (!name.is_empty() && !name.contains(char::is_whitespace)).then(|| format!("https://{name}"))
    });
    let mut site = OriginalSite {
        title: settings.text_at("title").or_else(|| settings.text_at("name")).map(str::to_owned),
        base_url: url.map(|url| format!("{url}{baseurl}/")),
        links_follow_addresses: true,
        roots: vec![String::new()],
        generated: ["/tag/", "/tags/", "/category/", "/categories/"].map(str::to_owned).into(),
        feeds: &["feed.xml"],
        // By custom, and as polyglot has it.
        translation_keys: &["ref", "lang-ref", "lang_ref", "page_id"],
        made: &["sitemap.xml", "robots.txt"],
        ..OriginalSite::default()
    };
    let tag = settings.text_at("lang").or_else(|| settings.text_at("locale")).unwrap_or("en").replace('_', "-");
    site.languages.push(OriginalLanguage {
        tag: if crate::config::is_tag(&tag) { tag } else { "en".into() },
        at: "/".to_owned(),
    });
    site.variables = settings.clone();
    let reader = JekyllReader { original, settings: &settings, collections: collections(&settings) };
    reader.read(&mut site, losses);
    languages(&mut site);
    shared::folder_pages(&mut site.pages);
    home::add_posts(&mut site.pages);
    for page in &mut site.pages {
        let stem = shared::stem(&page.path);
        if name_of(stem).eq_ignore_ascii_case("readme") {
            page.address = format!("/{stem}.html");
        }
    }
    if site.title.is_none() {
        site.title = shared::title_from(&site, &["index.md", "README.md"]);
    }
    let used = menu(original, &settings, path, &mut site);
    let (strings, of_strings) = shared::strings::of_data(original, "_data", losses);
    site.strings = strings;
    let is_used = |path: &str| used.as_deref() == Some(path) || of_strings.contains(path);
    for path in original.below("_data").filter(|path| !is_used(path)) {
        losses.file(LossKind::Data, path, "only templates use it");
    }
    site
}

/// Names of data files, and of lists in them, that themes show as the menu above pages.
const MENU_FILES: [&str; 6] = ["navigation", "nav", "menu", "menus", "header", "main_menu"];
const MENU_LISTS: [&str; 5] = ["main", "header", "top", "nav", "navigation"];

/// Takes the menu from the settings or from a data file, and returns the path of that file.
fn menu(original: &Original<'_>, settings: &Map, path: &str, site: &mut OriginalSite) -> Option<String> {
    if let Some(pages) = settings.at("header_pages") {
        site.original_menu = menu::entries(pages.list(), path);
        return None;
    }
    let paths =
        MENU_FILES.iter().flat_map(|name| ["yml", "yaml", "json"].map(|ending| format!("_data/{name}.{ending}")));
    let path = paths.into_iter().find(|path| original.has(path))?;
    let data = front::data(&original.text(&path).ok()?)?.ok()?;
    let list = match &data {
        DataValue::Map(map) => MENU_LISTS.iter().find_map(|name| map.get(name))?.list(),
        list => list.list(),
    };
    site.original_menu = menu::entries(list, &path);
    (!list.is_empty()).then_some(path)
}

/// Moves each page to the language that its front matter names with `lang`.
fn languages(site: &mut OriginalSite) {
    let tag_of = |page: &OriginalPage| {
        let tag = page.fields.text_at("lang")?.trim().replace('_', "-");
        (crate::config::is_tag(&tag) && shared::is_language(&tag)).then_some(tag)
    };
    let tags: Vec<Option<String>> = site.pages.iter().map(tag_of).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for tag in tags.iter().flatten() {
        *counts.entry(tag.to_lowercase()).or_default() += 1;
    }
    // Without a page in the language of the settings, the most common one is the main language.
    if tags.iter().all(Option::is_some) && !counts.contains_key(&site.languages[0].tag.to_lowercase()) {
        let common = counts.iter().max_by_key(|(_, count)| **count).map(|(tag, _)| tag);
        let written = tags.iter().flatten().find(|tag| common.is_some_and(|common| common.eq_ignore_ascii_case(tag)));
        if let Some(tag) = written {
            site.languages[0].tag.clone_from(tag);
        }
    }
    for (number, tag) in tags.into_iter().enumerate() {
        let Some(tag) = tag else { continue };
        let language = site.language(&tag).unwrap_or_else(|| {
            site.languages.push(OriginalLanguage { tag: tag.clone(), at: format!("/{tag}/") });
            site.languages.len() - 1
        });
        let page = &mut site.pages[number];
        page.fields.take("lang");
        page.language = language;
        if language > 0 {
            page.path = without_language(&page.path, &tag);
        }
    }
}

/// A path without the folder or ending that names its language: `a/fr/b.md`, `fr.md` or `a/b.fr.md`.
fn without_language(path: &str, tag: &str) -> String {
    let is_tag = |part: &str| part.replace('_', "-").eq_ignore_ascii_case(tag);
    let stem = shared::stem(path);
    let mut parts: Vec<&str> = stem.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    if let Some(at) = parts.iter().position(|part| is_tag(part)) {
        parts.remove(at);
    }
    let name = match name.rsplit_once('.') {
        _ if is_tag(name) => "index",
        Some((bare, own)) if is_tag(own) => bare,
        _ => name,
    };
    join(&parts.join("/"), &format!("{name}.md"))
}

fn collections(settings: &Map) -> Vec<(String, Collection)> {
    let folder = settings.text_at("collections_dir").unwrap_or("").trim_matches('/').to_owned();
    let mut all = vec![];
    let posts = Collection { folder: join(&folder, "_posts"), permalink: None, has_pages: true };
    all.push(("posts".to_owned(), posts));
    let given = settings.at("collections");
    let named: Vec<(String, Option<&Map>)> = match given {
        Some(DataValue::Map(map)) => map.iter().map(|(name, value)| (name.to_owned(), value.map())).collect(),
        Some(other) => other.texts().into_iter().map(|name| (name.to_owned(), None)).collect(),
        None => Vec::new(),
    };
    for (name, map) in named.into_iter().filter(|(name, _)| name != "posts") {
        let permalink = map.and_then(|map| map.text_at("permalink")).map(str::to_owned);
        let has_pages = map.is_some_and(|map| map.at("output").is_some_and(DataValue::is_true));
        all.push((name.clone(), Collection { folder: join(&folder, &format!("_{name}")), permalink, has_pages }));
    }
    all
}

struct JekyllReader<'a> {
    original: &'a Original<'a>,
    settings: &'a Map,
    collections: Vec<(String, Collection)>,
}

impl JekyllReader<'_> {
    fn read(&self, site: &mut OriginalSite, losses: &mut Losses) {
        let texts = |key: &str| -> BTreeSet<String> {
            let values = self.settings.at(key).map_or(Vec::new(), DataValue::texts);
            values.into_iter().map(|path| path.trim_matches('/').trim_end_matches("/*").to_owned()).collect()
        };
        let (include, exclude) = (texts("include"), texts("exclude"));
        let is_in = |list: &BTreeSet<String>, path: &str| {
            list.iter().any(|entry| path == entry || path.starts_with(&format!("{entry}/")) || name_of(path) == entry)
        };
        for path in self.original.paths() {
            let collection = self.collections.iter().find(|(_, it)| path.starts_with(&format!("{}/", it.folder)));
            let drafts = path.strip_prefix("_drafts/").or_else(|| path.split_once("/_drafts/").map(|(_, rest)| rest));
            let in_posts = path.starts_with("_posts/") || path.contains("/_posts/");
            let hidden = path.split('/').any(|part| part.starts_with(['.', '_', '#', '~']) || part.ends_with('~'));
            let is_excluded =
                is_in(&exclude, path) || EXCLUDED.iter().any(|name| path.split('/').next() == Some(*name));
            let is_special = collection.is_some() || drafts.is_some() || in_posts;
            let is_named = path.split('/').any(|part| part == ".well-known");
            if (hidden && !is_special && !is_named || is_excluded) && !is_in(&include, path) {
                continue;
            }
            let has_front = || self.original.text(path).is_ok_and(|file| crate::import::front::read(&file).is_there);
            let page = |losses: &mut Losses| match (collection, drafts) {
                (_, Some(below)) => self.post(path, below, true, losses),
                _ if in_posts => self.post(path, path.rsplit("_posts/").next().unwrap_or(path), false, losses),
                (Some((name, collection)), None) if name != "posts" => self.item(name, collection, path, losses),
                _ => self.page(path, losses),
            };
            if shared::is_markdown(path) {
                // A file without front matter is a page only with a plugin, as on GitHub Pages.
                site.pages.extend(page(losses));
            } else if is_template(path) && has_front() {
                losses.file(LossKind::Template, path, "a template generates this page or file");
                site.templates.extend(page(&mut Losses::default()).map(shared::template));
            } else if !is_special {
                let file = OriginalFile {
                    original: path.into(),
                    address: format!("/{path}"),
                    language: 0,
                    path: path.into(),
                    if_linked: true,
                };
                let is_for_hosts = matches!(path, "CNAME" | "robots.txt" | "favicon.ico") || is_named;
                site.files.push(OriginalFile { if_linked: !is_for_hosts, ..file });
            }
        }
    }

    /// Adds the default front matter that the settings have for a page.
    fn defaults(&self, page: &mut OriginalPage, kind: &str) {
        let path = page.file.path().to_owned();
        let mut given: Vec<(usize, &Map)> = Vec::new();
        for entry in self.settings.at("defaults").map_or(&[][..], DataValue::list).iter().filter_map(DataValue::map) {
            let scope = entry.text_at("scope.path").unwrap_or("").trim_end_matches('*').trim_matches('/');
            let of_kind =
                entry.text_at("scope.type").is_none_or(|wanted| wanted == kind || wanted == format!("{kind}s"));
            if let (true, true, Some(values)) =
                (of_kind, scope.is_empty() || path.starts_with(scope), entry.at("values").and_then(DataValue::map))
            {
                given.push((scope.len(), values));
            }
        }
        given.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        for (key, value) in given.into_iter().flat_map(|(_, map)| map.iter()) {
            page.fields.set_if_missing(key, value);
        }
    }

    fn post(&self, path: &str, below: &str, is_draft: bool, losses: &mut Losses) -> Option<OriginalPage> {
        let stem = shared::stem(below);
        let (date, slug) = name_of(stem)
            .get(..10)
            .filter(|date| date.parse::<jiff::civil::Date>().is_ok())
            .map_or((None, name_of(stem)), |date| (Some(date.to_owned()), name_of(stem)[10..].trim_start_matches('-')));
        let folder = if is_draft { "drafts" } else { "posts" };
        let categories = path.split_once("/_posts/").map(|(above, _)| above.to_owned());
        let new = match &categories {
            Some(above) => format!("{}/{stem}.md", join(above, folder)),
            None => format!("{folder}/{stem}.md"),
        };
        let mut page = shared::page(self.original, path, 0, (new, String::new()), front::Start::AtOnce, losses)?;
        self.defaults(&mut page, "post");
        page.is_draft = is_draft;
        if let Some(date) = &date {
            page.fields.set_if_missing("date", &DataValue::Text(date.clone()));
        }
        for key in ["tags", "categories"] {
            // Jekyll separates the words of one text by spaces.
            let words = page.fields.get(key).filter(|value| value.list().is_empty()).and_then(DataValue::text);
            let words: Option<Vec<_>> =
                words.map(|text| text.split_whitespace().map(|word| DataValue::Text(word.to_owned())).collect());
            if let Some(words) = words {
                page.fields.set(key, DataValue::List(words));
            }
        }
        let own = page.fields.take("slug").and_then(|slug| slug.text().map(str::to_owned));
        let permalink = page.fields.take("permalink").and_then(|text| text.text().map(str::to_owned));
        page.address_key = address_key(permalink.as_ref(), own.as_ref());
        let slug = own.unwrap_or_else(|| slug.to_owned());
        let pattern = permalink.or_else(|| self.settings.text_at("permalink").map(str::to_owned));
        let pattern = pattern.unwrap_or_else(|| "date".to_owned());
        page.address =
            if is_draft { String::new() } else { address::address(&pattern, &page, &slug, categories.as_deref()) };
        Some(page)
    }

    fn item(&self, name: &str, collection: &Collection, path: &str, losses: &mut Losses) -> Option<OriginalPage> {
        if !collection.has_pages {
            losses.file(LossKind::Template, path, format!("the collection `{name}` has no pages of its own"));
            return None;
        }
        let below = path[collection.folder.len()..].trim_start_matches('/');
        let stem = shared::stem(below);
        let mut page = shared::page(
            self.original,
            path,
            0,
            (format!("{name}/{stem}.md"), String::new()),
            front::Start::AtOnce,
            losses,
        )?;
        self.defaults(&mut page, name);
        let permalink = page.fields.take("permalink").and_then(|text| text.text().map(str::to_owned));
        let own = page.fields.text_at("slug").map(str::to_owned);
        page.address_key = address_key(permalink.as_ref(), own.as_ref());
        let pattern = permalink
            .or_else(|| collection.permalink.clone())
            .unwrap_or_else(|| "/:collection/:path:output_ext".into());
        let file_name = address::slug(name_of(stem));
        let pattern = pattern.replace(":collection", name).replace(":path", stem).replace(":name", &file_name);
        page.address = address::address(&pattern, &page, own.as_deref().unwrap_or(name_of(stem)), None);
        Some(page)
    }

    fn page(&self, path: &str, losses: &mut Losses) -> Option<OriginalPage> {
        let stem = shared::stem(path);
        let mut page =
            shared::page(self.original, path, 0, (format!("{stem}.md"), String::new()), front::Start::AtOnce, losses)?;
        self.defaults(&mut page, "page");
        let permalink = page.fields.take("permalink").and_then(|text| text.text().map(str::to_owned));
        let is_pretty =
            self.settings.text_at("permalink").is_some_and(|pattern| pattern == "pretty" || pattern.ends_with('/'));
        // A template may make another file than a page.
        let ending = if shared::is_markdown(path) { "html" } else { made_ending(path) };
        let is_html = matches!(ending, "html" | "htm");
        let is_folder = matches!(name_of(stem), "index" | "README");
        page.address_key = address_key(permalink.as_ref(), None);
        page.address = match permalink {
            Some(permalink) => address::address(&permalink, &page, name_of(stem), None),
            None if !is_html => format!("/{stem}.{ending}"),
            None if is_folder => format!("/{}", folder_of(stem)).trim_end_matches('/').to_owned() + "/",
            None if is_pretty => format!("/{stem}/"),
            None => format!("/{stem}.html"),
        };
        if page.fields.at("published").is_some_and(DataValue::is_false) {
            page.is_draft = true;
        }
        Some(page)
    }
}

/// The ending of the file that a template makes.
fn made_ending(path: &str) -> &str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "scss" | "sass" => "css",
        "liquid" => "html",
        ending => ending,
    }
}

/// The key of the front matter that sets the address of a page with these values.
fn address_key(permalink: Option<&String>, slug: Option<&String>) -> Option<&'static str> {
    permalink.map(|_| "permalink").or_else(|| slug.map(|_| "slug"))
}

/// Whether templates generate files of this kind.
fn is_template(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "html" | "htm" | "xml" | "json" | "js" | "css" | "scss" | "sass" | "txt" | "liquid")
}
