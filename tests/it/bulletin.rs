//! The health bulletin of `tests/sites`: what its readers see in each of its three languages.

use scraper::{Html, Selector};

use crate::support::{self, Folder, page, repository};

fn bulletin() -> firstflight::pipeline::Built {
    support::build(&repository().join("tests/sites/bulletin"))
}

#[test]
fn each_page_speaks_one_language() {
    let built = bulletin();
    // Words of the theme and of records in the one language, which the other does not have.
    let english =
        ["Source:", "Period", "Provisional", "Where:", "Organised by", "This page", "of children", "Editor’s"];
    let french =
        ["Source\u{a0}:", "Période", "Provisoire", "Lieu", "Organisé", "Cette page", "des enfants", "rédaction"];
    let arabic = ["المصدر:", "الفترة", "بيانات أولية", "المكان:", "المنظم:", "هذه الصفحة", "الأطفال", "المحرر"];
    let mut pages = 0;
    for (path, html, _) in built.output.pages() {
        let document = Html::parse_document(std::str::from_utf8(&html.joined()).unwrap());
        let body = document.select(&Selector::parse("body").unwrap()).next().unwrap();
        let text: String = body.text().collect();
        let own = path.split('/').next().filter(|part| matches!(*part, "fr" | "ar")).unwrap_or("en");
        for (language, words) in [("en", &english), ("fr", &french), ("ar", &arabic)] {
            for word in words.iter().filter(|_| language != own) {
                assert!(!text.contains(word), "{path}: {word}");
            }
        }
        pages += 1;
    }
    assert_eq!(
        pages, 30,
        "eight pages in each language, one for addresses where nothing is published, and all in one file"
    );
    for folder in ["fr/", "ar/"] {
        assert_eq!(built.output.pages().filter(|(path, ..)| path.starts_with(folder)).count(), 10);
    }
}

#[test]
fn texts_of_an_event_are_those_of_the_page() {
    let built = bulletin();
    let (english, french) = (page(&built, "vaccination-days/index.html"), page(&built, "fr/vaccination/index.html"));
    assert!(english.contains("Paris still kept summer") && !english.contains("Paris vivait encore"));
    assert!(french.contains("Paris vivait encore") && !french.contains("Paris still kept summer"));
    assert!(english.contains("bring the vaccination card") && french.contains("apportez la carte"));
    let arabic = page(&built, "ar/vaccination-days/index.html");
    assert!(arabic.contains("كانت باريس لا تزال") && arabic.contains("أحضروا بطاقة التطعيم"));
}

#[test]
fn an_evening_in_niamey_is_the_next_day_further_east() {
    let html = page(&bulletin(), "vaccination-days/index.html");
    for said in [
        "20:30</time>–<time datetime=2026-12-01T22:30+01:00>22:30</time> Niamey (WAT, UTC+1)",
        "22:30 – Wed, 2 December 2026, 00:30 Nairobi (EAT, UTC+3)",
        "Wed, 2 December 2026, 01:00–03:00 Kolkata (IST, UTC+5:30)",
        "15:00–16:00 Paris (CEST, UTC+2)",
        "07:00–13:00 Niamey. Date: unknown.",
    ] {
        assert!(html.contains(said), "{said}\n{html}");
    }
}

#[test]
fn a_calendar_leads_to_the_page_in_its_own_language() {
    let built = bulletin();
    for id in ["partners-call", "vaccination-day-villages"] {
        let calendar = page(&built, &format!("events/{id}.ics"));
        assert!(calendar.contains("URL:https://health.lirandou.example/vaccination-days/\r\n"), "{calendar}");
        let data = page(&built, &format!("events/{id}.jsonld"));
        assert!(data.contains("\"url\": \"https://health.lirandou.example/vaccination-days/\""), "{data}");
    }
}

#[test]
fn each_language_has_its_feed_with_its_reports() {
    let built = bulletin();
    for (path, newest, home) in [
        ("atom.xml", "Week 47 of 2026", "https://health.lirandou.example/"),
        ("fr/atom.xml", "Semaine 47 de 2026", "https://health.lirandou.example/fr/"),
        ("ar/atom.xml", "تراجع الحصبة", "https://health.lirandou.example/ar/"),
    ] {
        let feed = page(&built, path);
        assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
        let first = &feed[feed.find("<entry>").unwrap()..];
        assert!(first.starts_with(&format!("<entry>\n<title>{newest}</title>")), "{feed}");
        assert!(feed.contains(&format!("<id>{home}</id>")), "{feed}");
    }
}

#[test]
fn every_row_of_a_table_has_a_name() {
    let folder = Folder::new();
    let record = |id: &str, more: &str| {
        format!("- id: {id}\n  value: 4\n  unit: count\n  area: Hills\n  period: \"2025\"\n  source: survey\n{more}")
    };
    let records = [record("first", "  indicator: first count\n"), record("last", "")].concat();
    folder
        .write("content/statistics.yaml", &records)
        .write("content/sources.yaml", "- id: survey\n  title: A survey\n");
    let call = "{{ data_table(ids=[\"first\", \"last\"], title=\"Two counts\") }}";
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{call}\n"));
    let html = page(&folder.build(), "index.html");
    let document = Html::parse_document(&html);
    let rows = Selector::parse("th[scope=row]").unwrap();
    let names: Vec<String> = document.select(&rows).map(|row| row.text().collect()).collect();
    assert_eq!(names, ["Hills, first count", "Hills"], "{html}");
}
