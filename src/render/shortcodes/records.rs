//! The records that a call names, in the form that its component uses: `@stat` for the one that `id` names, `@icons`
//! for the same as marks, `@chart`, `@trend` and `@table` for those that `ids` name.

use std::collections::BTreeSet;
use std::ops::Range;

use tera::Context;

use super::{Problems, kind};
use crate::read::markdown::{Argument, Call, Literal};
use crate::render::Renderer;
use crate::render::figures::{self, Labels, Uncounted};
use crate::report::{Finding, catalog};
use crate::site::Page;

/// Adds the records that the component uses to its context. `None` where a record is invalid, which is reported
/// already.
pub(super) fn insert(
    renderer: &Renderer<'_>,
    page: &Page,
    call: &Call,
    asks: &impl Fn(&str) -> bool,
    context: &mut Context,
    problems: &mut Problems,
) -> Option<()> {
    let named = |key: &str| call.arguments.iter().find(|argument| argument.key == key);
    let figures = &renderer.context.figures[page.language];
    if (asks("stat") || asks("icons"))
        && let Some(Argument { value: Literal::Text(id), value_range, .. }) = named("id")
        && let Some(number) = statistic(renderer, page, id, value_range, &mut problems.findings)?
    {
        context.insert_value("stat", figures.value(renderer.site, number));
        if asks("icons") {
            let total = match named("of") {
                Some(Argument { value: Literal::Integer(total), .. }) => Some(u64::try_from(*total).unwrap_or(0)),
                _ => None,
            };
            let place = || page.place(named("of").map_or(value_range, |of| &of.value_range).clone());
            match figures::icons(figures, renderer.site, number, total) {
                Ok((icons, total)) => {
                    if *problems.marks.get_or_insert(total) != total {
                        let first = problems.marks.unwrap_or(total);
                        problems.findings.push(catalog::shortcode::mixed_marks(place(), total, first));
                    }
                    context.insert_value("icons", icons);
                }
                Err(why) => problems.findings.push(uncounted(place(), id, why)),
            }
        }
    }
    if let Some(form) = ["chart", "trend", "table"].into_iter().find(|form| asks(form))
        && let Some(Argument { value: Literal::List(ids), value_range, .. }) = named("ids")
    {
        let numbers = list(renderer, page, ids, value_range, form, &mut problems.findings)?;
        let value = match form {
            "chart" => figures::chart(figures, renderer.site, &numbers),
            "trend" => {
                let tag = &renderer.site.config.languages[page.language].tag;
                figures::trend(figures, renderer.site, &numbers, tag)
            }
            _ => figures::table(figures, renderer.site, &numbers),
        };
        context.insert_value(form, value);
    }
    Some(())
}

/// The statistic of this id; `None` where it exists but is invalid, `Some(None)` where it does not exist, which is
/// reported.
#[allow(clippy::option_option)]
fn statistic(
    renderer: &Renderer<'_>,
    page: &Page,
    id: &str,
    range: &Range<usize>,
    findings: &mut Vec<Finding>,
) -> Option<Option<usize>> {
    let found = renderer.context.statistics.get(id).copied();
    if found.is_none() {
        if renderer.site.refused_statistics.may_hold(id) {
            return None;
        }
        let known = super::searched(&renderer.site.statistics, findings.len());
        let known: Vec<&str> = known.iter().map(|statistic| statistic.id.as_str()).collect();
        findings.push(catalog::shortcode::unknown_statistic(page.place(range.clone()), id, &known));
    }
    Some(found)
}

fn list(
    renderer: &Renderer<'_>,
    page: &Page,
    ids: &[(Literal, Range<usize>)],
    whole: &Range<usize>,
    form: &str,
    findings: &mut Vec<Finding>,
) -> Option<Vec<usize>> {
    if ids.is_empty() {
        findings.push(catalog::shortcode::empty_list(page.place(whole.clone()), "ids"));
    }
    let before = findings.len();
    let mut numbers: Vec<usize> = Vec::new();
    let mut units = BTreeSet::new();
    for (id, range) in ids {
        let place = || page.place(range.clone());
        let Literal::Text(id) = id else {
            findings.push(catalog::shortcode::wrong_argument(place(), "ids", "a list of texts", kind(id)));
            continue;
        };
        let Some(number) = statistic(renderer, page, id, range, findings)? else { continue };
        let record = &renderer.site.statistics[number];
        let first = &renderer.site.statistics[*numbers.first().unwrap_or(&number)];
        if form != "table" && first.unit != record.unit {
            if units.insert(record.unit.name()) {
                findings.push(catalog::shortcode::mixed_units(place(), form, first.unit.name(), record.unit.name()));
            }
        } else if form == "chart" && figures::machine(record).starts_with('-') {
            findings.push(catalog::shortcode::below_zero(place(), id));
        } else if form == "trend" && record.period.is_none() {
            findings.push(catalog::shortcode::no_period(place(), id));
        } else if form == "trend"
            && numbers.iter().any(|&other| renderer.site.statistics[other].period == record.period)
        {
            findings.push(catalog::shortcode::same_period(place(), id));
        }
        numbers.push(number);
    }
    // Labels are only those of the figure where each record of the list stands in it.
    if findings.len() == before {
        let figures = &renderer.context.figures[page.language];
        let labels = match form {
            "trend" => Labels::over_time(figures, renderer.site, &numbers),
            _ => Labels::new(figures, renderer.site, &numbers),
        };
        for (row, first) in figures::alike(&labels.rows) {
            let named = |row: usize| renderer.site.statistics[numbers[row]].id.as_str();
            let place = page.place(ids[row].1.clone());
            findings.push(catalog::shortcode::same_label(place, (named(row), named(first)), &labels.rows[row]));
        }
    }
    Some(numbers)
}

fn uncounted(place: crate::report::Place, id: &str, why: Uncounted) -> Finding {
    match why {
        Uncounted::NoShare => catalog::shortcode::not_a_share(place, id),
        Uncounted::Total => catalog::shortcode::marks_total(place),
        Uncounted::Part(totals) => catalog::shortcode::cut_mark(place, id, &totals),
    }
}
