//! Findings about shortcode calls.

use crate::report::story::{Example, PAGE, Story};
use crate::report::{Certainty, Code, Finding, Place};

/// A call that is not closed within its block.
#[must_use]
pub fn unclosed(place: Place, has_body: bool) -> Finding {
    let closing = if has_body { ") %}" } else { ") }}" };
    Finding::new(Code::UnclosedCall, place, "this shortcode call is not closed within its block")
        .help(format!("close its quotes and brackets, and end it with `{closing}` before the next blank line"))
}

/// A call with a syntax error; `wanted` is what was expected at the place.
#[must_use]
pub fn malformed(place: Place, wanted: &str, has_body: bool) -> Finding {
    let help = if has_body {
        "write a call as in `{% box(kind=\"tip\") %}`, or `\\{%` for plain braces"
    } else {
        "write a call as in `{{ stat(id=\"…\") }}`, or `\\{{` for plain braces"
    };
    Finding::new(Code::MalformedCall, place, format!("this is not a valid shortcode call: expected {wanted}"))
        .help(help)
}

/// A call in an attribute of raw HTML.
#[must_use]
pub fn in_attribute(place: Place) -> Finding {
    Finding::new(Code::MalformedCall, place, "a shortcode cannot be used in an attribute; the attribute is removed")
        .help("write the value itself")
}

/// An unknown shortcode.
#[must_use]
pub fn unknown(place: Place, name: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownShortcode, place, format!("there is no shortcode `{name}`")).did_you_mean(
        name,
        known.iter().copied(),
        Certainty::Suggested,
    );
    if known.is_empty() { finding } else { finding.note(format!("the theme has {}", known.join(", "))) }
}

/// A value that names nothing of the site: a section, a language or a taxonomy, which `what` says.
#[must_use]
pub fn unknown_in_site(place: Place, what: &str, written: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::WrongArgument, place, format!("there is no {what} `{written}`"));
    listed(finding.did_you_mean(written, known.iter().copied(), Certainty::Suggested), &format!("each {what}"), known)
}

/// A word that no page has; `taxonomy` is the key of front matter that it would be in.
#[must_use]
pub fn unknown_tag(place: Place, taxonomy: &str, written: &str, known: &[&str]) -> Finding {
    let message = format!("no page in this language has `{written}` in `{taxonomy}`");
    let finding = Finding::new(Code::WrongArgument, place, message);
    listed(finding.did_you_mean(written, known.iter().copied(), Certainty::Suggested), "what pages have", known)
}

/// Adds the names that are known, if they are few and none is meant.
fn listed(finding: Finding, what: &str, known: &[&str]) -> Finding {
    if finding.help.is_some() || known.is_empty() {
        return finding;
    }
    let more = if known.len() > LISTED { ", …" } else { "" };
    let known: Vec<&str> = known.iter().copied().take(LISTED).collect();
    finding.note(format!("{what}: `{}`{more}", known.join("`, `")))
}

/// Maximum number of known names in a note.
const LISTED: usize = 12;

/// A folder that is not a section, because it has no page of its own.
#[must_use]
pub fn folder_without_page(place: Place, written: &str, path: &str) -> Finding {
    Finding::new(
        Code::WrongArgument,
        place,
        format!("the folder `{written}` has no `index.md`, so it is not a section"),
    )
    .help(format!("add {path}"))
}

/// A list of no entries.
#[must_use]
pub fn no_entries(place: Place) -> Finding {
    Finding::new(Code::WrongArgument, place, "`limit` must be at least 1")
        .help("write how many entries the list may have, or remove `limit` for all")
}

/// A taxonomy without a word to look for in it.
#[must_use]
pub fn taxonomy_without_tag(place: Place) -> Finding {
    Finding::new(Code::WrongArgument, place, "`taxonomy` has no effect without `tag`")
        .help("add `tag=\"…\"` with the word that the pages have, or remove `taxonomy`")
}

