//! Words beside a number that give the direction of a change: `fell by`, `a rise of` and `down` before it, `lower`,
//! `fewer than` and `down on last year` after it, and `a … drop` around it.

use std::ops::Range;

use crate::words::Direction;
use crate::words::phrases::{REACH, hedges};
use crate::words::tokens::{TokenKind, Tokens};
use crate::words::units;

#[rustfmt::skip] // read as a line
const FALLS: &[&str] = &[
    "fall", "falls", "fell", "fallen", "falling", "drop", "drops", "dropped", "dropping", "decline", "declines",
    "declined", "declining", "decrease", "decreases", "decreased", "decreasing", "shrink", "shrinks", "shrank",
    "shrunk", "shrinking", "reduce", "reduces", "reduced", "reducing", "sink", "sinks", "sank", "sunk", "plunge",
    "plunged", "plummeted", "slumped", "contracted", "cut", "lowered", "diminished", "dipped", "slipped", "tumbled",
    "down",
];

#[rustfmt::skip] // read as a line
const RISES: &[&str] = &[
    "rise", "rises", "rose", "risen", "rising", "increase", "increases", "increased", "increasing", "grow", "grows",
    "grew", "grown", "growing", "climb", "climbs", "climbed", "climbing", "jumped", "soared", "surged", "gained",
    "expanded", "raised", "up",
];

/// `a fall of`, `the decline in cases of`.
#[rustfmt::skip] // read as a line
const NOUNS_DOWN: &[&str] = &[
    "fall", "drop", "decline", "decrease", "reduction", "cut", "dip", "slump", "plunge", "contraction", "loss",
];
const NOUNS_UP: &[&str] = &["rise", "increase", "jump", "surge", "climb", "gain"];

/// Words that may come between `by` or `of` and a number: `fell by an estimated 5 %`.
const FILLERS: &[&str] = &["a", "an", "another", "further", "the", "estimated", "full", "total", "record"];

/// `5 % lower`. Before a noun they may be part of its name: `5 lower limits`.
const SIZES_DOWN: &[&str] = &["lower", "smaller", "shorter", "cheaper"];
const SIZES_UP: &[&str] = &["higher", "greater", "larger", "bigger", "longer"];

/// `5 % less`. `12 more people` compares only if `than` follows.
const AMOUNTS_DOWN: &[&str] = &["less", "fewer"];
const AMOUNTS_UP: &[&str] = &["more"];

/// Words that may follow the direction of a change: `5 % lower in 2020`. `up from` and `up to` give a level.
#[rustfmt::skip] // read as a line
const FOLLOWERS: &[&str] = &[
    "in", "on", "since", "compared", "against", "this", "last", "during", "after", "at", "across", "among", "but",
    "while", "whereas", "because", "overall", "today", "now", "again",
];

/// Words before a number that make it a level: in `at −5 % fewer people buy`, `fewer` does not compare with the number.
#[rustfmt::skip] // read as a line
const OF_LEVELS: &[&str] = &[
    "at", "of", "to", "from", "in", "under", "below", "above", "over", "between", "until", "than", "near", "around",
    "reached", "reaches", "hit", "hits", "or", "and",
];

/// Words before a number and a noun for a change: `a 5 % drop`.
const DETERMINERS: &[&str] =
    &["a", "an", "another", "the", "this", "that", "its", "their", "our", "any", "every", "each"];

/// Words that may stand between a number and a noun for a change: `a 5 % year-on-year drop`.
#[rustfmt::skip] // read as a line
const ADJECTIVES: &[&str] = &[
    "annual", "yearly", "monthly", "quarterly", "weekly", "daily", "further", "overall", "total", "average", "sharp",
    "steep", "relative", "real", "net", "year", "month", "quarter", "week", "on", "over",
];

/// Words that may follow a noun for a change: `a 5 % drop in cases`.
#[rustfmt::skip] // read as a line
const AFTER_NOUNS: &[&str] = &[
    "in", "on", "from", "since", "over", "compared", "against", "year", "this", "last", "was", "is", "has", "had",
    "were", "and", "but", "between", "during", "after", "among", "across", "for", "to", "by",
];

