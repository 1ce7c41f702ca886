//! What a double click on the program does: it opens the preview of the folder that the program is in, or else the guide.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use super::args::Args;
use super::screen::Screen;
use crate::config::Paths;
use crate::system::{OPENS_IN_OWN_TERMINAL, canonicalize};

/// The arguments for a program that was opened with a double click: it has none, and a terminal of its own whose current folder is
/// that of the program. In another folder, somebody typed its name.
pub(super) fn arguments() -> Option<Vec<OsString>> {
    if !OPENS_IN_OWN_TERMINAL || std::env::args_os().len() > 1 || !io::stdin().is_terminal() {
        return None;
    }
    let program = canonicalize(std::env::current_exe().ok()?).ok()?;
    let current = canonicalize(std::env::current_dir().ok()?).ok()?;
    program.parent().filter(|folder| *folder == current).map(arguments_in)
}

/// The arguments in this folder.
fn arguments_in(folder: &Path) -> Vec<OsString> {
    match folder.join(Paths::CONTENT).join("site.yaml").is_file() {
        true => ["serve".into(), "--open".into(), "--site".into(), folder.into()].into(),
        false => ["guide".into()].into(),
    }
}

/// Runs them. The terminal closes with the program, so it waits until the reason of a failure has been read.
pub(super) fn run(arguments: Vec<OsString>, screen: &mut Screen) -> ExitCode {
    let arguments = std::iter::once("firstflight".into()).chain(arguments);
    let failure = match Args::try_parse_from(arguments) {
        Ok(args) => match super::run(args.command, screen) {
            Ok(_) => return ExitCode::SUCCESS,
            Err(failure) => failure,
        },
        Err(error) => crate::report::Failure::new(error.to_string()),
    };
    screen.failure(&failure);
    screen.say("Press Enter to close this window.\n");
    // Whatever was typed, or if nothing can be.
    let _ = io::stdin().read_line(&mut String::new());
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_click_opens_the_site_that_the_program_is_in_or_the_guide() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(arguments_in(folder.path()), ["guide"]);
        std::fs::create_dir(folder.path().join("content")).unwrap();
        assert_eq!(arguments_in(folder.path()), ["guide"]);
        std::fs::write(folder.path().join("content/site.yaml"), "").unwrap();
        let found = arguments_in(folder.path());
        assert_eq!(found[..3], ["serve", "--open", "--site"]);
        assert_eq!(found[3], folder.path());
        // They are valid, and do not depend on the folder.
        for arguments in [found, arguments_in(Path::new("nowhere"))] {
            assert!(Args::try_parse_from([OsString::from("firstflight")].into_iter().chain(arguments)).is_ok());
        }
    }
}
