//! Minifies ordinary blocks of running text at once, as Markdown makes them: paragraphs, headings, lists, tables and code,
//! with marked text in them. They pass minify-html as one placeholder, which spares half of its work.
//!
//! Only what is certain is taken: known elements in lower case, nested as HTML wants them, each closed by a tag or by what
//! follows it. At anything else the block is left to minify-html.

use std::ops::Range;

use memchr::{memchr, memchr3};

use crate::limits::PAGE_DEPTH;
use crate::marks;

use super::super::elements::{Inside, Name};
use super::super::scan::{HtmlAttribute, HtmlToken, Scanner};
use super::super::skipped::{SKIPPED, reference, words};
use super::super::spaces::{Edge, leading_space, trailing_space};
use super::ordinary::Element;
use super::{Guard, attributes};

/// An element that is open.
struct Open {
    element: Element,
    name: Range<usize>,
    /// Whether it is an item that the style may make part of a line: spaces beside it are seen.
    is_item_in_line: bool,
}

/// What the next tag does to the element that was closed before it.
#[derive(Clone, Copy)]
enum Next {
    Opens(Element),
    ClosesParent,
    Other,
}

/// Blocks being written.
struct Writer<'a> {
    html: &'a str,
    out: &'a mut Vec<u8>,
    open: Vec<Open>,
    deepest: usize,
    /// An element whose closing tag waits for what follows.
    closed: Option<Open>,
    /// Whether it is an item that may be part of a line, and white space follows it.
    has_gap: bool,
    /// Where the content begins of the item opened last that may be part of a line.
    item_start: usize,
    /// Whether a space here would stand at the beginning of a line.
    starts_line: bool,
    /// Where the text written last ends.
    text_end: usize,
    /// How many open elements keep their white space.
    verbatim: usize,
}

