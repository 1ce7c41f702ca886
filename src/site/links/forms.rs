//! The forms in which people and other programs write a link to a page or file: its address, its folder, its path without
//! an ending or with that of HTML, `README.md`, a path from the root of the host or of the content.

use super::{Destination, KnownNames, Problem, join};
use crate::config::Paths;
use crate::site::address::{nfc, resolve_address};

/// Endings that stand for a Markdown file.
const ENDINGS: [&str; 5] = ["md", "markdown", "mdx", "html", "htm"];
/// Names, without their endings, of files that are the page of their folder.
const FOLDER_PAGES: [&str; 3] = ["index", "_index", "readme"];
/// Names of files that are the page of their folder where there is no `index.md`.
const OTHER_FOLDER_PAGES: [&str; 3] = ["README.md", "readme.md", "_index.md"];

/// The page that a link is on.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    /// Its number.
    pub number: usize,
    /// The path of its file below `content/`.
    pub path: &'a str,
    /// Its address.
    pub address: &'a str,
}

/// What a path leads to that is not exactly that of a page or file.
pub(super) enum Meaning {
    /// One page or file; `moved` is its old address, if the path is that.
    One { to: Destination, moved: Option<String> },
    /// It leads nowhere, or it cannot be known where.
    Not(Problem),
}

/// The result of one interpretation of a path.
#[derive(Default)]
struct Found {
    /// Pages and files that have the path or address.
    to: Vec<Destination>,
    /// The page that had the address, and that address.
    moved: Option<(usize, String)>,
    /// What is not published at the path, or cannot be read.
    absent: Option<Problem>,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.to.is_empty() && self.moved.is_none() && self.absent.is_none()
    }

    fn add(&mut self, to: Destination) {
        if !self.to.contains(&to) {
            self.to.push(to);
        }
    }

    /// Adds what another reading finds.
    fn and(mut self, other: Self) -> Self {
        other.to.into_iter().for_each(|to| self.add(to));
        self.moved = self.moved.or(other.moved);
        self.absent = self.absent.or(other.absent);
        self
    }

    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_empty() { other() } else { self }
    }
}

/// The paths below `content/` that a path in another form may mean: of each list, the first that exists. `is_language` says
/// whether a word is the tag of a language, as in `about.fr.md`.
fn forms(path: &str, is_language: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let is_folder = path.ends_with('/');
    let path = path.trim_end_matches('/');
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let known = |ending: &str| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    let stem = name.rsplit_once('.').filter(|(stem, ending)| !stem.is_empty() && known(ending)).map(|(stem, _)| stem);
    let mut forms = Vec::new();
    let mut add = |folder: &str, name: &str| {
        let is_folder_page = FOLDER_PAGES.iter().any(|page| page.eq_ignore_ascii_case(name));
        let bare = match folder {
            _ if is_folder_page => folder.to_owned(),
            "" => name.to_owned(),
            _ => format!("{folder}/{name}"),
        };
        let pages = ["index.md"].iter().chain(&OTHER_FOLDER_PAGES).map(|name| format!("{bare}/{name}"));
        let (pages, page) = (pages.collect::<Vec<_>>(), vec![format!("{bare}.md")]);
        match stem {
            _ if is_folder || is_folder_page => forms.push([pages, page].concat()),
            Some(_) => forms.push([page, pages].concat()),
            None => forms.extend([pages, page]),
        }
    };
    let name = stem.unwrap_or(name);
    add(folder, name);
    // The language as an ending, and not as a folder.
    if let Some((name, tag)) = name.rsplit_once('.').filter(|(_, tag)| is_language(tag)) {
        let inner = folder.split_once('/').map_or_else(String::new, |(_, inner)| format!("/{inner}"));
        add(&format!("{tag}{inner}"), name);
    }
    forms
}

