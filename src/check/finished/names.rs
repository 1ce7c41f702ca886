//! Names of links, buttons, fields, frames, drawings and recordings.

use std::borrow::Cow;
use std::ops::Range;

use super::addresses::Resolver;
use super::kinds::Kind;
use super::survey::{Open, StartTag, Survey, in_lower_case};
use super::tags::hash_of_id;
use super::words::{Tag, VagueWords, has_words, hash_in_lower_case, words_of};
use crate::facts::{FaultKind, LinkFact};
use crate::shrink::Scanner;

/// Links and fields that were met so far.
#[derive(Default)]
pub(super) struct Names<'a> {
    pub links: Vec<NamedLink<'a>>,
    /// The link that is open: where it leads.
    open_link: Option<&'a str>,
    /// Fields that need a label, each with the hash of its id.
    fields: Vec<(Option<u64>, Range<usize>)>,
    /// Hashes of the ids that labels name.
    labelled: Vec<u64>,
    /// The bytes of text in each block with words.
    pub blocks: Vec<usize>,
    /// The film that is open, and whether it has captions.
    film: Option<(Range<usize>, bool)>,
}

/// A link with words.
pub(super) struct NamedLink<'a> {
    pub words: Cow<'a, str>,
    /// The hash of its words in lower case.
    pub key: u64,
    pub target: &'a str,
    pub tag: Range<usize>,
    /// The number of its block, and the bytes of text that it has itself.
    pub block: usize,
    pub length: usize,
    /// Whether all of it is code, which is the name of something.
    pub is_code: bool,
}

