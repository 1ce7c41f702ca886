//! Hugo: `content/` with sections and bundles, languages by folder or by name, shortcodes in `{{< … >}}` and `{{% … %}}`.

use std::collections::BTreeSet;

use super::{Generator, anchors, shared};
use crate::import::losses::{LossKind, Losses};
use crate::import::original::{Original, folder_of, join, name_of, resolve};
use crate::import::site::{OriginalFile, OriginalPage, OriginalSite};
use crate::import::value::{DataValue, Map};

mod settings;
mod shortcodes;

pub(super) const GENERATOR: Generator = Generator {
    name: "hugo",
    description: "a Hugo site",
    detect,
    read,
    body: shortcodes::convert,
    anchor: anchors::github,
};

/// Settings files; the first that is present counts.
const SETTINGS: [&str; 9] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
];

fn detect(original: &Original<'_>) -> bool {
    let is_hugo = |path: &&&str| path.starts_with("hugo.") || path.contains("/hugo.");
    SETTINGS.iter().filter(is_hugo).any(|path| original.has(path))
        || original.has_folder("config/_default")
        || (SETTINGS.iter().any(|path| original.has(path))
            && original.has_folder("content")
            && (original.has_folder("layouts") || original.has_folder("themes") || original.has_folder("archetypes")))
}

/// A content folder, with its language.
pub struct ContentFolder {
    /// The folder in the original.
    pub folder: String,
    /// Number of its language.
    pub language: usize,
    /// The path of its pages below the folder of the language.
    pub below: String,
}

fn read(original: &Original<'_>, losses: &mut Losses) -> OriginalSite {
    let given = settings::settings(original, losses);
    let mut site = OriginalSite {
        title: given.text_at("title").map(str::to_owned),
        base_url: given.text_at("baseurl").filter(|url| url.starts_with("http")).map(str::to_owned),
        links_follow_addresses: true,
        ..OriginalSite::default()
    };
    let content = given.text_at("contentdir").unwrap_or("content").trim_matches('/').to_owned();
    let sources = settings::sources(original, &given, &content, &mut site);
    site.roots = sources.iter().map(|source| source.folder.clone()).collect();
    site.feeds = &["index.xml"];
    let taxonomies = given.at("taxonomies").and_then(DataValue::map);
    match taxonomies {
        Some(map) => site.generated.extend(map.iter().filter_map(|(_, name)| Some(format!("/{}/", name.text()?)))),
        None => site.generated.extend(["/tags/".to_owned(), "/categories/".to_owned()]),
    }
    let reader = HugoReader { original, settings: &given, ugly: given.at("uglyurls").is_some_and(DataValue::is_true) };
    for source in &sources {
        reader.folder(source, &sources, &mut site, losses);
    }
    add_sections(&mut site);
    let statics = given.at("staticdir").map_or(vec!["static"], DataValue::texts);
    for folder in statics.into_iter().map(|folder| folder.trim_matches('/')) {
        for path in original.below(folder) {
            if is_hidden(&path[folder.len()..]) {
                losses.file(LossKind::Refused, path, "hidden files are not published");
                continue;
            }
            let below = path[folder.len()..].trim_start_matches('/').to_owned();
            let file = OriginalFile {
                original: path.into(),
                address: format!("/{below}"),
                language: 0,
                path: below,
                if_linked: false,
            };
            site.files.push(file);
        }
    }
    let is_hook = |path: &&str| path.contains("/_markup/") && name_of(path).starts_with("render-link");
    site.link_template = original.below("layouts").chain(original.below("themes")).find(is_hook).map(str::to_owned);
    let term_ids = given.at("markup.goldmark.parser.autoDefinitionTermID");
    site.has_term_ids = term_ids.is_some_and(DataValue::is_true);
    // Images in `assets`, which shortcodes use.
    for path in original.below("assets").filter(|path| is_media(path)) {
        let below = path["assets".len()..].trim_start_matches('/').to_owned();
        site.files.push(shared::linked(path, format!("/{below}"), 0, below));
    }
    settings::cascade(&given, &mut site);
    settings::unpublished(&mut site, losses);
    for path in original.below("data") {
        losses.file(LossKind::Data, path, "only templates use it");
    }
    settings::menus(&given, &mut site, original, losses);
    site
}

