//! Which files of the output the checks have to look at. Kept for the next run, so that an edit of one page does not take a look
//! at all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use ahash::AHasher;

use super::addresses::canonical;
use super::attributes::is_language;
use super::links::{is_data, links_in};
use super::places::{Origin, has_no_title};
use super::{Outputs, address_of};
use crate::facts::{LinkFact, hash};
use crate::output::{Artifact, MediaType, Output};

/// Numbers that are hashes already need little more.
type Hashed = BuildHasherDefault<AHasher>;

/// The pages and files of an output with something to report, by path.
#[derive(Clone, Debug, Default)]
pub struct OutputIndex {
    /// The output that it is of.
    output: Output,
    /// Hashes of the addresses of all that is published.
    addresses: Arc<HashSet<u64, Hashed>>,
    /// The paths of pages, by the hashes of their addresses.
    pages: Arc<HashMap<u64, Box<str>, Hashed>>,
    /// Pages with links that lead to nothing.
    pub(super) broken: BTreeSet<String>,
    /// Pages with faults of their own.
    pub(super) faulty: BTreeSet<String>,
    /// Pages that say they are in another language than that of their folder.
    pub(super) in_other_language: BTreeSet<String>,
    /// Pages with the title of another page of their language, each with that page.
    pub(super) same_title: Vec<(String, String)>,
    /// The addresses in feeds, calendars and other data that lead to nothing.
    pub(super) broken_in_files: BTreeMap<String, Vec<String>>,
}

impl OutputIndex {
    /// The index of an output. `before` is that of an earlier output of a site with the same outline and settings.
    #[must_use]
    pub fn new(outputs: &Outputs<'_>, before: Option<Self>) -> Self {
        before.and_then(|before| before.updated(outputs)).unwrap_or_else(|| Self::whole(outputs))
    }

    fn whole(outputs: &Outputs<'_>) -> Self {
        let Outputs { site, output, .. } = outputs;
        let written = output.iter().map(|(path, _)| hash(&canonical(&format!("/{path}"))));
        let pages = site.pages.iter().map(|page| &page.address);
        let generated = site.generated.iter().map(|page| &page.address);
        let planned = pages.chain(generated).map(|address| hash(&canonical(address)));
        // A language without a home page is reported as such.
        let homes = site.config.languages.iter().map(|language| hash(&canonical(&language.at)));
        let mut index = Self {
            output: (*output).clone(),
            addresses: Arc::new(written.chain(planned).chain(homes).collect()),
            pages: Arc::new(output.pages().map(|(path, ..)| (hash_of_path(path), path.into())).collect()),
            ..Self::default()
        };
        for (path, _, artifact) in output.pages() {
            index.note_page(outputs, path, artifact);
        }
        index.note_links(outputs);
        index.note_titles(outputs);
        index
    }

    /// Takes over what has changed. Returns none if files were added or removed: what leads where is new then.
    fn updated(mut self, outputs: &Outputs<'_>) -> Option<Self> {
        let before = std::mem::replace(&mut self.output, outputs.output.clone());
        let mut changed = Vec::new();
        for (path, artifact, known) in outputs.output.unlike(&before) {
            changed.push((path, artifact, known.filter(|known| known.media == artifact.media)?));
        }
        // None was added, so any that was removed is missing now.
        if before.len() != outputs.output.len() {
            return None;
        }
        let (mut has_other_ids, mut has_other_titles) = (false, false);
        for (path, artifact, known) in &changed {
            if artifact.media != MediaType::Html {
                continue;
            }
            let said = |artifact: &Artifact| {
                let facts = artifact.facts.as_deref();
                (facts.map(|facts| facts.ids.clone()), facts.map(|facts| facts.title))
            };
            let (now, then) = (said(artifact), said(known));
            has_other_ids |= now.0 != then.0;
            has_other_titles |= now.1 != then.1;
            self.note_page(outputs, path, artifact);
        }
        if has_other_ids {
            self.note_links(outputs);
        } else {
            for (path, artifact, _) in &changed {
                self.note_links_of(outputs, path, artifact);
            }
        }
        if has_other_titles {
            self.note_titles(outputs);
        }
        Some(self)
    }

