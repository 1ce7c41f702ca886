//! The pictures that the settings name: what kind each is, and its size. They are published as they are, and never decoded.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;

use image::ImageReader;

use super::PlainFile;
use crate::config::Config;
use crate::disk::{Refusal, SiteFiles};
use crate::limits::PICTURE_BYTES;

/// The kinds of pictures that every browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// SVG.
    Svg,
    /// The format of `favicon.ico`.
    Ico,
}

/// A picture that the settings name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureFile {
    /// Its kind.
    pub kind: PictureKind,
    /// Width and height in pixels; none for icons, and for drawings that do not say it.
    pub size: Option<(f64, f64)>,
}

/// What is known of each picture, by its path on disk; or why it cannot be used.
pub type PictureFiles = BTreeMap<PathBuf, Result<PictureFile, String>>;

impl PictureKind {
    /// The name, for messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::Svg => "SVG",
            Self::Ico => "ICO",
        }
    }

    /// How names of its files end.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Gif => &["gif"],
            Self::Svg => &["svg"],
            Self::Ico => &["ico"],
        }
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let starts = |with: &[u8]| bytes.starts_with(with);
        Some(match () {
            () if starts(b"\x89PNG\r\n\x1a\n") => Self::Png,
            () if starts(b"\xFF\xD8\xFF") => Self::Jpeg,
            () if starts(b"GIF8") => Self::Gif,
            () if starts(b"\0\0\x01\0") => Self::Ico,
            () if starts(b"<") || starts(b"\xEF\xBB\xBF<") || bytes.trim_ascii_start().starts_with(b"<") => Self::Svg,
            () => return None,
        })
    }
}

/// The number of the file that the settings mean by `path` on pages of a language: in its folder, else in that of the first
/// language, else in any.
pub fn find_picture<'f>(
    config: &Config,
    files: impl Iterator<Item = &'f PlainFile> + Clone,
    language: usize,
    path: &str,
) -> Option<usize> {
    let first = config.languages.iter().position(|language| language.tag == config.first_tag());
    let rank = |file: &PlainFile| (file.language != language, Some(file.language) != first, file.language);
    let named = files.enumerate().filter(|(_, file)| file.path == path);
    named.min_by_key(|(_, file)| rank(file)).map(|(number, _)| number)
}

/// Reads the pictures that the settings name, in every language.
#[must_use]
pub fn pictures(files: &SiteFiles, config: &Config, plain: &[PlainFile]) -> PictureFiles {
    let mut pictures = PictureFiles::new();
    for named in config.pictures.files() {
        for file in plain.iter().filter(|file| file.path == named.text) {
            let read = files.read(&file.disk, PICTURE_BYTES);
            let picture = match read {
                Ok(bytes) => picture(&bytes),
                Err(error) => Err(match Refusal::from_error(&error) {
                    Some(Refusal::TooLarge(length)) => {
                        format!("has {length} bytes; the maximum is {PICTURE_BYTES}")
                    }
                    _ => "cannot be read".to_owned(),
                }),
            };
            pictures.insert(file.disk.clone(), picture);
        }
    }
    pictures
}

/// The width and the height of an image that consists of pixels, from its first bytes.
#[must_use]
pub fn pixel_size(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

fn picture(bytes: &[u8]) -> Result<PictureFile, String> {
    let kind = PictureKind::from_bytes(bytes).ok_or("is not a picture that every browser shows")?;
    let size = match kind {
        PictureKind::Ico => None,
        PictureKind::Svg => size_of_drawing(bytes)?,
        _ => {
            let (width, height) = pixel_size(bytes).ok_or("is cut off or damaged")?;
            Some((f64::from(width), f64::from(height)))
        }
    };
    if size.is_some_and(|(width, height)| width < 1.0 || height < 1.0) {
        return Err("has no size".to_owned());
    }
    Ok(PictureFile { kind, size })
}

/// The size of an SVG, if it says it: by its width and height, else by its `viewBox`.
fn size_of_drawing(bytes: &[u8]) -> Result<Option<(f64, f64)>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not in UTF-8".to_owned())?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text.trim_start_matches('\u{feff}'), options)
        .map_err(|error| format!("is not valid XML: {error}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(format!("is not an SVG: it begins with `<{}>`", root.tag_name().name()));
    }
    let runs = |node: roxmltree::Node<'_, '_>| {
        let is_script = |value: &str| {
            let letters: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(16).collect();
            letters.to_ascii_lowercase().starts_with("javascript:")
        };
        node.tag_name().name().eq_ignore_ascii_case("script")
            || node.attributes().any(|it| it.name().to_ascii_lowercase().starts_with("on") || is_script(it.value()))
    };
    if document.descendants().any(runs) {
        return Err("runs a script".to_owned());
    }
    let length = |name: &str| {
        let text = root.attribute(name)?.trim();
        text.strip_suffix("px").unwrap_or(text).trim().parse::<f64>().ok().filter(|length| length.is_finite())
    };
    let of_box = || {
        let numbers = root.attribute("viewBox")?.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty());
        let numbers: Vec<f64> = numbers.map(|part| part.parse().ok()).collect::<Option<_>>()?;
        <[f64; 4]>::try_from(numbers)
            .ok()
            .map(|[_, _, width, height]| (width, height))
            .filter(|(w, h)| w.is_finite() && h.is_finite())
    };
    Ok(length("width").zip(length("height")).or_else(of_box))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_drawings_are_in_pixels_or_in_their_view() {
        for (svg, size) in [
            ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20px\"/>", Some((40.0, 20.0))),
            ("\u{feff}<?xml version=\"1.0\"?><!-- a --><svg viewBox=\"0 0 24,12\"/>", Some((24.0, 12.0))),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 3 4\"/>", Some((3.0, 4.0))),
            ("<svg/>", None),
            ("<svg viewBox=\"0 0 inf 1\"/>", None),
        ] {
            assert_eq!(picture(svg.as_bytes()), Ok(PictureFile { kind: PictureKind::Svg, size }), "{svg}");
        }
    }

    #[test]
    fn other_files_and_scripts_are_refused() {
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(90_000), "</g>".repeat(90_000));
        let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \
                    \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]><svg><text>&d;&d;&d;</text></svg>";
        for (bytes, why) in [
            (&b"\x89PNG\r\n\x1a\n\0\0"[..], "cut off"),
            (b"\xFF\xD8\xFF\xE0", "cut off"),
            (b"GIF89a", "cut off"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "every browser"),
            (b"", "every browser"),
            (b"<!doctype html><html><p>x", "XML"),
            (b"<html><body/></html>", "begins with `<html>`"),
            (b"<svg><script>x()</script></svg>", "script"),
            (b"<svg onload=\"x()\"/>", "script"),
            (b"<svg><a href=\" java&#10;script:x()\"/></svg>", "script"),
            (b"<svg width=\"0\" height=\"0\"/>", "no size"),
            (b"<svg width=\"10\" height=\"10\">", "XML"),
            (b"<svg>\xFF</svg>", "UTF-8"),
            (bomb.as_bytes(), "XML"),
        ] {
            let found = picture(bytes).unwrap_err();
            assert!(found.contains(why), "{found}: {}", String::from_utf8_lossy(bytes));
        }
        // Deep nesting neither overflows the stack nor takes long.
        let _ = picture(deep.as_bytes());
    }
}
