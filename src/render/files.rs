//! What pages say of files: their kind and size.

use super::links::Linker;
use super::{Renderer, body};
use crate::escape::escape_into;
use crate::media::{Size, kind};
use crate::site::{Destination, FoundLink, Page};

/// The strings for the kind and the size of a file, and for its size alone.
const NOTES: [&str; 2] = ["file_note", "file_size"];
/// The strings for sizes.
const UNITS: [&str; 2] = ["amount_kilobytes", "amount_megabytes"];

/// A size in words: `24 KB`; the name of a string that the theme lacks otherwise.
pub(super) fn size(renderer: &Renderer<'_>, language: usize, size: &Size) -> Result<String, &'static str> {
    let number = renderer.context.figures[language].decimal(&size.number);
    let unit = UNITS[usize::from(size.is_megabytes)];
    renderer.context.strings[language].sentence(unit, &[("number", &number)]).ok_or(unit)
}

/// The kind and the size of a file in words, in parentheses; the name of a string that the theme lacks otherwise. Without bytes, the
/// size is not known yet.
pub(super) fn note(
    renderer: &Renderer<'_>,
    language: usize,
    (kind, bytes): (Option<&str>, Option<u64>),
) -> Result<String, &'static str> {
    let size = bytes.map_or_else(|| Ok("…".to_owned()), |bytes| size(renderer, language, &Size::from_bytes(bytes)))?;
    let key = NOTES[usize::from(kind.is_none())];
    let values = [("kind", kind.unwrap_or("")), ("size", &size)];
    renderer.context.strings[language].sentence(key, &values).ok_or(key)
}

/// A size in words, in parentheses; the name of a string that the theme lacks otherwise.
pub(super) fn note_of_size(renderer: &Renderer<'_>, language: usize, bytes: &Size) -> Result<String, &'static str> {
    let size = size(renderer, language, bytes)?;
    renderer.context.strings[language].sentence(NOTES[1], &[("size", &size)]).ok_or(NOTES[1])
}

/// Writes a note after the words that it belongs to. In a text from right to left it keeps a direction of its own.
pub(super) fn write_note(renderer: &Renderer<'_>, language: usize, note: &str, out: &mut String) {
    let strings = &renderer.context.strings[language];
    let mut html = String::new();
    escape_into(note, &mut html);
    let html = if strings.marker.is_right_to_left() { format!("<bdi>{html}</bdi>") } else { html };
    out.push(' ');
    strings.marked(NOTES[0], &html, out);
}

/// Writes the kind and the size of the file that a link of a page leads to, or only its size. Fails with the name of a string
/// that the theme lacks.
pub(super) fn write_note_of(
    renderer: &Renderer<'_>,
    page: &Page,
    (link, with_kind): (usize, bool),
    out: &mut String,
) -> Result<(), &'static str> {
    let target = page.links.targets.get(link).and_then(Option::as_ref);
    let Some(FoundLink { to: Destination::File(number), .. }) = target else { return Ok(()) };
    write_note_of_file(renderer, page.source.language, (*number, with_kind), out)
}

/// Writes the kind and the size of the file of this number, as [`write_note_of`].
pub(super) fn write_note_of_file(
    renderer: &Renderer<'_>,
    language: usize,
    (number, with_kind): (usize, bool),
    out: &mut String,
) -> Result<(), &'static str> {
    let file = &renderer.outline.files[number];
    let kind = kind(file.address).filter(|_| with_kind);
    let note = note(renderer, language, (kind.as_deref(), Some(file.stamp.length)))?;
    write_note(renderer, language, &note, out);
    Ok(())
}

/// Writes a player for a recording beside pages. It fetches nothing until a reader starts it.
pub(super) fn write_player(renderer: &Renderer<'_>, page: &Page, link: usize, linker: &Linker, out: &mut String) {
    let target = page.links.targets.get(link).and_then(Option::as_ref);
    let Some(FoundLink { to: Destination::File(_), .. }) = target else { return };
    out.push_str("<audio controls preload=\"none\" src=\"");
    escape_into(&body::link(renderer, page, link, linker), out);
    out.push_str("\"></audio>\n");
}
