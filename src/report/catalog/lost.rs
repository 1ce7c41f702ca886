//! Findings about content that readers would lose or see as source: HTML that is removed, table cells without a column, and
//! Markdown that is shown as text.

use std::ops::Range;

use crate::report::story::{Example, PAGE, SITE, Story};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Level, Place};

/// How many further places of one kind are shown.
const LABELS: usize = 3;

/// How many texts are quoted.
const QUOTED: usize = 3;

/// A kind of HTML that is removed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RemovedHtml {
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

/// HTML of one kind that is removed at these places, together with the text `words`.
#[must_use]
pub fn removed(kind: &RemovedHtml, places: Vec<Place>, words: &[String]) -> Option<Finding> {
    let (what, rest, help) = match kind {
        RemovedHtml::Element(name) if is_for_programs(name) => (
            format!("the element `{name}`"),
            "; its text is kept",
            "remove it, or put the tag in back-ticks to show it to readers",
        ),
        RemovedHtml::Element(name) => (
            format!("the element `{name}`"),
            "; its text is kept",
            "write it in Markdown or as a shortcode, or remove it",
        ),
        RemovedHtml::EmptyElement(name) => {
            (format!("the element `{name}`"), "", "write it in Markdown or as a shortcode, or remove it")
        }
        RemovedHtml::Program(name) => (
            format!("the element `{name}`"),
            " together with its content",
            "remove it; pages run no scripts, and styles belong in the theme's style.css",
        ),
        RemovedHtml::Attribute(name) => (format!("the attribute `{name}`"), "", "remove it"),
        RemovedHtml::Declaration(written) => {
            (format!("the markup that starts with `{written}`"), "", "remove it, or write `&lt;` for a plain `<`")
        }
        RemovedHtml::Misplaced(name) => (
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
        finding = finding.note(format!("this text is lost: {}", quoted(words)));
    }
    if matches!(kind, RemovedHtml::Attribute(name) if is_for_looks(name)) && words.is_empty() {
        finding.level = Level::Note;
    }
    Some(places.take(LABELS).fold(finding, |finding, place| finding.label(place, "another")))
}

/// Attributes that say only how something looks, or how browsers open a link. Most are listed by HTML as obsolete: § 16.2.
const LOOKS: [&str; 24] = [
    "align",
    "alink",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "clear",
    "color",
    "compact",
    "face",
    "frame",
    "height",
    "hspace",
    "link",
    "noshade",
    "nowrap",
    "rel",
    "rules",
    "style",
    "target",
    "valign",
    "vspace",
    "width",
];

/// Whether readers lose at most the looks of an element with an attribute of this name. One without letters is a slip.
fn is_for_looks(name: &str) -> bool {
    LOOKS.contains(&name.to_ascii_lowercase().as_str()) || !name.contains(|c: char| c.is_alphabetic())
}

/// Whether an element shows nothing by itself, so that its tag in prose is probably an example.
fn is_for_programs(name: &str) -> bool {
    name.contains('-') || matches!(name, "slot" | "template" | "html" | "head" | "body")
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

/// An inline end tag whose element is not open.
#[must_use]
pub fn unopened_tag(place: Place, name: &str) -> Finding {
    Finding::new(Code::RemovedHtml, place, format!("the tag `</{name}>` is removed: no `<{name}>` is open here"))
        .help(format!("remove it, or write `<{name}>` in the same line or block"))
}

/// An element of a line in which a block begins.
#[must_use]
pub fn element_of_line(place: Place, name: &str) -> Finding {
    Finding::new(Code::RemovedHtml, place, format!("`<{name}>` cannot contain this block, so it is closed before it"))
        .help(format!("put the block after `</{name}>`, or use `<div>` instead of `<{name}>`"))
}

/// An inline element that is not closed where its block ends.
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

/// Cells beyond the last column of a table that has `columns`; the row has `cells`. `edit` escapes bars in code that end
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
        None => "add a cell to the header row and to the row of dashes, or write `\\|` for a plain `|`",
    };
    let columns = if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") };
    Finding::new(
        Code::LostCells,
        place,
        format!("this row has {cells} cells but the table has {columns}, so `{words}` is not published"),
    )
    .help(help)
    .maybe_edit(edit, Certainty::Certain)
}

