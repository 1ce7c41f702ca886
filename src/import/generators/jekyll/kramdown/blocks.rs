//! Finds the block to which kramdown's attributes in a line of their own belong, and where an id in it is written.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::import::convert::blank;
use crate::import::destinations::options;

/// Maximum number of lines of attributes in a row that are read.
const MOST_LINES: usize = 8;

/// The blocks of a page.
pub struct Blocks {
    /// All blocks, in the order in which they begin.
    all: Vec<Block>,
    /// Those that are in no other.
    outermost: Vec<Block>,
}

#[derive(Clone, Copy)]
struct Block {
    start: usize,
    end: usize,
    kind: BlockKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    /// Text, perhaps in lists, quotations or tables.
    Text,
    Heading,
    /// Code, HTML or a rule, in which no id can be written.
    Verbatim,
}

/// Text to insert at a byte.
pub type Insertion = (usize, String);

impl Blocks {
    /// Reads the blocks of the bytes `body` of a text.
    pub fn new(text: &str, body: &Range<usize>) -> Self {
        let mut blocks = Self { all: Vec::new(), outermost: Vec::new() };
        // In CommonMark, a line of attributes would be part of a block.
        let without = |line: &str| if is_attributes(line) { blank(line) } else { line.to_owned() };
        let shown: String = text[body.clone()].split_inclusive('\n').map(without).collect();
        let mut depth = 0_usize;
        for (event, range) in Parser::new_ext(&shown, options()).into_offset_iter() {
            let kind = match &event {
                Event::Start(tag) => kind(tag),
                Event::Rule => Some(BlockKind::Verbatim),
                _ => None,
            };
            if let Some(kind) = kind {
                let block = Block { start: range.start + body.start, end: range.end + body.start, kind };
                blocks.all.push(block);
                if depth == 0 {
                    blocks.outermost.push(block);
                }
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        blocks
    }

    /// Where the id of attributes in a line of their own is written: in the block above it or, where the line above is blank, in the
    /// block below.
    pub fn beside(&self, text: &str, body: &Range<usize>, line: &Range<usize>, id: &str) -> Option<Insertion> {
        let is_text = |line: Option<&str>| line.is_some_and(|line| !line.trim().is_empty());
        let above = text.get(body.start..line.start)?.lines().rev().take(MOST_LINES).find(|line| !is_attributes(line));
        let below = text[line.end..body.end].lines().take(MOST_LINES).find(|line| !is_attributes(line));
        // Indented attributes belong to a block in an item of a list.
        let is_indented = text[line.clone()].starts_with([' ', '\t']);
        let blocks = if is_indented { &self.all } else { &self.outermost };
        let next = blocks.partition_point(|block| block.start < line.start);
        let block = match (is_text(above), is_text(below)) {
            (true, _) => blocks.get(next.checked_sub(1)?)?,
            (false, true) => blocks.get(next)?,
            (false, false) => return None,
        };
        self.insertion(text, block, id)
    }

    /// Where an id of the block around a byte is written.
    pub fn around(&self, text: &str, at: usize, id: &str) -> Option<Insertion> {
        let next = self.outermost.partition_point(|block| block.start <= at);
        self.insertion(text, self.outermost.get(next.checked_sub(1)?)?, id)
    }

    fn insertion(&self, text: &str, block: &Block, id: &str) -> Option<Insertion> {
        // Where lines were blanked, a byte need not begin a character.
        let whole = text.get(block.start..block.end)?;
        if block.kind == BlockKind::Heading {
            let lines = whole.trim_end();
            // The line above the underline, or the only one.
            let words = lines[..lines.rfind('\n').unwrap_or(lines.len())].trim_end();
            return Some((block.start + words.len(), format!(" {{#{id}}}")));
        }
        let start = text_start(whole);
        let is_bare = whole[..start].trim().is_empty();
        let is_outermost = self.outermost.binary_search_by_key(&block.start, |block| block.start).is_ok();
        let begins = |marks: &[&str]| marks.iter().any(|mark| whole[start..].starts_with(mark));
        // An anchor before these would make them text, and an image beside it would not be a figure.
        let is_alone = begins(&["```", "~~~", "{%", "{{", "[^", "<", "#"]) || block.kind == BlockKind::Verbatim;
        if is_bare && is_outermost && (is_alone || begins(&["!["])) {
            let line = text[..block.start].rfind('\n').map_or(0, |at| at + 1);
            return Some((line, format!("{}\n\n", anchor(id))));
        }
        (!is_alone).then(|| (block.start + start, anchor(id)))
    }
}

/// The kind of a block; `None` for what is in a line, or is part of a table.
fn kind(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Heading { .. } => BlockKind::Heading,
        Tag::CodeBlock(_) | Tag::HtmlBlock => BlockKind::Verbatim,
        Tag::Paragraph | Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::Table(_) => BlockKind::Text,
        Tag::FootnoteDefinition(_) | Tag::DefinitionList => BlockKind::Text,
        _ => return None,
    })
}

/// Whether a line holds attributes and nothing else.
fn is_attributes(line: &str) -> bool {
    let line = line.trim();
    line.strip_prefix("{:").and_then(|line| line.strip_suffix('}')).is_some_and(|inner| !inner.contains(['{', '}']))
}

/// The element with an id that links lead to.
pub fn anchor(id: &str) -> String {
    format!("<a id=\"{id}\"></a>")
}

/// Where the text of a block begins, after the marks of lists, tasks, quotations and tables.
fn text_start(block: &str) -> usize {
    let mut rest = block;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = if number.len() < rest.len() {
            number.strip_prefix(['.', ')'])
        } else {
            rest.strip_prefix(['-', '*', '+'])
                .or_else(|| ["[ ]", "[x]", "[X]"].iter().find_map(|it| rest.strip_prefix(it)))
        };
        let after = after.filter(|after| after.starts_with([' ', '\t']));
        match after.or_else(|| rest.strip_prefix(['>', '|'])) {
            Some(after) => rest = after,
            None => return block.len() - rest.len(),
        }
    }
}
