//! Links to feeds: to those of the original, which the new site has at another address.

use super::ImportContext;
use super::site::{OriginalLanguage, OriginalPage, OriginalSite};
use crate::config::BaseUrl;
use crate::site::{feed_address, resolve_address};

/// Whether a path is that of a feed of the original.
pub fn is_feed(site: &OriginalSite, path: &str) -> bool {
    site.feeds.contains(&path.rsplit('/').next().unwrap_or(path))
}

/// What a link of a page to a feed of the original becomes: the address of the new feed. A file of the original with this name
/// is not a feed.
pub fn link(context: &ImportContext<'_>, page: &OriginalPage, link: &str) -> Option<String> {
    if !is_feed(context.site, link) {
        return None;
    }
    let (site, index) = (context.site, context.index);
    if let Some(below) = index.below_own(link) {
        return new_address(site, below).filter(|_| index.address(below).is_none());
    }
    let address = match link.starts_with('/') {
        true => index.below_base(link)?.to_owned(),
        false => resolve_address(&page.address, link),
    };
    new_address(site, &address).filter(|_| index.link(site, page, link).is_none())
}

/// The address of the feed that replaces the one at an address of the original. A language has a feed if it has a dated page, and
/// if the address of the site is known.
fn new_address(site: &OriginalSite, address: &str) -> Option<String> {
    let is_of = |language: &OriginalLanguage| {
        address.strip_prefix(language.at.as_str()).is_some_and(|name| site.feeds.contains(&name))
    };
    let number = site.languages.iter().position(is_of)?;
    let is_dated = |page: &OriginalPage| {
        page.language == number && !page.is_withheld() && page.fields.get_in_any_case("date").is_some()
    };
    let has_address = site.base_url.as_deref().is_some_and(|url| BaseUrl::parse(url).is_ok());
    (has_address && site.pages.iter().any(is_dated)).then(|| feed_address(&site.languages[number].at))
}
