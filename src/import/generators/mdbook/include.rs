//! What `{{#include …}}` puts into a chapter: a file, some of its lines, or what is between anchors.

use crate::import::original::{Original, folder_of, resolve};

/// Maximum number of files that include each other.
const DEEPEST: usize = 10;
/// Maximum bytes that one call includes.
const MOST: usize = 1_000_000;

/// Includes files of the original.
pub struct Includer<'a> {
    /// The files.
    pub original: &'a Original<'a>,
}

/// What is included of a file.
enum Part<'a> {
    All,
    /// Lines, from 0; the end is exclusive.
    Lines(usize, usize),
    Anchor(&'a str),
}

impl Includer<'_> {
    /// What a call includes; `path` may end in lines or an anchor after a colon.
    ///
    /// # Errors
    ///
    /// Why nothing can be included.
    pub fn include(&self, folder: &str, path: &str, is_rustdoc: bool) -> Result<String, String> {
        self.nested(folder, path, is_rustdoc, 0)
    }

    fn nested(&self, folder: &str, call: &str, is_rustdoc: bool, depth: usize) -> Result<String, String> {
        let (path, part) = call.split_once(':').unwrap_or((call, ""));
        let path = resolve(folder, path.trim()).ok_or("it leads out of the folder, which is never read")?;
        let file = self.original.text(&path)?;
        let mut text = match part_of(part) {
            Part::All => file.text().to_owned(),
            Part::Lines(start, end) => {
                let lines: Vec<&str> = file.text().lines().skip(start).take(end.saturating_sub(start)).collect();
                lines.join("\n")
            }
            Part::Anchor(name) => {
                anchored(file.text(), name).ok_or_else(|| format!("{path} has no anchor `{name}`"))?
            }
        };
        // What mdBook hides of a file that is documentation, too, is never shown.
        let _ = is_rustdoc;
        if text.len() > MOST {
            return Err(format!("{path} is too large to include"));
        }
        if depth < DEEPEST && text.contains("{{#include") {
            let tags = super::tags::find(&text, 0..text.len(), "{{#include", "}}");
            for tag in tags.into_iter().rev() {
                if text[..tag.range.start].ends_with('\\') {
                    continue;
                }
                let inner = self.nested(folder_of(&path), &tag.inner, false, depth + 1)?;
                if text.len() + inner.len() > MOST {
                    return Err(format!("{path} includes too much"));
                }
                text.replace_range(tag.range, inner.trim_end_matches('\n'));
            }
        }
        Ok(text)
    }
}

fn part_of(part: &str) -> Part<'_> {
    let (first, second) = part.split_once(':').map_or((part, None), |(first, second)| (first, Some(second)));
    let number = |text: &str| text.trim().parse::<usize>().ok();
    match (first.trim(), second) {
        ("", None) => Part::All,
        (only, None) => match number(only) {
            Some(line) => Part::Lines(line.saturating_sub(1), line),
            None => Part::Anchor(only),
        },
        (start, Some(end)) if start.is_empty() || number(start).is_some() => {
            let start = number(start).unwrap_or(1).saturating_sub(1);
            Part::Lines(start, number(end).unwrap_or(usize::MAX))
        }
        (name, Some(_)) => Part::Anchor(name),
    }
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`, without those of other anchors.
fn anchored(text: &str, name: &str) -> Option<String> {
    let mut lines = Vec::new();
    let (mut is_inside, mut is_found) = (false, false);
    for line in text.lines() {
        if let Some(end) = mark(line, "ANCHOR_END:") {
            if end == name && is_inside {
                break;
            }
        } else if let Some(start) = mark(line, "ANCHOR:") {
            if start == name {
                (is_inside, is_found) = (true, true);
            }
        } else if is_inside {
            lines.push(line);
        }
    }
    is_found.then(|| lines.join("\n"))
}

/// The name of an anchor after its mark.
fn mark<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(mark)?;
    rest.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn included(call: &str) -> Result<String, String> {
        let files = [
            ("a/b.rs", "1\n2\n// ANCHOR: x\n3\n// ANCHOR: y\n4\n// ANCHOR_END: y\n// ANCHOR_END: x\n5\n"),
            ("a/n.md", "n {{#include b.rs:1}} m"),
        ];
        let load = move |path: &str| {
            let found = files.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "missing".to_owned())
        };
        let original = Original::new(["a/b.rs", "a/n.md"].map(str::to_owned).into(), &load);
        Includer { original: &original }.include("a", call, false)
    }

    #[test]
    fn files_lines_and_anchors_are_included() {
        assert_eq!(included("b.rs:2").as_deref(), Ok("2"));
        assert_eq!(included("b.rs:1:2").as_deref(), Ok("1\n2"));
        assert_eq!(included("b.rs::1").as_deref(), Ok("1"));
        assert_eq!(included("b.rs:9:").as_deref(), Ok("5"));
        assert_eq!(included("b.rs:x").as_deref(), Ok("3\n4"));
        assert_eq!(included("n.md").as_deref(), Ok("n 1 m"));
    }

    #[test]
    fn nothing_outside_is_read() {
        for call in ["../../etc/passwd", "b.rs:nothing", "missing.rs", "../a/../../x"] {
            assert!(included(call).is_err(), "{call}");
        }
    }
}
