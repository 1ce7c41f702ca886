//! Rewrites finished HTML for a file that holds several pages: ids begin with the address of their page, links between pages lead
//! inside the file, and links to anything else are absolute, or text where the site has no address.

use std::collections::HashMap;

use crate::config::BaseUrl;
use crate::escape::{escape, unescape};
use crate::markup::tag_length;
use crate::percent::{decode, encode_link};
use crate::read::leads_inside;
use crate::site::resolve_link;

/// Where the links of an edition lead.
pub(super) struct InsideLinks<'a> {
    /// The id of what is in the file, by address.
    pub anchors: HashMap<&'a str, String>,
    /// Addresses that links lead to in place of others.
    pub instead: HashMap<&'a str, String>,
    /// The address of the site.
    pub base: Option<&'a BaseUrl>,
}

/// What a link becomes.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// It stays as it was written.
    Same,
    /// Another link.
    Link(String),
    /// The text of the link.
    Text,
}

/// Attributes whose value names ids, separated by spaces.
const IDS: [&str; 15] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "commandfor",
    "for",
    "form",
    "headers",
    "itemref",
    "list",
    "popovertarget",
];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 8] = ["action", "cite", "data", "formaction", "href", "poster", "src", "xlink:href"];

/// Elements whose content is not HTML.
const RAW: [&str; 2] = ["script", "style"];

/// Elements that show what their source has. Without it, what is in them is shown, as in browsers that do not know them.
const SHOWING: [&str; 5] = ["audio", "iframe", "object", "picture", "video"];

/// An attribute of a tag.
struct Attribute<'t> {
    /// All of it, with the space before it.
    whole: &'t str,
    name: String,
    /// Its value without quotes; empty if it has none.
    value: &'t str,
}

/// The id in the file of an element of the page with this anchor. An anchor ends in `/` and no other id does, so that no two are
/// the same.
pub(super) fn inner_id(anchor: &str, id: &str) -> String {
    let sign = if !anchor.ends_with('/') || id.contains('/') { ":" } else { "" };
    format!("{anchor}{sign}{id}")
}

/// Rewrites HTML of the page at the address `own`. Ids stay as they are if the page has no anchor: that is the file itself.
pub(super) fn rewrite(html: &str, own: &str, anchor: Option<&str>, links: &InsideLinks<'_>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let writer = Rewriter { own, anchor, links };
    // Elements that may lose their tags, each with whether it did.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        let length = if rest.starts_with("<!--") { rest.find("-->").map(|end| end + 3) } else { tag_length(rest) };
        let (tag, after) = rest.split_at(length.unwrap_or(rest.len()));
        rest = after;
        if let Some(name) = tag.strip_prefix("</").map(name_of) {
            let number = open.iter().rposition(|(other, _)| *other == name);
            if !number.is_some_and(|number| open.split_off(number)[0].1) {
                out.push_str(tag);
            }
            continue;
        }
        let name = name_of(&tag[1..]);
        if name.is_empty() {
            out.push_str(tag);
            continue;
        }
        let is_kept = writer.tag(tag, &name, &mut out);
        if name == "a" || SHOWING.contains(&name.as_str()) {
            open.push((name, !is_kept));
        } else if RAW.contains(&name.as_str()) {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    out
}

/// The name of an element, in lower case; empty for comments and the like.
fn name_of(tag: &str) -> String {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
    let name = &tag[..end];
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name.to_ascii_lowercase() } else { String::new() }
}

struct Rewriter<'r> {
    own: &'r str,
    anchor: Option<&'r str>,
    links: &'r InsideLinks<'r>,
}

