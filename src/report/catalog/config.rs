//! Findings about `content/site.yaml`.

use crate::report::text::thousands;
use crate::report::{Code, Finding, Place};

/// There is no settings file.
#[must_use]
pub fn missing(place: Place) -> Finding {
    Finding::new(Code::MissingConfig, place, "there is no content/site.yaml, so this is no site yet")
        .help("run `firstflight new site DIR`, or give the folder that holds content/ with --site DIR")
}

/// The settings file holds nothing.
#[must_use]
pub fn empty(place: Place) -> Finding {
    Finding::new(Code::MissingConfig, place, "content/site.yaml is empty, so this is no site yet")
        .help("start with `title: …` and `languages: { en: { at: / } }`")
}

/// The settings are no mapping.
#[must_use]
pub fn not_a_mapping(place: Place) -> Finding {
    Finding::new(Code::WrongType, place, "content/site.yaml must be a mapping of keys to values")
        .help("start with `title: …` and `languages: { en: { at: / } }`")
}

/// No base address.
#[must_use]
pub fn no_base_url(place: Place) -> Finding {
    Finding::new(Code::NoBaseUrl, place, "the site has no `base_url`, so there is no sitemap and no feed")
        .help("add `base_url: https://…/`, the address it will be published at")
}

/// More names than a site may declare.
#[must_use]
pub fn too_many_names(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("`names` lists more than {} names", thousands(limit as u64)))
        .help("keep those that the site's pages use")
}
