//! Findings about raw HTML that a site lets through.

use crate::report::{Code, Finding, Place};

/// An element that is not let through; if it holds words, they stay.
#[must_use]
pub fn left_out_element(place: Place, name: &str, words: bool) -> Finding {
    let words = if words { "; its text is kept" } else { "" };
    Finding::new(Code::RawHtml, place, format!("the element `{name}` is left out{words}"))
        .help("write it as Markdown or as a shortcode, or remove it")
}

/// A script or a style sheet, which goes with what it holds.
#[must_use]
pub fn left_out_program(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the element `{name}` is left out together with its content"))
        .help("remove it; put styles in the theme's style.css")
}

/// An attribute that is not let through.
#[must_use]
pub fn left_out_attribute(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the attribute `{name}` is left out")).help("remove it")
}

/// A declaration or an instruction; `written` is how it begins.
#[must_use]
pub fn left_out_declaration(place: Place, written: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the markup that begins with `{written}` is left out"))
        .help("remove it, or write `&lt;` for a plain `<`")
}

/// A tag without `>`.
#[must_use]
pub fn unclosed_tag(place: Place) -> Finding {
    Finding::new(Code::RawHtml, place, "this tag is not closed, so it is shown as text")
        .help("end it with `>`, or write `&lt;` for a plain `<`")
}

/// A tag where no browser reads it.
#[must_use]
pub fn cannot_stand(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("the tag `<{name}>` is left out: it is not allowed here"))
        .help("add the elements that must enclose it, such as `<table>` around `<tr>`")
}

/// An image without an address.
#[must_use]
pub fn image_without_address(place: Place) -> Finding {
    Finding::new(Code::RawHtml, place, "this image has no `src`, so only its alternative text is shown")
        .help("write `src=\"…\"`, or write the text without the image")
}
