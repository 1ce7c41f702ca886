//! Texts in another language or direction than their page's: they say their language, keep their direction, and are found with the
//! place to translate; and pages in other letters than their language.

use firstflight::report::{Code, Level};
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};

use crate::support::{Folder, cases, page, told};

/// Languages with a word that no string of the theme has, and whether they are written from right to left.
const LANGUAGES: [(&str, &str, bool); 6] = [
    ("en", "Wuqox", false),
    ("fr", "Xéwoq", false),
    ("ru", "Ыъщёж", false),
    ("zh", "龘靐齉", false),
    ("ar", "ظغضذثخ", true),
    ("he", "ץףךםן", true),
];

/// The page that shows every record.
const PAGE: &str = "{{ stat(id=\"one\") }} and {{ stat(id=\"one\", as=\"sentence\") }} and {{ stat(id=\"two\", as=\"sentence\") }}.\n\n\
    {{ stat(id=\"one\", as=\"card\") }}\n\n{{ stat(id=\"two\", as=\"card\") }}\n\n\
    {{ chart(ids=[\"one\", \"two\"], title=\"1\") }}\n\n{{ trend(ids=[\"one\", \"three\"], title=\"2\") }}\n\n\
    {{ data_table(ids=[\"one\", \"two\"], title=\"3\") }}\n\n{{ icons(id=\"two\", title=\"4\") }}\n\n\
    {{ event(id=\"talk\") }}\n\n{{ event(id=\"quoted\") }}\n\n{{ events(when=\"all\") }}\n\n\
    {% quote(source=\"survey\") %}\n5\n{% end %}\n";

/// A site in two languages whose texts are all in the first one.
fn site((one, word, _): (&str, &str, bool), other: &str) -> Folder {
    let folder = Folder::new();
    let text = |name: &str| format!("{{ {one}: \"{word} {name}\" }}");
    folder.write(
        "content/site.yaml",
        &format!(
            "title: {}\nbase_url: https://example.org/\nlanguages: {{ {one}: {{ at: / }}, {other}: {{ at: /x/ }} }}\n\
             menu:\n- {{ title: {}, pages: [numbers.md] }}\n- {{ title: {}, url: \"https://example.org/\" }}\n\
             logo: {{ file: logo.svg, alt: {} }}\nbanner: {{ text: {} }}\nfooter: {{ contact: {}, links: [{}] }}\n\
             taxonomies: {{ topics: {{ title: {} }} }}\n",
            text("title"),
            text("group"),
            text("address"),
            text("logo"),
            text("banner"),
            text("contact"),
            text("link"),
            text("topics"),
        ),
    );
    folder.write(
        "content/sources.yaml",
        &format!(
            "- id: survey\n  title: {}\n  publisher: {}\n  edition: {}\n  date: {}\n  retrieved: {}\n  licence: {}\n  note: {}\n",
            text("survey"),
            text("publisher"),
            text("edition"),
            text("date"),
            text("retrieved"),
            text("licence"),
            text("note")
        ),
    );
    let record = |id: &str, value: &str, year: &str, more: &str| {
        let texts = ["of", "indicator", "attributed_to", "qualifier", "note"];
        let texts: String = texts.iter().map(|key| format!("  {key}: {}\n", text(key))).collect();
        format!("- id: {id}\n  value: {value}\n  source: survey\n  period: \"{year}\"\n{texts}{more}")
    };
    let sentence = format!("  sentence: {{ {one}: \"{word} {{value}} {word}\" }}\n  area: {}\n", text("area"));
    folder.write(
        "content/statistics.yaml",
        &[
            record("one", "51", "2024", &format!("{sentence}  unit: percent\n  period_label: {}\n", text("period"))),
            record("two", "20", "2024", &format!("  unit: percent\n  area: {}\n", text("other area"))),
            record("three", "52", "2025", &format!("  unit: percent\n  area: {}\n", text("area"))),
        ]
        .concat(),
    );
    let event = format!(
        "title: {}, place: {}, organiser: {}, note: {}",
        text("event"),
        text("place"),
        text("organiser"),
        text("note")
    );
    folder.write(
        "content/events.yaml",
        &format!(
            "- {{ id: talk, date: 2027-01-01, start: \"09:00\", end: \"10:00\", zone: Africa/Abidjan, {event} }}\n\
             - {{ id: quoted, date: unknown, start: \"09:00\", end: \"10:00\", zone: Africa/Abidjan, {event} }}\n"
        ),
    );
    for language in [one, other] {
        folder.write(&format!("content/{language}/index.md"), "---\ntitle: \"1\"\ntopics: [\"1\"]\n---\n\n1\n");
        folder.write(&format!("content/{language}/numbers.md"), &format!("---\ntitle: \"2\"\n---\n\n{PAGE}"));
        folder.write(&format!("content/{language}/sources.md"), "---\ntitle: \"3\"\ntemplate: sources\n---\n\n1\n");
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\"><path d=\"M0 0h9v9z\"/></svg>";
        folder.write(&format!("content/{language}/logo.svg"), drawing);
    }
    folder
}

