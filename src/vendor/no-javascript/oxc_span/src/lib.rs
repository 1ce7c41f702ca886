//! Stands in for `oxc_span`: kinds of source that nobody tells apart.

/// A kind of source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceType;

impl SourceType {
    /// A module.
    #[must_use]
    pub fn mjs() -> Self {
        Self
    }
}
