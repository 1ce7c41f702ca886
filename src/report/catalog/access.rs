//! Findings about what some readers cannot use, or cannot tell apart, on a finished page: those who listen, who use a keyboard, or
//! who enlarge it. The numbers are those of success criteria of WCAG 2.2.

use crate::report::{Code, Finding, Place};

/// A page that does not say its language.
#[must_use]
pub fn no_language(place: Place) -> Finding {
    Finding::new(Code::WrongLanguage, place, "the page does not say its language")
        .help("write `<html lang=\"{{ page.lang }}\">`")
}

/// A `lang` that is not the tag of a language.
#[must_use]
pub fn invalid_language(place: Place, tag: &str) -> Finding {
    Finding::new(Code::WrongLanguage, place, format!("`{tag}` is not the tag of a language"))
        .help("write a tag such as `en`, `pt-BR` or `zh-Hans`")
}

/// A page that says it is in another language than it is.
#[must_use]
pub fn other_language(place: Place, tag: &str, own: &str) -> Finding {
    Finding::new(Code::WrongLanguage, place, format!("the page says it is in `{tag}`, and it is in `{own}`"))
        .help("write `<html lang=\"{{ page.lang }}\">`")
}

/// A page without a title.
#[must_use]
pub fn no_title(place: Place) -> Finding {
    Finding::new(Code::MissingTitle, place, "the page has no title")
        .help("write `<title>{{ page.title }}</title>` into its head")
}

/// A page with the title of another page of its language, which is `first`.
#[must_use]
pub fn duplicate_title(place: Place, first: Place) -> Finding {
    Finding::new(Code::DuplicateTitle, place, "another page has the same title")
        .help("write a title that says what only this page is about")
        .label(first, "the first page with this title")
}

/// A page without a heading of the first level.
#[must_use]
pub fn no_heading(place: Place) -> Finding {
    Finding::new(Code::MissingHeading, place, "the page has no heading of the first level")
        .help("write `<h1>{{ page.title }}</h1>`")
}

/// A heading without words.
#[must_use]
pub fn empty_heading(place: Place, element: &str) -> Finding {
    Finding::new(Code::MissingHeading, place, format!("this `{element}` has no words"))
        .help("write its words, or remove it")
}

/// A second heading of the first level on a finished page.
#[must_use]
pub fn second_heading(place: Place) -> Finding {
    Finding::new(Code::SecondTitle, place, "this is a second heading of the first level on the page")
        .help("write `<h2>` here")
}

/// A heading of a finished page that skips a level.
#[must_use]
pub fn skipped_heading(place: Place, before: &str, level: &str) -> Finding {
    let message = format!("this heading of level {level} follows one of level {before} on the page");
    Finding::new(Code::SkippedHeading, place, message).help("write a heading of the next level, or of one that is open")
}

/// An image, an area or a picture as a button without alternative text.
#[must_use]
pub fn no_alternative(place: Place, element: &str) -> Finding {
    let finding = Finding::new(Code::MissingAlt, place, format!("this `{element}` has no alternative text"));
    finding.help("describe it in `alt=\"…\"`; write `alt=\"\"` if it says nothing that the text does not say")
}

/// A drawing or an object without a name.
#[must_use]
pub fn unnamed_drawing(place: Place, element: &str) -> Finding {
    Finding::new(Code::MissingAlt, place, format!("this `{element}` has no name"))
        .help("describe it in `aria-label=\"…\"`, or write `aria-hidden=\"true\"` if it says nothing new")
}

/// A link without words.
#[must_use]
pub fn unnamed_link(place: Place, address: &str) -> Finding {
    Finding::new(Code::EmptyLink, place, format!("the link to `{address}` has no text"))
        .help("write what the link leads to, or an `aria-label`")
}

/// A button, field or frame without a name; `what` says which.
#[must_use]
pub fn unnamed_control(place: Place, what: &str) -> Finding {
    let finding = Finding::new(Code::UnnamedControl, place, format!("this {what} has no name"));
    finding.help(match what {
        "field" => "write `<label>` around its words and the field, or `aria-label=\"…\"`",
        "frame" => "say in `title=\"…\"` what it shows",
        _ => "write its words, or `aria-label=\"…\"`",
    })
}

/// A link whose words do not say where it leads.
#[must_use]
pub fn vague_link(place: Place, words: &str) -> Finding {
    Finding::new(Code::VagueLink, place, format!("the link text `{words}` does not say where the link leads"))
        .help("write what the link leads to")
}

/// Two links on a page with the same words and different targets.
#[must_use]
pub fn same_link_text(place: Place, words: &str, (first, second): (&str, &str)) -> Finding {
    let message = format!("two links on the page are called `{words}`, and lead to `{first}` and `{second}`");
    Finding::new(Code::SameLinkText, place, message).help("write what each of them leads to")
}

/// A table without header cells.
#[must_use]
pub fn no_headers(place: Place) -> Finding {
    Finding::new(Code::MissingHeaders, place, "this table has no header cells")
        .help("write `<th>` for cells that say what a column or a row holds")
}

/// A header cell whose `scope` is not one.
#[must_use]
pub fn invalid_scope(place: Place, scope: &str) -> Finding {
    let message = match scope {
        "" => "this header cell may be that of its row or of its column".to_owned(),
        scope => format!("`{scope}` is not a scope of header cells"),
    };
    Finding::new(Code::MissingHeaders, place, message).help("write `scope=\"col\"` or `scope=\"row\"`")
}

