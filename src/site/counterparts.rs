//! Where readers of a page go in another language: to its translation, else to the nearest page that has one.

use super::{Kind, List, Outline, OutlineTerm, Purpose, taxonomy_address};
use crate::config::{Config, Language};

/// A page, for those who look for it in another language.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// The page with this number.
    Page(usize),
    /// A generated page.
    Generated(Purpose),
}

/// A page in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Its address.
    pub address: String,
    /// Whether it is the same page in the other language, and not only the nearest one.
    pub is_same: bool,
}

impl Outline<'_> {
    /// Where readers of a page go in another language: to its translation, else to that of the section above it, and so on up to
    /// the home page. `None` if the other language has no page to go to.
    #[must_use]
    pub fn counterpart(&self, of: Subject, language: usize, config: &Config) -> Option<Counterpart> {
        self.translation(of, language, config).or_else(|| {
            let home = &config.languages[language].at;
            // What is shown where nothing is published is not a page that could have a translation; an edition is all pages.
            let is_same = matches!(of, Subject::Generated(Purpose::Missing | Purpose::Edition(_)))
                || matches!(of, Subject::Page(page) if self.pages[page].kind == Kind::Missing);
            let above = || match of {
                Subject::Page(page) => self.section_of_translation(page, language),
                Subject::Generated(Purpose::Redirect(page) | Purpose::Part { list: List::Section(page), .. }) => {
                    self.section_of_translation(page, language)
                }
                Subject::Generated(Purpose::Term(term) | Purpose::Part { list: List::Term(term), .. }) => {
                    self.list_of_terms(self.terms[term].taxonomy, language, config)
                }
                Subject::Generated(_) => None,
            };
            let address = above().or_else(|| self.pages.number_at(home).map(|_| home.clone()))?;
            Some(Counterpart { address, is_same })
        })
    }

    /// The same page in another language, if there is one.
    #[must_use]
    pub fn translation(&self, of: Subject, language: usize, config: &Config) -> Option<Counterpart> {
        let address = match of {
            Subject::Page(page) => self.translation_of_page(page, language).map(str::to_owned),
            Subject::Generated(purpose) => match purpose {
                Purpose::Redirect(page) | Purpose::Part { list: List::Section(page), .. } => {
                    self.translation_of_page(page, language).map(str::to_owned)
                }
                Purpose::Term(term) | Purpose::Part { list: List::Term(term), .. } => {
                    let other = self.translations.terms.in_language(term, language);
                    other.map(|other| self.terms[other].address.to_owned())
                }
                Purpose::Taxonomy(taxonomy) | Purpose::Part { list: List::Taxonomy(_, taxonomy), .. } => {
                    self.list_of_terms(taxonomy, language, config)
                }
                Purpose::Missing | Purpose::Languages | Purpose::Edition(_) => None,
            },
        };
        address.map(|address| Counterpart { address, is_same: true })
    }

    /// The page itself and its translations, by language tag, and what readers of any other language are shown; for search engines.
    /// Empty for a page without translations, and for what search engines do not list.
    #[must_use]
    pub fn alternates<'c>(
        &self,
        (language, of): (usize, Subject),
        address: &str,
        config: &'c Config,
    ) -> Vec<(&'c str, String)> {
        let is_indexed = |page: usize| self.pages[page].is_listed && self.pages[page].is_indexed;
        let is_alone = match of {
            Subject::Page(page) => !is_indexed(page) || self.translations.pages.members(page).next().is_none(),
            Subject::Generated(purpose) => {
                !matches!(purpose, Purpose::Term(_) | Purpose::Taxonomy(_) | Purpose::Languages)
            }
        };
        if config.languages.len() < 2 || is_alone {
            return Vec::new();
        }
        let at = |number: usize| match of {
            Subject::Generated(Purpose::Languages) => Some(config.languages[number].at.clone()),
            _ if number == language => Some(address.to_owned()),
            _ => self.translation(of, number, config).map(|other| other.address),
        };
        let is_shown = |address: &String| self.pages.number_at(address).is_none_or(is_indexed);
        let languages = config.languages.iter().enumerate();
        let languages = languages.filter_map(|(number, it)| Some((it, at(number).filter(is_shown)?)));
        let found: Vec<(&Language, String)> = languages.collect();
        if found.len() < 2 {
            return Vec::new();
        }
        let is_home = match of {
            Subject::Page(page) => self.pages[page].kind == Kind::Home,
            Subject::Generated(purpose) => purpose == Purpose::Languages,
        };
        let chooser = || self.generated.iter().find(|page| page.purpose == Purpose::Languages);
        let chooser = is_home.then(chooser).flatten();
        let at_root = || found.iter().find(|(language, _)| language.at == "/").map(|(_, address)| address.as_str());
        let default =
            chooser.map(|page| page.address).or_else(at_root).map(|address| ("x-default", address.to_owned()));
        found.iter().map(|(language, address)| (language.tag.as_str(), address.clone())).chain(default).collect()
    }

    /// The address of the translation of a page. Nobody goes to a page that is shown where nothing is published.
    fn translation_of_page(&self, page: usize, language: usize) -> Option<&str> {
        let other = &self.pages[self.translations.pages.in_language(page, language)?];
        other.is_listed.then_some(other.address)
    }

    /// The address of the translation of the nearest section above a page that has one.
    fn section_of_translation(&self, page: usize, language: usize) -> Option<String> {
        let mut above = std::iter::successors(self.pages[page].parent, |&section| self.pages[section].parent);
        above.find_map(|section| self.translation_of_page(section, language)).map(str::to_owned)
    }

    /// The address of the page that lists the terms of a taxonomy, where a language has some.
    fn list_of_terms(&self, taxonomy: usize, language: usize, config: &Config) -> Option<String> {
        let order = |term: &OutlineTerm<'_>| (term.language, term.taxonomy);
        // They are sorted by language and taxonomy.
        let first = self.terms.partition_point(|term| order(term) < (language, taxonomy));
        let found = self.terms.get(first).filter(|term| order(term) == (language, taxonomy));
        found.map(|_| taxonomy_address(config, language, taxonomy))
    }
}
