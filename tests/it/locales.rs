//! Dates, lists, titles and quotation marks as the language of a page writes and sorts them.

use super::site_test::SiteTest;
use super::support::{Folder, main_text, page};

const SITE: &str = "title: Test\nbase_url: https://example.org/\nsmart_punctuation: true\ncalendar: { fa: persian }\n\
                    languages: { en: { at: / }, fr: { at: /fr/ }, ar: { at: /ar/ }, fa: { at: /fa/ }, es: { at: /es/ } }\n";

const EVENT: &str =
    "- id: talk\n  title: Test\n  date: 2026-12-01\n  start: \"20:30\"\n  end: \"22:30\"\n  zone: Africa/Niamey\n";

/// A site of one page with a date, authors and an event in each of several languages.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", SITE).write("content/events.yaml", EVENT);
    for language in ["en", "fr", "ar", "fa", "es"] {
        let front = "title: Test\ndate: 2026-11-20\nupdated: 2026-12-01\nauthors: [Ada, Bo, Isa]\nevent: talk\n";
        folder.write(
            &format!("content/{language}/index.md"),
            &format!("---\n{front}---\nA \"quoted 'inner' word\", it's.\n"),
        );
    }
    folder
}

#[test]
fn each_page_writes_as_its_language_does() {
    let built = folder().build();
    for (path, said) in [
        (
            "index.html",
            &[
                "<time datetime=2026-11-20>20 November 2026</time> · updated <time datetime=2026-12-01>1 December 2026</time> · by Ada, \
                 Bo and Isa",
                ">Tue, 1 December 2026, 20:30</time>",
                "“quoted ‘inner’ word”, it’s.",
            ][..],
        ),
        (
            "fr/index.html",
            &[
                ">1er décembre 2026</time>",
                "Ada, Bo et Isa",
                ">mardi 1er décembre 2026, 20:30</time>",
                "«\u{A0}inner\u{A0}»",
                "it’s.",
            ],
        ),
        (
            "ar/index.html",
            &[
                ">20 نوفمبر 2026</time>",
                "<bdi>Ada</bdi> و<bdi>Bo</bdi> و<bdi>Isa</bdi>",
                ">الثلاثاء، 1 ديسمبر 2026، 20:30</time>",
            ],
        ),
        (
            "fa/index.html",
            &[
                "datetime=2026-12-01>۱۰ آذر ۱۴۰۵</time>",
                ">سه\u{200C}شنبه ۱۰ آذر ۱۴۰۵،\u{200F} ۲۰:۳۰</time>",
                "«quoted ‹inner› word»",
            ],
        ),
        ("es/index.html", &["Ada, Bo e Isa", ">martes, 1 de diciembre de 2026, 20:30</time>"]),
    ] {
        let html = page(&built, path).replace("&nbsp;", "\u{A0}");
        for said in said {
            assert!(html.contains(said), "{path}: {said}\n{html}");
        }
    }
    let data = page(&built, "events/talk.jsonld");
    assert!(data.contains("\"startDate\": \"2026-12-01T20:30:00+01:00\""), "{data}");
}

#[test]
fn titles_and_tags_are_sorted_as_the_language_sorts() {
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: Test\nlanguages: { es: { at: / } }\n");
    folder.write("content/es/index.md", "---\ntitle: Inicio\n---\n{{ pages(sort=\"title\") }}\n");
    for (file, word) in [("a", "Oso"), ("b", "Ñandú"), ("c", "Nube"), ("d", "Árbol"), ("e", "Barco")] {
        folder.write(&format!("content/es/{file}.md"), &format!("---\ntitle: {word}\ntags: [{word}]\n---\nTexto.\n"));
    }
    let built = folder.build();
    for path in ["index.html", "tags/index.html"] {
        let text = main_text(&page(&built, path));
        let places: Vec<usize> = ["Árbol", "Barco", "Nube", "Ñandú", "Oso"]
            .iter()
            .map(|word| text.rfind(word).unwrap_or_else(|| panic!("{path} {word}")))
            .collect();
        assert!(places.is_sorted(), "{path}: {text}");
    }
}

#[test]
fn an_unknown_calendar_is_reported() {
    for (setting, message, help) in [
        ("calendar: julian", "`julian` is not a known calendar", "write one of gregorian, persian, ethiopian"),
        ("calendar: Ethiopic", "`Ethiopic` is not a known calendar", "write `ethiopian`"),
        ("calendar: { en: persan }", "`persan` is not a known calendar", "write `persian`"),
        (
            "calendar: { fa: persian }",
            "`calendar` names the unknown language `fa`",
            "the languages of this site are en",
        ),
        ("calendar: 1", "`calendar` takes the name of a calendar, or one for each language", ""),
    ] {
        let settings =
            format!("title: A site\nbase_url: https://example.org/\nlanguages:\n  en: {{ at: / }}\n{setting}\n");
        let drawn = SiteTest::new().file("content/site.yaml", &settings).build().drawn;
        assert!(drawn.contains(message) && drawn.contains(help), "{setting}: {drawn}");
    }
}