/// The nearest value of an attribute of an element or of those around it.
fn inherited<'h>(element: ElementRef<'h>, name: &str) -> Option<&'h str> {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element).chain(around).find_map(|element| element.value().attr(name))
}

/// What is wrong with a word of the language `tag` in a page: each place where it is in no element of its language and direction.
/// With the number of places that are right.
fn unmarked(html: &str, (tag, word, is_right_to_left): (&str, &str, bool)) -> (Vec<String>, usize) {
    let parsed = Html::parse_document(html);
    let direction = if is_right_to_left { "rtl" } else { "ltr" };
    let (mut wrong, mut right) = (Vec::new(), 0);
    for node in parsed.tree.nodes() {
        let text = match node.value() {
            Node::Text(text) if text.contains(word) => text.to_string(),
            Node::Element(element) => {
                let alone = element
                    .attrs()
                    .find(|(name, value)| matches!(*name, "alt" | "aria-label" | "title") && value.starts_with(word));
                match alone {
                    Some((_, value)) => value.to_owned(),
                    None => continue,
                }
            }
            _ => continue,
        };
        let element =
            std::iter::once(node).chain(node.ancestors()).find_map(ElementRef::wrap).expect("text is in an element");
        // The title of a page holds texts in two languages.
        if element.value().name() == "title" {
            continue;
        }
        if inherited(element, "lang") == Some(tag) && inherited(element, "dir").unwrap_or("ltr") == direction {
            right += 1;
        } else {
            wrong.push(format!("{text}: {}", element.html()));
        }
    }
    (wrong, right)
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn every_text_of_another_language_is_in_an_element_of_that_language(one in 0..6usize, step in 1..6usize) {
        let (one, other) = (LANGUAGES[one], LANGUAGES[(one + step) % 6]);
        let built = site(one, other.0).build();
        prop_assert!(built.report.findings().iter().all(|it| it.level != Level::Error), "{:?}", told(&built));
        for (path, least) in [("x/index.html", 6), ("x/numbers/index.html", 20), ("x/sources/index.html", 20), ("x/topics/index.html", 6)] {
            let (wrong, right) = unmarked(&page(&built, path), one);
            prop_assert!(wrong.is_empty(), "{path}, {} in {}: {wrong:#?}", one.0, other.0);
            prop_assert!(right >= least, "{path}: {right}");
        }
        // On a page in the language of the texts, nothing is marked.
        let own = page(&built, "numbers/index.html");
        prop_assert!(!own.contains(&format!("lang={}>{}", one.0, one.1)), "{own}");
    }
}

fn folder(languages: &str, settings: &str) -> Folder {
    let folder = Folder::new();
    let site = format!("title: Test\nbase_url: https://example.org/\nlanguages: {languages}\n{settings}");
    folder.write("content/site.yaml", &site);
    folder
}

