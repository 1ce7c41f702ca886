//! Addresses: where a page is published, and how one address is written as seen from another.

use crate::config::LinkStyle;
use crate::read::is_segment;

/// The address of the page at `path` below its language's folder, which lives at `at`. Ends in `/`.
#[must_use]
pub fn of_page(at: &str, path: &str, slug: Option<&str>) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let mut address = at.to_owned();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        address.push_str(&segment(part));
        address.push('/');
    }
    let own = match slug {
        Some(slug) => slug.to_owned(),
        None if name == "index" => return address,
        None => segment(name),
    };
    if name == "index" {
        // The slug of a section takes the place of its folder's name.
        address.pop();
        let cut = address.rfind('/').map_or(0, |at| at + 1);
        if cut >= at.len() {
            address.truncate(cut);
        } else {
            address.push('/');
        }
    }
    address.push_str(&own);
    address.push('/');
    address
}

/// A name of a file or folder as a segment: what an address cannot hold becomes `-`.
fn segment(name: &str) -> String {
    if is_segment(name) {
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

/// The path below the target at which an address is published.
#[must_use]
pub fn output_path(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// `to`, as a link on the page `from` writes it. Both start with `/`; `from` ends in `/`.
#[must_use]
pub fn relative(from: &str, to: &str, style: LinkStyle) -> String {
    let shared = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    // In bytes: two letters of one script may share their first ones.
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
        assert_eq!(of_page("/", "index.md", None), "/");
        assert_eq!(of_page("/", "session.md", None), "/session/");
        assert_eq!(of_page("/fr/", "a/b.md", None), "/fr/a/b/");
        assert_eq!(of_page("/", "a/index.md", None), "/a/");
        assert_eq!(of_page("/", "a/index.md", Some("x")), "/x/");
        assert_eq!(of_page("/", "a/b/index.md", Some("x")), "/a/x/");
        assert_eq!(of_page("/", "a/b.md", Some("x")), "/a/x/");
        assert_eq!(of_page("/", "My page!.md", None), "/My-page/");
        assert_eq!(of_page("/", "数字.md", None), "/数字/");
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