/// Adds the pages of first-level folders without `_index.md`, which Hugo makes from a template.
fn add_sections(site: &mut OriginalSite) {
    let shown = || site.pages.iter().filter(|page| !page.is_withheld());
    let taken: BTreeSet<(usize, &str)> = site.pages.iter().map(|page| (page.language, &*page.path)).collect();
    let sections: BTreeSet<(usize, &str)> =
        shown().filter_map(|page| Some((page.language, page.path.split_once('/')?.0))).collect();
    let has_page = |(language, section): (usize, &str)| {
        [".md", "/index.md"].iter().any(|end| taken.contains(&(language, &*format!("{section}{end}"))))
    };
    let missing = sections.into_iter().filter(|section| !has_page(*section));
    let missing: Vec<OriginalPage> = missing
        .map(|(language, section)| {
            let at = site.languages.get(language).map_or("/", |language| &language.at);
            OriginalPage::generated(language, format!("{section}/index.md"), format!("{at}{section}/"))
        })
        .collect();
    site.pages.extend(missing);
}

/// Whether a file is an image, a document, audio or video.
fn is_media(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif" | "pdf" | "mp3" | "mp4" | "webm" | "zip"
    )
}

/// Whether part of a path is hidden.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

struct HugoReader<'a> {
    original: &'a Original<'a>,
    settings: &'a Map,
    ugly: bool,
}

