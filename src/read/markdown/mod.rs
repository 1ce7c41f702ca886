//! Turns the body of a Markdown file into a [`Document`]: compact HTML with holes for what only the whole site knows.
//! It depends on no other page, theme or address.

mod addresses;
mod attributes;
mod autolinks;
mod blocks;
mod bodies;
mod body_lines;
mod calls;
mod code_tags;
mod components;
mod constructs;
mod directions;
mod elements;
mod emoji;
mod emphasis;
mod equivalents;
mod expressions;
mod file_links;
mod flaws;
mod footnotes;
mod foreign;
mod formulas;
mod grammar;
mod harmless;
mod heading;
mod ids;
mod images;
mod inline;
mod lookalikes;
mod nesting;
mod open_links;
mod passages;
mod prose;
mod quotes;
mod raw;
mod references;
mod removed;
mod sanitise;
mod signs;
mod size;
mod spaces;
mod strikethrough;
mod tables;
mod tokens;
mod unread_links;
mod unrendered;
mod word_blocks;
mod writer;

pub use addresses::{AddressKind, SCHEMES, bare_address_length, classify, is_address_written};
pub use autolinks::with_ascii_host;
pub use bodies::{BodyEnd, CallBody, Crossing};
pub use calls::{Argument, Call, Literal};
pub use equivalents::{EquivalentCall, argument, arguments, equivalent};
pub use heading::Heading;
pub use ids::{former_ids, github_slug, normal, renamed};
pub use images::ShownImage;
pub use passages::{Passage, ProseMatches};
pub use prose::of_front_matter;
pub use references::forbidden as forbidden_references;
pub use unread_links::UnreadLink;
pub use word_blocks::{WordBlock, plain as plain_words, word_blocks};

use std::ops::Range;
use std::sync::Arc;

use crate::limits::MARKDOWN_TOKENS;
use crate::quotation::Quotation;
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::words::{Assertion, Lexicon, Quantity};

/// Rules for reading Markdown.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Whether Firstflight's extensions and rules apply; without them the reader is plain CommonMark, which is how its
    /// conformance is tested.
    pub house: bool,
    /// The marks that straight quotes become, as `--` and `...` become dashes and ellipses; without them, all stay as they are.
    pub smart_punctuation: Option<Quotation>,
    /// Whether raw HTML is allowed, sanitised.
    pub raw_html: bool,
    /// Whether the page is read from right to left, so that code, addresses and telephone numbers need a direction of their own.
    pub right_to_left: bool,
    /// Whether no line may break at the spaces before `; : ! ? »` and after `«`.
    pub spaced_marks: bool,
    /// What is known of words for numbers; without it, running text is not searched.
    pub lexicon: Option<Arc<Lexicon>>,
}

/// One page's body.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// HTML with holes: [`crate::marks::OPEN`], a letter, a number or a name, [`crate::marks::END`]. The letters are
    /// those of [`Hole`].
    pub html: Arc<str>,
    /// The heading at the start that is the title of a page without another title. It is not in `html`.
    pub title: Option<Heading>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Ids of headings that would be those of a landmark or a footnote of the page, and have another: `h-contents`.
    pub renamed: Vec<String>,
    /// Links to pages, files and places of this site, in order.
    pub links: Vec<Link>,
    /// Addresses of links without words, which were reported, as `html` has them.
    pub unnamed_links: Vec<Box<str>>,
    /// Text that would be a link without the spaces in its path, or with its brackets the other way round.
    pub unread_links: Vec<UnreadLink>,
    /// Images that are files of this site, in order, except those inside links.
    pub images: Vec<ShownImage>,
    /// Shortcode calls in order, also those in code, which are only text.
    pub calls: Vec<Call>,
    /// Numbers of the calls that the page shows, in order.
    pub shown_calls: Vec<usize>,
    /// The bodies of calls, in the order in which they open.
    pub bodies: Vec<CallBody>,
    /// Bytes of each `{% end %}` that closes nothing.
    pub stray_ends: Vec<Range<usize>>,
    /// Numbers and claims in running text without calls.
    pub prose: ProseMatches,
    /// Running text with calls, which is searched when they are bound.
    pub passages: Vec<Passage>,
    /// Number of code blocks.
    pub code_blocks: usize,
    /// Number of code spans in running text.
    pub code_spans: usize,
    /// Whether it was reported that the page has too many loose numbers.
    pub has_too_many_numbers: bool,
}

/// The number of code spans from which on a page without a code block is about programs.
const CODE_SPANS: usize = 3;

impl Document {
    /// Whether it shows code.
    #[must_use]
    pub fn shows_code(&self) -> bool {
        self.code_blocks > 0 || self.code_spans >= CODE_SPANS
    }
}

/// A number in running text that is not backed by a record and is not part of a date, heading or name.
#[derive(Clone, Debug, PartialEq)]
pub struct LooseNumber {
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
    /// The text as readers see it.
    pub written: String,
    /// The kind of number.
    pub what: LooseNumberKind,
    /// Whether a call could be used in its place; not in a title, a description or an alternative text.
    pub may_call: bool,
    /// The word before it, if that may be the name of a product whose version it is.
    pub product: Option<String>,
    /// Whether nothing shows what it counts: no unit, and no word after it.
    pub is_bare: bool,
    /// Whether the words around it show that it was counted or measured in the world; in a table, whether any number was.
    pub is_observed: bool,
}

