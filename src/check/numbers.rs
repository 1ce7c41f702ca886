//! Findings on numbers: what does not follow from its formula, what was to be looked at again, what is replaced.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::rings::rings;
use crate::limits::{FRACTION_BITS, NEAR_NAMES, NEAR_SEARCHES};
use crate::read::{Fraction, Number, Statistic, Undefined, Unit};
use crate::report::{Finding, catalog};
use crate::site::{Difference, Page, Site, differences, named_records};

/// Decimals after which a value that a formula gives is cut in a message.
const SHOWN_DECIMALS: usize = 6;

/// Checks all statistics, and which of them pages show, on the day `at`.
pub fn numbers(site: &Site, at: Date, findings: &mut Vec<Finding>) {
    let mut records = Records::of(site);
    let derived_rings = rings(
        &records.edges(|statistic| statistic.derived.iter().flat_map(|(formula, _)| formula.records()).collect()),
    );
    let replaced_rings =
        rings(&records.edges(|statistic| statistic.superseded_by.iter().map(|(by, _)| by.as_str()).collect()));
    let latest = latest(&records, &replaced_rings);
    // Each ring is one finding, at its first record.
    let mut found_derived = HashSet::new();
    let mut found_replaced = HashSet::new();
    for (number, statistic) in site.statistics.iter().enumerate() {
        match derived_rings[number] {
            Some(ring) if !found_derived.insert(ring) => {}
            ring => derived(statistic, number, ring.is_some(), &mut records, findings),
        }
        parts(statistic, number, &mut records, findings);
        difference(statistic, &records, findings);
        if let Some((day, range)) = &statistic.review_by
            && *day < at
        {
            let place = statistic.at(range);
            findings.push(catalog::records::review_due(place, &statistic.id, &day.to_string(), &at.to_string()));
        }
        if let Some((by, range)) = &statistic.superseded_by {
            let place = statistic.at(range);
            if records.get(by).is_none() {
                records.unknown(place, by, findings);
            } else if replaced_rings[number].is_some_and(|ring| found_replaced.insert(ring)) {
                findings.push(catalog::records::superseded_by_itself(place, &statistic.id));
            }
        }
    }
    for page in &site.pages {
        side_by_side(page, &records, findings);
        let arguments = page.document.calls.iter().flat_map(|call| &call.arguments);
        for argument in arguments {
            let named = named_records(argument);
            let beside: HashSet<&str> = named.iter().map(|(id, _)| *id).collect();
            for (id, range) in &named {
                let Some(latest) = records.numbers.get(id).and_then(|number| latest[*number]) else { continue };
                // Beside the number that replaces it, it is there to be compared.
                let latest = &site.statistics[latest].id;
                if !beside.contains(latest.as_str()) {
                    findings.push(catalog::records::superseded(page.place(range.clone()), id, latest));
                }
            }
        }
    }
}

/// The statistics of a site by their ids, with their exact values.
struct Records<'s> {
    site: &'s Site,
    numbers: HashMap<&'s str, usize>,
    /// The exact value of each, made on first use.
    exact: Vec<OnceCell<Fraction>>,
    /// For how many unknown names the nearest has been looked for.
    searches: usize,
}

impl<'s> Records<'s> {
    fn of(site: &'s Site) -> Self {
        let ids = site.statistics.iter().enumerate().map(|(number, statistic)| (statistic.id.as_str(), number));
        let exact = site.statistics.iter().map(|_| OnceCell::new()).collect();
        Self { site, numbers: ids.collect(), exact, searches: 0 }
    }

    fn get(&self, id: &str) -> Option<&'s Statistic> {
        self.numbers.get(id).map(|number| &self.site.statistics[*number])
    }

    fn exact(&self, number: usize) -> &Fraction {
        self.exact[number].get_or_init(|| {
            let statistic = &self.site.statistics[number];
            statistic.value.exact(statistic.scale).into()
        })
    }

    /// The numbers of the records that each record names in the way of `names`.
    fn edges(&self, names: impl Fn(&'s Statistic) -> Vec<&'s str>) -> Vec<Vec<usize>> {
        let known = |id: &str| self.numbers.get(id).copied();
        self.site.statistics.iter().map(|statistic| names(statistic).into_iter().filter_map(known).collect()).collect()
    }

    fn unknown(&mut self, place: crate::report::Place, id: &str, findings: &mut Vec<Finding>) {
        if self.site.refused_statistics.may_hold(id) {
            return;
        }
        self.searches += 1;
        let searched = if self.searches <= NEAR_SEARCHES { NEAR_NAMES } else { 0 };
        let known: Vec<&str> =
            self.site.statistics.iter().take(searched).map(|statistic| statistic.id.as_str()).collect();
        findings.push(catalog::shortcode::unknown_statistic(place, id, &known));
    }
}

