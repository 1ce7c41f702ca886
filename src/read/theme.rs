//! The theme stack: of templates, shortcodes and files, those of the first theme that has them are used; styles and interface
//! strings add up. Some themes are also built into the program, so that a site needs no theme folder.

mod embedded;
mod links;
mod outside;
mod phrase;
mod settings;
mod strings;
mod unused;

pub use links::{LinkKind, ThemeLink, leads_inside};
pub use outside::{WrittenTag, written_tags};
pub use phrase::{Phrase, PhrasePiece, pieces as pieces_of_phrase};
pub use strings::Phrases;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use super::discover::{self, shown, whole};
use super::walk::{refused, walk};
use super::{style, text};
use crate::config::{Config, Host, Located, OF_THEME, Paths};
use crate::disk::{EntryKind, FolderEntry, Refusal, SiteFiles, Stamp};
use crate::report::{Code, Finding, Place, SourceFile, catalog};

pub use embedded::{names as embedded_themes, texts as embedded_theme};

/// The theme of a site, after all its themes are stacked.
#[derive(Debug, Default)]
pub struct Theme {
    /// Templates by the name that pages and templates use: `page.html`.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// Shortcodes by name: `stat`.
    pub shortcodes: BTreeMap<String, Arc<SourceFile>>,
    /// All templates by the names of their theme and their own: `plain/base.html`. A theme can extend or include with these
    /// names what it replaces.
    pub qualified: BTreeMap<String, Arc<SourceFile>>,
    /// The style sheets in the order in which they apply: that of the lowest theme first.
    pub styles: Vec<Arc<SourceFile>>,
    /// Colours of text and of the ground that it is on, by the names of the custom properties that they are in styles.
    pub contrast: Vec<(String, String)>,
    /// Whether a theme replaces the style of those below it: `style: replace` in its `theme.yaml`.
    pub is_style_complete: bool,
    /// The theme that the one read last extends, until it is read.
    pub extends: Option<Located>,
    /// Interface strings by language and key.
    pub strings: BTreeMap<String, Phrases>,
    /// Files that are published as they are, by their path below the target.
    pub files: BTreeMap<String, ThemeFile>,
    /// Files and folders of themes that are links to others of the site.
    pub links: Vec<PathBuf>,
    /// Files and folders of each `static/` folder that are not published, as findings show them, with the folder.
    pub passed_over: Vec<(String, Vec<String>)>,
    /// The links that its templates and styles write themselves.
    pub links_written: Vec<ThemeLink>,
    /// Interface strings that no theme in the program has, each with its place: misspelt, or used only by another theme.
    pub own_strings: Vec<(Place, String)>,
    /// Codes of findings in pages that depend on parts of the theme that are missing or cannot be read.
    pub undecided: BTreeSet<Code>,
}

impl Theme {
    /// The interface strings of a language: those of its tag, and for keys that these lack, those of the languages that CLDR
    /// has its readers fall back to, the nearest first: `es-419` and `es` for `es-MX`, but not `zh` for `zh-TW`.
    #[must_use]
    pub fn strings_of(&self, tag: &str) -> Phrases {
        let mut all = Phrases::new();
        for phrases in fallbacks(tag).iter().filter_map(|tag| self.strings.get(tag)) {
            phrases.iter().for_each(|(key, phrase)| {
                all.entry(key.clone()).or_insert_with(|| phrase.clone());
            });
        }
        all
    }

