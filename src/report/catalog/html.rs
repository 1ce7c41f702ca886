//! Findings about raw HTML in sites with `raw_html: true`.

use crate::report::{Code, Finding, Place};

/// An element that is not allowed; `words` is whether it has text, which is kept.
#[must_use]
pub fn left_out_element(place: Place, name: &str, words: bool) -> Finding {
    let words = if words { "; its text is kept" } else { "" };
    Finding::new(Code::RawHtml, place, format!("the element `{name}` is removed{words}"))
        .help("write it in Markdown or as a shortcode, or remove it")
}

/// A script or style sheet, removed with its content.
#[must_use]
pub fn left_out_program(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the element `{name}` is removed together with its content"))
        .help("remove it; put styles in the theme's style.css")
}

/// An attribute that is not allowed.
#[must_use]
pub fn left_out_attribute(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the attribute `{name}` is removed")).help("remove it")
}

/// A declaration or processing instruction; `written` is its beginning.
#[must_use]
pub fn left_out_declaration(place: Place, written: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the markup that starts with `{written}` is removed"))
        .help("remove it, or write `&lt;` for a plain `<`")
}

/// A tag without a closing `>`.
#[must_use]
pub fn unclosed_tag(place: Place) -> Finding {
    Finding::new(Code::RawHtml, place, "this tag is not closed, so it is shown as text")
        .help("close it with `>`, or write `&lt;` for a plain `<`")
}

/// A tag that browsers ignore at its place.
#[must_use]
pub fn misplaced_tag(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the tag `<{name}>` is removed: it is not allowed here"))
        .help("add the elements that must enclose it, such as `<table>` around `<tr>`")
}

/// An image without a `src`.
#[must_use]
pub fn image_without_address(place: Place) -> Finding {
    Finding::new(Code::RawHtml, place, "this image has no `src`, so only its alternative text is shown")
        .help("add `src=\"…\"`, or write the text without the image")
}
