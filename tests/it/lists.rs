//! Lists of pages and events in the text of pages and in templates: which entries they have, in which order, and when they
//! change.

use std::path::Path;

use firstflight::cache::{Cache, ReadScope};
use firstflight::config::{BuildDate, DateOrigin};
use firstflight::pipeline::{self, Built, Options};

use super::support::{self, Folder, page};

const SITE: &str = "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n\
                    taxonomies: { topics: { title: Topics } }\n";

/// A site with news of several years, services that are folders, and a page in French.
fn folder() -> Folder {
    let folder = Folder::new();
    let french = std::fs::read_to_string("tests/sites/bulletin/themes/local/strings/fr.yaml").unwrap();
    folder
        .write("content/site.yaml", SITE)
        .write("themes/local/strings/fr.yaml", &french)
        .write("content/en/news/index.md", "---\ntitle: News\n---\nNews.\n")
        .write(
            "content/en/news/b.md",
            "---\ntitle: Bread\ndate: 2025-03-01\ntags: [food]\ntopics: [trade]\norder: 2\n---\nB.\n",
        )
        .write("content/en/news/c.md", "---\ntitle: école\ndate: 2026-03-01\n---\nC.\n")
        .write("content/en/news/old/index.md", "---\ntitle: Old news\n---\nOld.\n")
        .write("content/en/news/old/a.md", "---\ntitle: Apples\ndate: 2024-03-01\ntags: [Food]\norder: 1\n---\nA.\n")
        .write("content/en/news/undated.md", "---\ntitle: Undated\n---\nU.\n")
        .write("content/en/services/index.md", "---\ntitle: Services\n---\nS.\n")
        .write("content/en/services/water/index.md", "---\ntitle: Water\n---\nW.\n")
        .write("content/fr/index.md", "---\ntitle: Accueil\n---\nBonjour.\n")
        .write("content/fr/nouvelles/index.md", "---\ntitle: Nouvelles\n---\nN.\n")
        .write("content/fr/nouvelles/pain.md", "---\ntitle: Pain\ndate: 2026-01-01\n---\nP.\n");
    folder
}

/// The home page with this text, as it is built, after `<h1>`.
fn home(folder: &Folder, text: &str) -> Built {
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{text}\n"));
    folder.build()
}

/// The texts of the links in the list of the home page, and its years.
fn entries(folder: &Folder, call: &str) -> Vec<String> {
    let built = home(folder, call);
    let errors: Vec<_> = built.report.findings().iter().map(|finding| finding.message.clone()).collect();
    assert!(!built.report.has_errors(), "{call}: {errors:?}");
    let html = page(&built, "index.html");
    let (_, html) = html.split_once("</h1>").unwrap();
    let (html, _) = html.split_once("</main>").unwrap();
    let parts = scraper::Html::parse_fragment(html);
    let wanted = scraper::Selector::parse("a, b").unwrap();
    parts.select(&wanted).map(|element| element.text().collect::<String>()).collect()
}

#[test]
fn a_list_has_the_pages_that_its_arguments_name_in_their_order() {
    let folder = folder();
    for (call, expected) in [
        ("{{ pages(section=\"news\") }}", &["école", "Bread", "Apples", "Undated"][..]),
        ("{{ pages(section=\"/news/\", reverse=true) }}", &["Apples", "Bread", "école", "Undated"]),
        ("{{ pages(section=\"news\", limit=2) }}", &["école", "Bread"]),
        ("{{ pages(section=\"news/old\") }}", &["Apples"]),
        ("{{ pages(section=\"services\") }}", &["Water"]),
        ("{{ pages(section=\"news\", sort=\"title\") }}", &["Apples", "Bread", "école", "Undated"]),
        ("{{ pages(section=\"news\", sort=\"title\", reverse=true) }}", &["Undated", "école", "Bread", "Apples"]),
        ("{{ pages(section=\"news\", sort=\"order\") }}", &["Apples", "Bread", "école", "Undated"]),
        ("{{ pages(section=\"news\", sort=\"order\", reverse=true) }}", &["Bread", "Apples", "école", "Undated"]),
        ("{{ pages(tag=\"food\") }}", &["Bread", "Apples"]),
        ("{{ pages(tag=\"FOOD\", section=\"news/old\") }}", &["Apples"]),
        ("{{ pages(tag=\"trade\", taxonomy=\"topics\") }}", &["Bread"]),
        (
            "{{ pages(section=\"news\", group=\"year\") }}",
            &["2026", "école", "2025", "Bread", "2024", "Apples", "Without a date", "Undated"],
        ),
        ("{{ pages(section=\"news\", group=\"year\", reverse=true, limit=2) }}", &["2024", "Apples", "2025", "Bread"]),
        ("{{ pages(language=\"fr\", section=\"nouvelles\") }}", &["Pain"]),
        ("{{ pages(limit=1) }}", &["école"]),
    ] {
        assert_eq!(entries(&folder, call), expected, "{call}");
    }
}

