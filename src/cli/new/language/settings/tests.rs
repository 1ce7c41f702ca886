//! Settings before and after a language was added.

use super::*;

fn with(text: &str, tag: &str) -> Result<String, String> {
    let file = SourceFile::new("content/site.yaml", text);
    SettingsText::parse(&file).expect("it is YAML").with_language(tag, &["en".to_owned(), "fr".to_owned()])
}

/// Compares the settings with a language, and that nothing but the new text was added.
fn is_added(before: &str, tag: &str, after: &str) {
    assert_eq!(with(before, tag).as_deref(), Ok(after), "{before}");
    let mut rest = after.chars();
    assert!(before.chars().all(|c| rest.any(|other| other == c)), "bytes are lost: {after}");
}

#[test]
fn a_mapping_on_one_line() {
    is_added("languages: { en: { at: / } }\n", "fr", "languages: { en: { at: / }, fr: { at: /fr/ } }\n");
    is_added("languages: {en: {at: /}}", "fr", "languages: {en: {at: /}, fr: { at: /fr/ }}");
    is_added("languages: { en: { at: / } }  # one\n", "ar", "languages: { ar: { at: /ar/ }, en: { at: / } }  # one\n");
    is_added(
        "title: x\nlanguages: { \"en\": { 'at': \"/\" }, }\ntheme: plain\n",
        "sw",
        "title: x\nlanguages: { \"en\": { 'at': \"/\" }, sw: { at: /sw/ }, }\ntheme: plain\n",
    );
    is_added(
        "{ title: x, languages: { 'en': { at: / } }, host: s3 }\n",
        "zh",
        "{ title: x, languages: { zh: { at: /zh/ }, 'en': { at: / } }, host: s3 }\n",
    );
    is_added("languages: { en: { at: / }, de: }\n", "fr", "languages: { en: { at: / }, fr: { at: /fr/ }, de: }\n");
}

#[test]
fn a_mapping_with_brackets_on_several_lines() {
    is_added("languages: {\n  en: { at: / }\n}\n", "fr", "languages: {\n  en: { at: / },\n  fr: { at: /fr/ }\n}\n");
    is_added(
        "languages: {\n  en: { at: / },  # English\n}\n",
        "fr",
        "languages: {\n  en: { at: / },  # English\n  fr: { at: /fr/ },\n}\n",
    );
    is_added(
        "languages: {\n  en: { at: / }  # English\n}\n",
        "fr",
        "languages: {\n  en: { at: / },  # English\n  fr: { at: /fr/ }\n}\n",
    );
    is_added(
        "languages: {\n  # English\n  en: { at: / },\n  es: { at: /es/ } }\n",
        "ar",
        "languages: {\n  ar: { at: /ar/ },\n  # English\n  en: { at: / },\n  es: { at: /es/ } }\n",
    );
    is_added(
        "languages: {\n  en: { at: / },\n  es: { at: /es/ } }\n",
        "sw",
        "languages: {\n  en: { at: / },\n  es: { at: /es/ }, sw: { at: /sw/ } }\n",
    );
}

#[test]
fn a_mapping_with_a_line_for_each_language() {
    is_added(
        "languages:\n  en: { at: / }             # the folder content/en/ is published at /\n\nbudget: { page: 8500 }\n",
        "fr",
        "languages:\n  en: { at: / }             # the folder content/en/ is published at /\n  fr: { at: /fr/ }\n\nbudget: { page: 8500 }\n",
    );
    is_added("languages:\n    en: { at: / }", "fr", "languages:\n    en: { at: / }\n    fr: { at: /fr/ }");
    is_added(
        "languages: # all of them\n  # The first\n  en:\n    at: /\n    # more about it\n  # The second\n  es:\n    at: /es/\n",
        "fr",
        "languages: # all of them\n  # The first\n  en:\n    at: /\n    # more about it\n  fr: { at: /fr/ }\n  # The second\n  es:\n    at: /es/\n",
    );
    is_added(
        "languages: # all of them\n  # The first\n  en:\n    at: /\n",
        "ar",
        "languages: # all of them\n  ar: { at: /ar/ }\n  # The first\n  en:\n    at: /\n",
    );
    is_added(
        "\u{feff}languages:\r\n  'en': { at: / }\r\ntitle: x\r\n",
        "fr",
        "\u{feff}languages:\r\n  'en': { at: / }\r\n  fr: { at: /fr/ }\r\ntitle: x\r\n",
    );
    is_added("languages:\n  en: { at: / }\n  de:\n", "sw", "languages:\n  en: { at: / }\n  de:\n  sw: { at: /sw/ }\n");
}

#[test]
fn the_united_nations_have_an_order() {
    for (tags, tag, place) in [
        (&["en"][..], "fr", 1),
        (&["en"], "ar", 0),
        (&["en", "es"], "ru", 1),
        (&["en", "sw"], "fr", 1),
        (&["sw", "en"], "fr", 2),
        (&["sw", "en"], "zh-Hans", 1),
        (&["sw", "de"], "fr", 0),
        (&["ar", "zh", "en", "fr", "ru", "es"], "sw", 6),
        (&["en", "es", "sw"], "de", 3),
        (&["en-GB"], "en-US", 1),
        (&[], "fr", 0),
    ] {
        assert_eq!(place_among(tags, tag), place, "{tag} among {tags:?}");
    }
}

#[test]
fn what_is_not_certain_is_written_by_hand() {
    let all = "write `languages: { en: { at: /en/ }, fr: { at: /fr/ }, sw: { at: /sw/ } }`";
    for text in ["", "title: x\n", "languages:\n", "languages: {}\n", "languages: [en]\n", "- x\n", "languages: en\n"] {
        assert_eq!(with(text, "sw"), Err(all.to_owned()), "{text}");
    }
    assert_eq!(with("title: x\n", "fr"), Err("write `languages: { en: { at: / }, fr: { at: /fr/ } }`".to_owned()));
    // The only language would move from `/` to `/en/`.
    for text in ["languages: { en: }\n", "languages:\n  en:\n", "languages: { en: {} }\n"] {
        let wanted = "write `languages: { en: { at: / }, fr: { at: /fr/ } }`";
        assert_eq!(with(text, "fr"), Err(wanted.to_owned()), "{text}");
    }
    // Other places of the file would change with it, or the form is unusual.
    for text in [
        "extra: &l { en: { at: / } }\nlanguages: *l\n",
        "languages:\n  ? en\n  : { at: / }\n",
        "languages: { en: &x { at: / } }\n",
    ] {
        match with(text, "fr") {
            Ok(after) => assert!(SettingsText::parse(&SourceFile::new("x", after)).is_some(), "{text}"),
            Err(by_hand) => assert_eq!(by_hand, "add `fr: { at: /fr/ }` to `languages`", "{text}"),
        }
    }
}

#[test]
fn settings_that_are_not_yaml_are_not_read() {
    assert!(SettingsText::parse(&SourceFile::new("x", "languages: { en: [ }\n")).is_none());
    let file = SourceFile::new("x", "languages: { en: , fr: { at: /french/ } }\n");
    let languages = SettingsText::parse(&file).expect("it is YAML");
    assert_eq!(languages.languages(), [("en", "/en/".to_owned()), ("fr", "/french/".to_owned())]);
}
