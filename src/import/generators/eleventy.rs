//! Eleventy and programs like it (Metalsmith): pages at the address of their file, `permalink`, Nunjucks or Liquid in the text.

use std::collections::BTreeSet;

use super::{Generator, anchors, shared, tags};
use crate::import::ImportContext;
use crate::import::destinations::is_within;
use crate::import::edits::Edits;
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::menu::OriginalMenuEntry;
use crate::import::original::{Original, folder_of, join, name_of};
use crate::import::site::{OriginalLanguage, OriginalPage, OriginalSite};
use crate::import::value::{DataValue, Map};

pub(super) const GENERATOR: Generator = Generator {
    name: "eleventy",
    description: "an Eleventy site",
    detect: |original| config(original).is_some() || uses_program(original),
    read,
    body,
    anchor: anchors::github,
};

const CONFIGS: [&str; 7] = [
    ".eleventy.js",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
    ".eleventy.cjs",
    "metalsmith.json",
];

/// Endings of templates.
const TEMPLATES: [&str; 12] = [
    ".njk",
    ".liquid",
    ".hbs",
    ".11ty.js",
    ".11ty.cjs",
    ".11ty.mjs",
    ".webc",
    ".ejs",
    ".mustache",
    ".haml",
    ".pug",
    ".vto",
];

