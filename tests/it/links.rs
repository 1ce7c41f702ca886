//! Links as people write them: forms that mean exactly one page or file, forms that mean none or several, and names whose
//! Unicode form differs.

use firstflight::pipeline::Built;
use firstflight::report::{Certainty, Code, Finding, Level};
use scraper::{Html, Selector};

use crate::fix::fix;
use crate::support::{Folder, page};

/// A site of two languages with sections, slugs, old addresses, files and withheld pages.
fn site() -> Folder {
    let folder = Folder::new();
    let title = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\n\n## A & B\n");
    folder
        .write(
            "content/site.yaml",
            "title: S\nbase_url: https://a.example/c2r/\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\nraw_html: true\n\
             findings: { loose-number: off, missing-string: off }\n",
        )
        .write("content/en/index.md", &title("Home", ""))
        .write("content/en/about.md", &title("About", "aliases: [/who/, /team.html]\n"))
        .write("content/en/map.png", "PNG")
        .write("content/en/draft.md", &title("Draft", "draft: true\n"))
        .write("content/en/news/index.md", &title("News", ""))
        .write("content/en/news/first.md", &title("First", ""))
        .write("content/en/news/second post.md", &title("Second", ""))
        .write("content/en/news/plan.pdf", "PDF")
        .write("content/en/guide/index.md", &title("Guide", "slug: handbook\n"))
        .write("content/en/guide/start.md", &title("Start", "slug: begin\n"))
        .write("content/en/guide/README.md", &title("Read me", ""))
        .write("content/en/plain/README.md", &title("Plain", ""))
        .write("content/fr/index.md", &title("Accueil", ""))
        .write("content/fr/à-propos.md", &title("À propos", ""));
    folder
}

/// The page that these links are on, by its path.
fn with_links(folder: &Folder, path: &str, links: &[&str]) -> Built {
    let text: String = links.iter().map(|link| format!("[x](<{link}>)\n\n")).collect();
    folder.write(path, &format!("---\ntitle: A\n---\n{text}"));
    folder.build()
}

/// The addresses of the links of the text of a page.
fn hrefs(built: &Built, path: &str) -> Vec<String> {
    let html = page(built, path);
    let (_, main) = html.split_once("<h1>A</h1>").expect("a title");
    let (main, _) = main.split_once("</main>").expect("an end of main");
    let links = Selector::parse("a").expect("a selector");
    Html::parse_fragment(main).select(&links).map(|link| link.attr("href").unwrap_or_default().to_owned()).collect()
}

/// The findings of a file, without notes.
fn findings<'b>(built: &'b Built, path: &str) -> Vec<&'b Finding> {
    let is_here = |it: &&Finding| it.place.as_ref().is_some_and(|place| place.file().path() == path);
    built.report.findings().iter().filter(is_here).collect()
}

