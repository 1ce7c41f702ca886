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

/// Returns the place for findings about the weight of a page: its file, or the place that a generated page comes from.
pub(super) fn place_of(page: &PageWeight, site: &Site) -> Place {
    match (site.page_at(&page.address), site.generated_at(&page.address)) {
        (Some(number), _) => Place::whole(&site.pages[number].source.file),
        (None, Some(generated)) => generated.place.clone(),
        (None, None) => Place::whole(&SourceFile::new(page.path.clone(), "")),
    }
}
