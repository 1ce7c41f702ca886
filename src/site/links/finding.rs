//! Findings about links, with the change of the link where one is known.

use std::ops::Range;
use std::sync::Arc;

use super::Problem;
use super::guess::{Guess, Guesses, Likeness};
use crate::config::LinkStyle;
use crate::percent;
use crate::read::markdown::{Link, is_address_written};
use crate::report::{Certainty, Finding, Place, SourceFile, catalog};
use crate::site::relative;

/// Maximum number of characters of an alternative text that are searched for its beginning.
const LONGEST_ALT: usize = 1_000;

/// The finding for a link; `None` if its cause is already reported. `to` is the path below `content/` that it leads to, `own`
/// is that of the page that it is on.
pub(super) fn finding(
    problem: &Problem,
    to: Option<&str>,
    guesses: &mut Guesses<'_>,
    (file, own): (&Arc<SourceFile>, &str),
    link: &Link,
) -> Option<Finding> {
    let place = Place::new(file, link.range.clone());
    let path = link.target.split(['#', '?']).next().unwrap_or("");
    let between = |full: &str| between(own, full);
    Some(match problem {
        Problem::Indirect(moved) => {
            let known = between(to?);
            let alias = moved.as_deref().and_then(|address| guesses.names.old().place(address));
            let finding = catalog::links::indirect(place, path, &known, alias);
            finding.maybe_edit(path_edit(file, link, &known), Certainty::Certain)
        }
        Problem::Several(paths) => {
            catalog::links::ambiguous(place, path, &paths.iter().map(|full| between(full)).collect::<Vec<_>>())
        }
        Problem::Root => {
            let language = own.split('/').next().unwrap_or(own);
            let guess = guesses.guess(&format!("{language}{}", percent::decode(path).replace('\\', "/")));
            let is_image = is_image(file.text(), link.range.start);
            let paths: Vec<String> = guess.paths.iter().map(|full| between(full)).collect();
            // It may as well lead to another part of the host.
            let certainty = if guess.likeness == Likeness::Case { guess.certainty } else { Certainty::Suggested };
            catalog::links::root(place, path, &paths, is_image).maybe_edit(edit(file, link, guess, &paths), certainty)
        }
        Problem::Withheld(full) => {
            let withheld = guesses.names.withheld.get(full)?;
            catalog::links::withheld(place, path, &withheld.why, withheld.cause.clone())
        }
        Problem::Unusable => return None,
        Problem::Nothing(None) => catalog::links::broken(place, path, &[], true),
        Problem::Nothing(Some(full)) => {
            let guess = guesses.guess(full);
            let paths: Vec<String> = guess.paths.iter().map(|full| between(full)).collect();
            let finding = catalog::links::broken(place, path, &paths, false);
            let finding = match guess.likeness {
                Likeness::Case => finding.note("names that differ in upper and lower case are different names"),
                Likeness::Name | Likeness::Letters => finding,
            };
            finding.maybe_edit(edit(file, link, guess, &paths), guess.certainty)
        }
    })
}

/// The change to the only path of a guess.
fn edit(file: &SourceFile, link: &Link, guess: &Guess, paths: &[String]) -> Option<(Range<usize>, String)> {
    let [path] = paths else { return None };
    if guess.is_complete { path_edit(file, link, path) } else { None }
}

/// The change of a link's path to `path`; what follows the path stays. `None` if the address of the link is not what the
/// file has at its place.
#[must_use]
pub fn path_edit(file: &SourceFile, link: &Link, path: &str) -> Option<(Range<usize>, String)> {
    let text = &file.text()[link.range.clone()];
    let written = link.target.split(['#', '?']).next().unwrap_or("");
    // A person who encodes some letters encodes all.
    let keeps_letters = !written.contains('%') || !written.is_ascii();
    let path = percent::encode_written(path, keeps_letters);
    let start = link.range.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    if text == link.target {
        return Some((start..start + written.len(), path));
    }
    // With escapes or character references, which are not needed in the new one.
    is_address_written(text, &link.target).then(|| {
        let rest = percent::encode_rest(&link.target[written.len()..]);
        (start..start + text.len(), path + &rest)
    })
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