/// A link as it is written, as it is published, and as it should be written.
type Form = (&'static str, &'static str, &'static str);

/// Links that are understood, on pages by their path and address.
const UNDERSTOOD: &[(&str, &str, &[Form])] = &[
    (
        "content/en/a.md",
        "a/index.html",
        &[
            ("/about/", "../about/", "about.md"),
            ("/about", "../about/", "about.md"),
            ("/about.html", "../about/", "about.md"),
            ("/about/index.html", "../about/", "about.md"),
            ("/about.md", "../about/", "about.md"),
            ("/c2r/about/", "../about/", "about.md"),
            ("/en/about.md", "../about/", "about.md"),
            ("/content/en/about.md", "../about/", "about.md"),
            ("\\about", "../about/", "about.md"),
            ("about/", "../about/", "about.md"),
            ("about", "../about/", "about.md"),
            ("./about", "../about/", "about.md"),
            ("about.html", "../about/", "about.md"),
            ("about.htm", "../about/", "about.md"),
            ("about.mdx", "../about/", "about.md"),
            ("about/index.html", "../about/", "about.md"),
            ("about/index.md", "../about/", "about.md"),
            ("about.md/", "../about/", "about.md"),
            ("../about/", "../about/", "about.md"),
            ("@/about.md", "../about/", "about.md"),
            ("@/en/about.md", "../about/", "about.md"),
            ("%61bout/", "../about/", "about.md"),
            ("/who/", "../about/", "about.md"),
            ("who.md", "../about/", "about.md"),
            ("/team.html", "../about/", "about.md"),
            ("about/#a--b", "../about/#a--b", "about.md#a--b"),
            ("/about?q=1&r=2#a--b", "../about/?q=1&r=2#a--b", "about.md?q=1&r=2#a--b"),
            ("/", "../", "index.md"),
            ("/index.html", "../", "index.md"),
            ("./", "../", "index.md"),
            (".", "../", "index.md"),
            ("../", "../", "index.md"),
            ("README.md", "../", "index.md"),
            ("a/", "./", "a.md"),
            ("news/", "../news/", "news/index.md"),
            ("news", "../news/", "news/index.md"),
            ("news.md", "../news/", "news/index.md"),
            ("news/README.md", "../news/", "news/index.md"),
            ("news/readme", "../news/", "news/index.md"),
            ("news/_index.md", "../news/", "news/index.md"),
            ("@/news/_index.md", "../news/", "news/index.md"),
            ("news/first/", "../news/first/", "news/first.md"),
            ("news\\first.md", "../news/first/", "news/first.md"),
            ("news/second post/", "../news/second-post/", "news/second%20post.md"),
            ("news/second-post/", "../news/second-post/", "news/second%20post.md"),
            ("news/second%20post/", "../news/second-post/", "news/second%20post.md"),
            ("/news/plan.pdf", "../news/plan.pdf", "news/plan.pdf"),
            ("/map.png", "../map.png", "map.png"),
            ("guide/", "../handbook/", "guide/index.md"),
            ("handbook/", "../handbook/", "guide/index.md"),
            ("/handbook/begin/", "../handbook/begin/", "guide/start.md"),
            ("guide/start/", "../handbook/begin/", "guide/start.md"),
            ("plain/", "../plain/README/", "plain/README.md"),
            ("plain/index.md", "../plain/README/", "plain/README.md"),
            ("/fr/", "../fr/", "../fr/index.md"),
            ("../fr/", "../fr/", "../fr/index.md"),
            ("/fr/à-propos/", "../fr/%C3%A0-propos/", "../fr/à-propos.md"),
            ("/fr/%C3%A0-propos/", "../fr/%C3%A0-propos/", "../fr/%C3%A0-propos.md"),
            ("/fr/a\u{300}-propos/", "../fr/%C3%A0-propos/", "../fr/à-propos.md"),
            ("à-propos.fr.md", "../fr/%C3%A0-propos/", "../fr/à-propos.md"),
        ],
    ),
    (
        "content/en/news/a.md",
        "news/a/index.html",
        &[
            ("./", "../", "index.md"),
            ("../", "../../", "../index.md"),
            ("first/", "../first/", "first.md"),
            ("../first/", "../first/", "first.md"),
            ("../about/", "../../about/", "../about.md"),
            ("../../about/", "../../about/", "../about.md"),
            ("README.md", "../", "index.md"),
            ("../README.md", "../../", "../index.md"),
            ("plan.pdf/", "../plan.pdf", "plan.pdf"),
            ("../plan.pdf", "../plan.pdf", "plan.pdf"),
        ],
    ),
    (
        "content/en/guide/a.md",
        "handbook/a/index.html",
        &[
            ("begin/", "../begin/", "start.md"),
            ("../begin/", "../begin/", "start.md"),
            ("start", "../begin/", "start.md"),
            ("../who/", "../../about/", "../about.md"),
        ],
    ),
    (
        "content/fr/a.md",
        "fr/a/index.html",
        &[
            ("/about/", "../../about/", "../en/about.md"),
            ("/", "../../", "../en/index.md"),
            ("/fr/", "../", "index.md"),
            ("/à-propos/", "../%C3%A0-propos/", "à-propos.md"),
            ("@/à-propos.md", "../%C3%A0-propos/", "à-propos.md"),
            ("../en/who/", "../../about/", "../en/about.md"),
            ("../en/news/first.html", "../../news/first/", "../en/news/first.md"),
            ("/fr/news/../à-propos", "../%C3%A0-propos/", "à-propos.md"),
        ],
    ),
];

#[test]
fn forms_that_mean_one_page_or_file_are_resolved_with_an_edit() {
    for (path, address, links) in UNDERSTOOD {
        let folder = site();
        let written: Vec<&str> = links.iter().map(|(written, ..)| *written).collect();
        let built = with_links(&folder, path, &written);
        let published: Vec<&str> = links.iter().map(|(_, published, _)| *published).collect();
        assert_eq!(hrefs(&built, address), published, "{path}");
        let findings = findings(&built, path);
        assert_eq!(findings.len(), links.len(), "{path}: {findings:#?}");
        for (finding, (written, _, better)) in findings.iter().zip(*links) {
            assert_eq!(finding.code, Code::IndirectLink, "{path}: {written}");
            let edit = finding.edit.as_ref().unwrap_or_else(|| panic!("{path}: {written} has no edit"));
            assert_eq!(edit.certainty, Certainty::Certain, "{path}: {written}");
            let better = better.split(['?', '#']).next().unwrap();
            assert_eq!(edit.replacement, better, "{path}: {written}");
        }
        // What is written then leads to the same places, without a finding.
        let (code, out, err) = fix(folder.path(), &["--allow-dirty"]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        let better: String = links.iter().map(|(_, _, better)| format!("[x](<{better}>)\n\n")).collect();
        let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(text, format!("---\ntitle: A\n---\n{better}"));
        let fixed = folder.build();
        assert_eq!(hrefs(&fixed, address), published, "{path}");
        assert!(self::findings(&fixed, path).is_empty(), "{path}: {:#?}", self::findings(&fixed, path));
    }
}

#[test]
fn every_place_of_a_link_is_understood_and_rewritten() {
    for (written, better) in [
        ("[x](/about/)", "[x](about.md)"),
        ("[x](/about/ \"t\")", "[x](about.md \"t\")"),
        ("[x](\n/about/#a--b\n)", "[x](\nabout.md#a--b\n)"),
        ("![x](/map.png)", "![x](map.png)"),
        ("![x](</map.png> 't')", "![x](<map.png> 't')"),
        ("[x][1] and [y][1]\n\n[1]: /about/ \"t\"", "[x][1] and [y][1]\n\n[1]: about.md \"t\""),
        ("[one]\n\n[one]:\n  </about/>", "[one]\n\n[one]:\n  <about.md>"),
        ("![x][m]\n\n[m]: /map.png", "![x][m]\n\n[m]: map.png"),
        ("<a href=\"/about/\">x</a>", "<a href=\"about.md\">x</a>"),
        ("<a title='t' href='/about/#a--b'>x</a>", "<a title='t' href='about.md#a--b'>x</a>"),
        ("<a href=/about/>x</a>", "<a href=about.md>x</a>"),
        ("<a href=\" /about/ \">x</a>", "<a href=\" about.md \">x</a>"),
        ("<a href=\"news/second post/?a=1&amp;b=2\">x</a>", "<a href=\"news/second%20post.md?a=1&amp;b=2\">x</a>"),
        ("<img src=\"/map.png\" alt=\"A map\">", "<img src=\"map.png\" alt=\"A map\">"),
        ("<div>\n<a href=\"news/\">x</a>\n</div>", "<div>\n<a href=\"news/index.md\">x</a>\n</div>"),
        ("[x](/ab&#111;ut/)", "[x](about.md)"),
        ("[x](/about\\/?a=1&amp;b=\\(2#a--b)", "[x](about.md?a=1&amp;b=&#40;2#a--b)"),
        ("| a |\n| - |\n| [x](/about/) |", "| a |\n| - |\n| [x](about.md) |"),
        ("A word.[^1]\n\n[^1]: [x](/about/)", "A word.[^1]\n\n[^1]: [x](about.md)"),
        ("> - [x](/about/) é [y](/about/)", "> - [x](about.md) é [y](about.md)"),
        ("## [x](/about/)", "## [x](about.md)"),
    ] {
        let folder = site();
        let text = |body: &str| format!("---\ntitle: A\n---\n\n{body}\n");
        folder.write("content/en/a.md", &text(written));
        let built = folder.build();
        // The file of the map is text, which is no matter here.
        let findings = |built| findings(built, "content/en/a.md").into_iter().filter(|it| it.code != Code::BadImage);
        let codes: Vec<Code> = findings(&built).map(|it| it.code).collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == Code::IndirectLink), "{written}: {codes:?}");
        fix(folder.path(), &["--allow-dirty"]);
        let fixed = std::fs::read_to_string(folder.path().join("content/en/a.md")).unwrap();
        assert_eq!(fixed, text(better), "{written}");
        let after = folder.build();
        assert_eq!(page(&after, "a/index.html"), page(&built, "a/index.html"), "{written}");
        assert_eq!(findings(&after).count(), 0, "{written}");
    }
}

