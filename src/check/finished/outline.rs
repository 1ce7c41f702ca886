//! Headings and landmarks of a page.

use std::collections::HashSet;

use super::kinds::Kind;
use super::survey::StartTag;
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
    pub fn begin(&mut self, it: &StartTag<'_, 'a>) -> Option<(FaultKind, String)> {
        if it.is_hidden {
            return None;
        }
        let tag = it.tag;
        let role = if it.is_special { tag.value(key!("role")) } else { None };
        let is_role = |name: &str| role.is_some_and(|role| role.trim().eq_ignore_ascii_case(name));
        if it.kind == Kind::Main || is_role("main") {
            self.mains += 1;
            return (self.mains == 2).then_some((FaultKind::SecondMain, String::new()));
        }
        if it.kind == Kind::Nav && role.is_none() || is_role("navigation") {
            let named =
                tag.value(key!("aria-label")).or_else(|| tag.value(key!("aria-labelledby"))).unwrap_or_default();
            return (!self.navigations.insert(named.trim())).then_some((FaultKind::SameNavigation, String::new()));
        }
        let level = match it.kind {
            _ if is_role("heading") => {
                tag.value(key!("aria-level")).map_or(Some(2), |level| level.trim().parse().ok())?
            }
            Kind::Heading(level) if role.is_none() => usize::from(level),
            _ => return None,
        };
        let before = std::mem::replace(&mut self.level, level);
        self.first_level += usize::from(level == 1);
        if level == 1 && self.first_level == 2 {
            return Some((FaultKind::SecondHeading, String::new()));
        }
        let is_skipped = before > 0 && level > before + 1;
        is_skipped.then(|| (FaultKind::SkippedHeading, format!("{before} {level}")))
    }

    /// Whether no heading and no landmark was met.
    pub fn is_empty(&self) -> bool {
        self.level == 0 && self.mains == 0 && self.navigations.is_empty()
    }

    /// What the page lacks.
    pub fn missing(&self) -> impl Iterator<Item = FaultKind> + use<> {
        let heading = (self.first_level == 0).then_some(FaultKind::NoHeading);
        heading.into_iter().chain((self.mains == 0).then_some(FaultKind::NoMain))
    }
}
