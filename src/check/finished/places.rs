//! Where what is wrong with a finished page was written: in a template, in a shortcode, or in the text of the page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::facts::PageFault;
use crate::read::markdown::{Document, Heading};
use crate::read::{Theme, WrittenTag, written_tags};
use crate::report::{Place, SourceFile};
use crate::shrink::{Scanner, name_key};
use crate::site::{GeneratedPage, Kind, Page, Purpose, Site};

use super::words::Tag;

/// Finds places, and remembers what was read for it.
pub(super) struct Places<'a> {
    site: &'a Site,
    theme: &'a Theme,
    /// Templates and shortcodes with their tags; read when the first one is needed.
    templates: Option<Vec<(Arc<SourceFile>, Vec<WrittenTag>)>>,
    /// The same of texts of pages, by path.
    pages: HashMap<String, Vec<WrittenTag>>,
    /// The titles of all pages in lower case, collected when the first one is needed.
    titles: Option<HashSet<String>>,
}

/// A finished page.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// From a Markdown file.
    Page(&'a Page),
    /// Generated.
    Generated(&'a GeneratedPage),
}

impl<'a> Origin<'a> {
    /// The page at an address.
    pub fn at(site: &'a Site, address: &str) -> Option<Self> {
        match site.page_at(address) {
            Some(number) => Some(Self::Page(&site.pages[number])),
            None => site.generated_at(address).map(Self::Generated),
        }
    }

    /// The place of the whole page.
    pub fn place(self) -> Place {
        match self {
            Self::Page(page) => Place::whole(&page.source.file),
            Self::Generated(page) => page.place.clone(),
        }
    }

    /// Its Markdown.
    pub fn document(self) -> Option<&'a Document> {
        match self {
            Self::Page(page) => Some(&page.source.document),
            Self::Generated(_) => None,
        }
    }

    /// Its text.
    fn file(self) -> Option<&'a Arc<SourceFile>> {
        match self {
            Self::Page(page) => Some(&page.source.file),
            Self::Generated(_) => None,
        }
    }

    /// Whether it is all pages in one file.
    pub fn is_edition(self) -> bool {
        matches!(self, Self::Generated(page) if matches!(page.purpose, Purpose::Edition(_)))
    }
}

/// Where something was written.
pub(super) enum Found {
    /// In a template or a shortcode.
    Theme(Place),
    /// In the text of the page.
    Text(Place),
    /// Nobody knows; the whole page.
    Unknown(Place),
}

impl Found {
    pub fn place(self) -> Place {
        match self {
            Self::Theme(place) | Self::Text(place) | Self::Unknown(place) => place,
        }
    }
}

impl<'a> Places<'a> {
    pub fn new(site: &'a Site, theme: &'a Theme) -> Self {
        Self { site, theme, templates: None, pages: HashMap::new(), titles: None }
    }

    /// Where the tag of a page was written.
    pub fn of_tag(&mut self, origin: Origin<'_>, fault: &PageFault) -> Found {
        let html = &*fault.tag;
        let mut scanner = Scanner::new(html.as_bytes());
        scanner.next(false);
        let tag = Tag { html, attributes: scanner.attributes() };
        let end = html[1..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).map_or(html.len(), |at| at + 1);
        let name = html[1..end].to_ascii_lowercase();
        let in_text = origin.file().and_then(|file| self.in_text(file, &name, tag));
        let in_theme = self.in_theme(origin, (&name, tag), &fault.around);
        match (in_theme, in_text) {
            (Some((theme, _)), Some((text, place))) if text >= theme => Found::Text(place),
            (Some((_, place)), _) => Found::Theme(place),
            (None, Some((_, place))) => Found::Text(place),
            (None, None) => Found::Unknown(origin.place()),
        }
    }

    /// Where the frame of a page was written: the tag `html` of its template, or of the template that this one extends.
    pub fn of_frame(&mut self, origin: Origin<'_>) -> Place {
        for file in self.chain(origin) {
            let tags = written_tags(file.text());
            if let Some(tag) = tags.iter().find(|tag| tag.name == "html") {
                return Place::new(&file, tag.range.clone());
            }
        }
        origin.place()
    }

