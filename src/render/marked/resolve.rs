//! Turns the marks in a finished page into elements.

use std::ops::Range;

use super::TextMarker;
use super::tags::{attributes, end_of_tag, ends, is_empty, name, whole};
use crate::config::{is_right_to_left, is_tag};
use crate::marks::{self, FOREIGN_END, Opening};

/// Elements that hold only text, up to their end.
const TEXT_ONLY: [&str; 4] = ["title", "style", "script", "textarea"];

/// The language and direction of a text.
#[derive(Clone, Debug)]
struct Spoken {
    /// The tag of its language, if it is known.
    tag: Option<String>,
    /// Whether it reads from right to left; `None` if its letters say so.
    is_right_to_left: Option<bool>,
}

/// An element that is open.
struct OpenElement {
    name: String,
    /// Whether the language of the element is that of an attribute, so that its content says its own.
    is_foreign: bool,
    /// The direction that it sets.
    is_right_to_left: Option<bool>,
}

/// A marked text whose end is still to come.
struct OpenText {
    /// The number of the edit that takes the marks away.
    edit: usize,
    /// The number of elements around it.
    depth: usize,
    spoken: Spoken,
}

/// Finds out what becomes of the marks in a page.
struct Resolver<'p> {
    html: &'p str,
    marker: &'p TextMarker,
    /// What replaces which part of the page, in order.
    edits: Vec<(Range<usize>, String)>,
    elements: Vec<OpenElement>,
    texts: Vec<OpenText>,
}

impl TextMarker {
    /// Turns the marks in a page into elements; in attributes they are removed.
    #[must_use]
    pub fn resolve(&self, html: String) -> String {
        if !marks::holds_language(&html) {
            return html;
        }
        let mut resolver =
            Resolver { html: &html, marker: self, edits: Vec::new(), elements: Vec::new(), texts: Vec::new() };
        resolver.read();
        let mut out = String::with_capacity(html.len() + resolver.edits.len() * 16);
        let mut written = 0;
        for (range, text) in resolver.edits {
            out.push_str(&html[written..range.start]);
            out.push_str(&text);
            written = range.end;
        }
        out.push_str(&html[written..]);
        out
    }
}

