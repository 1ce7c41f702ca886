//! How a round differs from the one before, and which files its line names. Pure.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::watch::Change;
use crate::names::slashed;
use crate::output::{Artifact, Body, Output};

/// Returns what changed in two rounds that are reported as one.
pub(super) fn merged(before: Change, now: Change) -> Change {
    match (before, now) {
        (Change::Paths(before), Change::Paths(now)) => Change::Paths(&before | &now),
        (Change::Whole(cause), _) | (_, Change::Whole(cause)) => Change::Whole(cause),
    }
}

/// Returns how many files differ, are new or are gone.
pub(super) fn differing(before: &Output, after: &Output) -> usize {
    let is_same = |before: &Arc<Artifact>, after: &Arc<Artifact>| match (&before.body, &after.body) {
        (Body::Bytes(a), Body::Bytes(b)) => a.is_same(b),
        (Body::File { path: a, length: m }, Body::File { path: b, length: n }) => {
            a == b && m == n && before.stamp == after.stamp
        }
        _ => false,
    };
    let changed =
        after.unlike(before).filter(|(_, now, known)| !known.is_some_and(|known| is_same(known, now))).count();
    let gone = before.unlike(after).filter(|(_, _, now)| now.is_none()).count();
    changed + gone
}

/// Returns files and folders as a line of the log names them: relative to `root`, and renamed ones by both names,
/// `content/en/a.md -> content/en/b.md`.
pub(super) fn names(mut paths: Vec<PathBuf>, renames: &[(PathBuf, PathBuf)], root: &Path) -> Vec<String> {
    let mut joined: Vec<(&Path, &Path)> = Vec::new();
    for (from, to) in renames {
        match joined.iter_mut().find(|(_, known)| known == from) {
            Some(known) => known.1 = to,
            None => joined.push((from, to)),
        }
    }
    let mut names = Vec::new();
    for (from, to) in joined.into_iter().filter(|(from, to)| from != to) {
        let is_other = |path: &PathBuf| !path.starts_with(from) && !path.starts_with(to);
        if !paths.iter().all(is_other) {
            names.push(rename((from, to), root));
            paths.retain(is_other);
        }
    }
    names.extend(paths.iter().map(|path| name(path, root)));
    names
}

/// Returns both names of a rename as [`names`] joins them.
pub(super) fn rename((from, to): (&Path, &Path), root: &Path) -> String {
    format!("{} -> {}", name(from, root), name(to, root))
}

fn name(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).map_or_else(|_| path.to_owned(), slashed).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renamed_files_have_both_names() {
        let named = |paths: &[&str], renames: &[(&str, &str)]| {
            let at = |path: &&str| Path::new("./site").join(path);
            let renames: Vec<_> = renames.iter().map(|(from, to)| (at(from), at(to))).collect();
            names(paths.iter().map(at).collect(), &renames, Path::new("./site"))
        };
        assert_eq!(named(&["content/a.md"], &[]), ["content/a.md"]);
        assert_eq!(named(&["a.md", "b.md", "c.md"], &[("a.md", "b.md")]), ["a.md -> b.md", "c.md"]);
        assert_eq!(named(&["b.md"], &[("a.md", "b.md")]), ["a.md -> b.md"]);
        assert_eq!(named(&["c.md"], &[("a.md", "b.md"), ("b.md", "c.md")]), ["a.md -> c.md"]);
        assert_eq!(named(&["a.md"], &[("a.md", "b.md"), ("b.md", "a.md")]), ["a.md"]);
        assert_eq!(named(&["new/a.md", "new/b.md", "newer.md"], &[("old", "new")]), ["old -> new", "newer.md"]);
        assert_eq!(named(&["c.md"], &[("a.md", "b.md")]), ["c.md"]);
    }
}