/// An unknown argument.
#[must_use]
pub fn unknown_argument(place: Place, shortcode: &str, argument: &str, known: &[&str]) -> Finding {
    let finding =
        Finding::new(Code::UnknownArgument, place, format!("`{shortcode}` does not take an argument `{argument}`"))
            .did_you_mean(argument, known.iter().copied(), Certainty::Certain);
    if known.is_empty() {
        finding.note(format!("`{shortcode}` takes no arguments"))
    } else {
        finding.note(format!("`{shortcode}` takes {}", known.join(", ")))
    }
}

/// An argument given twice.
#[must_use]
pub fn repeated_argument(place: Place, argument: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("the argument `{argument}` is given twice"))
        .help("keep one of them")
}

/// A missing argument.
#[must_use]
pub fn missing_argument(place: Place, shortcode: &str, argument: &str) -> Finding {
    Finding::new(Code::MissingArgument, place, format!("`{shortcode}` needs the argument `{argument}`"))
        .help(format!("add `{argument}=…` between the parentheses"))
}

/// An argument of the wrong kind.
#[must_use]
pub fn wrong_argument(place: Place, argument: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{argument}` takes {wanted}, not {got}"))
}

/// An empty list as an argument that needs at least one item.
#[must_use]
pub fn empty_list(place: Place, argument: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{argument}` is an empty list")).help("list at least one id")
}

/// A shortcode that makes a block, called inside a line.
#[must_use]
pub fn block_in_line(place: Place, name: &str) -> Finding {
    Finding::new(Code::BlockInLine, place, format!("`{name}` makes a block and cannot be used inside a line"))
        .help("put the call on a line of its own, with a blank line before and after")
}

/// An address that is empty.
#[must_use]
pub fn empty_address(place: Place, argument: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{argument}` is empty"))
        .help("write the page or the address that it leads to")
}

/// An unknown statistic id.
#[must_use]
pub fn unknown_statistic(place: Place, id: &str, known: &[&str]) -> Finding {
    Finding::new(Code::UnknownStatistic, place, format!("there is no statistic `{id}`"))
        .did_you_mean(id, known.iter().copied(), Certainty::Suggested)
        .note("statistics are records in content/statistics.yaml")
}

/// Values of different units in one figure; `form` is the kind of figure.
#[must_use]
pub fn mixed_units(place: Place, form: &str, first: &str, second: &str) -> Finding {
    Finding::new(Code::MixedUnits, place, format!("a {form} cannot compare {second} with {first}"))
        .help(format!("make a {form} for each unit"))
}

/// A value that is not among the choices of an argument.
#[must_use]
pub fn unknown_choice(place: Place, argument: &str, chosen: &str, choices: &[String]) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{argument}` does not take `{chosen}`"))
        .help(format!("write one of {}", choices.join(", ")))
        .did_you_mean(chosen, choices.iter().map(String::as_str), Certainty::Certain)
}

/// A record without a known period in a trend.
#[must_use]
pub fn no_period(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` has no period, so a trend cannot show it"))
        .help("add a `period` to the record, or remove it from the trend")
}

/// Two records with the same period in a trend.
#[must_use]
pub fn same_period(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` has the same period as another record in this trend"))
        .help("show one thing over time, or compare several with `chart`")
}