impl Resolver<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while at < self.html.len() {
            let rest = &self.html[at..];
            at += match rest.chars().next() {
                Some('<') => self.tag(at),
                Some(c) if marks::is_of_language(c) => self.mark(at),
                _ => {
                    let length = rest.find(|c: char| c == '<' || marks::is_of_language(c)).unwrap_or(rest.len());
                    self.text(at..at + length);
                    length
                }
            };
        }
    }

    /// A text between tags and marks.
    fn text(&mut self, range: Range<usize>) {
        let is_foreign = self.elements.last().is_some_and(|element| element.is_foreign);
        let is_marked = self.texts.last().is_some_and(|text| text.depth == self.elements.len());
        if is_foreign && !is_marked && self.html[range.clone()].contains(char::is_alphanumeric) {
            self.edits.push((range.start..range.start, format!("<span lang=\"{}\">", self.marker.tag)));
            self.edits.push((range.end..range.end, "</span>".to_owned()));
        }
    }

    /// A mark of language between tags; returns its length.
    fn mark(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if let Some((length, opening)) = marks::opening(rest) {
            let spoken = match opening {
                Opening::Language(tag) if is_tag(&tag) => {
                    Spoken { is_right_to_left: Some(is_right_to_left(&tag)), tag: Some(tag) }
                }
                Opening::LeftToRight => Spoken { tag: None, is_right_to_left: Some(false) },
                Opening::Language(_) | Opening::Unknown => Spoken { tag: None, is_right_to_left: None },
            };
            self.texts.push(OpenText { edit: self.edits.len(), depth: self.elements.len(), spoken });
            self.edits.push((at..at + length, String::new()));
            return length;
        }
        let length = rest.chars().next().map_or(1, char::len_utf8);
        let is_end = rest.starts_with(FOREIGN_END);
        let mut end = String::new();
        if is_end
            && let Some(text) = self.texts.pop_if(|text| text.depth == self.elements.len())
            && let Some((begin, name)) = self.element(&text.spoken)
        {
            self.edits[text.edit].1 = begin;
            end = format!("</{name}>");
        }
        self.edits.push((at..at + length, end));
        length
    }

    /// The tag that begins the element of a text, and the name of the element; `None` if the text needs none here.
    fn element(&self, spoken: &Spoken) -> Option<(String, &'static str)> {
        let around = self.texts.last();
        let depth = around.map_or(0, |text| text.depth);
        let is_page = self.marker.is_right_to_left;
        // The direction of what is around the text: of a marked text, or of an element within it.
        let inner = self.elements[depth..].iter().rev().find_map(|element| element.is_right_to_left);
        let around_is = inner.or_else(|| around.map_or(Some(is_page), |text| text.spoken.is_right_to_left));
        let tag_around = around.map_or(Some(self.marker.tag.as_str()), |text| text.spoken.tag.as_deref());
        let is_foreign = self.elements.last().is_some_and(|element| element.is_foreign);
        let tag = spoken.tag.as_deref().filter(|tag| tag_around != Some(*tag) || is_foreign);
        let direction = spoken.is_right_to_left.filter(|own| around_is != Some(*own));
        let direction = direction.map(|own| if own { "rtl" } else { "ltr" });
        let lang = tag.map_or_else(String::new, |tag| format!(" lang=\"{tag}\""));
        if self.elements.iter().any(|element| element.name == "svg") {
            let is_text = self.elements.last().is_some_and(|it| matches!(it.name.as_str(), "text" | "tspan"));
            let dir =
                direction.map_or_else(String::new, |dir| format!(" direction=\"{dir}\" unicode-bidi=\"isolate\""));
            let is_needed = is_text && !(lang.is_empty() && dir.is_empty());
            return is_needed.then(|| (format!("<tspan{lang}{dir}>"), "tspan"));
        }
        match (tag, direction) {
            (_, Some(dir)) => Some((format!("<bdi{lang} dir=\"{dir}\">"), "bdi")),
            (Some(_), None) => Some((format!("<span{lang}>"), "span")),
            (None, None) if spoken.tag.is_none() && spoken.is_right_to_left.is_none() => {
                Some(("<bdi>".to_owned(), "bdi"))
            }
            (None, None) => None,
        }
    }

    /// A tag or a comment; returns its length, or that of an element that holds only text.
    fn tag(&mut self, at: usize) -> usize {
        let length = end_of_tag(&self.html[at..]);
        let tag = &self.html[at..at + length];
        let name = name(tag);
        if name.is_empty() {
            self.clean(at..at + length);
            return length;
        }
        if tag.starts_with("</") {
            self.clean(at..at + length);
            if let Some(open) = self.elements.iter().rposition(|element| element.name == name) {
                self.close(open);
            }
            return length;
        }
        while self.elements.last().is_some_and(|open| ends(&name, &open.name)) {
            self.close(self.elements.len() - 1);
        }
        let is_in_svg = self.elements.iter().any(|element| element.name == "svg");
        let holds_text = TEXT_ONLY.contains(&name.as_str()) || name == "option" || (is_in_svg && name == "desc");
        let content = if holds_text { self.content(at + length, &name) } else { at + length..at + length };
        let has_no_content = is_empty(&name) || tag.ends_with("/>");
        let has_language = attributes(tag).any(|(name, _)| name.eq_ignore_ascii_case("lang"));
        let of_attribute = || attributes(tag).find_map(|(_, value)| whole(value));
        let of_content = whole(&self.html[content.clone()]).filter(|_| !matches!(name.as_str(), "style" | "script"));
        let other =
            of_content.clone().or_else(of_attribute).filter(|(tag, _)| !has_language && *tag != self.marker.tag);
        // The direction of an element is that of its content too.
        let directs = (has_no_content || of_content.is_some()) && !is_in_svg;
        let is_child_of_foreign = self.elements.last().is_some_and(|element| element.is_foreign);
        let is_marked = self.texts.last().is_some_and(|text| text.depth == self.elements.len());
        let added = match &other {
            Some((tag, is_right_to_left)) => {
                let dir = if *is_right_to_left { " dir=\"rtl\"" } else { " dir=\"ltr\"" };
                let dir = if directs && *is_right_to_left != self.marker.is_right_to_left { dir } else { "" };
                format!(" lang=\"{tag}\"{dir}")
            }
            None if is_child_of_foreign && !is_marked && !has_language => format!(" lang=\"{}\"", self.marker.tag),
            None => String::new(),
        };
        let after_name = at + 1 + name.len();
        if !added.is_empty() {
            self.edits.push((after_name..after_name, added));
        }
        self.clean(at..at + length);
        self.clean(content.clone());
        if !has_no_content && !holds_text {
            let direction = attributes(tag).find(|(name, _)| name.eq_ignore_ascii_case("dir"));
            let is_right_to_left = direction.map(|(_, value)| value.eq_ignore_ascii_case("rtl"));
            self.elements.push(OpenElement { name, is_foreign: other.is_some(), is_right_to_left });
        }
        content.end - at
    }

    /// The content of an element that holds only text, which begins at `start`.
    fn content(&self, start: usize, name: &str) -> Range<usize> {
        let rest = &self.html[start..];
        let end = if name == "option" || name == "desc" { "<".to_owned() } else { format!("</{name}") };
        start..start + rest.find(&end).unwrap_or(rest.len())
    }

    /// Removes the marks in a part of the page.
    fn clean(&mut self, range: Range<usize>) {
        for (at, mark) in self.html[range.clone()].match_indices(marks::is_of_language) {
            self.edits.push((range.start + at..range.start + at + mark.len(), String::new()));
        }
    }

    /// Closes the elements from this number on, with the marked texts in them that have no end.
    fn close(&mut self, open: usize) {
        self.elements.truncate(open);
        while self.texts.pop_if(|text| text.depth > open).is_some() {}
    }
}
