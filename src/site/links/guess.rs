//! Guesses what a broken link may have meant.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::{KnownNames, Problem};
use crate::config::{Config, LinkStyle};
use crate::limits::{NEAR_NAMES, NEAR_SEARCHES};
use crate::percent;
use crate::read::markdown::Link;
use crate::report::{Certainty, Finding, Place, catalog, nearest};
use crate::site::{File, Page, relative};

/// Maximum number of characters of an alternative text that are searched for its beginning.
const LONGEST_ALT: usize = 1_000;

/// Guesses for unknown paths, cached because a search takes long on a large site and mistakes repeat.
pub(super) struct Guesses<'a> {
    names: &'a KnownNames<'a>,
    old: &'a OldAddresses,
    /// Earlier guesses for the same names.
    known: Option<&'a HashMap<String, Guess>>,
    made: HashMap<String, Guess>,
}

/// The result of a search.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    path: Option<String>,
    /// Whether the unknown path is an old address of the page at `path`.
    is_moved: bool,
    /// How certain it is that the path is meant.
    certainty: Certainty,
    /// Whether similar names were searched.
    is_thorough: bool,
}

impl<'a> Guesses<'a> {
    pub fn new(names: &'a KnownNames<'a>, old: &'a OldAddresses, known: Option<&'a HashMap<String, Guess>>) -> Self {
        Self { names, old, known, made: HashMap::new() }
    }

    /// All guesses made, by unknown path.
    pub fn into_made(self) -> HashMap<String, Guess> {
        self.made
    }

    /// Returns the path that may have been meant, relative to the page `own`, and the guess that it comes from.
    fn guess(&mut self, own: &str, full: &str) -> Option<(String, &Guess)> {
        if !self.made.contains_key(full) {
            let is_thorough = self.made.len() < NEAR_SEARCHES;
            let known = self.known.and_then(|known| known.get(full)).filter(|guess| guess.is_thorough && is_thorough);
            let (names, old) = (self.names, self.old);
            let search = || {
                let known = other_form(names, full);
                let moved = if known.is_none() { old.of_path(full).map(str::to_owned) } else { None };
                let is_moved = moved.is_some();
                let known = known.or(moved).map(|path| (path, Certainty::Certain));
                let found = known.or_else(|| if is_thorough { near(names, full) } else { None });
                let (path, certainty) = found.map_or((None, Certainty::Suggested), |(path, it)| (Some(path), it));
                Guess { path, is_moved, certainty, is_thorough }
            };
            self.made.insert(full.to_owned(), known.map_or_else(search, Clone::clone));
        }
        let guess = &self.made[full];
        Some((between(own, guess.path.as_deref()?), guess))
    }
}

/// Old addresses of pages, for links to them.
pub(super) struct OldAddresses {
    /// The path of the page below `content/`, and where it names its old address, by that address without its ending.
    pages: HashMap<String, (String, Place)>,
    /// The addresses of the folders of languages, by their tags.
    folders: HashMap<String, String>,
}

impl OldAddresses {
    pub fn new(pages: &[Page], config: &Config) -> Self {
        let of_page = |page: &Page| {
            let path = format!("{}/{}", config.languages[page.source.language].tag, page.source.path);
            let old = |(alias, range): &(String, Range<usize>)| {
                (bare(alias).to_owned(), (path.clone(), page.place(range.clone())))
            };
            page.aliases.iter().map(old).collect::<Vec<_>>()
        };
        let folders = config.languages.iter().map(|language| (language.tag.clone(), language.at.clone()));
        Self { pages: pages.iter().flat_map(of_page).collect(), folders: folders.collect() }
    }

    /// The page that had this address.
    fn of_address(&self, address: &str) -> Option<&str> {
        self.pages.get(bare(address)).map(|(path, _)| path.as_str())
    }

    /// The page whose file or address was this path below `content/`.
    fn of_path(&self, full: &str) -> Option<&str> {
        self.of_address(&self.address(full)?)
    }

    /// Where the page that [`Self::of_path`] returns names its old address.
    fn place_of_path(&self, full: &str) -> Option<Place> {
        self.pages.get(bare(&self.address(full)?)).map(|(_, place)| place.clone())
    }

    /// The address of a path below `content/`.
    fn address(&self, full: &str) -> Option<String> {
        let (language, inner) = full.split_once('/')?;
        Some(format!("{}{inner}", self.folders.get(language)?))
    }
}

/// An address without its ending: `/old/`, `/old.html` and `/old/index.html` are one page to those who link to it.
fn bare(address: &str) -> &str {
    let bare = address.strip_suffix("/index.md").or_else(|| address.strip_suffix("/index.html"));
    let bare = bare.or_else(|| address.strip_suffix(".html")).or_else(|| address.strip_suffix(".md"));
    bare.unwrap_or(address).trim_end_matches('/')
}

/// The file of a page if `full` is its address.
fn other_form(names: &KnownNames<'_>, full: &str) -> Option<String> {
    let bare = full.strip_suffix("index.html").or_else(|| full.strip_suffix(".html")).unwrap_or(full);
    let bare = bare.trim_end_matches('/');
    [format!("{bare}/index.md"), format!("{bare}.md")].into_iter().find(|form| names.pages.contains_key(form))
}

