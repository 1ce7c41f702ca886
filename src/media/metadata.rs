//! Detects metadata of images that names a place, a person or a camera: EXIF, XMP and IPTC in JPEG, PNG, WebP and GIF. Only
//! whether it is present is noted: positions and names are never kept or printed. If a file is truncated or inconsistent, what was
//! found before counts. Memory is bounded by the size of the file and by [`METADATA_BYTES`], not by lengths in the file.

use std::io::{BufReader, Read, Result, Seek, SeekFrom};

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::limits::METADATA_BYTES;

/// Maximum number of directories of EXIF that are read: an image has the main one, that of the camera, that of the position, and that
/// of a thumbnail.
const DIRECTORIES: usize = 8;
/// Maximum bytes between the name of a property of XMP and its value.
const XMP_VALUE_BYTES: usize = 2_000;

/// The kinds of metadata that an image contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    /// Where it was taken: coordinates, or the name of a place.
    pub position: bool,
    /// Who took it, owns the camera, or is shown.
    pub person: bool,
    /// Maker or model of the camera.
    pub device: bool,
    /// A serial number of the camera or its lens.
    pub serial_number: bool,
}

impl Metadata {
    /// Reads an image from its start.
    pub fn read(file: impl Read + Seek) -> Self {
        let mut found = Self::default();
        let mut file = BufReader::new(file);
        let mut start = Vec::new();
        if (&mut file).take(12).read_to_end(&mut start).is_err() {
            return found;
        }
        // Where a file cannot be read any further, what was found counts.
        let _ = match &start[..] {
            [0xFF, 0xD8, ..] => go_to(&mut file, 2).and_then(|()| found.read_jpeg(&mut file)),
            [0x89, b'P', b'N', b'G', ..] => go_to(&mut file, 8).and_then(|()| found.read_png(&mut file)),
            [b'R', b'I', b'F', b'F', .., b'W', b'E', b'B', b'P'] => found.read_webp(&mut file),
            [b'G', b'I', b'F', b'8', ..] => found.read_gif(&mut file),
            _ => Ok(()),
        };
        found
    }

