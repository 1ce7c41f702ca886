//! Headings and landmarks of a page.

use std::collections::HashSet;
use std::ops::Range;

use super::survey::{Open, words_in};
use super::words::Tag;
use crate::facts::FaultKind;

/// The headings and landmarks that were met so far.
#[derive(Default)]
pub(super) struct PageOutline<'a> {
    /// The level of the heading before.
    level: usize,
    /// The number of headings of the first level.
    first_level: usize,
    mains: usize,
    /// The names of parts for navigation.
    navigations: HashSet<&'a str>,
}

impl<'a> PageOutline<'a> {
    /// What is wrong with an element that begins.
    pub fn begin(&mut self, name: &str, tag: Tag<'_, 'a>, is_hidden: bool) -> Option<(FaultKind, String)> {
        if is_hidden {
            return None;
        }
        if name == "main" || tag.is("role", "main") {
            self.mains += 1;
            return (self.mains == 2).then_some((FaultKind::SecondMain, String::new()));
        }
        if name == "nav" && !tag.has("role") || tag.is("role", "navigation") {
            let named = tag.value("aria-label").or_else(|| tag.value("aria-labelledby")).unwrap_or_default();
            return (!self.navigations.insert(named.trim())).then_some((FaultKind::SameNavigation, String::new()));
        }
        let level = level(name, tag)?;
        let before = std::mem::replace(&mut self.level, level);
        self.first_level += usize::from(level == 1);
        if level == 1 && self.first_level == 2 {
            return Some((FaultKind::SecondHeading, String::new()));
        }
        let is_skipped = before > 0 && level > before + 1;
        is_skipped.then(|| (FaultKind::SkippedHeading, format!("{before} {level}")))
    }

    /// What is wrong with an element that ends.
    pub fn end(
        &self,
        html: &str,
        open: &Open<'_>,
        content: Range<usize>,
        is_hidden: bool,
    ) -> Option<(FaultKind, String)> {
        let is_heading = matches!(&*open.name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let is_empty =
            is_heading && !open.is_hidden && !is_hidden && !open.has_name && words_in(html, content).is_empty();
        is_empty.then(|| (FaultKind::EmptyHeading, open.name.to_string()))
    }

    /// What the page lacks.
    pub fn missing(&self) -> impl Iterator<Item = FaultKind> + use<> {
        let heading = (self.first_level == 0).then_some(FaultKind::NoHeading);
        heading.into_iter().chain((self.mains == 0).then_some(FaultKind::NoMain))
    }
}

/// The level of a heading.
fn level(name: &str, tag: Tag<'_, '_>) -> Option<usize> {
    if tag.is("role", "heading") {
        return tag.value("aria-level").map_or(Some(2), |level| level.trim().parse().ok());
    }
    let digit = name.strip_prefix('h').filter(|_| !tag.has("role"))?;
    digit.parse().ok().filter(|level| (1..=6).contains(level))
}
