//! Where each link leads. Links between pages are relative paths to Markdown files, so that they also work where the
//! repository is browsed.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::dates::Withheld;
use super::{File, Page};
use crate::config::{Config, Paths};
use crate::read::markdown::{Link, normal};
use crate::report::{Finding, catalog, nearest};

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the path leads to.
    pub to: Destination,
    /// The part behind `?`, with it, as written.
    pub query: String,
    /// The fragment, decoded and normalised, without `#`.
    pub fragment: Option<String>,
}

/// The things a link's path can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page, by number.
    Page(usize),
    /// A file, by number.
    File(usize),
}

/// Above so many pages no near name is looked for; it would take longer than the build.
const MAX_NEAR: usize = 20_000;

/// For so many paths a near name is looked for; who renamed a folder needs no more.
const MAX_GUESSES: usize = 300;

/// Everything a link can name, by its path below `content/`.
struct Index<'a> {
    pages: HashMap<String, usize>,
    files: HashMap<String, usize>,
    withheld: HashMap<String, &'a str>,
    addresses: HashMap<&'a str, String>,
    /// Paths of files that were found to be of no use, as findings show them.
    refused: &'a HashSet<String>,
    /// What was guessed for paths that nothing has: on a big site one look takes long, and slips repeat.
    guesses: RefCell<HashMap<String, Option<String>>>,
}

/// Resolves the links of every page.
pub fn resolve(
    pages: &mut [Page],
    files: &[File],
    withheld: &[Withheld],
    refused: &HashSet<String>,
    config: &Config,
    findings: &mut Vec<Finding>,
) {
    let tag = |language: usize| config.languages[language].tag.as_str();
    let key = |language: usize, path: &str| format!("{}/{path}", tag(language));
    let resolved: Vec<Vec<Option<Target>>> = {
        let index = Index {
            pages: pages.iter().enumerate().map(|(n, page)| (key(page.language, &page.path), n)).collect(),
            files: files.iter().enumerate().map(|(n, file)| (key(file.plain.language, &file.plain.path), n)).collect(),
            withheld: withheld.iter().map(|page| (key(page.language, &page.path), page.why.as_str())).collect(),
            addresses: (pages.iter().map(|page| (page.address.as_str(), key(page.language, &page.path))))
                .chain(files.iter().map(|file| (file.address.as_str(), key(file.plain.language, &file.plain.path))))
                .collect(),
            refused,
            guesses: RefCell::default(),
        };
        let one = |(number, page): (usize, &Page)| {
            let own = key(page.language, &page.path);
            let links = page.document.links.iter();
            links
                .map(|link| {
                    let result = index.find(number, &own, link);
                    let found = result.map_err(|problem| findings.extend(problem.finding(&index, page, &own, link)));
                    found.ok()
                })
                .collect()
        };
        pages.iter().enumerate().map(one).collect()
    };
    for (page, links) in pages.iter_mut().zip(resolved) {
        page.links = links;
    }
}

enum Problem {
    /// It starts with `/`.
    Root,
    /// The page it names is withheld; why.
    Withheld(String),
    /// What has this path was found wrong already.
    Refused,
    /// Nothing has this path; `None` if it leaves `content/`.
    Nothing(Option<String>),
}

