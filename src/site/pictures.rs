//! The images that a page shows: those of its Markdown, and those of calls whose components declare `@image`.

use std::ops::Range;
use std::sync::Arc;

use super::{CallLink, Config, Page, Site};
use crate::config::Show;
use crate::read::markdown::{Call, Literal};
use crate::report::{Finding, SourceFile, catalog};

/// An image that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPicture<'p> {
    /// Number of the link to it; `None` if it is on another host.
    pub link: Option<usize>,
    /// Its address on another host.
    pub outside: Option<&'p str>,
    /// What it shows; empty if it only decorates.
    pub alt: &'p str,
    /// Its caption; empty if it has none.
    pub caption: &'p str,
    /// Whether it is sent with the page.
    pub is_sent: bool,
    /// Whether it is a figure, and not a link in running text.
    pub is_figure: bool,
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
}

impl Page {
    /// The image of this number in the Markdown of the page.
    #[must_use]
    pub fn picture(&self, number: usize, config: &Config) -> Option<ShownPicture<'_>> {
        let image = self.source.document.images.get(number)?;
        Some(ShownPicture {
            link: Some(image.link),
            outside: None,
            alt: image.alt.trim(),
            caption: image.title.trim(),
            is_sent: image.is_alone && self.show(config) == Show::Inline,
            is_figure: image.is_alone,
            range: image.range.clone(),
        })
    }

    /// The image of the call of this number.
    #[must_use]
    pub fn picture_of_call(&self, number: usize, config: &Config) -> Option<ShownPicture<'_>> {
        let bound = self.calls.get(number).filter(|bound| bound.declaration.takes.image)?;
        let call = self.source.document.calls.get(number)?;
        let (link, outside) = match bound.link.as_ref()? {
            CallLink::Inside(link) => (Some(*link), None),
            CallLink::Outside(address) => (None, Some(address.as_str())),
        };
        let show = Show::from_name(text(call, "show")).unwrap_or_else(|| self.show(config));
        Some(ShownPicture {
            link,
            outside,
            alt: if is_decorative(call) { "" } else { text(call, "alt") },
            caption: text(call, "caption"),
            is_sent: show == Show::Inline,
            is_figure: true,
            range: call.range.clone(),
        })
    }

    /// All images that the page shows.
    pub fn pictures<'p>(&'p self, config: &'p Config) -> impl Iterator<Item = ShownPicture<'p>> {
        let in_text = (0..self.source.document.images.len()).filter_map(|number| self.picture(number, config));
        let shown = self.source.document.shown_calls.iter();
        in_text.chain(shown.filter_map(|&number| self.picture_of_call(number, config)))
    }

    /// How its images are shown.
    fn show(&self, config: &Config) -> Show {
        self.source.front.images.unwrap_or(config.images)
    }
}

impl Site {
    /// Whether a page sends images, so that words on the number of requests would be false. Known only where pages show their
    /// weight.
    #[must_use]
    pub fn sends_pictures(&self) -> bool {
        let sends = |page: &Page| page.pictures(&self.config).any(|shown| shown.is_sent);
        self.config.show_weight && self.pages.iter().any(sends)
    }

    /// The files of pages that are withheld.
    pub fn withheld_files(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.table.withheld.iter().map(|page| page.cause.file())
    }
}

fn text<'c>(call: &'c Call, key: &str) -> &'c str {
    let argument = call.arguments.iter().find(|argument| argument.key == key);
    match argument.map(|argument| &argument.value) {
        Some(Literal::Text(text)) => text.trim(),
        _ => "",
    }
}

fn is_decorative(call: &Call) -> bool {
    call.arguments.iter().any(|argument| argument.key == "decorative" && argument.value == Literal::Bool(true))
}

/// Reports a call without alternative text, or with a poor one.
pub(super) fn check_call(page: &Page, call: &Call, findings: &mut Vec<Finding>) {
    if is_decorative(call) {
        return;
    }
    let place = |key: &str| {
        let argument = call.arguments.iter().find(|argument| argument.key == key);
        page.place(argument.map_or(&call.name_range, |argument| &argument.value_range).clone())
    };
    let alt = text(call, "alt");
    if alt.is_empty() {
        findings.push(catalog::media::missing_alt_of_call(place("alt")));
    } else {
        findings.extend(catalog::media::poor_alt(&place("alt"), alt, text(call, "caption"), text(call, "src")));
    }
}
