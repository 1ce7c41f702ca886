//! Headings and their ids.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};
use pulldown_cmark_escape::escape_html;
use unicode_normalization::UnicodeNormalization;

use super::writer::Writer;
use crate::limits::{NEAR_SEARCHES, PAGE_HEADINGS};
use crate::report::{Place, catalog};

/// A heading of a page.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, the fragment of links to it.
    pub id: String,
    /// Its text without markup.
    pub text: String,
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
}

/// A heading being read.
pub(super) struct OpenHeading {
    level: u8,
    id: Option<String>,
    /// Classes and attributes, as they are written into the tag.
    attributes: String,
    at: usize,
    /// Its text so far.
    pub text: String,
    range: Range<usize>,
}

/// The attributes in braces after a heading, without the id.
type Attributes<'e> = [(CowStr<'e>, Option<CowStr<'e>>)];

impl Writer<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        classes: &[CowStr<'_>],
        attributes: &Attributes<'_>,
        range: Range<usize>,
    ) {
        // The parser takes the line end along.
        let range = range.start..range.start + self.masked.source()[range.clone()].trim_end().len();
        let attributes = self.heading_attributes(classes, attributes, &range);
        let (level, at) = (level as u8, self.out.len());
        self.heading = Some(OpenHeading { level, id, attributes, at, text: String::new(), range });
    }

    fn heading_attributes(
        &mut self,
        classes: &[CowStr<'_>],
        attributes: &Attributes<'_>,
        range: &Range<usize>,
    ) -> String {
        let mut out = String::new();
        if !classes.is_empty() {
            out.push_str(" class=\"");
            let _ = escape_html(&mut out, &classes.join(" "));
            out.push('"');
        }
        let mut searches = 0;
        for (name, value) in attributes {
            match (&**name, value) {
                ("lang" | "dir", Some(value)) => {
                    out.extend([" ", name, "=\""]);
                    let _ = escape_html(&mut out, value);
                    out.push('"');
                }
                _ => {
                    searches += 1;
                    // Each search reads the heading from its start.
                    let range = if searches <= NEAR_SEARCHES { self.in_braces(range, name) } else { range.clone() };
                    let place = self.place(range);
                    self.findings.push(catalog::markdown::forbidden_attribute(place, name));
                }
            }
        }
        out
    }

    /// The place of a word in the braces after a heading, or of the whole heading if it is not found.
    fn in_braces(&self, range: &Range<usize>, word: &str) -> Range<usize> {
        let source = &self.masked.source()[range.clone()];
        let Some(open) = source.rfind('{') else { return range.clone() };
        let braces = &source[open + 1..];
        let starts = |at: usize| at == 0 || braces[..at].ends_with([' ', '\t']);
        let Some((at, _)) = braces.match_indices(word).find(|(at, _)| starts(*at)) else { return range.clone() };
        let rest = &braces[at..];
        let length = rest.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(rest.len());
        let start = range.start + open + 1 + at;
        start..start + length
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let Some(heading) = self.heading.take() else { return };
        if !self.rules.house {
            self.out.insert_str(heading.at, &format!("<{level}>"));
            self.close(&format!("</{level}>"));
            return;
        }
        let range = heading.range;
        self.check_level(heading.level, &range);
        let id = match heading.id {
            Some(written) => {
                let id = normal(&written);
                let place = self.place(self.in_braces(&range, &format!("#{written}")));
                self.claim_id(&id, range.start, IdKind::Heading, place);
                id
            }
            None => self.ids.make(&heading.text, range.start),
        };
        let mut tag = format!("<{level} id=\"");
        let _ = escape_html(&mut tag, &id);
        tag.push('"');
        tag.push_str(&heading.attributes);
        tag.push('>');
        self.out.insert_str(heading.at, &tag);
        let range = range.start + self.base..range.end + self.base;
        match self.document.headings.len().cmp(&PAGE_HEADINGS) {
            Ordering::Less => {
                let text = heading.text.trim().to_owned();
                self.document.headings.push(Heading { level: heading.level, id, text, range });
            }
            Ordering::Equal if !self.has_too_many_headings => {
                self.has_too_many_headings = true;
                let place = Place::new(self.file, range);
                self.findings.push(catalog::files::too_many_headings(place, PAGE_HEADINGS));
            }
            _ => {}
        }
        self.close(&format!("</{level}>"));
    }

    /// Claims an id for what begins at a byte; `place` is the place of the id.
    pub(super) fn claim_id(&mut self, id: &str, at: usize, kind: IdKind, place: Place) {
        let by = match self.ids.claim(id, at, kind) {
            Ok(()) => return,
            Err(Taken::By(kind, first)) => {
                let rest = &self.masked.source()[first..];
                let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
                Some((kind.name(), self.place(first..first + line)))
            }
            Err(Taken::Page) => None,
        };
        self.findings.push(catalog::markdown::duplicate_id(place, id, kind.name(), by));
    }

    /// What is wrong with the level of a heading of raw HTML, whose tag is at `range`.
    pub(super) fn check_raw_level(&mut self, level: u8, range: &Range<usize>) {
        let place = self.place(range.clone());
        if level == 1 {
            self.findings.push(catalog::markdown::second_raw_title(place, self.title.clone()));
            return;
        }
        self.check_order(level, place.clone(), place, true);
    }

    /// What makes the level of a heading: its number signs, or its line where they are a line below.
    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let source = &self.masked.source()[range.clone()];
        let signs = source.bytes().take_while(|&b| b == b'#').count();
        let line = source.find(['\n', '\r']).unwrap_or(source.len());
        let place = self.place(range.start..range.start + if signs > 0 { signs } else { line });
        if level == 1 {
            // Without front matter it is the title, at the wrong place, and that was found.
            if self.base > 0 {
                self.findings.push(catalog::markdown::second_title(place, signs > 0, self.title.clone()));
            }
            return;
        }
        let whole = self.place(range.start..range.start + line);
        self.check_order(level, place, whole, false);
    }

    /// Reports a heading that skips a level, at `place`; `whole` is the heading itself.
    fn check_order(&mut self, level: u8, place: Place, whole: Place, is_raw: bool) {
        let (before, earlier) = self.last_heading.clone();
        if level > before + 1 {
            self.findings.push(catalog::markdown::skipped_heading(place, level, (before, earlier), is_raw));
        }
        self.last_heading = (level, Some(whole));
    }
}

