//! `firstflight statement`: an accessibility statement from what was checked.

use super::args::SiteArgs;
use super::screen::Screen;
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::check;
use crate::pipeline;
use crate::report::Failure;

/// Checks the site and prints the statement as Markdown.
pub(super) fn statement(args: &SiteArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let options = settings::options(args)?;
    let workers = settings::workers(args.jobs)?;
    let made = workers.install(|| pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole))?;
    if !made.is_rendered || !made.incomplete.is_empty() {
        screen.say("no page, or not every page, could be made and checked; `firstflight check` shows the errors\n");
        return Ok(Outcome::Findings);
    }
    let report = made.report(&options);
    screen.out(&check::statement(&made.site, report.findings(), options.at.date))
}
