//! Findings about shortcode calls.

use crate::report::{Code, Finding, Place, nearest};

/// A call that is not closed within its block.
#[must_use]
pub fn unclosed(place: Place) -> Finding {
    Finding::new(Code::UnclosedCall, place, "this shortcode call is not closed within its block")
        .help("close its quotes and brackets, and end it with `) }}` before the next blank line")
}

/// A call that breaks the grammar; `wanted` is what could stand at the place.
#[must_use]
pub fn malformed(place: Place, wanted: &str) -> Finding {
    Finding::new(Code::MalformedCall, place, format!("this is no shortcode call: expected {wanted}"))
        .help("write a call as in `{{ stat(id=\"…\") }}`, or `\\{{` for plain braces")
}

/// A call in an attribute of raw HTML.
#[must_use]
pub fn in_attribute(place: Place) -> Finding {
    Finding::new(Code::MalformedCall, place, "a shortcode cannot be used in an attribute; the attribute is left out")
        .help("write the value itself")
}

/// No shortcode of this name.
#[must_use]
pub fn unknown(place: Place, name: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownShortcode, place, format!("there is no shortcode `{name}`"))
        .maybe_help(nearest(name, known.iter().copied()).map(|name| format!("did you mean `{name}`?")));
    if known.is_empty() { finding } else { finding.note(format!("the theme has {}", known.join(", "))) }
}

/// No argument of this name.
#[must_use]
pub fn unknown_argument(place: Place, shortcode: &str, argument: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownArgument, place, format!("`{shortcode}` takes no argument `{argument}`"))
        .maybe_help(nearest(argument, known.iter().copied()).map(|name| format!("did you mean `{name}`?")));
    if known.is_empty() {
        finding.note(format!("`{shortcode}` takes no arguments"))
    } else {
        finding.note(format!("`{shortcode}` takes {}", known.join(", ")))
    }
}

/// One argument twice.
#[must_use]
pub fn repeated_argument(place: Place, argument: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("the argument `{argument}` is given twice"))
        .help("keep one of them")
}

/// An argument that must be given.
#[must_use]
pub fn missing_argument(place: Place, shortcode: &str, argument: &str) -> Finding {
    Finding::new(Code::MissingArgument, place, format!("`{shortcode}` needs the argument `{argument}`"))
        .help(format!("write `{argument}=…` between the parentheses"))
}

/// An argument of the wrong kind.
#[must_use]
pub fn wrong_argument(place: Place, argument: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{argument}` takes {wanted}, not {got}"))
}

/// A list without items, where at least one is needed.
#[must_use]
pub fn empty_list(place: Place, argument: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{argument}` is an empty list")).help("name at least one")
}

/// A block inside a line.
#[must_use]
pub fn block_in_line(place: Place, name: &str) -> Finding {
    Finding::new(Code::BlockInLine, place, format!("`{name}` makes a block and cannot stand inside a line"))
        .help("put the call on a line of its own, with a blank line before and after")
}

/// No statistic of this id.
#[must_use]
pub fn unknown_statistic(place: Place, id: &str, known: &[&str]) -> Finding {
    Finding::new(Code::UnknownStatistic, place, format!("there is no statistic `{id}`"))
        .maybe_help(nearest(id, known.iter().copied()).map(|name| format!("did you mean `{name}`?")))
        .note("statistics are records in content/statistics.yaml")
}

/// Values of different units in one chart or trend, as `form` says.
#[must_use]
pub fn mixed_units(place: Place, form: &str, first: &str, second: &str) -> Finding {
    Finding::new(Code::MixedUnits, place, format!("a {form} cannot set {second} beside {first}"))
        .help(format!("make a {form} for each unit"))
}

/// A value that is none of those an argument takes.
#[must_use]
pub fn no_choice(place: Place, argument: &str, chosen: &str, choices: &[String]) -> Finding {
    let help = match nearest(chosen, choices.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("one of {}", choices.join(", ")),
    };
    Finding::new(Code::WrongArgument, place, format!("`{argument}` does not take `{chosen}`")).help(help)
}

/// A bar that would have to go below zero.
#[must_use]
pub fn below_zero(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` lies below zero, where no bar begins"))
        .help("show it with `trend` or `data_table`")
}

/// A record in a trend whose period is not known.
#[must_use]
pub fn no_period(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` has no period, so it has no place on a line of time"))
        .help("give the record a `period`, or take it out of the trend")
}

/// Two records of a trend at the same time.
#[must_use]
pub fn same_period(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` has the period of another record of this trend"))
        .help("a trend shows one thing over time; set things side by side with `chart`")
}

/// A record that is no share, shown as a part of a whole.
#[must_use]
pub fn no_share(place: Place, id: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{id}` is no share of a whole, which marks could show"))
        .help("show it with `stat`, or as a bar with `chart`")
}

/// Too few marks or too many.
#[must_use]
pub fn marks_total(place: Place) -> Finding {
    Finding::new(Code::WrongArgument, place, "marks are at least 2 and at most 200")
        .help("10 and 100 are what people count best")
}

/// A proportion that these marks could only show with one of them cut.
#[must_use]
pub fn cut_mark(place: Place, id: &str, totals: &[u64]) -> Finding {
    let totals: Vec<String> = totals.iter().map(u64::to_string).collect();
    let finding = Finding::new(Code::WrongArgument, place, format!("`{id}` is no whole number of these marks"))
        .note("a mark is never cut: people round up what they see");
    if totals.is_empty() { finding } else { finding.help(format!("write `of={}`", totals.join("` or `of="))) }
}

/// Proportions of one page in different numbers of marks.
#[must_use]
pub fn mixed_marks(place: Place, total: u64, first: u64) -> Finding {
    Finding::new(
        Code::MixedDenominators,
        place,
        format!("these are {total} marks, and the page has shown {first} before"),
    )
    .help(format!("write `of={first}` here, or the same `of` in both places"))
}
