//! Checks that the ids that editors chose for headings are the same in all translations of a page.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::fragments::ids_of;
use crate::read::markdown::{Heading, normal};
use crate::report::{Finding, Place, catalog};
use crate::site::{Page, Site, Traits};

/// Compares each page with the translation that has the most ids; of several, with the first in the order of the languages.
pub fn ids(site: &Site, findings: &mut Vec<Finding>) {
    let translations = &site.translations.pages;
    let mut compared: BTreeSet<usize> = BTreeSet::new();
    for (number, _) in site.pages_with(Traits::WRITTEN_IDS) {
        let group: Vec<usize> = translations.members(number).collect();
        let Some(&first) = group.first().filter(|first| compared.insert(**first)) else { continue };
        let most = |best: usize, other: usize| match count(&site.pages[other]) > count(&site.pages[best]) {
            true => other,
            false => best,
        };
        let original = group.iter().copied().fold(first, most);
        for other in group.into_iter().filter(|other| *other != original) {
            findings.extend(missing(&site.pages[other], &site.pages[original]));
        }
    }
}

/// The headings whose ids an editor chose, with their numbers.
fn chosen(page: &Page) -> impl Iterator<Item = (usize, &Heading)> {
    page.source.document.headings.iter().enumerate().filter(|(_, heading)| heading.has_written_id)
}

fn count(page: &Page) -> usize {
    chosen(page).count()
}

/// The finding for the ids of `original` that a page lacks.
fn missing(page: &Page, original: &Page) -> Option<Finding> {
    if page.source.front.unclosed {
        return None;
    }
    let known: HashSet<String> = ids_of(page);
    let missing: Vec<(usize, &Heading)> =
        chosen(original).filter(|(_, heading)| !known.contains(normal(&heading.id).as_str())).collect();
    let &(at, first) = missing.first()?;
    let same = corresponding(page, original, at);
    let place = same.map_or_else(|| Place::first_line(&page.source.file), |heading| page.place(line(page, heading)));
    let edit = same.filter(|_| missing.len() == 1).and_then(|heading| insertion(page, heading, &first.id));
    let ids: Vec<&str> = missing.iter().map(|(_, heading)| heading.id.as_str()).collect();
    let there = (original.place(line(original, first)), original.source.file.path());
    Some(catalog::translations::missing_ids(place, &ids, there, edit))
}

/// The heading of a page in the place of one of its translation, where both have the same levels of headings.
fn corresponding<'p>(page: &'p Page, original: &Page, number: usize) -> Option<&'p Heading> {
    let (own, other) = (&page.source.document.headings, &original.source.document.headings);
    let levels = |headings: &[Heading]| headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    own.get(number).filter(|_| levels(own) == levels(other))
}

/// The first line of a heading.
fn line(page: &Page, heading: &Heading) -> Range<usize> {
    let text = page.source.file.text().get(heading.range.clone()).unwrap_or_default();
    let length = text.lines().next().unwrap_or_default().trim_end().len();
    heading.range.start..heading.range.start + length
}

/// The change that gives an id to a heading that is marked with `#` at its start only, and has no attributes.
fn insertion(page: &Page, heading: &Heading, id: &str) -> Option<(Range<usize>, String)> {
    let line = line(page, heading);
    let text = page.source.file.text().get(line.clone())?;
    let is_plain = text.starts_with('#') && !text.ends_with(['#', '}', '\\']);
    is_plain.then(|| (line.end..line.end, format!(" {{#{id}}}")))
}
