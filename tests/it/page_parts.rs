//! What the settings show on all pages: the banner, the footer, the logo, the icon and link previews; and titles that are the
//! first heading of a page.

use std::fs;

use firstflight::pipeline;
use firstflight::report::Code;

use crate::support::{Folder, date, options, page, workers};

const SITE: &str = "title: Test\nlanguages: { en: { at: / } }\n";
const BASE: &str = "base_url: https://example.org/health/\n";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\"><path d=\"M0 0h9v9z\"/></svg>";
/// A PNG of 1,200 by 630 pixels, as far as its size.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\x04\xB0\0\0\x02\x76\x08\x06\0\0\0\x4F\x40\x7B\x5C\0\0\0\0IDAT";

fn site(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", &format!("{SITE}{settings}"));
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nHome, and [about us](deep/about.md).\n");
    folder.write("content/en/deep/index.md", "---\ntitle: Deep\n---\nDeep.\n");
    folder.write("content/en/deep/about.md", "---\ntitle: About\ndescription: Who we are.\n---\nAbout us.\n");
    folder
}

fn codes(folder: &Folder) -> Vec<Code> {
    folder
        .build()
        .report
        .findings()
        .iter()
        .map(|finding| finding.code)
        .filter(|code| *code != Code::NoBaseUrl)
        .collect()
}

/// The codes of a site, and the next day on which it changes, on the day of the build.
fn on(folder: &Folder, day: &str) -> (Vec<Code>, Option<String>, String) {
    let options = pipeline::Options { at: date(day), ..options(folder.path()) };
    let built = workers().install(|| pipeline::build(&options).unwrap());
    let codes = built.report.findings().iter().map(|finding| finding.code).filter(|code| *code != Code::NoBaseUrl);
    (codes.collect(), built.next_change.map(|day| day.to_string()), page(&built, "deep/about/index.html"))
}

#[test]
fn the_banner_is_on_every_page_and_its_links_lead_from_there() {
    let folder = site("banner: { text: \"**Closed** on Friday, see [who](deep/about.md)\" }\n");
    for (path, link) in [
        ("index.html", "href=deep/about/"),
        ("deep/index.html", "href=about/"),
        ("deep/about/index.html", "href=./"),
        ("404.html", "href=/deep/about/"),
    ] {
        let html = page(&folder.build_clean(), path);
        let banner = html.split_once("class=banner").unwrap_or_else(|| panic!("{path}: {html}")).1;
        let banner = banner.split_once("</aside>").unwrap().0;
        assert!(banner.contains("<strong>Closed</strong>") && banner.contains(link), "{path}: {banner}");
    }
}

#[test]
fn the_banner_disappears_after_its_last_day() {
    let folder = site("banner: { text: Closed., until: 2027-01-15 }\n");
    let (codes, next, html) = on(&folder, "2027-01-15");
    assert!(html.contains("Closed."), "{html}");
    assert_eq!((codes.as_slice(), next.as_deref()), (&[][..], Some("2027-01-16")));
    let (codes, next, html) = on(&folder, "2027-01-16");
    assert!(!html.contains("Closed.") && !html.contains("banner"), "{html}");
    assert_eq!((codes.as_slice(), next), (&[Code::ExpiredBanner][..], None));
}

#[test]
fn hostile_banners_stay_text() {
    for (text, raw) in [
        ("<script>alert(1)</script>", "false"),
        ("<script>alert(1)</script> x", "true"),
        ("<img src=x onerror=alert(1)> x", "true"),
        ("<b onclick=alert(1)>x</b>", "true"),
        ("[x](javascript:alert(1))", "false"),
        ("</p></aside><script>alert(1)</script>", "true"),
        ("&#60;script>alert(1)</script>", "false"),
    ] {
        let yaml = serde_json::Value::from(text);
        let folder = site(&format!(
            "raw_html: {raw}\nbanner: {{ text: {yaml} }}\nfooter: {{ contact: {yaml}, links: [{yaml}] }}\n"
        ));
        let built = folder.build();
        assert!(built.report.findings().iter().any(|finding| finding.code != Code::NoBaseUrl), "{text}: no finding");
        let html = page(&built, "index.html");
        for sign in ["<script", "onerror=", "onclick=", "javascript:"] {
            let in_tag = html
                .match_indices(sign)
                .any(|(at, _)| sign.starts_with('<') || html[..at].rfind('<') > html[..at].rfind('>'));
            assert!(!in_tag, "{text}: {sign}: {html}");
        }
    }
}

