//! Reports what some readers cannot use, where it was written.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::addresses::canonical;
use super::index::OutputIndex;
use super::known::Known;
use super::links::BrokenLinks;
use super::places::{Found, Origin, Places, has_no_title};
use super::{Outputs, address_of, on_pages};
use crate::escape::unescape;
use crate::facts::{FaultKind, LinkFact, PageFacts, PageFault, hash};
use crate::marks;
use crate::read::markdown::Hole;
use crate::report::{Finding, Place, catalog};
use crate::site::{Destination, Page};

/// A finding, the first page that has it, and how many pages have it.
struct Met {
    finding: Finding,
    first: String,
    last: String,
    pages: usize,
    is_of_theme: bool,
}

/// Reports the faults of all pages; what a template does wrong on many pages is one finding.
pub(super) fn faults(
    (outputs, index): (&Outputs<'_>, &OutputIndex),
    places: &mut Places<'_>,
    broken: &mut BrokenLinks,
    findings: &mut Vec<Finding>,
) {
    if outputs.site.config.title.get("").is_empty() {
        return; // Nothing is said of pages of a site whose settings could not be read.
    }
    let mut met: BTreeMap<(String, usize, FaultKind, String), Met> = BTreeMap::new();
    // Links to a page without a title have no words.
    let lacks_title = outputs.site.pages.iter().any(|page| has_no_title(Origin::Page(page)));
    for path in &index.faulty {
        let Some(facts) = facts_of(outputs, path) else { continue };
        let own = address_of(path);
        let Some(origin) = Origin::at(outputs.site, &own) else { continue };
        let context = PageContext::new(origin);
        for fault in &facts.faults {
            let is_consequence = has_no_title(origin)
                && matches!(fault.kind, FaultKind::NoTitle | FaultKind::NoHeading | FaultKind::EmptyHeading);
            let is_consequence = is_consequence || fault.kind == FaultKind::UnnamedLink && lacks_title;
            // What is wrong with a language of the settings is reported there.
            let is_of_settings = || outputs.site.config.languages.iter().any(|language| *language.tag == *fault.detail);
            let is_consequence = is_consequence || fault.kind == FaultKind::InvalidLanguage && is_of_settings();
            if is_consequence || origin.is_edition() && !is_of_edition(fault) {
                continue;
            }
            let Some((place, is_of_theme)) = place_of(outputs, places, &context, fault) else { continue };
            // A link of a template to a part of one page is broken on that page and on all others.
            if fault.kind == FaultKind::BrokenFragment && is_of_theme && broken.is_in(&place, &own) {
                continue;
            }
            let start = place.range().map_or(0, |range| range.start);
            let detail = if is_of_theme { String::new() } else { fault.detail.to_string() };
            let key = (place.file().path().to_owned(), start, fault.kind, detail);
            let new =
                || Met { finding: finding(fault, place), first: own.clone(), last: own.clone(), pages: 1, is_of_theme };
            let met = met.entry(key).or_insert_with(new);
            if met.last != own {
                met.last.clone_from(&own);
                met.pages += 1;
            }
        }
    }
    findings.extend(met.into_values().map(|Met { finding, first, pages, is_of_theme, .. }| match is_of_theme {
        true => finding.note(on_pages(&first, pages)),
        false => finding,
    }));
    languages((outputs, index), places, findings);
    titles(outputs, index, findings);
}

/// What the page at a path says.
fn facts_of<'a>(outputs: &Outputs<'a>, path: &str) -> Option<&'a PageFacts> {
    outputs.output.get(path)?.facts.as_deref()
}

/// Whether a fault of all pages in one file is one of the file itself, which shows one page at a time.
fn is_of_edition(fault: &PageFault) -> bool {
    match fault.kind {
        // Links to other pages are `#/…` there, and are checked on the page that has them.
        FaultKind::BrokenFragment => !fault.detail.starts_with("#/"),
        kind => kind == FaultKind::DuplicateId,
    }
}

/// Where a fault was written, and whether that is in the theme. None where the Markdown of the page was found to have it.
fn place_of(
    outputs: &Outputs<'_>,
    places: &mut Places<'_>,
    context: &PageContext<'_>,
    fault: &PageFault,
) -> Option<(Place, bool)> {
    let origin = context.origin;
    let document = origin.document();
    let id = attribute(&fault.tag, "id");
    match fault.kind {
        _ if fault.tag.is_empty() => return Some((places.of_frame(origin), true)),
        FaultKind::SkippedHeading | FaultKind::SecondHeading | FaultKind::EmptyHeading
            if id.is_some_and(|id| context.count_headings(id) > 0) =>
        {
            // The reader of Markdown reports what is wrong with its own headings.
            let is_unknown = fault.kind == FaultKind::EmptyHeading;
            return is_unknown
                .then(|| (Places::of_heading(origin, id.unwrap_or("")).unwrap_or_else(|| origin.place()), false));
        }
        FaultKind::SecondHeading if document.is_some_and(|it| it.headings.iter().any(|heading| heading.level == 1)) => {
            return None;
        }
        FaultKind::DuplicateId if context.count_headings(&fault.detail) > 1 => return None,
        FaultKind::BrokenFragment if context.has_link(outputs, &fault.detail) => return None,
        FaultKind::UnnamedLink if context.has_unnamed(outputs, &fault.detail) => return None,
        FaultKind::VagueLink | FaultKind::SameWords => {
            let words = fault.detail.split('\n').next().unwrap_or("");
            if let Some(place) = Places::of_link(origin, words) {
                return Some((place, false));
            }
            if fault.kind == FaultKind::VagueLink && places.is_title(origin, words) {
                return None;
            }
        }
        _ => {}
    }
    match places.of_tag(origin, fault) {
        Found::Theme(place) => Some((place, true)),
        // The reader of Markdown and of raw HTML reports these.
        Found::Text(_) | Found::Unknown(_) if document.is_some() && is_found_in_text(fault.kind) => None,
        found => Some((found.place(), false)),
    }
}

