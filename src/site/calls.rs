//! Binds shortcode calls: checks each once against what its component declares, and looks up the records that it names.
//! What a call takes follows from the `@…` parameters of its component, never from its name.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::declaration::{BlockRule, Declaration, kind};
use super::{CallLink, Declarations, Event, Page, Site, Traits, bodies, call_links, equivalent_calls, pictures};
use crate::limits::{LOOSE_NUMBERS, NEAR_NAMES, NEAR_SEARCHES_OF_PAGE};
use crate::read::markdown::{Argument, Call, Document, Literal, ProseMatches};
use crate::read::{InvalidRecords, SourceRecord, Statistic};
use crate::report::{Certainty, Finding, Label, Place, catalog};

/// A call, bound to the declaration and the records that it uses.
#[derive(Debug)]
pub struct BoundCall {
    /// What its component declares.
    pub declaration: Arc<Declaration>,
    /// The statistic that `id` names.
    pub statistic: Option<NamedStatistic>,
    /// The statistics that `ids` names, in order.
    pub listed: Vec<NamedStatistic>,
    /// Number of the event that it names, if there is such an event.
    pub event: Option<usize>,
    /// Number of the source that it names, if there is such a source.
    pub source: Option<usize>,
    /// The link that it names.
    pub link: Option<CallLink>,
    /// Whether its result is a block.
    pub is_block: bool,
    /// Whether it can be rendered. What prevents it is reported.
    pub is_valid: bool,
}

/// A statistic that a call names.
#[derive(Debug)]
pub struct NamedStatistic {
    /// Its number; `None` if it does not exist or is invalid, which is reported.
    pub number: Option<usize>,
    /// Bytes of the file that the id takes.
    pub range: Range<usize>,
}

/// The id of a record that a call names, whether such a record exists or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordId<'a> {
    /// The id of a statistic.
    Statistic(&'a str),
    /// The id of an event.
    Event(&'a str),
}

/// The calls of a page, and what depends on them in its text.
#[derive(Debug, Default)]
pub struct PageCalls {
    /// By the number of the call; `None` for those that are not shown or have no component.
    bound: Vec<Option<BoundCall>>,
    /// Numbers and claims in text with calls.
    pub prose: ProseMatches,
    findings: Vec<Finding>,
}

impl BoundCall {
    /// All statistics that it names, in order.
    pub fn statistics(&self) -> impl Iterator<Item = &NamedStatistic> {
        self.statistic.iter().chain(&self.listed)
    }
}

impl Declaration {
    /// The default of an argument, as [`super::ListArguments`] takes it.
    #[must_use]
    pub fn default_of(&self, name: &str) -> Option<(Literal, bool)> {
        let argument = self.arguments.iter().find(|argument| argument.name == name)?;
        Some((argument.default.clone()?, false))
    }
}

impl BoundCall {
    /// The value of an argument, as [`super::ListArguments`] takes it.
    #[must_use]
    pub fn list_argument(&self, call: &Call, name: &str) -> Option<(Literal, bool)> {
        match call.arguments.iter().find(|argument| argument.key == name) {
            Some(argument) => Some((argument.value.clone(), true)),
            None => self.declaration.default_of(name),
        }
    }
}

impl PageCalls {
    /// The call of this number in the document.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&BoundCall> {
        self.bound.get(number).and_then(Option::as_ref)
    }

    /// All bound calls, each with its number in the document.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &BoundCall)> {
        self.bound.iter().enumerate().filter_map(|(number, bound)| Some((number, bound.as_ref()?)))
    }
}

impl Page {
    /// The ids of all records that calls in its text name.
    pub(super) fn record_ids(&self) -> impl Iterator<Item = RecordId<'_>> {
        self.calls.iter().flat_map(|(number, bound)| {
            let takes = &bound.declaration.takes;
            self.source.document.calls[number].arguments.iter().flat_map(move |argument| {
                let is_statistic = takes.statistic || takes.marks;
                let mut ids = Vec::new();
                match (argument.key.as_str(), &argument.value) {
                    ("id", Literal::Text(id)) => {
                        ids.extend(is_statistic.then_some(RecordId::Statistic(id)));
                        ids.extend(takes.event.then_some(RecordId::Event(id)));
                    }
                    ("ids", Literal::List(items)) if !takes.figures.is_empty() => {
                        ids.extend(items.iter().filter_map(|(item, _)| match item {
                            Literal::Text(id) => Some(RecordId::Statistic(id)),
                            _ => None,
                        }));
                    }
                    _ => {}
                }
                ids
            })
        })
    }
}

