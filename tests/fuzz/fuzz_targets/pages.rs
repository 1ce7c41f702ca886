//! Any Markdown becomes a page, or a finding at a place that exists; and no page runs a script.
#![no_main]

use std::sync::LazyLock;

use firstflight_fuzz::Site;
use libfuzzer_sys::fuzz_target;

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

fuzz_target!(|text: &[u8]| {
    SITE.write("content/en/page.md", &[b"---\ntitle: A page\n---\n\n", text].concat());
    let built = SITE.build();
    for (path, html, _) in built.output.pages() {
        let html = html.joined().to_ascii_lowercase();
        for forbidden in [&b"<script"[..], b"href=javascript:", b"href=\"javascript:", b" onerror=", b" onload=", b"<iframe"] {
            assert!(!html.windows(forbidden.len()).any(|part| part == forbidden), "{path}");
        }
    }
});