    /// Whether two themes have the same content.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let texts = |a: &BTreeMap<String, Arc<SourceFile>>, b: &BTreeMap<String, Arc<SourceFile>>| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && is_same_text(a.1, b.1))
        };
        texts(&self.templates, &other.templates)
            && texts(&self.shortcodes, &other.shortcodes)
            && texts(&self.qualified, &other.qualified)
            && self.contrast == other.contrast
            && self.styles.len() == other.styles.len()
            && self.styles.iter().zip(&other.styles).all(|(a, b)| is_same_text(a, b))
            && self.strings == other.strings
            && self.files == other.files
            && self.links == other.links
            && lasting(&self.passed_over).eq(lasting(&other.passed_over))
            && self.undecided == other.undecided
    }

    /// Reports what is not published of each `static/` folder on this host; files that editors make for a while only if
    /// `with_transient`.
    pub fn unpublished(&self, host: Host, with_transient: bool) -> impl Iterator<Item = Finding> {
        let folders = self.passed_over.iter();
        folders.filter_map(move |(folder, paths)| discover::unpublished(paths, host, folder, with_transient))
    }

    /// Returns the paths on disk of the files whose text differs from the theme `before`.
    #[must_use]
    pub fn differing(&self, before: Option<&Self>, paths: &Paths) -> Vec<PathBuf> {
        let all = |theme: &Self| -> Vec<Arc<SourceFile>> {
            theme.qualified.values().chain(theme.shortcodes.values()).chain(&theme.styles).cloned().collect()
        };
        let before = before.map(all).unwrap_or_default();
        let is_new = |file: &Arc<SourceFile>| !before.iter().any(|before| is_same_text(before, file));
        all(self).into_iter().filter(is_new).map(|file| paths.root.join(file.path())).collect()
    }
}

fn is_same_text(a: &SourceFile, b: &SourceFile) -> bool {
    a.path() == b.path() && a.text() == b.text()
}

/// Paths of what is passed over, without the files that editors make for a while.
fn lasting(passed_over: &[(String, Vec<String>)]) -> impl Iterator<Item = &str> {
    let paths = passed_over.iter().flat_map(|(_, paths)| paths);
    paths.map(String::as_str).filter(|path| !discover::is_transient(path.rsplit('/').next().unwrap_or(path)))
}

/// A file of a theme's `static/` folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeFile {
    /// On disk, with its size and times.
    Disk(PathBuf, Stamp),
    /// In the program: the name of the theme, and the content.
    Embedded(String, &'static [u8]),
}

/// The language whose strings stand in for those that another one lacks.
pub const STAND_IN: &str = "en";

/// A language tag, and those that CLDR has its readers fall back to.
fn fallbacks(tag: &str) -> Vec<String> {
    let Ok(locale) = tag.parse::<icu_locale_core::Locale>() else { return vec![tag.to_owned()] };
    let mut steps = icu_locale::LocaleFallbacker::new()
        .for_config(icu_locale::fallback::LocaleFallbackConfig::default())
        .fallback_for((&locale).into());
    let mut tags = vec![tag.to_owned()];
    while !steps.get().is_unknown() {
        let step = steps.get().to_string();
        if !tags.contains(&step) {
            tags.push(step);
        }
        steps.step();
    }
    tags
}

/// Reads the themes that the settings name, the first on top.
pub fn read(paths: &Paths, files: &SiteFiles, config: &Config, findings: &mut Vec<Finding>) -> Theme {
    let mut theme = Theme::default();
    let is_outside = |error: &std::io::Error| Refusal::from_error(error) == Some(Refusal::Outside);
    // Where the folder of all themes leads out, nothing is asked of what lies there.
    let top = if paths.themes.is_symlink() { files.list(&paths.themes).err().filter(is_outside) } else { None };
    let mut is_incomplete = top.is_some();
    findings.extend(top.iter().map(|error| refused(&paths.themes, error, paths)));
    let mut named: Vec<Located> = config.themes.iter().filter(|_| top.is_none()).cloned().collect();
    let mut at = 0;
    while let Some(Located { text: name, place }) = named.get(at).cloned() {
        at += 1;
        let folder = paths.themes.join(&name);
        let plain_name = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
        let listed = if plain_name { files.list(&folder) } else { Err(ErrorKind::NotFound.into()) };
        match listed {
            Ok(_) => from_disk(&mut theme, paths, files, &name, findings),
            Err(error) if is_outside(&error) => {
                findings.push(refused(&folder, &error, paths));
                is_incomplete = true;
            }
            Err(_) => {
                if !from_program(&mut theme, &name, config, findings) {
                    let known: BTreeSet<String> =
                        folders(paths, files).into_iter().chain(embedded::names().map(str::to_owned)).collect();
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    let place = place.unwrap_or_else(|| whole(Paths::SITE));
                    findings.push(catalog::theme::missing(place, &name, &known));
                    is_incomplete = true;
                }
            }
        }
        // A theme that extends another brings it along, once, below all that is named.
        named.extend(theme.extends.take().filter(|below| named.iter().all(|known| known.text != below.text)));
    }
    // Without the templates of a missing theme, the rest of the site is checked with ours.
    if theme.templates.is_empty() && is_incomplete {
        from_program(&mut theme, Config::DEFAULT_THEME, config, findings);
    }
    if is_incomplete {
        theme.undecided.extend(OF_THEME);
    }
    strings::report_misspelt(&mut theme, findings);
    theme
}

