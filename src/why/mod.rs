//! What an address of the site is made from, and what leads to it: the answer of `firstflight why`.

mod text;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::check::hash_of_path;
use crate::config::Paths;
use crate::facts::PageFacts;
use crate::output::{Artifact, Body, Output};
use crate::percent::decode;
use crate::read::Theme;
use crate::render::{shortcodes_of_page, template_chain, templates_of_page};
use crate::report::nearest;
use crate::shrink::{PageToWeigh, PageWeight, weigh_one};
use crate::site::{Destination, Page, Purpose, RecordId, Site, output_path};

/// Maximum number of similar addresses that are named.
const SIMILAR: usize = 3;

/// What an address is made from. Lists without entries are left out of JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origins {
    /// The address, below the path of the site.
    pub address: String,
    /// The path of its file below the published folder.
    pub path: String,
    /// `page`, `generated page`, `file`, or `made from the whole site`.
    pub kind: &'static str,
    /// Why it is there, if it has no file of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The files that it was made from: its own first, then those of records, images and other pages, and folders with a slash at
    /// their ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
    /// The files of its templates: its own first, then those that it extends or includes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// The files of the shortcodes that it calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shortcodes: Vec<String>,
    /// The records that it shows: `statistic poverty-rate`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
    /// The dates in its front matter and what they do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// The addresses of the pages that show it, if it was made from an image.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown_on: Vec<String>,
    /// The addresses of the pages whose text leads to it; of a file, also those whose template leads to it or shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub linked_from: Vec<String>,
    /// Whether it is in the menu.
    pub in_menu: bool,
    /// Its length in bytes.
    pub size: u64,
    /// Its bytes as the host sends them, if it is a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<u64>,
    /// What each part of the page adds to it, heaviest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartWeight>,
}

/// What a part of a page adds to its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PartWeight {
    /// The name of the part.
    pub name: &'static str,
    /// Its bytes as sent.
    pub bytes: u64,
}

/// The path of the output that an address means: with or without the host, the path of the site and slashes.
///
/// # Errors
///
/// Addresses that are similar to one that is unknown.
pub fn find(site: &Site, output: &Output, address: &str) -> Result<String, Vec<String>> {
    let base = site.config.base_url.as_ref();
    let rest = base.and_then(|base| address.strip_prefix(base.as_str().trim_end_matches('/')));
    let rest = rest.or_else(|| address.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])));
    let rest = rest.unwrap_or(address).split(['?', '#']).next().unwrap_or("");
    let plain = decode(rest.trim_start_matches('/'));
    let below = base.map_or("", |base| base.path()).trim_start_matches('/');
    for path in [Some(&*plain), plain.strip_prefix(below)].into_iter().flatten() {
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        if let Some(found) = [path, &index].into_iter().find(|path| output.get(path).is_some()) {
            return Ok(found.to_owned());
        }
    }
    let known: Vec<String> = output.iter().map(|(path, _)| address_of(path)).collect();
    let wanted = format!("/{plain}");
    let with_slash = format!("{}/", wanted.trim_end_matches('/'));
    let mut similar: Vec<String> = Vec::new();
    for written in [&wanted, &with_slash] {
        similar.extend(nearest(written, known.iter().map(String::as_str)).map(str::to_owned));
    }
    let last = plain.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    similar.extend(known.iter().filter(|known| !last.is_empty() && known.contains(last)).cloned());
    let mut seen = BTreeSet::new();
    similar.retain(|address| seen.insert(address.clone()));
    similar.truncate(SIMILAR);
    Err(similar)
}

