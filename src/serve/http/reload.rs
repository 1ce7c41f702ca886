//! Event streams, which report changes to open pages. Does not know what a state means.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::sleep;

use super::answers::Answers;
use super::body::BodySource;

/// How a stream begins: a page comes back half a second after the server was stopped and started again.
const RETRY: &str = "retry: 500\n\n";

/// The state of a round, as text and as the event that all streams share.
#[derive(Clone, Debug)]
pub(super) struct StateEvent {
    text: Arc<str>,
    event: Bytes,
}

impl StateEvent {
    pub(super) fn new(text: Arc<str>) -> Self {
        let event = event("state", &text).into();
        Self { text, event }
    }
}

impl Default for StateEvent {
    fn default() -> Self {
        Self { text: Arc::from(""), event: Bytes::new() }
    }
}

/// The event stream of one open page. Keeps what was sent last, and no backlog.
pub(super) struct EventStream {
    answers: Arc<dyn Answers>,
    page: String,
    /// The tag of what the page shows.
    tag: String,
    states: watch::Receiver<StateEvent>,
    /// The state that it was sent.
    state: StateEvent,
    has_begun: bool,
    beat: Duration,
    _place: OwnedSemaphorePermit,
}

impl EventStream {
    pub(super) fn new(
        answers: Arc<dyn Answers>,
        page: String,
        tag: String,
        states: watch::Receiver<StateEvent>,
        beat: Duration,
        place: OwnedSemaphorePermit,
    ) -> Self {
        Self { answers, page, tag, states, state: StateEvent::default(), has_begun: false, beat, _place: place }
    }

    /// Returns the next events that the page has not received; empty if it is up to date.
    fn news(&mut self) -> Bytes {
        let mut text = String::new();
        if !self.has_begun {
            self.has_begun = true;
            text.push_str(RETRY);
        }
        // Marked as seen before the tag is read, so that a change in between is sent in the next round.
        let state = self.states.borrow_and_update().clone();
        let tag = self.answers.tag(&self.page);
        if tag != self.tag {
            text.push_str(&event("changed", &serde_json::json!({ "tag": tag }).to_string()));
            self.tag = tag;
        }
        if !text.is_empty() {
            return text.into();
        }
        if state.text == self.state.text {
            return Bytes::new();
        }
        self.state = state;
        self.state.event.clone()
    }
}

impl BodySource for EventStream {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        loop {
            let news = self.news();
            if !news.is_empty() {
                return Ok(Some((news, self)));
            }
            tokio::select! {
                changed = self.states.changed() => {
                    if changed.is_err() {
                        return Ok(None);
                    }
                }
                () = sleep(self.beat) => return Ok(Some((Bytes::from_static(b":\n\n"), self))),
            }
        }
    }
}

/// An event as the stream writes it. A line break would end the data, so each line is given as one.
fn event(name: &str, data: &str) -> String {
    let mut text = format!("event: {name}\n");
    for line in data.replace("\r\n", "\n").split(['\n', '\r']) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_data_can_end_its_event() {
        assert_eq!(event("state", "{}"), "event: state\ndata: {}\n\n");
        assert_eq!(event("state", "a\n\nb\rc\r\nd"), "event: state\ndata: a\ndata: \ndata: b\ndata: c\ndata: d\n\n");
    }
}
