//! Collects the running text of each block as a reader sees it and searches it once for numbers, with their places in
//! the file.

use std::ops::Range;

use super::{Claim, Loose, LooseNumber};
use crate::limits::LOOSE_NUMBERS;
use crate::marks;
use crate::words::{self, Lexicon, NumberKind};

/// The length of a front matter text, in bytes, up to which the place of each of its numbers is searched for.
const SHORT: usize = 10_000;

/// The block being read. Kept from block to block, so that its room is made once.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// Whether numbers and claims are searched for.
    pub listens: bool,
    text: String,
    /// Where stretches of the text stand in the source, in order.
    stretches: Vec<Stretch>,
    /// Numbers of the calls in the text.
    calls: Vec<usize>,
    /// Pieces of the text of the event that is being read: how long each is, and where it stands in the source.
    pieces: Vec<(usize, Range<usize>)>,
    /// How much of that event was read.
    read: usize,
    /// Whether the block is a heading.
    pub is_heading: bool,
    /// Whether a call in the block is not written as one: its numbers are not words of the page, and it was reported.
    pub has_flaw: bool,
    /// How many links are open whose text is an address or a telephone number.
    pub addresses: usize,
    /// How many images are open: their words are a plain text.
    pub images: usize,
    /// The first number of the table that is open, and how many there are.
    table: Option<(Option<LooseNumber>, usize)>,
}

/// Bytes of the text from `at` on, up to the next stretch.
#[derive(Debug)]
struct Stretch {
    at: usize,
    source: Range<usize>,
    /// Whether each byte is one of the source. An entity or a typographic quote stands for its source as a whole.
    exact: bool,
    /// Whether a call could stand here.
    may_call: bool,
}

impl Prose {
    /// Creates the state for a document whose numbers are searched for, or not.
    pub fn new(listens: bool) -> Self {
        Self { listens, ..Self::default() }
    }

    /// Takes the pieces that the text of the next event was made of.
    pub fn begin_event(&mut self, pieces: &mut Vec<(usize, Range<usize>)>) {
        self.pieces.clear();
        self.pieces.append(pieces);
        self.read = 0;
    }

    /// Adds text of the event, as far as it is words of the page.
    pub fn push(&mut self, text: &str) {
        if !self.listens {
            return;
        }
        if self.addresses > 0 {
            self.opaque();
            self.read += text.len();
            return;
        }
        let wanted = self.read..self.read + text.len();
        let mut start = 0;
        for (length, source) in &self.pieces {
            let piece = start..start + length;
            start = piece.end;
            let common = piece.start.max(wanted.start)..piece.end.min(wanted.end);
            if common.is_empty() {
                continue;
            }
            let exact = *length == source.len();
            let source = if exact {
                let offset = common.start - piece.start;
                source.start + offset..source.start + offset + common.len()
            } else {
                source.clone()
            };
            let at = self.text.len() + common.start - wanted.start;
            self.stretches.push(Stretch { at, source, exact, may_call: self.images == 0 });
        }
        self.text.push_str(text);
        self.read = wanted.end;
    }

    /// Skips text of the event that is not shown on the page.
    pub fn pass(&mut self, text: &str) {
        if self.listens {
            self.opaque();
            self.read += text.len();
        }
    }

    /// Adds a call of the event, which took `length` bytes of it.
    pub fn push_call(&mut self, number: usize, length: usize, source: Range<usize>, is_stat: bool) {
        self.read += length;
        if !is_stat {
            self.opaque();
            return;
        }
        self.stretches.push(Stretch { at: self.text.len(), source, exact: false, may_call: true });
        self.text.push(marks::CALL);
        self.calls.push(number);
    }

    /// Adds the end of a line.
    pub fn space(&mut self) {
        self.text.push(' ');
    }

    /// Adds something that is not searched.
    pub fn opaque(&mut self) {
        self.text.push(words::OPAQUE);
    }

    /// Begins a table, whose numbers are reported together.
    pub fn begin_table(&mut self) {
        self.table = Some((None, 0));
    }

    /// Ends a table.
    pub fn end_table(&mut self, loose: &mut Vec<LooseNumber>) {
        if let Some((Some(mut first), count)) = self.table.take() {
            if count > 1 {
                first.what = Loose::Table(count);
            }
            loose.push(first);
        }
    }