impl HugoReader<'_> {
    fn folder(&self, source: &ContentFolder, all: &[ContentFolder], site: &mut OriginalSite, losses: &mut Losses) {
        // Page bundles: folders with an `index.md`, whose other files belong to that page.
        let of_bundle = |path: &str| name_of(path).starts_with("index.") && shared::is_markdown(path);
        let bundles: BTreeSet<&str> =
            self.original.below(&source.folder).filter(|path| of_bundle(path)).map(folder_of).collect();
        let is_in_bundle = |path: &str| {
            let mut folder = folder_of(path);
            loop {
                if bundles.contains(folder) {
                    break !(of_bundle(path) && folder == folder_of(path));
                }
                match folder.rsplit_once('/') {
                    Some((above, _)) if above.len() >= source.folder.len() => folder = above,
                    _ => break false,
                }
            }
        };
        let inner = |path: &str| {
            all.iter().any(|other| {
                other.folder.len() > source.folder.len() && path.starts_with(&format!("{}/", other.folder))
            })
        };
        for path in self.original.below(&source.folder).filter(|path| !inner(path)) {
            let below = path[source.folder.len()..].trim_start_matches('/');
            let below = join(&source.below, below);
            if is_hidden(&below) || name_of(path).ends_with('~') {
                continue;
            }
            if shared::is_markdown(path) {
                if is_in_bundle(path) {
                    losses.file(LossKind::Template, path, "it is part of a page bundle, and only templates show it");
                } else {
                    site.pages.extend(self.page(site, source, path, &below, losses));
                }
            } else if path.ends_with(".html")
                && self.original.text(path).is_ok_and(|file| file.text().starts_with("---"))
            {
                losses.file(LossKind::Template, path, "HTML pages are not imported");
            } else {
                let at = site.languages[source.language].at.clone();
                let mut file = shared::linked(path, format!("{at}{below}"), source.language, below.clone());
                let (bare, tag) = suffix(&below, site);
                if let Some(tag) = tag {
                    file = shared::linked(path, format!("{}{bare}", site.languages[tag].at), tag, bare);
                }
                site.files.push(file);
            }
        }
    }

    fn page(
        &self,
        site: &OriginalSite,
        source: &ContentFolder,
        path: &str,
        below: &str,
        losses: &mut Losses,
    ) -> Option<OriginalPage> {
        let (bare, tag) = suffix(below, site);
        let language = tag.unwrap_or(source.language);
        let stem = shared::stem(&bare);
        let (folder, name) = (folder_of(stem), name_of(stem));
        let is_section = name == "_index";
        let is_folder = is_section || name == "index";
        let new = if is_folder { join(folder, "index.md") } else { format!("{stem}.md") };
        let mut page = shared::page(self.original, path, language, new, String::new(), losses)?;
        shared::take_addresses(&mut page, "aliases");
        let at = site.languages[language].at.clone();
        let lower = |text: &str| text.to_lowercase().replace(' ', "-");
        let slug = page.fields.take("slug").and_then(|slug| slug.text().map(str::to_owned));
        let url = page.fields.take("url").and_then(|url| url.text().map(str::to_owned));
        let segment = slug.clone().unwrap_or_else(|| lower(if is_folder { name_of(folder) } else { name }));
        let parent = lower(if is_folder { folder_of(folder) } else { folder });
        let section = folder.split('/').next().unwrap_or("");
        let pattern = self.settings.at("permalinks").and_then(DataValue::map).and_then(|map| {
            let own = map.at("page").and_then(DataValue::map).unwrap_or(map);
            own.text_at(section).map(str::to_owned)
        });
        let mut address = match (&url, pattern) {
            (Some(url), _) => url.clone(),
            (None, Some(pattern)) if !is_section => permalink(&pattern, &page, &segment, &parent, name),
            _ if is_section => lower(folder),
            _ => join(&parent, &segment),
        };
        if let Some(rooted) = address.strip_prefix('/') {
            address = rooted.to_owned();
        }
        let ends = address.ends_with('/') || address.is_empty() || address.ends_with(".html") || url.is_some();
        let end = if ends {
            ""
        } else if self.ugly && !is_section {
            ".html"
        } else {
            "/"
        };
        page.address = format!("{at}{address}{end}");
        page.aliases = page
            .aliases
            .iter()
            .map(|alias| match alias.strip_prefix('/') {
                Some(_) => alias.clone(),
                // Relative to the folder of the page.
                None => resolve(parent.as_str(), alias).map_or_else(|| alias.clone(), |to| format!("{at}{to}/")),
            })
            .collect();
        Some(page)
    }
}

/// A name without the tag of its language: `page.fr.md` is `page.md` in French.
fn suffix(path: &str, site: &OriginalSite) -> (String, Option<usize>) {
    let (folder, name) = (folder_of(path), name_of(path));
    let mut parts: Vec<&str> = name.split('.').collect();
    if parts.len() >= 3
        && site.languages.len() > 1
        && let Some(language) = site.language(parts[parts.len() - 2])
    {
        parts.remove(parts.len() - 2);
        return (join(folder, &parts.join(".")), Some(language));
    }
    (path.to_owned(), None)
}

/// The address that a pattern such as `/:year/:slug/` gives.
fn permalink(pattern: &str, page: &OriginalPage, segment: &str, parent: &str, name: &str) -> String {
    let date = page.fields.text_at("date").unwrap_or("0000-00-00");
    let part = |range: std::ops::Range<usize>| date.get(range).unwrap_or("").to_owned();
    let title = page.fields.text_at("title").map_or_else(|| segment.to_owned(), anchors::github);
    pattern
        .replace(":year", &part(0..4))
        .replace(":month", &part(5..7))
        .replace(":day", &part(8..10))
        .replace(":sections", parent)
        .replace(":section", parent.split('/').next().unwrap_or(""))
        .replace(":slugorcontentbasename", segment)
        .replace(":slugorfilename", segment)
        .replace(":contentbasename", name)
        .replace(":filename", name)
        .replace(":slug", segment)
        .replace(":title", &title)
        .replace("//", "/")
}
