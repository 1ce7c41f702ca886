//! `firstflight explain`: the explanation of a finding, or the list of all findings.

use super::Outcome;
use super::screen::Screen;
use crate::report::{Code, Failure, explain, nearest};

/// Writes the explanation of `code`, or the list of codes.
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
    let failure = Failure::new(format!("there is no finding called `{name}`"));
    match nearest(name, Code::ALL.iter().map(|code| code.as_str())) {
        Some(known) => failure.help(format!("run `firstflight explain {known}`")),
        None => failure.help("run `firstflight explain` to list all findings"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_suggests_the_nearest() {
        assert_eq!(unknown("brokenlink").help.as_deref(), Some("run `firstflight explain broken-link`"));
        assert_eq!(unknown("weather").help.as_deref(), Some("run `firstflight explain` to list all findings"));
    }
}
