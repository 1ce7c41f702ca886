//! Interface strings that a language lacks: English stands in, says so to browsers, and one warning lists all of them.

use crate::support::{Folder, page};

fn site(language: &str) -> Folder {
    let folder = Folder::new();
    folder.write(
        "content/site.yaml",
        &format!(
            "title: Test\nbase_url: https://example.org/\nlanguages: {{ en: {{ at: / }}, {language}: {{ at: /x/ }} }}\n"
        ),
    );
    folder.write(&format!("content/{language}/index.md"), "---\ntitle: X\n---\n\n> [!NOTE]\n> X\n");
    folder
}

#[test]
fn english_stands_in_and_says_that_it_is_english() {
    let built = site("sv").build_clean();
    let html = page(&built, "x/index.html");
    assert!(html.contains("<span lang=en>Skip to the text</span>"), "{html}");
    assert!(html.contains("<span lang=en>Note</span>"), "{html}");
    assert!(html.contains("aria-label=Menu"), "{html}");
    assert!(!page(&built, "index.html").contains("lang=en>Skip"));
    let findings = built.report.findings();
    let missing: Vec<_> = findings.iter().filter(|finding| finding.code.as_str() == "missing-string").collect();
    assert_eq!(missing.len(), 1);
    let help = missing[0].help.as_deref().unwrap();
    assert!(help.contains("\nskip: \"Skip to the text\"\n"), "{help}");
    assert!(help.contains("themes/NAME/strings/sv.yaml"), "{help}");
}

#[test]
fn english_on_a_page_from_right_to_left_reads_left_to_right() {
    let built = site("he").build_clean();
    let html = page(&built, "x/index.html");
    assert!(html.contains("<bdi dir=ltr lang=en>"), "{html}");
}

#[test]
fn only_what_is_missing_is_english_and_the_block_to_paste_completes_the_language() {
    let folder = site("sv");
    folder.write("themes/mine/strings/sv.yaml", "skip: Till texten\n");
    let settings = "title: Test\ntheme: [mine, plain]\nlanguages: { en: { at: / }, sv: { at: /x/ } }\n";
    folder.write("content/site.yaml", settings);
    let built = folder.build_clean();
    let html = page(&built, "x/index.html");
    assert!(html.contains(">Till texten<"), "{html}");
    let finding = built.report.findings().iter().find(|finding| finding.code.as_str() == "missing-string").unwrap();
    let block = finding.help.as_deref().unwrap().split_once('\n').unwrap().1;
    folder.write("themes/mine/strings/sv.yaml", &format!("skip: Till texten\n{block}\n"));
    let built = folder.build_clean();
    assert!(built.report.findings().iter().all(|finding| finding.code.as_str() != "missing-string"));
    // Only the link to the other language is marked.
    let html = page(&built, "x/index.html");
    assert_eq!(html.matches("lang=en").count(), html.matches("hreflang=en href=../ lang=en").count() * 2, "{html}");
}

