//! Minifies ordinary blocks of running text at once, as Markdown makes them: paragraphs, headings, lists, tables and code,
//! with marked text in them. They pass minify-html as one placeholder, which spares half of its work.
//!
//! Only what is certain is taken: known elements in lower case, nested as HTML wants them, every one of them closed. At
//! anything else the block is left to minify-html.

use std::ops::Range;

use memchr::{memchr, memchr3};

use crate::limits::PAGE_DEPTH;
use crate::marks;

use super::super::elements::{Inside, Name};
use super::super::scan::{Attribute, Scanner, Token};
use super::super::skipped::{MARK, SKIPPED, collapse};
use super::super::spaces::{Edge, leading_space, trailing_space};
use super::Guard;

/// What an element may hold, and where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Paragraph,
    Heading,
    /// `ul` or `ol`
    List,
    Item,
    Definitions,
    /// `dt`
    Term,
    /// `dd`
    Definition,
    /// `blockquote`, `div` or `section`
    Box,
    Preformatted,
    Rule,
    Table,
    TableHead,
    /// `tbody` or `tfoot`
    TableBody,
    Row,
    /// `td` or `th`
    Cell,
    Inline,
    /// `code`, whose white space minify-html keeps.
    Code,
    /// An element within a line that has no content.
    Void,
}

impl Element {
    fn from_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"p" => Self::Paragraph,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"ul" | b"ol" => Self::List,
            b"li" => Self::Item,
            b"dl" => Self::Definitions,
            b"dt" => Self::Term,
            b"dd" => Self::Definition,
            b"blockquote" | b"div" | b"section" => Self::Box,
            b"pre" => Self::Preformatted,
            b"hr" => Self::Rule,
            b"table" => Self::Table,
            b"thead" => Self::TableHead,
            b"tbody" | b"tfoot" => Self::TableBody,
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"a" | b"abbr" | b"b" | b"bdi" | b"bdo" | b"cite" | b"del" | b"dfn" | b"em" | b"i" | b"ins" | b"kbd"
            | b"label" | b"mark" | b"q" | b"s" | b"samp" | b"small" | b"span" | b"strong" | b"sub" | b"sup"
            | b"time" | b"u" | b"var" => Self::Inline,
            b"code" => Self::Code,
            b"br" | b"img" | b"input" | b"wbr" => Self::Void,
            _ => return None,
        })
    }

    /// Whether it may stand in running content, without a parent of its own kind.
    fn is_flow(self) -> bool {
        use Element::*;
        matches!(self, Paragraph | Heading | List | Definitions | Box | Preformatted | Rule | Table)
    }

    fn is_in_line(self) -> bool {
        matches!(self, Self::Inline | Self::Code | Self::Void)
    }

    /// Whether it may hold text and elements that are part of a line.
    fn holds_text(self) -> bool {
        use Element::*;
        matches!(self, Paragraph | Heading | Item | Term | Definition | Preformatted | Cell | Inline | Code)
    }

    /// Whether it may be a child of `parent`; `None` is what surrounds the blocks.
    fn may_be_in(self, parent: Option<Self>) -> bool {
        use Element::*;
        let Some(parent) = parent else { return self.is_flow() };
        match self {
            Item => parent == List,
            Term | Definition => parent == Definitions,
            TableHead | TableBody => parent == Table,
            Row => matches!(parent, Table | TableHead | TableBody),
            Cell => parent == Row,
            Inline | Code | Void => parent.holds_text(),
            _ => matches!(parent, Item | Definition | Box | Cell),
        }
    }

    /// Whether its closing tag may be left out before an opening tag of `next`, in every browser.
    fn ends_before(self, next: Self) -> bool {
        use Element::*;
        match self {
            Paragraph => next.is_flow(),
            Item => next == Item,
            Term | Definition => matches!(next, Term | Definition),
            TableHead | TableBody => next == TableBody,
            Row => next == Row,
            Cell => next == Cell,
            _ => false,
        }
    }

    /// Whether its closing tag may be left out at the end of its parent.
    fn ends_with_parent(self) -> bool {
        use Element::*;
        matches!(self, Paragraph | Item | Definition | TableBody | Row | Cell)
    }
}

