//! HTML that is allowed whether the site allows raw HTML or not: inline elements that Markdown has no syntax for, anchors,
//! and `details`. It is written from its tokens, never copied, and every element is closed where the Markdown around it
//! ends, so that it needs no sanitiser.

use std::ops::Range;

use pulldown_cmark_escape::escape_html_body_text;

use super::raw::most_attributes;
use super::sanitise;
use super::tokens::{Fragment, Start, Token};
use super::writer::Writer;
use crate::limits::{RAW_HTML_ATTRIBUTES, RAW_HTML_DEPTH};
use crate::report::catalog::lost::NestingMistake;
use crate::report::catalog::{self, lost};

/// Inline elements that are always allowed.
const IN_LINE: [&str; 21] = [
    "abbr", "bdi", "bdo", "br", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "s", "samp", "small", "sub", "sup",
    "time", "u", "var", "wbr", "a",
];

/// Elements that are blocks of their own, or in a cell of a table.
const BLOCKS: [&str; 2] = ["details", "summary"];

/// Attributes that all of them may have.
const ANYWHERE: [&str; 4] = ["id", "lang", "dir", "title"];

/// Elements whose text is code.
const CODE: [&str; 3] = ["kbd", "samp", "var"];

/// Names of other elements of HTML that are often written with a capital.
const OTHERS: [&str; 44] = [
    "article",
    "aside",
    "audio",
    "b",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "code",
    "col",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "table",
    "td",
    "video",
];

/// An element that is open.
#[derive(Debug)]
pub(super) struct OpenElement {
    name: &'static str,
    /// The depth of the Markdown around it.
    depth: usize,
    range: Range<usize>,
    /// Where its content begins in the output.
    content: usize,
}

/// Whether this is the name of an element of HTML, in lower case.
pub(super) fn is_element(name: &str) -> bool {
    IN_LINE.contains(&name) || OTHERS.contains(&name) || sanitise::allows_element(name)
}

fn in_line(name: &str) -> Option<&'static str> {
    IN_LINE.iter().find(|known| **known == name).copied()
}

fn block(name: &str) -> Option<&'static str> {
    BLOCKS.into_iter().find(|known| *known == name)
}

/// Whether a tag is harmless. An anchor is; a link of raw HTML is not.
fn is_harmless(tag: &Start, is_block: bool) -> bool {
    let names = || tag.attributes.iter().map(|attribute| attribute.name.as_str());
    match tag.name.as_str() {
        "a" => tag.attributes.iter().any(|it| is_place(&it.name)) && !names().any(|name| name == "href"),
        name => in_line(name).is_some() || is_block && block(name).is_some(),
    }
}

fn is_place(attribute: &str) -> bool {
    matches!(attribute, "id" | "name")
}