#[test]
fn what_is_wrong_in_texts_of_the_settings_is_found_at_its_place() {
    for (text, code, quoted) in [
        ("\"see [x](nowhere.md)\"", Code::BrokenLink, "nowhere.md"),
        ("'it''s [x](nowhere.md)'", Code::BrokenLink, "'it''s [x](nowhere.md)'"),
        ("\"see [x](deep/about.md#nope)\"", Code::BrokenFragment, "#nope"),
        ("\"see [x](/deep/about/)\"", Code::IndirectLink, "/deep/about/"),
        ("\"# A heading\"", Code::InvalidValue, "\"# A heading\""),
        ("\"- a list\"", Code::InvalidValue, "\"- a list\""),
        ("\"one\\n\\ntwo\"", Code::InvalidValue, "\"one\\n\\ntwo\""),
        ("\"{{ stat(id='a') }}\"", Code::InvalidValue, "{{ stat(id='a') }}"),
        ("\"\"", Code::MissingKey, "\"\""),
        ("[a, b]", Code::WrongType, "[a, b]"),
        ("{ de: Hallo }", Code::UnknownKey, "de"),
    ] {
        for key in ["banner: { text: ", "footer: { contact: ", "footer: { licence: "] {
            let folder = site(&format!("{key}{text} }}\n"));
            let built = folder.build();
            let found: Vec<_> = built.report.findings().iter().filter(|finding| finding.code == code).collect();
            assert_eq!(found.len(), 1, "{key}{text}: {:?}", built.report.findings());
            let place = found[0].place.as_ref().unwrap();
            assert_eq!(place.file().path(), "content/site.yaml");
            assert_eq!(&place.file().text()[place.range().unwrap()], quoted, "{key}{text}");
        }
    }
}

#[test]
fn texts_of_the_settings_are_in_the_language_of_the_page_or_say_their_own() {
    let folder = site("banner: { text: { ar: مغلق } }\nfooter: { contact: { en: Mail us, ar: راسلنا } }\n");
    folder.write(
        "content/site.yaml",
        &fs::read_to_string(folder.path().join("content/site.yaml"))
            .unwrap()
            .replace("languages: { en: { at: / } }", "languages: { en: { at: / }, ar: { at: /ar/ } }"),
    );
    folder.write("content/ar/index.md", "---\ntitle: البيت\n---\nنص\n");
    let built = folder.build();
    let english = page(&built, "index.html");
    assert!(english.contains("<bdi dir=rtl lang=ar>مغلق</bdi>") && english.contains("Mail us"), "{english}");
    let arabic = page(&built, "ar/index.html");
    assert!(!arabic.contains("lang=ar>مغلق") && arabic.contains("مغلق") && arabic.contains("راسلنا"), "{arabic}");
    assert_eq!(codes(&folder).iter().filter(|code| **code == Code::MissingTranslation).count(), 1);
}

#[test]
fn the_footer_has_contact_licence_and_links() {
    let folder = site(
        "footer:\n  contact: \"[info@example.org](mailto:info@example.org)\"\n  licence: CC BY 4.0\n  links: [\"[About](deep/about.md)\", \"[Report](report.pdf)\"]\n",
    );
    folder.write("content/en/report.pdf", "%PDF");
    let html = page(&folder.build_clean(), "deep/about/index.html");
    let footer = html.split_once("<footer class=imprint>").unwrap().1;
    for part in ["href=mailto:info@example.org", "CC BY 4.0", ">About</a>", "href=../../report.pdf"] {
        assert!(footer.contains(part), "{part}: {footer}");
    }
}

