//! Findings on numbers: what does not follow from its formula, what was to be looked at again, what is replaced.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::read::{Number, Statistic, Undefined, Unit};
use crate::report::{Finding, catalog};
use crate::site::{Difference, Page, Site, differences, named_records};

/// Decimals after which a value that a formula gives is cut in a message.
const SHOWN_DECIMALS: usize = 6;

/// Checks all statistics, and which of them pages show, on the day `at`.
pub fn numbers(site: &Site, at: Date, findings: &mut Vec<Finding>) {
    let records: Records<'_> = site.statistics.iter().map(|statistic| (statistic.id.as_str(), statistic)).collect();
    let mut rings = Rings::default();
    for statistic in &site.statistics {
        derived(site, statistic, &records, &mut rings.derived, findings);
        parts(site, statistic, &records, findings);
        difference(statistic, &records, findings);
        if let Some((day, range)) = &statistic.review_by
            && *day < at
        {
            let place = statistic.at(range);
            findings.push(catalog::records::review_due(place, &statistic.id, &day.to_string(), &at.to_string()));
        }
        replaced(site, statistic, &records, &mut rings.replaced, findings);
    }
    for page in &site.pages {
        side_by_side(page, &records, findings);
        let arguments = page.document.calls.iter().flat_map(|call| &call.arguments);
        for argument in arguments {
            let named = named_records(argument);
            for (id, range) in &named {
                let Some(latest) = records.get(id).and_then(|statistic| latest(statistic, &records).ok()) else {
                    continue;
                };
                // Beside the number that replaces it, it is there to be compared.
                if !named.iter().any(|(beside, _)| *beside == latest.id) {
                    findings.push(catalog::records::superseded(page.place(range.clone()), id, &latest.id));
                }
            }
        }
    }
}

type Records<'s> = HashMap<&'s str, &'s Statistic>;

/// Ids of records that lie on a ring which was found already: each ring is one finding, at its first record.
#[derive(Default)]
struct Rings<'s> {
    derived: HashSet<&'s str>,
    replaced: HashSet<&'s str>,
}

fn derived<'s>(
    site: &'s Site,
    statistic: &'s Statistic,
    records: &Records<'s>,
    rings: &mut HashSet<&'s str>,
    findings: &mut Vec<Finding>,
) {
    let Some((formula, range)) = &statistic.derived else { return };
    let place = || statistic.at(range);
    let below = foundations(statistic, records);
    if below.contains(statistic.id.as_str()) {
        if below.is_disjoint(rings) {
            findings.push(catalog::records::derived_from_itself(place(), &statistic.id));
        }
        rings.insert(&statistic.id);
        return;
    }
    match formula.value(&|id| records.get(id).map(|record| record.value.exact(record.scale))) {
        Ok(given) => {
            let distance = (&given - statistic.value.exact(statistic.scale)).abs();
            if distance > statistic.value.tolerance(statistic.scale) {
                let written = shown(&statistic.value.exact(statistic.scale));
                findings.push(catalog::records::derived_mismatch(place(), &statistic.id, &written, &shown(&given)));
            }
        }
        Err(Undefined::DivisionByZero) => findings.push(catalog::records::division_by_zero(place(), &statistic.id)),
        Err(Undefined::Record(id)) => unknown(site, place(), &id, findings),
    }
}

/// How far a number may be off in a sum: by half of its last digit, if it may have been rounded. What was counted one by
/// one was not.
fn rounding(statistic: &Statistic) -> BigRational {
    let whole = matches!(&statistic.value, Number::Decimal(text) if !text.contains('.'));
    if statistic.unit == Unit::Count && statistic.scale.is_none() && whole {
        return BigRational::zero();
    }
    statistic.value.tolerance(statistic.scale)
}

/// The sum of its parts, each of which may be off by its rounding, and so may the total.
fn parts(site: &Site, statistic: &Statistic, records: &Records<'_>, findings: &mut Vec<Finding>) {
    let mut sum = BigRational::zero();
    let mut allowed = rounding(statistic);
    for (id, range) in &statistic.parts {
        let Some(part) = records.get(id.as_str()) else {
            unknown(site, statistic.at(range), id, findings);
            return;
        };
        if part.unit != statistic.unit {
            let units = (part.unit.name(), statistic.unit.name());
            findings.push(catalog::records::part_of_other_unit(statistic.at(range), id, &statistic.id, units));
            return;
        }
        sum += part.value.exact(part.scale);
        allowed += rounding(part);
    }
    let total = statistic.value.exact(statistic.scale);
    if let (Some((_, first)), Some((_, last))) = (statistic.parts.first(), statistic.parts.last())
        && (&sum - &total).abs() > allowed
    {
        let place = statistic.at(&(first.start..last.end));
        findings.push(catalog::records::parts_mismatch(place, &statistic.id, &shown(&total), &shown(&sum)));
    }
}

