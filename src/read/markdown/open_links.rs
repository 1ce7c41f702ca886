//! Links that are open while their text is written, from Markdown or raw HTML. HTML has no links inside links.

use std::ops::Range;

use super::addresses::{AddressKind, classify};
use super::file_links::file_ending;
use super::tokens::Start;
use super::writer::Writer;
use crate::marks::is_like_a_space;
use crate::report::catalog;

/// A link that is open.
#[derive(Debug)]
pub(super) struct OpenLink {
    /// The tag that ends it; empty where it is written as plain text.
    pub end: &'static str,
    /// Whether it was written as a link.
    pub leads: bool,
    /// Whether raw HTML opened it.
    pub raw: bool,
    /// Whether that was a block of raw HTML, so that it may go on in the next one.
    pub block: bool,
    /// Whether its text is an address or a telephone number, whose digits are not numbers of the text.
    pub number: bool,
    /// Where its tag begins in the output, if its text may need a direction of its own.
    pub start: Option<usize>,
    /// Its place in the source; of raw HTML, its start tag.
    pub range: Range<usize>,
    /// Number of images without alternative text before it.
    pub unnamed_images: usize,
    /// Its number among the links of the page, if it leads to a file.
    pub file: Option<usize>,
}

impl OpenLink {
    /// A link of Markdown that was written as a link, or as words.
    pub(super) fn of_markdown(is_written: bool) -> Self {
        let end = if is_written { "</a>" } else { "" };
        Self {
            end,
            leads: is_written,
            raw: false,
            block: false,
            number: false,
            start: None,
            range: 0..0,
            unnamed_images: 0,
            file: None,
        }
    }
}

impl Writer<'_> {
    /// Whether what is written now is inside a link.
    pub(super) fn is_in_link(&self) -> bool {
        // None is inside another, so the first that was written decides; most texts have none or one.
        self.links.iter().any(|link| link.leads)
    }

    /// Ends the innermost link, and writes what had to wait for its end.
    pub(super) fn pop_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        if link.leads && self.rules.house {
            self.check_words_of_link(&link);
        }
        if let Some(start) = link.start {
            self.direct_link(start);
            link.file.into_iter().for_each(|file| self.note_file(file, start));
        }
        self.out.push_str(link.end);
        self.prose.addresses = self.prose.addresses.saturating_sub(usize::from(link.number));
        if !self.after_link.is_empty() && !self.is_in_link() {
            let waiting = std::mem::take(&mut self.after_link);
            self.out.push_str(&waiting);
        }
    }

    /// Reports a link without text. One that only lacks the alternative text of its image is already reported.
    fn check_words_of_link(&mut self, link: &OpenLink) {
        let Some(html) = link.start.and_then(|start| self.out.get(start..)) else { return };
        let Some((tag, text)) = html.split_once('>') else { return };
        let has_name = tag.split_once(" aria-label=\"").is_some_and(|(_, label)| !label.starts_with('"'));
        if has_name || has_words(text) {
            return;
        }
        let address = tag.split_once(" href=\"").and_then(|(_, rest)| rest.split('"').next());
        self.document.unnamed_links.extend(address.map(Box::from));
        if self.raw.unnamed_images > link.unnamed_images {
            return;
        }
        let finding = catalog::markdown::empty_link(self.place(link.range.clone()));
        self.findings.push(finding);
    }

    /// Opens a link, or a place to link to, of raw HTML.
    pub(super) fn open_link(&mut self, tag: &Start, block: bool) {
        let href = tag.attributes.iter().find(|attribute| attribute.name == "href");
        let is_link = href.is_some_and(|href| !matches!(classify(&href.value), AddressKind::Forbidden(_)));
        let is_inner = self.links.iter().any(|link| link.end == "</a>");
        if is_inner && is_link {
            self.findings.push(catalog::markdown::nested_link(self.place(tag.range.clone())));
        }
        let number = href.is_some_and(|href| is_number(&href.value));
        self.prose.addresses += usize::from(number);
        // Links do not nest; the other attributes of the tag stay.
        let has_id = tag.attributes.iter().any(|attribute| attribute.name == "id");
        let (name, end, except) = match (is_inner, has_id) {
            (true, true) => ("span", "</span>", &["href", "name"][..]),
            (true, false) => ("span", "</span>", &["href"][..]),
            (false, true) => ("a", "</a>", &["name"][..]),
            (false, false) => ("a", "</a>", &[][..]),
        };
        // A place to link to ends at once, so that a link may begin after it.
        let is_place = !is_link && !is_inner;
        let start = (!is_place).then_some(self.out.len());
        let links = self.document.links.len();
        self.write_tag(name, tag, except);
        let leads_to_file = href.is_some_and(|href| is_link && !is_inner && file_ending(&href.value).is_some());
        let file = (leads_to_file && self.document.links.len() > links).then_some(links);
        if is_place {
            self.out.push_str(end);
        }
        self.links.push(OpenLink {
            end: if is_place { "" } else { end },
            leads: is_link && !is_inner,
            raw: true,
            block,
            number,
            start,
            range: tag.range.clone(),
            unnamed_images: self.raw.unnamed_images,
            file,
        });
    }

    pub(super) fn close_raw_link(&mut self) {
        if self.links.last().is_some_and(|link| link.raw) {
            self.pop_link();
        }
    }

    /// Closes links that raw HTML opened in a block of Markdown, which is ending.
    pub(super) fn close_raw_links(&mut self) {
        while self.links.last().is_some_and(|link| link.raw && !link.block) {
            self.pop_link();
        }
    }
}

/// Whether HTML shows anything except spaces and characters that look like one.
fn has_words(html: &str) -> bool {
    let mut is_tag = false;
    html.chars().any(|c| {
        is_tag = c == '<' || is_tag && c != '>';
        !is_tag && c != '>' && !c.is_whitespace() && !is_like_a_space(c)
    })
}

/// Whether an address is that of a telephone or of mail, whose digits are not a number of the text.
fn is_number(address: &str) -> bool {
    ["tel:", "sms:", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
