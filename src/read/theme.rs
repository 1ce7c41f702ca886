//! The theme stack: for each file, the first theme that has it wins. The theme `plain` is also built into the program,
//! so that a site needs no theme folder.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use walkdir::WalkDir;

use super::discover::{self, plain_error, shown, whole};
use super::{style, text};
use crate::config::{Config, Paths};
use crate::report::{Code, Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Limits, Value};

/// What a site looks like.
#[derive(Debug, Default)]
pub struct Theme {
    /// Templates by the name that pages and templates use: `page.html`.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// Shortcodes by name: `stat`.
    pub shortcodes: BTreeMap<String, Arc<SourceFile>>,
    /// The style sheet.
    pub style: Option<Arc<SourceFile>>,
    /// Interface strings by language and key.
    pub strings: BTreeMap<String, BTreeMap<String, String>>,
    /// Files that are published as they are, by their path below the target.
    pub files: BTreeMap<String, ThemeFile>,
    /// Files and folders of themes that are links to others of the site.
    pub links: Vec<PathBuf>,
}

impl Theme {
    /// Whether two themes hold the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let texts = |a: &BTreeMap<String, Arc<SourceFile>>, b: &BTreeMap<String, Arc<SourceFile>>| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && is_same_text(a.1, b.1))
        };
        texts(&self.templates, &other.templates)
            && texts(&self.shortcodes, &other.shortcodes)
            && match (&self.style, &other.style) {
                (Some(a), Some(b)) => is_same_text(a, b),
                (a, b) => a.is_none() && b.is_none(),
            }
            && self.strings == other.strings
            && self.files == other.files
            && self.links == other.links
    }

    /// Where the files of this theme lie on disk whose text is another than in the theme `before`.
    #[must_use]
    pub fn differing(&self, before: Option<&Self>, paths: &Paths) -> Vec<PathBuf> {
        let all = |theme: &Self| -> Vec<Arc<SourceFile>> {
            theme.templates.values().chain(theme.shortcodes.values()).chain(&theme.style).cloned().collect()
        };
        let before = before.map(all).unwrap_or_default();
        let is_new = |file: &Arc<SourceFile>| !before.iter().any(|before| is_same_text(before, file));
        all(self).into_iter().filter(is_new).map(|file| paths.root.join(file.path())).collect()
    }
}

fn is_same_text(a: &SourceFile, b: &SourceFile) -> bool {
    a.path() == b.path() && a.text() == b.text()
}

/// A file of a theme's `static/` folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeFile {
    /// On disk, with its length in bytes.
    Disk(PathBuf, u64),
    /// In the program.
    Embedded(&'static [u8]),
}

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../themes/plain/", $path)))),+]
    };
}

/// The files of the theme `plain`, as they were when the program was built.
const PLAIN: &[(&str, &[u8])] = embedded![
    "shortcodes/chart.html",
    "shortcodes/data_table.html",
    "shortcodes/event.html",
    "shortcodes/icons.html",
    "shortcodes/stat.html",
    "shortcodes/trend.html",
    "strings/en.yaml",
    "style.css",
    "templates/404.html",
    "templates/base.html",
    "templates/figure.html",
    "templates/page.html",
    "templates/redirect.html",
    "templates/section.html",
    "templates/sources.html",
];

/// Reads the themes that the settings name, the first on top.
pub fn read(paths: &Paths, config: &Config, findings: &mut Vec<Finding>) -> Theme {
    let mut theme = Theme::default();
    for named in &config.themes {
        let folder = paths.themes.join(&named.text);
        let plain_name = !named.text.is_empty() && !named.text.contains(['/', '\\']) && !named.text.starts_with('.');
        if plain_name && folder.is_dir() {
            from_disk(&mut theme, paths, &named.text, findings);
        } else if named.text == "plain" {
            from_program(&mut theme, findings);
        } else {
            let mut known = folders(paths);
            known.push("plain".into());
            known.dedup();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let place = named.place.clone().unwrap_or_else(|| whole(Paths::SITE));
            findings.push(catalog::theme::missing(place, &named.text, &known));
        }
    }
    // Where a theme is missing that would have given the templates, the rest of the site is checked with ours.
    if theme.templates.is_empty() && findings.iter().any(|finding| finding.code == Code::MissingTheme) {
        from_program(&mut theme, findings);
    }
    theme
}

fn folders(paths: &Paths) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(&paths.themes) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !discover::is_passed_over(name))
        .collect();
    names.sort();
    names
}

