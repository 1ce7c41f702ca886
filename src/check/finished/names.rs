//! Names of links, buttons, fields, frames, drawings and recordings.

use std::collections::HashMap;
use std::ops::Range;

use super::survey::{Open, Survey, words_in};
use super::words::{Tag, is_vague, words_of};
use crate::facts::{FaultKind, hash};
use crate::read::markdown::normal;
use crate::shrink::Scanner;

/// Links and fields that were met so far.
#[derive(Default)]
pub(super) struct Names<'a> {
    links: Vec<NamedLink<'a>>,
    /// The link that is open: where it leads.
    open_link: Option<&'a str>,
    /// Fields that need a label, each with the hash of its id.
    fields: Vec<(Option<u64>, Range<usize>)>,
    /// Hashes of the ids that labels name.
    labelled: Vec<u64>,
    /// The bytes of text in each block with words.
    blocks: Vec<usize>,
    /// The film that is open, and whether it has captions.
    film: Option<(Range<usize>, bool)>,
}

struct NamedLink<'a> {
    words: String,
    target: &'a str,
    tag: Range<usize>,
    /// The number of its block, and the bytes of text that it has itself.
    block: usize,
    length: usize,
}

impl Names<'_> {
    /// A block with words begins.
    pub fn block(&mut self) {
        self.blocks.push(0);
    }

    /// Words of the block.
    pub fn text(&mut self, length: usize) {
        if let Some(block) = self.blocks.last_mut() {
            *block += length;
        }
    }
}

/// Elements that readers can use, or that name some.
const CONTROLS: [&str; 7] = ["a", "button", "input", "label", "select", "summary", "textarea"];

/// Whether an alternative is blank, but not empty, which would say that nothing is needed.
fn is_blank(alternative: &str) -> bool {
    !alternative.is_empty() && alternative.trim().is_empty()
}

/// The title of a drawing.
fn first_title(drawing: &str) -> Option<&str> {
    let (_, after) = drawing.split_once("<title")?;
    after.split_once('>')?.1.split("</title").next()
}

impl<'a> Survey<'a> {
    /// Images and recordings.
    pub(super) fn media(&mut self, name: &str, range: &Range<usize>, tag: Tag<'_, 'a>) {
        let is_needed = !tag.is_hidden() && !self.is_hidden();
        match name {
            "img"
                if is_needed && tag.value("alt").is_none_or(is_blank) && !tag.has_name() && !tag.is_presentation() =>
            {
                self.fault(FaultKind::NoAlternative, range.clone(), name);
            }
            "area" if is_needed && tag.has("href") && tag.words("alt").is_none() && !tag.has_name() => {
                self.fault(FaultKind::NoAlternative, range.clone(), name);
            }
            "iframe" if is_needed && !tag.has_name() && !tag.is("tabindex", "-1") => {
                self.fault(FaultKind::UnnamedFrame, range.clone(), "");
            }
            "video" | "audio" => {
                let is_loud = !tag.has("muted");
                if tag.has("autoplay") && !tag.has("controls") && is_loud {
                    self.fault(FaultKind::Autoplay, range.clone(), name);
                }
                if name == "video" && is_loud && is_needed {
                    self.names.film = Some((range.clone(), false));
                }
            }
            "track" => {
                let kind = tag.value("kind").unwrap_or("subtitles");
                if let Some(film) = &mut self.names.film {
                    film.1 |= kind.eq_ignore_ascii_case("captions") || kind.eq_ignore_ascii_case("subtitles");
                }
            }
            _ => {}
        }
    }

    /// What readers can use.
    pub(super) fn control(&mut self, name: &str, range: &Range<usize>, tag: Tag<'_, 'a>, is_hidden: bool) {
        let index = tag.value("tabindex").and_then(|index| index.trim().parse::<i64>().ok());
        if index.is_none() && !CONTROLS.contains(&name) {
            return;
        }
        let kind = tag.value("type").unwrap_or("text").to_ascii_lowercase();
        let is_field = name == "input" && !matches!(&*kind, "hidden" | "submit" | "button" | "reset" | "image")
            || matches!(name, "select" | "textarea");
        let can_be_used = !(tag.has("disabled") || name == "input" && kind == "hidden");
        let is_control =
            can_be_used && (name == "a" && tag.has("href") || matches!(name, "button" | "input") || is_field);
        let can_have_focus = index.unwrap_or(if is_control || name == "summary" { 0 } else { -1 }) >= 0;
        // What is in an object is only for those who cannot see it.
        let is_spare = || self.stack.iter().any(|open| &*open.name == "object");
        if can_have_focus && !is_spare() && self.is_out_of_the_tree(tag) {
            self.fault(FaultKind::HiddenFocus, range.clone(), name);
        }
        let is_inside = is_control && self.stack.iter().any(|open| matches!(&*open.name, "button"))
            || is_control && name != "a" && self.names.open_link.is_some();
        if is_inside {
            self.fault(FaultKind::NestedControl, range.clone(), name);
        }
        match name {
            "a" => self.names.open_link = tag.value("href"),
            "label" => self.names.labelled.extend(tag.value("for").map(|id| hash(&normal(id)))),
            "input" if kind == "image" && !is_hidden && tag.words("alt").is_none() && !tag.has_name() => {
                self.fault(FaultKind::NoAlternative, range.clone(), name);
            }
            "input" if kind == "button" && !is_hidden && tag.words("value").is_none() && !tag.has_name() => {
                self.fault(FaultKind::UnnamedButton, range.clone(), name);
            }
            _ => {}
        }
        let is_labelled = tag.has_name()
            || tag.words("placeholder").is_some()
            || self.stack.iter().any(|open| &*open.name == "label");
        if is_field && !is_hidden && !is_labelled {
            self.names.fields.push((tag.value("id").map(|id| hash(&normal(id))), range.clone()));
        }
    }

