//! Findings about Markdown.

use crate::report::{Certainty, Code, Finding, Place, literal};

/// Raw HTML, shown as text.
#[must_use]
pub fn raw_html(place: Place) -> Finding {
    Finding::new(Code::RawHtml, place, "raw HTML is shown as text")
        .help("write it in Markdown or as a shortcode, or put code in back-ticks")
        .note("`raw_html: true` in content/site.yaml allows harmless HTML")
}

/// A link with a scheme that is not allowed; empty for `//host`.
#[must_use]
pub fn forbidden_scheme(place: Place, scheme: &str) -> Finding {
    let (message, help) = if scheme.is_empty() {
        ("an address that starts with `//` has no scheme of its own".to_owned(), "write `https://`")
    } else {
        (format!("links with the scheme `{scheme}:` are not published"), "use http, https, mailto, tel or sms")
    };
    let start = place.range().map(|range| range.start);
    let start = start.filter(|start| scheme.is_empty() && place.file().text()[*start..].starts_with("//"));
    Finding::new(Code::ForbiddenScheme, place, message)
        .help(help)
        .maybe_edit(start.map(|start| (start..start, "https:".to_owned())), Certainty::Suggested)
}

/// An undefined link reference.
#[must_use]
pub fn undefined_reference(place: Place, reference: &str) -> Finding {
    Finding::new(Code::UndefinedReference, place, format!("the reference `{reference}` is not defined on this page"))
        .help(format!("add a line `[{reference}]: https://…`, or write the address in parentheses"))
}

/// A reference to an undefined footnote.
#[must_use]
pub fn missing_footnote(place: Place, label: &str) -> Finding {
    Finding::new(Code::MissingFootnote, place, format!("the footnote `{label}` is not defined on this page"))
        .help(format!("add a line `[^{label}]: …`, or write `\\[` for a plain bracket"))
}

/// A footnote without a reference to it.
#[must_use]
pub fn unused_footnote(place: Place, label: &str) -> Finding {
    Finding::new(
        Code::UnusedFootnote,
        place,
        format!("nothing refers to the footnote `{label}`, so it is not published"),
    )
    .help(format!("write `[^{label}]` where it belongs, or delete it"))
}

/// A second definition of a footnote; `first` is the place of the first.
#[must_use]
pub fn repeated_footnote(place: Place, label: &str, first: Place) -> Finding {
    Finding::new(
        Code::UnusedFootnote,
        place,
        format!("the footnote `{label}` is defined above, so this is not published"),
    )
    .help("give it another name, or delete it")
    .label(first, "the first")
}

/// A link without text.
#[must_use]
pub fn empty_link(place: Place) -> Finding {
    Finding::new(Code::EmptyLink, place, "this link has no text")
        .help("write between the brackets what the link leads to")
}

/// A link inside another link, shown as plain text.
#[must_use]
pub fn nested_link(place: Place) -> Finding {
    Finding::new(Code::NestedLink, place, "this link is inside another link, so it is shown as plain text")
        .help("end the outer link before it, or leave this link out")
}

/// A shortcode that makes a link, called inside another link.
#[must_use]
pub fn nested_link_of_call(place: Place, name: &str) -> Finding {
    Finding::new(
        Code::NestedLink,
        place,
        format!("`{name}` makes a link inside another link, so it is shown as plain text"),
    )
    .help("move the shortcode out of the link")
}

/// An image without alternative text, in Markdown or in raw HTML.
#[must_use]
pub fn missing_alt(place: Place, raw: bool) -> Finding {
    let help = if raw { "describe the image in `alt=\"…\"`" } else { "describe the image between the brackets" };
    Finding::new(Code::MissingAlt, place, "this image has no alternative text").help(help)
}

/// A first-level heading in the body; `signs` tells whether it is written with `#` or underlined.
#[must_use]
pub fn second_title(place: Place, signs: bool) -> Finding {
    let help = if signs {
        "write `##` here, or make it the `title`"
    } else {
        "underline it with `---`, or make it the `title`"
    };
    let end = place.range().map(|range| range.end).filter(|_| signs);
    Finding::new(
        Code::SecondTitle,
        place,
        "this is a second heading of the first level; the first is the title of the page",
    )
    .help(help)
    .maybe_edit(end.map(|end| (end..end, "#".to_owned())), Certainty::Suggested)
}

/// A first-level heading in raw HTML.
#[must_use]
pub fn second_raw_title(place: Place) -> Finding {
    Finding::new(
        Code::SecondTitle,
        place,
        "this is a second heading of the first level; the first is the title of the page",
    )
    .help("write `<h2>` here, or make it the `title`")
}

/// A heading that skips a level, in Markdown or raw HTML.
#[must_use]
pub fn skipped_heading(place: Place, level: u8, before: u8, raw: bool) -> Finding {
    let wanted = usize::from(before) + 1;
    let wanted = if raw { format!("<h{wanted}>") } else { "#".repeat(wanted) };
    let signs = literal(&place, &"#".repeat(usize::from(level))).filter(|_| !raw);
    Finding::new(Code::SkippedHeading, place, format!("this heading of level {level} follows one of level {before}"))
        .help(format!("write `{wanted}`"))
        .maybe_edit(signs.map(|range| (range, wanted)), Certainty::Suggested)
}

/// An id used twice. `what` is the second user, a heading or an element; `by` is the first and its place, unless the page
/// itself uses the id.
#[must_use]
pub fn duplicate_id(place: Place, id: &str, what: &str, by: Option<(&str, Place)>) -> Finding {
    let finding = Finding::new(Code::DuplicateId, place, format!("the id `{id}` is already taken on this page"))
        .help(format!("give this {what} another id, or leave the id out"));
    match by {
        Some((what, first)) => finding.label(first, format!("the {what} that uses it")),
        None => finding.note("it is used by the page itself"),
    }
}

/// An attribute that is not allowed on headings.
#[must_use]
pub fn forbidden_attribute(place: Place, name: &str) -> Finding {
    Finding::new(Code::ForbiddenAttribute, place, format!("the attribute `{name}` is removed"))
        .help("remove it; headings take an id, classes, `lang` and `dir`")
}