/// What calls are bound to.
struct Binder<'s> {
    shortcodes: &'s BTreeMap<String, Arc<Declaration>>,
    statistics: &'s [Statistic],
    numbers: HashMap<&'s str, usize>,
    events: &'s [Event],
    event_numbers: HashMap<&'s str, usize>,
    sources: &'s [SourceRecord],
    refused_statistics: &'s InvalidRecords,
    refused_events: &'s InvalidRecords,
    refused_sources: &'s InvalidRecords,
}

impl Site {
    /// Binds the calls of all pages. Those of pages that are unchanged since the site `before` are used again, if settings,
    /// theme and records are unchanged too.
    pub(super) fn bind_calls(
        &mut self,
        declarations: &Declarations,
        before: Option<&Self>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(shortcodes) = &declarations.shortcodes else { return };
        let before = before.filter(|before| before.generation == self.generation);
        let numbers = self.statistics.iter().enumerate().map(|(number, statistic)| (statistic.id.as_str(), number));
        let event_numbers = self.events.iter().enumerate().map(|(number, event)| (event.record.id.as_str(), number));
        let binder = Binder {
            shortcodes,
            statistics: &self.statistics,
            numbers: numbers.collect(),
            events: &self.events,
            event_numbers: event_numbers.collect(),
            sources: &self.sources,
            refused_statistics: &self.refused_statistics,
            refused_events: &self.refused_events,
            refused_sources: &self.refused_sources,
        };
        self.pages.par_iter_mut().zip(&self.traits).enumerate().for_each(|(number, (page, traits))| {
            if !traits.meet(Traits::CALLS) || before.is_some_and(|before| before.has(number, page)) {
                return;
            }
            let known = before.and_then(|before| Some(&before.pages[before.page_at(&page.address)?]));
            let known = known.filter(|known| Arc::ptr_eq(&known.source, &page.source));
            let calls = known.map_or_else(|| Arc::new(binder.page(page)), |known| known.calls.clone());
            Arc::make_mut(page).calls = calls;
        });
        findings.extend(self.pages_with(Traits::CALLS).flat_map(|(_, page)| page.calls.findings.iter().cloned()));
    }
}

