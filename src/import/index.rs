//! Resolves addresses and paths of the original to pages and files.

use std::collections::HashMap;

use super::original::{folder_of, name_of, resolve};
use super::redirects::Redirects;
use super::site::{OriginalPage, OriginalSite};
use crate::percent::decode;
use crate::site::resolve_address;

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkTarget {
    /// A page, by number.
    Page(usize),
    /// A file, by number.
    File(usize),
}

/// All addresses and paths of the original.
#[derive(Debug, Default)]
pub struct Index {
    addresses: TargetsByName,
    paths: TargetsByName,
    /// The path of the site on its host, without a final `/`.
    base: String,
    /// The site's address with its scheme, without a final `/`.
    absolute: Option<String>,
    /// Pages by the names of their files without endings, in lower case.
    named: HashMap<String, Vec<usize>>,
    /// Pages of folders by the names of these, in lower case.
    of_folders: HashMap<String, Vec<usize>>,
    /// The addresses and paths of templates.
    templates: Option<Box<Index>>,
    /// Where old addresses lead.
    redirects: Redirects,
}

/// Targets by name: as it is written, and in any letter case where only one target has the name.
#[derive(Debug, Default)]
struct TargetsByName {
    exact: HashMap<String, LinkTarget>,
    folded: HashMap<String, Option<LinkTarget>>,
}

impl TargetsByName {
    fn add(&mut self, name: String, target: LinkTarget) {
        match self.folded.entry(name.to_lowercase()) {
            std::collections::hash_map::Entry::Vacant(free) => drop(free.insert(Some(target))),
            std::collections::hash_map::Entry::Occupied(mut taken) => {
                if *taken.get() != Some(target) && !self.exact.contains_key(&name) {
                    taken.insert(None);
                }
            }
        }
        self.exact.entry(name).or_insert(target);
    }

    fn get(&self, name: &str) -> Option<LinkTarget> {
        self.exact.get(name).copied().or_else(|| *self.folded.get(&name.to_lowercase())?)
    }
}

/// Names of files that are the page of their folder.
const FOLDER_PAGES: [&str; 3] = ["index", "_index", "readme"];

impl Index {
    /// The index of a site.
    #[must_use]
    pub fn new(site: &OriginalSite) -> Self {
        let mut index = Self::default();
        if let Some(base) = &site.base_url {
            let base = base.trim_end_matches('/');
            let host = base.find("://").map_or(0, |at| at + 3);
            index.base = base[host..].find('/').map_or(String::new(), |at| base[host + at..].to_owned());
            index.absolute = Some(base.to_owned());
        }
        for (number, page) in site.pages.iter().enumerate() {
            let target = LinkTarget::Page(number);
            if !page.address.is_empty() {
                index.addresses.add(plain(&page.address), target);
            }
            index.paths.add(page.file.path().to_owned(), target);
            let name = name_of(page.file.path());
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            index.named.entry(stem.to_lowercase()).or_default().push(number);
            if FOLDER_PAGES.contains(&stem.to_ascii_lowercase().as_str()) {
                let folder = name_of(folder_of(page.file.path())).to_lowercase();
                index.of_folders.entry(folder).or_default().push(number);
            }
        }
        for (number, file) in site.files.iter().enumerate() {
            index.addresses.add(plain(&file.address), LinkTarget::File(number));
            index.paths.add(file.original.clone(), LinkTarget::File(number));
        }
        // Other names of a page come last: they never replace the address or path of something else.
        for (number, page) in site.pages.iter().enumerate() {
            let target = LinkTarget::Page(number);
            for alias in &page.aliases {
                index.addresses.add(plain(alias), target);
            }
            if let Some((stem, _)) = page.file.path().rsplit_once('.') {
                index.paths.add(stem.to_owned(), target);
            }
            for former in &page.former_files {
                index.paths.add(former.original.clone(), target);
            }
        }
        // A folder is its page in the main language: those of other languages, `index.fr.md`, come after it.
        for (number, page) in by_language(site) {
            let Some((stem, _)) = page.file.path().rsplit_once('.') else { continue };
            let name = name_of(stem).split('.').next().unwrap_or("").to_ascii_lowercase();
            if FOLDER_PAGES.contains(&name.as_str()) {
                index.paths.add(folder_of(stem).to_owned(), LinkTarget::Page(number));
            }
        }
        index.templates = Some(Box::new(index.of_templates(site)));
        index.redirects = Redirects::new(&site.redirects);
        for redirect in site.redirects.iter().filter(|redirect| !redirect.is_rule && !redirect.from.ends_with('*')) {
            if let Some(target) = index.redirected(&redirect.from) {
                index.addresses.add(plain(&redirect.from), target);
            }
        }
        index
    }

    /// The index of what templates make.
    fn of_templates(&self, site: &OriginalSite) -> Self {
        let mut index = Self { base: self.base.clone(), absolute: self.absolute.clone(), ..Self::default() };
        for (number, template) in site.templates.iter().enumerate() {
            let target = LinkTarget::File(number);
            index.addresses.add(plain(&template.address), target);
            index.paths.add(template.path.clone(), target);
            let stem = template.path.rsplit_once('.').map(|(stem, _)| stem.to_owned());
            stem.into_iter().for_each(|stem| index.paths.add(stem, target));
        }
        index
    }

    /// Whether a template makes the page or file that the path of a link on a page leads to.
    #[must_use]
    pub fn is_of_template(&self, site: &OriginalSite, page: &OriginalPage, written: &str) -> bool {
        self.templates.as_ref().is_some_and(|templates| templates.link(site, page, written).is_some())
    }

