//! The files and folders of the site that each file of the output was made from, for the manifest. All of it comes from what was found
//! while pages were rendered; nothing is read again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Options;
use crate::check;
use crate::config::Paths;
use crate::facts::PageFacts;
use crate::names::slashed;
use crate::output::{Body, Output};
use crate::render::CompiledTheme;
use crate::site::{self, Declarations, GeneratedPage, List, ListKind, Page, Purpose, Site, TemplateUses};

/// Maximum number of pages of a list that are named by their files. Of more, the folder is named that all of them are in.
const NAMED: usize = 20;

/// What was found while pages were rendered, besides the output.
pub(super) struct RenderNotes {
    /// The versions of images, each with the number of the file that it was made from.
    pub pictures: Vec<(String, usize)>,
    /// What the templates of generated pages show, numbered as in the site.
    pub generated: Vec<Arc<TemplateUses>>,
    /// The theme, with what it declares.
    pub compiled: Arc<CompiledTheme>,
}

/// Files, and folders with a slash at their ends.
type Inputs = BTreeSet<String>;

/// Finds the inputs of pages.
struct InputFinder<'a> {
    site: &'a Site,
    output: &'a Output,
    declarations: &'a Declarations,
    generated: &'a [Arc<TemplateUses>],
    /// The files of the site that pages show or lead to, by the hashes of their addresses and of those of their versions.
    files: HashMap<u64, &'a str>,
    /// The pages that show statistics, in each language.
    users: Vec<Inputs>,
    /// The pages of lists that were met.
    lists: BTreeMap<List, Inputs>,
}

/// The files and folders that each file of the output was made from, besides settings and theme. Files that are made from the whole
/// site are left out.
pub(super) fn made_from(
    site: &Site,
    output: &Output,
    notes: &RenderNotes,
    options: &Options,
) -> BTreeMap<String, Vec<String>> {
    let mut made = BTreeMap::new();
    for (path, artifact) in output.iter() {
        // Files that are published as they are, of the site or of its theme.
        if let Body::File { path: disk, .. } = &artifact.body
            && let Some(shown) =
                disk.strip_prefix(&options.site).ok().and_then(|path| slashed(path).into_os_string().into_string().ok())
        {
            made.insert(path.to_owned(), vec![shown]);
        }
    }
    for (path, file) in &notes.pictures {
        made.insert(path.clone(), vec![site.files[*file].plain.shown.clone()]);
    }
    let mut finder = InputFinder::new(site, output, notes);
    // What editions show of the pages of their language.
    let mut of_languages = vec![Inputs::new(); site.config.languages.len()];
    for page in &site.pages {
        let path = site::output_path(&page.address);
        let inputs = finder.of_page(page, &path);
        if !site.config.editions.is_empty() {
            of_languages[page.source.language].extend(inputs.iter().cloned());
        }
        let own = page.source.file.path();
        let others = inputs.into_iter().filter(|input| input != own);
        made.insert(path, std::iter::once(own.to_owned()).chain(others).collect());
    }
    for (number, page) in site.generated.iter().enumerate() {
        let path = site::output_path(&page.address);
        let inputs = finder.of_generated((number, page), &path, &of_languages);
        if !inputs.is_empty() {
            made.insert(path, inputs.into_iter().collect());
        }
    }
    made
}

impl<'a> InputFinder<'a> {
    fn new(site: &'a Site, output: &'a Output, notes: &'a RenderNotes) -> Self {
        let own = site.files.iter().map(|file| (site::output_path(&file.address), file));
        let versions = notes.pictures.iter().map(|(path, file)| (path.clone(), &site.files[*file]));
        let files = own.chain(versions).map(|(path, file)| (check::hash_of_path(&path), file.plain.shown.as_str()));
        let mut finder = Self {
            site,
            output,
            declarations: &notes.compiled.declarations,
            generated: &notes.generated,
            files: files.collect(),
            users: Vec::new(),
            lists: BTreeMap::new(),
        };
        let mut users = vec![Vec::new(); site.config.languages.len()];
        for (number, page) in site.pages.iter().enumerate() {
            if !page.statistics.is_empty() && !page.lists_records {
                users[page.source.language].push(number);
            }
        }
        finder.users = users.iter().map(|pages| finder.named(pages)).collect();
        finder
    }

    /// The inputs of a page besides its own file.
    fn of_page(&self, page: &Page, path: &str) -> Inputs {
        let mut inputs = Inputs::new();
        let template = page.source.front.template.as_ref().map(|(name, _)| name.as_str());
        let may_list = |list| self.declarations.page_may_list(list, template, page.kind);
        self.add_lists(page.source.language, may_list, &mut inputs);
        if !page.children.is_empty() && may_list(ListKind::Children) {
            inputs.extend(self.named(&page.children));
        }
        if !page.statistics.is_empty() {
            add_statistics(&mut inputs);
        }
        self.add_events(page.event.iter().chain(&page.template_uses.events).copied(), &mut inputs);
        for (_, call) in page.calls.iter() {
            if call.source.is_some() {
                inputs.insert(Paths::SOURCES.to_owned());
            }
            self.add_events(call.event.into_iter(), &mut inputs);
            if call.declaration.takes.events {
                self.add_events(0..self.site.events.len(), &mut inputs);
            }
        }
        inputs.extend(self.site.folders_of_lists(page));
        self.add_files(page.source.language, path, &mut inputs);
        inputs
    }

