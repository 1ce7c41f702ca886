//! Checks pages against their budget.

use crate::report::{Finding, Place, SourceFile, catalog};
use crate::shrink::Weights;
use crate::site::Site;

/// Reports every weighed page that is larger than its budget.
pub fn over_budget(weights: &Weights, site: &Site, findings: &mut Vec<Finding>) {
    let budget = site.config.page_budget;
    for page in weights.pages.iter().filter(|page| page.sent > budget) {
        let place = site.place_of(&page.address);
        let place = place.unwrap_or_else(|| Place::whole(&SourceFile::new(page.path.clone(), "")));
        let parts: Vec<(&str, u64)> = page.parts.iter().map(|part| (part.name, part.bytes)).collect();
        findings.push(catalog::page::over_budget(place, page.sent, budget, weights.encoding.name(), &parts));
    }
}
