//! Headings and their ids.

use std::cmp::Ordering;
use std::ops::Range;

use pulldown_cmark::HeadingLevel;
use pulldown_cmark_escape::escape_html;

use super::attributes::Attributes;
use super::ids::{IdKind, Taken, normal};
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
    /// The text that its id was made of before ids were made by GitHub's rule, if that was another.
    pub former_text: Option<String>,
    /// Whether an editor wrote its id.
    pub has_written_id: bool,
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
}

/// A heading being read.
pub(super) struct OpenHeading {
    level: u8,
    pub id: Option<String>,
    /// Classes and attributes, as they are written into the tag.
    pub attributes: String,
    pub at: usize,
    /// Its text so far.
    pub text: String,
    /// The text that GitHub makes its id from, if that is different: with names of emoji, and without images.
    github_text: Option<String>,
    /// See [`Heading::former_text`].
    former_text: Option<String>,
    pub range: Range<usize>,
}

impl OpenHeading {
    /// Adds text, with its part of the id that GitHub makes, and of the previous form of ids.
    pub fn push(&mut self, words: &str, github: &str, former: &str) {
        for (other, own) in [(&mut self.github_text, github), (&mut self.former_text, former)] {
            if own != words && other.is_none() {
                *other = Some(self.text.clone());
            }
            if let Some(other) = other {
                other.push_str(own);
            }
        }
        self.text.push_str(words);
    }

    /// Removes the text from the last brace on.
    pub fn cut_braces(&mut self) {
        for text in [Some(&mut self.text), self.github_text.as_mut(), self.former_text.as_mut()].into_iter().flatten() {
            text.truncate(text.rfind('{').unwrap_or(text.len()));
            text.truncate(text.trim_end().len());
        }
    }
}

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        // The parser takes the line end along.
        let range = range.start..range.start + self.masked.source()[range.clone()].trim_end().len();
        self.heading = Some(OpenHeading {
            level: level as u8,
            id: None,
            attributes: String::new(),
            at: self.out.len(),
            text: String::new(),
            github_text: None,
            former_text: None,
            range,
        });
    }

    pub(super) fn heading_attributes(&mut self, attributes: &Attributes<'_>, range: &Range<usize>) -> String {
        let mut out = String::new();
        if !attributes.classes.is_empty() {
            out.push_str(" class=\"");
            let _ = escape_html(&mut out, &attributes.classes.join(" "));
            out.push('"');
        }
        let mut searches = 0;
        for (name, value) in &attributes.others {
            match (*name, value) {
                ("lang" | "dir", value) => {
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
        let is_title = self.is_title(&heading);
        let range = heading.range;
        if !is_title {
            self.check_level(heading.level, &range);
        }
        let has_written_id = heading.id.is_some();
        let mut at = heading.at;
        let id = match heading.id {
            Some(written) => {
                let id = normal(&written);
                let place = self.place(self.in_braces(&range, &format!("#{written}")));
                self.claim_id(&id, range.start, IdKind::Heading, place);
                id
            }
            None => {
                let github_text = heading.github_text.as_deref().unwrap_or(&heading.text);
                self.made_id(github_text, &heading.text, range.start, &mut at)
            }
        };
        if is_title {
            let range = range.start + self.base..range.end + self.base;
            let place = Place::new(self.file, range.clone());
            self.out.truncate(at);
            self.title = Some(place.clone());
            self.last_heading = (1, Some(place));
            let (level, text, former_text) = (heading.level, heading.text.trim().to_owned(), heading.former_text);
            self.document.title = Some(Heading { level, id, text, former_text, has_written_id, range });
            return;
        }
        let mut tag = format!("<{level} id=\"");
        let _ = escape_html(&mut tag, &id);
        tag.push('"');
        tag.push_str(&heading.attributes);
        tag.push('>');
        self.out.insert_str(at, &tag);
        let range = range.start + self.base..range.end + self.base;
        match self.document.headings.len().cmp(&PAGE_HEADINGS) {
            Ordering::Less => {
                let text = heading.text.trim().to_owned();
                let former_text = heading.former_text;
                self.document.headings.push(Heading {
                    level: heading.level,
                    id,
                    text,
                    former_text,
                    has_written_id,
                    range,
                });
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

    /// Whether a heading begins the text of a page without another title, so that it is the title.
    fn is_title(&self, heading: &OpenHeading) -> bool {
        let is_bare = || {
            let inner = &self.out[heading.at..];
            self.document.shown_calls.is_empty() && !inner.contains("<sup") && !heading.text.trim().is_empty()
        };
        heading.level == 1
            && self.title.is_none()
            && self.depth == 0
            && self.document.headings.is_empty()
            && self.out[..heading.at].trim().is_empty()
            && is_bare()
    }

    /// The id of a heading that begins at a byte of the source, made of its text. `at` is its place in what was written.
    pub(super) fn made_id(&mut self, github_text: &str, text: &str, start: usize, at: &mut usize) -> String {
        // An image alone has no text on GitHub, and so no id.
        let text = if github_text.trim().is_empty() { text } else { github_text };
        let made = self.ids.make(text, start);
        if made.is_renamed {
            self.document.renamed.push(made.id.clone());
        }
        if let Some(element) = made.displaced {
            let length = self.out.len();
            let is_before = self.displace_id(&made.id, element, start) < *at;
            *at -= if is_before { length - self.out.len() } else { 0 };
        }
        made.id
    }

    /// Takes an id from an element of raw HTML, for the heading that begins at a byte. Returns where it was written.
    fn displace_id(&mut self, id: &str, element: usize, heading: usize) -> usize {
        let mut attribute = " id=\"".to_owned();
        let _ = escape_html(&mut attribute, id);
        attribute.push('"');
        let written = [&mut self.out, &mut self.after_link].into_iter();
        let noted = self.footnotes.open.iter_mut().map(|(_, outer, _)| outer);
        let notes = self.footnotes.definitions.iter_mut().map(|(_, html, _)| html);
        let mut place_of_id = 0;
        for html in written.chain(noted).chain(notes) {
            let in_tag = |at: &usize| html[..*at].rfind(['<', '>']).is_some_and(|sign| html[sign..].starts_with('<'));
            if let Some(at) = html.rmatch_indices(&attribute).map(|(at, _)| at).find(in_tag) {
                html.replace_range(at..at + attribute.len(), "");
                place_of_id = at;
                break;
            }
        }
        // An anchor directly before its heading, or in it, leads to the same place.
        let source = self.masked.source();
        let rest = &source[element..];
        let is_near = element > heading || {
            let between = source.get(element..heading).unwrap_or("");
            between.split_once('>').is_some_and(|(_, between)| is_without_words(between))
        };
        if !is_near {
            let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let length = rest.find(['"', '\'', '>', ' ']).unwrap_or(line).min(line);
            let place = self.place(element..element + length);
            let first = source[heading..].find(['\n', '\r']).unwrap_or(source.len() - heading);
            let by = Some((IdKind::Heading.name(), self.place(heading..heading + first)));
            self.findings.push(catalog::markdown::duplicate_id(place, id, IdKind::Element.name(), by));
        }
        place_of_id
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
            // A page without front matter that does not begin with its title is a finding of its own.
            if self.base > 0 || self.title.is_some() {
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

/// Whether a piece of source contains only tags and white space.
fn is_without_words(source: &str) -> bool {
    let mut rest = source;
    while let Some((before, tag)) = rest.split_once('<') {
        let Some((_, after)) = tag.split_once('>') else { return false };
        if !before.trim().is_empty() {
            return false;
        }
        rest = after;
    }
    rest.trim().is_empty()
}