fn from_program(theme: &mut Theme, findings: &mut Vec<Finding>) {
    for (path, bytes) in PLAIN {
        if let Some(file) = path.strip_prefix("static/") {
            theme.files.entry(file.to_owned()).or_insert(ThemeFile::Embedded(bytes));
        } else {
            add(theme, path, findings, |shown| text::decode(bytes.to_vec(), shown), "plain");
        }
    }
}

fn from_disk(theme: &mut Theme, paths: &Paths, name: &str, findings: &mut Vec<Finding>) {
    let folder = paths.themes.join(name);
    let root = paths.root.canonicalize().unwrap_or_else(|_| paths.root.clone());
    let entries = WalkDir::new(&folder)
        .min_depth(1)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !entry.file_name().to_str().is_some_and(discover::is_passed_over));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| shown(path, paths));
                let why = error.io_error().map_or_else(|| error.to_string(), plain_error);
                findings.push(catalog::files::unreadable(whole(&path), &why));
                continue;
            }
        };
        if entry.path_is_symlink() {
            theme.links.push(entry.path().to_owned());
        }
        if !entry.file_type().is_file() {
            continue;
        }
        let shown = shown(entry.path(), paths);
        if !entry.path().canonicalize().is_ok_and(|real| real.starts_with(&root)) {
            findings.push(catalog::files::outside_symlink(whole(&shown)));
            continue;
        }
        let length = entry.metadata().map_or(0, |metadata| metadata.len());
        let path = shown.strip_prefix(&format!("{}/{name}/", Paths::THEMES)).unwrap_or(&shown).to_owned();
        if let Some(file) = path.strip_prefix("static/") {
            theme.files.entry(file.to_owned()).or_insert_with(|| ThemeFile::Disk(entry.path().to_owned(), length));
        } else {
            add(theme, &path, findings, |shown| text::read(entry.path(), shown, length), name);
        }
    }
}

/// Takes a file into the theme, unless a theme above has it.
fn add(
    theme: &mut Theme,
    path: &str,
    findings: &mut Vec<Finding>,
    load: impl FnOnce(&str) -> Result<Arc<SourceFile>, Box<Finding>>,
    name: &str,
) {
    let role = Role::of(path);
    let taken = match &role {
        Role::Template(name) => theme.templates.contains_key(*name),
        Role::Shortcode(name) => theme.shortcodes.contains_key(*name),
        Role::Style => theme.style.is_some(),
        Role::Strings(_) => false,
        Role::Nothing => true,
    };
    if taken {
        return;
    }
    let file = match load(&format!("{}/{name}/{path}", Paths::THEMES)) {
        Ok(file) => file,
        Err(finding) => {
            findings.push(*finding);
            return;
        }
    };
    text::check_characters(&file, findings);
    match role {
        Role::Template(name) => drop(theme.templates.insert(name.to_owned(), file)),
        Role::Shortcode(name) => drop(theme.shortcodes.insert(name.to_owned(), file)),
        Role::Style => match style::check(&file) {
            Some(finding) => findings.push(finding),
            None => theme.style = Some(file),
        },
        Role::Strings(language) => {
            // Strings stack key by key: a theme may put other words into one place and keep the rest.
            let own = strings(&file, findings);
            let all = theme.strings.entry(language.to_owned()).or_default();
            own.into_iter().for_each(|(key, text)| {
                all.entry(key).or_insert(text);
            });
        }
        Role::Nothing => {}
    }
}

enum Role<'p> {
    Template(&'p str),
    Shortcode(&'p str),
    Style,
    Strings(&'p str),
    Nothing,
}

impl<'p> Role<'p> {
    fn of(path: &'p str) -> Self {
        let named = |folder: &str, ending: &str| path.strip_prefix(folder)?.strip_suffix(ending);
        if path == "style.css" {
            Self::Style
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

fn strings(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> BTreeMap<String, String> {
    let mut strings = BTreeMap::new();
    match yaml::parse(file, 0..file.text().len(), Limits::Small) {
        Ok(yaml::Node { value: Value::Map(entries), .. }) => {
            for entry in entries {
                match entry.node.value {
                    Value::Text(text) | Value::Number(text) => drop(strings.insert(entry.key, text)),
                    Value::Null => drop(strings.insert(entry.key, String::new())),
                    other => {
                        let place = Place::new(file, entry.key_range);
                        findings.push(catalog::yaml::wrong_type(place, &entry.key, "text", other.kind()));
                    }
                }
            }
        }
        Ok(yaml::Node { value: Value::Null, .. }) => {}
        Ok(node) => {
            let place = Place::first_line(file);
            findings.push(catalog::yaml::wrong_type(
                place,
                file.path(),
                "a mapping of names to texts",
                node.value.kind(),
            ));
        }
        Err(finding) => findings.push(*finding),
    }
    strings
}