impl Rewriter<'_> {
    /// Writes a start tag, or what takes its place. Returns whether it stays.
    fn tag(&self, tag: &str, name: &str, out: &mut String) -> bool {
        let all = attributes(&tag[1 + name.len()..]);
        if name == "picture" {
            // Its sources and its image are those of the site.
            out.push_str(if self.links.base.is_some() { tag } else { "" });
            return self.links.base.is_some();
        }
        let mut written = String::with_capacity(tag.len() + 32);
        written.push_str(&tag[..=name.len()]);
        for attribute in &all {
            match self.value(name, attribute) {
                Some(Some(value)) => {
                    let before = attribute.whole.len() - attribute.whole.trim_start().len();
                    written.push_str(&attribute.whole[..before.max(1)]);
                    written.push_str(&attribute.name);
                    written.push_str("=\"");
                    written.push_str(&value);
                    written.push('"');
                }
                Some(None) => written.push_str(attribute.whole),
                None if name == "link" && is_icon(&all) => written.push_str(" href=\"data:,\""),
                None => return Self::leave_out(name, &all, out),
            }
        }
        let end = all.iter().map(|attribute| attribute.whole.len()).sum::<usize>() + 1 + name.len();
        written.push_str(&tag[end..]);
        out.push_str(&written);
        true
    }

    /// Writes what takes the place of an element that leads to a file that cannot be named. Returns whether its tag stays.
    fn leave_out(name: &str, all: &[Attribute<'_>], out: &mut String) -> bool {
        if name == "img"
            && let Some(alt) = all.iter().find(|attribute| attribute.name == "alt")
        {
            out.push_str(&alt.value.replace('<', "&lt;"));
        }
        false
    }

    /// The new value of an attribute, written for double quotes; nothing within if it stays, and nothing if it cannot be written.
    #[expect(clippy::option_option, reason = "an attribute changes, stays or goes")]
    fn value(&self, element: &str, attribute: &Attribute<'_>) -> Option<Option<String>> {
        let (name, value) = (attribute.name.as_str(), attribute.value);
        let quoted = |text: &str| Some(Some(text.replace('"', "&quot;")));
        match (name, self.anchor) {
            ("id", Some(anchor)) => quoted(&inner_id(anchor, value)),
            ("name", Some(anchor)) if matches!(element, "a" | "details" | "map") => quoted(&inner_id(anchor, value)),
            ("usemap", Some(anchor)) => quoted(&format!("#{}", inner_id(anchor, value.trim_start_matches('#')))),
            (name, Some(anchor)) if IDS.contains(&name) => {
                let ids: Vec<String> = value.split_ascii_whitespace().map(|id| inner_id(anchor, id)).collect();
                quoted(&ids.join(" "))
            }
            ("srcset", _) => {
                let one = |part: &str| {
                    let (address, size) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
                    match self.target(&unescape(address.trim())) {
                        Target::Same => Some(part.trim().to_owned()),
                        Target::Link(link) => Some(format!("{} {size}", escape(&link)).trim_end().to_owned()),
                        Target::Text => None,
                    }
                };
                let parts: Option<Vec<String>> = value.split(", ").map(one).collect();
                quoted(&parts?.join(", "))
            }
            (name, _) if ADDRESSES.contains(&name) => match self.target(&unescape(value.trim())) {
                Target::Same => Some(None),
                Target::Link(link) => Some(Some(escape(&link))),
                // Only where it comes from is lost.
                Target::Text if name == "cite" => Some(Some(String::new())),
                Target::Text => None,
            },
            (_, Some(anchor)) if value.contains("url(#") => {
                quoted(&value.replace("url(#", &format!("url(#{}", encode_link(&inner_id(anchor, "")))))
            }
            _ => Some(None),
        }
    }

    /// What a link to this address becomes.
    fn target(&self, address: &str) -> Target {
        if let Some(fragment) = address.strip_prefix('#') {
            return match self.anchor {
                Some(anchor) => Target::Link(inside(anchor, fragment)),
                None => Target::Same,
            };
        }
        if !leads_inside(address) && !address.starts_with('?') {
            return Target::Same;
        }
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let (path, query) = path.split_once('?').map_or((path, ""), |(path, _)| (path, &address[path.len()..]));
        let query = query.split('#').next().unwrap_or("");
        let below = self.links.base.and_then(|base| path.strip_prefix(base.path().trim_end_matches('/')));
        let below = below.filter(|below| below.starts_with('/')).unwrap_or(path);
        let decoded = decode(below);
        let resolved = if path.is_empty() { self.own.to_owned() } else { resolve_link(self.own, &decoded) };
        let folder = resolved.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
        let resolved = folder.unwrap_or(&resolved);
        if let Some(anchor) = self.links.anchors.get(resolved) {
            return Target::Link(inside(anchor, fragment));
        }
        let Some(base) = self.links.base else { return Target::Text };
        let instead = self.links.instead.get(resolved).map_or(resolved, String::as_str);
        let sign = if fragment.is_empty() { "" } else { "#" };
        Target::Link(format!("{}{query}{sign}{fragment}", base.join(&encode_link(instead))))
    }
}

/// A link to the element with this id, percent-encoded, of the page with this anchor. `#top` and `#main` are the page.
fn inside(anchor: &str, fragment: &str) -> String {
    if matches!(fragment, "" | "top" | "main") {
        return format!("#{}", encode_link(anchor));
    }
    format!("#{}", inner_id(&encode_link(anchor), fragment))
}

