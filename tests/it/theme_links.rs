//! Links that a theme writes itself lead to what is published, and files that a theme cannot use are found.

use firstflight::report::{Code, Finding};

use crate::support::Folder;

fn site(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write(
        "content/site.yaml",
        &format!("title: Test\ntheme: [own, plain]\nlanguages: {{ en: {{ at: / }} }}\n{settings}"),
    );
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n[about us](deep/about.md)\n");
    folder.write("content/en/deep/index.md", "---\ntitle: Deep\n---\nDeep.\n");
    folder.write("content/en/deep/about.md", "---\ntitle: About\nextra: { see: nope/ }\n---\nAbout us.\n");
    folder.write("content/en/mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    folder.write("themes/own/strings/en.yaml", "menu: Menu\n");
    folder
}

fn of_theme(folder: &Folder) -> Vec<Finding> {
    let built = folder.build();
    let is_of_theme =
        |finding: &&Finding| finding.place.as_ref().is_some_and(|place| place.file().path().starts_with("themes/"));
    built.report.findings().iter().filter(is_of_theme).cloned().collect()
}

fn footer(words: &str) -> String {
    format!("{{% extends \"plain/base.html\" %}}{{% block footer %}}{words}{{% endblock footer %}}")
}

#[test]
fn a_link_that_leads_nowhere_is_one_finding_at_its_place() {
    for (link, quoted) in [
        ("<a href=nope/>x</a>", "nope/"),
        ("<a href=\"/nope/\">x</a>", "/nope/"),
        ("<a href=\"{{ \"/nope/\" | link }}\">x</a>", "/nope/"),
        ("<a href='{{ '/nope/' | link }}'>x</a>", "/nope/"),
        ("<a href=\"{{ page.home_url }}nope/\">x</a>", "{{ page.home_url }}nope/"),
        ("<img src=nope.png alt=x>", "nope.png"),
        ("<form action=/nope/><button>x</button></form>", "/nope/"),
        ("<form action=\"/nope/{{ page.lang }}/\"><button>x</button></form>", "/nope/{{ page.lang }}/"),
        ("<form><button formaction=\"/nope/\">x</button></form>", "/nope/"),
        ("<link rel=preload as=image imagesrcset=\"/nope.svg 1x\">", "/nope.svg 1x"),
        ("<meta http-equiv=refresh content=\"90000; url=/nope/\">", "/nope/"),
        ("<img src=\"/mark.svg\" srcset=\"/mark.svg 1x, /nope.svg 2x\" alt=x>", "/mark.svg 1x, /nope.svg 2x"),
    ] {
        let folder = site("");
        folder.write("themes/own/templates/base.html", &footer(link));
        let found = of_theme(&folder);
        assert_eq!(found.len(), 1, "{link}: {found:?}");
        assert_eq!(found[0].code, Code::BrokenLink, "{link}");
        let place = found[0].place.as_ref().unwrap();
        assert_eq!(&place.file().text()[place.range().unwrap()], quoted, "{link}");
    }
}

#[test]
fn a_link_to_a_missing_part_of_a_page_is_one_finding_on_that_page_and_all_others() {
    for (link, pages) in [
        ("<a href=\"/deep/#gone\">x</a>", "and 3 other pages"),
        ("<a href=\"{{ \"/deep/#gone\" | link }}\">x</a>", "and 3 other pages"),
        ("<a href=\"{{ page.home_url }}deep/#gone\">x</a>", "and 3 other pages"),
        ("<a href=\"{{ page.home_url }}#gone\">x</a>", "and 3 other pages"),
        ("<a href=\"#gone\">x</a>", "and 3 other pages"),
    ] {
        let folder = site("");
        folder.write("themes/own/templates/base.html", &footer(link));
        let built = folder.build();
        let is_broken = |finding: &&Finding| matches!(finding.code, Code::BrokenFragment | Code::BrokenLink);
        let found: Vec<_> = built.report.findings().iter().filter(is_broken).collect();
        assert_eq!(found.len(), 1, "{link}: {found:?}");
        assert_eq!(found[0].code, Code::BrokenFragment, "{link}");
        assert_eq!(found[0].place.as_ref().unwrap().file().path(), "themes/own/templates/base.html", "{link}");
        assert!(found[0].notes.iter().any(|note| note.ends_with(pages)), "{link}: {:?}", found[0].notes);
    }
    let folder = site("");
    folder.write("themes/own/templates/base.html", &footer("<a href=\"{{ \"/deep/?a=b c#main\" | link }}\">x</a>"));
    let built = folder.build();
    assert!(of_theme(&folder).is_empty());
    let page = built.output.get("deep/about/index.html").unwrap().bytes().unwrap();
    assert!(String::from_utf8_lossy(&page).contains("../?a=b%20c#main"));
}

#[test]
fn an_address_from_front_matter_is_checked_on_the_page_that_has_it() {
    let folder = site("");
    folder.write(
        "themes/own/templates/base.html",
        &footer("{% if page.extra?.see %}<a href=\"{{ page.extra.see }}\">x</a>{% endif %}"),
    );
    assert!(of_theme(&folder).is_empty());
    let findings = folder.build().report.findings().to_vec();
    let found: Vec<_> = findings.iter().filter(|finding| finding.code == Code::BrokenLink).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].place.as_ref().unwrap().file().path(), "content/en/deep/about.md");
}

