//! The outline: what pages show of each other, and what the preview compares to find out which pages to render again, are
//! one value. Whatever changes the one changes the other.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use firstflight::cache::{Cache, ReadScope};
use firstflight::output::{Body, Output};
use firstflight::pipeline::{self, UnweighedSite};
use firstflight::read::FrontMatter;
use firstflight::site::Site;

use super::support::{self, Folder, page};

/// Shows everything that a page can know of the others, and nothing of its own front matter.
const SHOWS_ALL: &str = "<!doctype html><title>T</title><pre>{{ outline }}{{ page.menu }}{{ page.children }}{{ page.parent }}\
                         {{ page.previous }}{{ page.next }}{{ site }}</pre>";

const EVENT: &str = "- id: talk\n  title: { en: A talk, fr: Un exposé }\n  date: 2026-12-01\n  start: \"23:00\"\n  \
                     end_date: 2026-12-02\n  end: \"01:00\"\n  zone: Europe/Paris\n  place: Paris\n";

fn make(folder: &Folder, cache: &mut Cache) -> UnweighedSite {
    let options = support::options(folder.path());
    support::workers().install(|| pipeline::make(&options, cache, &ReadScope::Whole).unwrap())
}

/// A site of three pages and a section, whose page `news/subject.md` has this front matter and body.
fn folder(front: &str, body: &str) -> Folder {
    let folder = Folder::new();
    folder
        .write(
            "content/site.yaml",
            "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n",
        )
        .write("content/sources.yaml", "- id: s\n  title: A source\n")
        .write("content/statistics.yaml", "- id: n\n  value: 37\n  unit: count\n  period: \"2019\"\n  source: s\n")
        .write("content/events.yaml", EVENT)
        .write("content/fr/index.md", "---\ntitle: Accueil\n---\nAccueil.\n")
        .write("content/fr/sujet.md", "---\ntitle: Sujet\n---\nSujet.\n")
        .write("content/en/news/index.md", "---\ntitle: News\norder: 1\n---\nNews.\n")
        .write("content/en/news/other.md", "---\ntitle: Other\ndate: 2026-01-05\n---\nOther.\n")
        .write("content/en/news/subject.md", &format!("---\n{front}---\n{body}"));
    for name in ["page", "section", "sources", "special"] {
        folder.write(&format!("themes/local/templates/{name}.html"), SHOWS_ALL);
    }
    // What makes it the page that others link to for each record.
    let anchors = "{% for s in outline.statistics %}<p id=\"stat-{{ s.id }}\">{{ s.text }}</p>{% endfor %}";
    folder.write("themes/local/templates/sources.html", &format!("{SHOWS_ALL}{anchors}"));
    folder
}

/// Everything that is published but the page `news/subject.md` itself.
fn rest(output: &Output, site: &Site) -> BTreeMap<String, Vec<u8>> {
    let own = site.pages.iter().find(|page| page.source.file.path() == "content/en/news/subject.md");
    let own = own.map(|page| firstflight::site::output_path(&page.address));
    let others = output.iter().filter(|(path, _)| Some(*path) != own.as_deref());
    others
        .map(|(path, artifact)| match &artifact.body {
            Body::Bytes(bytes) => (path.to_owned(), bytes.joined().into_owned()),
            Body::File { path: disk, .. } => (path.to_owned(), fs::read(disk).unwrap()),
        })
        .collect()
}

const TITLE: &str = "title: Subject\n";

