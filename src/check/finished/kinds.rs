//! Elements, by what the survey of a page asks of them.

use crate::shrink::name_key;

/// What an element is to the survey of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `a`
    Anchor,
    Area,
    Audio,
    /// `address`, `article` and others that end a paragraph.
    Block,
    Body,
    Button,
    /// `td`
    Cell,
    /// `dd`
    Definition,
    /// `dl`
    Definitions,
    Div,
    /// `figcaption`
    Caption,
    Head,
    /// `th`
    HeaderCell,
    /// `h1` to `h6`
    Heading(u8),
    Html,
    /// `iframe`
    Frame,
    /// `img`
    Image,
    /// An element within a line that does not separate words.
    Inline,
    Input,
    /// `li`
    Item,
    Label,
    Link,
    /// `ol` or `ul`
    List,
    Main,
    Math,
    Menu,
    Meta,
    /// `marquee` or `blink`
    Moving,
    Nav,
    Object,
    Option,
    /// `optgroup`
    Options,
    /// `p`
    Paragraph,
    /// `tr`
    Row,
    /// `hr`
    Rule,
    Script,
    Select,
    Style,
    Summary,
    Svg,
    Table,
    /// `tbody` or `tfoot`
    TableBody,
    TableHead,
    Template,
    /// `dt`
    Term,
    TextArea,
    Title,
    Track,
    Video,
    /// Another element without content.
    Void,
    /// `wbr`
    WordBreak,
    /// Any other.
    Other,
}

macro_rules! names {
    ($($name:ident)+) => {
        mod names { $(pub(super) const $name: u64 = super::name_key(stringify!($name).as_bytes());)+ }
    };
}

names! {
    A ABBR ADDRESS AREA ARTICLE ASIDE AUDIO B BASE BDI BDO BLINK BLOCKQUOTE BODY BR BUTTON CITE CODE COL DD DETAILS DIV DL DT EM
    EMBED FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEAD HEADER HR HTML I IFRAME IMG INPUT KBD LABEL LI LINK MAIN MARK MARQUEE MATH MENU META
    NAV OBJECT OL OPTGROUP OPTION P PARAM PRE Q S SCRIPT SECTION SELECT SMALL SOURCE SPAN STRONG STYLE SUB SUMMARY SUP SVG TABLE
    TBODY TD TEMPLATE TEXTAREA TFOOT TH THEAD TITLE TR TRACK U UL VIDEO WBR
}

impl Kind {
    /// The kind of the element with this name, in whatever case.
    pub fn from_name(name: &[u8]) -> Self {
        Self::from_key(name_key(name))
    }

    /// The kind of the element whose name has this [`name_key`].
    pub fn from_key(key: u64) -> Self {
        use names::*;
        match key {
            A => Self::Anchor,
            ABBR | B | BDI | BDO | CITE | CODE | EM | I | KBD | MARK | Q | S | SMALL | SPAN | STRONG | SUB | SUP
            | U => Self::Inline,
            ADDRESS | ARTICLE | ASIDE | BLOCKQUOTE | DETAILS | FIELDSET | FIGURE | FOOTER | FORM | HEADER | PRE
            | SECTION => Self::Block,
            AREA => Self::Area,
            AUDIO => Self::Audio,
            BASE | BR | COL | EMBED | PARAM | SOURCE => Self::Void,
            BLINK | MARQUEE => Self::Moving,
            BODY => Self::Body,
            BUTTON => Self::Button,
            DD => Self::Definition,
            FIGCAPTION => Self::Caption,
            DIV => Self::Div,
            DL => Self::Definitions,
            DT => Self::Term,
            H1 => Self::Heading(1),
            H2 => Self::Heading(2),
            H3 => Self::Heading(3),
            H4 => Self::Heading(4),
            H5 => Self::Heading(5),
            H6 => Self::Heading(6),
            HEAD => Self::Head,
            HR => Self::Rule,
            HTML => Self::Html,
            IFRAME => Self::Frame,
            IMG => Self::Image,
            INPUT => Self::Input,
            LABEL => Self::Label,
            LI => Self::Item,
            LINK => Self::Link,
            MAIN => Self::Main,
            MATH => Self::Math,
            MENU => Self::Menu,
            META => Self::Meta,
            NAV => Self::Nav,
            OBJECT => Self::Object,
            OL | UL => Self::List,
            OPTGROUP => Self::Options,
            OPTION => Self::Option,
            P => Self::Paragraph,
            SCRIPT => Self::Script,
            SELECT => Self::Select,
            STYLE => Self::Style,
            SUMMARY => Self::Summary,
            SVG => Self::Svg,
            TABLE => Self::Table,
            TBODY | TFOOT => Self::TableBody,
            TD => Self::Cell,
            TEMPLATE => Self::Template,
            TEXTAREA => Self::TextArea,
            TH => Self::HeaderCell,
            THEAD => Self::TableHead,
            TITLE => Self::Title,
            TR => Self::Row,
            TRACK => Self::Track,
            VIDEO => Self::Video,
            WBR => Self::WordBreak,
            _ => Self::Other,
        }
    }