/// The maximum number of tokens between a number and a noun for a change: `year-on-year`.
const ADJECTIVE_TOKENS: usize = 6;

/// Finds words for a change before token `at`. Returns their tokens and the direction.
pub fn before(tokens: &Tokens<'_>, at: usize) -> Option<(Range<usize>, Direction)> {
    let (first, direction) = first_before(tokens, at)?;
    // In `rose by {{ stat(…) }} and by {{ stat(…) }}`, they are not in one piece.
    let has_call = (first..at).any(|at| tokens.kind(at) == TokenKind::Stat);
    Some((first..if has_call { first + 1 } else { at }, direction))
}

/// Finds words for a change before token `at`. Returns their first token and the direction.
fn first_before(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Direction)> {
    let end = lead(tokens, at);
    // `fell by between 3 and 5 %`, but `fell between 3 and 5` gives levels.
    let is_range = tokens.is(end.wrapping_sub(1), "between") && tokens.is_any(end.wrapping_sub(2), &["by", "of"]);
    let last = (end - usize::from(is_range)).checked_sub(1)?;
    let verb = |at: usize| direction(tokens, at, FALLS, RISES);
    let noun = |at: usize| direction(tokens, at, NOUNS_DOWN, NOUNS_UP);
    if tokens.is(last, "by") {
        let first = last.saturating_sub(REACH)..last;
        let mut words = first.rev().take_while(|&at| !tokens.ends_clause(at));
        return words.find_map(|at| Some((at, verb(at).or_else(|| noun(at))?)));
    }
    if tokens.is(last, "of") {
        let nearest = last.checked_sub(1)?;
        if let Some(direction) = noun(nearest) {
            return Some((nearest, direction));
        }
        let first = last.saturating_sub(REACH)..last;
        let mut words = first.rev().take_while(|&at| tokens.kind(at) == TokenKind::Word);
        return words.find_map(|at| Some((at, noun(at).filter(|_| tokens.is_any(at + 1, &["in", "for"]))?)));
    }
    verb(last).map(|direction| (last, direction))
}

/// Finds words for a change after the number whose tokens are `number`. Returns their tokens and the direction.
pub fn after(tokens: &Tokens<'_>, number: Range<usize>) -> Option<(Range<usize>, Direction)> {
    let lead = lead(tokens, number.start);
    let at = after_unit(tokens, number.end);
    if is_tied(tokens, at) {
        return None;
    }
    let is_other = tokens.is_any(lead.wrapping_sub(1), OF_LEVELS) || is_tied(tokens, at + 1);
    let compared = if is_other { None } else { comparative(tokens, at).or_else(|| particle(tokens, at)) };
    compared.map(|(next, direction)| (at..next, direction)).or_else(|| noun_after(tokens, lead..number.start, at))
}

/// The first of the hedges and fillers before token `at`.
fn lead(tokens: &Tokens<'_>, at: usize) -> usize {
    let (mut first, ..) = hedges(tokens, at, false);
    while tokens.is_any(first.wrapping_sub(1), FILLERS) {
        first -= 1;
    }
    first
}

/// The token after the words of a unit at a token: `percentage points`, `million people`, `-point`.
fn after_unit(tokens: &Tokens<'_>, mut at: usize) -> usize {
    if is_tied(tokens, at) && tokens.is_any(at + 1, &["point", "percent", "percentage"]) {
        at += 1;
    }
    at += usize::from(units::scale(tokens, at).is_some());
    if let Some((_, next)) = units::percent(tokens, at) {
        return next;
    }
    if tokens.is_sign(at, "°") {
        return at + 1 + usize::from(tokens.is_any(at + 1, &["C", "F"]));
    }
    let is_unit = tokens.is_any(at, &["point", "points", "degrees"])
        || units::is_measure(tokens, at)
        || units::is_counted(tokens, at);
    at + usize::from(is_unit)
}

/// Whether a sign joins the words around it: the hyphen of `lower-income`, the slash of `up/down`.
fn is_tied(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_sign(at, "-‑–/") && tokens.glued(at) && tokens.glued(at + 1)
}

