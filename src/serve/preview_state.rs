//! What the preview shows at this moment, and the answers to requests. Answers come from memory; nothing is rendered here.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, Weak};

use hyper::body::Bytes;

use super::good::Staleness;
use super::http::{Answer, Answers, Content, Reply};
use super::page_weights::PageWeights;
use super::preview::{self, Editor, Overview, PanelFigures, RoundState};
use crate::disk::SiteFiles;
use crate::media::PictureFigures;
use crate::output::{Artifact, Body, Encoding, MediaType, Output};
use crate::percent;
use crate::report::Finding;
use crate::shrink::wire::NetworkLink;
use crate::shrink::{self, Shrinker, Weights};
use crate::site::{self, Site};

/// The page that replaces a missing one where the theme has none either.
const NOTHING: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Nothing here</title>\
    <p>Nothing is published at this address.";

/// What does not change while the preview runs.
#[derive(Debug)]
pub(super) struct PreviewSettings {
    /// Whether pages are sent byte for byte as they are published.
    pub exact: bool,
    /// The link that pages are sent over.
    pub link: Option<NetworkLink>,
    /// What places are opened with.
    pub editor: Option<Editor>,
    /// The absolute folder of the site.
    pub root: PathBuf,
}

/// One round's site.
#[derive(Debug)]
pub(super) struct Round {
    /// The number of the round.
    pub round: u64,
    /// What is answered with.
    pub output: Output,
    /// Where the site begins: the path of its base address.
    pub base: String,
    /// How its host sends pages.
    pub encoding: Encoding,
    /// Bytes as sent that a page may have.
    pub budget: u64,
    /// The model that pages were made from.
    pub site: Arc<Site>,
    /// What the round found.
    pub findings: Vec<Finding>,
    /// How much of what is shown is older than the files.
    pub stale: Staleness,
    /// What pages weigh, once that is known.
    pub weights: Option<Weights>,
    /// The weights of their images.
    pub pictures: PictureFigures,
}

/// What is shown, shared by the loop that makes it and the server.
#[derive(Debug)]
pub(super) struct PreviewState {
    settings: PreviewSettings,
    shown: RwLock<Arc<Round>>,
    /// What opens the files that are published as they are.
    files: RwLock<Arc<SiteFiles>>,
    /// The page that lists all pages, with the round that it is of.
    overview: Mutex<(Weak<Round>, Bytes)>,
    weights: Mutex<PageWeights>,
    /// Signals that a weight was requested.
    asked: Condvar,
}

impl PreviewState {
    pub fn new(settings: PreviewSettings, shown: Round, files: Arc<SiteFiles>) -> Self {
        Self {
            settings,
            shown: RwLock::new(Arc::new(shown)),
            files: RwLock::new(files),
            overview: Mutex::default(),
            weights: Mutex::default(),
            asked: Condvar::new(),
        }
    }

    /// Opens files with `files` from now on.
    pub fn open_with(&self, files: Arc<SiteFiles>) {
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
    }

