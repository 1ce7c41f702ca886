//! Addresses that finished pages name, as the place of the site that they lead to.

use std::borrow::Cow;

use crate::config::{BaseUrl, Config};
use crate::escape::unescape;
use crate::facts::{LinkFact, hash, hash_of};
use crate::percent::decode;
use crate::read::leads_inside;
use crate::read::markdown::normal;
use crate::site::{nfc, resolve_link};

/// Where a page is, and where its site is.
#[derive(Clone, Copy, Debug)]
pub struct PageAddress<'a> {
    /// The address of the page on the site, which starts with `/`.
    pub page: &'a str,
    /// The address of the site, if it is known.
    pub base_url: Option<&'a str>,
    /// The path of the site on its host, without a slash at its end.
    pub base: &'a str,
}

/// A place of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The address of the page or file, decoded, without `index.html`.
    pub address: String,
    /// The id on the page; none where any place of it will do.
    pub fragment: Option<String>,
}

impl<'a> PageAddress<'a> {
    /// Where a page of a site with these settings is.
    #[must_use]
    pub fn new(config: &'a Config, page: &'a str) -> Self {
        let base_url = config.base_url.as_ref();
        let base = base_url.map_or("", |base| base.path()).trim_end_matches('/');
        Self { page, base_url: base_url.map(BaseUrl::as_str), base }
    }

    /// Where an address leads that is written in an attribute; none if it leads out of the site.
    pub(super) fn target(&self, written: &str) -> Option<Target> {
        let written = unescape(written.trim());
        let own = self.base_url.and_then(|base| below(&written, base));
        let inside = own.as_deref().unwrap_or(&written);
        let (path, fragment) = inside.split_once('#').unwrap_or((inside, ""));
        let address = match path {
            _ if own.is_some() => canonical(&resolve_link("/", path)).into_owned(),
            "" if !written.is_empty() => canonical(self.page).into_owned(),
            _ if written.starts_with('?') => canonical(self.page).into_owned(),
            _ if !leads_inside(&written) => return None,
            _ => {
                let below = path.strip_prefix(self.base).filter(|below| below.starts_with('/'));
                canonical(&resolve_link(self.page, below.unwrap_or(path))).into_owned()
            }
        };
        let fragment = normal(&decode(fragment));
        // By the HTML standard, `#top` is the top of any page.
        let fragment = (!matches!(&*fragment, "" | "top")).then_some(fragment);
        Some(Target { address, fragment })
    }
}

/// Finds where the addresses of a page lead, as hashes.
pub(super) struct Resolver<'a> {
    pub at: &'a PageAddress<'a>,
    /// The hash of the address of the page itself.
    pub own: u64,
    /// The folder of the page without the slash at its end, if links that are written as most are can be read letter by letter.
    pub folder: Option<&'a str>,
    buffer: Vec<u8>,
}

impl<'a> Resolver<'a> {
    pub fn new(at: &'a PageAddress<'a>) -> Self {
        let folder = at.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_plain = folder.is_ascii() && !folder.contains("//") && !folder.bytes().any(is_read_otherwise);
        Self { at, own: hash(&canonical(at.page)), folder: is_plain.then_some(folder), buffer: Vec::with_capacity(64) }
    }

    /// Where an address leads that is written in an attribute; none if it leads out of the site.
    pub fn resolve(&mut self, written: &str) -> Option<LinkFact> {
        self.plain(written).or_else(|| {
            let target = self.at.target(written)?;
            Some(LinkFact { target: hash(&target.address), fragment: target.fragment.as_deref().map(hash) })
        })
    }

