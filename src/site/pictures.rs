//! The images that a page shows: those of its Markdown, and those of calls whose components declare `@image`.

use std::ops::Range;
use std::sync::Arc;

use super::{BoundCall, CallLink, Config, Destination, Page, Site, Traits};
use crate::config::Show;
use crate::read::markdown::{Call, Literal};
use crate::report::{Finding, Place, SourceFile, catalog};

/// The width of text on pages, in pixels, which is the largest width of images.
pub const TEXT_WIDTH: u32 = 640;
/// The argument that says how wide an image is shown.
const WIDTH: &str = "width";

/// How the file that a page shows is made from an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureLook {
    /// Whether it is in two colours.
    pub is_dithered: bool,
    /// How wide it is shown, in pixels of CSS; as wide as the text, at most, if it is `None`.
    pub width: Option<u32>,
}

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
    /// How it is made.
    pub look: PictureLook,
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
    /// How wide it is shown, if the call says so, right or wrong.
    pub width: Option<i64>,
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
            // The default of a component is 0: as wide as the text.
            width: match get(WIDTH) {
                Some((Literal::Integer(width), is_given)) => Some(width).filter(|width| is_given || *width != 0),
                _ => None,
            },
        }
    }

    /// How the image is made. A width that is not possible is left out.
    #[must_use]
    pub fn look(&self) -> PictureLook {
        let width = self.width.and_then(|width| u32::try_from(width).ok());
        let width = width.filter(|width| (1..=TEXT_WIDTH).contains(width));
        PictureLook { is_dithered: self.is_dithered, width }
    }

    /// The finding if the image cannot be as wide as the call says; `place` is that of an argument.
    #[must_use]
    pub fn check_width(&self, place: &dyn Fn(&str) -> Place) -> Option<Finding> {
        let width = self.width.filter(|_| self.look().width.is_none())?;
        Some(catalog::media::bad_width(place(WIDTH), width, TEXT_WIDTH))
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
            look: PictureLook::default(),
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
            look: arguments.look(),
            is_sent: arguments.show.unwrap_or_else(|| self.show(config)) == Show::Inline,
            alt: arguments.alt,
            caption: arguments.caption,
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
            Destination::Page(_) | Destination::Generated(_) | Destination::Derived(_) => None,
        }
    }
}

impl Site {
    /// Whether the text of a page sends images, so that words on the number of requests would be false. Known only where pages
    /// show their weight.
    #[must_use]
    pub fn sends_pictures(&self) -> bool {
        let sends = |(_, page): (usize, &Arc<Page>)| page.pictures(&self.config).any(|shown| shown.is_sent);
        self.config.show_weight && self.pages_with(Traits::PICTURES).any(sends)
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

/// The findings if a call shows an image without alternative text, with a poor one, or in a width that is not possible.
pub(super) fn check_call(page: &Page, call: &Call, bound: &BoundCall) -> Vec<Finding> {
    if !bound.declaration.takes.image {
        return Vec::new();
    }
    let argument = |key: &str| call.arguments.iter().find(|argument| argument.key == key);
    let place = |key: &str| {
        let range = argument(key).map_or(&call.name_range, |argument| &argument.value_range);
        page.place(range.clone())
    };
    let src = match argument(PictureArguments::SRC).map(|argument| &argument.value) {
        Some(Literal::Text(src)) => src.as_str(),
        _ => "",
    };
    let arguments = PictureArguments::new(&|name| bound.list_argument(call, name));
    arguments.check(src, &place).into_iter().chain(arguments.check_width(&place)).collect()
}
