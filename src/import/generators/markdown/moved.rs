//! Files of DocFX that have moved: the lists of redirects name each by its path, and its new address on the host of the
//! documentation. `docfx.json` says at which address each folder is published.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::import::generators::shared;
use crate::import::losses::Losses;
use crate::import::original::{Original, folder_of, join, name_of, resolve};
use crate::import::redirects::{self, RedirectProblem};
use crate::import::site::{FormerFile, OriginalSite};
use crate::import::value::DataValue;
use crate::percent::decode;
use crate::report::SourceFile;

/// Maximum number of redirects that are followed one after the other.
const HOPS: usize = 8;

/// A file that has moved.
struct MovedFile {
    /// Its path in the original.
    from: String,
    /// The new address.
    to: String,
    file: Arc<SourceFile>,
    range: Range<usize>,
}

/// Gives pages the files that they replace; where a file has moved elsewhere, links to it will lead there.
pub fn read(original: &Original<'_>, site: &mut OriginalSite, losses: &mut Losses) {
    let moved = lists(original, losses);
    if moved.is_empty() {
        return;
    }
    let published = PublishedPages::new(original, site, &moved);
    let mut others: BTreeMap<String, Vec<&MovedFile>> = BTreeMap::new();
    for entry in &moved {
        match published.page(entry) {
            Some(number) => {
                let (_, below) = super::place(site, "", &entry.from);
                let path = format!("{}.md", shared::stem(below));
                site.pages[number].former_files.push(FormerFile { original: entry.from.clone(), path });
            }
            None => {
                site.moved.insert(entry.from.clone(), entry.to.clone());
                others.entry(entry.file.path().to_owned()).or_default().push(entry);
            }
        }
    }
    for entries in others.values() {
        let listed = entries.iter().map(|it| (&it.file, it.range.clone(), it.from.as_str(), it.to.as_str()));
        redirects::note(listed, RedirectProblem::NotAPage, losses);
    }
}

/// The entries of all lists of redirects; of a file that several name, the first counts.
fn lists(original: &Original<'_>, losses: &mut Losses) -> Vec<MovedFile> {
    let is_list = |path: &&str| name_of(path).starts_with(".openpublishing.redirection") && path.ends_with(".json");
    let mut moved: Vec<MovedFile> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for path in original.paths().filter(is_list) {
        let list = shared::data_file(original, path, losses);
        let Ok(file) = original.text(path) else { continue };
        let mut at = 0;
        for entry in list.at("redirections").map_or(&[][..], DataValue::list).iter().filter_map(DataValue::map) {
            let (written, from) = match (entry.text_at("source_path_from_root"), entry.text_at("source_path")) {
                (Some(from), _) => (from, resolve("", from)),
                (None, Some(from)) => (from, resolve(folder_of(path), from)),
                _ => continue,
            };
            let found = file.text()[at..].find(written).map(|found| at + found);
            let range = found.map_or(0..0, |start| start..start + written.len());
            at = range.end.max(at);
            if let (Some(from), Some(to)) = (from, entry.text_at("redirect_url"))
                && known.insert(from.clone())
            {
                moved.push(MovedFile { from, to: to.to_owned(), file: file.clone(), range });
            }
        }
    }
    moved
}

/// The pages of a site by their addresses on the host.
struct PublishedPages<'a> {
    /// The numbers of pages by their addresses below that of the documentation, in lower case.
    pages: HashMap<String, Vec<usize>>,
    /// The entries by the addresses of their files.
    moved: HashMap<String, &'a MovedFile>,
    paths: Vec<String>,
    /// The address of the documentation, in lower case, without `/` at its end.
    base: String,
}

