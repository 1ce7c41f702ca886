//! What a preview needs from its caller, and the updates that it gives.

use std::sync::Arc;
use std::time::Duration;

use rayon::ThreadPool;

use super::good::Staleness;
use super::http::Port;
use super::preview::Editor;
use super::watch::{Notice, ScanCause};
use crate::media::PictureStore;
use crate::pipeline;
use crate::report::{Failure, Finding};
use crate::shrink::wire::NetworkLink;

/// The options of a preview.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The port to listen on.
    pub port: Port,
    /// Whether pages are sent exactly as they are published.
    pub exact: bool,
    /// The link that pages are sent over.
    pub link: Option<NetworkLink>,
    /// The editor that opens files from findings.
    pub editor: Option<Editor>,
    /// Keeps versions of images between runs.
    pub images: Option<Arc<dyn PictureStore>>,
}

/// An update for the terminal.
#[derive(Clone, Copy, Debug)]
pub enum Update<'a> {
    /// The preview is ready.
    Ready {
        /// Its address.
        url: &'a str,
        /// How many pages there are.
        pages: usize,
        /// How long it took to make them.
        took: Duration,
    },
    /// The site was rebuilt.
    Rebuilt {
        /// Files and folders that may have changed, as the site names them; `a.md -> b.md` where one was renamed.
        seen: &'a [String],
        /// Why everything was scanned, if it was.
        cause: Option<&'a ScanCause>,
        /// How many pages were rendered.
        rendered: usize,
        /// How many files of the site differ from before.
        changed: usize,
        /// Whether the last good version of the whole site is shown.
        is_held: bool,
        /// How long it took to make it and to show it.
        took: Duration,
    },
    /// The findings, if they differ from before.
    Findings {
        /// Findings that were not reported yet.
        news: &'a [Finding],
        /// All of them.
        all: &'a [Finding],
        /// What is shown meanwhile.
        stale: &'a Staleness,
    },
    /// Why the preview polls for changes.
    Notice(&'a Notice),
    /// Why the site could not be built.
    Failed(&'a Failure),
}

/// What a preview needs from its caller.
pub struct ServeHost<'a> {
    /// Returns what to build; called for each round, since a new day may have begun.
    pub site: &'a dyn Fn() -> Result<pipeline::Options, Failure>,
    /// The workers that build it.
    pub workers: &'a ThreadPool,
    /// Receives the updates.
    pub report: &'a mut dyn FnMut(Update<'_>),
}
