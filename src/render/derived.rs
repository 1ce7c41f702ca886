//! Files derived from the whole site: sitemap, feeds, robots.txt and calendar files. They are written by hand, since
//! they are short and their formats are stable: the sitemap protocol 0.9, RFC 4287 (Atom) and RFC 9309.

use std::fmt::Write as _;

use super::calendar;
use crate::config::BaseUrl;
use crate::escape::escape as xml;
use crate::output::{Artifact, Media};
use crate::percent::encode_link;
use crate::site::{Page, Site, output_path};

/// A feed lists this many pages, the newest first.
const FEED_ITEMS: usize = 20;

/// Whether a language has a feed: it needs a base address and a dated page.
#[must_use]
pub fn has_feed(site: &Site, language: usize) -> bool {
    site.config.base_url.is_some()
        && site.pages.iter().any(|page| page.language == language && page.front.date.is_some())
}

/// All derived files with their paths.
#[must_use]
pub fn all(site: &Site) -> Vec<(String, Artifact)> {
    let mut files = vec![("robots.txt".to_owned(), Artifact::new(Media::Text, robots(site)))];
    if let Some(base) = &site.config.base_url {
        files.push(("sitemap.xml".to_owned(), Artifact::new(Media::Xml, sitemap(site, base))));
        for (number, language) in site.config.languages.iter().enumerate() {
            if has_feed(site, number) {
                let path = output_path(&format!("{}atom.xml", language.at));
                files.push((path, Artifact::new(Media::Atom, feed(site, number, base))));
            }
        }
    }
    files.extend(super::exports::all(site));
    for (event, page) in site.events.iter().zip(site.pages_of_events()) {
        let page = page.map(|number| &site.pages[number]);
        if let Some(moment) = event.moment {
            let calendar = calendar::ics(event, moment, page, site);
            let data = calendar::jsonld(event, moment, page, site);
            files.push((output_path(&event.calendar()), Artifact::new(Media::Calendar, calendar)));
            files.push((output_path(&event.data()), Artifact::new(Media::JsonLd, data)));
        }
    }
    files
}

fn robots(site: &Site) -> String {
    let mut out = "User-agent: *\nDisallow:\n".to_owned();
    if let Some(base) = &site.config.base_url {
        let _ = writeln!(out, "Sitemap: {}", base.join("sitemap.xml"));
    }
    out
}

fn sitemap(site: &Site, base: &BaseUrl) -> String {
    let head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    let entry = "<url><loc></loc><lastmod>2000-01-01</lastmod></url>\n".len() + base.as_str().len();
    let lengths = site.pages.iter().map(|page| entry + page.address.len());
    let mut out = String::with_capacity(head.len() + lengths.sum::<usize>());
    out.push_str(head);
    for page in &site.pages {
        let _ = write!(out, "<url><loc>{}</loc>", xml(&absolute(page, base)));
        if let Some(date) = page.front.updated.or(page.front.date) {
            let _ = write!(out, "<lastmod>{date}</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

fn feed(site: &Site, language: usize, base: &BaseUrl) -> String {
    let settings = &site.config.languages[language];
    let mut dated: Vec<(&Page, jiff::civil::Date, jiff::civil::Date)> = site
        .pages
        .iter()
        .filter(|page| page.language == language)
        .filter_map(|page| {
            let date = page.front.date?;
            Some((page, date, page.front.updated.unwrap_or(date).max(date)))
        })
        .collect();
    dated.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.address.cmp(&b.0.address)));
    let newest = dated.iter().map(|(_, _, updated)| *updated).max();
    dated.truncate(FEED_ITEMS);
    let title = xml(site.config.title.get(&settings.tag));
    let home = xml(&base.join(&encode_link(&settings.at)));
    let own = xml(&base.join(&encode_link(&format!("{}atom.xml", settings.at))));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{title}</title>\n<id>{home}</id>\n<link href=\"{home}\"/>\n<link rel=\"self\" href=\"{own}\"/>\n",
        xml(&settings.tag)
    );
    if let Some(newest) = newest {
        let _ = writeln!(out, "<updated>{}</updated>", instant(newest));
    }
    let _ = writeln!(out, "<author><name>{title}</name></author>");
    for (page, date, updated) in dated {
        let address = xml(&absolute(page, base));
        let _ = write!(
            out,
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n",
            xml(page.title()),
            instant(date),
            instant(updated)
        );
        if let Some(description) = &page.front.description {
            let _ = writeln!(out, "<summary>{}</summary>", xml(description));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// Atom has instants only; a civil date is given as its first moment in UTC, the same on every machine.
fn instant(date: jiff::civil::Date) -> String {
    format!("{date}T00:00:00Z")
}

fn absolute(page: &Page, base: &BaseUrl) -> String {
    base.join(&encode_link(&page.address))
}
