//! Walks the parser's events and writes HTML.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};
use pulldown_cmark_escape::escape_html_body_text;

use super::blocks::Paragraph;
use super::bodies::Bodies;
use super::calls::{Masked, Piece};
use super::constructs::{self, Construct};
use super::elements::RawHtmlState;
use super::footnotes::Footnotes;
use super::harmless::OpenElement;
use super::heading::OpenHeading;
use super::ids::Ids;
use super::lookalikes::Lookalikes;
use super::open_links::OpenLink;
use super::prose::Prose;
use super::quotes::SmartQuotes;
use super::references::Forbidden;
use super::signs::Signs;
use super::tables::Table;
use super::tokens::Fragment;
use super::unrendered::Unrendered;
use super::{BodyRange, Document, Rules, foreign, sanitise};
use crate::limits::{LOOSE_NUMBERS, MARKDOWN_DEPTH};
use crate::marks;
use crate::report::{Finding, Place, SourceFile, catalog};

/// Writes one document.
pub fn write(
    file: &Arc<SourceFile>,
    body: &BodyRange,
    masked: &Masked<'_>,
    rules: &Rules,
    forbidden: Forbidden,
    findings: &mut Vec<Finding>,
) -> Document {
    let signs = if rules.house { Signs::new(masked.text()) } else { Signs::default() };
    let mut options = Options::empty();
    if rules.house {
        options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM;
        options.set(Options::ENABLE_DEFINITION_LIST, signs.definitions);
    }
    if rules.smart_punctuation.is_some() {
        options |= Options::ENABLE_SMART_PUNCTUATION;
    }
    let mut broken = Vec::new();
    // What each text is made of, before the parser's pieces are merged: only there is its place in the file exact.
    let pieces = RefCell::new(Vec::new());
    let mut writer = Writer::new(file, body, masked, &signs, rules, forbidden, findings);
    writer.settle_calls();
    {
        let mut note_broken = |link: pulldown_cmark::BrokenLink<'_>| {
            broken.push((link.reference.to_string(), link.link_type, link.span));
            None
        };
        let text = signs.replaced.as_deref().unwrap_or(masked.text());
        let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut note_broken));
        let events = parser.into_offset_iter();
        if rules.house {
            let references = events.reference_definitions().iter();
            writer.references = references.map(|(label, link)| (label.to_lowercase(), link.span.clone())).collect();
        }
        let listens = writer.prose.listens;
        let note_piece = |(event, range): &(Event<'_>, Range<usize>)| {
            if let Event::Text(text) = event
                && listens
            {
                pieces.borrow_mut().push((text.len(), range.clone()));
            }
        };
        let mut quotes = SmartQuotes::new(rules.smart_punctuation, text);
        let events = events.map(|event| quotes.translated(event)).inspect(note_piece);
        for (event, range) in TextMergeWithOffset::new(events) {
            if writer.depth > MARKDOWN_DEPTH {
                let place = writer.place(range.start..range.start + 1);
                writer.findings.push(catalog::files::too_deep(place, MARKDOWN_DEPTH));
                break;
            }
            if listens && matches!(event, Event::Text(_)) {
                writer.prose.begin_event(&mut pieces.borrow_mut());
            }
            let event = if signs.replaced.is_some() { Signs::restore(event) } else { event };
            writer.event(event, range);
        }
    }
    if rules.house {
        writer.broken_references(broken);
    }
    writer.finish()
}

