//! Lists of pages and of events: what a call asks for, checked against the site, and which pages and events that are.

use super::address::nfc;
use super::{Kind, Outline, OutlineEvent, OutlinePage};
use crate::collation::Collation;
use crate::config::{Config, Paths, TAGS};
use crate::limits::NEAR_NAMES;
use crate::read::folded;
use crate::read::markdown::Literal;
use crate::report::{Finding, Place, catalog};

/// Which pages a list has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageQuery {
    /// The number of their language.
    pub language: usize,
    /// The folder that they are in, below that of the language.
    pub section: Option<String>,
    /// The term that they have.
    pub term: WantedTerm,
    /// How they are sorted.
    pub sort: Sort,
    /// Whether the order is reversed; pages that have no place in it remain the last.
    pub reverse: bool,
}

/// The term that the pages of a list have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WantedTerm {
    /// Any, or none.
    Any,
    /// The one with this number.
    Term(usize),
    /// One that only pages have that are not published.
    Withheld,
}

/// Which events a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventQuery {
    /// Whether they are over.
    pub when: When,
    /// Whether the order is reversed.
    pub reverse: bool,
}

/// How much of a list is shown, and in which groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Maximum number of entries.
    pub limit: Option<usize>,
    /// Whether they are grouped by year.
    pub by_year: bool,
}

/// How pages are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By date, the newest first.
    Date,
    /// By title.
    Title,
    /// By `order`, the lowest first.
    Order,
}

/// Which events, by the day of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Those that are not over.
    Upcoming,
    /// Those that are over.
    Past,
    /// All.
    All,
}

/// The arguments of a call that takes a list.
pub struct ListArguments<'a> {
    /// The value of an argument, and whether the call gives it; if not, it is the default of the component.
    pub get: &'a dyn Fn(&str) -> Option<(Literal, bool)>,
    /// The place of a value that the call gives.
    pub place: &'a dyn Fn(&str) -> Place,
}

/// The words for [`Sort`].
const SORTS: [(&str, Sort); 3] = [("date", Sort::Date), ("title", Sort::Title), ("order", Sort::Order)];
/// The words for [`When`].
const WHENS: [(&str, When); 3] = [("upcoming", When::Upcoming), ("past", When::Past), ("all", When::All)];

