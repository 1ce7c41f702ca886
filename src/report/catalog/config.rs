//! Findings about `content/site.yaml`.

use crate::report::text::thousands;
use crate::report::{Code, Finding, Place, nearest};

/// A site without `content/site.yaml`.
#[must_use]
pub fn missing(place: Place) -> Finding {
    Finding::new(Code::MissingConfig, place, "content/site.yaml is missing").help(
        "run `firstflight new site DIR` to start a site, or name the folder that contains content/ with `--site DIR`",
    )
}

/// An empty settings file.
#[must_use]
pub fn empty(place: Place) -> Finding {
    Finding::new(Code::MissingConfig, place, "content/site.yaml is empty")
        .help("start with `title: …` and `languages: { en: { at: / } }`")
}

/// Settings that are not a mapping.
#[must_use]
pub fn not_a_mapping(place: Place) -> Finding {
    Finding::new(Code::WrongType, place, "content/site.yaml must be a mapping of keys to values")
        .help("start with `title: …` and `languages: { en: { at: / } }`")
}

/// Settings without `base_url`.
#[must_use]
pub fn no_base_url(place: Place) -> Finding {
    Finding::new(Code::NoBaseUrl, place, "the site has no `base_url`, so there is no sitemap and no feed")
        .help("add `base_url: https://…/` with the address where the site will be published")
}

/// A title in a language that the site does not have.
#[must_use]
pub fn title_in_no_language(place: Place, tag: &str, languages: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownKey, place, format!("`title` has a text for the unknown language `{tag}`"));
    match nearest(tag, languages.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.note(format!("the languages of this site are {}", languages.join(", "))),
    }
}

/// More than `limit` taxonomies.
#[must_use]
pub fn too_many_taxonomies(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("`taxonomies` declares more than {limit} taxonomies"))
        .help("keep those that pages use")
}

/// A taxonomy that is not a mapping with a title.
#[must_use]
pub fn taxonomy_without_title(place: Place, name: &str) -> Finding {
    Finding::new(Code::WrongType, place, format!("`{name}` has no title"))
        .help(format!("write `{name}: {{ title: … }}` with the title of the page that lists its words"))
}

/// A language at the address of another; `own` is an address that it may have.
#[must_use]
pub fn same_address((place, tag): (Place, &str), (first, other): (Place, &str), at: &str, own: &str) -> Finding {
    let message = format!("the languages `{other}` and `{tag}` have the same address `{at}`");
    Finding::new(Code::InvalidValue, place, message)
        .help(format!("write `{tag}: {{ at: {own} }}`"))
        .label(first, "the first")
}

/// More than `limit` names in `names`.
#[must_use]
pub fn too_many_names(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("`names` lists more than {} names", thousands(limit as u64)))
        .help("keep the names that pages use")
}
