//! Formulas over records: how one number follows from others, as in `100 - world-internet-2019`.
//!
//! Sums, differences, products and quotients with parentheses, worked out exactly. Words are set apart by spaces, since
//! ids may hold `-`.

use std::borrow::Cow;

use super::fraction::{Fraction, TooLarge};
use super::numbers::exact_decimal;

/// The maximum number of words in a formula: people must be able to follow it.
const MAX_WORDS: usize = 200;

/// A formula, parsed.
#[derive(Clone, Debug)]
pub struct Formula {
    /// As it was written, on one line.
    pub text: String,
    root: FormulaNode,
}

#[derive(Clone, Debug)]
enum FormulaNode {
    Number(Fraction),
    Record(String),
    Apply(Box<FormulaNode>, Operator, Box<FormulaNode>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// The reason why a formula has no value.
#[derive(Debug, PartialEq, Eq)]
pub enum Undefined {
    /// No record of this id is known.
    Record(String),
    /// It divides by zero.
    DivisionByZero,
    /// Its exact value, or one on the way to it, takes too many digits.
    TooLarge,
}

impl From<TooLarge> for Undefined {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

impl Formula {
    /// Parses a formula.
    ///
    /// # Errors
    ///
    /// The mistake, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        if words.len() > MAX_WORDS {
            return Err(format!("it has more than {MAX_WORDS} words"));
        }
        let mut parser = Parser { words: words.iter().copied().peekable() };
        let root = parser.sum()?;
        match parser.words.next() {
            None => Ok(Self { text: text.split_whitespace().collect::<Vec<_>>().join(" "), root }),
            Some(word) => Err(format!("`{word}` is not expected here")),
        }
    }

    /// Returns its exact value, given that of each record.
    ///
    /// # Errors
    ///
    /// The reason why it has none.
    pub fn value<'v>(&'v self, of: &impl Fn(&str) -> Option<&'v Fraction>) -> Result<Fraction, Undefined> {
        Ok(self.root.value(of)?.into_owned())
    }

