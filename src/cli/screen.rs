//! The two streams of a terminal: what is asked for goes to standard output, what is said about it to standard error.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::Outcome;
use crate::report::{Failure, terminal};

/// Where a command writes.
pub(super) struct Screen {
    /// Whether standard error may be coloured.
    pub color: bool,
    /// Whether somebody watches standard error while it is written.
    pub watched: bool,
}

impl Screen {
    /// The streams of this process. Colour only on a terminal, and not where the reader asked for none.
    pub fn of_process() -> Self {
        let watched = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { color: watched && !dumb && !set("NO_COLOR"), watched: watched && !dumb }
    }

    /// Writes to standard output.
    ///
    /// A reader who has seen enough (`| head`) is success; any other trouble is a failure, since whoever asked for the
    /// text does not get it.
    pub fn out(&mut self, text: &str) -> Result<Outcome, Failure> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::io("cannot write to standard output", &error))
            }
            _ => Ok(Outcome::Fine),
        }
    }

    /// Writes to standard error. Where that fails there is nobody left to tell.
    pub fn say(&mut self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Shows what ended the run.
    pub fn failure(&mut self, failure: &Failure) {
        let drawn = terminal::draw_failure(failure, self.color);
        self.say(&drawn);
    }
}
