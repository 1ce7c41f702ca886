//! The addresses of other hosts that a page leads to or shows.

use std::collections::BTreeSet;

use super::scan::{HtmlToken, Scanner};
use crate::escape::unescape;

/// Collects the addresses with a host that a page leads to or shows, without their fragments. Addresses that only name something,
/// such as the canonical one of the page, are left out.
#[must_use]
pub fn outer_addresses(html: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next(false) {
        let HtmlToken::Open { name, .. } = token else { continue };
        let element = html[name].to_ascii_lowercase();
        let value = |name: &str| {
            let is_named = |range: &std::ops::Range<usize>| html[range.clone()].eq_ignore_ascii_case(name.as_bytes());
            let attribute = scanner.attributes().iter().find(|attribute| is_named(&attribute.name))?;
            Some(String::from_utf8_lossy(&html[attribute.value.clone()]).into_owned())
        };
        let is_followed = element != b"link" || value("rel").is_some_and(|rel| leads_somewhere(&rel));
        for attribute in ["href", "src", "poster", "data", "xlink:href"] {
            let is_shown = match attribute {
                "data" => element == b"object",
                "href" => element != b"base" && is_followed,
                _ => true,
            };
            found.extend(value(attribute).filter(|_| is_shown).and_then(|written| outer(&written)));
        }
        for set in ["srcset", "imagesrcset"] {
            let set = value(set).unwrap_or_default();
            found.extend(set.split_ascii_whitespace().filter_map(|part| outer(part.trim_matches(','))));
        }
    }
    found
}

/// Whether a `link` with these relations leads readers or browsers to its address.
fn leads_somewhere(rel: &str) -> bool {
    const FOLLOWED: [&str; 9] =
        ["stylesheet", "icon", "manifest", "preload", "modulepreload", "prefetch", "license", "help", "author"];
    rel.split_ascii_whitespace().any(|word| FOLLOWED.iter().any(|followed| word.eq_ignore_ascii_case(followed)))
}

/// An address with a host, as browsers read it; `None` for all others.
fn outer(written: &str) -> Option<String> {
    let unescaped = unescape(written);
    // Browsers remove line ends and tabs.
    let plain: String = unescaped.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let plain = plain.split('#').next().unwrap_or_default();
    let starts = |with: &str| plain.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    match () {
        () if plain.starts_with("//") => Some(format!("https:{plain}")),
        () if starts("http://") || starts("https://") => Some(plain.to_owned()),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_are_led_to_is_found() {
        let html = br#"<!doctype html><base href=https://base.example/><link rel=canonical href=https://own.example/>
<link rel="alternate" href="https://feed.example/"><link rel=stylesheet href=https://style.example/x.css>
<a href="https://a.example/?b&amp;c#d">x</a><a href=HTTP://B.example>y</a><a href=/own>z</a><a href="mailto:a@b.example">m</a>
<img src=//c.example/p.png srcset="https://d.example/1.png 1x, https://d.example/2.png 2x"><video poster=https://e.example/p></video>
<object data=https://f.example/o></object><p data=https://none.example/ data-href=https://none.example/>
<script>"<a href=https://none.example/>"</script><!-- <a href=https://none.example/> --><a href="https://g.exam
ple/">g</a><svg><use xlink:href="https://h.example/i#j"/></svg>"#;
        let found: Vec<String> = outer_addresses(html).into_iter().collect();
        let expected = [
            "HTTP://B.example",
            "https://a.example/?b&c",
            "https://c.example/p.png",
            "https://d.example/1.png",
            "https://d.example/2.png",
            "https://e.example/p",
            "https://f.example/o",
            "https://g.example/",
            "https://h.example/i",
            "https://style.example/x.css",
        ];
        assert_eq!(found, expected);
    }
}
