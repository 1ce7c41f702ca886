//! The generators whose sites can be imported, each as a value with its own functions.

mod anchors;
pub(super) mod bodies;
mod eleventy;
mod hugo;
mod jekyll;
mod markdown;
mod mdbook;
mod shared;
pub(super) mod tags;
mod zola;

pub use anchors::{RULES, github, slug};

use super::ImportContext;
use super::edits::Edits;
use super::losses::Losses;
use super::original::Original;
use super::site::{OriginalPage, OriginalSite};

/// A generator, with the functions that are specific to it.
#[derive(Debug)]
pub struct Generator {
    /// The name on the command line.
    pub name: &'static str,
    /// What a site of this generator is called, as in "from a Hugo site".
    pub description: &'static str,
    /// Whether a folder holds a site of this generator.
    pub detect: fn(&Original<'_>) -> bool,
    /// Reads the layout, the settings and the front matter.
    pub read: fn(&Original<'_>, &mut Losses) -> OriginalSite,
    /// Converts the template syntax in the body of a page.
    pub body: fn(&ImportContext<'_>, &OriginalPage, &mut Edits, &mut Losses),
    /// The id of a heading with this text, without a number for repeated ones.
    pub anchor: fn(&str) -> String,
}

/// All generators, in the order in which they are detected. The last accepts any folder.
static ALL: [Generator; 6] =
    [mdbook::GENERATOR, zola::GENERATOR, hugo::GENERATOR, jekyll::GENERATOR, eleventy::GENERATOR, markdown::GENERATOR];

/// The generator with this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Generator> {
    ALL.iter().find(|generator| generator.name == name)
}

/// The generator whose site is in a folder.
#[must_use]
pub fn detect(original: &Original<'_>) -> &'static Generator {
    ALL.iter().find(|generator| (generator.detect)(original)).unwrap_or(&ALL[ALL.len() - 1])
}

/// The names of all generators.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|generator| generator.name)
}
