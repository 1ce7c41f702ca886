//! Links of the finished output that lead to nothing, whoever wrote them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use memchr::memmem;

use super::addresses::{PageAddress, Resolver, addresses, is_checked};
use super::index::OutputIndex;
use super::known::Known;
use super::places::{Found, Origin, Places};
use super::survey::fault;
use super::words::Tag;
use super::{Outputs, address_of};
use crate::facts::{FaultKind, LinkFact, hash};
use crate::limits::NEAR_SEARCHES;
use crate::output::{Artifact, Body, MediaType};
use crate::read::{LinkKind, ThemeLink};
use crate::report::{Finding, Place, SourceFile, catalog, nearest};
use crate::shrink::{HtmlToken, Scanner};

/// A broken link: its finding, the first page that has it, and how many have it.
struct Broken {
    finding: Finding,
    page: String,
    pages: usize,
    is_of_theme: bool,
}

/// The broken links of all pages, by file, place, and address.
pub(super) struct BrokenLinks(BTreeMap<(String, usize, String), Broken>);

impl BrokenLinks {
    /// Whether one of these is in this part of a theme. If so, it is on this page, too.
    pub fn is_in(&mut self, part: &Place, page: &str) -> bool {
        let Some(range) = part.range() else { return false };
        let path = part.file().path();
        let start = (path.to_owned(), range.start, String::new());
        let mut of_part = self.0.range_mut(start..).take_while(|((file, at, _), _)| file == path && *at < range.end);
        let Some((_, broken)) = of_part.find(|(_, broken)| broken.is_of_theme) else { return false };
        if broken.page != page {
            broken.pages += 1;
        }
        true
    }

    /// Reports all of them.
    pub fn report(self, findings: &mut Vec<Finding>) {
        findings.extend(self.0.into_values().map(|Broken { finding, page, pages, is_of_theme }| match is_of_theme {
            true => finding.note(super::on_pages(&page, pages)),
            false => finding,
        }));
    }
}

/// Finds links of pages that lead to nothing, unless what is wrong with them was found where they are written: `reported` are
/// addresses of themes as they are written.
pub(super) fn of_pages(
    (outputs, index): (&Outputs<'_>, &OutputIndex),
    places: &mut Places<'_>,
    reported: &BTreeSet<String>,
) -> BrokenLinks {
    let of_theme = Known::of_theme(reported);
    let mut found: BTreeMap<(String, usize, String), Broken> = BTreeMap::new();
    let mut searches = 0;
    for path in &index.broken {
        let Some(artifact) = outputs.output.get(path) else { continue };
        let (Some(facts), Body::Bytes(html)) = (&artifact.facts, &artifact.body) else { continue };
        let broken: HashSet<LinkFact> = facts.links().filter(|link| !index.leads(link)).collect();
        let own = address_of(path);
        let at = outputs.address(&own);
        let origin = Origin::at(outputs.site, &own);
        let known = Known::of_page(outputs.site, origin);
        let html = html.joined();
        let html = String::from_utf8_lossy(&html);
        for (written, link, tag) in links_of(&html, &at) {
            if !broken.contains(&link) || known.has(&written, &link) || of_theme.has(&written, &link) {
                continue;
            }
            let (place, is_of_theme) = place((outputs, &html), places, origin, (&written, tag));
            let place = place.unwrap_or_else(|| Place::whole(&SourceFile::new(path, "")));
            let start = place.range().map_or(0, |range| range.start);
            let key =
                (place.file().path().to_owned(), start, if is_of_theme { String::new() } else { written.clone() });
            if let Some(broken) = found.get_mut(&key) {
                if broken.page != own {
                    broken.pages += 1;
                }
                continue;
            }
            let finding = if index.has_page(&link) {
                catalog::access::broken_fragment(place, &written)
            } else {
                searches += 1;
                let near = (searches <= NEAR_SEARCHES).then(|| near(outputs, &at, &written)).flatten();
                match is_of_theme {
                    true => catalog::theme::broken_link(place, &written, near.as_deref()),
                    false => catalog::access::broken_link(place, &written, near.as_deref()),
                }
            };
            found.insert(key, Broken { finding, page: own.clone(), pages: 1, is_of_theme });
        }
    }
    BrokenLinks(found)
}

/// Where an address was most likely written, and whether that is in the theme.
fn place(
    (outputs, html): (&Outputs<'_>, &str),
    places: &mut Places<'_>,
    origin: Option<Origin<'_>>,
    (written, tag): (&str, Range<usize>),
) -> (Option<Place>, bool) {
    let links = &outputs.theme.links_written;
    if let Some(link) = links.iter().find(|link| link.kind != LinkKind::Computed && link.address == written) {
        return (Some(link.place.clone()), true);
    }
    if let Some(place) = places.of_text(origin, written) {
        return (Some(place), false);
    }
    let computed: Vec<&ThemeLink> = links.iter().filter(|link| link.kind == LinkKind::Computed).collect();
    if let Some(link) = maker(&computed, written) {
        return (Some(link.place.clone()), true);
    }
    let Some(origin) = origin else { return (computed.first().map(|link| link.place.clone()), !computed.is_empty()) };
    match (places.of_tag(origin, &fault(html, FaultKind::BrokenFragment, tag, written)), computed.first()) {
        (Found::Theme(place), _) => (Some(place), true),
        (Found::Text(place), _) => (Some(place), false),
        (Found::Unknown(_), Some(link)) => (Some(link.place.clone()), true),
        (Found::Unknown(place), None) => (Some(place), false),
    }
}

/// The link of a template that most likely made this address: of those with fixed text, all of which is in it, the one with most.
fn maker<'l>(computed: &[&'l ThemeLink], address: &str) -> Option<&'l ThemeLink> {
    let fixed_length = |link: &ThemeLink| {
        let parts = link.address.split(['{', '}', '%']).enumerate().filter(|(number, _)| number % 4 == 0);
        parts.map(|(_, part)| part.trim()).try_fold(0, |sum, part| address.contains(part).then_some(sum + part.len()))
    };
    let lengths = computed.iter().filter_map(|link| Some((fixed_length(link).filter(|length| *length > 0)?, *link)));
    // Of several with as much, the first.
    lengths.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, link)| link)
}

