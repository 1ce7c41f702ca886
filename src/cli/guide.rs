//! `firstflight guide`: the guide, a Firstflight site inside the program, in a browser, in a folder or in the terminal.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::args::GuideArgs;
use super::screen::Screen;
use super::serve::{PORT, open};
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::pipeline;
use crate::publish::{self, PublishOptions};
use crate::report::Failure;
use crate::report::text::{count, harmless};
use crate::serve::{self, Port};
use crate::system::HAS_DESKTOP;

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../guide/content/", $path)))),+]
    };
}

/// The files of the guide, by their path below its folder of content.
const GUIDE: &[(&str, &str)] = embedded![
    "site.yaml",
    "en/index.md",
    "en/tutorial.md",
    "en/how-to/accessibility.md",
    "en/how-to/begin.md",
    "en/how-to/boxes.md",
    "en/how-to/check.md",
    "en/how-to/deploy.md",
    "en/how-to/events.md",
    "en/how-to/images.md",
    "en/how-to/import.md",
    "en/how-to/index.md",
    "en/how-to/install.md",
    "en/how-to/languages.md",
    "en/how-to/links-and-files.md",
    "en/how-to/lists-and-tags.md",
    "en/how-to/logo.md",
    "en/how-to/look.md",
    "en/how-to/mistakes.md",
    "en/how-to/numbers.md",
    "en/how-to/one-file.md",
    "en/how-to/preview.md",
    "en/how-to/publish.md",
    "en/how-to/reports.md",
    "en/how-to/tables.md",
    "en/how-to/theme.md",
    "en/how-to/write.md",
    "en/reference/commands.md",
    "en/reference/files.md",
    "en/reference/findings.md",
    "en/reference/front-matter.md",
    "en/reference/hosts.md",
    "en/reference/index.md",
    "en/reference/json.md",
    "en/reference/records.md",
    "en/reference/settings.md",
    "en/reference/shortcodes.md",
    "en/reference/strings.md",
    "en/reference/templates.md",
];

/// The folder of its pages.
const PAGES: &str = "en/";

/// Shows the guide.
pub(super) fn guide(args: &GuideArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    if let Some(page) = &args.print {
        return print(page, screen);
    }
    let folder = unpack().map_err(|error| {
        Failure::io("cannot unpack the guide into the folder for temporary files", &error)
            .help("name another with the variable TMPDIR, or read it with `firstflight guide --print index`")
    })?;
    let options = settings::options(&args.site(folder.path()))?;
    let workers = settings::workers(None)?;
    if let Some(out) = &args.out {
        return workers.install(|| publish(&options, out, screen));
    }
    let made = workers.install(|| pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole))?;
    // It is served from memory.
    drop(folder);
    let port = args.port.map_or(Port::From(PORT), Port::Exactly);
    serve::run_finished(&made, &options, port, |url| {
        let _ = screen.out(&format!("{url}  the guide. Press Ctrl-C to stop.\n"));
        if has_browser() {
            open(url);
        }
    })
    .map(|never| match never {})
}

/// Writes the guide as a site into a folder.
fn publish(options: &pipeline::Options, out: &Path, screen: &mut Screen) -> Result<Outcome, Failure> {
    let built = pipeline::build(options)?;
    let home = settings::state_home();
    let options = PublishOptions { home: home.as_deref(), ..PublishOptions::new(out, &options.site) };
    let published = publish::commit(&built.output, &options)?;
    for note in &published.notes {
        screen.say(&format!("note: {note}\n"));
    }
    let pages = count(built.output.pages().count(), "page");
    let index = out.join("index.html").display().to_string();
    screen.out(&format!("wrote {pages}; open {}\n", harmless(&index)))
}

/// Prints a page as Markdown.
fn print(name: &str, screen: &mut Screen) -> Result<Outcome, Failure> {
    let wanted = name.trim_matches('/').trim_end_matches(".md");
    let is_last_part = |path: &str| path.rsplit('/').next() == Some(wanted);
    let by_path = pages().find(|(path, _)| *path == wanted || path.strip_suffix("/index") == Some(wanted));
    let Some((_, text)) = by_path.or_else(|| pages().find(|(path, _)| is_last_part(path))) else {
        let names: Vec<&str> = pages().map(|(path, _)| path).collect();
        return Err(Failure::new(format!("the guide has no page `{}`", harmless(name)))
            .help(format!("write one of {}", names.join(", "))));
    };
    screen.out(&without_front_matter(text))
}

/// The pages: path without its ending, and text.
fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    GUIDE.iter().filter_map(|(path, text)| Some((path.strip_prefix(PAGES)?.strip_suffix(".md")?, *text)))
}

/// The text of a page with its title as a heading.
fn without_front_matter(text: &str) -> String {
    let (front, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", text));
    let title = front.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default();
    format!("# {}\n\n{}", title.trim_matches('"'), body.trim_start())
}

/// Writes the files of the guide into a folder that only this user can read, and that is removed when it is dropped.
fn unpack() -> std::io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("firstflight-guide-").tempdir()?;
    for (path, text) in GUIDE {
        let path = folder.path().join("content").join(path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::write(path, text)?;
    }
    Ok(folder)
}

/// Whether this user has a desktop, and so probably a browser.
fn has_browser() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    HAS_DESKTOP || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