#[test]
fn code_and_outside_addresses_are_left() {
    let folder = site();
    let text =
        "`[x](/about/)` <https://b.example/about/> [y](https://b.example/about/) \\[z](/about/)\n\n    [x](about/)\n";
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n\n{text}"));
    let built = folder.build();
    let codes: Vec<Code> = findings(&built, "content/en/a.md").iter().map(|it| it.code).collect();
    assert!(!codes.contains(&Code::IndirectLink), "{codes:?}");
}

#[test]
fn where_none_or_several_are_meant_the_candidates_are_named() {
    let folder = site();
    folder
        .write("content/en/news/about.md", "---\ntitle: Other\n---\n")
        .write("content/en/later.md", "---\ntitle: Later\ndraft: true\n---\n")
        .write("content/en/news/team.md", "---\ntitle: Team\n---\n")
        .write("content/en/guide/team.md", "---\ntitle: Team\n---\n")
        .write("content/en/draft/index.md", "---\ntitle: Not a draft\n---\n")
        .write("content/en/guide/Upper.md", "---\ntitle: Upper\n---\n");
    for (path, link, code, message, help) in [
        // From the folder of the file, or from the address of the page.
        ("news/a.md", "../about/", Code::BrokenLink, "may mean several", "write one of `../about.md`, `about.md`"),
        ("b.md", "press.md", Code::BrokenLink, "no page is", ""),
        ("a.md", "first.md", Code::BrokenLink, "no page is", "the closest is `news/first.md`"),
        ("a.md", "first/", Code::BrokenLink, "no page or file", "the closest is `news/first.md`"),
        (
            "a.md",
            "Team.htm",
            Code::BrokenLink,
            "no page or file",
            "put the file into the folder of the page, or correct the path",
        ),
        ("a.md", "news/upper.md", Code::BrokenLink, "no page is", ""),
        ("a.md", "guide/upper/", Code::BrokenLink, "no page or file", "the closest is `guide/Upper.md`"),
        ("a.md", "About", Code::BrokenLink, "no page or file", "the closest is `about.md`"),
        ("a.md", "/ABOUT/", Code::RootLink, "no page or file there", "the closest is `about.md`"),
        ("a.md", "/shop/", Code::RootLink, "no page or file there", "write a relative path to the Markdown file"),
        ("a.md", "/guide/first/", Code::RootLink, "no page or file there", "the closest is `news/first.md`"),
        ("a.md", "abuot/", Code::BrokenLink, "no page or file", "the closest is `about.md`"),
        ("fr", "@/about.md", Code::BrokenLink, "no page is", ""),
        ("a.md", "draft.md", Code::WithheldLink, "is withheld", "publish that page, or remove the link until then"),
        ("a.md", "later/", Code::WithheldLink, "is withheld", "publish that page, or remove the link until then"),
        ("a.md", "/later/", Code::WithheldLink, "is withheld", "publish that page, or remove the link until then"),
        ("a.md", "../../README.md", Code::BrokenLink, "points outside", ""),
    ] {
        let path = if path == "fr" { "content/fr/a.md".to_owned() } else { format!("content/en/{path}") };
        let built = with_links(&folder, &path, &[link]);
        let findings = findings(&built, &path);
        let [finding] = findings[..] else { panic!("{link}: {findings:#?}") };
        assert_eq!(finding.code, code, "{link}");
        assert!(finding.message.contains(message), "{link}: {}", finding.message);
        assert_eq!(finding.help.as_deref().unwrap_or(""), help, "{link}");
        std::fs::remove_file(folder.path().join(path)).unwrap();
    }
    // A name in several folders.
    let built = with_links(&folder, "content/en/a.md", &["team/", "/team", "x/team.md"]);
    for finding in findings(&built, "content/en/a.md") {
        if finding.code != Code::IndirectLink {
            assert_eq!(finding.help.as_deref(), Some("write one of `guide/team.md`, `news/team.md`"));
            assert!(finding.edit.is_none(), "{finding:#?}");
        }
    }
}

