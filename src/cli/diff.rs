//! `firstflight diff`: what differs between two published sites.

use std::path::Path;

use super::Outcome;
use super::args::{DiffArgs, DiffFormat};
use super::screen::Screen;
use crate::manifest::{self, Change, DescribedChange, WordChange};
use crate::publish::read_site;
use crate::report::Failure;
use crate::shrink::page_text;

/// Pages of more bytes are compared without their words.
const LONGEST: u64 = 4 << 20;

/// Compares two published folders or manifests.
pub(super) fn diff(args: &DiffArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let (old, new) = (read_site(&args.old)?, read_site(&args.new)?);
    let changes = manifest::compare(&old, &new);
    let files = changes.files.iter();
    let described = files.map(|change| DescribedChange { words: words(args, change), change: change.clone() });
    let described: Vec<DescribedChange<'_>> = described.collect();
    let shown = match args.format {
        DiffFormat::Human => manifest::text(&changes, &described),
        DiffFormat::Json => manifest::json(&changes, &described),
        DiffFormat::Markdown => manifest::markdown(&changes, &described),
    };
    screen.out(&shown)?;
    match args.exit_code && !changes.files.is_empty() {
        true => Ok(Outcome::Findings),
        false => Ok(Outcome::Fine),
    }
}

/// The words of a changed page that differ; none unless both sites are folders.
fn words(args: &DiffArgs, change: &Change<'_>) -> Vec<WordChange> {
    let (Some(old), Some(new)) = (change.old, change.new) else { return Vec::new() };
    if !(old.is_page() && new.is_page() && old.size.max(new.size) <= LONGEST) {
        return Vec::new();
    }
    let text = |folder: &Path| Some(page_text(&std::fs::read(folder.join(change.path)).ok()?));
    match (text(&args.old), text(&args.new)) {
        (Some(old), Some(new)) => manifest::word_changes(&old, &new),
        _ => Vec::new(),
    }
}
