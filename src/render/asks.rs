//! What templates may ask for: lists of the outline, which cost much to build, and the records that they show themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::complaint;
use super::templates::GENERATED;
use super::templates::Templates;
use crate::site::{ListKind, ListReaders, PictureArguments, Takes, UseReaders, record_lists, templates_with};

impl Templates {
    /// Whether a template may ask for the pages of the outline, which cost much to build.
    #[must_use]
    pub fn may_list_pages(&self) -> bool {
        self.files.values().any(|file| may_ask_for("pages", file.text()))
    }

    /// Whether a template may ask for the events of the outline.
    #[must_use]
    pub fn may_list_events(&self) -> bool {
        self.files.values().any(|file| may_ask_for("events", file.text()))
    }

    /// Whether a template may ask for the taxonomies of the outline.
    #[must_use]
    pub fn may_list_taxonomies(&self) -> bool {
        self.files.values().any(|file| may_ask_for("taxonomies", file.text()))
    }

    /// Whether a template, or a component that pages call, calls a component that takes a list of events.
    #[must_use]
    pub fn list_events(&self) -> bool {
        let mut calls = self.files.keys().flat_map(|name| self.tera.component_calls(name));
        calls.any(|call| self.components.get(&call.name).is_some_and(|component| component.takes.events))
    }

    /// The places where templates name the images that they show: bytes of each file, by its path as findings show it.
    #[must_use]
    pub fn picture_sources(&self) -> BTreeMap<String, Vec<Range<usize>>> {
        let mut sources: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
        for (name, file) in &self.files {
            let calls = self.tera.component_calls(name).iter();
            let calls =
                calls.filter(|call| self.components.get(&call.name).is_some_and(|component| component.takes.image));
            let named = calls.flat_map(|call| &call.arguments).filter(|(key, _)| key == PictureArguments::SRC);
            let mut ranges: Vec<Range<usize>> = named.map(|(_, range)| range.clone()).collect();
            if !ranges.is_empty() {
                ranges.sort_by_key(|range| range.start);
                sources.insert(file.path().to_owned(), ranges);
            }
        }
        sources
    }

    /// Whether a template that does not list the records for others to link to may ask for them all, with the pages that
    /// use each. Of those that do, the pages are known, but for generated pages.
    #[must_use]
    pub fn may_list_records(&self) -> bool {
        let lists = record_lists(self.files.iter().map(|(name, file)| (name.as_str(), file.text())));
        let is_list = |name: &str| lists.contains(name) && !GENERATED.contains(&name);
        let mut others = self.files.iter().filter(|(name, _)| !is_list(name));
        others.any(|(_, file)| may_ask_for("statistics", file.text()))
    }

    /// The templates that may ask for the pages that show each record; none for records that templates do not show.
    #[must_use]
    pub fn use_readers(&self) -> UseReaders {
        let (statistics, events) = self.may_show();
        let readers = |may_show, list| match may_show {
            true => self.that_use(|_, text| may_ask_for(list, text)),
            false => BTreeSet::new(),
        };
        UseReaders { statistics: readers(statistics, "statistics"), events: readers(events, "events") }
    }

    /// The templates that may show each list of pages or records.
    #[must_use]
    pub fn list_readers(&self) -> ListReaders {
        let takes = |name: &str, list: ListKind| {
            let mut calls = self.tera.component_calls(name).iter().filter_map(|call| self.components.get(&call.name));
            match list {
                ListKind::Pages => calls.any(|component| component.takes.pages),
                ListKind::Events => calls.any(|component| component.takes.events),
                _ => false,
            }
        };
        let readers = |list: ListKind| match list.in_outline() {
            Some(asked) => self.that_use(|name, text| may_ask_for(asked, text) || takes(name, list)),
            None => self.that_use(|_, text| text.contains(CHILDREN)),
        };
        ListKind::ALL.into_iter().map(|list| (list, readers(list))).collect()
    }

