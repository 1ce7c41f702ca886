//! Running text around calls. Whether a call shows a number is known only from the theme, so this text is searched
//! for numbers and claims when its calls are bound.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Claim, LooseNumber, LooseNumberKind};
use crate::limits::LOOSE_NUMBERS;
use crate::marks;
use crate::words::{self, Lexicon};

/// The loose numbers and the claims of running text.
#[derive(Clone, Debug, Default)]
pub struct ProseMatches {
    /// Numbers that are not backed by a record, in order.
    pub loose: Vec<LooseNumber>,
    /// Claims in the words around calls about their values.
    pub claims: Vec<Claim>,
    /// Names of products, each with a version after it.
    pub products: Vec<String>,
}

/// Running text that contains calls: a block, or all cells of a table.
#[derive(Clone, Debug)]
pub struct Passage {
    pub(super) blocks: Vec<Block>,
    pub(super) is_table: bool,
    /// Where the source begins in the file.
    pub(super) base: usize,
    pub(super) lexicon: Arc<Lexicon>,
}

/// The running text of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The text; [`marks::CALL`] stands for each call.
    pub text: String,
    /// Where parts of the text are in the source, in order.
    pub stretches: Vec<Stretch>,
    /// Numbers of the calls in the text.
    pub calls: Vec<usize>,
    /// Whether the block is a heading.
    pub is_heading: bool,
}

/// Bytes of the text from `at` on, up to the next stretch.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub at: usize,
    pub source: Range<usize>,
    /// Whether each byte is one of the source. An entity or a typographic quote belongs to its source as a whole.
    pub exact: bool,
    /// Whether a call could be used here.
    pub may_call: bool,
}

/// A mark replaces another without moving a place.
const _: () = assert!(marks::CALL.len_utf8() == words::OPAQUE.len_utf8());

impl Passage {
    /// Searches the text, and adds what it finds. `is_number` returns whether the call of a number shows a number in a
    /// sentence. Where it returns `None` for a call, it is not known what the words beside it are about, and they are not
    /// searched.
    pub fn search(&self, is_number: &impl Fn(usize) -> Option<bool>, found: &mut ProseMatches) {
        if self.is_table {
            search_table(&self.blocks, (self.base, &self.lexicon), is_number, found);
        } else {
            self.blocks.iter().for_each(|block| block.search(self.base, &self.lexicon, is_number, found));
        }
    }
}

/// Searches the cells of a table. Only the first number is reported, with how many there are.
pub(super) fn search_table(
    cells: &[Block],
    (base, lexicon): (usize, &Lexicon),
    is_number: &impl Fn(usize) -> Option<bool>,
    found: &mut ProseMatches,
) {
    let mut own = ProseMatches::default();
    let mut first = None;
    let mut count = 0;
    let mut is_observed = false;
    // Beside code, numbers are values of programs.
    let holds_code = cells.iter().any(|cell| cell.text.contains(words::CODE));
    for cell in cells {
        cell.search(base, lexicon, is_number, &mut own);
        // What may be a name or a version is offered by itself.
        let is_apart = |number: &mut LooseNumber| number.product.is_some() || number.what == LooseNumberKind::Name;
        found.loose.extend(own.loose.extract_if(.., is_apart));
        own.loose.retain(|number| !(holds_code && number.is_bare));
        count += own.loose.len();
        is_observed |= own.loose.iter().any(|number| number.is_observed);
        first = first.or_else(|| own.loose.drain(..).next());
        own.loose.clear();
    }
    found.claims.append(&mut own.claims);
    found.products.append(&mut own.products);
    if let Some(mut first) = first {
        if count > 1 {
            first.what = LooseNumberKind::Table(count);
        }
        first.is_observed = is_observed;
        found.loose.push(first);
    }
}

impl Block {
    /// Whether there is anything but calls.
    pub fn has_words(&self) -> bool {
        self.text.len() > self.calls.len() * marks::CALL.len_utf8()
    }

    /// Forgets the text, and keeps its room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.stretches.clear();
        self.calls.clear();
    }

    /// Searches the text, and adds what it finds.
    pub fn search(
        &self,
        base: usize,
        lexicon: &Lexicon,
        is_number: &impl Fn(usize) -> Option<bool>,
        found: &mut ProseMatches,
    ) {
        let Some((text, calls)) = self.with_numbers(is_number) else { return };
        if calls.is_empty() && !lexicon.may_match(&text) {
            return;
        }
        let (text, stretches) = (&*text, &self.stretches);
        let matches = words::read(text, self.is_heading, lexicon);
        let loose = |number: words::NumberMatch| LooseNumber {
            range: in_source(stretches, &number.range, base),
            written: written(text, &number.range),
            what: number.kind.into(),
            may_call: stretch_at(stretches, number.range.start).is_none_or(|stretch| stretch.may_call),
            product: number.product.map(|word| text[word].to_owned()),
            is_bare: number.is_bare,
            is_observed: number.is_observed,
        };
        found.products.extend(matches.products);
        found.claims.extend(matches.claims.into_iter().map(|claim| Claim {
            range: in_source(stretches, &claim.range, base),
            written: written(text, &claim.range),
            calls: claim.stats.iter().filter_map(|stat| calls.get(*stat).copied()).collect(),
            says: claim.assertion,
            otherwise: claim.otherwise.map(loose),
        }));
        // One more than a page may have, so that this is found.
        let room = (LOOSE_NUMBERS + 1).saturating_sub(found.loose.len());
        found.loose.extend(matches.loose.into_iter().take(room).map(loose));
    }

    /// The text in which only calls that show numbers are marked as calls, and the numbers of these.
    fn with_numbers(&self, is_number: &impl Fn(usize) -> Option<bool>) -> Option<(Cow<'_, str>, Cow<'_, [usize]>)> {
        let mut others = false;
        for &call in &self.calls {
            others |= !is_number(call)?;
        }
        if !others {
            return Some((Cow::Borrowed(&self.text), Cow::Borrowed(&self.calls)));
        }
        let is_number = |call: &usize| is_number(*call) == Some(true);
        let mut marked = self.calls.iter();
        let of_char = |c: char| match c {
            marks::CALL if !marked.next().is_some_and(is_number) => words::OPAQUE,
            c => c,
        };
        let text: String = self.text.chars().map(of_char).collect();
        Some((Cow::Owned(text), Cow::Owned(self.calls.iter().copied().filter(is_number).collect())))
    }
}

/// A stretch of text on one line.
pub(super) fn written(text: &str, range: &Range<usize>) -> String {
    text[range.clone()].replace(['\n', '\r', marks::CALL, words::OPAQUE, words::CODE], " ")
}

/// The stretch that a byte of the text lies in.
fn stretch_at(stretches: &[Stretch], at: usize) -> Option<&Stretch> {
    stretches[..stretches.partition_point(|stretch| stretch.at <= at)].last()
}

/// Where a range of the text is in the file.
fn in_source(stretches: &[Stretch], range: &Range<usize>, base: usize) -> Range<usize> {
    let (Some(first), Some(last)) = (stretch_at(stretches, range.start), stretch_at(stretches, range.end.max(1) - 1))
    else {
        return base..base;
    };
    let start = if first.exact { first.source.start + (range.start - first.at) } else { first.source.start };
    let end = if last.exact { last.source.start + (range.end - last.at) } else { last.source.end };
    base + start..base + end.max(start)
}
