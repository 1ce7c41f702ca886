//! Writes the raw HTML that a site allows, in one pass: each tag is written in its safe form, and its links, ids,
//! headings, words and calls are checked like those of Markdown. What is removed is reported.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::addresses::{AddressKind, classify, valid};
use super::autolinks::with_ascii_host;
use super::calls::Piece;
use super::heading::Heading;
use super::ids::{IdKind, normal, of_element};
use super::removed::RemovedKind;
use super::sanitise::{self, BLOCKS, CODE, LINES, VOID};
use super::tokens::{Attribute, Fragment, Start, Token};
use super::writer::Writer;
use crate::marks;
use crate::report::catalog;
use crate::report::catalog::lost::{self, RemovedHtml};

/// The state of raw HTML: elements that are still open, and what was reported.
#[derive(Debug, Default)]
pub(super) struct RawHtmlState {
    /// How many elements of each name are open.
    pub(super) open: HashMap<String, usize>,
    /// Kinds of findings that a page has at most once and that were reported.
    named: HashSet<&'static str>,
    /// What was removed, by kind, and the place of each kind in that list.
    pub removed: Vec<RemovedKind>,
    pub kinds: HashMap<RemovedHtml, usize>,
    /// Whether anything was written that needs the sanitiser.
    pub needs_cleaning: bool,
    /// Number of images without alternative text that were written.
    pub unnamed_images: usize,
    /// Number of open anchors.
    pub places: usize,
    /// Whether text of HTML is part of a line.
    pub is_line: bool,
    heading: Option<RawHeading>,
    pub program: Option<Program>,
    /// Place of the piece that is being read.
    pub place: Range<usize>,
    /// Start tags that were written, by their names and places.
    pub tags: Vec<(String, Range<usize>)>,
}

/// A heading whose end tag is still to come.
#[derive(Debug)]
struct RawHeading {
    level: u8,
    id: Option<String>,
    text: String,
    start: usize,
    /// Where its attributes begin in what was written.
    attributes: usize,
}

/// A script or a style sheet in a line, whose content Markdown reads as text.
#[derive(Debug)]
pub(super) struct Program {
    name: String,
    /// Where its content begins in what was written.
    at: usize,
    /// How many links were open before it.
    links: usize,
    depth: usize,
}

