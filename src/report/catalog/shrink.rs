//! Findings about style sheets.

use super::super::{Code, Finding, Place};

/// A syntax error in a style sheet; `what` describes it, as a sentence without a full stop.
#[must_use]
pub fn style_syntax(place: Place, what: &str) -> Finding {
    Finding::new(Code::StyleSyntax, place, what).note("a browser would silently ignore this rule or property")
}