fn folders(paths: &Paths, files: &SiteFiles) -> Vec<String> {
    let Ok(listing) = files.list(&paths.themes) else { return Vec::new() };
    let is_folder = |entry: &FolderEntry| match entry.kind {
        EntryKind::Link => {
            files.target(&paths.themes.join(&entry.name)).is_ok_and(|(kind, _)| kind == EntryKind::Folder)
        }
        kind => kind == EntryKind::Folder,
    };
    let names = listing.entries.into_iter().filter(is_folder).filter_map(|entry| entry.name.into_string().ok());
    names.filter(|name| !discover::is_passed_over(name)).collect()
}

/// Whether a file holds the strings of a language that no page of the site is shown in.
fn is_of_another_language(path: &str, config: &Config) -> bool {
    let ThemeFileRole::Strings(language) = ThemeFileRole::from_path(path) else { return false };
    let is_used = |tag: &str| fallbacks(tag).iter().any(|tag| tag == language);
    language != STAND_IN && !config.languages.iter().any(|known| is_used(&known.tag))
}

/// Takes a theme of the program; returns false if there is none of this name.
fn from_program(theme: &mut Theme, name: &str, config: &Config, findings: &mut Vec<Finding>) -> bool {
    let Some(files) = embedded::files(name) else { return false };
    for (path, bytes) in files {
        if let Some(file) = path.strip_prefix("static/") {
            theme.files.entry(file.to_owned()).or_insert_with(|| ThemeFile::Embedded(name.to_owned(), bytes));
        } else if is_of_another_language(path, config) {
            // Most sites have one or two of the languages that the program knows.
        } else {
            add(theme, path, findings, |shown| text::decode(bytes.to_vec(), shown), (name, true));
        }
    }
    true
}

fn from_disk(theme: &mut Theme, paths: &Paths, files: &SiteFiles, name: &str, findings: &mut Vec<Finding>) {
    let folder = paths.themes.join(name);
    let walked = walk(&folder, paths, files, findings);
    // What the folder itself leads to, if it is a link, is part of the site too.
    theme.links.extend(folder.is_symlink().then_some(folder));
    theme.links.extend(walked.links);
    let published = format!("{}/{name}/static", Paths::THEMES);
    let in_static = |path: &String| path.strip_prefix(&published).is_some_and(|rest| rest.starts_with('/'));
    let passed_over = walked.passed_over.iter().map(|path| shown(path, paths)).filter(in_static).collect();
    theme.passed_over.push((published, passed_over));
    if !walked.unusable.is_empty() {
        theme.undecided.extend(OF_THEME);
    }
    let mut files_of_theme = walked.files;
    // Its settings last: they are about the themes below it.
    files_of_theme.sort_by_key(|file| file.disk.ends_with(settings::FILE));
    for file in files_of_theme {
        let shown = shown(&file.disk, paths);
        let path = shown.strip_prefix(&format!("{}/{name}/", Paths::THEMES)).unwrap_or(&shown).to_owned();
        let Some(published) = path.strip_prefix("static/") else {
            unused::check(&path, name, findings);
            add(theme, &path, findings, |shown| text::read(files, &file.disk, shown), (name, false));
            continue;
        };
        match file.stamp(paths, files) {
            Ok(stamp) => {
                theme.files.entry(published.to_owned()).or_insert_with(|| ThemeFile::Disk(file.disk, stamp));
            }
            Err(finding) => findings.push(*finding),
        }
    }
}

