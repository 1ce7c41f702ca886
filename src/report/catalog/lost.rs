//! Findings about what an editor wrote and readers would not see as it was meant: HTML that is removed, cells that a table has
//! no column for, and signs of Markdown that are shown as text.

use std::ops::Range;

use crate::report::story::{Example, PAGE, SITE, Story};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Place};

/// How many further places of one kind are shown.
const LABELS: usize = 3;

/// How many texts are quoted.
const QUOTED: usize = 3;

/// A kind of HTML that is removed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Removed {
    /// An element of this name, whose text is kept.
    Element(String),
    /// An element of this name that has no text.
    EmptyElement(String),
    /// A script or style sheet, with its content.
    Program(String),
    /// An attribute of this name.
    Attribute(String),
    /// A declaration or processing instruction that begins like this.
    Declaration(String),
    /// A tag of this name that browsers ignore at its place.
    Misplaced(String),
}

/// HTML of one kind that is removed at these places; `words` go with it.
#[must_use]
pub fn removed(kind: &Removed, places: Vec<Place>, words: &[String]) -> Option<Finding> {
    let (what, rest, help) = match kind {
        Removed::Element(name) => (
            format!("the element `{name}`"),
            "; its text is kept",
            "write it in Markdown or as a shortcode, or remove it",
        ),
        Removed::EmptyElement(name) => {
            (format!("the element `{name}`"), "", "write it in Markdown or as a shortcode, or remove it")
        }
        Removed::Program(name) => (
            format!("the element `{name}`"),
            " together with its content",
            "remove it; put styles in the theme's style.css",
        ),
        Removed::Attribute(name) => (format!("the attribute `{name}`"), "", "remove it"),
        Removed::Declaration(written) => {
            (format!("the markup that starts with `{written}`"), "", "remove it, or write `&lt;` for a plain `<`")
        }
        Removed::Misplaced(name) => (
            format!("the tag `<{name}>`"),
            ": it is not allowed here",
            "add the elements that must enclose it, such as `<table>` around `<tr>`",
        ),
    };
    let count = places.len();
    let mut places = places.into_iter();
    let first = places.next()?;
    let at = if count > 1 { format!(" at {} places", thousands(count as u64)) } else { String::new() };
    let mut finding = Finding::new(Code::RemovedHtml, first, format!("{what} is removed{at}{rest}")).help(help);
    if !words.is_empty() {
        finding = finding.note(format!("readers lose the words {}", quoted(words)));
    }
    Some(places.take(LABELS).fold(finding, |finding, place| finding.label(place, "another")))
}

fn quoted(words: &[String]) -> String {
    let listed: Vec<String> = words.iter().take(QUOTED).map(|word| format!("\"{word}\"")).collect();
    let more = words.len().saturating_sub(QUOTED);
    let more = if more > 0 { format!(" and {} more", thousands(more as u64)) } else { String::new() };
    format!("{}{more}", listed.join(", "))
}

/// An image without a `src`.
#[must_use]
pub fn image_without_address(place: Place) -> Finding {
    Finding::new(Code::RemovedHtml, place, "this image has no `src`, so only its alternative text is shown")
        .help("add `src=\"…\"`, or write the text without the image")
}

/// An end tag in a line whose element is not open there.
#[must_use]
pub fn unopened_tag(place: Place, name: &str) -> Finding {
    Finding::new(Code::RemovedHtml, place, format!("the tag `</{name}>` is removed: no `<{name}>` is open here"))
        .help(format!("remove it, or write `<{name}>` in the same line or block"))
}

/// An element in a line that is not closed where its block ends.
#[must_use]
pub fn unclosed_element(place: Place, name: &str) -> Finding {
    Finding::new(Code::RawHtml, place, format!("`<{name}>` is not closed, so it ends with its line or block"))
        .help(format!("write `</{name}>` where it ends"))
}

/// A tag without a closing `>`.
#[must_use]
pub fn unclosed_tag(place: Place) -> Finding {
    Finding::new(Code::RawHtml, place, "this tag is not closed, so it is shown as text")
        .help("close it with `>`, or write `&lt;` for a plain `<`")
}

/// Cells beyond the last column of a table that has `columns`; the row has `cells`. `edit` escapes signs in code that end
/// cells.
#[must_use]
pub fn lost_cells(
    place: Place,
    (cells, columns): (usize, usize),
    words: &str,
    edit: Option<(Range<usize>, String)>,
) -> Finding {
    let help = match edit {
        Some(_) => "write `\\|` for a `|` in code",
        None => "add a cell to the head and to the row of dashes, or write `\\|` for a plain `|`",
    };
    let columns = if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") };
    Finding::new(
        Code::LostCells,
        place,
        format!("this row has {cells} cells and the table {columns}, so `{words}` is not published"),
    )
    .help(help)
    .maybe_edit(edit, Certainty::Certain)
}

