//! Bodies of shortcodes: what is written between `{% name() %}` and `{% end %}`. A body is a level of the document like a
//! quotation: it begins and ends within the same list item, quotation or footnote, and what raw HTML opens in it ends with it.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::body_lines::BodyLineKind;
use super::constructs::Construct;
use super::flaws::{Flaw, FlawKind};
use super::tokens::{Fragment, Token};
use super::writer::Writer;
use crate::limits::{BODY_DEPTH, PAGE_BODIES};
use crate::marks;
use crate::report::catalog::foreign::System;
use crate::report::catalog::{self, bodies};

/// Elements whose end tag may be left out.
const OPTIONAL_ENDS: [&str; 11] = ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"];

/// The body of a call.
#[derive(Clone, Debug)]
pub struct CallBody {
    /// Number of the call.
    pub call: usize,
    /// How it ends.
    pub end: BodyEnd,
    /// Whether there is nothing in it.
    pub is_empty: bool,
}

/// How a body ends.
#[derive(Clone, Debug)]
pub enum BodyEnd {
    /// With `{% end %}` at these bytes of the file.
    Closed(Range<usize>),
    /// With the document.
    Missing,
    /// It begins or ends within something that does not hold all of it.
    Crossed(Crossing),
    /// With a mistake that is reported.
    Reported,
}

/// What a body crosses.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// What it is, in words: "list item".
    pub container: &'static str,
    /// Whether the body begins in it; else it ends in it.
    pub begins_inside: bool,
    /// Bytes of the file that its `{% end %}` takes, if there is one.
    pub end: Option<Range<usize>>,
}

/// The state of the bodies of a document.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    open: Vec<OpenBody>,
    /// What lists, quotations, footnotes and definitions are open, in words.
    containers: Vec<&'static str>,
    /// How many were opened.
    count: usize,
    /// Numbers of the bodies that were cut, and whose end is still to come.
    cut: Vec<usize>,
    /// How many lines were reported that should have opened a body, and whose end is still to come.
    lost_openings: usize,
    /// How many lines were reported that should have closed one.
    lost_ends: usize,
}

/// A body that is open.
#[derive(Debug)]
struct OpenBody {
    /// Its number in the document; `None` if its call is not one.
    number: Option<usize>,
    /// The depth of the Markdown around it.
    depth: usize,
    /// Number of containers around it.
    containers: usize,
    /// Where its content begins in what was written.
    at: usize,
    /// Elements of raw HTML that are open around it.
    elements: HashMap<String, usize>,
    /// Whether its `{% end %}` was found within something that begins in it.
    is_ended: bool,
}