    /// Whether an element, or one around it, is hidden from assistive technology but not from sight.
    fn is_out_of_the_tree(&self, tag: Tag<'_, '_>) -> bool {
        let says_so = |written: &str| {
            let lower = written.to_ascii_lowercase();
            lower.contains("aria-hidden=\"true\"")
                || lower.contains("aria-hidden=true")
                || lower.contains("aria-hidden='true'")
        };
        let around =
            || self.stack.iter().filter(|open| open.is_hidden).any(|open| says_so(&self.html[open.tag.clone()]));
        let is_unseen = tag.is_unseen();
        !is_unseen && (tag.is("aria-hidden", "true") || self.is_hidden() && around())
    }

    /// Names of elements that end.
    pub(super) fn end_of_named(&mut self, open: &Open<'_>, content: Range<usize>) {
        let is_needed = !open.is_hidden;
        let unnamed = |kind, survey: &mut Self| {
            if is_needed && !open.has_name && words_in(survey.html, content.clone()).is_empty() {
                survey.fault(kind, open.tag.clone(), &open.name);
            }
        };
        match &*open.name {
            "a" => self.end_of_link(open, content),
            "button" | "summary" => unnamed(FaultKind::UnnamedButton, self),
            "object" => unnamed(FaultKind::UnnamedDrawing, self),
            "svg" => self.end_of_drawing(open, content),
            "video" => {
                if let Some((tag, false)) = self.names.film.take() {
                    self.fault(FaultKind::NoCaptions, tag, "");
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {}
            _ => match open.role.unwrap_or_default().trim() {
                "button" | "checkbox" | "menuitem" | "option" | "radio" | "switch" | "tab" => {
                    unnamed(FaultKind::UnnamedButton, self);
                }
                "link" => unnamed(FaultKind::UnnamedLink, self),
                "heading" => unnamed(FaultKind::EmptyHeading, self),
                "img" if is_needed && !open.has_name => {
                    self.fault(FaultKind::UnnamedDrawing, open.tag.clone(), &open.name);
                }
                "textbox" | "searchbox" | "combobox" if is_needed && !open.has_name => {
                    self.fault(FaultKind::UnnamedField, open.tag.clone(), "");
                }
                _ => {}
            },
        }
    }

    fn end_of_drawing(&mut self, open: &Open<'_>, content: Range<usize>) {
        let is_image = open.role.is_some_and(|role| role.trim() == "img");
        let has_title = || first_title(&self.html[content]).is_some_and(|title| !words_of(title).is_empty());
        if is_image && !open.is_hidden && !open.has_name && !has_title() {
            self.fault(FaultKind::UnnamedDrawing, open.tag.clone(), "svg");
        }
    }

    fn end_of_link(&mut self, open: &Open<'_>, content: Range<usize>) {
        let Some(target) = self.names.open_link.take() else { return };
        if open.is_hidden {
            return;
        }
        let length = self.html[content.clone()].trim_ascii().len();
        let words = match self.label_of(&open.tag) {
            Some(label) => label,
            None => words_in(self.html, content),
        };
        if words.is_empty() {
            if !open.has_name {
                self.fault(FaultKind::UnnamedLink, open.tag.clone(), target);
            }
            return;
        }
        let block = self.names.blocks.len();
        self.names.links.push(NamedLink { words, target, tag: open.tag.clone(), block, length });
    }

    /// The `aria-label` of a tag.
    fn label_of(&self, tag: &Range<usize>) -> Option<String> {
        let html = &self.html[tag.clone()];
        if !html.contains("aria-label") {
            return None;
        }
        let mut scanner = Scanner::new(html.as_bytes());
        scanner.next(false)?;
        Tag { html, attributes: scanner.attributes() }.words("aria-label")
    }

    /// Names that only the whole page decides about.
    pub(super) fn end_of_names(&mut self, language: &str) {
        let names = std::mem::take(&mut self.names);
        for (id, tag) in names.fields {
            if id.is_none_or(|id| !names.labelled.contains(&id)) {
                self.fault(FaultKind::UnnamedField, tag, "");
            }
        }
        let mut first: HashMap<String, (&str, bool, usize)> = HashMap::new();
        for link in names.links {
            if is_vague(&link.words, language) {
                self.fault(FaultKind::VagueLink, link.tag.clone(), &link.words);
                continue;
            }
            // Contents of a page may name two parts alike, as the page does.
            if link.target.starts_with('#') {
                continue;
            }
            // Numbers and signs, as of footnotes, are names only where they are.
            if link.words.chars().filter(|c| c.is_alphabetic()).count() < 2 {
                continue;
            }
            let all = link.block.checked_sub(1).and_then(|block| names.blocks.get(block));
            // What is beside a link in its block says what it is about.
            let is_alone = all.is_none_or(|all| *all <= link.length);
            let (target, was_alone, block) =
                *first.entry(link.words.to_lowercase()).or_insert((link.target, is_alone, link.block));
            if target != link.target && (is_alone && was_alone || block == link.block && block > 0) {
                self.fault(FaultKind::SameWords, link.tag, &format!("{}\n{target}\n{}", link.words, link.target));
            }
        }
    }
}
