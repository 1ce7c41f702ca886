//! Editions: the whole site in one file, with the words of its pages and links that work inside it.

use std::collections::{BTreeMap, BTreeSet};

use firstflight::cache::{Cache, ReadScope};
use firstflight::output::Encoding;
use firstflight::pipeline::{self, Built};
use firstflight::report::{Code, Level};
use scraper::{ElementRef, Html, Selector};

use crate::support::{self, Folder, main_text, normal, options, page, repository};

const SITE: &str = "title: { en: Notes, ar: ملاحظات }\nbase_url: https://notes.example/sub/\n\
                    languages: { en: { at: / }, ar: { at: /ar/ } }\neditions: [one-file]\nraw_html: true\n";

/// A site whose pages have the same ids: of headings, footnotes, raw HTML, charts and components.
fn folder() -> Folder {
    let folder = Folder::new();
    let notes = |title: &str, other: &str| {
        format!(
            "---\ntitle: {title}\ntags: [water]\naliases: [/old-{other}/]\n---\n## Times\n\nSee [the other]({other}#times), \
             [home](../index.md), [here](#times), [the map](map.csv) and [elsewhere](https://elsewhere.example/#x).[^1]\n\n\
             <p id=\"own\">Own.</p>\n\n<details id=\"more\"><summary>More</summary>Text.</details>\n\n[Own](#own)\n\n\
             {{{{ kpi(id=\"users\") }}}}\n\n{{{{ chart(ids=[\"users\", \"users-before\"], title=\"More people are online\") }}}}\n\n![A well](well.png)\n\n\
             [^1]: A note of {title}.\n"
        )
    };
    let statistic = |id: &str, value: u32, period: u32| {
        format!(
            "- id: {id}\n  value: {value}\n  unit: percent\n  of: people\n  indicator: using the internet\n  period: \"{period}\"\n  source: itu\n"
        )
    };
    let component = "{% component kpi(id: string, @stat) {\"block\": true} -%}\n<p id=\"kpi\"><a href=\"#kpi\" aria-describedby=\"kpi own\">\
                     {{ stat.text }}</a></p>\n{% endcomponent kpi %}\n";
    folder
        .write("content/site.yaml", &SITE.replace("languages:", "theme: [local, plain]\nlanguages:"))
        .write("themes/local/shortcodes/kpi.html", component)
        .write("content/en/index.md", "---\ntitle: Notes\n---\n[A](notes/a.md#own) and [Arabic](../ar/index.md).\n")
        .write("content/en/last.md", "---\ntitle: Last\n---\n[Old](/old-b.md/)\n\n## Main\n\n[Main](#main)\n")
        .write(
            "content/en/first.md",
            "---\ntitle: First\norder: 1\n---\n[All](notes/index.md) of [them](/tags/water/)\n",
        )
        .write("content/en/records.md", "---\ntitle: Records\ntemplate: sources\n---\nAll records.\n")
        .write("content/en/notes/index.md", "---\ntitle: All notes\n---\nBoth.\n")
        .write("content/en/notes/a.md", &notes("A", "b.md"))
        .write("content/en/notes/b.md", &notes("B", "a.md"))
        .write("content/en/notes/map.csv", "a,b\n1,2\n")
        .write("content/ar/index.md", "---\ntitle: ملاحظات\n---\n[الأوقات](صفحة.md#الأوقات)\n")
        .write("content/ar/صفحة.md", "---\ntitle: صفحة\n---\n## الأوقات\n\nنص.\n")
        .write(
            "content/sources.yaml",
            "- id: itu\n  title: Facts\n  publisher: ITU\n  date: \"2025-11\"\n  address: https://itu.example/\n",
        )
        .write(
            "content/statistics.yaml",
            &format!("{}{}", statistic("users", 34, 2025), statistic("users-before", 27, 2020)),
        );
    let mut png = Vec::new();
    let image = image::RgbImage::from_fn(60, 40, |x, y| image::Rgb([x as u8, y as u8, 9]));
    image.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    std::fs::write(folder.path().join("content/en/notes/well.png"), png).unwrap();
    folder
}

/// The pages that an edition must show, with the text of each: those of a language, without those that lead elsewhere.
fn pages_of(built: &Built, at: &str) -> BTreeMap<String, String> {
    let pages = built.output.pages().filter_map(|(path, html, _)| {
        let html = html.joined();
        let html = std::str::from_utf8(&html).unwrap();
        let address = pipeline::address_of(path);
        let is_own =
            address.starts_with(at) && (at != "/" || !address.starts_with("/ar/") && !address.starts_with("/fr/"));
        let is_page = !html.contains("http-equiv=refresh") && !address.ends_with(".html");
        (is_own && is_page).then(|| (address, main_text(html)))
    });
    pages.collect()
}

