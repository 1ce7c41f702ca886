//! Any front matter is read, or reported at a place that exists.
#![no_main]

use std::sync::LazyLock;

use firstflight_fuzz::Site;
use libfuzzer_sys::fuzz_target;

static SITE: LazyLock<Site> = LazyLock::new(|| {
    Site::new("title: Site\nbase_url: https://example.org/\ntaxonomies: { tags: {} }\nlanguages:\n  en: { at: / }\n")
});

fuzz_target!(|text: &[u8]| {
    SITE.write("content/en/page.md", &[b"---\ntitle: A page\n", text, b"\n---\n\nText.\n"].concat());
    SITE.build();
});