/// Whether a `link` names the icon. A browser would ask for another one if it were left out.
fn is_icon(all: &[Attribute<'_>]) -> bool {
    all.iter().any(|attribute| attribute.name == "rel" && attribute.value.contains("icon"))
}

/// The attributes of a tag, from its text after the name.
fn attributes(text: &str) -> Vec<Attribute<'_>> {
    let mut all = Vec::new();
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        if trimmed.is_empty() || trimmed.starts_with(['>', '/', '?']) {
            return all;
        }
        let start = rest.len() - trimmed.len();
        let name_end = trimmed.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
        let name_end = name_end.filter(|end| *end > 0).unwrap_or(trimmed.len());
        let name = trimmed[..name_end].to_ascii_lowercase();
        let after = trimmed[name_end..].trim_start();
        let (value, length) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", name_end),
            Some(value) => {
                let before = trimmed.len() - value.len();
                match value.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let end = value[1..].find(quote).map_or(value.len(), |end| end + 1);
                        (&value[1..end], (before + end + 1).min(trimmed.len()))
                    }
                    _ => {
                        let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
                        (&value[..end], before + end)
                    }
                }
            }
        };
        let (whole, after) = rest.split_at(start + length);
        all.push(Attribute { whole, name, value });
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(html: &str, base: Option<&str>) -> String {
        let base = base.map(|base| BaseUrl::parse(base).unwrap());
        let anchors = [("/", "/"), ("/a/", "/a/"), ("/é/", "/é/"), ("/all.html", "all")];
        let anchors = anchors.map(|(address, id)| (address, id.to_owned())).into();
        let links = InsideLinks { anchors, instead: HashMap::new(), base: base.as_ref() };
        rewrite(html, "/a/", Some("/a/"), &links)
    }

    #[test]
    fn links_between_pages_lead_inside() {
        for (link, expected) in [
            ("../", "#/"),
            ("../#times", "#/times"),
            ("#times", "#/a/times"),
            ("#", "#/a/"),
            ("#top", "#/a/"),
            ("./", "#/a/"),
            ("index.html", "#/a/"),
            ("../%C3%A9/", "#/%C3%A9/"),
            ("../all.html", "#all"),
            ("/a/?x=1&amp;y=2#z", "#/a/z"),
            ("https://elsewhere.example/a/", "https://elsewhere.example/a/"),
            ("mailto:a@b.example", "mailto:a@b.example"),
        ] {
            let html = rewritten(&format!("<a class=x href=\"{link}\">y</a>"), None);
            assert_eq!(html, format!("<a class=x href=\"{expected}\">y</a>"), "{link}");
        }
    }

    #[test]
    fn links_to_files_are_absolute_or_text() {
        let base = Some("https://example.org/sub/");
        for (html, with_base, without) in [
            (
                "<p><a href=\"map.pdf\">Map</a> (<b>PDF</b>)</p>",
                "<p><a href=\"https://example.org/sub/a/map.pdf\">Map</a> (<b>PDF</b>)</p>",
                "<p>Map (<b>PDF</b>)</p>",
            ),
            (
                "<a href=/sub/x.csv?a=1&amp;b=2#c>x</a>",
                "<a href=\"https://example.org/sub/x.csv?a=1&amp;b=2#c\">x</a>",
                "x",
            ),
            (
                "<picture><source srcset=\"p.webp, q.webp 2x\"><img src=\"p.png\" alt=\"A &lt; B\"></picture>",
                "<picture><source srcset=\"https://example.org/sub/a/p.webp, https://example.org/sub/a/q.webp 2x\">\
                 <img src=\"https://example.org/sub/a/p.png\" alt=\"A &lt; B\"></picture>",
                "A &lt; B",
            ),
            (
                "<audio controls src=\"a.mp3\"></audio>x",
                "<audio controls src=\"https://example.org/sub/a/a.mp3\"></audio>x",
                "x",
            ),
            (
                "<link rel=\"icon\" href=\"../i.svg\"><link rel=alternate href=\"../atom.xml\">",
                "<link rel=\"icon\" href=\"https://example.org/sub/i.svg\">\
                 <link rel=alternate href=\"https://example.org/sub/atom.xml\">",
                "<link rel=\"icon\" href=\"data:,\">",
            ),
        ] {
            assert_eq!(rewritten(html, base), with_base);
            assert_eq!(rewritten(html, None), without);
        }
    }

    #[test]
    fn ids_begin_with_the_address_of_their_page() {
        for (html, expected) in [
            ("<h2 id=times>x</h2>", "<h2 id=\"/a/times\">x</h2>"),
            ("<h2 id='b/'>x</h2>", "<h2 id=\"/a/:b/\">x</h2>"),
            ("<td headers='a b'/>", "<td headers=\"/a/a /a/b\"/>"),
            ("<label for=x>", "<label for=\"/a/x\">"),
            ("<path fill=\"url(#g)\"/>", "<path fill=\"url(#/a/g)\"/>"),
            ("<use xlink:href=\"#g\"/>", "<use xlink:href=\"#/a/g\"/>"),
            ("<details open name=n>", "<details open name=\"/a/n\">"),
            ("<input name=n disabled>", "<input name=n disabled>"),
            ("<!-- <p id=x> --><style>a<b id=x</style>", "<!-- <p id=x> --><style>a<b id=x</style>"),
            ("1 < 2 <p>", "1 < 2 <p>"),
        ] {
            assert_eq!(rewritten(html, None), expected);
        }
    }
}