pub(super) struct Writer<'a> {
    pub(super) file: &'a Arc<SourceFile>,
    /// The byte of the file at which the masked text begins.
    pub(super) base: usize,
    /// The place of the page's title.
    pub(super) title: Option<Place>,
    pub(super) masked: &'a Masked<'a>,
    /// What must be searched for in the texts of the document.
    pub(super) signs: &'a Signs,
    pub(super) rules: &'a Rules,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) document: Document,
    pub(super) out: String,
    pub(super) depth: usize,
    pub(super) ids: Ids,
    pub(super) heading: Option<OpenHeading>,
    /// The level of the last heading, and the heading itself.
    pub(super) last_heading: (u8, Option<Place>),
    /// Whether it was reported that the page has too many headings.
    pub(super) has_too_many_headings: bool,
    pub(super) table: Table,
    /// Links that are open, the outermost first.
    pub(super) links: Vec<OpenLink>,
    /// Content of a link that must wait for its end: calls of footnotes are links themselves.
    pub(super) after_link: String,
    /// Images being read: their text goes here instead of into the page.
    pub(super) images: Vec<super::images::Image>,
    /// Where the open paragraph began, and how many pieces of it are not calls.
    pub(super) paragraph: Option<Paragraph>,
    pub(super) code: bool,
    pub(super) html_block: Option<(Fragment, Range<usize>)>,
    pub(super) label_open: bool,
    pub(super) footnotes: Footnotes,
    /// How many tags of raw HTML are open, by name. They are reported already: their end tags are not reported again.
    pub(super) raw_open: HashMap<String, usize>,
    /// How many elements raw HTML has left open, where it is let through.
    pub(super) raw_depth: isize,
    /// What allowed raw HTML has left open, and what was reported.
    pub(super) raw: RawHtmlState,
    /// Character references that name what no page can hold.
    pub(super) forbidden: Forbidden,
    /// Where each reference is defined, by its label in lower case.
    pub(super) references: HashMap<String, Range<usize>>,
    /// The running text of the open block.
    pub(super) prose: Prose,
    /// Formulas and diagrams, which are shown as source.
    pub(super) unrendered: Unrendered,
    /// Harmless elements of HTML that are open, the outermost first.
    pub(super) elements: Vec<OpenElement>,
    /// Template syntax of other systems, in order.
    pub(super) foreign: Vec<Construct>,
    /// Text that looks like Markdown but has no effect.
    pub(super) lookalikes: Lookalikes,
    /// Bodies of shortcodes.
    pub(super) bodies: Bodies,
}

