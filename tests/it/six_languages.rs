//! The site in six languages of `tests/sites`, and what only pages in some languages have: typography of their script.

use scraper::{Html, Selector};

use crate::site_test::SiteTest;
use crate::support::{self, page, repository};

fn built() -> firstflight::pipeline::Built {
    support::build(&repository().join("tests/sites/six-languages"))
}

/// The style of a page.
fn style(html: &str) -> &str {
    let (_, rest) = html.split_once("<style>").expect("a page has its style");
    rest.split_once("</style>").expect("the style ends").0
}

#[test]
fn nothing_is_found_in_any_language() {
    let built = built();
    assert!(built.report.findings().is_empty(), "{:#?}", support::told(&built));
    let count = |at: &str| built.output.pages().filter(|(path, ..)| path.starts_with(at)).count();
    let counts = ["ar/", "zh/", "fr/", "ru/", "es/"].map(count);
    assert!(counts.iter().all(|&pages| pages == 12), "{counts:?}");
}

#[test]
fn each_page_has_the_typography_of_its_own_language_alone() {
    let built = built();
    for (path, html, _) in built.output.pages() {
        let html = html.joined();
        let html = std::str::from_utf8(&html).unwrap();
        let own = match path.split('/').next() {
            Some("ar") => Some("ar"),
            Some("zh") => Some("zh"),
            _ => None,
        };
        let languages: Vec<&str> =
            style(html).split(":lang(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(languages.iter().all(|language| Some(*language) == own), "{path}: {languages:?}");
        assert_eq!(languages.is_empty(), own.is_none(), "{path}");
        assert_eq!(style(html).contains("[dir=rtl]"), own == Some("ar"), "{path}");
    }
}

#[test]
fn lines_of_french_do_not_begin_with_marks() {
    let built = built();
    for path in ["fr/texts/index.html", "fr/numbers/index.html"] {
        let html = page(&built, path);
        let document = Html::parse_document(&html);
        let main = document.select(&Selector::parse("main").unwrap()).next().unwrap();
        let text: String = main.text().collect();
        // What front matter says is written as it is there.
        let prose = text.replace("question d’essai ?", "");
        for cut in [" ?", " !", " ;", " :", " »", "« "] {
            assert!(!prose.contains(cut), "{path}: {cut:?} in {prose}");
        }
    }
    let texts = page(&built, "fr/texts/index.html");
    assert!(texts.contains("essai\u{202f}?") && texts.contains("«\u{a0}Un mot souligné\u{a0}»\u{a0}: "), "{texts}");
    assert!(page(&built, "ru/texts/index.html").contains("Команда: <code>"));
}

#[test]
fn what_reads_from_left_to_right_is_isolated_in_arabic() {
    let texts = page(&built(), "ar/texts/index.html");
    for isolated in [
        "<bdi dir=ltr>+41 00 000 00 00</bdi>",
        "<code dir=ltr>firstflight build --site .</code>",
        "<a dir=ltr href=https://six.example/en/>https://six.example/en/</a>",
        "<pre dir=ltr tabindex=0>",
    ] {
        assert!(texts.contains(isolated), "{isolated}: {texts}");
    }
    assert!(!page(&built(), "texts/index.html").contains("dir=ltr"));
}

#[test]
fn dates_after_arabic_letters_keep_their_order() {
    let site = SiteTest::new()
        .file("content/site.yaml", "title: موقع\nbase_url: https://example.org/\nlanguages:\n  ar: { at: / }\n")
        .without("content/en")
        .file("content/ar/index.md", "---\ntitle: موقع\n---\n\nيوم 2026-11-16.\n");
    let html = page(&support::build(site.root()), "index.html");
    assert!(html.contains("يوم <bdi dir=ltr>2026-11-16</bdi>."), "{html}");
}
