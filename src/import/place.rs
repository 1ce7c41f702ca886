//! Assigns every page and file a path that Firstflight publishes, and finds addresses that would clash.

use std::collections::{BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::losses::{LossKind, Losses};
use super::site::{OriginalLanguage, OriginalPage, OriginalSite};
use crate::config::is_tag;
use crate::limits::{ADDRESS_BYTES, SEGMENT_BYTES};
use crate::read::{is_passed_over, is_segment};
use crate::site::{FolderSlugs, address_of_file, address_of_page, nfc, output_path};

/// The addresses of a page in the new site.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// The last segment of its address, if it is not the name of its file.
    pub slug: Option<String>,
    /// Old addresses that lead to it.
    pub aliases: Vec<String>,
}

/// Paths that Firstflight writes itself.
const DEFAULTS: [&str; 4] = ["404.html", "atom.xml", "robots.txt", "sitemap.xml"];

/// The page that Firstflight publishes as the first of them.
const ERROR_PAGE: &str = "404.md";

/// Makes paths valid and unique, and adds a home page to each language that has none.
pub fn assign_paths(site: &mut OriginalSite, name: &str, losses: &mut Losses) {
    if site.languages.is_empty() {
        site.languages.push(OriginalLanguage { tag: "en".to_owned(), at: "/".to_owned() });
    }
    languages(site);
    let none = FolderSlugs::new();
    let ats: Vec<String> = site.languages.iter().map(|language| language.at.clone()).collect();
    let mut taken: HashMap<String, String> = HashMap::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    for page in &mut site.pages {
        let stem = page.path.strip_suffix(".md").unwrap_or(&page.path);
        let fitted = fitted(stem);
        let original = page.file.path().to_owned();
        let named = |number: usize| if number == 1 { format!("{fitted}.md") } else { format!("{fitted}-{number}.md") };
        let output = |path: &str| output_path(&address_of_page(&ats[page.language], path, None, &none)).to_lowercase();
        let first = output(&named(1));
        // Addresses are compared and not paths: `a.md` and `a/index.md` have the same address.
        // Where many pages want a name, the numbers below the last one that was free are not tried again.
        let tried = next.entry(first.clone()).or_insert(1);
        let number = (*tried..).find(|number| !taken.contains_key(&output(&named(*number)))).unwrap_or(1);
        *tried = number;
        if let Some(other) = taken.get(&first) {
            let why = format!("{other} has the same address; `-{number}` was added to the name of this page");
            losses.file(LossKind::SameAddress, &original, why);
        }
        taken.insert(output(&named(number)), original);
        page.path = named(number);
    }
    let homes: HashSet<usize> =
        site.pages.iter().filter(|page| page.path == "index.md").map(|page| page.language).collect();
    let mut paths: Vec<String> = site.pages.iter().map(|page| format!("{}/{}", page.language, page.path)).collect();
    paths.extend(site.files.iter().map(|file| format!("{}/{}", file.language, file.path)));
    let mut folders: HashSet<String> = HashSet::new();
    for path in &paths {
        folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_lowercase()));
    }
    // Files that are always published come first, so that they keep their names.
    let mut order: Vec<usize> = (0..site.files.len()).collect();
    order.sort_by_key(|number| site.files[*number].if_linked);
    for number in order {
        let file = &mut site.files[number];
        let fitted = fitted(&file.path);
        // A file that ends in `.md` would be a page.
        let fitted = if fitted.to_ascii_lowercase().ends_with(".md") { format!("{fitted}.txt") } else { fitted };
        let name_at = fitted.rfind('/').map_or(0, |at| at + 1);
        let dot = fitted[name_at..].rfind('.').filter(|at| *at > 0).map_or(fitted.len(), |at| name_at + at);
        let named = |number: usize| match number {
            1 => fitted.clone(),
            _ => format!("{}-{number}{}", &fitted[..dot], &fitted[dot..]),
        };
        let output = |path: &str| output_path(&address_of_file(&ats[file.language], path, &none)).to_lowercase();
        let is_free = |number: &usize| {
            let name = named(*number);
            !taken.contains_key(&output(&name))
                && !folders.contains(&format!("{}/{name}", file.language).to_lowercase())
        };
        let tried = next.entry(output(&fitted)).or_insert(1);
        let number = (*tried..).find(is_free).unwrap_or(1);
        *tried = number;
        taken.insert(output(&named(number)), file.original.clone());
        file.path = named(number);
    }
    for number in 0..site.languages.len() {
        let is_used = site.pages.iter().any(|page| page.language == number);
        if (is_used || number == 0) && !homes.contains(&number) {
            let title = site.titles.iter().find(|(language, _)| *language == number).map(|(_, title)| title.clone());
            let title = title.or_else(|| site.title.clone()).unwrap_or_else(|| name.to_owned());
            let at = site.languages[number].at.clone();
            site.pages.push(OriginalPage {
                title: Some(title),
                ..OriginalPage::generated(number, "index.md".to_owned(), at)
            });
        }
    }
    let used: BTreeSet<usize> = site.pages.iter().map(|page| page.language).collect();
    if used.len() < site.languages.len() {
        let mut new = HashMap::new();
        let languages = std::mem::take(&mut site.languages);
        for (number, language) in languages.into_iter().enumerate().filter(|(number, _)| used.contains(number)) {
            new.insert(number, site.languages.len());
            site.languages.push(language);
        }
        let renumbered = |number: usize| new.get(&number).copied().unwrap_or(0);
        site.pages.iter_mut().for_each(|page| page.language = renumbered(page.language));
        site.files.iter_mut().for_each(|file| file.language = renumbered(file.language));
        site.titles.retain(|(number, _)| new.contains_key(number));
        site.titles.iter_mut().for_each(|(number, _)| *number = renumbered(*number));
    }
}

