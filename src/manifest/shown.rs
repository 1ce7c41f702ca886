//! The differences of two published sites as text, JSON and Markdown.

use std::fmt::Write as _;

use serde_json::json;

use super::{Change, ChangeKind, Changes, WordChange};
use crate::report::text::{count, harmless, thousands};

/// Maximum number of word changes that are shown of a page.
const SHOWN: usize = 5;

/// A change, with the words that differ where both versions of a page are known.
#[derive(Clone, Debug)]
pub struct DescribedChange<'m> {
    /// The change.
    pub change: Change<'m>,
    /// The words that differ.
    pub words: Vec<WordChange>,
}

impl DescribedChange<'_> {
    /// The bytes of the smallest form before and after.
    fn sizes(&self) -> (Option<u64>, Option<u64>) {
        (self.change.old.map(super::ManifestFile::smallest), self.change.new.map(super::ManifestFile::smallest))
    }

    fn sizes_in_words(&self) -> String {
        match self.sizes() {
            (Some(old), Some(new)) if old == new => format!("{} bytes", thousands(new)),
            (Some(old), Some(new)) => format!("{} → {} bytes", thousands(old), thousands(new)),
            (Some(size), None) | (None, Some(size)) => format!("{} bytes", thousands(size)),
            (None, None) => String::new(),
        }
    }
}

/// The number of changes of each kind, as a sentence.
fn tally(changes: &Changes<'_>) -> String {
    let number = |kind| thousands(changes.count(kind) as u64);
    format!(
        "{} changed, {} added, {} removed, {} the same",
        count(changes.count(ChangeKind::Changed), "file"),
        number(ChangeKind::Added),
        number(ChangeKind::Removed),
        thousands(changes.same as u64)
    )
}

/// The differences for a terminal.
#[must_use]
pub fn text(changes: &Changes<'_>, described: &[DescribedChange<'_>]) -> String {
    let mut out = String::new();
    for one in described {
        let (kind, address) = (one.change.kind.word(), harmless(one.change.address()));
        let _ = writeln!(out, "{kind:<8} {address}  {}", one.sizes_in_words());
        for word in one.words.iter().take(SHOWN) {
            for (sign, text) in [('-', &word.old), ('+', &word.new)].into_iter().filter(|(_, text)| !text.is_empty()) {
                let _ = writeln!(out, "         {sign} {}", harmless(text));
            }
        }
        if one.words.len() > SHOWN {
            let _ = writeln!(out, "         and {}", count(one.words.len() - SHOWN, "further change"));
        }
    }
    out + &tally(changes) + ".\n"
}

/// The differences for programs: one object for each change, and one with the number of each kind.
#[must_use]
pub fn json(changes: &Changes<'_>, described: &[DescribedChange<'_>]) -> String {
    let mut out = String::new();
    for one in described {
        let (old, new) = (one.change.old, one.change.new);
        let words: Vec<_> = one.words.iter().map(|word| json!({ "old": word.old, "new": word.new })).collect();
        let line = json!({
            "change": one.change.kind.word(),
            "address": one.change.address(),
            "path": one.change.path,
            "old": old.map(|file| json!({ "size": file.size, "smallest": file.smallest(), "sha256": file.sha256 })),
            "new": new.map(|file| json!({ "size": file.size, "smallest": file.smallest(), "sha256": file.sha256 })),
            "words": words,
        });
        let _ = writeln!(out, "{line}");
    }
    let summary = json!({
        "version": 1,
        "changed": changes.count(ChangeKind::Changed),
        "added": changes.count(ChangeKind::Added),
        "removed": changes.count(ChangeKind::Removed),
        "same": changes.same,
    });
    out + &summary.to_string() + "\n"
}

/// The differences as Markdown, for a comment on a pull request.
#[must_use]
pub fn markdown(changes: &Changes<'_>, described: &[DescribedChange<'_>]) -> String {
    let mut out = format!("### What changes on the site\n\n{}.\n", tally(changes));
    if described.is_empty() {
        return out;
    }
    out.push_str("\n| address | change | size | words |\n|---|---|---|---|\n");
    for one in described {
        let words = one.words.iter().take(SHOWN).map(|word| match (&*word.old, &*word.new) {
            (old, "") => format!("~~{}~~", cell(old)),
            ("", new) => format!("**{}**", cell(new)),
            (old, new) => format!("~~{}~~ **{}**", cell(old), cell(new)),
        });
        let mut words: Vec<String> = words.collect();
        words.extend((one.words.len() > SHOWN).then(|| format!("and {} more", one.words.len() - SHOWN)));
        let (kind, address) = (one.change.kind.word(), cell(one.change.address()));
        let _ = writeln!(out, "| {address} | {kind} | {} | {} |", one.sizes_in_words(), words.join("; "));
    }
    out
}

/// A text for a cell of a table: nothing in it is read as Markdown or HTML.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in harmless(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::super::{SiteManifest, compare, word_changes};
    use super::*;

    #[test]
    fn changes_are_shown_with_sizes_and_words() {
        let mut old = SiteManifest { files: [("index.html".to_owned(), file(1_200, "text/html"))].into() };
        old.files.insert("old.pdf".to_owned(), file(9, "application/pdf"));
        let new = SiteManifest { files: [("index.html".to_owned(), file(1_300, "text/html"))].into() };
        let changes = compare(&old, &new);
        let describe = |change: &Change<'_>| match change.kind {
            ChangeKind::Changed => word_changes("the <5> days", "the 6 days|nights"),
            _ => Vec::new(),
        };
        let described: Vec<_> = changes
            .files
            .iter()
            .map(|change| DescribedChange { words: describe(change), change: change.clone() })
            .collect();
        assert_eq!(
            text(&changes, &described),
            "changed  /  1,200 → 1,300 bytes\n         - <5> days\n         + 6 days|nights\nremoved  /  9 bytes\n\
             1 file changed, 0 added, 1 removed, 0 the same.\n"
        );
        let table = markdown(&changes, &described);
        assert!(
            table.contains("| / | changed | 1,200 → 1,300 bytes | ~~&lt;5&gt; days~~ **6 days\\|nights** |\n"),
            "{table}"
        );
        let lines = json(&changes, &described);
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["words"], json!([{ "old": "<5> days", "new": "6 days|nights" }]));
        assert_eq!(lines[2], json!({ "version": 1, "changed": 1, "added": 0, "removed": 1, "same": 0 }));
    }
}