    /// The template of a page, and those that it extends.
    fn chain(&self, origin: Origin<'_>) -> Vec<Arc<SourceFile>> {
        let first = match origin {
            Origin::Generated(page) => page.purpose.template().to_owned(),
            Origin::Page(page) => match &page.source.front.template {
                Some((name, _)) if name.ends_with(".html") => name.clone(),
                Some((name, _)) => format!("{name}.html"),
                None if self.theme.templates.contains_key("section.html")
                    && matches!(page.kind, Kind::Home | Kind::Section) =>
                {
                    "section.html".to_owned()
                }
                None => "page.html".to_owned(),
            },
        };
        let mut name = first;
        let mut files: Vec<Arc<SourceFile>> = Vec::new();
        while let Some(file) = self.theme.templates.get(&name).or_else(|| self.theme.qualified.get(&name)) {
            if files.iter().any(|known| Arc::ptr_eq(known, file)) {
                break;
            }
            files.push(file.clone());
            let text = file.text();
            let Some((_, after)) = text.split_once("extends") else { break };
            let Some(quote) = after.trim_start().chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
            name = after.trim_start()[1..].split(quote).next().unwrap_or("").to_owned();
        }
        files
    }

    /// The tag of the text that most likely made this one, and how well it fits.
    fn in_text(&mut self, file: &Arc<SourceFile>, name: &str, tag: Tag<'_, '_>) -> Option<(i32, Place)> {
        let tags = self.pages.entry(file.path().to_owned()).or_insert_with(|| written_tags(file.text()));
        let mut best: Option<(i32, Place)> = None;
        for written in tags.iter().filter(|written| written.name == name) {
            // Raw HTML loses attributes, and its addresses are written again.
            let mut fit = 1;
            for (key, value) in &written.attributes {
                match tag.value(name_key(key.as_bytes())) {
                    Some(found) if found == value => fit += 2,
                    Some(_) if matches!(&**key, "href" | "src" | "id" | "srcset") => {}
                    Some(_) => fit -= 3,
                    None => fit -= 1,
                }
            }
            if fit > 0 && best.as_ref().is_none_or(|(known, _)| *known < fit) {
                best = Some((fit, Place::new(file, written.range.clone())));
            }
        }
        // On the scale of `in_theme`; of two that fit as well, the text of the page is meant.
        best.map(|(fit, place)| (fit * 2 + 1, place))
    }

    /// The tag of a template that most likely made this one, and how well it fits.
    fn in_theme(
        &mut self,
        origin: Origin<'_>,
        (name, tag): (&str, Tag<'_, '_>),
        around: &(Box<str>, Box<str>),
    ) -> Option<(i32, Place)> {
        let chain = self.chain(origin);
        let theme = self.theme;
        let templates = self.templates.get_or_insert_with(|| {
            let all = theme.templates.values().chain(theme.shortcodes.values()).chain(theme.qualified.values());
            let mut files: Vec<(Arc<SourceFile>, Vec<WrittenTag>)> = Vec::new();
            for file in all {
                if !files.iter().any(|(known, _)| Arc::ptr_eq(known, file)) {
                    files.push((file.clone(), written_tags(file.text())));
                }
            }
            files
        });
        let mut best: Option<((i32, usize), Place)> = None;
        for (file, tags) in templates.iter() {
            let is_used = chain.iter().any(|used| Arc::ptr_eq(used, file));
            for written in tags.iter().filter(|written| written.name == name) {
                let Some(fit) = fit(file, written, tag) else { continue };
                let fit = (fit * 2 + i32::from(is_used), agreement(file, written, around));
                if best.as_ref().is_none_or(|(known, _)| *known < fit) {
                    best = Some((fit, Place::new(file, written.range.clone())));
                }
            }
        }
        best.map(|((fit, _), place)| (fit, place))
    }

    /// Where the words of a link of Markdown are: `[words](…)`, `[words][…]` or `[words]`.
    pub fn of_link(origin: Origin<'_>, words: &str) -> Option<Place> {
        let file = origin.file()?;
        let text = file.text();
        let written = format!("[{words}]");
        let (at, close) = ["(", "["]
            .iter()
            .zip([")", "]"])
            .find_map(|(open, close)| Some((text.find(&format!("{written}{open}"))?, close)))
            .or_else(|| Some((text.find(&written)?, "]")))?;
        let after = if close == "]" && !text[at + written.len()..].starts_with('[') { 0 } else { written.len() };
        let end = text[at + after..].find(close).map_or(text.len() - at, |end| after + end + 1);
        Some(Place::new(file, at..at + end))
    }

