//! Editions: forms of a whole site in one file, besides its pages.

use std::sync::Arc;

use crate::report::{Certainty, Place, SourceFile};
use crate::yaml::Fields;

/// A form of a whole language of a site.
#[derive(Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name in `site.yaml`.
    pub name: &'static str,
    /// How its links are written.
    pub linker: EditionLinker,
    /// The template that renders it.
    pub template: &'static str,
    /// Its file in the folder of each language.
    pub target: &'static str,
    /// The interface string that is its title.
    pub title: &'static str,
}

/// How the links of an edition are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionLinker {
    /// Links between pages lead inside the file. Those to other files are absolute, or text where the site has no address.
    Inside,
}

impl Edition {
    /// The names of all editions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|edition| edition.name)
    }
}

/// All editions.
static ALL: [Edition; 1] = [Edition {
    name: "one-file",
    linker: EditionLinker::Inside,
    template: "all.html",
    target: "all.html",
    title: "edition_one-file",
}];

/// An edition that a site has, with the place that names it.
#[derive(Clone, Debug)]
pub struct WantedEdition {
    /// The edition.
    pub edition: &'static Edition,
    /// Where `site.yaml` names it.
    pub place: Place,
}

/// Reads `editions`.
pub(super) fn read(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> Vec<WantedEdition> {
    let mut wanted: Vec<WantedEdition> = Vec::new();
    for (text, range) in fields.texts("editions") {
        match ALL.iter().find(|edition| edition.name == text) {
            Some(edition) if wanted.iter().any(|other| other.edition == edition) => {
                fields.invalid(
                    range,
                    format!("the edition `{text}` is listed twice"),
                    Some("remove one of them".into()),
                );
            }
            Some(edition) => wanted.push(WantedEdition { edition, place: Place::new(file, range) }),
            None => {
                let known: Vec<String> = Edition::names().map(|name| format!("`{name}`")).collect();
                let otherwise = format!("write {}", known.join(" or "));
                let message = format!("unknown edition `{text}`");
                fields.unknown_name(range, message, (&text, Edition::names()), Certainty::Certain, Some(otherwise));
            }
        }
    }
    wanted
}
