//! Findings about style sheets.

use super::super::{Code, Finding, Place};

/// A block, a quote or a comment of a style sheet that is never closed.
#[must_use]
pub fn never_closed(place: Place, what: &str, close: &str) -> Finding {
    Finding::new(Code::StyleSyntax, place, format!("this {what} is never closed"))
        .help(format!("close it with `{close}`"))
        .note("browsers treat everything after it as part of it")
}

/// A syntax error in a style sheet; `what` describes it, as a sentence without a full stop.
#[must_use]
pub fn style_syntax(place: Place, what: &str) -> Finding {
    Finding::new(Code::StyleSyntax, place, what).note("a browser would silently ignore this rule or property")
}
