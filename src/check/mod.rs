//! Stage 7: checks that concern the whole site or the finished output. They report findings and change nothing.

mod bases;
mod cycles;
mod finished;
mod fragments;
mod gaps;
mod growth;
mod ids;
mod levels;
mod manuals;
mod numbers;
mod products;
mod prose;
mod quoted_source;
mod scripts;
mod stale;
mod theme_links;
mod time_words;
mod times;
mod translations;
mod weight;

pub use finished::{KnownMenus, OutputIndex, Outputs, PageAddress, finished, hash_of_path, survey};
pub use growth::growth;
pub use levels::{OF_OTHER_SITES, apply as apply_levels, only as only_of};
pub use theme_links::theme_links;
pub use translations::{RecordText, each_record_text};
pub use weight::over_budget;

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::report::Finding;
use crate::site::Site;

/// Adds what a check finds.
type SiteCheck<'c> = dyn Fn(&mut Vec<Finding>) + Sync + 'c;

/// What checks found out in an earlier run.
#[derive(Clone, Debug)]
pub struct CheckResults {
    gaps: Arc<gaps::Gaps>,
}

/// Runs every check of the assembled site, before it is rendered; `at` is the day of the build. What depends only on what is the
/// same in the site `before` is taken from its results.
pub fn all(site: &Site, before: Option<(&Site, &CheckResults)>, at: Date, findings: &mut Vec<Finding>) -> CheckResults {
    let gaps = OnceLock::new();
    let find_gaps = || gaps::Gaps::new(site, before.map(|(before, known)| (before, &known.gaps)));
    let checks: [&SiteCheck<'_>; 9] = [
        &|found| fragments::fragments(site, found),
        &|found| ids::ids(site, found),
        &|found| gaps.get_or_init(find_gaps).report(site, found),
        &|found| numbers::numbers(site, at, found),
        &|found| prose::prose(site, found),
        &|found| scripts::other_scripts(site, found),
        &|found| stale::stale(site, found),
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
    CheckResults { gaps: gaps.into_inner().unwrap_or_else(find_gaps) }
}
