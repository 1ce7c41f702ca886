//! Redirects of the original. Old addresses of its pages become aliases of these, and links to them lead to the pages; the other
//! redirects are recorded as not imported, those of one file together.

mod of_hosts;

pub use of_hosts::read_host_files;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::index::{Index, LinkTarget, plain};
use super::losses::{LossKind, Losses};
use super::site::OriginalSite;
use crate::report::SourceFile;

/// A redirect of the original.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old address, from the root of the site, decoded. One that ends in `*` stands for all that begin like it.
    pub from: String,
    /// Where it leads: an address of the site, or of another one. `:splat` stands for what the old address has instead of `*`.
    pub to: String,
    /// Whether it is more than a redirect: it depends on who asks, or sends another page at the same address.
    pub is_rule: bool,
    /// The file that it is written in.
    pub file: Arc<SourceFile>,
    /// The place in that file.
    pub range: Range<usize>,
}

/// Maximum number of redirects that are followed one after the other.
const HOPS: usize = 8;

/// Where old addresses lead.
#[derive(Debug, Default)]
pub struct Redirects {
    exact: HashMap<String, String>,
    /// The beginnings of addresses, without their `*`, in order.
    starts: Vec<(String, String)>,
}

impl Redirects {
    /// Those of a site; the first of two with the same old address counts.
    #[must_use]
    pub fn new(all: &[Redirect]) -> Self {
        let mut redirects = Self::default();
        for Redirect { from, to, .. } in all.iter().filter(|redirect| !redirect.is_rule) {
            match from.strip_suffix('*') {
                Some(start) => redirects.starts.push((start.to_owned(), to.clone())),
                None => drop(redirects.exact.entry(plain(from)).or_insert_with(|| to.clone())),
            }
        }
        redirects
    }

    /// The addresses that one leads to, one after the other.
    pub fn chain(&self, address: &str) -> impl Iterator<Item = String> {
        let next = |address: &String| self.next(address);
        std::iter::successors(self.next(address), next).take(HOPS)
    }

    /// Where an address leads outside of the site.
    #[must_use]
    pub fn outside(&self, address: &str) -> Option<String> {
        self.chain(address).find(|to| to.contains("://"))
    }

    fn next(&self, address: &str) -> Option<String> {
        let path = address.split(['?', '#']).next().unwrap_or("");
        if let Some(to) = self.exact.get(&plain(path)) {
            return Some(to.clone());
        }
        let (rest, to) = self.starts.iter().find_map(|(start, to)| Some((path.strip_prefix(start.as_str())?, to)))?;
        Some(to.replace(":splat", rest))
    }
}

/// Why redirects are not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedirectProblem {
    /// They lead to something else than a page.
    NotAPage,
    /// They are for several addresses, or only for some readers.
    Rule,
}

/// Gives the pages that redirects lead to their old addresses, and records the other redirects.
pub fn resolve(site: &mut OriginalSite, index: &Index, losses: &mut Losses) {
    let mut others: BTreeMap<(String, RedirectProblem), Vec<&Redirect>> = BTreeMap::new();
    for redirect in &site.redirects {
        let is_one = !redirect.is_rule && !redirect.from.contains(['*', ':']);
        match index.redirected(&redirect.from).filter(|_| is_one) {
            Some(LinkTarget::Page(number)) => site.pages[number].aliases.push(redirect.from.clone()),
            _ => {
                let problem = if is_one { RedirectProblem::NotAPage } else { RedirectProblem::Rule };
                others.entry((redirect.file.path().to_owned(), problem)).or_default().push(redirect);
            }
        }
    }
    for ((_, problem), redirects) in others {
        let listed = redirects.iter().map(|it| (&it.file, it.range.clone(), it.from.as_str(), it.to.as_str()));
        note(listed, problem, losses);
    }
}

/// Records redirects of one file that are not imported for the same reason as one entry: the first of them, and their number. Each
/// has its place, its old address, and where it leads.
pub fn note<'r>(
    mut redirects: impl Iterator<Item = (&'r Arc<SourceFile>, Range<usize>, &'r str, &'r str)>,
    problem: RedirectProblem,
    losses: &mut Losses,
) {
    let Some((file, range, from, to)) = redirects.next() else { return };
    let others = redirects.count();
    let why = match (problem, others) {
        (RedirectProblem::NotAPage, 0) => format!("it leads to `{to}`, which is not a page of the import"),
        (RedirectProblem::NotAPage, others) => {
            format!("it and {others} more of this file lead to what is not a page of the import, such as `{to}`")
        }
        (RedirectProblem::Rule, 0) => "it is a rule for several addresses, or for some readers only".to_owned(),
        (RedirectProblem::Rule, others) => {
            format!("it and {others} more of this file are rules for several addresses, or for some readers only")
        }
    };
    losses.add(LossKind::Redirect, file, range, from, why);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_are_followed_one_after_the_other() {
        let file = SourceFile::new("_redirects", "");
        let redirect = |(from, to): (&str, &str)| Redirect {
            from: from.to_owned(),
            to: to.to_owned(),
            is_rule: false,
            file: file.clone(),
            range: 0..0,
        };
        let all =
            [("/a", "/b/"), ("/b/", "/c#d"), ("/old/*", "/new/:splat"), ("/x", "https://example.org/"), ("/l", "/l")];
        let redirects = Redirects::new(&all.map(redirect));
        let chain = |from: &str| redirects.chain(from).collect::<Vec<_>>();
        assert_eq!(chain("/a.html"), ["/b/", "/c#d"]);
        assert_eq!(chain("/old/p/q"), ["/new/p/q"]);
        assert_eq!(chain("/l").len(), HOPS);
        assert_eq!(redirects.outside("/x/").as_deref(), Some("https://example.org/"));
        assert_eq!(redirects.outside("/a"), None);
    }
}
