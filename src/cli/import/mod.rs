//! `firstflight import site`: reads a site of another generator and writes a Firstflight site.

mod files;
mod shown;
mod written;

use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{Format, ImportSite};
use super::screen::Screen;
use crate::import::{self, Original};
use crate::report::Failure;
use crate::report::text::harmless;
use crate::system::canonicalize;

/// Imports a site.
pub(super) fn site(args: &ImportSite, screen: &mut Screen) -> Result<Outcome, Failure> {
    let to = args.to.clone().unwrap_or_else(|| default_target(&args.dir));
    let found = files::Files::open(&args.dir)?;
    if found.contains(&to) {
        return Err(Failure::new(format!("{} is in the folder that is imported", shown(&to)))
            .help("name a folder outside of it with --to; nothing was written"));
    }
    let target = written::ImportTarget::open(&to)?;
    let (paths, losses) = found.paths()?;
    let load = |path: &str| found.load(path);
    let original = Original::new(paths, &load);
    let generator = match args.from.as_str() {
        "auto" => import::detect(&original),
        name => import::by_name(name).unwrap_or_else(|| import::detect(&original)),
    };
    let name = canonicalize(&args.dir).ok().and_then(|dir| Some(dir.file_name()?.to_string_lossy().into_owned()));
    let imported = import::import(&original, generator, name.as_deref().unwrap_or("Site"), losses);
    target.write(&imported, &found)?;
    let report = match args.format {
        Format::Json => shown::json(&imported),
        Format::Human => shown::text(&imported, &to),
    };
    screen.out(&report)
}

/// The folder beside the original, with `-firstflight` after its name.
fn default_target(dir: &Path) -> PathBuf {
    let named = canonicalize(dir).ok();
    let named = named.as_deref().filter(|_| dir.file_name().is_none()).unwrap_or(dir);
    let mut name = named.file_name().unwrap_or_default().to_owned();
    name.push("-firstflight");
    named.with_file_name(name)
}

/// A path as it is shown on a terminal.
fn shown(path: &Path) -> String {
    harmless(&path.display().to_string()).into_owned()
}
