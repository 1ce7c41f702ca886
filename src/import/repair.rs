//! Repairs what would fail a build: text that only looks like a shortcode call, images without alternative text, duplicate ids.
//! Firstflight's own reader reports what and where.

use super::convert::rules;
use super::destinations::{is_within, structure};
use super::edits::{Edited, Edits};
use super::generators::bodies;
use super::losses::{LossKind, Losses};
use super::site::OriginalPage;
use crate::read::markdown::{self, BodyEnd, forbidden_references};
use crate::report::{Code, Level, SourceFile};
use std::ops::Range;

/// Maximum number of times that a page is read and repaired.
const ROUNDS: usize = 4;

/// Repairs the body of a page, which came from the text of `converted`.
pub fn repair((page, converted): (&OriginalPage, &Edited), body: Edited, losses: &mut Losses) -> Edited {
    let mut edited = body;
    let mut edits = Edits::default();
    // The text does not begin the file, so that a heading of the first level is not taken for a missing title.
    edits.replace(0..0, "\n");
    for (range, c) in forbidden_references(&edited.text) {
        let place = (Repaired { page, converted, edited: &edited }).origin(&range);
        losses.add(
            LossKind::Character,
            &page.file,
            place,
            &crate::marks::described(c),
            "its character reference was removed",
        );
        edits.replace(range, "");
    }
    edited = edited.then(edits);
    for _ in 0..ROUNDS {
        let repaired = Repaired { page, converted, edited: &edited };
        let file = SourceFile::new(page.file.path(), edited.text.as_str());
        let mut findings = Vec::new();
        let document = markdown::parse(&file, 1..file.text().len(), &rules(), &mut findings);
        let mut edits = Edits::default();
        let mut html = None;
        let mut escape = |at: usize, edits: &mut Edits| {
            let html = html.get_or_insert_with(|| structure(file.text()).html);
            escape(file.text(), html, at, edits);
        };
        for &call in &document.shown_calls {
            escape(document.calls[call].range.start, &mut edits);
        }
        let ends = document.bodies.iter().filter_map(|body| match &body.end {
            BodyEnd::Closed(end) => Some(end.start),
            BodyEnd::Crossed(crossing) => crossing.end.as_ref().map(|end| end.start),
            BodyEnd::Missing | BodyEnd::Reported => None,
        });
        for end in ends.chain(document.stray_ends.iter().map(|end| end.start)) {
            escape(end, &mut edits);
        }
        for finding in findings.iter().filter(|finding| finding.level == Level::Error) {
            let Some(range) = finding.place.as_ref().and_then(crate::report::Place::range) else { continue };
            match finding.code {
                Code::MalformedCall | Code::UnclosedCall => {
                    if let Some(open) = open_before(file.text(), range.start) {
                        escape(open, &mut edits);
                    }
                }
                // Lines of bodies that are not lines of their own.
                Code::BlockInLine => escape(range.start, &mut edits),
                Code::MissingAlt => alternative(&repaired, &range, &mut edits, losses),
                Code::EmptyLink => label_link(&repaired, &range, &mut edits, losses),
                Code::DuplicateId => without_id(&repaired, &range, &mut edits, losses),
                _ => {}
            }
        }
        if edits.is_empty() {
            break;
        }
        edited = edited.then(edits);
    }
    edited.text = bodies::with_delimiters(edited.text);
    edited
}

/// A body under repair, whose bytes can be traced to the file of its page.
struct Repaired<'a> {
    page: &'a OriginalPage,
    converted: &'a Edited,
    edited: &'a Edited,
}

impl Repaired<'_> {
    /// The bytes of the file that a part of the body came from.
    fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let origin = |at: usize| self.converted.origin(self.edited.origin(at));
        let start = origin(range.start);
        let range = start..origin(range.end).max(start);
        if self.page.file.text().get(range.clone()).is_some() { range } else { 0..0 }
    }

    /// Records a repair of a part of the body, as it is in the original.
    fn note(&self, range: &Range<usize>, kind: LossKind, losses: &mut Losses) {
        let place = self.origin(range);
        let original = self.page.file.text()[place.clone()].to_owned();
        let what = if original.is_empty() { &self.edited.text[range.clone()] } else { &original };
        let why = match kind {
            LossKind::MissingAlt => "the name of the file is used instead; write what the image shows",
            LossKind::EmptyLink => "the name of its target is used instead",
            _ => "the second was removed",
        };
        losses.add(kind, &self.page.file, place, what, why);
    }
}

/// Escapes a call so that it is shown as text: with a backslash or, where that is not enough, a character reference.
fn escape(text: &str, html: &[Range<usize>], at: usize, edits: &mut Edits) {
    if !text[at..].starts_with("{{") && !text[at..].starts_with("{%") {
        return;
    }
    let backslashes = text[..at].len() - text[..at].trim_end_matches('\\').len();
    if backslashes % 2 == 1 {
        edits.replace(at - 1..at + 1, "&#123;");
    } else if is_within(html, at) {
        edits.replace(at..at + 1, "&#123;");
    } else {
        edits.replace(at..at + 1, "\\{");
    }
}

