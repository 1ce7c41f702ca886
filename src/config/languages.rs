//! Reads `languages` in `content/site.yaml`.

use std::ops::Range;
use std::str::FromStr as _;
use std::sync::Arc;

use icu_locale::{LocaleCanonicalizer, LocaleDirectionality, LocaleExpander};
use icu_locale_core::subtags::Script;
use icu_locale_core::{LanguageIdentifier, Locale};

use super::Language;
use crate::report::{Place, SourceFile, catalog, nearest};
use crate::yaml::{self, Fields, Value};

/// Reads `languages`.
pub(super) fn languages(
    file: &Arc<SourceFile>,
    entries: &[yaml::Entry],
    whole: &Range<usize>,
    fields: &mut Fields<'_>,
) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    let mut keys: Vec<Range<usize>> = Vec::new();
    if entries.is_empty() {
        fields.invalid(whole.clone(), "the site has no language", Some("write `languages: { en: { at: / } }`".into()));
    }
    for entry in entries {
        if let Some((tag, _)) = entry.key.split_once(':').filter(|(tag, _)| is_tag(tag)) {
            fields.invalid(
                entry.key_range.clone(),
                format!("there is no space after `{tag}:`"),
                Some(format!("write `{tag}: {{ at: … }}`")),
            );
            continue;
        }
        if !is_tag(&entry.key) {
            fields.invalid(
                entry.key_range.clone(),
                format!("`{}` is not a language tag", entry.key),
                Some("write a tag such as `en`, `fr` or `zh-Hans`".into()),
            );
            // Its pages are still checked, unless no folder can have this name.
            if entry.key.is_empty() || entry.key.contains(['/', '\\', '\0']) || entry.key.starts_with('.') {
                continue;
            }
        }
        let mut at = if entries.len() == 1 { "/".to_owned() } else { format!("/{}/", entry.key) };
        match &entry.node.value {
            Value::Null => {}
            Value::Map(settings) => {
                let mut findings = Vec::new();
                let mut inner = Fields::new(file, entry.key_range.clone(), settings, "a language", &mut findings);
                let located = inner.located_text("at");
                inner.must_have_values(&["at"]);
                if let Some((text, range)) = located {
                    if is_address(&text) {
                        at = text;
                    } else {
                        let message = format!("`{text}` is not a valid address for a language");
                        inner.invalid(range, message, Some("write `/`, or a path such as `/fr/`".into()));
                    }
                }
                inner.finish();
                findings.into_iter().for_each(|finding| fields.report(finding));
            }
            _ => fields.wrong(&entry.node, &entry.key, "a mapping such as `{ at: / }`"),
        }
        if let Some((other, first)) = languages.iter().zip(&keys).find(|(other, _)| other.at == at) {
            let own = format!("/{}/", entry.key);
            fields.report(catalog::config::same_address(
                (Place::new(file, entry.key_range.clone()), &entry.key),
                (Place::new(file, first.clone()), &other.tag),
                &at,
                &own,
            ));
            // Its pages are still checked.
            if languages.iter().any(|other| other.at == own) {
                continue;
            }
            at = own;
        }
        languages.push(Language::new(entry.key.clone(), at));
        keys.push(entry.key_range.clone());
    }
    languages
}

/// Adds a language for each folder that has none, so that its pages are checked.
pub(super) fn add_folders(languages: &mut Vec<Language>, folders: &[String]) {
    for folder in folders.iter().filter(|folder| is_tag(folder)) {
        if !languages.iter().any(|language| language.tag == *folder) {
            languages.push(Language::new(folder.clone(), format!("/{folder}/")));
        }
    }
}

/// Reports a language without a folder where a folder has no language, as after a slip in its tag. Its pages are
/// still checked: the folder takes the place of the tag.
pub(super) fn pair_with_folders(
    languages: &mut [Language],
    folders: &[String],
    entries: &[yaml::Entry],
    fields: &mut Fields<'_>,
) {
    let has_language = |folder: &String| languages.iter().any(|language| language.tag == *folder);
    let mut free: Vec<&str> = folders.iter().filter(|it| is_tag(it) && !has_language(it)).map(String::as_str).collect();
    for language in languages.iter_mut().filter(|language| !folders.contains(&language.tag)) {
        let Some(folder) = nearest(&language.tag, free.iter().copied()).or(free.first().copied()) else { return };
        free.retain(|other| *other != folder);
        if let Some(entry) = entries.iter().find(|entry| entry.key == language.tag).filter(|entry| is_tag(&entry.key)) {
            let message = format!(
                "the language `{}` has no folder in content/, and the folder `{folder}` has no language",
                language.tag
            );
            let help = format!("write `{folder}` here, or rename content/{folder}/ to content/{}/", language.tag);
            fields.invalid(entry.key_range.clone(), message, Some(help));
        }
        folder.clone_into(&mut language.tag);
    }
}