/// A record that is not a share, shown as a part of a whole.
#[must_use]
pub fn not_a_share(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` is not a share, so `icons` cannot show it"))
        .help("show it with `stat`, or as a bar with `chart`")
}

/// A number of marks out of range.
#[must_use]
pub fn marks_total(place: Place) -> Finding {
    Finding::new(Code::WrongArgument, place, "`of` must be between 2 and 200")
        .help("write `of=10` or `of=100`, which people count best")
}

/// A share that is not a whole number of the marks; `totals` lists numbers of marks that would fit.
#[must_use]
pub fn cut_mark(place: Place, id: &str, totals: &[u64]) -> Finding {
    let totals: Vec<String> = totals.iter().map(u64::to_string).collect();
    let finding = Finding::new(Code::WrongArgument, place, format!("`{id}` is not a whole number of these marks"))
        .note("marks are never drawn in part, because readers round them up");
    if totals.is_empty() { finding } else { finding.help(format!("write `of={}`", totals.join("` or `of="))) }
}

/// Shares on one page with different numbers of marks.
#[must_use]
pub fn mixed_marks(place: Place, total: u64, first: u64) -> Finding {
    Finding::new(
        Code::MixedDenominators,
        place,
        format!("this has {total} marks, but an earlier one on this page has {first}"),
    )
    .help(format!("write the same `of` in both places, for example `of={first}` here"))
}

/// Two rows of a figure that read alike; `ids` are those of the row and of the earlier one.
#[must_use]
pub fn same_label(place: Place, ids: (&str, &str), label: &str) -> Finding {
    let (id, first) = ids;
    if id == first {
        return Finding::new(Code::SameLabel, place, format!("`{id}` is listed twice")).help("remove one of the two");
    }
    Finding::new(Code::SameLabel, place, format!("`{id}` and `{first}` have the same label, `{label}`"))
        .help("write what differs into `area`, `of`, `indicator` or `period` of both records")
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::MalformedCall,
        means: "Something starts like a shortcode call, with `{{`, but has a syntax error.",
        matters: "Readers would see the braces instead of the number or the chart.",
        wrong: Example::Files(&[(PAGE, "{{ stat(ldc-2019) }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "A call consists of a name, then named arguments in parentheses. Write texts in double quotes and lists in \
              brackets. For plain braces write `\\{{`.",
    },
    Story {
        code: Code::UnclosedCall,
        means: "A shortcode call is not closed before its paragraph or block ends.",
        matters: "Everything that follows would become part of the call. The finding points to the start of the call, \
                  because its end is unknown.",
        wrong: Example::Files(&[(PAGE, "Of those, {{ stat(id=\"ldc-2019\") were online.")]),
        right: Example::Files(&[(PAGE, "Of those, {{ stat(id=\"ldc-2019\") }} were online.")]),
        act: "Close quotes and brackets, and end the call with `) }}` before the next blank line.",
    },
    Story {
        code: Code::UnknownShortcode,
        means: "No theme of the site has a template for this shortcode.",
        matters: "There is nothing to show in its place, so the sentence would have a gap.",
        wrong: Example::Files(&[(PAGE, "{{ statistic(id=\"ldc-2019\") }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "Use one of the shortcodes that the finding lists, or add one as themes/THEME/shortcodes/NAME.html.",
    },
    Story {
        code: Code::UnknownArgument,
        means: "A shortcode call has an argument that the shortcode does not take.",
        matters: "If it were ignored, the call would not do what its author meant, and nobody would notice.",
        wrong: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\", colour=\"red\") }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "Correct or remove the argument; the finding lists those that exist.",
    },
    Story {
        code: Code::MissingArgument,
        means: "A shortcode call lacks an argument that the shortcode needs.",
        matters: "Without it the shortcode does not know what to show.",
        wrong: Example::Files(&[(PAGE, "{{ chart(title=\"People online\") }}")]),
        right: Example::Files(&[(PAGE, "{{ chart(ids=[\"world-2019\", \"ldc-2019\"], title=\"People online\") }}")]),
        act: "Add the argument that the finding names.",
    },
    Story {
        code: Code::WrongArgument,
        means: "An argument has a type or a value that its shortcode does not accept: a text instead of a list, an empty \
                list, or the same argument twice.",
        matters: "A chart without records, or of the wrong ones, misleads readers.",
        wrong: Example::Files(&[(PAGE, "{{ chart(ids=\"ldc-2019\", title=\"People online\") }}")]),
        right: Example::Files(&[(PAGE, "{{ chart(ids=[\"ldc-2019\"], title=\"People online\") }}")]),
        act: "Write the argument as the help of the finding shows. Lists are written in brackets, with commas between their items.",
    },
    Story {
        code: Code::BlockInLine,
        means: "A shortcode that makes a block, such as a chart, is used inside a line of text.",
        matters: "A sentence cannot contain a chart; browsers would split the paragraph, each in its own way.",
        wrong: Example::Files(&[(PAGE, "As this shows, {{ chart(ids=[\"ldc-2019\"], title=\"Online\") }} few are.")]),
        right: Example::Files(&[(
            PAGE,
            "As this shows, few are.\n\n{{ chart(ids=[\"ldc-2019\"], title=\"Online\") }}",
        )]),
        act: "Put the call on a line of its own, with a blank line before and after it.",
    },
];
