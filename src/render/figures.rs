//! Statistics as templates see them, and the geometry of charts. Values stay exact decimals; only the length of a bar
//! is a binary fraction.

use std::collections::BTreeMap;

use tera::Value;

use super::text;
use crate::read::{Number, SourceRecord, Statistic, Unit};

/// How a number reads in running text: as its source writes it, or by the rules of English.
#[must_use]
pub fn shown(statistic: &Statistic) -> String {
    statistic.as_written.clone().unwrap_or_else(|| figure(statistic))
}

fn figure(statistic: &Statistic) -> String {
    match (&statistic.value, statistic.unit) {
        (Number::Ratio(above, below), _) => format!("{above}/{below}"),
        (Number::Decimal(text), Unit::Percent) => format!("{text}%"),
        (Number::Decimal(text), _) => match statistic.scale {
            Some(scale) => format!("{text} {}", scale.name()),
            None => grouped(text),
        },
    }
}

/// The value for machines: a plain decimal without grouping, or a ratio.
#[must_use]
pub fn machine(statistic: &Statistic) -> String {
    match &statistic.value {
        Number::Ratio(above, below) => format!("{above}/{below}"),
        Number::Decimal(text) => match statistic.scale {
            Some(scale) => shifted(text, scale.zeros()),
            None => text.clone(),
        },
    }
}

/// A decimal times a power of ten, exactly.
fn shifted(text: &str, zeros: usize) -> String {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let kept = part.len().min(zeros);
    let mut digits = format!("{whole}{}{}", &part[..kept], "0".repeat(zeros - kept));
    let rest = part[kept..].trim_end_matches('0');
    let sign = if digits.starts_with('-') { digits.remove(0).to_string() } else { String::new() };
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    if rest.is_empty() { format!("{sign}{digits}") } else { format!("{sign}{digits}.{rest}") }
}

fn grouped(text: &str) -> String {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("\u{2212}", digits));
    let mut out = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

fn magnitude(statistic: &Statistic) -> f64 {
    match &statistic.value {
        Number::Ratio(above, below) => *above as f64 / *below as f64,
        Number::Decimal(_) => machine(statistic).parse().unwrap_or(0.0),
    }
}

/// A statistic as the component `stat` and the outline show it.
#[must_use]
pub fn fields(statistic: &Statistic, sources: &[SourceRecord]) -> BTreeMap<&'static str, Value> {
    let optional = |value: &Option<String>| value.as_deref().map_or_else(Value::none, text);
    let source = sources.iter().find(|source| source.id == statistic.source);
    let label = statistic.area.as_ref().or(statistic.of.as_ref()).unwrap_or(&statistic.id);
    BTreeMap::from([
        ("id", text(&statistic.id)),
        ("text", text(&shown(statistic))),
        ("figure", text(&figure(statistic))),
        ("value", text(&machine(statistic))),
        ("unit", text(statistic.unit.name())),
        ("of", optional(&statistic.of)),
        ("indicator", optional(&statistic.indicator)),
        ("area", optional(&statistic.area)),
        ("label", text(label)),
        ("period", optional(&statistic.period)),
        ("period_label", optional(&statistic.period_label.clone().or_else(|| statistic.period.clone()))),
        ("status", optional(&statistic.status)),
        ("qualifier", optional(&statistic.qualifier)),
        ("attributed_to", optional(&statistic.attributed_to)),
        ("derived", statistic.derived.as_ref().map_or_else(Value::none, |(formula, _)| text(&formula.text))),
        ("superseded_by", statistic.superseded_by.as_ref().map_or_else(Value::none, |(by, _)| text(by))),
        ("review_by", statistic.review_by.as_ref().map_or_else(Value::none, |(day, _)| text(&day.to_string()))),
        ("note", optional(&statistic.note)),
        ("source", source.map_or_else(Value::none, source_value)),
    ])
}

/// A source as templates see it.
#[must_use]
pub fn source_value(source: &SourceRecord) -> Value {
    let optional = |value: &Option<String>| value.as_deref().map_or_else(Value::none, text);
    Value::from(BTreeMap::from([
        ("id", text(&source.id)),
        ("title", text(&source.title)),
        ("publisher", optional(&source.publisher)),
        ("edition", optional(&source.edition)),
        ("date", optional(&source.date)),
        ("url", optional(&source.address)),
        ("retrieved", optional(&source.retrieved)),
        ("licence", optional(&source.licence)),
        ("note", optional(&source.note)),
    ]))
}

/// Bars from zero to the end of the axis: 100 for percent, the whole for a ratio, the largest value for counts.
#[must_use]
pub fn chart(statistics: &[&Statistic], sources: &[SourceRecord]) -> Value {
    let unit = statistics.first().map_or(Unit::Count, |statistic| statistic.unit);
    let largest = statistics.iter().map(|statistic| magnitude(statistic)).fold(0.0, f64::max);
    let (maximum, end) = match unit {
        Unit::Percent => (text("100"), 100.0),
        Unit::Ratio => (text("1"), 1.0),
        _ => {
            let widest = statistics.iter().max_by(|a, b| magnitude(a).total_cmp(&magnitude(b)));
            (text(&widest.map_or_else(String::new, |statistic| machine(statistic))), largest)
        }
    };
    let rows: Vec<Value> = statistics
        .iter()
        .map(|statistic| {
            let mut row = fields(statistic, sources);
            let share = if end > 0.0 { magnitude(statistic) / end * 100.0 } else { 0.0 };
            row.insert("width", text(&length(share)));
            Value::from(row)
        })
        .collect();
    let mut named: Vec<&str> = Vec::new();
    for statistic in statistics {
        if !named.contains(&statistic.source.as_str()) {
            named.push(&statistic.source);
        }
    }
    let sources: Vec<Value> =
        named.iter().filter_map(|id| sources.iter().find(|source| source.id == **id)).map(source_value).collect();
    Value::from(BTreeMap::from([
        ("rows", Value::from(rows)),
        ("unit", text(unit.name())),
        ("maximum", maximum),
        ("sources", Value::from(sources)),
    ]))
}

/// A length in percent with at most one decimal: finer than any screen draws it.
fn length(share: f64) -> String {
    let tenths = (share * 10.0).round() / 10.0;
    let shown = format!("{tenths:.1}");
    shown.strip_suffix(".0").map_or(shown.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_shift_decimals_exactly() {
        assert_eq!(shifted("2.2", 9), "2200000000");
        assert_eq!(shifted("0.1", 3), "100");
        assert_eq!(shifted("1.23456", 3), "1234.56");
        assert_eq!(shifted("-1.5", 3), "-1500");
        assert_eq!(shifted("0", 6), "0");
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(grouped("47"), "47");
        assert_eq!(grouped("1234567.5"), "1,234,567.5");
        assert_eq!(grouped("-1000"), "\u{2212}1,000");
    }

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(length(19.0), "19");
        assert_eq!(length(200.0 / 3.0), "66.7");
        assert_eq!(length(0.04), "0");
    }
}
