//! The links in texts of the settings, which are written as on the home page of each language.

use std::sync::Arc;

use super::forms::Origin;
use super::guess::Guesses;
use super::{Destination, KnownNames, Problem, finding};
use crate::report::Finding;
use crate::site::{Kind, PageParts};

/// The problem of a link: the number of its language, of its text, and of the link.
pub(super) type Found = ((usize, usize, usize), Problem);

impl KnownNames<'_> {
    /// Sets the targets of the links in the texts of each language, and returns their problems.
    pub(super) fn resolve_settings(&self, parts: &mut [PageParts]) -> Vec<Found> {
        let mut problems = Vec::new();
        for (language, part) in parts.iter_mut().enumerate() {
            let is_home = |page: &Arc<super::Page>| page.source.language == language && page.kind == Kind::Home;
            let settings = &self.config.languages[language];
            let path = home(&settings.tag);
            for (position, text) in part.texts_mut().enumerate().filter(|(_, text)| !text.links.is_empty()) {
                let number = self.all_pages.iter().position(is_home).unwrap_or(usize::MAX);
                let own = Origin { number, path: &path, address: &settings.at };
                let followed = self.follow(own, text.links.iter());
                // A missing home page is reported.
                let is_there = |to: &Destination| *to != Destination::Page(usize::MAX);
                let targets = followed.targets.into_iter().map(|target| target.filter(|target| is_there(&target.to)));
                text.targets = targets.collect();
                problems.extend(followed.problems.into_iter().map(|(link, it)| ((language, position, link), it)));
            }
        }
        problems
    }
}

/// The path of a home page below `content/`.
fn home(tag: &str) -> String {
    format!("{tag}/index.md")
}

/// Reports the problems of links in texts of the settings.
pub(super) fn report(
    problems: &[Found],
    parts: &[PageParts],
    names: &KnownNames<'_>,
    guesses: &mut Guesses<'_>,
    findings: &mut Vec<Finding>,
) {
    for ((language, number, link), problem) in problems {
        let (Some(part), tag) = (parts.get(*language), &names.config.languages[*language].tag) else { continue };
        let Some(text) = part.texts().nth(*number) else { continue };
        let to = text.targets[*link].as_ref().map(|found| names.path_of(found.to));
        let found = finding::finding(problem, to.as_deref(), guesses, (&text.file, &home(tag)), &text.links[*link]);
        let found = found.map(|finding| match names.config.languages.len() {
            1 => finding,
            _ => finding.note(format!("on pages in `{tag}`; links in site.yaml are written as on a home page")),
        });
        findings.extend(found.map(|finding| text.locate(finding)));
    }
}