/// The kind of thing that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// A heading.
    Heading,
    /// An element of raw HTML.
    Element,
}

impl IdKind {
    /// The word for it.
    fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Element => "element",
        }
    }
}

/// What has an id already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A heading or an element that begins at this byte.
    By(IdKind, usize),
    /// The page, for a landmark or a footnote.
    Page,
}

/// Ids of one page, each given once.
#[derive(Debug, Default)]
pub struct Ids {
    /// The kind of thing that has the id, and where it begins.
    taken: HashMap<String, (IdKind, usize)>,
    /// The last number that was appended to an id.
    numbers: HashMap<String, usize>,
}

impl Ids {
    /// Claims an id that an editor wrote, for what begins at a byte.
    ///
    /// # Errors
    ///
    /// What has it already.
    pub fn claim(&mut self, id: &str, at: usize, kind: IdKind) -> Result<(), Taken> {
        if is_reserved(id) {
            return Err(Taken::Page);
        }
        match self.taken.get(id) {
            Some((kind, first)) => Err(Taken::By(*kind, *first)),
            None => {
                self.taken.insert(id.to_owned(), (kind, at));
                Ok(())
            }
        }
    }

    /// An id made of a heading's text: its letters and digits in lower case, of any script, and `-` for spaces, with a
    /// number after it where the page has it already.
    pub fn make(&mut self, text: &str, at: usize) -> String {
        let mut slug = slug(text);
        // Footnotes and the theme's own landmarks have ids too.
        if slug.is_empty() || is_reserved(&slug) {
            slug.insert_str(0, "h-");
        }
        let mut id = slug.clone();
        let mut number = self.numbers.get(&slug).copied().unwrap_or(1);
        while self.taken.contains_key(&id) {
            number += 1;
            id = format!("{slug}-{number}");
        }
        self.taken.insert(id.clone(), (IdKind::Heading, at));
        self.numbers.insert(slug, number);
        id
    }
}

/// Ids that pages use for other things: footnotes (`fn1`, `fnref1`) and the landmarks of themes.
fn is_reserved(slug: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    slug.strip_prefix("fnref").or_else(|| slug.strip_prefix("fn")).is_some_and(number)
        || matches!(slug, "main" | "top" | "menu" | "contents")
}

fn slug(text: &str) -> String {
    // Letters of ASCII are composed already.
    if text.is_ascii() {
        slug_of(text.chars().map(|c| c.to_ascii_lowercase()), text.len())
    } else {
        slug_of(text.nfc().flat_map(char::to_lowercase), text.len())
    }
}

fn slug_of(lower: impl Iterator<Item = char>, room: usize) -> String {
    let mut slug = String::with_capacity(room);
    for c in lower {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || c == '_' {
            slug.push(c);
        } else if (c.is_whitespace() || c == '-') && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

/// The form in which ids and fragments are compared, so that an `é` of one code point meets one of two.
#[must_use]
pub fn normal(id: &str) -> String {
    id.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_work_for_any_script_and_never_repeat() {
        let mut ids = Ids::default();
        for (text, id) in [
            ("Least developed countries (LDCs)", "least-developed-countries-ldcs"),
            ("Least developed countries: LDCs", "least-developed-countries-ldcs-2"),
            ("رقمي  فجوة", "رقمي-فجوة"),
            ("数字鸿沟", "数字鸿沟"),
            ("हिन्दी", "हिन्दी"),
            ("Cafe\u{301}", "café"),
            ("!!!", "h-"),
            ("Main", "h-main"),
            ("fn1", "h-fn1"),
            ("fn", "fn"),
            ("fn", "fn-2"),
        ] {
            assert_eq!(ids.make(text, 0), id, "{text}");
        }
    }

    #[test]
    fn an_explicit_id_is_given_once_and_never_taken_from_others() {
        let mut ids = Ids::default();
        let mut claim = |id: &str, at: usize| ids.claim(id, at, IdKind::Heading);
        assert_eq!((claim("chosen", 3), claim("chosen", 9)), (Ok(()), Err(Taken::By(IdKind::Heading, 3))));
        for other in ["main", "fn1", "fnref2", "fnref1-2"] {
            assert_eq!(claim(other, 0), Err(Taken::Page), "{other}");
        }
        assert_eq!(ids.make("Chosen", 0), "chosen-2");
    }
}
