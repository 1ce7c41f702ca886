//! Which lists of pages and records the templates of a theme may show, by their texts. Which entries they show is not known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Declarations, Kind};

/// A list that templates may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListKind {
    /// All pages, or some that a call in a template asks for.
    Pages,
    /// All events, or some that a call in a template asks for.
    Events,
    /// All statistics, each with the pages that show it.
    Statistics,
    /// All sources.
    Sources,
    /// The words of all taxonomies.
    Taxonomies,
    /// The pages in the section of the page itself.
    Children,
}

/// The names of the templates that may show each list.
pub type ListReaders = BTreeMap<ListKind, BTreeSet<String>>;

impl ListKind {
    /// All lists.
    pub const ALL: [Self; 6] =
        [Self::Pages, Self::Events, Self::Statistics, Self::Sources, Self::Taxonomies, Self::Children];

    /// Its name in the outline; `None` if it is a value of the page.
    #[must_use]
    pub fn in_outline(self) -> Option<&'static str> {
        match self {
            Self::Pages => Some("pages"),
            Self::Events => Some("events"),
            Self::Statistics => Some("statistics"),
            Self::Sources => Some("sources"),
            Self::Taxonomies => Some("taxonomies"),
            Self::Children => None,
        }
    }
}

impl Declarations {
    /// Whether pages of this kind, with the template that their front matter names, if it names one, may show a list.
    #[must_use]
    pub fn page_may_list(&self, list: ListKind, template: Option<&str>, kind: Kind) -> bool {
        self.list_readers.get(&list).is_some_and(|names| self.is_among(names, template, kind))
    }

    /// Whether a template may show a list.
    #[must_use]
    pub fn template_may_list(&self, list: ListKind, template: &str) -> bool {
        self.list_readers.get(&list).is_some_and(|names| names.contains(template))
    }
}