/// The last call that opens at or before a byte.
fn open_before(text: &str, at: usize) -> Option<usize> {
    let end = text.len().min(at + 2);
    let end = (end..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len());
    text[..end].rfind("{{").into_iter().chain(text[..end].rfind("{%")).max()
}

/// Gives an image the name of its file as alternative text.
fn alternative(repaired: &Repaired<'_>, range: &Range<usize>, edits: &mut Edits, losses: &mut Losses) {
    let text = repaired.edited.text.as_str();
    let written = &text[range.clone()];
    if written.starts_with("![") {
        let source = written.rsplit_once("](").map_or("", |(_, address)| address);
        let end = written.find("](").or_else(|| written.find("][")).or_else(|| written.find(']')).unwrap_or(2);
        edits.replace(range.start + 2..range.start + end.max(2), name(source));
        repaired.note(range, LossKind::MissingAlt, losses);
        return;
    }
    // The tag of an image, at the place or around it.
    let Some(open) = text[..range.end].rfind("<img").or_else(|| text[..range.end].rfind("<IMG")) else { return };
    let mut found = None;
    let mut source = String::new();
    super::destinations::tag(text, open + 4, |(start, attribute), value| {
        if attribute.eq_ignore_ascii_case("alt") {
            let quoted = text[value.end..].starts_with(['"', '\'']);
            found = Some(start..value.end + usize::from(quoted));
        } else if attribute.eq_ignore_ascii_case("src") {
            text[value.clone()].clone_into(&mut source);
        }
    });
    let alternative = format!("alt=\"{}\"", name(&source).replace('"', ""));
    match found {
        Some(range) => edits.replace(range, alternative),
        // An `alt` without a value may follow: of two attributes, browsers use the first.
        None => edits.replace(open + 4..open + 4, format!(" {alternative}")),
    }
    repaired.note(range, LossKind::MissingAlt, losses);
}

/// A label made from the name of a file.
fn name(address: &str) -> String {
    let path = address.split(['?', '#', ' ', ')', '>']).next().unwrap_or("");
    let path = crate::percent::decode(path);
    let file = path.rsplit('/').next().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // The page of a folder is named after the folder.
    let above = path.rsplit('/').nth(1).filter(|above| !above.is_empty() && !above.starts_with('.'));
    let stem = above.filter(|_| stem == "index" || stem.is_empty()).unwrap_or(stem);
    let is_word = |c: char| c.is_alphanumeric();
    let words: Vec<&str> = stem.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "image".to_owned() } else { words.join(" ") }
}

/// Gives a link without text a label made from its address.
fn label_link(repaired: &Repaired<'_>, range: &Range<usize>, edits: &mut Edits, losses: &mut Losses) {
    let text = repaired.edited.text.as_str();
    let written = &text[range.clone()];
    if let Some(at) = written.find("](") {
        let rest = written[at + 2..].trim_start_matches('<');
        let address = &rest[..rest.find([')', ' ', '>']).unwrap_or(rest.len())];
        let label = name(address);
        let open = written.find('[').unwrap_or(0);
        if open < at {
            edits.replace(range.start + open + 1..range.start + at, label);
            repaired.note(range, LossKind::EmptyLink, losses);
        }
    } else if let Some(open) = text[..range.end].rfind("<a") {
        let mut label = "link".to_owned();
        let end = super::destinations::tag(text, open + 2, |(_, attribute), value| {
            if attribute.eq_ignore_ascii_case("href") {
                label = name(&text[value.clone()]);
            }
        });
        edits.replace(end..end, label);
        repaired.note(range, LossKind::EmptyLink, losses);
    }
}

/// Removes an id that another element of the page has.
fn without_id(repaired: &Repaired<'_>, range: &Range<usize>, edits: &mut Edits, losses: &mut Losses) {
    let text = repaired.edited.text.as_str();
    let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    let written = &text[range.clone()];
    if written.starts_with('#') {
        edits.replace(range.clone(), "");
    } else if let Some(open) =
        text[..range.end].rfind('<').filter(|open| *open >= line_start || written.starts_with('<'))
    {
        let mut found = None;
        super::destinations::tag(text, open + 1, |(start, attribute), value| {
            let quoted = text[value.end..].starts_with(['"', '\'']);
            if matches!(attribute, "id" | "name") && found.is_none() {
                found = Some(start..value.end + usize::from(quoted));
            }
        });
        edits.replace(found.unwrap_or(range.clone()), "");
    } else if let (Some(open), true) = (text[line_start..line_end].rfind("{#"), line_end > line_start) {
        let open = line_start + open;
        let close = text[open..line_end].find('}').map_or(line_end, |at| open + at + 1);
        edits.replace(open..close, "");
    }
    repaired.note(range, LossKind::DuplicateId, losses);
}
