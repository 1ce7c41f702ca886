//! The metadata of a PDF: whether it has a title and a language. Reads only what it needs: dictionaries in plain bytes,
//! XMP, and compressed objects up to a limit. Where something may be hidden, nothing is said to be missing.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::limits::{PDF_OBJECT_BYTES, PDF_STREAMS};

/// Maximum bytes of the dictionary of document information.
const INFO_BYTES: usize = 10_000;
/// Maximum bytes before a stream that may belong to its dictionary.
const HEAD_BYTES: usize = 1_000;

/// The metadata of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PdfFacts {
    /// Whether it is a PDF that could be read.
    pub is_known: bool,
    /// Whether it has a title, or may have one.
    pub has_title: bool,
    /// Whether it names its language, or may name it.
    pub has_language: bool,
}

impl PdfFacts {
    /// Reads a PDF.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(1_024)];
        if memmem::find(head, b"%PDF-").is_none() {
            return Self { is_known: false, has_title: true, has_language: true };
        }
        let objects = compressed_objects(bytes);
        // In an encrypted file, texts cannot be read, but keys can.
        let mut facts = Self {
            is_known: true,
            has_title: info_title(bytes) || has_text(bytes, b"<dc:title>"),
            has_language: has_value(bytes, b"/Lang") || has_text(bytes, b"<dc:language>"),
        };
        match objects {
            Some(objects) => {
                facts.has_title |= objects.iter().any(|object| has_value(object, b"/Title") && is_info(object));
                facts.has_language |= objects.iter().any(|object| has_value(object, b"/Lang"));
            }
            None => (facts.has_title, facts.has_language) = (true, true),
        }
        facts
    }

    /// What it lacks, in words.
    pub fn lacks(self) -> Option<&'static str> {
        match (self.has_title, self.has_language) {
            (true, true) => None,
            (false, true) => Some("no title"),
            (true, false) => Some("no language"),
            (false, false) => Some("neither a title nor a language"),
        }
    }
}

/// Whether the dictionary of document information has a title.
fn info_title(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"/Info").any(|at| {
        let rest = &bytes[at + 5..bytes.len().min(at + 45)];
        let Ok(rest) = std::str::from_utf8(rest.split(|byte| *byte == b'R').next().unwrap_or_default()) else {
            return false;
        };
        let mut words = rest.split_ascii_whitespace();
        let (Some(number), Some(generation)) = (words.next(), words.next()) else { return false };
        let is_number = |word: &str| !word.is_empty() && word.len() < 11 && word.bytes().all(|c| c.is_ascii_digit());
        if !is_number(number) || !is_number(generation) {
            return false;
        }
        let name = format!("{number} {generation} obj");
        memmem::find_iter(bytes, name.as_bytes()).filter(|&at| at == 0 || !bytes[at - 1].is_ascii_digit()).any(|at| {
            let object = &bytes[at..bytes.len().min(at + INFO_BYTES)];
            let end = memmem::find(object, b"endobj").unwrap_or(object.len());
            has_value(&object[..end], b"/Title")
        })
    })
}

/// Whether compressed objects hold the dictionary of document information, and not only bookmarks, which have titles too.
fn is_info(object: &[u8]) -> bool {
    let keys: [&[u8]; 4] = [b"/Producer", b"/Creator", b"/CreationDate", b"/Author"];
    keys.iter().any(|key| memmem::find(object, key).is_some())
}

/// Whether a key has a text that is not empty.
fn has_value(bytes: &[u8], key: &[u8]) -> bool {
    memmem::find_iter(bytes, key).any(|at| {
        let rest = bytes[at + key.len()..].trim_ascii_start();
        match rest.first() {
            Some(b'(') => {
                let text = rest[1..].trim_ascii_start();
                let text = text.strip_prefix(b"\xFE\xFF").unwrap_or(text).trim_ascii_start();
                !text.starts_with(b")") && !text.is_empty()
            }
            Some(b'<') => {
                let text = rest[1..].trim_ascii_start();
                let text = text.strip_prefix(b"FEFF").or(text.strip_prefix(b"feff")).unwrap_or(text).trim_ascii_start();
                !text.starts_with(b">") && !text.starts_with(b"<") && !text.is_empty()
            }
            // A reference to an object: `12 0 R`.
            Some(c) => c.is_ascii_digit() && bytes[at + key.len()] != b's',
            None => false,
        }
    })
}