fn all<'h>(document: &'h Html, what: &str) -> Vec<ElementRef<'h>> {
    document.select(&Selector::parse(what).unwrap()).collect()
}

/// Checks an edition: the words of the pages, its ids and its links. Returns it.
fn checked(built: &Built, at: &str) -> String {
    let html = page(built, &format!("{}all.html", at.trim_start_matches('/')));
    let document = Html::parse_document(&html);
    let sections: BTreeMap<String, String> = all(&document, ".pages > section")
        .into_iter()
        .map(|section| (section.attr("id").unwrap().to_owned(), normal(&section.text().collect::<String>())))
        .collect();
    let pages = pages_of(built, at);
    assert_eq!(sections.keys().collect::<Vec<_>>(), pages.keys().collect::<Vec<_>>(), "each page is a section");
    for (address, text) in &pages {
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(words(&sections[address]), words(text), "{address}");
    }
    let mut ids = BTreeSet::new();
    for element in all(&document, "[id]") {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id.to_owned()), "two elements have the id {id}: {html}");
    }
    for element in all(&document, "*") {
        for (name, value) in element.value().attrs() {
            match name {
                "href" | "src" | "srcset" if value.starts_with('#') => {
                    let id = firstflight::percent::decode(&value[1..]);
                    assert!(ids.contains(&id), "nothing has the id {id}: {html}");
                }
                "href" | "src" | "srcset" => {
                    let is_absolute = ["https://", "data:", "mailto:"].iter().any(|start| value.starts_with(start));
                    assert!(is_absolute, "{name}={value}");
                }
                "aria-describedby" | "aria-labelledby" | "for" | "headers" => {
                    value.split(' ').for_each(|id| assert!(ids.contains(id), "{name}={id}: {html}"));
                }
                _ => {}
            }
        }
    }
    assert!(all(&document, "script").is_empty());
    html
}

#[test]
fn each_page_is_a_section_with_the_same_words_and_links_that_work_inside() {
    let built = folder().build_clean();
    let html = checked(&built, "/");
    for expected in [
        "<a href=#/notes/b/times>the other</a>",
        "<a href=#/notes/a/times>here</a>",
        "<a href=#/notes/a/own>Own</a>",
        "id=/notes/a/fn1",
        "id=/notes/b/fn1",
        "id=/notes/a/kpi",
        "aria-describedby=\"/notes/a/kpi /notes/a/own\"",
        "https://notes.example/sub/notes/map.csv",
        "https://notes.example/sub/data.csv",
        "<a href=https://notes.example/sub/ar/all.html>Arabic</a>",
        "<a href=https://elsewhere.example/#x>",
        "id=/records/source-itu",
        "content=noindex",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    let images = html.matches("https://notes.example/sub/notes/well").count();
    assert!(images == 4, "{html}");
    let in_arabic = checked(&built, "/ar/");
    assert!(in_arabic.contains("<html dir=rtl lang=ar>"), "{in_arabic}");
    assert!(in_arabic.contains("id=/ar/صفحة/الأوقات"), "{in_arabic}");
}

#[test]
fn pages_follow_the_menu_and_then_the_folders() {
    let built = folder().build_clean();
    let html = page(&built, "all.html");
    let document = Html::parse_document(&html);
    let order: Vec<&str> = all(&document, ".pages > section").iter().map(|it| it.attr("id").unwrap()).collect();
    let expected =
        ["/", "/first/", "/notes/", "/notes/a/", "/notes/b/", "/last/", "/records/", "/tags/", "/tags/water/"];
    assert_eq!(order, expected);
}

#[test]
fn without_an_address_of_the_site_links_to_files_are_text() {
    let folder = folder();
    let settings = std::fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    folder.write("content/site.yaml", &settings.replace("base_url: https://notes.example/sub/\n", ""));
    let built = folder.build_clean();
    let html = checked(&built, "/").replace('\u{a0}', " ");
    assert!(html.contains("the map (CSV, 1 KB) and") && html.contains("and Arabic."), "{html}");
    assert!(!html.contains("map.csv") && !html.contains("<object") && html.contains("A well (PNG, 1 KB)"), "{html}");
}

#[test]
fn files_of_a_folder_without_a_server_link_inside_too() {
    let folder = folder();
    let files = pipeline::Options { links: firstflight::config::LinkStyle::Files, ..options(folder.path()) };
    let built = pipeline::build(&files).unwrap();
    let html = page(&built, "all.html");
    assert!(html.contains("<a href=#/notes/b/times>the other</a>") && !html.contains("index.html"), "{html}");
    assert!(page(&built, "notes/index.html").contains("href=../all.html"));
}

#[test]
fn pages_name_the_file_and_what_it_costs() {
    let built = folder().build_clean();
    let edition = built.output.get("all.html").unwrap();
    let sent = firstflight::shrink::sent(&edition.bytes().unwrap(), Encoding::Gzip);
    let note = format!("<a href=../../all.html>All pages in one file</a> ({} KB)", sent.div_ceil(1_000));
    let html = page(&built, "notes/a/index.html").replace('\u{a0}', " ");
    assert!(html.contains(&note), "{note}: {html}");
    assert!(page(&built, "tags/water/index.html").contains("All pages in one file"));
    assert!(!page(&built, "all.html").contains(">All pages in one file<"), "it does not name itself");
    assert!(!page(&built, "sitemap.xml").contains("all.html"));
    assert!(built.weights.pages.iter().any(|page| page.address == "/all.html" && page.sent > 0));
}

#[test]
fn a_site_without_editions_has_none() {
    let built = Folder::new().build();
    assert!(built.output.get("all.html").is_none());
}

#[test]
fn the_bulletin_in_one_file_has_the_same_words_in_each_language() {
    let built = support::build(&repository().join("tests/sites/bulletin"));
    for at in ["/", "/fr/", "/ar/"] {
        let html = checked(&built, at);
        assert!(html.contains(&format!("https://health.lirandou.example{at}events/")), "calendars: {html}");
    }
    assert!(page(&built, "fr/index.html").contains(">Toutes les pages dans un seul fichier</a>"));
    assert!(page(&built, "fr/all.html").contains("<a href=#all>Afficher toutes les pages</a>"));
}

#[test]
fn a_conference_in_one_file_has_the_band_of_its_theme() {
    let folder = Folder::new();
    for name in ["site.yaml", "events.yaml", "sources.yaml", "statistics.yaml"] {
        let path = repository().join("tests/sites/conference/content").join(name);
        folder.write(&format!("content/{name}"), &std::fs::read_to_string(path).unwrap());
    }
    for entry in std::fs::read_dir(repository().join("tests/sites/conference/content/en")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            let name = entry.file_name().into_string().unwrap();
            std::fs::copy(entry.path(), folder.path().join("content/en").join(name)).unwrap();
        }
    }
    let settings = std::fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    folder.write("content/site.yaml", &format!("{settings}editions: [one-file]\n"));
    let built = folder.build();
    let html = page(&built, "all.html");
    let document = Html::parse_document(&html);
    assert!(!all(&document, "header .when").is_empty() && all(&document, ".pages > section").len() > 2, "{html}");
}

