//! Makes the versions of one image that pages show: decoded within limits, turned as its camera says, without metadata, and no
//! larger than pages need.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::{reduce, svg, two_colours};
use crate::limits::{IMAGE_DECODED_BYTES, IMAGE_PIXELS, IMAGE_SIDE};
use crate::read::pixel_size;
use crate::site::{PictureLook, TEXT_WIDTH};

/// Quality of lossy WebP and JPEG, of 100. With it, photographs have a SSIMULACRA2 score of about 70 as WebP: the difference
/// from the original is hardly visible.
///
/// The modern format is WebP and not AVIF. At the same score (tests/bench/images.py), AVIF has 0.66 of the bytes of WebP for
/// photographs, 0.71 for maps and 0.95 for scans, but takes ten times as long to encode (0.8 of the bytes and four times as
/// long with the encoder's faster settings), and its encoder would add 90 seconds to the first build of the program. Above
/// all, it is known from Chrome 85, Firefox 93 and Safari 16 on, and WebP from Chrome 32, Firefox 65 and Safari 14: the
/// readers in between would get the JPEG, which has 1.9 times the bytes of WebP.
const QUALITY: u8 = 75;
/// Changes whenever the same image would be made into other bytes.
pub(super) const RECIPE: u8 = 2;

/// The formats of images that pages show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// WebP.
    WebP,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// SVG.
    Svg,
}

impl PictureFormat {
    /// Its name for readers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WebP => "WebP",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Svg => "SVG",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Svg => "svg",
        }
    }

    /// The format that the ending of a path promises.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "webp" => Some(Self::WebP),
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            "png" | "apng" => Some(Self::Png),
            "gif" => Some(Self::Gif),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }
}

/// A version of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Encoded {
    pub format: PictureFormat,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

/// How an image is processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ProcessingOptions {
    /// Whether pages send it.
    pub is_sent: bool,
    /// How it looks. Without a width, it is as wide as the text or the file, whichever is narrower.
    pub look: PictureLook,
    /// Whether it is encoded with little effort, to be replaced soon.
    pub is_draft: bool,
}

impl ProcessingOptions {
    /// Bytes that differ for different options; none are the beginning of others.
    pub fn code(self) -> Vec<u8> {
        let PictureLook { is_dithered, width } = self.look;
        let flags = [self.is_sent, is_dithered, self.is_draft, width.is_some()];
        let flags = flags.iter().rev().fold(0, |flags, flag| flags << 1 | u8::from(*flag));
        std::iter::once(flags).chain(width.into_iter().flat_map(u32::to_le_bytes)).collect()
    }
}

/// Everything that is made of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Versions {
    /// The version that every browser can show, as wide as the text.
    pub plain: Option<Encoded>,
    /// The same in a modern format.
    pub modern: Option<Encoded>,
    /// The modern one for dense screens, if the image is wide enough and pages send it.
    pub dense: Option<Encoded>,
    /// The format that the file has.
    pub found: Option<PictureFormat>,
    /// Whether it is in two colours.
    pub is_dithered: bool,
    /// What was taken out of an SVG, because it runs or fetches something.
    pub removed: Vec<String>,
}

/// Why an image cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadImage {
    /// It cannot be read.
    Unreadable,
    /// It is empty.
    Empty,
    /// It is something else, such as a page of a web site.
    Other(&'static str),
    /// It is an image in a format that is not read.
    UnknownFormat,
    /// It is larger than the limits; with its width and height.
    TooLarge(u32, u32),
    /// It ends too early.
    Truncated,
    /// It is broken otherwise.
    Broken,
    /// An SVG that cannot be read, with the reason.
    BadSvg(String),
}

