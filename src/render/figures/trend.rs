//! One thing over time: a line from point to point, dashed where values are missing, each point in the middle of its period, on an axis that holds zero.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tera::Value;

use super::{Figures, Labels, length, magnitude, sources};
use crate::render::numerals::Numerals;
use crate::render::text;
use crate::site::{Site, differences};

/// Width of the drawing, in its own units.
const WIDTH: f64 = 300.0;
/// Its height.
const HEIGHT: f64 = 90.0;
/// What is left free around the line, so that no point is cut.
const EDGE: f64 = 5.0;

/// Records over time, in the order of their periods. Every one of them has a period.
#[must_use]
pub fn trend(figures: &Figures, site: &Site, numbers: &[usize], tag: &str) -> Value {
    let mut numbers = numbers.to_vec();
    let middle = |number: &usize| site.statistics[*number].period.as_ref().map_or(0, crate::read::Period::middle);
    numbers.sort_by_key(middle);
    let values: Vec<f64> = numbers.iter().map(|&number| magnitude(&site.statistics[number])).collect();
    let (bottom, top) = axis(&values);
    let (first, last) = (numbers.first().map_or(0, middle), numbers.last().map_or(0, middle));
    let across = |day: i64| {
        let share = if last > first { (day - first) as f64 / (last - first) as f64 } else { 0.5 };
        EDGE + share * (WIDTH - 2.0 * EDGE)
    };
    let down = |value: f64| EDGE + (top - value) / (top - bottom) * (HEIGHT - 2.0 * EDGE);
    let (x, y) = (|day: i64| length(across(day)), |value: f64| length(down(value)));
    let (mut line, mut gaps, mut points) = (String::new(), String::new(), String::new());
    let days: Vec<i64> = numbers.iter().map(middle).collect();
    let usual = usual_step(&days);
    let mut before: Option<(i64, String)> = None;
    for (day, value) in days.iter().zip(&values) {
        let at = format!("{} {}", x(*day), y(*value));
        match &before {
            Some((earlier, from)) if (day - earlier) * 2 > usual * 3 => {
                let _ = write!(gaps, "M{from}L{at}");
                let _ = write!(line, "M{at}");
            }
            Some(_) => {
                let _ = write!(line, "L{at}");
            }
            None => {
                let _ = write!(line, "M{at}");
            }
        }
        let _ = write!(points, "M{at}h0");
        before = Some((*day, at));
    }
    let numerals = Numerals::new(tag);
    let statistics: Vec<_> = numbers.iter().map(|&number| &site.statistics[number]).collect();
    let differ = differences(&statistics).into_iter().map(|difference| text(difference.name()));
    let labels = Labels::over_time(figures, site, &numbers);
    let written = labelled(&values).into_iter().map(|(at, anchor, is_below)| {
        let row = figures.row(site, numbers[at]);
        let share = across(days[at]) / WIDTH * 100.0;
        Value::from(BTreeMap::from([
            ("number", row["number"].clone()),
            ("amount", row["amount"].clone()),
            ("from_left", text(&length(share))),
            ("from_right", text(&length(100.0 - share))),
            ("from_top", text(&length(down(values[at]) / HEIGHT * 100.0))),
            ("anchor", text(anchor)),
            ("is_below", Value::from(is_below)),
        ]))
    });
    let written: Vec<Value> = written.collect();
    let rows = numbers.iter().zip(&labels.rows).map(|(&number, label)| {
        let mut row = figures.row(site, number);
        row.insert("name", text(label));
        Value::from(row)
    });
    let head = numbers.first().map(|&number| figures.fields(site, number));
    let of_first = |key: &'static str| head.map_or_else(Value::none, |fields| fields[key].clone());
    Value::from(BTreeMap::from([
        ("rows", Value::from(rows.collect::<Vec<_>>())),
        ("caption", Value::from(labels.shared.iter().map(|word| text(word)).collect::<Vec<_>>())),
        ("label", of_first("label")),
        ("indicator", of_first("indicator")),
        ("unit", of_first("unit")),
        ("unit_word", of_first("unit_word")),
        ("line", text(&line)),
        ("gaps", text(&gaps)),
        ("points", text(&points)),
        ("labels", Value::from(written)),
        ("zero", text(&y(0.0))),
        ("bottom", text(&numerals.number(&plain(bottom)))),
        ("top", text(&numerals.number(&plain(top)))),
        ("differ", Value::from(differ.collect::<Vec<_>>())),
        ("sources", sources(figures, site, &numbers)),
    ]))
}

