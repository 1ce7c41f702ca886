//! The elements of ordinary running text, as Markdown makes them: what they may hold, and which closing tags may be left out.

/// What an element may hold, and where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
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
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
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
            b"a" | b"abbr" | b"b" | b"bdi" | b"bdo" | b"cite" | b"data" | b"del" | b"dfn" | b"em" | b"i" | b"ins"
            | b"kbd" | b"label" | b"mark" | b"q" | b"s" | b"samp" | b"small" | b"span" | b"strong" | b"sub"
            | b"sup" | b"time" | b"u" | b"var" => Self::Inline,
            b"code" => Self::Code,
            b"br" | b"img" | b"input" | b"wbr" => Self::Void,
            _ => return None,
        })
    }

    /// Whether it may stand in running content, without a parent of its own kind.
    pub(super) fn is_flow(self) -> bool {
        use Element::{Box, Definitions, Heading, List, Paragraph, Preformatted, Rule, Table};
        matches!(self, Paragraph | Heading | List | Definitions | Box | Preformatted | Rule | Table)
    }

    pub(super) fn is_in_line(self) -> bool {
        matches!(self, Self::Inline | Self::Code | Self::Void)
    }

    /// Whether it may hold text and elements that are part of a line.
    pub(super) fn holds_text(self) -> bool {
        use Element::{Cell, Code, Definition, Heading, Inline, Item, Paragraph, Preformatted, Term};
        matches!(self, Paragraph | Heading | Item | Term | Definition | Preformatted | Cell | Inline | Code)
    }

    /// Whether it may be a child of `parent`; `None` is what surrounds the blocks.
    pub(super) fn may_be_in(self, parent: Option<Self>) -> bool {
        use Element::{
            Box, Cell, Code, Definition, Definitions, Inline, Item, List, Row, Table, TableBody, TableHead, Term, Void,
        };
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
    pub(super) fn ends_before(self, next: Self) -> bool {
        use Element::{Cell, Definition, Item, Paragraph, Row, TableBody, TableHead, Term};
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

    /// Whether a browser closes it where `next` begins, if it is the innermost that is open.
    pub(super) fn is_closed_by(self, next: Self) -> bool {
        use Element::{Cell, Row, TableBody};
        self.ends_before(next) || matches!((self, next), (Cell, Row) | (Cell | Row, TableBody))
    }

    /// Whether its closing tag may be left out at the end of its parent.
    pub(super) fn ends_with_parent(self) -> bool {
        use Element::{Cell, Definition, Item, Paragraph, Row, TableBody};
        matches!(self, Paragraph | Item | Definition | TableBody | Row | Cell)
    }
}
