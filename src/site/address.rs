//! Addresses of pages and files, and relative links between them.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::config::LinkStyle;
use crate::read::{WELL_KNOWN, is_segment};

/// The slugs of the sections of one language, by the path of their folder below the folder of the language.
pub type FolderSlugs<'a> = HashMap<&'a str, &'a str>;

/// Returns a path or an address in the Unicode form in which all are compared.
#[must_use]
pub fn nfc(path: &str) -> Cow<'_, str> {
    if path.is_ascii() || is_nfc(path) { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) }
}

/// Resolves a path with `.` and `..` from a folder below the same root; `None` if it leads out of the root.
#[must_use]
pub fn resolve_path(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Resolves a path against an address, as browsers do: `..` at the root stays there.
#[must_use]
pub fn resolve_address(address: &str, path: &str) -> String {
    let mut parts: Vec<&str> = address.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Where an address leads from a page, as browsers resolve it; a `/` at its end stays.
#[must_use]
pub fn resolve_link(page: &str, address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let folder = &page[..=page.rfind('/').unwrap_or(0).min(page.len().saturating_sub(1))];
    let resolved = if path.starts_with('/') { resolve_address("/", path) } else { resolve_address(folder, path) };
    let is_folder = path.ends_with('/') || matches!(path.rsplit('/').next(), Some("." | ".."));
    if is_folder && !resolved.ends_with('/') { resolved + "/" } else { resolved }
}

/// Returns the address of the page at `path` below the folder of its language, whose address is `at`. It ends in `/`. The
/// slug of a section is in `folders`, because it renames the folder for everything in it.
#[must_use]
pub fn of_page(at: &str, path: &str, slug: Option<&str>, folders: &FolderSlugs) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let (folder, name) = split(stem);
    let mut address = of_folder(at, folder, folders);
    if name != "index" {
        address.push_str(&slug.map_or_else(|| segment(name), str::to_owned));
        address.push('/');
    }
    address
}

/// Returns the address of a file that is published as it is.
#[must_use]
pub fn of_file(at: &str, path: &str, folders: &FolderSlugs) -> String {
    let (folder, name) = split(path);
    // Other sites may link to files, so their names are kept, and those of folders without a slug too.
    let mut address = at.to_owned();
    for (part, slug) in parts(folder, folders) {
        address.push_str(slug.unwrap_or(part));
        address.push('/');
    }
    address + name
}

fn of_folder(at: &str, folder: &str, folders: &FolderSlugs) -> String {
    let mut address = at.to_owned();
    for (part, slug) in parts(folder, folders) {
        address.push_str(&slug.map_or_else(|| segment(part), str::to_owned));
        address.push('/');
    }
    address
}

/// The parts of the path of a folder, each with the slug of its section.
fn parts<'a>(folder: &'a str, folders: &'a FolderSlugs) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
    let mut end = 0;
    folder.split('/').filter(|part| !part.is_empty()).map(move |part| {
        end += part.len() + usize::from(end > 0);
        (part, folders.get(&folder[..end]).copied())
    })
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Turns the name of a file or folder into a segment: characters that are not allowed become `-`.
fn segment(name: &str) -> String {
    if is_segment(name) || name == WELL_KNOWN {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if is_segment(&format!("a{c}")) {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let trimmed = out.trim_matches(['-', '.']);
    if trimmed.is_empty() { "page".to_owned() } else { trimmed.to_owned() }
}

/// Returns the path in the output for an address.
#[must_use]
pub fn output_path(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Returns the relative link from the page `from` to `to`. Both start with `/`; `from` ends in `/`.
#[must_use]
pub fn relative(from: &str, to: &str, style: LinkStyle) -> String {
    let shared = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    // Searched in bytes, because two letters may share their first bytes.
    let shared = from.as_bytes()[..shared].iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
    let up = from[shared..].matches('/').count();
    let mut link = "../".repeat(up);
    link.push_str(&to[shared..]);
    if style == LinkStyle::Files && to.ends_with('/') {
        link.push_str("index.html");
    }
    if link.is_empty() {
        link.push_str("./");
    }
    // `a:b` at the start of a relative address would be read as a scheme.
    if link.split('/').next().is_some_and(|first| first.contains(':')) {
        link.insert_str(0, "./");
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_files_and_slugs() {
        let slugs = FolderSlugs::from([("a", "x"), ("b/c", "y")]);
        for (path, slug, expected) in [
            ("index.md", None, "/"),
            ("session.md", None, "/session/"),
            ("session.md", Some("s"), "/s/"),
            ("a/index.md", None, "/x/"),
            ("a/p.md", None, "/x/p/"),
            ("a/p.md", Some("q"), "/x/q/"),
            ("a/a/p.md", None, "/x/a/p/"),
            ("b/index.md", None, "/b/"),
            ("b/c/index.md", None, "/b/y/"),
            ("b/c/p.md", None, "/b/y/p/"),
            ("My page!.md", None, "/My-page/"),
            ("数字.md", None, "/数字/"),
        ] {
            assert_eq!(of_page("/", path, slug, &slugs), expected, "{path}");
        }
        assert_eq!(of_page("/fr/", "a/b.md", None, &slugs), "/fr/x/b/");
        assert_eq!(of_file("/", "a/My map.pdf", &slugs), "/x/My map.pdf");
        assert_eq!(of_file("/", "My files/map.pdf", &slugs), "/My files/map.pdf");
    }

    #[test]
    fn links_are_relative_so_that_a_site_can_live_anywhere() {
        let pages = LinkStyle::Pages;
        assert_eq!(relative("/", "/session/", pages), "session/");
        assert_eq!(relative("/session/", "/", pages), "../");
        assert_eq!(relative("/a/b/", "/a/c/", pages), "../c/");
        assert_eq!(relative("/a/b/", "/a/", pages), "../");
        assert_eq!(relative("/ab/", "/abc/", pages), "../abc/");
        assert_eq!(relative("/न/", "/ह/", pages), "../ह/");
        assert_eq!(relative("/a/", "/a/", pages), "./");
        assert_eq!(relative("/a/", "/a/x.pdf", pages), "x.pdf");
        assert_eq!(relative("/a/", "/", LinkStyle::Files), "../index.html");
        assert_eq!(relative("/", "/", LinkStyle::Files), "index.html");
    }
}
