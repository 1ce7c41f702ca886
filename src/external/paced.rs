//! Requests that do not burden a host: one after another, with a pause in between.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::curl::{Request, Response, send};
use crate::report::Failure;

/// The time from one request to a host until the next one.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends requests when it is the turn of their host.
#[derive(Debug, Default)]
pub struct Pacer {
    /// When each host may be asked again.
    turns: Mutex<HashMap<String, Instant>>,
}

impl Pacer {
    /// Sends a request to a host when it is its turn, and waits for the answer.
    ///
    /// # Errors
    ///
    /// `curl` is not installed.
    pub fn send(&self, host: &str, request: Request<'_>) -> Result<Response, Failure> {
        std::thread::sleep(self.take_turn(host).saturating_duration_since(Instant::now()));
        let mut responses = send(&[request])?;
        responses.pop().ok_or_else(|| Failure::new("`curl` sent no request"))
    }

    /// The next time that the host may be asked, which is taken.
    fn take_turn(&self, host: &str) -> Instant {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let turn = turns.get(host).map_or(now, |turn| (*turn).max(now));
        turns.insert(host.to_owned(), turn + PAUSE);
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_to_the_same_host_wait() {
        let pacer = Pacer::default();
        let first = pacer.take_turn("a.example");
        let other = pacer.take_turn("b.example");
        let (second, third) = (pacer.take_turn("a.example"), pacer.take_turn("a.example"));
        assert!(other - first < PAUSE);
        assert_eq!((second - first, third - second), (PAUSE, PAUSE));
    }
}
