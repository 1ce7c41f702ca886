//! Hugo: `content/` with sections and bundles, languages by folder or by name, shortcodes in `{{< … >}}` and `{{% … %}}`.

use std::collections::BTreeSet;

use super::{Generator, anchors, shared};
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::original::{Original, folder_of, join, name_of, resolve};
use crate::import::site::{OriginalFile, OriginalPage, OriginalSite};
use crate::import::value::{DataValue, Map};

mod address;
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
    if SETTINGS.iter().filter(is_hugo).any(|path| original.has(path)) || original.has_folder("config/_default") {
        return true;
    }
    let Some(path) = SETTINGS.iter().find(|path| original.has(path)) else { return false };
    let is_of_hugo = |folder: &&str| original.has_folder(folder);
    original.has_folder("content") && ["layouts", "themes", "archetypes"].iter().any(is_of_hugo)
        || has_address(original, path)
}

/// Whether settings have the address of a site in Hugo's spelling, and there is content. The theme of such a site may be elsewhere:
/// in a submodule that was not cloned, or in a module.
fn has_address(original: &Original<'_>, path: &str) -> bool {
    let settings = shared::data_file(original, path, &mut Losses::default());
    let content = settings.text_at("contentdir").unwrap_or("content").trim_matches('/');
    settings.text_at("baseurl").is_some() && original.below(content).any(shared::is_markdown)
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
    site.made = &["sitemap.xml", "robots.txt"];
    site.translation_keys = &["translationKey"];
    let taxonomies = given.at("taxonomies").and_then(DataValue::map);
    match taxonomies {
        Some(map) => site.generated.extend(map.iter().filter_map(|(_, name)| Some(format!("/{}/", name.text()?)))),
        None => site.generated.extend(["/tags/".to_owned(), "/categories/".to_owned()]),
    }
    let is_on = |key: &str| given.at(key).is_some_and(DataValue::is_true);
    let (ugly, keeps_case) = (is_on("uglyurls"), is_on("disablepathtolower"));
    let reader = HugoReader { original, settings: &given, ugly, keeps_case };
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
    site.strings = shared::strings::of_folder(original, "i18n", losses);
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

/// Whether a file of `content` is a page in another format than Markdown. HTML without front matter is a file like others.
fn is_other_page(original: &Original<'_>, path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => {
            original.text(path).is_ok_and(|file| front::read_from(&file, front::Start::AfterSpace).is_there)
        }
        "ad" | "adoc" | "asciidoc" | "org" | "pandoc" | "pdc" | "rst" => true,
        _ => false,
    }
}

/// Whether part of a path is hidden.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

struct HugoReader<'a> {
    original: &'a Original<'a>,
    settings: &'a Map,
    ugly: bool,
    keeps_case: bool,
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
            } else if is_other_page(self.original, path) {
                losses.file(LossKind::Template, path, "pages in this format are not imported");
                let page = self.page(site, source, path, &below, &mut Losses::default());
                site.templates.extend(page.map(shared::template));
            } else {
                let at = site.languages[source.language].at.clone();
                let mut file = shared::linked(path, format!("{at}{below}"), source.language, below.clone());
                let (bare, tag) = shared::suffix(&below, site);
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
        let (bare, tag) = shared::suffix(below, site);
        let language = tag.unwrap_or(source.language);
        let stem = shared::stem(&bare);
        let (folder, name) = (folder_of(stem), name_of(stem));
        let is_section = name == "_index";
        let is_folder = is_section || name == "index";
        let new = if is_folder { join(folder, "index.md") } else { format!("{stem}.md") };
        let mut page =
            shared::page(self.original, path, language, (new, String::new()), front::Start::AfterSpace, losses)?;
        shared::take_addresses(&mut page, "aliases");
        let at = site.languages[language].at.clone();
        let urlize = |text: &str| address::urlize(text, self.keeps_case);
        // In names of files, each space becomes a hyphen.
        let of_path = |path: &str| urlize(&path.replace(' ', "-"));
        let slug = page.fields.take("slug").and_then(|slug| slug.text().map(urlize)).filter(|slug| !slug.is_empty());
        let url = page.fields.take("url").and_then(|url| url.text().map(str::to_owned));
        page.address_key = match (&url, &slug) {
            (Some(_), _) => Some("url"),
            (None, Some(_)) if !is_section => Some("slug"),
            _ => None,
        };
        let own_name = of_path(if is_folder { name_of(folder) } else { name });
        let parent = of_path(if is_folder { folder_of(folder) } else { folder });
        let section = folder.split('/').next().unwrap_or("");
        let pattern = self.settings.at("permalinks").and_then(DataValue::map).and_then(|map| {
            let own = map.at("page").and_then(DataValue::map).unwrap_or(map);
            own.text_at(section).map(str::to_owned)
        });
        let mut address = match (&url, pattern) {
            // Hugo publishes a page at its `url` as it is written.
            (Some(url), _) => url.clone(),
            (None, Some(pattern)) if !is_section => {
                let title = page.fields.text_at("title").map_or_else(|| own_name.clone(), urlize);
                let date = page.fields.text_at("date").unwrap_or("0000-00-00");
                let (slug, name, sections) = (slug.as_deref(), own_name.as_str(), parent.as_str());
                address::PatternParts { date, title: &title, slug, name, sections }.address(&pattern)
            }
            _ if is_section => of_path(folder),
            _ => join(&parent, slug.as_ref().unwrap_or(&own_name)),
        };
        // One that begins with `/` has the prefix of its language already.
        let prefix = if url.as_deref().is_some_and(|url| url.starts_with('/')) { "/" } else { at.as_str() };
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
        page.address = format!("{prefix}{address}{end}");
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

#[cfg(test)]
mod tests {
    use super::*;

    fn is_detected(files: &[(&str, &str)]) -> bool {
        let load = |path: &str| {
            let found = files.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "missing".to_owned())
        };
        detect(&Original::new(files.iter().map(|(path, _)| (*path).to_owned()).collect(), &load))
    }

    #[test]
    fn a_site_without_a_theme_is_detected_by_its_settings() {
        for (path, text, expected) in [
            ("config.yaml", "baseURL: https://example.org/\ntheme: x\n", true),
            ("config.toml", "baseurl = \"/\"\n", true),
            ("config.json", "{ \"baseURL\": \"https://example.org/\" }", true),
            ("config.yaml", "title: x\n", false),
            ("config.toml", "base_url = \"https://example.org/\"\n", false),
        ] {
            assert_eq!(is_detected(&[(path, text), ("content/_index.md", "")]), expected, "{text}");
            assert!(!is_detected(&[(path, text), ("other/_index.md", "")]), "{text}");
        }
        assert!(is_detected(&[("config.yaml", "baseURL: /\ncontentDir: docs\n"), ("docs/a.md", "")]));
    }
}
