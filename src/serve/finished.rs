//! Serves a site that does not change while it is shown: no files are watched and nothing is built again.

use std::convert::Infallible;
use std::sync::Arc;

use super::good::Staleness;
use super::http::{Port, Server, ServerSettings};
use super::preview_state::{PreviewSettings, PreviewState};
use super::run::shown;
use crate::pipeline::{Options, UnweighedSite};
use crate::report::Failure;

/// Serves a site from memory on loopback, exactly as it would be published, until the process ends. `ready` receives its
/// address.
///
/// # Errors
///
/// The port is taken.
pub fn run_finished(
    made: &UnweighedSite,
    options: &Options,
    port: Port,
    ready: impl FnOnce(&str),
) -> Result<Infallible, Failure> {
    let server = Server::bind(port)?;
    let settings = PreviewSettings { exact: true, link: None, editor: None, root: options.site.clone() };
    let findings = made.report(options).findings().to_vec();
    let round = shown(0, made.output.clone(), made.site.clone(), findings, Staleness::Nothing);
    let url = format!("{}{}", server.url().trim_end_matches('/'), round.base);
    let state = Arc::new(PreviewState::new(settings, round, made.files().clone()));
    let _handle = server.start(state, ServerSettings::default())?;
    ready(&url);
    loop {
        std::thread::park();
    }
}