impl<'a> Writer<'a> {
    fn new(
        file: &'a Arc<SourceFile>,
        body: &BodyRange,
        masked: &'a Masked<'a>,
        signs: &'a Signs,
        rules: &'a Rules,
        forbidden: Forbidden,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        let listens = rules.lexicon.as_ref().is_some_and(|lexicon| lexicon.applies_to(masked.has_calls()));
        let foreign = if rules.house { constructs::find(masked.text()) } else { Vec::new() };
        let mut prose = Prose::new(listens);
        prose.skipped = foreign::skipped(&foreign);
        let title = body.title.clone().map(|range| Place::new(file, range));
        Self {
            file,
            base: body.range.start,
            title: title.clone(),
            masked,
            signs,
            rules,
            findings,
            document: Document::default(),
            out: String::with_capacity(masked.text().len() * 5 / 4),
            depth: 0,
            ids: Ids::default(),
            heading: None,
            // The title is the page's heading of the first level.
            last_heading: (1, title),
            has_too_many_headings: false,
            table: Table::default(),
            links: Vec::new(),
            after_link: String::new(),
            images: Vec::new(),
            paragraph: None,
            code: false,
            html_block: None,
            label_open: false,
            footnotes: Footnotes::default(),
            raw_open: HashMap::new(),
            raw_depth: 0,
            raw: RawHtmlState::default(),
            forbidden,
            references: HashMap::new(),
            prose,
            unrendered: Unrendered::default(),
            elements: Vec::new(),
            lookalikes: Lookalikes::from_source(masked.text()),
            bodies: Bodies::default(),
            foreign,
        }
    }

    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.file, range.start + self.base..range.end + self.base)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.start(tag, range);
            }
            Event::End(tag) => {
                let has_bodies = !self.masked.body_lines().is_empty();
                if has_bodies {
                    self.end_container(tag);
                }
                self.depth -= 1;
                self.end(tag, range);
                if has_bodies {
                    self.close_ended_bodies();
                }
            }
            Event::Text(text) => self.text_event(&text, range),
            Event::Code(text) => {
                self.prose.code();
                self.forbidden.settle(&range, false);
                self.note_code_between_dollars(&range);
                self.code_span(&self.masked.restore_lines(Cow::Borrowed(&text), &range));
            }
            Event::Html(html) => match &mut self.html_block {
                Some((block, _)) => block.push(&html, range),
                None => self.raw_html(&Fragment::new(&html, self.masked.text(), range.clone()), range, true),
            },
            Event::InlineHtml(html) => {
                self.raw_html(&Fragment::new(&html, self.masked.text(), range.clone()), range, false);
            }
            Event::SoftBreak => self.soft_break('\n'),
            Event::HardBreak => self.hard_break(),
            Event::Rule => {
                self.fresh_line();
                self.out.push_str("<hr>\n");
            }
            Event::FootnoteReference(label) => self.footnote_call(&label),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text_event(&text, range),
        }
    }

    fn text_event(&mut self, text: &str, range: Range<usize>) {
        if self.code {
            self.forbidden.settle(&range, false);
            let tabbed = self.signs.with_tabs(text, self.masked.text(), &range);
            // Lines first, as their place tells which they are.
            let text = self.masked.restore_lines(Cow::Borrowed(tabbed.as_deref().unwrap_or(text)), &range);
            let text = self.masked.restore(&text);
            let _ = escape_html_body_text(&mut self.out, &text);
            return;
        }
        self.report_flaws(&range);
        self.note_shown(&range);
        if !self.masked.has_calls() {
            self.words(text, &range);
            return;
        }
        for piece in self.masked.pieces(text) {
            match piece {
                Piece::Text(text) => self.words(text, &range),
                Piece::Call(number) => {
                    let call = self.masked.call(number);
                    self.prose.push_call(number, call.range.len(), call.range.clone());
                    self.touch_paragraph(Some(number), false);
                    if self.images.is_empty() {
                        self.call_hole('c', number);
                    }
                }
            }
        }
    }

    /// Keeps track of whether the open paragraph is one call and nothing else.
    pub(super) fn touch_paragraph(&mut self, call: Option<usize>, blank: bool) {
        if let Some(paragraph) = &mut self.paragraph {
            match call {
                Some(number) if paragraph.lone_call.is_none() && paragraph.lone_image.is_none() => {
                    paragraph.lone_call = Some(number);
                }
                _ => paragraph.other |= !blank,
            }
        }
    }

    /// The hole of a call; inside a link, the one for a call that may make no link.
    pub(super) fn call_hole(&mut self, kind: char, number: usize) {
        let in_link = match kind {
            'C' => 'K',
            'b' => 'm',
            _ => 'k',
        };
        let kind = if self.links.is_empty() || !self.is_in_link() { kind } else { in_link };
        // A call on a line of its own has its hole made twice.
        if self.document.shown_calls.last() != Some(&number) {
            self.document.shown_calls.push(number);
        }
        self.hole(kind, number);
    }

    pub(super) fn hole(&mut self, kind: char, number: usize) {
        use std::fmt::Write as _;
        let _ = write!(self.out, "{}{kind}{number}{}", marks::OPEN, marks::END);
    }

    pub(super) fn word_hole(&mut self, name: &str) {
        self.out.extend([marks::OPEN, 's']);
        self.out.push_str(name);
        self.out.push(marks::END);
    }

    pub(super) fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    pub(super) fn open(&mut self, tag: &str) {
        self.fresh_line();
        self.out.push_str(tag);
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.out.push('\n');
    }

    pub(super) fn close_label(&mut self) {
        if std::mem::take(&mut self.label_open) {
            while self.out.ends_with('\n') {
                self.out.pop();
            }
            self.out.push_str("</label>");
        }
    }

    pub(super) fn inline(&mut self, tag: &str) {
        if self.images.is_empty() {
            self.touch_paragraph(None, false);
            self.out.push_str(tag);
        }
    }

    /// Ends the running text of a block.
    pub(super) fn end_prose(&mut self) {
        self.prose.end_block(self.rules.lexicon.as_ref(), self.base, &mut self.document);
    }

    /// Ends the running text of a table.
    pub(super) fn end_prose_of_table(&mut self) {
        self.prose.end_table(self.rules.lexicon.as_ref(), self.base, &mut self.document);
    }

    fn finish(mut self) -> Document {
        self.end_prose();
        self.finish_bodies();
        self.finish_elements();
        self.finish_raw();
        if let Some(last) = self.document.prose.loose.get(LOOSE_NUMBERS) {
            let place = Place::new(self.file, last.range.clone());
            self.findings.push(catalog::files::too_many_numbers(place, LOOSE_NUMBERS));
            self.document.prose.loose.truncate(LOOSE_NUMBERS);
            self.document.has_too_many_numbers = true;
        }
        self.write_footnotes();
        self.report_unrendered();
        self.name_forbidden();
        if self.raw.needs_cleaning {
            let (html, left, misplaced) = sanitise::clean(&self.out, self.raw.tags.len());
            for (number, what) in misplaced {
                let Some((_, range)) = self.raw.tags.get(number) else { continue };
                let place = self.place(range.clone());
                self.findings.push(catalog::lost::misplaced(place, &what));
            }
            self.report_lost_tags(&left);
            self.out = html;
        }
        self.report_lost();
        self.document.html = self.out.into();
        self.document
    }
}
