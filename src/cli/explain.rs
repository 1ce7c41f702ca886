//! `firstflight explain`: the story behind a finding, or the list of all.

use super::Outcome;
use super::screen::Screen;
use crate::report::{Code, Failure, explain, nearest};

/// Writes the story of `code`, or the list of codes.
pub(super) fn explain(code: Option<&str>, screen: &mut Screen) -> Result<Outcome, Failure> {
    let Some(name) = code else {
        return screen.out(&explain::list());
    };
    match Code::from_name(name) {
        Some(code) => screen.out(&explain::story(code)),
        None => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::new(format!("there is no finding `{name}`"));
    match nearest(name, Code::ALL.iter().map(|code| code.as_str())) {
        Some(known) => failure.help(format!("type `firstflight explain {known}`")),
        None => failure.help("`firstflight explain` lists all findings"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_meets_its_nearest() {
        assert_eq!(unknown("brokenlink").help.as_deref(), Some("type `firstflight explain broken-link`"));
        assert_eq!(unknown("weather").help.as_deref(), Some("`firstflight explain` lists all findings"));
    }
}
