//! A folder of Markdown, as on GitHub, and documentation systems that are similar: language folders, MDX,
//! DocFX includes.

use std::collections::BTreeSet;

use super::{Generator, anchors, shared};
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::original::{Original, folder_of, join, name_of, resolve};
use crate::import::site::{OriginalLanguage, OriginalSite};

mod docfx;
mod moved;

pub(super) const GENERATOR: Generator = Generator {
    name: "markdown",
    description: "a folder of Markdown",
    detect: |_| true,
    read,
    body: docfx::convert,
    anchor: anchors::github,
};

/// Names of the settings of documentation systems that publish pages at the address of their file.
const SYSTEMS: [&str; 3] = ["astro.config.", "docusaurus.config.", ".vitepress/config."];
/// Folders beside the settings that may hold the pages; the last is for repositories with a folder for the site.
const PAGES: [&str; 5] = ["src/content/docs", "docs", "content", "src/pages", "../docs"];
const STATIC: [&str; 2] = ["public", "static"];

/// The settings file and folders of a documentation system.
struct DocsSystem {
    config: String,
    /// The folder of its pages.
    root: String,
    /// The folders of files that are published as they are.
    statics: Vec<String>,
}

/// The documentation system of a repository, if it has one.
fn system(original: &Original<'_>) -> Option<DocsSystem> {
    let is_config = |path: &&str| SYSTEMS.iter().any(|start| path.rfind(start).is_some_and(|at| is_name_at(path, at)));
    // The one in the uppermost folder.
    let config = original.paths().filter(is_config).min_by_key(|path| (path.matches('/').count(), path.len()))?;
    let is_vitepress = config.contains(".vitepress/");
    let base = if is_vitepress { folder_of(folder_of(config)) } else { folder_of(config) };
    let has_pages = |folder: &String| original.below(folder).any(shared::is_markdown);
    let near = PAGES.iter().filter_map(|folder| resolve(base, folder)).find(has_pages);
    let root = if is_vitepress { base.to_owned() } else { near.unwrap_or_else(|| base.to_owned()) };
    let statics = STATIC.iter().map(|folder| join(base, folder)).collect();
    Some(DocsSystem { config: config.to_owned(), root, statics })
}

/// Whether the name of a settings file begins at a byte of a path, in a folder that is neither hidden nor of packages.
fn is_name_at(path: &str, at: usize) -> bool {
    (at == 0 || path[..at].ends_with('/'))
        && !path[at..].trim_start_matches(".vitepress/").contains('/')
        && !shared::is_of_tools(&path[..at])
}

