//! Files derived from the whole site: sitemap, feeds, robots.txt and calendar files. They are written by hand, since
//! they are short and their formats are stable: the sitemap protocol 0.9, RFC 4287 (Atom) and RFC 9309.

use std::fmt::Write as _;

use super::calendar;
use crate::config::{BaseUrl, NO_JEKYLL, Text};
use crate::escape::escape as xml;
use crate::output::{Artifact, MediaType};
use crate::percent::encode_link;
use crate::site::{
    List, Outline, OutlineGenerated, OutlinePage, Purpose, Site, Subject, feed_address, first_language, output_path,
};

/// A feed lists this many pages, the newest first.
const FEED_ITEMS: usize = 20;

/// Whether a page has a feed: that of a language or a term, by its address. It needs a base address and a dated page.
#[must_use]
pub fn has_feed(site: &Site, page: &str) -> bool {
    site.is_derived(&feed_address(page))
}

/// All derived files with their paths, without those that the site or its theme provides.
#[must_use]
pub fn all(site: &Site, outline: &Outline<'_>) -> Vec<(String, Artifact)> {
    let mut files = vec![("robots.txt".to_owned(), Artifact::new(MediaType::Text, robots(site)))];
    if site.config.host.needs_no_jekyll() {
        files.push((NO_JEKYLL.to_owned(), Artifact::new(MediaType::Other, Vec::new())));
    }
    if let Some(base) = &site.config.base_url {
        if !site.config.noindex {
            files.push(("sitemap.xml".to_owned(), Artifact::new(MediaType::Xml, sitemap(site, outline, base))));
        }
        for (number, language) in site.config.languages.iter().enumerate() {
            if has_feed(site, &language.at) {
                let path = output_path(&feed_address(&language.at));
                let pages = outline.listed().map(|(_, page)| page).filter(|page| page.language == number);
                let title = shown(&site.config.title, &language.tag);
                let feed = feed((number, title, &language.at), pages, site, base);
                files.push((path, Artifact::new(MediaType::Atom, feed)));
            }
        }
        for term in outline.terms.iter().filter(|term| has_feed(site, term.address)) {
            let tag = &site.config.languages[term.language].tag;
            // In two languages, if the title of the site is in another one.
            let title = (format!("{} – {}", term.name, site.config.title.get(tag)), None);
            let pages = term.pages.iter().map(|&page| &outline.pages[page]);
            let feed = feed((term.language, title, term.address), pages, site, base);
            files.push((output_path(&feed_address(term.address)), Artifact::new(MediaType::Atom, feed)));
        }
    }
    files.extend(super::exports::all(site));
    files.extend(of_events(site, outline));
    files.retain(|(path, _)| !site.provided.contains(path));
    files
}

/// The calendars and descriptions of events, in each language that they have texts in.
fn of_events(site: &Site, outline: &Outline<'_>) -> Vec<(String, Artifact)> {
    let mut files = Vec::new();
    let first = first_language(&site.config);
    for language in 0..site.config.languages.len() {
        let pages = outline.pages_of_events(&[language, first]);
        let tag = &site.config.languages[language].tag;
        for ((event, listed), page) in site.events.iter().zip(&outline.events).zip(pages) {
            let Some(interval) = event.interval else { continue };
            let of_language = listed.files(&site.config).find(|(number, _)| *number == language);
            let Some((_, [calendar, data])) = of_language else { continue };
            let page = page.map(|number| &outline.pages[number]);
            let as_calendar = calendar::ics((event, interval), page, (site, tag));
            let as_data = calendar::jsonld((event, interval), page, (site, tag));
            files.push((output_path(&calendar), Artifact::new(MediaType::Calendar, as_calendar)));
            files.push((output_path(&data), Artifact::new(MediaType::JsonLd, as_data)));
        }
    }
    files
}

/// Keeps no one away, in a build that is not to be indexed either: a page that may not be fetched cannot say that it is not to be
/// indexed, and is then shown without its text (<https://developers.google.com/search/docs/crawling-indexing/block-indexing>).
fn robots(site: &Site) -> String {
    let mut out = "User-agent: *\nDisallow:\n".to_owned();
    if let Some(base) = site.config.base_url.as_ref().filter(|_| !site.config.noindex) {
        let _ = writeln!(out, "Sitemap: {}", base.join("sitemap.xml"));
    }
    out
}