/// Whether the reader of Markdown and of raw HTML finds such a fault itself.
fn is_found_in_text(kind: FaultKind) -> bool {
    use FaultKind::{BrokenList, DuplicateId, NestedControl, NoAlternative, UnnamedLink};
    matches!(kind, NoAlternative | UnnamedLink | NestedControl | DuplicateId | BrokenList)
}

/// What is known of a page with faults, found when the first one needs it: a page may have thousands.
struct PageContext<'a> {
    origin: Origin<'a>,
    /// The links of its text, its calls and the settings.
    links: OnceCell<Known>,
    /// How many headings of its text have each id.
    headings: OnceCell<HashMap<&'a str, usize>>,
    unnamed: OnceCell<UnnamedLinks>,
}

/// The links without words that were reported in the text of a page.
#[derive(Default)]
struct UnnamedLinks {
    /// As they are written.
    written: HashSet<String>,
    /// The addresses of the site that they lead to.
    targets: HashSet<String>,
    /// Whether one leads to a file that is derived from the whole site, whose address says nothing about where it is written.
    is_derived: bool,
}

impl<'a> PageContext<'a> {
    fn new(origin: Origin<'a>) -> Self {
        Self { origin, links: OnceCell::new(), headings: OnceCell::new(), unnamed: OnceCell::new() }
    }

    fn address(&self) -> &'a str {
        match self.origin {
            Origin::Page(page) => &page.address,
            Origin::Generated(page) => &page.address,
        }
    }

    /// How many headings of its text have an id.
    fn count_headings(&self, id: &str) -> usize {
        let headings = self.headings.get_or_init(|| {
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for heading in self.origin.document().into_iter().flat_map(|document| &document.headings) {
                *counts.entry(&heading.id).or_default() += 1;
            }
            counts
        });
        headings.get(id).copied().unwrap_or(0)
    }

    /// Whether a link to a place on the page is one of the text, or of the settings.
    fn has_link(&self, outputs: &Outputs<'_>, address: &str) -> bool {
        let Some(target) = outputs.address(self.address()).target(address) else { return false };
        let link = LinkFact { target: hash(&target.address), fragment: target.fragment.as_deref().map(hash) };
        self.links.get_or_init(|| Known::of_page(outputs.site, Some(self.origin))).has(address, &link)
    }

    /// Whether a link to this address that has no words is one of those that were reported in the text of the page.
    fn has_unnamed(&self, outputs: &Outputs<'_>, address: &str) -> bool {
        let Origin::Page(page) = self.origin else { return false };
        let unnamed = self.unnamed.get_or_init(|| UnnamedLinks::new(outputs, page));
        let leads_to_one = || {
            let target = outputs.address(&page.address).target(address);
            target.is_some_and(|target| unnamed.targets.contains(&target.address))
        };
        unnamed.is_derived
            || unnamed.written.contains(address)
            || unnamed.written.contains(&*unescape(address))
            || leads_to_one()
    }
}

impl UnnamedLinks {
    fn new(outputs: &Outputs<'_>, page: &Page) -> Self {
        let mut all = Self::default();
        for written in &page.source.document.unnamed_links {
            let hole =
                written.strip_prefix(marks::OPEN).and_then(|hole| Hole::parse(hole.trim_end_matches(marks::END)));
            let Some(Hole::Link(number)) = hole else {
                all.written.insert(written.to_string());
                continue;
            };
            match page.links.targets.get(number).and_then(Option::as_ref).map(|found| found.to) {
                Some(Destination::Page(number)) => all.lead_to(&outputs.site.pages[number].address),
                Some(Destination::File(number)) => all.lead_to(&outputs.site.files[number].address),
                Some(Destination::Generated(number)) => all.lead_to(&outputs.site.generated[number].address),
                Some(Destination::Derived(_)) => all.is_derived = true,
                // An invalid link is as it was written.
                None => all.written.extend(page.links.link(page, number).map(|link| link.target.clone())),
            }
        }
        all
    }

    fn lead_to(&mut self, address: &str) {
        self.targets.insert(canonical(address).into_owned());
    }
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = tag.split_once(&format!(" {name}="))?;
    match after.chars().next()? {
        quote @ ('"' | '\'') => after[1..].split(quote).next(),
        _ => after.split([' ', '>']).next(),
    }
}

