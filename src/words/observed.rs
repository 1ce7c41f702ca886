//! Whether a number reports something that was counted or measured in the world: `24 developers`, `40% faster`. On pages
//! about programs, other numbers are values, limits and examples, for which no record is needed.

use std::ops::Range;

use super::quantity::Quantity;
use super::tokens::{TokenKind, Tokens};
use super::{NumberKind, units};

/// What is counted in the world and not in a program.
#[rustfmt::skip] // read as a line
const OBSERVED: &[&str] = &[
    "people", "persons", "children", "women", "men", "girls", "boys", "adults", "households", "families", "villages",
    "towns", "cities", "countries", "subscribers", "pupils", "learners", "teachers", "schools", "patients", "clinics",
    "hospitals", "farmers", "refugees", "citizens", "residents", "inhabitants", "respondents", "deaths", "births",
    "PRs", "contributors", "contributions", "downloads", "installs", "followers", "visitors", "votes", "companies",
    "organizations", "organisations", "businesses", "customers", "developers", "engineers", "maintainers",
    "volunteers", "attendees", "participants", "donors", "sponsors", "speakers", "employees", "partners",
];

/// What programs count too, so that only a large number of them was counted in the world.
#[rustfmt::skip] // read as a line
const OBSERVED_IF_MANY: &[&str] = &[
    "users", "students", "members", "issues", "commits", "projects", "sites", "websites", "themes", "plugins",
    "packages", "repositories", "extensions", "stars", "forks", "homes", "subscriptions", "articles", "services",
];

/// The smallest number that is large in this sense.
const MANY: f64 = 20.0;

/// Words of comparison after `3 times`.
#[rustfmt::skip] // read as a line
const COMPARISONS: &[&str] = &[
    "faster", "slower", "quicker", "more", "less", "fewer", "larger", "bigger", "smaller", "higher", "lower", "longer",
    "shorter", "cheaper", "better", "worse", "as",
];

/// Words of sentences that set, limit or illustrate: their numbers are not observations.
#[rustfmt::skip] // read as a line
const SPECIFYING: &[&str] = &[
    "limit", "limits", "limited", "maximum", "minimum", "max", "min", "default", "defaults", "must", "should", "shall",
    "can", "cannot", "could", "example", "examples", "if", "following", "specify", "specifies", "specified", "set",
    "sets", "setting", "allow", "allows", "allowed", "timeout", "opacity", "width", "height", "zoom", "threshold",
    "value", "values", "return", "returns", "option", "options", "parameter", "parameters", "suppose", "imagine", "say",
    "assume", "scale", "resize", "resizes", "crop", "quality", "brightness", "contrast", "saturation", "transparency",
    "volume", "padding", "margin", "viewport", "screen", "pixel", "pixels", "percentage", "between",
];

/// Words beside a number that pick some of a row, or make it a threshold: `the first 50`, `50% or more`.
#[rustfmt::skip] // read as a line
const PICKING: &[&str] = &[
    "first", "last", "latest", "next", "top", "or", "premiers", "premières", "primeros", "primeras", "primeiros",
    "ersten", "letzten",
];

/// The fewest other words of a text in which a share says something.
const FEWEST_WORDS: usize = 3;

/// The maximum number of words between a number and what it counts: `24 new community contributors`.
const REACH: usize = 3;

/// Whether the number in a range of tokens reports an observation.
pub fn is_observed(tokens: &Tokens<'_>, number: &Range<usize>, kind: &NumberKind) -> bool {
    let NumberKind::Quantity(quantity) = kind else { return false };
    let is_share = matches!(quantity.unit, Some("percent" | "percent-change" | "percentage-points"));
    let is_money = quantity.is_open_currency
        || quantity.unit.is_some_and(|unit| unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()));
    let is_share = is_share && !is_idiom(tokens, number) && has_words(tokens);
    let is_money = is_money && has_words(tokens);
    (is_share || is_money || compares(tokens, number) || counts(tokens, number.end, quantity))
        && !tokens.is_beside_code(number.start)
        && !picks(tokens, number.start.wrapping_sub(1))
        && !picks(tokens, after_unit(tokens, number.end))
        && !tokens.is_sign(number.start.wrapping_sub(1), "|")
        && !tokens
            .sentence_of(number.start)
            .any(|at| tokens.is_any(at, SPECIFYING) || tokens.is_own(at, |own| own.observations.specifying))
}