#[test]
fn a_page_is_not_in_its_own_list() {
    let folder = folder();
    folder.write(
        "content/en/news/c.md",
        "---\ntitle: école\ndate: 2026-03-01\n---\n{{ pages(section=\"news\", limit=2) }}\n",
    );
    let html = page(&folder.build_clean(), "news/c/index.html");
    assert!(html.contains(">Bread</a>") && html.contains(">Apples</a>"), "{html}");
    assert_eq!(html.matches("école").count(), 2, "its title and its heading: {html}");
}

#[test]
fn every_wrong_argument_of_a_list_is_found() {
    let folder = folder();
    folder.write("content/en/loose/one.md", "---\ntitle: One\n---\nOne.\n");
    for (call, expected, help) in [
        ("pages(section=\"nws\")", "wrong-argument 4:18: there is no section `nws`", "did you mean `news`?"),
        (
            "pages(section=\"loose\")",
            "wrong-argument 4:18: the folder `loose` has no `index.md`",
            "add content/en/loose/index.md",
        ),
        ("pages(section=\"\")", "wrong-argument 4:18: there is no section ``", ""),
        (
            "pages(tag=\"fod\")",
            "wrong-argument 4:14: no page in this language has `fod` in `tags`",
            "did you mean `food`?",
        ),
        ("pages(tag=\"food\", language=\"fr\")", "wrong-argument 4:14: no page in this language has `food`", ""),
        (
            "pages(taxonomy=\"topic\", tag=\"trade\")",
            "wrong-argument 4:19: there is no taxonomy `topic`",
            "did you mean `topics`?",
        ),
        ("pages(taxonomy=\"topics\")", "wrong-argument 4:19: `taxonomy` has no effect without `tag`", "add `tag="),
        ("pages(limit=0)", "wrong-argument 4:16: `limit` must be at least 1", "write how many"),
        ("pages(limit=-1)", "wrong-argument 4:16: `limit` must be at least 1", "write how many"),
        ("pages(sort=\"dat\")", "wrong-argument 4:15: `sort` does not take `dat`", "did you mean `date`?"),
        ("pages(group=\"month\")", "wrong-argument 4:16: `group` does not take `month`", "write one of year"),
        ("pages(language=\"de\")", "wrong-argument 4:19: there is no language `de`", ""),
        ("pages(limit=\"2\")", "wrong-argument 4:16: `limit` takes a whole number, not text", "write `limit=2`"),
        ("pages(sektion=\"news\")", "unknown-argument 4:10: `pages` does not take an argument `sektion`", ""),
        (
            "events(when=\"soon\")",
            "wrong-argument 4:16: `when` does not take `soon`",
            "write one of upcoming, past, all",
        ),
        ("events(limit=0)", "wrong-argument 4:17: `limit` must be at least 1", "write how many"),
    ] {
        let built = home(&folder, &format!("{{{{ {call} }}}}"));
        let errors = built.report.findings().iter().filter(|finding| finding.level.name() == "error");
        let told: Vec<_> = errors
            .map(|finding| {
                let place = finding.place.as_ref().unwrap().to_string();
                let (_, at) = place.split_once("index.md:").unwrap();
                (format!("{} {at}: {}", finding.code, finding.message), finding.help.clone().unwrap_or_default())
            })
            .collect();
        assert_eq!(told.len(), 1, "{call}: {told:?}");
        assert!(told[0].0.starts_with(expected) && told[0].1.starts_with(help), "{call}: {told:?}");
    }
}

#[test]
fn words_and_sections_of_pages_that_are_not_published_are_known() {
    let folder = folder();
    folder.write("content/en/later.md", "---\ntitle: Later\npublish: 2027-01-01\ntags: [rain]\n---\nL.\n");
    folder.write("content/en/plans/index.md", "---\ntitle: Plans\npublish: 2027-01-01\n---\nP.\n");
    assert_eq!(entries(&folder, "{{ pages(tag=\"rain\") }}"), [""; 0]);
    assert_eq!(entries(&folder, "{{ pages(section=\"plans\") }}"), [""; 0]);
    assert!(page(&folder.build(), "index.html").contains("Nothing at present."));
}

