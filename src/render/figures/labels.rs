//! Labels of the rows of a figure: every field that differs between the records, and once above them what they share.

use std::collections::HashMap;

use super::Figures;
use crate::read::Unit;
use crate::render::interface::filled;
use crate::site::Site;

/// Fields that name a row, in the order in which a label gives them.
const FIELDS: [&str; 4] = ["area", "of", "indicator", "period_label"];
/// The position of the period among them.
const PERIOD: usize = 3;
/// Fields that are added, in this order, only while two labels are the same.
const TIE_BREAKERS: [&str; 4] = ["unit_word", "period", "of_date", "attributed_to"];

/// The labels of a figure's rows.
#[derive(Debug)]
pub struct Labels {
    /// One label for each record, in their order, with its status where that must be shown.
    pub rows: Vec<String>,
    /// What all records share.
    pub shared: Vec<String>,
    /// The interface string that heads the column of labels.
    pub head: &'static str,
    /// Whether all records have the same status, which is then said once below the figure.
    pub one_status: bool,
}

impl Labels {
    /// Labels for a chart or a table.
    #[must_use]
    pub fn new(figures: &Figures, site: &Site, numbers: &[usize]) -> Self {
        Self::of_fields(figures, site, numbers, false)
    }

    /// Labels for a trend, whose rows begin with their period and carry their status.
    #[must_use]
    pub fn over_time(figures: &Figures, site: &Site, numbers: &[usize]) -> Self {
        Self::of_fields(figures, site, numbers, true)
    }

    fn of_fields(figures: &Figures, site: &Site, numbers: &[usize], over_time: bool) -> Self {
        let words = |key: &str| -> Vec<&str> {
            numbers.iter().map(|&number| figures.fields(site, number)[key].as_str().unwrap_or("")).collect()
        };
        let comma = figures.writer.word("comma").unwrap_or(", ");
        let addition = figures.writer.word("addition").unwrap_or("{text} ({addition})");
        let varies = |column: &[&str]| column.iter().any(|word| *word != column[0]);
        let columns = FIELDS.map(words);
        let mut is_named: [bool; 4] = std::array::from_fn(|field| varies(&columns[field]));
        is_named[PERIOD] |= over_time;
        // Rows have a label also where nothing differs, and where what differs is missing in one of them.
        let is_unnamed = |is_named: &[bool; 4]| {
            (0..numbers.len()).any(|row| (0..FIELDS.len()).all(|at| !is_named[at] || columns[at][row].is_empty()))
        };
        if is_unnamed(&is_named) {
            let common = (0..FIELDS.len()).find(|&at| !is_named[at] && columns[at].iter().any(|word| !word.is_empty()));
            common.into_iter().for_each(|at| is_named[at] = true);
        }
        let order: [usize; 4] = if over_time { [PERIOD, 0, 1, 2] } else { [0, 1, 2, PERIOD] };
        let mut naming: Vec<Vec<&str>> =
            order.into_iter().filter(|&at| is_named[at]).map(|at| columns[at].clone()).collect();
        let shared = (0..FIELDS.len()).filter(|&at| !is_named[at]);
        let shared = shared.filter_map(|at| columns[at].first().copied()).filter(|word| !word.is_empty());
        let statuses = words("status_word");
        let one_status = !over_time && !varies(&statuses);
        let label = |naming: &[Vec<&str>], row: usize| {
            let parts: Vec<&str> = naming.iter().map(|column| column[row]).filter(|word| !word.is_empty()).collect();
            let name = if parts.is_empty() { site.statistics[numbers[row]].id.clone() } else { parts.join(comma) };
            match statuses[row] {
                status if one_status || status.is_empty() => name,
                status => filled(addition, &[("text", &name), ("addition", status)]),
            }
        };
        let all = |naming: &[Vec<&str>]| (0..numbers.len()).map(|row| label(naming, row)).collect::<Vec<_>>();
        if has_silent_units(site, numbers) {
            naming.push(words("unit_word"));
        }
        let mut rows = all(&naming);
        let sources = || -> Vec<&str> {
            let shown = site.sources.iter().zip(&figures.sources);
            let titles: HashMap<&str, &str> = shown
                .map(|(source, value)| {
                    (source.id.as_str(), value.get_from_path("title").and_then(|title| title.as_str()).unwrap_or(""))
                })
                .collect();
            numbers
                .iter()
                .map(|&number| titles.get(site.statistics[number].source.as_str()).copied().unwrap_or(""))
                .collect()
        };
        let periods: Vec<String> = words("period").into_iter().map(|iso| figures.writer.dates.period(iso)).collect();
        for at in 0..=TIE_BREAKERS.len() {
            if alike(&rows).is_empty() {
                break;
            }
            let column = match TIE_BREAKERS.get(at) {
                Some(&"period") => periods.iter().map(String::as_str).collect(),
                Some(key) => words(key),
                None => sources(),
            };
            if varies(&column) && !naming.contains(&column) {
                naming.push(column);
                rows = all(&naming);
            }
        }
        let head = match is_named {
            [true, false, false, false] => "chart_area",
            [false, false, true, false] => "indicator",
            [false, false, false, true] => "period",
            _ => "chart_who",
        };
        Self { rows, shared: shared.map(str::to_owned).collect(), head, one_status }
    }
}

/// Whether units differ that the numbers themselves do not show: `5%` may be a share or a change, `1` a count or a whole.
fn has_silent_units(site: &Site, numbers: &[usize]) -> bool {
    let has = |unit: Unit| numbers.iter().any(|&number| site.statistics[number].unit == unit);
    (has(Unit::Percent) && has(Unit::PercentChange)) || (has(Unit::Count) && has(Unit::Ratio))
}

/// Rows whose label an earlier row has, each with that row.
#[must_use]
pub fn alike(rows: &[String]) -> Vec<(usize, usize)> {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    let earlier = rows.iter().enumerate().map(|(at, label)| (at, *first.entry(label).or_insert(at)));
    earlier.filter(|(at, first)| at != first).collect()
}
