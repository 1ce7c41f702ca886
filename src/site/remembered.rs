//! Compares what pages can know about each other with the previous build: if nothing of it has changed, only pages whose
//! own file has changed are rendered again.

use std::sync::Arc;

use super::{File, Page, Site, named_records};

impl Site {
    /// Whether pages whose own file is unchanged would be rendered as in the site `before`. The caller compares settings,
    /// records and theme.
    #[must_use]
    pub fn has_same_outline(&self, before: &Self) -> bool {
        self.pages.len() == before.pages.len()
            && self.files.len() == before.files.len()
            && self.pages.iter().zip(&before.pages).all(|(page, before)| page.is_shown_alike(before))
            && self.files.iter().zip(&before.files).all(|(file, before)| file.is_shown_alike(before))
    }
}

impl Page {
    /// Whether both pages come from the same read of a file.
    #[must_use]
    pub fn is_of_same_file(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.source, &other.source)
    }

    /// Whether other pages, and files made from the whole site, show the same for both.
    #[must_use]
    pub fn is_shown_alike(&self, other: &Self) -> bool {
        self.address == other.address
            && self.parent == other.parent
            && self.children == other.children
            && (self.previous, self.next) == (other.previous, other.next)
            && self.aliases_only() == other.aliases_only()
            && (self.is_of_same_file(other) || self.has_same_summary(other))
    }

    fn aliases_only(&self) -> Vec<&str> {
        self.aliases.iter().map(|(alias, _)| alias.as_str()).collect()
    }

    /// Whether front matter and the records shown are the same for both.
    fn has_same_summary(&self, other: &Self) -> bool {
        let (a, b) = (&self.front, &other.front);
        (self.language, &self.path) == (other.language, &other.path)
            && (&a.title, &a.description, &a.slug) == (&b.title, &b.description, &b.slug)
            && (a.date, a.updated, a.order) == (b.date, b.updated, b.order)
            && (a.draft.is_some(), a.template.as_ref().map(|(name, _)| name))
                == (b.draft.is_some(), b.template.as_ref().map(|(name, _)| name))
            && (self.event, &self.statistics) == (other.event, &other.statistics)
            && self.shown_records().eq(other.shown_records())
    }

    /// The names of its calls, each with the ids of records in its arguments.
    fn shown_records(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.document.calls.iter().map(|call| {
            let ids = call.arguments.iter().flat_map(named_records).map(|(id, _)| id);
            (call.name.as_str(), ids.collect())
        })
    }
}

impl File {
    fn is_shown_alike(&self, other: &Self) -> bool {
        self.address == other.address && self.plain.disk == other.plain.disk && self.plain.stamp == other.plain.stamp
    }
}
