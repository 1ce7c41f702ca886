//! Checks numbers: formulas, sums of parts, review dates, superseded records, and figures that compare different things.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::cycles::cycles;
use crate::limits::{FRACTION_BITS, NEAR_NAMES, NEAR_SEARCHES};
use crate::read::{Fraction, Number, Statistic, Undefined, Unit};
use crate::report::{Finding, Place, catalog};
use crate::site::{BoundCall, Difference, NamedStatistic, Page, Site, Traits, differences};

/// Maximum number of decimals of a calculated value in a message.
const SHOWN_DECIMALS: usize = 6;

/// Checks all statistics and their use on pages; `at` is the day of the build.
pub fn numbers(site: &Site, at: Date, findings: &mut Vec<Finding>) {
    let mut records = RecordIndex::new(site);
    let derived_cycles = cycles(
        &records.edges(|statistic| statistic.derived.iter().flat_map(|(formula, _)| formula.records()).collect()),
    );
    let replaced_cycles =
        cycles(&records.edges(|statistic| statistic.superseded_by.iter().map(|(by, _)| by.as_str()).collect()));
    let latest = latest(&records, &replaced_cycles);
    let derived_members = CycleMembers::new(&derived_cycles);
    let replaced_members = CycleMembers::new(&replaced_cycles);
    // Each cycle is one finding, at its first record.
    let mut found_derived = HashSet::new();
    let mut found_replaced = HashSet::new();
    for (number, statistic) in site.statistics.iter().enumerate() {
        match derived_cycles[number] {
            Some(cycle) if !found_derived.insert(cycle) => {}
            cycle => {
                let range = |it: &Statistic| it.derived.as_ref().map(|(_, range)| range.clone());
                let others = cycle.map(|cycle| derived_members.others(site, cycle, number, range));
                derived(statistic, number, others, &mut records, findings);
            }
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
            } else if let Some(cycle) = replaced_cycles[number].filter(|cycle| found_replaced.insert(*cycle)) {
                let range = |it: &Statistic| it.superseded_by.as_ref().map(|(_, range)| range.clone());
                let others = replaced_members.others(site, cycle, number, range);
                findings.push(catalog::records::superseded_cycle(place, &statistic.id, others));
            }
        }
    }
    for (_, page) in site.pages_with(Traits::CALLS) {
        side_by_side(page, site, findings);
        for (_, call) in page.calls.iter() {
            let latest = |named: &NamedStatistic| named.number.and_then(|number| latest[number]);
            if !call.statistics().any(|named| latest(named).is_some()) {
                continue;
            }
            let beside: HashSet<usize> = call.statistics().filter_map(|named| named.number).collect();
            for named in call.statistics() {
                // Next to the record that supersedes it, it is there for comparison.
                if let (Some(number), Some(latest)) = (named.number, latest(named))
                    && !beside.contains(&latest)
                {
                    let (id, latest) = (&site.statistics[number].id, &site.statistics[latest]);
                    let place = page.place(named.range.clone());
                    findings.push(catalog::records::superseded(place, id, &latest.id, latest.place.clone()));
                }
            }
        }
    }
}

/// The records in each cycle of references.
struct CycleMembers(HashMap<usize, Vec<usize>>);

impl CycleMembers {
    fn new(cycles: &[Option<usize>]) -> Self {
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, cycle) in cycles.iter().enumerate() {
            if let Some(cycle) = cycle {
                members.entry(*cycle).or_default().push(number);
            }
        }
        Self(members)
    }

    /// The places of the references by which the other records of the cycle of `number` continue it.
    fn others(
        &self,
        site: &Site,
        cycle: usize,
        number: usize,
        range: impl Fn(&Statistic) -> Option<Range<usize>>,
    ) -> Vec<Place> {
        let members = self.0.get(&cycle).map_or(&[][..], Vec::as_slice);
        let others = members.iter().filter(|other| **other != number).map(|other| &site.statistics[*other]);
        others.filter_map(|other| range(other).map(|range| other.at(&range))).collect()
    }
}

/// The statistics of a site by their ids, with their exact values.
struct RecordIndex<'s> {
    site: &'s Site,
    numbers: HashMap<&'s str, usize>,
    /// The exact value of each, computed on first use.
    exact: Vec<OnceCell<Fraction>>,
    /// Number of unknown ids for which a similar one was searched.
    searches: usize,
}

