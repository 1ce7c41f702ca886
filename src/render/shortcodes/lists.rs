//! Lists in the form that components use them: `@pages` for a list of pages, `@events` for one of events.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tera::{Value, budget};

use crate::render::{Renderer, text};
use crate::report::Finding;
use crate::site::{Cut, ListArguments, Takes, When};

/// Steps for an entry of a list, whose values the component gets.
const STEPS_OF_ENTRY: usize = 20;

/// The values of the parameters that take lists, by name. `page` is the number of the page, which is not in its own lists.
pub(super) fn values(
    renderer: &Renderer<'_>,
    (language, page): (usize, Option<usize>),
    takes: &Takes,
    arguments: &ListArguments<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<(&'static str, Value)> {
    let mut values = Vec::new();
    if !takes.pages && !takes.events {
        return values;
    }
    let before = findings.len();
    let cut = arguments.cut(findings);
    if takes.pages {
        let query = arguments.pages(language, &renderer.outline, &renderer.site.config, findings);
        if findings.len() == before {
            let all = renderer.context.lists.pages(renderer, &query);
            let all = all.iter().copied().filter(|number| Some(*number) != page);
            let shown: Vec<usize> = all.take(cut.limit.unwrap_or(usize::MAX)).collect();
            let year = |number: usize| renderer.outline.pages[number].date.map(Date::year);
            let entry = |number: usize| renderer.context.lists.page(renderer, number);
            values.push((Takes::PAGES, Value::from(list(Takes::PAGES, &shown, cut, year, entry))));
        }
    }
    if takes.events {
        let query = arguments.events(findings);
        if findings.len() == before {
            let all = renderer.context.lists.events(renderer, query);
            let shown: Vec<usize> = all.iter().copied().take(cut.limit.unwrap_or(usize::MAX)).collect();
            let year = |number: usize| {
                let event = &renderer.outline.events[number];
                event.date.filter(|_| event.interval.is_some() && !event.is_quoted).map(Date::year)
            };
            let entry = |number: usize| renderer.context.lists.event(renderer, language, number);
            let mut list = list(Takes::EVENTS, &shown, cut, year, entry);
            let is_dated = query.when != When::All;
            let as_of = if is_dated { text(&renderer.site.at.to_string()) } else { Value::none() };
            list.insert("as_of", as_of);
            values.push((Takes::EVENTS, Value::from(list)));
        }
    }
    values
}

/// The entries of a list as `name`, and again in groups: one for each year, the newest first unless the entries begin with the
/// oldest, and one for those without a year; a list that is not grouped is one group.
fn list(
    name: &'static str,
    numbers: &[usize],
    cut: Cut,
    year: impl Fn(usize) -> Option<i16>,
    entry: impl Fn(usize) -> Value,
) -> BTreeMap<&'static str, Value> {
    // Beyond the steps of a page, the component is not rendered, and that is found.
    let is_allowed = budget::steps(numbers.len() * STEPS_OF_ENTRY);
    let numbers = if is_allowed { numbers } else { &[] };
    let entries: Vec<Value> = numbers.iter().map(|&number| entry(number)).collect();
    let mut groups: Vec<(Option<i16>, Vec<Value>)> = Vec::new();
    for (&number, entry) in numbers.iter().zip(&entries) {
        let year = year(number).filter(|_| cut.by_year);
        match groups.iter_mut().find(|(known, _)| *known == year) {
            Some((_, group)) => group.push(entry.clone()),
            None => groups.push((year, vec![entry.clone()])),
        }
    }
    let years: Vec<i16> = groups.iter().filter_map(|(year, _)| *year).collect();
    let is_rising = years.first() < years.last();
    groups.sort_by_key(|(year, _)| {
        let year = year.map(|year| if is_rising { year } else { -year });
        (year.is_none(), year)
    });
    let group = |(year, group): (Option<i16>, Vec<Value>)| {
        let year = year.map_or_else(Value::none, |year| text(&year.to_string()));
        Value::from(BTreeMap::from([("year", year), (name, Value::from(group))]))
    };
    let groups: Vec<Value> = groups.into_iter().map(group).collect();
    BTreeMap::from([(name, Value::from(entries)), ("groups", Value::from(groups))])
}