    /// The same for an address in which each character means itself.
    fn plain(&mut self, written: &str) -> Option<LinkFact> {
        let folder = self.folder?;
        let of_site = self.at.base_url.filter(|base| base.ends_with('/')).and_then(|base| written.strip_prefix(base));
        let (folder, inside) = match of_site {
            Some(inside) => ("", inside),
            // It may begin with the path of the site on its host.
            None if written.starts_with('/') && !self.at.base.is_empty() => return None,
            None if written.starts_with('/') => ("", written),
            None => (folder, written),
        };
        if written.is_empty() || inside.starts_with("//") || inside.bytes().any(is_read_otherwise) {
            return None;
        }
        let end = inside.bytes().position(|byte| byte == b'#').unwrap_or(inside.len());
        let (path, fragment) = (&inside[..end], inside.get(end + 1..).unwrap_or(""));
        let fragment = (!matches!(fragment, "" | "top")).then(|| hash(fragment));
        if path.is_empty() && of_site.is_none() {
            return Some(LinkFact { target: self.own, fragment });
        }
        if path.ends_with("index.html") {
            return None;
        }
        let mut rest = path.as_bytes();
        // Most lead up first, and then straight down.
        let mut up = folder.as_bytes();
        while let [b'.', b'.', b'/', after @ ..] = rest {
            rest = after;
            up = &up[..up.iter().rposition(|byte| *byte == b'/').unwrap_or(0)];
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(up);
        let mut is_folder = rest.is_empty();
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
            let part = &rest[..end];
            is_folder = end < rest.len() && end + 1 == rest.len();
            rest = rest.get(end + 1..).unwrap_or(&[]);
            match part {
                b"" | b"." => is_folder |= rest.is_empty(),
                b".." => {
                    is_folder |= rest.is_empty();
                    self.buffer.truncate(self.buffer.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
                }
                _ => {
                    self.buffer.push(b'/');
                    self.buffer.extend_from_slice(part);
                }
            }
        }
        if is_folder || self.buffer.is_empty() {
            self.buffer.push(b'/');
        }
        Some(LinkFact { target: hash_of(&self.buffer), fragment })
    }
}

/// Whether a byte may mean something else in an address than in a path: it is encoded, or ends the path, or is part of a scheme.
fn is_read_otherwise(byte: u8) -> bool {
    IS_READ_OTHERWISE[usize::from(byte)]
}

/// The answer for each byte.
static IS_READ_OTHERWISE: [bool; 256] = {
    let mut answers = [true; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        answers[byte as usize] =
            !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'/' | b'_' | b'~' | b'#'));
        byte += 1;
    }
    answers
};

/// The address on the site of an absolute address.
fn below(written: &str, base_url: &str) -> Option<String> {
    let rest = written.strip_prefix(base_url.trim_end_matches('/'))?;
    match rest.as_bytes().first() {
        Some(b'/') => Some(rest.to_owned()),
        None | Some(b'?' | b'#') => Some(format!("/{rest}")),
        Some(_) => None,
    }
}

/// The one form of an address that all others of the same place have.
pub(super) fn canonical(address: &str) -> Cow<'_, str> {
    let path = address.split(['?', '#']).next().unwrap_or("");
    if path.is_ascii() && !path.contains('%') {
        return Cow::Borrowed(without_index(path));
    }
    let decoded = decode(path);
    Cow::Owned(nfc(without_index(&decoded)).into_owned())
}

/// An address without the name of the file that a host sends for a folder.
fn without_index(address: &str) -> &str {
    match address.strip_suffix("index.html") {
        Some(folder) if folder.ends_with('/') => folder,
        _ => address,
    }
}

/// The addresses in an attribute: those of a `srcset` are several, that of a `meta` follows `url=`.
pub(super) fn addresses<'a>(element: &[u8], attribute: &[u8], value: &'a str) -> Vec<&'a str> {
    match (element, attribute) {
        (_, b"srcset" | b"imagesrcset") => candidates(value),
        (b"meta", b"content") => refresh(value).into_iter().filter_map(|(_, address)| address).collect(),
        (_, b"href" | b"src" | b"poster" | b"data" | b"background" | b"xlink:href" | b"action" | b"formaction") => {
            vec![value]
        }
        _ => Vec::new(),
    }
}

/// Whether an address is one of the site itself: that with a scheme and a host may be of something else at the same host, but not
/// in the head, where templates write addresses of the site.
pub(super) fn is_checked(is_in_head: bool, address: &str) -> bool {
    let is_whole = || address.trim_start().get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    is_in_head || !(is_whole() && address.contains("://"))
}

