//! Checks that the links of a theme lead to what is published, as they are written. One finding for each link, however many pages
//! show it; links that templates put together are checked in finished pages.

use std::collections::{BTreeMap, BTreeSet};

use super::bases::LinkBases;
use crate::config::LinkStyle;
use crate::limits::NEAR_SEARCHES;
use crate::output::Output;
use crate::percent::decode;
use crate::read::{LinkKind, Theme, ThemeLink, leads_inside};
use crate::report::{Finding, Place, catalog, nearest};
pub(super) use crate::site::resolve_link as resolve_like;
use crate::site::{Site, output_path};

/// Checks the links in the templates and styles of a theme. `asked` are addresses that templates passed to `link` and that are not
/// known to be published, each with a page. Returns the addresses that it reports, as they are written.
pub fn theme_links(
    theme: &Theme,
    (site, output, style): (&Site, &Output, LinkStyle),
    asked: &BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> BTreeSet<String> {
    let mut reported = BTreeSet::new();
    let mut checker = Checker { theme, site, output, style, searches: 0, bases: None };
    for (address, page) in asked {
        let finding = checker.of_filter(address, page);
        reported.extend(finding.iter().map(|_| address.clone()));
        findings.extend(finding);
    }
    let mut seen = BTreeSet::new();
    for link in theme.links_written.iter().filter(|link| link.kind != LinkKind::Computed) {
        if seen.insert((link.place.file().path(), &link.address)) {
            let finding = checker.of_template(link);
            reported.extend(finding.iter().map(|_| link.address.clone()));
            findings.extend(finding);
        }
    }
    reported
}

struct Checker<'a> {
    theme: &'a Theme,
    site: &'a Site,
    output: &'a Output,
    style: LinkStyle,
    /// How many similar addresses were searched for.
    searches: usize,
    /// Where relative links begin; collected when the first one is found.
    bases: Option<LinkBases<'a>>,
}

impl<'a> Checker<'a> {
    /// Whether something is published at an address, which starts with `/`.
    fn is_published(&self, address: &str) -> bool {
        let address = bare(address);
        let is_page = self.site.page_at(&address).is_some() || self.site.generated_at(&address).is_some();
        is_page || self.output.get(&output_path(&address)).is_some()
    }

    /// The published address that is most similar.
    fn near(&mut self, address: &str) -> Option<String> {
        self.searches += 1;
        if self.searches > NEAR_SEARCHES {
            return None;
        }
        let with_slash = format!("{}/", address.trim_end_matches('/'));
        if self.is_published(&with_slash) {
            return Some(with_slash);
        }
        let known: Vec<String> = self.output.iter().map(|(path, _)| address_of(path)).collect();
        nearest(address, known.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The path below which the site is published, without `/` at its end.
    fn base(&self) -> &'a str {
        self.site.config.base_url.as_ref().map_or("", |base| base.path()).trim_end_matches('/')
    }

    /// The finding for an address that a template passed to `link`.
    fn of_filter(&mut self, address: &str, page: &str) -> Option<Finding> {
        if address.starts_with('/') && self.is_published(address) || !leads_inside(address) {
            return None;
        }
        let files =
            self.theme.shortcodes.values().chain(self.theme.templates.values()).chain(self.theme.qualified.values());
        let place = files.clone().find_map(|file| {
            let text = file.text();
            let quoted = ['"', '\''].into_iter().find_map(|quote| text.find(&format!("{quote}{address}{quote}")))?;
            Some(Place::new(file, quoted + 1..quoted + 1 + address.len()))
        });
        let place = place.or_else(|| {
            let asks = |text: &str| text.match_indices("link").any(|(at, _)| text[..at].trim_end().ends_with('|'));
            files.clone().find(|file| asks(file.text())).map(Place::first_line)
        })?;
        let rooted = resolve_like("/", address);
        let near = if self.is_published(&rooted) { Some(rooted) } else { self.near(&rooted) };
        Some(catalog::theme::broken_link(place, address, near.as_deref()).note(format!("while rendering {page}")))
    }

    /// The finding for a link that is written in a template or a style.
    fn of_template(&mut self, link: &ThemeLink) -> Option<Finding> {
        let is_style = link.kind == LinkKind::Style;
        let place = || link.place.clone();
        if let Some(below) = link.address.strip_prefix(self.base()).filter(|below| below.starts_with('/')) {
            if !self.is_published(below) {
                let near = self.near(below);
                return Some(catalog::theme::broken_link(place(), &link.address, near.as_deref()));
            }
            let is_moved = self.style == LinkStyle::Files;
            return is_moved
                .then(|| catalog::theme::rooted_link(place(), &link.address, bare(below).as_str(), is_style));
        }
        if link.address.starts_with('/') {
            // It leaves the path below which the site is published.
            let near = if self.is_published(&link.address) { Some(bare(&link.address)) } else { None };
            return Some(match near {
                Some(near) => catalog::theme::rooted_link(place(), &link.address, &near, is_style),
                None => catalog::theme::broken_link(place(), &link.address, None),
            });
        }
        // From the addresses of pages: all folders, since pages are folders.
        let (site, output) = (self.site, self.output);
        let bases = self.bases.get_or_insert_with(|| bases(site, output));
        let leads = bases.count_leading(&link.address);
        let fails = bases.pages() - leads;
        let rooted = resolve_like("/", &link.address);
        if leads == 0 {
            let near = if self.is_published(&rooted) { Some(rooted) } else { self.near(&rooted) };
            return Some(catalog::theme::broken_link(place(), &link.address, near.as_deref()));
        }
        let is_of_all = matches!(link.kind, LinkKind::OfAllPages | LinkKind::Style);
        (is_of_all && fails > 0).then(|| catalog::theme::relative_link(place(), &link.address, &rooted, is_style))
    }
}

/// Collects the folders of pages, where relative links begin, and all published addresses.
fn bases<'a>(site: &'a Site, output: &Output) -> LinkBases<'a> {
    let folders: Vec<&str> =
        site.pages.iter().map(|page| page.address.as_str()).filter(|it| it.ends_with('/')).collect();
    let written = output.iter().flat_map(|(path, _)| [address_of(path), format!("/{path}")]);
    let pages = site.pages.iter().map(|page| &page.address).chain(site.generated.iter().map(|page| &page.address));
    LinkBases::new(folders, written.chain(pages.cloned()).collect())
}

/// The address of what is published at a path.
fn address_of(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// An address without what follows `?` or `#`, decoded.
fn bare(address: &str) -> String {
    decode(address.split(['?', '#']).next().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved_as_browsers_do() {
        for (page, address, expected) in [
            ("/a/b/", "c/", "/a/b/c/"),
            ("/a/b/", "../c.png?x#y", "/a/c.png"),
            ("/", "nope/", "/nope/"),
            ("/a/x.html", "y.html", "/a/y.html"),
            ("/a/", "..", "/"),
            ("/a/", "/b/", "/b/"),
        ] {
            assert_eq!(resolve_like(page, address), expected, "{page} {address}");
        }
    }
}