    /// Describes each kind that is present.
    pub fn words(self) -> Vec<&'static str> {
        let device = match (self.device, self.serial_number) {
            (false, false) => None,
            (true, false) => Some("the model of the camera"),
            (false, true) => Some("the serial number of the camera"),
            (true, true) => Some("the model and the serial number of the camera"),
        };
        let position = self.position.then_some("the position where it was taken");
        let person = self.person.then_some("the name of a person");
        [position, person, device].into_iter().flatten().collect()
    }

    /// Reads the segments before the pixels.
    fn read_jpeg(&mut self, file: &mut BufReader<impl Read + Seek>) -> Result<()> {
        loop {
            let mut marker = byte(file)?;
            while marker != 0xFF {
                marker = byte(file)?;
            }
            while marker == 0xFF {
                marker = byte(file)?;
            }
            match marker {
                0x00 | 0x01 | 0xD0..=0xD8 => continue,
                // Pixels, or the end.
                0xD9 | 0xDA => return Ok(()),
                _ => {}
            }
            let length = u64::from(u16::from_be_bytes([byte(file)?, byte(file)?])).saturating_sub(2);
            if !matches!(marker, 0xE1 | 0xED) {
                skip(file, length)?;
                continue;
            }
            let segment = part(file, length)?;
            if let Some(exif) = segment.strip_prefix(b"Exif\0") {
                self.read_exif(exif.get(1..).unwrap_or_default());
            } else if segment.starts_with(b"http://ns.adobe.com/x") {
                self.read_xmp(&segment);
            } else if segment.starts_with(b"Photoshop 3.0\0") {
                self.read_iptc(&segment);
            }
        }
    }

    /// Reads the chunks after the signature, with those of ImageMagick, which writes EXIF as hexadecimal digits.
    fn read_png(&mut self, file: &mut BufReader<impl Read + Seek>) -> Result<()> {
        loop {
            let (length, kind) = (four(file)?, four(file)?);
            let length = u64::from(u32::from_be_bytes(length));
            if !matches!(&kind, b"eXIf" | b"iTXt" | b"tEXt" | b"zTXt") {
                skip(file, length + 4)?;
                continue;
            }
            let chunk = part(file, length)?;
            skip(file, 4)?;
            if &kind == b"eXIf" {
                self.read_exif(&chunk);
                continue;
            }
            let Some((keyword, text)) = cut(&chunk) else { continue };
            let text = match (&kind, text) {
                (b"zTXt", [0, text @ ..]) => inflated(text),
                // Compression, its method, a language, and the keyword in it.
                (b"iTXt", [is_packed, _, text @ ..]) => {
                    let text = cut(text).and_then(|(_, text)| cut(text)).map_or(&b""[..], |(_, text)| text);
                    if *is_packed == 1 { inflated(text) } else { text.to_vec() }
                }
                (_, text) => text.to_vec(),
            };
            match keyword {
                b"XML:com.adobe.xmp" => self.read_xmp(&text),
                b"Raw profile type xmp" => self.read_xmp(&from_hexadecimal(&text)),
                b"Raw profile type exif" | b"Raw profile type APP1" => {
                    let profile = from_hexadecimal(&text);
                    self.read_exif(profile.strip_prefix(b"Exif\0\0").unwrap_or(&profile));
                    self.read_xmp(&profile);
                }
                b"Raw profile type iptc" | b"Raw profile type 8bim" => self.read_iptc(&from_hexadecimal(&text)),
                b"Author" => self.person |= is_filled(&text),
                _ => {}
            }
        }
    }

    /// Reads the chunks after the header.
    fn read_webp(&mut self, file: &mut BufReader<impl Read + Seek>) -> Result<()> {
        loop {
            let (kind, length) = (four(file)?, four(file)?);
            let length = u64::from(u32::from_le_bytes(length));
            match &kind {
                b"EXIF" => {
                    let chunk = part(file, length)?;
                    self.read_exif(chunk.strip_prefix(b"Exif\0\0").unwrap_or(&chunk));
                }
                b"XMP " => {
                    let chunk = part(file, length)?;
                    self.read_xmp(&chunk);
                }
                _ => skip(file, length)?,
            }
            skip(file, length % 2)?;
        }
    }

    /// Reads the beginning, where programs write XMP.
    fn read_gif(&mut self, file: &mut BufReader<impl Read + Seek>) -> Result<()> {
        let start = part(file, METADATA_BYTES)?;
        if let Some(at) = memmem::find(&start, b"XMP DataXMP") {
            self.read_xmp(&start[at..]);
        }
        Ok(())
    }

    /// Reads EXIF, which is a TIFF without pixels.
    fn read_exif(&mut self, tiff: &[u8]) {
        let Some(tiff) = Tiff::new(tiff) else { return };
        let mut open = vec![(Directory::Main, tiff.number(4, 4))];
        for _ in 0..DIRECTORIES {
            let Some((directory, Some(at))) = open.pop() else { return };
            for entry in tiff.entries(at) {
                let value = tiff.value(entry);
                let is_filled = value.is_some_and(is_filled);
                match (directory, tiff.number(entry, 2).unwrap_or(0)) {
                    (Directory::Main, 0x8769) => open.push((Directory::Camera, tiff.number(entry + 8, 4))),
                    (Directory::Main, 0x8825) => open.push((Directory::Position, tiff.number(entry + 8, 4))),
                    // Latitude and longitude, of the camera and of what it is pointed at, and the name of the place.
                    (Directory::Position, 0x02 | 0x04 | 0x14 | 0x16) => {
                        self.position |= value.is_some_and(|value| tiff.has_fraction(value));
                    }
                    (Directory::Position, 0x1C) => {
                        self.position |= value.is_some_and(|value| value.len() > 8) && is_filled;
                    }
                    // `Make`, `Model` and `HostComputer`.
                    (Directory::Main, 0x010F | 0x0110 | 0x013C) => self.device |= is_filled,
                    // `Artist` and `XPAuthor`. A notice of copyright is written to be published.
                    (Directory::Main, 0x013B | 0x9C9D) | (Directory::Camera, 0xA430) => self.person |= is_filled,
                    (Directory::Main, 0xC62F) | (Directory::Camera, 0xA431 | 0xA435) => self.serial_number |= is_filled,
                    _ => {}
                }
            }
        }
    }

    /// Reads XMP, which is XML: properties are attributes or elements.
    fn read_xmp(&mut self, xmp: &[u8]) {
        let has = |names: &[&str]| names.iter().any(|name| has_property(xmp, name.as_bytes()));
        self.position |= has(&[
            "exif:GPSLatitude",
            "exif:GPSLongitude",
            "photoshop:City",
            "Iptc4xmpCore:Location",
            "Iptc4xmpExt:LocationCreated",
            "Iptc4xmpExt:LocationShown",
        ]);
        self.person |= has(&[
            "dc:creator",
            "aux:OwnerName",
            "exifEX:CameraOwnerName",
            "tiff:Artist",
            "xmpRights:Owner",
            "Iptc4xmpExt:PersonInImage",
        ]);
        self.device |= has(&["tiff:Make", "tiff:Model"]);
        self.serial_number |=
            has(&["aux:SerialNumber", "aux:LensSerialNumber", "exifEX:BodySerialNumber", "exifEX:LensSerialNumber"]);
    }

    /// Reads the records of IPTC: a sign, the number of the record, that of the field, a length, and a text.
    fn read_iptc(&mut self, bytes: &[u8]) {
        for at in memmem::find_iter(bytes, &[0x1C, 0x02]) {
            let Some(&[field, high, low]) = bytes.get(at + 2..at + 5).and_then(|head| head.first_chunk()) else {
                return;
            };
            let end = at + 5 + usize::from(u16::from_be_bytes([high, low]));
            let is_filled = bytes.get(at + 5..end).is_some_and(is_filled);
            match field {
                // The names of who took it and of a caption's writer.
                80 | 122 => self.person |= is_filled,
                // City, part of it, and province.
                90 | 92 | 95 => self.position |= is_filled,
                _ => {}
            }
        }
    }
}

