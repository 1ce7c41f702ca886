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
        // No address holds a control character, and a browser drops some of them before it looks at the scheme.
        .attribute_filter(|_, name, value| match name {
            "href" if value.contains(char::is_control) => None,
            _ => Some(value.into()),
        })
        .link_rel(None);
    cleaner
});

/// The body with everything gone that could run, load or pretend.
#[must_use]
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_control_character_is_no_address() {
        assert_eq!(clean("<a href=\"java&#9;script:x\">a</a>"), "<a>a</a>");
        assert_eq!(clean("<a href=\"/a&#1;b\">a</a>"), "<a>a</a>");
        assert_eq!(clean("<a href=\"/ab\">a</a>"), "<a href=\"/ab\">a</a>");
    }
}
