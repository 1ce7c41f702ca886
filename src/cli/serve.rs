//! `firstflight serve`: what the preview tells, drawn for a person who glances at a terminal.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::args::ServeArgs;
use super::screen::Screen;
use super::{Outcome, settings};
use crate::report::text::{count, harmless};
use crate::report::{Failure, terminal};
use crate::serve::{self, Cause, Editor, Host, Options, Port, Stale, Told};

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
            let drafts = if args.drafts { ", drafts too" } else { "" };
            let at = args.at.as_ref().map_or_else(String::new, |at| format!(", as on {}", harmless(at)));
            let made = format!("{} in {}", count(*pages, "page"), milliseconds(*took));
            format!("{url}  {made}{drafts}{at}{link}. Ctrl-C ends it.\n")
        }
        Told::Round { seen, cause, rendered, changed, is_held, took } => {
            let what = seen_as(seen, *cause);
            let rendered = match rendered {
                0 => "nothing rendered".to_owned(),
                pages => format!("{} rendered", count(*pages, "page")),
            };
            let changed = match changed {
                _ if *is_held => "held back".to_owned(),
                0 => "nothing changed".to_owned(),
                files => format!("{} changed", count(*files, "file")),
            };
            format!("{what}: {rendered}, {changed}, in {}\n", milliseconds(*took))
        }
        Told::Findings { all: [], .. } => "No findings.\n".to_owned(),
        Told::Findings { news, all, stale } => {
            let stale = match stale {
                Stale::Nothing => String::new(),
                Stale::Pages(paths) if paths.len() == 1 => {
                    "Until that is mended, its page is shown as it was good last.\n".to_owned()
                }
                Stale::Pages(paths) => {
                    format!("Until that is mended, {} pages are shown as they were good last.\n", paths.len())
                }
                Stale::Site => "Until that is mended, the last good site is shown.\n".to_owned(),
            };
            let rest = "`firstflight check --format json`";
            format!("{}{}\n{stale}", terminal::draw_some(news, rest, screen.color), terminal::tally(all))
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
