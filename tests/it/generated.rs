//! Generated pages are pages: the page for addresses where nothing is published, and redirects from old addresses. A site's
//! own `404.md`, `robots.txt`, sitemap and feed win over those that Firstflight writes.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use firstflight::cache::Cache;
use firstflight::cache::ReadScope;
use firstflight::config::LinkStyle;
use firstflight::pipeline::{self, Built};
use firstflight::report::Code;

use super::serve::Preview;
use super::support::{self, Folder, options, page, told};

const TWO_LANGUAGES: &str = "title: Test\nbase_url: https://example.org/sub/\ntheme: [local, plain]\n\
                             languages: { en: { at: / }, he: { at: /he/ } }\n";
const MISSING: &str = "---\ntitle: Gone\n---\nNot here. See [the list](news/list.md) or [home](index.md).\n";

/// A site in English and Hebrew with a page in a section.
fn folder() -> Folder {
    let folder = Folder::new();
    folder
        .write("content/site.yaml", TWO_LANGUAGES)
        .write("content/en/news/index.md", "---\ntitle: News\norder: 1\n---\nNews.\n")
        .write("content/en/news/list.md", "---\ntitle: List\ndate: 2026-01-01\n---\nList.\n")
        .write("content/he/index.md", "---\ntitle: התחלה\n---\nטקסט.\n")
        .write("themes/local/strings/he.yaml", &hebrew());
    folder
}