/// The files of strings in the program: the language and the text of each.
fn embedded() -> Vec<(&'static str, &'static str)> {
    let files = firstflight::read::embedded_theme("plain").expect("the theme plain");
    let of_language =
        |(path, text): (&'static str, _)| Some((path.strip_prefix("strings/")?.strip_suffix(".yaml")?, text));
    files.into_iter().filter_map(of_language).collect()
}

#[test]
fn every_language_of_the_program_is_complete() {
    let languages = embedded();
    assert!(languages.len() >= 19, "{languages:?}");
    for (language, text) in languages {
        let keys = |text: &str| {
            let key = |line: &str| line.split_once(": ").map(|(key, _)| key.to_owned());
            text.lines().filter(|line| !line.starts_with('#')).filter_map(key).collect::<Vec<_>>()
        };
        let english = embedded().into_iter().find(|(language, _)| *language == "en").unwrap().1;
        assert_eq!(keys(text), keys(english), "{language}: the same keys in the same order");
        assert!(keys(text)[0] == "checked", "{language} says with what it was compared");
        // As a file of a site, it has to have the values and the plural forms of its language.
        let folder = site(if language == "en" { "fr" } else { language });
        folder.write(&format!("themes/mine/strings/{language}.yaml"), text);
        let settings = format!(
            "title: Test\ntheme: [mine, plain]\nlanguages: {{ en: {{ at: / }}, {}: {{ at: /x/ }} }}\n",
            if language == "en" { "fr" } else { language }
        );
        folder.write("content/site.yaml", &settings);
        let built = folder.build();
        let found: Vec<_> = built.report.findings().iter().filter(|it| it.code.as_str().ends_with("-string")).collect();
        assert!(found.is_empty(), "{language}: {found:?}");
    }
}

#[test]
fn a_language_uses_the_strings_of_those_that_its_readers_fall_back_to() {
    for (tag, expected) in [
        ("es-MX", Some("Saltar al contenido principal")),
        ("fr-CA", Some("Aller au contenu")),
        ("pt-PT", Some("Ir para o conteúdo")),
        ("zh-CN", Some("跳到主要内容")),
        ("zh-TW", None),
        ("sr-Latn", None),
    ] {
        let built = site(tag).build_clean();
        let html = page(&built, "x/index.html");
        match expected {
            Some(words) => assert!(html.contains(words) && !html.contains("<span lang=en>Skip"), "{tag}: {html}"),
            None => assert!(html.contains("<span lang=en>Skip to the text</span>"), "{tag}: {html}"),
        }
    }
}

#[test]
fn an_english_variant_with_some_strings_of_its_own_has_the_others_too() {
    for tag in ["en-GB", "en-Shaw", "en-u-nu-arab"] {
        let folder = site(tag);
        let settings =
            format!("title: Test\ntheme: [mine, plain]\nlanguages: {{ en: {{ at: / }}, {tag}: {{ at: /x/ }} }}\n");
        folder.write("content/site.yaml", &settings).write(&format!("themes/mine/strings/{tag}.yaml"), "skip: Jump\n");
        let built = folder.build_clean();
        let html = page(&built, "x/index.html");
        assert!(html.contains(">Jump<") && html.contains("aria-label=Menu"), "{tag}: {html}");
        assert!(!html.contains("<span lang=en>"), "{tag}: {html}");
    }
}

#[test]
fn numbers_take_the_form_of_their_language() {
    let folder = site("ru");
    folder.write("content/sources.yaml", "- id: s\n  title: { en: Source, ru: Источник }\n");
    let values = ["1", "3", "5", "21", "1.5"];
    let record = |(number, value): (usize, &&str)| {
        format!(
            "- id: y{number}\n  value: {value}\n  unit: years\n  of: {{ en: Age, ru: Возраст }}\n  period: \"2020\"\n  source: s\n"
        )
    };
    folder.write("content/statistics.yaml", &values.iter().enumerate().map(record).collect::<String>());
    let calls: String =
        (0..values.len()).map(|number| format!("{{{{ stat(id=\"y{number}\", as=\"card\") }}}}\n\n")).collect();
    for language in ["en", "ru"] {
        folder.write(&format!("content/{language}/index.md"), &format!("---\ntitle: X\n---\n\n{calls}"));
    }
    let built = folder.build_clean();
    let russian = page(&built, "x/index.html");
    for amount in ["1 год", "3 года", "5 лет", "21 год", "1,5 года"] {
        assert!(russian.contains(&format!(">{amount}<")), "{amount}: {russian}");
    }
    let english = page(&built, "index.html");
    for amount in ["1 year", "3 years", "21 years", "1.5 years"] {
        assert!(english.contains(&format!(">{amount}<")), "{amount}: {english}");
    }
}

#[test]
fn templates_choose_a_form_by_a_number_and_keep_what_is_html() {
    let folder = site("ru");
    let settings = "title: Test\ntheme: [mine, plain]\nlanguages: { en: { at: / }, ru: { at: /x/ } }\n";
    folder.write("content/site.yaml", settings);
    folder.write(
        "themes/mine/strings/en.yaml",
        "own_pages: { one: \"{count} page <of> {name}\", other: \"{count} pages <of> {name}\" }\n",
    );
    folder.write(
        "themes/mine/strings/ru.yaml",
        "own_pages: { one: \"{count} страница\", few: \"{count} страницы\", many: \"{count} страниц\", other: \"{count} страницы\" }\n",
    );
    let template = "{% extends \"plain/base.html\" %}{% block after %}{% set link %}<b>A & B</b>{% endset %}\
                    {% for n in [1, 2, 5] %}<p>{{ strings.own_pages | format(count=n, name=link) }}</p>{% endfor %}\
                    <p>{{ strings.own_pages | format(count=1, name=\"A & B\") }}</p>{% endblock after %}";
    for name in ["page", "section", "home"] {
        folder.write(&format!("themes/mine/templates/{name}.html"), template);
    }
    let built = folder.build_clean();
    let english = page(&built, "index.html");
    for expected in ["1 page &lt;of> <b>A & B</b>", "2 pages &lt;of> <b>", "1 page &lt;of> A & B"] {
        assert!(english.contains(expected), "{expected}: {english}");
    }
    let russian = page(&built, "x/index.html");
    for expected in ["1 страница", "2 страницы", "5 страниц"] {
        assert!(russian.contains(expected), "{expected}: {russian}");
    }
}

#[test]
fn a_value_in_english_words_keeps_its_own_language() {
    let folder = site("sv");
    for (path, title) in [("index", "Alla"), ("a", "Första"), ("b", "Andra")] {
        let ordered = if path == "index" { "ordered: true\n" } else { "" };
        folder.write(&format!("content/sv/d/{path}.md"), &format!("---\ntitle: {title}\n{ordered}---\nText.\n"));
    }
    let built = folder.build_clean();
    let html = page(&built, "x/d/a/index.html") + &page(&built, "x/d/b/index.html");
    for label in ["Next: ", "Previous: "] {
        assert!(html.contains(&format!("<span lang=en>{label}</span><a href=../")), "{html}");
    }
}
