//! Links that a theme writes itself: in attributes of its templates, and in its styles. Only the finished site shows whether they
//! lead to something.

use std::ops::Range;
use std::sync::Arc;

use crate::report::{Place, SourceFile};

/// A link in a theme.
#[derive(Clone, Debug)]
pub struct ThemeLink {
    /// Where it is.
    pub place: Place,
    /// The address as it is written; for one that a template makes, the attribute.
    pub address: String,
    /// The kind of link.
    pub kind: LinkKind,
}

/// The kinds of links in a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// An attribute of a template that only some pages use.
    OfSomePages,
    /// An attribute of a template that pages at any address use.
    OfAllPages,
    /// In a style, which is a part of each page.
    Style,
    /// An attribute that a template puts together.
    Computed,
}

/// Attributes with an address, and [`REFRESH`].
const ATTRIBUTES: [&str; 11] = [
    "href",
    "src",
    "srcset",
    "imagesrcset",
    "poster",
    "data",
    "background",
    "xlink:href",
    "action",
    "formaction",
    REFRESH,
];
/// The attribute of a `meta` that leads on after some time. Its address follows `url=`.
pub(super) const REFRESH: &str = "http-equiv=refresh";
/// Templates that pages at any address use.
const COMMON: [&str; 3] = ["base.html", "page.html", "section.html"];
/// How names of values end that are addresses already.
const ADDRESSES: [&str; 4] = ["url", "link", "online", "register"];

/// Adds the links of an attribute of the template `name`; `value` is at `range`.
pub(super) fn of_attribute(
    (file, name): (&Arc<SourceFile>, &str),
    attribute: &str,
    range: &Range<usize>,
    links: &mut Vec<ThemeLink>,
) {
    if !ATTRIBUTES.contains(&attribute) {
        return;
    }
    let written = &file.text()[range.clone()];
    let inside = if attribute == REFRESH { address_of_refresh(written) } else { Some(0..written.len()) };
    let Some(inside) = inside else { return };
    let value = &written[inside.clone()];
    let range = range.start + inside.start..range.start + inside.end;
    let mut add = |address: &str, kind| {
        links.push(ThemeLink { place: Place::new(file, range.clone()), address: address.to_owned(), kind });
    };
    if value.contains(['{', '}']) {
        if is_put_together(value) {
            add(value.trim(), LinkKind::Computed);
        }
        return;
    }
    let kind = if COMMON.contains(&name) { LinkKind::OfAllPages } else { LinkKind::OfSomePages };
    let parts = value.split(',').map(|part| part.split_whitespace().next().unwrap_or(""));
    match attribute {
        "srcset" | "imagesrcset" => parts.filter(|part| leads_inside(part)).for_each(|part| add(part, kind)),
        _ if leads_inside(value.trim()) => add(value.trim(), kind),
        _ => {}
    }
}

/// The bytes of the address in the `content` of a `meta` that leads on, as in `5; url=/a/`.
fn address_of_refresh(content: &str) -> Option<Range<usize>> {
    let around = [' ', '"', '\''];
    let key = content.to_ascii_lowercase().find("url=")?;
    let address = content[key + "url=".len()..].trim_start_matches(around);
    let start = content.len() - address.len();
    Some(start..start + address.trim_end_matches(around).len())
}

/// Adds an address of a style, which is at `range`.
pub(super) fn of_style(file: &Arc<SourceFile>, address: &str, range: &Range<usize>, links: &mut Vec<ThemeLink>) {
    if leads_inside(address) {
        let place = Place::new(file, range.clone());
        links.push(ThemeLink { place, address: address.to_owned(), kind: LinkKind::Style });
    }
}

/// Whether an address leads to something of the site: not to a place on the page itself, and not to another host.
#[must_use]
pub fn leads_inside(address: &str) -> bool {
    let has_scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    !address.is_empty() && !address.starts_with(['#', '?']) && !address.starts_with("//") && !has_scheme
}

/// Whether a template makes this value of more than an address: that of something of the site, or one that it passes to `link`.
fn is_put_together(value: &str) -> bool {
    let mut rest = without_tags(value);
    loop {
        let text = rest.trim_start();
        if text.is_empty() || text.starts_with(['#', '?']) || !leads_inside(text) {
            return false;
        }
        let Some((expression, after)) = text.strip_prefix("{{").and_then(|text| text.split_once("}}")) else {
            return true;
        };
        let expression = expression.trim_matches(['-', ' ']);
        let is_address = expression.contains("| link")
            || expression.contains("|link")
            || ADDRESSES.iter().any(|ending| expression.ends_with(ending));
        if !is_address {
            return true;
        }
        rest = after.to_owned();
    }
}

/// A value without the tags of the template language.
fn without_tags(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, tag)) = rest.split_once("{%") {
        out.push_str(before);
        rest = tag.split_once("%}").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_site_is_not_put_together() {
        for value in [
            "{{ page.home_url }}",
            "{{ item.url }}",
            "{{ item.address | link }}",
            "{{ site.records | link }}#source-{{ source.id }}",
            "#{{ heading.id }}",
            "{% if page.icon_url %}{{ page.icon_url }}{% else %}data:,{% endif %}",
            "{{ link }}",
            "mailto:{{ page.extra.mail }}",
            "https://example.org/{{ page.lang }}/",
        ] {
            assert!(!is_put_together(value), "{value}");
        }
        for value in
            ["{{ page.extra.see }}", "{{ page.home_url }}nope/", "/{{ page.lang }}/", "img/{{ page.extra.photo }}"]
        {
            assert!(is_put_together(value), "{value}");
        }
    }

    #[test]
    fn only_addresses_of_the_site_are_checked() {
        for address in ["/a/", "a/", "../x.png", "a:b/c".split_at(1).0, "./x"] {
            assert!(leads_inside(address), "{address}");
        }
        for address in ["#a", "?a", "", "//x.example/", "https://x.example/", "data:,", "mailto:a@b.c", "tel:1"] {
            assert!(!leads_inside(address), "{address}");
        }
    }
}