    /// The target of an address from the root of the site.
    #[must_use]
    pub fn address(&self, address: &str) -> Option<LinkTarget> {
        self.addresses.get(&plain(address))
    }

    /// The target of a path in the original.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<LinkTarget> {
        self.paths.get(path.trim_end_matches('/'))
    }

    /// The target of a path as links write it: with the ending of its file, with `.html`, or without an ending.
    fn written_path(&self, path: &str) -> Option<LinkTarget> {
        let path = path.trim_end_matches('/');
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"));
        self.paths.get(path).or_else(|| stem.and_then(|stem| self.paths.get(stem)))
    }

    /// The target of the path of a link on a page.
    #[must_use]
    pub fn link(&self, site: &OriginalSite, page: &OriginalPage, written: &str) -> Option<LinkTarget> {
        let path = decode(written);
        let path = path.replace('\\', "/");
        if let Some(rooted) = path.strip_prefix('/') {
            let address = format!("/{rooted}");
            let below = address.strip_prefix(&self.base).filter(|rest| rest.starts_with('/'));
            let language = site.languages.get(page.language).map_or("/", |language| language.at.as_str());
            return below
                .into_iter()
                .chain([address.as_str()])
                .find_map(|address| self.shown_at(site, address))
                .or_else(|| site.roots.iter().find_map(|root| self.written_path(&resolve(root, rooted)?)))
                .or_else(|| self.address(&format!("{language}{rooted}")));
        }
        let by_path = || {
            let folder = folder_of(page.file.path());
            self.written_path(&resolve(folder, &path)?)
        };
        let by_address = || {
            let folder = page.address.rsplit_once('/').filter(|_| !page.address.is_empty())?.0;
            self.shown_at(site, &resolve_address(folder, &path))
        };
        let from_root = || {
            let language = site.languages.get(page.language).map_or("/", |language| language.at.as_str());
            let in_root = |root: &String| self.written_path(&resolve(root, &path)?);
            self.address(&format!("{language}{path}"))
                .or_else(|| self.address(&format!("/{path}")))
                .or_else(|| site.roots.iter().find_map(in_root))
        };
        match site.links_follow_addresses && !path.ends_with(".md") {
            true => by_address().or_else(by_path).or_else(from_root),
            false if site.links_follow_addresses => by_path().or_else(by_address).or_else(from_root),
            false => by_path().or_else(by_address),
        }
    }

    /// The target of an address; in the main language if the page is missing in the language of the address.
    fn shown_at(&self, site: &OriginalSite, address: &str) -> Option<LinkTarget> {
        let fallback = || {
            let main = &site.languages.first()?.at;
            let own = site.languages.iter().skip(1).find_map(|language| address.strip_prefix(language.at.as_str()))?;
            self.address(&format!("{main}{own}"))
        };
        let without_prefix = || {
            let rest = address
                .strip_prefix(site.prefix.as_deref()?)
                .filter(|rest| rest.starts_with('/') || rest.is_empty())?;
            self.address(&format!("/{}", rest.trim_start_matches('/')))
        };
        self.address(address)
            .or_else(|| if site.falls_back { fallback() } else { None })
            .or_else(without_prefix)
            .or_else(|| self.redirected(address))
    }

    /// The page or file that an old address leads to.
    #[must_use]
    pub fn redirected(&self, address: &str) -> Option<LinkTarget> {
        self.redirects.chain(address).find_map(|to| {
            let to = self.below_own(&to).unwrap_or(&to);
            let path = to.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
            let below = self.below_base(path).into_iter().chain([path]);
            below.map(decode).find_map(|path| self.address(&path))
        })
    }

    /// Where an old address leads outside of the site.
    #[must_use]
    pub fn redirected_outside(&self, address: &str) -> Option<String> {
        self.redirects.outside(address)
    }

    /// The pages whose files have this name, without its ending and in any letter case.
    #[must_use]
    pub fn named(&self, stem: &str) -> &[usize] {
        self.named.get(&stem.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The pages of the folders that have this name, in any letter case.
    #[must_use]
    pub fn of_folders(&self, name: &str) -> &[usize] {
        self.of_folders.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The scheme and host of the site, if the site is in a folder of the host and the path is outside of that folder.
    #[must_use]
    pub fn host_beyond(&self, path: &str) -> Option<String> {
        let absolute = self.absolute.as_deref()?;
        let is_below = self.below_base(path).is_some();
        (!self.base.is_empty() && !is_below).then(|| absolute[..absolute.len() - self.base.len()].to_owned())
    }

    /// A path of the host without the folder that the site is in; `None` if it is outside of that folder.
    #[must_use]
    pub fn below_base<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.base.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The path of an absolute address that begins with the address of this site.
    #[must_use]
    pub fn below_own<'l>(&self, link: &'l str) -> Option<&'l str> {
        let absolute = self.absolute.as_deref()?;
        let rest = link.strip_prefix(absolute)?;
        rest.starts_with('/').then_some(rest)
    }
}

/// The pages with their numbers, those of the main language first.
fn by_language(site: &OriginalSite) -> impl Iterator<Item = (usize, &OriginalPage)> {
    let of_main =
        |is_main: bool| site.pages.iter().enumerate().filter(move |(_, page)| (page.language == 0) == is_main);
    of_main(true).chain(of_main(false))
}

/// An address without `index.html`, `.html` and a final `/`, which hosts add or omit.
pub fn plain(address: &str) -> String {
    let path = address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/');
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    format!("/{}", path.trim_start_matches('/'))
}
