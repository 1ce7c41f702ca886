//! Stage 7: checks that concern the whole site or the finished output. They report findings and change nothing.

mod bases;
mod cycles;
mod finished;
mod fragments;
mod gaps;
mod growth;
mod levels;
mod manuals;
mod numbers;
mod products;
mod prose;
mod theme_links;
mod time_words;
mod times;
mod translations;
mod weight;

pub use finished::{Outputs, PageAddress, finished, survey};
pub use growth::growth;
pub use levels::apply as apply_levels;
pub use theme_links::theme_links;
pub use weight::over_budget;

use jiff::civil::Date;

use crate::report::Finding;
use crate::site::Site;

/// Runs every check of the assembled site, before it is rendered; `at` is the day of the build.
pub fn all(site: &Site, at: Date, findings: &mut Vec<Finding>) {
    fragments::fragments(site, findings);
    gaps::gaps(site, findings);
    numbers::numbers(site, at, findings);
    prose::prose(site, findings);
    times::times(site, at, findings);
    translations::translations(site, findings);
}