/// Takes a file into the theme, unless a theme above has it.
fn add(
    theme: &mut Theme,
    path: &str,
    findings: &mut Vec<Finding>,
    load: impl FnOnce(&str) -> Result<Arc<SourceFile>, Box<Finding>>,
    (name, is_embedded): (&str, bool),
) {
    let role = ThemeFileRole::from_path(path);
    let taken = match &role {
        ThemeFileRole::Shortcode(name) => theme.shortcodes.contains_key(*name),
        ThemeFileRole::Style { is_common: false } => theme.is_style_complete,
        ThemeFileRole::Style { is_common: true } => theme.styles.iter().any(|file| file.path().ends_with(COMMON_STYLE)),
        ThemeFileRole::Template(_) | ThemeFileRole::Strings(_) | ThemeFileRole::Settings => false,
        ThemeFileRole::Nothing => true,
    };
    if taken {
        return;
    }
    let file = match load(&format!("{}/{name}/{path}", Paths::THEMES)) {
        Ok(file) => file,
        Err(finding) => {
            theme.undecided.extend(OF_THEME);
            findings.push(*finding);
            return;
        }
    };
    text::check_characters(&file, findings);
    if matches!(role, ThemeFileRole::Template(_) | ThemeFileRole::Shortcode(_)) {
        text::check_references(&file, findings);
        let own = path.rsplit('/').next().unwrap_or(path);
        outside::check_template(&file, own, &mut theme.links_written, findings);
    }
    match role {
        ThemeFileRole::Template(template) => {
            theme.qualified.insert(format!("{name}/{template}"), file.clone());
            theme.templates.entry(template.to_owned()).or_insert(file);
        }
        ThemeFileRole::Shortcode(name) => drop(theme.shortcodes.insert(name.to_owned(), file)),
        ThemeFileRole::Style { .. } => match style::check(&file) {
            Some(finding) => findings.push(finding),
            None => {
                outside::check_style(&file, &mut theme.links_written, findings);
                // Themes are read from the top, and the style of the lowest comes first.
                theme.styles.insert(0, file);
            }
        },
        ThemeFileRole::Settings => {
            let settings = settings::read(&file, findings);
            theme.is_style_complete |= settings.replaces_style;
            theme.contrast.extend(settings.contrast);
            theme.extends = settings.extends;
        }
        ThemeFileRole::Strings(language) => {
            // Strings stack key by key: a theme may put other words into one place and keep the rest.
            let own = match is_embedded {
                true => strings::read_embedded(&file, findings),
                false => strings::read(&file, language, theme, findings),
            };
            let all = theme.strings.entry(language.to_owned()).or_default();
            own.into_iter().for_each(|(key, text)| {
                all.entry(key).or_insert(text);
            });
        }
        ThemeFileRole::Nothing => {}
    }
}

/// The style of a theme.
const STYLE: &str = "style.css";
/// The style that themes with the same templates share. It is kept if a theme above replaces the style; if several themes
/// have one, the first is used.
const COMMON_STYLE: &str = "common.css";

enum ThemeFileRole<'p> {
    Template(&'p str),
    Shortcode(&'p str),
    Style {
        /// Whether it is kept if a theme above replaces the style.
        is_common: bool,
    },
    Strings(&'p str),
    Settings,
    Nothing,
}

impl<'p> ThemeFileRole<'p> {
    fn from_path(path: &'p str) -> Self {
        let named = |folder: &str, ending: &str| path.strip_prefix(folder)?.strip_suffix(ending);
        if path == STYLE || path == COMMON_STYLE {
            Self::Style { is_common: path == COMMON_STYLE }
        } else if path == settings::FILE {
            Self::Settings
        } else if let Some(name) = path.strip_prefix("templates/").filter(|name| name.ends_with(".html")) {
            Self::Template(name)
        } else if let Some(name) = named("shortcodes/", ".html") {
            Self::Shortcode(name)
        } else if let Some(language) = named("strings/", ".yaml") {
            Self::Strings(language)
        } else {
            Self::Nothing
        }
    }
}