impl Writer<'_> {
    /// Writes raw HTML if it is harmless, or its harmless part where the site does not allow any. Returns whether it did.
    pub(super) fn harmless_html(&mut self, fragment: &Fragment, range: &Range<usize>, is_block: bool) -> bool {
        if most_attributes(&fragment.text) > RAW_HTML_ATTRIBUTES || !is_block && !may_pass(&fragment.text) {
            return false;
        }
        let tokens = fragment.tokens();
        let passing: Vec<bool> = tokens.iter().map(|token| self.passes(token, is_block)).collect();
        let is_tag = |token: &&Token| !matches!(token, Token::Text(..) | Token::Comment(_));
        let count = tokens.iter().filter(is_tag).count();
        let harmless = passing.iter().filter(|is_passing| **is_passing).count();
        let has_comment = tokens.iter().any(|token| matches!(token, Token::Comment(_)));
        let is_all = count == harmless;
        if count == 0 && !has_comment || harmless == 0 && count > 0 || !is_all && (self.rules.raw_html || !is_block) {
            return false;
        }
        if tokens.iter().any(|token| matches!(token, Token::Program(_) | Token::Unclosed(_))) {
            return false;
        }
        if !is_all && !self.ends_found_html(fragment.text.trim()) {
            let length = self.masked.source()[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
            let first = tokens.iter().zip(&passing).find_map(|(token, is_passing)| match token {
                Token::Start(tag) if !is_passing && !self.is_component(tag.range.start) => Some(tag.range.clone()),
                _ => None,
            });
            let place = self.place(first.unwrap_or(range.start..range.start + length));
            self.findings.push(catalog::markdown::raw_html(place));
        }
        if is_block && count > 0 {
            self.fresh_line();
        }
        let mut is_paragraph = false;
        self.raw.is_line = true;
        for (token, is_passing) in tokens.into_iter().zip(passing) {
            let is_edge = is_passing
                && match &token {
                    Token::Start(tag) => block(&tag.name).is_some(),
                    Token::End(name) => block(name).is_some(),
                    _ => false,
                };
            let is_blank = match &token {
                Token::Text(text, _) => text.trim().is_empty(),
                Token::Comment(_) => true,
                _ => false,
            };
            if is_edge && std::mem::take(&mut is_paragraph) {
                self.end_paragraph_of_html();
            } else if is_block && !is_edge && !is_blank && !is_paragraph && !self.has_open("summary") {
                is_paragraph = true;
                self.out.push_str("<p>");
            }
            match token {
                Token::Start(tag) if is_passing => self.harmless_start(&tag),
                Token::End(name) if is_passing => self.harmless_end(&name, range),
                Token::Text(text, mut stretches) => self.raw_text(&text, &mut stretches),
                Token::Start(Start { range, .. }) => self.plain_source(range),
                Token::End(name) => {
                    let _ = escape_html_body_text(&mut self.out, &format!("</{name}>"));
                }
                Token::Declaration(range) if is_passing => self.report_body_line(&range, true),
                Token::Comment(range) | Token::Declaration(range) | Token::Program(range) | Token::Unclosed(range) => {
                    self.forbidden.settle(&range, false);
                }
            }
        }
        if is_paragraph {
            self.end_paragraph_of_html();
        }
        if is_block {
            self.end_prose();
        }
        self.raw.is_line = false;
        true
    }

    /// Whether a tag is allowed.
    fn passes(&self, token: &Token, is_block: bool) -> bool {
        let is_block = is_block || self.is_cell_of_details();
        match token {
            Token::Start(tag) => is_harmless(tag, is_block),
            // What raw HTML opened is closed by raw HTML.
            Token::End(name) if self.is_open(name) => false,
            Token::End(name) => {
                in_line(name).is_some_and(|name| name != "a" || self.ends_place()) || is_block && block(name).is_some()
            }
            Token::Declaration(range) => self.is_body_line(range),
            _ => false,
        }
    }

    /// Whether `details` may begin or end here: directly in a cell that holds whole ones.
    fn is_cell_of_details(&self) -> bool {
        self.table.details == Some(self.depth) && self.links.is_empty() && self.elements.iter().all(is_block)
    }

    /// Ends the running text of a block; in a cell, only its word.
    fn end_prose_of_element(&mut self) {
        if self.table.details.is_some() {
            self.prose.space();
        } else {
            self.end_prose();
        }
    }

    /// Shows a piece of the source as text.
    fn plain_source(&mut self, range: Range<usize>) {
        self.forbidden.settle(&range, false);
        let text = self.masked.source()[range].to_owned();
        let _ = escape_html_body_text(&mut self.out, &text);
    }

    fn end_paragraph_of_html(&mut self) {
        self.close_elements_until(|element| block(element.name).is_some());
        self.end_prose();
        self.out.push_str("</p>");
    }

    /// Whether an end tag `</a>` may be that of an anchor, which was written with its end.
    fn ends_place(&self) -> bool {
        self.raw.places > 0 && !self.links.last().is_some_and(|link| link.raw)
    }

    fn has_open(&self, name: &str) -> bool {
        self.elements.iter().any(|element| element.name == name)
    }

    fn harmless_start(&mut self, tag: &Start) {
        self.report_flaws(&tag.range);
        self.forbidden.settle(&tag.range, true);
        let Some(name) = in_line(&tag.name).or_else(|| block(&tag.name)) else { return };
        if !self.images.is_empty() {
            if name == "br" {
                self.soft_break(' ');
            }
            return;
        }
        if self.elements.len() >= RAW_HTML_DEPTH {
            let place = self.place(tag.range.start..tag.range.start + 1);
            let finding = catalog::files::html_too_deep(place, RAW_HTML_DEPTH);
            self.report_once("too deep", finding);
            return;
        }
        match name {
            "br" => self.break_line(),
            "summary" | "details" => self.end_prose_of_element(),
            _ => {}
        }
        self.touch_paragraph(None, false);
        self.out.extend(["<", if name == "a" && self.is_in_link() { "span" } else { name }]);
        let has_id = tag.attributes.iter().any(|attribute| attribute.name == "id");
        for attribute in tag.attributes.iter().filter(|attribute| !(has_id && name == "a" && attribute.name == "name"))
        {
            self.attribute(name, attribute);
        }
        self.out.push('>');
        if name == "a" {
            // It is written empty, because its content may be a link.
            self.raw.places += 1;
            self.out.push_str(if self.is_in_link() { "</span>" } else { "</a>" });
        } else if !matches!(name, "br" | "wbr") {
            self.prose.addresses += usize::from(CODE.contains(&name));
            let content = self.out.len();
            self.elements.push(OpenElement { name, depth: self.depth, range: tag.range.clone(), content });
        }
    }

    fn harmless_end(&mut self, name: &str, range: &Range<usize>) {
        // Browsers read `</br>` as a line break.
        if name == "br" {
            self.break_line_of_end_tag();
            return;
        }
        if !self.images.is_empty() || name == "wbr" {
            return;
        }
        if name == "a" {
            self.raw.places = self.raw.places.saturating_sub(1);
            return;
        }
        let depth = self.depth;
        let open = self.elements.iter().rposition(|element| element.name == name && element.depth == depth);
        let Some(open) = open.filter(|open| block(name).is_some() || !self.elements[*open..].iter().any(is_block))
        else {
            if self.elements.len() < RAW_HTML_DEPTH {
                let at = self.masked.source()[range.clone()].find(&format!("</{name}")).unwrap_or(0) + range.start;
                let length = self.masked.source()[at..range.end].find('>').map_or(range.end - at, |end| end + 1);
                let place = self.place(at..at + length);
                self.findings.push(lost::unopened_tag(place, name));
            }
            return;
        };
        while self.elements.len() > open + 1 {
            self.close_element(true);
        }
        if block(name).is_some() {
            self.end_prose_of_element();
        }
        self.close_element(false);
    }

    /// Writes the line break that `</br>` is for browsers.
    pub(super) fn break_line_of_end_tag(&mut self) {
        if self.images.is_empty() {
            self.break_line();
            self.touch_paragraph(None, false);
            self.out.push_str("<br>");
        } else {
            self.soft_break(' ');
        }
    }

    /// A line break of HTML is a space between words.
    pub(super) fn break_line(&mut self) {
        self.prose.space();
        match &mut self.heading {
            // On GitHub it leaves nothing in the id.
            Some(heading) => heading.push(" ", "", ""),
            None => self.words_of_raw_heading(" "),
        }
    }

    /// Ends an element that was opened before in a block of its own.
    pub(super) fn end_element_of_block(&mut self, name: &str) {
        let depth = self.depth;
        if self.elements.iter().any(|element| element.name == name && element.depth == depth) {
            self.harmless_end(name, &(0..0));
        }
    }

    /// Closes the innermost element.
    fn close_element(&mut self, is_forgotten: bool) {
        let Some(element) = self.elements.pop() else { return };
        self.prose.addresses = self.prose.addresses.saturating_sub(usize::from(CODE.contains(&element.name)));
        let has_summary =
            || self.out.get(element.content..).is_some_and(|content| content.trim_start().starts_with("<summary"));
        if is_forgotten {
            let place = self.place(element.range);
            self.findings.push(lost::unclosed_element(place, element.name));
        } else if element.name == "details" && !has_summary() {
            let place = self.place(element.range);
            self.report_once("details", lost::misplaced(place, &NestingMistake::NoSummary));
        }
        self.out.extend(["</", element.name, ">"]);
    }

    fn close_elements_until(&mut self, is_last: impl Fn(&OpenElement) -> bool) {
        while self.elements.last().is_some_and(|element| !is_last(element)) {
            self.close_element(true);
        }
    }

    /// Closes what was opened in Markdown that ends.
    pub(super) fn close_elements(&mut self) {
        let depth = self.depth;
        self.close_elements_until(|element| element.depth <= depth);
    }

    /// Closes what is open at the end of the document.
    pub(super) fn finish_elements(&mut self) {
        self.close_elements_until(|_| false);
    }

    /// Whether an element keeps an attribute.
    pub(super) fn allows_attribute(&self, element: &str, name: &str) -> bool {
        if self.rules.raw_html && sanitise::allows_attribute(element, name) {
            return true;
        }
        ANYWHERE.contains(&name)
            || matches!((element, name), ("details", "open") | ("time" | "del" | "ins", "datetime"))
    }
}

fn is_block(element: &OpenElement) -> bool {
    block(element.name).is_some()
}

/// Whether a piece of HTML in a line may be harmless, by the name of its tag.
fn may_pass(html: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']);
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    html.starts_with("<!--") || IN_LINE.iter().chain(&BLOCKS).any(|known| name[..length].eq_ignore_ascii_case(known))
}