/// The only page or file whose path differs in nothing but case or Unicode form; else the only one with the same name in
/// another folder; else one with a similar name, in the same language.
fn near(names: &KnownNames<'_>, full: &str) -> Option<(String, Certainty)> {
    if names.pages.len() > NEAR_NAMES {
        return None;
    }
    if let Some(found) = folded(names, full) {
        return Some((found, Certainty::Certain));
    }
    let (language, inner) = full.split_once('/')?;
    let name = |path: &'_ str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let all =
        names.pages.keys().chain(names.files.keys()).filter_map(|path| path.strip_prefix(language)?.strip_prefix('/'));
    let mut inside: Vec<&str> = all.collect();
    inside.sort_unstable();
    let wanted = name(inner);
    let mut same = inside.iter().filter(|path| wanted != "index.md" && name(path) == wanted);
    let (found, certainty) = match (same.next(), same.next()) {
        (Some(only), None) => ((*only).to_owned(), Certainty::Certain),
        _ => {
            // Endings are ignored: they would make any two short names similar.
            let (stem, ending) = inner.rsplit_once('.').unwrap_or((inner, ""));
            let stems = inside.iter().filter_map(|path| path.rsplit_once('.').filter(|(_, other)| *other == ending));
            (format!("{}.{ending}", nearest(stem, stems.map(|(stem, _)| stem))?), Certainty::Suggested)
        }
    };
    Some((format!("{language}/{found}"), certainty))
}

/// The only page or file whose path differs from this one in nothing but case or Unicode form.
fn folded(names: &KnownNames<'_>, full: &str) -> Option<String> {
    let fold = |path: &str| path.nfc().flat_map(char::to_lowercase).nfc().collect::<String>();
    let wanted = fold(full);
    let all = names.pages.keys().chain(names.files.keys());
    let mut same = all.filter(|path| path.len().abs_diff(full.len()) <= full.len() && fold(path) == wanted);
    match (same.next(), same.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

/// Returns what an address from the root of the host may mean, as a path from the page `own`.
pub(super) fn rooted(
    names: &KnownNames<'_>,
    old: &OldAddresses,
    pages: &[Page],
    files: &[File],
    config: &Config,
    own: &str,
    path: &str,
) -> Option<String> {
    let key = |language: usize, path: &str| format!("{}/{path}", config.languages[language].tag);
    let at = |address: &str| {
        let page = pages.binary_search_by(|page| page.address.as_str().cmp(address)).ok().map(|at| &pages[at]);
        let page = page.map(|page| key(page.source.language, &page.source.path));
        let file = || files.binary_search_by(|file| file.address.as_str().cmp(address)).ok().map(|at| &files[at]);
        page.or_else(|| file().map(|file| key(file.plain.language, &file.plain.path)))
    };
    let page = at(path).or_else(|| at(&format!("{path}/")));
    let language = own.split('/').next().unwrap_or(own);
    let file = format!("{language}{path}");
    let known = page.or_else(|| names.pages.contains_key(&file).then_some(file));
    let known = known.or_else(|| old.of_address(path).map(str::to_owned))?;
    Some(between(own, &known))
}

/// The finding for an invalid link; `None` if its cause is already reported.
pub(super) fn finding(
    problem: &Problem,
    guesses: &mut Guesses<'_>,
    page: &Page,
    own: &str,
    link: &Link,
    rooted: impl Fn(&str) -> Option<String>,
) -> Option<Finding> {
    let place = page.place(link.range.clone());
    let path = link.target.split(['#', '?']).next().unwrap_or("");
    Some(match problem {
        Problem::Root => {
            let is_image = is_image(page.source.file.text(), link.range.start);
            let known = rooted(path);
            let edit = known.as_deref().and_then(|known| path_edit(page, link, known));
            catalog::links::root(place, path, known.as_deref(), is_image).maybe_edit(edit, Certainty::Certain)
        }
        Problem::Withheld(full) => {
            let withheld = guesses.names.withheld.get(full)?;
            catalog::links::withheld(place, path, &withheld.why, withheld.cause.clone())
        }
        Problem::Unusable => return None,
        Problem::Nothing(full) => {
            let guess = full.as_deref().and_then(|full| guesses.guess(own, full));
            let Some((guess, &Guess { is_moved, certainty, .. })) = guess else {
                return Some(catalog::links::broken(place, path, None, full.is_none()));
            };
            let finding = match is_moved {
                true => {
                    let alias = full.as_deref().and_then(|full| guesses.old.place_of_path(full));
                    catalog::links::moved(place, path, &guess, alias)
                }
                false => catalog::links::broken(place, path, Some(&guess), full.is_none()),
            };
            finding.maybe_edit(path_edit(page, link, &guess), certainty)
        }
    })
}

/// The change of a link's path to `path`; what follows the path stays. `None` if the file has the address in another form,
/// for example with escapes of Markdown.
fn path_edit(page: &Page, link: &Link, path: &str) -> Option<(Range<usize>, String)> {
    if page.source.file.text()[link.range.clone()] != link.target {
        return None;
    }
    let written = link.target.split(['#', '?']).next().unwrap_or("");
    // A person who encodes some letters encodes all.
    let keeps_letters = !written.contains('%') || !written.is_ascii();
    let range = link.range.start..link.range.start + written.len();
    Some((range, percent::encode_written(path, keeps_letters)))
}

/// Whether the address at byte `start` belongs to an image, in Markdown or raw HTML.
fn is_image(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(['<', '"', '\'', ' ']);
    if before.ends_with("src=") {
        return true;
    }
    let Some(before) = before.strip_suffix("](") else { return false };
    let mut open = 1;
    for (at, c) in before.char_indices().rev().take(LONGEST_ALT) {
        open = match c {
            ']' => open + 1,
            '[' => open - 1,
            _ => open,
        };
        if open == 0 {
            return before[..at].ends_with('!');
        }
    }
    false
}

/// The relative path from `own` to `path`, both below `content/`.
fn between(own: &str, path: &str) -> String {
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    relative(&format!("/{folder}/"), &format!("/{path}"), LinkStyle::Pages)
}
