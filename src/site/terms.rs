//! Words of front matter that gather pages: each is one term of its taxonomy and language, with the pages that have it.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::{Kind, Page};
use crate::collation::Collation;
use crate::config::Config;
use crate::read::{PageTerm, folded, slug_of_term, without_accents};
use crate::report::{Certainty, Finding, Place, catalog};

/// A word that gathers pages of one language.
#[derive(Clone, Debug)]
pub struct Term {
    /// The number of its taxonomy in the settings.
    pub taxonomy: usize,
    /// The number of its language.
    pub language: usize,
    /// The word as most pages write it.
    pub name: String,
    /// Where its page is published: `/tags/water/`.
    pub address: String,
    /// The pages that have it, the newest first.
    pub pages: Vec<usize>,
    /// Where a page has it first.
    pub place: Place,
}

/// What is at the place of a spelling that is more frequent.
const MORE_FREQUENT: &str = "the more frequent spelling";
/// The same for one that is as frequent.
const OTHER: &str = "the other spelling";

/// A word of one page, and where it is.
type Use<'p> = (usize, &'p PageTerm);

/// The uses of a term on the pages.
struct Found<'p> {
    taxonomy: usize,
    language: usize,
    uses: Vec<Use<'p>>,
}

impl<'p> Found<'p> {
    /// The spelling that most uses have; of several, the one used first. With the number of its uses.
    fn spelling(&self) -> (&'p PageTerm, usize) {
        let counts = self.counts();
        let most = counts.values().copied().max().unwrap_or(0);
        let first = self.uses.iter().find(|(_, term)| counts[term.text.as_str()] == most);
        (first.unwrap_or(&self.uses[0]).1, most)
    }

    /// How many uses each spelling has.
    fn counts(&self) -> HashMap<&'p str, usize> {
        let mut counts = HashMap::new();
        self.uses.iter().for_each(|(_, term)| *counts.entry(term.text.as_str()).or_insert(0) += 1);
        counts
    }

    fn place<P: Borrow<Page>>(&self, pages: &[P], of: &PageTerm) -> Place {
        let (page, term) = self.uses.iter().find(|(_, term)| term.text == of.text).unwrap_or(&self.uses[0]);
        pages[*page].borrow().place(term.range.clone())
    }
}

/// Collects the terms of all pages, sorted by language, taxonomy and word.
pub(super) fn collect<P: Borrow<Page>>(pages: &[P], config: &Config, findings: &mut Vec<Finding>) -> Vec<Term> {
    let found = find(pages);
    if found.is_empty() {
        return Vec::new();
    }
    for term in &found {
        report_case(pages, term, findings);
    }
    report_accents(pages, &found, findings);
    let collations: Vec<_> = config.languages.iter().map(|language| Collation::new(&language.tag)).collect();
    let mut terms: Vec<Term> = Vec::with_capacity(found.len());
    let mut by_address: HashMap<String, usize> = HashMap::new();
    for term in &found {
        let (spelling, _) = term.spelling();
        let address =
            format!("{}{}/", taxonomy_address(config, term.language, term.taxonomy), slug_of_term(&spelling.text));
        let place = term.place(pages, spelling);
        if let Some(&first) = by_address.get(&address) {
            let other: &Term = &terms[first];
            let names = (spelling.text.as_str(), other.name.as_str());
            findings.push(catalog::terms::same_slug(place, names, &address, other.place.clone()));
            continue;
        }
        by_address.insert(address.clone(), terms.len());
        let mut own: Vec<usize> = term.uses.iter().map(|(page, _)| *page).collect();
        let collation = &collations[term.language];
        own.sort_by(|&a, &b| newest_first(pages[a].borrow(), pages[b].borrow(), collation));
        let (taxonomy, language) = (term.taxonomy, term.language);
        terms.push(Term { taxonomy, language, name: spelling.text.clone(), address, pages: own, place });
    }
    terms.sort_by(|a, b| {
        let by_name = || collations[a.language].compare(&a.name, &b.name).then_with(|| a.address.cmp(&b.address));
        (a.language, a.taxonomy).cmp(&(b.language, b.taxonomy)).then_with(by_name)
    });
    terms
}

/// The address of the page that lists all words of a taxonomy.
#[must_use]
pub fn taxonomy_address(config: &Config, language: usize, taxonomy: usize) -> String {
    format!("{}{}/", config.languages[language].at, config.taxonomies.list[taxonomy].name)
}