    /// The inputs of the generated page of this number. `of_languages` are those of all pages of each language.
    fn of_generated(&mut self, (number, page): (usize, &GeneratedPage), path: &str, of_languages: &[Inputs]) -> Inputs {
        let mut inputs = match page.purpose {
            Purpose::Missing | Purpose::Languages => Inputs::new(),
            Purpose::Redirect(to) => self.named(&[to]),
            Purpose::Term(term) => self.of_list(List::Term(term)),
            Purpose::Taxonomy(taxonomy) => self.of_list(List::Taxonomy(page.language, taxonomy)),
            Purpose::Part { list, .. } => self.of_list(list),
            Purpose::Edition(_) => {
                let folder = self.folder_of_language(page.language);
                let others = of_languages[page.language].iter().filter(|input| !input.starts_with(&folder));
                others.cloned().chain([folder.clone()]).collect()
            }
        };
        let template = page.purpose.template();
        let may_list = |list| self.declarations.template_may_list(list, template);
        self.add_lists(page.language, may_list, &mut inputs);
        if let Some(uses) = self.generated.get(number) {
            if !uses.statistics.is_empty() {
                add_statistics(&mut inputs);
            }
            self.add_events(uses.events.iter().copied(), &mut inputs);
        }
        // The page of an old address shows no image of its own to chat programs.
        if !matches!(page.purpose, Purpose::Redirect(_)) {
            self.add_files(page.language, path, &mut inputs);
        }
        inputs
    }

    /// Adds what the lists of a template may show.
    fn add_lists(&self, language: usize, may_list: impl Fn(ListKind) -> bool, inputs: &mut Inputs) {
        let site = self.site;
        if may_list(ListKind::Pages) {
            // A template may choose any language.
            inputs.insert(match site.config.languages.len() {
                1 => self.folder_of_language(language),
                _ => format!("{}/", Paths::CONTENT),
            });
        }
        if !site.terms.is_empty() && may_list(ListKind::Taxonomies) {
            inputs.insert(self.folder_of_language(language));
        }
        if !site.events.is_empty() && may_list(ListKind::Events) {
            self.add_events(0..site.events.len(), inputs);
        }
        if !site.statistics.is_empty() && may_list(ListKind::Statistics) {
            add_statistics(inputs);
            inputs.extend(self.users[language].iter().cloned());
        }
        if !site.sources.is_empty() && may_list(ListKind::Sources) {
            inputs.insert(Paths::SOURCES.to_owned());
        }
    }

    /// Adds the files of records of events, and of their sources.
    fn add_events(&self, numbers: impl Iterator<Item = usize>, inputs: &mut Inputs) {
        for number in numbers {
            inputs.insert(Paths::EVENTS.to_owned());
            if self.site.events[number].record.source.is_some() {
                inputs.insert(Paths::SOURCES.to_owned());
                return;
            }
        }
    }

    /// Adds the files that a finished page shows or leads to, and what chat programs show of a link to it.
    fn add_files(&self, language: usize, path: &str, inputs: &mut Inputs) {
        let preview = self.site.page_parts.get(language).and_then(|parts| parts.preview.as_ref());
        let preview = preview.and_then(|picture| self.site.file_at(&picture.address));
        inputs.extend(preview.map(|file| self.site.files[file].plain.shown.clone()));
        if self.files.is_empty() {
            return;
        }
        let facts = self.output.get(path).and_then(|artifact| artifact.facts.as_deref());
        let links = facts.into_iter().flat_map(PageFacts::links);
        inputs.extend(links.filter_map(|link| self.files.get(&link.target)).map(|file| (*file).to_owned()));
    }

    /// The pages of a list, as files or a folder.
    fn of_list(&mut self, list: List) -> Inputs {
        if let Some(known) = self.lists.get(&list) {
            return known.clone();
        }
        let inputs = match list {
            List::Section(section) => self.named(&self.site.pages[section].children),
            List::Term(term) => self.named(&self.site.terms[term].pages),
            List::Taxonomy(language, taxonomy) => {
                let terms =
                    self.site.terms.iter().filter(|term| (term.language, term.taxonomy) == (language, taxonomy));
                let mut pages: Vec<usize> = terms.flat_map(|term| term.pages.iter().copied()).collect();
                pages.sort_unstable();
                pages.dedup();
                self.named(&pages)
            }
        };
        self.lists.insert(list, inputs.clone());
        inputs
    }

    /// The files of these pages; of many, the folder that all of them are in.
    fn named(&self, pages: &[usize]) -> Inputs {
        let mut files = pages.iter().map(|&page| self.site.pages[page].source.file.path());
        if pages.len() <= NAMED {
            return files.map(str::to_owned).collect();
        }
        let first = files.next().unwrap_or_default();
        let length = files.fold(folder_length(first.as_bytes()), |length, path| {
            let same = first.bytes().zip(path.bytes()).take(length).take_while(|(a, b)| a == b).count();
            folder_length(&first.as_bytes()[..same])
        });
        Inputs::from([first[..length].to_owned()])
    }

    /// The folder of a language, with a slash.
    fn folder_of_language(&self, language: usize) -> String {
        format!("{}/{}/", Paths::CONTENT, self.site.config.languages[language].tag)
    }
}

/// Adds the files of records of statistics, each of which names its source.
fn add_statistics(inputs: &mut Inputs) {
    inputs.extend([Paths::STATISTICS, Paths::SOURCES].map(str::to_owned));
}

/// The length of the folder in a path, with its slash.
fn folder_length(path: &[u8]) -> usize {
    path.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1)
}