impl KnownNames<'_> {
    /// Returns what a decoded path may mean if it is not the exact path of a page or file.
    pub(super) fn meaning(&self, own: Origin<'_>, path: &str) -> Meaning {
        let path = path.replace('\\', "/");
        let is_rooted = path.starts_with('/');
        let found = if is_rooted {
            self.rooted(own, &path)
        } else if let Some(inner) = path.strip_prefix("@/") {
            let language = own.path.split('/').next().unwrap_or("");
            self.at_path(&format!("{language}/{inner}")).or_else(|| self.at_path(inner))
        } else {
            self.relative(own, &path)
        };
        match (&found.to[..], found.moved, found.absent) {
            (_, _, Some(absent)) if found.to.is_empty() => Meaning::Not(absent),
            (&[to], ..) => Meaning::One { to, moved: None },
            (&[], Some((page, address)), None) => Meaning::One { to: Destination::Page(page), moved: Some(address) },
            (&[], ..) if is_rooted => Meaning::Not(Problem::Root),
            (&[], ..) => Meaning::Not(Problem::Nothing(join(own.path, &path))),
            (several, ..) => Meaning::Not(Problem::Several(several.iter().map(|to| self.path_of(*to)).collect())),
        }
    }

    /// Readings of a relative path: from the folder of the file, then from the address of the page.
    fn relative(&self, own: Origin<'_>, path: &str) -> Found {
        let is_folder = path.ends_with('/') || matches!(path.rsplit('/').next(), Some("." | ".."));
        let full = join(own.path, path).map(|full| if is_folder { full + "/" } else { full });
        let by_path = full.as_deref().map_or_else(Found::default, |full| self.at_path(full));
        if by_path.to.is_empty() && by_path.absent.is_some() {
            return by_path;
        }
        let is_section = own.path.ends_with("/index.md");
        let parent = || own.address.trim_end_matches('/').rsplit_once('/').map_or("/", |(parent, _)| parent);
        let folder = if is_section { own.address } else { parent() };
        let in_folder = || {
            let other = full.as_deref().and_then(|full| self.address_of(full));
            let found = self.at_address(&resolve_address(folder, path));
            other.map(|address| self.at_address(&address)).unwrap_or_default().and(found)
        };
        let in_page = || self.at_address(&resolve_address(own.address, path));
        // Dots alone lead through folders, where these have pages.
        if path.split('/').all(|part| matches!(part, "" | "." | "..")) {
            return by_path.or_else(in_folder).or_else(in_page);
        }
        let found = by_path.and(in_folder());
        // Nobody writes the name of a Markdown file from an address.
        if is_markdown(path) || is_section { found } else { found.and(in_page()) }
    }

    /// Readings of a path from the root: as an address, then as a path.
    fn rooted(&self, own: Origin<'_>, path: &str) -> Found {
        let slash = if path.len() > 1 && path.ends_with('/') { "/" } else { "" };
        let path = &(resolve_address("/", path) + slash);
        let base = self.config.base_url.as_ref().map_or("/", |base| base.path()).trim_end_matches('/');
        let below = Some(base).filter(|base| !base.is_empty()).and_then(|base| path.strip_prefix(base));
        let below = below.filter(|rest| rest.starts_with('/')).map(|rest| self.at_address(rest));
        let tag = own.path.split('/').next().unwrap_or("");
        let language = self.config.languages.iter().find(|language| language.tag == tag);
        let at = language.map_or("/", |language| language.at.as_str()).trim_end_matches('/');
        let in_content = |rest: &str| self.at_path(rest.trim_start_matches('/'));
        let from_repository = || path.trim_start_matches('/').strip_prefix("content/").map(in_content);
        (self.at_address(path).and(below.unwrap_or_default()))
            .or_else(|| self.at_address(&format!("{at}{path}")))
            .or_else(|| in_content(&format!("{tag}{path}")))
            .or_else(|| in_content(path))
            .or_else(|| from_repository().unwrap_or_default())
    }

    /// What is at a path below `content/`, in any form.
    fn at_path(&self, path: &str) -> Found {
        let mut found = Found::default();
        if let Some(to) = self.exact(path) {
            found.add(to);
            return found;
        }
        found.absent = self.absent(&nfc(path));
        if found.absent.is_some() {
            return found;
        }
        for forms in self.forms(path) {
            let to = forms.iter().find_map(|form| self.exact(form));
            to.into_iter().for_each(|to| found.add(to));
            found.absent = found.absent.or_else(|| forms.iter().find_map(|form| self.absent(form)));
        }
        found
    }

    /// What is at an address, which starts with `/`.
    fn at_address(&self, address: &str) -> Found {
        let address = nfc(address);
        let bare = bare(&address);
        let mut found = Found::default();
        for address in [&*address, &format!("{bare}/")] {
            let page = self.all_pages.binary_search_by(|page| page.address.as_str().cmp(address));
            let file = || self.all_files.binary_search_by(|file| file.address.as_str().cmp(address));
            let generated = || self.generated.get(address).map(|number| Destination::Generated(*number));
            let derived = || self.derived.binary_search_by(|derived| derived.as_str().cmp(address));
            let derived = || derived().ok().map(Destination::Derived);
            let to = page.map(Destination::Page).or_else(|_| file().map(Destination::File)).ok();
            let to = to.or_else(generated).or_else(derived);
            to.into_iter().for_each(|to| found.add(to));
        }
        if found.to.is_empty() {
            found.moved = self.old().of_address(bare).map(|page| (page, bare.to_owned()));
        }
        found
    }

    /// The address that a path below `content/` is, where no slug changes it.
    pub(super) fn address_of(&self, full: &str) -> Option<String> {
        let (tag, inner) = full.split_once('/').unwrap_or((full, ""));
        let language = self.config.languages.iter().find(|language| language.tag == tag)?;
        Some(format!("{}{inner}", language.at))
    }

    /// The paths that a path below `content/` may mean.
    pub(super) fn forms(&self, path: &str) -> Vec<Vec<String>> {
        // Where there is one language, no file has it as an ending.
        let languages = &self.config.languages;
        forms(&nfc(path), |tag| languages.len() > 1 && languages.iter().any(|language| language.tag == tag))
    }

    fn absent(&self, full: &str) -> Option<Problem> {
        let full = full.trim_end_matches('/');
        if self.withheld.contains_key(full) {
            return Some(Problem::Withheld(full.to_owned()));
        }
        self.unusable.covers(&format!("{}/{full}", Paths::CONTENT)).then_some(Problem::Unusable)
    }
}

fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"))
}

/// An address without its ending: `/old/`, `/old.html` and `/old/index.html` are one page to those who link to it.
pub(super) fn bare(address: &str) -> &str {
    let endings = ["/index.md", "/index.html", "/index.htm", ".html", ".htm", ".md"];
    let bare = endings.iter().find_map(|ending| address.strip_suffix(ending));
    bare.unwrap_or(address).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_another_form_is_that_of_a_page_or_of_a_folder() {
        let forms = |path| forms(path, |tag| tag == "fr");
        for (path, expected) in [
            ("en/a", "en/a.md"),
            ("en/a/", "en/a/index.md"),
            ("en/a.html", "en/a.md"),
            ("en/a.HTM", "en/a.md"),
            ("en/a.md", "en/a/index.md"),
            ("en/a/index.html", "en/a.md"),
            ("en/a/README.md", "en/a/index.md"),
            ("en/a/_index.md", "en/a/index.md"),
            ("en/a/index.md", "en/a/README.md"),
            ("en/v1.2", "en/v1.2.md"),
            ("en", "en/index.md"),
            ("en/b/a.fr.md", "fr/b/a.md"),
            ("en/a.fr.md", "fr/a.md"),
            ("en/b/_index.fr.md", "fr/b/index.md"),
        ] {
            let all = forms(path).concat();
            assert!(all.contains(&expected.to_owned()), "{path}: {all:?}");
        }
        // The page beside a folder is only meant if the folder has none.
        assert_eq!(forms("en/a/").len(), 1);
        assert_eq!(forms("en/a").len(), 2);
        assert!(!forms("en/.html").concat().contains(&"en/.md".to_owned()));
    }

    #[test]
    fn an_address_is_resolved_as_browsers_do() {
        for (address, path, expected) in
            [("/a/b/", "../c/", "/a/c"), ("/a/b/", "c", "/a/b/c"), ("/", "../../c/./d", "/c/d"), ("/a/", "..", "/")]
        {
            assert_eq!(resolve_address(address, path), expected, "{address} {path}");
        }
        for address in ["/old", "/old/", "/old.html", "/old/index.html", "/old/index.md", "/old.md"] {
            assert_eq!(bare(address), "/old");
        }
        assert_eq!((bare("/"), bare("/index.html")), ("", ""));
    }
}
