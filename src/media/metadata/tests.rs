use std::io::{Cursor, Write as _};

use super::*;

/// EXIF with an entry of text in the main directory and, if `place` is set, a position.
fn exif(is_little: bool, tag: u16, text: &[u8], place: Option<u32>) -> Vec<u8> {
    let two = |number: u16| if is_little { number.to_le_bytes() } else { number.to_be_bytes() };
    let four = |number: u32| if is_little { number.to_le_bytes() } else { number.to_be_bytes() };
    let mut bytes = if is_little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
    bytes.extend(four(8));
    bytes.extend(two(2));
    // The text is after the directories, at 8 + 2 + 24 + 4 = 38, and the fraction after 2 + 12 + 4 more.
    bytes.extend([two(tag), two(2)].concat());
    bytes.extend([four(text.len() as u32), four(64)].concat());
    bytes.extend([two(0x8825), two(4)].concat());
    bytes.extend([four(1), four(38)].concat());
    bytes.extend(four(0));
    bytes.extend([two(1), two(2), two(5)].concat());
    bytes.extend([four(1), four(56), four(0)].concat());
    bytes.extend([four(place.unwrap_or(0)), four(1)].concat());
    bytes.extend(text);
    bytes
}

fn jpeg(segment: &[u8], marker: u8) -> Vec<u8> {
    let length = (segment.len() as u16 + 2).to_be_bytes();
    [&b"\xFF\xD8\xFF\xE0\0\x04ab\xFF"[..], &[marker], &length, segment, b"\xFF\xDA\0\x02pixels\xFF\xD9"].concat()
}

fn png(kind: [u8; 4], chunk: &[u8]) -> Vec<u8> {
    let length = (chunk.len() as u32).to_be_bytes();
    [b"\x89PNG\r\n\x1a\n\0\0\0\x01IHDRx0000", &length[..], &kind, chunk, b"0000\0\0\0\0IEND0000"].concat()
}

fn webp(kind: [u8; 4], chunk: &[u8]) -> Vec<u8> {
    let length = (chunk.len() as u32).to_le_bytes();
    let padding = vec![0; chunk.len() % 2];
    [b"RIFF0000WEBPVP8 \x03\0\0\0abc\0", &kind[..], &length, chunk, &padding].concat()
}

fn words(bytes: &[u8]) -> String {
    Metadata::read(Cursor::new(bytes)).words().join(", ")
}

const POSITION: &str = "the position where it was taken";
const PERSON: &str = "the name of a person";
const MODEL: &str = "the model of the camera";

#[test]
fn exif_is_found_in_every_format_and_byte_order() {
    for is_little in [true, false] {
        let exif = exif(is_little, 0x0110, b"Camera", Some(46));
        let with_head = [b"Exif\0\0", &exif[..]].concat();
        let expected = format!("{POSITION}, {MODEL}");
        assert_eq!(words(&jpeg(&with_head, 0xE1)), expected);
        assert_eq!(words(&png(*b"eXIf", &exif)), expected);
        assert_eq!(words(&webp(*b"EXIF", &exif)), expected);
        assert_eq!(words(&webp(*b"EXIF", &with_head)), expected);
        let digits: String = with_head.iter().map(|byte| format!("{byte:02x}")).collect();
        let profile = format!("\nexif\n    {}\n{digits}\n", with_head.len());
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(profile.as_bytes()).unwrap();
        let chunk = [b"Raw profile type exif\0\0", &packed.finish().unwrap()[..]].concat();
        assert_eq!(words(&png(*b"zTXt", &chunk)), expected);
        assert_eq!(words(&png(*b"tEXt", format!("Raw profile type exif\0{profile}").as_bytes())), expected);
    }
    assert_eq!(words(&png(*b"eXIf", &exif(true, 0x013B, b"A. Person", None))), PERSON);
    assert_eq!(words(&png(*b"tEXt", b"Author\0A. Person")), PERSON);
    // Values that say nothing, a notice of copyright, and a software.
    for (tag, text) in
        [(0x0110, &b"      \0"[..]), (0x013B, b"\0\0\0\0\0\0"), (0x8298, b"(C) Office"), (0x0131, b"Program")]
    {
        assert_eq!(words(&png(*b"eXIf", &exif(true, tag, text, None))), "", "{tag:x}");
    }
}

