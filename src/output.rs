//! The output of a build: a sorted map from the path of each published file to its artifact.

mod bytes;
mod shared_map;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::disk::Stamp;
use crate::facts::PageFacts;
use crate::policy::ContentPolicy;
pub use bytes::{BodyBytes, Insertion};
use shared_map::SharedMap;

/// The whole output, sorted by path, so that nothing depends on the order in which threads finish.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Copies share what they have in common.
    artifacts: SharedMap<Arc<Artifact>>,
}

/// One file of the output.
#[derive(Debug)]
pub struct Artifact {
    /// The kind of file.
    pub media: MediaType,
    /// The content.
    pub body: Body,
    /// Compressed forms, published beside it for hosts that serve them.
    pub compressed: Vec<(Encoding, Vec<u8>)>,
    /// Exact number of bytes on the wire, if it was found while making the artifact.
    pub sent: Option<u64>,
    /// Sizes found by weighing.
    pub known: SizeCache,
    /// What a page uses, found when a host wants to know.
    pub policy: OnceLock<Arc<ContentPolicy>>,
    /// What a page says to the checks of the whole site.
    pub facts: Option<Box<PageFacts>>,
    /// Detects whether a file of the site has changed, without reading it.
    pub stamp: Option<Stamp>,
}

/// Compressed sizes of bytes that never change, computed once however often a site is weighed.
#[derive(Clone, Debug, Default)]
pub struct SizeCache {
    /// Exact number of bytes on the wire.
    pub exact: OnceLock<u64>,
    /// Approximate number of bytes on the wire.
    pub quick: OnceLock<u64>,
    /// A bound for the number of bytes on the wire.
    pub bound: OnceLock<u64>,
    /// What each part of a page adds, measured exactly.
    pub parts: OnceLock<Vec<Part>>,
    /// What each part of a page adds, estimated.
    pub estimated_parts: OnceLock<Vec<Part>>,
}

/// One part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `words`, `style`, `charts`, `tables`, `navigation`, `head` or `tags`.
    pub name: &'static str,
    /// Bytes that the page as sent would save without it; with brotli an estimate.
    pub bytes: u64,
}

/// The content of an artifact.
#[derive(Debug)]
pub enum Body {
    /// In memory.
    Bytes(BodyBytes),
    /// In a file of the site, which is copied when the site is published.
    File {
        /// Its path on disk.
        path: PathBuf,
        /// Its length in bytes.
        length: u64,
    },
}

/// The media types of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// A page.
    Html,
    /// `sitemap.xml`.
    Xml,
    /// `atom.xml`.
    Atom,
    /// `robots.txt`.
    Text,
    /// `data.csv`.
    Csv,
    /// `data.json`.
    Json,
    /// `events/ID.ics`: text/calendar.
    Calendar,
    /// `data.jsonld`, `events/ID.jsonld`: application/ld+json.
    JsonLd,
    /// Anything an editor or a theme put there.
    Other,
}

impl MediaType {
    /// The media type of a file that is published at `path`, as hosts send it.
    #[must_use]
    pub fn content_type(self, path: &str) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Xml => "application/xml",
            Self::Atom => "application/atom+xml",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::JsonLd => "application/ld+json",
            Self::Other => type_of_ending(path),
        }
    }
}

/// The media type of a file that an editor or a theme put there, by its ending.
fn type_of_ending(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The encoding of a body on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Brotli with quality 11, compressed in advance.
    Brotli,
    /// gzip, compressed by the host at level 6 or in advance.
    Gzip,
    /// Not compressed.
    Identity,
}

impl Encoding {
    /// The suffix of a compressed file, as hosts expect it.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The name in the header `Content-Encoding`; none if the bytes are as they are.
    #[must_use]
    pub const fn header(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "brotli",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }
}

impl FromIterator<(String, Arc<Artifact>)> for Output {
    /// Collects artifacts with their paths; see [`Self::insert`].
    fn from_iter<I: IntoIterator<Item = (String, Arc<Artifact>)>>(artifacts: I) -> Self {
        Self { artifacts: artifacts.into_iter().collect() }
    }
}

impl Output {
    /// Adds an artifact at its path below the target, such as `session/index.html`. A later one replaces an earlier one with
    /// the same path, which the site excludes.
    pub fn insert(&mut self, path: impl Into<String>, artifact: impl Into<Arc<Artifact>>) {
        self.artifacts.insert(path.into(), artifact.into(), Arc::ptr_eq);
    }

    /// Removes the artifact at a path, if there is one.
    pub fn remove(&mut self, path: &str) {
        self.artifacts.remove(path);
    }

    /// The paths of artifacts that `other` does not have, or not the same, with both.
    pub fn unlike<'o>(
        &'o self,
        other: &'o Self,
    ) -> impl Iterator<Item = (&'o str, &'o Arc<Artifact>, Option<&'o Arc<Artifact>>)> {
        self.artifacts.unshared(&other.artifacts).filter_map(|(path, artifact)| {
            let known = other.get(path);
            let is_same = known.is_some_and(|known| Arc::ptr_eq(known, artifact));
            (!is_same).then_some((path, artifact, known))
        })
    }

    /// All pages that were made, in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &BodyBytes, &Arc<Artifact>)> {
        let pages = self.iter().filter(|(_, artifact)| artifact.media == MediaType::Html);
        pages.filter_map(|(path, artifact)| match &artifact.body {
            Body::Bytes(bytes) => Some((path, bytes, artifact)),
            Body::File { .. } => None,
        })
    }

    /// All artifacts in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<Artifact>)> {
        self.artifacts.iter()
    }

    /// The artifact published at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<Artifact>> {
        self.artifacts.get(path)
    }

    /// The number of artifacts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.artifacts.len()
    }

    /// Whether there are no artifacts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.artifacts.is_empty()
    }
}

impl Artifact {
    /// Creates an artifact in memory, without compressed forms.
    #[must_use]
    pub fn new(media: MediaType, bytes: impl Into<BodyBytes>) -> Self {
        Self {
            media,
            body: Body::Bytes(bytes.into()),
            compressed: Vec::new(),
            sent: None,
            known: SizeCache::default(),
            policy: OnceLock::new(),
            facts: None,
            stamp: None,
        }
    }

    /// Creates an artifact from a file of the site, which is published as it is.
    #[must_use]
    pub fn file(path: PathBuf, length: u64) -> Self {
        let body = Body::File { path, length };
        Self { body, ..Self::new(MediaType::Other, Vec::new()) }
    }

    /// Sets the stamp, which distinguishes it from another file of the same length.
    #[must_use]
    pub fn with_stamp(self, stamp: Stamp) -> Self {
        Self { stamp: Some(stamp), ..self }
    }

    /// Its bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.body {
            Body::Bytes(bytes) => Some(bytes.joined()),
            Body::File { .. } => None,
        }
    }

    /// Its length in bytes, before any encoding.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.body {
            Body::Bytes(bytes) => bytes.len() as u64,
            Body::File { length, .. } => *length,
        }
    }
}
