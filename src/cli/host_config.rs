//! `firstflight host-config`: what a server needs to know of a site. It changes with the pages, so it is made from them; it is
//! printed and not published, because a server reads it from outside of the folder that it serves.

use super::args::HostConfigArgs;
use super::screen::Screen;
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::hosts::server_config;
use crate::pipeline;
use crate::report::{Failure, terminal};

/// Prints a part of the configuration of the server of a site.
pub(super) fn host_config(args: &HostConfigArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let options = settings::options(&args.site)?;
    let workers = settings::workers(args.site.jobs)?;
    let made = workers.install(|| pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole))?;
    let report = made.report(&options);
    if report.has_errors() {
        screen.say(&terminal::tally(report.findings()));
        screen.say("\nnothing is printed; `firstflight check` shows the errors\n");
        return Ok(Outcome::Findings);
    }
    let host = args.host.map_or(made.site.config.host, super::args::ServerHost::host);
    let part = args.part.part();
    match workers.install(|| server_config(&made.site, &made.output, host, part)) {
        Some(text) => screen.out(&text),
        None if host.paths().is_empty() => {
            Err(Failure::new(format!("there is nothing to configure for `host: {}`", host.name()))
                .help("name the server: `firstflight host-config nginx`, or `caddy`"))
        }
        None => {
            Err(Failure::new(format!("`{}` reads {}, which `build` writes", host.name(), host.paths().join(" and ")))
                .help("name another server: `firstflight host-config nginx`, or `caddy`"))
        }
    }
}
