//! Checks that the originals of translations are as they were when the translations were marked, and that the pages that are marked
//! exist.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::config::Paths;
use crate::limits::NEAR_SEARCHES;
use crate::read::TranslationMark;
use crate::report::{Finding, Place, catalog};
use crate::site::{MarkedPage, MarkedPages, Page, Site, changes_of};
use crate::yaml;

/// Maximum number of changed blocks that a finding names.
const NAMED: usize = 10;

/// Reports translations whose originals have changed, and entries of `content/translations.yaml` that name no page.
pub fn stale(site: &Site, findings: &mut Vec<Finding>) {
    if site.translation_marks.is_empty() {
        return;
    }
    let pages = MarkedPages::new(site);
    let mut unknown = Vec::new();
    for mark in site.translation_marks.iter() {
        match (pages.find(&mark.page), pages.find(&mark.original)) {
            (MarkedPage::Missing, _) => unknown.push((mark, true)),
            (_, MarkedPage::Missing) => unknown.push((mark, false)),
            (MarkedPage::Published(page), MarkedPage::Published(original)) => {
                findings.extend(changed(mark, page, original));
            }
            (MarkedPage::NotPublished, _) | (_, MarkedPage::NotPublished) => {}
        }
    }
    report_unknown(site, &unknown, findings);
}

/// The finding for a translation whose original has changed.
fn changed(mark: &TranslationMark, page: &Arc<Page>, original: &Arc<Page>) -> Option<Finding> {
    let changes = changes_of(mark, &original.source);
    if changes.is_empty() {
        return None;
    }
    let title = page.source.front.text_ranges[0].clone();
    let place = if title.is_empty() { Place::first_line(&page.source.file) } else { page.place(title) };
    let files = (original.source.file.path(), page.source.file.path());
    let counts = [changes.new.len(), changes.gone, changes.moved.len()];
    let finding = catalog::stale::stale_translation(place, files, counts);
    let new = changes.new.iter().map(|range| (range, "new or changed text"));
    let all: Vec<(&Range<usize>, &str)> =
        new.chain(changes.moved.iter().map(|range| (range, "text that has moved"))).collect();
    let finding = all.iter().take(NAMED).fold(finding, |finding, (range, text)| {
        finding.label(original.place(yaml::first_line(&original.source.file, range)), *text)
    });
    Some(match all.len().saturating_sub(NAMED) {
        0 => finding,
        more => finding.note(format!("{more} more paragraphs of the original have changed")),
    })
}

/// Reports entries that name a page that does not exist: the translation, or else the original.
fn report_unknown(site: &Site, unknown: &[(&TranslationMark, bool)], findings: &mut Vec<Finding>) {
    if unknown.is_empty() {
        return;
    }
    let paths = site.pages.iter().map(|page| page.source.file.path());
    let paths = paths.filter_map(|path| path.strip_prefix(Paths::CONTENT)?.strip_prefix('/'));
    let paths: Vec<&str> = paths.collect();
    // A page with an entry of its own was not renamed.
    let marked: BTreeSet<&str> = site.translation_marks.iter().map(|mark| mark.page.as_str()).collect();
    for (number, (mark, is_page)) in unknown.iter().enumerate() {
        let (path, place) = if *is_page { (&mark.page, &mark.place) } else { (&mark.original, &mark.original_place) };
        let language = path.split('/').next();
        let may_be_meant =
            |other: &&&str| other.split('/').next() == language && !(*is_page && marked.contains(**other));
        let known: Vec<&str> = match number < NEAR_SEARCHES {
            true => paths.iter().filter(may_be_meant).copied().collect(),
            false => Vec::new(),
        };
        let entry = is_page.then(|| mark.lines.clone());
        findings.push(catalog::stale::unknown_translation(place.clone(), path, entry, &known));
    }
}