/// The published address that is most similar.
fn near(outputs: &Outputs<'_>, at: &PageAddress<'_>, written: &str) -> Option<String> {
    let address = at.target(written)?.address;
    let known: Vec<String> = outputs.output.iter().map(|(path, _)| address_of(path)).collect();
    let with_slash = format!("{}/", address.trim_end_matches('/'));
    if known.contains(&with_slash) {
        return Some(with_slash);
    }
    nearest(&address, known.iter().map(String::as_str)).map(str::to_owned)
}

/// All links of a page that lead to other places of the site, as they are written, with where they lead and their tags.
fn links_of(text: &str, at: &PageAddress<'_>) -> Vec<(String, LinkFact, Range<usize>)> {
    let mut found = Vec::new();
    let mut scanner = Scanner::new(text.as_bytes());
    while let Some(token) = scanner.next(false) {
        let HtmlToken::Open { name, tag: range, .. } = token else { continue };
        let tag = Tag { html: text, attributes: scanner.attributes() };
        let element = text[name].to_ascii_lowercase();
        for attribute in tag.attributes {
            let name = text[attribute.name.clone()].to_ascii_lowercase();
            let value = &text[attribute.value.clone()];
            let all = addresses(element.as_bytes(), name.as_bytes(), value);
            for address in all.into_iter().filter(|address| is_checked(element == "link", address)) {
                if let Some(target) = at.target(address) {
                    let fragment = target.fragment.as_deref().map(hash);
                    let written = crate::escape::unescape(address).into_owned();
                    found.push((written, LinkFact { target: hash(&target.address), fragment }, range.clone()));
                }
            }
        }
    }
    found
}

/// Reports addresses of the site in feeds, the sitemap, calendars and other data that lead to nothing.
pub(super) fn of_files(outputs: &Outputs<'_>, index: &OutputIndex, findings: &mut Vec<Finding>) {
    for (path, addresses) in &index.broken_in_files {
        for address in addresses.iter().filter(|address| !outputs.is_of_record(address)) {
            let place = Place::whole(&SourceFile::new(path.as_str(), ""));
            findings.push(catalog::access::broken_link(place, address, None));
        }
    }
}

/// Whether a file names addresses that are checked.
pub(super) fn is_data(path: &str, artifact: &Artifact) -> bool {
    use MediaType::{Atom, Calendar, JsonLd, Text, Xml};
    matches!(artifact.media, Xml | Atom | Text | Calendar | JsonLd) || path == REDIRECTS
}

/// The addresses of the site in such a file whose links are chosen, each once.
pub(super) fn links_in(
    outputs: &Outputs<'_>,
    (path, artifact): (&str, &Artifact),
    is_chosen: impl Fn(&LinkFact) -> bool,
) -> Vec<String> {
    let Some(bytes) = artifact.bytes() else { return Vec::new() };
    let at = outputs.address("/");
    let mut resolver = Resolver::new(&at);
    let text = String::from_utf8_lossy(&bytes);
    // Lines of a calendar are folded.
    let text = if artifact.media == MediaType::Calendar { text.replace("\r\n ", "") } else { text.into_owned() };
    let mut seen = BTreeSet::new();
    let named = if path == REDIRECTS { redirected(&text) } else { absolute(&text, at.base_url) };
    let named = named.into_iter().filter(|address| seen.insert(*address));
    let chosen = named.filter(|address| resolver.resolve(address).is_some_and(|link| is_chosen(&link)));
    chosen.map(str::to_owned).collect()
}

/// The file of redirects of Netlify and Cloudflare Pages.
const REDIRECTS: &str = "_redirects";

/// Where a file of redirects leads.
fn redirected(text: &str) -> Vec<&str> {
    let to = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_whitespace().nth(1));
    to.filter(|to| to.starts_with('/') && !to.contains([':', '*'])).collect()
}

/// The addresses of the site in a text.
fn absolute<'t>(text: &'t str, base_url: Option<&str>) -> Vec<&'t str> {
    let Some(base) = base_url else { return Vec::new() };
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\'' | '\\' | ')' | '`');
    let starts = memmem::find_iter(text.as_bytes(), base.as_bytes());
    starts.map(|at| text[at..].split(ends).next().unwrap_or("")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_data() {
        let text = "<loc>https://a.example/x/</loc>\"https://a.example/y\\n\" https://b.example/";
        assert_eq!(absolute(text, Some("https://a.example/")), ["https://a.example/x/", "https://a.example/y"]);
        assert_eq!(redirected("/a/ /b/ 301\n# no\n/c/* /d/:splat 301\n/e https://x.example/ 302"), ["/b/"]);
    }

    #[test]
    fn links_are_found_with_and_without_quotes() {
        let at = PageAddress { page: "/p/", base_url: None, base: "" };
        let html =
            "<a href=/a/>x</a><img src=\"b c.png\"><a class=x href='d'>y</a><a data-href=no><p title='<a href=q>'>";
        let written: Vec<String> = links_of(html, &at).into_iter().map(|(written, ..)| written).collect();
        assert_eq!(written, ["/a/", "b c.png", "d"]);
    }
}