    /// Whether a link leads to a page or file.
    pub(super) fn has_page(&self, link: &LinkFact) -> bool {
        self.addresses.contains(&link.target)
    }

    /// Whether a link leads to a page or file, and to an id of the page if it names one.
    pub(super) fn leads(&self, link: &LinkFact) -> bool {
        let has_id = |id: u64| {
            let page = self.pages.get(&link.target).and_then(|path| self.output.get(path));
            let facts = page.and_then(|page| page.facts.as_deref());
            facts.is_none_or(|facts| facts.ids.binary_search(&id).is_ok())
        };
        self.has_page(link) && link.fragment.is_none_or(has_id)
    }

    /// Notes what a page says, except for links and its title.
    fn note_page(&mut self, outputs: &Outputs<'_>, path: &str, artifact: &Artifact) {
        let facts = artifact.facts.as_deref();
        set(&mut self.faulty, path, facts.is_some_and(|facts| !facts.faults.is_empty()));
        let language = facts.and_then(|facts| facts.language.as_deref());
        set(&mut self.in_other_language, path, language.is_some_and(|language| is_other(outputs, path, language)));
    }

    /// Notes the links of all pages and files.
    fn note_links(&mut self, outputs: &Outputs<'_>) {
        for (path, artifact) in outputs.output.iter() {
            self.note_links_of(outputs, path, artifact);
        }
    }

    fn note_links_of(&mut self, outputs: &Outputs<'_>, path: &str, artifact: &Artifact) {
        let facts = artifact.facts.as_deref();
        let is_broken = facts.is_some_and(|facts| facts.links().any(|link| !self.leads(&link)));
        set(&mut self.broken, path, is_broken);
        if !is_data(path, artifact) {
            return;
        }
        let broken = links_in(outputs, (path, artifact), |link| !self.leads(link));
        match broken.is_empty() {
            true => drop(self.broken_in_files.remove(path)),
            false => drop(self.broken_in_files.insert(path.to_owned(), broken)),
        }
    }

    /// Notes pages of one language with the same title.
    fn note_titles(&mut self, outputs: &Outputs<'_>) {
        self.same_title.clear();
        let mut first: HashMap<(usize, u64), &str> = HashMap::new();
        for (path, _, artifact) in outputs.output.pages() {
            let Some(title) = artifact.facts.as_deref().and_then(|facts| facts.title) else { continue };
            let Some(number) = outputs.site.page_at(&address_of(path)) else { continue };
            let page = &outputs.site.pages[number];
            if has_no_title(Origin::Page(page)) {
                continue;
            }
            match first.get(&(page.source.language, title)) {
                Some(first) => self.same_title.push((path.to_owned(), (*first).to_owned())),
                None => drop(first.insert((page.source.language, title), path)),
            }
        }
    }
}

/// The hash of the address of what is published at a path, as [`LinkFact::target`] has it.
#[must_use]
pub fn hash_of_path(path: &str) -> u64 {
    hash(&canonical(&address_of(path)))
}

/// Puts a path into a set, or takes it out.
fn set(paths: &mut BTreeSet<String>, path: &str, is_member: bool) {
    match is_member {
        true if !paths.contains(path) => drop(paths.insert(path.to_owned())),
        false if !paths.is_empty() => drop(paths.remove(path)),
        _ => {}
    }
}

/// Whether the language that a page says it is in is not that of its folder.
fn is_other(outputs: &Outputs<'_>, path: &str, language: &str) -> bool {
    let Some(tag) = outputs.language_of(&address_of(path)) else { return false };
    let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_ascii_lowercase();
    primary(language) != primary(tag) && is_language(language)
}
