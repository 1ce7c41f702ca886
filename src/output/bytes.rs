//! Bytes of an artifact in memory. All pages of a site are in memory until they are published, so they take as little of it as they
//! can: they share their style, and what is compressed to weigh it is kept compressed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use libdeflater::Decompressor;

thread_local! {
    static UNPACKER: RefCell<Decompressor> = RefCell::new(Decompressor::new());
}

/// The bytes of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyBytes {
    own: StoredBytes,
    /// Texts within them, in order.
    insertions: Box<[Insertion]>,
}

/// A text in the bytes of an artifact that may be shared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// How many of the artifact's own bytes are before it.
    pub at: usize,
    /// The text.
    pub text: Arc<str>,
}

/// The bytes that no other artifact shares.
#[derive(Clone, PartialEq, Eq)]
enum StoredBytes {
    Plain(Vec<u8>),
    /// As gzip makes them.
    Packed {
        gzip: Box<[u8]>,
        /// How many they are when they are unpacked.
        length: usize,
    },
}

impl BodyBytes {
    /// Creates bytes from those of a page and the texts within them.
    #[must_use]
    pub fn with_insertions(own: Vec<u8>, insertions: Vec<Insertion>) -> Self {
        Self { own: StoredBytes::Plain(own), insertions: insertions.into() }
    }

    /// Creates bytes from those of a page, `length` bytes compressed to `gzip`, and the texts within them.
    #[must_use]
    pub fn packed(gzip: &[u8], length: usize, insertions: Vec<Insertion>) -> Self {
        Self { own: StoredBytes::Packed { gzip: gzip.into(), length }, insertions: insertions.into() }
    }

    /// All bytes.
    #[must_use]
    pub fn joined(&self) -> Cow<'_, [u8]> {
        let own = self.own.bytes();
        if self.insertions.is_empty() {
            return own;
        }
        let mut joined = Vec::with_capacity(self.len());
        let mut copied = 0;
        for Insertion { at, text } in &self.insertions {
            joined.extend_from_slice(&own[copied..*at]);
            joined.extend_from_slice(text.as_bytes());
            copied = *at;
        }
        joined.extend_from_slice(&own[copied..]);
        Cow::Owned(joined)
    }

    /// Their number.
    #[must_use]
    pub fn len(&self) -> usize {
        let own = match &self.own {
            StoredBytes::Plain(bytes) => bytes.len(),
            StoredBytes::Packed { length, .. } => *length,
        };
        own + self.insertions.iter().map(|insertion| insertion.text.len()).sum::<usize>()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether these are the same bytes as others, however they are kept.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self == other || (self.len() == other.len() && self.joined() == other.joined())
    }
}

impl StoredBytes {
    fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Plain(bytes) => Cow::Borrowed(bytes),
            Self::Packed { gzip, length } => {
                let mut bytes = vec![0; *length];
                let unpacked = UNPACKER.with_borrow_mut(|unpacker| unpacker.gzip_decompress(gzip, &mut bytes));
                assert_eq!(unpacked, Ok(*length), "what was compressed in memory can be read");
                Cow::Owned(bytes)
            }
        }
    }
}

impl std::fmt::Debug for StoredBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("StoredBytes").field(&String::from_utf8_lossy(&self.bytes())).finish()
    }
}

impl From<Vec<u8>> for BodyBytes {
    fn from(own: Vec<u8>) -> Self {
        Self { own: StoredBytes::Plain(own), insertions: Box::default() }
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
    use libdeflater::{CompressionLvl, Compressor};

    use super::*;

    #[test]
    fn they_are_the_same_however_they_are_kept() {
        let insertions = || {
            let of = |(at, text): (usize, &str)| Insertion { at, text: text.into() };
            [(0, "<"), (1, "bc"), (2, "e"), (2, ">")].map(of).to_vec()
        };
        let mut gzip = vec![0; 100];
        let length = Compressor::new(CompressionLvl::default()).gzip_compress(b"ad", &mut gzip).unwrap();
        let kept = [
            BodyBytes::from("<abcde>"),
            BodyBytes::with_insertions(b"ad".to_vec(), insertions()),
            BodyBytes::packed(&gzip[..length], 2, insertions()),
        ];
        for one in &kept {
            assert_eq!((&*one.joined(), one.len()), (&b"<abcde>"[..], 7));
            assert!(kept.iter().all(|other| one.is_same(other)));
            assert!(!one.is_same(&"<abcdf>".into()));
        }
        assert!(BodyBytes::from("").is_empty() && !kept[2].is_empty());
    }
}