fn derived<'s>(
    statistic: &'s Statistic,
    number: usize,
    is_on_ring: bool,
    records: &mut Records<'s>,
    findings: &mut Vec<Finding>,
) {
    let Some((formula, range)) = &statistic.derived else { return };
    let place = statistic.at(range);
    if is_on_ring {
        findings.push(catalog::records::derived_from_itself(place, &statistic.id));
        return;
    }
    let given = formula.value(&|id| records.numbers.get(id).map(|number| records.exact(*number)));
    match given {
        Ok(given) => {
            let given = given.reduced();
            let written = records.exact(number).clone().reduced();
            if (&given - &written).abs() > statistic.value.tolerance(statistic.scale) {
                let (written, given) = (shown(&written), shown(&given));
                findings.push(catalog::records::derived_mismatch(place, &statistic.id, &written, &given));
            }
        }
        Err(Undefined::DivisionByZero) => findings.push(catalog::records::division_by_zero(place, &statistic.id)),
        Err(Undefined::Record(id)) => records.unknown(place, &id, findings),
        Err(Undefined::TooLarge) => {
            findings.push(catalog::records::formula_too_large(place, &statistic.id, FRACTION_BITS));
        }
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
fn parts<'s>(statistic: &'s Statistic, number: usize, records: &mut Records<'s>, findings: &mut Vec<Finding>) {
    let (Some((_, first)), Some((_, last))) = (statistic.parts.first(), statistic.parts.last()) else { return };
    let mut sum = Ok(Fraction::zero());
    let mut allowed = Ok(Fraction::from(rounding(statistic)));
    for (id, range) in &statistic.parts {
        let Some(&at) = records.numbers.get(id.as_str()) else {
            records.unknown(statistic.at(range), id, findings);
            return;
        };
        let part = &records.site.statistics[at];
        if part.unit != statistic.unit {
            let units = (part.unit.name(), statistic.unit.name());
            findings.push(catalog::records::part_of_other_unit(statistic.at(range), id, &statistic.id, units));
            return;
        }
        sum = sum.and_then(|sum| sum.plus(records.exact(at)));
        let off = rounding(part);
        if !off.is_zero() {
            allowed = allowed.and_then(|allowed| allowed.plus(&off.into()));
        }
    }
    let place = statistic.at(&(first.start..last.end));
    let (Ok(sum), Ok(allowed)) = (sum, allowed) else {
        findings.push(catalog::records::sum_too_large(place, &statistic.id, FRACTION_BITS));
        return;
    };
    let (sum, allowed) = (sum.reduced(), allowed.reduced());
    let total = records.exact(number).clone().reduced();
    if (&sum - &total).abs() > allowed {
        findings.push(catalog::records::parts_mismatch(place, &statistic.id, &shown(&total), &shown(&sum)));
    }
}

/// What a figure sets side by side, where that differs in more than what is compared.
fn side_by_side(page: &Page, records: &Records<'_>, findings: &mut Vec<Finding>) {
    for call in page.document.calls.iter().filter(|call| matches!(call.name.as_str(), "chart" | "trend")) {
        let ids = call.arguments.iter().flat_map(named_records);
        let statistics: Vec<&Statistic> = ids.filter_map(|(id, _)| records.get(id)).collect();
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

/// The number of the record at the end of the line of those that replace each record: `None` where nothing replaces it,
/// or where the line runs into a ring, which is found where the ring begins.
fn latest(records: &Records<'_>, rings: &[Option<usize>]) -> Vec<Option<usize>> {
    let by = |number: usize| {
        let statistic = &records.site.statistics[number];
        statistic.superseded_by.as_ref().and_then(|(by, _)| records.numbers.get(by.as_str()).copied())
    };
    let mut latest: Vec<Option<Option<usize>>> = vec![None; rings.len()];
    for start in 0..rings.len() {
        let mut line = Vec::new();
        let mut at = start;
        let end = loop {
            if rings[at].is_some() {
                line.push(at);
                break None;
            }
            match (latest[at], by(at)) {
                // What is replaced by nothing is the latest of all that lead to it.
                (Some(known), by) => break known.or(by.is_none().then_some(at)),
                (None, None) => {
                    latest[at] = Some(None);
                    break Some(at);
                }
                (None, Some(next)) => {
                    line.push(at);
                    at = next;
                }
            }
        };
        for passed in line {
            latest[passed] = Some(end);
        }
    }
    latest.into_iter().map(Option::flatten).collect()
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