impl Writer<'_> {
    /// Raw HTML, kept at its place.
    pub(super) fn walk(&mut self, fragment: &Fragment, block: bool) {
        if !self.images.is_empty() {
            return;
        }
        self.raw.needs_cleaning = true;
        if block {
            self.fresh_line();
        }
        for token in fragment.tokens() {
            match token {
                // The content of a script is not HTML, and is left out with it.
                Token::End(name) if self.raw.program.is_some() => self.end_program_of(&name),
                _ if self.raw.program.is_some() => {}
                Token::Text(text, mut stretches) => self.raw_text(&text, &mut stretches),
                Token::Start(tag) => self.start_tag(tag, block),
                Token::End(name) => self.end_tag(&name),
                Token::Comment(range) => self.forbidden.settle(&range, false),
                Token::Declaration(range) if self.is_body_line(&range) => self.report_body_line(&range, true),
                Token::Declaration(range) => {
                    self.forbidden.settle(&range, false);
                    let words = self.masked.source()[range.clone()].split(['\n', '\r', ' ', '>']).next().unwrap_or("<");
                    self.note_removed(RemovedHtml::Declaration(words.to_owned()), range.clone(), []);
                }
                Token::Program(range) => self.forbidden.settle(&range, false),
                Token::Unclosed(range) => {
                    let line = self.masked.source()[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
                    let finding = lost::unclosed_tag(self.place(range.start..range.start + line));
                    self.findings.push(finding);
                    let text = self.masked.text()[range.clone()].to_owned();
                    let mut stretches = vec![(text.len(), range.clone())];
                    self.raw_text(&text, &mut stretches);
                    self.forbidden.settle(&range, false);
                }
            }
        }
    }

    pub(super) fn raw_text(&mut self, text: &str, stretches: &mut Vec<(usize, Range<usize>)>) {
        let ranges: Vec<Range<usize>> = stretches.iter().map(|(_, range)| range.clone()).collect();
        self.prose.begin_event(stretches);
        for range in &ranges {
            self.report_flaws(range);
            self.forbidden.settle(range, true);
        }
        for piece in self.masked.pieces(text) {
            match piece {
                Piece::Text(words) => {
                    self.touch_paragraph(None, words.trim().is_empty());
                    if let Some(heading) = &mut self.raw.heading {
                        heading.text.push_str(words);
                    }
                    self.prose.push(words);
                    let _ = escape_html_body_text(&mut self.out, &marks::without_forbidden(words));
                }
                Piece::Call(number) => {
                    let call = self.masked.call(number);
                    self.prose.push_call(number, call.range.len(), call.range.clone());
                    self.touch_paragraph(None, false);
                    let in_line = self.paragraph.is_some() || LINES.iter().any(|name| self.is_open(name));
                    let in_line = in_line || self.raw.heading.is_some() || self.raw.is_line;
                    self.call_hole(if in_line { 'c' } else { 'b' }, number);
                }
            }
        }
    }

    pub(super) fn is_open(&self, name: &str) -> bool {
        self.raw.open.get(name).is_some_and(|count| *count > 0)
    }

    /// Reports a finding of which a page has one at most.
    pub(super) fn report_once(&mut self, kind: &'static str, finding: crate::report::Finding) {
        if self.raw.named.insert(kind) {
            self.findings.push(finding);
        }
    }

    fn start_tag(&mut self, tag: Start, block: bool) {
        self.touch_paragraph(None, false);
        self.report_flaws(&tag.range);
        self.forbidden.settle(&tag.range, true);
        let name = tag.name.as_str();
        self.begin_tag(name, &tag.range);
        match name {
            "script" | "style" => {
                self.note_removed(RemovedHtml::Program(name.to_owned()), tag.range.clone(), &tag.attributes);
                if !block && self.raw.program.is_none() {
                    let (at, links, depth) = (self.out.len(), self.links.len(), self.depth);
                    self.raw.program = Some(Program { name: name.to_owned(), at, links, depth });
                    self.prose.addresses += 1;
                }
            }
            "img" => self.image_tag(tag, block),
            "a" => self.open_link(&tag, block),
            "input" => self.input_tag(&tag),
            _ if !sanitise::allows_element(name) => {
                // A component is reported as syntax of another system.
                if !self.is_component(tag.range.start) {
                    let kind = if VOID.contains(&name) { RemovedHtml::EmptyElement } else { RemovedHtml::Element };
                    self.note_removed(kind(name.to_owned()), tag.range.clone(), &tag.attributes);
                }
                // Its addresses go with it, but one that would run is still a mistake.
                for attribute in &tag.attributes {
                    self.check_removed_address(attribute);
                }
            }
            _ => {
                if let Some(level) = level(name) {
                    self.open_raw_heading(level, &tag);
                }
                if name == "table" {
                    self.prose.begin_table();
                }
                if name == "br" {
                    self.break_line();
                }
                self.write_tag(name, &tag, &[]);
                if !VOID.contains(&name) {
                    self.prose.addresses += usize::from(CODE.contains(&name));
                    *self.raw.open.entry(tag.name).or_default() += 1;
                }
            }
        }
    }

    fn end_tag(&mut self, name: &str) {
        match name {
            "a" => return self.close_raw_link(),
            "br" => return self.break_line_of_end_tag(),
            _ => {}
        }
        let Some(count) = self.raw.open.get_mut(name).filter(|count| **count > 0) else {
            self.end_element_of_block(name);
            self.check_end_of_outer_element(name);
            return;
        };
        *count -= 1;
        self.prose.addresses = self.prose.addresses.saturating_sub(usize::from(CODE.contains(&name)));
        if BLOCKS.contains(&name) {
            self.end_prose();
        }
        if name == "table" {
            self.end_prose_of_table();
        }
        self.out.extend(["</", name, ">"]);
        if level(name).is_some() {
            self.close_raw_heading();
        }
    }

    fn end_program_of(&mut self, name: &str) {
        if self.raw.program.as_ref().is_some_and(|program| program.name == name) {
            self.end_program(true);
        }
    }

    /// Ends a script in a line. Where it ends on its own line, its content is not text.
    pub(super) fn end_program(&mut self, is_closed: bool) {
        let Some(program) = self.raw.program.take() else { return };
        self.prose.addresses = self.prose.addresses.saturating_sub(1);
        if is_closed && program.depth == self.depth && program.links == self.links.len() && program.at <= self.out.len()
        {
            self.out.truncate(program.at);
        }
    }

    pub(super) fn write_tag(&mut self, name: &str, tag: &Start, except: &[&str]) {
        self.out.extend(["<", name]);
        for attribute in &tag.attributes {
            if !except.contains(&attribute.name.as_str()) {
                self.attribute(name, attribute);
            }
        }
        self.close_start_tag(name, &tag.range);
    }

    /// Ends a start tag with its number, by which it is known whether it stayed.
    fn close_start_tag(&mut self, name: &str, range: &Range<usize>) {
        self.out.push_str(&format!(" {}=\"{}\">", sanitise::NUMBER, self.raw.tags.len()));
        self.raw.tags.push((name.to_owned(), range.clone()));
    }

    pub(super) fn attribute(&mut self, element: &str, attribute: &Attribute) {
        // The old form of an anchor.
        let name = if (element, &*attribute.name) == ("a", "name") { "id" } else { attribute.name.as_str() };
        if name.contains(marks::CALL) || attribute.value.contains(marks::CALL) {
            let range = if name.contains(marks::CALL) { &attribute.name_range } else { &attribute.value_range };
            self.findings.push(catalog::shortcode::in_attribute(self.place(range.clone())));
            return;
        }
        if !self.allows_attribute(element, name) {
            self.check_removed_address(attribute);
            self.note_removed(RemovedHtml::Attribute(name.to_owned()), attribute.name_range.clone(), [attribute]);
            return;
        }
        let value = marks::without_forbidden(&attribute.value);
        if sanitise::is_address(name) {
            if self.holds_forbidden_escape(&value, &attribute.value_range) {
                return;
            }
            match classify(&value) {
                AddressKind::Forbidden(scheme) => {
                    let place = self.place(attribute.value_range.clone());
                    self.findings.push(catalog::markdown::forbidden_scheme(place, scheme));
                }
                AddressKind::Outside => {
                    let address = with_ascii_host(&value).unwrap_or_else(|| value.into_owned());
                    self.write_attribute(name, &valid(&address));
                }
                AddressKind::Inside => {
                    self.out.extend([" ", name, "=\""]);
                    self.inside_link(value.trim().to_owned(), attribute.value_range.clone());
                    self.out.push('"');
                }
            }
            return;
        }
        if name == "id" {
            let id = of_element(&value);
            if !id.is_empty() {
                if id != normal(&value) {
                    self.document.renamed.push(id.clone());
                }
                let place = self.place(attribute.value_range.clone());
                self.claim_id(&id, attribute.value_range.start, IdKind::Element, place);
                self.write_attribute(name, &id);
            }
            return;
        }
        self.write_attribute(name, &value);
    }

    fn write_attribute(&mut self, name: &str, value: &str) {
        self.out.extend([" ", name, "=\""]);
        let _ = escape_html(&mut self.out, value);
        self.out.push('"');
    }

    /// An attribute that goes may still hold an address that would run.
    pub(super) fn check_removed_address(&mut self, attribute: &Attribute) {
        if sanitise::is_address(&attribute.name)
            && let AddressKind::Forbidden(scheme) = classify(&attribute.value)
        {
            let place = self.place(attribute.value_range.clone());
            self.findings.push(catalog::markdown::forbidden_scheme(place, scheme));
        }
    }

    fn input_tag(&mut self, tag: &Start) {
        let value = |name: &str| tag.attributes.iter().find(|attribute| attribute.name == name).map(|it| &*it.value);
        let is_box = value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        if !is_box {
            self.note_removed(RemovedHtml::EmptyElement("input".to_owned()), tag.range.clone(), &tag.attributes);
            return;
        }
        let is_checked = value("checked").is_some();
        self.out.push_str("<input type=\"checkbox\" disabled");
        self.out.push_str(if is_checked { " checked" } else { "" });
        for attribute in &tag.attributes {
            if !matches!(attribute.name.as_str(), "type" | "disabled" | "checked") {
                self.attribute("input", attribute);
            }
        }
        self.close_start_tag("input", &tag.range);
    }

    fn open_raw_heading(&mut self, level: u8, tag: &Start) {
        self.close_raw_heading();
        self.check_raw_level(level, &tag.range);
        self.prose.set_heading(true);
        let id = tag.attributes.iter().find(|attribute| attribute.name == "id").map(|id| of_element(&id.value));
        let id = id.filter(|id| !id.is_empty());
        let (start, attributes) = (tag.range.start, self.out.len() + "<h1".len());
        self.raw.heading = Some(RawHeading { level, id, text: String::new(), start, attributes });
    }

    /// A heading of raw HTML may contain Markdown.
    pub(super) fn words_of_raw_heading(&mut self, text: &str) {
        if let Some(heading) = &mut self.raw.heading {
            heading.text.push_str(text);
        }
    }

    pub(super) fn close_raw_heading(&mut self) {
        let Some(heading) = self.raw.heading.take() else { return };
        self.prose.set_heading(false);
        let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let has_written_id = heading.id.is_some();
        let id = heading.id.unwrap_or_else(|| {
            let mut at = heading.attributes;
            let id = self.made_id(&text, &text, heading.start, &mut at);
            if self.out.get(at - "<h1".len()..at).is_some_and(|tag| tag == format!("<h{}", heading.level)) {
                self.out.insert_str(at, &format!(" id=\"{id}\""));
            }
            id
        });
        let line = self.masked.source()[heading.start..].find(['\n', '\r']);
        let end = line.map_or(self.masked.source().len(), |line| heading.start + line);
        let range = heading.start + self.base..end + self.base;
        let level = heading.level;
        self.document.headings.push(Heading { level, id, text, former_text: None, has_written_id, range });
    }

    /// Closes what raw HTML left open at the end of the document.
    pub(super) fn finish_raw(&mut self) {
        self.end_program(false);
        while !self.links.is_empty() {
            self.pop_link();
        }
        self.close_raw_heading();
    }

    /// Reports the tags that a browser would ignore at their place, by whether each is left.
    pub(super) fn report_lost_tags(&mut self, left: &[bool]) {
        for (number, (name, range)) in std::mem::take(&mut self.raw.tags).into_iter().enumerate() {
            if !left.get(number).copied().unwrap_or(true) {
                self.note_removed(RemovedHtml::Misplaced(name), range, []);
            }
        }
    }
}

fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}