fn address_of(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// What the file at `path` of the output is made from. `inputs` are the files that it was made from, if they are known.
#[must_use]
pub fn origins(site: &Site, theme: &Theme, output: &Output, path: &str, inputs: &[String]) -> Option<Origins> {
    let artifact = output.get(path)?;
    let address = address_of(path);
    let mut origins = Origins {
        path: path.to_owned(),
        kind: if matches!(artifact.body, Body::File { .. }) || !inputs.is_empty() { FILE } else { WHOLE },
        inputs: inputs.to_vec(),
        size: artifact.length(),
        ..Origins::default()
    };
    let page = site.pages.iter().position(|page| output_path(&page.address) == path);
    let generated = site.generated.iter().position(|page| output_path(&page.address) == path);
    let file = site.files.iter().position(|file| output_path(&file.address) == path);
    if let Some(number) = page {
        of_page(site, theme, &site.pages[number], &mut origins);
        origins.in_menu = site.menus.iter().flatten().flat_map(crate::site::MenuItem::pages).any(|page| page == number);
    } else if let Some(number) = generated {
        let page = &site.generated[number];
        origins.kind = "generated page";
        origins.purpose = Some(purpose(site, page.purpose));
        origins.templates = template_chain(theme, page.purpose.template());
    }
    let is_it = |to: Destination| match to {
        Destination::Page(number) => Some(number) == page,
        Destination::Generated(number) => Some(number) == generated,
        Destination::File(number) => Some(number) == file,
        Destination::Derived(number) => site.derived[number] == address,
    };
    let leads_here = |page: &&Arc<Page>| page.links.targets.iter().flatten().any(|link| is_it(link.to));
    let mut linked_from: BTreeSet<String> =
        site.pages.iter().filter(leads_here).map(|page| page.address.clone()).collect();
    match artifact.body {
        Body::File { .. } => linked_from.extend(pages_that_name(output, path)),
        Body::Bytes(_) if origins.kind == FILE => origins.shown_on = pages_that_name(output, path).collect(),
        Body::Bytes(_) => {}
    }
    origins.linked_from = linked_from.into_iter().collect();
    if let Some(weight) = weight(site, path, &address, artifact) {
        origins.sent = Some(weight.sent);
        origins.parts = weight.parts.iter().map(|part| PartWeight { name: part.name, bytes: part.bytes }).collect();
    }
    origins.address = address;
    Some(origins)
}

/// The kind of what is published as it is, or made from one image.
const FILE: &str = "file";
/// The kind of what is made from all pages or records.
const WHOLE: &str = "made from the whole site";

/// The addresses of the finished pages that name the file at a path, as a link or as what they show.
fn pages_that_name(output: &Output, path: &str) -> impl Iterator<Item = String> {
    let wanted = hash_of_path(path);
    let is_named = move |facts: &PageFacts| facts.links().any(|link| link.target == wanted);
    let pages = output.pages().filter(move |(_, _, artifact)| artifact.facts.as_deref().is_some_and(is_named));
    pages.map(|(path, ..)| address_of(path))
}

fn of_page(site: &Site, theme: &Theme, page: &Page, origins: &mut Origins) {
    origins.kind = "page";
    origins.templates = templates_of_page(theme, page);
    origins.shortcodes = shortcodes_of_page(theme, page);
    let mut records: Vec<String> = site
        .record_ids(page)
        .map(|id| match id {
            RecordId::Statistic(id) => format!("statistic {id}"),
            RecordId::Event(id) => format!("event {id}"),
        })
        .collect();
    records.extend(page.event.map(|number| format!("event {}", site.events[number].record.id)));
    if page.lists_records {
        records.extend(site.statistics.iter().map(|statistic| format!("statistic {}", statistic.id)));
        records.extend(site.sources.iter().map(|source| format!("source {}", source.id)));
    }
    records.sort();
    records.dedup();
    origins.records = records;
    let front = &page.source.front;
    let dated = [
        (front.date, "date", "when it was written"),
        (front.updated, "updated", "when it last changed"),
        (front.publish.as_ref().map(|(date, _)| *date), "publish", "it is published from this day on"),
        (front.expires.as_ref().map(|(date, _)| *date), "expires", "it is withheld from this day on"),
    ];
    let dates = dated.into_iter().filter_map(|(date, key, means)| Some(format!("{key} {}: {means}", date?)));
    origins.dates = dates.collect();
}

fn purpose(site: &Site, purpose: Purpose) -> String {
    match purpose {
        Purpose::Missing => "hosts show it at addresses where nothing is published".to_owned(),
        Purpose::Redirect(to) => format!("it leads from an old address to {}", site.pages[to].address),
        Purpose::Term(term) => format!("it lists the pages with `{}`", site.terms[term].name),
        Purpose::Languages => "readers choose a language on it".to_owned(),
        Purpose::Taxonomy(_) => "it lists all words of a taxonomy".to_owned(),
        Purpose::Part { part, count, .. } => format!("it is part {} of {count} of a list", part + 1),
        Purpose::Edition(_) => format!("it contains all pages of its language (`editions` in {})", Paths::SITE),
    }
}

fn weight(site: &Site, path: &str, address: &str, artifact: &Artifact) -> Option<PageWeight> {
    if artifact.media != crate::output::MediaType::Html {
        return None;
    }
    let Body::Bytes(html) = &artifact.body else { return None };
    let page = PageToWeigh { path, address, html, sent: artifact.sent, known: Some(&artifact.known) };
    Some(weigh_one(&page, site.config.host.encoding()))
}