/// An element that is open.
struct Open {
    element: Element,
    name: Range<usize>,
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
        let mut blocks = std::mem::take(&mut self.plain);
        let from = blocks.len();
        let taken = self.take_blocks(tag.start, &mut blocks);
        self.fragile.clear();
        let taken = taken.inspect(|_| {
            // Beside a block, white space is never seen.
            let before = self.text.map_or(tag.start, |(start, end)| end - trailing_space(&html.as_bytes()[start..end]));
            self.text = self.text.map(|(start, _)| (start, before)).filter(|(start, end)| start < end);
            self.edge(Edge::Break, Edge::Break);
            self.copy_to(before);
            let first = Name::from_bytes(&html.as_bytes()[name.clone()]);
            self.close_for(first, first.traits(&html.as_bytes()[name.clone()]), before);
            self.skipped.push_blocks(&blocks[from..]);
            self.push(SKIPPED);
        });
        blocks.clear();
        self.plain = blocks;
        let (end, depth) = taken?;
        let rest = &html.as_bytes()[end..];
        let length = memchr(b'<', rest).unwrap_or(rest.len());
        let end = end + leading_space(&rest[..length]);
        self.deepest = self.deepest.max(self.open.len() + depth);
        self.copied = end;
        self.before = Edge::Break;
        Some(end)
    }

    /// Writes blocks to `out` as long as they are ordinary. Returns where they end, and how deep they nest.
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
            starts_line: true,
            text_end: 0,
            verbatim: 0,
        };
        // What is certain: the length of the output and of the input.
        let mut done: Option<(usize, usize)> = None;
        let mut at = start;
        while let Some(token) = scanner.next(false) {
            let (taken, end) = match token {
                Token::Text(range) => (writer.text(&html[range.clone()]), range.end),
                Token::Open { name, closed: false, tag } => {
                    (self.open_tag(&mut writer, name, scanner.attributes()), tag.end)
                }
                Token::Close { name, tag } => (writer.close(&name), tag.end),
                Token::Open { tag, .. } | Token::Raw(tag) | Token::Other(tag) => (None, tag.end),
            };
            if taken.is_none() || writer.deepest > PAGE_DEPTH {
                break;
            }
            at = end;
            if writer.open.is_empty() && html.as_bytes()[end - 1] == b'>' {
                self.settle(&mut writer, end);
                done = Some((writer.out.len(), end));
            }
        }
        let deepest = writer.deepest;
        self.not_plain_before = at;
        let (length, end) = done?;
        out.truncate(length);
        Some((end, deepest))
    }

    /// Writes an opening tag.
    fn open_tag(&mut self, writer: &mut Writer<'_>, name: Range<usize>, attributes: &[Attribute]) -> Option<()> {
        let written = &writer.html.as_bytes()[name.clone()];
        let element = Element::from_name(written)?;
        let parent = writer.open.last().map(|open| open.element);
        if !element.may_be_in(parent) || (written == b"a" && writer.is_in_link()) {
            return None;
        }
        let is_inline = self.learn(Name::from_bytes(written), written, attributes);
        if is_inline && !element.is_in_line() {
            return None;
        }
        writer.open(element, name, attributes)
    }

    /// Writes the closing tag that waits at the end of the outermost block, unless what follows in the page ends it.
    fn settle(&self, writer: &mut Writer<'_>, end: usize) {
        if writer.closed.is_none() {
            return;
        }
        let rest = writer.html[end..].trim_ascii_start();
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

    fn open(&mut self, element: Element, name: Range<usize>, attributes: &[Attribute]) -> Option<()> {
        if element.is_in_line() {
            self.before(Next::Other);
            self.starts_line = false;
        } else {
            self.end_line();
            self.before(Next::Opens(element));
        }
        self.out.push(b'<');
        self.out.extend_from_slice(&self.html.as_bytes()[name.clone()]);
        self.attributes(attributes)?;
        self.out.push(b'>');
        match element {
            Element::Void | Element::Rule => return Some(()),
            Element::Code | Element::Preformatted => self.verbatim += 1,
            _ => {}
        }
        self.open.push(Open { element, name });
        self.deepest = self.deepest.max(self.open.len());
        Some(())
    }

    /// Writes attributes in the order of minify-html: those in quotes first, each group by name.
    fn attributes(&mut self, attributes: &[Attribute]) -> Option<()> {
        let bytes = self.html.as_bytes();
        let is_bare = |attribute: &Attribute| {
            let value = &bytes[attribute.value.clone()];
            value
                .iter()
                .all(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`'))
        };
        let key = |attribute: &&Attribute| (is_bare(attribute), &bytes[attribute.name.clone()]);
        let mut sorted: Vec<&Attribute> = attributes.iter().collect();
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));
        for attribute in sorted {
            let (name, value) = (&bytes[attribute.name.clone()], &self.html[attribute.value.clone()]);
            if !name.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-') || is_marked(value) {
                return None;
            }
            self.out.push(b' ');
            self.out.extend_from_slice(name);
            match (value.is_empty(), is_bare(attribute)) {
                (true, _) => {}
                (false, true) => self.out.extend([b"=", value.as_bytes()].concat()),
                (false, false) if value.contains('"') => return None,
                (false, false) => {
                    self.out.extend_from_slice(b"=\"");
                    // In a list of words, white space only stands between them.
                    let is_list = name == b"class";
                    match is_list {
                        true => collapse(value.trim_ascii().as_bytes(), self.out),
                        false => self.out.extend_from_slice(value.as_bytes()),
                    }
                    self.out.push(b'"');
                }
            }
        }
        Some(())
    }

    fn close(&mut self, name: &Range<usize>) -> Option<()> {
        let bytes = self.html.as_bytes();
        let open = self.open.pop_if(|open| bytes[open.name.clone()] == bytes[name.clone()])?;
        if open.element.is_in_line() {
            self.before(Next::Other);
            self.end_tag(name);
            self.verbatim -= usize::from(open.element == Element::Code);
            self.starts_line = false;
            return Some(());
        }
        self.end_line();
        self.before(Next::ClosesParent);
        self.verbatim -= usize::from(open.element == Element::Preformatted);
        self.closed = Some(open);
        Some(())
    }

    fn text(&mut self, text: &str) -> Option<()> {
        let is_blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        let holds_text = self.open.last().is_some_and(|open| open.element.holds_text());
        if !holds_text {
            return is_blank.then_some(());
        }
        if is_blank && self.starts_line && self.verbatim == 0 {
            return Some(());
        }
        self.before(Next::Other);
        let text = if self.starts_line && self.verbatim == 0 { text.trim_ascii_start() } else { text };
        self.starts_line = false;
        let mut rest = text;
        // The next character reference, `<` or mark.
        while let Some(at) = memchr3(b'&', b'<', MARK, rest.as_bytes()) {
            match rest.as_bytes()[at] {
                b'<' => return None,
                b'&' => {
                    self.words(&rest[..at]);
                    rest = self.reference(&rest[at..])?;
                }
                _ if is_marked(&rest[at..]) => return None,
                _ => match memchr(b'&', &rest.as_bytes()[at..]) {
                    None => break,
                    Some(more) => {
                        self.words(&rest[..at + more]);
                        rest = self.reference(&rest[at + more..])?;
                    }
                },
            }
        }
        self.words(rest);
        self.text_end = self.out.len();
        Some(())
    }

    fn words(&mut self, text: &str) {
        if self.verbatim > 0 {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        let words = text.trim_ascii();
        if text.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.out.push(b' ');
        }
        collapse(words.as_bytes(), self.out);
        if !words.is_empty() && text.ends_with(|c: char| c.is_ascii_whitespace()) {
            self.out.push(b' ');
        }
    }

    /// Writes the character reference that `text` begins with, as short as it can be; returns what follows it. Knows only
    /// those that escaping makes.
    fn reference<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (written, rest) = [("&gt;", ">"), ("&quot;", "\""), ("&lt;", "&lt;"), ("&amp;", "&")]
            .into_iter()
            .find_map(|(reference, short)| Some((short, text.strip_prefix(reference)?)))?;
        // `&` is only text where nothing after it can be read as the name of a character.
        let is_name = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#');
        self.out.extend_from_slice(if written == "&" && is_name { b"&amp;" } else { written.as_bytes() });
        Some(rest)
    }
}

fn is_marked(text: &str) -> bool {
    memchr(MARK, text.as_bytes()).is_some() && marks::holds_mark(text)
}
