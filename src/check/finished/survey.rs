//! Reads a page once, when it was rendered, and notes where it leads and what of it some readers cannot use. Nothing is reported
//! here: the checks of the whole site do that.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::addresses::PageAddress;
use super::names::Names;
use super::outline::PageOutline;
use super::tables::Tables;
use super::words::{Tag, VOID, text, words_of};
use crate::facts::{FaultKind, LinkFact, PageFacts, PageFault, hash};
use crate::shrink::{HtmlToken, Scanner};

/// Notes what the checks of the whole site need of a page. `html` is the page before it is made smaller.
#[must_use]
pub fn survey(html: &str, at: &PageAddress<'_>) -> PageFacts {
    let mut survey = Survey::new(html, at);
    let mut scanner = Scanner::new(html.as_bytes());
    while let Some(token) = scanner.next(survey.foreign > 0) {
        match token {
            HtmlToken::Text(range) => survey.text(range),
            HtmlToken::Raw(range) => survey.raw(range),
            HtmlToken::Open { name, closed, tag } => {
                let attributes = Tag { html, attributes: scanner.attributes() };
                survey.open(name, closed, tag, attributes);
            }
            HtmlToken::Close { name, tag } => survey.close(name, tag.start),
            HtmlToken::Other(_) => {}
        }
    }
    survey.finish()
}

/// An element that is open.
pub(super) struct Open<'a> {
    /// Its name, in lower case.
    pub name: Cow<'a, str>,
    /// Its opening tag.
    pub tag: Range<usize>,
    /// Whether assistive technology leaves it out, or something around it.
    pub is_hidden: bool,
    /// Whether its attributes give it a name.
    pub has_name: bool,
    /// Its role, if it has one of its own.
    pub role: Option<&'a str>,
}

