//! What links lead to.

use super::Problem;
use crate::read::markdown::Link;
use crate::site::Page;

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundLink {
    /// The destination of the path.
    pub to: Destination,
    /// The part from `?` on, as written.
    pub query: String,
    /// The fragment, decoded and normalised, without `#`.
    pub fragment: Option<String>,
}

/// The destination of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page, by number.
    Page(usize),
    /// A file, by number.
    File(usize),
    /// A generated page for readers, such as that of a tag, by number.
    Generated(usize),
    /// A file that is derived from the whole site, such as a feed, by number.
    Derived(usize),
}

/// The links of one page.
#[derive(Debug, Default)]
pub struct Links {
    /// The target of each link; `None` for invalid ones, which are reported.
    pub targets: Vec<Option<FoundLink>>,
    /// The links of calls, each with the number of its call. Their targets follow those of the links in the text.
    pub of_calls: Vec<(usize, Link)>,
    /// The problems of links, by the number of the link.
    pub(super) problems: Vec<(usize, Problem)>,
}

impl Links {
    /// The link of this number, in the text of its page or in a call.
    #[must_use]
    pub fn link<'l>(&'l self, page: &'l Page, number: usize) -> Option<&'l Link> {
        let in_text = self.targets.len() - self.of_calls.len();
        match number.checked_sub(in_text) {
            Some(of_call) => self.of_calls.get(of_call).map(|(_, link)| link),
            None => page.source.document.links.get(number),
        }
    }

    /// The numbers of the pages that they lead to.
    pub fn pages(&self) -> impl Iterator<Item = usize> {
        self.targets.iter().flatten().filter_map(|target| match target.to {
            Destination::Page(number) => Some(number),
            Destination::File(_) | Destination::Generated(_) | Destination::Derived(_) => None,
        })
    }

    /// Whether one of them is reported.
    pub(in crate::site) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// The number of the link of a call, if it takes one.
    #[must_use]
    pub(in crate::site) fn of_call(&self, call: usize) -> Option<usize> {
        let at = self.of_calls.iter().position(|(number, _)| *number == call)?;
        Some(self.targets.len() - self.of_calls.len() + at)
    }
}
