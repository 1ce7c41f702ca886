//! Running text: links, bare addresses, images, and references that lead nowhere.

use std::ops::Range;

use pulldown_cmark::LinkType;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::Link;
use super::writer::Writer;
use crate::report::catalog;

/// Schemes that a link may have.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// An image being read.
pub(super) struct Image {
    target: String,
    title: String,
    pub alt: String,
    /// Where its address stands.
    place: Range<usize>,
    range: Range<usize>,
}

/// What an address asks for.
enum Target<'t> {
    /// Another host, a mail address, a telephone.
    Outside,
    /// A page, a file or a place of this site.
    Inside,
    /// A scheme that is none of ours.
    Forbidden(&'t str),
}

fn classify(address: &str) -> Target<'_> {
    if address.starts_with("//") {
        return Target::Forbidden("");
    }
    // A browser strips tabs and line ends before it looks for a scheme; what it would see is what counts.
    let end = address.find([':', '/', '?', '#']).unwrap_or(address.len());
    if !address[end..].starts_with(':') {
        return Target::Inside;
    }
    let scheme = &address[..end];
    if SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)) {
        Target::Outside
    } else {
        Target::Forbidden(scheme)
    }
}

impl Writer<'_> {
    /// Text outside code, without calls.
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(text);
            return;
        }
        if self.rules.house {
            if self.may_hold.notes {
                self.missing_footnotes(text, range);
            }
            if self.may_hold.addresses && self.links.is_empty() && might_hold_address(text) {
                self.text_with_addresses(text);
                return;
            }
        }
        let _ = escape_html_body_text(&mut self.out, text);
    }

    fn text_with_addresses(&mut self, text: &str) {
        let mut finder = linkify::LinkFinder::new();
        finder.kinds(&[linkify::LinkKind::Url]).url_must_have_scheme(false);
        let mut written = 0;
        for link in finder.links(text) {
            let address = link.as_str();
            let scheme = if address.starts_with("http://") || address.starts_with("https://") {
                ""
            } else if address.starts_with("www.") {
                "https://"
            } else {
                continue;
            };
            let _ = escape_html_body_text(&mut self.out, &text[written..link.start()]);
            self.out.push_str("<a href=\"");
            self.out.push_str(scheme);
            let _ = escape_href(&mut self.out, address);
            self.out.push_str("\">");
            let _ = escape_html_body_text(&mut self.out, address);
            self.out.push_str("</a>");
            written = link.end();
        }
        let _ = escape_html_body_text(&mut self.out, &text[written..]);
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
            // In the source it stands as it is here, unless its bracket was escaped on purpose.
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
            self.prose.space();
            self.out.push_str("<br>\n");
        } else {
            self.soft_break(' ');
        }
    }

    pub(super) fn soft_break(&mut self, c: char) {
        self.prose.space();
        match self.images.last_mut() {
            Some(image) => image.alt.push(' '),
            None => self.out.push(c),
        }
    }

    pub(super) fn code_span(&mut self, text: &str) {
        let text = self.masked.restore(text).into_owned();
        self.code_text(&text);
    }

    fn code_text(&mut self, text: &str) {
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(text);
            return;
        }
        self.inline("<code>");
        let _ = escape_html_body_text(&mut self.out, text);
        self.out.push_str("</code>");
    }

    pub(super) fn link_start(&mut self, kind: LinkType, address: &str, title: &str, id: &str, range: Range<usize>) {
        let address = self.masked.restore(address).into_owned();
        let address = if kind == LinkType::Email { format!("mailto:{address}") } else { address };
        if !self.images.is_empty() {
            self.links.push(false);
            return;
        }
        if !self.rules.house {
            self.inline("<a href=\"");
            let _ = escape_href(&mut self.out, &address);
            self.link_title(title);
            self.links.push(true);
            return;
        }
        let place = self.address_range(kind, id, &range);
        match classify(&address) {
            Target::Outside => {
                self.inline("<a href=\"");
                let _ = escape_href(&mut self.out, &address);
            }
            Target::Inside => {
                self.inline("<a href=\"");
                self.inside_link(address, place);
            }
            Target::Forbidden(scheme) => {
                let place = self.place(place);
                self.findings.push(catalog::markdown::forbidden_scheme(place, scheme));
                self.links.push(false);
                return;
            }
        }
        self.link_title(title);
        self.links.push(true);
        if is_empty_link(&self.masked.source()[range.clone()]) {
            let place = self.place(range);
            self.findings.push(catalog::markdown::empty_link(place));
        }
    }

    fn inside_link(&mut self, target: String, range: Range<usize>) {
        let number = self.document.links.len();
        self.document.links.push(Link { target, range: range.start + self.base..range.end + self.base });
        self.hole('l', number);
    }

    fn link_title(&mut self, title: &str) {
        let title = self.masked.restore(title).into_owned();
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            let _ = escape_html(&mut self.out, &title);
        }
        self.out.push_str("\">");
    }

    pub(super) fn link_end(&mut self) {
        if self.links.pop() == Some(true) {
            self.out.push_str("</a>");
        }
    }

    /// Where the address of a link stands: between its parentheses, or where its reference is defined; the first line
    /// of the link where it has none.
    fn address_range(&self, kind: LinkType, id: &str, range: &Range<usize>) -> Range<usize> {
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

    pub(super) fn image_start(&mut self, kind: LinkType, address: &str, title: &str, id: &str, range: Range<usize>) {
        let target = self.masked.restore(address).into_owned();
        let place = self.address_range(kind, id, &range);
        let title = self.masked.restore(title).into_owned();
        self.images.push(Image { target, title, alt: String::new(), place, range });
    }

    /// Text first: an image is a link to it, so that nobody pays for what they did not ask for.
    pub(super) fn image_end(&mut self) {
        let Some(image) = self.images.pop() else { return };
        if let Some(outer) = self.images.last_mut() {
            outer.alt.push_str(&image.alt);
            return;
        }
        if !self.rules.house {
            self.inline("<img src=\"");
            let _ = escape_href(&mut self.out, &image.target);
            self.out.push_str("\" alt=\"");
            let _ = escape_html(&mut self.out, &image.alt);
            self.link_title(&image.title);
            return;
        }
        let place = image.place.clone();
        if image.alt.trim().is_empty() {
            let place = self.place(image.range.clone());
            self.findings.push(catalog::markdown::missing_alt(place));
        }
        let inside_a_link = !self.links.is_empty();
        match classify(&image.target) {
            Target::Forbidden(scheme) => {
                let place = self.place(place);
                self.findings.push(catalog::markdown::forbidden_scheme(place, scheme));
            }
            _ if inside_a_link => {}
            Target::Outside => {
                self.inline("<a href=\"");
                let _ = escape_href(&mut self.out, &image.target);
                self.link_title(&image.title);
                let _ = escape_html_body_text(&mut self.out, &image.alt);
                self.out.push_str("</a>");
                return;
            }
            Target::Inside => {
                self.inline("<a href=\"");
                self.inside_link(image.target, place);
                self.link_title(&image.title);
                let _ = escape_html_body_text(&mut self.out, &image.alt);
                self.out.push_str("</a>");
                return;
            }
        }
        self.inline("");
        let _ = escape_html_body_text(&mut self.out, &image.alt);
    }

    /// Links that name a reference which is defined nowhere. A lone `[word]` is plain brackets and no finding.
    pub(super) fn broken_references(&mut self, broken: Vec<(String, LinkType, Range<usize>)>) {
        for (reference, kind, range) in broken {
            let written = &self.masked.source()[range.clone()];
            let is_reference = matches!(kind, LinkType::Reference | LinkType::Collapsed)
                || (written.contains("][") && written.ends_with(']'));
            if is_reference && !reference.starts_with('^') && !reference.contains(crate::marks::CALL) {
                let place = self.place(range);
                self.findings.push(catalog::markdown::undefined_reference(place, &reference));
            }
        }
    }
}

