//! Tags and other taxonomies as templates see them: those of a page, those of the site, and what their own pages list.

use std::collections::BTreeMap;

use tera::Value;

use super::links::Linker;
use super::marked::TextMarker;
use super::view::{NO_EXTRA, NOTHING, named};
use super::{Renderer, derived, parts, text};
use crate::site::{List, Outline, OutlineTerm, Purpose, Site, feed_address, taxonomy_address};

impl Renderer<'_> {
    /// The title of a taxonomy in one language, with marks where it needs some.
    pub(super) fn title_of_taxonomy(&self, language: usize, number: usize) -> Value {
        let taxonomy = &self.site.config.taxonomies.list[number];
        match &taxonomy.title {
            Some(title) => self.marker(language).shown(title),
            None => self.context.strings[language].value(&taxonomy.name).unwrap_or_else(|| text(&taxonomy.name)),
        }
    }
}

/// Words and names as templates see them.
pub(super) fn texts<'t>(all: impl Iterator<Item = &'t str>) -> Value {
    let texts: Vec<Value> = all.map(text).collect();
    if texts.is_empty() { NOTHING.clone() } else { Value::from(texts) }
}

/// The words of a page in the first taxonomy, `tags`.
pub(super) fn tags(outline: &Outline<'_>, terms: &[usize]) -> Value {
    texts(terms.iter().map(|&term| &outline.terms[term]).filter(|term| term.taxonomy == 0).map(|term| term.name))
}

/// The words of a page by the name of their taxonomy.
pub(super) fn terms_by_taxonomy(site: &Site, outline: &Outline<'_>, terms: &[usize]) -> Value {
    if terms.is_empty() {
        return NO_EXTRA.clone();
    }
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for term in terms.iter().map(|&term| &outline.terms[term]) {
        let name = &site.config.taxonomies.list[term.taxonomy].name;
        all.entry(name.clone()).or_default().push(text(term.name));
    }
    Value::from(all.into_iter().map(|(name, words)| (name, Value::from(words))).collect::<BTreeMap<_, _>>())
}

/// The taxonomies of one language, each with its terms and the number of their pages.
pub(super) fn taxonomies(site: &Site, outline: &Outline<'_>, language: usize, tags: &Value) -> Value {
    let marker = TextMarker::new(&site.config.languages[language]);
    let own = outline.terms.iter().filter(|term| term.language == language).collect::<Vec<_>>();
    let all = own.chunk_by(|a, b| a.taxonomy == b.taxonomy).map(|terms| {
        let taxonomy = &site.config.taxonomies.list[terms[0].taxonomy];
        let address = taxonomy_address(&site.config, language, terms[0].taxonomy);
        let entry = |term: &&OutlineTerm<'_>| {
            Value::from(BTreeMap::from([
                ("title", marker.plain(term.name)),
                ("address", text(term.address)),
                ("count", Value::from(term.pages.len() as u64)),
            ]))
        };
        let title = taxonomy.title.as_ref().map_or_else(|| tags.clone(), |title| marker.shown(title));
        Value::from(BTreeMap::from([
            ("name", text(&taxonomy.name)),
            ("title", title),
            ("address", text(&address)),
            ("terms", Value::from(terms.iter().map(entry).collect::<Vec<_>>())),
        ]))
    });
    Value::from(all.collect::<Vec<_>>())
}

/// The taxonomies of a page, each with the words that the page has and links to their pages.
pub(super) fn taxonomies_of_page(renderer: &Renderer<'_>, language: usize, terms: &[usize], linker: &Linker) -> Value {
    let outline = &renderer.outline;
    let mut all: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for term in terms.iter().map(|&term| &outline.terms[term]) {
        let title = renderer.marker(language).plain(term.name);
        let entry = BTreeMap::from([("title", title), ("url", text(&linker.link(term.address)))]);
        all.entry(term.taxonomy).or_default().push(Value::from(entry));
    }
    let all = all.into_iter().map(|(number, terms)| {
        let mut taxonomy = taxonomy(renderer, language, number, linker);
        taxonomy.insert("terms", Value::from(terms));
        Value::from(taxonomy)
    });
    Value::from(all.collect::<Vec<_>>())
}

/// What a page may say of a taxonomy.
fn taxonomy(renderer: &Renderer<'_>, language: usize, number: usize, linker: &Linker) -> BTreeMap<&'static str, Value> {
    let name = &renderer.site.config.taxonomies.list[number].name;
    let address = taxonomy_address(&renderer.site.config, language, number);
    BTreeMap::from([
        ("name", text(name)),
        ("title", renderer.title_of_taxonomy(language, number)),
        ("url", text(&linker.link(&address))),
    ])
}

/// The values of generated pages that list something, besides those of every page.
pub(super) fn of_lists(
    renderer: &Renderer<'_>,
    purpose: Purpose,
    language: usize,
    linker: &Linker,
) -> BTreeMap<&'static str, Value> {
    let (list, part) = match purpose {
        Purpose::Term(number) => (List::Term(number), 0),
        Purpose::Taxonomy(number) => (List::Taxonomy(language, number), 0),
        Purpose::Part { list, part, .. } => (list, part),
        Purpose::Missing | Purpose::Redirect(_) | Purpose::Edition(_) | Purpose::Languages => return BTreeMap::new(),
    };
    let outline = &renderer.outline;
    match list {
        List::Section(number) => {
            let section = &outline.pages[number];
            BTreeMap::from([
                ("children", parts::children(renderer, (language, list, part), section.children, linker)),
                ("parts", parts::links(outline, list, part, section.address, linker)),
                ("parent", Value::from(named(section, linker, renderer.marker(language)))),
            ])
        }
        List::Term(number) => {
            let term = &outline.terms[number];
            let taxonomy = Value::from(taxonomy(renderer, language, term.taxonomy, linker));
            let mut values = BTreeMap::from([
                ("children", parts::children(renderer, (language, list, part), term.pages, linker)),
                ("parts", parts::links(outline, list, part, term.address, linker)),
                ("parent", taxonomy.clone()),
                ("taxonomy", taxonomy),
            ]);
            if derived::has_feed(renderer.site, term.address) {
                values.insert("feed_url", text(&linker.link(&feed_address(term.address))));
            }
            values
        }
        List::Taxonomy(_, number) => {
            let is_own = |term: &&OutlineTerm<'_>| (term.language, term.taxonomy) == (language, number);
            let own: Vec<_> = outline.terms.iter().filter(is_own).collect();
            let terms = parts::part_of(outline, list, part, &own).iter().map(|term| {
                Value::from(BTreeMap::from([
                    ("title", renderer.marker(language).plain(term.name)),
                    ("url", text(&linker.link(term.address))),
                    ("count", Value::from(term.pages.len() as u64)),
                ]))
            });
            let address = taxonomy_address(&renderer.site.config, language, number);
            BTreeMap::from([
                ("terms", Value::from(terms.collect::<Vec<_>>())),
                ("parts", parts::links(outline, list, part, &address, linker)),
                ("taxonomy", Value::from(taxonomy(renderer, language, number, linker))),
            ])
        }
    }
}
