//! The lists that calls in the text of a page show: which entries they have, and how many of them fit into its budget.

use std::ops::Range;

use super::lists::{ListArguments, WantedTerm};
use super::{BoundCall, List, Outline, Page, Site};
use crate::config::Text;
use crate::read::markdown::Call;
use crate::report::catalog::page::LongList;

/// A list that a call in the text of a page shows.
struct ShownList<'p> {
    call: &'p Call,
    /// Numbers of the pages that it has, in order; empty for a list of events.
    pages: Vec<usize>,
    /// Numbers of the events that it has, in order; empty for a list of pages.
    events: Vec<usize>,
    /// The page with the same list on further pages, if that list is divided.
    elsewhere: Option<String>,
}

/// Bytes of an entry besides its text and its address: tags of HTML, and a date.
const MARKUP: usize = 60;

impl Site {
    /// The numbers of the pages that lists in the text of a page show. Mistakes in calls are reported when they are rendered.
    #[must_use]
    pub fn pages_in_lists(&self, number: usize, outline: &Outline<'_>) -> Vec<usize> {
        self.lists_in_text(number, outline).flat_map(|list| list.pages).collect()
    }

    /// The folders, each with a slash at its end, of the pages that lists in the text of a page can have.
    pub fn folders_of_lists<'s>(&'s self, page: &'s Page) -> impl Iterator<Item = String> + 's {
        page.calls.iter().filter(|(_, bound)| bound.declaration.takes.pages).map(|(at, bound)| {
            let call = &page.source.document.calls[at];
            let place = |_: &str| page.place(call.name_range.clone());
            let arguments = ListArguments { get: &|name| bound.list_argument(call, name), place: &place };
            arguments.folder(page.source.language, &self.config)
        })
    }

    fn lists_in_text<'s, 'o>(
        &'s self,
        number: usize,
        outline: &'s Outline<'o>,
    ) -> impl Iterator<Item = ShownList<'s>> + use<'s, 'o> {
        let page = &self.pages[number];
        let takes_list = |bound: &BoundCall| bound.declaration.takes.pages || bound.declaration.takes.events;
        let calls = page.calls.iter().filter(move |(_, bound)| takes_list(bound) && bound.is_valid);
        calls.filter_map(move |(at, bound)| self.list_in_text(number, (at, bound), outline))
    }

    fn list_in_text<'s>(
        &'s self,
        number: usize,
        (at, bound): (usize, &BoundCall),
        outline: &Outline<'_>,
    ) -> Option<ShownList<'s>> {
        let page: &Page = &self.pages[number];
        let call = &page.source.document.calls[at];
        let place = |_: &str| page.place(call.name_range.clone());
        let arguments = ListArguments { get: &|name| bound.list_argument(call, name), place: &place };
        let mut findings = Vec::new();
        let limit = arguments.cut(&mut findings).limit.unwrap_or(usize::MAX);
        let mut list = ShownList { call, pages: Vec::new(), events: Vec::new(), elsewhere: None };
        let takes = &bound.declaration.takes;
        if takes.pages {
            let query = arguments.pages(page.source.language, outline, &self.config, &mut findings);
            if findings.is_empty() {
                let all = outline.pages_of(&query, &self.config).into_iter().filter(|other| *other != number);
                list.pages = all.take(limit).collect();
                list.elsewhere = match (query.term, &query.section) {
                    (WantedTerm::Term(term), None) if self.parts.contains_key(&List::Term(term)) => {
                        Some(self.terms[term].address.clone())
                    }
                    (WantedTerm::Any, Some(section)) => self.long_section(query.language, section),
                    _ => None,
                };
            }
        } else if takes.events {
            list.events = outline.events_of(arguments.events(&mut findings)).into_iter().take(limit).collect();
        }
        findings.is_empty().then_some(list)
    }

    /// The path of the page of a section, if its list is cut into parts.
    fn long_section(&self, language: usize, folder: &str) -> Option<String> {
        let path = format!("{folder}/index.md");
        let cut = self.parts.keys().filter_map(|list| match list {
            List::Section(number) => Some(&self.pages[*number].source),
            _ => None,
        });
        cut.into_iter().find(|source| source.language == language && source.path == path).map(|_| path)
    }

    /// The longest list in the text of a page that is over its budget, by its `raw` bytes, its bytes as `sent` and its
    /// budget. `None` if no list is the reason.
    #[must_use]
    pub fn too_long_list(&self, number: usize, (raw, sent, budget): (u64, u64, u64)) -> Option<LongList> {
        let calls = self.pages[number].calls.iter();
        if !calls.into_iter().any(|(_, bound)| bound.declaration.takes.pages || bound.declaration.takes.events) {
            return None;
        }
        let outline = self.outline();
        let lists = self.lists_in_text(number, &outline).map(|list| (self.bytes_of(&list), list));
        let (entries, list) = lists.max_by_key(|(entries, _)| entries.iter().sum::<u64>())?;
        // The list is assumed to have the same share of the bytes as sent as of the raw bytes of the page.
        let of_list = |bytes: u64| bytes * sent / raw.max(1);
        let bytes = of_list(entries.iter().sum()).min(sent * 9 / 10);
        let room = budget.saturating_sub(sent - bytes) * 9 / 10;
        let mut used = 0;
        let fits = entries.iter().take_while(|entry| {
            used += **entry;
            of_list(used) <= room
        });
        let limit = match fits.count() {
            few @ 0..=9 => few,
            many => many / 10 * 10,
        };
        if limit == 0 || limit >= entries.len() {
            return None;
        }
        let edit = with_limit(list.call, limit, &self.pages[number].source.file.text()[list.call.range.clone()])?;
        let (call, count) = (list.call.range.clone(), entries.len());
        Some(LongList { call, count, bytes, limit, edit, elsewhere: list.elsewhere })
    }

    /// Estimates the bytes of each entry of a list.
    fn bytes_of(&self, list: &ShownList<'_>) -> Vec<u64> {
        let pages = list.pages.iter().map(|&number| {
            let page = &self.pages[number];
            let description = page.source.front.description.as_ref().map_or(0, String::len);
            page.title().len() + description + page.address.len()
        });
        let events = list.events.iter().map(|&number| {
            let event = &self.events[number].record;
            let longest = |text: &Text| text.all().map(str::len).max().unwrap_or(0);
            longest(&event.title) + event.place_name.as_ref().map_or(0, longest)
        });
        pages.chain(events).map(|words| (words + MARKUP) as u64).collect()
    }
}

/// The edit that gives a call, whose text is `written`, a limit.
fn with_limit(call: &Call, limit: usize, written: &str) -> Option<(Range<usize>, String)> {
    if let Some(known) = call.arguments.iter().find(|argument| argument.key == "limit") {
        return Some((known.value_range.clone(), limit.to_string()));
    }
    let (at, text) = match call.arguments.last() {
        Some(last) => (last.value_range.end, format!(", limit={limit}")),
        None => (call.range.start + written.find('(')? + 1, format!("limit={limit}")),
    };
    Some((at..at, text))
}
