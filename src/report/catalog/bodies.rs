//! Findings about the bodies of shortcodes.

use std::ops::Range;

use crate::report::story::{Example, PAGE, Story};
use crate::report::{Certainty, Code, Finding, Place};

/// An end of a body that is not written as `{% end %}`.
#[must_use]
pub fn misspelt_end(place: Place) -> Finding {
    let edit = place.range().map(|range| (range, "{% end %}".to_owned()));
    Finding::new(Code::MalformedCall, place, "a shortcode's body must end with `{% end %}`")
        .help("write `{% end %}`")
        .maybe_edit(edit, Certainty::Certain)
}

/// A line that opens or closes a body, with other text on it; `edit` puts it onto a line of its own.
#[must_use]
pub fn shared_line(place: Place, edit: Option<(Range<usize>, String)>) -> Finding {
    Finding::new(Code::BlockInLine, place, "this must be on a line of its own to open or close a body")
        .help("put it on a line of its own, and the text of the shortcode on the lines between")
        .maybe_edit(edit, Certainty::Certain)
}

/// A line that opens or closes a body, as a part of a paragraph or of HTML.
#[must_use]
pub fn body_line_inside(place: Place, is_html: bool) -> Finding {
    let (what, help) = if is_html {
        ("HTML", "put a blank line above it")
    } else {
        ("paragraph", "remove the spaces before it, or put a blank line above it")
    };
    let message = format!("this line is part of the {what} above it, so it does not open or close a body");
    Finding::new(Code::BlockInLine, place, message).help(help)
}

/// A call whose body nothing closes.
#[must_use]
pub fn unclosed_body(place: Place, name: &str) -> Finding {
    Finding::new(Code::UnclosedBody, place, format!("the body of `{name}` is not closed"))
        .help("put `{% end %}` on a line of its own after its text")
}

/// An end that closes nothing.
#[must_use]
pub fn unopened_end(place: Place) -> Finding {
    Finding::new(Code::UnopenedEnd, place, "no shortcode with a body is open here")
        .help("remove the line, or open one before its text, as in `{% box() %}`")
}

/// A body that begins or ends in something that does not hold all of it; `end` is its end, if there is one.
#[must_use]
pub fn crossed_body(place: Place, name: &str, container: &str, begins_inside: bool, end: Option<Place>) -> Finding {
    let (message, help) = if begins_inside {
        (
            format!("`{name}` begins in a {container} and does not end in it"),
            format!(
                "indent or quote the line of `{{% end %}}` like the other lines of the {container}, or move `{name}` out of it"
            ),
        )
    } else {
        (
            format!("`{name}` ends in a {container} that begins after it"),
            format!("move `{{% end %}}` after the {container}, with the same indentation as `{name}`"),
        )
    };
    let finding = Finding::new(Code::CrossedBody, place, message).help(help);
    match end {
        Some(end) => finding.label(end, "its end"),
        None => finding,
    }
}

/// An element of raw HTML that is opened in a body and not closed there, or closed in one and not opened there.
#[must_use]
pub fn crossed_element(place: Place, name: &str, is_opened: bool) -> Finding {
    let message = if is_opened {
        format!("`<{name}>` is not closed in the body of the shortcode that it is in")
    } else {
        format!("`</{name}>` is in the body of a shortcode, and its element begins outside of it")
    };
    Finding::new(Code::CrossedBody, place, message).help(format!("put `<{name}>` and `</{name}>` into the same body"))
}

/// A call without a body of a shortcode that takes one; `edit` gives it the body that is there.
#[must_use]
pub fn missing_body(place: Place, name: &str, edit: Option<(Range<usize>, String)>) -> Finding {
    Finding::new(Code::MissingBody, place, format!("`{name}` needs a body but is called without one"))
        .help(format!("write `{{% {name}(…) %}}` and `{{% end %}}` on lines of their own, and its text between them"))
        .maybe_edit(edit, Certainty::Certain)
}

/// A call whose body is empty.
#[must_use]
pub fn empty_body(place: Place, name: &str) -> Finding {
    Finding::new(Code::MissingBody, place, format!("the body of `{name}` is empty"))
        .help("write its text between this line and `{% end %}`, or remove both")
}

/// A call with a body of a shortcode that takes none; `edit` writes the call without one, where nothing ends it.
#[must_use]
pub fn unexpected_body(place: Place, name: &str, edit: Option<(Range<usize>, String)>) -> Finding {
    let finding = Finding::new(Code::UnexpectedBody, place, format!("`{name}` does not take a body"));
    let help = if edit.is_some() { "" } else { ", and remove `{% end %}`" };
    finding.help(format!("write `{{{{ {name}(…) }}}}`{help}")).maybe_edit(edit, Certainty::Certain)
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::UnclosedBody,
        means: "A shortcode with a body is opened, and nothing closes it.",
        matters: "The rest of the page would become its body.",
        wrong: Example::Files(&[(PAGE, "{% box() %}\nBring a passport.")]),
        right: Example::Files(&[(PAGE, "{% box() %}\nBring a passport.\n{% end %}")]),
        act: "Write `{% end %}` on a line of its own where the body ends.",
    },
    Story {
        code: Code::UnopenedEnd,
        means: "A line `{% end %}` closes nothing: no shortcode with a body is open there.",
        matters: "Usually the opening line is missing, or there is one `{% end %}` too many.",
        wrong: Example::Files(&[(PAGE, "Bring a passport.\n\n{% end %}")]),
        right: Example::Files(&[(PAGE, "{% box() %}\nBring a passport.\n{% end %}")]),
        act: "Remove the line, or write the opening line before the text that it ends.",
    },
    Story {
        code: Code::CrossedBody,
        means: "A shortcode with a body begins in a list item, a quotation or a footnote and ends outside of it, or the other way \
                round. The same holds for elements of raw HTML in bodies.",
        matters: "Elements of a page can be nested but cannot overlap, so it is unclear which text was meant.",
        wrong: Example::Files(&[(PAGE, "- {% box() %}\n  Bring a passport.\n\n{% end %}")]),
        right: Example::Files(&[(PAGE, "- {% box() %}\n  Bring a passport.\n  {% end %}")]),
        act: "Start the `{% end %}` line with the same spaces or `>` as the line that opens the shortcode.",
    },
    Story {
        code: Code::MissingBody,
        means: "A shortcode that takes a body is called as `{{ box() }}`, or has nothing in its body.",
        matters: "An empty box is useless, and its text may be outside of it by mistake.",
        wrong: Example::Files(&[(PAGE, "{{ box() }}\n\nBring a passport.")]),
        right: Example::Files(&[(PAGE, "{% box() %}\nBring a passport.\n{% end %}")]),
        act: "Write `{% box() %}` and `{% end %}` on lines of their own, and the text between them.",
    },
    Story {
        code: Code::UnexpectedBody,
        means: "A shortcode that takes no body is called with one, as in `{% stat() %}`.",
        matters: "Its text would be left out.",
        wrong: Example::Files(&[(PAGE, "{% stat(id=\"ldc-2019\") %}\nare online.\n{% end %}")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "Write `{{ stat(…) }}` and remove `{% end %}`.",
    },
];
