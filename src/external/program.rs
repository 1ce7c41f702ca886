//! One run of a program: arguments, input, output.

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::process::{Command, Stdio};

use crate::report::Failure;
use crate::report::text::harmless_lines;

/// Maximum number of characters of what a program says that a failure repeats.
const SAID: usize = 2_000;

/// A program to run. It is searched in the folders of `PATH`.
#[derive(Debug)]
pub struct Program {
    name: &'static str,
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
}

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramOutput {
    /// Its exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl ProgramOutput {
    /// Whether it ended with success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.code == Some(0)
    }

    /// What it wrote to standard output, as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// The failure of a run: what was being done, and what the program says.
    #[must_use]
    pub fn failure(&self, doing: impl Into<String>) -> Failure {
        let said = harmless_lines(self.stderr.trim());
        let said = match said.char_indices().nth(SAID) {
            Some((end, _)) => format!("{}…", &said[..end]),
            None => said,
        };
        let code = self.code.map_or_else(|| "it was stopped".to_owned(), |code| format!("exit code {code}"));
        Failure::new(format!("{}: {}", doing.into(), if said.is_empty() { code } else { said }))
    }
}

impl Program {
    /// A program without arguments.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, arguments: Vec::new(), environment: Vec::new() }
    }

    /// Adds arguments.
    #[must_use]
    pub fn with<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn with_variable(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Runs the program with this input, and waits until it has ended.
    ///
    /// # Errors
    ///
    /// It is not installed, or cannot be started.
    pub fn run(self, input: &[u8]) -> Result<ProgramOutput, Failure> {
        let name = self.name;
        let cannot = |error: std::io::Error| {
            let failure = Failure::io(format!("cannot run `{name}`"), &error);
            match error.kind() {
                ErrorKind::NotFound => {
                    failure.help(format!("install `{name}`: Firstflight uses yours for this target"))
                }
                _ => failure,
            }
        };
        let mut child = Command::new(name)
            .args(self.arguments)
            .envs(self.environment)
            // Its messages are read by this program.
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(cannot)?;
        let stdin = child.stdin.take();
        // Input is written while output is read: either may be longer than a pipe holds.
        let output = std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Some(mut stdin) = stdin {
                    // A program that ends early says why.
                    let _ = stdin.write_all(input);
                }
            });
            child.wait_with_output()
        });
        let output = output.map_err(cannot)?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(ProgramOutput { code: output.status.code(), stdout: output.stdout, stderr })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_and_output_may_be_long() {
        let input = vec![b'x'; 1 << 20];
        let output = Program::new("cat").run(&input).unwrap();
        assert!(output.is_success() && output.stdout == input);
    }

    #[test]
    fn failures_say_what_the_program_said() {
        let output = Program::new("sh").with(["-c", "echo no such host >&2; exit 3"]).run(b"").unwrap();
        assert_eq!(output.failure("cannot reach it").message, "cannot reach it: no such host");
        let failure = Program::new("firstflight-no-such-program").run(b"").unwrap_err();
        assert!(failure.help.unwrap().starts_with("install `firstflight-no-such-program`"));
    }
}
