//! Words before a number that give the direction of a change: `fell by`, `a rise of`, `down`.

use super::phrases::{REACH, hedges};
use super::shares::HEDGES;
use super::tokens::{TokenKind, Tokens};

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A decrease.
    Down,
    /// An increase.
    Up,
}

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

/// Finds words for a change before token `at`. Returns their first token and the direction.
pub fn before(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Direction)> {
    let (mut end, ..) = hedges(tokens, at, &[&HEDGES[..]]);
    while tokens.is_any(end.wrapping_sub(1), FILLERS) {
        end -= 1;
    }
    let last = end.checked_sub(1)?;
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
        let tokens = Tokens::new(text);
        let number = (0..tokens.len()).find(|&at| tokens.kind(at) == TokenKind::Number)?;
        let (first, direction) = before(&tokens, number)?;
        Some((text[tokens.span(first, number)].to_owned(), direction))
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
            ("an increase of about 5", "increase of about", Direction::Up),
            ("Cases rose, deaths fell by 5", "fell by", Direction::Down),
        ] {
            assert_eq!(found(text), Some((words.to_owned(), direction)), "{text}");
        }
    }

    #[test]
    fn levels_and_other_sentences_do_not_name_a_change() {
        for text in [
            "It fell to 5",
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