/// Reads the title and the address from the settings of a documentation system.
fn settings(original: &Original<'_>, system: &DocsSystem, site: &mut OriginalSite, losses: &mut Losses) {
    let file = match original.text(&system.config) {
        Ok(file) => file,
        Err(why) => return losses.file(LossKind::Unreadable, &system.config, why),
    };
    let text = file.text();
    site.title = shared::quoted_after(text, "title").map(str::to_owned);
    let url =
        ["site", "url"].iter().find_map(|key| shared::quoted_after(text, key)).filter(|url| url.starts_with("http"));
    let base = ["baseUrl", "base"].iter().find_map(|key| shared::quoted_after(text, key)).unwrap_or("/");
    site.base_url = url.map(|url| format!("{}/{}", url.trim_end_matches('/'), base.trim_start_matches('/')));
    losses.file(LossKind::Setting, &system.config, "it is a program; only the title and the address were read");
    // Redirects in a program are named and not read: what it makes of them is not certain.
    for key in ["redirects", "createRedirects"] {
        let is_key = |start: &usize| {
            let (before, after) = (&text[..*start], text[start + key.len()..].trim_start());
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.')) && after.starts_with([':', '('])
        };
        if let Some(start) = text.match_indices(key).map(|(start, _)| start).find(is_key) {
            losses.add(
                LossKind::Redirect,
                &file,
                start..start + key.len(),
                key,
                "the program that has them was not run",
            );
        }
    }
}

fn read(original: &Original<'_>, losses: &mut Losses) -> OriginalSite {
    let system = system(original);
    let root = system.as_ref().map_or("", |system| system.root.as_str());
    let mut site = OriginalSite {
        links_follow_addresses: system.is_some(),
        falls_back: system.is_some(),
        roots: vec![root.to_owned()],
        ..OriginalSite::default()
    };
    if !root.is_empty() {
        site.roots.push(String::new());
    }
    if let Some(system) = &system {
        settings(original, system, &mut site, losses);
        // Docusaurus publishes pages there unless its settings say otherwise.
        site.prefix = Some("/docs".to_owned());
        site.made = &["sitemap.xml"];
        let texts = join(folder_of(&system.config), "src/content/i18n");
        site.strings = shared::strings::of_folder(original, &texts, losses);
    }
    languages(original, root, &mut site);
    let is_page = |path: &&str| shared::is_markdown(path) && !is_excluded(&path[root.len()..]);
    let is_main_known = site.languages.len() > 1;
    let pages = original.below(root).filter(is_page);
    let has_suffixes = shared::add_suffix_languages(original, pages, &mut site, is_main_known);
    for path in original.below(root).filter(is_page) {
        let (mut language, below) = place(&site, root, path);
        let mut below = below.to_owned();
        if let (0, true, (bare, Some(tag))) = (language, has_suffixes, shared::suffix(&below, &site)) {
            (language, below) = (tag, bare);
        }
        let new = format!("{}.md", shared::stem(&below));
        let address = if system.is_some() { address(&site, language, &below) } else { String::new() };
        if let Some(mut page) = shared::page(original, path, language, (new, address), front::Start::AtOnce, losses) {
            let slug = if system.is_some() { page.fields.take("slug") } else { None };
            if let Some(slug) = slug.and_then(|slug| slug.text().map(str::to_owned)) {
                page.address = format!("/{}/", slug.trim_matches('/')).replace("//", "/");
                page.address_key = Some("slug");
            } else if let (Some(id), Some(at)) =
                (page.fields.text_at("id"), page.address.trim_end_matches('/').rfind('/'))
            {
                page.address = format!("{}/{id}/", &page.address[..at]);
                page.address_key = Some("id");
            }
            page.order = shared::position_in(&page.fields, "sidebar.order");
            site.pages.push(page);
        }
    }
    shared::folder_pages(&mut site.pages);
    let pages: BTreeSet<&str> = site.pages.iter().map(|page| page.file.path()).collect();
    let mut files = Vec::new();
    for path in original.paths().filter(|path| !pages.contains(path) && !is_excluded(path)) {
        let mut statics = system.iter().flat_map(|system| &system.statics);
        let in_static = statics.find_map(|folder| path.strip_prefix(folder.as_str())?.strip_prefix('/'));
        if let Some(below) = in_static {
            files.push(shared::linked(path, format!("/{below}"), 0, below.to_owned()));
        } else if let Some(below) = path.strip_prefix(root).and_then(|below| below.strip_prefix('/')) {
            let (language, rest) = place(&site, root, path);
            files.push(shared::linked(path, format!("/{below}"), language, rest.to_owned()));
        } else {
            let (language, rest) = if root.is_empty() { place(&site, root, path) } else { (0, path) };
            files.push(shared::linked(path, format!("/{path}"), language, rest.to_owned()));
        }
    }
    drop(pages);
    site.files = files;
    docfx::settings(original, &mut site, losses);
    if site.title.is_none() {
        let names: Vec<String> = ["index.md", "README.md", "index.mdx"].iter().map(|name| join(root, name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        site.title = shared::title_from(&site, &names);
    }
    site
}

/// Whether a file belongs to tools and not to the site.
fn is_excluded(path: &str) -> bool {
    shared::is_of_tools(path.trim_start_matches('/'))
}

/// Adds the languages: the folders of the root that are named like languages, if there are several.
fn languages(original: &Original<'_>, root: &str, site: &mut OriginalSite) {
    let folders = original.folders(root);
    let has_pages = |folder: &&&str| original.below(&join(root, folder)).any(shared::is_markdown);
    let named: Vec<&str> = folders.iter().filter(|name| shared::is_language(name)).filter(has_pages).copied().collect();
    let at = |tag: &str| format!("/{tag}/");
    if named.len() < 2 {
        site.languages.push(OriginalLanguage { tag: "en".to_owned(), at: "/".to_owned() });
        return;
    }
    let rest = original.below(root).any(|path| {
        let below = path[root.len()..].trim_start_matches('/');
        shared::is_markdown(path) && !named.iter().any(|tag| below.starts_with(&format!("{tag}/")))
    });
    let main = if named.contains(&"en") { "en" } else { named[0] };
    let is_at_root = rest && !named.contains(&"en");
    if is_at_root {
        site.languages.push(OriginalLanguage { tag: "en".to_owned(), at: "/".to_owned() });
    } else {
        site.languages.push(OriginalLanguage { tag: main.to_owned(), at: at(main) });
    }
    for tag in named.iter().filter(|tag| is_at_root || **tag != main) {
        site.languages.push(OriginalLanguage { tag: (*tag).replace('_', "-"), at: at(tag) });
    }
}

/// The language of a path, and the path below its folder.
fn place<'p>(site: &OriginalSite, root: &str, path: &'p str) -> (usize, &'p str) {
    let below = path[root.len()..].trim_start_matches('/');
    let found = below.split_once('/').and_then(|(first, rest)| Some((site.language(&first.replace('_', "-"))?, rest)));
    found.filter(|_| site.languages.len() > 1).unwrap_or((0, below))
}

/// The address of a page in a system that takes it from the path of the file.
fn address(site: &OriginalSite, language: usize, below: &str) -> String {
    let stem = shared::stem(below);
    let stem =
        if matches!(name_of(stem), "index" | "README") { &stem[..stem.len() - name_of(stem).len()] } else { stem };
    let stem = stem.trim_end_matches('/').to_lowercase();
    let at = &site.languages[language].at;
    if stem.is_empty() { at.clone() } else { format!("{at}{stem}/") }
}