impl Names<'_> {
    pub fn new() -> Self {
        Self { links: Vec::with_capacity(32), blocks: Vec::with_capacity(64), ..Self::default() }
    }

    /// Whether no link and no film is open.
    pub fn is_between(&self) -> bool {
        self.open_link.is_none() && self.film.is_none()
    }

    /// Whether it has neither fields nor labels of fields.
    pub fn has_no_fields(&self) -> bool {
        self.fields.is_empty() && self.labelled.is_empty()
    }

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
    pub(super) fn media(&mut self, it: &StartTag<'_, 'a>) {
        let tag = it.tag;
        let is_named = || tag.has_name(&self.labels);
        let is_needed = !it.is_hidden;
        let lacks = match it.kind {
            Kind::Image => tag.value(key!("alt")).is_none_or(is_blank) && !is_named() && !tag.is_presentation(),
            Kind::Area => tag.has(key!("href")) && tag.words(key!("alt")).is_none() && !is_named(),
            Kind::Frame => !is_named() && !tag.is(key!("tabindex"), "-1"),
            _ => false,
        };
        match it.kind {
            Kind::Frame if is_needed && lacks => self.fault(FaultKind::UnnamedFrame, it.range.clone(), ""),
            _ if is_needed && lacks => {
                self.fault(FaultKind::NoAlternative, it.range.clone(), &in_lower_case(it.name));
            }
            Kind::Video | Kind::Audio => {
                let is_loud = !tag.has(key!("muted"));
                if tag.has(key!("autoplay")) && !tag.has(key!("controls")) && is_loud {
                    self.fault(FaultKind::Autoplay, it.range.clone(), &in_lower_case(it.name));
                }
                if it.kind == Kind::Video && is_loud && is_needed {
                    self.names.film = Some((it.range.clone(), false));
                }
            }
            Kind::Track => {
                let kind = tag.value(key!("kind")).unwrap_or("subtitles");
                if let Some(film) = &mut self.names.film {
                    film.1 |= kind.eq_ignore_ascii_case("captions") || kind.eq_ignore_ascii_case("subtitles");
                }
            }
            _ => {}
        }
    }

    /// What readers can use.
    pub(super) fn control(&mut self, it: &StartTag<'_, 'a>) {
        let tag = it.tag;
        if it.kind == Kind::Anchor && !it.is_special && !it.is_hidden {
            // Most are like this.
            let target = tag.value(key!("href"));
            if target.is_some() && self.stack.iter().any(|open| open.kind == Kind::Button) {
                self.fault(FaultKind::NestedControl, it.range.clone(), &in_lower_case(it.name));
            }
            self.names.open_link = target;
            return;
        }
        let index = if it.is_special { tag.value(key!("tabindex")) } else { None };
        let index = index.and_then(|index| index.trim().parse::<i64>().ok());
        if index.is_none() && !it.kind.is_control() {
            return;
        }
        let kind = match it.kind {
            Kind::Input => tag.value(key!("type")).unwrap_or("text").to_ascii_lowercase(),
            _ => String::new(),
        };
        let is_field = match it.kind {
            Kind::Input => !matches!(&*kind, "hidden" | "submit" | "button" | "reset" | "image"),
            _ => matches!(it.kind, Kind::Select | Kind::TextArea),
        };
        let can_be_used = kind != "hidden" && !(it.is_special && tag.has(key!("disabled")));
        let is_link = it.kind == Kind::Anchor && tag.has(key!("href"));
        let is_control = can_be_used && (is_link || matches!(it.kind, Kind::Button | Kind::Input) || is_field);
        let can_have_focus = index.unwrap_or(if is_control || it.kind == Kind::Summary { 0 } else { -1 }) >= 0;
        // What is in an object is only for those who cannot see it.
        let is_spare = || self.stack.iter().any(|open| open.kind == Kind::Object);
        if it.is_hidden && can_have_focus && self.is_out_of_the_tree(tag) && !is_spare() {
            self.fault(FaultKind::HiddenFocus, it.range.clone(), &in_lower_case(it.name));
        }
        let is_inside = is_control && self.stack.iter().any(|open| open.kind == Kind::Button)
            || is_control && !is_link && self.names.open_link.is_some();
        if is_inside {
            self.fault(FaultKind::NestedControl, it.range.clone(), &in_lower_case(it.name));
        }
        match it.kind {
            Kind::Anchor => self.names.open_link = tag.value(key!("href")),
            Kind::Label => self.names.labelled.extend(tag.value(key!("for")).map(hash_of_id)),
            Kind::Input if !it.is_hidden && matches!(&*kind, "image" | "button") => {
                let (fault, words) = match &*kind {
                    "image" => (FaultKind::NoAlternative, key!("alt")),
                    _ => (FaultKind::UnnamedButton, key!("value")),
                };
                if tag.words(words).is_none() && !tag.has_name(&self.labels) {
                    self.fault(fault, it.range.clone(), "input");
                }
            }
            _ => {}
        }
        let is_labelled = || {
            tag.has_name(&self.labels)
                || tag.words(key!("placeholder")).is_some()
                || self.stack.iter().any(|open| open.kind == Kind::Label)
        };
        if is_field && !it.is_hidden && !is_labelled() {
            self.names.fields.push((tag.value(key!("id")).map(hash_of_id), it.range.clone()));
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
        !is_unseen && (tag.is(key!("aria-hidden"), "true") || self.is_hidden() && around())
    }

    /// Names of elements that end.
    pub(super) fn end_of_named(&mut self, open: &Open<'_>, content: Range<usize>) {
        let fault = match open.kind {
            Kind::Anchor => return self.end_of_link(open, content),
            Kind::Svg => return self.end_of_drawing(open, content),
            Kind::Video => {
                if let Some((tag, false)) = self.names.film.take() {
                    self.fault(FaultKind::NoCaptions, tag, "");
                }
                return;
            }
            Kind::Button | Kind::Summary => FaultKind::UnnamedButton,
            Kind::Object => FaultKind::UnnamedDrawing,
            Kind::Heading(_) => FaultKind::EmptyHeading,
            _ => {
                let Some(role) = open.role else { return };
                match role.trim() {
                    "button" | "checkbox" | "menuitem" | "option" | "radio" | "switch" | "tab" => {
                        FaultKind::UnnamedButton
                    }
                    "link" => FaultKind::UnnamedLink,
                    "heading" => FaultKind::EmptyHeading,
                    "img" => FaultKind::UnnamedDrawing,
                    "textbox" | "searchbox" | "combobox" => FaultKind::UnnamedField,
                    _ => return,
                }
            }
        };
        // What is in a drawing or a field does not name it.
        let counts = !matches!(fault, FaultKind::UnnamedDrawing | FaultKind::UnnamedField);
        let is_named =
            open.has_name || counts && (has_words(&self.html[content.clone()]) || !self.words(content).is_empty());
        if !open.is_hidden && !is_named {
            let detail = if fault == FaultKind::UnnamedField { Cow::Borrowed("") } else { in_lower_case(open.name) };
            self.fault(fault, open.tag.clone(), &detail);
        }
    }

    fn end_of_drawing(&mut self, open: &Open<'_>, content: Range<usize>) {
        let is_image = open.role.is_some_and(|role| role.trim() == "img");
        let has_title = || first_title(&self.html[content]).is_some_and(|title| !words_of(title, None).is_empty());
        if is_image && !open.is_hidden && !open.has_name && !has_title() {
            self.fault(FaultKind::UnnamedDrawing, open.tag.clone(), "svg");
        }
    }

    fn end_of_link(&mut self, open: &Open<'_>, content: Range<usize>) {
        let Some(target) = self.names.open_link.take() else { return };
        if open.is_hidden {
            return;
        }
        let length = self.html.as_bytes()[content.clone()].trim_ascii().len();
        let words = match open.has_name.then(|| self.label_of(&open.tag)).flatten() {
            Some(label) => Cow::Owned(label),
            None => self.words(content.clone()),
        };
        if words.is_empty() {
            if !open.has_name {
                self.fault(FaultKind::UnnamedLink, open.tag.clone(), target);
            }
            return;
        }
        let inner = self.html[content].trim();
        let is_code = inner.starts_with("<code") && inner.ends_with("</code>");
        let block = self.names.blocks.len();
        let key = hash_in_lower_case(&words);
        self.names.links.push(NamedLink { words, key, target, tag: open.tag.clone(), block, length, is_code });
    }

    /// The words of a tag that name its element.
    fn label_of(&self, tag: &Range<usize>) -> Option<String> {
        let html = &self.html[tag.clone()];
        let mut scanner = Scanner::new(html.as_bytes());
        scanner.next(false)?;
        Tag { html, attributes: scanner.attributes() }.label(Some(&self.labels))
    }

    /// Names that only the whole page decides about.
    pub(super) fn end_of_names(&mut self, language: &str) {
        let mut names = std::mem::take(&mut self.names);
        for (id, tag) in names.fields {
            if id.is_none_or(|id| !names.labelled.contains(&id)) {
                self.fault(FaultKind::UnnamedField, tag, "");
            }
        }
        let vague = VagueWords::new(language);
        for link in names.links.extract_if(.., |link| !link.is_code && vague.has(&link.words, link.key)) {
            self.fault(FaultKind::VagueLink, link.tag.clone(), &link.words);
        }
        let confused = confused(&names.links);
        if confused.is_empty() {
            return;
        }
        // Where the first link of these words leads, as it is written and as a place; whether it stands alone; its block.
        let mut first: Vec<Option<(&str, LinkPlace<'_>, bool, usize)>> = vec![None; confused.len()];
        for link in &names.links {
            let Ok(number) = confused.binary_search(&link.key) else { continue };
            let leads = LinkPlace::new(link.target, &mut self.resolver);
            // Contents of a page may name two parts alike, as the page does.
            if link.target.starts_with('#') || leads.is_part_of(self.resolver.own) {
                continue;
            }
            // Numbers and signs, as of footnotes, are names only where they are.
            if link.words.chars().filter(|c| c.is_alphabetic()).count() < 2 {
                continue;
            }
            let all = link.block.checked_sub(1).and_then(|block| names.blocks.get(block));
            // What is beside a link in its block says what it is about.
            let is_alone = all.is_none_or(|all| *all <= link.length);
            let known = (link.target, leads.clone(), is_alone, link.block);
            let (target, led, was_alone, block) = first[number].get_or_insert(known);
            if *led != leads && (is_alone && *was_alone || *block == link.block && *block > 0) {
                let detail = format!("{}\n{target}\n{}", link.words, link.target);
                self.fault(FaultKind::SameWords, link.tag.clone(), &detail);
            }
        }
    }
}

/// Where a link leads, the same for all ways to write it: relative or with the address of the site, with `index.html` or without.
/// A fragment is a place of its own, and so is a query.
#[derive(Clone, Debug, PartialEq, Eq)]
enum LinkPlace<'a> {
    /// A place of the site, and the query.
    Inside(LinkFact, &'a str),
    /// Another site: its scheme and host in lower case, and the rest.
    Outside(String, &'a str),
}

impl<'a> LinkPlace<'a> {
    fn new(written: &'a str, resolver: &mut Resolver<'_>) -> Self {
        let written = written.trim();
        if let Some(place) = resolver.resolve(written) {
            let query = written.split('#').next().unwrap_or("").split_once('?').map_or("", |(_, query)| query);
            return Self::Inside(place, query);
        }
        let path = written.find("://").map_or(0, |at| at + 3);
        let end = written[path..].find(['/', '?', '#']).map_or(written.len(), |at| path + at);
        let (host, rest) = written.split_at(if path > 0 { end } else { 0 });
        let rest = rest.strip_suffix('#').unwrap_or(rest);
        Self::Outside(host.to_ascii_lowercase(), if host.is_empty() || rest != "/" { rest } else { "" })
    }

    /// Whether it is a place on the page with this hash of its address.
    fn is_part_of(&self, page: u64) -> bool {
        matches!(self, Self::Inside(LinkFact { target, fragment: Some(_) }, _) if *target == page)
    }
}

/// The keys of words with which two links lead to addresses that are written differently: most pages have few.
fn confused(links: &[NamedLink<'_>]) -> Vec<u64> {
    let links = links.iter().filter(|link| !link.target.starts_with('#'));
    let mut keys: Vec<(u64, &str)> = links.map(|link| (link.key, link.target)).collect();
    keys.sort_unstable_by_key(|(key, _)| *key);
    let are_confused = |pair: &&[(u64, &str)]| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1;
    let mut confused: Vec<u64> = keys.windows(2).filter(are_confused).map(|pair| pair[0].0).collect();
    confused.dedup();
    confused
}