#[test]
fn names_are_compared_in_one_unicode_form() {
    let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}");
    for name in [composed, decomposed] {
        for link in [composed, decomposed] {
            let folder = Folder::new();
            folder
                .write("content/site.yaml", "title: S\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\n")
                .write(&format!("content/en/{name}.md"), "---\ntitle: C\n---\n\n## Part\n")
                .write(&format!("content/en/{name}.png"), "PNG")
                .write(&format!("content/en/{name}s/index.md"), "---\ntitle: D\n---\n")
                .write(&format!("content/en/{name}s/in.md"), "---\ntitle: E\n---\n");
            let encoded = if link == composed { "caf%C3%A9" } else { "cafe%CC%81" };
            let links = [
                format!("{link}.md#part"),
                format!("{encoded}.md"),
                format!("{link}.png"),
                format!("{link}s/in.md"),
                format!("/{link}/"),
                format!("{link}s/"),
            ];
            let built = with_links(&folder, "content/en/a.md", &links.each_ref().map(String::as_str));
            let expected = [
                "../caf%C3%A9/#part",
                "../caf%C3%A9/",
                "../caf%C3%A9.png",
                "../caf%C3%A9s/in/",
                "../caf%C3%A9/",
                "../caf%C3%A9s/",
            ];
            assert_eq!(hrefs(&built, "a/index.html"), expected, "{name:?} {link:?}");
            let codes: Vec<Code> = findings(&built, "content/en/a.md").iter().map(|it| it.code).collect();
            assert_eq!(codes, [Code::IndirectLink; 2], "{name:?} {link:?}");
        }
    }
}