    fn files(&self) -> Arc<SiteFiles> {
        self.files.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is shown now.
    pub fn shown(&self) -> Arc<Round> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows another.
    pub fn show(&self, shown: Round) {
        let shown = Arc::new(shown);
        let before = std::mem::replace(&mut *self.shown.write().unwrap_or_else(PoisonError::into_inner), shown);
        drop(before);
    }

    /// Returns the state of the round for open pages.
    pub fn state(&self) -> String {
        let shown = self.shown();
        preview::state(&RoundState {
            round: shown.round,
            findings: &shown.findings,
            base: &shown.base,
            stale: &shown.stale,
            editor: self.settings.editor.as_ref(),
            root: &self.settings.root,
        })
    }

    /// Weighs pages on request. Never returns.
    pub fn weigh_requested(&self) -> ! {
        loop {
            let mut weights = self.weights();
            let requested = loop {
                let requested = weights.take_requested();
                if !requested.is_empty() {
                    break requested;
                }
                weights = self.asked.wait(weights).unwrap_or_else(PoisonError::into_inner);
            };
            drop(weights);
            self.weigh(&requested);
        }
    }

    fn weigh(&self, requested: &BTreeSet<String>) {
        let shown = self.shown();
        for path in requested {
            let Some(artifact) = shown.output.get(path).filter(|artifact| artifact.media == MediaType::Html) else {
                continue;
            };
            let Body::Bytes(html) = &artifact.body else { continue };
            let address = crate::pipeline::address_of(path);
            let page = shrink::PageToWeigh {
                path,
                address: &address,
                html,
                sent: artifact.sent,
                known: Some(&artifact.known),
            };
            let weight = shrink::weigh_one(&page, shown.encoding);
            self.weights().insert(path, artifact.clone(), weight);
        }
    }

    fn weights(&self) -> std::sync::MutexGuard<'_, PageWeights> {
        self.weights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The artifact at a path of a request, and the path below the target that it is published at.
    fn find(&self, shown: &Round, path: &str) -> Lookup {
        let Some(inner) = path.strip_prefix(&shown.base) else {
            return if path == "/" || format!("{path}/") == shown.base {
                Lookup::Moved(shown.base.clone())
            } else {
                Lookup::Nothing
            };
        };
        let place = site::output_path(&format!("/{inner}"));
        if let Some(artifact) = shown.output.get(&place) {
            return Lookup::At(place, artifact.clone());
        }
        if !inner.is_empty() && !inner.ends_with('/') && shown.output.get(&format!("{inner}/index.html")).is_some() {
            return Lookup::Moved(format!("{path}/"));
        }
        Lookup::Nothing
    }

    /// A page with what the preview adds to it.
    fn page(&self, shown: &Round, path: &str, artifact: &Arc<Artifact>) -> Answer {
        let weigh = || shrink::sent(&artifact.bytes().unwrap_or_default(), shown.encoding);
        let on_wire = match &self.settings.link {
            Some(_) => artifact.sent.unwrap_or_else(|| *artifact.known.exact.get_or_init(weigh)),
            None => artifact.length(),
        };
        let content = self.with_snippet(artifact, path, || tag(artifact));
        Answer { media_type: MediaType::Html.content_type(""), content, on_wire }
    }

    /// A page, and what is added to it.
    fn with_snippet(&self, artifact: &Arc<Artifact>, path: &str, tag: impl Fn() -> String) -> Content {
        let shared = shared(artifact);
        if self.settings.exact {
            return Content::Bytes(shared);
        }
        // A policy in the page would keep out what the preview adds.
        let shared = Shrinker::without_policy(&shared).map_or(shared, Into::into);
        Content::Parts { shared, own: preview::snippet(path, &tag()).into() }
    }

    fn missing(&self, shown: &Round, path: &str) -> Answer {
        let nothing = || Arc::new(Artifact::new(MediaType::Html, NOTHING));
        let artifact = missing_page(shown, path).map_or_else(nothing, |(_, artifact)| artifact);
        let on_wire = artifact.length();
        let content = match &artifact.body {
            Body::File { path: disk, .. } => Content::File { path: disk.clone(), files: self.files() },
            Body::Bytes(_) => self.with_snippet(&artifact, path, || missing_tag(shown, path)),
        };
        Answer { media_type: MediaType::Html.content_type(""), content, on_wire }
    }

    /// What the panel of a page shows.
    fn figures(&self, query: Option<&str>) -> String {
        let shown = self.shown();
        let path = query.and_then(|query| percent::field(query, "path")).unwrap_or_else(|| "/".to_owned());
        let (place, artifact) = match self.find(&shown, &path) {
            Lookup::At(place, artifact) if artifact.media == MediaType::Html => (place, Some(artifact)),
            _ => match missing_page(&shown, &path) {
                Some((place, artifact)) => (place, Some(artifact)),
                None => ("404.html".to_owned(), None),
            },
        };
        let address = crate::pipeline::address_of(&place);
        let file = shown.site.page_at(&address).map(|number| shown.site.pages[number].source.file.path());
        let generated = shown.site.generated_at(&address);
        let own = |finding: &&Finding| match (&finding.place, file, generated) {
            (Some(place), Some(file), _) => place.file().path() == file,
            (Some(place), None, Some(generated)) => generated.is_at(place),
            _ => false,
        };
        let findings: Vec<&Finding> = shown.findings.iter().filter(own).collect();
        let mut weights = self.weights();
        let is_known = artifact.as_ref().is_none_or(|artifact| weights.get(&place, artifact).is_some());
        if !is_known {
            weights.request(place.clone());
            self.asked.notify_one();
        }
        let known = artifact.as_ref().and_then(|artifact| weights.get(&place, artifact));
        preview::figures(&PanelFigures {
            address: &address,
            weight: known.map(|known| &known.weight),
            encoding: shown.encoding,
            budget: shown.budget,
            before: known.and_then(|known| known.before),
            pictures: shown.pictures.pages.get(&address),
            findings: &findings,
            editor: self.settings.editor.as_ref(),
            root: &self.settings.root,
        })
    }

    /// The list of all pages, made once for each round.
    fn overview(&self) -> Bytes {
        let shown = self.shown();
        let mut made = self.overview.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::ptr::eq(made.0.as_ptr(), Arc::as_ptr(&shown)) {
            *made = (Arc::downgrade(&shown), self.draw_overview(&shown).into());
        }
        made.1.clone()
    }

    fn draw_overview(&self, shown: &Round) -> String {
        preview::overview(&Overview {
            round: shown.round,
            base: &shown.base,
            weights: shown.weights.as_ref(),
            pictures: &shown.pictures.total,
            budget: shown.budget,
            link: self.settings.link.as_ref(),
            findings: &shown.findings,
            stale: &shown.stale,
            editor: self.settings.editor.as_ref(),
            root: &self.settings.root,
        })
    }
}

/// Returns the bytes of an artifact in memory, shared with the answers that send them.
fn shared(artifact: &Arc<Artifact>) -> Bytes {
    Bytes::from(artifact.bytes().unwrap_or_default().into_owned())
}

enum Lookup {
    At(String, Arc<Artifact>),
    Moved(String),
    Nothing,
}

impl Answers for PreviewState {
    fn at(&self, path: &str) -> Reply {
        let shown = self.shown();
        match self.find(&shown, path) {
            Lookup::At(place, artifact) => Reply::Found(match &artifact.body {
                Body::File { path: disk, length } => Answer {
                    media_type: artifact.media.content_type(&place),
                    content: Content::File { path: disk.clone(), files: self.files() },
                    on_wire: *length,
                },
                Body::Bytes(_) if artifact.media == MediaType::Html => self.page(&shown, path, &artifact),
                Body::Bytes(bytes) => Answer {
                    media_type: artifact.media.content_type(&place),
                    content: Content::Bytes(shared(&artifact)),
                    on_wire: bytes.len() as u64,
                },
            }),
            Lookup::Moved(to) => Reply::Moved(to),
            Lookup::Nothing => Reply::Missing(self.missing(&shown, path)),
        }
    }