/// A row of dashes that does not form a table. `cells` are the numbers of cells of it and of the row above, if there is one.
/// `edit` makes them equal.
#[must_use]
pub fn not_a_table(place: Place, cells: Option<(usize, usize)>, edit: Option<(Range<usize>, String)>) -> Finding {
    let (why, help) = match cells {
        None => (": there is no row above it".to_owned(), "write the header row of the table on the line above"),
        Some((own, above)) if own != above => {
            (format!(": it has {own} cells but the row above has {above}"), "give both rows the same number of cells")
        }
        Some(_) => (String::new(), "put a blank line above the header row, and indent both rows equally"),
    };
    Finding::new(Code::NotATable, place, format!("this row of dashes does not form a table{why}"))
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

/// Emphasis markers that are shown as text; `better` is the correct form.
#[must_use]
pub fn literal_emphasis(place: Place, mark: &str, better: Option<String>) -> Finding {
    let range = place.range();
    let help = better.as_ref().map_or_else(
        || format!("put a space between the `{mark}` and the letter next to it"),
        |better| format!("write `{better}`"),
    );
    let effect = if mark == "~~" { "struck through" } else { "emphasised" };
    // One sign alone may be meant as such, as the asterisk of a note.
    let certainty = if mark.len() == 1 { Certainty::Suggested } else { Certainty::Certain };
    Finding::new(Code::LiteralEmphasis, place, format!("`{mark}` is shown as text: nothing is {effect} here"))
        .help(help)
        .note("between a punctuation mark and a letter, emphasis does not start or end")
        .maybe_edit(range.zip(better), certainty)
}

/// Text that looks like a link but is not one, for the reason `why`; `better` is the change that makes it one. It is certain only if
/// the link leads to something: a space may be one too many, and text that becomes a link to nowhere is an error.
#[must_use]
pub fn not_a_link(
    place: Place,
    why: &str,
    (better, certainty): (Option<(Range<usize>, String)>, Certainty),
    help: &str,
) -> Finding {
    Finding::new(Code::NotALink, place, format!("this is not a link: {why}")).help(help).maybe_edit(better, certainty)
}

/// How an element of raw HTML is where HTML does not allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NestingMistake {
    /// An element directly in a list that holds only others.
    InList(String, String),
    /// A part of a list, or of another element, that is not in one.
    OutsideOfList(String, &'static str),
    /// A `details` that does not begin with its `summary`.
    NoSummary,
}

/// An element of raw HTML that is where HTML does not allow it.
#[must_use]
pub fn misplaced(place: Place, what: &NestingMistake) -> Finding {
    let (message, help) = match what {
        NestingMistake::InList(name, list) if list == "dl" => {
            (format!("`{name}` is directly in `dl`"), "put it into a `<dd>`".to_owned())
        }
        NestingMistake::InList(name, list) => {
            (format!("`{name}` is directly in `{list}`"), "put it into an `<li>`".to_owned())
        }
        NestingMistake::OutsideOfList(name, outer) => {
            (format!("`{name}` is not directly in `{outer}`"), format!("put `<{outer}>` around it"))
        }
        NestingMistake::NoSummary => (
            "`details` does not begin with `summary`".to_owned(),
            "begin it with `<summary>…</summary>`, which describes its content".to_owned(),
        ),
    };
    Finding::new(Code::MisplacedHtml, place, message).help(help)
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::MisplacedHtml,
        means: "An element of raw HTML is where HTML does not allow it: anything but `li` directly in a list, a part of a list outside \
                of one, or a `details` that does not begin with its `summary`.",
        matters: "Browsers show it, but screen readers count and announce the items of lists, and announce a `details` without \
                  a summary only as something that can be opened.",
        wrong: Example::Files(&[(SITE, "raw_html: true"), (PAGE, "<details>\n\nWhat is hidden.\n\n</details>")]),
        right: Example::Files(&[
            (SITE, "raw_html: true"),
            (PAGE, "<details>\n<summary>More</summary>\n\nWhat is hidden.\n\n</details>"),
        ]),
        act: "Move the element into one that may contain it, as the finding's help says.",
    },
    Story {
        code: Code::RemovedHtml,
        means: "HTML is removed from the page: an element, an attribute or a tag that is not allowed, or not at this \
                place. The text between its tags is kept. Each kind is reported once for a page, with its first places and the \
                text that is lost.",
        matters: "HTML from elsewhere can bring scripts, requests to other hosts and tables that no phone can show. Its \
                  content needs another form.",
        wrong: Example::Files(&[
            (SITE, "raw_html: true"),
            (PAGE, "<iframe src=\"https://example.org/film\" title=\"A film\"></iframe>"),
        ]),
        right: Example::Files(&[(SITE, "raw_html: true"), (PAGE, "[A film](https://example.org/film)")]),
        act: "Write it in Markdown or as a shortcode, or remove it.",
    },
    Story {
        code: Code::LostCells,
        means: "A row of a table has more cells than the header row. Markdown drops the cells that have no column.",
        matters: "Readers miss words and numbers of the table, and nothing shows that they were there.",
        wrong: Example::Files(&[(PAGE, "| Year | Share |\n|---|---|\n| First | Half | of all people |")]),
        right: Example::Files(&[(PAGE, "| Year | Share | Of |\n|---|---|---|\n| First | Half | all people |")]),
        act: "Add a column to the header row and to the row of dashes. Inside a cell, also in code, write `\\|` for a plain `|`.",
    },
    Story {
        code: Code::NotATable,
        means: "A row of dashes and bars looks like the second row of a table, but does not form one: the row above has a different \
                number of cells, or there is no row above.",
        matters: "Readers see bars and dashes instead of a table, all in one paragraph.",
        wrong: Example::Files(&[(PAGE, "| Year | Share |\n|---|---|---|\n| First | Half | All |")]),
        right: Example::Files(&[(PAGE, "| Year | Share | Rest |\n|---|---|---|\n| First | Half | All |")]),
        act: "Give the header row and the row of dashes the same number of cells, and put a blank line above them.",
    },
    Story {
        code: Code::LiteralEmphasis,
        means: "Emphasis markers are shown as text because one is between a punctuation mark and a letter. It happens where \
                words are not separated by spaces, as in Chinese, Japanese or Korean, and after the end of a sentence.",
        matters: "Readers see `**` in the sentence, and nothing is emphasised.",
        wrong: Example::Files(&[(PAGE, "**注意：**请先注册。")]),
        right: Example::Files(&[(PAGE, "**注意**：请先注册。")]),
        act: "Move the punctuation mark out of the emphasis, or put a space between the marker and the letter.",
    },
    Story {
        code: Code::NotALink,
        means: "Brackets and parentheses look like a link, but Markdown treats them as text: the address contains a space, the \
                parenthesis is not closed, brackets and parentheses are swapped, or there is a space between them.",
        matters: "Readers see the brackets and the address, and cannot follow the link.",
        wrong: Example::Files(&[(PAGE, "See [the programme](the programme.pdf).")]),
        right: Example::Files(&[(PAGE, "See [the programme](programme.pdf).")]),
        act: "Put an address with spaces between `<` and `>`, close the parenthesis, and write the text in brackets and the \
              address in parentheses.",
    },
];
