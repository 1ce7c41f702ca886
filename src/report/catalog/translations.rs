//! Findings about pages that are translations of each other.

use std::ops::Range;

use crate::report::story::{Example, SITE, Story};
use crate::report::{Certainty, Code, Finding, Place, literal};

/// The key of front matter that names a page.
const KEY: &str = "translation_of";
/// A finding names at most this many ids.
const LISTED: usize = 8;

/// A path at which there is no page; `suggestion` is the path of the page that is most likely meant, `tag` another language of the
/// site.
#[must_use]
pub fn unknown(place: Place, written: &str, suggestion: Option<(String, Certainty)>, tag: Option<&str>) -> Finding {
    // What a path may be without quotes.
    let is_plain = |path: &String| path.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
    let range = literal(&place, written);
    let finding = Finding::new(Code::WrongTranslation, place, format!("there is no page at `{written}`"));
    match (suggestion, tag) {
        (Some((path, certainty)), _) => {
            let finding = finding.help(format!("write `{path}`"));
            finding.maybe_edit(range.zip(Some(path).filter(is_plain)), certainty)
        }
        (None, Some(tag)) => finding.help(format!(
            "write the path of a page from the folder of this one, as in `../{tag}/about.md`, or remove `{KEY}`"
        )),
        (None, None) => finding.help(format!("remove `{KEY}`: the site has one language")),
    }
}

/// A page that names itself.
#[must_use]
pub fn of_itself(place: Place) -> Finding {
    Finding::new(Code::WrongTranslation, place, "this page is not a translation of itself")
        .help("write the path of the page in another language")
}

/// A page that names one in its own language.
#[must_use]
pub fn same_language(place: Place, written: &str) -> Finding {
    Finding::new(Code::WrongTranslation, place, format!("`{written}` is in the same language as this page"))
        .help("write the path of the page in another language")
}

/// A page that names `original`, which has a translation in the same language: `first`, which says so at this place.
#[must_use]
pub fn taken((place, original): (Place, &str), (first_place, first): (Place, &str)) -> Finding {
    let message = format!("`{original}` already has a translation in this language: `{first}`");
    Finding::new(Code::WrongTranslation, place, message)
        .help(format!("remove `{KEY}` from one of the two pages"))
        .label(first_place, "the other one")
        .note("pages with the same path in two languages are translations of each other")
}

/// A page that names `original` and is already a translation of `first`, in the same language as a translation of `original`.
#[must_use]
pub fn paired((place, original): (Place, &str), (first_place, first): (Place, &str)) -> Finding {
    let message = format!("this page is already a translation of `{first}`, so it cannot be one of `{original}`");
    Finding::new(Code::WrongTranslation, place, message)
        .help(format!("remove `{KEY}`, or rename one of the two files"))
        .label(first_place, "the other one")
        .note("pages with the same path in two languages are translations of each other")
}

/// A page that lacks ids of headings of its translation `file`. `at` is where the first of them is there, `edit` adds it to the
/// heading that most likely corresponds.
#[must_use]
pub fn missing_ids(
    place: Place,
    ids: &[&str],
    (at, file): (Place, &str),
    edit: Option<(Range<usize>, String)>,
) -> Finding {
    let listed: Vec<String> = ids.iter().take(LISTED).map(|id| format!("`#{id}`")).collect();
    let more = ids.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let what = if ids.len() == 1 { "an id" } else { "ids" };
    let message = format!("this page lacks {what} of its translation `{file}`: {}{more}", listed.join(", "));
    let first = ids.first().copied().unwrap_or_default();
    Finding::new(Code::DifferentIds, place, message)
        .help(format!("add `{{#{first}}}` after the heading that corresponds"))
        .note("a link to the part of one page then leads to the same part of the other")
        .label(at, "the heading there")
        .maybe_edit(edit, Certainty::Suggested)
}

/// Links to other languages in each page, on a site without `base_url`.
#[must_use]
pub fn no_alternates(place: Place) -> Finding {
    let message = "`hreflang` needs `base_url`; without it, pages do not name their translations to search engines";
    let finding = Finding { level: crate::report::Level::Warning, ..Finding::new(Code::NoBaseUrl, place, message) };
    finding.help("add `base_url: https://…/` with the address where the site will be published")
}

const TWO_LANGUAGES: (&str, &str) = (SITE, "languages: { en: { at: / }, fr: { at: /fr/ } }");

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::WrongTranslation,
        means: "`translation_of` in front matter names a page that does not exist, the page itself, a page in the same language, or \
                one that already has another translation in this language. Pages with the same path in two languages are \
                translations of each other without it.",
        matters: "Readers who switch to another language would be led to another text.",
        wrong: Example::Files(&[
            TWO_LANGUAGES,
            ("content/en/about.md", "---\ntitle: About\n---"),
            ("content/fr/index.md", ""),
            ("content/fr/a-propos.md", "---\ntitle: À propos\ntranslation_of: ../en/abuot.md\n---"),
        ]),
        right: Example::Files(&[
            TWO_LANGUAGES,
            ("content/en/about.md", "---\ntitle: About\n---"),
            ("content/fr/index.md", ""),
            ("content/fr/a-propos.md", "---\ntitle: À propos\ntranslation_of: ../en/about.md\n---"),
        ]),
        act: "Write the path of the page in another language, from the folder of this page or from content/. Each page has at most \
              one translation in each language.",
    },
    Story {
        code: Code::DifferentIds,
        means: "A heading has an id that was chosen, as in `## Aims {#aims}`, and a translation of the page has no such id. Each \
                page is compared with the translation that has most of them.",
        matters: "A link to a part of the page, passed on to readers of the other language, leads to the top of the page.",
        wrong: Example::Files(&[
            TWO_LANGUAGES,
            ("content/en/about.md", "---\ntitle: About\n---\n\n## Our aims {#aims}"),
            ("content/fr/index.md", ""),
            ("content/fr/about.md", "---\ntitle: À propos\n---\n\n## Nos buts"),
        ]),
        right: Example::Files(&[
            TWO_LANGUAGES,
            ("content/en/about.md", "---\ntitle: About\n---\n\n## Our aims {#aims}"),
            ("content/fr/index.md", ""),
            ("content/fr/about.md", "---\ntitle: À propos\n---\n\n## Nos buts {#aims}"),
        ]),
        act: "Give the heading in the translation the same id.",
    },
];
