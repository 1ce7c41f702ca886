//! Files that nothing leads to.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::read::{Theme, WELL_KNOWN, whole};
use crate::report::{Finding, catalog};
use crate::site::{Destination, File, Site, Traits, output_path};

/// Names of files that hosts, browsers and search engines request by themselves.
const BY_NAME: [&str; 18] = [
    "ads.txt",
    "app-ads.txt",
    "BingSiteAuth.xml",
    "browserconfig.xml",
    "CNAME",
    "humans.txt",
    "keybase.txt",
    "LICENSE",
    "llms.txt",
    "manifest.json",
    "netlify.toml",
    "robots.txt",
    "security.txt",
    "site.webmanifest",
    "manifest.webmanifest",
    "vercel.json",
    "web.config",
    "wrangler.toml",
];

/// Beginnings of such names.
const BY_BEGINNING: [&str; 6] = ["_", "favicon", "apple-touch-icon", "android-chrome", "mstile", "safari-pinned-tab"];

/// Endings of files that bring others with them, or are requested as pages are.
const DOCUMENTS: [&str; 4] = [".html", ".htm", ".xhtml", ".php"];

/// Extensions of files that other findings report, or that are compressed copies of other files.
const OTHERS: [&str; 4] = [".md", ".markdown", ".gz", ".br"];

/// Whether a page leads to each file, by number.
pub(super) fn used(site: &Site) -> Vec<bool> {
    let mut is_used = vec![false; site.files.len()];
    let targets = site.pages_with(Traits::FILES).flat_map(|(_, page)| page.links.targets.iter().flatten());
    for target in targets {
        if let Destination::File(number) = target.to {
            is_used[number] = true;
        }
    }
    is_used
}

/// Returns a finding that names the files which no page, setting or theme names.
pub(super) fn check(site: &Site, theme: &Theme, used: &[bool]) -> Option<Finding> {
    let rest = || site.files.iter().zip(used).filter(|(_, is_used)| !**is_used).map(|(file, _)| file);
    let is_open = |file: &&File| !is_requested(&file.plain.path) && !is_other(&file.plain.path);
    let is_open = |file: &&File| is_open(file) && !site.provided.contains(&output_path(&file.address));
    if !rest().any(|file| is_open(&file)) {
        return None;
    }
    // A link that leads nowhere may mean one of them.
    if site.pages_with(Traits::BROKEN_LINKS).next().is_some() {
        return None;
    }
    let documents = site.files.iter().filter(|file| is_document(&file.plain.path));
    let folders: HashSet<(usize, &str)> =
        documents.map(|file| (file.plain.language, folder(&file.plain.path))).collect();
    let named = Named::new(site, theme, &BTreeMap::new());
    let unused: BTreeSet<&str> = rest()
        .filter(is_open)
        .map(|file| &file.plain)
        .filter(|plain| !is_document(&plain.path))
        .filter(|plain| !ancestors(&plain.path).any(|folder| folders.contains(&(plain.language, folder))))
        .filter(|plain| !named.holds(name(&plain.path)))
        .map(|plain| plain.shown.as_str())
        .collect();
    catalog::media::unused_files(unused.into_iter().map(whole).collect())
}

fn is_other(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    OTHERS.iter().any(|ending| path.ends_with(ending))
}

/// Those of these files that pages link to, or that texts name, besides showing them as images: their files are published too.
/// What `shown` lists in the files of the theme names them only as images.
pub(super) fn linked(
    site: &Site,
    theme: &Theme,
    shown: &BTreeMap<String, Vec<Range<usize>>>,
    files: impl Iterator<Item = usize>,
) -> BTreeSet<usize> {
    let mut linked = BTreeSet::new();
    for (_, page) in site.pages_with(Traits::FILES) {
        let as_images: BTreeSet<usize> = page.pictures(&site.config).filter_map(|shown| shown.link).collect();
        let links = page.links.targets.iter().enumerate().filter(|(number, _)| !as_images.contains(number));
        linked.extend(links.filter_map(|(_, target)| match target.as_ref()?.to {
            Destination::File(number) => Some(number),
            Destination::Page(_) | Destination::Generated(_) | Destination::Derived(_) => None,
        }));
    }
    let named = Named::new(site, theme, shown);
    linked.extend(files.filter(|&number| named.holds(name(&site.files[number].plain.path))));
    linked
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folders that a file is in, the innermost first, without that of its language.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.char_indices().rev().filter(|(_, c)| *c == '/').map(|(at, _)| &path[..at])
}

/// Whether something other than a page may ask for a file.
fn is_requested(path: &str) -> bool {
    let name = name(path);
    path.split('/').next() == Some(WELL_KNOWN)
        || BY_NAME.iter().any(|known| name.eq_ignore_ascii_case(known))
        || BY_BEGINNING.iter().any(|known| name.starts_with(known))
}

fn is_document(path: &str) -> bool {
    DOCUMENTS.iter().any(|ending| path.ends_with(ending))
}

/// Texts that may name files besides the links of pages: templates, styles, and what front matter has for them.
struct Named<'s> {
    texts: Vec<&'s str>,
}

impl<'s> Named<'s> {
    /// The texts of a site, without what `left_out` lists in the files of its theme.
    fn new(site: &'s Site, theme: &'s Theme, left_out: &BTreeMap<String, Vec<Range<usize>>>) -> Self {
        let mut texts: Vec<&str> = Vec::new();
        for file in theme.templates.values().chain(theme.shortcodes.values()) {
            let mut end = 0;
            for range in left_out.get(file.path()).into_iter().flatten() {
                texts.push(file.text().get(end..range.start).unwrap_or_default());
                end = range.end;
            }
            texts.push(file.text().get(end..).unwrap_or_default());
        }
        texts.extend(theme.styles.iter().map(|file| file.text()));
        texts.extend(site.config.file.iter().map(|file| file.text()));
        // Pages that are withheld today lead to their files tomorrow.
        texts.extend(site.withheld_files().map(|file| file.text()));
        site.pages.iter().for_each(|page| collect(&page.source.front.extra, &mut texts));
        site.sources.iter().for_each(|source| texts.extend(source.address.as_deref()));
        Self { texts }
    }

    fn holds(&self, name: &str) -> bool {
        let finder = memchr::memmem::Finder::new(name);
        // `data.csv` does not name `a.csv`.
        let begins = |text: &str, at: usize| {
            !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        self.texts.iter().any(|text| finder.find_iter(text.as_bytes()).any(|at| begins(text, at)))
    }
}

/// Adds the texts in a value.
fn collect<'v>(value: &'v serde_json::Value, texts: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::String(text) => texts.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_files_are_requested_by_hosts_and_browsers() {
        for path in [".well-known/a/b.txt", "robots.txt", "a/favicon.ico", "_headers", "CNAME", "apple-touch-icon.png"]
        {
            assert!(is_requested(path), "{path}");
        }
        assert!(!is_requested("report.pdf") && !is_requested("a/.well-known"));
        assert_eq!(ancestors("a/b/c.js").collect::<Vec<_>>(), ["a/b", "a"]);
    }
}
