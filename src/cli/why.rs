//! `firstflight why`: what an address is made from, and what leads to it.

use super::args::{Format, WhyArgs};
use super::screen::Screen;
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::pipeline;
use crate::report::text::harmless;
use crate::report::{Failure, terminal};
use crate::why;

/// Makes the site in memory and explains one of its addresses.
pub(super) fn why(args: &WhyArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let options = settings::options(&args.site)?;
    let workers = settings::workers(args.site.jobs)?;
    // A cache that stores results keeps the inputs, with the theme.
    let mut cache = Cache::new();
    settings::keep(&mut cache, args.site.cache.as_deref());
    let made = workers.install(|| pipeline::make(&options, &mut cache, &ReadScope::Whole))?;
    let found = why::find(&made.site, &made.output, &args.address).map_err(|similar| unknown(&args.address, &similar));
    let report = made.report(&options);
    let path = match found {
        Ok(path) => path,
        Err(failure) if report.has_errors() => {
            screen.say(&terminal::tally(report.findings()));
            screen.say("\npages with errors may be missing; `firstflight check` shows the errors\n");
            return Err(failure);
        }
        Err(failure) => return Err(failure),
    };
    let inputs = made.made_from(&options);
    let inputs = inputs.get(&path).map_or(&[][..], Vec::as_slice);
    let theme = made.inputs.as_ref().map(|inputs| inputs.theme.clone()).unwrap_or_default();
    let origins = workers.install(|| why::origins(&made.site, &theme, &made.output, &path, inputs));
    // It was found, so it is there.
    let Some(origins) = origins else { return Err(unknown(&args.address, &[])) };
    match args.format {
        Format::Human => screen.out(&origins.text()),
        Format::Json => screen.out(&format!("{}\n", serde_json::json!(origins))),
    }
}

fn unknown(address: &str, similar: &[String]) -> Failure {
    let failure = Failure::new(format!("nothing is published at `{}`", harmless(address)));
    match similar {
        [] => failure.help("write an address of the site, as in `firstflight why /about/`"),
        similar => {
            let similar: Vec<String> = similar.iter().map(|address| format!("`{}`", harmless(address))).collect();
            failure.help(format!("did you mean {}?", similar.join(" or ")))
        }
    }
}