/// The strings of the theme `plain`, with other words for some.
fn hebrew() -> String {
    let english = std::fs::read_to_string(support::repository().join("themes/plain/strings/en.yaml")).unwrap();
    let lines = english.lines().map(|line| match line.split_once(": ") {
        Some(("missing_title", _)) => "missing_title: אין כאן דבר".to_owned(),
        // Hebrew has a form for two.
        _ => line.replace("{ one:", "{ two: \"{number}\", one:"),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn codes(built: &Built) -> Vec<Code> {
    built.report.findings().iter().map(|finding| finding.code).collect()
}

#[test]
fn each_language_has_a_page_for_addresses_where_nothing_is_published() {
    let built = folder().build_clean();
    let english = page(&built, "404.html");
    assert!(english.contains("<html lang=en>") && english.contains("noindex"), "{english}");
    let in_hebrew = page(&built, "he/404.html");
    assert!(in_hebrew.contains("<html dir=rtl lang=he>") && in_hebrew.contains("אין כאן דבר"), "{in_hebrew}");
    assert!(in_hebrew.contains("/sub/he/"), "links work at any depth: {in_hebrew}");
    let folder = folder();
    folder.write("themes/local/strings/he.yaml", &hebrew().replace("missing_title", "other_title"));
    let built = folder.build_clean();
    assert!(built.output.get("he/404.html").is_none(), "the theme has no title for it in this language");
    folder.write("themes/local/strings/he.yaml", &hebrew());
    folder.write("content/site.yaml", &TWO_LANGUAGES.replace("at: / ", "at: /en/ "));
    let built = folder.build_clean();
    assert!(page(&built, "404.html").contains("<html lang=en>"), "the first language has the page at the root");
    assert!(built.output.get("en/404.html").is_none() && built.output.get("he/404.html").is_some());
}

#[test]
fn in_a_folder_without_a_server_the_page_for_missing_addresses_has_relative_links() {
    let folder = folder();
    folder.write("content/en/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    folder.write("content/site.yaml", &format!("{TWO_LANGUAGES}logo: {{ file: logo.svg, alt: Test }}\n"));
    let options = pipeline::Options { links: LinkStyle::Files, ..options(folder.path()) };
    for own in [false, true] {
        if own {
            folder.write("content/en/404.md", MISSING);
        }
        let built = pipeline::build(&options).unwrap();
        let html = page(&built, "404.html");
        assert!(html.contains("src=logo.svg") && html.contains("href=index.html"), "{html}");
        assert!(!html.contains("=/sub/") && !html.contains("\"/sub/"), "{html}");
        // Not as the pages beside it, whose folders are one deeper.
        let in_hebrew = page(&built, "he/404.html");
        assert!(in_hebrew.contains("src=../logo.svg") && in_hebrew.contains("href=index.html"), "{in_hebrew}");
    }
}

#[test]
fn a_page_404_md_wins_over_the_generated_one_in_each_language() {
    let folder = folder();
    folder.write("content/en/404.md", MISSING);
    folder.write("content/he/404.md", "---\ntitle: ضائع\n---\nغير موجود. [התחלה](index.md)\n");
    let built = folder.build_clean();
    let english = page(&built, "404.html");
    assert!(english.contains("Not here.") && english.contains("noindex"), "{english}");
    // They work wherever a host shows the page.
    assert!(english.contains("href=/sub/news/list/") && english.contains("href=/sub/"), "{english}");
    assert!(!english.contains("href=news") && !english.contains("href=\"../"), "{english}");
    let in_hebrew = page(&built, "he/404.html");
    assert!(
        in_hebrew.contains("غير موجود") && in_hebrew.contains("dir=rtl") && in_hebrew.contains("href=/sub/he/"),
        "{in_hebrew}"
    );
    assert!(built.output.get("404/index.html").is_none());
    assert!(built.weights.pages.iter().any(|page| page.address == "/404.html" && page.sent > 0));
}

#[test]
fn pages_that_hosts_show_in_place_of_others_are_in_no_list() {
    let folder = folder();
    let lists = "<!doctype html><title>T</title><pre>{% for p in outline.pages %}{{ p.address }} {% endfor %}|{% for p in \
                 page.children %}{{ p.url }} {% endfor %}|{{ page.previous }}{{ page.next }}{{ page.menu }}</pre>";
    folder
        .write("themes/local/templates/section.html", lists)
        .write("content/en/404.md", "---\ntitle: Gone\norder: 1\ndate: 2026-02-02\nevent: talk\n---\nNot here.\n")
        .write("content/en/a.md", "---\ntitle: A\norder: 2\naliases: [/before/, /before.html]\n---\nA.\n")
        .write(
            "content/events.yaml",
            "- id: talk\n  title: A talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
        );
    let built = folder.build_clean();
    for path in ["sitemap.xml", "atom.xml", "index.html", "news/index.html", "events/talk.jsonld"] {
        let text = page(&built, path);
        assert!(!text.contains("404") && !text.contains("Gone") && !text.contains("before"), "{path}: {text}");
    }
    assert!(page(&built, "sitemap.xml").contains("/sub/a/"));
    assert!(built.output.get("before/index.html").is_some() && built.output.get("before.html").is_some());
}

#[test]
fn a_page_404_md_may_name_a_template_and_has_findings_like_any_page() {
    let folder = folder();
    folder.write(
        "themes/local/templates/lost.html",
        "<!doctype html><title>Lost</title>{{ page.kind }}: {{ page.content }}",
    );
    folder.write("content/en/404.md", &MISSING.replace("title: Gone", "title: Gone\ntemplate: lost"));
    assert!(page(&folder.build_clean(), "404.html").contains("missing:<p>Not here."));
    let broken = MISSING.replace("index.md", "indx.md").replace("Gone\n", "Gone\nslug: lost\n");
    folder.write("content/en/404.md", &broken);
    let told = told(&folder.build());
    for expected in ["broken-link content/en/404.md:5:50:", "invalid-value content/en/404.md:3:7: a slug cannot change"]
    {
        assert!(told.iter().any(|line| line.starts_with(expected)), "{expected}: {told:#?}");
    }
    assert_eq!(told.len(), 2, "{told:#?}");
}

#[test]
fn a_slug_of_a_home_page_is_found_and_one_of_a_section_is_not() {
    let folder = folder();
    folder.write("content/he/index.md", "---\ntitle: התחלה\nslug: bidaya\n---\nטקסט.\n");
    folder.write("content/en/news/index.md", "---\ntitle: News\nslug: latest\n---\nNews.\n");
    let told = told(&folder.build());
    let expected = "invalid-value content/he/index.md:3:7: a slug cannot change the address of this page, `/he/`";
    assert_eq!(told, [expected]);
}

#[test]
fn a_withheld_or_unreadable_404_md_leaves_the_generated_page() {
    for front in ["draft: true", "publish: 2030-01-01", "expires: 2020-01-01"] {
        let folder = folder();
        folder.write("content/en/404.md", &MISSING.replace("title: Gone", &format!("title: Gone\n{front}")));
        let built = folder.build_clean();
        assert!(!page(&built, "404.html").contains("Not here."), "{front}");
        assert_eq!(codes(&built), [Code::Withheld], "{front}");
    }
    let folder = folder();
    std::fs::write(folder.path().join("content/en/404.md"), b"---\ntitle: \xFF\n---\n").unwrap();
    let built = folder.build();
    assert_eq!(codes(&built), [Code::NotUtf8]);
    assert!(page(&built, "404.html").contains("noindex"));
    folder.write("content/en/404.md", "---\ntitle: [\n---\nNot here.\n");
    assert_eq!(codes(&folder.build()), [Code::InvalidYaml]);
}

#[test]
fn a_link_to_404_md_leads_to_it_and_only_the_one_directly_in_the_folder_of_a_language_is_special() {
    let folder = folder();
    folder.write("content/en/404.md", MISSING);
    folder.write(
        "content/en/news/404.md",
        "---\ntitle: A number\n---\nA page about an answer. See [the other](../404.md).\n",
    );
    let built = folder.build_clean();
    let html = page(&built, "news/404/index.html");
    assert!(html.contains("href=../../404.html"), "{html}");
    assert!(page(&built, "sitemap.xml").contains("/news/404/"));
}

#[test]
fn files_of_the_site_or_its_theme_win_over_those_that_are_written_for_it() {
    for path in ["404.html", "robots.txt", "sitemap.xml", "atom.xml", "he/atom.xml", "he/404.html"] {
        for of_theme in [true, false] {
            let folder = folder();
            let own = match path.strip_prefix("he/") {
                _ if of_theme => format!("themes/local/static/{path}"),
                Some(inner) => format!("content/he/{inner}"),
                None => format!("content/en/{path}"),
            };
            let built = folder.build_clean();
            let ours = page_or_nothing(&built, path);
            assert_ne!(ours, "mine\n", "{path}");
            folder.write(&own, "mine\n");
            let built = folder.build_clean();
            assert_eq!(codes(&built), [], "{own}");
            assert_eq!(page_or_nothing(&built, path), "mine\n", "{own}");
        }
    }
}

fn page_or_nothing(built: &Built, path: &str) -> String {
    if built.output.get(path).is_some() { page(built, path) } else { String::new() }
}

#[test]
fn two_files_of_the_editor_and_files_of_records_still_clash() {
    for (first, second) in [
        ("content/en/robots.txt", "themes/local/static/robots.txt"),
        ("content/en/404.html", "themes/local/static/404.html"),
        ("content/en/index.md", "content/en/data.csv"),
        ("content/en/index.md", "content/en/ROBOTS.txt"),
    ] {
        let folder = folder();
        folder.write(second, "mine\n");
        if first != "content/en/index.md" {
            folder.write(first, "mine\n");
        }
        let built = folder.build();
        assert_eq!(codes(&built), [Code::AddressClash], "{first}, {second}");
        let place = built.report.findings()[0].place.as_ref().unwrap();
        assert_eq!(place.file().path(), second);
    }
    for path in ["content/en/404.html", "themes/local/static/404.html"] {
        let folder = folder();
        folder.write("content/en/404.md", MISSING).write(path, "mine\n");
        let built = folder.build();
        assert_eq!(codes(&built), [Code::AddressClash], "{path}");
        assert!(page(&built, "404.html").contains("Not here.") || path.starts_with("themes"));
    }
    let folder = folder();
    folder.write("content/en/a.md", "---\ntitle: A\naliases: [/old.html, /he/404.html]\n---\nA.\n");
    folder.write("content/en/old.html", "mine\n");
    assert_eq!(codes(&folder.build()), [Code::AddressClash, Code::AddressClash]);
}

#[test]
fn robots_txt_belongs_in_the_folder_of_the_first_language() {
    let folder = folder();
    folder.write("content/site.yaml", &TWO_LANGUAGES.replace("at: / ", "at: /en/ "));
    folder.write("content/en/robots.txt", "User-agent: mine\n");
    let built = folder.build_clean();
    assert_eq!(page(&built, "robots.txt"), "User-agent: mine\n");
    assert!(built.output.get("en/robots.txt").is_none());
    folder.write("content/he/robots.txt", "User-agent: other\n");
    let built = folder.build();
    let expected = "misplaced-file content/he/robots.txt: programs look for this file at `/robots.txt`, not at \
                    `/he/robots.txt`, where it is published";
    assert_eq!(told(&built), [expected]);
    assert_eq!(page(&built, "robots.txt"), "User-agent: mine\n");
}

#[test]
fn a_theme_with_its_own_template_or_without_one_decides_about_the_generated_page() {
    let folder = folder();
    folder.write(
        "themes/local/templates/404.html",
        "<!doctype html><title>{{ page.title }}</title>Own, {{ page.lang }}.",
    );
    let built = folder.build_clean();
    assert!(page(&built, "404.html").contains("Own, en.") && page(&built, "he/404.html").contains("Own, he."));
    folder.write("content/en/404.md", MISSING);
    let built = folder.build_clean();
    assert!(page(&built, "404.html").contains("Not here.") && page(&built, "he/404.html").contains("Own, he."));

    let bare = Folder::new();
    bare.write(
        "content/site.yaml",
        "title: Test\ntheme: bare\nfindings: { no-base-url: off }\nlanguages: { en: { at: / } }\n",
    )
    .write("themes/bare/strings/en.yaml", "menu: Menu\n")
    .write("themes/bare/templates/page.html", "<!doctype html><title>{{ page.title }}</title>{{ page.content }}");
    let built = bare.build_clean();
    assert!(built.output.get("404.html").is_none());
    bare.write("content/en/404.md", "---\ntitle: Gone\n---\nNot here.\n");
    assert!(page(&bare.build_clean(), "404.html").contains("Not here."));
    bare.write("content/en/a.md", "---\ntitle: A\naliases: [/old/, /older/]\n---\nA.\n");
    assert_eq!(codes(&bare.build()), [Code::MissingTemplate]);
}

#[test]
fn findings_about_a_generated_page_are_at_what_it_was_generated_for() {
    let folder = folder();
    let deep = "<!doctype html><title>{{ page.title }}</title>{% for n in range(end=2000) %}<div>{% endfor %}";
    folder
        .write("themes/local/templates/redirect.html", deep)
        .write("content/en/a.md", "---\ntitle: A\naliases: [/old/, /older/]\n---\nA.\n");
    let built = folder.build();
    let places: Vec<String> = built.report.findings().iter().map(|it| it.place.as_ref().unwrap().to_string()).collect();
    assert_eq!(places, ["content/en/a.md:3:11", "content/en/a.md:3:18"], "{:#?}", told(&built));
    assert_eq!(codes(&built), [Code::TooDeep, Code::TooDeep]);

    folder.write("content/site.yaml", &format!("{TWO_LANGUAGES}budget: {{ page: 200 }}\n"));
    folder.write("themes/local/templates/redirect.html", "<!doctype html><title>{{ nothing }}</title>");
    let built = folder.build();
    let errors = told(&built);
    let expected = "over-budget themes/plain/templates/404.html: ";
    assert_eq!(errors.iter().filter(|line| line.starts_with(expected)).count(), 2, "{errors:#?}");
    let notes: Vec<&String> = built.report.findings().iter().flat_map(|finding| &finding.notes).collect();
    let expected = "while rendering the old address `/old/` of content/en/a.md and 1 other page";
    assert!(notes.iter().any(|note| *note == expected), "{notes:#?}");

    folder.write(
        "content/en/a.md",
        "---\ntitle: A\naliases: [/old/]\nexpect: [{ finding: over-budget, reason: r }]\n---\nA.\n",
    );
    folder.write("themes/local/templates/redirect.html", &"A long redirect, 0123456789. ".repeat(90));
    let errors = told(&folder.build());
    assert!(!errors.iter().any(|line| line.contains("content/en/a.md")), "{errors:#?}");
}

#[test]
fn a_link_to_an_old_address_is_found_with_the_page_that_has_moved() {
    let moved = "the old address in the `aliases` of that page";
    for (link, help, label) in [
        ("old.md", "write `news/now.md`", Some(moved)),
        ("old/", "write `news/now.md`", Some(moved)),
        ("old", "write `news/now.md`", Some(moved)),
        ("old/index.html", "write `news/now.md`", Some(moved)),
        ("./old/index.md", "write `news/now.md`", Some(moved)),
        ("before.html", "write `news/now.md`", Some(moved)),
        ("before.md#part", "write `news/now.md`", Some(moved)),
        ("../he/gone.md", "write `../he/index.md`", Some(moved)),
        ("/old/", "write `news/now.md`", Some(moved)),
        ("/before.html", "write `news/now.md`", Some(moved)),
        ("news/new.md", "the closest is `news/now.md`", None),
    ] {
        let folder = folder();
        folder
            .write("content/en/news/now.md", "---\ntitle: Now\naliases: [/old, /before.html]\n---\n\n## Part\n")
            .write("content/he/index.md", "---\ntitle: התחלה\naliases: [/he/gone/]\n---\nטקסט.\n")
            .write("content/en/a.md", &format!("---\ntitle: A\n---\nSee [it]({link}).\n"));
        let built = folder.build();
        let [finding] = built.report.findings() else { panic!("{link}: {:#?}", told(&built)) };
        let expected = if label.is_some() { Code::IndirectLink } else { Code::BrokenLink };
        assert_eq!(finding.code, expected, "{link}");
        assert_eq!(finding.help.as_deref(), Some(help), "{link}");
        let labels = &finding.labels;
        assert_eq!(labels.iter().any(|label| label.text == moved), label.is_some(), "{link}: {labels:?}");
    }
}

#[test]
fn the_preview_shows_the_nearest_page_and_counts_pages_as_a_build_does() {
    let folder = folder();
    folder.write("content/en/a.md", "---\ntitle: A\naliases: [/old/]\n---\nA.\n");
    let pages = folder.build_clean().weights.total_pages;
    assert_eq!(pages, 8, "five of Markdown, two for addresses where nothing is published, and a redirect");
    let mut begun = support::firstflight(&["serve", "--port", "0", "--site", &folder.path().to_string_lossy()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(begun.stdout.take().unwrap()).read_line(&mut line).expect("it says where it is");
    begun.kill().and_then(|()| begun.wait()).expect("it ends");
    assert!(line.contains(&format!("{pages} pages in ")), "{line}");
    let preview = Preview::of(folder.path(), &[]);
    for (address, lang) in
        [("/sub/nothing/", "lang=en"), ("/sub/he/a/b", "lang=he"), ("/sub/arm", "lang=en"), ("/x", "lang=en")]
    {
        let (status, html) = preview.get(address);
        assert!(status == 404 && html.contains(lang), "{address}: {status} {html}");
    }
    folder.write("content/site.yaml", &format!("{TWO_LANGUAGES}budget: {{ page: 200 }}\n"));
    for (address, place) in [("/sub/old/", "content/en/a.md:3:11"), ("/sub/nothing/", "templates/404.html")] {
        let panel = format!("/_firstflight/page?path={address}");
        preview.until(&panel, |_, text| text.contains("over the budget") && text.contains(place));
        assert!(!preview.get(&panel).1.contains("content/en/index.md"), "findings of other pages are not shown");
    }
    folder.write("content/site.yaml", TWO_LANGUAGES);
    folder.write("content/en/404.md", MISSING);
    preview.until("/sub/nothing/", |status, html| status == 404 && html.contains("Not here."));
    preview.until_said(&format!("{pages} pages rendered"));
    std::fs::remove_file(folder.path().join("content/en/404.md")).unwrap();
    folder.write("content/en/404.html", "<p>A file of the site.");
    preview.until("/sub/nothing/", |status, html| status == 404 && html.contains("A file of the site."));
}

/// What a build with a cache and one without make of the same site.
#[test]
fn the_place_of_a_redirect_follows_edits_that_change_no_other_page() {
    let folder = folder();
    let deep = "<!doctype html><title>{{ page.title }}</title>{% for n in range(end=2000) %}<div>{% endfor %}";
    folder.write("themes/local/templates/redirect.html", deep);
    let mut cache = Cache::new();
    let options = support::options(folder.path());
    let mut places = BTreeMap::new();
    for front in ["aliases: [/old/]\n", "# A comment.\naliases: [/old/]\n"] {
        folder.write("content/en/a.md", &format!("---\ntitle: A\n{front}---\nA.\n"));
        let made = support::workers().install(|| pipeline::make(&options, &mut cache, &ReadScope::Whole).unwrap());
        let rendered = made.rendered;
        let built = support::workers().install(|| made.weigh(&options));
        assert_eq!(told(&built), told(&folder.build()));
        places.insert(rendered, told(&built));
    }
    let [one, all] = &places.keys().copied().collect::<Vec<_>>()[..] else { panic!("{places:#?}") };
    assert_eq!((*one, *all), (1, 8), "the second build renders one page");
    assert!(places[one][0].contains("content/en/a.md:4:11"), "{places:#?}");
}
