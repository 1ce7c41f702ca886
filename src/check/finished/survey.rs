//! Reads a page once, when it was rendered, and notes where it leads and what of it some readers cannot use. Nothing is reported
//! here: the checks of the whole site do that. Every page of every site passes here, so that ordinary tags must cost little:
//! attributes that few tags have are read only where a tag has one.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::addresses::{PageAddress, Resolver};
use super::kinds::Kind;
use super::labels::Labels;
use super::menus::KnownMenus;
use super::names::Names;
use super::outline::PageOutline;
use super::tables::Tables;
use super::words::{Tag, text, words_of};
use crate::facts::{FaultKind, PageFacts, PageFault, hash};
use crate::shrink::{HtmlAttribute, Scanner, TokenKind};

/// Notes what the checks of the whole site need of a page. `html` is the page before it is made smaller. With `menus`, those of
/// other pages, ordinary parts are read at less cost, with the same result.
#[must_use]
pub fn survey(html: &str, at: &PageAddress<'_>, menus: Option<&KnownMenus>) -> PageFacts {
    let mut survey = Survey::new(html, at);
    survey.read(menus);
    survey.finish()
}

/// An element that begins.
pub(super) struct StartTag<'t, 'a> {
    pub kind: Kind,
    /// Its name, as it is written.
    pub name: &'a str,
    /// Its opening tag.
    pub range: Range<usize>,
    pub tag: Tag<'t, 'a>,
    /// Whether the tag says more than ids, classes and addresses: a role, a name, a state, that it is hidden.
    pub is_special: bool,
    /// Whether assistive technology leaves it out, or something around it.
    pub is_hidden: bool,
}

/// An element that is open.
pub(super) struct Open<'a> {
    pub kind: Kind,
    /// The number of its name.
    pub key: u64,
    /// Its name, as it is written.
    pub name: &'a str,
    /// Its opening tag.
    pub tag: Range<usize>,
    /// Whether assistive technology leaves it out, or something around it.
    pub is_hidden: bool,
    /// Whether its attributes give it a name.
    pub has_name: bool,
    /// Whether it says in which language its text is.
    pub has_language: bool,
    /// Its role, if it has one of its own.
    pub role: Option<&'a str>,
}

impl Open<'_> {
    /// A `nav` that is open around what is read.
    pub fn nav() -> Self {
        let (kind, key) = (Kind::Nav, key!("nav"));
        Self { kind, key, name: "nav", tag: 0..0, is_hidden: false, has_name: false, has_language: false, role: None }
    }
}