/// Whether the last line of a block of HTML may be the line of a body, because the block ends with a blank line.
fn may_end_with_body_line(html: &str) -> bool {
    let is_comment = html.rfind("<!--").is_some_and(|open| !html[open..].contains("-->"));
    let start = html.trim_ascii_start();
    let is_other = ["<!", "<?"].iter().any(|sign| start.starts_with(sign));
    let is_program = ["<pre", "<script", "<style", "<textarea"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
    !(is_comment || is_other || is_program)
}

impl Writer<'_> {
    /// Opens or closes a body by the line of this number.
    pub(super) fn body_line(&mut self, number: usize) {
        let line = &self.masked.body_lines()[number];
        let range = line.range.clone();
        match &line.kind {
            BodyLineKind::Call(call) => self.open_body(Some(*call), &range),
            BodyLineKind::Malformed(flaw) => {
                self.report_flaw(flaw);
                // Its end closes it.
                self.bodies.lost_openings -= 1;
                self.open_body(None, &range);
            }
            BodyLineKind::End { is_exact } => {
                if !is_exact && self.bodies.open.iter().any(|open| !open.is_ended) {
                    let place = self.place(range.clone());
                    self.findings.push(bodies::misspelt_end(place));
                }
                self.end_line(&range);
            }
        }
    }

    /// Writes a block of HTML, or opens or closes the body whose line it is, or ends with.
    pub(super) fn html_or_body_line(&mut self, mut html: Fragment, range: Range<usize>) {
        if self.masked.body_lines_in(&range).is_empty() {
            return self.raw_html(&html, range, true);
        }
        if let Some(line) = self.masked.body_line(&html.text, &range) {
            return self.body_line(line);
        }
        let last = self.masked.body_lines_in(&range).last().filter(|_| may_end_with_body_line(&html.text));
        let last = last.filter(|last| {
            let line = html.text.trim_ascii_end().rsplit('\n').next().unwrap_or("");
            let place = self.masked.body_lines()[*last].range.clone();
            self.masked.body_line(line, &place).is_some()
        });
        let Some(last) = last else { return self.raw_html(&html, range, true) };
        let start = html.text.trim_ascii_end().rfind('\n').map_or(0, |at| at + 1);
        html.truncate(start);
        let end = self.masked.body_lines()[last].range.start;
        self.raw_html(&html, range.start..end, true);
        self.body_line(last);
    }

    fn open_body(&mut self, call: Option<usize>, range: &Range<usize>) {
        self.close_label();
        self.end_body_html();
        self.raw.open.remove("p");
        self.bodies.count += 1;
        let place = || self.place(range.start..range.start + 1);
        let excess = if self.bodies.open.len() >= BODY_DEPTH {
            Some(("deep bodies", catalog::files::bodies_too_deep(place(), BODY_DEPTH)))
        } else if self.bodies.count > PAGE_BODIES {
            Some(("many bodies", catalog::files::too_many_bodies(place(), PAGE_BODIES)))
        } else {
            None
        };
        let is_excess = excess.is_some();
        if let Some((kind, finding)) = excess {
            self.report_once(kind, finding);
        }
        let call = call.filter(|_| !is_excess);
        if let Some(call) = call {
            self.fresh_line();
            self.hole('o', call);
            self.document.shown_calls.push(call);
            self.document.bodies.push(CallBody { call, end: BodyEnd::Missing, is_empty: false });
        }
        let open = OpenBody {
            number: call.map(|_| self.document.bodies.len() - 1),
            depth: self.depth,
            containers: self.bodies.containers.len(),
            at: self.out.len(),
            elements: std::mem::take(&mut self.raw.open),
            is_ended: false,
        };
        self.bodies.open.push(open);
        self.depth += 1;
    }

    /// What `{% end %}` at a range ends.
    fn end_line(&mut self, range: &Range<usize>) {
        let Some(at) = self.bodies.open.iter().rposition(|open| !open.is_ended) else {
            return self.stray_end(range);
        };
        let open = &self.bodies.open[at];
        let in_file = range.start + self.base..range.end + self.base;
        if at + 1 == self.bodies.open.len() && self.depth == open.depth + 1 {
            return self.close_body(BodyEnd::Closed(in_file));
        }
        // It is in something that begins within the body, and goes on until that ends.
        let container = self.bodies.containers.get(open.containers).copied().unwrap_or("block");
        let number = open.number;
        self.bodies.open[at].is_ended = true;
        if let Some(number) = number {
            let crossing = Crossing { container, begins_inside: false, end: Some(in_file) };
            self.document.bodies[number].end = BodyEnd::Crossed(crossing);
        }
    }

    /// An end for which no body is open.
    fn stray_end(&mut self, range: &Range<usize>) {
        let in_file = range.start + self.base..range.end + self.base;
        if let Some(number) = self.bodies.cut.pop() {
            if let BodyEnd::Crossed(crossing) = &mut self.document.bodies[number].end {
                crossing.end = Some(in_file);
            }
        } else if self.bodies.lost_openings > 0 {
            self.bodies.lost_openings -= 1;
        } else if !self.is_end_of_foreign_tag(range) {
            self.document.stray_ends.push(in_file);
        }
    }

    /// Whether an end belongs to a tag before it. One without arguments is meant as a call, and reported as that.
    fn is_end_of_foreign_tag(&mut self, range: &Range<usize>) -> bool {
        /// How many tags are compared.
        const NEAR: usize = 50;
        let before = self.foreign.partition_point(|construct| construct.range.start < range.start);
        let near = before.saturating_sub(NEAR)..before;
        let is_tag = |construct: &Construct| construct.system == System::Tag && construct.is_shown;
        let is_open = |number: &usize| {
            let tag = &self.foreign[*number];
            let mut after = self.foreign[*number..before].iter();
            is_tag(tag) && !tag.is_end && !after.any(|end| is_tag(end) && end.is_end && end.name == tag.name)
        };
        let Some(number) = near.rev().find(is_open) else { return false };
        let tag = &mut self.foreign[number];
        let (start, name) = (tag.range.start, tag.name.clone());
        let inner = &self.masked.source()[start + 2..tag.range.end - 2];
        if inner.trim_ascii() == name {
            tag.is_shown = false;
            let at = start + 2 + inner.find(&name).unwrap_or(0) + name.len();
            let opens = start..at;
            let kind = FlawKind::Malformed { at: at..at + 1, wanted: "`(` after the name" };
            self.report_flaw(&Flaw { opens, kind });
            self.bodies.lost_openings -= 1;
        }
        true
    }

    /// Closes the innermost body.
    fn close_body(&mut self, end: BodyEnd) {
        let Some(open) = self.bodies.open.pop() else { return };
        self.end_body_html();
        self.depth = open.depth;
        self.close_elements();
        // All else ends with the body, but nothing in a table ends one.
        for _ in 0..self.raw.open.get("table").copied().unwrap_or(0) {
            self.out.push_str("</table>");
        }
        self.report_open_elements();
        self.raw.open = open.elements;
        let Some(number) = open.number else { return };
        let body = &mut self.document.bodies[number];
        body.is_empty = self.out[open.at..].trim_ascii().is_empty();
        if !open.is_ended {
            body.end = end;
        }
        let call = body.call;
        self.fresh_line();
        self.hole('e', call);
        self.out.push('\n');
    }

    /// Ends what no border of a body can be in.
    fn end_body_html(&mut self) {
        self.end_prose();
        self.end_program(false);
        self.close_raw_heading();
        while self.links.last().is_some_and(|link| link.raw) {
            self.pop_link();
        }
    }

    /// Notes what begins around or in bodies.
    pub(super) fn begin_container(&mut self, tag: &Tag<'_>) {
        let name = match tag {
            Tag::Item => "list item",
            Tag::BlockQuote(_) => "quotation",
            Tag::FootnoteDefinition(_) => "footnote",
            Tag::DefinitionListDefinition => "definition",
            _ => return,
        };
        self.bodies.containers.push(name);
    }

    /// Closes bodies that are still open where what they began in ends.
    pub(super) fn end_container(&mut self, tag: TagEnd) {
        while self.bodies.open.last().is_some_and(|open| self.depth <= open.depth + 1) {
            let container = self.bodies.containers.last().copied().unwrap_or("block");
            let open = self.bodies.open.last().filter(|open| !open.is_ended);
            let number = open.and_then(|open| open.number);
            let is_reported = number.is_some() && self.bodies.lost_ends > 0;
            self.bodies.lost_ends -= usize::from(is_reported);
            let crossing = Crossing { container, begins_inside: true, end: None };
            self.close_body(if is_reported { BodyEnd::Reported } else { BodyEnd::Crossed(crossing) });
            if !is_reported {
                self.bodies.cut.extend(number);
            }
        }
        let is_one = matches!(
            tag,
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition
        );
        if is_one {
            self.bodies.containers.pop();
        }
    }

    /// Closes bodies whose end was found in what has now ended.
    pub(super) fn close_ended_bodies(&mut self) {
        while self.bodies.open.last().is_some_and(|open| open.is_ended && self.depth == open.depth + 1) {
            self.close_body(BodyEnd::Reported);
        }
    }

    /// Closes bodies that are open at the end of the document.
    pub(super) fn finish_bodies(&mut self) {
        while !self.bodies.open.is_empty() {
            let is_reported = self.bodies.lost_ends > 0;
            self.bodies.lost_ends = self.bodies.lost_ends.saturating_sub(1);
            self.close_body(if is_reported { BodyEnd::Reported } else { BodyEnd::Missing });
        }
    }

    /// Notes that a line was reported that should have opened or closed a body.
    pub(super) fn lose_body_line(&mut self, is_end: bool) {
        if is_end {
            self.bodies.lost_ends += 1;
        } else {
            self.bodies.lost_openings += 1;
        }
    }

    /// Whether a line that opens or closes a body begins where this range does.
    pub(super) fn is_body_line(&self, range: &Range<usize>) -> bool {
        self.masked.body_line_at(range.start).is_some()
    }

    /// Reports a line of a body, at a range, that is not a block of its own: it is in a paragraph or in HTML.
    pub(super) fn report_body_line(&mut self, range: &Range<usize>, is_html: bool) {
        let Some(number) = self.masked.body_line_at(range.start) else { return };
        let line = &self.masked.body_lines()[number];
        let is_end = matches!(line.kind, BodyLineKind::End { .. });
        let place = self.place(line.range.clone());
        self.prose.has_flaw = true;
        self.findings.push(bodies::body_line_inside(place, is_html));
        self.lose_body_line(is_end);
    }

    /// Reports the lines of bodies in HTML that is shown as text. Returns whether it holds anything else.
    pub(super) fn report_body_lines(&mut self, fragment: &Fragment, range: &Range<usize>, is_block: bool) -> bool {
        if self.masked.body_lines_in(range).is_empty() || !fragment.text.contains(marks::BODY) {
            return true;
        }
        let mut has_tags = false;
        for token in fragment.tokens() {
            match token {
                Token::Declaration(range) if self.is_body_line(&range) => self.report_body_line(&range, is_block),
                Token::Text(..) | Token::Comment(_) => {}
                _ => has_tags = true,
            }
        }
        has_tags
    }

    /// Reports an element of raw HTML that is open where a body ends.
    fn report_open_elements(&mut self) {
        let is_open = |name: &str| self.is_open(name) && !OPTIONAL_ENDS.contains(&name);
        let tag = self.raw.tags.iter().rev().find(|(name, _)| is_open(name)).cloned();
        if let Some((name, range)) = tag {
            let finding = bodies::crossed_element(self.place(range), &name, true);
            self.report_once("crossed element", finding);
        }
    }

    /// Reports an end tag in raw HTML at a range, if it is for an element that was opened around the open body.
    pub(super) fn check_end_of_outer_element(&mut self, name: &str) {
        let html = self.raw.place.clone();
        let is_around = |open: &OpenBody| open.elements.get(name).is_some_and(|count| *count > 0);
        if self.bodies.open.iter().any(is_around) {
            let source = &self.masked.source()[html.clone()];
            let at = source.find(&format!("</{name}")).map_or(html.start, |at| html.start + at);
            let end = self.masked.source()[at..html.end].find('>').map_or(html.end, |end| at + end + 1);
            let finding = bodies::crossed_element(self.place(at..end), name, false);
            self.report_once("crossed element", finding);
        }
    }
}
