//! `firstflight serve`: the preview's updates as lines in a terminal.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::args::ServeArgs;
use super::screen::Screen;
use super::{Outcome, settings};
use crate::config::Paths;
use crate::report::text::{count, harmless};
use crate::report::{Failure, Place, SourceFile, catalog, terminal};
use crate::serve::{self, Editor, Port, ScanCause, ServeHost, ServeOptions, Staleness, Update};
use crate::system::BROWSER;

/// The port to listen on unless it is taken or `--port` names another.
pub(super) const PORT: u16 = 4040;
/// Maximum number of files named for one round.
const NAMES: usize = 3;

/// Serves the site until the process ends.
pub(super) fn serve(args: &ServeArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let site = args.site();
    let options = ServeOptions {
        port: args.port.map_or(Port::From(PORT), Port::Exactly),
        exact: args.exact,
        link: args.link.as_deref().map(serve::link).transpose()?,
        editor: args.editor.as_deref().map(Editor::parse).transpose()?,
        images: settings::image_store(None).map(|store| store as _),
    };
    check_content(&settings::options(&site)?.site)?;
    let workers = settings::workers(args.jobs)?;
    let mut report = |update: Update<'_>| {
        let text = said(&update, args, screen);
        // Only the address goes to standard output.
        if let Update::Ready { url, .. } = update {
            let _ = screen.out(&text);
            if args.open && !open(url) {
                screen.say("cannot open a browser; open the address above\n");
            }
        } else {
            screen.say(&text);
        }
    };
    let host = ServeHost { site: &|| settings::options(&site), workers: &workers, report: &mut report };
    serve::run(&options, host).map(|()| Outcome::Fine)
}

/// Refuses a folder that is not that of a site, with the words of `build`: nothing in it would ever be shown. Where only the settings
/// are missing, the preview waits for them.
fn check_content(site: &Path) -> Result<(), Failure> {
    if site.join(Paths::CONTENT).exists() {
        return Ok(());
    }
    let finding = catalog::config::missing(Place::whole(&SourceFile::new(Paths::SITE, "")));
    let failure = Failure::new(finding.message);
    Err(match finding.help {
        Some(help) => failure.help(help),
        None => failure,
    })
}

/// Returns the text of an update.
fn said(update: &Update<'_>, args: &ServeArgs, screen: &Screen) -> String {
    match update {
        Update::Ready { url, pages, took } => {
            let link = args.link.as_ref().map_or_else(String::new, |link| format!(", simulating {}", harmless(link)));
            let drafts = if args.drafts { ", with drafts" } else { "" };
            let at = args.at.as_ref().map_or_else(String::new, |at| format!(", as of {}", harmless(at)));
            let made = format!("{} in {}", count(*pages, "page"), milliseconds(*took));
            format!("{url}  {made}{drafts}{at}{link}. Press Ctrl-C to stop.\n")
        }
        Update::Rebuilt { seen, cause, rendered, changed, is_held, took } => {
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
        Update::Findings { all: [], .. } => "No findings.\n".to_owned(),
        Update::Findings { news, all, stale } => {
            let stale = match stale {
                Staleness::Nothing => String::new(),
                Staleness::Pages(paths) if paths.len() == 1 => {
                    "Showing the last good version of this page until it is fixed.\n".to_owned()
                }
                Staleness::Pages(paths) => {
                    format!("Showing the last good versions of {} pages until they are fixed.\n", paths.len())
                }
                Staleness::Site => {
                    "This affects every page. Showing the last good version of the site until it is fixed.\n".to_owned()
                }
            };
            let rest = "`firstflight check --format json`";
            format!("{}{}\n{stale}", terminal::draw_some(news, rest, screen.color), terminal::tally(all))
        }
        Update::Notice(notice) => terminal::draw_notice(&notice.message, notice.help.as_deref(), screen.color),
        Update::Failed(failure) => terminal::draw_failure(failure, screen.color),
    }
}

/// Returns which files changed, as the beginning of a line.
fn seen_as(seen: &[String], cause: Option<&ScanCause>) -> String {
    let mut names: Vec<String> = seen.iter().take(NAMES).map(|name| harmless(name).into_owned()).collect();
    if seen.len() > NAMES {
        names.push(format!("{} more", seen.len() - NAMES));
    }
    let files = names.join(", ");
    match cause {
        // Only files that came and went before this round was reported; the temporary names of an editor are not worth a line.
        None if seen.is_empty() => "temporary files".to_owned(),
        None => files,
        Some(ScanCause::Overflow) => format!("{files} (events were lost; all files were checked)"),
        Some(ScanCause::Quiet) => format!("{files} (found without an event)"),
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

/// Opens an address in the user's browser. Returns whether a program for that could be started.
pub(super) fn open(url: &str) -> bool {
    let Some((program, arguments)) = BROWSER.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).arg(url);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}
