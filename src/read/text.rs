//! Reads text files. Refuses, with a reason, those that are too large, binary, not UTF-8, or have characters that no
//! page can hold.

use std::path::Path;
use std::sync::Arc;

use super::discover::whole;
use super::{markdown, unreadable};
use crate::disk::{Refusal, SiteFiles};
use crate::limits::{FILE_BYTES, FORBIDDEN_CHARACTERS};
use crate::marks::is_forbidden;
use crate::report::{Finding, Place, SourceFile, catalog};

/// The bytes of a file, or why it cannot be read.
pub type Loaded = Result<Vec<u8>, Box<Finding>>;

/// Loads a text file; `shown` is its path in findings.
///
/// # Errors
///
/// A finding: the file cannot be read.
pub fn load(files: &SiteFiles, disk: &Path, shown: &str) -> Loaded {
    files.read(disk, FILE_BYTES).map_err(|error| {
        Box::new(match Refusal::from_error(&error) {
            Some(Refusal::TooLarge(length)) => catalog::files::too_large(whole(shown), length, FILE_BYTES),
            Some(Refusal::Outside) => catalog::files::outside_symlink(whole(shown), false),
            _ => unreadable::unreadable(whole(shown), &error),
        })
    })
}

/// Reads a text file; `shown` is its path in findings.
///
/// # Errors
///
/// A finding: the file cannot be used.
pub fn read(files: &SiteFiles, disk: &Path, shown: &str) -> Result<Arc<SourceFile>, Box<Finding>> {
    decode(load(files, disk, shown)?, shown)
}

/// Text from bytes that were read or built in.
///
/// # Errors
///
/// As [`read`].
pub fn decode(bytes: Vec<u8>, shown: &str) -> Result<Arc<SourceFile>, Box<Finding>> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Box::new(catalog::files::utf16(whole(shown))));
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(Box::new(catalog::files::binary(whole(shown))));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(shown, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[at];
            let file = SourceFile::new(shown, String::from_utf8_lossy(error.as_bytes()));
            Err(Box::new(catalog::files::not_utf8(Place::new(&file, at..at + '\u{FFFD}'.len_utf8()), byte)))
        }
    }
}

/// Reports each line's first character that HTML forbids: controls, and code points that Unicode keeps for programs.
pub fn check_characters(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) {
    if !might_hold_forbidden(file.text().as_bytes()) {
        return;
    }
    let mut last_line = 0;
    for (at, c) in file.text().char_indices().filter(|(_, c)| is_forbidden(*c)) {
        let line = file.position(at).line;
        if line != last_line {
            last_line = line;
            findings.push(catalog::files::forbidden_character(Place::new(file, at..at + c.len_utf8()), c));
        }
    }
}

/// Reports character references of HTML that stand for such characters.
pub fn check_references(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) {
    let found = markdown::forbidden_references(file.text()).take(FORBIDDEN_CHARACTERS);
    findings.extend(found.map(|(range, c)| {
        let written = &file.text()[range.clone()];
        catalog::files::forbidden_escape(Place::new(file, range.clone()), written, c)
    }));
}

/// A quick look at bytes that clears nearly every file: no ASCII control, no first byte of a C1 control or of a
/// noncharacter.
fn might_hold_forbidden(bytes: &[u8]) -> bool {
    let doubtful = |b: u8| match b {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 | 0x7F | 0xC2 | 0xEF | 0xF0.. => true,
        _ => false,
    };
    // Without a way out inside of a block, the compiler looks at many bytes at a time.
    bytes.chunks(128).any(|block| block.iter().fold(false, |any, &b| any | doubtful(b)))
}