/// Changes of one field of the front matter: its name, its lines before and after, and whether other pages show a difference.
const CHANGES: &[(&str, &str, &str, bool)] = &[
    ("title", TITLE, "title: New\n", true),
    ("title", TITLE, "", true),
    ("text_ranges", TITLE, "# A comment.\ntitle: \"Subject\"\n", false),
    ("menu_title", TITLE, "title: Subject\nmenu_title: New\n", true),
    ("description", TITLE, "title: Subject\ndescription: New.\n", true),
    ("date", TITLE, "title: Subject\ndate: 2026-02-03\n", true),
    ("updated", TITLE, "title: Subject\nupdated: 2026-02-03\n", true),
    ("order", TITLE, "title: Subject\norder: 3\n", true),
    ("ordered", TITLE, "title: Subject\nordered: false\n", false),
    ("slug", TITLE, "title: Subject\nslug: new\n", true),
    ("slug", TITLE, "title: Subject\nslug: subject\n", false),
    ("draft", TITLE, "title: Subject\ndraft: true\n", true),
    ("draft", TITLE, "title: Subject\ndraft: false\n", false),
    ("publish", TITLE, "title: Subject\npublish: 2020-01-01\n", false),
    ("publish", TITLE, "title: Subject\npublish: 2030-01-01\n", true),
    ("expires", TITLE, "title: Subject\nexpires: 2030-01-01\n", false),
    ("expires", TITLE, "title: Subject\nexpires: 2020-01-01\n", true),
    ("template", TITLE, "title: Subject\ntemplate: special\n", false),
    ("template", TITLE, "title: Subject\ntemplate: sources\n", true),
    ("event", TITLE, "title: Subject\nevent: talk\n", true),
    ("event", TITLE, "title: Subject\nevent: nothing\n", false),
    ("translation_of", TITLE, "title: Subject\ntranslation_of: ../../fr/sujet.md\n", true),
    ("translation_of", TITLE, "title: Subject\ntranslation_of: ../../fr/nothing.md\n", false),
    ("aliases", TITLE, "title: Subject\naliases: [/old/]\n", true),
    ("expect", TITLE, "title: Subject\nexpect: [{ finding: broken-link, reason: r }]\n", false),
    ("terms", TITLE, "title: Subject\ntags: [water]\n", true),
    ("terms", "title: Subject\ntags: [water]\n", "title: Subject\ntags: [\"water\"]\n", false),
    ("terms", "title: Subject\ntags: [a, b]\n", "title: Subject\ntags: [b, a]\n", true),
    ("authors", TITLE, "title: Subject\nauthors: [Ada]\n", true),
    ("images", TITLE, "title: Subject\nimages: inline\n", false),
    ("noindex", TITLE, "title: Subject\nnoindex: true\n", true),
    ("extra", TITLE, "title: Subject\nextra: { role: lead }\n", true),
    ("extra", TITLE, "title: Subject\nextra: {}\n", false),
    ("extra", "title: Subject\nextra: { a: 1, b: 2 }\n", "title: Subject\nextra: { b: 2, a: 1 }\n", true),
    ("extra", "title: Subject\nextra: { a: [0.0] }\n", "title: Subject\nextra: { a: [-0.0] }\n", true),
    ("extra", "title: Subject\nextra: { a: [1] }\n", "title: Subject\nextra: { a: [1, 2] }\n", true),
    ("extra", "title: Subject\nextra: { a: 1 }\n", "title: Subject\nextra: { a: \"1\" }\n", true),
    ("extra", "title: Subject\nextra: { a: x }\n", "title: Subject\nextra: { a: \"x\" }\n", false),
    ("has_changes", TITLE, "title: Subject\ndescription: It fell by -5 percent.\n", true),
    ("in_extra", "title: Subject\nextra: { menu: main }\n", "title: Subject\nextra: {  menu: main }\n", false),
    ("unclosed", TITLE, "title: Subject\n--", true),
];

/// Every field of the front matter. A new one does not compile here until it is listed, and then needs a change above.
fn fields() -> Vec<&'static str> {
    macro_rules! fields {
        ($($field:ident),* $(,)?) => {{
            let FrontMatter { $($field: _),* } = FrontMatter::default();
            vec![$(stringify!($field)),*]
        }};
    }
    fields![
        title,
        menu_title,
        description,
        text_ranges,
        date,
        updated,
        order,
        ordered,
        slug,
        noindex,
        draft,
        publish,
        expires,
        template,
        event,
        translation_of,
        aliases,
        terms,
        authors,
        images,
        expect,
        extra,
        has_changes,
        in_extra,
        unclosed,
    ]
}

/// Whether other pages show a difference, and whether the outline has one; after which the round with a cache must agree
/// with the round without.
fn differences(before: (&str, &str), after: (&str, &str)) -> (bool, bool) {
    let first = folder(before.0, before.1);
    let mut cache = Cache::new();
    let old = make(&first, &mut cache);
    let text = format!("---\n{}---\n{}", after.0, after.1);
    // A file that is as long as before, written within one tick of the clock, would count as unchanged.
    fs::remove_file(first.path().join("content/en/news/subject.md")).unwrap();
    first.write("content/en/news/subject.md", &text);
    let disk = fs::File::options().append(true).open(first.path().join("content/en/news/subject.md")).unwrap();
    disk.set_modified(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000)).unwrap();
    let new = make(&first, &mut Cache::default());
    let warm = make(&first, &mut cache);
    assert_eq!(rest(&warm.output, &warm.site), rest(&new.output, &new.site), "{after:?}");
    let shows = rest(&old.output, &old.site) != rest(&new.output, &new.site);
    (shows, !new.site.has_same_outline(&old.site))
}

