//! Records side by side: bars from zero, and plain tables.

use std::collections::BTreeMap;

use tera::Value;

use super::{Figures, length, magnitude, sources};
use crate::read::{Statistic, Unit};
use crate::render::text;
use crate::site::{Site, differences};

/// Bars from zero to the end of the axis: 100 for percent, the whole for a ratio, the largest value for all else.
#[must_use]
pub fn chart(figures: &Figures, site: &Site, numbers: &[usize]) -> Value {
    let of = |number: &usize| &site.statistics[*number];
    let unit = numbers.first().map_or(Unit::Count, |number| of(number).unit);
    let widest = numbers.iter().max_by(|a, b| magnitude(of(a)).total_cmp(&magnitude(of(b))));
    let (maximum, end) = match unit {
        Unit::Percent => (text("100"), 100.0),
        Unit::Ratio => (text("1"), 1.0),
        _ => match widest {
            Some(&widest) => (figures.fields(site, widest)["figure"].clone(), magnitude(of(&widest))),
            None => (Value::none(), 0.0),
        },
    };
    let mut drawn = side_by_side(figures, site, numbers, |number, row| {
        let share = if end > 0.0 { magnitude(of(&number)) / end * 100.0 } else { 0.0 };
        row.insert("width", text(&length(share)));
    });
    drawn.insert("unit", text(unit.name()));
    drawn.insert("maximum", maximum);
    Value::from(drawn)
}

/// A plain table; records of any unit may stand in it.
#[must_use]
pub fn table(figures: &Figures, site: &Site, numbers: &[usize]) -> Value {
    Value::from(side_by_side(figures, site, numbers, |_, _| {}))
}

/// What is the same for all rows stands above them, what differs makes up their names.
fn side_by_side(
    figures: &Figures,
    site: &Site,
    numbers: &[usize],
    finish: impl Fn(usize, &mut BTreeMap<&'static str, Value>),
) -> BTreeMap<&'static str, Value> {
    let words = |key: &'static str| -> Vec<&str> {
        numbers.iter().map(|&number| figures.fields(site, number)[key].as_str().unwrap_or("")).collect()
    };
    let columns: Vec<Vec<&str>> = ["label", "indicator", "period_label"].into_iter().map(words).collect();
    let varies = |column: &&Vec<&str>| column.iter().any(|word| *word != column[0]);
    // Rows have a name also where nothing differs, and where what differs is missing in one of them.
    let mut naming: Vec<&Vec<&str>> = columns.iter().filter(varies).collect();
    if (0..numbers.len()).any(|row| naming.iter().all(|column| column[row].is_empty())) && !varies(&&columns[0]) {
        naming.insert(0, &columns[0]);
    }
    let caption: Vec<Value> = columns
        .iter()
        .filter(|column| !naming.iter().any(|naming| std::ptr::eq(*naming, *column)))
        .filter_map(|column| column.first().copied().filter(|word| !word.is_empty()))
        .map(text)
        .collect();
    // What holds for all of them is said once below; what holds for some stands with their names.
    let statuses = words("status_word");
    let one_status = statuses.iter().all(|status| *status == statuses[0]);
    let rows = numbers.iter().enumerate().map(|(at, &number)| {
        let mut row = figures.fields(site, number).clone();
        let name: Vec<&str> = naming.iter().map(|column| column[at]).filter(|word| !word.is_empty()).collect();
        let status = if one_status || statuses[at].is_empty() { String::new() } else { format!(" ({})", statuses[at]) };
        row.insert("name", text(&format!("{}{status}", name.join(", "))));
        finish(number, &mut row);
        Value::from(row)
    });
    let statistics: Vec<&Statistic> = numbers.iter().map(|&number| &site.statistics[number]).collect();
    let differ = differences(&statistics).into_iter().map(|difference| text(difference.name()));
    BTreeMap::from([
        ("rows", Value::from(rows.collect::<Vec<_>>())),
        ("caption", Value::from(caption)),
        ("one_status", Value::from(one_status)),
        ("differ", Value::from(differ.collect::<Vec<_>>())),
        ("sources", sources(figures, site, numbers)),
    ])
}
