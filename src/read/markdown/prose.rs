//! Collects the running text of each block as a reader sees it, and searches it for numbers, with their places in the
//! file. Text that contains calls is searched later: see [`super::passages`].

use std::ops::Range;
use std::sync::Arc;

use super::passages::{Block, Passage, Stretch, search_table, written};
use super::{Document, LooseNumber, LooseNumberKind};
use crate::limits::LOOSE_NUMBERS;
use crate::marks;
use crate::words::{self, Lexicon, NumberKind};

/// The length of a front matter text, in bytes, up to which the place of each of its numbers is searched for.
const SHORT: usize = 10_000;

/// The text of a cell that holds only code: it shows what the numbers beside it are.
const CODE_CELL: &str = "\u{FFF9}";

/// The block being read. Kept from block to block, so that its room is made once.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// Whether numbers and claims are searched for.
    pub listens: bool,
    block: Block,
    /// Pieces of the text of the event that is being read: how long each is, and where it is in the source.
    pieces: Vec<(usize, Range<usize>)>,
    /// How much of that event was read.
    read: usize,
    /// Whether a call in the block is not written as one: its numbers are not words of the page, and it was reported.
    pub has_flaw: bool,
    /// Ranges of the source that are not prose, in order.
    pub skipped: Vec<Range<usize>>,
    /// How many links and elements are open whose text is an address, a telephone number or code.
    pub addresses: usize,
    /// How many images are open: their words are a plain text.
    pub images: usize,
    /// The cells of the open table that may have numbers: of a table only the first number is reported.
    table: Option<Vec<Block>>,
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
        let passed = if self.skipped.is_empty() { Vec::new() } else { self.skipped_in(text.len()) };
        let mut end = 0;
        for range in passed {
            self.push_words(&text[end..range.start]);
            self.pass(&text[range.clone()]);
            end = range.end;
        }
        self.push_words(&text[end..]);
    }

    /// The parts of the next `length` bytes of the event that are not searched.
    fn skipped_in(&self, length: usize) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for (piece, source) in &self.pieces {
            let (from, to) = (start.max(self.read), (start + piece).min(self.read + length));
            if from < to {
                let first = self.skipped.partition_point(|skipped| skipped.end <= source.start);
                for skipped in self.skipped[first..].iter().take_while(|skipped| skipped.start < source.end) {
                    // A piece that is not written as it is shown is skipped as a whole.
                    let (cut, end) = match *piece == source.len() {
                        true => (skipped.start.max(source.start), skipped.end.min(source.end)),
                        false => (source.start, source.end),
                    };
                    let cut = (start + cut - source.start).max(from);
                    let end = if *piece == source.len() { (start + end - source.start).min(to) } else { to };
                    if cut < end && found.last().is_none_or(|last| last.end <= cut - self.read) {
                        found.push(cut - self.read..end - self.read);
                    }
                }
            }
            start += piece;
        }
        found
    }

    fn push_words(&mut self, text: &str) {
        if text.is_empty() {
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
            let at = self.block.text.len() + common.start - wanted.start;
            self.block.stretches.push(Stretch { at, source, exact, may_call: self.images == 0 });
        }
        self.block.text.push_str(text);
        self.read = wanted.end;
    }

    /// Skips text of the event that is not shown on the page.
    pub fn pass(&mut self, text: &str) {
        if self.listens {
            self.opaque();
            self.read += text.len();
        }
    }

    /// Removes everything from the last brace on: attributes, which are not prose.
    pub fn cut_braces(&mut self) {
        if let Some(at) = self.block.text.rfind('{') {
            self.block.text.truncate(at);
            self.block.stretches.retain(|stretch| stretch.at < at);
        }
    }

    /// Adds a call of the event, which took `length` bytes of it.
    pub fn push_call(&mut self, number: usize, length: usize, source: Range<usize>) {
        if self.addresses > 0 {
            return self.pass_call(length);
        }
        self.read += length;
        self.block.stretches.push(Stretch { at: self.block.text.len(), source, exact: false, may_call: true });
        self.block.text.push(marks::CALL);
        self.block.calls.push(number);
    }

    /// Skips a call of the event that is shown as code, and took `length` bytes of it.
    pub fn pass_call(&mut self, length: usize) {
        self.read += length;
        self.opaque();
    }

    /// Adds the end of a line.
    pub fn space(&mut self) {
        self.block.text.push(' ');
    }

    /// Adds something that is not searched.
    pub fn opaque(&mut self) {
        self.block.text.push(words::OPAQUE);
    }

    /// Adds code, which is not searched.
    pub fn code(&mut self) {
        self.block.text.push(words::CODE);
    }

    /// Sets whether the block is a heading.
    pub fn set_heading(&mut self, is_heading: bool) {
        self.block.is_heading = is_heading;
    }

    /// Begins a table, whose numbers are reported together.
    pub fn begin_table(&mut self) {
        self.table = Some(Vec::new());
    }

    /// Ends a table. `base` is where the source begins in the file.
    pub fn end_table(&mut self, lexicon: Option<&Arc<Lexicon>>, base: usize, document: &mut Document) {
        let (Some(cells), Some(lexicon)) = (self.table.take(), lexicon) else { return };
        if cells.iter().any(|cell| !cell.calls.is_empty()) {
            document.passages.push(Passage { blocks: cells, is_table: true, base, lexicon: lexicon.clone() });
        } else if !cells.is_empty() {
            search_table(&cells, (base, lexicon), &is_never_called, &mut document.prose);
        }
    }

    /// Ends a block: searches its text and clears it, or keeps it until its calls are bound. `base` is where the source
    /// begins in the file.
    pub fn end_block(&mut self, lexicon: Option<&Arc<Lexicon>>, base: usize, document: &mut Document) {
        if let Some(lexicon) = lexicon.filter(|_| !self.has_flaw) {
            let has_calls = !self.block.calls.is_empty();
            let is_wanted = if has_calls { self.block.has_words() } else { lexicon.may_match(&self.block.text) };
            let is_wanted = is_wanted || (self.table.is_some() && self.block.text == CODE_CELL);
            let take = |block: &mut Block| {
                let is_heading = block.is_heading;
                std::mem::replace(block, Block { is_heading, ..Block::default() })
            };
            match &mut self.table {
                _ if !is_wanted => {}
                Some(cells) => cells.push(take(&mut self.block)),
                None if has_calls => {
                    let blocks = vec![take(&mut self.block)];
                    document.passages.push(Passage { blocks, is_table: false, base, lexicon: lexicon.clone() });
                }
                None => self.block.search(base, lexicon, &is_never_called, &mut document.prose),
            }
        }
        self.block.clear();
        self.has_flaw = false;
    }
}

/// For text without calls.
fn is_never_called(_: usize) -> Option<bool> {
    None
}

impl From<NumberKind> for LooseNumberKind {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Quantity(figure) => Self::Quantity(figure),
            NumberKind::Clock => Self::Clock,
            NumberKind::Name => Self::Name,
        }
    }
}

/// Loose numbers in a text of front matter, which is at `range` of the file, perhaps in quotes.
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
        let product = number.product.map(|word| text[word].to_owned());
        // If quotes or folded lines change its form, its first line is marked.
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
        numbers.push(LooseNumber {
            range,
            written,
            what: number.kind.into(),
            may_call: false,
            product,
            is_bare: number.is_bare,
            is_observed: number.is_observed,
        });
    }
    numbers
}