/// A row of dashes that makes no table. `cells` are how many cells it and the row above have, if there is one. `edit` gives it
/// as many.
#[must_use]
pub fn not_a_table(place: Place, cells: Option<(usize, usize)>, edit: Option<(Range<usize>, String)>) -> Finding {
    let (why, help) = match cells {
        None => (": no row stands above it".to_owned(), "write the head of the table in the line above"),
        Some((own, above)) if own != above => {
            (format!(": it has {own} cells and the row above {above}"), "give both rows the same number of cells")
        }
        Some(_) => {
            (String::new(), "put a blank line above the head of the table, and begin both rows at the same column")
        }
    };
    Finding::new(Code::NotATable, place, format!("this row of dashes makes no table{why}"))
        .help(help)
        .maybe_edit(edit, Certainty::Suggested)
}

/// A row that is nothing but `|`, with which the table ends.
#[must_use]
pub fn row_without_cells(place: Place, (range, row): (Range<usize>, String)) -> Finding {
    let message = "this row has no cells, so the table ends above it and what follows is shown as text";
    Finding::new(Code::NotATable, place, message)
        .help(format!("write `{row}` for an empty row, or remove the line"))
        .edit(range, row, Certainty::Suggested)
}

/// Signs of emphasis that are shown as text; `better` is how to write it.
#[must_use]
pub fn literal_emphasis(place: Place, mark: &str, better: Option<String>) -> Finding {
    let range = place.range();
    let help = better.as_ref().map_or_else(
        || format!("put a space between the `{mark}` and the letter beside it"),
        |better| format!("write `{better}`"),
    );
    Finding::new(
        Code::LiteralEmphasis,
        place,
        format!("the signs `{mark}` are shown as text: nothing is emphasised here"),
    )
    .help(help)
    .note("a sign of emphasis between a punctuation mark and a letter begins or ends nothing")
    .maybe_edit(range.zip(better), Certainty::Certain)
}

/// What looks like a link and is shown as text, for the reason `why`; `better` is the link.
#[must_use]
pub fn not_a_link(place: Place, why: &str, better: Option<(Range<usize>, String)>, help: &str) -> Finding {
    Finding::new(Code::NotALink, place, format!("this is not a link: {why}"))
        .help(help)
        .maybe_edit(better, Certainty::Certain)
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::RemovedHtml,
        means: "HTML is removed from the page: an element, an attribute or a tag that is not allowed or cannot stand where it \
                is. The text between its tags is kept. Each kind is reported once for a page, with its first places and the \
                words that readers lose.",
        matters: "HTML from elsewhere can bring scripts, requests to other hosts and tables that no phone can show. What it \
                  said has to be said in another way.",
        wrong: Example::Files(&[
            (SITE, "raw_html: true"),
            (PAGE, "<iframe src=\"https://example.org/film\" title=\"A film\"></iframe>"),
        ]),
        right: Example::Files(&[(SITE, "raw_html: true"), (PAGE, "[A film](https://example.org/film)")]),
        act: "Write it in Markdown or as a shortcode, or remove it.",
    },
    Story {
        code: Code::LostCells,
        means: "A row of a table has more cells than its head. Markdown drops the cells that have no column.",
        matters: "Readers miss words and numbers of the table, and nothing shows that they were there.",
        wrong: Example::Files(&[(PAGE, "| Year | Share |\n|---|---|\n| First | Half | of all people |")]),
        right: Example::Files(&[(PAGE, "| Year | Share | Of |\n|---|---|---|\n| First | Half | all people |")]),
        act: "Add a column to the head and to the row of dashes. Inside a cell, also in code, write `\\|` for a plain `|`.",
    },
    Story {
        code: Code::NotATable,
        means: "A row of dashes and bars looks like the second row of a table, but makes none: the row above has another number \
                of cells, or there is no row above.",
        matters: "Readers see bars and dashes instead of a table, all in one paragraph.",
        wrong: Example::Files(&[(PAGE, "| Year | Share |\n|---|---|---|\n| First | Half | All |")]),
        right: Example::Files(&[(PAGE, "| Year | Share | Rest |\n|---|---|---|\n| First | Half | All |")]),
        act: "Give the head and the row of dashes the same number of cells, and put a blank line above the head.",
    },
    Story {
        code: Code::LiteralEmphasis,
        means: "Signs of emphasis are shown as text because one stands between a punctuation mark and a letter. It happens where \
                words are not separated by spaces, as in Chinese, Japanese or Korean, and after the end of a sentence.",
        matters: "Readers see `**` in the sentence, and nothing is emphasised.",
        wrong: Example::Files(&[(PAGE, "**注意：**请先注册。")]),
        right: Example::Files(&[(PAGE, "**注意**：请先注册。")]),
        act: "Move the punctuation mark out of the emphasis, or put a space between the sign and the letter.",
    },
    Story {
        code: Code::NotALink,
        means: "Brackets and parentheses look like a link, but Markdown takes them for text: the address contains a space, the \
                parenthesis is not closed, or brackets and parentheses are swapped.",
        matters: "Readers see the signs and the address, and have nothing to follow.",
        wrong: Example::Files(&[(PAGE, "See [the programme](the programme.pdf).")]),
        right: Example::Files(&[(PAGE, "See [the programme](programme.pdf).")]),
        act: "Put an address with spaces between `<` and `>`, close the parenthesis, and write the words in brackets and the \
              address in parentheses.",
    },
];