/// Gives every language a valid, unique tag and address.
fn languages(site: &mut OriginalSite) {
    let (mut tags, mut addresses) = (HashSet::new(), HashSet::new());
    for language in &mut site.languages {
        let fitted = language.tag.replace('_', "-");
        let others = ["en", "mul", "und", "zxx"].map(str::to_owned);
        let numbered = (1..).map(|number| format!("und-x{number}"));
        let mut all = std::iter::once(fitted).chain(others).chain(numbered);
        if let Some(tag) = all.find(|tag| is_tag(tag) && !tags.contains(&tag.to_lowercase())) {
            language.tag = tag;
        }
        let part =
            |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_~".contains(&b)) && !part.is_empty();
        let inner = language.at.strip_prefix('/').and_then(|at| at.strip_suffix('/'));
        let is_valid = language.at == "/" || inner.is_some_and(|inner| inner.split('/').all(part));
        if !is_valid || addresses.contains(&language.at.to_lowercase()) {
            language.at = format!("/{}/", language.tag);
        }
        tags.insert(language.tag.to_lowercase());
        addresses.insert(language.at.to_lowercase());
    }
}

/// A path whose files and folders Firstflight does not ignore, in NFC.
fn fitted(path: &str) -> String {
    let fit = |part: &str| {
        let mut part: String = part.nfc().filter(|c| !c.is_control() && !matches!(c, '\\' | ':')).collect();
        while part.len() > SEGMENT_BYTES {
            part.pop();
        }
        while is_passed_over(&part) || part.is_empty() {
            let start = part.trim_start_matches(['.', '#', '~', '$']);
            let fitted = start.trim_end_matches('~').trim_end_matches(['.']).to_owned();
            part = if fitted == part || fitted.is_empty() { format!("{fitted}-page") } else { fitted };
        }
        part
    };
    path.split('/').map(fit).collect::<Vec<_>>().join("/")
}