/// An id that the finished page has twice.
#[must_use]
pub fn duplicate_id(place: Place, id: &str) -> Finding {
    Finding::new(Code::DuplicateId, place, format!("the page has the id `{id}` twice"))
        .help("give this element another id, or leave the id out")
}

/// An attribute that names an id that is not on the page.
#[must_use]
pub fn broken_reference(place: Place, attribute: &str) -> Finding {
    Finding::new(Code::BrokenReference, place, format!("`{attribute}` names an id that is not on the page"))
        .help("write the id of an element of the page, or remove the attribute")
}

/// An attribute with a value, or of a name, that assistive technology does not know; `what` says what there is in its place.
#[must_use]
pub fn invalid_attribute(place: Place, what: &str, help: &str) -> Finding {
    Finding::new(Code::InvalidAttribute, place, what).help(help)
}

/// A `tabindex` that puts an element before others.
#[must_use]
pub fn focus_order(place: Place, index: &str) -> Finding {
    Finding::new(
        Code::FocusOrder,
        place,
        format!("`tabindex=\"{index}\"` moves the focus out of the order of the page"),
    )
    .help("remove it, and put the element where it is to be reached")
}

/// An `accesskey` that is used twice.
#[must_use]
pub fn same_key(place: Place, key: &str) -> Finding {
    Finding::new(Code::FocusOrder, place, format!("the page uses the key `{key}` twice"))
        .help("choose another `accesskey`, or remove it")
}

/// Something that can have the focus and is hidden from those who listen.
#[must_use]
pub fn hidden_focus(place: Place) -> Finding {
    Finding::new(Code::FocusOrder, place, "the focus can be on this element, and `aria-hidden` hides it")
        .help("remove `aria-hidden`, or write `tabindex=\"-1\"` too")
}

/// Something to click on that is inside something else to click on.
#[must_use]
pub fn nested_control(place: Place, element: &str) -> Finding {
    Finding::new(Code::NestedLink, place, format!("this `{element}` is inside another link or button"))
        .help("end the outer one before it")
}

/// A page that reloads or moves on after some seconds.
#[must_use]
pub fn refresh(place: Place, content: &str) -> Finding {
    Finding::new(Code::UnrequestedChange, place, format!("the page moves on by itself: `{content}`"))
        .help("remove it, or write 0 seconds if the page only leads to another")
}

/// A recording that plays by itself.
#[must_use]
pub fn autoplay(place: Place, element: &str) -> Finding {
    Finding::new(Code::UnrequestedChange, place, format!("this `{element}` plays by itself"))
        .help("remove `autoplay`, and add `controls`")
}

/// Text that moves or blinks.
#[must_use]
pub fn moving_text(place: Place, element: &str) -> Finding {
    Finding::new(Code::UnrequestedChange, place, format!("`{element}` makes text move"))
        .help("remove it and leave the text")
}

/// A page that cannot be enlarged.
#[must_use]
pub fn no_zoom(place: Place, content: &str) -> Finding {
    Finding::new(Code::NoZoom, place, format!("readers cannot enlarge the page: `{content}`"))
        .help("write `content=\"width=device-width\"`")
}

/// A film without captions.
#[must_use]
pub fn no_captions(place: Place) -> Finding {
    Finding::new(Code::MissingCaptions, place, "this film names no captions")
        .help("add `<track kind=\"captions\" src=\"…\">`, or `muted` if it has no sound")
}

/// A link or a button that the style makes too small.
#[must_use]
pub fn small_target(place: Place, selector: &str, pixels: f32) -> Finding {
    let message = format!("`{selector}` is {pixels} pixels high or wide; fingers need 24");
    Finding::new(Code::SmallTarget, place, message).help("make it at least 24px by 24px")
}

/// An item outside a list, or something else in one.
#[must_use]
pub fn broken_list(place: Place, element: &str, parent: &str) -> Finding {
    let message = format!("`{element}` is directly in `{parent}`, where HTML does not allow it");
    let help = match element {
        "li" => "put it into `<ul>` or `<ol>`",
        "dt" | "dd" => "put it into `<dl>`",
        _ => "put it into an item: `<li>`, or `<dt>` and `<dd>`",
    };
    Finding::new(Code::MisplacedHtml, place, message).help(help)
}

/// A page without a main part.
#[must_use]
pub fn no_main(place: Place) -> Finding {
    Finding::new(Code::Landmarks, place, "the page has no main part")
        .help("write `<main id=\"main\">` around what only this page has")
}

/// A page with two main parts.
#[must_use]
pub fn second_main(place: Place) -> Finding {
    Finding::new(Code::Landmarks, place, "this is a second main part of the page").help("write `<section>` or `<div>`")
}

/// Two parts for navigation that have the same name.
#[must_use]
pub fn same_navigation(place: Place) -> Finding {
    Finding::new(Code::Landmarks, place, "another `nav` of the page has the same name, or none as well")
        .help("tell them apart with `aria-label=\"…\"`")
}

/// A link of a finished page to nothing; `near` is an address that may be meant.
#[must_use]
pub fn broken_link(place: Place, address: &str, near: Option<&str>) -> Finding {
    Finding::new(Code::BrokenLink, place, format!("nothing is published at `{address}`")).help(near.map_or_else(
        || "write the address of a page or a file of this site".to_owned(),
        |near| format!("the closest is `{near}`"),
    ))
}

/// A link of a finished page to an id that is not there.
#[must_use]
pub fn broken_fragment(place: Place, address: &str) -> Finding {
    Finding::new(Code::BrokenFragment, place, format!("`{address}` leads to an id that is not there"))
        .help("write the id of an element of that page, or remove what follows `#`")
}