#[test]
fn a_large_edition_is_a_note_and_not_a_page_over_the_budget() {
    let folder = folder();
    let settings = std::fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    folder.write("content/site.yaml", &format!("{settings}budget: {{ page: 1500 }}\n"));
    let built = folder.build();
    let found: Vec<_> = built.report.findings().iter().filter(|it| it.code == Code::LargeEdition).collect();
    let [finding] = &found[..] else { panic!("{:?}", support::told(&built)) };
    assert_eq!(finding.level, Level::Note);
    let place = finding.place.as_ref().unwrap();
    assert_eq!(&place.file().text()[place.range().unwrap()], "one-file");
    assert!(finding.message.contains("in one file is"), "{}", finding.message);
    assert!(finding.notes.iter().any(|note| note.ends_with("content/en/notes/a.md")), "{:?}", finding.notes);
    let over = built.report.findings().iter().filter(|it| it.code == Code::OverBudget);
    assert_eq!(over.filter(|it| it.message.contains("all.html")).count(), 0);
    folder.write(
        "content/site.yaml",
        &format!("{settings}budget: {{ page: 1500 }}\nfindings: {{ large-edition: off }}\n"),
    );
    assert!(folder.build().report.findings().iter().all(|it| it.code != Code::LargeEdition));
}

#[test]
fn a_file_at_its_address_is_an_error() {
    let folder = folder();
    folder.write("content/en/all.html", "<p>Own.</p>");
    let told = support::told(&folder.build());
    assert!(told.iter().any(|it| it.starts_with("address-clash content/en/all.html")), "{told:?}");
}

#[test]
fn an_edition_follows_every_edit_as_a_new_build_does() {
    let folder = folder();
    let mut cache = Cache::new();
    let mut build = || pipeline::make(&options(folder.path()), &mut cache, &ReadScope::Whole).unwrap().output;
    let long: String = (0..400).map(|number| format!("word{number} ")).collect();
    for text in ["One.", "Two.", "Two.", &long, "Three."] {
        folder.write("content/en/last.md", &format!("---\ntitle: Last\n---\n{text}\n"));
        let warm = build();
        let cold = folder.build().output;
        for (path, artifact) in cold.iter() {
            let now = warm.get(path).unwrap_or_else(|| panic!("{path}"));
            assert_eq!(now.bytes(), artifact.bytes(), "{path}");
        }
        let html = String::from_utf8(warm.get("all.html").unwrap().bytes().unwrap().into_owned()).unwrap();
        assert!(html.contains(text.trim()), "{text}");
    }
}
