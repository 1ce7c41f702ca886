//! The images that a page shows: those of its Markdown, and those of calls whose components declare `@image`.

use std::ops::Range;
use std::sync::Arc;

use super::{BoundCall, CallLink, Config, Destination, Page, Site};
use crate::config::Show;
use crate::read::markdown::{Call, Literal};
use crate::report::{Finding, Place, SourceFile, catalog};

/// An image that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPicture {
    /// Number of the link to it; `None` if it is on another host or in a template.
    pub link: Option<usize>,
    /// Number of its file, if it is a file of this site.
    pub file: Option<usize>,
    /// Its address on another host.
    pub outside: Option<String>,
    /// Its alternative text; empty if it is decorative.
    pub alt: String,
    /// Its caption; empty if it has none.
    pub caption: String,
    /// Whether it is sent with the page.
    pub is_sent: bool,
    /// Whether it is shown in two colours.
    pub is_dithered: bool,
    /// Whether it is a figure, and not a link in running text.
    pub is_figure: bool,
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
}

/// The arguments of a call that shows an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureArguments {
    /// Its alternative text; empty if it is decorative.
    pub alt: String,
    /// Its caption; empty if it has none.
    pub caption: String,
    /// How it is shown, if the call says so.
    pub show: Option<Show>,
    /// Whether it needs no alternative text.
    pub is_decorative: bool,
    /// Whether it is shown in two colours.
    pub is_dithered: bool,
}

impl PictureArguments {
    /// The argument that names the image.
    pub const SRC: &str = "src";

    /// Reads the arguments; `get` returns that of a name, or its default, and whether it is given.
    #[must_use]
    pub fn new(get: &dyn Fn(&str) -> Option<(Literal, bool)>) -> Self {
        let text = |name: &str| match get(name) {
            Some((Literal::Text(text), _)) => text.trim().to_owned(),
            _ => String::new(),
        };
        let is_set = |name: &str| matches!(get(name), Some((Literal::Bool(true), _)));
        let is_decorative = is_set("decorative");
        Self {
            alt: if is_decorative { String::new() } else { text("alt") },
            caption: text("caption"),
            show: Show::from_name(&text("show")),
            is_decorative,
            is_dithered: is_set("dither"),
        }
    }

    /// The finding if the alternative text is missing or poor; `src` is the address of the image, `place` that of an argument.
    #[must_use]
    pub fn check(&self, src: &str, place: &dyn Fn(&str) -> Place) -> Option<Finding> {
        match self.alt.as_str() {
            _ if self.is_decorative => None,
            "" => Some(catalog::media::missing_alt_of_call(place("alt"))),
            alt => catalog::media::poor_alt(&place("alt"), alt, &self.caption, src),
        }
    }
}

impl Page {
    /// The image of this number in the Markdown of the page.
    #[must_use]
    pub fn picture(&self, number: usize, config: &Config) -> Option<ShownPicture> {
        let image = self.source.document.images.get(number)?;
        Some(ShownPicture {
            link: Some(image.link),
            file: self.file_of_link(image.link),
            outside: None,
            alt: image.alt.trim().to_owned(),
            caption: image.title.trim().to_owned(),
            is_sent: image.is_alone && self.show(config) == Show::Inline,
            is_dithered: false,
            is_figure: image.is_alone,
            range: image.range.clone(),
        })
    }

    /// The image of the call of this number.
    #[must_use]
    pub fn picture_of_call(&self, number: usize, config: &Config) -> Option<ShownPicture> {
        let bound = self.calls.get(number).filter(|bound| bound.declaration.takes.image)?;
        let call = self.source.document.calls.get(number)?;
        let (link, outside) = match bound.link.as_ref()? {
            CallLink::Inside(link) => (Some(*link), None),
            CallLink::Outside(address) => (None, Some(address.clone())),
        };
        let arguments = PictureArguments::new(&|name| bound.list_argument(call, name));
        Some(ShownPicture {
            link,
            file: link.and_then(|link| self.file_of_link(link)),
            outside,
            is_sent: arguments.show.unwrap_or_else(|| self.show(config)) == Show::Inline,
            alt: arguments.alt,
            caption: arguments.caption,
            is_dithered: arguments.is_dithered,
            is_figure: true,
            range: call.range.clone(),
        })
    }

    /// All images that the text of the page shows.
    pub fn pictures<'p>(&'p self, config: &'p Config) -> impl Iterator<Item = ShownPicture> + 'p {
        let in_text = (0..self.source.document.images.len()).filter_map(|number| self.picture(number, config));
        let shown = self.source.document.shown_calls.iter();
        in_text.chain(shown.filter_map(|&number| self.picture_of_call(number, config)))
    }

    /// Whether its text may show images. Most pages have none and need no further work.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        !self.source.document.images.is_empty() || self.calls.iter().any(|(_, bound)| bound.declaration.takes.image)
    }

    /// How its images are shown.
    #[must_use]
    pub fn show(&self, config: &Config) -> Show {
        self.source.front.images.unwrap_or(config.images)
    }

    /// The number of the file that a link leads to.
    fn file_of_link(&self, link: usize) -> Option<usize> {
        match self.links.targets.get(link)?.as_ref()?.to {
            Destination::File(number) => Some(number),
            Destination::Page(_) | Destination::Generated(_) => None,
        }
    }
}

impl Site {
    /// Whether the text of a page sends images, so that words on the number of requests would be false. Known only where pages
    /// show their weight.
    #[must_use]
    pub fn sends_pictures(&self) -> bool {
        let sends = |page: &Page| page.pictures(&self.config).any(|shown| shown.is_sent);
        self.config.show_weight && self.pages.iter().any(sends)
    }

    /// The files of pages that are withheld.
    pub fn withheld_files(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.table.withheld.iter().map(|page| page.cause.file())
    }

    /// The number of the file published at an address.
    #[must_use]
    pub fn file_at(&self, address: &str) -> Option<usize> {
        self.files.binary_search_by(|file| file.address.as_str().cmp(address)).ok()
    }
}

/// The finding if a call that shows an image has no alternative text, or a poor one.
pub(super) fn check_call(page: &Page, call: &Call, bound: &BoundCall) -> Option<Finding> {
    let argument = |key: &str| call.arguments.iter().find(|argument| argument.key == key);
    let place = |key: &str| {
        let range = argument(key).map_or(&call.name_range, |argument| &argument.value_range);
        page.place(range.clone())
    };
    let src = match argument(PictureArguments::SRC).map(|argument| &argument.value) {
        Some(Literal::Text(src)) => src.as_str(),
        _ => "",
    };
    PictureArguments::new(&|name| bound.list_argument(call, name)).check(src, &place)
}