/// The kind of a loose number.
#[derive(Clone, Debug, PartialEq)]
pub enum LooseNumberKind {
    /// A quantity.
    Quantity(Quantity),
    /// A time of the day.
    Clock,
    /// A word with digits in it.
    Name,
    /// The first in a table; the value is how many the table has.
    Table(usize),
}

/// Words that make a claim about the value of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Bytes of the file that the words take.
    pub range: Range<usize>,
    /// The words as readers see them.
    pub written: String,
    /// Numbers of the calls that they may refer to, the likeliest first.
    pub calls: Vec<usize>,
    /// The claim.
    pub says: Assertion,
    /// The words as a number by themselves, where none of these calls is a part of a whole.
    pub otherwise: Option<LooseNumber>,
}

/// A link that the site resolves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As it was written: `digital-divide.md#charts`, `#top`, `report.pdf`.
    pub target: String,
    /// Bytes of the file that a finding about it points to.
    pub range: Range<usize>,
}

/// The content of a hole in a document's HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole<'a> {
    /// `l3`: the address that the fourth link leads to, escaped for an attribute.
    Link(usize),
    /// `c3`, `C3` and `b3`: what the fourth call makes; `k3`, `K3` and `m3` are the same inside a link.
    Call {
        /// Number of the call.
        number: usize,
        /// The context of the call.
        within: CallContext,
        /// Whether it is inside a link, where the call cannot make another.
        in_link: bool,
    },
    /// `o3`: the body of the fourth call begins.
    Body(usize),
    /// `e3`: it ends.
    BodyEnd(usize),
    /// `sNAME`: an interface string of the theme.
    Word(&'a str),
    /// `f3`: the kind and the size of the file that the fourth link leads to, at the end of its text; `g3`: only the size.
    File {
        /// Number of the link.
        link: usize,
        /// Whether the kind is written too.
        with_kind: bool,
    },
    /// `a3`: a player for the recording that the fourth link leads to.
    Audio(usize),
    /// `i3`: the fourth image, alone in its paragraph; `j3`: the same in running text.
    Image {
        /// Number of the image.
        number: usize,
        /// Whether it is alone in its paragraph.
        is_alone: bool,
    },
}

/// The context of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallContext {
    /// A line, which holds no block.
    Line,
    /// A paragraph that holds nothing else.
    Nothing,
    /// An element of raw HTML that may hold blocks.
    Block,
}

impl<'a> Hole<'a> {
    /// Reads the text between the marks.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let number = || text.get(1..)?.parse().ok();
        match text.as_bytes().first()? {
            b'l' => Some(Self::Link(number()?)),
            b'c' => Some(Self::Call { number: number()?, within: CallContext::Line, in_link: false }),
            b'k' => Some(Self::Call { number: number()?, within: CallContext::Line, in_link: true }),
            b'C' => Some(Self::Call { number: number()?, within: CallContext::Nothing, in_link: false }),
            b'K' => Some(Self::Call { number: number()?, within: CallContext::Nothing, in_link: true }),
            b'b' => Some(Self::Call { number: number()?, within: CallContext::Block, in_link: false }),
            b'm' => Some(Self::Call { number: number()?, within: CallContext::Block, in_link: true }),
            b'o' => Some(Self::Body(number()?)),
            b'e' => Some(Self::BodyEnd(number()?)),
            b's' => Some(Self::Word(text.get(1..)?)),
            b'f' => Some(Self::File { link: number()?, with_kind: true }),
            b'g' => Some(Self::File { link: number()?, with_kind: false }),
            b'a' => Some(Self::Audio(number()?)),
            b'i' => Some(Self::Image { number: number()?, is_alone: true }),
            b'j' => Some(Self::Image { number: number()?, is_alone: false }),
            _ => None,
        }
    }
}

/// The part of a file that is Markdown.
#[derive(Clone, Debug)]
pub struct BodyRange {
    /// Its bytes.
    pub range: Range<usize>,
    /// Bytes of the page's title, if it has one.
    pub title: Option<Range<usize>>,
}

impl From<Range<usize>> for BodyRange {
    fn from(range: Range<usize>) -> Self {
        Self { range, title: None }
    }
}

/// Parses the Markdown of a file.
#[must_use]
pub fn parse(
    file: &Arc<SourceFile>,
    body: impl Into<BodyRange>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Document {
    let body = body.into();
    let (text, start) = (&file.text()[body.range.clone()], body.range.start);
    if let Some(at) = size::excess(text) {
        let place = Place::new(file, start + at..start + at + 1);
        findings.push(catalog::files::too_much_markdown(place, MARKDOWN_TOKENS));
        return Document::default();
    }
    let (text, forbidden) = references::read(text);
    let masked = if rules.house { calls::mask(&text) } else { calls::Masked::none(&text) };
    let mut document = writer::write(file, &body, &masked, rules, forbidden, findings);
    document.calls = masked.into_calls(start);
    // All pages are in memory at once.
    document.headings.shrink_to_fit();
    document.links.shrink_to_fit();
    document
}
