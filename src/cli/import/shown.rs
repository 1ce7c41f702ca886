//! What an import did, for people and for programs.

use std::fmt::Write as _;
use std::path::Path;

use super::shown;
use crate::import::{Imported, Kind, Left};
use crate::report::text::harmless;

/// How many places of a kind are listed on a terminal; the file in the new site has all.
const LISTED: usize = 5;

/// The name of the file in the new site that lists everything.
pub(super) const LIST: &str = "not-imported.txt";

/// What was done, and the first places of what was not.
pub(super) fn text(imported: &Imported, to: &Path) -> String {
    let summary = &imported.summary;
    let mut out =
        format!("Imported {} of {} into {}.\n", count(summary.pages, "page", "pages"), summary.generator, shown(to));
    let _ = writeln!(
        out,
        "{}, {}, {}, {}; languages: {}.",
        count(summary.links, "link rewritten", "links rewritten"),
        count(summary.files, "file copied", "files copied"),
        count(summary.aliases, "old address kept", "old addresses kept"),
        count(summary.drafts, "draft", "drafts"),
        summary.languages.join(", ")
    );
    if !imported.left.is_empty() {
        let _ = writeln!(out, "\nNot imported ({LIST} lists every place):");
    }
    for (kind, all) in by_kind(&imported.left) {
        let _ = writeln!(out, "\n  {} ({}): {}", kind.name(), all.len(), kind.summary());
        for left in all.iter().take(LISTED) {
            let _ = writeln!(out, "    {}", line(left));
        }
        if all.len() > LISTED {
            let _ = writeln!(out, "    and {} more", all.len() - LISTED);
        }
    }
    let name = shown(to);
    out += &format!("\nNext:\n  firstflight check --site {name}\n  firstflight serve --site {name} --open\n");
    out
}

/// Everything that was not imported, one line for each place.
pub(super) fn list(imported: &Imported) -> String {
    let mut out = String::from(
        "What `firstflight import site` could not bring over, by kind. Paths are those of the original.\n",
    );
    for (kind, all) in by_kind(&imported.left) {
        let _ = writeln!(out, "\n{} ({}): {}", kind.name(), all.len(), kind.summary());
        for left in all {
            let _ = writeln!(out, "  {}", line(left));
        }
    }
    out
}

fn line(left: &Left) -> String {
    let what = if left.what == left.place.file().path() { String::new() } else { format!(": {}", left.what) };
    harmless(&format!("{}{what}: {}", left.place, left.why)).into_owned()
}

fn by_kind(left: &[Left]) -> impl Iterator<Item = (Kind, Vec<&Left>)> {
    let of = |kind: Kind| (kind, left.iter().filter(|left| left.kind == kind).collect::<Vec<_>>());
    Kind::ALL.iter().map(move |kind| of(*kind)).filter(|(_, all)| !all.is_empty())
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// One object for each thing that was not imported, and one with what was done.
pub(super) fn json(imported: &Imported) -> String {
    let mut out = String::new();
    for left in &imported.left {
        let positions = left.place.positions();
        let object = serde_json::json!({
            "kind": left.kind.name(),
            "path": left.place.file().path(),
            "line": positions.map(|(start, _)| start.line),
            "column": positions.map(|(start, _)| start.column),
            "what": left.what,
            "why": left.why,
        });
        out += &format!("{object}\n");
    }
    let summary = &imported.summary;
    let object = serde_json::json!({
        "imported": {
            "from": summary.generator,
            "pages": summary.pages,
            "drafts": summary.drafts,
            "files": summary.files,
            "links": summary.links,
            "aliases": summary.aliases,
            "languages": summary.languages,
            "not_imported": imported.left.len(),
        }
    });
    out + &format!("{object}\n")
}