#[test]
fn other_pages_change_exactly_if_the_outline_does_whatever_field_changes() {
    let mut wrong = Vec::new();
    for &(field, before, after, expected) in CHANGES {
        let found = differences((before, "Words.\n"), (after, "Words.\n"));
        if found != (expected, expected) {
            wrong.push(format!("{field}: {after:?}: expected {expected}, (shown, outline) is {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for field in fields() {
        assert!(CHANGES.iter().any(|(changed, ..)| *changed == field), "no change of `{field}` is tried");
    }
}

#[test]
fn other_pages_change_exactly_if_the_outline_does_whatever_changes_in_a_body() {
    for (body, expected) in [
        ("Other words.\n", false),
        ("## A heading\n\nWords.\n", false),
        ("See [other](other.md).\n", false),
        ("There are {{ stat(id=\"n\") }} of them.\n", true),
        ("{{ event(id=\"talk\") }}\n", true),
    ] {
        let found = differences((TITLE, "Words.\n"), (TITLE, body));
        assert_eq!(found, (expected, expected), "{body}: (shown, outline)");
    }
}

#[test]
fn a_template_lists_the_extra_values_and_the_events_of_the_site_and_keeps_up_with_edits() {
    const LISTS: &str = "<!doctype html><title>{{ page.title }}</title>{% for p in outline.pages %}{% if p.extra.role %}\
                         <p>{{ p.title }}: {{ p.extra.role }}</p>{% endif %}{% endfor %}{% for e in outline.events %}\
                         <p>{{ e.id }} {{ e.title }} {{ e.state }} {% if e.date %}{{ e.date }} {{ e.start }} \
                         {{ e.end_date }} {{ e.end }} {{ e.zone }} {{ e.city }} {% endif %}{{ e.place }} \
                         {{ e.address | link }}{% if e.calendar_address %} {{ e.calendar_address | link }} \
                         {{ e.data_address | link }}{% endif %}</p>{% endfor %}";
    let folder = folder("title: Subject\nextra: { role: lead }\n", "{{ event(id=\"talk\") }}\n");
    for name in ["page", "section", "sources", "special"] {
        folder.write(&format!("themes/local/templates/{name}.html"), LISTS);
    }
    let mut cache = Cache::new();
    let other = |made: &UnweighedSite| match &made.output.get("news/other/index.html").unwrap().body {
        Body::Bytes(bytes) => String::from_utf8(bytes.joined().into_owned()).unwrap(),
        Body::File { .. } => panic!("a page is in memory"),
    };
    let made = make(&folder, &mut cache);
    let event = "<p>talk A talk known 2026-12-01 23:00 2026-12-02 01:00 Europe/Paris Paris Paris ../subject/ \
                 ../../events/talk.ics ../../events/talk.jsonld";
    let html = other(&made);
    assert!(html.contains("<p>Subject: lead") && html.contains(event), "{html}");

    folder.write("content/en/news/subject.md", "---\ntitle: Subject\nextra: { role: second }\n---\nNo event.\n");
    folder.write("content/en/index.md", "---\ntitle: Home\nevent: talk\n---\nHome.\n");
    let html = other(&make(&folder, &mut cache));
    assert!(html.contains("<p>Subject: second") && !html.contains("lead"), "{html}");
    assert!(html.contains("Europe/Paris Paris Paris ../../ ../../events/talk.ics"), "{html}");

    folder.write("content/events.yaml", &EVENT.replace("A talk", "A longer talk"));
    let html = other(&make(&folder, &mut cache));
    assert!(html.contains("<p>talk A longer talk known"), "{html}");

    // Nothing is asserted of what the source contradicts.
    let quoted = "  source_text: 23:00 CET / 23:00 GMT\n  resolution: { choice: quote, reason: Unclear. }\n";
    folder.write("content/events.yaml", &format!("{EVENT}{quoted}"));
    let html = other(&make(&folder, &mut cache));
    assert!(html.contains("<p>talk A talk quoted") && !html.contains("23:00"), "{html}");
    assert!(!html.contains("2026-12") && !html.contains("Europe/Paris") && !html.contains(".ics"), "{html}");
    assert_eq!(html, page(&folder.build(), "news/other/index.html"));
}

#[test]
fn an_event_is_listed_with_the_page_in_the_language_of_the_reader() {
    let folder = Folder::new();
    let list =
        "<!doctype html><title>T</title>{% for e in outline.events %}<p>{{ e.title }}: {{ e.address }}</p>{% endfor %}";
    folder
        .write(
            "content/site.yaml",
            "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ }, de: { at: /de/ } }\n",
        )
        .write("content/events.yaml", EVENT)
        .write("content/de/index.md", "---\ntitle: Start\n---\nStart.\n")
        .write("content/en/talk.md", "---\ntitle: Talk\nevent: talk\n---\nTalk.\n")
        .write("content/fr/index.md", "---\ntitle: Accueil\n---\n{{ event(id=\"talk\") }}\n")
        .write("themes/local/templates/page.html", list)
        .write("themes/local/templates/section.html", list);
    let built = folder.build();
    for (path, expected) in [("index.html", "A talk: /talk/"), ("fr/index.html", "Un exposé: /fr/")] {
        let html = page(&built, path);
        assert!(html.contains(&format!("<p>{expected}")), "{html}");
    }
    let html = page(&built, "de/index.html");
    assert!(html.contains(": /talk/"), "{html}");
}

#[test]
fn sites_are_equal_to_themselves() {
    let folder = folder(TITLE, "Words.\n");
    let [one, two]: [Arc<Site>; 2] = [(); 2].map(|()| make(&folder, &mut Cache::default()).site);
    assert!(one.has_same_outline(&two));
}