impl Guard<'_> {
    /// Minifies the blocks that begin at `tag`, if they are ordinary. Returns where they end.
    pub(super) fn plain_blocks(&mut self, name: &Range<usize>, tag: &Range<usize>) -> Option<usize> {
        let html = self.html;
        Element::from_name(&html.as_bytes()[name.clone()]).filter(|element| element.is_flow())?;
        if tag.start < self.not_plain_before || self.inside() != Inside::Html || self.open.len() > PAGE_DEPTH {
            return None;
        }
        let mut blocks = self.skipped.take_blocks();
        let from = blocks.len();
        let taken = self.take_blocks(tag.start, &mut blocks);
        let made = from..blocks.len();
        self.skipped.give_blocks(blocks);
        self.fragile.clear();
        let (end, depth) = taken?;
        // Beside a block, white space is never seen.
        let before = self.text.map_or(tag.start, |(start, end)| end - trailing_space(&html.as_bytes()[start..end]));
        self.text = self.text.map(|(start, _)| (start, before)).filter(|(start, end)| start < end);
        self.edge(Edge::Break, Edge::Break);
        self.copy_to(before);
        let first = Name::from_bytes(&html.as_bytes()[name.clone()]);
        self.close_for(first, first.traits(&html.as_bytes()[name.clone()]), before);
        self.skipped.push_blocks(made);
        self.push(SKIPPED);
        let end = after_space(html, end);
        self.deepest = self.deepest.max(self.open.len() + depth);
        self.copied = end;
        self.before = Edge::Break;
        Some(end)
    }

    /// Adds blocks to `out` as long as they are ordinary. Returns where they end, and how deep they nest; where there is none,
    /// `out` is as it was.
    fn take_blocks(&mut self, start: usize, out: &mut Vec<u8>) -> Option<(usize, usize)> {
        let html = self.html;
        let mut scanner = Scanner::new(html.as_bytes());
        scanner.go_on_at(start);
        let mut writer = Writer {
            html,
            out,
            open: Vec::with_capacity(16),
            deepest: 0,
            closed: None,
            has_gap: false,
            item_start: 0,
            starts_line: true,
            text_end: 0,
            verbatim: 0,
        };
        // What is certain: the length of the output and of the input.
        let mut done: (usize, Option<usize>) = (writer.out.len(), None);
        let mut at = start;
        while let Some(token) = scanner.next(false) {
            let (taken, end) = match token {
                HtmlToken::Text(range) => (writer.text(&html[range.clone()]), range.end),
                HtmlToken::Open { name, closed: false, tag } => {
                    (self.open_tag(&mut writer, name, scanner.attributes()), tag.end)
                }
                HtmlToken::Close { name, tag } => (writer.close(&name), tag.end),
                HtmlToken::Open { tag, .. } | HtmlToken::Raw(tag) | HtmlToken::Other(tag) => (None, tag.end),
            };
            if taken.is_none() || writer.deepest > PAGE_DEPTH {
                break;
            }
            at = end;
            if writer.open.is_empty() && html.as_bytes()[end - 1] == b'>' {
                self.settle(&mut writer, end);
                done = (writer.out.len(), Some(end));
            }
        }
        let deepest = writer.deepest;
        self.not_plain_before = at;
        let (length, end) = done;
        out.truncate(length);
        Some((end?, deepest))
    }

    /// Writes an opening tag.
    fn open_tag(&mut self, writer: &mut Writer<'_>, name: Range<usize>, attributes: &[HtmlAttribute]) -> Option<()> {
        let written = &writer.html.as_bytes()[name.clone()];
        let element = Element::from_name(written)?;
        writer.close_for(element)?;
        let parent = writer.open.last().map(|open| open.element);
        if !element.may_be_in(parent) || (written == b"a" && (writer.is_in_link() || self.is_in_link())) {
            return None;
        }
        let is_inline = self.learn(Name::from_bytes(written), written, attributes);
        if is_inline && !element.is_in_line() && element != Element::Item {
            return None;
        }
        writer.open(Open { element, name, is_item_in_line: is_inline && element == Element::Item }, attributes)
    }

    /// Whether the blocks are in a link.
    fn is_in_link(&self) -> bool {
        self.open.iter().any(|open| open.name == Name::from_bytes(b"a"))
    }

    /// Writes the closing tag that waits at the end of the outermost block, unless what follows in the page ends it.
    fn settle(&self, writer: &mut Writer<'_>, end: usize) {
        if writer.closed.is_none() {
            return;
        }
        let rest = &writer.html[after_space(writer.html, end)..];
        let name_of = |tag: &str| {
            let length = tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
            tag.as_bytes()[..length].to_vec()
        };
        let next = if let Some(tag) = rest.strip_prefix("</") {
            let name = Name::from_bytes(&name_of(tag));
            let closes =
                self.open.last().is_some_and(|open| open.name == name && open.traits.closes_all && !open.inline);
            if closes { Next::ClosesParent } else { Next::Other }
        } else {
            let name = rest.strip_prefix('<').map(name_of).unwrap_or_default();
            match name.as_slice() {
                b"address" | b"article" | b"aside" | b"details" | b"fieldset" | b"figcaption" | b"figure"
                | b"footer" | b"form" | b"header" | b"hgroup" | b"main" | b"menu" | b"nav" => Next::Opens(Element::Box),
                name => Element::from_name(name).map_or(Next::Other, Next::Opens),
            }
        };
        writer.before(next);
    }
}

