//! Stands in for `oxc_parser`: a parser that refuses every script, so that each stays as it was written.

use oxc_allocator::Allocator;
use oxc_span::SourceType;

/// Refuses what it is given.
#[derive(Debug)]
pub struct Parser;

/// What came of parsing: always one error.
#[derive(Debug)]
pub struct ParserReturn {
    /// Never read, since there is an error.
    pub program: Program,
    /// Why nothing was parsed.
    pub errors: Vec<&'static str>,
}

/// No program.
#[derive(Debug)]
pub struct Program;

impl Parser {
    /// A parser of no text.
    #[must_use]
    pub fn new(_: &Allocator, _: &str, _: SourceType) -> Self {
        Self
    }

    /// Refuses the text.
    #[must_use]
    pub fn parse(self) -> ParserReturn {
        ParserReturn { program: Program, errors: vec!["scripts are left as they are"] }
    }
}