#[test]
fn contact_and_licence_are_printed_in_every_theme() {
    for theme in firstflight::read::embedded_themes() {
        let footer = "footer: { contact: \"[info@example.org](mailto:info@example.org)\", licence: CC BY 4.0 }\n";
        let html =
            page(&site(&format!("theme: {theme}\nshow_weight: true\n{footer}")).build_clean(), "deep/index.html");
        let (style, body) = html.split_once("</style>").unwrap();
        let paper = style.split_once("@media print{").unwrap().1;
        for rule in ["footer{display:none}", "footer.imprint{display:block}", ".imprint>:not(div){display:none}"] {
            assert!(paper.contains(rule), "{theme}: {paper}");
        }
        let footer = body.split_once("<footer class=imprint>").unwrap().1;
        for part in
            ["<div><a href=mailto:info@example.org>info@example.org</a></div>", "<div>CC BY 4.0</div>", "<p>This page"]
        {
            assert!(footer.contains(part), "{theme}: {footer}");
        }
        let without = page(&site(&format!("theme: {theme}\n")).build_clean(), "deep/index.html");
        assert!(without.contains("<footer>") && !without.contains("imprint"), "{theme}");
    }
}

#[test]
fn the_footer_leads_to_the_same_page_in_other_languages_or_to_the_nearest_one() {
    for theme in firstflight::read::embedded_themes() {
        let folder = site("");
        let languages = "en: { at: / }, fr: { at: /fr/ }, pt-BR: { at: /br/ }, pt-PT: { at: /pt/ }, ar: { at: /ar/ }";
        folder.write("content/site.yaml", &format!("title: T\ntheme: {theme}\nlanguages: {{ {languages} }}\n"));
        for tag in ["fr", "pt-BR", "pt-PT", "ar"] {
            folder.write(&format!("content/{tag}/index.md"), "---\ntitle: Home\n---\nText.\n");
        }
        folder.write("content/fr/deep/about.md", "---\ntitle: À propos\nslug: propos\ntags: [eau]\n---\nTexte.\n");
        let built = folder.build();
        let links = |path: &str| -> Vec<String> {
            let html = page(&built, path);
            let footer = html.split_once("<footer>").unwrap().1;
            let links = footer.split("<li>").filter(|entry| entry.starts_with("<a "));
            links.map(|link| link.split("</a>").next().unwrap().to_owned()).collect()
        };
        assert_eq!(
            links("deep/about/index.html"),
            [
                "<a hreflang=fr href=../../fr/deep/propos/ lang=fr>Français",
                "<a hreflang=pt-BR href=../../br/><bdi lang=pt-BR>Português (pt-BR)</bdi> (nearest page)",
                "<a hreflang=pt-PT href=../../pt/><bdi lang=pt-PT>Português (pt-PT)</bdi> (nearest page)",
                "<a hreflang=ar href=../../ar/><bdi lang=ar>العربية</bdi> (nearest page)",
            ],
            "{theme}"
        );
        assert_eq!(links("fr/deep/propos/index.html")[0], "<a hreflang=en href=../../../deep/about/ lang=en>English");
        assert_eq!(
            links("fr/tags/eau/index.html")[0],
            "<a hreflang=en href=../../../><bdi lang=en>English</bdi> (page la plus proche)",
            "a page without a file"
        );
        assert_eq!(links("404.html")[0], "<a hreflang=fr href=/fr/ lang=fr>Français", "at any address");
    }
}