impl ListArguments<'_> {
    /// A text; `None` for a default that is empty.
    fn text(&self, name: &str) -> Option<String> {
        match (self.get)(name)? {
            (Literal::Text(text), is_given) => (is_given || !text.is_empty()).then_some(text),
            _ => None,
        }
    }

    fn bool(&self, name: &str) -> bool {
        matches!((self.get)(name), Some((Literal::Bool(true), _)))
    }

    /// The value that a word names; `default` without one, or with a wrong one, which is reported.
    fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)], default: T, findings: &mut Vec<Finding>) -> T {
        let Some(chosen) = self.text(name) else { return default };
        let known = choices.iter().find(|(word, _)| *word == chosen);
        if known.is_none() {
            let words: Vec<String> = choices.iter().map(|(word, _)| (*word).to_owned()).collect();
            findings.push(catalog::shortcode::unknown_choice((self.place)(name), name, &chosen, &words));
        }
        known.map_or(default, |(_, value)| *value)
    }

    /// Reads `limit` and `group`.
    pub fn cut(&self, findings: &mut Vec<Finding>) -> Cut {
        let limit = match (self.get)("limit") {
            Some((Literal::Integer(limit), is_given)) => {
                let limit = usize::try_from(limit).ok().filter(|limit| *limit > 0);
                if is_given && limit.is_none() {
                    findings.push(catalog::shortcode::no_entries((self.place)("limit")));
                }
                limit
            }
            _ => None,
        };
        Cut { limit, by_year: self.choice("group", &[("year", true)], false, findings) }
    }

    /// Reads `when` and `reverse`.
    pub fn events(&self, findings: &mut Vec<Finding>) -> EventQuery {
        EventQuery { when: self.choice("when", &WHENS, When::Upcoming, findings), reverse: self.bool("reverse") }
    }

    /// Reads what a list of pages takes, on a page of this language.
    pub fn pages(
        &self,
        own_language: usize,
        outline: &Outline<'_>,
        config: &Config,
        findings: &mut Vec<Finding>,
    ) -> PageQuery {
        let languages = || config.languages.iter().map(|language| language.tag.as_str());
        let language = match self.text("language") {
            None => own_language,
            Some(tag) => languages().position(|known| known == tag).unwrap_or_else(|| {
                let known: Vec<&str> = languages().collect();
                findings.push(catalog::shortcode::unknown_in_site((self.place)("language"), "language", &tag, &known));
                own_language
            }),
        };
        let before = findings.len();
        let section = self.text("section").map(|section| {
            let folder = folder_of(&section);
            self.check_section(&section, &folder, (language, outline, config), findings);
            folder
        });
        let term = self.term(language, outline, config, findings);
        let is_valid = findings.len() == before;
        let sort = self.choice("sort", &SORTS, Sort::Date, findings);
        PageQuery { language, section: section.filter(|_| is_valid), term, sort, reverse: self.bool("reverse") }
    }

    /// The folder of the pages that a list of pages can have, on a page of this language: that of a section, or of a language.
    #[must_use]
    pub fn folder(&self, own_language: usize, config: &Config) -> String {
        let named = self.text("language");
        let language = config.languages.iter().position(|language| Some(&language.tag) == named.as_ref());
        let folder = self.text("section").map(|section| folder_of(&section)).unwrap_or_default();
        let slash = if folder.is_empty() { "" } else { "/" };
        format!("{}{folder}{slash}", root(config, language.unwrap_or(own_language)))
    }

    fn check_section(
        &self,
        written: &str,
        folder: &str,
        (language, outline, config): (usize, &Outline<'_>, &Config),
        findings: &mut Vec<Finding>,
    ) {
        let root = root(config, language);
        // Most calls name a section, and many pages may have the same call.
        let is_section = |page: &OutlinePage<'_>| {
            let is_own = page.kind == Kind::Section && page.language == language;
            let path = page.file.strip_prefix(root.as_str()).filter(|_| is_own);
            path.is_some_and(|path| nfc(path).strip_suffix("/index.md") == Some(folder))
        };
        if outline.pages.iter().any(is_section) {
            return;
        }
        let mut has_pages = false;
        let mut known = Vec::new();
        for page in outline.pages.iter().filter(|page| page.language == language) {
            let path = page.file.strip_prefix(root.as_str()).unwrap_or(page.file);
            if page.kind == Kind::Section {
                known.push(path.trim_end_matches("/index.md"));
            }
            has_pages |= !folder.is_empty() && is_in(&nfc(path), folder);
        }
        if outline.closed_folders.contains(&(language, folder.to_owned())) {
            return;
        }
        let place = (self.place)("section");
        if has_pages {
            let path = format!("{root}{folder}/index.md");
            findings.push(catalog::shortcode::folder_without_page(place, written, &path));
        } else {
            known.truncate(NEAR_NAMES);
            findings.push(catalog::shortcode::unknown_in_site(place, "section", written, &known));
        }
    }

    fn term(&self, language: usize, outline: &Outline<'_>, config: &Config, findings: &mut Vec<Finding>) -> WantedTerm {
        let name = self.text("taxonomy");
        let taxonomies = &config.taxonomies;
        let taxonomy = name.as_deref().unwrap_or(TAGS);
        let Some(taxonomy) = taxonomies.position(taxonomy) else {
            let known: Vec<&str> = taxonomies.list.iter().map(|known| known.name.as_str()).collect();
            let place = (self.place)("taxonomy");
            findings.push(catalog::shortcode::unknown_in_site(place, "taxonomy", taxonomy, &known));
            return WantedTerm::Any;
        };
        let Some(tag) = self.text("tag") else {
            if matches!((self.get)("taxonomy"), Some((_, true))) {
                findings.push(catalog::shortcode::taxonomy_without_tag((self.place)("taxonomy")));
            }
            return WantedTerm::Any;
        };
        let wanted = folded(tag.trim());
        let own = outline.terms.iter().enumerate();
        let own = || own.clone().filter(|(_, term)| (term.language, term.taxonomy) == (language, taxonomy));
        let exact = own().find(|(_, term)| term.name == tag);
        let found = exact.or_else(|| own().find(|(_, term)| folded(term.name) == wanted)).map(|(number, _)| number);
        let is_withheld = || outline.withheld_terms.contains(&(language, taxonomy, wanted.clone()));
        if found.is_none() && !is_withheld() {
            let known: Vec<&str> = own().map(|(_, term)| term.name).take(NEAR_NAMES).collect();
            let what = &taxonomies.list[taxonomy].name;
            let finding = catalog::shortcode::unknown_tag((self.place)("tag"), what, &tag, &known);
            findings.push(finding);
        }
        found.map_or(WantedTerm::Withheld, WantedTerm::Term)
    }
}