    /// Whether a page has this title, or the page itself such a heading: themes make links of both, whose words are names.
    pub fn is_title(&mut self, origin: Origin<'_>, words: &str) -> bool {
        let key = words.to_lowercase();
        let titles = self.titles.get_or_insert_with(|| {
            let titles = |page: &'a Arc<Page>| [Some(page.title()), page.source.front.menu_title.as_deref()];
            self.site.pages.iter().flat_map(titles).flatten().map(str::to_lowercase).collect()
        });
        let is_heading = |heading: &Heading| heading.text.to_lowercase() == key;
        titles.contains(&key) || origin.document().is_some_and(|it| it.headings.iter().any(is_heading))
    }

    /// The heading of Markdown with this id.
    pub fn of_heading(origin: Origin<'_>, id: &str) -> Option<Place> {
        let file = origin.file()?;
        let heading = origin.document()?.headings.iter().find(|heading| heading.id == id)?;
        Some(Place::new(file, heading.range.clone()))
    }

    /// Where text is written in the page, in the settings, or in records.
    pub fn of_text(&self, origin: Option<Origin<'_>>, text: &str) -> Option<Place> {
        if text.len() < 4 {
            return None;
        }
        let files = origin.and_then(Origin::file).into_iter();
        let records = self.site.sources.iter().map(|source| source.place.file());
        let mut files = files.chain(records);
        files.find_map(|file| {
            let is_part =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
            let all = file.text();
            let mut places = all.match_indices(text).map(|(at, _)| at..at + text.len());
            let range = places
                .find(|at| !is_part(all[..at.start].chars().next_back()) && !is_part(all[at.end..].chars().next()))?;
            Some(Place::new(file, range))
        })
    }

    /// The title of a page in its front matter.
    pub fn of_title(page: &Page) -> Place {
        let range = page.source.front.text_ranges[0].clone();
        if range.is_empty() { Place::whole(&page.source.file) } else { Place::new(&page.source.file, range) }
    }
}

/// Whether it was reported that a page has no title, which is also its first heading.
pub(super) fn has_no_title(origin: Origin<'_>) -> bool {
    matches!(origin, Origin::Page(page) if page.source.front.title.is_none() && page.source.document.title.is_none())
}

/// How many bytes before and after a tag of a template are those of the page.
fn agreement(file: &Arc<SourceFile>, written: &WrittenTag, (before, after): &(Box<str>, Box<str>)) -> usize {
    let text = file.text().as_bytes();
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let later = text[written.range.end..].iter().zip(after.as_bytes()).take_while(same).count();
    let earlier = text[..written.range.start].iter().rev().zip(before.as_bytes().iter().rev()).take_while(same).count();
    later + earlier
}

/// How well a tag of a template fits one of a page: none if it cannot have made it.
fn fit(file: &Arc<SourceFile>, written: &WrittenTag, tag: Tag<'_, '_>) -> Option<i32> {
    let text = &file.text()[written.range.clone()];
    let is_conditional = text.contains("{%");
    let mut fit = 1;
    for (key, value) in &written.attributes {
        match tag.value(name_key(key.as_bytes())) {
            Some(found) if value.contains('{') => {
                let fixed = value.split(['{', '}', '%']).enumerate().filter(|(number, _)| number % 4 == 0);
                let is_possible = fixed.map(|(_, part)| part).all(|part| found.contains(part.trim()));
                fit += i32::from(is_possible || is_conditional);
                if !is_possible && !is_conditional {
                    return None;
                }
            }
            Some(found) if found.trim() == value => fit += 3,
            Some(_) if is_conditional => {}
            None if is_conditional => {}
            _ => return None,
        }
    }
    let is_open = text.contains('{');
    for attribute in tag.attributes {
        let name = tag.html[attribute.name.clone()].to_ascii_lowercase();
        let is_known = written.attributes.iter().any(|(key, _)| *key == name);
        if !is_known && !is_open {
            return None;
        }
        fit -= i32::from(!is_known);
    }
    Some(fit)
}