fn config(original: &Original<'_>) -> Option<&'static str> {
    CONFIGS.into_iter().find(|path| original.has(path))
}

/// Whether `package.json` names one of these programs.
fn uses_program(original: &Original<'_>) -> bool {
    original.text("package.json").is_ok_and(|file| {
        ["\"@11ty/eleventy\"", "\"metalsmith\"", "\"@metalsmith/"].iter().any(|name| file.text().contains(name))
    })
}

fn read(original: &Original<'_>, losses: &mut Losses) -> OriginalSite {
    let program = config(original).and_then(|path| original.text(path).ok());
    let input = program.as_ref().and_then(|file| shared::quoted_after(file.text(), "input")).map(str::to_owned);
    let input = input.map(|input| input.trim_start_matches("./").trim_matches('/').to_owned());
    let input = input.filter(|input| input.is_empty() || original.has_folder(input));
    let has_pages = |folder: &&str| original.below(folder).any(shared::is_markdown);
    let guess = || ["src", "content", "site"].into_iter().find(has_pages).unwrap_or("").to_owned();
    let input = input.unwrap_or_else(guess);
    if let Some(path) = config(original) {
        losses.file(LossKind::Setting, path, "it is a program; only the folder of the pages was read from it");
    }
    let mut site = OriginalSite { links_follow_addresses: true, roots: vec![input.clone()], ..OriginalSite::default() };
    let package = shared::settings(original, "package.json", &mut Losses::default());
    let data = ["site.json", "metadata.json", "site.yaml"]
        .iter()
        .map(|name| join(&join(&input, "_data"), name))
        .find(|path| original.has(path))
        .map_or_else(Map::default, |path| shared::settings(original, &path, losses));
    site.title = data.text_at("title").or_else(|| data.text_at("name")).map(str::to_owned);
    site.base_url = data.text_at("url").filter(|url| url.starts_with("http")).map(str::to_owned);
    let tag = data.text_at("language").or_else(|| data.text_at("lang")).unwrap_or("en").to_owned();
    let is_main_known = data.text_at("language").or_else(|| data.text_at("lang")).is_some();
    site.languages.push(OriginalLanguage {
        tag: if crate::config::is_tag(&tag) { tag } else { "en".into() },
        at: "/".to_owned(),
    });
    let pages = original.below(&input).filter(|path| !is_passed_over(&path[input.len()..]));
    let has_suffixes = shared::add_suffix_languages(original, pages, &mut site, is_main_known);
    site.variables = data;
    let ignored = ignored(original);
    let data_folder = join(&input, "_data");
    let (strings, of_strings) = shared::strings::of_data(original, &data_folder, losses);
    site.strings = strings;
    for path in original.below(&input) {
        let below = path[input.len()..].trim_start_matches('/');
        if is_passed_over(below) {
            if below.starts_with("_data/") && !of_strings.contains(path) {
                losses.file(LossKind::Data, path, "only templates use it");
            }
            continue;
        }
        if ignored.iter().any(|start| path == start || path.starts_with(&format!("{start}/"))) {
            losses.file(LossKind::Refused, path, ".eleventyignore excludes it");
        } else if shared::is_markdown(path) {
            let mut page = page(original, path, below, losses);
            if let (Some(page), true, (bare, Some(language))) = (&mut page, has_suffixes, shared::suffix(below, &site))
            {
                page.language = language;
                page.path = format!("{}.md", shared::stem(&bare));
            }
            site.pages.extend(page);
        } else if is_template(original, path) {
            losses.file(LossKind::Template, path, "a template generates this page");
            let template = page(original, path, below, &mut Losses::default()).map(shared::template);
            // There may be further pages below it.
            site.generated
                .extend(template.iter().map(|it| it.address.clone()).filter(|it| it.len() > 1 && it.ends_with('/')));
            site.templates.extend(template);
            site.feeds = &["feed.xml"];
            site.made = &["sitemap.xml", "robots.txt"];
        } else if !path.ends_with(".11tydata.json") && !path.ends_with(".11tydata.js") {
            site.files.push(shared::linked(path, format!("/{below}"), 0, below.to_owned()));
        }
    }
    shared::folder_pages(&mut site.pages);
    let known: BTreeSet<String> = site.files.iter().map(|file| file.address.clone()).collect();
    for folder in ["public", "static", "assets"].map(str::to_owned).into_iter().filter(|folder| *folder != input) {
        for path in original.below(&folder) {
            let below = path[folder.len()..].trim_start_matches('/').to_owned();
            if !known.contains(&format!("/{below}")) && !path.split('/').any(|part| part.starts_with('.')) {
                site.files.push(shared::linked(path, format!("/{below}"), 0, below));
            }
        }
    }
    if site.title.is_none() {
        let index = join(&input, "index.md");
        let name = package.text_at("name").map(|name| name.replace(['-', '_'], " "));
        site.title = shared::title_from(&site, &[&index]).or(name);
    }
    menu(&mut site);
    site
}

/// Takes the menu from what the front matter of pages says to the plugin for navigation.
fn menu(site: &mut OriginalSite) {
    for page in site.pages.iter_mut().filter(|page| page.language == 0) {
        let Some(DataValue::Map(own)) = page.fields.take("eleventyNavigation") else { continue };
        let text = |key: &str| own.text_at(key).map(str::to_owned);
        let Some(id) = text("key") else { continue };
        site.original_menu.push(OriginalMenuEntry {
            title: text("title").or_else(|| Some(id.clone())),
            id,
            to: text("url").or_else(|| Some(page.address.clone())),
            above: text("parent"),
            weight: own.at("order").and_then(DataValue::integer),
            file: page.file.path().to_owned(),
        });
    }
}

/// The paths that `.eleventyignore` excludes.
fn ignored(original: &Original<'_>) -> Vec<String> {
    let Ok(file) = original.text(".eleventyignore") else { return Vec::new() };
    let lines = file.text().lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    let plain =
        |line: &str| line.trim_start_matches("./").trim_start_matches('/').trim_end_matches(['*', '/']).to_owned();
    lines.map(plain).filter(|path| !path.is_empty()).collect()
}

/// Whether a path below the folder of the pages has a part that is hidden or belongs to tools.
fn is_passed_over(below: &str) -> bool {
    below.split('/').any(|part| part.starts_with(['.', '_']) || matches!(part, "node_modules" | "vendor"))
}

/// Whether a file is a template that makes a page: in a language for templates, or HTML with front matter.
fn is_template(original: &Original<'_>, path: &str) -> bool {
    let has_front = || original.text(path).is_ok_and(|file| front::read(&file).is_there);
    TEMPLATES.iter().any(|end| path.ends_with(end)) || path.ends_with(".html") && has_front()
}

fn page(original: &Original<'_>, path: &str, below: &str, losses: &mut Losses) -> Option<OriginalPage> {
    let stem = shared::stem(below);
    let stem = stem.strip_suffix(".11ty").unwrap_or(stem);
    let mut page =
        shared::page(original, path, 0, (format!("{stem}.md"), String::new()), front::Start::AtOnce, losses)?;
    for data in data_files(path) {
        if original.has(&data) {
            let own = shared::data_file(original, &data, losses);
            own.iter().for_each(|(key, value)| page.fields.set_if_missing(key, value));
        }
    }
    let (folder, name) = (folder_of(stem), name_of(stem));
    // Metalsmith and Eleventy omit a date before a name.
    let bare = name.get(..10).filter(|date| date.parse::<jiff::civil::Date>().is_ok()).map_or(name, |date| {
        page.fields.set_if_missing("date", &DataValue::Text(date.to_owned()));
        name[10..].trim_start_matches('-')
    });
    let default = match name {
        _ if name == "index" || (name == name_of(folder) && !folder.is_empty()) => format!("/{folder}/"),
        _ => format!("/{}/", join(folder, bare)),
    };
    let permalink = page.fields.take("permalink");
    page.address = match &permalink {
        Some(value) if value.is_false() => {
            losses.file(LossKind::Template, path, "its front matter says that it is not published");
            return None;
        }
        Some(value) => match value.text() {
            Some(text) if !text.contains("{{") && !text.contains("{%") => {
                page.address_key = Some("permalink");
                format!("/{}", text.trim_start_matches('/'))
            }
            _ => {
                let what = value.text().unwrap_or("permalink").to_owned();
                let place = page.place_of("permalink");
                losses.add(
                    LossKind::TemplateSyntax,
                    &page.file,
                    place,
                    &what,
                    "a template generates the address; that of the file was used instead",
                );
                default
            }
        },
        None => default,
    }
    .replace("//", "/");
    page.order = shared::position_in(&page.fields, "eleventyNavigation.order");
    let ignored = page.fields.at("ignore").is_some_and(DataValue::is_true);
    page.is_draft |= ignored && page.fields.at("draft").is_none();
    Some(page)
}

/// The data files of a page, of its folder and of the folders above.
fn data_files(path: &str) -> Vec<String> {
    let mut files = vec![format!("{}.11tydata.json", shared::stem(path)), format!("{}.json", shared::stem(path))];
    let mut folder = folder_of(path);
    while !folder.is_empty() {
        let name = name_of(folder);
        files.extend([format!("{folder}/{name}.json"), format!("{folder}/{name}.11tydata.json")]);
        folder = folder_of(folder);
    }
    files
}

fn body(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let code = mdx::code(text, &page.body);
    let verbatim = tags::verbatim(text, page.body.clone(), &["raw", "verbatim"]);
    for part in &verbatim {
        shared::remove_line(text, part.range.start..part.inner.start, edits);
        shared::remove_line(text, part.inner.end..part.range.end, edits);
    }
    shared::escape_verbatim(page, &verbatim, edits);
    let find = |open: &str, close: &str| tags::find_outside(text, &page.body, &verbatim, open, close);
    for tag in find("{#", "#}").iter().filter(|tag| !is_within(&code, tag.range.start)) {
        shared::remove_line(text, tag.range.clone(), edits);
    }
    for tag in find("{%", "%}") {
        shared::note_syntax(page, tag.range.clone(), losses);
    }
    let mut kept = Vec::new();
    for tag in find("{{", "}}") {
        let inner = tag.inner.trim_matches('-').trim();
        // An address of another site is one whatever a filter makes of it.
        let (path, filter) = inner.split_once('|').map_or(("", ""), |(path, filter)| (path.trim(), filter.trim()));
        let address = ['"', '\''].iter().find_map(|quote| path.strip_prefix(*quote)?.strip_suffix(*quote));
        let address = address.filter(|address| filter == "url" || address.starts_with("https://"));
        let value = page.fields.at(inner).or_else(|| context.site.variables.at(inner.strip_prefix("site.")?));
        match (address, value) {
            (Some(address), _) => edits.replace(tag.range.clone(), address),
            (None, Some(DataValue::Text(value) | DataValue::Number(value))) => {
                edits.replace(tag.range.clone(), value.as_str());
            }
            _ => {
                kept.push(tag.range.start);
                shared::note_syntax(page, tag.range.clone(), losses);
            }
        }
    }
    shared::enclose_addresses(page, &code, &kept, edits);
}