/// Whether a text has the form of a BCP 47 tag: letters, digits and hyphens, starting with two or three letters.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A tag as CLDR writes it: `fa-AF` of `prs`, `apd` of `ar-apd`. `None` if it is not a tag.
pub(super) fn identifier(tag: &str) -> Option<LanguageIdentifier> {
    static CANONICALIZER: LocaleCanonicalizer = LocaleCanonicalizer::new_extended();
    // What follows a single letter are extensions: digits, calendars, private words.
    let mut parts: Vec<&str> = tag.split('-').take_while(|part| part.len() > 1).collect();
    // A language that BCP 47 also lets follow the one that it belongs to.
    let is_extended = |part: &&str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic());
    if parts.get(1).is_some_and(is_extended) {
        parts.remove(0);
    }
    let mut locale: Locale = LanguageIdentifier::from_str(&parts.join("-")).ok()?.into();
    CANONICALIZER.canonicalize(&mut locale);
    Some(locale.id)
}

/// A language with the script and the country in which most people write and speak it.
pub(super) fn likely(language: &LanguageIdentifier) -> LanguageIdentifier {
    static EXPANDER: LocaleExpander = LocaleExpander::new_extended();
    let mut language = language.clone();
    EXPANDER.maximize(&mut language);
    language
}

/// Whether a language is written from right to left: by the script in its tag, else by the likely script of the language.
#[must_use]
pub fn is_right_to_left(tag: &str) -> bool {
    static DIRECTIONS: LocaleDirectionality = LocaleDirectionality::new_extended();
    identifier(tag).is_some_and(|language| DIRECTIONS.is_right_to_left(&language))
}

/// Whether a language sets marks off by a space: French, wherever it is written. Where a writer puts none, as in Canada before `?`,
/// none is added.
pub(super) fn has_spaced_marks(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("fr"))
}

/// The script that a language is most likely written in, by CLDR, as ISO 15924 names it: `Cyrl`.
#[must_use]
pub fn likely_script(tag: &str) -> Option<Script> {
    likely(&identifier(tag)?).script
}

/// Whether both tags name one language in one script, and differ in their region or in extensions.
pub(super) fn is_variant(one: &str, other: &str) -> bool {
    let language = |tag: &str| Some((identifier(tag)?.language, likely_script(tag)));
    language(one).is_some_and(|one| language(other) == Some(one))
}

/// The language and the country of a tag as chat programs name them: `pt_BR`. Without a country, that in which most people
/// speak the language.
#[must_use]
pub fn locale(tag: &str) -> String {
    let Some(language) = identifier(tag) else { return tag.replace('-', "_") };
    let likely = likely(&language);
    match likely.region {
        Some(region) => format!("{}_{region}", likely.language),
        None => likely.language.to_string(),
    }
}

fn is_address(text: &str) -> bool {
    text == "/"
        || (text.len() > 2
            && text.starts_with('/')
            && text.ends_with('/')
            && text[1..text.len() - 1].split('/').all(|part| {
                !part.is_empty()
                    && part != "."
                    && part != ".."
                    && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
            }))
}

#[cfg(test)]
mod tests {
    use super::{is_right_to_left, is_variant, locale};

    #[test]
    fn locales_name_a_country() {
        for (tag, expected) in
            [("en", "en_US"), ("pt-BR", "pt_BR"), ("fr", "fr_FR"), ("zh-Hant", "zh_TW"), ("en-u-nu-arab", "en_US")]
        {
            assert_eq!(locale(tag), expected, "{tag}");
        }
    }

    #[test]
    fn variants_differ_in_their_region_only() {
        for (one, other) in
            [("en-ZA", "en"), ("pt-BR", "pt-PT"), ("sr", "sr-Cyrl"), ("fa-u-nu-latn", "fa"), ("zz", "zz")]
        {
            assert!(is_variant(one, other), "{one} {other}");
        }
        for (one, other) in [("en", "fr"), ("sr", "sr-Latn"), ("zh-CN", "zh-TW"), ("pa", "pa-PK"), ("zz", "zy")] {
            assert!(!is_variant(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_script_decides_the_direction() {
        for tag in [
            "ar",
            "ar-EG",
            "az-Arab",
            "yi",
            "fa",
            "fa-u-nu-latn",
            "syr",
            "dv",
            "nqo",
            "ku-Arab",
            "pa-PK",
            "ckb",
            "he-IL",
            "prs",
            "pes",
            "arb",
            "ar-apd",
            "az-IR",
            "azb",
            "ks",
            "uz-AF",
            "ku-IR",
            "sd-PK",
            "iw",
            "und-IR",
            "ff-Adlm",
            "rhg",
        ] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in [
            "en",
            "ur-Latn",
            "en-u-nu-arab",
            "en-x-arab",
            "ku",
            "az",
            "zh-Hant",
            "zz",
            "tr-t-ar-arab",
            "ff-Latn",
            "sr-Latn",
            "pa",
            "uz",
            "sd-IN",
            "zh-yue",
        ] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