/// The points whose values are written beside the line: the first, the last and, between them, the lowest. Each with the side
/// of its text that is at the point, as SVG names it, and whether the text is below the point, where the line is not.
fn labelled(values: &[f64]) -> Vec<(usize, &'static str, bool)> {
    let Some(last) = values.len().checked_sub(1) else { return Vec::new() };
    let mut found = vec![(0, if last == 0 { "middle" } else { "start" }, last > 0 && values[1] >= values[0])];
    let lowest = (0..=last).min_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap_or(0);
    if lowest > 0 && lowest < last {
        found.push((lowest, "middle", true));
    }
    if last > 0 {
        found.push((last, "end", values[last - 1] > values[last]));
    }
    found
}

/// How many days usually lie between two values: the median of all steps. Where half as many more do, values are missing.
fn usual_step(days: &[i64]) -> i64 {
    let mut steps: Vec<i64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable();
    steps.get(steps.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

/// The end of an axis as a plain decimal; it is a round number, so six decimals hold it.
fn plain(end: f64) -> String {
    let end = (end * 1e6).round() / 1e6;
    if end == 0.0 { "0".to_owned() } else { end.to_string() }
}

/// The ends of an axis that holds zero and all values, both round numbers.
fn axis(values: &[f64]) -> (f64, f64) {
    let lowest = values.iter().copied().fold(0.0, f64::min);
    let highest = values.iter().copied().fold(0.0, f64::max);
    let (bottom, top) = (-round_up(-lowest), round_up(highest));
    if bottom == 0.0 && top == 0.0 { (0.0, 1.0) } else { (bottom, top) }
}

/// The next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 and 10 times a power of ten.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let power = 10_f64.powi(value.log10().floor() as i32);
    let step =
        [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0].into_iter().find(|step| step * power >= value * (1.0 - 1e-12));
    step.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_step_is_that_of_most_values() {
        for (days, step) in [
            (&[][..], 0),
            (&[5], 0),
            (&[0, 365], 365),
            (&[0, 365, 731, 1461], 366),
            (&[0, 365, 1461], 365),
            (&[0, 1826, 3652, 4017], 1826),
        ] {
            assert_eq!(usual_step(days), step, "{days:?}");
        }
    }

    #[test]
    fn the_first_the_last_and_the_lowest_value_are_written_where_the_line_is_not() {
        for (values, found) in [
            (&[][..], vec![]),
            (&[7.0], vec![(0, "middle", false)]),
            (&[1.0, 2.0], vec![(0, "start", true), (1, "end", false)]),
            (&[2.0, 1.0], vec![(0, "start", false), (1, "end", true)]),
            (&[61.0, 64.0, 55.0, 58.0, 72.0], vec![(0, "start", true), (2, "middle", true), (4, "end", false)]),
            (&[3.0, 9.0, 3.0, 4.0], vec![(0, "start", true), (3, "end", false)]),
        ] {
            assert_eq!(labelled(values), found, "{values:?}");
        }
    }

    #[test]
    fn axes_hold_zero_and_end_in_round_numbers() {
        for (values, ends) in [
            (&[19.0, 27.0][..], (0.0, 30.0)),
            (&[0.3, 0.42], (0.0, 0.5)),
            (&[100.0], (0.0, 100.0)),
            (&[9_100.0, 87_000.0], (0.0, 100_000.0)),
            (&[-3.0, 12.0], (-3.0, 15.0)),
            (&[-7.0, -2.0], (-8.0, 0.0)),
            (&[0.0], (0.0, 1.0)),
        ] {
            let (bottom, top) = axis(values);
            assert!((bottom - ends.0).abs() < 1e-9 && (top - ends.1).abs() < 1e-9, "{values:?}: {bottom} {top}");
        }
    }
}