impl Binder<'_> {
    fn page(&self, page: &Page) -> PageCalls {
        let document = &page.source.document;
        let mut findings = Vec::new();
        let mut bound: Vec<Option<BoundCall>> = document.calls.iter().map(|_| None).collect();
        for &number in &document.shown_calls {
            bound[number] = self.call(page, number, &mut findings);
        }
        bodies::check(page, &mut bound, &mut findings);
        let prose = prose(page, document, &bound, &mut findings);
        PageCalls { bound, prose, findings }
    }

    fn call(&self, page: &Page, number: usize, findings: &mut Vec<Finding>) -> Option<BoundCall> {
        let call = &page.source.document.calls[number];
        let Some(declaration) = self.shortcodes.get(&call.name) else {
            let known: Vec<&str> = self.shortcodes.keys().map(String::as_str).collect();
            let unknown = catalog::shortcode::unknown(page.place(call.name_range.clone()), &call.name, &known);
            findings.extend(equivalent_calls::with_edit((page, call), self.shortcodes, vec![unknown]));
            return None;
        };
        let before = findings.len();
        let mut own = Vec::new();
        check_arguments(page, call, declaration, &mut own);
        findings.extend(equivalent_calls::with_edit((page, call), self.shortcodes, own));
        let mut bound = BoundCall {
            declaration: declaration.clone(),
            statistic: None,
            listed: Vec::new(),
            event: None,
            source: None,
            link: None,
            is_block: is_block(declaration, call),
            is_valid: true,
        };
        self.name_records(page, call, &mut bound, findings);
        bound.link = call_links::bind(page, (call, &declaration.takes), page.links.of_call(number), findings);
        bound.is_valid &= findings.len() == before;
        findings.extend(pictures::check_call(page, call, &bound));
        Some(bound)
    }

    /// Looks up the records that a call names.
    fn name_records(&self, page: &Page, call: &Call, bound: &mut BoundCall, findings: &mut Vec<Finding>) {
        let declaration = bound.declaration.clone();
        let takes = &declaration.takes;
        let named = |key: &str| call.arguments.iter().find(|argument| argument.key == key);
        if let Some(Argument { value: Literal::Text(id), value_range: range, .. }) = named("id") {
            if takes.event {
                bound.event = self.event(id, page.place(range.clone()), &mut bound.is_valid, findings);
            }
            if takes.statistic || takes.marks {
                let number = self.statistic(id, page.place(range.clone()), &mut bound.is_valid, findings);
                bound.statistic = Some(NamedStatistic { number, range: range.clone() });
            }
        }
        if takes.source
            && let Some(Argument { value: Literal::Text(id), value_range: range, .. }) = named("source")
        {
            bound.source = self.source(id, page.place(range.clone()), &mut bound.is_valid, findings);
        }
        if !takes.figures.is_empty()
            && let Some(Argument { value: Literal::List(ids), value_range, .. }) = named("ids")
        {
            if ids.is_empty() {
                findings.push(catalog::shortcode::empty_list(page.place(value_range.clone()), "ids"));
            }
            for (id, range) in ids {
                let place = page.place(range.clone());
                let Literal::Text(id) = id else {
                    findings.push(catalog::shortcode::wrong_argument(place, "ids", "a list of texts", kind(id)));
                    continue;
                };
                let number = self.statistic(id, place, &mut bound.is_valid, findings);
                bound.listed.push(NamedStatistic { number, range: range.clone() });
            }
        }
    }

    /// The number of a statistic. If it does not exist, this is reported; if it is invalid, that is reported already.
    fn statistic(&self, id: &str, place: Place, is_valid: &mut bool, findings: &mut Vec<Finding>) -> Option<usize> {
        let number = self.numbers.get(id).copied();
        if number.is_none() {
            *is_valid = false;
            if !self.refused_statistics.may_hold(id) {
                let known = searched(self.statistics, findings.len());
                let known: Vec<&str> = known.iter().map(|statistic| statistic.id.as_str()).collect();
                findings.push(catalog::shortcode::unknown_statistic(place, id, &known));
            }
        }
        number
    }

    /// The number of an event, as [`Self::statistic`].
    fn event(&self, id: &str, place: Place, is_valid: &mut bool, findings: &mut Vec<Finding>) -> Option<usize> {
        let number = self.event_numbers.get(id).copied();
        if number.is_none() {
            *is_valid = false;
            if !self.refused_events.may_hold(id) {
                let known = searched(self.events, findings.len());
                let known: Vec<&str> = known.iter().map(|event| event.record.id.as_str()).collect();
                findings.push(catalog::events::unknown_event(place, id, &known));
            }
        }
        number
    }
}

impl Binder<'_> {
    /// The number of a source, as [`Self::statistic`].
    fn source(&self, id: &str, place: Place, is_valid: &mut bool, findings: &mut Vec<Finding>) -> Option<usize> {
        let number = self.sources.iter().position(|source| source.id == id);
        if number.is_none() {
            *is_valid = false;
            if !self.refused_sources.may_hold(id) {
                let known = searched(self.sources, findings.len());
                let known: Vec<&str> = known.iter().map(|source| source.id.as_str()).collect();
                findings.push(catalog::records::unknown_source(place, id, &known));
            }
        }
        number
    }
}

/// The records that are searched for the name nearest to an unknown one, on a page that has `findings` findings
/// already.
fn searched<T>(records: &[T], findings: usize) -> &[T] {
    let first = if findings < NEAR_SEARCHES_OF_PAGE { records.len().min(NEAR_NAMES) } else { 0 };
    &records[..first]
}

