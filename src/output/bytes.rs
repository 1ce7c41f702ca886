//! Bytes of an artifact in memory. Pages share their style, which is a quarter of what they would take otherwise.

use std::borrow::Cow;
use std::sync::Arc;

/// Bytes, a part of which may be shared with other artifacts.
#[derive(Clone, Debug)]
pub struct BodyBytes {
    own: Vec<u8>,
    shared: Option<SharedPart>,
}

/// A text that many artifacts contain.
#[derive(Clone, Debug)]
struct SharedPart {
    /// How many of an artifact's own bytes are before it.
    at: usize,
    text: Arc<str>,
}

impl BodyBytes {
    /// Creates the bytes of a page that contains a shared `text` after the first `at` of its own bytes.
    ///
    /// # Panics
    ///
    /// If there are fewer bytes.
    #[must_use]
    pub fn with_shared(own: Vec<u8>, at: usize, text: Arc<str>) -> Self {
        assert!(at <= own.len(), "the shared text is within the bytes");
        Self { own, shared: Some(SharedPart { at, text }) }
    }

    /// All bytes; put together where a part of them is shared.
    #[must_use]
    pub fn joined(&self) -> Cow<'_, [u8]> {
        match &self.shared {
            None => Cow::Borrowed(&self.own),
            Some(SharedPart { at, text }) => Cow::Owned([&self.own[..*at], text.as_bytes(), &self.own[*at..]].concat()),
        }
    }

    /// Those that no other artifact shares, in order.
    #[must_use]
    pub fn own(&self) -> &[u8] {
        &self.own
    }

    /// Their number.
    #[must_use]
    pub fn len(&self) -> usize {
        self.own.len() + self.shared.as_ref().map_or(0, |shared| shared.text.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl PartialEq for BodyBytes {
    fn eq(&self, other: &Self) -> bool {
        match (&self.shared, &other.shared) {
            (None, None) => self.own == other.own,
            (Some(a), Some(b)) if a.at == b.at && Arc::ptr_eq(&a.text, &b.text) => self.own == other.own,
            _ => self.len() == other.len() && self.joined() == other.joined(),
        }
    }
}

impl Eq for BodyBytes {}

impl From<Vec<u8>> for BodyBytes {
    fn from(own: Vec<u8>) -> Self {
        Self { own, shared: None }
    }
}

impl From<String> for BodyBytes {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for BodyBytes {
    fn from(text: &str) -> Self {
        text.as_bytes().to_vec().into()
    }
}

impl From<&[u8]> for BodyBytes {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<&[u8; N]> for BodyBytes {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_whether_a_part_is_shared_or_not() {
        let text: Arc<str> = "bc".into();
        let shared = BodyBytes::with_shared(b"ad".to_vec(), 1, text.clone());
        assert_eq!(&*shared.joined(), b"abcd");
        assert_eq!((shared.len(), shared.own()), (4, &b"ad"[..]));
        assert_eq!(shared, BodyBytes::from("abcd"));
        assert_eq!(shared, BodyBytes::with_shared(b"ad".to_vec(), 1, "bc".into()));
        assert_ne!(shared, BodyBytes::with_shared(b"ad".to_vec(), 2, text));
        assert!(BodyBytes::from("").is_empty() && !shared.is_empty());
    }
}