#[test]
fn xmp_and_iptc_are_found() {
    let head = "http://ns.adobe.com/xap/1.0/\0";
    for (xmp, expected) in [
        ("<rdf:Description exif:GPSLatitude=\"46,13N\"/>", POSITION),
        ("<exif:GPSLongitude>6,8E</exif:GPSLongitude>", POSITION),
        ("<dc:creator><rdf:Seq><rdf:li>A. Person</rdf:li></rdf:Seq></dc:creator>", PERSON),
        ("<dc:creator rdf:parseType='x'><rdf:li>A</rdf:li></dc:creator>", PERSON),
        ("<x tiff:Model = 'C' aux:SerialNumber='1'/>", "the model and the serial number of the camera"),
        ("<dc:creator><rdf:Seq> <rdf:li></rdf:li></rdf:Seq></dc:creator><dc:title>x</dc:title>", ""),
        ("<x tiff:Model='' exif:GPSLatitude=\" \"/><dc:creator/>", ""),
        ("<x tiff:ModelName='C'/>exif:GPSLatitude", ""),
    ] {
        assert_eq!(words(&jpeg(format!("{head}{xmp}").as_bytes(), 0xE1)), expected, "{xmp}");
        assert_eq!(words(&webp(*b"XMP ", xmp.as_bytes())), expected, "{xmp}");
        assert_eq!(words(&png(*b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{xmp}").as_bytes())), expected, "{xmp}");
        assert_eq!(words(format!("GIF89a0000000!\u{b}XMP DataXMP{xmp}").as_bytes()), expected, "{xmp}");
    }
    let iptc =
        |field: u8| jpeg(&[&b"Photoshop 3.0\x008BIM\x04\x04\x1c\x02"[..], &[field], b"\0\x04Hill"].concat(), 0xED);
    assert_eq!(words(&iptc(80)), PERSON);
    assert_eq!(words(&iptc(90)), POSITION);
    assert_eq!(words(&iptc(5)), "");
}

#[test]
fn no_bytes_make_the_reader_fail_or_take_long() {
    let exif = exif(true, 0x0110, b"Camera", Some(46));
    let files = [jpeg(&[b"Exif\0\0", &exif[..]].concat(), 0xE1), png(*b"eXIf", &exif), webp(*b"EXIF", &exif)];
    for file in &files {
        for end in 0..file.len() {
            let _ = words(&file[..end]);
        }
        // Every number that a file may hold, at every place.
        for at in 0..file.len() {
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut other = file.clone();
                let end = (at + 4).min(other.len());
                other[at..end].fill(value);
                let _ = words(&other);
            }
        }
    }
    // A directory that leads to itself, and chunks that claim to be longer than the file.
    let circle = [b"II*\0\x08\0\0\0\x01\0", &b"\x25\x88\x04\0\x01\0\0\0\x08\0\0\0"[..]].concat();
    assert_eq!(words(&png(*b"eXIf", &circle)), "");
    let circle = [b"II*\0\x08\0\0\0\x01\0", &b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0"[..]].concat();
    assert_eq!(words(&png(*b"eXIf", &circle)), "");
    assert_eq!(words(b"RIFF0000WEBPXMP \xFF\xFF\xFF\x7Ftiff:Make='C'"), MODEL);
    let bomb = {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b'0'; 50_000_000]).unwrap();
        [b"Raw profile type exif\0\0", &packed.finish().unwrap()[..]].concat()
    };
    assert_eq!(words(&png(*b"zTXt", &bomb)), "");
    assert_eq!(words(b""), "");
    assert_eq!(words(&vec![0xFF; 100_000]), "");
}
