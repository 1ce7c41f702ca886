//! Findings about the languages of pages.

use crate::report::story::{Example, SITE, Story};
use crate::report::{Code, Finding, Place};

/// A page that is mostly written in another script than its language; `own` and `other` are the names of the scripts.
#[must_use]
pub fn other_script(place: Place, tag: &str, own: &str, other: &str) -> Finding {
    let message = format!("most of this page is written in {other} letters, but it is in the folder of `{tag}`");
    Finding::new(Code::OtherScript, place, message)
        .help("translate it, or move it to the folder of its language below content/")
        .note(format!("`{tag}` is usually written in {own} letters; only the letters count, not the words"))
}

/// A site in English and Arabic.
const TWO_LANGUAGES: (&str, &str) = (SITE, "languages: { en: { at: / }, ar: { at: /ar/ } }");
const WRONG: &str = "Thirty volunteers from twelve villages repaired the radio masts\non the hills, and since then the \
                     programme about water, health\nand schools can be heard in the whole valley again.";
const RIGHT: &str = "أصلح ثلاثون متطوعًا أبراج الإذاعة القديمة على التلال في الربيع الماضي.";

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[Story {
    code: Code::OtherScript,
    means: "Most of a page is written in other letters than the language of its folder, such as a page in Latin letters in the \
            folder of Arabic. Only letters count: a French page in the folder of English is not found. Short pages, \
            code, names, addresses and text with a `lang` of its own do not count, and a language that is written in several \
            scripts may be written in each.",
    matters: "The page says that it is in the language of its folder. Screen readers then read it in the voice of that language, \
              browsers choose its direction and fonts, and search engines show it to people who cannot read it.",
    wrong: Example::Files(&[TWO_LANGUAGES, ("content/ar/index.md", WRONG)]),
    right: Example::Files(&[TWO_LANGUAGES, ("content/ar/index.md", RIGHT)]),
    act: "Translate the page, or move it to the folder of its language. Until then the site may link to the page in the other \
          language.",
}];