/// Whether a phrase ends before a token.
fn ends(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.ends_clause(at) || tokens.is_sign(at, ",،、()]”’\"'»—")
}

/// `lower than`, `fewer cases`, `more`. Returns the token after it.
fn comparative(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Direction)> {
    let amount = direction(tokens, at, AMOUNTS_DOWN, AMOUNTS_UP);
    let direction = amount.or_else(|| direction(tokens, at, SIZES_DOWN, SIZES_UP))?;
    let next = at + 1;
    if tokens.is(next, "than") {
        return Some((next + 1, direction));
    }
    if ends(tokens, next) || tokens.is_any(next, FOLLOWERS) {
        return Some((next, direction));
    }
    // `more or less`, `more of the same`, `more often than not`
    let is_noun =
        tokens.kind(next) == TokenKind::Word && !tokens.is_any(next, &["or", "and", "of", "often", "so", "to"]);
    let has_than = || {
        let mut words = (next + 1..=next + REACH).take_while(|&at| !ends(tokens, at));
        words.any(|at| tokens.is(at, "than") && !tokens.is_any(at - 1, &["rather", "other"]))
    };
    (amount.is_some() && is_noun && (tokens.is(at, "fewer") || has_than())).then_some((next, direction))
}

/// `up`, `down on last year`. Returns the token after it.
fn particle(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Direction)> {
    let direction = direction(tokens, at, &["down"], &["up"])?;
    let is_whole = ends(tokens, at + 1) || tokens.is_any(at + 1, FOLLOWERS);
    is_whole.then_some((at + 1, direction))
}

/// Reads `drop` in `a 5 % drop in cases`; `lead` are the tokens between what comes before and the number.
fn noun_after(tokens: &Tokens<'_>, lead: Range<usize>, mut at: usize) -> Option<(Range<usize>, Direction)> {
    let before = lead.start.checked_sub(1);
    let has_determiner = lead.clone().any(|at| tokens.is_any(at, DETERMINERS))
        || before.is_some_and(|before| tokens.is_any(before, DETERMINERS));
    let opens = before.is_none_or(|before| tokens.ends_clause(before));
    let limit = at + ADJECTIVE_TOKENS;
    while at < limit && (tokens.is_any(at, ADJECTIVES) || is_tied(tokens, at)) {
        at += 1;
    }
    let direction = direction(tokens, at, NOUNS_DOWN, NOUNS_UP)?;
    let is_whole = ends(tokens, at + 1) || tokens.is_any(at + 1, AFTER_NOUNS);
    ((has_determiner || opens) && is_whole).then_some((at..at + 1, direction))
}