#[test]
fn a_logo_has_its_size_and_the_footer_does_not_claim_one_request() {
    let folder = site("show_weight: true\nlogo: { file: logo.svg, alt: Our ministry }\n");
    folder.write("content/en/logo.svg", DRAWING);
    let built = folder.build_clean();
    let html = page(&built, "deep/about/index.html");
    for part in ["src=../../logo.svg", "alt=\"Our ministry\"", "width=96", "height=48"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("one request") && html.contains("without pictures"), "{html}");
    assert_eq!(built.weights.pages[0].requests, 2);
    // Without an alternative text, it is beside the title.
    for alt in ["", ", alt: \"\""] {
        folder.write("content/site.yaml", &format!("{SITE}logo: {{ file: logo.svg, height: 20{alt} }}\n"));
        let html = page(&folder.build_clean(), "index.html");
        assert!(html.contains("alt") && html.contains("width=40") && html.contains("Test</a>"), "{html}");
    }
    // Without a logo, nothing changes.
    let plain = page(&site("show_weight: true\n").build_clean(), "index.html");
    assert!(plain.contains("one request") && plain.contains("href=data:,"), "{plain}");
}

#[test]
fn pictures_that_cannot_be_shown_are_findings_at_the_setting() {
    for (name, bytes, message) in [
        ("logo.svg", &b"<svg><script>x()</script></svg>"[..], "runs a script"),
        ("logo.svg", b"<svg onload='x()' viewBox='0 0 1 1'/>", "runs a script"),
        ("logo.svg", b"<svg/>", "does not specify its size"),
        ("logo.svg", b"<html/>", "not an SVG"),
        ("logo.png", b"<svg viewBox='0 0 1 1'/>", "its format, SVG"),
        ("logo.png", b"\x89PNG\r\n\x1a\n", "cut off"),
        ("logo.webp", b"RIFF\0\0\0\0WEBP", "every browser"),
        ("logo.ico", b"\0\0\x01\0", "is ICO"),
        ("other.svg", DRAWING.as_bytes(), "does not exist in any language folder"),
    ] {
        let wanted = if name == "other.svg" { "logo.svg" } else { name };
        let folder = site(&format!("logo: {wanted}\n"));
        fs::write(folder.path().join("content/en").join(name), bytes).unwrap();
        let built = folder.build();
        let findings = built.report.findings();
        let found = findings.iter().filter(|finding| finding.message.contains(message)).count();
        assert_eq!(found, 1, "{name}: {findings:?}");
        let place = findings.iter().find(|it| it.message.contains(message)).unwrap().place.clone().unwrap();
        assert_eq!(&place.file().text()[place.range().unwrap()], wanted);
    }
    for settings in
        ["logo: [a]\n", "logo: { file: logo.svg, height: 0 }\n", "logo: { alt: x }\n", "favicon: { a: b }\n"]
    {
        let folder = site(settings);
        folder.write("content/en/logo.svg", DRAWING);
        assert_eq!(codes(&folder).len(), 1, "{settings}");
    }
}

#[test]
fn an_icon_of_the_site_replaces_the_empty_one() {
    let folder = site("favicon: icons/own.svg\n");
    folder.write("content/en/icons/own.svg", DRAWING);
    let html = page(&folder.build_clean(), "deep/about/index.html");
    assert!(html.contains("href=../../icons/own.svg") && !html.contains("data:,"), "{html}");
    // Where browsers look for it themselves, no setting is needed.
    let folder = site("");
    fs::write(folder.path().join("content/en/favicon.ico"), b"\0\0\x01\0").unwrap();
    let html = page(&folder.build_clean(), "deep/about/index.html");
    assert!(html.contains("href=../../favicon.ico") && !html.contains("data:,"), "{html}");
}