/// The addresses of a `srcset`. A comma within an address, as in `data:image/png;base64,…`, does not end it.
fn candidates(value: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = value.trim_start_matches([' ', '\t', '\n', ',']);
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let address = &rest[..end];
        found.push(address.trim_end_matches(','));
        rest = &rest[end..];
        if !address.ends_with(',') {
            rest = rest.split_once(',').map_or("", |(_, after)| after);
        }
        rest = rest.trim_start_matches([' ', '\t', '\n', ',']);
    }
    found
}

/// The seconds and the address of a `meta` that reloads a page.
pub(super) fn refresh(content: &str) -> Option<(f64, Option<&str>)> {
    let content = content.trim();
    let end = content.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(content.len());
    let seconds = content[..end].parse().ok()?;
    if content[end..].starts_with(|c: char| !c.is_ascii_whitespace() && !matches!(c, ';' | ',')) {
        return None;
    }
    let rest = content[end..].trim_start_matches([';', ',', ' ', '\t', '\n']);
    let is_url = rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("url"));
    let address = match is_url.then(|| rest[3..].trim_start().strip_prefix('=')).flatten() {
        Some(address) => address.trim().trim_matches(['"', '\'']),
        None => rest,
    };
    Some((seconds, (!address.is_empty()).then_some(address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_one_form() {
        let at = PageAddress { page: "/a/b/", base_url: Some("https://x.example/s/"), base: "/s" };
        for (written, expected) in [
            ("../c/", "/a/c/"),
            ("../c/index.html#d", "/a/c/#d"),
            ("/s/e.png?v=1", "/e.png"),
            ("/other/", "/other/"),
            ("#f%C3%A9", "/a/b/#fé"),
            ("?page=2", "/a/b/"),
            ("https://x.example/s/g/#top", "/g/"),
            ("https://x.example/s", "/"),
            ("h%20i.pdf", "/a/b/h i.pdf"),
            ("a&amp;b", "/a/b/a&b"),
        ] {
            let target = at.target(written).unwrap();
            let shown = target.address + &target.fragment.map_or_else(String::new, |id| format!("#{id}"));
            assert_eq!(shown, expected, "{written}");
        }
        for written in ["", "https://x.example/", "mailto:a@b.example", "data:,", "//x.example/s/"] {
            assert_eq!(at.target(written), None, "{written}");
        }
    }

    #[test]
    fn plain_addresses_lead_where_all_others_do() {
        for page in ["/a/b/", "/", "/a/x.html", "/é/b/"] {
            for (base_url, base) in [("https://x.example/s/", "/s"), ("https://x.example/", "")] {
                let at = PageAddress { page, base_url: Some(base_url), base };
                let mut resolver = Resolver::new(&at);
                let written = "../c/ ../../../c . .. ./ c/./d c//d /s/e /e/ / #f x#g ../#top x?y #%C3%A9 ../index.html \
                               index.html é/ a:b //h/ https://x.example/s/ https://x.example/s/#f https://x.example/s \
                               https://x.example/sx/ https://x.example/e/../f/";
                for written in written.split(' ') {
                    let target = at.target(written);
                    let expected = target.map(|target| LinkFact {
                        target: hash(&target.address),
                        fragment: target.fragment.as_deref().map(hash),
                    });
                    assert_eq!(resolver.resolve(written), expected, "{written} on {page}, {base}");
                }
            }
        }
    }

    #[test]
    fn attributes_name_addresses() {
        assert_eq!(addresses(b"img", b"srcset", "a.png 1x, b.png 2x,c.png"), ["a.png", "b.png", "c.png"]);
        assert_eq!(
            addresses(b"img", b"srcset", "data:image/png;base64,AA== 1x, b.png"),
            ["data:image/png;base64,AA==", "b.png"]
        );
        assert_eq!(addresses(b"meta", b"content", "0; url=/a/"), ["/a/"]);
        assert_eq!(addresses(b"meta", b"content", "5;URL='b'"), ["b"]);
        assert!(addresses(b"meta", b"content", "width=device-width").is_empty());
        assert_eq!(refresh("0: /a/"), None);
        assert_eq!(addresses(b"a", b"href", "x"), ["x"]);
        assert!(addresses(b"p", b"title", "x").is_empty());
    }
}