impl<'s> RecordIndex<'s> {
    fn new(site: &'s Site) -> Self {
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

    /// For each record, the numbers of the records whose ids `names` returns.
    fn edges(&self, names: impl Fn(&'s Statistic) -> Vec<&'s str>) -> Vec<Vec<usize>> {
        let known = |id: &str| self.numbers.get(id).copied();
        self.site.statistics.iter().map(|statistic| names(statistic).into_iter().filter_map(known).collect()).collect()
    }

    fn unknown(&mut self, place: Place, id: &str, findings: &mut Vec<Finding>) {
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
    cycle: Option<Vec<Place>>,
    records: &mut RecordIndex<'s>,
    findings: &mut Vec<Finding>,
) {
    let Some((formula, range)) = &statistic.derived else { return };
    let place = statistic.at(range);
    if let Some(others) = cycle {
        findings.push(catalog::records::derived_from_itself(place, &statistic.id, others));
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

/// The rounding error that a number may have in a sum: half of its last digit. Whole counts are not rounded.
fn rounding(statistic: &Statistic) -> BigRational {
    let whole = matches!(&statistic.value, Number::Decimal(text) if !text.contains('.'));
    if statistic.unit == Unit::Count && statistic.scale.is_none() && whole {
        return BigRational::zero();
    }
    statistic.value.tolerance(statistic.scale)
}

/// Checks that the parts of a record add up to its value, within the rounding of the parts and the total.
fn parts<'s>(statistic: &'s Statistic, number: usize, records: &mut RecordIndex<'s>, findings: &mut Vec<Finding>) {
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
            let of_part = part.at(&part.unit_range);
            findings.push(catalog::records::part_of_other_unit(statistic.at(range), id, &statistic.id, units, of_part));
            return;
        }
        sum = sum.and_then(|sum| sum.checked_add(records.exact(at)));
        let off = rounding(part);
        if !off.is_zero() {
            allowed = allowed.and_then(|allowed| allowed.checked_add(&off.into()));
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

/// Checks whether the records in a figure differ in more than what is compared.
fn side_by_side(page: &Page, site: &Site, findings: &mut Vec<Finding>) {
    let compares = |call: &BoundCall| call.declaration.takes.figures.iter().any(|figure| figure.compares());
    for (number, bound) in page.calls.iter().filter(|(_, call)| compares(call)) {
        let call = &page.source.document.calls[number];
        let numbers = bound.statistics().filter_map(|named| named.number);
        let statistics: Vec<&Statistic> = numbers.map(|number| &site.statistics[number]).collect();
        // Different units are an error, which is reported when the figure is rendered.
        if statistics.windows(2).any(|pair| pair[0].unit != pair[1].unit) {
            continue;
        }
        let how: Vec<&str> = differences(&statistics).into_iter().map(Difference::name).collect();
        if !how.is_empty() {
            findings.push(catalog::records::side_by_side(page.place(call.name_range.clone()), &call.name, &how));
        }
    }
}

/// Checks that the unit of a difference of two shares is percentage points. `100 - x` is the rest of one whole and stays in
/// percent.
fn difference(statistic: &Statistic, records: &RecordIndex<'_>, findings: &mut Vec<Finding>) {
    let parts = statistic.derived.as_ref().and_then(|(formula, _)| formula.difference());
    let Some((from, less)) = parts.filter(|_| statistic.unit == Unit::Percent) else { return };
    let of_percent = |id: &str| records.get(id).filter(|record| record.unit == Unit::Percent);
    if let (Some(first), Some(second)) = (of_percent(from), of_percent(less)) {
        let place = |statistic: &Statistic| statistic.at(&statistic.unit_range);
        let shares = [(from, place(first)), (less, place(second))];
        findings.push(catalog::prose::difference_in_percent(place(statistic), &statistic.id, shares));
    }
}

/// For each record, the last record in its chain of `superseded_by`; `None` if nothing supersedes it, or if the chain
/// leads into a cycle, which is reported elsewhere.
fn latest(records: &RecordIndex<'_>, cycles: &[Option<usize>]) -> Vec<Option<usize>> {
    let by = |number: usize| {
        let statistic = &records.site.statistics[number];
        statistic.superseded_by.as_ref().and_then(|(by, _)| records.numbers.get(by.as_str()).copied())
    };
    let mut latest: Vec<Option<Option<usize>>> = vec![None; cycles.len()];
    for start in 0..cycles.len() {
        let mut chain = Vec::new();
        let mut at = start;
        let end = loop {
            if cycles[at].is_some() {
                chain.push(at);
                break None;
            }
            match (latest[at], by(at)) {
                // A record that nothing supersedes is the latest of all that lead to it.
                (Some(known), by) => break known.or(by.is_none().then_some(at)),
                (None, None) => {
                    latest[at] = Some(None);
                    break Some(at);
                }
                (None, Some(next)) => {
                    chain.push(at);
                    at = next;
                }
            }
        };
        for passed in chain {
            latest[passed] = Some(end);
        }
    }
    latest.into_iter().map(Option::flatten).collect()
}

/// Formats a value as a decimal number, cut after six decimals.
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
    fn values_are_shown_as_decimal_numbers() {
        let ratio = |above: i64, below: i64| shown(&BigRational::new(above.into(), below.into()));
        assert_eq!(ratio(49, 1), "49");
        assert_eq!(ratio(-3, 2), "-1.5");
        assert_eq!(ratio(1, 3), "0.333333…");
        assert_eq!(ratio(2_200_000_000, 1), "2200000000");
        assert_eq!(ratio(1, 1_000_000), "0.000001");
    }
}