impl<'a> PublishedPages<'a> {
    fn new(original: &Original<'_>, site: &OriginalSite, moved: &'a [MovedFile]) -> Self {
        let folders = folders(original);
        let paths: Vec<String> = site.pages.iter().map(|page| page.file.path().to_owned()).collect();
        let mut pages: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, path) in paths.iter().enumerate() {
            for address in addresses(&folders, path) {
                pages.entry(address).or_default().push(number);
            }
        }
        let of_entry =
            |entry: &'a MovedFile| addresses(&folders, &entry.from).into_iter().map(move |address| (address, entry));
        let moved_from = moved.iter().flat_map(of_entry).collect();
        // Nothing in the folder says where the host publishes the documentation. It is where most redirects lead to a page.
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in moved {
            let address = plain(&entry.to);
            for (at, _) in address.match_indices('/') {
                if pages.contains_key(&address[at + 1..]) {
                    *counts.entry(address[..at].to_owned()).or_default() += 1;
                }
            }
        }
        let base = counts.into_iter().max_by_key(|(base, count)| (*count, std::cmp::Reverse(base.clone())));
        let base = base.map(|(base, _)| base).unwrap_or_default();
        Self { pages, moved: moved_from, paths, base }
    }

    /// The page that an entry leads to. Of several versions, that of the same folder, otherwise the last one.
    fn page(&self, entry: &MovedFile) -> Option<usize> {
        let mut to = entry.to.as_str();
        for _ in 0..HOPS {
            let address = plain(to);
            let below = address.strip_prefix(self.base.as_str())?.strip_prefix('/')?;
            if let Some(pages) = self.pages.get(below) {
                let same = |path: &str| path.bytes().zip(entry.from.bytes()).take_while(|(a, b)| a == b).count();
                return pages.iter().copied().max_by_key(|page| (same(&self.paths[*page]), &self.paths[*page]));
            }
            to = &self.moved.get(below)?.to;
        }
        None
    }
}

/// The folders of the original with the addresses at which `docfx.json` publishes them.
fn folders(original: &Original<'_>) -> Vec<(String, String)> {
    let mut folders = Vec::new();
    for path in original.paths().filter(|path| name_of(path) == "docfx.json") {
        let settings = shared::data_file(original, path, &mut Losses::default());
        let content = settings.at("build.content").map_or(&[][..], DataValue::list);
        for entry in content.iter().filter_map(DataValue::map) {
            let text = |key: &str| entry.text_at(key).unwrap_or("").trim_matches('/').to_owned();
            let has_pages = entry.at("files").is_none_or(|files| files.texts().iter().any(|files| !is_single(files)));
            if let Some(folder) = resolve(folder_of(path), &text("src")).filter(|_| has_pages) {
                folders.push((folder, text("dest").to_lowercase()));
            }
        }
    }
    // The innermost folder counts.
    folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
    folders
}

/// Whether a pattern names one file.
fn is_single(pattern: &str) -> bool {
    !pattern.contains(['*', '?'])
}

/// The addresses of a page below that of the documentation, in lower case.
fn addresses(folders: &[(String, String)], path: &str) -> Vec<String> {
    let stem = shared::stem(path).to_lowercase();
    let below = |folder: &str| match folder {
        "" => Some(stem.as_str()),
        _ => stem.strip_prefix(&folder.to_lowercase())?.strip_prefix('/'),
    };
    let innermost = folders.iter().find(|(folder, _)| below(folder).is_some()).map(|(folder, _)| folder.len());
    let of_folder = folders.iter().filter(|(folder, _)| Some(folder.len()) == innermost);
    let mut found: Vec<String> = of_folder
        .filter_map(|(folder, at)| {
            let address = join(at, below(folder)?);
            let without_index = address.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
            Some(without_index.unwrap_or(&address).trim_end_matches('/').to_owned())
        })
        .collect();
    found.dedup();
    found
}

/// An address on the host, in lower case, without query, fragment and `/` at its end.
fn plain(address: &str) -> String {
    let address = address.strip_prefix(super::docfx::LEARN).unwrap_or(address);
    let path = address.split(['?', '#']).next().unwrap_or("");
    let lower = decode(path).to_lowercase();
    let lower = lower.strip_suffix("/index").unwrap_or(&lower);
    lower.trim_end_matches('/').to_owned()
}
