//! What of a site any page may know of the others, compared with the site of the round before: where nothing of it has
//! changed, only pages whose own file has changed are rendered again.

use std::sync::Arc;

use super::{File, Page, Site, named_records};

impl Site {
    /// Whether pages would be rendered as in the site `before`, but for those whose own file has changed. Settings, records
    /// and theme are the caller's to compare.
    #[must_use]
    pub fn has_same_outline(&self, before: &Self) -> bool {
        self.pages.len() == before.pages.len()
            && self.files.len() == before.files.len()
            && self.pages.iter().zip(&before.pages).all(|(page, before)| page.is_told_as(before))
            && self.files.iter().zip(&before.files).all(|(file, before)| file.is_told_as(before))
    }
}

impl Page {
    /// Whether this page was made from the same file as another, read once.
    #[must_use]
    pub fn is_of_same_file(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.source, &other.source)
    }

    /// Whether other pages, and the files that follow from the whole site, say the same of both.
    #[must_use]
    pub fn is_told_as(&self, other: &Self) -> bool {
        self.address == other.address
            && self.parent == other.parent
            && self.children == other.children
            && (self.previous, self.next) == (other.previous, other.next)
            && self.aliases_only() == other.aliases_only()
            && (self.is_of_same_file(other) || self.says_of_itself(other))
    }

    fn aliases_only(&self) -> Vec<&str> {
        self.aliases.iter().map(|(alias, _)| alias.as_str()).collect()
    }

    /// Whether two files of one page say the same to others: their front matter, and which records they show.
    fn says_of_itself(&self, other: &Self) -> bool {
        let (a, b) = (&self.front, &other.front);
        (self.language, &self.path) == (other.language, &other.path)
            && (&a.title, &a.description, &a.slug) == (&b.title, &b.description, &b.slug)
            && (a.date, a.updated, a.order) == (b.date, b.updated, b.order)
            && (a.draft.is_some(), a.template.as_ref().map(|(name, _)| name))
                == (b.draft.is_some(), b.template.as_ref().map(|(name, _)| name))
            && (self.event, &self.statistics) == (other.event, &other.statistics)
            && self.shows().eq(other.shows())
    }

    /// Names of its calls, each with the records that it names.
    fn shows(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.document.calls.iter().map(|call| {
            let ids = call.arguments.iter().flat_map(named_records).map(|(id, _)| id);
            (call.name.as_str(), ids.collect())
        })
    }
}

impl File {
    fn is_told_as(&self, other: &Self) -> bool {
        self.address == other.address && self.plain.disk == other.plain.disk && self.plain.stamp == other.plain.stamp
    }
}
