//! Findings of stage 5: style.

use super::super::{Code, Finding, Place};

/// A style sheet cannot be parsed at `place`; `what` is wrong there, as a sentence without a full stop.
#[must_use]
pub fn style_syntax(place: Place, what: &str) -> Finding {
    Finding::new(Code::StyleSyntax, place, what).note("a browser would pass over this rule or property without a word")
}
