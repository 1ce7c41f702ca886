//! Stands in for `oxc_allocator`: nothing is allocated, since nothing is parsed.

/// Holds nothing.
#[derive(Debug, Default)]
pub struct Allocator;