#[test]
fn link_previews_are_off_until_the_site_says_so() {
    assert!(!page(&site(BASE).build_clean(), "index.html").contains("og:"));
    let folder = site(&format!("{BASE}open_graph: {{ image: preview.png }}\n"));
    fs::write(folder.path().join("content/en/preview.png"), PNG).unwrap();
    let built = folder.build_clean();
    let html = page(&built, "deep/about/index.html");
    for part in [
        "content=About property=og:title",
        "content=\"Who we are.\" property=og:description",
        "content=https://example.org/health/deep/about/ property=og:url",
        "content=Test property=og:site_name",
        "content=en_US property=og:locale",
        "content=https://example.org/health/preview.png property=og:image",
        "content=1200 property=og:image:width",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!page(&built, "404.html").contains("og:"));
    // The picture is not fetched with the page.
    assert_eq!(built.weights.pages[0].requests, 1);
    let without_base = site("open_graph: true\n");
    let findings = without_base.build().report.findings().to_vec();
    assert!(findings.iter().any(|it| it.message.contains("`open_graph` needs `base_url`")), "{findings:?}");
}

#[test]
fn a_first_heading_is_the_title_and_is_not_written_twice() {
    for heading in ["# The *water* report", "The *water* report\n===", "\n\n  # The *water* report #"] {
        let folder = site("");
        folder.write(
            "content/en/deep/water.md",
            &format!("---\norder: 1\n---\n{heading}\n\nWords.\n\n## The water report\n"),
        );
        folder.write(
            "content/en/index.md",
            "---\ntitle: Home\n---\n[about](deep/about.md) [water](deep/water.md#the-water-report)\n",
        );
        let built = folder.build_clean();
        let html = page(&built, "deep/water/index.html");
        assert!(html.contains("<title>The water report"), "{html}");
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(html.contains("id=the-water-report-1"), "{html}");
        assert!(page(&built, "deep/index.html").contains("The water report"));
    }
}

#[test]
fn a_file_without_front_matter_is_a_page_if_it_begins_with_its_title() {
    for text in ["# The *water* report\n\nWords.\n", "\u{feff}\n<!-- A note. -->\nThe *water* report\n===\n\nWords.\n"]
    {
        let folder = site("");
        folder.write("content/en/deep/water.md", text);
        folder.write("content/en/index.md", "---\ntitle: Home\n---\n[about](deep/about.md) [water](deep/water.md)\n");
        assert_eq!(codes(&folder), [], "{text:?}");
        let html = page(&folder.build_clean(), "deep/water/index.html");
        assert!(html.contains("<title>The water report") && html.contains("<p>Words."), "{html}");
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
    }
    for (text, expected) in [
        ("# One\n\n# Two\n", Code::SecondTitle),
        ("Words.\n\n# Late\n", Code::MissingFrontMatter),
        ("## Two\n", Code::MissingFrontMatter),
        ("", Code::MissingFrontMatter),
    ] {
        let folder = site("");
        folder.write("content/en/deep/about.md", text);
        assert_eq!(codes(&folder), [expected], "{text:?}");
    }
}

#[test]
fn a_title_is_still_missing_where_there_is_neither() {
    for (text, expected) in [
        ("---\norder: 1\n---\nWords.\n\n# Late\n", &[Code::MissingKey, Code::SecondTitle][..]),
        ("---\norder: 1\n---\n#hashtag\n", &[Code::MissingKey]),
        ("---\norder: 1\n---\n# \n\nWords.\n", &[Code::MissingKey]),
        ("---\norder: 1\n---\n> # Quoted\n", &[Code::MissingKey]),
        ("---\norder: 1\n---\n## Two\n", &[Code::MissingKey]),
        ("---\ntitle:\n---\n# One\n", &[Code::MissingKey]),
        ("---\ntitel: X\n---\n# One\n", &[Code::UnknownKey]),
        ("---\ntitle: X\n---\n# One\n", &[Code::SecondTitle]),
        ("---\norder: 1\n---\n# One\n\n# Two\n", &[Code::SecondTitle]),
        ("---\norder: 1\n---\n# One 37 of them\n", &[Code::LooseNumber]),
    ] {
        let folder = site("");
        folder.write("content/en/deep/about.md", text);
        let mut codes = codes(&folder);
        codes.retain(|code| expected.contains(code) || *code == Code::MissingKey);
        codes.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(codes, expected, "{text}: {:?}", folder.build().report.findings());
    }
}
