//! Findings about interface strings of themes.

use crate::report::story::{Example, SITE, Story};
use crate::report::{Code, Finding, Level, Place, nearest};

/// Interface strings that a language lacks, each as YAML with the words in English that stand in; `theme` is the site's own, if any.
#[must_use]
pub fn missing_strings(place: Place, (theme, language): (Option<&str>, &str), missing: &[(&str, String)]) -> Finding {
    let (number, verb) = match missing.len() {
        1 => ("1 interface string".to_owned(), "is"),
        many => (format!("{many} interface strings"), "are"),
    };
    let line = |(key, phrase): &(&str, String)| format!("\n{key}: {phrase}");
    let block: String = missing.iter().map(line).collect();
    let message = format!("{number} {verb} missing in the language `{language}`; English is used instead");
    let name = theme.unwrap_or("NAME");
    let setting = if theme.is_none() { ", and write `theme: [NAME, plain]`" } else { "" };
    let help = format!("translate and add to themes/{name}/strings/{language}.yaml{setting}:{block}");
    Finding::new(Code::MissingString, place, message).help(help)
}

/// A language without interface strings, where there are none in English either.
#[must_use]
pub fn no_strings(place: Place, language: &str) -> Finding {
    let message = format!("no theme of this site has interface strings for the language `{language}`");
    let finding = Finding { level: Level::Error, ..Finding::new(Code::MissingString, place, message) };
    finding.help(format!("add themes/NAME/strings/{language}.yaml, and write `theme: [NAME, plain]`"))
}

/// A missing interface string that Firstflight itself writes, and that is missing in English, too.
#[must_use]
pub fn missing_string(place: Place, name: &str, language: &str) -> Finding {
    let message = format!("the interface string `{name}` is missing in `{language}`");
    let finding = Finding { level: Level::Error, ..Finding::new(Code::MissingString, place, message) };
    finding.help(format!("add `{name}: …` to strings/{language}.yaml of one of the themes"))
}

/// A string without words.
#[must_use]
pub fn empty_string(place: Place, name: &str) -> Finding {
    let message = format!("the interface string `{name}` is empty");
    let finding = Finding { level: Level::Error, ..Finding::new(Code::MissingString, place, message) };
    finding.help(format!("write its words after `{name}:`, or delete the line to use the words of the next theme"))
}

/// An interface string that names a value that it does not have, or lacks one that it should show.
#[must_use]
pub fn wrong_value(place: Place, (key, name): (&str, &str), is_unknown: bool, known: &[&str]) -> Finding {
    let message = match is_unknown {
        true => format!("the interface string `{key}` has no value `{{{name}}}`"),
        false => format!("the interface string `{key}` does not show its value `{{{name}}}`"),
    };
    let finding = Finding::new(Code::WrongString, place, message);
    let listed = known.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", ");
    match (is_unknown, nearest(name, known.iter().copied()), known) {
        (true, Some(close), _) => finding.help(format!("did you mean `{{{close}}}`?")),
        (true, None, []) => finding.help("it has no values: write it without braces"),
        (true, None, _) => finding.help(format!("its values are {listed}")),
        (false, ..) => finding.help(format!("write `{{{name}}}` where the value belongs")),
    }
}

/// A plural form with a name that CLDR does not have.
#[must_use]
pub fn unknown_plural(place: Place, name: &str) -> Finding {
    let message = format!("`{name}` is not a plural category");
    Finding::new(Code::WrongString, place, message).help("the categories are zero, one, two, few, many and other")
}

/// Interface strings that lack forms for some numbers, each with the names of these forms.
#[must_use]
pub fn missing_plurals(place: Place, language: &str, missing: &[(String, Vec<&str>)]) -> Option<Finding> {
    let (key, forms) = missing.first()?;
    let (number, verb) = match missing.len() {
        1 => ("1 interface string".to_owned(), "lacks"),
        many => (format!("{many} interface strings"), "lack"),
    };
    let message = format!("{number} {verb} plural forms of `{language}`; `other` is used for these numbers");
    let finding = Finding { level: Level::Warning, ..Finding::new(Code::WrongString, place, message) };
    let line = |(key, forms): &(String, Vec<&str>)| format!("\n{key}: {}", forms.join(", "));
    let list: String = missing.iter().map(line).collect();
    Some(finding.help(format!("add the forms, such as `{}: \"…\"` to `{key}`:{list}", forms[0])))
}

/// An interface string without the form for numbers in general.
#[must_use]
pub fn no_plural_for_others(place: Place, key: &str) -> Finding {
    Finding::new(Code::WrongString, place, format!("the interface string `{key}` has no form `other`"))
        .help("add `other: \"…\"`, which stands for all numbers without a form of their own")
}

const STRINGS: &str = "themes/mine/strings/de.yaml";
/// A site in English and Swedish, which no theme of Firstflight has strings for.
const TWO_LANGUAGES: (&str, &str) = (SITE, "languages: { en: { at: / }, sv: { at: /sv/ } }");

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::MissingString,
        means: "The themes of the site lack interface strings, such as \"Menu\", in a language of the site. English stands in, \
                and says so to browsers. One finding names all strings that a language lacks. A string without words, or one \
                that is missing in English, too, is an error.",
        matters: "Readers may not understand the English words, and screen readers may mispronounce them.",
        wrong: Example::Files(&[TWO_LANGUAGES, ("content/sv/index.md", "")]),
        right: Example::Files(&[
            TWO_LANGUAGES,
            ("content/sv/index.md", ""),
            ("themes/mine/strings/sv.yaml", "skip: Till innehållet"),
        ]),
        act: "Paste the block of the finding into strings/LANG.yaml of a theme in themes/, and translate it. A theme may \
              consist of that one file.",
    },
    Story {
        code: Code::WrongString,
        means: "An interface string of a theme names in braces a value that it does not have, leaves out one that it should \
                show, or lacks the form for some numbers.",
        matters: "The page would show braces, or lack a link, a date or a size; or a number would stand with the wrong form \
                  of its word.",
        wrong: Example::Files(&[(STRINGS, "next: \"Weiter: {seite}\"")]),
        right: Example::Files(&[(STRINGS, "next: \"Weiter: {page}\"")]),
        act: "Use the values of the English string. The forms are the plural categories of CLDR: those that the language has.",
    },
];