/// Compares pages by date, the newest first; those without a date follow. Pages of one day are compared by title.
fn newest_first(a: &Page, b: &Page, collation: &Collation) -> Ordering {
    let by_date = b.source.front.date.cmp(&a.source.front.date);
    by_date.then_with(|| collation.compare(a.title(), b.title())).then_with(|| a.address.cmp(&b.address))
}

/// The terms of each page, by number, in the order of its front matter.
pub(super) fn of_pages(terms: &[Term], pages: &mut [Page]) {
    if terms.is_empty() {
        pages.iter_mut().for_each(|page| page.terms = Vec::new());
        return;
    }
    let numbers: HashMap<(usize, usize, String), usize> = terms
        .iter()
        .enumerate()
        .map(|(number, term)| ((term.language, term.taxonomy, folded(&term.name)), number))
        .collect();
    for page in pages {
        let language = page.source.language;
        let is_listed = page.kind != Kind::Missing;
        let own = page.source.front.terms.iter().filter(|_| is_listed);
        let own = own.filter_map(|term| numbers.get(&(language, term.taxonomy, folded(&term.text))).copied());
        page.terms = own.collect();
    }
}

fn find<P: Borrow<Page>>(pages: &[P]) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut numbers: HashMap<(usize, usize, String), usize> = HashMap::new();
    for (number, page) in pages.iter().map(P::borrow).enumerate().filter(|(_, page)| page.kind != Kind::Missing) {
        for term in &page.source.front.terms {
            let (taxonomy, language) = (term.taxonomy, page.source.language);
            let at = *numbers.entry((taxonomy, language, folded(&term.text))).or_insert_with(|| {
                found.push(Found { taxonomy, language, uses: Vec::new() });
                found.len() - 1
            });
            found[at].uses.push((number, term));
        }
    }
    found
}

/// Reports uses of a term that differ from the most frequent spelling in case.
fn report_case<P: Borrow<Page>>(pages: &[P], term: &Found<'_>, findings: &mut Vec<Finding>) {
    let (best, most) = term.spelling();
    let counts = term.counts();
    let first = term.place(pages, best);
    for (page, other) in term.uses.iter().filter(|(_, used)| used.text != best.text) {
        let count = counts[other.text.as_str()];
        let certainty = if count < most { Certainty::Certain } else { Certainty::Suggested };
        let what = if count < most { MORE_FREQUENT } else { OTHER };
        let is_form = other.text.to_lowercase() == best.text.to_lowercase();
        let how = if is_form { "in case" } else { "in its form" };
        findings.push(variant(pages, (*page, other), best, (first.clone(), what), how, certainty));
    }
}

/// Reports terms that differ from a more frequent one only in accents.
fn report_accents<P: Borrow<Page>>(pages: &[P], found: &[Found<'_>], findings: &mut Vec<Finding>) {
    let mut alike: HashMap<(usize, usize, String), Vec<usize>> = HashMap::new();
    let mut keys = BTreeSet::new();
    for (number, term) in found.iter().enumerate() {
        let key = (term.taxonomy, term.language, without_accents(&term.uses[0].1.text));
        let group = alike.entry(key.clone()).or_default();
        group.push(number);
        if group.len() == 2 {
            keys.insert(key);
        }
    }
    for group in keys.iter().filter_map(|key| alike.get(key)) {
        let most = group.iter().map(|&number| found[number].uses.len()).max().unwrap_or(0);
        let Some(&best) = group.iter().find(|&&number| found[number].uses.len() == most) else { continue };
        let (spelling, _) = found[best].spelling();
        let first = found[best].place(pages, spelling);
        for &other in group.iter().filter(|&&number| number != best) {
            let what = if found[other].uses.len() < most { MORE_FREQUENT } else { OTHER };
            for used in &found[other].uses {
                findings.push(variant(
                    pages,
                    *used,
                    spelling,
                    (first.clone(), what),
                    "in accents",
                    Certainty::Suggested,
                ));
            }
        }
    }
}

/// The finding for a use of a spelling that differs from a more frequent one.
fn variant<P: Borrow<Page>>(
    pages: &[P],
    (page, used): Use<'_>,
    best: &PageTerm,
    first: (Place, &str),
    how: &str,
    certainty: Certainty,
) -> Finding {
    let place = pages[page].borrow().place(used.range.clone());
    let range: Option<Range<usize>> = crate::report::literal(&place, &used.text);
    let is_word = !["null", "true", "false", "~"].iter().any(|word| best.text.eq_ignore_ascii_case(word));
    let edit = range.filter(|_| is_word).map(|range| (range, best.text.clone()));
    catalog::terms::tag_variant(place, &used.text, &best.text, how, first).maybe_edit(edit, certainty)
}
