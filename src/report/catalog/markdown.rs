//! Findings about Markdown.

use crate::report::story::{Example, PAGE, Story};
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
        (format!("links with the scheme `{scheme}:` are not published"), "use http, https, mailto, tel, sms or xmpp")
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

/// A first-level heading in the body; `signs` is whether it is written with `#` and not underlined, `title` is the place of
/// the page's title.
#[must_use]
pub fn second_title(place: Place, signs: bool, title: Option<Place>) -> Finding {
    let help = if signs {
        "write `##` here, or make it the `title`"
    } else {
        "underline it with `---`, or make it the `title`"
    };
    let end = place.range().map(|range| range.end).filter(|_| signs);
    first_level(place, title).help(help).maybe_edit(end.map(|end| (end..end, "#".to_owned())), Certainty::Suggested)
}

/// A first-level heading in raw HTML; `title` is the place of the page's title.
#[must_use]
pub fn second_raw_title(place: Place, title: Option<Place>) -> Finding {
    first_level(place, title).help("write `<h2>` here, or make it the `title`")
}

fn first_level(place: Place, title: Option<Place>) -> Finding {
    let message = "this is a second heading of the first level; the first is the title of the page";
    labelled(Finding::new(Code::SecondTitle, place, message), title, "the title of the page")
}

fn labelled(finding: Finding, place: Option<Place>, text: &str) -> Finding {
    match place {
        Some(place) => finding.label(place, text),
        None => finding,
    }
}

