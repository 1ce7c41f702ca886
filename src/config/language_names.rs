//! Names of languages in the languages themselves, for the links to the other languages of a site. They are those of CLDR 48, with a
//! capital letter as at the beginning of a line; `tests/judges/languages.mjs` compares them.

use std::sync::LazyLock;

use super::languages::{identifier, likely};

/// Tags with the name of the language in itself, sorted by tag: one for each language, and one for each script and country in which
/// a language has another name.
static NAMES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| include_str!("language_names.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The name of a language in the language itself: by its tag, by its script, or else by its first part. `None` if it is unknown.
#[must_use]
pub fn own_name(tag: &str) -> Option<&'static str> {
    named(tag).or_else(|| {
        let language = identifier(tag)?;
        let tag = language.language.as_str();
        // `fa-AF`, which also is `prs`.
        let of_region = || named(&format!("{tag}-{}", language.region?));
        // `zh-TW` is written as `zh-Hant` is, `zh-SG` as `zh` is.
        let of_script = || {
            let script = likely(&language).script?;
            let usual = likely(&language.language.into()).script?;
            named(&format!("{tag}-{script}")).filter(|_| script != usual || language.script.is_some())
        };
        of_region().or_else(of_script).or_else(|| named(tag))
    })
}

fn named(tag: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag)).map(|(_, name)| *name)
}

/// The tags of known languages, each with the name of the language in itself.
pub fn languages_by_name() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_the_name_of_its_nearest_part() {
        for (tag, name) in [
            ("fr", Some("Français")),
            ("fr-CA", Some("Français")),
            ("fa-u-nu-latn", Some("فارسی")),
            ("prs", Some("دری")),
            ("zh-hant-HK", Some("繁體中文")),
            ("zh-TW", Some("繁體中文")),
            ("zh-Hans-SG", Some("简体中文")),
            ("zh-SG", Some("中文")),
            ("sr", Some("Српски")),
            ("sr-Latn", Some("Srpski")),
            ("sr-ME", Some("Srpski")),
            ("pa-PK", Some("پنجابی")),
            ("uz-AF", Some("اوزبیک")),
            ("en-GB-oxendict", Some("English")),
            ("tlh", None),
        ] {
            assert_eq!(own_name(tag), name, "{tag}");
        }
        assert!(NAMES.is_sorted());
    }
}