/// The address that a text begins with, as CommonMark reads one: between `<` and `>`, or up to white space or the
/// closing parenthesis.
fn address_at(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    if let Some(inner) = rest.strip_prefix('<') {
        let length = inner.find(['>', '\n'])?;
        return (length > 0).then_some(start + 1..start + 1 + length);
    }
    let mut open = 0_usize;
    let mut escaped = false;
    let length = rest.find(|c: char| {
        let ends = match c {
            _ if escaped => false,
            '(' => {
                open += 1;
                false
            }
            ')' if open == 0 => true,
            ')' => {
                open -= 1;
                false
            }
            _ => c.is_whitespace(),
        };
        escaped = c == '\\' && !escaped;
        ends
    });
    let length = length.unwrap_or(rest.len());
    (length > 0).then_some(start..start + length)
}

/// What the texts of a document may hold: looked for once in all of it, and only then in each text.
#[derive(Clone, Copy, Debug)]
pub(super) struct MayHold {
    /// Bare web addresses.
    pub addresses: bool,
    /// Marks of footnotes.
    pub notes: bool,
}

impl MayHold {
    pub(super) fn of(source: &str) -> Self {
        // An entity or an escape may hide any of their signs.
        let is_veiled = memchr::memchr2(b'&', b'\\', source.as_bytes()).is_some();
        let holds_note = || memchr::memmem::find(source.as_bytes(), b"[^").is_some();
        Self { addresses: is_veiled || might_hold_address(source), notes: is_veiled || holds_note() }
    }
}

fn might_hold_address(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"://").is_some() || memchr::memmem::find(text.as_bytes(), b"www.").is_some()
}

fn is_empty_link(source: &str) -> bool {
    let inner = source.strip_prefix('[').and_then(|rest| rest.split(']').next());
    inner.is_some_and(|inner| inner.trim().is_empty())
}