#[test]
fn a_missing_text_of_a_record_names_a_page_that_shows_it_and_a_menu_its_line() {
    let folder = folder(
        "{ en: { at: / }, fr: { at: /fr/ } }",
        "menu: [{ title: { en: More }, pages: [a.md] }, { title: { fr: Ailleurs }, url: \"https://example.org/\" }]\n",
    );
    folder.write("content/sources.yaml", "- { id: s, title: S }\n");
    folder.write(
        "content/statistics.yaml",
        "- { id: a, value: 5, unit: count, of: { en: radios }, period: \"2024\", source: s }\n",
    );
    folder.write(
        "content/events.yaml",
        "- { id: e, title: { en: Talk }, date: 2027-01-01, start: \"09:00\", end: \"10:00\", zone: UTC }\n",
    );
    for language in ["en", "fr"] {
        folder.write(&format!("content/{language}/index.md"), "---\ntitle: Home\n---\n\nText.\n");
        let text = "---\ntitle: A\nevent: e\n---\n\n{{ stat(id=\"a\") }}\n";
        folder.write(&format!("content/{language}/a.md"), text);
    }
    let built = folder.build();
    let missing: Vec<_> = built.report.findings().iter().filter(|it| it.code == Code::MissingTranslation).collect();
    let said: Vec<String> = missing
        .iter()
        .map(|it| format!("{} {} ({})", it.place.as_ref().unwrap(), it.message, it.notes.join("; ")))
        .collect();
    let shown = "until then, content/fr/a.md shows the text of another language";
    let any = "until then, pages in a language without a text show that of another language";
    assert_eq!(said.len(), 4, "{said:#?}");
    for (place, message, note) in [
        ("content/events.yaml:1:5", "`title` has no text in `fr`", shown),
        ("content/statistics.yaml:1:5", "`of` has no text in `fr`", shown),
        ("content/site.yaml:4:17", "`title` has no text in `fr`", any),
        ("content/site.yaml:4:57", "`title` has no text in `en`", any),
    ] {
        let wanted = format!("{message} ({note})");
        assert!(said.iter().any(|it| it.starts_with(place) && it.ends_with(&wanted)), "{place}: {said:#?}");
    }
}

#[test]
fn an_english_label_of_a_list_gives_its_language_and_its_content_keeps_that_of_the_page() {
    let folder = folder("{ he: { at: / } }", "menu: [a.md]\n");
    folder.write("content/he/index.md", "---\ntitle: בית\n---\n\nטקסט\n");
    folder.write("content/he/a.md", "---\ntitle: אודות\n---\n\nטקסט\n");
    let html = page(&folder.build(), "index.html");
    let parsed = Html::parse_document(&html);
    let element = |css: &str| {
        parsed.select(&scraper::Selector::parse(css).unwrap()).next().unwrap_or_else(|| panic!("{css}: {html}"))
    };
    let nav = element("nav[aria-label=Menu]");
    assert_eq!((nav.value().attr("lang"), inherited(nav, "dir")), (Some("en"), Some("rtl")), "{html}");
    assert_eq!(inherited(element("nav a"), "lang"), Some("he"), "{html}");
    assert_eq!(inherited(element("nav li"), "lang"), Some("he"), "{html}");
}

#[test]
fn one_text_for_all_languages_keeps_its_direction_and_claims_no_language() {
    let folder = folder(
        "{ en: { at: / }, ar: { at: /ar/ } }",
        "menu: [{ title: \"Portal (beta)\", url: \"https://example.org/\" }]\n",
    );
    folder.write(
        "content/events.yaml",
        "- { id: e, title: \"Open house\", place: \"City Hall, +231 77 555 010\", organiser: \"مركز المياه (+231 77 555 010)\",\n    \
         date: 2027-01-01, start: \"09:00\", end: \"10:00\", zone: Africa/Abidjan }\n",
    );
    for (language, text) in [("en", "Text."), ("ar", "نص.")] {
        let event = "{{ event(id=\"e\") }}\n\n{{ events(when=\"all\") }}\n";
        folder.write(&format!("content/{language}/index.md"), &format!("---\ntitle: Test\n---\n\n{text}\n\n{event}"));
    }
    let built = folder.build();
    assert!(built.report.findings().iter().all(|it| it.code != Code::MissingTranslation), "{:?}", told(&built));
    let arabic = page(&built, "ar/index.html");
    for part in [
        "<strong><bdi>Open house</bdi></strong>",
        "<bdi>City Hall, +231 77 555 010</bdi>",
        "مركز المياه (<bdi dir=ltr>+231 77 555 010</bdi>)",
        "<bdi dir=ltr>Abidjan (GMT, UTC±0)</bdi>",
        "<br><bdi dir=ltr>Abidjan</bdi>، ",
        "><bdi>Portal (beta)</bdi></a>",
        "<title>Test</title>",
    ] {
        assert!(arabic.contains(part), "{part}: {arabic}");
    }
    let english = page(&built, "index.html");
    assert!(english.contains("<bdi>مركز المياه (<bdi dir=ltr>+231 77 555 010</bdi>)</bdi>"), "{english}");
    assert_eq!(english.matches("<bdi").count(), 2, "{english}");
}