/// Makes the versions of an image; those for dense screens only if pages send it.
pub(super) fn make(bytes: &[u8], path: &str, form: ProcessingOptions) -> Result<Versions, BadImage> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(BadImage::Empty);
    }
    let Ok(format) = image::guess_format(bytes) else {
        return if PictureFormat::of_path(path) == Some(PictureFormat::Svg) || svg::is_svg(bytes) {
            svg::clean(bytes).map(|clean| of_svg(clean, form.look.width)).map_err(BadImage::BadSvg)
        } else {
            Err(what(bytes))
        };
    };
    let found = match format {
        ImageFormat::Jpeg => PictureFormat::Jpeg,
        ImageFormat::Png => PictureFormat::Png,
        ImageFormat::Gif => PictureFormat::Gif,
        ImageFormat::WebP => PictureFormat::WebP,
        _ => return Err(BadImage::UnknownFormat),
    };
    if found == PictureFormat::Jpeg && is_cut_jpeg(bytes) {
        return Err(BadImage::Truncated);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(IMAGE_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| bad(&error))?;
    let (width, height) = decoder.dimensions();
    let is_too_large = u64::from(width) * u64::from(height) > IMAGE_PIXELS || width.max(height) > IMAGE_SIDE;
    if is_too_large || decoder.total_bytes() > IMAGE_DECODED_BYTES {
        return Err(BadImage::TooLarge(width, height));
    }
    if width == 0 || height == 0 {
        return Err(BadImage::Broken);
    }
    if is_animated(bytes, found) {
        // With all its frames.
        let (width, height) = in_width((width, height), form.look.width.filter(|most| *most < width));
        let whole = Encoded { format: found, width, height, bytes: bytes.to_vec() };
        return Ok(Versions { plain: Some(whole), found: Some(found), ..Versions::default() });
    }
    let orientation = decoder.orientation().map_err(|error| bad(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| bad(&error))?;
    image.apply_orientation(orientation);
    let image = eight_bits(image);
    let look = form.look;
    if look.is_dithered {
        let width = look.width.unwrap_or(two_colours::WIDTH);
        let image = two_colours::dithered(&scaled(image, width));
        let plain = two_colours::png(&image).ok_or(BadImage::Broken)?;
        let exact = EncodingOptions { is_lossy: false, is_exact: true, is_draft: form.is_draft };
        let modern = webp(&image.into(), exact).filter(|modern| modern.bytes.len() < plain.bytes.len());
        let (plain, found) = (Some(plain), Some(found));
        return Ok(Versions { plain, modern, found, is_dithered: true, ..Versions::default() });
    }
    let is_drawn = matches!(found, PictureFormat::Png | PictureFormat::Gif);
    let effort = EncodingOptions { is_lossy: true, is_exact: is_drawn, is_draft: form.is_draft };
    let width = look.width.unwrap_or(TEXT_WIDTH);
    let has_dense = form.is_sent && image.width() > width;
    let image = if has_dense { scaled(image, 2 * width) } else { image };
    let dense = has_dense.then(|| webp(&image, effort)).flatten();
    let image = scaled(image, width);
    let modern = webp(&image, effort);
    let plain = plain(&image, effort).ok_or(BadImage::Broken)?;
    Ok(Versions { plain: Some(plain), modern, dense, found: Some(found), ..Versions::default() })
}

/// The number of bytes that an image takes when it is decoded; none if that is not known.
pub(super) fn decoded_bytes(bytes: &[u8]) -> u64 {
    pixel_size(bytes).map_or(0, |(width, height)| u64::from(width) * u64::from(height) * 4)
}

/// The versions of a drawing, which is sharp in any width.
fn of_svg(clean: svg::CleanSvg, to: Option<u32>) -> Versions {
    let svg::CleanSvg { text, width, height, removed } = clean;
    let (width, height) = in_width((width, height), to);
    let plain = Encoded { format: PictureFormat::Svg, width, height, bytes: text.into_bytes() };
    Versions { plain: Some(plain), found: Some(PictureFormat::Svg), removed, ..Versions::default() }
}

/// What a file is that is not an image.
fn what(bytes: &[u8]) -> BadImage {
    let head = &bytes[..bytes.len().min(512)];
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        return BadImage::Other("a web page");
    }
    if head.starts_with(b"%PDF-") {
        return BadImage::Other("a PDF");
    }
    if head.starts_with(b"PK\x03\x04") {
        return BadImage::Other("an archive or a document of an office program");
    }
    if text.starts_with("version https://git-lfs") {
        return BadImage::Other("a pointer of Git LFS to a file that was not fetched");
    }
    if head.get(4..8) == Some(b"ftyp".as_slice()) {
        return BadImage::UnknownFormat;
    }
    BadImage::Other("not an image")
}

fn bad(error: &ImageError) -> BadImage {
    match error {
        ImageError::Limits(_) => BadImage::TooLarge(0, 0),
        ImageError::Unsupported(_) => BadImage::UnknownFormat,
        ImageError::IoError(_) => BadImage::Truncated,
        error if error.to_string().contains("EOF") || error.to_string().contains("end of") => BadImage::Truncated,
        _ => BadImage::Broken,
    }
}

/// Whether a JPEG ends before its last scan does: decoders fill what is missing with grey.
fn is_cut_jpeg(bytes: &[u8]) -> bool {
    let last = |marker: u8| memchr::memmem::rfind(bytes, &[0xFF, marker]);
    last(0xD9) < last(0xDA)
}

