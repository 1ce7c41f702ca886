//! Reads the settings that name pictures: `logo`, `favicon` and `open_graph`.

use std::sync::Arc;

use super::texts::text_or_empty;
use super::{Located, Text};
use crate::report::{Place, SourceFile};
use crate::yaml::{Fields, Value};

/// The pictures that the settings name. Their paths are in the folder of each language, else in that of another.
#[derive(Clone, Debug, Default)]
pub struct SitePictures {
    /// The logo, beside the title of the site or in its place.
    pub logo: Option<Logo>,
    /// The icon of the site.
    pub favicon: Option<Located>,
    /// What chat programs show of a link to a page.
    pub open_graph: Option<OpenGraph>,
}

/// The logo of a site.
#[derive(Clone, Debug)]
pub struct Logo {
    /// The path of its file.
    pub file: Located,
    /// Its alternative text. With it, the logo takes the place of the title; without it, it is beside the title.
    pub alt: Option<Text>,
    /// The height in pixels, if it is set.
    pub height: Option<u32>,
}

/// What chat programs show of a link to a page.
#[derive(Clone, Debug)]
pub struct OpenGraph {
    /// Where it is switched on.
    pub place: Place,
    /// The path of a picture for all pages.
    pub image: Option<Located>,
}

impl SitePictures {
    /// All paths that are named.
    pub fn files(&self) -> impl Iterator<Item = &Located> {
        let logo = self.logo.iter().map(|logo| &logo.file);
        let image = self.open_graph.iter().filter_map(|preview| preview.image.as_ref());
        logo.chain(&self.favicon).chain(image)
    }
}

/// Heights of a logo that a page has room for, in pixels.
const HEIGHTS: std::ops::RangeInclusive<i64> = 8..=400;

/// Reads `logo`, `favicon` and `open_graph`.
pub(super) fn read(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> SitePictures {
    let mut pictures = SitePictures::default();
    let located = |(text, range): (String, std::ops::Range<usize>)| Located {
        text: text.trim_start_matches("./").to_owned(),
        place: Some(Place::new(file, range)),
    };
    let mut findings = Vec::new();
    if let Some(node) = fields.node("logo") {
        match &node.value {
            Value::Map(entries) => {
                let mut own = Fields::new(file, node.range.clone(), entries, "`logo`", &mut findings);
                let path = own.required_located_text("file").map(located);
                own.takes_mapping("alt");
                let alt = own.node("alt").and_then(|node| text_or_empty(&mut own, node, "alt"));
                let height = own.integer("height").filter(|height| {
                    let is_usual = HEIGHTS.contains(height);
                    if !is_usual {
                        let help = format!("write a number from {} to {}", HEIGHTS.start(), HEIGHTS.end());
                        let message = format!("a logo cannot be {height} pixels high");
                        own.invalid(own.range_of("height"), message, Some(help));
                    }
                    is_usual
                });
                own.must_have_values(&["alt", "height"]);
                own.finish();
                let height = height.and_then(|height| u32::try_from(height).ok());
                pictures.logo = path.map(|file| Logo { file, alt, height });
            }
            Value::Text(text) => {
                let file = located((text.clone(), node.range.clone()));
                pictures.logo = Some(Logo { file, alt: None, height: None });
            }
            _ => fields.wrong(node, "logo", "the path of a picture, or a mapping such as `{ file: logo.svg, alt: … }`"),
        }
    }
    pictures.favicon = fields.located_text("favicon").map(located);
    if let Some(node) = fields.node("open_graph") {
        let place = Place::new(file, crate::yaml::first_line(file, &node.range));
        match &node.value {
            Value::Bool(true) => pictures.open_graph = Some(OpenGraph { place, image: None }),
            Value::Bool(false) => {}
            Value::Map(entries) => {
                let mut own = Fields::new(file, node.range.clone(), entries, "`open_graph`", &mut findings);
                let image = own.required_located_text("image").map(located);
                own.finish();
                pictures.open_graph = Some(OpenGraph { place, image });
            }
            _ => fields.wrong(node, "open_graph", "true, false, or a mapping such as `{ image: preview.jpg }`"),
        }
    }
    findings.into_iter().for_each(|finding| fields.report(finding));
    pictures
}