#[test]
fn numbers_and_addresses_keep_their_order_wherever_an_arabic_page_has_them() {
    let folder = folder(
        "{ ar: { at: / } }",
        "footer: { contact: \"اتصل بنا: +231 77 555 010\" }\nmenu: [{ title: \"هاتف +231 77 555 011\", url: \"tel:+23177555011\" }]\n",
    );
    let description = "اتصل +231 77 555 012 أو info@example.org";
    folder.write(
        "content/ar/index.md",
        &format!(
            "---\ntitle: البيت\ndescription: \"{description}\"\n---\n\nنتعلم Visual C++ هنا.\n\n\
             {{{{ button(text=\"اتصل +231 77 555 013\", to=\"tel:+23177555013\") }}}}\n\n\
             | اسم | هاتف |\n|---|---|\n| أحمد | +231 77 555 014 |\n\n\
             [+231 77 555 015](tel:+23177555015) و[اتصل +231 77 555 016](tel:+23177555016)\n"
        ),
    );
    let html = page(&folder.build(), "index.html");
    for number in ["010", "011", "012", "013", "014", "016"] {
        assert!(html.contains(&format!("<bdi dir=ltr>+231 77 555 {number}</bdi>")), "{number}: {html}");
    }
    for part in ["<bdi dir=ltr>info@example.org</bdi>", "<bdi dir=ltr>Visual C++</bdi>", ">+231 77 555 015</a>"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(html.contains(&format!("content=\"{description}\"")) || html.contains(description), "{html}");
    assert!(!html.contains("<bdi dir=ltr>+231 77 555 015"), "{html}");
}

#[test]
fn calendars_feeds_and_linked_data_give_the_language_of_a_text() {
    let folder = site(LANGUAGES[0], "fr");
    let settings = std::fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    folder.write(
        "content/site.yaml",
        &settings.replace("en: { at: / }, fr: { at: /x/ }", "en: { at: /en/ }, fr: { at: / }"),
    );
    folder.write("content/fr/news.md", "---\ntitle: \"4\"\ndate: 2026-01-01\n---\n\n1\n");
    let built = folder.build();
    assert!(built.report.findings().iter().all(|it| it.level != Level::Error), "{:?}", told(&built));
    let calendar = page(&built, "events/talk.ics");
    assert!(
        calendar.contains("SUMMARY;LANGUAGE=en:Wuqox event") && calendar.contains("LOCATION;LANGUAGE=en:"),
        "{calendar}"
    );
    let feed = page(&built, "atom.xml");
    assert!(feed.contains("<title xml:lang=\"en\">Wuqox title</title>"), "{feed}");
    assert!(feed.contains("<author xml:lang=\"en\"><name>Wuqox title</name></author>"), "{feed}");
    for path in ["events/talk.jsonld", "data.jsonld"] {
        let data: serde_json::Value = serde_json::from_str(&page(&built, path)).unwrap();
        let name = if data["name"].is_null() { &data["@graph"][0]["name"] } else { &data["name"] };
        assert_eq!(name["@language"], "en", "{path}: {data}");
    }
}

#[test]
fn a_page_in_other_letters_than_its_language_is_a_note() {
    let folder = folder("{ en: { at: / }, ar: { at: /ar/ } }", "raw_html: true\n");
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n\nText.\n");
    folder.write("content/ar/index.md", "---\ntitle: البيت\n---\n\nنص.\n");
    let text = "the quick brown fox jumps over the lazy dog and sleeps in the shade of a tree until the evening comes and the \
                birds are quiet again in the whole valley";
    folder.write("content/ar/other.md", &format!("---\ntitle: صفحة\n---\n\n{text}\n"));
    folder.write(
        "content/ar/code.md",
        &format!("---\ntitle: صفحة\n---\n\n```\n{text}\n```\n\n<span lang=\"en\">{text}</span>\n"),
    );
    let built = folder.build();
    let found: Vec<_> = built.report.findings().iter().filter(|it| it.code == Code::OtherScript).collect();
    assert_eq!(found.len(), 1, "{:?}", told(&built));
    assert_eq!(found[0].place.as_ref().unwrap().file().path(), "content/ar/other.md");
    assert_eq!(found[0].message, "most of this page is written in Latin letters, but it is in the folder of `ar`");
}
