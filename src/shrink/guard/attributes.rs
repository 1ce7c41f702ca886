//! Writes the attributes of an ordinary element.

use super::super::scan::HtmlAttribute;
use super::super::skipped::collapse;
use crate::marks;

/// Maximum number of attributes of an ordinary element; their names are compared in pairs.
const MOST_ATTRIBUTES: usize = 16;

/// Whether a value may have a character reference, which minify-html would shorten.
pub(super) fn hold_reference(html: &str, attributes: &[HtmlAttribute]) -> bool {
    attributes.iter().any(|attribute| html[attribute.value.clone()].contains('&'))
}

/// Writes attributes in the order of minify-html: those in quotes first, each group by name.
pub(super) fn write(html: &str, attributes: &[HtmlAttribute], out: &mut Vec<u8>) -> Option<()> {
    if attributes.len() > MOST_ATTRIBUTES {
        return None;
    }
    let bytes = html.as_bytes();
    let is_bare = |attribute: &HtmlAttribute| {
        let value = &bytes[attribute.value.clone()];
        value
            .iter()
            .all(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`'))
    };
    let key = |attribute: &HtmlAttribute| (is_bare(attribute), &bytes[attribute.name.clone()]);
    // Of attributes with the same name, the first counts.
    let name = |attribute: &HtmlAttribute| &bytes[attribute.name.clone()];
    let is_first = |at: &usize| attributes[..*at].iter().all(|other| name(other) != name(&attributes[*at]));
    let mut numbers = [0; MOST_ATTRIBUTES];
    let mut count = 0;
    for number in (0..attributes.len()).filter(is_first) {
        numbers[count] = number;
        count += 1;
    }
    let sorted = &mut numbers[..count];
    sorted.sort_by(|&a, &b| key(&attributes[a]).cmp(&key(&attributes[b])));
    for attribute in sorted.iter().map(|&number| &attributes[number]) {
        let (name, value) = (&bytes[attribute.name.clone()], &html[attribute.value.clone()]);
        if !name.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-') || marks::holds_mark(value) {
            return None;
        }
        out.push(b' ');
        out.extend_from_slice(name);
        match (value.is_empty(), is_bare(attribute)) {
            (true, _) => {}
            (false, true) => {
                out.push(b'=');
                out.extend_from_slice(value.as_bytes());
            }
            (false, false) if value.contains('"') => return None,
            (false, false) => {
                out.extend_from_slice(b"=\"");
                // In a list of words, white space only stands between them.
                match name {
                    b"class" => collapse(value.trim_ascii().as_bytes(), out),
                    _ => out.extend_from_slice(value.as_bytes()),
                }
                out.push(b'"');
            }
        }
    }
    Some(())
}