fn direction(tokens: &Tokens<'_>, at: usize, down: &[&str], up: &[&str]) -> Option<Direction> {
    if tokens.is_any(at, down) {
        return Some(Direction::Down);
    }
    tokens.is_any(at, up).then_some(Direction::Up)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, Direction)> {
        let tokens = Tokens::new(text, Some(&super::super::English));
        let number = (0..tokens.len()).find(|&at| tokens.kind(at) == TokenKind::Number)?;
        let (words, direction) = before(&tokens, number)?;
        Some((text[tokens.span(words.start, words.end)].to_owned(), direction))
    }

    #[test]
    fn words_of_change_give_a_direction() {
        for (text, words, direction) in [
            ("Malaria fell by 5", "fell by", Direction::Down),
            ("Malaria fell by nearly 5", "fell by nearly", Direction::Down),
            ("It fell by an estimated 5", "fell by an estimated", Direction::Down),
            ("It dropped sharply in Asia by 5", "dropped sharply in Asia by", Direction::Down),
            ("a fall of 5", "fall of", Direction::Down),
            ("a decline in cases of 5", "decline in cases of", Direction::Down),
            ("It was down by 5", "down by", Direction::Down),
            ("It was down 5", "down", Direction::Down),
            ("It went down by 5", "down by", Direction::Down),
            ("Cases rose by 5", "rose by", Direction::Up),
            ("Cases rose by between 5 and 7", "rose by between", Direction::Up),
            ("an increase of about 5", "increase of about", Direction::Up),
            ("Cases rose, deaths fell by 5", "fell by", Direction::Down),
        ] {
            assert_eq!(found(text), Some((words.to_owned(), direction)), "{text}");
        }
    }

    fn found_after(text: &str) -> Option<(String, Direction)> {
        let tokens = Tokens::new(text, Some(&super::super::English));
        let number = (0..tokens.len()).find(|&at| tokens.kind(at) == TokenKind::Number)?;
        let next = units::percent(&tokens, number + 1).map_or(number + 1, |(_, next)| next);
        let (words, direction) = after(&tokens, number..next)?;
        Some((text[tokens.span(words.start, words.end)].to_owned(), direction))
    }

    #[test]
    fn words_after_a_number_give_a_direction() {
        for (text, words, direction) in [
            ("Malaria was 18 % lower", "lower", Direction::Down),
            ("Malaria was 18 % lower.", "lower", Direction::Down),
            ("Malaria was nearly 18 percent lower in 2020", "lower", Direction::Down),
            ("Malaria was 18 % lower than in 2019", "lower than", Direction::Down),
            ("It was 8.2 % more than in 2020", "more than", Direction::Up),
            ("It was 8.2 % less than in 2020", "less than", Direction::Down),
            ("There were 18 % fewer", "fewer", Direction::Down),
            ("There were 18 % fewer cases", "fewer", Direction::Down),
            ("There were 18 % more cases than in 2020", "more", Direction::Up),
            ("We saw 12 people fewer", "fewer", Direction::Down),
            ("12 million fewer, in all", "fewer", Direction::Down),
            ("3 % higher", "higher", Direction::Up),
            ("It stands 3 points up", "up", Direction::Up),
            ("It is 3 percentage points down on last year", "down", Direction::Down),
            ("Sales are 3 % up (again)", "up", Direction::Up),
            ("Days are 3 hours longer", "longer", Direction::Up),
            ("The coast is 3 °C higher", "higher", Direction::Up),
            ("an 8 % increase", "increase", Direction::Up),
            ("after an estimated 8 % drop in cases", "drop", Direction::Down),
            ("a nearly 8 % annual decline", "decline", Direction::Down),
            ("its 8 % year-on-year drop was", "drop", Direction::Down),
            ("a 3-point rise", "rise", Direction::Up),
            ("a 3-percentage-point cut", "cut", Direction::Down),
            ("8 % drop in malaria", "drop", Direction::Down),
        ] {
            assert_eq!(found_after(text), Some((words.to_owned(), direction)), "{text}");
        }
    }

    #[test]
    fn other_words_after_a_number_do_not_name_a_change() {
        for text in [
            "an 8.2 % lower limit",
            "12 more people",
            "10 % more or less",
            "10 % less or more",
            "5 lower-income countries",
            "5 higher education colleges",
            "up to 5 upper schools",
            "from 3 % up to 5",
            "3 % up from 2",
            "a 5 % down payment",
            "a 5 % down-payment",
            "3 up/down votes",
            "less than 8.2 %",
            "more than 8 %",
            "It is 8 %, lower than in 2019",
            "It is 8 %. Lower it",
            "It is 8 % (lower)",
            "At 8 % fewer people buy",
            "a rate of 8 % lower than that",
            "from 8 % lower in 2020",
            "It is 8 % more often than not",
            "8 % more of them",
            "8 % more people rather than fewer",
            "the 5 % cut flowers",
            "a 5 % loss adjuster",
            "the 5 rise early",
            "those 5 drop in",
            "5 % lower and upper bounds",
            "Greater 5 % Greater Manchester",
            "5 % up and running",
            "a 5 % rise-time",
            "8 % growth",
        ] {
            assert_eq!(found_after(text), None, "{text}");
        }
    }

    #[test]
    fn levels_and_other_sentences_do_not_name_a_change() {
        for text in [
            "It fell to 5",
            "It fell between 5 and 7",
            "up from 5",
            "up to 5",
            "The fall led to a low of 5",
            "It fell. A change by 5",
            "It fell: by 5",
            "It changed by 5",
            "It fell, and then 5",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