#[test]
fn names_that_differ_only_in_their_unicode_form_clash() {
    let page = "---\ntitle: C\n---\n";
    for (first, second, text) in [
        ("content/en/caf\u{e9}.md", "content/en/cafe\u{301}.md", page),
        ("content/en/caf\u{e9}.pdf", "content/en/cafe\u{301}.pdf", "PDF"),
        ("content/en/caf\u{e9}/index.md", "content/en/cafe\u{301}.md", page),
        ("content/en/caf\u{e9}/a.md", "content/en/cafe\u{301}/a.md", page),
        ("content/en/x.md", "content/en/y.md", ""),
        ("content/en/\u{1100}\u{1161}.md", "content/en/\u{ac00}.md", page),
    ] {
        let folder = Folder::new();
        let text = |name: &str| match text {
            "" if name.contains('x') => "---\ntitle: X\nslug: caf\u{e9}\n---\n".to_owned(),
            "" => "---\ntitle: Y\nslug: cafe\u{301}\n---\n".to_owned(),
            text => text.to_owned(),
        };
        folder.write(first, &text(first)).write(second, &text(second));
        let built = folder.build();
        let clashes = built.report.findings().iter().filter(|it| it.code == Code::AddressClash);
        let clashes: Vec<&Finding> = clashes.collect();
        let [clash] = clashes[..] else { panic!("{first:?}: {:#?}", built.report.findings()) };
        let are_twins = !first.contains("x.md") && !first.contains("index");
        assert_eq!(clash.message.contains("only in its Unicode form"), are_twins, "{first:?}: {}", clash.message);
        assert_eq!(clash.labels.len(), 1, "{first:?}");
    }
    // One folder, of which each part is written in another form.
    let folder = Folder::new();
    folder
        .write("content/en/caf\u{e9}/index.md", "---\ntitle: C\nslug: bar\n---\n")
        .write("content/en/cafe\u{301}/a.md", page)
        .write("content/en/a.md", "---\ntitle: A\n---\n\n[x](caf\u{e9}/a.md)\n");
    let built = folder.build();
    assert_eq!(hrefs(&built, "a/index.html"), ["../bar/a/"]);
}

#[test]
fn a_link_that_leads_nowhere_is_published_as_it_was_written_where_the_site_allows_it() {
    let folder = site();
    folder.write(
        "content/site.yaml",
        "title: S\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\n\
         findings: { root-link: off, broken-link: off, withheld-link: off }\n",
    );
    let links = ["/shop/?a=1#b", "no where.md#x", "draft.md", "../../x.md", "/\\b.example/", "a\"b<c.md", "%41%zz.md"];
    let text: String = links.iter().map(|link| format!("[x](<{}>)\n\n", link.replace('<', "\\<"))).collect();
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{text}"));
    let built = folder.build();
    let expected =
        ["/shop/?a=1#b", "no%20where.md#x", "draft.md", "../../x.md", "/%5Cb.example/", "a%22b%3Cc.md", "%41%zz.md"];
    assert_eq!(hrefs(&built, "a/index.html"), expected);
}

