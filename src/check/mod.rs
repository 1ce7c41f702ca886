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

pub use finished::{KnownMenus, Outputs, PageAddress, finished, survey};
pub use growth::growth;
pub use levels::{OF_OTHER_SITES, apply as apply_levels, only as only_of};
pub use theme_links::theme_links;
pub use weight::over_budget;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::report::Finding;
use crate::site::Site;

/// Adds what a check finds.
type SiteCheck<'c> = dyn Fn(&mut Vec<Finding>) + Sync + 'c;

/// Runs every check of the assembled site, before it is rendered; `at` is the day of the build.
pub fn all(site: &Site, at: Date, findings: &mut Vec<Finding>) {
    let checks: [&SiteCheck<'_>; 6] = [
        &|found| fragments::fragments(site, found),
        &|found| gaps::gaps(site, found),
        &|found| numbers::numbers(site, at, found),
        &|found| prose::prose(site, found),
        &|found| times::times(site, at, found),
        &|found| translations::translations(site, found),
    ];
    let run = |check: &&SiteCheck<'_>| {
        let mut found = Vec::new();
        check(&mut found);
        found
    };
    let found: Vec<Vec<Finding>> = checks.par_iter().with_max_len(1).map(run).collect();
    findings.extend(found.into_iter().flatten());
}
