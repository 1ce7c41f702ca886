//! Links to feeds and other files that a generator makes of the whole site: some of them the new site has too, at addresses of
//! its own.

use super::ImportContext;
use super::site::{OriginalLanguage, OriginalPage, OriginalSite};
use crate::config::BaseUrl;
use crate::site::{feed_address, resolve_address};

/// Whether the path of a link on a page is that of something that the generator or a template of the original makes.
pub fn is_generated(context: &ImportContext<'_>, page: &OriginalPage, path: &str) -> bool {
    let site = context.site;
    has_name(site, path)
        || site.generated.iter().any(|start| path.starts_with(start))
        || context.index.is_of_template(site, page, path)
}

/// Whether a path has the name of a feed of the original, or of another file that its generator makes.
fn has_name(site: &OriginalSite, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    site.feeds.contains(&name) || site.made.contains(&name)
}

/// What a link of a page to such a file of the original becomes: the address of the new one. A file of the original with this
/// name is not one that its generator made.
pub fn link(context: &ImportContext<'_>, page: &OriginalPage, link: &str) -> Option<String> {
    if !has_name(context.site, link) {
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

/// The address of the file that replaces the one at an address of the original. A language has a feed if it has a dated page; for
/// this and for the sitemap, the address of the site must be known.
fn new_address(site: &OriginalSite, address: &str) -> Option<String> {
    let has_address = site.base_url.as_deref().is_some_and(|url| BaseUrl::parse(url).is_ok());
    let name_below = |language: &OriginalLanguage| address.strip_prefix(language.at.as_str());
    let number = site.languages.iter().position(|language| name_below(language).is_some_and(|it| !it.contains('/')));
    let name = number.map_or(address.strip_prefix('/'), |number| name_below(&site.languages[number]))?;
    if site.made.contains(&name) {
        return match name {
            "robots.txt" => Some(format!("/{name}")),
            "sitemap.xml" if has_address => Some(format!("/{name}")),
            _ => None,
        };
    }
    let number = number.filter(|_| site.feeds.contains(&name))?;
    let is_dated = |page: &OriginalPage| {
        page.language == number && !page.is_withheld() && page.fields.get_in_any_case("date").is_some()
    };
    (has_address && site.pages.iter().any(is_dated)).then(|| feed_address(&site.languages[number].at))
}