    fn own(&self, path: &str, query: Option<&str>) -> Option<Answer> {
        let text = |media_type, text: Bytes| {
            let on_wire = text.len() as u64;
            Some(Answer { media_type, content: Content::Bytes(text), on_wire })
        };
        match path {
            "" => text("text/html; charset=utf-8", self.overview()),
            "page" => text("application/json", self.figures(query).into()),
            other => preview::asset(other).and_then(|(media_type, asset)| text(media_type, asset.into())),
        }
    }

    fn tag(&self, path: &str) -> String {
        let shown = self.shown();
        // The preview's own page changes with every round.
        if path == "/_firstflight/" {
            return format!("{}-{}", shown.round, shown.weights.is_some());
        }
        match self.find(&shown, path) {
            Lookup::At(_, artifact) => tag(&artifact),
            Lookup::Moved(to) => format!("moved-{to}"),
            Lookup::Nothing => missing_tag(&shown, path),
        }
    }
}

/// Returns the tag that an open page compares with its own; it differs if the bytes differ, or for a file if its stamp does.
fn tag(artifact: &Artifact) -> String {
    match &artifact.body {
        Body::Bytes(bytes) => blake3::hash(&bytes.joined()).to_hex()[..16].to_owned(),
        Body::File { length, .. } => match artifact.stamp {
            Some(stamp) => format!("file-{}", &blake3::hash(format!("{stamp:?}").as_bytes()).to_hex()[..16]),
            None => format!("file-{length}"),
        },
    }
}

/// The page that is shown where a path of a request leads to nothing, and the path below the target that it is published at.
fn missing_page(shown: &Round, path: &str) -> Option<(String, Arc<Artifact>)> {
    let inner = path.strip_prefix(&shown.base).unwrap_or("");
    let places = [shown.site.missing_address(&format!("/{inner}")), "/404.html".to_owned()];
    let mut places = places.iter().map(|address| site::output_path(address));
    places.find_map(|place| shown.output.get(&place).cloned().map(|artifact| (place, artifact)))
}

fn missing_tag(shown: &Round, path: &str) -> String {
    let artifact = missing_page(shown, path);
    artifact.map_or_else(|| "missing".to_owned(), |(_, artifact)| format!("missing-{}", tag(&artifact)))
}