/// What a figure sets side by side, where that differs in more than what is compared.
fn side_by_side(page: &Page, records: &Records<'_>, findings: &mut Vec<Finding>) {
    for call in page.document.calls.iter().filter(|call| matches!(call.name.as_str(), "chart" | "trend")) {
        let ids = call.arguments.iter().flat_map(named_records);
        let statistics: Vec<&Statistic> = ids.filter_map(|(id, _)| records.get(id).copied()).collect();
        // What does not share a unit cannot stand side by side at all, which is found where it is drawn.
        if statistics.windows(2).any(|pair| pair[0].unit != pair[1].unit) {
            continue;
        }
        let how: Vec<&str> = differences(&statistics).into_iter().map(Difference::name).collect();
        if !how.is_empty() {
            findings.push(catalog::records::side_by_side(page.place(call.name_range.clone()), &call.name, &how));
        }
    }
}

/// What lies between two shares is no share of anything: it is counted in percentage points. What `100 - x` leaves is
/// the rest of one whole, and stays percent.
fn difference(statistic: &Statistic, records: &Records<'_>, findings: &mut Vec<Finding>) {
    let parts = statistic.derived.as_ref().and_then(|(formula, _)| formula.difference());
    let Some((from, less)) = parts.filter(|_| statistic.unit == Unit::Percent) else { return };
    let is_percent = |id: &str| records.get(id).is_some_and(|record| record.unit == Unit::Percent);
    if is_percent(from) && is_percent(less) {
        let place = statistic.at(&statistic.unit_range);
        findings.push(catalog::prose::difference_in_percent(place, &statistic.id, from, less));
    }
}

/// All that a derived record rests on, directly or not.
fn foundations<'s>(statistic: &'s Statistic, records: &Records<'s>) -> HashSet<&'s str> {
    let mut below = HashSet::new();
    let mut open = vec![statistic];
    while let Some(next) = open.pop() {
        let parts = next.derived.iter().flat_map(|(formula, _)| formula.records());
        open.extend(parts.filter_map(|id| records.get(id)).filter(|part| below.insert(part.id.as_str())));
    }
    below
}

fn replaced<'s>(
    site: &'s Site,
    statistic: &'s Statistic,
    records: &Records<'s>,
    rings: &mut HashSet<&'s str>,
    findings: &mut Vec<Finding>,
) {
    let Some((by, range)) = &statistic.superseded_by else { return };
    if !records.contains_key(by.as_str()) {
        unknown(site, statistic.at(range), by, findings);
    } else if let Err(line) = latest(statistic, records)
        && line.contains(statistic.id.as_str())
    {
        if line.is_disjoint(rings) {
            findings.push(catalog::records::superseded_by_itself(statistic.at(range), &statistic.id));
        }
        rings.insert(&statistic.id);
    }
}

/// The record at the end of the line of those that replace this one.
///
/// # Errors
///
/// The line runs in a ring; the ids of all that follow this record, itself among them if it is on the ring.
fn latest<'s>(statistic: &'s Statistic, records: &Records<'s>) -> Result<&'s Statistic, HashSet<&'s str>> {
    let mut seen = HashSet::new();
    let mut latest = statistic;
    while let Some(next) = latest.superseded_by.as_ref().and_then(|(by, _)| records.get(by.as_str())) {
        if !seen.insert(next.id.as_str()) {
            return Err(seen);
        }
        latest = next;
    }
    Ok(latest)
}

fn unknown(site: &Site, place: crate::report::Place, id: &str, findings: &mut Vec<Finding>) {
    if !site.refused_statistics.may_hold(id) {
        let known: Vec<&str> = site.statistics.iter().map(|statistic| statistic.id.as_str()).collect();
        findings.push(catalog::shortcode::unknown_statistic(place, id, &known));
    }
}

/// A value for people: a decimal number where it is one, with at most six decimals.
pub(super) fn shown(value: &BigRational) -> String {
    let unit = num_traits::pow(num_bigint::BigInt::from(10), SHOWN_DECIMALS);
    let scaled = value * BigRational::from_integer(unit);
    let sign = if scaled.is_negative() { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.abs().trunc().to_integer(), width = SHOWN_DECIMALS + 1);
    let (whole, part) = digits.split_at(digits.len() - SHOWN_DECIMALS);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    let more = if scaled.is_integer() { "" } else { "…" };
    format!("{sign}{whole}{point}{part}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_people_write_them() {
        let ratio = |above: i64, below: i64| shown(&BigRational::new(above.into(), below.into()));
        assert_eq!(ratio(49, 1), "49");
        assert_eq!(ratio(-3, 2), "-1.5");
        assert_eq!(ratio(1, 3), "0.333333…");
        assert_eq!(ratio(2_200_000_000, 1), "2200000000");
        assert_eq!(ratio(1, 1_000_000), "0.000001");
    }
}
