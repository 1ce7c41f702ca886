//! The records of a call in the form that its component uses: `@stat` for the statistic that `id` names, `@icons` for the
//! same as marks, `@chart`, `@trend` and `@table` for those that `ids` name, `@event` for the event that `id` names, `@cited` for
//! the source that `source` names.

use std::collections::{BTreeSet, HashMap};

use tera::Value;

use super::Problems;
use crate::render::figures::{self, Labels, Uncounted};
use crate::render::links::Linker;
use crate::render::{Renderer, event};
use crate::report::{Finding, Place, catalog};
use crate::site::{Figure, Takes};

/// The records that a call names.
pub(super) struct CallRecords<'a> {
    /// Number of the event that `id` names.
    pub event: Option<usize>,
    /// Number of the source that `source` names.
    pub source: Option<usize>,
    /// Number of the statistic that `id` names.
    pub statistic: Option<usize>,
    /// Numbers of the statistics that `ids` names; `None` for those that do not exist or are invalid.
    pub listed: &'a [Option<usize>],
    /// The number of marks, if the call gives one.
    pub total: Option<u64>,
    /// The place of a part of the call.
    pub place: &'a dyn Fn(RecordPart) -> Place,
}

/// A part of a call.
#[derive(Clone, Copy)]
pub(super) enum RecordPart {
    /// An id in the list, by its position.
    Listed(usize),
    /// The number of marks.
    Total,
}

/// The values of the parameters that take records, by name.
pub(super) fn values(
    renderer: &Renderer<'_>,
    (language, linker): (usize, &Linker),
    takes: &Takes,
    records: &CallRecords<'_>,
    problems: &mut Problems,
) -> Vec<(&'static str, Value)> {
    let mut values = Vec::new();
    let figures = &renderer.context.figures[language];
    if takes.event
        && let Some(number) = records.event
    {
        let event = &renderer.outline.events[number];
        values.push((Takes::EVENT, event::value(event, renderer, language, linker)));
    }
    if takes.source {
        let source = records.source.map_or_else(Value::none, |number| figures.sources[number].clone());
        values.push((Takes::SOURCE, source));
    }
    if let Some(number) = records.statistic {
        values.push((Takes::STATISTIC, figures.value(renderer.site, number)));
        if takes.marks {
            values.extend(marks(renderer, language, number, records, problems).map(|marks| (Takes::MARKS, marks)));
        }
    }
    let numbers: Vec<usize> = records.listed.iter().copied().flatten().collect();
    for &figure in takes.figures.iter().filter(|_| !numbers.is_empty()) {
        let place = |row: usize| (records.place)(RecordPart::Listed(row));
        check(renderer, language, figure, records.listed, &place, &mut problems.findings);
        let value = match figure {
            Figure::Chart => figures::chart(figures, renderer.site, &numbers),
            Figure::Trend => {
                let tag = &renderer.site.config.languages[language].tag;
                figures::trend(figures, renderer.site, &numbers, tag)
            }
            Figure::Table => figures::table(figures, renderer.site, &numbers),
        };
        values.push((figure.parameter(), value));
    }
    values
}

/// A statistic as marks; `None`, with a finding, if it cannot be counted.
fn marks(
    renderer: &Renderer<'_>,
    language: usize,
    number: usize,
    records: &CallRecords<'_>,
    problems: &mut Problems,
) -> Option<Value> {
    let place = || (records.place)(RecordPart::Total);
    match figures::icons(&renderer.context.figures[language], renderer.site, number, records.total) {
        Ok((icons, total)) => {
            let (first, earlier) = problems.marks.get_or_insert_with(|| (total, place()));
            if *first != total {
                let finding = catalog::shortcode::mixed_marks(place(), total, *first);
                problems.findings.push(with_earlier(finding, earlier.clone(), "the earlier one"));
            }
            Some(icons)
        }
        Err(why) => {
            problems.findings.push(uncounted(place(), &renderer.site.statistics[number].id, why));
            None
        }
    }
}

/// Checks whether a figure can show these statistics.
fn check(
    renderer: &Renderer<'_>,
    language: usize,
    figure: Figure,
    listed: &[Option<usize>],
    place: &dyn Fn(usize) -> Place,
    findings: &mut Vec<Finding>,
) {
    let before = findings.len();
    let mut numbers: Vec<usize> = Vec::new();
    let mut units = BTreeSet::new();
    let mut periods = HashMap::new();
    for (row, number) in listed.iter().enumerate() {
        let Some(number) = *number else { continue };
        let record = &renderer.site.statistics[number];
        let first = &renderer.site.statistics[*numbers.first().unwrap_or(&number)];
        if figure.compares() && first.unit != record.unit {
            if units.insert(record.unit.name()) {
                let names = (first.unit.name(), record.unit.name());
                let finding = catalog::shortcode::mixed_units(place(row), figure.parameter(), names.0, names.1);
                let first = listed.iter().position(Option::is_some).unwrap_or(row);
                findings.push(with_earlier(finding, place(first), "the first"));
            }
        } else if figure == Figure::Trend && record.period.is_none() {
            findings.push(catalog::shortcode::no_period(place(row), &record.id));
        } else if let Some(first) = periods.get(&record.period.as_ref().map(|it| &it.text))
            && figure == Figure::Trend
        {
            let finding = catalog::shortcode::same_period(place(row), &record.id);
            findings.push(with_earlier(finding, place(*first), "the other record"));
        }
        numbers.push(number);
        periods.entry(record.period.as_ref().map(|it| &it.text)).or_insert(row);
    }
    // Labels are only those of the figure if each record of the list is in it.
    if findings.len() == before && numbers.len() == listed.len() {
        let figures = &renderer.context.figures[language];
        let labels = match figure {
            Figure::Trend => Labels::over_time(figures, renderer.site, &numbers),
            Figure::Chart | Figure::Table => Labels::new(figures, renderer.site, &numbers),
        };
        for (row, first) in figures::alike(&labels.rows) {
            let named = |row: usize| renderer.site.statistics[numbers[row]].id.as_str();
            let finding = catalog::shortcode::same_label(place(row), (named(row), named(first)), &labels.rows[row]);
            findings.push(with_earlier(finding, place(first), "the first"));
        }
    }
}

/// Adds the place of what comes before in a figure or on a page. In a template, both are at the place of the call.
fn with_earlier(finding: Finding, earlier: Place, text: &str) -> Finding {
    let is_same = finding.place.as_ref().is_some_and(|place| place.to_string() == earlier.to_string());
    if is_same { finding } else { finding.label(earlier, text) }
}

fn uncounted(place: Place, id: &str, why: Uncounted) -> Finding {
    match why {
        Uncounted::NoShare => catalog::shortcode::not_a_share(place, id),
        Uncounted::Total => catalog::shortcode::marks_total(place),
        Uncounted::Part(totals) => catalog::shortcode::cut_mark(place, id, &totals),
    }
}
