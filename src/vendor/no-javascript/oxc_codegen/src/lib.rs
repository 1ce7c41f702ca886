//! Stands in for `oxc_codegen`: it is never reached, since the parser that stands beside it refuses every script.

use oxc_parser::Program;

/// Writes nothing.
#[derive(Debug, Default)]
pub struct Codegen;

/// How nothing is written.
#[derive(Debug, Default)]
pub struct CodegenOptions {
    /// Makes no difference.
    pub minify: bool,
}

/// What was written.
#[derive(Debug)]
pub struct CodegenReturn {
    /// Nothing.
    pub code: String,
}

impl Codegen {
    /// Writes nothing.
    #[must_use]
    pub fn new() -> Self {
        Self
    }

    /// Takes the options and forgets them.
    #[must_use]
    pub fn with_options(self, _: CodegenOptions) -> Self {
        self
    }

    /// Nothing.
    #[must_use]
    pub fn build(self, _: &Program) -> CodegenReturn {
        CodegenReturn { code: String::new() }
    }
}