#[test]
fn components_of_a_theme_take_lists_with_their_own_names_and_defaults() {
    let folder = folder();
    let latest = "{% component latest(limit: integer = 2, section: string = \"news\", @pages) {\"block\": true} %}\
                  <ol>{% for p in pages.pages %}<li>{{ p.title }} {{ p.tags | join(sep=\"+\") }} {{ p.language }}{% endfor %}</ol>\
                  {% endcomponent latest %}";
    let template = "{% extends \"base.html\" %}{% block after %}{{ <latest limit={1} /> }}{{ <pages tag=\"food\" /> }}{% endblock %}";
    folder.write("themes/local/shortcodes/latest.html", latest);
    folder.write("themes/local/templates/front.html", template);
    folder.write("content/en/front.md", "---\ntitle: Front\ntemplate: front\n---\nF.\n");
    let built = home(&folder, "{{ latest() }} {{ latest(limit=0) }}");
    let told: Vec<_> = built.report.findings().iter().map(|finding| finding.message.clone()).collect();
    assert!(told.contains(&"`limit` must be at least 1".to_owned()), "{told:?}");
    let built = home(&folder, "{{ latest() }}");
    assert!(!built.report.has_errors(), "{:?}", built.report.findings());
    let html = page(&built, "index.html");
    assert!(html.contains("<li>école en<li>Bread food en</ol>"), "{html}");
    let html = page(&built, "front/index.html");
    assert!(html.contains("<ol><li>école en</ol>") && html.contains("href=../news/b/"), "{html}");
    folder.write("themes/local/templates/front.html", &template.replace("food", "fod"));
    let built = folder.build();
    let finding = built.report.findings().iter().find(|finding| finding.message.contains("`fod`")).unwrap();
    assert!(finding.place.as_ref().unwrap().to_string().starts_with("themes/local/templates/front.html:1:"));
}

const EVENTS: &str = "- id: first\n  title: First\n  date: 2026-11-24\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n\
                      - id: later\n  title: Later\n  date: 2027-05-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n  place: Lyon\n\
                      - id: gone\n  title: Gone\n  date: 2026-01-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n\
                      - id: some\n  title: Some day\n  date: unknown\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n";

fn options(path: &Path, at: &str) -> Options {
    Options { at: BuildDate { date: at.parse().unwrap(), origin: DateOrigin::Flag }, ..support::options(path) }
}

fn build_at(folder: &Folder, at: &str) -> Built {
    support::workers().install(|| pipeline::build(&options(folder.path(), at)).unwrap())
}

#[test]
fn lists_of_events_follow_the_date_of_the_build_and_name_it() {
    let folder = folder();
    folder.write("content/events.yaml", EVENTS);
    folder.write("content/en/talk.md", "---\ntitle: Talk\nevent: first\n---\nT.\n");
    let items = |call: &str, at: &str| {
        folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{call}\n"));
        let built = build_at(&folder, at);
        assert!(!built.report.has_errors(), "{:?}", built.report.findings());
        let parts = scraper::Html::parse_document(&page(&built, "index.html"));
        let wanted = scraper::Selector::parse("main li, main .small").unwrap();
        parts.select(&wanted).map(|element| element.text().collect::<String>()).collect::<Vec<_>>()
    };
    let day = |title: &str, date: &str| format!("{date}, 10:00 {title}Paris");
    let first = day("First", "Tue, 24 November 2026");
    let later = format!("{}, Lyon", day("Later", "Sat, 1 May 2027"));
    let gone = day("Gone", "Thu, 1 January 2026");
    for (call, at, expected) in [
        ("{{ events() }}", "2026-11-23", &[&first, &later, "Some day", "As of 23 November 2026."][..]),
        ("{{ events() }}", "2026-11-24", &[&first, &later, "Some day", "As of 24 November 2026."]),
        ("{{ events(limit=1) }}", "2026-11-25", &[&later, "As of 25 November 2026."]),
        ("{{ events(reverse=true) }}", "2026-11-23", &[&later, &first, "Some day", "As of 23 November 2026."]),
        ("{{ events(when=\"past\") }}", "2026-11-25", &[&first, &gone, "As of 25 November 2026."]),
        ("{{ events(when=\"all\") }}", "2026-11-23", &[&gone, &first, &later, "Some day"]),
    ] {
        assert_eq!(items(call, at), expected, "{call} {at}");
    }
    assert!(page(&build_at(&folder, "2026-11-23"), "index.html").contains("<a href=talk/>First</a>"));
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n{{ events() }}\n");
    folder.write("content/events.yaml", "");
    let built = build_at(&folder, "2026-11-23");
    assert!(page(&built, "index.html").contains("Nothing at present.") && built.date_used);
}

