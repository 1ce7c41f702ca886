//! Properties of HTML's elements: which of them break a line of text, which are empty, and which end where another
//! begins.

/// An element name in lower case, as a number: its bytes where they fit, else a hash that no short name can equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name(u64);

impl Name {
    /// The name written as `bytes`, in whatever case.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        if bytes.len() > 8 {
            return Self(hash(b'<', bytes) | 1 << 63);
        }
        Self(packed(bytes) & !(1 << 63))
    }
}

/// FNV-1a over a kind and a name in lower case.
pub(super) fn hash(kind: u8, name: &[u8]) -> u64 {
    hash_exact(kind, name.iter().map(u8::to_ascii_lowercase))
}

/// FNV-1a over a kind and a name as it is.
pub(super) fn hash_exact(kind: u8, name: impl Iterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    name.fold(step(0xcbf2_9ce4_8422_2325, kind), step)
}

/// What the guard asks of an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    /// White space beside its tags is never seen: the element is on lines of its own, or is not shown at all.
    pub block: bool,
    /// It has no content and no closing tag.
    pub void: bool,
    /// What holds for white space inside it.
    pub inside: Inside,
    /// Its closing tag may be left out at the end of its parent.
    pub may_stay_open: bool,
    /// That is only so where the parent [`closes_all`](Self::closes_all): elsewhere a browser would pass over the
    /// parent's closing tag instead.
    pub clings: bool,
    /// Its closing tag closes whatever may stay open inside it, in every browser.
    pub closes_all: bool,
    /// It closes an open paragraph.
    pub ends_paragraph: bool,
    /// It is `svg`, `math` or `foreignObject`.
    pub foreign: ForeignContent,
}

/// Which content rules apply inside an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Inside {
    /// HTML as it is most of the time.
    #[default]
    Html,
    /// HTML in which white space is text, at any depth.
    Preserved,
    /// HTML whose own text minify-html leaves alone; not so that of its children.
    Code,
    /// A drawing.
    Svg,
    /// A formula.
    Math,
}

impl Inside {
    /// Whether this is a drawing or a formula.
    pub(super) fn foreign(self) -> bool {
        matches!(self, Self::Svg | Self::Math)
    }
}

/// Elements at which the rules change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ForeignContent {
    /// Any other element.
    #[default]
    No,
    /// `svg`
    Svg,
    /// `math`
    Math,
    /// `foreignObject`, where HTML begins again.
    Object,
}

macro_rules! names {
    ($($name:ident)+) => {
        /// Names as numbers, for use in patterns.
        mod names { $(pub(super) const $name: u64 = super::packed(stringify!($name).as_bytes());)+ }
    };
}