    /// Whether a template, or a component that pages call, may name statistics in a call, and whether events.
    fn may_show(&self) -> (bool, bool) {
        let (mut statistics, mut events) = (false, false);
        for call in self.files.keys().flat_map(|name| self.tera.component_calls(name)) {
            let takes = self.components.get(&call.name).map(|it| &it.takes);
            let Some(Takes { statistic, marks, figures, event, .. }) = takes else {
                continue;
            };
            // Without an id, the component has the record of the one that calls it.
            let has = |name: &str| call.has_spread || call.arguments.iter().any(|(key, _)| key == name);
            statistics |= ((*statistic || *marks) && has("id")) || (!figures.is_empty() && has("ids"));
            events |= *event && has("id");
        }
        (statistics, events)
    }

    /// The names of the page templates that use a file with a name and a text that `is_wanted` accepts.
    fn that_use(&self, is_wanted: impl Fn(&str, &str) -> bool) -> BTreeSet<String> {
        let is_component =
            |name: &str, text: &str| name.starts_with(SHORTCODES) || complaint::tag(text, "component").is_some();
        let mut files = self.files.iter().map(|(name, file)| (name.as_str(), file.text()));
        let pages = files.clone().filter(|(name, _)| !name.starts_with(SHORTCODES));
        // Any template may call a component.
        if files.any(|(name, text)| is_component(name, text) && is_wanted(name, text)) {
            return pages.map(|(name, _)| name.to_owned()).collect();
        }
        templates_with(pages, is_wanted)
    }
}

/// How the names of the files of shortcodes begin.
const SHORTCODES: &str = "shortcodes/";

/// How templates name the pages in the section of the page.
const CHILDREN: &str = ".children";

/// The lists in the outline.
const LISTS: [&str; 5] = ["pages", "events", "statistics", "sources", "taxonomies"];

/// Whether a template may ask for this list of the outline: whether it names the outline other than for another list, or
/// everything that templates see.
fn may_ask_for(list: &str, text: &str) -> bool {
    let is_for = |rest: &str, other: &str| {
        let rest = rest.strip_prefix('.').and_then(|rest| rest.strip_prefix(other));
        rest.is_some_and(|rest| !rest.starts_with(in_name))
    };
    let others = || LISTS.iter().filter(|other| **other != list);
    text.contains("__tera_context")
        || text.split("outline").skip(1).any(|rest| !others().any(|other| is_for(rest, other)))
}

/// Whether a name can contain this character.
fn in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::read::Theme;
    use crate::report::SourceFile;

    #[test]
    fn pages_and_events_are_listed_where_a_template_may_ask_for_them() {
        let compile = |text: &str| {
            let templates = BTreeMap::from([("page.html".to_owned(), SourceFile::new("page.html", text))]);
            let mut findings = Vec::new();
            let compiled = Templates::compile(&Theme { templates, ..Theme::default() }, &mut findings);
            compiled.unwrap_or_else(|| panic!("{text}: {findings:?}"))
        };
        let asks = |text: &str| {
            let templates = compile(text);
            [templates.may_list_pages(), templates.may_list_events(), templates.may_list_records()]
        };
        for (text, expected) in [
            ("{% for p in outline.pages %}{{ p.title }}{% endfor %}", [true, false, false]),
            ("{% for e in outline.events %}{{ e.id }}{% endfor %}", [false, true, false]),
            (
                "{% for s in outline.statistics %}{{ s.id }}{% endfor %}{{ outline [\"pages\"] | length }}",
                [true, true, true],
            ),
            ("{% set all = outline %}{{ all.pages | length }}", [true, true, true]),
            ("{{ outline?.pages | length }}", [true, true, true]),
            ("{{ outline.statistics_of_pages }}", [true, true, true]),
            ("{{ outline.events_of_pages }}", [true, true, true]),
            ("{{ __tera_context }}", [true, true, true]),
            ("{{ page.title }}", [false, false, false]),
            ("{{ outline.sources | length }}{{ outline.statistics | length }}", [false, false, true]),
        ] {
            assert_eq!(asks(text), expected, "{text}");
        }
    }
}