impl Writer<'_> {
    fn is_in_link(&self) -> bool {
        self.open.iter().any(|open| &self.html.as_bytes()[open.name.clone()] == b"a")
    }

    /// Writes the closing tag that waits, unless what comes next ends the element.
    fn before(&mut self, next: Next) {
        self.has_gap = false;
        let Some(closed) = self.closed.take() else { return };
        let may_go = match next {
            Next::Opens(element) => closed.element.ends_before(element),
            Next::ClosesParent => closed.element.ends_with_parent(),
            Next::Other => false,
        };
        if !may_go {
            self.end_tag(&closed.name);
        }
    }

    fn end_tag(&mut self, name: &Range<usize>) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(&self.html.as_bytes()[name.clone()]);
        self.out.push(b'>');
    }

    /// Ends a line: a space at its end is never seen.
    fn end_line(&mut self) {
        if self.verbatim == 0 && self.text_end == self.out.len() {
            self.out.pop_if(|byte| *byte == b' ');
        }
        self.starts_line = true;
    }

    fn open(&mut self, open: Open, attributes: &[HtmlAttribute]) -> Option<()> {
        let element = open.element;
        if element.is_in_line() {
            self.before(Next::Other);
            self.starts_line = false;
        } else if open.is_item_in_line {
            if self.has_gap {
                self.before(Next::Other);
                self.out.push(b' ');
            } else {
                self.before(Next::Opens(element));
            }
            self.starts_line = false;
        } else {
            self.end_line();
            self.before(Next::Opens(element));
        }
        self.out.push(b'<');
        self.out.extend_from_slice(&self.html.as_bytes()[open.name.clone()]);
        if self.open.iter().any(|open| open.is_item_in_line) && attributes::hold_reference(self.html, attributes) {
            return None;
        }
        attributes::write(self.html, attributes, self.out)?;
        self.out.push(b'>');
        match element {
            Element::Void | Element::Rule => return Some(()),
            Element::Code | Element::Preformatted => self.verbatim += 1,
            _ => {}
        }
        if open.is_item_in_line {
            self.item_start = self.out.len();
        }
        self.open.push(open);
        self.deepest = self.deepest.max(self.open.len());
        Some(())
    }

    /// Closes the elements that end where `next` begins.
    fn close_for(&mut self, next: Element) -> Option<()> {
        while let Some(open) = self.open.pop_if(|open| open.element.is_closed_by(next)) {
            self.end_open_block(open)?;
        }
        Some(())
    }

    /// Ends an element that is not part of a line and that has no closing tag.
    fn end_open_block(&mut self, open: Open) -> Option<()> {
        if open.is_item_in_line {
            return None;
        }
        self.end_block(open);
        Some(())
    }

    /// Ends an element that is not part of a line; its closing tag waits for what follows.
    fn end_block(&mut self, open: Open) {
        if open.is_item_in_line {
            // A space at its end stays, and what is before it has its closing tag.
            self.text_end = 0;
            self.before(Next::Other);
        } else {
            self.end_line();
            self.before(Next::ClosesParent);
        }
        self.verbatim -= usize::from(open.element == Element::Preformatted);
        self.closed = Some(open);
    }

    fn close(&mut self, name: &Range<usize>) -> Option<()> {
        let bytes = self.html.as_bytes();
        let is_other =
            |open: &mut Open| open.element.ends_with_parent() && bytes[open.name.clone()] != bytes[name.clone()];
        while let Some(open) = self.open.pop_if(is_other) {
            self.end_open_block(open)?;
        }
        let open = self.open.pop_if(|open| bytes[open.name.clone()] == bytes[name.clone()])?;
        if open.element.is_in_line() {
            self.before(Next::Other);
            self.end_tag(name);
            self.verbatim -= usize::from(open.element == Element::Code);
            self.starts_line = false;
            return Some(());
        }
        self.end_block(open);
        Some(())
    }

    fn text(&mut self, text: &str) -> Option<()> {
        // Most text has none of these.
        let special = memchr3(b'<', b'&', marks::FIRST_BYTE, text.as_bytes());
        // Whether a `<` in text must be escaped is left to minify-html.
        if special.is_some() && (memchr(b'<', text.as_bytes()).is_some() || marks::holds_mark(text)) {
            return None;
        }
        let is_blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        let holds_text = self.open.last().is_some_and(|open| open.element.holds_text());
        if !holds_text {
            self.has_gap = self.closed.as_ref().is_some_and(|closed| closed.is_item_in_line);
            return is_blank.then_some(());
        }
        let is_of_item = self.open.last().is_some_and(|open| open.is_item_in_line);
        if is_blank && self.starts_line && self.verbatim == 0 {
            return Some(());
        }
        self.before(Next::Other);
        let text = if self.starts_line && self.verbatim == 0 { text.trim_ascii_start() } else { text };
        self.starts_line = false;
        let mut rest = text;
        while special.is_some()
            && let Some(at) = memchr(b'&', rest.as_bytes())
        {
            self.words(&rest[..at]);
            rest = reference(&rest[at..], self.out)?;
        }
        let is_at_start = self.out.len() == self.item_start;
        self.words(rest);
        // White space alone after an element that is part of the item's line stays.
        self.text_end = if is_of_item && is_blank && !is_at_start { 0 } else { self.out.len() };
        Some(())
    }

    fn words(&mut self, text: &str) {
        if self.verbatim > 0 {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        words(text, self.out);
    }
}

/// The end of the white space that begins at `at`.
fn after_space(html: &str, at: usize) -> usize {
    let rest = &html.as_bytes()[at..];
    let length = memchr(b'<', rest).unwrap_or(rest.len());
    at + leading_space(&rest[..length])
}