#[test]
fn a_withheld_page_has_the_level_of_broken_links_unless_it_has_its_own() {
    for (levels, expected) in [
        ("", Some(Level::Error)),
        ("broken-link: warning", Some(Level::Warning)),
        ("broken-link: off", None),
        ("withheld-link: note, broken-link: off", Some(Level::Note)),
        ("broken-link: warning, withheld-link: error", Some(Level::Error)),
    ] {
        let folder = site();
        let settings = format!("title: S\nlanguages: {{ en: {{ at: / }} }}\nfindings: {{ {levels} }}\n");
        folder.write("content/site.yaml", &settings);
        folder.write("content/en/later.md", "---\ntitle: Later\ndraft: true\n---\n");
        folder.write("content/en/a.md", "---\ntitle: A\n---\n[x](later.md)\n");
        let built = folder.build();
        let found = built.report.findings().iter().find(|finding| finding.code == Code::WithheldLink);
        assert_eq!(found.map(|finding| finding.level), expected, "{levels}");
    }
}

/// A site with every kind of file that is derived from the whole site, and with an edition.
fn site_with_derived_files() -> Folder {
    let folder = Folder::new();
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\nText.\n");
    folder
        .write(
            "content/site.yaml",
            "title: S\nbase_url: https://a.example/c2r/\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n\
             editions: [one-file]\nfindings: { loose-number: off, missing-string: off, duplicate-title: off }\n",
        )
        .write("content/en/index.md", &page("Home", ""))
        .write("content/en/news.md", &page("News", "date: 2026-11-01\ntags: [water & soil]\n"))
        .write("content/en/deep/index.md", &page("Deep", ""))
        .write("content/fr/index.md", &page("Accueil", ""))
        .write("content/fr/info.md", &page("Infos", "date: 2026-11-02\n"))
        .write(
            "content/sources.yaml",
            "- { id: survey, title: Survey, publisher: Office, date: 2025, address: \"https://example.org/s\" }\n",
        )
        .write(
            "content/statistics.yaml",
            "- { id: wells, indicator: Wells, value: 12, unit: count, period: 2025, area: Here, source: survey }\n",
        )
        .write(
            "content/events.yaml",
            "- { id: talk, title: Talk, date: 2026-12-01, start: \"09:00\", end: \"10:00\", zone: Africa/Nairobi }\n",
        );
    folder
}

#[test]
fn links_lead_to_what_is_derived_from_the_whole_site() {
    let folder = site_with_derived_files();
    let built = folder.build_clean();
    let is_of_page = |path: &str| path.ends_with("index.html") || path.ends_with("404.html");
    let published: Vec<String> =
        built.output.iter().map(|(path, _)| path.to_owned()).filter(|path| !is_of_page(path)).collect();
    let wanted = [
        "all.html",
        "atom.xml",
        "data.csv",
        "data.json",
        "data.jsonld",
        "events/talk.ics",
        "events/talk.jsonld",
        "fr/all.html",
        "fr/atom.xml",
        "robots.txt",
        "sitemap.xml",
        "tags/water--soil/atom.xml",
    ];
    assert_eq!(published, wanted);
    let from_root: Vec<String> = published.iter().map(|path| format!("/{path}")).collect();
    let from_deep: Vec<String> = published.iter().map(|path| format!("../{path}")).collect();
    let from_home = published.clone();
    for (file, output, links, up) in [
        ("content/en/index.md", "index.html", &from_home, ""),
        ("content/en/deep/index.md", "deep/index.html", &from_deep, "../"),
        ("content/en/deep/index.md", "deep/index.html", &from_root, "../"),
        ("content/en/deep/more.md", "deep/more/index.html", &from_deep, "../../"),
    ] {
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        let built = with_links(&folder, file, &links);
        let found: Vec<&str> = findings(&built, file).iter().map(|finding| finding.message.as_str()).collect();
        assert!(found.is_empty(), "{file}: {found:#?}");
        let expected: Vec<String> = wanted.iter().map(|path| format!("{up}{path}")).collect();
        assert_eq!(hrefs(&built, output), expected, "{file}");
    }
}

#[test]
fn a_link_to_a_derived_file_that_the_site_does_not_have_is_broken() {
    let folder = Folder::new();
    for link in ["atom.xml", "sitemap.xml", "data.csv", "all.html", "events/talk.ics"] {
        let built = with_links(&folder, "content/en/index.md", &[link]);
        let codes: Vec<Code> = findings(&built, "content/en/index.md").iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::BrokenLink], "{link}");
    }
}