#[test]
fn a_relative_link_on_every_page_is_answered_with_the_filter() {
    let folder = site("");
    folder.write("themes/own/templates/base.html", &footer("<a href=deep/about/>x</a>"));
    let found = of_theme(&folder);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].help.as_deref(), Some("write `{{ \"/deep/about/\" | link }}`"));
}

#[test]
fn a_style_names_only_what_is_published() {
    for (css, is_found) in [
        ("li { list-style-image: url(x.png) }", true),
        ("li { list-style-image: url(\"/nope.svg\") }", true),
        ("li { list-style-image: url(/mark.svg) }", false),
        ("li { list-style-image: url(data:,) }", false),
    ] {
        let folder = site("");
        folder.write("themes/own/style.css", css);
        let found = of_theme(&folder);
        assert_eq!(found.len(), usize::from(is_found), "{css}: {found:?}");
    }
}

#[test]
fn links_below_a_path_start_with_it() {
    for (link, is_found) in [("/health/deep/", false), ("/deep/", true), ("/health/nope/", true)] {
        let folder = site("base_url: https://example.org/health/\n");
        folder.write("themes/own/templates/base.html", &footer(&format!("<a href=\"{link}\">x</a>")));
        assert_eq!(of_theme(&folder).len(), usize::from(is_found), "{link}");
    }
}

#[test]
fn links_that_lead_somewhere_are_left_alone() {
    let folder = site("base_url: https://example.org/\n");
    folder.write("content/en/dated.md", "---\ntitle: Dated\ndate: 2026-01-01\n---\nNews.\n");
    folder.write(
        "themes/own/templates/base.html",
        &footer(
            "<a href=\"#main\">a</a><a href=\"{{ \"/deep/about/\" | link }}\">b</a><a href=\"{{ \"/sitemap.xml\" | link }}\">c</a>\
             <a href=\"{{ \"/atom.xml\" | link }}\">d</a><a href=\"/deep/?x#main\">e</a><a href=\"https://example.org/x\">f</a>\
             <a href=\"mailto:a@example.org\">g</a><a href=\"{{ page.home_url }}\">h</a><img src=\"/mark.svg\" alt=x>\
             <a href=\"{{ page.home_url }}deep/\">i</a>",
        ),
    );
    let found = of_theme(&folder);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn files_that_a_theme_cannot_use_are_found() {
    for (path, place, help) in [
        ("styles.css", "themes/own/styles.css", "rename it to `style.css`"),
        ("main.css", "themes/own/main.css", "rename it to `style.css`"),
        ("theme.yml", "themes/own/theme.yml", "rename it to `theme.yaml`"),
        ("template/page.html", "themes/own/template", "rename it to `templates/`"),
        ("shortcode/x.html", "themes/own/shortcode", "rename it to `shortcodes/`"),
        ("layouts/page.html", "themes/own/layouts", "delete it, or move it into static/ to publish its files"),
        (
            "strings/fr.yml",
            "themes/own/strings/fr.yml",
            "rename it to `fr.yaml`, or move it into static/ to publish it",
        ),
        (
            "templates/page.htm",
            "themes/own/templates/page.htm",
            "rename it to `page.html`, or move it into static/ to publish it",
        ),
        ("script.js", "themes/own/script.js", "delete it, or move it into static/ to publish it"),
    ] {
        let folder = site("");
        folder.write(&format!("themes/own/{path}"), "x");
        let found = of_theme(&folder);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert_eq!(found[0].code, Code::UnusedThemeFile, "{path}");
        assert_eq!(found[0].place.as_ref().unwrap().file().path(), place);
        assert_eq!(found[0].help.as_deref(), Some(help), "{path}");
    }
    // A folder is one finding, however many files it has; what is about the theme has no finding.
    let folder = site("");
    folder.write("themes/own/template/a.html", "x").write("themes/own/template/b.html", "x");
    folder.write("themes/own/README.md", "x").write("themes/own/LICENSE", "x");
    assert_eq!(of_theme(&folder).len(), 1);
}