    /// The ids of both records, where it is nothing but the difference of two.
    #[must_use]
    pub fn difference(&self) -> Option<(&str, &str)> {
        match &self.root {
            FormulaNode::Apply(left, Operator::Subtract, right) => match (&**left, &**right) {
                (FormulaNode::Record(left), FormulaNode::Record(right)) => Some((left, right)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Ids of the records that it names.
    #[must_use]
    pub fn records(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        self.root.note_records(&mut ids);
        ids
    }
}

impl FormulaNode {
    fn value<'v>(&'v self, of: &impl Fn(&str) -> Option<&'v Fraction>) -> Result<Cow<'v, Fraction>, Undefined> {
        match self {
            Self::Number(number) => Ok(Cow::Borrowed(number)),
            Self::Record(id) => of(id).map(Cow::Borrowed).ok_or_else(|| Undefined::Record(id.clone())),
            Self::Apply(left, operator, right) => {
                let (left, right) = (left.value(of)?, right.value(of)?);
                let value = match operator {
                    Operator::Add => left.checked_add(&right),
                    Operator::Subtract => left.checked_sub(&right),
                    Operator::Multiply => left.checked_mul(&right),
                    Operator::Divide if right.is_zero() => return Err(Undefined::DivisionByZero),
                    Operator::Divide => left.checked_div(&right),
                };
                Ok(Cow::Owned(value?))
            }
        }
    }

    fn note_records<'f>(&'f self, ids: &mut Vec<&'f str>) {
        match self {
            Self::Number(_) => {}
            Self::Record(id) => ids.push(id),
            Self::Apply(left, _, right) => {
                left.note_records(ids);
                right.note_records(ids);
            }
        }
    }
}

struct Parser<'w, I: Iterator<Item = &'w str>> {
    words: std::iter::Peekable<I>,
}

impl<'w, I: Iterator<Item = &'w str>> Parser<'w, I> {
    fn sum(&mut self) -> Result<FormulaNode, String> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&[("+", Operator::Add), ("-", Operator::Subtract)]) {
            left = FormulaNode::Apply(Box::new(left), operator, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<FormulaNode, String> {
        let mut left = self.term()?;
        while let Some(operator) = self.operator(&[("*", Operator::Multiply), ("/", Operator::Divide)]) {
            left = FormulaNode::Apply(Box::new(left), operator, Box::new(self.term()?));
        }
        Ok(left)
    }

    fn operator(&mut self, of: &[(&str, Operator)]) -> Option<Operator> {
        let next = self.words.peek()?;
        let operator = of.iter().find(|(word, _)| word == next)?.1;
        self.words.next();
        Some(operator)
    }

    fn term(&mut self) -> Result<FormulaNode, String> {
        match self.words.next() {
            None => Err("a number or an id is missing at the end".to_owned()),
            Some("(") => {
                let inside = self.sum()?;
                match self.words.next() {
                    Some(")") => Ok(inside),
                    _ => Err("a parenthesis is not closed".to_owned()),
                }
            }
            Some(word @ (")" | "+" | "-" | "*" | "/")) => Err(format!("expected a number or an id before `{word}`")),
            Some(word) => match exact_decimal(word) {
                Some(number) => Ok(FormulaNode::Number(number.into())),
                None if word.parse::<f64>().is_ok() && !word.contains(char::is_alphabetic) => {
                    Err(format!("`{word}` is not a plain number, such as 10 or 0.5"))
                }
                None if word.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) => {
                    Ok(FormulaNode::Record(word.to_owned()))
                }
                None => Err(format!("`{word}` is neither a number nor an id")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use num_rational::BigRational;

    use super::*;

    fn value(text: &str) -> Result<String, String> {
        let known: [Fraction; 2] =
            [BigRational::from_integer(51.into()), BigRational::new(1.into(), 3.into())].map(Into::into);
        let of = |id: &str| ["a-b", "third"].iter().position(|known| *known == id).map(|at| &known[at]);
        let formula = Formula::parse(text)?;
        formula.value(&of).map(|value| value.reduced().to_string()).map_err(|undefined| format!("{undefined:?}"))
    }

    #[test]
    fn formulas_are_worked_out_exactly() {
        for (text, expected) in [
            ("100 - a-b", "49"),
            ("1 - third", "2/3"),
            ("2 + 3 * 4", "14"),
            ("(2 + 3) * 4", "20"),
            ("10 - 2 - 3", "5"),
            ("12 / 2 / 3", "2"),
            ("0.1 + 0.2", "3/10"),
            ("-1.5 * 2", "-3"),
            (" a-b ", "51"),
        ] {
            assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_difference_of_two_records_is_recognised() {
        let difference = |text: &str| {
            let formula = Formula::parse(text).unwrap();
            formula.difference().map(|(a, b)| format!("{a} {b}"))
        };
        assert_eq!(difference("world - ldc").as_deref(), Some("world ldc"));
        assert_eq!(difference("(world - ldc)").as_deref(), Some("world ldc"));
        for text in ["100 - world", "world - 1", "world + ldc", "world - ldc - sids", "(world - ldc) / 2", "world"] {
            assert_eq!(difference(text), None, "{text}");
        }
    }

    #[test]
    fn mistakes_are_reported() {
        for (text, expected) in [
            ("", "a number or an id is missing at the end"),
            ("1 +", "a number or an id is missing at the end"),
            ("(1 + 2", "a parenthesis is not closed"),
            ("1 2", "`2` is not expected here"),
            ("1 + * 2", "expected a number or an id before `*`"),
            ("a+b", "`a+b` is neither a number nor an id"),
            ("a-b * 010", "`010` is not a plain number, such as 10 or 0.5"),
            ("a-b * -0", "`-0` is not a plain number, such as 10 or 0.5"),
            ("1 / (a-b - 51)", "DivisionByZero"),
            ("nothing * 2", "Record(\"nothing\")"),
        ] {
            assert_eq!(value(text).unwrap_err(), expected, "{text}");
        }
        assert!(Formula::parse(&"(".repeat(100_000)).is_err(), "no depth is too much");
    }
}