/// Checks names, types and choices of the arguments of a call.
fn check_arguments(page: &Page, call: &Call, declaration: &Declaration, findings: &mut Vec<Finding>) {
    let declared = &declaration.arguments;
    let mut seen: Vec<&str> = Vec::new();
    let mut renamed: Vec<String> = Vec::new();
    for argument in &call.arguments {
        let key_place = || page.place(argument.key_range.clone());
        let Some(known) = declared.iter().find(|known| known.name == argument.key) else {
            let known: Vec<&str> = declared.iter().map(|known| known.name.as_str()).collect();
            let mut finding = catalog::shortcode::unknown_argument(key_place(), &call.name, &argument.key, &known);
            // No argument is renamed to one that is there already, or that another becomes too.
            finding.edit.take_if(|edit| {
                let is_there = call.arguments.iter().any(|other| other.key == edit.replacement);
                is_there || renamed.contains(&edit.replacement)
            });
            renamed.extend(finding.edit.as_ref().map(|edit| edit.replacement.clone()));
            findings.push(finding);
            continue;
        };
        if seen.contains(&argument.key.as_str()) {
            let finding = catalog::shortcode::repeated_argument(key_place(), &argument.key);
            let first = call.arguments.iter().find(|first| first.key == argument.key);
            let first =
                first.map(|first| Label { place: page.place(first.key_range.clone()), text: "the first".into() });
            findings.push(Finding { labels: first.into_iter().collect(), ..finding });
            continue;
        }
        seen.push(&argument.key);
        let place = || page.place(argument.value_range.clone());
        if let Some(wanted) = known.wanted.filter(|wanted| !wanted.fits(&argument.value)) {
            let written = &page.source.file.text()[argument.value_range.clone()];
            let better = wanted.convert(&argument.value, written);
            let edit = better.as_ref().map(|better| (argument.value_range.clone(), better.clone()));
            let better = better.map(|better| format!("write `{}={better}`", argument.key));
            let finding =
                catalog::shortcode::wrong_argument(place(), &argument.key, wanted.words(), kind(&argument.value));
            findings.push(finding.maybe_help(better).maybe_edit(edit, Certainty::Certain));
            continue;
        }
        if let (Literal::Text(chosen), Some(choices)) = (&argument.value, declaration.choices.get(&argument.key))
            && !choices.is_empty()
            && !choices.contains(chosen)
        {
            findings.push(catalog::shortcode::unknown_choice(place(), &argument.key, chosen, choices));
        }
    }
    for known in declared.iter().filter(|known| known.is_required && !seen.contains(&known.name.as_str())) {
        // A slip of the keyboard is reported already as an unknown argument.
        let is_slip = |argument: &Argument| crate::report::nearest(&argument.key, [known.name.as_str()]).is_some();
        if !call.arguments.iter().any(is_slip) {
            let place = page.place(call.name_range.clone());
            findings.push(catalog::shortcode::missing_argument(place, &call.name, &known.name));
        }
    }
}

fn is_block(declaration: &Declaration, call: &Call) -> bool {
    if declaration.takes_body {
        return true;
    }
    let is_form = |form: &str, argument: &Argument| {
        argument.key == "as" && matches!(&argument.value, Literal::Text(text) if text == form)
    };
    match &declaration.block {
        BlockRule::Never => false,
        BlockRule::Always => true,
        BlockRule::As(form) => call.arguments.iter().any(|argument| is_form(form, argument)),
    }
}

/// The numbers and claims in text with calls.
fn prose(page: &Page, document: &Document, bound: &[Option<BoundCall>], findings: &mut Vec<Finding>) -> ProseMatches {
    let is_number = |call: usize| bound.get(call)?.as_ref().map(|bound| bound.declaration.takes.is_number());
    let mut found = ProseMatches::default();
    for passage in &document.passages {
        passage.search(&is_number, &mut found);
    }
    let room = LOOSE_NUMBERS.saturating_sub(document.prose.loose.len());
    if let Some(last) = found.loose.get(room) {
        if !document.has_too_many_numbers {
            findings.push(catalog::files::too_many_numbers(page.place(last.range.clone()), LOOSE_NUMBERS));
        }
        found.loose.truncate(room);
    }
    found
}