impl Index<'_> {
    fn find(&self, own_number: usize, own: &str, link: &Link) -> Result<Target, Problem> {
        let (rest, fragment) = match link.target.split_once('#') {
            Some((rest, fragment)) => (rest, Some(normal(&decode(fragment)))),
            None => (link.target.as_str(), None),
        };
        let (path, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        let target = |to| Ok(Target { to, query: query.to_owned(), fragment: fragment.clone() });
        if path.is_empty() {
            return target(Destination::Page(own_number));
        }
        if path.starts_with(['/', '\\']) {
            return Err(Problem::Root);
        }
        let Some(full) = join(own, &decode(path)) else { return Err(Problem::Nothing(None)) };
        if let Some(&page) = self.pages.get(&full) {
            target(Destination::Page(page))
        } else if let Some(&file) = self.files.get(&full) {
            target(Destination::File(file))
        } else if let Some(why) = self.withheld.get(&full) {
            Err(Problem::Withheld((*why).to_owned()))
        } else if self.refused.contains(&format!("{}/{full}", Paths::CONTENT)) {
            Err(Problem::Refused)
        } else {
            Err(Problem::Nothing(Some(full)))
        }
    }

    /// What the editor may have meant, as a path from the page `own`.
    fn guess(&self, own: &str, full: &str) -> Option<String> {
        let known = self.guesses.borrow().get(full).cloned();
        let few = self.guesses.borrow().len() < MAX_GUESSES;
        let path = known.unwrap_or_else(|| {
            let guess = self.other_form(full).or_else(|| if few { self.near(full) } else { None });
            self.guesses.borrow_mut().insert(full.to_owned(), guess.clone());
            guess
        })?;
        Some(between(own, &path))
    }

    /// The file of a page that was named by its address.
    fn other_form(&self, full: &str) -> Option<String> {
        let bare = full.strip_suffix("index.html").or_else(|| full.strip_suffix(".html")).unwrap_or(full);
        let bare = bare.trim_end_matches('/');
        [format!("{bare}/index.md"), format!("{bare}.md")].into_iter().find(|form| self.pages.contains_key(form))
    }

    /// The one page or file of this name elsewhere, else one whose name is close, in the same language.
    fn near(&self, full: &str) -> Option<String> {
        if self.pages.len() > MAX_NEAR {
            return None;
        }
        let (language, inner) = full.split_once('/')?;
        let name = |path: &'_ str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let all = self
            .pages
            .keys()
            .chain(self.files.keys())
            .filter_map(|path| path.strip_prefix(language)?.strip_prefix('/'));
        let mut inside: Vec<&str> = all.collect();
        inside.sort_unstable();
        let wanted = name(inner);
        let mut same = inside.iter().filter(|path| wanted != "index.md" && name(path) == wanted);
        let found = match (same.next(), same.next()) {
            (Some(only), None) => (*only).to_owned(),
            _ => {
                // Endings are no part of a slip: they would make any two short names alike.
                let (stem, ending) = inner.rsplit_once('.').unwrap_or((inner, ""));
                let stems =
                    inside.iter().filter_map(|path| path.rsplit_once('.').filter(|(_, other)| *other == ending));
                format!("{}.{ending}", nearest(stem, stems.map(|(stem, _)| stem))?)
            }
        };
        Some(format!("{language}/{found}"))
    }

    /// What an address from the root of the host may mean, as a path from the page `own`.
    fn rooted(&self, own: &str, path: &str) -> Option<String> {
        let with_slash = format!("{path}/");
        let page = [path, &with_slash].into_iter().find_map(|address| self.addresses.get(address));
        let language = own.split('/').next().unwrap_or(own);
        let file = format!("{language}{path}");
        let known = page.or_else(|| self.pages.contains_key(&file).then_some(&file))?;
        Some(between(own, known))
    }
}

impl Problem {
    fn finding(&self, index: &Index<'_>, page: &Page, own: &str, link: &Link) -> Option<Finding> {
        let place = page.place(link.range.clone());
        let path = link.target.split(['#', '?']).next().unwrap_or("");
        Some(match self {
            Self::Root => catalog::links::root(place, path, index.rooted(own, path).as_deref()),
            Self::Withheld(why) => catalog::links::withheld(place, path, why),
            Self::Refused => return None,
            Self::Nothing(full) => {
                let guess = full.as_deref().and_then(|full| index.guess(own, full));
                catalog::links::broken(place, path, guess.as_deref(), full.is_none())
            }
        })
    }
}

/// `path` as seen from the folder of `own`, both below `content/`; `None` if it leaves that.
fn join(own: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = own.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How `own` writes a link to `path`, both below `content/`.
fn between(own: &str, path: &str) -> String {
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    super::relative(&format!("/{folder}/"), &format!("/{path}"), crate::config::LinkStyle::Pages)
}

/// `%20` and the like as the characters they stand for; what is no such escape stays.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.filter(|_| byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_and_never_leave_the_content() {
        assert_eq!(join("en/a/b.md", "../c.md").as_deref(), Some("en/c.md"));
        assert_eq!(join("en/a.md", "./b/c.md").as_deref(), Some("en/b/c.md"));
        assert_eq!(join("en/a.md", "../fr/a.md").as_deref(), Some("fr/a.md"));
        assert_eq!(join("en/a.md", "../../x"), None);
    }

    #[test]
    fn escapes_are_decoded_and_the_rest_stays() {
        assert_eq!(decode("a%20b%C3%A9"), "a bé");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%FF"), "%zz%FF");
    }
}
