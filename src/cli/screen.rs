//! The two output streams: results go to standard output, messages about them to standard error.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::Outcome;
use crate::report::{Failure, terminal};
use crate::system::enable_escapes;

/// Where a command writes.
pub(super) struct Screen {
    /// Whether standard error may be coloured.
    pub color: bool,
    /// Whether standard output may be coloured.
    pub out_color: bool,
    /// Whether standard error is a terminal that can redraw a line.
    pub watched: bool,
}

impl Screen {
    /// Returns the streams of this process. Colour is used on terminals only, and never with `NO_COLOR`.
    pub fn of_process() -> Self {
        let watched = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let has_escapes = enable_escapes();
        let may_color = !dumb && has_escapes && !set("NO_COLOR");
        let out_color = io::stdout().is_terminal() && may_color;
        Self { color: watched && may_color, out_color, watched: watched && !dumb && has_escapes }
    }

    /// Writes to standard output.
    ///
    /// A closed pipe (`| head`) is success; any other error is a failure.
    pub fn out(&mut self, text: &str) -> Result<Outcome, Failure> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::io("cannot write to standard output", &error))
            }
            _ => Ok(Outcome::Fine),
        }
    }

    /// Writes to standard error; errors are ignored, since they cannot be reported.
    pub fn say(&mut self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Shows what ended the run.
    pub fn failure(&mut self, failure: &Failure) {
        let drawn = terminal::draw_failure(failure, self.color);
        self.say(&drawn);
    }
}
