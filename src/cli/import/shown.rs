//! Reports what an import did, for people and for programs.

use std::fmt::Write as _;
use std::path::Path;

use super::shown;
use crate::import::{self, Imported, Loss, LossKind};
use crate::report::text::harmless;

/// Maximum number of places of a kind that a terminal shows; the file in the new site lists all.
const LISTED: usize = 5;

/// The name of the file in the new site that lists everything.
pub(super) const LIST: &str = "not-imported.txt";

/// A summary, and the first places of what was not imported.
pub(super) fn text(imported: &Imported, to: &Path) -> String {
    let summary = &imported.summary;
    let from = import::by_name(summary.generator).map_or(summary.generator, |generator| generator.description);
    let mut out = format!("Imported {} from {from} into {}.\n", count(summary.pages, "page", "pages"), shown(to));
    let _ = writeln!(
        out,
        "{}, {}, {}, {}; languages: {}.",
        count(summary.links, "link rewritten", "links rewritten"),
        count(summary.files, "file copied", "files copied"),
        count(summary.aliases, "old address kept", "old addresses kept"),
        count(summary.drafts, "draft", "drafts"),
        summary.languages.join(", ")
    );
    if summary.strings > 0 {
        let _ = writeln!(out, "{}.", count(summary.strings, "text of the interface", "texts of the interface"));
    }
    if !imported.losses.is_empty() {
        let _ = writeln!(out, "\nNot imported ({LIST} lists every place):");
    }
    for (kind, all) in by_kind(&imported.losses) {
        let _ = writeln!(out, "\n  {} ({}): {}", kind.name(), all.len(), kind.summary());
        for loss in all.iter().take(LISTED) {
            let _ = writeln!(out, "    {}", line(loss));
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
        "What `firstflight import site` could not import, by kind. Paths are those of the original site.\n",
    );
    for (kind, all) in by_kind(&imported.losses) {
        let _ = writeln!(out, "\n{} ({}): {}", kind.name(), all.len(), kind.summary());
        for loss in all {
            let _ = writeln!(out, "  {}", line(loss));
        }
    }
    out
}

fn line(loss: &Loss) -> String {
    let what = if loss.what == loss.place.file().path() { String::new() } else { format!(": {}", loss.what) };
    harmless(&format!("{}{what}: {}", loss.place, loss.why)).into_owned()
}

fn by_kind(losses: &[Loss]) -> impl Iterator<Item = (LossKind, Vec<&Loss>)> {
    let of = |kind: LossKind| (kind, losses.iter().filter(|loss| loss.kind == kind).collect::<Vec<_>>());
    LossKind::ALL.iter().map(move |kind| of(*kind)).filter(|(_, all)| !all.is_empty())
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// One object for each thing that was not imported, one for each page, and one with the summary.
pub(super) fn json(imported: &Imported) -> String {
    let mut out = String::new();
    for loss in &imported.losses {
        let positions = loss.place.positions();
        let object = serde_json::json!({
            "kind": loss.kind.name(),
            "path": loss.place.file().path(),
            "line": positions.map(|(start, _)| start.line),
            "column": positions.map(|(start, _)| start.column),
            "what": loss.what,
            "why": loss.why,
        });
        out += &format!("{object}\n");
    }
    for (path, page) in &imported.pages {
        out += &format!("{}\n", serde_json::json!({ "path": path, "page": page }));
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
            "strings": summary.strings,
            "languages": summary.languages,
            "not_imported": imported.losses.len(),
        }
    });
    out + &format!("{object}\n")
}
