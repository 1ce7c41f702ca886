//! Raw HTML that a site lets through, made harmless by ammonia. It sees the whole body, our own tags included, so the
//! list below allows what the writer writes.

use std::sync::LazyLock;

use ammonia::Builder;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(["section", "input", "label", "details", "summary", "figure", "figcaption", "dl", "dt", "dd", "div"])
        .add_generic_attributes(["id", "class", "dir", "lang", "role", "tabindex"])
        .add_tag_attributes("section", ["aria-label"])
        .add_tag_attributes("a", ["aria-label"])
        .add_tag_attributes("input", ["type", "disabled", "checked"])
        .rm_tags(["img"])
        .url_schemes(["http", "https", "mailto", "tel", "sms"].into())
        .link_rel(None);
    cleaner
});

/// The body with everything gone that could run, load or pretend.
#[must_use]
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}
