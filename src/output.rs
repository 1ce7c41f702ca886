//! What a site is in bytes: a sorted map from the path of each published file to its artifact.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::disk::Stamp;

/// The whole output, sorted by path, so that nothing depends on the order in which threads finish.
#[derive(Clone, Debug, Default)]
pub struct Output {
    artifacts: BTreeMap<String, Arc<Artifact>>,
}

/// One file of the output.
#[derive(Debug)]
pub struct Artifact {
    /// What kind of file it is.
    pub media: Media,
    /// What it holds.
    pub body: Body,
    /// Ready-made compressed forms, published beside it for hosts that serve them: `br`, `gz`.
    pub compressed: Vec<(Encoding, Vec<u8>)>,
    /// Exact bytes as its host sends it, where making it found them out.
    pub sent: Option<u64>,
    /// What weighing found out.
    pub known: Known,
    /// Detects whether a file of the site has changed, without reading it.
    pub stamp: Option<Stamp>,
}

/// What was found out of the weight of bytes that never change: it is looked for once, however often a site is weighed.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Exact bytes as its host sends it.
    pub exact: OnceLock<u64>,
    /// About how many bytes it compresses to.
    pub quick: OnceLock<u64>,
}

/// Where an artifact's bytes are.
#[derive(Debug)]
pub enum Body {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file of the site, which is copied when the site is published.
    File {
        /// Where it lies on disk.
        path: PathBuf,
        /// Its length in bytes.
        length: u64,
    },
}

/// Media types that a site is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
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

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Brotli, quality 11, made ahead of time.
    Brotli,
    /// gzip, made by the host at level 6, or ahead of time.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// The suffix of a ready-made file, as hosts look for it.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The name that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "brotli",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }
}

impl Output {
    /// Adds an artifact under its path below the target, such as `session/index.html`. The site sees to it that no two
    /// claim one path; a later one would take the place of the first.
    pub fn insert(&mut self, path: impl Into<String>, artifact: impl Into<Arc<Artifact>>) {
        self.artifacts.insert(path.into(), artifact.into());
    }

    /// Every page in the order of paths: path, bytes, and the whole of it.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &[u8], &Arc<Artifact>)> {
        let pages = self.iter().filter(|(_, artifact)| artifact.media == Media::Html);
        pages.filter_map(|(path, artifact)| Some((path, artifact.bytes()?, artifact)))
    }

    /// Every artifact, in the order of paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<Artifact>)> {
        self.artifacts.iter().map(|(path, artifact)| (path.as_str(), artifact))
    }

    /// The artifact published at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<Artifact>> {
        self.artifacts.get(path)
    }

    /// How many artifacts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.artifacts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.artifacts.is_empty()
    }
}

impl Artifact {
    /// An artifact in memory, without compressed forms.
    #[must_use]
    pub fn new(media: Media, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            media,
            body: Body::Bytes(bytes.into()),
            compressed: Vec::new(),
            sent: None,
            known: Known::default(),
            stamp: None,
        }
    }

    /// A file of the site, which is published as it is.
    #[must_use]
    pub fn file(path: PathBuf, length: u64) -> Self {
        let body = Body::File { path, length };
        Self { body, ..Self::new(Media::Other, Vec::new()) }
    }

    /// The same with its stamp, which distinguishes it from another file of the same length.
    #[must_use]
    pub fn with_stamp(self, stamp: Stamp) -> Self {
        Self { stamp: Some(stamp), ..self }
    }

    /// Its bytes, where they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Bytes(bytes) => Some(bytes),
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
