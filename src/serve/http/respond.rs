//! From request to response: finds what to send, and adds the header fields. Does not know connections.

use std::io;
use std::path::Path;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Request, Response, StatusCode};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::disk::Refusal;
use crate::percent;

use super::activity::Answering;
use super::answers::{Answer, Answers, Content, Reply};
use super::body::ResponseBody;
use super::content::{self, Sending, until};
use super::guard;
use super::path;
use super::reload::{EventStream, StateEvent};
use super::settings::ServerSettings;
use super::shape::Pace;

/// Where the preview's own pages are; no page of a site can be.
const OWN: &str = "/_firstflight/";

const TEXT: &str = "text/plain; charset=utf-8";

/// The headers of every response: browsers must not cache it, and other sites must not read it.
const FIELDS: [(HeaderName, &str); 6] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (REFERRER_POLICY, "no-referrer"),
];

/// Answers requests, for all connections.
pub(super) struct RequestHandler {
    port: u16,
    answers: Arc<dyn Answers>,
    settings: ServerSettings,
    states: watch::Receiver<StateEvent>,
    streams: Arc<Semaphore>,
}

impl RequestHandler {
    pub(super) fn new(
        port: u16,
        answers: Arc<dyn Answers>,
        settings: ServerSettings,
        states: watch::Receiver<StateEvent>,
        connections: usize,
    ) -> Self {
        // Some connections are left for pages.
        let streams = settings.limits.streams.min(connections - connections / 8).min(Semaphore::MAX_PERMITS);
        let streams = Arc::new(Semaphore::new(streams));
        Self { port, answers, settings, states, streams }
    }

    /// The response to a request.
    pub(super) async fn respond(&self, request: &Request<Incoming>, busy: Answering) -> Response<ResponseBody> {
        let asked = Instant::now();
        if let Err(refusal) = guard::check(request.method(), request.uri(), request.headers(), self.port) {
            return refuse(refusal, busy);
        }
        let Some(path) = path::decode(request.uri().path()) else {
            return refuse(
                guard::RejectedRequest::new(StatusCode::BAD_REQUEST, "This is not a valid address of a page."),
                busy,
            );
        };
        let query = request.uri().query();
        if path == OWN.trim_end_matches('/') {
            return moved(OWN, busy);
        }
        match path.strip_prefix(OWN) {
            Some("events") => self.events(query.unwrap_or(""), busy),
            Some(own) => self.own(own, query, busy).await,
            None => self.published(path, asked, busy).await,
        }
    }

    async fn published(&self, path: String, asked: Instant, busy: Answering) -> Response<ResponseBody> {
        let (status, answer) = match self.answers.at(&path) {
            Reply::Found(answer) => (StatusCode::OK, answer),
            Reply::Missing(answer) => (StatusCode::NOT_FOUND, answer),
            Reply::Moved(target) => {
                if let Some(link) = self.settings.link {
                    until(asked + Pace::new(link, 0, 0).head()).await;
                }
                return moved(&target, busy);
            }
        };
        let opened = match open(answer.content).await {
            Ok(opened) => opened,
            Err((status, why)) => return said(status, why, busy),
        };
        let length = opened.length();
        let pace = self.settings.link.map(|link| Pace::new(link, length, answer.on_wire));
        let report_to = self.settings.sent.clone().map(|sender| (sender, path));
        if let Some(pace) = &pace {
            until(asked + pace.head()).await;
        }
        let sending = Sending { content: opened, length, sent: 0, asked, pace, report_to };
        response(status, answer.media_type, sending.into_body(busy))
    }

    async fn own(&self, path: &str, query: Option<&str>, busy: Answering) -> Response<ResponseBody> {
        let Some(Answer { media_type, content, .. }) = self.answers.own(path, query) else {
            return said(StatusCode::NOT_FOUND, "There is nothing at this address of the preview.", busy);
        };
        match open(content).await {
            Ok(opened) => {
                let length = opened.length();
                let sending =
                    Sending { content: opened, length, sent: 0, asked: Instant::now(), pace: None, report_to: None };
                response(StatusCode::OK, media_type, sending.into_body(busy))
            }
            Err((status, why)) => said(status, why, busy),
        }
    }

    fn events(&self, query: &str, busy: Answering) -> Response<ResponseBody> {
        let Some(page) = percent::field(query, "page").filter(|page| path::is_key(page)) else {
            return refuse(
                guard::RejectedRequest::new(StatusCode::BAD_REQUEST, "`page` is not the address of a page."),
                busy,
            );
        };
        let tag = percent::field(query, "tag").unwrap_or_default();
        let Ok(place) = Arc::clone(&self.streams).try_acquire_owned() else {
            let why = "Too many pages are open; the preview has stopped updating.";
            return said(StatusCode::SERVICE_UNAVAILABLE, why, busy);
        };
        busy.streams();
        let beat = self.settings.limits.beat;
        let events = EventStream::new(Arc::clone(&self.answers), page, tag, self.states.clone(), beat, place);
        response(StatusCode::OK, "text/event-stream", ResponseBody::pieces(events, None, busy))
    }
}

/// Opens the content of an answer, or returns the status and the reason. What is no longer a file of the site is not found.
async fn open(content: Content) -> Result<content::Opened, (StatusCode, String)> {
    let name = match &content {
        Content::File { path, .. } => shown(path),
        Content::Bytes(_) | Content::Parts { .. } => String::new(),
    };
    content::open(content).await.map_err(|error: io::Error| {
        let status = match Refusal::from_error(&error) {
            Some(Refusal::Outside | Refusal::Special | Refusal::Exchanged) => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, format!("Cannot read {name}: {error}."))
    })
}

/// Returns the name of a file without its folders, which readers of a page need not know.
fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn response(status: StatusCode, media_type: &'static str, body: ResponseBody) -> Response<ResponseBody> {
    let length = body.length();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let fields = response.headers_mut();
    for (name, value) in FIELDS {
        fields.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(media_type) = HeaderValue::from_str(media_type) {
        fields.insert(CONTENT_TYPE, media_type);
    }
    if let Some(length) = length {
        // Also where no body follows, as after HEAD.
        fields.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

/// A sentence as an answer.
fn said(status: StatusCode, why: impl Into<String>, busy: Answering) -> Response<ResponseBody> {
    response(status, TEXT, ResponseBody::whole(why.into() + "\n", busy))
}

fn moved(to: &str, busy: Answering) -> Response<ResponseBody> {
    let mut response = said(StatusCode::FOUND, "", busy);
    if let Ok(target) = HeaderValue::try_from(path::encode(to)) {
        response.headers_mut().insert(LOCATION, target);
    }
    response
}

/// Refuses a request and ends the connection: an unwanted body may follow on it.
fn refuse(refusal: guard::RejectedRequest, busy: Answering) -> Response<ResponseBody> {
    let mut response = said(refusal.status, refusal.why, busy);
    let fields = response.headers_mut();
    fields.insert(CONNECTION, HeaderValue::from_static("close"));
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        fields.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}
