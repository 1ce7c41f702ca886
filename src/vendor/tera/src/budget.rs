//! Firstflight: bounds on the work of the renderings of one thread. Steps, bytes and levels are counted, never timed, so that
//! the same input has the same end on every machine. Without [`start`], nothing is bounded.

use std::cell::Cell;

use crate::Value;
use crate::errors::{Error, TeraResult};

/// How much work may be done until the next [`start`].
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Instructions, and as many more as a value is broad that one of them walks over.
    pub steps: u64,
    /// Bytes that are written or made: of output, of captured text and of values.
    pub bytes: u64,
    /// Includes, components, blocks and `super()` within each other.
    pub levels: u32,
    /// Lists and maps within each other.
    pub depth: u32,
}

/// What ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// Instructions.
    Steps,
    /// Bytes.
    Bytes,
    /// Levels of includes, components and blocks.
    Levels,
    /// Levels of lists and maps.
    Depth,
    /// Numbers that one call of `range` makes.
    Range,
}

/// The largest number of elements that `range()` produces, so that it does not fill the memory.
pub const MAX_RANGE_LEN: usize = 100_000;

impl Exceeded {
    const ALL: [Self; 5] = [Self::Steps, Self::Bytes, Self::Levels, Self::Depth, Self::Range];

    /// The message of an error that says so, which no template can make by other means.
    pub fn message(self) -> &'static str {
        match self {
            Self::Steps => "\u{1}limit: steps",
            Self::Bytes => "\u{1}limit: bytes",
            Self::Levels => "\u{1}limit: levels",
            Self::Depth => "\u{1}limit: depth",
            Self::Range => "\u{1}limit: range",
        }
    }

    /// What ran out where an error has this message.
    pub fn from_message(message: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exceeded| exceeded.message() == message)
    }
}

thread_local! {
    static STEPS: Cell<i64> = const { Cell::new(i64::MAX) };
    static BYTES: Cell<i64> = const { Cell::new(i64::MAX) };
    static LEVELS: Cell<u32> = const { Cell::new(u32::MAX) };
    static DEPTH: Cell<u32> = const { Cell::new(u32::MAX) };
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Counts anew on this thread.
pub fn start(limits: Limits) {
    STEPS.set(signed(limits.steps));
    BYTES.set(signed(limits.bytes));
    LEVELS.set(limits.levels);
    DEPTH.set(limits.depth);
}

/// Counts nothing any more on this thread.
pub fn stop() {
    start(Limits {
        steps: u64::MAX,
        bytes: u64::MAX,
        levels: u32::MAX,
        depth: u32::MAX,
    });
}

/// Allows this many bytes more, unless what was allowed is used up already.
pub fn allow_bytes(number: usize) {
    let left = BYTES.get();
    if left >= 0 {
        BYTES.set(left.saturating_add(signed(number as u64)));
    }
}

/// Takes steps. Whether there were as many.
#[inline]
pub fn steps(number: usize) -> bool {
    let left = STEPS.get().saturating_sub(signed(number as u64));
    STEPS.set(left);
    left >= 0
}

/// Takes bytes. Whether there were as many.
#[inline]
pub fn bytes(number: usize) -> bool {
    let left = BYTES.get().saturating_sub(signed(number as u64));
    BYTES.set(left);
    left >= 0
}

/// What ran out, if anything did.
#[inline]
pub fn exceeded() -> Option<Exceeded> {
    if STEPS.get() < 0 {
        Some(Exceeded::Steps)
    } else if BYTES.get() < 0 {
        Some(Exceeded::Bytes)
    } else {
        None
    }
}

/// One instruction. Whether all that was taken so far was there.
#[inline(always)]
pub(crate) fn step() -> bool {
    let steps = STEPS.get() - 1;
    STEPS.set(steps);
    steps | BYTES.get() >= 0
}

/// Takes bytes before they are made.
pub(crate) fn reserve(number: usize) -> TeraResult<()> {
    bytes(number);
    check()
}

/// An error if anything ran out.
pub(crate) fn check() -> TeraResult<()> {
    exceeded().map_or(Ok(()), |exceeded| Err(Error::message(exceeded.message())))
}

/// Takes what it costs to walk over the parts of a value once.
#[inline]
pub(crate) fn walks(value: &Value) -> bool {
    steps(value.breadth() / 2)
}

/// Takes what a new value holds. What of it ran out, if anything did.
#[inline]
pub(crate) fn made(value: &Value) -> Option<Exceeded> {
    let breadth = value.breadth();
    let depth = value.depth();
    if depth > 0 {
        bytes(breadth.saturating_mul(32));
        steps(breadth);
        if depth > DEPTH.get() {
            return Some(Exceeded::Depth);
        }
    } else {
        bytes(breadth);
    }
    exceeded()
}

/// What ran out now that a list has one value more, if anything did.
#[inline]
pub(crate) fn deepens(list: &Value) -> Option<Exceeded> {
    if list.depth() > DEPTH.get() { Some(Exceeded::Depth) } else { exceeded() }
}

/// Takes what it costs to write one value, without its parts. Whether it may be written.
#[inline]
pub(crate) fn writes(value: &Value) -> bool {
    let length = if value.depth() > 0 { 2 } else { value.breadth().max(4) };
    bytes(length) & steps(1)
}

/// Takes what it costs to compare two values, without their parts. Whether they may be compared: a value without parts always
/// may, since sorting needs an order that does not change on the way.
#[inline]
pub(crate) fn compares(a: &Value, b: &Value) -> bool {
    let are_there = if a.depth() > 0 { steps(1) } else { steps(1 + a.breadth().min(b.breadth()) / 16) };
    are_there || a.depth() == 0
}

/// Whether a list with these keys may be sorted: keys that are lists are compared part by part, and running out on the way
/// would change their order.
pub(crate) fn sorts<'a>(keys: impl Iterator<Item = &'a Value>) -> TeraResult<()> {
    let (mut number, mut largest) = (0_usize, 0_usize);
    for key in keys {
        number += 1;
        if key.depth() > 0 {
            let mut left = usize::try_from(STEPS.get().max(0)).unwrap_or(usize::MAX);
            let before = left;
            weigh(key, &mut left);
            steps(before - left);
            check()?;
            largest = largest.max(before - left);
        }
    }
    let comparisons = number.saturating_mul(number.checked_ilog2().unwrap_or(0) as usize + 2);
    if largest > 0 && STEPS.get() < signed(comparisons.saturating_mul(largest) as u64) {
        steps(usize::MAX);
    }
    check()
}

/// Takes one for each part of a value, and for each 16 bytes of its texts.
fn weigh(value: &Value, left: &mut usize) {
    *left = left.saturating_sub(1 + if value.depth() > 0 { 0 } else { value.breadth() / 16 });
    if *left == 0 {
        return;
    }
    if let Some(list) = value.as_array() {
        list.iter().for_each(|part| weigh(part, left));
    } else if let Some(map) = value.as_map() {
        map.values().for_each(|part| weigh(part, left));
    }
}

/// How many levels there are left.
pub(crate) fn levels() -> usize {
    LEVELS.get() as usize
}

/// Goes one level in. Whether there was one.
pub(crate) fn enter() -> bool {
    let left = LEVELS.get();
    LEVELS.set(left.saturating_sub(1));
    left > 0
}

/// Goes one level out, after an [`enter`] that returned true.
pub(crate) fn leave() {
    let left = LEVELS.get();
    if left < u32::MAX {
        LEVELS.set(left + 1);
    }
}
