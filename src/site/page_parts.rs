//! What the settings show on all pages: the texts of `banner` and `footer`, read as inline Markdown. Their links are written as on
//! the home page of each language, and resolved with those of pages.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::links::FoundLink;
use super::part_pictures::PartPicture;
use crate::config::{Config, InlineText, Located};
use crate::direction::Letters;
use crate::quotation::Quotation;
use crate::read::markdown::{self, Link, Rules};
use crate::report::{Finding, Place, SourceFile, catalog};

/// What the settings show on all pages of one language.
#[derive(Debug, Default, PartialEq)]
pub struct PageParts {
    /// The message above the text, until it expires.
    pub banner: Option<PartText>,
    /// How to reach whoever is responsible.
    pub contact: Option<PartText>,
    /// What readers may do with the text.
    pub licence: Option<PartText>,
    /// Links at the end.
    pub links: Vec<PartText>,
    /// The logo.
    pub logo: Option<PartPicture>,
    /// The address of the icon of the site.
    pub icon: Option<String>,
    /// The picture that chat programs show of a link to a page.
    pub preview: Option<PartPicture>,
}

/// A text of the settings as HTML.
#[derive(Debug)]
pub struct PartText {
    /// With holes for the addresses of its links, as in a [`Document`](markdown::Document).
    pub html: String,
    /// Its links.
    pub links: Vec<Link>,
    /// Their targets; `None` for invalid ones, which are reported.
    pub targets: Vec<Option<FoundLink>>,
    /// The tag of its language, if that is not the one of the page.
    pub language: Option<String>,
    /// Whether all its letters read in the other direction than the page, in a language that is the page's or not known.
    pub is_isolated: bool,
    /// The text that the places of links are in.
    pub file: Arc<SourceFile>,
    /// Where findings are, if `file` is not the file of the settings.
    place: Option<Place>,
}

/// Whether pages show the same: not where it is written.
impl PartialEq for PartText {
    fn eq(&self, other: &Self) -> bool {
        let targets = |text: &Self| -> Vec<String> { text.links.iter().map(|link| link.target.clone()).collect() };
        self.html == other.html
            && self.targets == other.targets
            && (&self.language, self.is_isolated) == (&other.language, other.is_isolated)
            && targets(self) == targets(other)
    }
}

impl PageParts {
    /// All texts.
    pub fn texts(&self) -> impl Iterator<Item = &PartText> {
        self.banner.iter().chain(&self.contact).chain(&self.licence).chain(&self.links)
    }

    /// All texts, to set the targets of their links.
    pub(super) fn texts_mut(&mut self) -> impl Iterator<Item = &mut PartText> {
        self.banner.iter_mut().chain(&mut self.contact).chain(&mut self.licence).chain(&mut self.links)
    }
}

impl PartText {
    /// A finding in this text, at a place that an editor can open.
    #[must_use]
    pub fn locate(&self, mut finding: Finding) -> Finding {
        if let Some(place) = &self.place {
            let is_inner = |place: &Place| Arc::ptr_eq(place.file(), &self.file);
            finding.labels.retain(|label| !is_inner(&label.place));
            finding.edit.take_if(|edit| is_inner(&edit.place));
            if finding.place.as_ref().is_some_and(is_inner) {
                finding.place = Some(place.clone());
            }
        }
        finding
    }
}

/// The parts of each language on the day `at`; links have no targets yet.
pub(super) fn read(config: &Config, at: Date, findings: &mut Vec<Finding>) -> Vec<PageParts> {
    let settings = &config.page_parts;
    let banner = settings.banner.as_ref().filter(|banner| match &banner.until {
        Some((until, place)) if *until < at => {
            findings.push(catalog::config::expired_banner(place.clone(), &until.to_string()));
            false
        }
        _ => true,
    });
    let mut of_language = |number: usize| {
        let mut text = |text: &InlineText| part(config, number, text, findings);
        PageParts {
            banner: banner.and_then(|banner| text(&banner.text)),
            contact: settings.footer.contact.as_ref().and_then(&mut text),
            licence: settings.footer.licence.as_ref().and_then(&mut text),
            links: settings.footer.links.iter().filter_map(text).collect(),
            ..PageParts::default()
        }
    };
    (0..config.languages.len()).map(&mut of_language).collect()
}

fn part(config: &Config, number: usize, text: &InlineText, findings: &mut Vec<Finding>) -> Option<PartText> {
    let language = &config.languages[number];
    let (written, other) = text.get(&language.tag)?;
    let spoken = other.and_then(|other| config.languages.iter().find(|language| language.tag == other));
    let rules = Rules {
        house: true,
        smart_punctuation: config.smart_punctuation.then(|| Quotation::new(&spoken.unwrap_or(language).tag)),
        raw_html: config.raw_html,
        right_to_left: spoken.unwrap_or(language).right_to_left,
        spaced_marks: spoken.unwrap_or(language).spaced_marks,
        lexicon: None,
    };
    let (file, range, place) = source(written)?;
    let mut found = Vec::new();
    let document = markdown::parse(&file, range, &rules, &mut found);
    found.extend(document.unread_links.iter().filter_map(|link| link.finding(&file, |_| false)));
    let mut part = PartText {
        html: String::new(),
        links: document.links,
        targets: Vec::new(),
        language: other.map(str::to_owned),
        is_isolated: other.is_none() && reads_otherwise(&written.text, language.right_to_left),
        file,
        place,
    };
    let is_silent = found.is_empty();
    findings.extend(found.into_iter().map(|finding| part.locate(finding)));
    if let Some(call) = document.calls.first() {
        let place = Place::new(&part.file, call.range.clone());
        findings.push(part.locate(catalog::config::call_in_settings(place)));
        return None;
    }
    let inner = document.html.trim().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    let Some(inner) = inner.filter(|html| document.title.is_none() && !html.contains("</p>")) else {
        if is_silent {
            findings.extend(written.place.clone().map(catalog::config::not_inline));
        }
        return None;
    };
    inner.clone_into(&mut part.html);
    Some(part)
}

/// Whether all letters of a text read in the other direction than a page.
fn reads_otherwise(text: &str, is_right_to_left: bool) -> bool {
    let Letters { left_to_right, right_to_left } = Letters::new(text);
    if is_right_to_left { left_to_right > 0 && right_to_left == 0 } else { right_to_left > 0 && left_to_right == 0 }
}

/// The text as a part of its file if it is written there as it is, else as a file of its own and the place of its value.
fn source(written: &Located) -> Option<(Arc<SourceFile>, Range<usize>, Option<Place>)> {
    let place = written.place.as_ref()?;
    let (file, range, text) = (place.file(), place.range()?, &written.text);
    let at = file.text()[range.clone()].find(text.as_str()).filter(|_| !text.contains('\n'));
    Some(match at {
        Some(at) => (file.clone(), range.start + at..range.start + at + text.len(), None),
        None => (SourceFile::new(file.path(), text.as_str()), 0..text.len(), Some(place.clone())),
    })
}