/// The finding for a fault.
fn finding(fault: &PageFault, place: Place) -> Finding {
    use catalog::access as found;
    let detail = &*fault.detail;
    let element = || detail.split_once(' ').unwrap_or((detail, ""));
    match fault.kind {
        FaultKind::BrokenFragment => found::broken_fragment(place, detail),
        FaultKind::NoLanguage => found::no_language(place),
        FaultKind::InvalidLanguage => found::invalid_language(place, detail),
        FaultKind::NoTitle => found::no_title(place),
        FaultKind::NoHeading => found::no_heading(place),
        FaultKind::SecondHeading => found::second_heading(place),
        FaultKind::SkippedHeading => found::skipped_heading(place, element().0, element().1),
        FaultKind::EmptyHeading => found::empty_heading(place, detail),
        FaultKind::NoAlternative => found::no_alternative(place, detail),
        FaultKind::UnnamedDrawing => found::unnamed_drawing(place, detail),
        FaultKind::UnnamedLink => found::unnamed_link(place, detail),
        FaultKind::UnnamedButton => found::unnamed_control(place, "button"),
        FaultKind::UnnamedField => found::unnamed_control(place, "field"),
        FaultKind::UnnamedFrame => found::unnamed_control(place, "frame"),
        FaultKind::VagueLink => found::vague_link(place, detail),
        FaultKind::SameWords => {
            let mut parts = detail.split('\n');
            let mut next = || parts.next().unwrap_or("");
            found::same_link_text(place, next(), (next(), next()))
        }
        FaultKind::NoHeaders => found::no_headers(place),
        FaultKind::InvalidScope => found::invalid_scope(place, detail),
        FaultKind::DuplicateId => found::duplicate_id(place, detail),
        FaultKind::BrokenReference => found::broken_reference(place, detail),
        FaultKind::InvalidRole => {
            let what = format!("`{detail}` is not a role");
            found::invalid_attribute(place, &what, "write a role of WAI-ARIA, or remove it")
        }
        FaultKind::UnknownAria => {
            let what = format!("there is no attribute `{detail}`");
            found::invalid_attribute(place, &what, "write an attribute of WAI-ARIA, such as `aria-label`")
        }
        FaultKind::InvalidAria => {
            let what = format!("`{detail}` has a value that it does not take");
            found::invalid_attribute(place, &what, "write a value that WAI-ARIA knows")
        }
        FaultKind::InvalidAutocomplete => {
            let what = format!("`{detail}` does not say what a field is for");
            found::invalid_attribute(place, &what, "write one of the HTML standard, such as `name` or `email`")
        }
        FaultKind::FocusOrder => found::focus_order(place, detail),
        FaultKind::SameKey => found::same_key(place, detail),
        FaultKind::HiddenFocus => found::hidden_focus(place),
        FaultKind::Refresh => found::refresh(place, detail),
        FaultKind::Autoplay => found::autoplay(place, detail),
        FaultKind::MovingText => found::moving_text(place, detail),
        FaultKind::NoZoom => found::no_zoom(place, detail),
        FaultKind::NoCaptions => found::no_captions(place),
        FaultKind::BrokenList => found::broken_list(place, element().0, element().1),
        FaultKind::NoMain => found::no_main(place),
        FaultKind::SecondMain => found::second_main(place),
        FaultKind::SameNavigation => found::same_navigation(place),
        FaultKind::NestedControl => found::nested_control(place, detail),
    }
}

/// Reports pages that say they are in another language than that of their folder; one finding for each template.
fn languages((outputs, index): (&Outputs<'_>, &OutputIndex), places: &mut Places<'_>, findings: &mut Vec<Finding>) {
    let mut met: BTreeMap<(String, usize), (Finding, String, usize)> = BTreeMap::new();
    for path in &index.in_other_language {
        let Some(language) = facts_of(outputs, path).and_then(|facts| facts.language.as_deref()) else { continue };
        let own = address_of(path);
        let Some((origin, tag)) = Origin::at(outputs.site, &own).zip(outputs.language_of(&own)) else { continue };
        let place = places.of_frame(origin);
        let key = (place.file().path().to_owned(), place.range().map_or(0, |range| range.start));
        let new = || (catalog::access::other_language(place, language, tag), own, 0);
        met.entry(key).or_insert_with(new).2 += 1;
    }
    findings.extend(met.into_values().map(|(finding, first, pages)| finding.note(on_pages(&first, pages))));
}

/// Reports pages of one language with the same title.
fn titles(outputs: &Outputs<'_>, index: &OutputIndex, findings: &mut Vec<Finding>) {
    let page = |path: &str| outputs.site.page_at(&address_of(path)).map(|number| &*outputs.site.pages[number]);
    for (second, first) in &index.same_title {
        if let (Some(second), Some(first)) = (page(second), page(first)) {
            findings.push(catalog::access::duplicate_title(Places::of_title(second), Places::of_title(first)));
        }
    }
}