/// Whether an image has several frames. Those are shown as they are.
fn is_animated(bytes: &[u8], format: PictureFormat) -> bool {
    let read = Cursor::new(bytes);
    match format {
        PictureFormat::Gif => GifDecoder::new(read).is_ok_and(|gif| gif.into_frames().take(2).count() > 1),
        PictureFormat::WebP => WebPDecoder::new(read).is_ok_and(|webp| webp.has_animation()),
        PictureFormat::Png => PngDecoder::new(read).and_then(|png| png.is_apng()).unwrap_or(false),
        PictureFormat::Jpeg | PictureFormat::Svg => false,
    }
}

/// The image with 8 bits for each colour, and with transparency only if a pixel is transparent.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        let image = image.into_rgba8();
        if image.pixels().any(|pixel| pixel.0[3] < 255) {
            return DynamicImage::ImageRgba8(image);
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(image).into_rgb8());
    }
    DynamicImage::ImageRgb8(image.into_rgb8())
}

/// Width and height in the same ratio for another width, if there is one.
fn in_width((width, height): (u32, u32), to: Option<u32>) -> (u32, u32) {
    let Some(to) = to.filter(|_| width > 0) else { return (width, height) };
    let scaled = (u64::from(height) * u64::from(to) + u64::from(width) / 2) / u64::from(width);
    (to, u32::try_from(scaled).unwrap_or(u32::MAX).max(1))
}

/// The image in a width, or as it is if it is not wider.
fn scaled(image: DynamicImage, width: u32) -> DynamicImage {
    if image.width() <= width {
        return image;
    }
    let (width, height) = in_width((image.width(), image.height()), Some(width));
    let image = reduce::reduced(image, width);
    image.resize_exact(width, height, FilterType::CatmullRom)
}

/// How an image is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct EncodingOptions {
    /// Whether lossy compression is allowed.
    is_lossy: bool,
    /// Whether lossless compression is tried, and used if it is smaller.
    is_exact: bool,
    /// Whether speed matters more than size.
    is_draft: bool,
}

/// Encodes an image as WebP with the compression that gives fewer bytes; a draft uses only the first. `None` if it has more
/// pixels on a side than WebP allows.
fn webp(image: &DynamicImage, effort: EncodingOptions) -> Option<Encoded> {
    let (width, height) = (image.width(), image.height());
    let encode = |is_exact: bool| {
        let encoder = match image {
            DynamicImage::ImageRgba8(image) => webp::Encoder::from_rgba(image, width, height),
            DynamicImage::ImageRgb8(image) => webp::Encoder::from_rgb(image, width, height),
            _ => return None,
        };
        let mut config = webp::WebPConfig::new().ok()?;
        config.quality = f32::from(QUALITY);
        config.method = if effort.is_draft { 0 } else { 4 };
        config.lossless = i32::from(is_exact);
        config.thread_level = 0;
        encoder.encode_advanced(&config).ok().map(|bytes| bytes.to_vec())
    };
    let lossy = effort.is_lossy.then(|| encode(false));
    let is_done = effort.is_draft && lossy.is_some();
    let exact = (effort.is_exact && !is_done).then(|| encode(true));
    let smaller = |a: Vec<u8>, b: Vec<u8>| if b.len() <= a.len() { b } else { a };
    let bytes = lossy.flatten().into_iter().chain(exact.flatten()).reduce(smaller)?;
    Some(Encoded { format: PictureFormat::WebP, width, height, bytes })
}

/// The image in a format that every browser shows: PNG for transparency and for drawings where it is smaller, else JPEG.
fn plain(image: &DynamicImage, effort: EncodingOptions) -> Option<Encoded> {
    let (width, height) = (image.width(), image.height());
    let is_opaque = !image.color().has_alpha();
    let has_png = !is_opaque || effort.is_exact && !effort.is_draft;
    let png = has_png.then(|| {
        let mut bytes = Vec::new();
        let compression = if effort.is_draft { CompressionType::Fast } else { CompressionType::Best };
        let encoder = PngEncoder::new_with_quality(&mut bytes, compression, PngFilter::Adaptive);
        image.write_with_encoder(encoder).ok().map(|()| bytes)
    });
    let jpeg = is_opaque.then(|| {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        image.write_with_encoder(encoder).ok().map(|()| bytes)
    });
    let (format, bytes) = match (png.flatten(), jpeg.flatten()) {
        (Some(png), Some(jpeg)) if jpeg.len() < png.len() => (PictureFormat::Jpeg, jpeg),
        (Some(png), _) => (PictureFormat::Png, png),
        (None, jpeg) => (PictureFormat::Jpeg, jpeg?),
    };
    Some(Encoded { format, width, height, bytes })
}