#[test]
fn the_next_date_is_that_of_the_next_change_of_the_output() {
    // The dates that lists of events name are not counted.
    let text = |built: &Built, at: &str| -> Vec<(String, String)> {
        let pages = built
            .output
            .pages()
            .map(|(path, html, _)| (path.to_owned(), String::from_utf8(html.joined().into_owned()).unwrap()));
        let without_date = |html: String| match html.split_once(&format!("As of <time datetime={at}>")) {
            Some((before, after)) => format!("{before}As of{}", after.split_once('<').unwrap().1),
            None => html,
        };
        pages.map(|(path, html)| (path, without_date(html))).collect()
    };
    let folder = folder();
    folder.write("content/events.yaml", EVENTS);
    for (page, front) in
        [("a", "publish: 2026-12-24"), ("b", "expires: 2027-02-01"), ("c", "publish: 2026-12-01\ndraft: true")]
    {
        folder.write(&format!("content/en/{page}.md"), &format!("---\ntitle: Page\norder: 1\n{front}\n---\nP.\n"));
    }
    for (call, dates) in [
        ("{{ events() }}", &["2026-11-25", "2026-12-24", "2027-02-01", "2027-05-02"][..]),
        ("{{ event(id=\"later\") }}", &["2026-12-24", "2027-02-01", "2027-05-02"]),
        ("Words.", &["2026-12-24", "2027-02-01"]),
    ] {
        folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{call}\n"));
        let mut at = "2026-11-23".to_owned();
        let mut found = Vec::new();
        loop {
            let built = build_at(&folder, &at);
            let Some(next) = built.next_change else { break };
            assert!(built.date_used, "{call}");
            let day_before = next.yesterday().unwrap().to_string();
            let before = text(&build_at(&folder, &day_before), &day_before);
            assert_eq!(text(&built, &at), before, "{call}: nothing changes before {next}");
            at = next.to_string();
            assert_ne!(text(&build_at(&folder, &at), &at), before, "{call}: something changes on {next}");
            found.push(at.clone());
        }
        assert_eq!(found, dates, "{call}");
    }
}

#[test]
fn the_preview_keeps_lists_up_to_date_and_renders_only_what_shows_them() {
    let folder = folder();
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n{{ pages(section=\"news\", limit=1) }}\n");
    let options = options(folder.path(), support::TODAY);
    let mut cache = Cache::new();
    let mut make = || support::workers().install(|| pipeline::make(&options, &mut cache, &ReadScope::Whole).unwrap());
    make();
    folder.write("content/en/news/c.md", "---\ntitle: école\ndate: 2026-03-01\n---\nOther words, and more.\n");
    assert_eq!(make().rendered, 1, "a list shows nothing of the text of a page");
    folder.write("content/en/news/c.md", "---\ntitle: Another\ndate: 2026-03-01\n---\nOther words.\n");
    let built = make().weigh(&options);
    assert!(page(&built, "index.html").contains(">Another</a>"));
}

#[test]
fn the_command_line_names_the_next_date() {
    let folder = folder();
    folder.write("content/en/a.md", "---\ntitle: A\norder: 1\npublish: 2027-01-15\n---\nA.\n");
    let run = |arguments: &[&str]| {
        let output = support::firstflight(arguments).arg("--site").arg(folder.path()).output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    assert_eq!(run(&["check", "--next-change", "--at", "2026-11-23"]), ("2027-01-15\n".to_owned(), Some(0)));
    assert_eq!(run(&["check", "--next-change", "--at", "2027-01-15"]), ("none\n".to_owned(), Some(0)));
    let (text, _) = run(&["check", "--at", "2026-11-23"]);
    assert!(
        text.contains("The build date was 2026-11-23 (--at). The site changes by itself next on 2027-01-15.\n"),
        "{text}"
    );
    let (json, _) = run(&["check", "--at", "2026-11-23", "--format", "json"]);
    let last = json.lines().last().unwrap();
    assert!(last.contains("\"build_date\":\"2026-11-23\",\"next_change\":\"2027-01-15\","), "{last}");
    assert_eq!(run(&["check", "--next-change", "--format", "json"]).1, Some(2));
}