    /// Whether it has no content.
    pub fn is_void(self) -> bool {
        use Kind::{Area, Image, Input, Link, Meta, Rule, Track, Void, WordBreak};
        matches!(self, Area | Image | Input | Link | Meta | Rule | Track | Void | WordBreak)
    }

    /// Whether it is one of those of running text, which mean nothing more where their tags have no attributes.
    pub fn is_plain(self) -> bool {
        use Kind::{
            Block, Cell, Definition, Definitions, Div, HeaderCell, Heading, Inline, Item, List, Paragraph, Row,
        };
        use Kind::{Caption, Rule, Table, TableBody, TableHead, Term, Void};
        matches!(self, Block | Cell | Definition | Definitions | Div | HeaderCell | Heading(_) | Inline | Item | List)
            || matches!(self, Caption | Paragraph | Row | Rule | Table | TableBody | TableHead | Term | Void)
    }

    /// Whether its words belong together.
    pub fn is_block(self) -> bool {
        use Kind::{Caption, Cell, Definition, HeaderCell, Item, Paragraph, Term};
        matches!(self, Caption | Cell | Definition | HeaderCell | Item | Paragraph | Term)
    }

    /// Whether it does not separate words.
    pub fn is_in_line(self) -> bool {
        matches!(self, Self::Anchor | Self::Inline | Self::WordBreak)
    }

    /// Whether readers can use it, or it names something that they can use.
    pub fn is_control(self) -> bool {
        use Kind::{Anchor, Button, Input, Label, Select, Summary, TextArea};
        matches!(self, Anchor | Button | Input | Label | Select | Summary | TextArea)
    }

    /// Whether something is to be checked where it ends, if it has no role.
    pub fn has_an_end(self) -> bool {
        use Kind::{Anchor, Button, HeaderCell, Heading, Math, Object, Summary, Svg, Table, Video};
        matches!(self, Anchor | Button | HeaderCell | Heading(_) | Math | Object | Summary | Svg | Table | Video)
    }

    /// Whether `open`, without a closing tag, ends where an element of this kind begins.
    pub fn ends(self, open: Self) -> bool {
        match open {
            Self::Item => self == Self::Item,
            Self::Term | Self::Definition => matches!(self, Self::Term | Self::Definition),
            Self::Cell | Self::HeaderCell => {
                matches!(self, Self::Cell | Self::HeaderCell | Self::Row | Self::TableBody)
            }
            Self::Row => matches!(self, Self::Row | Self::TableBody),
            Self::TableHead | Self::TableBody => self == Self::TableBody,
            Self::Option => matches!(self, Self::Option | Self::Options),
            Self::Head => self == Self::Body,
            Self::Paragraph => self.ends_paragraph(),
            _ => false,
        }
    }

    fn ends_paragraph(self) -> bool {
        use Kind::{Block, Caption, Definitions, Div, Heading, List, Main, Nav, Paragraph, Rule, Table};
        matches!(self, Block | Caption | Definitions | Div | Heading(_) | List | Main | Nav | Paragraph | Rule | Table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!(Kind::from_name(b"A"), Kind::Anchor);
        assert_eq!(Kind::from_name(b"textarea"), Kind::TextArea);
        assert_eq!(Kind::from_name(b"BlockQuote"), Kind::Block);
        assert_eq!(Kind::from_name(b"figcaption"), Kind::Caption);
        assert_eq!(Kind::from_name(b"x-y"), Kind::Other);
        assert!(Kind::from_name(b"p").ends(Kind::Paragraph) && !Kind::from_name(b"span").ends(Kind::Paragraph));
    }
}