pub(super) struct Survey<'a> {
    pub html: &'a str,
    pub at: &'a PageAddress<'a>,
    pub stack: Vec<Open<'a>>,
    /// Inside how many drawings and formulas.
    pub foreign: usize,
    /// Whether it is a whole document, and not a part that a test or another program puts together.
    pub is_document: bool,
    /// Whether it leads on by itself; only the first such `meta` counts.
    pub has_refresh: bool,
    pub language: Option<Box<str>>,
    /// Whether the first title was read.
    has_title: bool,
    title: Option<u64>,
    pub links: Vec<LinkFact>,
    /// Addresses as they are written that were resolved.
    pub seen: HashSet<&'a str>,
    /// Links to places on the page itself: the hash of the id, the tag, and the address.
    pub own: Vec<(u64, Range<usize>, &'a str)>,
    pub ids: HashMap<u64, (Range<usize>, &'a str)>,
    /// Ids that attributes name: the hash, the tag, the attribute, and the id.
    pub references: Vec<(u64, Range<usize>, &'a str, &'a str)>,
    pub keys: HashSet<String>,
    pub names: Names<'a>,
    pub outline: PageOutline<'a>,
    pub tables: Tables,
    pub faults: Vec<PageFault>,
}

impl<'a> Survey<'a> {
    fn new(html: &'a str, at: &'a PageAddress<'a>) -> Self {
        Self {
            html,
            at,
            stack: Vec::with_capacity(16),
            foreign: 0,
            is_document: false,
            has_refresh: false,
            language: None,
            has_title: false,
            title: None,
            links: Vec::new(),
            seen: HashSet::new(),
            own: Vec::new(),
            ids: HashMap::new(),
            references: Vec::new(),
            keys: HashSet::new(),
            names: Names::default(),
            outline: PageOutline::default(),
            tables: Tables::default(),
            faults: Vec::new(),
        }
    }

    /// Notes a mistake of the element with this opening tag.
    pub fn fault(&mut self, kind: FaultKind, tag: Range<usize>, detail: &str) {
        self.faults.push(fault(self.html, kind, tag, detail));
    }

    pub fn is_hidden(&self) -> bool {
        self.stack.last().is_some_and(|open| open.is_hidden)
    }

    fn text(&mut self, range: Range<usize>) {
        let words = self.html[range].trim_ascii();
        if !words.is_empty() {
            self.names.text(words.len());
        }
    }

    /// The content of `title`, `style`, `script` and `textarea`.
    fn raw(&mut self, range: Range<usize>) {
        let is_title = self.stack.last().is_some_and(|open| &*open.name == "title");
        let is_first = self.foreign == 0 && !self.has_title;
        if is_title && is_first && !self.stack.iter().any(|open| &*open.name == "template") {
            let words = text(&self.html[range]);
            self.title = (!words.is_empty()).then(|| hash(&words));
            self.has_title = true;
        }
    }

    fn open(&mut self, name: Range<usize>, closed: bool, range: Range<usize>, tag: Tag<'_, 'a>) {
        let lower = in_lower_case(&self.html[name]);
        let name = &*lower;
        self.close_implied(name, range.start);
        self.attributes(name, &range, tag);
        let is_hidden = self.is_hidden() || tag.is_hidden();
        if self.foreign == 0 {
            self.element(name, &range, tag, is_hidden);
        }
        let is_drawing = matches!(name, "svg" | "math");
        if closed && (self.foreign > 0 || is_drawing) || VOID.contains(&name) {
            return;
        }
        self.foreign += usize::from(is_drawing);
        let open = Open {
            tag: range,
            is_hidden,
            has_name: tag.has_name() || tag.is_presentation() && !matches!(name, "a" | "button"),
            role: tag.value("role"),
            name: lower.clone(),
        };
        self.stack.push(open);
    }

    /// Closes the elements whose closing tags HTML lets authors leave out before this one.
    fn close_implied(&mut self, name: &str, at: usize) {
        while let Some(open) = self.stack.last() {
            let ends = match &*open.name {
                "li" => name == "li",
                "dt" | "dd" => matches!(name, "dt" | "dd"),
                "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody" | "tfoot"),
                "tr" => matches!(name, "tr" | "tbody" | "tfoot"),
                "option" => matches!(name, "option" | "optgroup"),
                "head" => name == "body",
                "p" => ENDS_PARAGRAPH.contains(&name),
                _ => false,
            };
            if !ends {
                return;
            }
            self.pop(at);
        }
    }

    fn close(&mut self, name: Range<usize>, at: usize) {
        let name = &self.html[name];
        let Some(depth) = self.stack.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) else { return };
        while self.stack.len() > depth {
            self.pop(at);
        }
    }

    /// Ends the innermost element, whose content ends at `at`.
    fn pop(&mut self, at: usize) {
        let Some(open) = self.stack.pop() else { return };
        let content = open.tag.end..at.max(open.tag.end);
        match &*open.name {
            "svg" | "math" => self.foreign = self.foreign.saturating_sub(1),
            _ if self.foreign > 0 => return,
            _ => {}
        }
        self.end_of_named(&open, content.clone());
        if let Some((kind, detail)) = self.outline.end(self.html, &open, content, self.is_hidden()) {
            self.fault(kind, open.tag.clone(), &detail);
        }
        for (kind, tag, detail) in self.tables.end(&open, &self.html[open.tag.end..at.max(open.tag.end)]) {
            self.fault(kind, tag, &detail);
        }
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
        for (id, range, address) in std::mem::take(&mut self.own) {
            if !self.ids.contains_key(&id) {
                self.fault(FaultKind::BrokenFragment, range, address);
            }
        }
        for (id, range, attribute, written) in std::mem::take(&mut self.references) {
            if !self.ids.contains_key(&id) {
                self.fault(FaultKind::BrokenReference, range, &format!("{attribute}=\"{written}\""));
            }
        }
        let language = self.language.clone();
        self.end_of_names(language.as_deref().unwrap_or("en"));
        let mut ids: Vec<u64> = self.ids.into_keys().collect();
        ids.sort_unstable();
        self.links.sort_unstable();
        self.links.dedup();
        PageFacts {
            links: self.links.into_boxed_slice(),
            ids: ids.into_boxed_slice(),
            title: self.title.filter(|_| self.is_document),
            language,
            faults: self.faults.into_boxed_slice(),
        }
    }
}

/// Elements before which a paragraph ends.
const ENDS_PARAGRAPH: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "figcaption",
];

/// A mistake of the element with this opening tag.
fn fault(html: &str, kind: FaultKind, tag: Range<usize>, detail: &str) -> PageFault {
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

/// The words of an element.
pub(super) fn words_in(html: &str, content: Range<usize>) -> String {
    words_of(&html[content]).into_owned()
}
