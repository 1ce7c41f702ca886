//! Reads what a tag uses of the style, writes the attributes of an ordinary element, and takes the values of others out of what
//! minify-html reads.

use std::cmp::Ordering;

use super::super::elements::{Inside, Name, hash, hash_exact, is_fragile};
use super::super::names::{ATTRIBUTE, CLASS, ELEMENT, ID};
use super::super::need::PAGE;
use super::super::scan::HtmlAttribute;
use super::super::skipped::{RunKind, collapse, is_bare};
use super::{Guard, KEEP};
use crate::marks;

/// Maximum number of attributes of an ordinary element; their names are compared in pairs.
const MOST_ATTRIBUTES: usize = 16;

/// Attributes whose values differ from page to page, and that minify-html writes as they are.
const OF_ONE_PAGE: [&[u8]; 9] =
    [b"href", b"content", b"datetime", b"title", b"aria-label", b"id", b"alt", b"src", b"hreflang"];

impl Guard<'_> {
    /// Notes which of the style's names a tag uses, and which attributes need a guard. Says whether the style may make
    /// its element part of a line.
    pub(super) fn learn(&mut self, name: Name, written: &[u8], attributes: &[HtmlAttribute]) -> bool {
        let mut inline = self.used.add(self.names, hash(ELEMENT, written)).is_some_and(|known| known.inline);
        if name.is_table() {
            // Browsers put these in by themselves.
            self.used.add(self.names, hash(ELEMENT, b"tbody"));
            self.used.add(self.names, hash(ELEMENT, b"colgroup"));
        }
        let bytes = self.html.as_bytes();
        let mut runs = name.is_script();
        let is_page = written.eq_ignore_ascii_case(b"html");
        for attribute in attributes {
            let name = &bytes[attribute.name.clone()];
            let value = &bytes[attribute.value.clone()];
            let name_hash = hash(ATTRIBUTE, name);
            let mut asked_for = self.used.add(self.names, name_hash).is_some();
            if asked_for {
                self.used.add_value(self.names, name_hash, value);
            }
            if is_page {
                let name_hash = hash(ATTRIBUTE, &[PAGE.as_bytes(), name].concat());
                if self.used.add(self.names, name_hash).is_some() {
                    self.used.add_value(self.names, name_hash, value);
                    asked_for = true;
                }
            }
            let kind = match name.len() {
                5 if name.eq_ignore_ascii_case(b"class") => CLASS,
                2 if name.eq_ignore_ascii_case(b"id") => ID,
                _ => 0,
            };
            if kind != 0 {
                for word in value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
                    let known = self.used.add(self.names, hash_exact(kind, word.iter().copied()));
                    inline |= known.is_some_and(|known| known.inline);
                }
                // A name written with an entity is rare enough to keep every rule for.
                self.used.unsure |= value.contains(&b'&');
            }
            runs &= !(name.eq_ignore_ascii_case(b"type") && value.ends_with(b"json"));
            if asked_for || (kind == 0 && is_fragile(name, value)) {
                self.fragile.push(attribute.name.end);
            }
        }
        // What a script will write into the page nobody knows.
        self.used.unsure |= runs;
        inline
    }

    /// Guards the attributes of a tag: marks names that must be kept, and puts placeholders in the place of values that may be taken
    /// out.
    pub(super) fn attributes(&mut self, attributes: &[HtmlAttribute], is_html: bool) {
        let bytes = self.html.as_bytes();
        let name_of = |attribute: &HtmlAttribute| &bytes[attribute.name.clone()];
        let is_once = |attribute: &HtmlAttribute| {
            attributes.iter().filter(|other| name_of(other).eq_ignore_ascii_case(name_of(attribute))).count() == 1
        };
        // minify-html removes the spaces in the value of the element that is named `viewport`.
        let is_open = is_html
            && self.inside() == Inside::Html
            && !attributes.iter().any(|attribute| bytes[attribute.value.clone()].eq_ignore_ascii_case(b"viewport"));
        let first = self.skipped.len();
        let mut values: Vec<TakenOut> = Vec::new();
        for attribute in attributes {
            let is_kept = self.fragile.contains(&attribute.name.end);
            if is_kept {
                self.copy_to(attribute.name.end);
                self.push(KEEP);
            }
            if is_open
                && OF_ONE_PAGE.contains(&name_of(attribute))
                && !attribute.value.is_empty()
                && is_once(attribute)
                && let Some(quoted) = self.skip(attribute.value.clone(), RunKind::Value)
            {
                values.push(TakenOut { is_bare: !quoted, name: name_of(attribute), is_kept });
            }
        }
        self.fragile.clear();
        if values.len() > 1 {
            let mut numbers: Vec<usize> = (0..values.len()).collect();
            numbers.sort_by(|&a, &b| values[a].cmp(&values[b]));
            self.skipped.reorder(first, &numbers);
        }
    }
}

/// A value in the place of which is a placeholder.
struct TakenOut<'a> {
    is_bare: bool,
    /// The name of its attribute.
    name: &'a [u8],
    /// Whether [`KEEP`] ends that name.
    is_kept: bool,
}

impl TakenOut<'_> {
    /// The order in which minify-html writes attributes: those in quotes first, each group by name.
    fn cmp(&self, other: &Self) -> Ordering {
        let mut mark = [0; 4];
        let mark = KEEP.encode_utf8(&mut mark).as_bytes();
        let ending = |value: &Self| if value.is_kept { mark } else { &[] };
        let names = || self.name.iter().chain(ending(self)).cmp(other.name.iter().chain(ending(other)));
        self.is_bare.cmp(&other.is_bare).then_with(names)
    }
}

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
    let is_bare = |attribute: &HtmlAttribute| is_bare(&bytes[attribute.value.clone()]);
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
