//! Running text: links, bare addresses, images, and references that lead nowhere.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::LinkType;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::addresses::{AddressKind, address_at, classify, percent_escapes, valid};
use super::code_tags::CodeTags;
use super::file_links::{file_ending, is_recording};
use super::open_links::OpenLink;
use super::writer::Writer;
use super::{Link, autolinks, emoji};
use crate::percent::end_of_ipv6_host;
use crate::report::catalog;

impl Writer<'_> {
    /// Writes running text without calls, none of which is struck through.
    pub(super) fn plain_words(&mut self, text: &str, range: &Range<usize>) {
        self.touch_paragraph(None, text.trim().is_empty());
        let mut spans = self.formulas_in(text, range);
        if self.signs.emoji {
            let is_outside = |at: usize| {
                let next = spans.partition_point(|(formula, _)| formula.end <= at);
                spans.get(next).is_none_or(|(formula, _)| formula.start > at)
            };
            let names = emoji::names(text).into_iter().map(|(name, character)| (name, Some(character)));
            let names: Vec<_> = names.filter(|(name, _)| is_outside(name.start)).collect();
            spans.extend(names);
            spans.sort_by_key(|(span, _)| span.start);
        }
        if spans.is_empty() {
            self.name_heading(text, text);
            self.prose.push(text);
            self.text(text, range);
            return;
        }
        let mut shown = String::with_capacity(text.len());
        let mut end = 0;
        for (span, character) in spans {
            let (before, written) = (&text[end..span.start], &text[span.clone()]);
            let own = character.unwrap_or(written);
            self.name_heading(before, before);
            self.name_heading(own, written);
            self.prose.push(before);
            // Its digits are not numbers in the text.
            self.prose.pass(written);
            shown.extend([before, own]);
            end = span.end;
        }
        let rest = &text[end..];
        self.name_heading(rest, rest);
        self.prose.push(rest);
        shown.push_str(rest);
        self.text(&shown, range);
    }

    /// Adds text to the open heading. The id is made from the text as it was written, without that of images.
    fn name_heading(&mut self, words: &str, written: &str) {
        match &mut self.heading {
            Some(heading) => heading.push(words, if self.images.is_empty() { written } else { "" }, written),
            None => self.words_of_raw_heading(words),
        }
    }

    /// Text outside code, without calls.
    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(text);
            return;
        }
        if self.rules.house {
            if self.signs.notes && memchr::memchr(b'[', text.as_bytes()).is_some() {
                self.missing_footnotes(text, range);
            }
            if self.signs.addresses && self.links.is_empty() && might_hold_address(text) {
                self.text_with_addresses(text);
                return;
            }
        }
        self.plain_text(text);
    }

    fn text_with_addresses(&mut self, text: &str) {
        let mut written = 0;
        for bare in autolinks::addresses(text) {
            self.plain_text(&text[written..bare.range.start]);
            let address = &text[bare.range.clone()];
            self.out.push_str(if self.rules.right_to_left { "<a dir=\"ltr\" href=\"" } else { "<a href=\"" });
            self.out.push_str(bare.prefix);
            self.outside_link(address);
            self.out.push_str("\">");
            let _ = escape_html_body_text(&mut self.out, address);
            self.out.push_str("</a>");
            written = bare.range.end;
        }
        self.plain_text(&text[written..]);
    }

    /// Writes the address of an external link, for its attribute.
    pub(super) fn outside_link(&mut self, address: &str) {
        let address = autolinks::with_ascii_host(address).map_or(Cow::Borrowed(address), Cow::Owned);
        let (host, rest) = address.split_at(end_of_ipv6_host(&address));
        self.out.push_str(host);
        let _ = escape_href(&mut self.out, &valid(rest));
    }

    /// `[^name]` that stayed text has no definition.
    fn missing_footnotes(&mut self, text: &str, range: &Range<usize>) {
        let mut rest = text;
        let mut from = 0;
        while let Some(at) = rest.find("[^") {
            rest = &rest[at..];
            let Some(end) = rest.find(']') else { break };
            let label = &rest[2..end];
            let written = &rest[..=end];
            let source = &self.masked.source()[range.clone()];
            // It is written in the source as it is here, unless its bracket was escaped on purpose.
            if !label.is_empty()
                && !label.contains(char::is_whitespace)
                && let Some(found) = source[from..].find(written)
            {
                let start = from + found;
                from = start + written.len();
                if !source[..start].ends_with('\\') {
                    let place = self.place(range.start + start..range.start + from);
                    self.findings.push(catalog::markdown::missing_footnote(place, label));
                }
            }
            rest = &rest[end..];
        }
    }

    pub(super) fn hard_break(&mut self) {
        if self.images.is_empty() {
            self.space();
            self.out.push_str("<br>\n");
        } else {
            self.soft_break(' ');
        }
    }

    /// Adds a space to the open heading, for the end of a line.
    fn space(&mut self) {
        self.prose.space();
        match &mut self.heading {
            Some(heading) => heading.push(" ", if self.images.is_empty() { " " } else { "" }, ""),
            None => self.words_of_raw_heading(" "),
        }
    }

    pub(super) fn soft_break(&mut self, c: char) {
        self.space();
        match self.images.last_mut() {
            Some(image) => image.alt.push(' '),
            None => self.out.push(c),
        }
    }

    pub(super) fn code_span(&mut self, text: &str) {
        let text = self.masked.restore(text).into_owned();
        match &mut self.heading {
            Some(heading) => heading.push(&text, if self.images.is_empty() { &text } else { "" }, ""),
            None => self.words_of_raw_heading(&text),
        }
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(&text);
            return;
        }
        self.document.code_spans += 1;
        self.inline(if self.rules.right_to_left { "<code dir=\"ltr\">" } else { "<code>" });
        let _ = escape_html_body_text(&mut self.out, &text);
        self.out.push_str("</code>");
    }

    pub(super) fn link_start(&mut self, kind: LinkType, address: &str, title: &str, id: &str, range: Range<usize>) {
        let address = self.masked.restore(address).into_owned();
        let address = if kind == LinkType::Email { format!("mailto:{address}") } else { address };
        if !self.images.is_empty() {
            self.links.push(OpenLink::of_markdown(false));
            return;
        }
        if !self.rules.house {
            self.inline("<a href=\"");
            let _ = escape_href(&mut self.out, &address);
            self.link_title(title);
            self.links.push(OpenLink::of_markdown(true));
            return;
        }
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            self.forbidden.settle(&range, false);
        }
        let place = self.address_range(kind, id, &range);
        if self.holds_forbidden_escape(&address, &place) {
            self.touch_paragraph(None, false);
            self.links.push(OpenLink::of_markdown(false));
            return;
        }
        if self.is_in_link() && !matches!(classify(&address), AddressKind::Forbidden(_)) {
            self.touch_paragraph(None, false);
            let place = self.place(first_line(self.masked.source(), &range));
            self.findings.push(catalog::markdown::nested_link(place));
            self.links.push(OpenLink::of_markdown(false));
            return;
        }
        let start = self.out.len();
        let mut file = None;
        match classify(&address) {
            AddressKind::Outside => {
                self.inline("<a href=\"");
                self.outside_link(&address);
            }
            AddressKind::Inside => {
                self.inline("<a href=\"");
                file = file_ending(&address).map(|_| self.document.links.len());
                if let Some(paragraph) = self.paragraph.as_mut().filter(|_| is_recording(&address)) {
                    paragraph.recording = file;
                }
                self.inside_link(address, place);
            }
            AddressKind::Forbidden(scheme) => {
                let place = self.place(place);
                self.findings.push(catalog::markdown::forbidden_scheme(place, scheme));
                self.links.push(OpenLink::of_markdown(false));
                return;
            }
        }
        self.link_title(title);
        let unnamed_images = self.raw.unnamed_images;
        self.links.push(OpenLink { start: Some(start), range, unnamed_images, file, ..OpenLink::of_markdown(true) });
    }

    /// Reports percent-encoded characters that no page can hold; returns whether there are any. In an address of
    /// another host, bytes above 7F may be of any encoding.
    pub(super) fn holds_forbidden_escape(&mut self, address: &str, place: &Range<usize>) -> bool {
        if !address.contains('%') {
            return false;
        }
        let before = self.findings.len();
        let is_outside = matches!(classify(address), AddressKind::Outside);
        for (written, c) in percent_escapes(address).filter(|(_, c)| !is_outside || c.is_ascii()) {
            let source = &self.masked.source()[place.clone()];
            let found = source.find(written).map(|at| place.start + at..place.start + at + written.len());
            let place = self.place(found.unwrap_or_else(|| place.clone()));
            self.findings.push(catalog::files::forbidden_escape(place, written, c));
        }
        self.findings.len() > before
    }

    pub(super) fn inside_link(&mut self, target: String, range: Range<usize>) {
        let number = self.add_link(target, range);
        self.hole('l', number);
    }

    /// Adds a link to a page or a file of this site without writing it. Returns its number.
    pub(super) fn add_link(&mut self, target: String, range: Range<usize>) -> usize {
        self.document.links.push(Link { target, range: range.start + self.base..range.end + self.base });
        self.document.links.len() - 1
    }

    pub(super) fn link_title(&mut self, title: &str) {
        let title = self.masked.restore(title).into_owned();
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            let _ = escape_html(&mut self.out, &title);
        }
        self.out.push_str("\">");
    }

    pub(super) fn link_end(&mut self) {
        // What raw HTML opened inside of it ends with it.
        while self.links.last().is_some_and(|link| link.raw) {
            self.pop_link();
        }
        self.pop_link();
    }

    /// Where the address of a link is written: between its parentheses, or where its reference is defined; the first line
    /// of the link where it has none.
    pub(super) fn address_range(&self, kind: LinkType, id: &str, range: &Range<usize>) -> Range<usize> {
        // Calls are masked by words, so that no space in them ends an address.
        let text = self.masked.text();
        let source = &text[range.clone()];
        let found = match kind {
            LinkType::Inline => source.rfind("](").map(|open| range.start + open + 2),
            LinkType::Autolink | LinkType::Email => return range.start + 1..range.end - 1,
            _ => self
                .references
                .get(&id.to_lowercase())
                .and_then(|definition| text[definition.clone()].find("]:").map(|colon| definition.start + colon + 2)),
        };
        let address = found.and_then(|start| address_at(&text[start..]).map(|at| start + at.start..start + at.end));
        address.unwrap_or_else(|| {
            let line = source.find(['\n', '\r']).unwrap_or(source.len());
            range.start..range.start + line
        })
    }

    /// Links that name a reference which is defined nowhere. A lone `[word]` is plain brackets and no finding.
    pub(super) fn broken_references(&mut self, broken: Vec<(String, LinkType, Range<usize>)>) {
        if broken.is_empty() {
            return;
        }
        let code = CodeTags::from_source(self.masked.source());
        for (reference, kind, range) in broken {
            let written = &self.masked.source()[range.clone()];
            let is_reference = matches!(kind, LinkType::Reference | LinkType::Collapsed)
                || (written.contains("][") && written.ends_with(']'));
            let is_text = reference.starts_with('^') || reference.contains('<') || code.contain(range.start);
            if is_reference && !is_text && !reference.contains(crate::marks::CALL) {
                let place = self.place(range);
                self.findings.push(catalog::markdown::undefined_reference(place, &reference));
            }
        }
    }
}

/// A range up to the end of its first line.
fn first_line(source: &str, range: &Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    range.start..range.start + text.find(['\n', '\r']).unwrap_or(text.len())
}

fn might_hold_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'@', b':', b'.', bytes).any(|at| match bytes[at] {
        b':' => bytes[at..].starts_with(b"://"),
        b'.' => bytes[..at].ends_with(b"www"),
        _ => true,
    })
}