/// Whether a word picks some of a row, or makes a threshold.
fn picks(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, PICKING) || tokens.is_own(at, |own| own.observations.picking)
}

/// `100% reliable`, but not `100% of users`
fn is_idiom(tokens: &Tokens<'_>, number: &Range<usize>) -> bool {
    number.clone().any(|at| tokens.plain(at).is_some_and(|(value, _)| value == 100)) && !tokens.is(number.end, "of")
}

/// Whether a text has more words than a label does.
fn has_words(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).filter(|&at| tokens.kind(at) == TokenKind::Word).nth(FEWEST_WORDS - 1).is_some()
}

/// The token after a repetition of the number in parentheses: `fifty percent (50%)`.
fn after_unit(tokens: &Tokens<'_>, at: usize) -> usize {
    let at = at + usize::from(tokens.is_sign(at, ")"));
    let closes = |end: &usize| tokens.is_sign(*end, ")");
    match tokens.is_sign(at, "(") && tokens.kind(at + 1) == TokenKind::Number {
        true => (at + 2..at + 5).find(closes).map_or(at, |end| end + 1),
        false => at,
    }
}

/// `3 times faster`, `10x more`
fn compares(tokens: &Tokens<'_>, number: &Range<usize>) -> bool {
    let is_times = |at: usize| {
        tokens.is_any(at, &["times", "x"]) || tokens.is_sign(at, "×") || tokens.is_own(at, |own| own.observations.times)
    };
    let after = match is_times(number.end) {
        true => number.end + 1,
        false if is_times(number.end.wrapping_sub(1)) => number.end,
        false => return false,
    };
    tokens.is_any(after, COMPARISONS) || tokens.is_own(after, |own| own.observations.comparisons)
}

/// Whether a word soon after a number, which ends before `at`, is one for what is counted in the world.
fn counts(tokens: &Tokens<'_>, at: usize, quantity: &Quantity) -> bool {
    let is_many = quantity.scale.is_some()
        || quantity.value.as_ref().and_then(|value| value.parse::<f64>().ok()).is_some_and(|value| value >= MANY);
    let words = (at..=at + REACH).take_while(|&at| tokens.kind(at) == TokenKind::Word);
    words.into_iter().any(|at| {
        tokens.is_any(at, OBSERVED)
            || tokens.is_own(at, |own| own.observations.counted)
            || (is_many && tokens.is_any(at, OBSERVED_IF_MANY))
            || (is_many && tokens.is_own(at, |own| own.observations.counted_if_many))
            || (quantity.unit == Some("ratio") && units::is_counted(tokens, at))
    })
}

#[cfg(test)]
mod tests {
    use crate::words::{Lexicon, read};

    fn observed(text: &str) -> Vec<&str> {
        let found = read(text, false, &Lexicon::new("en", Vec::new())).loose;
        found.into_iter().filter(|number| number.is_observed).map(|number| &text[number.range]).collect()
    }

    #[test]
    fn what_was_counted_or_measured_is_an_observation() {
        for (text, number) in [
            ("Some 24 new contributors joined", "24"),
            ("It loads 40% faster than before", "40%"),
            ("Builds are 3 times faster", "3"),
            ("They paid $40 million for it", "$40 million"),
            ("over 1,500 packages were published", "1,500"),
            ("two billion people live there", "two billion"),
            ("two-thirds of people agree", "two-thirds"),
        ] {
            assert_eq!(observed(text), [number], "{text}");
        }
    }

    #[test]
    fn values_limits_and_examples_are_not() {
        for text in [
            "The cache holds up to 80 entries",
            "It waits 28800 seconds",
            "a limit of 500 users",
            "For example, 30% of the users see it",
            "The picture is drawn with 33% opacity",
            "If 100 people sign up",
            "The two users are added",
            "Wait 3 minutes and try again",
            "\u{FFF9} shows 12 contributors",
            "You have 2 options",
            "The parser is 100% compatible with it",
            "ownership of fifty percent (50%) or more of the shares",
            "Niveau|Part medium|38%",
            "Medium | 38%",
            "It lists the first 50 articles of the feed",
        ] {
            assert_eq!(observed(text), [""; 0], "{text}");
        }
    }
}
