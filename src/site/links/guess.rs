//! Guesses what a broken link may have meant.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use super::KnownNames;
use crate::limits::{NEAR_NAMES, NEAR_SEARCHES};
use crate::report::{Certainty, nearest};

/// Maximum number of paths that a guess has.
const MOST: usize = 8;

/// Guesses for unknown paths, cached because a search takes long on a large site and mistakes repeat.
pub(super) struct Guesses<'a> {
    pub names: &'a KnownNames<'a>,
    /// Made where a guess needs it.
    alike: Option<SimilarNames<'a>>,
    /// Earlier guesses for the same names.
    known: Option<&'a HashMap<String, Guess>>,
    made: HashMap<String, Guess>,
}

/// The result of a search.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    /// The paths below `content/` that may be meant, sorted.
    pub paths: Vec<String>,
    /// Whether there are no more of them.
    pub is_complete: bool,
    /// What they have in common with the unknown path.
    pub likeness: Likeness,
    /// How certain it is that the first is meant, if it is the only one.
    pub certainty: Certainty,
    /// Whether similar names were searched.
    is_thorough: bool,
}

/// What a guess has in common with the unknown path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// All but upper and lower case.
    Case,
    /// The name, in another folder.
    Name,
    /// Most letters.
    Letters,
}

impl<'a> Guesses<'a> {
    pub fn new(names: &'a KnownNames<'a>, known: Option<&'a HashMap<String, Guess>>) -> Self {
        Self { names, alike: None, known, made: HashMap::new() }
    }

    /// All guesses made, by unknown path.
    pub fn into_made(self) -> HashMap<String, Guess> {
        self.made
    }

    /// What may have been meant by an unknown path below `content/`.
    pub fn guess(&mut self, full: &str) -> &Guess {
        if !self.made.contains_key(full) {
            let is_thorough = self.made.len() < NEAR_SEARCHES;
            let known = self.known.and_then(|known| known.get(full)).filter(|guess| guess.is_thorough && is_thorough);
            let search = || {
                let alike = self.alike.get_or_insert_with(|| SimilarNames::new(self.names));
                let found = alike.near(full, is_thorough);
                let (paths, likeness) = found.unwrap_or_else(|| (BTreeSet::new(), Likeness::Letters));
                let has_name = |path: &String| own_end(full) == own_end(path);
                let is_certain = match likeness {
                    Likeness::Case => paths.len() == 1,
                    Likeness::Name => paths.len() == 1 && paths.iter().all(has_name),
                    Likeness::Letters => false,
                };
                let certainty = if is_certain { Certainty::Certain } else { Certainty::Suggested };
                let is_complete = paths.len() <= MOST;
                Guess { paths: paths.into_iter().take(MOST).collect(), is_complete, likeness, certainty, is_thorough }
            };
            self.made.insert(full.to_owned(), known.map_or_else(search, Clone::clone));
        }
        &self.made[full]
    }
}

/// The paths below `content/` by what several of them may have in common.
struct SimilarNames<'a> {
    names: &'a KnownNames<'a>,
    /// By the path without upper and lower case.
    folded: HashMap<String, Vec<String>>,
    /// By language and [`own_end`].
    named: HashMap<(String, String), Vec<String>>,
    /// Paths in a language without their ending, sorted, by language and ending.
    stems: HashMap<(String, String), Vec<&'a str>>,
}

impl<'a> SimilarNames<'a> {
    fn new(names: &'a KnownNames<'a>) -> Self {
        let mut alike = Self { names, folded: HashMap::new(), named: HashMap::new(), stems: HashMap::new() };
        for path in names.pages.keys().chain(names.files.keys()) {
            alike.folded.entry(fold(path)).or_default().push(path.clone());
            if let (Some((language, _)), Some(end)) = (path.split_once('/'), own_end(path)) {
                alike.named.entry((language.to_owned(), end)).or_default().push(path.clone());
            }
        }
        alike
    }

    /// The pages and files whose path differs in nothing but case; else those with the same name in another folder; else one
    /// with a similar name, if those are searched. The last two are of the same language.
    fn near(&mut self, full: &str, is_thorough: bool) -> Option<(BTreeSet<String>, Likeness)> {
        let names = self.names;
        let forms = [vec![full.to_owned()], names.forms(full).concat()].concat();
        let same: BTreeSet<String> =
            forms.iter().filter_map(|form| self.folded.get(&fold(form))).flatten().cloned().collect();
        if !same.is_empty() {
            return Some((same, Likeness::Case));
        }
        let (language, inner) = full.split_once('/')?;
        let named = |form: &String| self.named.get(&(language.to_owned(), own_end(form)?));
        let same: BTreeSet<String> = forms.iter().filter_map(named).flatten().cloned().collect();
        if !same.is_empty() {
            return Some((same, Likeness::Name));
        }
        if !is_thorough || names.pages.len() > NEAR_NAMES {
            return None;
        }
        // Endings are ignored: they would make any two short names similar.
        let inner = inner.trim_end_matches('/');
        let (stem, ending) = inner.rsplit_once('.').unwrap_or((inner, "md"));
        let key = (language.to_owned(), ending.to_owned());
        let stems = self.stems.entry(key).or_insert_with(|| stems(names, language, ending));
        let found = nearest(stem, stems.iter().copied())?;
        // Not only the folders are similar.
        nearest(last_part(stem), [last_part(found)])?;
        if !is_typing_error(last_part(stem), last_part(found)) {
            return None;
        }
        Some((BTreeSet::from([format!("{language}/{found}.{ending}")]), Likeness::Letters))
    }
}

/// The paths in a language with this ending, without both, sorted.
fn stems<'a>(names: &'a KnownNames<'a>, language: &str, ending: &str) -> Vec<&'a str> {
    let paths = names.pages.keys().chain(names.files.keys());
    let inside = paths.filter_map(|path| path.strip_prefix(language)?.strip_prefix('/'));
    let with_ending = inside.filter_map(|path| path.rsplit_once('.').filter(|(_, other)| *other == ending));
    let mut stems: Vec<&str> = with_ending.map(|(stem, _)| stem).collect();
    stems.sort_unstable();
    stems
}

/// The fewest characters of a name in which a typing error can be recognised.
const SHORTEST: usize = 3;

/// Whether a similar name can be the result of a typing error: it is not very short, and other digits name another thing.
fn is_typing_error(written: &str, known: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).flat_map(char::to_lowercase).collect();
    let (first, second): (String, String) = (letters(written), letters(known));
    written.chars().count() >= SHORTEST && known.chars().count() >= SHORTEST && first != second
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The end of a path that says which page or file it is: its last part, or its last two where the last is that of every
/// folder. `None` if that is the page of a language.
fn own_end(path: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if !["index", "_index", "readme"].iter().any(|page| page.eq_ignore_ascii_case(stem)) {
        return Some(name.to_owned());
    }
    let (_, parent) = folder.rsplit_once('/')?;
    Some(format!("{parent}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_other_numbers_are_not_typing_errors() {
        for (written, known, expected) in
            [("abuot", "about", true), ("g", "d", false), ("shot3", "shot", false), ("w46", "w47", false)]
        {
            assert_eq!(is_typing_error(written, known), expected, "{written}");
        }
    }
}
