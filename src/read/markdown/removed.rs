//! HTML that is removed: one finding for each kind on a page, with the text that is lost.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::sanitise::{BLOCKS, CODE, LINES};
use super::tokens::Attribute;
use super::writer::Writer;
use crate::report::catalog::lost::{self, RemovedHtml};

/// Attributes whose values are text for readers.
const WORDS: [&str; 12] = [
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "summary",
    "abbr",
    "standby",
];

/// Kinds of `input` that show their value; without one, it is a field for text.
const WITH_VALUE: [&str; 6] = ["submit", "button", "reset", "text", "search", ""];

/// Endings of the names under which `meta` holds text for readers of previews and search results.
const NAMES_OF_META: [&str; 4] = ["description", "title", "site_name", ":alt"];

/// HTML of one kind that was removed.
#[derive(Debug)]
pub(super) struct RemovedKind {
    kind: RemovedHtml,
    places: Vec<Range<usize>>,
    words: Vec<String>,
}

impl Writer<'_> {
    /// Records what is removed at a range of the source, with the text in its `attributes`.
    pub(super) fn note_removed<'t>(
        &mut self,
        kind: RemovedHtml,
        range: Range<usize>,
        attributes: impl IntoIterator<Item = &'t Attribute>,
    ) {
        let attributes: Vec<&Attribute> = attributes.into_iter().collect();
        let words = attributes.iter().filter(|attribute| is_words(&kind, attribute, &attributes));
        let words = words.map(|attribute| attribute.value.trim());
        let words: Vec<String> = words.filter(|words| !words.is_empty()).map(str::to_owned).collect();
        let removed = &mut self.raw.removed;
        let number = *self.raw.kinds.entry(kind.clone()).or_insert_with(|| {
            removed.push(RemovedKind { kind, places: Vec::new(), words: Vec::new() });
            removed.len() - 1
        });
        removed[number].places.push(range);
        removed[number].words.extend(words);
    }

    /// Ends the elements of raw HTML that can only be in a line, where a block begins inside them; `range` is that of the block.
    pub(super) fn end_lines(&mut self, range: &Range<usize>) {
        for name in LINES.into_iter().filter(|name| !matches!(*name, "a" | "p")) {
            let Some(count) = self.raw.open.get_mut(name).map(std::mem::take).filter(|count| *count > 0) else {
                continue;
            };
            let of_code = if CODE.contains(&name) { count } else { 0 };
            self.prose.addresses = self.prose.addresses.saturating_sub(of_code);
            (0..count).for_each(|_| self.out.extend(["</", name, ">"]));
            let line = self.masked.source()[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
            let place = self.place(range.start..range.start + line);
            self.findings.push(lost::element_of_line(place, name));
        }
    }

    /// Ends what cannot contain the element of this name, whose start tag is at `range`.
    pub(super) fn begin_tag(&mut self, name: &str, range: &Range<usize>) {
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.end_prose();
            // A block ends a paragraph, whether it was closed or not.
            self.raw.open.remove("p");
        }
        // No label holds another.
        if is_block || name == "label" && self.is_open(name) {
            self.end_lines(range);
        }
    }

    /// Whether a block of Markdown begins, and an element of raw HTML is open.
    pub(super) fn begins_block_in_html(&self, tag: &Tag<'_>) -> bool {
        let is_in_line = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Link { .. }
        );
        !self.raw.open.is_empty()
            && !is_in_line
            && !matches!(tag, Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_))
    }

    /// Reports what was removed.
    pub(super) fn report_removed(&mut self) {
        for RemovedKind { kind, mut places, mut words } in std::mem::take(&mut self.raw.removed) {
            places.sort_by_key(|range| range.start);
            let mut seen = std::collections::HashSet::new();
            words.retain(|word| seen.insert(word.clone()));
            let places = places.into_iter().map(|range| self.place(range)).collect();
            self.findings.extend(lost::removed(&kind, places, &words));
        }
    }
}

/// Whether the value of an attribute among those of a tag is text for readers.
fn is_words(kind: &RemovedHtml, attribute: &Attribute, all: &[&Attribute]) -> bool {
    let value =
        |name: &str| all.iter().find(|it| it.name == name).map_or("", |it| it.value.trim()).to_ascii_lowercase();
    let RemovedHtml::EmptyElement(element) = kind else { return WORDS.contains(&attribute.name.as_str()) };
    match (element.as_str(), attribute.name.as_str()) {
        ("input", "value") => WITH_VALUE.contains(&value("type").as_str()),
        ("meta", "content") => {
            NAMES_OF_META.iter().any(|end| value("name").ends_with(end) || value("property").ends_with(end))
        }
        (_, name) => WORDS.contains(&name),
    }
}
