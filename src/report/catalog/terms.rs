//! Findings about terms of taxonomies, such as tags, and about keys that an import left under `extra`.

use crate::report::story::{Example, PAGE, Story};
use crate::report::{Certainty, Code, Finding, Place};

/// Two words, such as tags, whose pages would have one address; `first` is the place of the other one.
#[must_use]
pub fn same_slug(place: Place, (own, other): (&str, &str), address: &str, first: Place) -> Finding {
    let message = format!("the pages of `{own}` and `{other}` would have the same address `{address}`");
    Finding::new(Code::AddressClash, place, message)
        .help("rename one of them: addresses contain only letters, digits and hyphens")
        .label(first, "the other one")
}

/// A word, such as a tag, that differs from `best` only in one respect; `first` is where that is used first, and what is there.
#[must_use]
pub fn tag_variant(place: Place, written: &str, best: &str, how: &str, (first, what): (Place, &str)) -> Finding {
    Finding::new(Code::TagVariant, place, format!("`{written}` differs from `{best}` only {how}"))
        .help(format!("write `{best}` on all pages, or `{written}` on all pages"))
        .label(first, what)
        .gathered()
}

/// A single word with commas, which may be several words without brackets.
#[must_use]
pub fn comma_in_term(place: Place, key: &str, written: &str) -> Finding {
    let finding = Finding::new(Code::InvalidValue, place, format!("`{key}` has one word with a comma: `{written}`"))
        .help(format!("write `{key}: [{written}]` for several words, or `{key}: [\"{written}\"]` for this one"));
    let range = finding.place.as_ref().and_then(Place::range);
    let edit = range.map(|range| (range, format!("[{written}]")));
    finding.maybe_edit(edit, Certainty::Suggested)
}

/// A word that one list has twice; `first` is the place of the other one.
#[must_use]
pub fn repeated_term(place: Place, written: &str, first: Place) -> Finding {
    Finding::new(Code::TagVariant, place, format!("`{written}` is given twice"))
        .help("remove one of them")
        .label(first, "the first")
}

/// A key in `extra` of front matter that has an effect only outside of it.
#[must_use]
pub fn key_in_extra(place: Place, key: &str) -> Finding {
    Finding::new(Code::MisplacedKey, place, format!("`{key}` has no effect under `extra`"))
        .help("move it out of `extra`, to the keys of the page")
        .gathered()
}

/// Pages whose `extra` says that they are in a menu; `setting` is that menu for `content/site.yaml`.
#[must_use]
pub fn menu_in_extra(place: Place, setting: &str, count: usize) -> Finding {
    let message = "a menu under `extra` has no effect: the menu is a setting of the site";
    let finding =
        Finding::new(Code::MisplacedKey, place, message).help(format!("add `{setting}` to content/site.yaml"));
    if count > 1 { finding.note(format!("{count} pages ask to be in this menu")) } else { finding }
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::TagVariant,
        means: "A tag, or a word of another taxonomy, differs from one on other pages only in case or accents, or one page \
                has it twice. Tags that differ in case are one tag; those that differ in accents have two pages.",
        matters: "A reader who follows `Cafe` misses the pages that say `Café`, and a list with both looks careless.",
        wrong: Example::Files(&[
            ("content/en/talk.md", "---\ntitle: The talk\ntags: [Clean water]\n---"),
            ("content/en/visit.md", "---\ntitle: The visit\ntags: [clean water]\n---"),
        ]),
        right: Example::Files(&[
            ("content/en/talk.md", "---\ntitle: The talk\ntags: [clean water]\n---"),
            ("content/en/visit.md", "---\ntitle: The visit\ntags: [clean water]\n---"),
        ]),
        act: "Write the word in one way on all pages; `firstflight fix` writes the more frequent spelling where only case \
              differs. If two words with and without accents are meant, switch the warning off in content/site.yaml.",
    },
    Story {
        code: Code::MisplacedKey,
        means: "`extra` in the front matter of a page has `tags`, another taxonomy or `authors`, or says that the page is in a menu, \
                and no template of the theme reads it there. Imports by earlier versions left such keys.",
        matters: "Values under `extra` are for templates only: the tag has no page, and the page is not in the menu.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: Home\nextra: { tags: [water] }\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: Home\ntags: [water]\n---")]),
        act: "Move the key out of `extra`, or run `firstflight fix`. The menu is `menu` in content/site.yaml.",
    },
];
