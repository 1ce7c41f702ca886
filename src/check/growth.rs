//! Checks how much pages have grown since an earlier run.

use super::weight::place_of;
use crate::growth::GrowthLimit;
use crate::report::{Finding, catalog};
use crate::shrink::Weights;
use crate::site::Site;

/// Reports every page that has grown by more than the limit. New pages are limited only by their budget.
pub fn growth(weights: &Weights, site: &Site, limit: &GrowthLimit, findings: &mut Vec<Finding>) {
    let Some(most) = limit.most else { return };
    for page in &weights.pages {
        if let Some(before) = limit.baseline.sent(&page.address)
            && most.is_exceeded(before, page.sent)
        {
            let place = place_of(page, site);
            findings.push(catalog::page::grown_page(place, [before, page.sent], &most.to_string()));
        }
    }
}
