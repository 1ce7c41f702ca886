//! Firstflight: lists and maps that know how deep they nest. Dropping, writing and comparing them call themselves for each
//! level, so that a depth without bound would overflow the stack.

use std::ops::Deref;
use std::sync::Arc;

use super::{Map, Value, ValueInner};

/// A list or a map, and how many levels of them it holds, itself included.
#[derive(Debug, Clone)]
pub struct Nested<T> {
    inner: T,
    depth: u32,
}

impl<T> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: PartialEq> PartialEq for Nested<T> {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl<T: PartialOrd> PartialOrd for Nested<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.inner.partial_cmp(&other.inner)
    }
}

impl<T: Clone> Nested<T> {
    pub(crate) fn into_inner(shared: Arc<Self>) -> T {
        Arc::try_unwrap(shared)
            .map(|nested| nested.inner)
            .unwrap_or_else(|shared| shared.inner.clone())
    }
}

impl Nested<Vec<Value>> {
    pub(crate) fn list(inner: Vec<Value>) -> Arc<Self> {
        let depth = 1 + inner.iter().map(Value::depth).max().unwrap_or(0);
        Arc::new(Self { inner, depth })
    }

    pub(crate) fn push(&mut self, value: Value) {
        self.depth = self.depth.max(1 + value.depth());
        self.inner.push(value);
    }
}

impl Nested<Map> {
    pub(crate) fn map(inner: Map) -> Arc<Self> {
        let depth = 1 + inner.values().map(Value::depth).max().unwrap_or(0);
        Arc::new(Self { inner, depth })
    }
}

impl Value {
    /// How many levels of lists and maps this holds.
    #[inline]
    pub(crate) fn depth(&self) -> u32 {
        match &self.inner {
            ValueInner::Array(list) => list.depth,
            ValueInner::Map(map) => map.depth,
            _ => 0,
        }
    }

    /// How many values or bytes this holds directly: what it costs at most to walk over it once.
    #[inline]
    pub(crate) fn breadth(&self) -> usize {
        match &self.inner {
            ValueInner::String(text) => text.len(),
            ValueInner::Bytes(bytes) => bytes.len(),
            ValueInner::Array(list) => list.len(),
            ValueInner::Map(map) => map.len(),
            _ => 0,
        }
    }
}

impl Default for Nested<Map> {
    fn default() -> Self {
        Self {
            inner: Map::new(),
            depth: 1,
        }
    }
}
