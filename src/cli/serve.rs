//! `firstflight serve`: what the preview tells, drawn for a person who glances at a terminal.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::args::ServeArgs;
use super::screen::Screen;
use super::{Outcome, settings};
use crate::report::text::{count, harmless};
use crate::report::{Failure, terminal};
use crate::serve::{self, Cause, Editor, Host, Options, Port, Told};

/// The port that is listened at unless it is taken or another was asked for.
const PORT: u16 = 4040;
/// So many names of files are told of one round.
const NAMES: usize = 3;

/// Serves the site until the process ends.
pub(super) fn serve(args: &ServeArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let site = args.site();
    let options = Options {
        port: args.port.map_or(Port::From(PORT), Port::Exactly),
        exact: args.exact,
        link: args.link.as_deref().map(serve::link).transpose()?,
        editor: args.editor.as_deref().map(Editor::parse).transpose()?,
    };
    let workers = settings::workers(args.jobs)?;
    let mut tell = |told: Told<'_>| {
        let text = said(&told, args, screen);
        // The address is what was asked for; all else is said about it.
        if let Told::Ready { url, .. } = told {
            let _ = screen.out(&text);
            if args.open && !open(url) {
                screen.say("No browser could be opened; the address is above.\n");
            }
        } else {
            screen.say(&text);
        }
    };
    let host = Host { site: &|| settings::options(&site), workers: &workers, tell: &mut tell };
    serve::run(&options, host).map(|()| Outcome::Fine)
}

/// What is written of what was told.
fn said(told: &Told<'_>, args: &ServeArgs, screen: &Screen) -> String {
    match told {
        Told::Ready { url, pages, took } => {
            let link = args.link.as_ref().map_or_else(String::new, |link| format!(", sent over {}", harmless(link)));
            format!("{url}  {} in {}{link}. Ctrl-C ends it.\n", count(*pages, "page"), milliseconds(*took))
        }
        Told::Round { seen, cause, rendered, changed, took } => {
            let what = seen_as(seen, *cause);
            let rendered = match rendered {
                0 => "nothing rendered".to_owned(),
                pages => format!("{} rendered", count(*pages, "page")),
            };
            let changed = match changed {
                0 => "nothing changed".to_owned(),
                files => format!("{} changed", count(*files, "file")),
            };
            format!("{what}: {rendered}, {changed}, in {}\n", milliseconds(*took))
        }
        Told::Findings([], _) => "No findings.\n".to_owned(),
        Told::Findings(findings, is_stale) => {
            let stale = if *is_stale { "Until that is mended, what was good last is shown.\n" } else { "" };
            format!("{}{}\n{stale}", terminal::draw_all(findings, screen.color), terminal::tally(findings))
        }
        Told::Notice(notice) => terminal::draw_notice(&notice.message, notice.help.as_deref(), screen.color),
        Told::Trouble(failure) => terminal::draw_failure(failure, screen.color),
    }
}

/// What was seen, as the beginning of a line.
fn seen_as(seen: &[String], cause: Option<&Cause>) -> String {
    let mut names: Vec<String> = seen.iter().take(NAMES).map(|name| harmless(name).into_owned()).collect();
    if seen.len() > NAMES {
        names.push(format!("{} more", seen.len() - NAMES));
    }
    let files = names.join(", ");
    match cause {
        None => files,
        Some(Cause::Overflow) => format!("{files} (events were lost, so everything was looked at)"),
        Some(Cause::Quiet) => format!("{files} (found without an event)"),
        Some(_) if seen.is_empty() => "the site's files".to_owned(),
        Some(_) => files,
    }
}

/// `4 ms`, `0.4 ms`, `1.2 s`
fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms >= 1_000.0 {
        format!("{:.1} s", ms / 1_000.0)
    } else if ms >= 10.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{ms:.1} ms")
    }
}

/// Opens an address in the person's browser. Whether a program for that could be started.
fn open(url: &str) -> bool {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new(program)
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}
