//! Names and paths of files that are the same on every system. Knows no disk.

use std::path::{Path, PathBuf};

/// Why Windows has no file or folder with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameFault {
    /// It is the name of a device, whatever ending follows.
    Device,
    /// It ends in a full stop or a space, which Windows leaves out.
    End,
    /// It contains a character that Windows forbids.
    Character(char),
}

/// Why Windows has no file or folder of this name, if that is so.
pub(crate) fn fault_of(name: &str) -> Option<NameFault> {
    // The documented list, and two that Windows has as well.
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let is_forbidden = |c: &char| c.is_ascii_control() || "<>:\"/\\|?*".contains(*c);
    if let Some(c) = name.chars().find(is_forbidden) {
        return Some(NameFault::Character(c));
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ').to_ascii_lowercase();
    let is_port = |kind: &str| {
        let mut number = stem.strip_prefix(kind).unwrap_or_default().chars();
        number.next().is_some_and(|c| "123456789¹²³".contains(c)) && number.next().is_none()
    };
    if DEVICES.contains(&&*stem) || is_port("com") || is_port("lpt") {
        return Some(NameFault::Device);
    }
    name.ends_with(['.', ' ']).then_some(NameFault::End)
}

/// The first part of a path with `/` that Windows cannot have, and why.
pub(crate) fn fault_in(path: &str) -> Option<(&str, NameFault)> {
    path.split('/').filter(|part| !part.is_empty()).find_map(|part| Some((part, fault_of(part)?)))
}

/// Joins a name to a path, with `/` on every system: such paths are compared with those of files of the site.
pub(crate) fn below(above: &Path, name: impl AsRef<Path>) -> PathBuf {
    if above.as_os_str().is_empty() {
        return name.as_ref().to_owned();
    }
    let mut path = above.as_os_str().to_owned();
    path.push("/");
    path.push(name.as_ref());
    path.into()
}

/// A relative path with `/` between its parts on every system.
pub(crate) fn slashed(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |above, part| below(&above, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_cannot_have_are_known() {
        for name in ["con", "CON", "con.md", "Aux.tar.gz", "nul ", "com1", "LPT9.txt", "com²", "conin$"] {
            assert_eq!(fault_of(name), Some(NameFault::Device), "{name}");
        }
        for (name, fault) in [("end.", NameFault::End), ("end ", NameFault::End), ("...", NameFault::End)] {
            assert_eq!(fault_of(name), Some(fault), "{name}");
        }
        for (name, c) in [("a:b", ':'), ("what?.md", '?'), ("a\\b", '\\'), ("a\nb", '\n'), ("<a>", '<'), ("a|b", '|')] {
            assert_eq!(fault_of(name), Some(NameFault::Character(c)), "{name}");
        }
        for name in ["console", "icon.png", "con-1", "com", "com0", "com10", "lptx", "a.con", ".well-known", "é", "a b"]
        {
            assert_eq!(fault_of(name), None, "{name}");
        }
        assert_eq!(fault_in("en/aux/index.html"), Some(("aux", NameFault::Device)));
        assert_eq!(fault_in("en/auxiliary/index.html"), None);
    }

    #[test]
    fn paths_have_slashes_on_every_system() {
        assert_eq!(below(Path::new(""), "a"), Path::new("a"));
        assert_eq!(below(Path::new("a/b"), "c").to_str(), Some("a/b/c"));
        assert_eq!(slashed(&Path::new("a").join("b").join("c")).to_str(), Some("a/b/c"));
    }
}
