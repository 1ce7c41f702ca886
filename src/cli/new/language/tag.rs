//! The tag of a new language: its form, and whether CLDR knows the language.

use icu_locale::{LocaleCanonicalizer, LocaleExpander, TransformResult};
use icu_locale_core::subtags::Language;
use icu_locale_core::{LanguageIdentifier, Locale};

use crate::config::{is_tag, languages_by_name, own_name};
use crate::report::text::harmless;
use crate::report::{Failure, nearest};

/// Refuses a tag that is unknown or not written as CLDR has it, and names the one that is probably meant.
pub(super) fn check(code: &str) -> Result<(), Failure> {
    let shown = harmless(code);
    match canonical(code) {
        Some(tag) if tag == code => Ok(()),
        Some(tag) => Err(Failure::new(format!("`{shown}` is not the usual form of a language tag"))
            .help(format!("run `firstflight new language {tag}`; nothing was written"))),
        None => {
            let failure = Failure::new(format!("`{shown}` is not a known language tag"));
            Err(match similar(code) {
                Some(tag) => failure.help(format!("did you mean `{tag}`? Nothing was written")),
                None => failure.help("write a tag such as `en`, `fr` or `zh-Hans`; nothing was written"),
            })
        }
    }
}

/// The form of a tag in CLDR: `en-GB` of `en_GB.UTF-8`, `he` of `iw`. `None` if CLDR does not know the language.
fn canonical(code: &str) -> Option<String> {
    static CANONICALIZER: LocaleCanonicalizer = LocaleCanonicalizer::new_extended();
    // Names of locales of systems have the encoding and variants after the tag.
    let code = code.split(['.', '@']).next()?.replace('_', "-");
    let mut locale: Locale = code.parse().ok()?;
    CANONICALIZER.canonicalize(&mut locale);
    let tag = locale.to_string();
    (is_known(locale.id.language) && is_tag(&tag)).then_some(tag)
}

/// Whether CLDR knows a language: in which script and where it is written.
fn is_known(language: Language) -> bool {
    static EXPANDER: LocaleExpander = LocaleExpander::new_extended();
    let mut likely = LanguageIdentifier::from(language);
    !language.is_unknown()
        && (own_name(language.as_str()).is_some() || EXPANDER.maximize(&mut likely) == TransformResult::Modified)
}

/// The tag of the language whose name in itself, or else whose tag, is closest to what was written.
fn similar(written: &str) -> Option<&'static str> {
    let name = nearest(written, languages_by_name().map(|(_, name)| name));
    let by_name = languages_by_name().find(|(_, known)| Some(*known) == name).map(|(tag, _)| tag);
    by_name.or_else(|| nearest(written, languages_by_name().map(|(tag, _)| tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_cldr_knows_are_accepted_as_they_are() {
        for tag in
            ["en", "fr", "sv", "zh-Hans", "zh-TW", "es-419", "en-GB", "sr-Latn", "ckb", "quc", "no", "nb", "pt-BR"]
        {
            assert!(check(tag).is_ok(), "{tag}");
        }
    }

    #[test]
    fn other_forms_of_a_tag_and_names_lead_to_the_tag() {
        for (written, tag) in [
            ("en_GB", "en-GB"),
            ("en_GB.UTF-8", "en-GB"),
            ("EN", "en"),
            ("zh-hans", "zh-Hans"),
            ("zh_hant_tw", "zh-Hant-TW"),
            ("iw", "he"),
            ("fra", "fr"),
            ("en-UK", "en-GB"),
        ] {
            let failure = check(written).unwrap_err();
            let help = failure.help.unwrap_or_default();
            assert!(help.starts_with(&format!("run `firstflight new language {tag}`")), "{written}: {help}");
        }
        for (written, tag) in [("english", "en"), ("Francais", "fr"), ("espanol", "es"), ("Türkçe", "tr")] {
            let help = check(written).unwrap_err().help.unwrap_or_default();
            assert!(help.starts_with(&format!("did you mean `{tag}`?")), "{written}: {help}");
        }
    }

    #[test]
    fn other_words_are_refused() {
        for written in ["", "und", "x", "qqq", "../x", "a b", "-", "en-", "content/fr", "e\u{1b}n", "123", "zxx-"] {
            let failure = check(written).unwrap_err();
            assert!(failure.to_string().ends_with("is not a known language tag"), "{failure}");
            assert!(failure.help.unwrap_or_default().to_lowercase().ends_with("nothing was written"), "{written}");
        }
    }
}
