//! Checks pages against their budget.

use crate::report::{Finding, Place, SourceFile, catalog};
use crate::shrink::{PageWeight, Weights};
use crate::site::{Purpose, Site};

/// Reports every weighed page that is larger than its budget.
pub fn over_budget(weights: &Weights, site: &Site, findings: &mut Vec<Finding>) {
    let budget = site.config.page_budget;
    for page in weights.pages.iter().filter(|page| page.sent > budget) {
        let generated = site.generated_at(&page.address);
        let number = site.page_at(&page.address);
        let place = place_of(page, site);
        let parts: Vec<(&str, u64)> = page.parts.iter().map(|part| (part.name, part.bytes)).collect();
        if let Some(Purpose::Edition(_)) = generated.map(|generated| generated.purpose) {
            let heaviest = heaviest(page, weights, site);
            findings.push(catalog::page::large_edition(place, (page.sent, budget), weights.encoding.name(), &heaviest));
            continue;
        }
        let mut finding = catalog::page::over_budget(place, page.sent, budget, weights.encoding.name(), &parts);
        if let Some(generated) = generated {
            finding.help = Some(match generated.purpose {
                Purpose::Part { .. } => "shorten the descriptions of the pages that it lists".to_owned(),
                Purpose::Term(_) => "give fewer pages this word, and others a more specific one".to_owned(),
                purpose => format!("shorten the template `{}`", purpose.template()),
            });
        }
        if let Some(number) = number
            && let Some(list) = site.too_long_list(number, (page.raw, page.sent, budget))
        {
            finding = catalog::page::with_long_list(finding, site.pages[number].place(list.call.clone()), list);
        }
        findings.push(finding);
    }
}

/// How many pages of an edition are named that is too large.
const NAMED: usize = 3;

/// The heaviest pages that an edition shows, with their bytes as they are sent.
fn heaviest<'s>(edition: &PageWeight, weights: &Weights, site: &'s Site) -> Vec<(&'s str, u64)> {
    let language = site.generated_at(&edition.address).map(|page| page.language);
    let mut pages: Vec<(&str, u64)> = weights
        .pages
        .iter()
        .filter_map(|weight| Some((&site.pages[site.page_at(&weight.address)?], weight.sent)))
        .filter(|(page, _)| Some(page.source.language) == language)
        .map(|(page, sent)| (page.source.file.path(), sent))
        .collect();
    pages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    pages.truncate(NAMED);
    pages
}

/// Returns the place for findings about the weight of a page: its file, or the place that a generated page comes from.
pub(super) fn place_of(page: &PageWeight, site: &Site) -> Place {
    match (site.page_at(&page.address), site.generated_at(&page.address)) {
        (Some(number), _) => Place::whole(&site.pages[number].source.file),
        (None, Some(generated)) => generated.place.clone(),
        (None, None) => Place::whole(&SourceFile::new(page.path.clone(), "")),
    }
}
