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

/// Values of different units in one chart.
#[must_use]
pub fn mixed_units(place: Place, first: &str, second: &str) -> Finding {
    Finding::new(Code::MixedUnits, place, format!("a chart cannot set {second} beside {first}"))
        .help("make a chart for each unit")
}