    /// Ends a block: searches its text and clears it. `base` is where the source begins in the file.
    pub fn end_block(
        &mut self,
        lexicon: Option<&Lexicon>,
        base: usize,
        loose: &mut Vec<LooseNumber>,
        claims: &mut Vec<Claim>,
    ) {
        let speaks = |lexicon: &&Lexicon| !self.calls.is_empty() || lexicon.may_match(&self.text);
        if let Some(lexicon) = lexicon.filter(speaks).filter(|_| !self.has_flaw) {
            let (text, stretches) = (&self.text, &self.stretches);
            let found = words::read(text, self.is_heading, lexicon);
            let told = |number: words::NumberMatch| LooseNumber {
                range: in_source(stretches, &number.range, base),
                written: written(text, &number.range),
                what: number.kind.into(),
                may_call: stretch_at(stretches, number.range.start).is_none_or(|stretch| stretch.may_call),
            };
            claims.extend(found.claims.into_iter().map(|claim| Claim {
                range: in_source(stretches, &claim.range, base),
                written: written(text, &claim.range),
                calls: claim.stats.iter().filter_map(|stat| self.calls.get(*stat).copied()).collect(),
                says: claim.assertion,
                otherwise: claim.otherwise.map(told),
            }));
            let mut numbers = found.loose.into_iter();
            match &mut self.table {
                // Of a table only the first number is shown, the others are counted.
                Some((first, count)) => {
                    *count += numbers.len();
                    if first.is_none() {
                        *first = numbers.next().map(told);
                    }
                }
                // One more than a page may have, so that this is found.
                None => loose.extend(numbers.take((LOOSE_NUMBERS + 1).saturating_sub(loose.len())).map(told)),
            }
        }
        self.text.clear();
        self.stretches.clear();
        self.calls.clear();
        self.has_flaw = false;
    }
}

impl From<NumberKind> for Loose {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Quantity(figure) => Self::Quantity(figure),
            NumberKind::Clock => Self::Clock,
            NumberKind::Name => Self::Name,
        }
    }
}

/// A stretch of text on one line.
fn written(text: &str, range: &Range<usize>) -> String {
    text[range.clone()].replace(['\n', '\r', marks::CALL, words::OPAQUE], " ")
}

/// The stretch that a byte of the text lies in.
fn stretch_at(stretches: &[Stretch], at: usize) -> Option<&Stretch> {
    stretches[..stretches.partition_point(|stretch| stretch.at <= at)].last()
}

/// Where a range of the text stands in the file.
fn in_source(stretches: &[Stretch], range: &Range<usize>, base: usize) -> Range<usize> {
    let (Some(first), Some(last)) = (stretch_at(stretches, range.start), stretch_at(stretches, range.end.max(1) - 1))
    else {
        return base..base;
    };
    let start = if first.exact { first.source.start + (range.start - first.at) } else { first.source.start };
    let end = if last.exact { last.source.start + (range.end - last.at) } else { last.source.end };
    base + start..base + end.max(start)
}

/// Loose numbers in a text of front matter, which stands, perhaps in quotes, at `range` of the file.
#[must_use]
pub fn of_front_matter(file: &str, text: &str, range: &Range<usize>, lexicon: &Lexicon) -> Vec<LooseNumber> {
    if !lexicon.may_match(text) {
        return Vec::new();
    }
    let source = &file[range.clone()];
    let line = source.find(['\n', '\r']).unwrap_or(source.len());
    let mut from = 0;
    let mut missed = false;
    let mut numbers = Vec::new();
    for number in words::read(text, true, lexicon).loose.into_iter().take(LOOSE_NUMBERS) {
        let written = written(text, &number.range);
        // Where quotes or folded lines make it stand otherwise, its first line is pointed to.
        let at = if missed { None } else { source[from..].find(&written).map(|at| from + at) };
        // Each search that fails has read the text to its end.
        missed |= at.is_none() && source.len() > SHORT;
        let range = match at {
            Some(at) => {
                from = at + written.len();
                range.start + at..range.start + from
            }
            None => range.start..range.start + line,
        };
        numbers.push(LooseNumber { range, written, what: number.kind.into(), may_call: false });
    }
    numbers
}