/// Whether an element of XMP has text.
fn has_text(bytes: &[u8], tag: &[u8]) -> bool {
    memmem::find_iter(bytes, tag).any(|at| {
        let rest = &bytes[at + tag.len()..bytes.len().min(at + tag.len() + HEAD_BYTES)];
        let end = memmem::find(rest, b"</dc:").unwrap_or(rest.len());
        let mut is_tag = false;
        rest[..end].iter().any(|byte| {
            let was_tag = is_tag;
            is_tag = *byte == b'<' || is_tag && *byte != b'>';
            !is_tag && !was_tag && !byte.is_ascii_whitespace()
        })
    })
}

/// The compressed objects of a file; `None` if some cannot be read, or if there are too many.
fn compressed_objects(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut objects = Vec::new();
    let mut room = PDF_OBJECT_BYTES;
    for at in memmem::find_iter(bytes, b"/ObjStm") {
        if objects.len() == PDF_STREAMS {
            return None;
        }
        let rest = &bytes[at..bytes.len().min(at + HEAD_BYTES)];
        let start = at + memmem::find(rest, b"stream")? + b"stream".len();
        let body = bytes.get(start..)?;
        let body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
        let mut object = Vec::new();
        ZlibDecoder::new(body).take(room as u64 + 1).read_to_end(&mut object).ok()?;
        room = room.checked_sub(object.len())?;
        objects.push(object);
    }
    Some(objects)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn lacks(text: &str) -> Option<&'static str> {
        PdfFacts::from_bytes(format!("%PDF-1.4\n{text}").as_bytes()).lacks()
    }

    #[test]
    fn a_title_is_that_of_the_document_and_not_of_a_bookmark() {
        let info = "trailer <</Info 1 0 R>>";
        assert_eq!(
            lacks("1 0 obj <</Title (A report)>> endobj 2 0 obj <</Lang (en)>> endobj trailer <</Info 1 0 R>>"),
            None
        );
        assert_eq!(lacks(&format!("1 0 obj <</Title ()>> endobj <</Lang(fr)>> {info}")), Some("no title"));
        assert_eq!(lacks(&format!("1 0 obj <</Title <FEFF>>> endobj <</Lang(fr)>> {info}")), Some("no title"));
        assert_eq!(lacks(&format!("1 0 obj <</Title <FEFF0041>>> endobj {info}")), Some("no language"));
        assert_eq!(lacks("7 0 obj <</Title (Chapter 1)>> endobj <</Lang (en)>>"), Some("no title"));
        assert_eq!(lacks(&format!("11 0 obj <</Title (x)>> endobj {info}")), Some("neither a title nor a language"));
        let xmp = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A report</rdf:li></rdf:Alt></dc:title>";
        assert_eq!(lacks(&format!("{xmp} /Lang (en)")), None);
        assert_eq!(lacks("<dc:title><rdf:Alt></rdf:Alt></dc:title> /Lang (en)"), Some("no title"));
    }

    #[test]
    fn compressed_objects_are_read_up_to_a_limit() {
        let pack = |text: &[u8]| {
            let mut coder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            coder.write_all(text).unwrap();
            let mut bytes = b"%PDF-1.5\n1 0 obj <</Type /ObjStm /Length 9>> stream\n".to_vec();
            bytes.extend(coder.finish().unwrap());
            bytes
        };
        assert_eq!(PdfFacts::from_bytes(&pack(b"<</Title (A) /Producer (B)>> <</Lang (en)>>")).lacks(), None);
        assert_eq!(
            PdfFacts::from_bytes(&pack(b"<</Title (Chapter)>>")).lacks(),
            Some("neither a title nor a language")
        );
        // A bomb is not unpacked, and nothing is said of it.
        assert_eq!(PdfFacts::from_bytes(&pack(&vec![b' '; PDF_OBJECT_BYTES + 1])).lacks(), None);
    }

    #[test]
    fn no_bytes_make_the_reader_fail() {
        let text =
            b"%PDF-1.5\n/Info 1 0 R 1 0 obj <</Title (x)>> endobj /ObjStm stream\n/Lang (a) <dc:title>x</dc:title>";
        for end in 0..text.len() {
            let _ = PdfFacts::from_bytes(&text[..end]);
            let _ = PdfFacts::from_bytes(&[b"%PDF-", &text[end..]].concat());
        }
        assert_eq!(PdfFacts::from_bytes(b"").lacks(), None);
        assert_eq!(PdfFacts::from_bytes(b"<html>").lacks(), None);
        assert!(!PdfFacts::from_bytes(b"PK").is_known);
    }
}
