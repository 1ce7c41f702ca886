//! Findings about `content/site.yaml`.

use crate::report::story::{Example, SITE, Story};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Level, Place, nearest};

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

/// A text of the key `key` in a language that the site does not have.
#[must_use]
pub fn text_in_no_language(place: Place, key: &str, tag: &str, languages: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownKey, place, format!("`{key}` has a text for the unknown language `{tag}`"));
    match nearest(tag, languages.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.note(format!("the languages of this site are {}", languages.join(", "))),
    }
}

/// A calendar for a language that the site does not have.
#[must_use]
pub fn calendar_of_no_language(place: Place, tag: &str, languages: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownKey, place, format!("`calendar` names the unknown language `{tag}`"));
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

/// A banner that is no longer shown; `until` is its last day.
#[must_use]
pub fn expired_banner(place: Place, until: &str) -> Finding {
    Finding::new(Code::ExpiredBanner, place, format!("the banner is not shown: its last day was {until}"))
        .help("remove `banner`, or write a later day")
}

/// A call of a shortcode in a text of the settings.
#[must_use]
pub fn call_in_settings(place: Place) -> Finding {
    Finding::new(Code::InvalidValue, place, "shortcodes cannot be used in site.yaml")
        .help("write the text itself, in inline Markdown")
}

/// A text of the settings that is not one paragraph.
#[must_use]
pub fn not_inline(place: Place) -> Finding {
    Finding::new(Code::InvalidValue, place, "this text must be a single paragraph")
        .help("write one paragraph in inline Markdown, without headings, lists and pictures")
}

/// A picture that no language has. `meant` is the path in another form, `near` are paths of files, `language` is the tag of the
/// folder that it belongs in.
#[must_use]
pub fn missing_picture(
    place: Place,
    (key, path): (&str, &str),
    meant: Option<&str>,
    near: &[&str],
    language: &str,
) -> Finding {
    let finding =
        Finding::new(Code::BrokenLink, place, format!("the file `{path}` does not exist in any language folder"));
    let finding = match meant {
        Some(meant) => finding.help(format!("write `{meant}`")).rename(path, meant, Certainty::Suggested),
        None => finding.help(format!("put the picture into content/{language}/")).did_you_mean(
            path,
            near.iter().copied(),
            Certainty::Suggested,
        ),
    };
    finding.note(format!("`{key}` takes a path within a language folder, such as `logo.png`"))
}

/// A picture that cannot be used; `why` is the rest of a sentence such as "is cut off".
#[must_use]
pub fn unusable_picture(place: Place, path: &str, why: &str, kinds: &[&str]) -> Finding {
    Finding::new(Code::InvalidValue, place, format!("`{path}` {why}"))
        .help(format!("save the picture again, as {}", kinds.join(", ")))
}

/// A picture whose name ends otherwise than those of its kind.
#[must_use]
pub fn wrong_ending(place: Place, path: &str, kind: &str, ending: &str) -> Finding {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    Finding::new(Code::InvalidValue, place, format!("the file extension of `{path}` does not match its format, {kind}"))
        .help(format!("rename the file to `{stem}.{ending}`, and write that here"))
}

/// A logo that does not say how large it is.
#[must_use]
pub fn no_size(place: Place, path: &str) -> Finding {
    Finding::new(Code::InvalidValue, place, format!("`{path}` does not specify its size"))
        .help("add `viewBox=\"0 0 WIDTH HEIGHT\"` to its `<svg>`")
}

/// Link previews on a site without `base_url`.
#[must_use]
pub fn no_previews(place: Place) -> Finding {
    let message = "`open_graph` needs `base_url`; without it, chat programs show no previews";
    let finding = Finding { level: Level::Warning, ..Finding::new(Code::NoBaseUrl, place, message) };
    finding.help("add `base_url: https://…/` with the address where the site will be published")
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[Story {
    code: Code::ExpiredBanner,
    means: "The banner in content/site.yaml has expired: its `until` date is before the build date.",
    matters: "There is nothing to fix. The note makes sure that no banner disappears unnoticed.",
    wrong: Example::Files(&[(SITE, "banner: { text: The office is closed., until: 2020-01-15 }")]),
    right: Example::Files(&[(SITE, "banner: { text: The office is closed., until: 2100-01-15 }")]),
    act: "Remove `banner`, or write a later day. Without `until`, it is shown until it is removed.",
}];