pub(super) struct Survey<'a> {
    pub html: &'a str,
    pub resolver: Resolver<'a>,
    pub stack: Vec<Open<'a>>,
    /// Inside how many drawings and formulas.
    pub foreign: usize,
    /// Whether it is a whole document, and not a part that a test or another program puts together.
    pub is_document: bool,
    /// Whether it leads on by itself; only the first such `meta` counts.
    pub has_refresh: bool,
    pub language: Option<Box<str>>,
    /// Tags with an invalid language, until text in that language is met, and what they say.
    pub odd_languages: Vec<(Range<usize>, &'a str)>,
    /// Whether the first title was read.
    has_title: bool,
    title: Option<u64>,
    /// The addresses that were met, if they are requested.
    pub addresses: Option<Vec<&'a str>>,
    /// Hashes of the addresses of other places of the site that it leads to.
    pub links: Vec<u64>,
    /// The same with hashes of ids.
    pub places: Vec<(u64, u64)>,
    /// Links to places on the page itself: the hash of the id, the tag, and the address.
    pub own: Vec<(u64, Range<usize>, &'a str)>,
    /// The hash of each id, its tag, and the id.
    pub ids: Vec<(u64, Range<usize>, &'a str)>,
    /// Ids that attributes name: the hash, the tag, the attribute, and the id.
    pub references: Vec<(u64, Range<usize>, &'a str, &'a str)>,
    pub keys: HashSet<String>,
    pub labels: Labels<'a>,
    pub names: Names<'a>,
    pub outline: PageOutline<'a>,
    pub tables: Tables,
    pub faults: Vec<PageFault>,
}

impl<'a> Survey<'a> {
    pub fn new(html: &'a str, at: &'a PageAddress<'a>) -> Self {
        Self {
            html,
            resolver: Resolver::new(at),
            stack: Vec::with_capacity(16),
            foreign: 0,
            is_document: false,
            has_refresh: false,
            language: None,
            odd_languages: Vec::new(),
            has_title: false,
            title: None,
            addresses: None,
            links: Vec::with_capacity(32),
            places: Vec::new(),
            own: Vec::with_capacity(8),
            ids: Vec::with_capacity(16),
            references: Vec::new(),
            keys: HashSet::new(),
            labels: Labels::new(html),
            names: Names::new(),
            outline: PageOutline::default(),
            tables: Tables::default(),
            faults: Vec::new(),
        }
    }

    /// Reads the page.
    fn read(&mut self, menus: Option<&KnownMenus>) {
        let mut scanner = Scanner::new(self.html.as_bytes());
        let mut new_menus = menus;
        loop {
            if menus.is_some() && self.foreign == 0 && !scanner.is_before_raw_text() {
                scanner.go_on_at(self.plain(scanner.token().end));
            }
            let Some(kind) = scanner.step(self.foreign > 0) else { return };
            match kind {
                TokenKind::Text => self.text(scanner.token()),
                TokenKind::Raw => self.raw(scanner.token()),
                TokenKind::Open => {
                    self.open(&scanner);
                    if scanner.key() == key!("nav")
                        && let Some(menus) = new_menus.take()
                        && let Some(end) = self.menu(scanner.token().end, menus)
                    {
                        scanner.go_on_at(end);
                    }
                }
                TokenKind::Close => self.close(scanner.key(), scanner.token().start),
                TokenKind::Other => {}
            }
        }
    }

    /// Reads the content of an element, whose tag was put on the stack. Returns whether it is complete by itself: each tag ends,
    /// and closes what was opened there.
    pub fn read_content(&mut self) -> bool {
        let mut scanner = Scanner::new(self.html.as_bytes());
        while let Some(kind) = scanner.step(self.foreign > 0) {
            let token = scanner.token();
            let ends = self.html.as_bytes()[token.end - 1] == b'>';
            match kind {
                TokenKind::Text => self.text(token),
                TokenKind::Open if ends => self.open(&scanner),
                TokenKind::Close if ends && self.stack.iter().skip(1).any(|open| open.key == scanner.key()) => {
                    self.close(scanner.key(), token.start);
                }
                _ => return false,
            }
        }
        true
    }

    /// Notes a mistake of the element with this opening tag.
    pub fn fault(&mut self, kind: FaultKind, tag: Range<usize>, detail: &str) {
        self.faults.push(fault(self.html, kind, tag, detail));
    }

    pub fn is_hidden(&self) -> bool {
        self.stack.last().is_some_and(|open| open.is_hidden)
    }

    /// The words of a part of the page.
    pub fn words(&self, content: Range<usize>) -> Cow<'a, str> {
        words_of(&self.html[content], Some(&self.labels))
    }

    #[inline]
    pub fn text(&mut self, range: Range<usize>) {
        let words = self.html.as_bytes()[range].trim_ascii();
        if !words.is_empty() {
            self.names.text(words.len());
            self.text_in_language();
        }
    }

    /// Notes the language of text here, if it is invalid.
    fn text_in_language(&mut self) {
        if self.odd_languages.is_empty() {
            return;
        }
        let Some(said) = self.stack.iter().rev().find(|open| open.has_language) else { return };
        if let Some(at) = self.odd_languages.iter().position(|(tag, _)| *tag == said.tag) {
            let (tag, language) = self.odd_languages.swap_remove(at);
            self.fault(FaultKind::InvalidLanguage, tag, language);
        }
    }

    /// The content of `title`, `style`, `script` and `textarea`.
    fn raw(&mut self, range: Range<usize>) {
        let is_title = self.stack.last().is_some_and(|open| open.kind == Kind::Title);
        let is_first = self.foreign == 0 && !self.has_title;
        if is_title && is_first && !self.stack.iter().any(|open| open.kind == Kind::Template) {
            let words = text(&self.html[range]);
            self.title = (!words.is_empty()).then(|| hash(&words));
            self.has_title = true;
        }
    }

    fn open(&mut self, scanner: &Scanner<'_>) {
        let (kind, key) = (Kind::from_key(scanner.key()), scanner.key());
        self.begin((kind, key, scanner.name()), scanner.token(), scanner.attributes(), scanner.is_closed());
    }

    /// Begins an element: its kind, the number of its name and the name, its opening tag, and whether that ends in `/>`.
    pub fn begin(
        &mut self,
        (kind, key, name): (Kind, u64, Range<usize>),
        range: Range<usize>,
        attributes: &[HtmlAttribute],
        closed: bool,
    ) {
        let name = &self.html[name];
        while self.stack.last().is_some_and(|open| kind.ends(open.kind)) {
            self.pop(range.start);
        }
        let tag = Tag { html: self.html, attributes };
        let said = self.attributes(kind, &range, tag);
        let is_special = said.is_special;
        let is_hidden = self.is_hidden() || is_special && tag.is_hidden();
        let start = StartTag { kind, name, range, tag, is_special, is_hidden };
        if self.foreign == 0 {
            self.element(&start);
        }
        let StartTag { range, .. } = start;
        let is_drawing = matches!(kind, Kind::Svg | Kind::Math);
        let is_void = closed && (self.foreign > 0 || is_drawing) || kind.is_void();
        let has_words =
            || [key!("aria-label"), key!("alt"), key!("title")].iter().any(|name| tag.words(*name).is_some());
        let shows_words = !self.odd_languages.is_empty() && has_words();
        if is_void && !said.has_language {
            if shows_words {
                self.text_in_language();
            }
            return;
        }
        self.foreign += usize::from(is_drawing && !is_void);
        let has_name = is_special
            && (tag.has_name(&self.labels) || tag.is_presentation() && !matches!(kind, Kind::Anchor | Kind::Button));
        let role = if is_special { tag.value(key!("role")) } else { None };
        let has_language = said.has_language;
        self.stack.push(Open { kind, key, name, tag: range, is_hidden, has_name, has_language, role });
        if shows_words {
            self.text_in_language();
        }
        if is_void {
            self.stack.pop();
        }
    }

    fn close(&mut self, key: u64, at: usize) {
        let Some(depth) = self.stack.iter().rposition(|open| open.key == key) else { return };
        while self.stack.len() > depth {
            self.pop(at);
        }
    }

    /// Ends the innermost element, whose content ends at `at`.
    #[inline]
    pub fn pop(&mut self, at: usize) {
        if let Some(open) = self.stack.pop()
            && (open.role.is_some() || open.kind.has_an_end())
        {
            self.end_of(&open, at);
        }
    }

    /// Checks an element that has ended, whose content ends at `at`.
    fn end_of(&mut self, open: &Open<'a>, at: usize) {
        match open.kind {
            Kind::Svg | Kind::Math => self.foreign = self.foreign.saturating_sub(1),
            _ if self.foreign > 0 => return,
            _ => {}
        }
        let content = open.tag.end..at.max(open.tag.end);
        match open.kind {
            Kind::HeaderCell => self.tables.end_of_header(&self.html[content.clone()]),
            Kind::Table => {
                for (kind, tag, detail) in self.tables.end(open) {
                    self.fault(kind, tag, &detail);
                }
            }
            _ => {}
        }
        self.end_of_named(open, content);
    }

    /// The facts, when all of the page was read.
    fn finish(mut self) -> PageFacts {
        while !self.stack.is_empty() {
            self.pop(self.html.len());
        }
        if self.is_document {
            if self.title.is_none() {
                self.fault(FaultKind::NoTitle, 0..0, "");
            }
            for kind in self.outline.missing() {
                self.fault(kind, 0..0, "");
            }
        }
        let ids = self.finish_ids();
        let language = self.language.take();
        self.end_of_names(language.as_deref().unwrap_or("en"));
        self.links.sort_unstable();
        self.links.dedup();
        self.places.sort_unstable();
        self.places.dedup();
        PageFacts {
            links: self.links.into_boxed_slice(),
            places: self.places.into_boxed_slice(),
            ids,
            title: self.title.filter(|_| self.is_document),
            language,
            faults: self.faults.into_boxed_slice(),
        }
    }

    /// The hashes of all ids; notes those that are used twice, and those that are named and not there.
    fn finish_ids(&mut self) -> Box<[u64]> {
        let mut written = std::mem::take(&mut self.ids);
        // In the order of the page where ids are the same.
        written.sort_by_key(|(id, ..)| *id);
        for pair in written.windows(2) {
            let ((first, ..), (second, tag, id)) = (&pair[0], &pair[1]);
            if first == second && !id.is_empty() {
                self.fault(FaultKind::DuplicateId, tag.clone(), id);
            }
        }
        let mut ids: Vec<u64> = written.into_iter().map(|(id, ..)| id).collect();
        ids.dedup();
        let mut seen = HashSet::new();
        for (id, range, address) in std::mem::take(&mut self.own) {
            if ids.binary_search(&id).is_err() && seen.insert(address) {
                self.fault(FaultKind::BrokenFragment, range, address);
            }
        }
        for (id, range, attribute, written) in std::mem::take(&mut self.references) {
            if ids.binary_search(&id).is_err() {
                self.fault(FaultKind::BrokenReference, range, &format!("{attribute}=\"{written}\""));
            }
        }
        ids.into_boxed_slice()
    }
}

/// A mistake of the element with this opening tag.
pub(super) fn fault(html: &str, kind: FaultKind, tag: Range<usize>, detail: &str) -> PageFault {
    let near = |mut at: usize, step: isize| {
        while !html.is_char_boundary(at) {
            at = at.saturating_add_signed(step);
        }
        at
    };
    let before = near(tag.start.saturating_sub(CONTEXT), 1)..tag.start;
    let after = tag.end..near((tag.end + CONTEXT).min(html.len()), -1);
    let around = (html[before].into(), html[after].into());
    PageFault { kind, tag: html[tag].into(), detail: detail.into(), around }
}

/// How many bytes around a tag are kept.
const CONTEXT: usize = 32;

/// A name of HTML in lower case, as most are written.
pub(super) fn in_lower_case(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}
