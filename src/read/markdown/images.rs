//! Images. What each becomes, a figure or a link to it, is decided when it is known which files there are.

use std::ops::Range;

use pulldown_cmark::LinkType;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::addresses::{AddressKind, classify};
use super::blocks::Paragraph;
use super::tokens::{Attribute, Start};
use super::writer::Writer;
use crate::marks;
use crate::report::catalog::{self, lost};

/// Elements of raw HTML in which an image may become a figure.
const FLOW: [&str; 7] = ["article", "aside", "blockquote", "center", "div", "main", "section"];

/// An image being read.
pub(super) struct Image {
    pub target: String,
    pub title: String,
    pub alt: String,
    /// The place of its address.
    pub place: Range<usize>,
    pub range: Range<usize>,
    /// Whether it is raw HTML.
    pub raw: bool,
    /// Whether nothing is before it in its paragraph, or it is raw HTML where a block can be.
    pub is_alone: bool,
}

/// An image that is a file of this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownImage {
    /// Number of the link to it.
    pub link: usize,
    /// What it shows.
    pub alt: String,
    /// Its caption; empty if it has none.
    pub title: String,
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
    /// Whether it is alone in its paragraph.
    pub is_alone: bool,
}

impl Writer<'_> {
    pub(super) fn image_start(&mut self, kind: LinkType, address: &str, title: &str, id: &str, range: Range<usize>) {
        let target = self.masked.restore(address).into_owned();
        let place = self.address_range(kind, id, &range);
        let title = self.masked.restore(title).into_owned();
        let is_alone = self.paragraph.as_ref().is_some_and(Paragraph::is_empty) && !self.is_in_link();
        self.images.push(Image { target, title, alt: String::new(), place, range, raw: false, is_alone });
    }

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
        let is_alone = image.is_alone && self.after_link.is_empty();
        self.write_image(Image { is_alone, ..image });
        if !self.after_link.is_empty() && !self.is_in_link() {
            let waiting = std::mem::take(&mut self.after_link);
            self.out.push_str(&waiting);
        }
    }

    /// Writes an image of another host as a link to it, and any image inside a link as its words.
    pub(super) fn write_image(&mut self, image: Image) {
        let place = image.place.clone();
        if self.holds_forbidden_escape(&image.target, &place) {
            self.inline("");
            let _ = escape_html_body_text(&mut self.out, &image.alt);
            return;
        }
        if image.alt.trim().is_empty() {
            let place = self.place(image.range.clone());
            self.raw.unnamed_images += 1;
            self.findings.push(catalog::markdown::missing_alt(place, image.raw));
        } else {
            let place = self.place(image.range.clone());
            self.findings.extend(catalog::media::poor_alt(&place, &image.alt, &image.title, &image.target));
        }
        let inside_a_link = self.is_in_link();
        match classify(&image.target) {
            AddressKind::Forbidden(scheme) => {
                let place = self.place(place);
                self.findings.push(catalog::markdown::forbidden_scheme(place, scheme));
            }
            _ if inside_a_link => {}
            AddressKind::Outside => {
                self.inline("<a href=\"");
                let start = self.out.len();
                self.outside_link(&image.target);
                if image.alt.trim().is_empty() {
                    self.document.unnamed_links.push(self.out[start..].into());
                }
                self.link_title(&image.title);
                let _ = escape_html_body_text(&mut self.out, &image.alt);
                self.out.push_str("</a>");
                return;
            }
            AddressKind::Inside => return self.show_image(image),
        }
        self.inline("");
        let _ = escape_html_body_text(&mut self.out, &image.alt);
    }

    /// Whether everything that raw HTML has left open may hold blocks.
    fn holds_blocks(&self) -> bool {
        let mut open = self.raw.open.iter().filter(|(_, count)| **count > 0);
        !self.raw.is_line && open.all(|(name, _)| FLOW.contains(&name.as_str()))
    }

    /// Writes the hole of an image that is a file of this site.
    fn show_image(&mut self, image: Image) {
        self.inline("");
        let number = self.document.images.len();
        let link = self.add_link(image.target, image.place);
        let is_alone = image.is_alone && (image.raw || self.paragraph.is_some());
        if let Some(paragraph) = self.paragraph.as_mut().filter(|_| is_alone && !image.raw) {
            paragraph.lone_image = Some(number);
            paragraph.lone_call = None;
            paragraph.other = false;
        }
        self.hole(if is_alone && image.raw { 'i' } else { 'j' }, number);
        self.document.images.push(ShownImage {
            link,
            alt: image.alt,
            title: image.title,
            range: image.range.start + self.base..image.range.end + self.base,
            is_alone: is_alone && image.raw,
        });
    }

    /// An image of raw HTML, which is shown as one of Markdown is; `block` is whether it is in a block of raw HTML.
    pub(super) fn image_tag(&mut self, mut tag: Start, block: bool) {
        let is_alone = block && self.paragraph.is_none() && self.holds_blocks() && !self.is_in_link();
        let mut take = |name: &str| {
            let at = tag.attributes.iter().position(|attribute| attribute.name == name)?;
            Some(tag.attributes.swap_remove(at))
        };
        let (source, alt, title) = (take("src"), take("alt"), take("title"));
        for attribute in [&source, &alt, &title].into_iter().flatten() {
            if attribute.value.contains(marks::CALL) {
                self.findings.push(catalog::shortcode::in_attribute(self.place(attribute.value_range.clone())));
                return;
            }
        }
        // Its size and the like have nothing to be said of.
        let rest = std::mem::take(&mut tag.attributes);
        rest.iter().filter(|attribute| !is_of_image(&attribute.name)).for_each(|attribute| {
            self.check_removed_address(attribute);
            let kind = lost::RemovedHtml::Attribute(attribute.name.clone());
            self.note_removed(kind, attribute.name_range.clone(), [attribute]);
        });
        let text = |attribute: Option<&Attribute>| {
            attribute.map_or_else(String::new, |attribute| marks::without_forbidden(&attribute.value).into_owned())
        };
        if let Some(alt) = &alt {
            self.prose.begin_event(&mut vec![(alt.value.len(), alt.value_range.clone())]);
            self.prose.images += 1;
            self.prose.push(&alt.value);
            self.prose.images -= 1;
        }
        let Some(source) = source.filter(|source| !source.value.trim().is_empty()) else {
            let finding = lost::image_without_address(self.place(tag.range.clone()));
            self.findings.push(finding);
            let _ = escape_html_body_text(&mut self.out, &text(alt.as_ref()));
            return;
        };
        let image = Image {
            target: text(Some(&source)).trim().to_owned(),
            title: text(title.as_ref()),
            alt: text(alt.as_ref()),
            place: source.value_range.clone(),
            range: tag.range,
            raw: true,
            is_alone,
        };
        self.write_image(image);
    }
}

/// Attributes that say how an image is shown or fetched; ours is not shown until a reader asks for it.
fn is_of_image(attribute: &str) -> bool {
    matches!(attribute, "width" | "height" | "loading" | "decoding" | "fetchpriority" | "class" | "align")
}
