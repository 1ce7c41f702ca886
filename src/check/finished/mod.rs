//! Checks of the finished output: every link leads to something, and every reader can use every page. A page is read once, when
//! it was rendered ([`survey`]); what is found there is reported here, where it was written, once for each fault of a template.

/// The [`name_key`](crate::shrink::name_key) of an attribute.
macro_rules! key {
    ($name:literal) => {{
        const KEY: u64 = crate::shrink::name_key($name.as_bytes());
        KEY
    }};
}

mod addresses;
mod attributes;
mod faults;
mod index;
mod kinds;
mod known;
mod labels;
mod links;
mod lists;
mod menus;
mod names;
mod outline;
mod places;
mod plain;
mod survey;
mod tables;
mod tags;
mod targets;
#[cfg(test)]
mod tests;
mod words;

pub use addresses::PageAddress;
pub use index::{OutputIndex, hash_of_path};
pub use menus::KnownMenus;
pub use survey::survey;

use std::collections::BTreeSet;

use crate::output::Output;
use crate::read::Theme;
use crate::report::Finding;
use crate::site::Site;
use places::Places;

/// The finished output, and what it was made from.
#[derive(Clone, Copy)]
pub struct Outputs<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its theme.
    pub theme: &'a Theme,
    /// All files.
    pub output: &'a Output,
}

impl<'a> Outputs<'a> {
    /// The output of a site.
    #[must_use]
    pub fn new(site: &'a Site, theme: &'a Theme, output: &'a Output) -> Self {
        Self { site, theme, output }
    }

    /// Whether a record has this address, as that of an event or of a source may be.
    fn is_of_record(&self, address: &str) -> bool {
        let sources = self.site.sources.iter().map(|source| source.place.file());
        let events = self.site.events.iter().map(|event| event.record.place.file());
        sources.chain(events).any(|file| file.text().contains(address.trim_end_matches('/')))
    }

    /// The language of the folder of the page at an address, as the settings write it.
    fn language_of(&self, address: &str) -> Option<&'a str> {
        let language = match places::Origin::at(self.site, address)? {
            places::Origin::Page(page) => page.source.language,
            places::Origin::Generated(page) => page.language,
        };
        Some(&self.site.config.languages[language].tag)
    }

    fn address<'b>(&'b self, page: &'b str) -> PageAddress<'b> {
        PageAddress::new(&self.site.config, page)
    }
}

/// Reports what is wrong with the finished output, of which `index` is. `reported` are addresses of links of the theme that were
/// reported already.
pub fn finished(outputs: &Outputs<'_>, index: &OutputIndex, reported: &BTreeSet<String>, findings: &mut Vec<Finding>) {
    let mut places = Places::new(outputs.site, outputs.theme);
    let mut broken = links::of_pages((outputs, index), &mut places, reported);
    links::of_files(outputs, index, findings);
    faults::faults((outputs, index), &mut places, &mut broken, findings);
    broken.report(findings);
    targets::targets(outputs.theme, findings);
}

/// The address of the page at a path.
fn address_of(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// The note that says where something that a theme makes was seen.
fn on_pages(first: &str, pages: usize) -> String {
    match pages {
        1 => format!("on the page `{first}`"),
        2 => format!("on the page `{first}` and 1 other page"),
        more => format!("on the page `{first}` and {} other pages", more - 1),
    }
}