/// The folder that the name of a section means, below that of its language.
fn folder_of(section: &str) -> String {
    nfc(section.trim_matches('/')).trim_end_matches("/index.md").to_owned()
}

/// The path of the folder of a language, with a slash.
fn root(config: &Config, language: usize) -> String {
    format!("{}/{}/", Paths::CONTENT, config.languages[language].tag)
}

/// Whether a path is below a folder.
fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

impl Outline<'_> {
    /// The numbers of the pages that a list has. Where no tag says which, they are those that no other page gathers: not the
    /// home page, and no section with pages.
    #[must_use]
    pub fn pages_of(&self, query: &PageQuery, config: &Config) -> Vec<usize> {
        let root = root(config, query.language);
        let in_section = |page: &OutlinePage<'_>| match &query.section {
            None => page.kind != Kind::Home,
            Some(section) => {
                let path = nfc(page.file.strip_prefix(root.as_str()).unwrap_or(page.file));
                is_in(&path, section) && path.strip_suffix("/index.md") != Some(section.as_str())
            }
        };
        let is_entry = |page: &OutlinePage<'_>| query.term != WantedTerm::Any || page.children.is_empty();
        let is_wanted = |number: usize| {
            let page = &self.pages[number];
            page.is_listed && page.language == query.language && is_entry(page) && in_section(page)
        };
        let mut pages: Vec<usize> = match query.term {
            WantedTerm::Any => (0..self.pages.len()).filter(|&number| is_wanted(number)).collect(),
            // A home page with the tag is listed like any other.
            WantedTerm::Term(term) if query.section.is_none() => self.terms[term].pages.to_vec(),
            WantedTerm::Term(term) => {
                self.terms[term].pages.iter().copied().filter(|&number| is_wanted(number)).collect()
            }
            WantedTerm::Withheld => Vec::new(),
        };
        let page = |number: usize| &self.pages[number];
        let has_place = |number: usize| match query.sort {
            Sort::Date => page(number).date.is_some(),
            Sort::Title => true,
            Sort::Order => page(number).order.is_some(),
        };
        let collation = Collation::new(&config.languages[query.language].tag);
        let by_title = |a: usize, b: usize| {
            let (a, b) = (page(a), page(b));
            collation.compare(a.title, b.title).then_with(|| a.address.cmp(b.address))
        };
        let newest = |a: usize, b: usize| page(b).date.cmp(&page(a).date).then_with(|| by_title(a, b));
        match query.sort {
            Sort::Date => pages.sort_by(|&a, &b| newest(a, b)),
            Sort::Title => pages.sort_by(|&a, &b| by_title(a, b)),
            Sort::Order => pages.sort_by(|&a, &b| {
                let key = |number: usize| (page(number).order.is_none(), page(number).order);
                key(a).cmp(&key(b)).then_with(|| newest(a, b))
            }),
        }
        if query.reverse {
            let end = pages.iter().position(|&number| !has_place(number)).unwrap_or(pages.len());
            pages[..end].reverse();
        }
        pages
    }

    /// The numbers of the events that a list has: the next one first, or for those that are over, the last one. Events whose
    /// time is not known follow.
    #[must_use]
    pub fn events_of(&self, query: EventQuery) -> Vec<usize> {
        let is_wanted = |event: &OutlineEvent<'_>| match query.when {
            When::Upcoming => !event.is_past,
            When::Past => event.is_past,
            When::All => true,
        };
        let numbers = 0..self.events.len();
        let mut events: Vec<usize> = numbers.filter(|&number| is_wanted(&self.events[number])).collect();
        let start = |number: usize| {
            let event = &self.events[number];
            event.interval.filter(|_| !event.is_quoted).map(|interval| interval.start)
        };
        events.sort_by_key(|&number| (start(number).is_none(), start(number)));
        if (query.when == When::Past) != query.reverse {
            let end = events.iter().position(|&number| start(number).is_none()).unwrap_or(events.len());
            events[..end].reverse();
        }
        events
    }
}
