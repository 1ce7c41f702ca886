//! The names that the style's selectors use, and which of them a page has.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::elements::{hash, hash_exact};

/// Kinds of names, so that a class `p` is not an element `p`.
pub(super) const ELEMENT: u8 = b'<';
/// A word of `class`.
pub(super) const CLASS: u8 = b'.';
/// An `id`.
pub(super) const ID: u8 = b'#';
/// The name of an attribute.
pub(super) const ATTRIBUTE: u8 = b'[';
/// An attribute with a value that some selector asks for.
const VALUE: u8 = b'=';

/// Every name that the style asks for, numbered. Names are known by their hash alone: two that share one would share
/// a number, and rules would be kept that could have gone.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<u64, KnownName, BuildHasherDefault<Identity>>,
    values: Vec<ValueTest>,
}

/// A value that a selector asks of an attribute, compared without regard to case: keeping a rule that is not needed
/// does no harm.
#[derive(Debug)]
struct ValueTest {
    attribute: u64,
    /// Whether the value need only begin so, as in `[href^=http]`.
    prefix: bool,
    value: Vec<u8>,
    hash: u64,
}

/// Properties of a name in the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KnownName {
    /// The number of the name.
    number: u32,
    /// Whether some rule makes elements of this name part of a line.
    pub inline: bool,
}

/// The names a page has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Used {
    bits: Vec<u64>,
    /// Whether the page may hold names that could not be read off its tags.
    pub unsure: bool,
}

impl Names {
    /// The number of a name that is compared in lower case: an element's or an attribute's.
    pub(super) fn lower(&mut self, kind: u8, name: &str) -> u32 {
        self.number(hash(kind, name.as_bytes()))
    }

    /// The number of a name that is compared as it is: a class or an id.
    pub(super) fn exact(&mut self, kind: u8, name: &str) -> u32 {
        self.number(hash_exact(kind, name.bytes()))
    }

    /// The number of an attribute's value: the whole of it, or its beginning.
    pub(super) fn value(&mut self, attribute: &str, prefix: bool, value: &str) -> u32 {
        let sign = if prefix { "^=" } else { "=" };
        let hash = hash_exact(VALUE, attribute.bytes().chain(sign.bytes()).chain(value.bytes()));
        let attribute = super::elements::hash(ATTRIBUTE, attribute.as_bytes());
        if !self.values.iter().any(|test| test.hash == hash) {
            self.values.push(ValueTest { attribute, prefix, value: value.as_bytes().to_vec(), hash });
        }
        self.number(hash)
    }

    fn number(&mut self, hash: u64) -> u32 {
        let next = self.numbers.len() as u32;
        self.numbers.entry(hash).or_insert(KnownName { number: next, inline: false }).number
    }

    /// Notes that some rule makes elements of this name, numbered before, part of a line.
    pub(super) fn set_inline(&mut self, number: u32) {
        self.numbers.values_mut().filter(|known| known.number == number).for_each(|known| known.inline = true);
    }

    /// A page that has none of them yet.
    pub(super) fn none(&self) -> Used {
        Used { bits: vec![0; self.numbers.len().div_ceil(64)], unsure: false }
    }
}

impl Used {
    /// Notes that the page has the name of this hash; returns what the style knows of it, if the style uses it.
    pub(super) fn add(&mut self, names: &Names, hash: u64) -> Option<KnownName> {
        let known = *names.numbers.get(&hash)?;
        self.bits[known.number as usize / 64] |= 1 << (known.number % 64);
        Some(known)
    }

    /// Notes which values that the style asks for an attribute has, as it is written. A value with an entity in it may
    /// be any.
    pub(super) fn add_value(&mut self, names: &Names, attribute: u64, written: &[u8]) {
        for test in names.values.iter().filter(|test| test.attribute == attribute) {
            let part = if test.prefix { written.get(..test.value.len()) } else { Some(written) };
            if written.contains(&b'&') || part.is_some_and(|part| part.eq_ignore_ascii_case(&test.value)) {
                self.add(names, test.hash);
            }
        }
    }

    /// Notes that the page has whatever a part of it has.
    pub(super) fn join(&mut self, part: &Self) {
        self.bits.iter_mut().zip(&part.bits).for_each(|(bits, of_part)| *bits |= of_part);
        self.unsure |= part.unsure;
    }

    /// Whether the page has the name of this number, or may have it.
    pub(super) fn has(&self, number: u32) -> bool {
        self.unsure || self.bits[number as usize / 64] >> (number % 64) & 1 == 1
    }
}

/// The keys are hashes already.
#[derive(Default)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
