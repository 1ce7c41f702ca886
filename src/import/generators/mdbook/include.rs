//! Resolves `{{#include …}}`: a file, some of its lines, or the lines between anchors.

use crate::import::original::{Original, folder_of, resolve};

/// Maximum nesting of includes.
const DEEPEST: usize = 10;
/// Maximum bytes that one call includes.
const MOST: usize = 1_000_000;
/// Maximum number of files that one call includes, directly or through other files.
const MOST_FILES: usize = 1_000;

/// Includes files of the original.
pub struct Includer<'a> {
    /// The files.
    pub original: &'a Original<'a>,
}

/// The part of a file that is included.
enum IncludedPart<'a> {
    All,
    /// Lines, from 0; the end is exclusive.
    Lines(usize, usize),
    Anchor(&'a str),
}

impl Includer<'_> {
    /// The text that a call includes; `path` may end in lines or an anchor after a colon.
    ///
    /// # Errors
    ///
    /// Why nothing can be included.
    pub fn include(&self, folder: &str, path: &str) -> Result<String, String> {
        self.nested(folder, path, 0, &mut 0)
    }

    /// `count` is the number of files that the call has included so far.
    fn nested(&self, folder: &str, call: &str, depth: usize, count: &mut usize) -> Result<String, String> {
        *count += 1;
        if *count > MOST_FILES {
            return Err(format!("it includes more than {MOST_FILES} files"));
        }
        let (path, part) = call.split_once(':').unwrap_or((call, ""));
        let path = resolve(folder, path.trim()).ok_or("it is outside of the folder, and was not read")?;
        let file = self.original.text(&path)?;
        let mut text = match part_of(part) {
            IncludedPart::All => file.text().to_owned(),
            IncludedPart::Lines(start, end) => {
                let lines: Vec<&str> = file.text().lines().skip(start).take(end.saturating_sub(start)).collect();
                lines.join("\n")
            }
            IncludedPart::Anchor(name) => {
                anchored(file.text(), name).ok_or_else(|| format!("{path} has no anchor `{name}`"))?
            }
        };
        if text.len() > MOST {
            return Err(format!("{path} is too large to include"));
        }
        if depth < DEEPEST && text.contains("{{#include") {
            let tags = super::tags::find(&text, 0..text.len(), "{{#include", "}}");
            for tag in tags.into_iter().rev() {
                if text[..tag.range.start].ends_with('\\') {
                    continue;
                }
                let inner = self.nested(folder_of(&path), &tag.inner, depth + 1, count)?;
                if text.len() + inner.len() > MOST {
                    return Err(format!("{path} includes too much"));
                }
                text.replace_range(tag.range, inner.trim_end_matches('\n'));
            }
        }
        Ok(text)
    }
}

fn part_of(part: &str) -> IncludedPart<'_> {
    let (first, second) = part.split_once(':').map_or((part, None), |(first, second)| (first, Some(second)));
    let number = |text: &str| text.trim().parse::<usize>().ok();
    match (first.trim(), second) {
        ("", None) => IncludedPart::All,
        (only, None) => match number(only) {
            Some(line) => IncludedPart::Lines(line.saturating_sub(1), line),
            None => IncludedPart::Anchor(only),
        },
        (start, Some(end)) if start.is_empty() || number(start).is_some() => {
            let start = number(start).unwrap_or(1).saturating_sub(1);
            IncludedPart::Lines(start, number(end).unwrap_or(usize::MAX))
        }
        (name, Some(_)) => IncludedPart::Anchor(name),
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
        Includer { original: &original }.include("a", call)
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
    fn includes_that_multiply_are_refused() {
        // Each file includes the next one ten times.
        let load = |path: &str| {
            let next = path.parse::<u32>().map_or(0, |number| number + 1);
            Ok(if next < 10 { format!("{{{{#include {next}}}}}\n").repeat(10).into_bytes() } else { Vec::new() })
        };
        let original = Original::new((0..10).map(|number| number.to_string()).collect(), &load);
        let found = Includer { original: &original }.include("", "0");
        assert_eq!(found.unwrap_err(), "it includes more than 1000 files");
    }

    #[test]
    fn nothing_outside_is_read() {
        for call in ["../../etc/passwd", "b.rs:nothing", "missing.rs", "../a/../../x"] {
            assert!(included(call).is_err(), "{call}");
        }
    }
}
