//! A line that shows progress on a terminal while work takes longer than a moment; it is erased at the end.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Work that ends sooner shows no line.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(200);
/// Moves to the first column and clears the line.
const ERASE: &[u8] = b"\r\x1b[K";

/// Shows its line until it is dropped.
pub(super) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to wait; shows nothing unless `watched`.
    pub fn start(what: &'static str, watched: bool) -> Self {
        if !watched {
            return Self { running: None };
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let begin = Instant::now();
        let show = move || {
            let mut wait = PATIENCE;
            let mut shown = false;
            // Dropping the sender ends the line at once, also if the work panics.
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = format!("\r{what} … {:.1} s", begin.elapsed().as_secs_f64());
                let _ = io::stderr().lock().write_all(line.as_bytes());
                (wait, shown) = (TICK, true);
            }
            if shown {
                let _ = io::stderr().lock().write_all(ERASE);
            }
        };
        // If no thread can be started, the work goes on without a line.
        Self { running: std::thread::Builder::new().spawn(show).ok().map(|thread| (stop, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}