/// A name of at most eight letters, in whatever case, as a number.
const fn packed(name: &[u8]) -> u64 {
    let mut packed = 0;
    let mut at = 0;
    while at < name.len() {
        packed = packed << 8 | name[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    packed
}

names! {
    A ADDRESS AREA ARTICLE ASIDE BASE BODY BR CAPTION CENTER CODE COL COLGROUP DD DETAILS DIALOG DIR DIV DL DT EMBED
    FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEAD HEADER HGROUP HR HTML IMG INPUT LEGEND LI LINK MAIN
    MATH MENU META NAV OL OPTGROUP OPTION P PARAM PRE RP RT SCRIPT SEARCH SECTION SOURCE SUMMARY SVG TABLE TBODY TD
    TEXTAREA TFOOT TH THEAD TITLE TR TRACK TREF TSPAN UL WBR
}

impl Name {
    /// Writes a short name out again.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.extend(self.0.to_be_bytes().into_iter().filter(|&byte| byte != 0));
    }

    /// The traits of the HTML element of this name; what is unknown is part of a line, and keeps its spaces.
    pub(super) fn traits(self, written: &[u8]) -> Traits {
        use names::*;
        const NONE: Traits = Traits {
            block: false,
            void: false,
            inside: Inside::Html,
            may_stay_open: false,
            clings: false,
            closes_all: false,
            ends_paragraph: false,
            foreign: ForeignContent::No,
        };
        const BLOCK: Traits = Traits { block: true, ..NONE };
        const BREAK: Traits = Traits { block: true, ends_paragraph: true, closes_all: true, ..NONE };
        const CHOICE: Traits = Traits { block: true, may_stay_open: true, ..NONE };
        const CELL: Traits = Traits { clings: true, closes_all: true, ..CHOICE };
        const ITEM: Traits = Traits { ends_paragraph: true, ..CELL };
        const VOID: Traits = Traits { void: true, ..NONE };
        const HIDDEN: Traits = Traits { void: true, block: true, ..NONE };
        match self.0 {
            LI | DT | DD | P => ITEM,
            ADDRESS | ARTICLE | ASIDE | CENTER | DETAILS | DIALOG | DIR | DIV | DL | FIELDSET | FIGURE | FOOTER
            | FORM | H1 | H2 | H3 | H4 | H5 | H6 | HEADER | HGROUP | MAIN | MENU | NAV | OL | SECTION | SUMMARY
            | TABLE | UL => BREAK,
            // Younger than the browser floor, to which it is an element like any that nobody knows.
            SEARCH => Traits { closes_all: false, ..BREAK },
            PRE => Traits { inside: Inside::Preserved, ..BREAK },
            HR => Traits { void: true, ..BREAK },
            TR | TD | TH | TBODY | THEAD | TFOOT | COLGROUP | CAPTION | HEAD | HTML | BODY => CELL,
            OPTION | OPTGROUP => CHOICE,
            RT | RP => Traits { may_stay_open: true, ..NONE },
            LEGEND | TITLE => BLOCK,
            TEXTAREA => Traits { inside: Inside::Preserved, ..NONE },
            CODE => Traits { inside: Inside::Code, ..NONE },
            BASE | BR | COL | LINK | META | PARAM | SOURCE | TRACK => HIDDEN,
            AREA | EMBED | IMG | INPUT | WBR => VOID,
            SVG => Traits { foreign: ForeignContent::Svg, ..NONE },
            MATH => Traits { foreign: ForeignContent::Math, ..NONE },
            _ if written.eq_ignore_ascii_case(b"blockquote") || written.eq_ignore_ascii_case(b"figcaption") => BREAK,
            _ if written.eq_ignore_ascii_case(b"foreignobject") => Traits { foreign: ForeignContent::Object, ..BLOCK },
            _ => NONE,
        }
    }

    /// Whether an element of this name inside SVG is part of a run of text; all others are drawn, and white space
    /// between them is not.
    pub(super) fn is_svg_text(self, written: &[u8]) -> bool {
        use names::*;
        matches!(self.0, A | TSPAN | TREF) || written.eq_ignore_ascii_case(b"textpath")
    }

    /// Whether an opening tag of this name closes an open element `open`, as the HTML standard has it.
    pub(super) fn closes(self, traits: Traits, open: Self) -> bool {
        use names::*;
        match open.0 {
            P => traits.ends_paragraph || matches!(self.0, TD | TH | TR | TBODY | THEAD | TFOOT | CAPTION),
            LI => self.0 == LI,
            DT | DD => matches!(self.0, DT | DD),
            TD | TH => matches!(self.0, TD | TH | TR | TBODY | TFOOT | THEAD),
            TR => matches!(self.0, TR | TBODY | TFOOT | THEAD),
            TBODY | THEAD | TFOOT => matches!(self.0, TBODY | TFOOT | THEAD),
            CAPTION | COLGROUP => matches!(self.0, COLGROUP | CAPTION | TR | TBODY | TFOOT | THEAD),
            OPTION => matches!(self.0, OPTION | OPTGROUP),
            OPTGROUP => self.0 == OPTGROUP,
            RT | RP => matches!(self.0, RT | RP),
            HEAD => self.0 == BODY,
            _ => false,
        }
    }

    /// Whether this is `table`, for which parsers add implicit `tbody` and `colgroup` elements.
    pub(super) fn is_table(self) -> bool {
        self.0 == names::TABLE
    }

    /// Whether this is `title`.
    pub(super) fn is_title(self) -> bool {
        self.0 == names::TITLE
    }

    /// Whether this is `script`.
    pub(super) fn is_script(self) -> bool {
        self.0 == names::SCRIPT
    }
}

/// Whether minify-html would drop an attribute, or its value, that means something: an empty value resets `lang` and
/// `title`, shuts a `sandbox`, is a choice of a form; three of the attributes that it reads as true or false are not.
pub(super) fn is_fragile(name: &[u8], value: &[u8]) -> bool {
    if value.is_empty() {
        return !name.eq_ignore_ascii_case(b"style");
    }
    [&b"hidden"[..], b"crossorigin", b"capture"].iter().any(|valued| name.eq_ignore_ascii_case(valued))
}
