//! A proportion as whole marks, full ones out of a total. A mark is never cut, since people round up what they see.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use num_rational::BigRational;
use num_traits::ToPrimitive;
use tera::Value;

use super::{Figures, sources};
use crate::read::{Number, Unit};
use crate::render::text;
use crate::site::Site;

/// Marks in a row.
const COLUMNS: u64 = 10;

/// The maximum number of marks.
const MOST: u64 = 200;

/// Why a proportion cannot be shown in that number of marks.
#[derive(Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// The unit is not a share of a whole.
    NoShare,
    /// Too few marks or too many.
    Total,
    /// It would need a part of a mark; these totals would do.
    Part(Vec<u64>),
}

/// The marks of one record: `total` of them, or as many as suit it.
///
/// # Errors
///
/// Why it cannot be shown in this way.
pub fn icons(figures: &Figures, site: &Site, number: usize, total: Option<u64>) -> Result<(Value, u64), Uncounted> {
    let statistic = &site.statistics[number];
    if !statistic.unit.is_share() {
        return Err(Uncounted::NoShare);
    }
    let total = total.unwrap_or_else(|| usual(&statistic.value));
    if !(2..=MOST).contains(&total) {
        return Err(Uncounted::Total);
    }
    let full = count(&statistic.value, statistic.unit, total)?;
    let (columns, lines) = (total.min(COLUMNS), total.div_ceil(COLUMNS));
    let (marks, rest) = paths(full, total);
    let mut fields = figures.fields(site, number).clone();
    fields.extend(BTreeMap::from([
        ("full", Value::from(full)),
        ("total", Value::from(total)),
        ("columns", Value::from(columns)),
        ("lines", Value::from(lines)),
        ("width", text(&em(columns))),
        ("height", text(&em(lines))),
        ("marks", text(&marks)),
        ("rest", text(&rest)),
        ("sources", sources(figures, site, &[number])),
    ]));
    Ok((Value::from(fields), total))
}

/// A hundred for percent; for a ratio as many as its whole has parts.
fn usual(value: &Number) -> u64 {
    match value {
        Number::Ratio(_, below) => *below,
        Number::Decimal(_) => 100,
    }
}

/// How many marks are full.
fn count(value: &Number, unit: Unit, total: u64) -> Result<u64, Uncounted> {
    match value {
        Number::Ratio(above, below) => {
            let product = u128::from(*above) * u128::from(total);
            if product.is_multiple_of(u128::from(*below)) {
                Ok((product / u128::from(*below)) as u64)
            } else {
                Err(Uncounted::Part(
                    (1..=MOST / below.max(&1)).map(|times| below * times).filter(|total| *total > 1).take(3).collect(),
                ))
            }
        }
        Number::Decimal(_) => {
            let whole = BigRational::from_integer(if unit == Unit::Percent { 100 } else { 1 }.into());
            let marks = value.exact(None) / whole * BigRational::from_integer(total.into());
            // Of a hundred, the decimals of a percentage are rounded away; its number is shown beside the marks.
            if total != 100 && !marks.is_integer() {
                return Err(Uncounted::Part(vec![100]));
            }
            Ok(marks.round().to_integer().to_u64().unwrap_or(0).min(total))
        }
    }
}

/// The width of this number of marks in em.
fn em(marks: u64) -> String {
    let tenths = marks * 12;
    format!("{}.{}em", tenths / 10, tenths % 10)
}

/// The positions of the full and of the empty marks, as paths of dashes that have no length: each is a dot as wide as its
/// line.
fn paths(full: u64, total: u64) -> (String, String) {
    let (mut marks, mut rest) = (String::new(), String::new());
    for line in 0..total.div_ceil(COLUMNS) {
        let first = line * COLUMNS;
        let end = (first + COLUMNS).min(total);
        let turn = full.clamp(first, end);
        for (path, from, to) in [(&mut marks, first, turn), (&mut rest, turn, end)] {
            if from < to {
                let _ = write!(path, "M{} {}h{}", (from - first) * 10 + 5, line * 10 + 5, (to - from - 1) * 10 + 1);
            }
        }
    }
    (marks, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str, total: u64) -> Result<u64, Uncounted> {
        count(&Number::Decimal(text.into()), Unit::Percent, total)
    }

    #[test]
    fn marks_are_whole_or_refused() {
        assert_eq!(decimal("19", 100), Ok(19));
        assert_eq!(decimal("19.4", 100), Ok(19));
        assert_eq!(decimal("50", 10), Ok(5));
        assert_eq!(decimal("19", 10), Err(Uncounted::Part(vec![100])));
        assert_eq!(decimal("0", 100), Ok(0));
        assert_eq!(decimal("100", 100), Ok(100));
        assert_eq!(count(&Number::Ratio(2, 3), Unit::Ratio, 15), Ok(10));
        assert_eq!(count(&Number::Ratio(2, 3), Unit::Ratio, 10), Err(Uncounted::Part(vec![3, 6, 9])));
    }

    #[test]
    fn every_mark_is_written_once() {
        assert_eq!(paths(2, 3), ("M5 5h11".into(), "M25 5h1".into()));
        assert_eq!(paths(12, 20), ("M5 5h91M5 15h11".into(), "M25 15h71".into()));
        assert_eq!(paths(0, 2), (String::new(), "M5 5h11".into()));
    }
}
