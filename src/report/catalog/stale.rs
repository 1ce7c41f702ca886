//! Findings about translations whose originals have changed, and about `content/translations.yaml`.

use std::ops::Range;

use crate::report::story::{Example, SITE, Story};
use crate::report::text::count;
use crate::report::{Certainty, Code, Finding, Place};

/// A translation whose original has changed. `files` are those of the original and of the translation; the numbers are those of
/// blocks of the original that are new or have other words, that are gone, and that have moved.
#[must_use]
pub fn stale_translation(place: Place, files: (&str, &str), [new, gone, moved]: [usize; 3]) -> Finding {
    let (original, page) = files;
    // A block with other words is one that is gone and one that is new.
    let changed = new.min(gone);
    let parts = [(changed, "changed"), (new - changed, "new"), (gone - changed, "removed"), (moved, "moved")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0).enumerate();
    let parts = parts.map(|(at, (number, what))| match at {
        0 => format!("{} {what}", count(number, "paragraph")),
        _ => format!("{number} {what}"),
    });
    let parts: Vec<String> = parts.collect();
    let message = format!("`{original}` has changed since it was translated: {}", parts.join(", "));
    Finding::new(Code::StaleTranslation, place, message)
        .help(format!("translate what has changed, then run `firstflight mark-translated {page}`"))
}

/// A page named in content/translations.yaml that does not exist. `entry` is the lines of its entry if the page is the translation;
/// `known` are the paths that may be meant.
#[must_use]
pub fn unknown_translation(place: Place, path: &str, entry: Option<Range<usize>>, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownTranslation, place, format!("there is no page content/{path}"));
    let finding = match entry {
        Some(lines) => finding.help("remove the entry, or correct the path if the page was renamed").edit(
            lines,
            "",
            Certainty::Suggested,
        ),
        None => finding.help("correct the path if the page was renamed, or remove the entry with its blocks"),
    };
    // With a similar path, the page was most likely renamed.
    finding.did_you_mean(path, known.iter().copied(), Certainty::Suggested)
}

const MARKS: &str = "content/translations.yaml";
/// A site in English and French.
const TWO_LANGUAGES: (&str, &str) = (SITE, "languages: { en: { at: / }, fr: { at: /fr/ } }");
const ORIGINAL: (&str, &str) = ("content/en/about.md", "---\ntitle: Who we are\n---\n\nWe are nine.");
const TRANSLATION: (&str, &str) = ("content/fr/about.md", "---\ntitle: Qui nous sommes\n---\n\nNous sommes huit.");
const HOME: (&str, &str) = ("content/fr/index.md", "");

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::StaleTranslation,
        means: "The page that a translation was made from has changed since `firstflight mark-translated` was run for the \
                translation. The finding names the paragraphs. A change of white space, of emphasis, of code formatting or of \
                the address of a link does not count.",
        matters: "Readers of the translation read what is no longer true, and cannot know it.",
        wrong: Example::Files(&[
            TWO_LANGUAGES,
            ORIGINAL,
            HOME,
            TRANSLATION,
            (MARKS, "fr/about.md:\n  original: en/about.md\n  blocks: [\"52e94a63\", \"7dcf50de\"]"),
        ]),
        right: Example::Files(&[
            TWO_LANGUAGES,
            ORIGINAL,
            HOME,
            TRANSLATION,
            (MARKS, "fr/about.md:\n  original: en/about.md\n  blocks: [\"52e94a63\", \"4d93ea3b\"]"),
        ]),
        act: "Translate what has changed, then run `firstflight mark-translated` with the path of the translation.",
    },
    Story {
        code: Code::UnknownTranslation,
        means: "An entry of content/translations.yaml names a page that does not exist: it was renamed or deleted.",
        matters: "Changes of the original would no longer be noticed.",
        wrong: Example::Files(&[
            TWO_LANGUAGES,
            ORIGINAL,
            HOME,
            TRANSLATION,
            (MARKS, "fr/abuot.md:\n  original: en/about.md\n  blocks: [\"52e94a63\", \"4d93ea3b\"]"),
        ]),
        right: Example::Files(&[
            TWO_LANGUAGES,
            ORIGINAL,
            HOME,
            TRANSLATION,
            (MARKS, "fr/about.md:\n  original: en/about.md\n  blocks: [\"52e94a63\", \"4d93ea3b\"]"),
        ]),
        act: "Correct the path if the page was renamed. Otherwise remove the entry.",
    },
];
