//! The interface between the server and the preview. Does not know HTTP beyond media types.

use std::path::PathBuf;
use std::sync::Arc;

use hyper::body::Bytes;

use crate::disk::SiteFiles;

/// Returns what is published or shown at a path. Called on the only thread that serves, so it answers from memory.
pub trait Answers: Send + Sync + 'static {
    /// What is published at a decoded path such as `/session/`.
    fn at(&self, path: &str) -> Reply;

    /// What the preview itself shows below `/_firstflight/`: the path without that prefix, decoded, and the query as it
    /// came. Never called with `events`, which the server handles itself.
    fn own(&self, path: &str, query: Option<&str>) -> Option<Answer>;

    /// The tag of what is shown at a path now, that an open page compares with its own; missing pages have one, too.
    fn tag(&self, path: &str) -> String;
}

/// What is at a path.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Something is published there.
    Found(Answer),
    /// It is at another decoded path: `/session/` for `/session`.
    Moved(String),
    /// Nothing is published there; this is the page for it.
    Missing(Answer),
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its media type, with the character set where there is one.
    pub media_type: &'static str,
    /// What it holds.
    pub content: Content,
    /// Bytes of the body as the host would send it to a reader, compressed; what a slow link is reckoned with.
    pub on_wire: u64,
}

/// Where the bytes of an answer are.
#[derive(Clone, Debug)]
pub enum Content {
    /// In memory.
    Bytes(Bytes),
    /// In memory, in two parts that are sent one after the other.
    Parts {
        /// The same for every request; shared, not copied.
        shared: Bytes,
        /// Added for this request.
        own: Bytes,
    },
    /// In a file that the site names; it is sent in chunks as it now is, also where its length has changed since.
    File {
        /// Its path on disk.
        path: PathBuf,
        /// What opens it.
        files: Arc<SiteFiles>,
    },
}