/// The directories of EXIF.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directory {
    Main,
    Camera,
    Position,
}

/// The bytes of a TIFF, with the order in which it writes numbers.
struct Tiff<'b> {
    bytes: &'b [u8],
    is_little: bool,
}

impl<'b> Tiff<'b> {
    fn new(bytes: &'b [u8]) -> Option<Self> {
        let is_little = match bytes.first_chunk()? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Self { bytes, is_little })
    }

    /// The number in this many bytes at a place.
    fn number(&self, at: usize, length: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(length)?)?;
        let add = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        Some(if self.is_little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    }

    /// The places of the entries of a directory that are in the file.
    fn entries(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let first = at.saturating_add(2);
        let there = self.bytes.len().saturating_sub(first) / 12;
        (0..self.number(at, 2).unwrap_or(0).min(there)).map(move |entry| first + entry * 12)
    }

    /// The value of an entry, if it is in the file.
    fn value(&self, entry: usize) -> Option<&'b [u8]> {
        let size = match self.number(entry + 2, 2)? {
            1 | 2 | 6 | 7 | 129 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = self.number(entry + 4, 4)?.checked_mul(size)?;
        let at = if length <= 4 { entry + 8 } else { self.number(entry + 8, 4)? };
        self.bytes.get(at..at.checked_add(length)?)
    }

    /// Whether one of these fractions is a number other than zero: cameras that do not know where they are write zeros.
    fn has_fraction(&self, value: &[u8]) -> bool {
        value.chunks_exact(8).any(|fraction| fraction[..4] != [0; 4] && fraction[4..] != [0; 4])
    }
}

/// Whether a value is more than spaces and zeros.
fn is_filled(value: &[u8]) -> bool {
    value.iter().any(|byte| *byte != 0 && !byte.is_ascii_whitespace())
}

/// Whether XMP has a property with a value that is not empty.
fn has_property(xmp: &[u8], name: &[u8]) -> bool {
    memmem::find_iter(xmp, name).any(|at| {
        let rest = &xmp[at + name.len()..xmp.len().min(at + name.len() + XMP_VALUE_BYTES)];
        match (rest.trim_ascii_start(), rest.first()) {
            ([b'=', value @ ..], _) => {
                let value = value.trim_ascii_start();
                let (Some(quote @ (b'"' | b'\'')), Some(value)) = (value.first(), value.get(1..)) else { return false };
                let end = memchr::memchr(*quote, value).unwrap_or(value.len());
                is_filled(&value[..end])
            }
            // The end of the tag, or attributes of it.
            (_, Some(b'>' | b' ' | b'\t' | b'\n' | b'\r')) if xmp[..at].ends_with(b"<") => {
                let end = memmem::find(rest, name).unwrap_or(rest.len());
                let mut is_tag = true;
                rest[..end].iter().any(|byte| {
                    match byte {
                        b'<' => is_tag = true,
                        b'>' => is_tag = false,
                        byte => return !is_tag && !byte.is_ascii_whitespace(),
                    }
                    false
                })
            }
            _ => false,
        }
    })
}

/// Splits bytes at the first zero.
fn cut(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(0, bytes)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

/// Decompresses bytes as far as they are valid, up to the limit.
fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let _ = ZlibDecoder::new(bytes).take(METADATA_BYTES).read_to_end(&mut text);
    text
}

/// The bytes of a profile as ImageMagick writes it: a name and a length on lines of their own, then hexadecimal digits.
fn from_hexadecimal(text: &[u8]) -> Vec<u8> {
    let mut lines = text.trim_ascii_start().splitn(3, |byte| *byte == b'\n');
    let digits = lines.nth(2).unwrap_or_default().iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    digits.chunks_exact(2).filter_map(|pair| u8::try_from(pair[0] << 4 | pair[1]).ok()).collect()
}

fn byte(file: &mut impl Read) -> Result<u8> {
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn four(file: &mut impl Read) -> Result<[u8; 4]> {
    let mut bytes = [0; 4];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads the next `length` bytes: keeps at most [`METADATA_BYTES`] of them and skips the rest.
fn part(file: &mut BufReader<impl Read + Seek>, length: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(length.min(METADATA_BYTES)).read_to_end(&mut bytes)?;
    skip(file, length.saturating_sub(METADATA_BYTES))?;
    Ok(bytes)
}

fn go_to(file: &mut BufReader<impl Read + Seek>, at: u64) -> Result<()> {
    file.seek(SeekFrom::Start(at)).map(|_| ())
}

fn skip(file: &mut BufReader<impl Read + Seek>, length: u64) -> Result<()> {
    file.seek_relative(i64::try_from(length).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