/// The slug and aliases of each page, which keep its addresses in the original where nothing else has them.
#[must_use]
pub fn addresses(site: &OriginalSite, linked: &BTreeSet<usize>, losses: &mut Losses) -> Vec<Addresses> {
    let none = FolderSlugs::new();
    let at = |language: usize| site.languages[language].at.as_str();
    let mut claimed: HashSet<String> = DEFAULTS.map(str::to_owned).into();
    let mut result = vec![Addresses::default(); site.pages.len()];
    let mut current = Vec::with_capacity(site.pages.len());
    for page in &site.pages {
        let address = address_of_page(at(page.language), &page.path, None, &none);
        claimed.insert(output_path(&address).to_lowercase());
        current.push(address);
    }
    for (number, file) in site.files.iter().enumerate() {
        if !file.if_linked || linked.contains(&number) {
            claimed.insert(output_path(&address_of_file(at(file.language), &file.path, &none)).to_lowercase());
        }
    }
    // Slugs first: they determine the addresses of pages.
    for (number, page) in site.pages.iter().enumerate() {
        // Addresses are compared in NFC, in which the paths are.
        let address = nfc(&page.address);
        let wanted = without_ending(&address);
        let own = current[number].trim_end_matches('/');
        let is_section = page.path == "index.md" || page.path.ends_with("/index.md");
        let (Some((folder, last)), Some((own_folder, _))) = (wanted.rsplit_once('/'), own.rsplit_once('/')) else {
            continue;
        };
        let fits =
            !is_section && folder == own_folder && wanted != own && is_segment(last) && last.len() <= SEGMENT_BYTES;
        let path = output_path(&format!("{wanted}/")).to_lowercase();
        if fits && last != "index" && !claimed.contains(&path) {
            claimed.remove(&output_path(&current[number]).to_lowercase());
            claimed.insert(path);
            current[number] = format!("{wanted}/");
            result[number].slug = Some(last.to_owned());
        }
    }
    for (number, page) in site.pages.iter().enumerate() {
        let of_former = |path: &String| address_of_page(at(page.language), &fitted(path), None, &none);
        let former: Vec<String> = page.former_files.iter().map(|file| of_former(&file.path)).collect();
        let asked = page.aliases.iter().chain(&former);
        let given = asked.map(|alias| (alias.as_str(), Some("aliases")));
        let own = Some((page.address.as_str(), page.address_key)).filter(|(address, _)| !address.is_empty());
        for (alias, written_in) in own.into_iter().chain(given) {
            let alias = format!("/{}", nfc(alias.trim_start_matches('/')));
            let alias = alias.strip_suffix("index.html").unwrap_or(&alias).to_owned();
            let is_file = alias.ends_with(".html");
            let alias = if is_file || alias.ends_with('/') { alias } else { format!("{alias}/") };
            let key = output_path(&alias).to_lowercase();
            if alias == current[number] || key == output_path(&current[number]).to_lowercase() {
                continue;
            }
            let inner = alias.trim_matches('/');
            let inner = inner.strip_suffix(".html").unwrap_or(inner);
            let is_valid = !inner.is_empty() && inner.split('/').all(is_segment) && alias.len() <= ADDRESS_BYTES;
            let is_error_page = key == DEFAULTS[0] && page.path == ERROR_PAGE;
            if is_valid && claimed.insert(key) {
                result[number].aliases.push(alias);
            } else if let Some(written_in) = written_in.filter(|_| !is_error_page) {
                let why = match is_valid || inner.is_empty() {
                    true => "something else has this address",
                    false => "an alias must be an address of this site without special characters",
                };
                losses.add(LossKind::Alias, &page.file, page.place_of(written_in), &alias, why);
            }
        }
    }
    result
}

/// An address without `/`, `index.html` or `.html` at its end.
fn without_ending(address: &str) -> &str {
    let address = address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/');
    address.strip_suffix(".html").unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_firstflight_ignores_are_changed() {
        for (path, expected) in [
            ("a/b c.md", "a/b c.md"),
            (".github/a.md", "github/a.md"),
            ("#a/~$b.md", "a/b.md"),
            ("a/old~.x/b~", "a/old~.x/b"),
            ("e\u{301}te\u{301}", "été"),
            ("a:b", "ab"),
            (".", "-page"),
            ("x.bak/y", "x.bak-page/y"),
        ] {
            assert_eq!(fitted(path), expected, "{path}");
            assert!(!fitted(path).split('/').any(is_passed_over));
        }
    }

    #[test]
    fn addresses_that_differ_only_in_their_unicode_form_stay_apart() {
        let page = |name: &str| OriginalPage::generated(0, format!("d/{name}.md"), format!("/d/{name}/"));
        let mut site = OriginalSite { pages: vec![page("e\u{301}"), page("\u{e9}")], ..OriginalSite::default() };
        let mut losses = Losses::default();
        assign_paths(&mut site, "A site", &mut losses);
        let paths: Vec<&str> = site.pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths, ["d/\u{e9}.md", "d/\u{e9}-2.md", "index.md"]);
        let made = addresses(&site, &BTreeSet::new(), &mut losses);
        assert!(made.iter().all(|page| page.slug.is_none() && page.aliases.is_empty()), "{made:?}");
    }
}
