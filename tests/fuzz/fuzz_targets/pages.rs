//! Any Markdown becomes a page, or a finding at a place that exists; and no page runs a script.
#![no_main]

use std::sync::LazyLock;

use firstflight_fuzz::Site;
use libfuzzer_sys::fuzz_target;
use scraper::{Html, Selector};

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let site = Site::new("title: Site\nraw_html: true\nlanguages:\n  en: { at: / }\n");
    site.write(
        "content/statistics.yaml",
        b"- { id: poor, value: 51, unit: percent, of: { en: people }, period: \"2019\", source: survey }\n",
    );
    site.write(
        "content/sources.yaml",
        b"- { id: survey, title: A survey, publisher: An office, url: \"https://example.org/\", retrieved: 2026-01-01 }\n",
    );
    site
});

static ALL: LazyLock<Selector> = LazyLock::new(|| Selector::parse("*").expect("a selector"));

/// Attributes with an address.
const LINKS: [&str; 8] = ["href", "src", "data", "action", "formaction", "cite", "poster", "background"];

/// Whether browsers may run a value as a script if it is an address: they leave control characters and spaces out.
fn runs_script(value: &str) -> bool {
    let scheme = value.trim_start_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    scheme.take(11).collect::<String>().eq_ignore_ascii_case("javascript:")
}

fuzz_target!(|text: &[u8]| {
    SITE.write("content/en/page.md", &[b"---\ntitle: A page\n---\n\n", text].concat());
    let built = SITE.build();
    for (path, html, _) in built.output.pages() {
        let html = Html::parse_document(&String::from_utf8_lossy(&html.joined()));
        for element in html.select(&ALL).map(|element| element.value()) {
            let is_forbidden = matches!(element.name(), "script" | "iframe" | "base")
                || element.attrs().any(|(name, value)| name.starts_with("on") || LINKS.contains(&name) && runs_script(value));
            assert!(!is_forbidden, "{path}: {element:?}");
        }
    }
});