fn sitemap(site: &Site, outline: &Outline<'_>, base: &BaseUrl) -> String {
    let has_alternates = site.config.languages.len() > 1;
    let alternates = if has_alternates { " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"" } else { "" };
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"{alternates}>\n"
    );
    let entry = "<url><loc></loc><lastmod>2000-01-01</lastmod></url>\n".len() + base.as_str().len();
    let lengths = outline.pages.iter().map(|page| entry + page.address.len());
    let mut out = String::with_capacity(head.len() + lengths.sum::<usize>());
    out.push_str(&head);
    let pages = outline.listed().filter(|(_, page)| page.is_indexed);
    let pages =
        pages.map(|(number, page)| (page.address, page.updated.or(page.date), (page.language, Subject::Page(number))));
    let is_indexed = |page: &&OutlineGenerated<'_>| match page.purpose {
        Purpose::Part { list: List::Section(section), .. } => outline.pages[section].is_indexed,
        _ => page.is_listed,
    };
    let generated = outline.generated.iter().filter(is_indexed);
    let generated = generated.map(|page| (page.address, None, (page.language, Subject::Generated(page.purpose))));
    for (address, date, of) in pages.chain(generated) {
        let _ = write!(out, "<url><loc>{}</loc>", xml(&base.join(&encode_link(address))));
        if let Some(date) = date {
            let _ = write!(out, "<lastmod>{date}</lastmod>");
        }
        // <https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap>
        for (lang, other) in outline.alternates(of, address, &site.config) {
            let href = xml(&base.join(&encode_link(&other)));
            let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{href}\"/>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The feed of the newest of these pages. It is that of the page at `at`, and has a language and a title.
fn feed<'o>(
    (language, (title, other), at): (usize, (String, Option<&str>), &str),
    pages: impl Iterator<Item = &'o OutlinePage<'o>>,
    site: &Site,
    base: &BaseUrl,
) -> String {
    let settings = &site.config.languages[language];
    let mut dated: Vec<(&OutlinePage<'_>, jiff::civil::Date, jiff::civil::Date)> = pages
        .filter_map(|page| {
            let date = page.date?;
            Some((page, date, page.updated.unwrap_or(date).max(date)))
        })
        .collect();
    dated.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.address.cmp(b.0.address)));
    let newest = dated.iter().map(|(_, _, updated)| *updated).max();
    dated.truncate(FEED_ITEMS);
    let (title, title_language) = (xml(&title), language_attribute(other));
    let home = xml(&base.join(&encode_link(at)));
    let own = xml(&base.join(&encode_link(&feed_address(at))));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title{title_language}>{title}</title>\n<id>{home}</id>\n<link href=\"{home}\"/>\n<link rel=\"self\" href=\"{own}\"/>\n",
        xml(&settings.tag)
    );
    if let Some(newest) = newest {
        let _ = writeln!(out, "<updated>{}</updated>", instant(newest));
    }
    let (publisher, other) = shown(&site.config.title, &settings.tag);
    let _ = writeln!(out, "<author{}><name>{}</name></author>", language_attribute(other), xml(&publisher));
    for (page, date, updated) in dated {
        let address = xml(&absolute(page, base));
        let _ = write!(
            out,
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n",
            xml(page.title),
            instant(date),
            instant(updated)
        );
        for author in page.authors {
            let _ = writeln!(out, "<author><name>{}</name></author>", xml(author));
        }
        if let Some(description) = page.description {
            let _ = writeln!(out, "<summary>{}</summary>", xml(description));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// A text with the tag of its language, if that is another one.
fn shown<'t>(text: &'t Text, tag: &str) -> (String, Option<&'t str>) {
    let shown = text.shown(tag);
    (shown.text.to_owned(), shown.other)
}

/// The attribute that gives a text its language, if it is another than that of the feed.
fn language_attribute(other: Option<&str>) -> String {
    other.map_or_else(String::new, |tag| format!(" xml:lang=\"{}\"", xml(tag)))
}

/// Atom has instants only; a civil date is given as its first moment in UTC, the same on every machine.
fn instant(date: jiff::civil::Date) -> String {
    format!("{date}T00:00:00Z")
}

fn absolute(page: &OutlinePage<'_>, base: &BaseUrl) -> String {
    base.join(&encode_link(page.address))
}
