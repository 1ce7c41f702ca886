//! Stands in for `oxc_minifier`: it is never reached, since the parser that stands beside it refuses every script.

use oxc_allocator::Allocator;
use oxc_parser::Program;

/// Changes nothing.
#[derive(Debug)]
pub struct Minifier;

/// What is not done.
#[derive(Debug)]
pub struct MinifierOptions {
    /// No name is changed.
    pub mangle: Option<MangleOptions>,
    /// Nothing is taken out.
    pub compress: Option<CompressOptions>,
}

/// No options.
#[derive(Debug, Default)]
pub struct MangleOptions;

/// No options.
#[derive(Debug)]
pub struct CompressOptions;

impl CompressOptions {
    /// Nothing is safest.
    #[must_use]
    pub fn safest() -> Self {
        Self
    }
}

impl Minifier {
    /// Takes the options and forgets them.
    #[must_use]
    pub fn new(_: MinifierOptions) -> Self {
        Self
    }

    /// Leaves the program as it is.
    pub fn minify(self, _: &Allocator, _: &mut Program) {}
}