/// A heading that skips a level, in Markdown or raw HTML. `before` is the level of the heading before it, with its place,
/// if the file has one.
#[must_use]
pub fn skipped_heading(place: Place, level: u8, before: (u8, Option<Place>), raw: bool) -> Finding {
    let (before, earlier) = before;
    let wanted = usize::from(before) + 1;
    let wanted = if raw { format!("<h{wanted}>") } else { "#".repeat(wanted) };
    let signs = literal(&place, &"#".repeat(usize::from(level))).filter(|_| !raw);
    let message = format!("this heading of level {level} follows one of level {before}");
    labelled(Finding::new(Code::SkippedHeading, place, message), earlier, "the heading before it")
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

/// Content that GitHub renders and that is shown as source here: mathematics, or a diagram in a code block.
#[must_use]
pub fn unrendered(place: Place, diagram: Option<&str>, count: usize) -> Finding {
    let message = match diagram {
        None => "mathematics is shown to readers as source".to_owned(),
        Some(language) => format!("a `{language}` diagram is shown to readers as source"),
    };
    let help = match diagram {
        None => "write short formulas in Unicode, such as x², and longer ones also in words",
        Some(_) => "link to a picture of the diagram, and describe in the text what it shows",
    };
    let finding = Finding::new(Code::Unrendered, place, message).help(help);
    if count > 1 { finding.note(format!("this page has {count} of them; this is the first")) } else { finding }
}

/// An attribute that is not allowed on headings.
#[must_use]
pub fn forbidden_attribute(place: Place, name: &str) -> Finding {
    Finding::new(Code::ForbiddenAttribute, place, format!("the attribute `{name}` is removed"))
        .help("remove it; headings take an id, classes, `lang` and `dir`")
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::RawHtml,
        means: "Markdown contains HTML. It is shown to readers as text, including the tags. Inline elements that Markdown \
                has no syntax for, such as `<br>`, `<kbd>` and `<sub>`, are always allowed, as are `<details>` and anchors. \
                With `raw_html: true` in content/site.yaml most HTML is kept: an `<img>` becomes a link with its \
                alternative text, as images in Markdown do, and scripts, frames, forms and styles are removed.",
        matters: "HTML from elsewhere can bring scripts, requests to other hosts and tables that no phone can show. \
                  Shown as text it is harmless, but hardly what was meant.",
        wrong: Example::Files(&[(PAGE, "The session is <b>open to all</b>.")]),
        right: Example::Files(&[(PAGE, "The session is **open to all**.")]),
        act: "Write it in Markdown or as a shortcode. If the page is about a tag, put the tag in back-ticks. \
              `raw_html: true` in content/site.yaml allows harmless HTML.",
    },
    Story {
        code: Code::ForbiddenScheme,
        means: "The address of a link or an image has a scheme other than http, https, mailto, tel, sms and xmpp, \
                or starts with `//`.",
        matters: "Addresses such as `javascript:` run a program when they are followed; `file:` points to the \
                  editor's own disk; others do not work on most phones.",
        wrong: Example::Files(&[(PAGE, "See [the programme](file:///home/anna/programme.pdf).")]),
        right: Example::Files(&[(PAGE, "See [the programme](programme.pdf).")]),
        act: "Link to a file of the site by its relative path, or to the web with https.",
    },
    Story {
        code: Code::UndefinedReference,
        means: "A link uses a reference, as in `[text][name]`, but the page has no line `[name]: address`.",
        matters: "Readers see the brackets and cannot follow the link.",
        wrong: Example::Files(&[(PAGE, "See [the programme][prog].")]),
        right: Example::Files(&[(PAGE, "See [the programme][prog].\n\n[prog]: programme.pdf")]),
        act: "Add the definition, or write the address in parentheses: `[the programme](programme.pdf)`. For plain \
              brackets write `\\[`.",
    },
    Story {
        code: Code::MissingFootnote,
        means: "The text refers to a footnote, as in `[^source]`, that is not defined on the page.",
        matters: "Readers see `[^source]` as it is typed and miss the note.",
        wrong: Example::Files(&[(PAGE, "Not everybody is online.[^itu]")]),
        right: Example::Files(&[(PAGE, "Not everybody is online.[^itu]\n\n[^itu]: Source: ITU.")]),
        act: "Add a line that starts with the same label, or remove the reference. For plain brackets write \
              `\\[^itu]`.",
    },
    Story {
        code: Code::UnusedFootnote,
        means: "A footnote is defined, but nothing on the page refers to it. It is not published.",
        matters: "The note, often a source, does not reach the reader.",
        wrong: Example::Files(&[(PAGE, "Not everybody is online.\n\n[^itu]: Source: ITU.")]),
        right: Example::Files(&[(PAGE, "Not everybody is online.[^itu]\n\n[^itu]: Source: ITU.")]),
        act: "Add the reference where it belongs, or delete the footnote.",
    },
    Story {
        code: Code::EmptyLink,
        means: "A link has neither text nor an image with alternative text between its brackets.",
        matters: "It is invisible on the page. Screen readers say \"link\", or read its address letter by letter.",
        wrong: Example::Files(&[(PAGE, "[](programme.pdf)")]),
        right: Example::Files(&[(PAGE, "[The programme](programme.pdf)")]),
        act: "Write between the brackets what readers will find there.",
    },
    Story {
        code: Code::NestedLink,
        means: "A link is inside the text of another link: an address between `<` and `>`, HTML, or a shortcode that \
                makes a link. Only the outer link is published; the inner one is shown as plain text.",
        matters: "HTML does not allow links inside links. Browsers end the outer one where the inner one begins, so \
                  part of its text leads nowhere.",
        wrong: Example::Files(&[(PAGE, "[the page <https://example.org/> of the union](session.md)")]),
        right: Example::Files(&[(PAGE, "[the page of the union](session.md) at <https://example.org/>")]),
        act: "End the outer link before the inner one, or remove one of them.",
    },
    Story {
        code: Code::MissingAlt,
        means: "An image has no alternative text.",
        matters: "People who cannot see the image learn nothing about it. On a slow link that is everybody: an image \
                  is loaded only when a reader asks for it, and its text is all they have to decide by.",
        wrong: Example::Files(&[(PAGE, "![](map.png)")]),
        right: Example::Files(&[(PAGE, "![Map of the countries, most of them in Africa](map.png)")]),
        act: "Describe the image between the brackets, in one sentence.",
    },
    Story {
        code: Code::SecondTitle,
        means: "The text has a heading of the first level (`#`) in addition to the title, which the theme shows.",
        matters: "Many people navigate by headings; with two of the first level it is unclear what the page is called.",
        wrong: Example::Files(&[(PAGE, "# Programme")]),
        right: Example::Files(&[(PAGE, "## Programme")]),
        act: "Start the headings of the text with `##`. If the heading repeats the title, delete it.",
    },
    Story {
        code: Code::SkippedHeading,
        means: "A heading is more than one level deeper than the one before it.",
        matters: "Many people who hear pages go from heading to heading; a missing level sounds like a missing part.",
        wrong: Example::Files(&[(PAGE, "## Programme\n\n#### Morning")]),
        right: Example::Files(&[(PAGE, "## Programme\n\n### Morning")]),
        act: "Write one `#` less. The size of a heading is a matter of the theme, not of its level.",
    },
    Story {
        code: Code::Unrendered,
        means: "A page has mathematics in TeX, as in `$x^2$`, or the source of a diagram, as in a code block in the \
                language mermaid. GitHub renders them with scripts in the browser. Firstflight sends no scripts to \
                readers and shows the source. It is reported once for each kind and page.",
        matters: "Readers see the source of the formula or the diagram. Few can read it.",
        wrong: Example::Files(&[(PAGE, "The area grows with $x^2$.")]),
        right: Example::Files(&[(PAGE, "The area grows with x².")]),
        act: "Write short formulas in Unicode, and say in words what longer ones and diagrams show. If your readers \
              know the notation, set `findings: { unrendered: off }` in content/site.yaml.",
    },
    Story {
        code: Code::DuplicateId,
        means: "Two headings of a page, or elements of its raw HTML, have the same id, as in `{#when}`.",
        matters: "A link to `#when` leads to the first of them, and the second cannot be reached.",
        wrong: Example::Files(&[(PAGE, "## Dates {#when}\n\n## Deadlines {#when}")]),
        right: Example::Files(&[(PAGE, "## Dates {#when}\n\n## Deadlines {#deadlines}")]),
        act: "Give one of them another id, or remove the id: then it is made from the words of the heading and is \
              always unique.",
    },
    Story {
        code: Code::ForbiddenAttribute,
        means: "A heading has an attribute other than an id, classes, `lang` and `dir`. The attribute is removed.",
        matters: "Attributes such as `onclick` or `style` could run programs or break the layout on small screens.",
        wrong: Example::Files(&[(PAGE, "## Dates {#when onclick=\"show()\"}")]),
        right: Example::Files(&[(PAGE, "## Dates {#when}")]),
        act: "Remove the attribute. The look of headings belongs in the theme's style.css.",
    },
];
