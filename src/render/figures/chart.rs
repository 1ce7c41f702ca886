//! Records side by side: bars from zero, and plain tables.

use std::collections::BTreeMap;

use tera::Value;

use super::{Figures, Labels, length, magnitude, sources};
use crate::read::{Statistic, Unit};
use crate::render::text;
use crate::site::{Site, differences};

/// Bars from zero to the end of the axis: 100 for percent, the whole for a ratio, the largest value for all else. With
/// values below zero, the axis begins at the lowest, and their bars lead from zero towards it.
#[must_use]
pub fn chart(figures: &Figures, site: &Site, numbers: &[usize]) -> Value {
    let of = |number: &usize| &site.statistics[*number];
    let unit = numbers.first().map_or(Unit::Count, |number| of(number).unit);
    let by_size = |a: &&usize, b: &&usize| magnitude(of(a)).total_cmp(&magnitude(of(b)));
    let below = numbers.iter().min_by(by_size).filter(|number| magnitude(of(number)) < 0.0);
    let start = below.map_or(0.0, |below| magnitude(of(below)));
    let (maximum, end) = match unit {
        Unit::Percent => (text("100"), 100.0),
        Unit::Ratio => (text("1"), 1.0),
        _ => match numbers.iter().max_by(by_size) {
            Some(highest) if magnitude(of(highest)) < 0.0 => (text("0"), 0.0),
            Some(&highest) if below.is_some() => {
                (figures.row(site, highest)["figure"].clone(), magnitude(of(&highest)))
            }
            Some(&highest) => (figures.fields(site, highest)["figure"].clone(), magnitude(of(&highest))),
            None => (Value::none(), 0.0),
        },
    };
    let share = |size: f64| if end > start { size / (end - start) * 100.0 } else { 0.0 };
    let mut drawn = side_by_side(figures, site, numbers, |number, row| {
        let size = magnitude(of(&number));
        row.insert("width", text(&length(share(size.abs()))));
        let from = below.map_or_else(Value::none, |_| text(&length(share(size.min(0.0) - start))));
        row.insert("from", from);
    });
    drawn.insert("unit", text(unit.name()));
    drawn.insert("maximum", maximum);
    drawn.insert("minimum", below.map_or_else(Value::none, |&below| figures.row(site, below)["figure"].clone()));
    drawn.insert("zero", below.map_or_else(Value::none, |_| text(&length(share(-start)))));
    Value::from(drawn)
}

/// A plain table, whose records may have any units.
#[must_use]
pub fn table(figures: &Figures, site: &Site, numbers: &[usize]) -> Value {
    Value::from(side_by_side(figures, site, numbers, |_, _| {}))
}

/// Rows with their labels, and what the rows share.
fn side_by_side(
    figures: &Figures,
    site: &Site,
    numbers: &[usize],
    finish: impl Fn(usize, &mut BTreeMap<&'static str, Value>),
) -> BTreeMap<&'static str, Value> {
    let labels = Labels::new(figures, site, numbers);
    let rows = numbers.iter().zip(&labels.rows).map(|(&number, label)| {
        let mut row = figures.row(site, number);
        row.insert("name", text(label));
        finish(number, &mut row);
        Value::from(row)
    });
    let statistics: Vec<&Statistic> = numbers.iter().map(|&number| &site.statistics[number]).collect();
    let differ = differences(&statistics).into_iter().map(|difference| text(difference.name()));
    BTreeMap::from([
        ("rows", Value::from(rows.collect::<Vec<_>>())),
        ("caption", Value::from(labels.shared.iter().map(|word| text(word)).collect::<Vec<_>>())),
        ("head", text(labels.head)),
        ("one_status", Value::from(labels.one_status)),
        ("differ", Value::from(differ.collect::<Vec<_>>())),
        ("sources", sources(figures, site, numbers)),
    ])
}
