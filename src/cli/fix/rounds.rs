//! Applies certain edits in memory and runs the pipeline on the result, until there is nothing left to apply. Nothing is
//! written, so a dry run takes the same steps as a real one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cache::{Cache, ReadScope};
use crate::disk::{ReplaceError, SiteFiles, Stamp};
use crate::fix::{EditedText, FileFixes, fixes};
use crate::limits::FILE_BYTES;
use crate::pipeline::{self, Options};
use crate::report::{Certainty, Failure, Report};

/// Maximum number of rounds. One shows the next mistakes of a file that cannot be read past the first, such as YAML that is
/// too long to be parsed again for each.
const ROUNDS: usize = 1_000;

/// The site after all rounds.
pub(super) struct Rounds {
    /// The edited files, by path; only those whose text has changed.
    pub edited: BTreeMap<String, EditedText>,
    /// The number of findings that were fixed.
    pub fixed: usize,
    /// The findings that are left.
    pub report: Report,
    /// Files with certain edits that were not applied, with the reasons.
    pub skipped: Vec<(String, String)>,
    /// Opens the files of the site.
    pub files: Arc<SiteFiles>,
}

/// The texts of a file since the first round, with the number of findings that were fixed in it.
struct History {
    text: EditedText,
    fixed: usize,
    /// Hashes of the earlier texts.
    earlier: HashSet<blake3::Hash>,
}

/// Runs all rounds. A dry run also edits files that cannot be written.
pub(super) fn run(options: &Options, is_dry: bool) -> Result<Rounds, Failure> {
    let mut cache = Cache::new();
    let mut scope = ReadScope::Whole;
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    // Files whose edits undo each other: they stay as they were.
    let mut frozen = BTreeSet::new();
    for round in 0.. {
        let site = pipeline::make(options, &mut cache, &scope)?;
        let report = site.report(options);
        let files = site.files().clone();
        drop(site);
        let mut skipped = Vec::new();
        let mut changed = BTreeSet::new();
        for (path, of_file) in fixes(report.findings(), Certainty::Certain) {
            let done = match () {
                () if frozen.contains(&path) => Err("its edits would undo each other".to_owned()),
                () if round >= ROUNDS => Err("there are too many edits for one run; run the command again".to_owned()),
                () => {
                    let of_site = OfSite { options, files: &files, is_dry };
                    apply(&path, &of_file, &of_site, &mut histories, &mut cache)
                }
            };
            match done {
                Ok(true) => {}
                // This text was there before.
                Ok(false) => drop(frozen.insert(path.clone())),
                Err(why) => {
                    skipped.push((path, why));
                    continue;
                }
            }
            changed.insert(options.site.join(path));
        }
        if changed.is_empty() {
            let fixed = histories.values().map(|history| history.fixed).sum();
            let texts = histories.into_iter().map(|(path, history)| (path, history.text));
            let edited = texts.filter(|(_, text)| text.is_changed()).collect();
            return Ok(Rounds { edited, fixed, report, skipped, files });
        }
        scope = scope_of(changed, &mut cache);
    }
    // The last round changes nothing.
    Err(Failure::new("the edits of this site have no end"))
}

/// The files of a site, and what may be done with them.
struct OfSite<'o> {
    options: &'o Options,
    files: &'o SiteFiles,
    /// Whether nothing will be written.
    is_dry: bool,
}

/// Applies the edits of one file. Returns false, and leaves the file unchanged, if this would restore an earlier text.
fn apply(
    path: &str,
    of_file: &FileFixes,
    site: &OfSite<'_>,
    histories: &mut BTreeMap<String, History>,
    cache: &mut Cache,
) -> Result<bool, String> {
    let original = histories.get(path).map_or(of_file.file.text(), |history| history.text.original());
    let stamp = may_be_edited(path, original, site)?;
    let history = histories.entry(path.to_owned()).or_insert_with(|| History {
        text: EditedText::new(of_file.file.clone()),
        fixed: 0,
        earlier: HashSet::new(),
    });
    if history.text.text() != of_file.file.text() {
        return Err(ReplaceError::Changed.to_string());
    }
    let mut text = history.text.clone();
    let fixed = text.apply(&of_file.fixes);
    if text.text().len() as u64 > FILE_BYTES {
        return Err("it would be too large".to_owned());
    }
    let hash = |text: &EditedText| blake3::hash(text.text().as_bytes());
    let is_new = text.is_changed() && !history.earlier.contains(&hash(&text));
    if is_new {
        history.earlier.insert(hash(&history.text));
        history.text = text;
        history.fixed += fixed;
    } else {
        history.text = EditedText::new(Arc::clone(history.text.source()));
        history.fixed = 0;
    }
    cache.edited.insert(stamp, history.text.text());
    Ok(is_new)
}

/// Returns the stamp of a file that may be edited: one below `content/` or `themes/` that is not reached through a link, and
/// that can be written unless nothing will be.
fn may_be_edited(path: &str, original: &str, site: &OfSite<'_>) -> Result<Stamp, String> {
    let is_below = ["content", "themes"].iter().any(|top| Path::new(path).starts_with(top));
    if !is_below {
        return Err("it is not in content/ or themes/".to_owned());
    }
    let (disk, text) = (site.options.site.join(path), original.as_bytes());
    let stamp = match site.is_dry {
        true => site.files.stamp_of_text(&disk, text),
        false => site.files.check_replaceable(&disk, text),
    };
    stamp.map_err(|error| match error {
        ReplaceError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => "it is not on disk".to_owned(),
        error => error.to_string(),
    })
}

/// Where the next round looks for changes.
fn scope_of(changed: BTreeSet<PathBuf>, cache: &mut Cache) -> ReadScope {
    if cache.read.links().is_empty() {
        return ReadScope::Paths(changed);
    }
    // An edited file may have further names.
    let edited = std::mem::take(&mut cache.edited);
    *cache = Cache::new();
    cache.edited = edited;
    ReadScope::Whole
}
