//! The addresses of other hosts that the finished pages name, each with the places where an editor finds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::BaseUrl;
use crate::output::Output;
use crate::pipeline::address_of;
use crate::report::{Place, SourceFile};
use crate::shrink::outer_addresses;
use crate::site::Site;

/// Characters after an address that would be a part of it.
const GOES_ON: &[char] = &['/', '-', '_', '~', '%', '=', '&', '?', '+', '#'];

/// An address of another host.
#[derive(Clone, Debug)]
pub struct NamedAddress {
    /// The address, without a fragment.
    pub address: String,
    /// Where it is written, in the order of pages: in their files, or in one that several pages show. A page alone where it
    /// is written otherwise, for example by a template.
    pub places: Vec<Place>,
}

/// The addresses of other hosts in the pages of the output, sorted. `shared` are files that pages show parts of: records,
/// settings, templates.
#[must_use]
pub fn named(site: &Site, output: &Output, shared: &[Arc<SourceFile>]) -> Vec<NamedAddress> {
    let own = site.config.base_url.as_ref().map(BaseUrl::as_str);
    let is_own =
        |address: &str| own.is_some_and(|own| address.starts_with(own) || address == own.trim_end_matches('/'));
    let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (path, html, _) in output.pages() {
        let page = site.page_at(&address_of(path)).map(|number| &site.pages[number].source.file);
        for address in outer_addresses(&html.joined()) {
            if is_own(&address) {
                continue;
            }
            let places = found.entry(address.clone()).or_default();
            let in_page = page.and_then(|file| place(file, &address));
            let shown = || shared.iter().find_map(|file| place(file, &address)).or_else(|| page.map(Place::whole));
            if let Some(place) = in_page.or_else(shown)
                && !places.iter().any(|known| is_same(known, &place))
            {
                places.push(place);
            }
        }
    }
    found.into_iter().map(|(address, places)| NamedAddress { address, places }).collect()
}

fn is_same(a: &Place, b: &Place) -> bool {
    Arc::ptr_eq(a.file(), b.file()) && a.range() == b.range()
}

/// Where a file names an address, as it is or as Markdown and HTML write it.
fn place(file: &Arc<SourceFile>, address: &str) -> Option<Place> {
    let bare = address.split_once("://").map(|(_, bare)| bare).filter(|bare| bare.starts_with("www."));
    let forms = [Some(address.to_owned()), Some(address.replace('&', "&amp;")), bare.map(str::to_owned)];
    let text = file.text();
    let find = |written: &String| {
        let is_whole =
            |at: usize| !text[at + written.len()..].starts_with(|c: char| c.is_alphanumeric() || GOES_ON.contains(&c));
        let mut all = text.match_indices(written.as_str()).map(|(at, _)| at);
        let mut whole = all.clone();
        // One with a fragment is longer than the address.
        let at =
            whole.find(|&at| is_whole(at)).or_else(|| all.find(|&at| text[at + written.len()..].starts_with('#')))?;
        Some(Place::new(file, at..at + written.len()))
    };
    forms.into_iter().flatten().find_map(|written| find(&written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_where_they_are_written() {
        let text = "[a](https://a.example/xy) <https://a.example/x?b&c> https://a.example/x www.b.example\nhttps://c.example/#d";
        let file = SourceFile::new("content/en/index.md", text);
        let at = |address: &str| place(&file, address).map(|place| text[place.range().unwrap()].to_owned());
        let start = |address: &str| place(&file, address).and_then(|place| place.range()).map(|range| range.start);
        assert_eq!(at("https://a.example/x?b&c").as_deref(), Some("https://a.example/x?b&c"));
        assert_eq!(start("https://a.example/x"), text.find("https://a.example/x www"));
        assert_eq!(at("http://www.b.example").as_deref(), Some("www.b.example"));
        assert_eq!(at("https://c.example/").as_deref(), Some("https://c.example/"));
        assert_eq!(at("https://d.example/"), None);
    }
}
